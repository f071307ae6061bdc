#include "store/attendance.h"

#include <stdlib.h>
#include <string.h>

SQL(count_of_batch, "SELECT COUNT(DISTINCT pupil_id) FROM attendance WHERE school_id = ? AND batch_id = ?");
SQL(pieces_of_school, "SELECT pupil_id, starts_on, marks FROM attendance WHERE school_id = ? AND starts_on "
                      ">= ? AND starts_on < ? "
                      "ORDER BY pupil_id, starts_on");
/* The days are named, so that each piece is one step into the key: a year touches eight at most. */
SQL(pieces_of_pupil, "SELECT pupil_id, starts_on, marks FROM attendance WHERE school_id = ? AND pupil_id = ? "
                     "AND starts_on IN (?, ?, ?, "
                     "?, ?, ?, ?, ?) ORDER BY starts_on");
enum { PIECES_A_YEAR = 8 };

#define YEAR                                                                                                 \
        "SELECT y.pupil_id, p.surname, p.forename, p.upn, p.nc_year, p.class, p.state, y.attending, "        \
        "y.authorised, "                                                                                     \
        "y.unauthorised, y.marked_to, y.trigger_now, y.unauthorised_on, y.illness_on, y.penalty_on, "        \
        "y.continuous_on, "                                                                                  \
        "y.unauthorised_n, y.illness_n, y.penalty_n, y.continuous_n FROM attendance_year y JOIN pupil p ON " \
        "p.school_id = "                                                                                     \
        "y.school_id AND p.id = y.pupil_id WHERE y.school_id = ? AND y.academic_year = ?"
SQL(year_of_school, YEAR " ORDER BY p.sort_name, p.id");
SQL(year_of_pupil, YEAR " AND y.pupil_id = ?");
SQL(years_held,
    "SELECT DISTINCT academic_year FROM attendance_year WHERE school_id = ? ORDER BY academic_year DESC");
SQL(pupils_named,
    "SELECT id, child_id, state, upn, former_upn, surname, forename, preferred_surname, preferred_forename, "
    "former_surname, "
    "COALESCE(date_of_birth, ''), nc_year, looked_after FROM pupil WHERE school_id = ? AND (state = 'R' OR left_on >= ?)");

static const char *day_of(struct arena *a, long session)
{
        return date_to_iso(session_date(session), arena_alloc(a, DATE_TEXT));
}

static struct attendance_span span_of_year(int academic)
{
        return (struct attendance_span){ session_period(session_of_year(academic)),
                                         session_period(session_of_year(academic + 1) - 1) +
                                             PERIOD_SESSIONS };
}

enum outcome attendance_pieces(struct db *db, struct arena *a, const struct scope *scope,
                               struct attendance_span span, struct result *out)
{
        return db_query(
            db, a, out, &pieces_of_school,
            ARGS(arg_id(scope->school), arg_text(day_of(a, span.from)), arg_text(day_of(a, span.until))));
}

/* With what reaches into the year from the one before. */
static struct attendance_span span_of_triggers(int academic)
{
        return (struct attendance_span){ session_before_year(academic), span_of_year(academic).until };
}

/* The rows from row on that are of one pupil, as one array; row moves behind them. */
static struct attendance_marks gather(struct arena *a, const struct result *r, size_t *row,
                                      struct attendance_span span)
{
        size_t count = (size_t)(span.until - span.from);
        mark *of = arena_alloc(a, count);
        unsigned long pupil = (unsigned long)result_number(r, *row, 0);
        for (; *row < r->count && (unsigned long)result_number(r, *row, 0) == pupil; ++*row) {
                struct cell_value piece = result_bytes(r, *row, 2);
                long at = session_of(date_from_iso(result_text(r, *row, 1)), false) - span.from;
                if (at >= 0 && (size_t)at + piece.len <= count)
                        memcpy(of + at, piece.bytes, piece.len);
        }
        return (struct attendance_marks){ pupil, { span.from, count, of } };
}

