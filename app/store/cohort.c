#include "store/cohort.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "store/involvement.h"
#include "store/pupil_columns.h"

SQL(lock_all, "SELECT id FROM service ORDER BY id FOR UPDATE");

#define COUNTS "JOIN service s ON s.id = i.service_id AND s.counts = 1 AND s.closed = 0"
#define RUNS   "i.from_on <= ? AND (i.to_on IS NULL OR i.to_on >= ?)"

SQL(counting, "SELECT i.child_id, i.from_on, i.to_on FROM involvement i " COUNTS
              " WHERE i.child_id IN (" FIFTY ") ORDER BY i.child_id, i.from_on DESC FOR UPDATE");
SQL(held,
    "SELECT child_id, since FROM active_child WHERE child_id IN (" FIFTY ") ORDER BY child_id FOR UPDATE");
SQL(of_service, "SELECT DISTINCT child_id FROM involvement WHERE service_id = ? ORDER BY child_id");

#define ENTER     "INSERT INTO active_child (child_id, since) VALUES "
#define ENTER_END " ON DUPLICATE KEY UPDATE since = VALUES(since)"
SQL(enter_one, ENTER "(?, ?)" ENTER_END);
SQL(enter_fifty, ENTER SQL_ROWS50("(?, ?)") ENTER_END);
SQL(leave, "DELETE FROM active_child WHERE child_id IN (" FIFTY ")");

#define WRONG                                                                                                \
        "SELECT child_id FROM active_child a WHERE NOT EXISTS (SELECT 1 FROM involvement i " COUNTS          \
        " WHERE i.child_id = a.child_id AND " RUNS ") UNION SELECT i.child_id FROM involvement i " COUNTS    \
        " WHERE " RUNS " AND NOT EXISTS (SELECT 1 FROM active_child a WHERE a.child_id = i.child_id)"
SQL(some_wrong, WRONG " LIMIT 500");
SQL(count_wrong, "SELECT COUNT(*) FROM (" WRONG ") w");
SQL(last_day, "SELECT day >= ? FROM cohort_day WHERE n = 1");
SQL(set_day, "UPDATE cohort_day SET day = ? WHERE n = 1 AND day < ?");

SQL(open_conflicts,
    "SELECT p.school_id, p.id, EXISTS (SELECT 1 FROM active_child a WHERE a.child_id = p.child_id) FROM "
    "pupil p WHERE p.child_id IN (" FIFTY ") AND (EXISTS (SELECT 1 FROM conflict c WHERE c.school_id = "
    "p.school_id AND c.pupil_id = p.id AND c.state = '') OR EXISTS (SELECT 1 FROM entry_conflict e WHERE "
    "e.school_id = p.school_id AND e.pupil_id = p.id AND e.state = '')) ORDER BY p.school_id, p.id");
#define MOVE(table)                                                                                          \
        "UPDATE " table " SET cohort = ? WHERE school_id = ? AND pupil_id = ? AND state = '' AND cohort <> ?"
SQL(move_conflicts, MOVE("conflict"));
SQL(move_entry_conflicts, MOVE("entry_conflict"));
/* The columns have no sign. */
SQL(count_more_active,
    "UPDATE school_status SET conflicts_active = conflicts_active + ?, conflicts_other = conflicts_other - "
    "LEAST(conflicts_other, ?) WHERE school_id = ?");
SQL(count_less_active,
    "UPDATE school_status SET conflicts_other = conflicts_other + ?, conflicts_active = conflicts_active - "
    "LEAST(conflicts_active, ?) WHERE school_id = ?");
SQL(wait_one,
    "INSERT INTO cohort_change (child_id, active, at) SELECT ?, EXISTS (SELECT 1 FROM active_child WHERE "
    "child_id = ?), UTC_TIMESTAMP()");
SQL(waiting, "SELECT id, child_id, active, at FROM cohort_change ORDER BY id LIMIT ?");
SQL(weighed, "DELETE FROM cohort_change WHERE id = ?");

SQL(pupils_of_child, "SELECT school_id, id FROM pupil WHERE child_id = ? ORDER BY school_id, id");
SQL(active_of_school,
    "SELECT p.id FROM pupil p JOIN active_child a ON a.child_id = p.child_id WHERE p.school_id = ? "
    "ORDER BY p.id");
