#include "store/exchange_work.h"

#include <string.h>

#include "model/exchange.h"
#include "store/exchange_schools.h"
#include "store/ready.h"

enum { AT_ONCE = 200, RECENT_DAYS = 2 };

#define PAUSED(school)                                                                                       \
        "EXISTS (SELECT 1 FROM pause p WHERE p.school_id = " school                                          \
        " AND p.ended_at IS NULL AND p.from_at <= FROM_UNIXTIME(?) AND "                                     \
        "COALESCE(p.until_at, '9999-12-31') > FROM_UNIXTIME(?))"
SQL(hold, "UPDATE exchange_answer a SET a.state = 'H', a.words = 'The school is paused.', a.changed_at = "
          "FROM_UNIXTIME(?), a.ver = a.ver + 1 "
          "WHERE a.state = 'W' AND " PAUSED("a.school_id"));
SQL(release, "UPDATE exchange_answer a JOIN exchange_run r ON r.id = a.run_id JOIN exchange_task t ON t.id = "
             "r.task_id SET a.state = 'W', a.words = '', "
             "a.offer_at = FROM_UNIXTIME(?) + INTERVAL (a.id % (t.window_minutes * 60 + 1)) SECOND, "
             "a.gives_up_at = FROM_UNIXTIME(?) + INTERVAL "
             "t.window_minutes + t.wait_minutes MINUTE, a.changed_at = FROM_UNIXTIME(?), a.ver = a.ver + 1 "
             "WHERE a.state = 'H' AND NOT " PAUSED("a.school_id"));
SQL(over_pauses, "SELECT a.id, a.school_id, t.data, " SHUT_TO_TASK " FROM exchange_answer a JOIN exchange_run r ON r.id = "
                 "a.run_id JOIN exchange_task t ON t.id = r.task_id JOIN school s ON s.id = a.school_id WHERE a.state = 'H' "
                 "AND NOT " PAUSED("a.school_id") " ORDER BY t.data, a.id");
SQL(end_not_ready, "UPDATE exchange_answer SET state = 'X', words = LEFT(?, 500), changed_at = FROM_UNIXTIME(?), ver = "
                   "ver + 1 WHERE id = ? AND state = 'H'");

SQL(find_lost, "SELECT id, tries, tries_from FROM exchange_answer WHERE state = 'T' AND lease_until < "
               "FROM_UNIXTIME(?) ORDER BY id LIMIT ?");
SQL(take_back, "UPDATE exchange_answer SET state = ?, words = ?, next_at = FROM_UNIXTIME(?), lease_until = "
               "NULL, changed_at = FROM_UNIXTIME(?), "
               "ver = ver + 1 WHERE id = ? AND state = 'T' AND lease_until < FROM_UNIXTIME(?)");
SQL(end_attempt, "UPDATE exchange_attempt SET ended_at = FROM_UNIXTIME(?), outcome = 'L', words = 'The agent "
                 "was not heard from any more.' "
                 "WHERE answer_id = ? AND outcome = ''");

/* words before state: it looks at how many tries there were, as state does. */
SQL(give_up, "UPDATE exchange_answer SET words = LEFT(IF(tries > tries_from, CONCAT('Its time ended before a "
             "try succeeded. ', words), 'The "
             "school’s agent did not ask for it in time.'), 500), state = IF(tries > tries_from, 'F', 'N'), "
             "changed_at = FROM_UNIXTIME(?), ver = "
             "ver + 1 WHERE state = 'W' AND gives_up_at <= FROM_UNIXTIME(?)");

#define ITS_IMPORT                                                                                           \
        "SELECT 1 FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id WHERE "      \
        "i.delivery_id = d.id "                                                                              \
        "AND i.school_id = a.school_id AND b.state "
SQL(processed,
    "UPDATE exchange_answer a JOIN delivery d ON d.id = a.delivery_id SET a.words = CASE WHEN d.state = "
    "'refused' THEN "
    "LEFT(d.message, 500) WHEN d.state = 'twin' THEN 'The same file came before. Nothing in it is new.' WHEN "
    "EXISTS (" ITS_IMPORT "= 'dropped') THEN 'It was set aside: newer data came, or a person rejected it.' "
                          "ELSE '' END, a.state = IF(d.state = 'refused', "
    "'F', 'D'), a.row_count = IF(d.state = 'sorted', d.row_count, a.row_count), a.changed_at = "
    "FROM_UNIXTIME(?), a.ver = a.ver + 1 "
    "WHERE a.state = 'R' AND d.state <> 'new' AND NOT EXISTS (" ITS_IMPORT "= 'open')");

