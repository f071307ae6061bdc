#include "db/db.h"

#include <errno.h>
#include <mysql.h>
#include <mysqld_error.h>
#include <errmsg.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/text.h"
#include "db/inside.h"

extern const struct sql __start_onroll_sql[] __attribute__((weak));
extern const struct sql __stop_onroll_sql[] __attribute__((weak));

enum { READ_TIMEOUT = 30, FRESH = 2 }; /* seconds */

static size_t sql_count(void)
{
        return (size_t)(__stop_onroll_sql - __start_onroll_sql);
}

struct arg arg_number(long long n)
{
        return (struct arg){ .number = n };
}

struct arg arg_id(unsigned long n)
{
        return arg_number((long long)n);
}

struct arg arg_bytes(const void *bytes, size_t len)
{
        return (struct arg){ .bytes = bytes ? bytes : "", .len = len };
}

struct arg arg_text(const char *text)
{
        return arg_bytes(text, text ? strlen(text) : 0);
}

struct arg arg_null(void)
{
        return (struct arg){ .null = true };
}

struct arg arg_text_or_null(const char *text)
{
        return text && *text ? arg_text(text) : arg_null();
}

struct arg arg_number_or_null(long long n)
{
        return n ? arg_number(n) : arg_null();
}

/* A whole number stays one until somebody asks for its digits. */
struct result_cell {
        union {
                const char *bytes;
                long long number;
        };
        unsigned len; /* of bytes: a packet of the server has at most a gigabyte */
        bool null, whole;
};

static struct result_cell *cell_of(const struct result *r, size_t row, unsigned column)
{
        return &r->cells[row * r->columns + column];
}

static struct result_cell digits_of(struct arena *a, long long number)
{
        char digits[TEXT_DIGITS + 1], *to = digits;
        unsigned long n = (unsigned long)number;
        if (number < 0)
                *to++ = '-';
        size_t len = (size_t)(text_number(to, number < 0 ? 0 - n : n) - digits);
        return (struct result_cell){ .bytes = arena_bytes(a, digits, len), .len = (unsigned)len };
}

struct cell_value result_bytes(const struct result *r, size_t row, unsigned column)
{
        struct result_cell *c = cell_of(r, row, column);
        if (c->whole)
                *c = digits_of(r->arena, c->number);
        return (struct cell_value){ c->bytes, c->len, c->null };
}

const char *reading_text(struct reading *c)
{
        return result_text(c->r, c->row, c->column++);
}

long long reading_number(struct reading *c)
{
        return result_number(c->r, c->row, c->column++);
}

const char *result_text(const struct result *r, size_t row, unsigned column)
{
        return result_bytes(r, row, column).bytes;
}

/* The server writes plain digits: strtoll, which looks for all that people may write, took a twentieth of a long page. */
long long result_number(const struct result *r, size_t row, unsigned column)
{
        const struct result_cell *c = cell_of(r, row, column);
        if (c->whole)
                return c->number;
        const char *p = c->bytes;
        bool minus = *p == '-';
        unsigned long long n = 0;
        for (p += minus; *p >= '0' && *p <= '9'; p++)
                n = 10 * n + (unsigned long long)(*p - '0');
        return (long long)(minus ? 0 - n : n);
}

bool result_null(const struct result *r, size_t row, unsigned column)
{
        return cell_of(r, row, column)->null;
}

/* ---- connection ---- */

