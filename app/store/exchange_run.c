#include "store/exchange_run.h"

#include "store/audit.h"
#include "store/exchange_schools.h"
#include "store/ready.h"

enum { LATE_SECONDS = 10 * 60 };

SQL(due_task, "SELECT id, UNIX_TIMESTAMP(next_at), ver FROM exchange_task WHERE state = 'A' AND next_at <= "
              "FROM_UNIXTIME(?) ORDER BY next_at, "
              "id LIMIT 1");
/* Whoever moves it on issues the run; the others find nothing to move. */
SQL(move_on, "UPDATE exchange_task SET next_at = FROM_UNIXTIME(?) WHERE id = ? AND ver = ? AND state = 'A' "
             "AND next_at = FROM_UNIXTIME(?)");
SQL(take_version, "UPDATE exchange_task SET ver = ver + 1 WHERE id = ? AND ver = ? AND state <> 'D' AND IF(? "
                  "= 0, " OPEN_TO_AUTHORITY("owner_school") ", owner_school = ?)");
SQL(insert_run, "INSERT IGNORE INTO exchange_run (task_id, due_at, issued_at, late, missed, by_person) "
                "VALUES (?, FROM_UNIXTIME(?), "
                "FROM_UNIXTIME(?), ?, ?, ?)");
SQL(cancel_held, "UPDATE exchange_answer a JOIN exchange_run r ON r.id = a.run_id SET a.state = 'C', a.words "
                 "= 'The school was paused; a later "
                 "run took its place.', a.changed_at = FROM_UNIXTIME(?), a.ver = a.ver + 1 WHERE r.task_id = "
                 "? AND r.id < ? AND a.state = 'H'");
SQL(schools_of_run,
    "SELECT s.id, EXISTS (SELECT 1 FROM pause p WHERE p.school_id = s.id AND p.ended_at IS NULL AND "
    "p.from_at <= FROM_UNIXTIME(?) AND "
    "COALESCE(p.until_at, '9999-12-31') > FROM_UNIXTIME(?)), " SHUT_TO_TASK
    " FROM exchange_task t JOIN school s ON " SCHOOL_OF_TASK " WHERE t.id = ? ORDER BY s.id");
#define ANSWER_ROW "(?, ?, ?, FROM_UNIXTIME(?), FROM_UNIXTIME(?), ?, FROM_UNIXTIME(?))"
#define ANSWER_IN                                                                                            \
        "INSERT INTO exchange_answer (run_id, school_id, state, offer_at, gives_up_at, words, changed_at) "  \
        "VALUES "
SQL(add_answers, ANSWER_IN SQL_ROWS50(ANSWER_ROW));
SQL(add_answer, ANSWER_IN ANSWER_ROW);

#define RUN                                                                                                  \
        "SELECT r.id, r.task_id, UNIX_TIMESTAMP(r.due_at), UNIX_TIMESTAMP(r.issued_at), r.late, r.missed, "  \
        "COALESCE(p.name, ''), "                                                                             \
        "COUNT(a.id), COALESCE(SUM(a.state = 'D'), 0), COALESCE(SUM(a.state IN ('N', 'F', 'U', 'X')), 0), "  \
        "COALESCE(SUM(a.state "                                                                              \
        "IN ('W', 'H', 'T', 'R')), 0) FROM exchange_run r LEFT JOIN person p ON p.id = r.by_person LEFT "    \
        "JOIN exchange_answer a ON "                                                                         \
        "a.run_id = r.id WHERE "
#define RUN_GROUP " GROUP BY r.id, r.task_id, r.due_at, r.issued_at, r.late, r.missed, p.name "
SQL(runs_of_task, RUN "r.task_id = ? AND r.id < ?" RUN_GROUP "ORDER BY r.id DESC LIMIT ?");
SQL(run_of_id, RUN "r.id = ?" RUN_GROUP);