enum outcome attendance_of_pupil(struct db *db, struct arena *a, const struct scope *scope,
                                 unsigned long pupil, int academic, struct marks *out)
{
        struct result r;
        struct attendance_span span = span_of_year(academic);
        struct arg args[2 + PIECES_A_YEAR] = { arg_id(scope->school), arg_id(pupil) };
        long start = span.from;
        for (int i = 0; i < PIECES_A_YEAR; i++) {
                args[2 + i] = arg_text(day_of(a, start));
                start += start + PERIOD_SESSIONS < span.until ? PERIOD_SESSIONS : 0;
        }
        *out = (struct marks){ span.from, 0, NULL };
        enum outcome result = db_query(db, a, &r, &pieces_of_pupil, args, 2 + PIECES_A_YEAR);
        size_t row = 0;
        if (result == DONE && r.count)
                *out = gather(a, &r, &row, span).marks;
        *out = marks_cut(out, session_of_year(academic), session_of_year(academic + 1));
        return result;
}

enum outcome attendance_of_school(struct db *db, struct arena *a, const struct scope *scope, int academic,
                                  struct attendance_rows *out)
{
        struct result r;
        struct attendance_span span = span_of_year(academic);
        enum outcome result = attendance_pieces(db, a, scope, span, &r);
        struct attendance_marks *items = arena_array(a, r.count + 1, sizeof *items);
        *out = (struct attendance_rows){ 0, items };
        for (size_t row = 0; row < r.count; out->count++) {
                items[out->count] = gather(a, &r, &row, span);
                items[out->count].marks = marks_cut(&items[out->count].marks, session_of_year(academic),
                                                    session_of_year(academic + 1));
        }
        return result;
}

static struct attendance_year year_of(const struct result *r, size_t row)
{
        struct attendance_year y = { .pupil = (unsigned long)result_number(r, row, 0),
                                     .surname = result_text(r, row, 1),
                                     .forename = result_text(r, row, 2),
                                     .upn = result_text(r, row, 3),
                                     .nc_year = result_text(r, row, 4),
                                     .class = result_text(r, row, 5),
                                     .on_roll = result_text(r, row, 6)[0] == 'R',
                                     .marked_to = result_text(r, row, 10),
                                     .trigger_now = (unsigned)result_number(r, row, 11) };
        y.figures.of[CLASS_ATTENDING] = (unsigned long)result_number(r, row, 7);
        y.figures.of[CLASS_AUTHORISED] = (unsigned long)result_number(r, row, 8);
        y.figures.of[CLASS_UNAUTHORISED] = (unsigned long)result_number(r, row, 9);
        for (unsigned t = 0; t < TRIGGERS; t++) {
                y.since[t] = result_text(r, row, 12 + t);
                y.days[t] = (unsigned)result_number(r, row, 12 + TRIGGERS + t);
        }
        return y;
}

enum outcome attendance_year_list(struct db *db, struct arena *a, const struct scope *scope, int academic,
                                  struct attendance_years *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &year_of_school, ARGS(arg_id(scope->school), arg_number(academic)));
        struct attendance_year *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = year_of(&r, i);
        *out = (struct attendance_years){ r.count, items };
        return result;
}

enum outcome attendance_year_find(struct db *db, struct arena *a, const struct scope *scope, int academic,
                                  unsigned long pupil, struct attendance_year *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &year_of_pupil,
                                      ARGS(arg_id(scope->school), arg_number(academic), arg_id(pupil)));
        if (result == DONE)
                *out = year_of(&r, 0);
        return result;
}

enum outcome attendance_years_held(struct db *db, struct arena *a, const struct scope *scope,
                                   struct attendance_academic *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &years_held, ARGS(arg_id(scope->school)));
        int *years = arena_array(a, r.count + 1, sizeof *years);
        for (size_t i = 0; i < r.count; i++)
                years[i] = (int)result_number(&r, i, 0);
        *out = (struct attendance_academic){ r.count, years };
        return result;
}

static struct attendance_pupil pupil_of(const struct result *r, size_t row)
{
        return (struct attendance_pupil){ .id = (unsigned long)result_number(r, row, 0),
                                          .child = (unsigned long)result_number(r, row, 1),
                                          .on_roll = result_text(r, row, 2)[0] == 'R',
                                          .upn = result_text(r, row, 3),
                                          .former_upn = result_text(r, row, 4),
                                          .surname = result_text(r, row, 5),
                                          .forename = result_text(r, row, 6),
                                          .preferred_surname = result_text(r, row, 7),
                                          .preferred_forename = result_text(r, row, 8),
                                          .former_surname = result_text(r, row, 9),
                                          .dob = result_text(r, row, 10),
                                          .nc_year = result_text(r, row, 11),
                                          .looked_after = result_text(r, row, 12) };
}