static void set_options(MYSQL *m, const struct config *c)
{
        unsigned connect = 5, wait = READ_TIMEOUT, off = 0;
        my_bool no = 0, yes = 1;
        mysql_options(m, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
        mysql_options(m, MYSQL_OPT_READ_TIMEOUT, &wait);
        mysql_options(m, MYSQL_OPT_WRITE_TIMEOUT, &wait);
        mysql_options(m, MYSQL_OPT_LOCAL_INFILE, &off);
        mysql_options(m, MYSQL_OPT_RECONNECT, &no);
        mysql_options(m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
        if (!config_get(c, "db_host", NULL))
                return;
        mysql_options(m, MYSQL_OPT_SSL_CA, config_get(c, "db_ca", ""));
        mysql_options(m, MYSQL_OPT_SSL_ENFORCE, &yes);
        mysql_options(m, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
}

static bool is_mariadb(MYSQL *m)
{
        return strstr(mysql_get_server_info(m), "MariaDB") != NULL;
}

static bool ask(MYSQL *m, const char *words)
{
        if (mysql_query(m, words) == 0)
                return true;
        log_event("db-session", "%u %s", mysql_errno(m), words);
        return false;
}

/* Statement limits and snapshot isolation have other names, or none, on MySQL. */
static bool set_session(MYSQL *m)
{
        if (!ask(m, "SET SESSION sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,"
                    "NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO', innodb_lock_wait_timeout=5, time_zone='+00:00'") ||
            !ask(m, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                return false;
        if (is_mariadb(m))
                return ask(m, "SET SESSION innodb_snapshot_isolation=ON, max_statement_time=25");
        return ask(m, "SET SESSION max_execution_time=25000");
}

/* A server that forgets acknowledged commits would make every receipt a guess. */
static bool assert_server(MYSQL *m)
{
        if (!ask(m, "SELECT @@innodb_flush_log_at_trx_commit = 1, @@log_bin = 0 OR @@sync_binlog = 1, "
                    "@@innodb_rollback_on_timeout = 1, @@local_infile = 0"))
                return false;
        static const char *const names[] = { "innodb_flush_log_at_trx_commit=1", "sync_binlog=1",
                                             "innodb_rollback_on_timeout=ON", "local_infile=OFF" };
        MYSQL_RES *res = mysql_store_result(m);
        MYSQL_ROW row = res ? mysql_fetch_row(res) : NULL;
        bool good = row != NULL;
        for (unsigned i = 0; row && i < 4; i++)
                if (!row[i] || strcmp(row[i], "1") != 0) {
                        log_event("db-server-setting", "the server must run with %s", names[i]);
                        good = false;
                }
        mysql_free_result(res);
        return good;
}

static bool connect_now(struct db *db)
{
        const struct config *c = db->config;
        const char *host = config_get(c, "db_host", NULL);
        db->mysql = mysql_init(NULL);
        set_options(db->mysql, c);
        if (!mysql_real_connect(db->mysql, host, config_get(c, "db_user", NULL), config_get(c, "db_password", NULL),
                                config_get(c, "db_name", "onroll"), (unsigned)config_number(c, "db_port", 3306),
                                host ? NULL : config_get(c, "db_socket", NULL), CLIENT_FOUND_ROWS)) {
                log_event("db-connect", "%u %s", mysql_errno(db->mysql), mysql_error(db->mysql));
                return false;
        }
        if (host && !mysql_get_ssl_cipher(db->mysql)) {
                log_event("db-connect", "the connection to %s is not encrypted", host);
                return false;
        }
        db->lost = false;
        return set_session(db->mysql) && assert_server(db->mysql);
}

static void disconnect(struct db *db)
{
        for (size_t i = 0; i < sql_count(); i++)
                if (db->statements[i]) {
                        mysql_stmt_close(db->statements[i]);
                        db->statements[i] = NULL;
                }
        if (db->mysql)
                mysql_close(db->mysql);
        db->mysql = NULL;
        db->lost = true;
}

enum outcome db_open(const struct config *c, struct db **out)
{
        struct db *db = calloc(1, sizeof *db);
        MYSQL_STMT **statements = calloc(sql_count() + 1, sizeof *statements);
        if (!db || !statements)
                abort();
        db->config = c;
        db->statements = statements;
        if (!connect_now(db)) {
                db_close(db);
                return BROKEN;
        }
        *out = db;
        return DONE;
}

void db_close(struct db *db)
{
        if (!db)
                return;
        disconnect(db);
        free(db->statements);
        free(db);
}

/* A server that answered a moment ago and has not hung up since need not be asked: between two statements it says nothing
 * unless it goes. */
static bool is_in_use(const struct db *db)
{
        struct timespec now;
        struct pollfd p = { mysql_get_socket(db->mysql), POLLIN | POLLRDHUP, 0 };
        clock_gettime(CLOCK_MONOTONIC, &now);
        return now.tv_sec - db->asked.tv_sec < FRESH && poll(&p, 1, 0) == 0;
}

enum outcome db_ready(struct db *db)
{
        db->depth = 0;
        db->failed = 0;
        if (!db->lost && (is_in_use(db) || mysql_ping(db->mysql) == 0)) {
                clock_gettime(CLOCK_MONOTONIC, &db->asked);
                return DONE;
        }
        disconnect(db);
        return connect_now(db) ? DONE : BROKEN;
}

/* ---- statements ---- */

bool db_lost(unsigned error)
{
        return error == CR_SERVER_GONE_ERROR || error == CR_SERVER_LOST || error == CR_CONNECTION_ERROR ||
               error == CR_CONN_HOST_ERROR || error == CR_COMMANDS_OUT_OF_SYNC;
}

/* "Incorrect date value: '2012-13-01' for column": what follows the colon came from a person and stays out of the log. */
static int harmless(const char *words)
{
        const char *value = strstr(words, ": '");
        return value ? (int)(value - words) : (int)strlen(words);
}

enum outcome db_broken(struct db *db, const char *doing, unsigned error, const char *words, const struct sql *q)
{
        if (db_lost(error))
                db->lost = true;
        if (db->depth && !db->failed)
                db->failed = error;
        if (error == ER_DUP_ENTRY)
                return REFUSED;
        log_event(doing, "%u %.*s: %.200s", error, harmless(words), words, q ? q->text : "");
        return BROKEN;
}

static MYSQL_STMT **slot_of(struct db *db, const struct sql *q)
{
        return &db->statements[q - __start_onroll_sql];
}

/* A statement whose rows ended in an error (1020 above all) believes that more of them will come, and would wait for them when it
 * is used again, until the connection is given up. */
static void forget(struct db *db, const struct sql *q)
{
        mysql_stmt_close(*slot_of(db, q));
        *slot_of(db, q) = NULL;
}

static MYSQL_STMT *prepared(struct db *db, const struct sql *q)
{
        MYSQL_STMT **slot = slot_of(db, q);
        if (*slot)
                return *slot;
        MYSQL_STMT *s = mysql_stmt_init(db->mysql);
        if (s && mysql_stmt_prepare(s, q->text, strlen(q->text)) == 0)
                return *slot = s;
        db_broken(db, "sql-prepare", s ? mysql_stmt_errno(s) : CR_OUT_OF_MEMORY, s ? mysql_stmt_error(s) : "", q);
        if (s)
                mysql_stmt_close(s);
        return NULL;
}

enum outcome db_prepare_all(struct db *db)
{
        for (const struct sql *q = __start_onroll_sql; q < __stop_onroll_sql; q++)
                if (!prepared(db, q))
                        return BROKEN;
        return DONE;
}

static void bind_args(MYSQL_BIND *binds, const struct arg *args, size_t count)
{
        for (size_t i = 0; i < count; i++) {
                const struct arg *arg = &args[i];
                if (arg->null) {
                        binds[i].buffer_type = MYSQL_TYPE_NULL;
                } else if (arg->bytes) {
                        binds[i].buffer_type = MYSQL_TYPE_STRING;
                        binds[i].buffer = (void *)(uintptr_t)arg->bytes;
                        binds[i].buffer_length = arg->len;
                } else {
                        binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
                        binds[i].buffer = (void *)(uintptr_t)&arg->number;
                }
        }
}

static enum outcome execute(struct db *db, const struct sql *q, const struct arg *args, size_t count, MYSQL_STMT **out)
{
        if (db->lost || db->failed)
                return BROKEN;
        MYSQL_STMT *s = prepared(db, q);
        if (!s)
                return BROKEN;
        if (mysql_stmt_param_count(s) != count) {
                log_event("sql-arguments", "want %lu, have %zu: %.200s", mysql_stmt_param_count(s), count, q->text);
                abort();
        }
        MYSQL_BIND *binds = calloc(count + 1, sizeof *binds);
        if (!binds)
                abort();
        bind_args(binds, args, count);
        bool good = mysql_stmt_bind_param(s, binds) == 0 && mysql_stmt_execute(s) == 0;
        free(binds);
        if (!good)
                return db_broken(db, "sql-failed", mysql_stmt_errno(s), mysql_stmt_error(s), q);
        *out = s;
        return DONE;
}

enum outcome db_run(struct db *db, const struct sql *q, const struct arg *args, size_t count)
{
        MYSQL_STMT *s;
        enum outcome result = execute(db, q, args, count, &s);
        if (result != DONE)
                return result;
        db->affected = mysql_stmt_affected_rows(s);
        db->last_id = mysql_stmt_insert_id(s);
        return DONE;
}

enum outcome db_run_many(struct db *db, const struct sql *fifty, const struct sql *one, const struct arg *args,
                         size_t rows, size_t per_row)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < rows;) {
                size_t n = rows - i >= 50 ? 50 : 1;
                result = db_run(db, n == 50 ? fifty : one, args + i * per_row, n * per_row);
                i += n;
        }
        return result;
}

/* ---- results ---- */

struct column {
        bool whole; /* a number that is fetched as one: the library takes its time over digits */
        long long number;
        unsigned long len;
        my_bool null;
        char room[256]; /* most values fit; a longer one is fetched again at its true length */
};

struct fetching {
        MYSQL_STMT *s;
        MYSQL_BIND *binds;
        struct column *columns;
        unsigned count;
};

/* Those that fit into a long long, which the largest without a sign do not. */
static bool is_whole(const MYSQL_FIELD *f)
{
        switch (f->type) {
        case MYSQL_TYPE_TINY:
        case MYSQL_TYPE_SHORT:
        case MYSQL_TYPE_INT24:
        case MYSQL_TYPE_LONG: return !(f->flags & ZEROFILL_FLAG);
        case MYSQL_TYPE_LONGLONG: return !(f->flags & (ZEROFILL_FLAG | UNSIGNED_FLAG));
        default: return false;
        }
}

static void bind_column(MYSQL_BIND *b, struct column *c, const MYSQL_FIELD *f)
{
        c->whole = f && is_whole(f);
        b->buffer_type = c->whole ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING;
        b->is_unsigned = c->whole && (f->flags & UNSIGNED_FLAG);
        b->buffer = c->whole ? (void *)&c->number : c->room;
        b->buffer_length = c->whole ? sizeof c->number : sizeof c->room;
}

static void start_reading(struct fetching *r, MYSQL_STMT *s)
{
        *r = (struct fetching){ .s = s, .count = mysql_stmt_field_count(s) };
        r->binds = calloc(r->count + 1, sizeof *r->binds);
        r->columns = calloc(r->count + 1, sizeof *r->columns);
        if (!r->binds || !r->columns)
                abort();
        MYSQL_RES *about = mysql_stmt_result_metadata(s);
        for (unsigned i = 0; i < r->count; i++) {
                struct column *c = &r->columns[i];
                bind_column(&r->binds[i], c, about ? mysql_fetch_field_direct(about, i) : NULL);
                r->binds[i].length = &c->len;
                r->binds[i].is_null = &c->null;
        }
        mysql_free_result(about);
}

static bool is_number(const struct column *c)
{
        return c->whole && !c->null;
}

/* Of its text. */
static size_t length_of(const struct column *c)
{
        return c->null || c->whole ? 0 : c->len;
}

static bool copy_long(struct fetching *r, unsigned i, char *bytes, size_t len)
{
        unsigned long got;
        MYSQL_BIND again = { .buffer_type = MYSQL_TYPE_STRING, .buffer = bytes, .buffer_length = len, .length = &got };
        return mysql_stmt_fetch_column(r->s, &again, i, 0) == 0;
}

/* A row's cells one behind the other, each with a NUL behind it. */
static bool copy_row(struct fetching *r, struct arena *a, struct result_cell *to)
{
        size_t total = 0;
        for (unsigned i = 0; i < r->count; i++)
                total += is_number(&r->columns[i]) ? 0 : length_of(&r->columns[i]) + 1;
        char *bytes = arena_room(a, total);
        for (unsigned i = 0; i < r->count; i++) {
                const struct column *c = &r->columns[i];
                size_t len = length_of(c);
                if (is_number(c)) {
                        to[i] = (struct result_cell){ .number = c->number, .whole = true };
                        continue;
                }
                if (len <= sizeof c->room)
                        memcpy(bytes, c->room, len);
                else if (!copy_long(r, i, bytes, len))
                        return false;
                to[i] = (struct result_cell){ .bytes = bytes, .len = (unsigned)len, .null = c->null };
                bytes[len] = '\0';
                bytes += len + 1;
        }
        return true;
}

/* A return of MYSQL_DATA_TRUNCATED is expected: copy_row fetches long values at their true length. */
static bool read_rows(struct fetching *r, struct arena *a, struct result *out)
{
        if (mysql_stmt_bind_result(r->s, r->binds) || mysql_stmt_store_result(r->s))
                return false;
        size_t rows = mysql_stmt_num_rows(r->s);
        struct result_cell *cells = arena_array(a, rows * r->count + 1, sizeof *cells);
        for (size_t row = 0; row < rows; row++) {
                int got = mysql_stmt_fetch(r->s);
                if ((got != 0 && got != MYSQL_DATA_TRUNCATED) || !copy_row(r, a, cells + row * r->count))
                        return false;
        }
        *out = (struct result){ .count = rows, .columns = r->count, .cells = cells, .arena = a };
        return true;
}

enum outcome db_query(struct db *db, struct arena *a, struct result *out, const struct sql *q, const struct arg *args,
                      size_t count)
{
        MYSQL_STMT *s;
        *out = (struct result){ 0 };
        enum outcome result = execute(db, q, args, count, &s);
        if (result != DONE)
                return result;
        struct fetching r;
        start_reading(&r, s);
        if (read_rows(&r, a, out)) {
                mysql_stmt_free_result(s);
        } else {
                result = db_broken(db, "sql-read", mysql_stmt_errno(s), mysql_stmt_error(s), q);
                forget(db, q);
        }
        free(r.binds);
        free(r.columns);
        return result;
}

enum outcome db_find(struct db *db, struct arena *a, struct result *out, const struct sql *q, const struct arg *args,
                     size_t count)
{
        enum outcome result = db_query(db, a, out, q, args, count);
        return result == DONE && out->count == 0 ? ABSENT : result;
}

unsigned long long db_last_id(const struct db *db)
{
        return db->last_id;
}

unsigned long long db_affected(const struct db *db)
{
        return db->affected;
}

/* ---- sql/ files ---- */

/* Statements end with ";" at a line's end; the files hold no such thing inside a string. */
enum outcome db_script(struct db *db, const char *text)
{
        for (const char *end; (end = strstr(text, ";\n")); text = end + 2)
                if (mysql_real_query(db->mysql, text, (unsigned long)(end - text))) {
                        log_event("sql-script", "%u %s", mysql_errno(db->mysql), mysql_error(db->mysql));
                        return BROKEN;
                }
        return DONE;
}