#define ANSWER                                                                                               \
        "SELECT a.id, a.run_id, r.task_id, a.school_id, s.name, s.laestab, a.state, "                        \
        "UNIX_TIMESTAMP(a.offer_at), "                                                                       \
        "UNIX_TIMESTAMP(a.gives_up_at), COALESCE(UNIX_TIMESTAMP(a.next_at), 0), "                            \
        "UNIX_TIMESTAMP(a.changed_at), "                                                                     \
        "UNIX_TIMESTAMP(r.due_at), a.tries, a.words, COALESCE(a.delivery_id, 0), COALESCE((SELECT "          \
        "MIN(i.batch_id) FROM import i "                                                                     \
        "WHERE i.delivery_id = a.delivery_id AND i.school_id = a.school_id), 0), a.size, a.row_count, "      \
        "COALESCE((SELECT "                                                                                  \
        "GROUP_CONCAT(CONCAT(g.kind, IF(g.words = '', '', ': '), g.words) ORDER BY g.kind SEPARATOR '; ') "  \
        "FROM exchange_gone g "                                                                              \
        "WHERE g.answer_id = a.id), ''), k.name FROM exchange_answer a JOIN exchange_run r "                 \
        "ON r.id = a.run_id JOIN exchange_task k ON k.id = r.task_id JOIN school s ON s.id = "               \
        "a.school_id WHERE "
SQL(answers_of_run, ANSWER "a.run_id = ? ORDER BY s.name, s.id");
SQL(answers_of_task, ANSWER "a.school_id = ? AND r.task_id = ? ORDER BY a.id DESC LIMIT ?");
SQL(last_answers, ANSWER "a.school_id = ? AND a.id = (SELECT MAX(b.id) FROM exchange_answer b JOIN "
                         "exchange_run q ON q.id = b.run_id WHERE "
                         "q.task_id = r.task_id AND b.school_id = a.school_id) ORDER BY a.id DESC LIMIT ?");
SQL(attempts_of_run, "SELECT t.answer_id, t.n, UNIX_TIMESTAMP(t.started_at), "
                     "COALESCE(UNIX_TIMESTAMP(t.ended_at), 0), t.size, t.outcome, t.words, s.name FROM "
                     "exchange_answer a JOIN exchange_attempt t ON t.answer_id = a.id JOIN school s ON s.id "
                     "= a.school_id WHERE a.run_id = ? AND (? = 0 OR "
                     "a.school_id = ?) ORDER BY s.name, s.id, t.n");

#define TRIED_AGAIN "a.state IN ('N', 'F', 'U', 'X')"
SQL(retry_answers,
    "UPDATE exchange_answer a JOIN exchange_run r ON r.id = a.run_id JOIN exchange_task t ON t.id = "
    "r.task_id SET a.state = 'W', a.offer_at = "
    "FROM_UNIXTIME(?) + INTERVAL (a.id % (t.window_minutes * 60 + 1)) SECOND, a.gives_up_at = "
    "FROM_UNIXTIME(?) + INTERVAL t.window_minutes + "
    "t.wait_minutes MINUTE, a.next_at = NULL, a.delivery_id = NULL, a.tries_from = a.tries, a.words = '', "
    "a.changed_at = FROM_UNIXTIME(?), a.ver = a.ver + 1 WHERE "
    "a.run_id = ? AND " TRIED_AGAIN
    " AND t.state <> 'D' AND IF(? = 0, " OPEN_TO_AUTHORITY("t.owner_school") ", t.owner_school = ?)");
/* Those that wait since just now. */
SQL(asked_again, "SELECT a.school_id, " SHUT_TO_TASK " FROM exchange_answer a JOIN exchange_run r ON r.id = a.run_id JOIN exchange_task t ON "
                 "t.id = r.task_id JOIN school s ON s.id = a.school_id WHERE a.run_id = ? AND a.state = 'W' AND a.changed_at = "
                 "FROM_UNIXTIME(?)");
SQL(put_back, "UPDATE exchange_answer SET state = 'X', words = ?, ver = ver + 1 WHERE run_id = ? AND school_id = ? AND state = 'W' AND "
              "changed_at = FROM_UNIXTIME(?)");

/* ---- issuing ---- */

