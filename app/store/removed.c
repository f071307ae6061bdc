#include "store/removed.h"

/* Who came with a migration that was undone never came. */
#define WHICH(more) "FROM pupil p LEFT JOIN batch b ON b.id = p.left_batch_id WHERE p.state = 'L' AND COALESCE(b.state, '') <> 'undone' " more
#define ANY     "AND (? = 0 OR p.school_id = ?)"
#define WITHOUT "AND p.ground = '' " ANY
#define LATELY                                                                                                           \
        "AND p.school_id = ? AND (p.left_on >= UTC_DATE() - INTERVAL ? DAY OR EXISTS (SELECT 1 FROM pupil_change c "      \
        "WHERE c.school_id = p.school_id AND c.pupil_id = p.id AND c.kind = 'left' AND c.at >= UTC_TIMESTAMP() - "        \
        "INTERVAL ? DAY))"

/* The page is cut out first, and only its rows are joined to the rest. */
#define LIST(more)                                                                                                       \
        "SELECT r.school_id, r.id, r.ver, s.name, r.surname, r.forename, COALESCE(r.date_of_birth, ''), r.upn, "         \
        "r.nc_year, r.class, r.left_on, r.ground, r.destination, r.reference, COALESCE((SELECT MIN(os.name) FROM pupil " \
        "o JOIN school os ON os.id = o.school_id WHERE o.child_id = r.child_id AND o.state = 'R'), '') FROM (SELECT "    \
        "p.school_id, p.id, p.child_id, p.ver, p.surname, p.forename, p.date_of_birth, p.upn, p.nc_year, p.class, "      \
        "p.left_on, p.ground, p.destination, COALESCE(b.reference, '') AS reference " WHICH(more)                        \
        " ORDER BY p.left_on DESC, p.id DESC LIMIT ? OFFSET ?) r JOIN school s ON s.id = r.school_id ORDER BY r.left_on " \
        "DESC, r.id DESC"

SQL(count_any, "SELECT COUNT(*) " WHICH(ANY));
SQL(count_without, "SELECT COUNT(*) " WHICH(WITHOUT));
SQL(list_any, LIST(ANY));
SQL(list_without, LIST(WITHOUT));
SQL(list_lately, LIST(LATELY));

static struct removed_pupil removed_of(const struct result *r, size_t row)
{
        return (struct removed_pupil){
                .school = (unsigned long)result_number(r, row, 0),
                .pupil = (unsigned long)result_number(r, row, 1),
                .version = (unsigned)result_number(r, row, 2),
                .school_name = result_text(r, row, 3),
                .surname = result_text(r, row, 4),
                .forename = result_text(r, row, 5),
                .dob = result_text(r, row, 6),
                .upn = result_text(r, row, 7),
                .year = result_text(r, row, 8),
                .class = result_text(r, row, 9),
                .left_on = result_text(r, row, 10),
                .ground = result_text(r, row, 11),
                .destination = result_text(r, row, 12),
                .reference = result_text(r, row, 13),
                .elsewhere = result_text(r, row, 14),
        };
}

static void all_of(struct arena *a, const struct result *r, struct removed_pupils *out)
{
        struct removed_pupil *items = arena_array(a, r->count + 1, sizeof *items);
        for (size_t i = 0; i < r->count; i++)
                items[i] = removed_of(r, i);
        out->items = items;
        out->count = r->count;
}

enum outcome removed_list(struct db *db, struct arena *a, const struct removed_filter *f,
                          struct removed_pupils *out)
{
        struct result r;
        struct arg school = arg_number((long long)f->school);
        *out = (struct removed_pupils){ 0 };
        enum outcome result =
            db_find(db, a, &r, f->any_ground ? &count_any : &count_without, ARGS(school, school));
        if (result != DONE)
                return result;
        out->total = (size_t)result_number(&r, 0, 0);
        result = db_query(db, a, &r, f->any_ground ? &list_any : &list_without,
                          ARGS(school, school, arg_number(f->per_page),
                               arg_number((long long)f->page * f->per_page)));
        all_of(a, &r, out);
        return result;
}

enum outcome removed_lately(struct db *db, struct arena *a, const struct scope *scope, unsigned days, unsigned limit,
                            struct removed_pupils *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &list_lately,
                     ARGS(arg_id(scope->school), arg_number(days), arg_number(days), arg_number(limit), arg_number(0)));
        all_of(a, &r, out);
        out->total = out->count;
        return result;
}
