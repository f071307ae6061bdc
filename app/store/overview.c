#include "store/overview.h"

#include <string.h>

SQL(open_schools, "SELECT id, laestab, name, phase, on_roll, agreed_pupils FROM school WHERE closed_on IS NULL AND (? = 0 OR "
                  "id = ?) ORDER BY id");

/* The migrations of the year, a school's newest last: of a school that dropped one and began again, only the second. Asked by
 * themselves: joined with the schools they cost the server five times as much while few have begun. */
SQL(migrations,
    "SELECT b.school_id, b.id, b.state, b.hold, b.reference, b.applied_at, b.count_new, b.count_changed, b.count_leaving, "
    "u.files, u.row_sum, c.waiting, c.asked FROM batch b LEFT JOIN "
    "(SELECT o.school_id, o.batch_id, COUNT(*) AS files, SUM(o.row_count) AS row_sum FROM batch ob JOIN upload o ON "
    "o.school_id = ob.school_id AND o.batch_id = ob.id WHERE ob.state IN ('open', 'listed') AND o.state <> 'removed' GROUP "
    "BY o.school_id, o.batch_id) u ON u.school_id = b.school_id AND u.batch_id = b.id LEFT JOIN "
    "(SELECT m.school_id, m.batch_id, SUM(m.answer = '') AS waiting, SUM(m.answer = 'A') AS asked FROM batch mb JOIN "
    "match_case m ON m.school_id = mb.school_id AND m.batch_id = mb.id WHERE mb.state IN ('open', 'listed') AND m.answer IN "
    "('', 'A') AND m.row_id <> 0 GROUP BY m.school_id, m.batch_id) c ON c.school_id = b.school_id AND c.batch_id = b.id "
    "WHERE b.kind = 'M' AND b.state <> 'dropped' AND b.academic_year = ? AND (? = 0 OR b.school_id = ?) ORDER BY b.school_id, "
    "b.id");

SQL(count_waiting, "SELECT (SELECT COUNT(*) FROM match_case c JOIN batch b ON b.school_id = c.school_id AND "
                   "b.id = c.batch_id WHERE "
                   "c.answer = '' AND c.row_id <> 0 AND b.state = 'listed'), "
                   "(SELECT COUNT(*) FROM batch WHERE state IN ('open', 'listed') AND hold = 'held' AND kind <> 'I'), "
                   "(SELECT COUNT(*) FROM pupil p LEFT JOIN batch b ON b.id = p.left_batch_id AND b.state = "
                   "'undone' WHERE p.state = 'L' "
                   "AND p.ground = '' AND b.id IS NULL), "
                   "(SELECT COUNT(*) FROM restore_request WHERE answer = '')");

#define HOLD                                                                                                 \
        "SELECT b.school_id, b.id, s.name, b.hold_why, COALESCE(b.hold_at, ''), b.kind, b.hold, "            \
        "b.hold_removals, "                                                                                  \
        "s.on_roll, b.hold_answer, COALESCE(p.name, ''), COALESCE(b.hold_answered_at, '') FROM batch b "     \
        "JOIN school s ON "                                                                                  \
        "s.id = b.school_id LEFT JOIN person p ON p.id = b.hold_answered_by WHERE "

SQL(holds_waiting, HOLD "b.kind <> 'I' AND b.state IN ('open', 'listed') AND b.hold = 'held' ORDER BY b.hold_at, b.id");
SQL(holds_answered,
    HOLD "b.kind <> 'I' AND b.hold IN ('released', 'rejected') ORDER BY b.hold_answered_at DESC, b.id DESC LIMIT 200");

static int key(const char *word, const char *const *keys, int count)
{
        int i = 0;
        while (i < count - 1 && strcmp(keys[i], word) != 0)
                i++;
        return i;
}