struct issuing {
        time_t now;
        const struct exchange_by *by; /* NULL: by its schedule */
        struct exchange_task task;
        unsigned long run; /* 0: another program was first */
};

struct candidate {
        unsigned long school;
        bool paused;
        const char *why; /* it cannot be asked; NULL: it can */
};

/* One school's row; the nth of count. */
static void put_answer(struct arg *to, const struct issuing *d, const struct candidate *c, size_t n,
                       size_t count)
{
        time_t offer = d->now + (time_t)((unsigned long long)d->task.window * 60 * n / count);
        to[0] = arg_id(d->run);
        to[1] = arg_id(c->school);
        to[2] = arg_text(c->why ? "X" : c->paused ? "H" : "W");
        to[3] = arg_number(offer);
        to[4] = arg_number(offer + (time_t)d->task.wait * 60);
        to[5] = arg_text(c->why ? c->why : c->paused ? "The school is paused." : "");
        to[6] = arg_number(d->now);
}

/* NULL: the school of that row (its number, and SHUT_TO_TASK behind `before` columns) can be asked. */
static const char *why_not(const struct result *r, size_t row, unsigned before, const struct ready_schools *ready)
{
        const struct ready_school *s = ready_of(ready, (unsigned long)result_number(r, row, 0));
        const char *shut = exchange_shut_words(result_number(r, row, before), result_number(r, row, before + 1));
        return shut || !s ? shut : s->why;
}

static enum outcome add_all(struct db *db, struct arena *a, const struct issuing *d)
{
        struct result r;
        struct ready_schools ready;
        struct arg now = arg_number(d->now);
        enum outcome result = ready_list(db, a, 0, d->task.ask.data, d->now, &ready);
        if (result == DONE)
                result = db_query(db, a, &r, &schools_of_run, ARGS(now, now, arg_id(d->task.id)));
        if (result != DONE)
                return result;
        struct arg *args = arena_array(a, 7 * r.count + 1, sizeof *args);
        for (size_t i = 0; i < r.count; i++) {
                const struct candidate c = { (unsigned long)result_number(&r, i, 0), result_number(&r, i, 1),
                                             why_not(&r, i, 2, &ready) };
                put_answer(args + 7 * i, d, &c, i, r.count);
        }
        return db_run_many(db, &add_answers, &add_answer, args, r.count, 7);
}

/* The run with all that belongs to it, once. */
static enum outcome add_run(struct db *db, struct arena *a, struct issuing *d, time_t due, unsigned missed)
{
        bool late = !d->by && (missed || d->now - due > LATE_SECONDS);
        struct arg now = arg_number(d->now);
        enum outcome result =
            db_run(db, &insert_run,
                   ARGS(arg_id(d->task.id), arg_number(due), now, arg_number(late), arg_number(missed),
                        arg_number_or_null(d->by ? (long long)d->by->person : 0)));
        if (result != DONE || db_affected(db) == 0)
                return result;
        d->run = (unsigned long)db_last_id(db);
        result = db_run(db, &cancel_held, ARGS(now, arg_id(d->task.id), arg_id(d->run)));
        return result == DONE ? add_all(db, a, d) : result;
}

static enum outcome issue(struct db *db, struct arena *a, struct issuing *d)
{
        struct result r;
        unsigned missed;
        d->run = 0;
        enum outcome result = db_find(db, a, &r, &due_task, ARGS(arg_number(d->now)));
        if (result == DONE)
                result = exchange_task_find(db, a, (unsigned long)result_number(&r, 0, 0), &d->task);
        if (result != DONE)
                return result;
        time_t first = (time_t)result_number(&r, 0, 1),
               due = schedule_latest(&d->task.when, first, d->now, &missed);
        result = db_run(db, &move_on,
                        ARGS(arg_number_or_null(schedule_next(&d->task.when, due > d->now ? due : d->now)),
                             arg_id(d->task.id), arg_number(result_number(&r, 0, 2)), arg_number(first)));
        if (result != DONE || db_affected(db) == 0)
                return result;
        return add_run(db, a, d, due, missed);
}

