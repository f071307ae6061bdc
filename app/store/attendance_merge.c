#include "store/attendance_merge.h"

#include <stdlib.h>
#include <string.h>

#include "model/year.h"
#include "store/roll.h"

/* The rows that ON DUPLICATE KEY UPDATE meets are known to be there and the school is locked: it is the way
 * to update fifty at once. New ones are inserted by statements of their own. */
#define PIECE     "INSERT INTO attendance (school_id, starts_on, pupil_id, marks, batch_id) VALUES "
#define PIECE_ROW "(?, ?, ?, ?, ?)"
#define PIECE_SET " ON DUPLICATE KEY UPDATE ver = ver + 1, marks = VALUES(marks), batch_id = VALUES(batch_id)"
enum { PIECE_ARGS = 5 };
SQL(insert_piece_50, PIECE SQL_ROWS50(PIECE_ROW));
SQL(insert_piece_1, PIECE PIECE_ROW);
SQL(update_piece_50, PIECE SQL_ROWS50(PIECE_ROW) PIECE_SET);
SQL(update_piece_1, PIECE PIECE_ROW PIECE_SET);

#define YEAR                                                                                                 \
        "INSERT INTO attendance_year (school_id, academic_year, pupil_id, attending, authorised, "           \
        "unauthorised, marked_to, "                                                                          \
        "trigger_now, unauthorised_on, illness_on, penalty_on, continuous_on, unauthorised_n, illness_n, "   \
        "penalty_n, "                                                                                        \
        "continuous_n) VALUES "
#define YEAR_ROW    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define SET(column) column " = VALUES(" column ")"
#define YEAR_SET                                                                                                          \
        " ON DUPLICATE KEY UPDATE " SET("attending") ", " SET("authorised") ", " SET(                                     \
            "unauthorised") ","                                                                                           \
                            " " SET("marked_to") ", " SET("trigger_now") ", " SET(                                        \
                                "u"                                                                                       \
                                "n"                                                                                       \
                                "a"                                                                                       \
                                "u"                                                                                       \
                                "t"                                                                                       \
                                "h"                                                                                       \
                                "o"                                                                                       \
                                "r"                                                                                       \
                                "i"                                                                                       \
                                "s"                                                                                       \
                                "e"                                                                                       \
                                "d"                                                                                       \
                                "_"                                                                                       \
                                "o"                                                                                       \
                                "n") ", " SET("illness_on") ", " SET("penalty_on") ", " SET("c"                           \
                                                                                            "o"                           \
                                                                                            "n"                           \
                                                                                            "t"                           \
                                                                                            "i"                           \
                                                                                            "n"                           \
                                                                                            "u"                           \
                                                                                            "o"                           \
                                                                                            "u"                           \
                                                                                            "s"                           \
                                                                                            "_"                           \
                                                                                            "o"                           \
                                                                                            "n") ", " SET("unauthorised_" \
                                                                                                          "n") ", " SET("illness_n") ", " SET("penalty_n") ", " SET("continuous_n")
enum { YEAR_ARGS = 16 };
SQL(insert_year_50, YEAR SQL_ROWS50(YEAR_ROW));
SQL(insert_year_1, YEAR YEAR_ROW);
SQL(update_year_50, YEAR SQL_ROWS50(YEAR_ROW) YEAR_SET);
SQL(update_year_1, YEAR YEAR_ROW YEAR_SET);
SQL(years_of_school, "SELECT academic_year, pupil_id FROM attendance_year WHERE school_id = ? AND "
                     "academic_year >= ? AND academic_year "
                     "<= ?");

/* Arguments of rows that are to be written by one statement. */
struct writes {
        size_t count, room, per_row;
        struct arg *args;
};

/* One pupil whose marks came, over the whole span. */
struct held {
        const struct attendance_marks *in;
        mark *of;
        bool *there; /* for each piece of the span: the row exists */
        bool changed;
};

struct merging {
        struct arena *arena;
        const struct scope *scope;
        unsigned long batch;
        const struct attendance_marks *in;
        size_t count;
        struct attendance_merged *out;
        int first_year, last_year;
        struct attendance_span span;
        size_t pieces;
        struct held *held; /* by pupil */
        struct writes new_pieces, old_pieces, new_years, old_years;
};

