/* The steps from an uploaded list to its preview, timed one by one in the program's own code, without a
 * browser:
 *
 *      flow_bench list SCHOOL ROWS FILE.xlsx   writes a list for that school: its roll, then pupils of the
 * next schools, every second one without UPN, every tenth with another surname or forename flow_bench steps
 * SCHOOL RUNS FILE.xlsx  receives, matches and weighs it; prints each step of each run: "PHASE STEP
 * milliseconds", those in the database's client, of CPU
 *
 * The database is ONROLL_CONF's. Each run's batch is dropped again. */
#include <fcntl.h>
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "db/db.h"
#include "flow/confirm.h"
#include "flow/match.h"
#include "flow/receive.h"
#include "gate/keys.h"
#include "gate/scope.h"
#include "pages/check_list.h"
#include "store/batch.h"
#include "gate/vault.h"
#include "intake/join.h"
#include "intake/list.h"
#include "match/match.h"
#include "reader/reader.h"
#include "store/pupil.h"
#include "view/view.h"

struct bench {
        struct arena *arena; /* of one run */
        struct db *db;
        const struct config *config;
        struct scope scope;
        struct flow flow;
        struct refusal why;
};

static void must(enum outcome o, const char *what, const struct bench *b)
{
        if (o == DONE)
                return;
        fprintf(stderr, "flow_bench: %s: %s\n", what, o == REFUSED && b->why.words ? b->why.words : "failed");
        exit(1);
}

static double now(clockid_t clock)
{
        struct timespec t;
        clock_gettime(clock, &t);
        return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- the list ---- */

static const enum field fields[] = { FIELD_UPN,        FIELD_SURNAME, FIELD_FORENAME, FIELD_MIDDLE_NAMES,
                                     FIELD_DOB,        FIELD_SEX,     FIELD_NC_YEAR,  FIELD_CLASS,
                                     FIELD_ENTRY_DATE, FIELD_ADDRESS, FIELD_TOWN,     FIELD_POSTCODE };
static const char *const heads[] = { "UPN",           "Surname", "Forename", "Middle names",
                                     "Date of birth", "Sex",     "NC year",  "Class",
                                     "Date of entry", "Address", "Town",     "Postcode" };
enum { FIELDS = sizeof fields / sizeof *fields };

static const char *listed(const struct record *r, enum field f, unsigned row)
{
        if (f == FIELD_UPN && row % 2)
                return "";
        if (f == FIELD_FORENAME && row % 10 == 3)
                return "Robin";
        return r->value[f];
}

static void make_list(struct bench *b, unsigned rows, const char *path)
{
        lxw_workbook *book = workbook_new(path);
        lxw_worksheet *sheet = workbook_add_worksheet(book, "Pupils");
        unsigned row = 0;
        for (unsigned i = 0; i < FIELDS; i++)
                worksheet_write_string(sheet, 0, (lxw_col_t)i, heads[i], NULL);
        for (unsigned school = 0; row < rows && school < 1000; school++) {
                struct scope scope = gate_program_scope(b->scope.school + school);
                struct pupils roll;
                must(pupil_roll(b->db, b->arena, &scope, &roll), "a roll", b);
                for (size_t i = 0; i < roll.count && row < rows; i++, row++)
                        for (unsigned f = 0; f < FIELDS; f++)
                                worksheet_write_string(sheet, row + 1, (lxw_col_t)f,
                                                       listed(&roll.items[i].record, fields[f], row), NULL);
        }
        if (workbook_close(book) != LXW_NO_ERROR)
                must(BROKEN, path, b);
}

/* ---- the steps' time ---- */

/* The linker sends calls of these functions through here (--wrap, see GNUmakefile). A step's time is its own
 * alone, without the steps that it calls; of that, `waited` is spent in the database's client. */
enum step {
        OTHER,
        ENCRYPT,
        KEEP,
        READ,
        RECOGNISE,
        STORE_ROWS,
        LOAD,
        JOIN,
        CANDIDATES,
        MATCH,
        STORE_MATCHES,
        WEIGH,
        RENDER,
        STEPS
};

static const char *const names[STEPS] = { "other",         "encrypt", "keep",  "read",       "recognise",
                                          "store-rows",    "load",    "join",  "candidates", "match",
                                          "store-matches", "weigh",   "render" };
static double spent[STEPS], waited[STEPS], cpu[STEPS], since, cpu_since;
static enum step current;

static enum step enter(enum step next)
{
        enum step before = current;
        double t = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID);
        spent[current] += t - since;
        cpu[current] += used - cpu_since;
        since = t;
        cpu_since = used;
        current = next;
        return before;
}

