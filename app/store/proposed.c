#include "store/proposed.h"

#include "store/pupil_columns.h"

#define WHICH                                                                                                \
        "WHERE k.state = ? AND (? = 0 OR k.school_id = ?) AND (? = '' OR k.school_id IN (SELECT id FROM "    \
        "school WHERE phase = ?))"
enum { WHICH_ARGS = 5 };

SQL(count_proposed, "SELECT COUNT(*) FROM missing_pupil k " WHICH);

/* The page is cut out first, and only its rows are joined to the rest; by since it comes in the order of the
 * index. ORDER takes the names of missing_pupil, school and pupil, joined brings what it needs of the last
 * two as t and q. */
#define WITH_PUPIL  " JOIN pupil q ON q.school_id = k.school_id AND q.id = k.pupil_id "
#define WITH_SCHOOL " JOIN school t ON t.id = k.school_id" WITH_PUPIL
#define COLUMNS                                                                                              \
        "m.school_id, m.pupil_id, m.ver, s.name, p.surname, p.forename, p.upn, p.nc_year, p.class, "         \
        "COALESCE(p.entry_date, ''), m.since, COALESCE(d.file_name, ''), COALESCE(w.name, ''), "             \
        "COALESCE(m.decided_at, ''), COALESCE(m.left_on, '')"
#define REST                                                                                                 \
        " JOIN school s ON s.id = m.school_id JOIN pupil p ON p.school_id = m.school_id AND p.id = "         \
        "m.pupil_id LEFT JOIN import i ON i.school_id = m.school_id AND i.batch_id = m.batch_id LEFT JOIN "  \
        "delivery d ON d.id = i.delivery_id LEFT JOIN person w ON w.id = m.decided_by "
#define CUT(joined, order) "(SELECT k.* FROM missing_pupil k" joined WHICH order " LIMIT ? OFFSET ?) m"
#define LIST(name, joined, ORDER)                                                                            \
        SQL(name, "SELECT " COLUMNS " FROM " CUT(joined, " ORDER BY " ORDER("k", "t", "q")) REST             \
            "ORDER BY " ORDER("m", "s", "p"))
#define SINCE_UP(m, s, p)    m ".since, " m ".school_id, " m ".pupil_id"
#define SINCE_DOWN(m, s, p)  m ".since DESC, " m ".school_id DESC, " m ".pupil_id DESC"
#define NAME_UP(m, s, p)     p ".sort_name, " m ".school_id, " m ".pupil_id"
#define NAME_DOWN(m, s, p)   p ".sort_name DESC, " m ".school_id, " m ".pupil_id"
#define SCHOOL_UP(m, s, p)   s ".name, " m ".school_id, " p ".sort_name, " m ".pupil_id"
#define SCHOOL_DOWN(m, s, p) s ".name DESC, " m ".school_id, " p ".sort_name, " m ".pupil_id"
#define YEAR_UP(m, s, p)     YEAR_ORDER(p ".nc_year") ", " p ".sort_name, " m ".school_id, " m ".pupil_id"
#define YEAR_DOWN(m, s, p)   YEAR_ORDER(p ".nc_year") " DESC, " p ".sort_name, " m ".school_id, " m ".pupil_id"
LIST(since_up, " ", SINCE_UP);
LIST(since_down, " ", SINCE_DOWN);
LIST(name_up, WITH_PUPIL, NAME_UP);
LIST(name_down, WITH_PUPIL, NAME_DOWN);
LIST(school_up, WITH_SCHOOL, SCHOOL_UP);
LIST(school_down, WITH_SCHOOL, SCHOOL_DOWN);
LIST(year_up, WITH_PUPIL, YEAR_UP);
LIST(year_down, WITH_PUPIL, YEAR_DOWN);

static const struct sql *const lists[PROPOSED_ORDERS][2] = {
        [PROPOSED_BY_SINCE] = { &since_up, &since_down },
        [PROPOSED_BY_NAME] = { &name_up, &name_down },
        [PROPOSED_BY_SCHOOL] = { &school_up, &school_down },
        [PROPOSED_BY_YEAR] = { &year_up, &year_down },
};

static struct proposed proposed_of(const struct result *r, size_t row)
{
        return (struct proposed){ .school = (unsigned long)result_number(r, row, 0),
                                  .pupil = (unsigned long)result_number(r, row, 1),
                                  .version = (unsigned)result_number(r, row, 2),
                                  .school_name = result_text(r, row, 3),
                                  .surname = result_text(r, row, 4),
                                  .forename = result_text(r, row, 5),
                                  .upn = result_text(r, row, 6),
                                  .nc_year = result_text(r, row, 7),
                                  .class = result_text(r, row, 8),
                                  .entry_date = result_text(r, row, 9),
                                  .since = result_text(r, row, 10),
                                  .file = result_text(r, row, 11),
                                  .decided_by = result_text(r, row, 12),
                                  .decided_at = result_text(r, row, 13),
                                  .left_on = result_text(r, row, 14) };
}

enum outcome proposed_list(struct db *db, struct arena *a, const struct proposed_filter *f,
                           struct proposed_list *out)
{
        struct result r;
        const struct arg args[WHICH_ARGS + 2] = {
                arg_text(f->kept ? "K" : ""), arg_id(f->school),    arg_id(f->school),  arg_text(f->phase),
                arg_text(f->phase),           arg_number(f->limit), arg_number(f->from)
        };
        *out = (struct proposed_list){ 0 };
        enum outcome result = db_find(db, a, &r, &count_proposed, args, WHICH_ARGS);
        if (result != DONE)
                return result;
        out->total = (size_t)result_number(&r, 0, 0);
        result = db_query(db, a, &r, lists[f->order][f->down], args, WHICH_ARGS + 2);
        struct proposed *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = proposed_of(&r, i);
        out->items = items;
        out->count = r.count;
        return result;
}