static struct arg *add_row(struct merging *m, struct writes *w, size_t per_row)
{
        if (w->count == w->room) {
                size_t room = w->room ? 2 * w->room : 64;
                struct arg *args = arena_array(m->arena, room * per_row, sizeof *args);
                if (w->count)
                        memcpy(args, w->args, w->count * per_row * sizeof *args);
                w->args = args;
                w->room = room;
        }
        w->per_row = per_row;
        return w->args + w->count++ * per_row;
}

static const char *day_of(struct arena *a, long session)
{
        return date_to_iso(session_date(session), arena_alloc(a, DATE_TEXT));
}

static int by_pupil(const void *a, const void *b)
{
        unsigned long x = ((const struct held *)a)->in->pupil, y = ((const struct held *)b)->in->pupil;
        return x < y ? -1 : x > y;
}

static struct held *find(const struct merging *m, unsigned long pupil)
{
        const struct attendance_marks in = { .pupil = pupil };
        struct held key = { .in = &in };
        return m->count ? bsearch(&key, m->held, m->count, sizeof key, by_pupil) : NULL;
}

/* The years that are touched, and the pieces that must be looked at for them and for the triggers of the year
 * after. */
static void set_span(struct merging *m)
{
        long first = m->in[0].marks.first, end = first;
        for (size_t i = 0; i < m->count; i++) {
                const struct marks *in = &m->in[i].marks;
                first = in->first < first ? in->first : first;
                end = in->first + (long)in->count > end ? in->first + (long)in->count : end;
        }
        m->first_year = year_academic(session_date(first));
        m->last_year = year_academic(session_date(end > first ? end - 1 : first)) + 1;
        m->span.from = session_before_year(m->first_year);
        m->span.until = session_period(session_of_year(m->last_year + 1) - 1) + PERIOD_SESSIONS;
        m->pieces = (size_t)(m->span.until - m->span.from) / PERIOD_SESSIONS;
}

static enum outcome load(struct db *db, struct merging *m)
{
        struct result r;
        m->held = arena_array(m->arena, m->count, sizeof *m->held);
        for (size_t i = 0; i < m->count; i++)
                m->held[i] = (struct held){ &m->in[i], arena_alloc(m->arena, m->pieces * PERIOD_SESSIONS),
                                            arena_alloc(m->arena, m->pieces), false };
        qsort(m->held, m->count, sizeof *m->held, by_pupil);
        enum outcome result = attendance_pieces(db, m->arena, m->scope, m->span, &r);
        for (size_t row = 0; result == DONE && row < r.count; row++) {
                struct held *h = find(m, (unsigned long)result_number(&r, row, 0));
                struct cell_value piece = result_bytes(&r, row, 2);
                long at = session_of(date_from_iso(result_text(&r, row, 1)), false) - m->span.from;
                if (!h || at < 0 || at % PERIOD_SESSIONS || piece.len > PERIOD_SESSIONS)
                        continue;
                memcpy(h->of + at, piece.bytes, piece.len);
                h->there[at / PERIOD_SESSIONS] = true;
        }
        return result;
}

/* ---- pieces ---- */

static size_t overwritten(const mark *held, const mark *in, size_t count)
{
        size_t n = 0;
        for (size_t i = 0; i < count; i++)
                n += in[i] != MARK_NONE && held[i] != MARK_NONE && in[i] != held[i];
        return n;
}

static void write_piece(struct merging *m, const struct held *h, size_t piece)
{
        struct arg *args = add_row(m, h->there[piece] ? &m->old_pieces : &m->new_pieces, PIECE_ARGS);
        const mark *of = h->of + piece * PERIOD_SESSIONS;
        args[0] = arg_id(m->scope->school);
        args[1] = arg_text(day_of(m->arena, m->span.from + (long)piece * PERIOD_SESSIONS));
        args[2] = arg_id(h->in->pupil);
        args[3] = arg_bytes(of, marks_length(of, PERIOD_SESSIONS));
        args[4] = arg_number_or_null((long long)m->batch);
}

static void merge_pupil(struct merging *m, struct held *h)
{
        for (size_t piece = 0; piece < m->pieces; piece++) {
                long start = m->span.from + (long)piece * PERIOD_SESSIONS;
                struct marks in = marks_cut(&h->in->marks, start, start + PERIOD_SESSIONS);
                mark *at = h->of + (in.first - m->span.from);
                if (!in.count)
                        continue;
                m->out->overwritten += overwritten(at, in.of, in.count);
                unsigned changed = marks_merge(at, in.of, in.count);
                m->out->marks += changed;
                h->changed |= changed > 0;
                if (changed)
                        write_piece(m, h, piece);
        }
        m->out->pupils += h->changed;
}