SQL(in_care_of_school,
    "SELECT p.id FROM pupil p WHERE p.school_id = ? AND EXISTS (SELECT 1 FROM involvement i JOIN service s ON "
    "s.id = i.service_id AND s.kind = 'C' AND s.closed = 0 WHERE i.child_id = p.child_id AND " RUNS
    ") ORDER BY p.id");

enum outcome cohort_lock(struct db *db)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_query(db, a, &r, &lock_all, ARGS());
        arena_free(a);
        return result;
}

/* ---- who changed ---- */

struct child_state {
        unsigned long child;
        const char *was, *is; /* active since, or NULL */
};

/* A block of at most IN_LIST children, sorted, each once. */
struct block {
        struct arena *arena;
        size_t count;
        struct child_state items[IN_LIST];
        unsigned long ids[IN_LIST];
};

static struct child_state *find_state(struct block *b, unsigned long child)
{
        for (size_t i = 0; i < b->count; i++)
                if (b->items[i].child == child)
                        return &b->items[i];
        return NULL;
}

/* One child's rows of the result, from row. */
static size_t read_child(struct block *b, const struct result *r, size_t row, const char *day)
{
        unsigned long child = (unsigned long)result_number(r, row, 0);
        struct child_state *state = find_state(b, child);
        size_t end = row;
        while (end < r->count && (unsigned long)result_number(r, end, 0) == child)
                end++;
        struct involvement *items = arena_array(b->arena, end - row, sizeof *items);
        for (size_t i = row; i < end; i++)
                items[i - row] = (struct involvement){ .from = result_text(r, i, 1),
                                                       .to = result_text(r, i, 2),
                                                       .counts = true };
        if (state)
                state->is = involvement_active_since(&(struct involvements){ end - row, items }, day);
        return end;
}

static enum outcome read_block(struct db *db, struct block *b, const char *day)
{
        struct result now, before;
        struct arg args[IN_LIST];
        in_list(args, b->ids, b->count);
        enum outcome result = db_query(db, b->arena, &now, &counting, args, IN_LIST);
        if (result == DONE)
                result = db_query(db, b->arena, &before, &held, args, IN_LIST);
        if (result != DONE)
                return result;
        for (size_t row = 0; row < now.count;)
                row = read_child(b, &now, row, day);
        for (size_t row = 0; row < before.count; row++) {
                struct child_state *state = find_state(b, (unsigned long)result_number(&before, row, 0));
                if (state)
                        state->was = result_text(&before, row, 1);
        }
        return DONE;
}

static bool same_day(const char *a, const char *b)
{
        return a && b ? strcmp(a, b) == 0 : a == b;
}

static enum outcome write_block(struct db *db, const struct block *b)
{
        struct arg enter[2 * IN_LIST], gone[IN_LIST];
        unsigned long left[IN_LIST], changed[IN_LIST];
        size_t entered = 0, leaving = 0, changes = 0;
        for (size_t i = 0; i < b->count; i++) {
                const struct child_state *s = &b->items[i];
                if (s->is && !same_day(s->is, s->was)) {
                        enter[2 * entered] = arg_id(s->child);
                        enter[2 * entered++ + 1] = arg_text(s->is);
                }
                if (!s->is && s->was)
                        left[leaving++] = s->child;
                if (!s->is != !s->was)
                        changed[changes++] = s->child;
        }
        enum outcome result = entered ? db_run_many(db, &enter_fifty, &enter_one, enter, entered, 2) : DONE;
        if (result == DONE && leaving) {
                in_list(gone, left, leaving);
                result = db_run(db, &leave, gone, IN_LIST);
        }
        return result == DONE && changes ? cohort_changed(db, changed, changes) : result;
}

static int by_number(const void *a, const void *b)
{
        unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;
        return (x > y) - (x < y);
}