static enum outcome do_issue(struct db *db, void *context)
{
        struct arena *a = arena_new();
        enum outcome result = issue(db, a, context);
        arena_free(a);
        return result;
}

enum outcome exchange_issue(struct db *db, time_t now, unsigned long *issued)
{
        struct issuing d = { .now = now };
        enum outcome result = db_transaction(db, do_issue, &d);
        *issued = d.run;
        return result;
}

static enum outcome do_run_now(struct db *db, void *context)
{
        struct issuing *d = context;
        unsigned long owner = d->by->school ? d->by->school->school : 0;
        d->run = 0;
        enum outcome result =
            db_run(db, &take_version,
                   ARGS(arg_id(d->task.id), arg_number(d->task.version), arg_id(owner), arg_id(owner)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        struct arena *a = arena_new();
        if (result == DONE)
                result = add_run(db, a, d, d->now, 0);
        arena_free(a);
        if (result == DONE && !d->run)
                return REFUSED; /* it runs at this very second anyway */
        return result == DONE ? audit_add(db, d->by->person, owner, "task-run", d->task.id, "") : result;
}

enum outcome exchange_run_now(struct db *db, const struct exchange_by *by, const struct exchange_task *t,
                              time_t now, unsigned long *run)
{
        struct issuing d = { .now = now, .by = by, .task = *t };
        enum outcome result = db_transaction(db, do_run_now, &d);
        *run = d.run;
        return result;
}

/* ---- reading ---- */

static struct exchange_run run_of(const struct result *r, size_t row)
{
        return (struct exchange_run){ .id = (unsigned long)result_number(r, row, 0),
                                      .task = (unsigned long)result_number(r, row, 1),
                                      .due_at = (time_t)result_number(r, row, 2),
                                      .issued_at = (time_t)result_number(r, row, 3),
                                      .late = result_number(r, row, 4),
                                      .missed = (unsigned)result_number(r, row, 5),
                                      .by = result_text(r, row, 6),
                                      .all = (unsigned long)result_number(r, row, 7),
                                      .done = (unsigned long)result_number(r, row, 8),
                                      .failed = (unsigned long)result_number(r, row, 9),
                                      .open = (unsigned long)result_number(r, row, 10) };
}

enum outcome exchange_run_list(struct db *db, struct arena *a, unsigned long task, unsigned long before,
                               unsigned limit, struct exchange_runs *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &runs_of_task,
                     ARGS(arg_id(task), arg_id(before ? before : 4294967295UL), arg_number(limit)));
        struct exchange_run *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = run_of(&r, i);
        *out = (struct exchange_runs){ r.count, items };
        return result;
}

enum outcome exchange_run_find(struct db *db, struct arena *a, unsigned long id, struct exchange_run *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &run_of_id, ARGS(arg_id(id)));
        if (result == DONE)
                *out = run_of(&r, 0);
        return result;
}

static struct exchange_answer answer_of(const struct result *r, size_t row)
{
        return (struct exchange_answer){ .id = (unsigned long)result_number(r, row, 0),
                                         .run = (unsigned long)result_number(r, row, 1),
                                         .task = (unsigned long)result_number(r, row, 2),
                                         .school = (unsigned long)result_number(r, row, 3),
                                         .school_name = result_text(r, row, 4),
                                         .laestab = result_text(r, row, 5),
                                         .state = *result_text(r, row, 6),
                                         .offer_at = (time_t)result_number(r, row, 7),
                                         .gives_up_at = (time_t)result_number(r, row, 8),
                                         .next_at = (time_t)result_number(r, row, 9),
                                         .changed_at = (time_t)result_number(r, row, 10),
                                         .due_at = (time_t)result_number(r, row, 11),
                                         .tries = (unsigned)result_number(r, row, 12),
                                         .words = result_text(r, row, 13),
                                         .delivery = (unsigned long)result_number(r, row, 14),
                                         .import = (unsigned long)result_number(r, row, 15),
                                         .size = (unsigned long)result_number(r, row, 16),
                                         .rows = (unsigned long)result_number(r, row, 17),
                                         .gone = result_text(r, row, 18),
                                         .task_name = result_text(r, row, 19) };
}