#define STEP(which, type, name, parameters, arguments)                                                       \
        type __real_##name parameters;                                                                       \
        type __wrap_##name parameters;                                                                       \
        _Static_assert(__builtin_types_compatible_p(__typeof__(name), __typeof__(__wrap_##name)), #name);    \
        type __wrap_##name parameters                                                                        \
        {                                                                                                    \
                enum step before = enter(which);                                                             \
                type result = __real_##name arguments;                                                       \
                enter(before);                                                                               \
                return result;                                                                               \
        }
#define STEP_VOID(which, name, parameters, arguments)                                                        \
        void __real_##name parameters;                                                                       \
        void __wrap_##name parameters;                                                                       \
        _Static_assert(__builtin_types_compatible_p(__typeof__(name), __typeof__(__wrap_##name)), #name);    \
        void __wrap_##name parameters                                                                        \
        {                                                                                                    \
                enum step before = enter(which);                                                             \
                __real_##name arguments;                                                                     \
                enter(before);                                                                               \
        }
#define CLIENT(type, name, parameters, arguments)                                                            \
        type __real_##name parameters;                                                                       \
        type __wrap_##name parameters;                                                                       \
        _Static_assert(__builtin_types_compatible_p(__typeof__(name), __typeof__(__wrap_##name)), #name);    \
        type __wrap_##name parameters                                                                        \
        {                                                                                                    \
                double start = now(CLOCK_MONOTONIC);                                                         \
                type result = __real_##name arguments;                                                       \
                waited[current] += now(CLOCK_MONOTONIC) - start;                                             \
                return result;                                                                               \
        }

STEP_VOID(ENCRYPT, vault_hash, (const void *bytes, size_t len, unsigned char out[32]), (bytes, len, out))
STEP_VOID(ENCRYPT, vault_seal,
          (struct arena * a, unsigned long label, const void *bytes, size_t len, struct vault_piece **pieces,
           size_t *count),
          (a, label, bytes, len, pieces, count))
STEP(KEEP, enum outcome, upload_add,
     (struct db * db, const struct scope *scope, const struct upload_new *n, unsigned long *id,
      unsigned long *twin),
     (db, scope, n, id, twin))
STEP(READ, enum outcome, reader_book,
     (struct arena * a, const struct reader *r, int fd, struct book *out, struct refusal *why),
     (a, r, fd, out, why))
STEP_VOID(RECOGNISE, list_read,
          (struct arena * a, const struct book *book, const struct list_context *context,
           const struct corrections *corrections, const struct fixes *fixes, struct intake_list *out),
          (a, book, context, corrections, fixes, out))
STEP(STORE_ROWS, enum outcome, list_store,
     (struct db * db, const struct scope *scope, const struct reading_result *r), (db, scope, r))
STEP(LOAD, enum outcome, list_rows,
     (struct db * db, struct arena *a, const struct scope *scope, unsigned long batch,
      struct stored_rows *out),
     (db, a, scope, batch, out))
STEP(LOAD, enum outcome, pupil_roll,
     (struct db * db, struct arena *a, const struct scope *scope, struct pupils *out), (db, a, scope, out))
STEP_VOID(JOIN, join_rows,
          (struct arena * a, const struct intake_list *const *lists, size_t count, struct joined *out),
          (a, lists, count, out))
STEP(CANDIDATES, enum outcome, pupil_candidates,
     (struct db * db, struct arena *a, const uint64_t *keys, size_t count, struct pupils *out),
     (db, a, keys, count, out))
STEP_VOID(MATCH, match_rows,
          (struct arena * a, const struct match_row *rows, size_t row_count, const struct pupil *pool,
           size_t pool_count, const struct match_options *options, struct match_result *out),
          (a, rows, row_count, pool, pool_count, options, out))
STEP(STORE_MATCHES, enum outcome, list_set_matches,
     (struct db * db, const struct scope *scope, const struct batch *b, unsigned long long roll,
      const struct row_match *matches, size_t count, const struct match_case *cases, size_t case_count),
     (db, scope, b, roll, matches, count, cases, case_count))
STEP_VOID(WEIGH, weigh, (struct arena * a, const struct weigh_request *request, struct plan *out),
          (a, request, out))
CLIENT(int, mysql_stmt_execute, (MYSQL_STMT * s), (s))
CLIENT(int, mysql_stmt_store_result, (MYSQL_STMT * s), (s))
CLIENT(int, mysql_stmt_fetch, (MYSQL_STMT * s), (s))
CLIENT(int, mysql_query, (MYSQL * m, const char *words), (m, words))

/* ---- one run ---- */

static void begin_phase(void)
{
        memset(spent, 0, sizeof spent);
        memset(waited, 0, sizeof waited);
        memset(cpu, 0, sizeof cpu);
        since = now(CLOCK_MONOTONIC);
        cpu_since = now(CLOCK_PROCESS_CPUTIME_ID);
}

/* "PHASE STEP milliseconds, of them in the database's client, CPU" */
static void end_phase(const char *phase)
{
        enter(OTHER);
        for (int s = 0; s < STEPS; s++)
                if (spent[s] > 0)
                        printf("%s %s %.3f %.3f %.3f\n", phase, names[s], spent[s], waited[s], cpu[s]);
}

static struct batch batch_now(struct bench *b, unsigned long id)
{
        struct batch batch = { 0 };
        must(batch_find(b->db, b->arena, &b->scope, id, &batch), "the batch", b);
        return batch;
}

static void receive(struct bench *b, unsigned long id, const struct incoming *in)
{
        unsigned long upload;
        struct batch batch = batch_now(b, id);
        begin_phase();
        must(flow_receive(&b->flow, &batch, in, &upload), "receiving", b);
        end_phase("receive");
        batch = batch_now(b, id);
        must(batch_tick(b->db, &b->scope, &batch, true), "the tick", b);
}

static void match(struct bench *b, unsigned long id)
{
        struct batch batch = batch_now(b, id);
        begin_phase();
        must(flow_match(&b->flow, &batch), "matching", b);
        end_phase("match");
        begin_phase();
        must(flow_settle(&b->flow, &batch, true), "settling", b);
        end_phase("settle");
}

static void preview(struct bench *b, unsigned long id)
{
        struct batch batch = batch_now(b, id);
        struct flow_plan p;
        begin_phase();
        must(flow_plan(&b->flow, &batch, &p), "the plan", b);
        enum step before = enter(RENDER);
        struct list list = check_list(b->arena, &p, CHECK_NEW);
        if (html_broken(list_html(b->arena, &list)))
                must(BROKEN, "the list", b);
        enter(before);
        end_phase("preview");
}

static void run(struct bench *b, const struct incoming *in)
{
        unsigned long id;
        b->arena = arena_new();
        b->flow = (struct flow){ b->arena, b->db, b->config, &b->scope, &b->why };
        must(batch_add(b->db, &b->scope, false, 2026, &id), "a batch", b);
        receive(b, id, in);
        match(b, id);
        preview(b, id);
        struct batch batch = batch_now(b, id);
        must(batch_drop(b->db, &b->scope, &batch), "dropping the batch", b);
        arena_free(b->arena);
}

static void steps(struct bench *b, long runs, const char *path)
{
        struct stat st = { 0 };
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        fstat(fd, &st);
        void *bytes = malloc((size_t)st.st_size + 1);
        if (!bytes || read(fd, bytes, (size_t)st.st_size) != st.st_size)
                must(BROKEN, path, b);
        close(fd);
        struct incoming in = { "list.xlsx", bytes, (size_t)st.st_size, 0 };
        for (long i = 0; i < runs; i++)
                run(b, &in);
        free(bytes);
}

int main(int count, char **words)
{
        struct arena *a = arena_new();
        struct bench b = { .arena = a, .why = { NULL, NULL } };
        long school, number;
        bool list = count == 5 && strcmp(words[1], "list") == 0;
        if (count != 5 || (!list && strcmp(words[1], "steps") != 0) ||
            !text_to_long(words[2], 1, 1000000, &school) || !text_to_long(words[3], 1, 1000000, &number)) {
                fputs("usage: flow_bench list SCHOOL ROWS FILE.xlsx | steps SCHOOL RUNS FILE.xlsx\n", stderr);
                return 2;
        }
        b.scope = gate_program_scope((unsigned long)school);
        must(config_read(a, NULL, &b.config), "ONROLL_CONF", &b);
        must(keys_open(b.config), "the key", &b);
        must(view_open(config_get(b.config, "templates_dir", "templates")), "the templates", &b);
        must(db_open(b.config, &b.db), "the database", &b);
        if (list)
                make_list(&b, (unsigned)number, words[4]);
        else
                steps(&b, number, words[4]);
        db_close(b.db);
        view_close();
        arena_free(a);
        return 0;
}