/* From *at on, which moves past what was taken. */
static void fill_block(struct block *b, const unsigned long *sorted, size_t count, size_t *at)
{
        b->count = 0;
        for (; *at < count && b->count < IN_LIST; ++*at)
                if (b->count == 0 || sorted[*at] != b->ids[b->count - 1]) {
                        b->ids[b->count] = sorted[*at];
                        b->items[b->count++] = (struct child_state){ .child = sorted[*at] };
                }
        while (*at < count && b->count && sorted[*at] == b->ids[b->count - 1])
                ++*at;
}

static enum outcome refresh(struct db *db, const unsigned long *children, size_t count, const char *day)
{
        struct arena *a = arena_new();
        struct block b = { .arena = arena_new() };
        unsigned long *sorted = arena_array(a, count + 1, sizeof *sorted);
        enum outcome result = DONE;
        if (count)
                memcpy(sorted, children, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_number);
        for (size_t at = 0; result == DONE && at < count;) {
                fill_block(&b, sorted, count, &at);
                result = read_block(db, &b, day);
                if (result == DONE)
                        result = write_block(db, &b);
                arena_reset(b.arena);
        }
        arena_free(b.arena);
        arena_free(a);
        return result;
}

enum outcome cohort_refresh(struct db *db, const unsigned long *children, size_t count)
{
        char day[DATE_TEXT];
        return refresh(db, children, count, date_to_iso(date_today_utc(), day));
}

static enum outcome refresh_result(struct db *db, struct arena *a, const struct result *r, const char *day)
{
        unsigned long *children = arena_array(a, r->count + 1, sizeof *children);
        for (size_t i = 0; i < r->count; i++)
                children[i] = (unsigned long)result_number(r, i, 0);
        return refresh(db, children, r->count, day);
}

enum outcome cohort_refresh_service(struct db *db, unsigned long service)
{
        struct result r;
        char day[DATE_TEXT];
        struct arena *a = arena_new();
        enum outcome result = db_query(db, a, &r, &of_service, ARGS(arg_id(service)));
        if (result == DONE)
                result = refresh_result(db, a, &r, date_to_iso(date_today_utc(), day));
        arena_free(a);
        return result;
}

/* ---- what follows from it ---- */

static enum outcome move_pupil(struct db *db, unsigned long school, unsigned long pupil, bool active)
{
        struct arg letter = arg_text(active ? "A" : "N"), moved = arg_number(0);
        enum outcome result =
            db_run(db, &move_conflicts, ARGS(letter, arg_id(school), arg_id(pupil), letter));
        moved.number += (long long)db_affected(db);
        if (result == DONE)
                result =
                    db_run(db, &move_entry_conflicts, ARGS(letter, arg_id(school), arg_id(pupil), letter));
        moved.number += (long long)db_affected(db);
        if (result != DONE || moved.number == 0)
                return result;
        return db_run(db, active ? &count_more_active : &count_less_active,
                      ARGS(moved, moved, arg_id(school)));
}

static enum outcome change_block(struct db *db, struct arena *a, const unsigned long *children, size_t count)
{
        struct result r;
        struct arg args[IN_LIST];
        in_list(args, children, count);
        enum outcome result = db_query(db, a, &r, &open_conflicts, args, IN_LIST);
        for (size_t i = 0; result == DONE && i < r.count; i++)
                result = move_pupil(db, (unsigned long)result_number(&r, i, 0),
                                    (unsigned long)result_number(&r, i, 1), result_number(&r, i, 2) != 0);
        for (size_t i = 0; result == DONE && i < count; i++)
                result = db_run(db, &wait_one, ARGS(arg_id(children[i]), arg_id(children[i])));
        return result;
}

enum outcome cohort_changed(struct db *db, const unsigned long *children, size_t count)
{
        enum outcome result = DONE;
        struct arena *a = arena_new();
        for (size_t i = 0; result == DONE && i < count; i += IN_LIST)
                result = change_block(db, a, children + i, count - i < IN_LIST ? count - i : IN_LIST);
        arena_free(a);
        return result;
}

enum outcome cohort_changes(struct db *db, struct arena *a, unsigned limit, struct cohort_changes *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &waiting, ARGS(arg_number(limit)));
        struct cohort_change *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct cohort_change){ (unsigned long long)result_number(&r, i, 0),
                                                   (unsigned long)result_number(&r, i, 1),
                                                   result_number(&r, i, 2) != 0, result_text(&r, i, 3) };
        *out = (struct cohort_changes){ r.count, items };
        return result;
}