static enum outcome read_answers(struct db *db, struct arena *a, const struct sql *q, const struct arg *args,
                                 size_t count, struct exchange_answers *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, q, args, count);
        struct exchange_answer *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = answer_of(&r, i);
        *out = (struct exchange_answers){ r.count, items };
        return result;
}

enum outcome exchange_answers(struct db *db, struct arena *a, unsigned long run, struct exchange_answers *out)
{
        return read_answers(db, a, &answers_of_run, ARGS(arg_id(run)), out);
}

enum outcome exchange_answers_own(struct db *db, struct arena *a, const struct scope *scope,
                                  unsigned long task, unsigned limit, struct exchange_answers *out)
{
        if (task)
                return read_answers(db, a, &answers_of_task,
                                    ARGS(arg_id(scope->school), arg_id(task), arg_number(limit)), out);
        return read_answers(db, a, &last_answers, ARGS(arg_id(scope->school), arg_number(limit)), out);
}

enum outcome exchange_attempts(struct db *db, struct arena *a, unsigned long run, unsigned long school,
                               struct exchange_attempts *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &attempts_of_run, ARGS(arg_id(run), arg_id(school), arg_id(school)));
        struct exchange_attempt *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct exchange_attempt){ .answer = (unsigned long)result_number(&r, i, 0),
                                                      .n = (unsigned)result_number(&r, i, 1),
                                                      .started_at = (time_t)result_number(&r, i, 2),
                                                      .ended_at = (time_t)result_number(&r, i, 3),
                                                      .size = (unsigned long)result_number(&r, i, 4),
                                                      .outcome = *result_text(&r, i, 5),
                                                      .words = result_text(&r, i, 6),
                                                      .school_name = result_text(&r, i, 7) };
        *out = (struct exchange_attempts){ r.count, items };
        return result;
}

/* ---- once more ---- */

struct retrying {
        const struct exchange_by *by;
        unsigned long run, count;
        time_t now;
};

/* Schools that cannot be asked say why again, and do not wait. */
static enum outcome put_back_shut(struct db *db, struct arena *a, struct retrying *d)
{
        struct exchange_run run;
        struct exchange_task t;
        struct ready_schools ready = { 0, NULL };
        struct result r = { 0 };
        enum outcome result = exchange_run_find(db, a, d->run, &run);
        if (result == DONE)
                result = exchange_task_find(db, a, run.task, &t);
        if (result == DONE)
                result = ready_list(db, a, 0, t.ask.data, d->now, &ready);
        if (result == DONE)
                result = db_query(db, a, &r, &asked_again, ARGS(arg_id(d->run), arg_number(d->now)));
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                const char *why = why_not(&r, i, 1, &ready);
                if (!why)
                        continue;
                result = db_run(db, &put_back, ARGS(arg_text(why), arg_id(d->run), arg_number(result_number(&r, i, 0)), arg_number(d->now)));
                d->count -= result == DONE ? (unsigned long)db_affected(db) : 0;
        }
        return result;
}

static enum outcome do_retry(struct db *db, void *context)
{
        struct retrying *d = context;
        unsigned long owner = d->by->school ? d->by->school->school : 0;
        struct arg now = arg_number(d->now);
        enum outcome result =
            db_run(db, &retry_answers, ARGS(now, now, now, arg_id(d->run), arg_id(owner), arg_id(owner)));
        d->count = result == DONE ? (unsigned long)db_affected(db) : 0;
        struct arena *a = arena_new();
        if (d->count)
                result = put_back_shut(db, a, d);
        arena_free(a);
        return result == DONE && d->count ? audit_add(db, d->by->person, owner, "run-tried-again", d->run, "") : result;
}

enum outcome exchange_retry(struct db *db, const struct exchange_by *by, unsigned long run, time_t now,
                            unsigned long *count)
{
        struct retrying d = { by, run, 0, now };
        enum outcome result = db_transaction(db, do_retry, &d);
        *count = d.count;
        return result;
}
