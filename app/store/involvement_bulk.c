#include "store/involvement_bulk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/audit.h"
#include "store/cohort.h"
#include "store/pupil_columns.h"

SQL(held,
    "SELECT child_id, id, service_id, team_id, from_on, to_on, reference FROM involvement WHERE child_id IN "
    "(" FIFTY ") ORDER BY child_id, id");
#define INSERT                                                                                               \
        "INSERT INTO involvement (child_id, service_id, team_id, from_on, to_on, reference, file_name, "     \
        "added_by, added_at) VALUES "
#define ROW "(?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP())"
SQL(insert_row, INSERT ROW);
SQL(insert_fifty, INSERT SQL_ROWS50(ROW));
SQL(set_end, "UPDATE involvement SET to_on = ?, ver = ver + 1 WHERE id = ?");
enum { ROW_ARGS = 8, AT_ONCE = 50 };

/* An involvement of the child whose rows are being weighed: on record (id), or from a row before (row). */
struct entry {
        unsigned long id, service, team;
        const char *from, *to, *reference;
        struct involvement_row *row;
        struct end *end; /* once one is to be written */
};

struct end {
        unsigned long id;
        const char *to;
};

struct weighing {
        struct arena *arena;
        struct involvement_row **sorted; /* by child, each child's in the order of the file */
        size_t count;
        struct { /* ends to be written */
                size_t count;
                struct end *items;
        } ended;
        struct involvement_tally tally;
};

static int by_child(const void *a, const void *b)
{
        const struct involvement_row *x = *(struct involvement_row *const *)a,
                                     *y = *(struct involvement_row *const *)b;
        if (x->is.child != y->is.child)
                return x->is.child < y->is.child ? -1 : 1;
        return x < y ? -1 : x > y;
}

static struct weighing begin(struct arena *a, struct involvement_row *rows, size_t count)
{
        struct weighing w = { .arena = a, .count = count };
        w.sorted = arena_array(a, count + 1, sizeof *w.sorted);
        w.ended.items = arena_array(a, count + 1, sizeof *w.ended.items);
        for (size_t i = 0; i < count; i++)
                w.sorted[i] = &rows[i];
        qsort(w.sorted, count, sizeof *w.sorted, by_child);
        return w;
}

static struct entry *find(struct entry *entries, size_t count, const struct involvement *i)
{
        for (size_t n = 0; n < count; n++) {
                struct entry *e = &entries[n];
                if (e->service == i->service && e->team == i->team && strcmp(e->from, i->from) == 0 &&
                    strcmp(e->reference, i->reference) == 0)
                        return e;
        }
        return NULL;
}

/* An end that is written with the row that begins it, or on what is on record; the last one said counts. */
static void set_end_of(struct weighing *w, struct entry *e, const char *to)
{
        e->to = to;
        if (e->row) {
                e->row->is.to = to;
                return;
        }
        if (!e->end)
                e->end = &w->ended.items[w->ended.count++];
        *e->end = (struct end){ e->id, to };
}

/* A blank end never takes one away. Returns how many entries there are now. */
static size_t weigh_row(struct weighing *w, struct entry *entries, size_t count, struct involvement_row *row)
{
        const struct involvement *i = &row->is;
        struct entry *e = find(entries, count, i);
        if (e && *i->to && strcmp(e->to, i->to) != 0) {
                row->fate = FATE_ENDED;
                set_end_of(w, e, i->to);
        } else if (e) {
                row->fate = FATE_UNCHANGED;
        } else if (row->ends) {
                row->fate = FATE_PAST;
        } else {
                row->fate = FATE_NEW;
                entries[count++] =
                    (struct entry){ 0, i->service, i->team, i->from, i->to, i->reference, row, NULL };
        }
        w->tally.of[row->fate]++;
        return count;
}

static size_t end_of_child(const struct weighing *w, size_t at)
{
        size_t end = at;
        while (end < w->count && w->sorted[end]->is.child == w->sorted[at]->is.child)
                end++;
        return end;
}

static void weigh_child(struct weighing *w, size_t at, size_t end, const struct result *r)
{
        unsigned long child = w->sorted[at]->is.child;
        struct entry *entries = arena_array(w->arena, r->count + end - at, sizeof *entries);
        size_t count = 0;
        for (size_t i = 0; i < r->count; i++)
                if ((unsigned long)result_number(r, i, 0) == child)
                        entries[count++] = (struct entry){ (unsigned long)result_number(r, i, 1),
                                                           (unsigned long)result_number(r, i, 2),
                                                           (unsigned long)result_number(r, i, 3),
                                                           result_text(r, i, 4),
                                                           result_text(r, i, 5),
                                                           result_text(r, i, 6),
                                                           NULL,
                                                           NULL };
        for (size_t i = at; i < end; i++)
                count = weigh_row(w, entries, count, w->sorted[i]);
}