static struct overview overview_of(const struct result *r, size_t row, int academic)
{
        struct reading c = { r, row, 0 };
        struct overview o = { .school = { .id = (unsigned)reading_number(&c) } };
        o.school.laestab = reading_text(&c), o.school.name = reading_text(&c),
        o.school.phase = reading_text(&c);
        o.school.on_roll = (unsigned)reading_number(&c),
        o.school.agreed_pupils = (unsigned)reading_number(&c);
        o.batch = (struct batch){ .school = o.school.id,
                                  .migration = true,
                                  .academic = academic,
                                  .applied = { .reference = "", .at = "" } };
        return o;
}

static void add_migration(struct overview *o, const struct result *r, size_t row)
{
        struct reading c = { r, row, 1 };
        struct batch *b = &o->batch;
        b->id = (unsigned)reading_number(&c);
        b->state = (enum batch_state)key(reading_text(&c), batch_state_keys, BATCH_STATES);
        b->hold.state = (enum batch_hold)key(reading_text(&c), batch_hold_keys, BATCH_HOLDS);
        b->applied.reference = reading_text(&c), b->applied.at = reading_text(&c);
        b->applied.new = (unsigned)reading_number(&c), b->applied.changed = (unsigned)reading_number(&c),
        b->applied.leaving = (unsigned)reading_number(&c);
        o->files = (unsigned)reading_number(&c), o->rows = (unsigned)reading_number(&c),
        o->waiting = (unsigned)reading_number(&c), o->asked = (unsigned)reading_number(&c);
}

/* Both are in the order of the schools' numbers; schools that closed have migrations too. A later one hides an earlier one. */
static void add_migrations(struct overview *items, size_t count, const struct result *r)
{
        for (size_t row = 0, i = 0; row < r->count; row++) {
                unsigned long school = (unsigned long)result_number(r, row, 0);
                while (i < count && items[i].school.id < school)
                        i++;
                if (i < count && items[i].school.id == school)
                        add_migration(&items[i], r, row);
        }
}

enum outcome overview_list(struct db *db, struct arena *a, int academic, unsigned long school,
                           struct overviews *out)
{
        struct result schools, moved = { 0 };
        struct arg one = arg_id(school);
        enum outcome result = db_query(db, a, &schools, &open_schools, ARGS(one, one));
        if (result == DONE)
                result = db_query(db, a, &moved, &migrations, ARGS(arg_number(academic), one, one));
        struct overview *items = arena_array(a, schools.count + 1, sizeof *items);
        for (size_t i = 0; i < schools.count; i++)
                items[i] = overview_of(&schools, i, academic);
        add_migrations(items, schools.count, &moved);
        *out = (struct overviews){ schools.count, items };
        return result;
}

enum outcome overview_count(struct db *db, struct arena *a, struct overview_counts *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &count_waiting, ARGS());
        *out = (struct overview_counts){ 0 };
        if (result == DONE)
                *out =
                    (struct overview_counts){ (long)result_number(&r, 0, 0), (long)result_number(&r, 0, 1),
                                              (long)result_number(&r, 0, 2), (long)result_number(&r, 0, 3) };
        return result;
}

static struct held_batch held_of(const struct result *r, size_t row)
{
        struct reading c = { r, row, 0 };
        struct held_batch h = { .school = (unsigned)reading_number(&c),
                                .batch = (unsigned)reading_number(&c) };
        h.school_name = reading_text(&c), h.why = reading_text(&c), h.at = reading_text(&c);
        h.migration = *reading_text(&c) == 'M';
        h.state = (enum batch_hold)key(reading_text(&c), batch_hold_keys, BATCH_HOLDS);
        h.removals = (unsigned)reading_number(&c), h.on_roll = (unsigned)reading_number(&c);
        h.answer = reading_text(&c), h.answered_by = reading_text(&c), h.answered_at = reading_text(&c);
        return h;
}

enum outcome overview_holds(struct db *db, struct arena *a, bool answered, struct held_batches *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, answered ? &holds_answered : &holds_waiting, ARGS());
        struct held_batch *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = held_of(&r, i);
        *out = (struct held_batches){ r.count, items };
        return result;
}