enum outcome attendance_pupils(struct db *db, struct arena *a, const struct scope *scope,
                               struct date left_since, struct attendance_pupils *out)
{
        struct result r;
        char iso[DATE_TEXT];
        enum outcome result = db_query(db, a, &r, &pupils_named,
                                       ARGS(arg_id(scope->school), arg_text(date_to_iso(left_since, iso))));
        struct attendance_pupil *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = pupil_of(&r, i);
        *out = (struct attendance_pupils){ r.count, items };
        return result;
}

/* ---- checking ---- */

static bool same(struct arena *a, const struct attendance_year *y, const struct attendance_sum *sum)
{
        if (memcmp(&y->figures.of[CLASS_ATTENDING], &sum->figures.of[CLASS_ATTENDING],
                   3 * sizeof y->figures.of[0]) != 0 ||
            strcmp(y->marked_to, day_of(a, sum->last)) != 0)
                return false;
        for (int i = 0; i < TRIGGERS; i++) {
                const struct trigger_state *t = &sum->triggers[i];
                if ((y->trigger_now >> i & 1) != t->holds || y->days[i] != t->count ||
                    strcmp(y->since[i], t->reached ? day_of(a, t->since) : "") != 0)
                        return false;
        }
        return true;
}

static const struct attendance_year *year_of_id(const struct attendance_years *years, unsigned long pupil)
{
        size_t low = 0, high = years->count;
        while (low < high) {
                size_t middle = low + (high - low) / 2;
                if (years->items[middle].pupil < pupil)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low < years->count && years->items[low].pupil == pupil ? &years->items[low] : NULL;
}

static int by_pupil(const void *a, const void *b)
{
        const struct attendance_year *x = a, *y = b;
        return x->pupil < y->pupil ? -1 : x->pupil > y->pupil;
}

/* Both as one moment has them: in a transaction of REPEATABLE READ. */
struct checking {
        const struct scope *scope;
        int academic;
        size_t *pupils, *wrong;
};

static void compare(struct arena *a, const struct checking *c, const struct result *pieces,
                    const struct attendance_years *years)
{
        struct attendance_span span = span_of_triggers(c->academic);
        size_t agreed = 0, matched = 0;
        for (size_t row = 0; row < pieces->count;) {
                const struct attendance_marks m = gather(a, pieces, &row, span);
                const struct attendance_year *y = year_of_id(years, m.pupil);
                struct attendance_sum sum;
                if (!attendance_sum_up(&m.marks, c->academic, &sum))
                        continue;
                ++*c->pupils;
                matched += y != NULL;
                agreed += y && same(a, y, &sum);
        }
        *c->wrong = *c->pupils - agreed + years->count - matched;
}

static enum outcome check(struct db *db, void *context)
{
        const struct checking *c = context;
        struct arena *a = arena_new();
        struct attendance_years years;
        struct result pieces;
        *c->pupils = *c->wrong = 0;
        enum outcome result = attendance_year_list(db, a, c->scope, c->academic, &years);
        if (result == DONE)
                result = attendance_pieces(db, a, c->scope, span_of_triggers(c->academic), &pieces);
        if (result == DONE) {
                struct attendance_year *sorted = arena_array(a, years.count + 1, sizeof *sorted);
                if (years.count)
                        memcpy(sorted, years.items, years.count * sizeof *sorted);
                qsort(sorted, years.count, sizeof *sorted, by_pupil);
                years.items = sorted;
                compare(a, c, &pieces, &years);
        }
        arena_free(a);
        return result;
}

enum outcome attendance_check(struct db *db, const struct scope *scope, int academic, size_t *pupils,
                              size_t *wrong)
{
        struct checking c = { scope, academic, pupils, wrong };
        return db_transaction(db, check, &c);
}

enum outcome attendance_of_batch(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                                 unsigned long *pupils)
{
        struct result r;
        enum outcome result =
            db_find(db, a, &r, &count_of_batch, ARGS(arg_id(scope->school), arg_id(batch)));
        *pupils = result == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
        return result;
}