enum outcome cohort_changes_done(struct db *db, const struct cohort_changes *done)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < done->count; i++)
                result = db_run(db, &weighed, ARGS(arg_number((long long)done->items[i].id)));
        return result;
}

enum outcome cohort_pupils(struct db *db, struct arena *a, unsigned long child, struct cohort_pupils *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &pupils_of_child, ARGS(arg_id(child)));
        struct cohort_pupil *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct cohort_pupil){ (unsigned long)result_number(&r, i, 0),
                                                  (unsigned long)result_number(&r, i, 1) };
        *out = (struct cohort_pupils){ r.count, items };
        return result;
}

/* ---- at night ---- */

struct night {
        const char *day;
        size_t found;
};

static enum outcome put_right(struct db *db, void *context)
{
        struct night *n = context;
        struct result r;
        struct arg day = arg_text(n->day);
        struct arena *a = arena_new();
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result = db_query(db, a, &r, &some_wrong, ARGS(day, day, day, day));
        if (result == DONE)
                result = refresh_result(db, a, &r, n->day);
        n->found = result == DONE ? r.count : 0;
        arena_free(a);
        return result;
}

enum outcome cohort_night(struct db *db, const char *day, unsigned long *count)
{
        struct result r;
        struct night n = { day, 1 };
        struct arena *a = arena_new();
        enum outcome result = db_find(db, a, &r, &last_day, ARGS(arg_text(day)));
        bool due = result == DONE && !result_number(&r, 0, 0);
        *count = 0;
        while (due && result == DONE && n.found) {
                result = db_transaction(db, put_right, &n);
                *count += n.found;
        }
        if (due && result == DONE)
                result = db_run(db, &set_day, ARGS(arg_text(day), arg_text(day)));
        arena_free(a);
        return result;
}

enum outcome cohort_wrong(struct db *db, const char *day, unsigned long *count)
{
        struct result r;
        struct arg d = arg_text(day);
        struct arena *a = arena_new();
        enum outcome result = db_find(db, a, &r, &count_wrong, ARGS(d, d, d, d));
        *count = result == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
        arena_free(a);
        return result;
}

/* ---- asking ---- */

static enum outcome read_set(struct db *db, struct arena *a, const struct sql *q, const struct arg *args,
                             size_t count, struct cohort_set *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, q, args, count);
        unsigned long *pupils = arena_array(a, r.count + 1, sizeof *pupils);
        for (size_t i = 0; i < r.count; i++)
                pupils[i] = (unsigned long)result_number(&r, i, 0);
        *out = (struct cohort_set){ r.count, pupils };
        return result;
}

enum outcome cohort_of_school(struct db *db, struct arena *a, const struct scope *scope,
                              struct cohort_set *out)
{
        return read_set(db, a, &active_of_school, ARGS(arg_id(scope->school)), out);
}

enum outcome cohort_in_care(struct db *db, struct arena *a, const struct scope *scope, const char *day,
                            struct cohort_set *out)
{
        struct arg on = arg_text(day);
        return read_set(db, a, &in_care_of_school, ARGS(arg_id(scope->school), on, on), out);
}

bool cohort_has(const struct cohort_set *set, unsigned long pupil)
{
        return set->count && bsearch(&pupil, set->pupils, set->count, sizeof pupil, by_number);
}

enum outcome cohort_since(struct db *db, struct arena *a, unsigned long child, const char *day,
                          struct cohort_state *out)
{
        struct involvements all;
        enum outcome result = involvement_of_child(db, a, child, &all);
        struct involvement *because = arena_array(a, all.count + 1, sizeof *because);
        size_t count = 0;
        if (result != DONE)
                return result;
        for (size_t i = 0; i < all.count; i++)
                if (all.items[i].counts && involvement_current(&all.items[i], day))
                        because[count++] = all.items[i];
        const char *since = involvement_active_since(&all, day);
        *out = (struct cohort_state){ since != NULL, since ? since : "", { count, because } };
        return result;
}
