/* One connection to MySQL or MariaDB: prepared statements, results, transactions with retry. The only door to <mysql.h>.
 * Not the SQL itself: that stands in store/. */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/outcome.h"
#include "db/transaction.h"

struct db;

/* A statement of the closed list. Declare each beside the function that binds it:
 *     SQL(find_school, "SELECT name FROM school WHERE id = ?");
 * The linker gathers them, so that db_prepare_all finds a wrong column before any user does. */
struct sql {
        const char *text;
};
#define SQL(name, words)                                                                                               \
        static const struct sql name __attribute__((section("onroll_sql"), used, aligned(sizeof(void *)))) = { words }

/* Many rows in one INSERT: "VALUES " SQL_ROWS50("(?, ?)"). */
#define SQL_ROWS5(row)  row "," row "," row "," row "," row
#define SQL_ROWS50(row)                                                                                                \
        SQL_ROWS5(row) "," SQL_ROWS5(row) "," SQL_ROWS5(row) "," SQL_ROWS5(row) "," SQL_ROWS5(row) ","                 \
        SQL_ROWS5(row) "," SQL_ROWS5(row) "," SQL_ROWS5(row) "," SQL_ROWS5(row) "," SQL_ROWS5(row)

/* A value for a question mark; what it points to is borrowed until the call returns. */
struct arg {
        const void *bytes; /* NULL: number counts */
        size_t len;
        long long number;
        bool null;
};

struct arg arg_number(long long n);
struct arg arg_id(unsigned long n);
struct arg arg_text(const char *text);                   /* NULL is "" */
struct arg arg_bytes(const void *bytes, size_t len);
struct arg arg_null(void);
struct arg arg_text_or_null(const char *text);           /* NULL and "" are NULL: dates above all */
struct arg arg_number_or_null(long long n);              /* 0 is NULL */

/* ARGS(arg_number(1), arg_text("x")) fills the last two parameters of the calls below; ARGS() for none. */
#define ARGS(...) (const struct arg[]){ __VA_ARGS__ }, sizeof((const struct arg[]){ __VA_ARGS__ }) / sizeof(struct arg)

/* Rows of a SELECT, copied into an arena: bytes are followed by a NUL; NULL reads as "", 0 and false. */
struct cell_value {
        const char *bytes;
        size_t len;
        bool null;
};
struct result {
        size_t count; /* rows */
        unsigned columns;
        struct result_cell *cells; /* db.c's own */
        struct arena *arena;
};

const char *result_text(const struct result *r, size_t row, unsigned column);
long long result_number(const struct result *r, size_t row, unsigned column);
bool result_null(const struct result *r, size_t row, unsigned column);
struct cell_value result_bytes(const struct result *r, size_t row, unsigned column);

/* Reads the columns of a row one after the other. */
struct reading {
        const struct result *r;
        size_t row;
        unsigned column; /* the next */
};

const char *reading_text(struct reading *c);
long long reading_number(struct reading *c);

/* Connects as the configuration says (db_socket, or db_host, db_port and db_ca; db_user, db_password, db_name), sets the
 * session and asserts the server's settings that the program rests on. BROKEN is logged. Free with db_close. */
enum outcome db_open(const struct config *c, struct db **out) MUST_USE;
void db_close(struct db *db);

/* Prepares every statement of the program. BROKEN names the first that the server refuses. */
enum outcome db_prepare_all(struct db *db) MUST_USE;

/* At the start of each request or task: reconnects when the connection was lost. */
enum outcome db_ready(struct db *db) MUST_USE;

/* Runs a statement that returns no rows. Inside a transaction the first error makes it refuse everything that follows.
 * REFUSED: a unique key stood against it (no refusal words; the caller knows what it means). */
enum outcome db_run(struct db *db, const struct sql *q, const struct arg *args, size_t count) MUST_USE;

/* Runs a SELECT. DONE also with no rows. */
enum outcome db_query(struct db *db, struct arena *a, struct result *out, const struct sql *q, const struct arg *args,
                      size_t count) MUST_USE;

/* The same for a SELECT that must find something: ABSENT with no rows. */
enum outcome db_find(struct db *db, struct arena *a, struct result *out, const struct sql *q, const struct arg *args,
                     size_t count) MUST_USE;

/* Runs an INSERT for rows * per_row values, fifty rows at a time and the rest one by one. */
enum outcome db_run_many(struct db *db, const struct sql *fifty, const struct sql *one, const struct arg *args,
                         size_t rows, size_t per_row) MUST_USE;

/* Of the last db_run. An UPDATE that sets what is already there counts the rows it found. */
unsigned long long db_last_id(const struct db *db);
unsigned long long db_affected(const struct db *db);

/* For the operator's tools alone: applying a file of sql/, statement by statement. */
enum outcome db_script(struct db *db, const char *text) MUST_USE;

#endif