SQL(find_troubles, "SELECT s.id, s.name, s.contact_email, COALESCE(UNIX_TIMESTAMP(t.told_at), 0), (SELECT "
                   "COUNT(*) FROM exchange_answer f WHERE f.school_id = "
                   "s.id AND f.state IN ('N', 'F') AND f.id > COALESCE((SELECT MAX(d.id) FROM "
                   "exchange_answer d WHERE d.school_id = s.id AND d.state = 'D'), "
                   "0)) AS failures FROM school s LEFT JOIN exchange_told t ON t.school_id = s.id WHERE s.id "
                   "IN (SELECT a.school_id FROM exchange_answer a "
                   "WHERE a.state IN ('N', 'F') AND a.gives_up_at > FROM_UNIXTIME(?) - INTERVAL ? DAY) AND "
                   "(t.told_at IS NULL OR t.told_at < (SELECT "
                   "MAX(d.changed_at) FROM exchange_answer d WHERE d.school_id = s.id AND d.state = 'D')) "
                   "HAVING failures >= ? ORDER BY s.id");
SQL(first_told, "INSERT IGNORE INTO exchange_told (school_id, told_at) VALUES (?, FROM_UNIXTIME(?))");
SQL(next_told,
    "UPDATE exchange_told SET told_at = FROM_UNIXTIME(?) WHERE school_id = ? AND told_at = FROM_UNIXTIME(?)");

SQL(day_counts, "SELECT COUNT(DISTINCT r.id), COUNT(a.id), COALESCE(SUM(a.state = 'D'), 0), "
                "COALESCE(SUM(a.state IN ('W', 'H', 'T', 'R')), 0), "
                "COALESCE(SUM(a.state = 'N'), 0), COALESCE(SUM(a.state = 'F'), 0), COALESCE(SUM(a.state = "
                "'U'), 0), COALESCE(SUM(a.state = 'X'), "
                "0) FROM exchange_run r LEFT JOIN exchange_answer a ON a.run_id = r.id WHERE r.issued_at >= "
                "FROM_UNIXTIME(?)");
SQL(day_troubles, "SELECT s.name, t.name, a.words, a.state FROM exchange_run r JOIN exchange_task t ON t.id "
                  "= r.task_id JOIN exchange_answer a "
                  "ON a.run_id = r.id JOIN school s ON s.id = a.school_id WHERE r.issued_at >= "
                  "FROM_UNIXTIME(?) AND a.state IN ('N', 'F', 'U', "
                  "'X') ORDER BY s.name, s.id, r.id LIMIT ?");

/* ---- as time goes by ---- */

struct working {
        time_t now;
        unsigned long count, id, tries, tries_from;
};

/* What is known of schools is asked once for each set of data. */
static enum outcome end_those_not_ready(struct db *db, struct arena *a, struct working *w)
{
        struct result r;
        struct ready_schools ready = { 0, NULL };
        struct arg now = arg_number(w->now);
        const char *of = "";
        enum outcome result = db_query(db, a, &r, &over_pauses, ARGS(now, now));
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                const char *data = result_text(&r, i, 2), *why;
                if (strcmp(data, of) != 0)
                        result = ready_list(db, a, 0, of = data, w->now, &ready);
                const struct ready_school *s = ready_of(&ready, (unsigned long)result_number(&r, i, 1));
                why = exchange_shut_words(result_number(&r, i, 3), result_number(&r, i, 4));
                why = why || !s ? why : s->why;
                if (result == DONE && why)
                        result = db_run(db, &end_not_ready, ARGS(arg_text(why), now, arg_id((unsigned long)result_number(&r, i, 0))));
                w->count += result == DONE && why ? (unsigned long)db_affected(db) : 0;
        }
        return result;
}

static enum outcome do_hold(struct db *db, void *context)
{
        struct working *w = context;
        struct arg now = arg_number(w->now);
        struct arena *a = arena_new();
        enum outcome result = db_run(db, &hold, ARGS(now, now, now));
        w->count = result == DONE ? (unsigned long)db_affected(db) : 0;
        if (result == DONE)
                result = end_those_not_ready(db, a, w);
        arena_free(a);
        if (result == DONE)
                result = db_run(db, &release, ARGS(now, now, now, now, now));
        w->count += result == DONE ? (unsigned long)db_affected(db) : 0;
        return result;
}

static enum outcome do_give_up(struct db *db, void *context)
{
        struct working *w = context;
        enum outcome result = db_run(db, &give_up, ARGS(arg_number(w->now), arg_number(w->now)));
        w->count = result == DONE ? (unsigned long)db_affected(db) : 0;
        return result;
}