static enum outcome weigh(struct db *db, struct weighing *w)
{
        enum outcome result = DONE;
        for (size_t at = 0; result == DONE && at < w->count;) {
                struct result r;
                struct arg args[IN_LIST];
                unsigned long ids[IN_LIST];
                size_t children = 0, end = at;
                for (; end < w->count && children < IN_LIST; end = end_of_child(w, end))
                        ids[children++] = w->sorted[end]->is.child;
                in_list(args, ids, children);
                result = db_query(db, w->arena, &r, &held, args, IN_LIST);
                for (size_t next; result == DONE && at < end; at = next) {
                        next = end_of_child(w, at);
                        weigh_child(w, at, next, &r);
                }
        }
        return result;
}

enum outcome involvement_weigh(struct db *db, struct involvement_row *rows, size_t count,
                               struct involvement_tally *out)
{
        struct arena *a = arena_new();
        struct involvement_row *copy = arena_array(a, count + 1, sizeof *copy);
        if (count)
                memcpy(copy, rows, count * sizeof *copy);
        struct weighing w = begin(a, copy, count);
        enum outcome result = weigh(db, &w);
        for (size_t i = 0; i < count; i++)
                rows[i].fate = copy[i].fate;
        *out = w.tally;
        arena_free(a);
        return result;
}

/* ---- doing it ---- */

static void fill(const struct involvement *i, struct arg by, struct arg *args)
{
        *args++ = arg_id(i->child);
        *args++ = arg_id(i->service);
        *args++ = arg_id(i->team);
        *args++ = arg_text(i->from);
        *args++ = arg_text_or_null(i->to);
        *args++ = arg_text(i->reference);
        *args++ = arg_text(i->file);
        *args++ = by;
}

static enum outcome insert_new(struct db *db, const struct weighing *w, struct arg by)
{
        struct arg args[AT_ONCE * ROW_ARGS];
        enum outcome result = DONE;
        size_t n = 0;
        for (size_t i = 0; result == DONE && i < w->count; i++) {
                if (w->sorted[i]->fate == FATE_NEW)
                        fill(&w->sorted[i]->is, by, args + n++ * ROW_ARGS);
                if (n == AT_ONCE) {
                        result = db_run_many(db, &insert_fifty, &insert_row, args, n, ROW_ARGS);
                        n = 0;
                }
        }
        return result == DONE && n ? db_run_many(db, &insert_fifty, &insert_row, args, n, ROW_ARGS) : result;
}

static enum outcome write_all(struct db *db, const struct weighing *w, unsigned long by)
{
        unsigned long *children = arena_array(w->arena, w->count + 1, sizeof *children);
        enum outcome result = insert_new(db, w, arg_number_or_null((long long)by));
        for (size_t i = 0; result == DONE && i < w->ended.count; i++)
                result =
                    db_run(db, &set_end, ARGS(arg_text(w->ended.items[i].to), arg_id(w->ended.items[i].id)));
        for (size_t i = 0; i < w->count; i++)
                children[i] = w->sorted[i]->is.child;
        return result == DONE ? cohort_refresh(db, children, w->count) : result;
}

struct adding {
        unsigned long by;
        struct involvement_row *rows;
        size_t count;
        const struct involvement_tally *seen;
};

static enum outcome note(struct db *db, const struct adding *d, const struct weighing *w)
{
        char detail[80];
        snprintf(detail, sizeof detail, "%lu new, %lu ended, %lu unchanged", w->tally.of[FATE_NEW],
                 w->tally.of[FATE_ENDED], w->tally.of[FATE_UNCHANGED]);
        return audit_add(db, d->by, 0, "involvements-loaded", 0, detail);
}

static enum outcome do_add_all(struct db *db, void *context)
{
        struct adding *d = context;
        struct arena *a = arena_new();
        struct involvement_row *rows = arena_array(a, d->count + 1, sizeof *rows);
        if (d->count)
                memcpy(rows, d->rows, d->count * sizeof *rows);
        struct weighing w = begin(a, rows, d->count);
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result = weigh(db, &w);
        if (result == DONE && memcmp(&w.tally, d->seen, sizeof w.tally) != 0)
                result = REFUSED;
        if (result == DONE)
                result = write_all(db, &w, d->by);
        if (result == DONE)
                result = note(db, d, &w);
        for (size_t i = 0; i < d->count; i++)
                d->rows[i].fate = rows[i].fate;
        arena_free(a);
        return result;
}

enum outcome involvement_add_all(struct db *db, unsigned long by, struct involvement_row *rows, size_t count,
                                 const struct involvement_tally *seen)
{
        struct adding d = { by, rows, count, seen };
        return db_transaction(db, do_add_all, &d);
}