/* ---- summaries ---- */

static void year_args(const struct merging *m, const struct held *h, int year,
                      const struct attendance_sum *sum, struct arg *args)
{
        unsigned now = 0;
        args[0] = arg_id(m->scope->school);
        args[1] = arg_number(year);
        args[2] = arg_id(h->in->pupil);
        for (int i = 0; i < 3; i++)
                args[3 + i] = arg_number((long long)sum->figures.of[CLASS_ATTENDING + i]);
        args[6] = arg_text(day_of(m->arena, sum->last));
        for (int i = 0; i < TRIGGERS; i++) {
                const struct trigger_state *t = &sum->triggers[i];
                now |= t->holds ? 1U << i : 0;
                args[8 + i] = t->reached ? arg_text(day_of(m->arena, t->since)) : arg_null();
                args[8 + TRIGGERS + i] = arg_number(t->count);
        }
        args[7] = arg_number(now);
}

static void summarise(struct merging *m, const struct held *h, int year, bool there)
{
        const struct marks all = { m->span.from, m->pieces * PERIOD_SESSIONS, h->of };
        struct attendance_sum sum;
        if (attendance_sum_up(&all, year, &sum))
                year_args(m, h, year, &sum, add_row(m, there ? &m->old_years : &m->new_years, YEAR_ARGS));
}

static enum outcome summarise_all(struct db *db, struct merging *m)
{
        struct result r;
        size_t years = (size_t)(m->last_year - m->first_year) + 1;
        bool *there = arena_array(m->arena, m->count, years);
        enum outcome result =
            db_query(db, m->arena, &r, &years_of_school,
                     ARGS(arg_id(m->scope->school), arg_number(m->first_year), arg_number(m->last_year)));
        for (size_t row = 0; result == DONE && row < r.count; row++) {
                const struct held *h = find(m, (unsigned long)result_number(&r, row, 1));
                if (h)
                        there[(size_t)(h - m->held) * years +
                              (size_t)(result_number(&r, row, 0) - m->first_year)] = true;
        }
        for (size_t i = 0; result == DONE && i < m->count; i++)
                for (size_t y = 0; m->held[i].changed && y < years; y++)
                        summarise(m, &m->held[i], m->first_year + (int)y, there[i * years + y]);
        return result;
}

/* ---- all of it ---- */

static enum outcome write(struct db *db, const struct writes *w, const struct sql *fifty,
                          const struct sql *one)
{
        return w->count ? db_run_many(db, fifty, one, w->args, w->count, w->per_row) : DONE;
}

static enum outcome merge(struct db *db, struct merging *m)
{
        enum outcome result = roll_lock(db, m->scope);
        *m->out = (struct attendance_merged){ 0, 0, 0 };
        if (result == DONE)
                result = load(db, m);
        for (size_t i = 0; result == DONE && i < m->count; i++)
                merge_pupil(m, &m->held[i]);
        if (result == DONE && m->out->pupils)
                result = summarise_all(db, m);
        if (result == DONE)
                result = write(db, &m->new_pieces, &insert_piece_50, &insert_piece_1);
        if (result == DONE)
                result = write(db, &m->old_pieces, &update_piece_50, &update_piece_1);
        if (result == DONE)
                result = write(db, &m->new_years, &insert_year_50, &insert_year_1);
        return result == DONE ? write(db, &m->old_years, &update_year_50, &update_year_1) : result;
}

/* Run again from the beginning after a deadlock: nothing of a run before is kept. */
static enum outcome work(struct db *db, void *context)
{
        struct merging m = *(struct merging *)context;
        m.arena = arena_new();
        enum outcome result = merge(db, &m);
        arena_free(m.arena);
        return result;
}

enum outcome attendance_merge(struct db *db, const struct scope *scope, unsigned long batch,
                              const struct attendance_marks *in, size_t count, struct attendance_merged *out)
{
        struct merging m = { .scope = scope, .batch = batch, .in = in, .count = count, .out = out };
        *out = (struct attendance_merged){ 0, 0, 0 };
        if (!count)
                return DONE;
        set_span(&m);
        return db_transaction(db, work, &m);
}