static enum outcome do_processed(struct db *db, void *context)
{
        struct working *w = context;
        enum outcome result = db_run(db, &processed, ARGS(arg_number(w->now)));
        w->count = result == DONE ? (unsigned long)db_affected(db) : 0;
        return result;
}

static enum outcome work(struct db *db, enum outcome (*deed)(struct db *, void *), time_t now,
                         unsigned long *count)
{
        struct working w = { .now = now };
        enum outcome result = db_transaction(db, deed, &w);
        *count += result == DONE ? w.count : 0;
        return result;
}

enum outcome exchange_hold(struct db *db, time_t now, unsigned long *count)
{
        return work(db, do_hold, now, count);
}

enum outcome exchange_give_up(struct db *db, time_t now, unsigned long *count)
{
        return work(db, do_give_up, now, count);
}

enum outcome exchange_processed(struct db *db, time_t now, unsigned long *count)
{
        return work(db, do_processed, now, count);
}

/* ---- lost agents ---- */

static enum outcome do_take_back(struct db *db, void *context)
{
        struct working *w = context;
        unsigned long tries = w->tries - w->tries_from;
        bool over = tries >= EXCHANGE_TRIES;
        struct arg now = arg_number(w->now);
        w->count = 0;
        enum outcome result =
            db_run(db, &take_back,
                   ARGS(arg_text(over ? "F" : "W"),
                        arg_text(over ? "The school’s agent was lost each time that it tried."
                                      : "The school’s agent was lost while it tried."),
                        arg_number_or_null(over ? 0 : w->now + (time_t)exchange_pause((unsigned)tries)), now,
                        arg_id(w->id), now));
        if (result != DONE || db_affected(db) == 0)
                return result;
        w->count = 1;
        return db_run(db, &end_attempt, ARGS(now, arg_id(w->id)));
}

enum outcome exchange_lost(struct db *db, time_t now, unsigned long *count)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_query(db, a, &r, &find_lost, ARGS(arg_number(now), arg_number(AT_ONCE)));
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                struct working w = { .now = now,
                                     .id = (unsigned long)result_number(&r, i, 0),
                                     .tries = (unsigned long)result_number(&r, i, 1),
                                     .tries_from = (unsigned long)result_number(&r, i, 2) };
                result = db_transaction(db, do_take_back, &w);
                *count += result == DONE ? w.count : 0;
        }
        arena_free(a);
        return result;
}

/* ---- telling people ---- */

enum outcome exchange_troubles(struct db *db, struct arena *a, time_t now, unsigned failures,
                               struct exchange_troubles *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &find_troubles,
                                       ARGS(arg_number(now), arg_number(RECENT_DAYS), arg_number(failures)));
        struct exchange_trouble *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct exchange_trouble){ .school = (unsigned long)result_number(&r, i, 0),
                                                      .name = result_text(&r, i, 1),
                                                      .contact = result_text(&r, i, 2),
                                                      .told_at = (time_t)result_number(&r, i, 3),
                                                      .failures = (unsigned long)result_number(&r, i, 4) };
        *out = (struct exchange_troubles){ r.count, items };
        return result;
}

enum outcome exchange_tell(struct db *db, const struct exchange_trouble *t, time_t now, bool *mine)
{
        enum outcome result =
            t->told_at
                ? db_run(db, &next_told, ARGS(arg_number(now), arg_id(t->school), arg_number(t->told_at)))
                : db_run(db, &first_told, ARGS(arg_id(t->school), arg_number(now)));
        *mine = result == DONE && db_affected(db) == 1;
        return result;
}

static enum outcome read_troubles(struct db *db, struct arena *a, time_t since, unsigned limit,
                                  struct exchange_day *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &day_troubles, ARGS(arg_number(since), arg_number(limit)));
        struct exchange_day_trouble *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct exchange_day_trouble){ result_text(&r, i, 0), result_text(&r, i, 1),
                                                          result_text(&r, i, 2), *result_text(&r, i, 3) };
        out->trouble_count = r.count;
        out->troubles = items;
        return result;
}

enum outcome exchange_day(struct db *db, struct arena *a, time_t since, unsigned limit,
                          struct exchange_day *out)
{
        struct result r;
        unsigned long n[8];
        enum outcome result = db_find(db, a, &r, &day_counts, ARGS(arg_number(since)));
        if (result != DONE)
                return result;
        for (unsigned i = 0; i < 8; i++)
                n[i] = (unsigned long)result_number(&r, 0, i);
        *out = (struct exchange_day){ n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], 0, NULL };
        return read_troubles(db, a, since, limit, out);
}
