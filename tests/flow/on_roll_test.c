/* Who is on roll by a file: former pupils in it are not, whether it says so by their status or their leaving
 * date; and with the children who are, each once, the next file is compared. */
#include "tasks/import.h"

#include <glib.h>
#include <string.h>

#include "base/buf.h"
#include "flow/deliver.h"
#include "flow/undo.h"
#include "gate/scope.h"
#include "moving.h"
#include "store/import.h"

static struct moving m;

#define STATUS(name, column)                                                                                 \
        SQL(name, "SELECT COALESCE(" column ", -1) FROM school_status WHERE school_id = ?")
STATUS(in_file, "in_file");
STATUS(on_hold, "held_files");
STATUS(missing, "missing");

SQL(left_on, "SELECT 100 * DAY(MIN(left_on)) + MIN(ver) FROM missing_pupil WHERE school_id = ?");

enum { CURRENT = 40, FORMER = 20 };
static struct record current[CURRENT], former[FORMER];

static long count(const struct sql *q)
{
        return moving_number(&m, q, ARGS(arg_id(m.scope.school)));
}

static void school(const char *laestab)
{
        struct person p = moving_school(&m, laestab, "Admin", 0);
        moving_act(&m, gate_program_scope(p.school));
        for (size_t i = 0; i < CURRENT; i++)
                current[i] = moving_child(&m);
        for (size_t i = 0; i < FORMER; i++)
                former[i] = moving_child(&m);
}

static void put(struct buf *b, const struct record *rows, size_t rows_count, const char *status,
                const char *left)
{
        for (size_t i = 0; i < rows_count; i++)
                buf_printf(b, "%s,%s,%s,%s,%s,%s\n", rows[i].value[FIELD_UPN], rows[i].value[FIELD_SURNAME],
                           rows[i].value[FIELD_FORENAME], rows[i].value[FIELD_DOB], status, left);
}

static void begin(struct buf *b)
{
        *b = BUF_EMPTY;
        buf_text(b, "UPN,Surname,Forename,Date of birth,Enrolment status,Leaving date\n");
}

static void send(struct buf *b)
{
        unsigned long id, done = 0;
        enum delivery_state state;
        const struct delivering d = { .label = "night.csv",
                                      .bytes = b->bytes,
                                      .len = b->len,
                                      .source = FROM_FOLDER,
                                      .complete = true };
        moving_done(&m, flow_deliver(&m.flow, &d, &id, &state), "a night's file");
        moving_done(&m, import_run(m.d.db, m.d.config, &done), "the runner");
        is_long((long)done, 1, "it is looked at");
        buf_free(b);
}

static void former_pupils(void)
{
        struct buf b;
        school("9992001");
        begin(&b);
        put(&b, current, CURRENT, "C", "");
        put(&b, current, 1, "C", ""); /* a child with two rows */
        put(&b, former, FORMER / 2, "P", "");
        put(&b, former + FORMER / 2, FORMER / 2, "", "20/07/2020");
        send(&b);
        is_long((long)moving_roll(&m).count, CURRENT, "former pupils do not come on roll");
        is_long(count(&in_file), CURRENT, "nor are they in the file, and nobody is there twice");

        begin(&b);
        put(&b, current, CURRENT, "C", "");
        send(&b);
        is_long(count(&on_hold), 0, "a file without them is no smaller");
        begin(&b);
        put(&b, current, CURRENT - 1, "C", "");
        put(&b, former, FORMER, "P", "");
        send(&b);
        is_long(count(&in_file), CURRENT - 1, "one child fewer");
        is_long(count(&missing), 1, "is a proposed leaver");
        struct imports all;
        moving_done(&m, import_list(m.d.db, m.a, &m.scope, 1, &all), "the last import");
        moving_done(&m, flow_undo(&m.flow, all.items[0].batch.id, "the wrong file"), "it is undone");
        is_long(count(&in_file), CURRENT, "the file before it is the last one again");
}

/* A whole year leaves next August, and somebody some day. */
static void leaving_later(void)
{
        struct buf b;
        school("9992002");
        begin(&b);
        put(&b, current, CURRENT, "C", "");
        send(&b);
        const int next_year = date_today().year + 1;
        begin(&b);
        put(&b, current, CURRENT / 2, "C", arena_printf(m.a, "31/08/%d", next_year));
        put(&b, current + CURRENT / 2, 1, "C", "some day");
        put(&b, current + CURRENT / 2 + 1, CURRENT / 2 - 1, "C", "");
        send(&b);
        is_long(count(&on_hold), 0, "a leaving date in the future holds no file");
        is_long(count(&in_file), CURRENT, "all are there");
        is_long(count(&missing), 0, "and nobody is a proposed leaver");
        begin(&b);
        put(&b, current, 1, "C", "20/07/2020");
        put(&b, current + 1, CURRENT - 1, "C", "");
        send(&b);
        is_long(count(&missing), 1, "one who has left is");
        is_long(count(&left_on), 2001, "on the day that the file gives");
        begin(&b);
        put(&b, current, 1, "C", "20/07/2020");
        put(&b, current + 1, CURRENT - 1, "P", "");
        put(&b, current + 1, CURRENT - 1, "C", "");
        send(&b);
        is_long(count(&left_on), 2001, "which is no news when it comes again");
        struct record named = current[0];
        named.value[FIELD_UPN] = "";
        named.value[FIELD_SURNAME] = g_utf8_strup(named.value[FIELD_SURNAME], -1);
        begin(&b);
        put(&b, &named, 1, "P", "22/07/2020");
        put(&b, current + 1, CURRENT - 1, "C", "");
        send(&b);
        is_long(count(&left_on), 2202, "and another day is a new version, by names and date of birth as well");
        g_free((char *)(uintptr_t)named.value[FIELD_SURNAME]);
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        former_pupils();
        leaving_later();
        moving_close(&m);
        return done_testing();
}
