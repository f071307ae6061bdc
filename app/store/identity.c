#include "store/identity.h"

/* ---- claimed by two schools ---- */

#define SIDE(p, s)                                                                                           \
        s ".id, " p ".id, " s ".name, " p ".surname, " p ".forename, COALESCE(" p ".date_of_birth, ''), " p  \
          ".upn, " p ".nc_year, COALESCE(" p ".entry_date, '')"
enum { SIDE_COLUMNS = 9 };
SQL(list_claims, "SELECT " SIDE("p", "s") ", " SIDE(
                     "q", "t") ", k.since FROM claim k JOIN school s ON s.id = k.school_id JOIN school t ON "
                               "t.id = k.other_school_id JOIN pupil p ON p.school_id = k.school_id AND p.id "
                               "= k.pupil_id JOIN pupil q ON q.school_id = "
                               "k.other_school_id AND q.id = k.other_pupil_id WHERE ? = 0 OR k.school_id = ? "
                               "OR k.other_school_id = ? ORDER BY k.since, "
                               "p.surname, p.forename, p.id");
#define OWN_COLUMNS                                                                                          \
        "SELECT p.id, p.surname, p.forename, COALESCE(p.date_of_birth, ''), p.nc_year, p.class, t.name, "    \
        "k.since AS since FROM claim k "                                                                     \
        "JOIN pupil p ON p.school_id = "
SQL(own_claims, OWN_COLUMNS "k.school_id AND p.id = k.pupil_id JOIN school t ON t.id = k.other_school_id "
                            "WHERE k.school_id = ? UNION ALL " OWN_COLUMNS
                            "k.other_school_id AND p.id = k.other_pupil_id JOIN school t ON t.id = "
                            "k.school_id WHERE k.other_school_id = ? "
                            "ORDER BY since, surname, forename");

static struct claim_side side_of(const struct result *r, size_t row, unsigned from)
{
        return (struct claim_side){ .school = (unsigned long)result_number(r, row, from),
                                    .pupil = (unsigned long)result_number(r, row, from + 1),
                                    .school_name = result_text(r, row, from + 2),
                                    .surname = result_text(r, row, from + 3),
                                    .forename = result_text(r, row, from + 4),
                                    .dob = result_text(r, row, from + 5),
                                    .upn = result_text(r, row, from + 6),
                                    .nc_year = result_text(r, row, from + 7),
                                    .entry_date = result_text(r, row, from + 8) };
}

enum outcome claim_lines(struct db *db, struct arena *a, unsigned long school, struct claim_lines *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &list_claims, ARGS(arg_id(school), arg_id(school), arg_id(school)));
        struct claim_line *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct claim_line){ { side_of(&r, i, 0), side_of(&r, i, SIDE_COLUMNS) },
                                                result_text(&r, i, 2 * SIDE_COLUMNS) };
        *out = (struct claim_lines){ r.count, items };
        return result;
}

enum outcome claim_own(struct db *db, struct arena *a, const struct scope *scope, struct own_claims *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &own_claims, ARGS(arg_id(scope->school), arg_id(scope->school)));
        struct own_claim *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct own_claim){ (unsigned long)result_number(&r, i, 0),
                                               result_text(&r, i, 1),
                                               result_text(&r, i, 2),
                                               result_text(&r, i, 3),
                                               result_text(&r, i, 4),
                                               result_text(&r, i, 5),
                                               result_text(&r, i, 6),
                                               result_text(&r, i, 7) };
        *out = (struct own_claims){ r.count, items };
        return result;
}

/* ---- identifiers ---- */

#define OF_SCHOOL "(? = 0 OR u.school_id = ?) "
#define NAME(p)   "COALESCE(CONCAT(" p ".surname, ', ', " p ".forename), '')"
SQL(list_upns,
    "SELECT u.school_id, u.pupil_id, u.other_school_id, u.other_pupil_id, s.name, " NAME(
        "p") ", COALESCE(t.name, ''), " NAME("q") ", u.message, u.value, u.file_name, u.sheet, u.row_n, "
                                                  "u.since FROM upn_problem u JOIN school s ON s.id = "
                                                  "u.school_id LEFT JOIN pupil p ON p.school_id = "
                                                  "u.school_id AND p.id = u.pupil_id LEFT JOIN school t ON "
                                                  "t.id = "
                                                  "u.other_school_id LEFT JOIN pupil q ON q.school_id = "
                                                  "u.other_school_id AND q.id = u.other_pupil_id "
                                                  "WHERE " OF_SCHOOL
                                                  "AND (? = 0 OR u.message = ?) ORDER BY s.name, "
                                                  "u.school_id, u.message, u.since, u.id LIMIT ? OFFSET ?");
SQL(count_upns,
    "SELECT u.message, COUNT(*) FROM upn_problem u WHERE " OF_SCHOOL "GROUP BY u.message ORDER BY u.message");

enum outcome upn_lines(struct db *db, struct arena *a, const struct upn_filter *f, struct upn_lines *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &list_upns,
                     ARGS(arg_id(f->school), arg_id(f->school), arg_number(f->message),
                          arg_number(f->message), arg_number(f->limit), arg_number(f->from)));
        struct upn_line *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct upn_line){ .school = (unsigned long)result_number(&r, i, 0),
                                              .pupil = (unsigned long)result_number(&r, i, 1),
                                              .other_school = (unsigned long)result_number(&r, i, 2),
                                              .other_pupil = (unsigned long)result_number(&r, i, 3),
                                              .school_name = result_text(&r, i, 4),
                                              .pupil_name = result_text(&r, i, 5),
                                              .other_school_name = result_text(&r, i, 6),
                                              .other_pupil_name = result_text(&r, i, 7),
                                              .message = (unsigned)result_number(&r, i, 8),
                                              .value = result_text(&r, i, 9),
                                              .file = result_text(&r, i, 10),
                                              .sheet = result_text(&r, i, 11),
                                              .row = (unsigned)result_number(&r, i, 12),
                                              .since = result_text(&r, i, 13) };
        *out = (struct upn_lines){ r.count, items };
        return result;
}

enum outcome upn_counts(struct db *db, struct arena *a, unsigned long school, struct upn_counts *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &count_upns, ARGS(arg_id(school), arg_id(school)));
        struct upn_count *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct upn_count){ (unsigned)result_number(&r, i, 0),
                                               (unsigned long)result_number(&r, i, 1) };
        *out = (struct upn_counts){ r.count, items };
        return result;
}
