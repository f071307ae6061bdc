/* What every command of onrollctl shares: options, the database, output as text or JSON. The commands stand
 * beside it, a file a family. The only door to <json-c/json.h>. */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/outcome.h"
#include "db/db.h"

/* Exit codes. */
enum {
        CTL_DONE = 0,
        CTL_REFUSED = 1, /* it cannot be done as asked, or doctor found something */
        CTL_USAGE = 2,
        CTL_BROKEN = 3 /* the database or the machine */
};

struct ctl {
        struct arena *arena;
        const char *conf; /* --conf FILE, or NULL */
        const char *sql;  /* --sql DIR, or NULL */
        const struct config *config;
        struct db *db;
        bool json;
        struct ctl_output *output;
};

struct ctl_command {
        const char *name;
        const char *arguments; /* for the usage: "[--seed N]" */
        const char *summary;
        int (*run)(struct ctl *c, int argc,
                   char **argv); /* argv[0] is the command's name; getopt_long is at the start */
};

/* Reads the configuration; with the database as well. False: said why, return CTL_BROKEN. */
bool ctl_configure(struct ctl *c);
bool ctl_connect(struct ctl *c);

/* The folder of the schema's steps: --sql, the configuration's sql_dir, or where `make install` put it. */
const char *ctl_sql_dir(const struct ctl *c);

/* Facts for the person or the program that asked: "name: value", or a member of the JSON object. */
void ctl_text(struct ctl *c, const char *name, const char *value);
void ctl_number(struct ctl *c, const char *name, long long value);
void ctl_flag(struct ctl *c, const char *name, bool value);

/* Begins the next row of a list: the facts that follow belong to it, until ctl_row(c, NULL) or the next row.
 * As text a row is one line. */
void ctl_row(struct ctl *c, const char *list);

/* Words on standard error (JSON: a member "error"); returns code. */
int ctl_fail(struct ctl *c, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The code for an outcome that is not DONE, saying why when there are words. */
int ctl_outcome(struct ctl *c, enum outcome o, const struct refusal *why);

/* The program's part: begin, then end, which prints what is left and frees. */
void ctl_begin(struct ctl *c);
void ctl_end(struct ctl *c);

#endif
