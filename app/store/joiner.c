#include "store/joiner.h"

/* What neither a file nor a person has added is the register with which the school began. */
SQL(list_joiners, "SELECT p.id, p.surname, p.forename, COALESCE(p.date_of_birth, ''), p.nc_year, p.class, p.state, c.at, "
                  "COALESCE(p.entry_date, ''), c.file_name, c.sheet, c.row_n, COALESCE(w.name, '') FROM pupil p JOIN pupil_change c ON "
                  "c.school_id = p.school_id AND c.pupil_id = p.id AND c.kind = 'created' LEFT JOIN batch b ON b.school_id = c.school_id "
                  "AND b.id = c.batch_id LEFT JOIN person w ON w.id = c.person_id WHERE p.school_id = ? AND p.created_at >= "
                  "UTC_TIMESTAMP() - INTERVAL ? DAY AND (c.batch_id IS NOT NULL OR c.person_id IS NOT NULL) AND COALESCE(b.state, '') <> "
                  "'undone' ORDER BY c.at DESC, p.surname, p.forename, p.id LIMIT ?");

enum outcome joiner_list(struct db *db, struct arena *a, const struct scope *scope, unsigned days,
                         unsigned limit, struct joiners *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_joiners,
                                       ARGS(arg_id(scope->school), arg_number(days), arg_number(limit)));
        struct joiner *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct joiner){ .pupil = (unsigned long)result_number(&r, i, 0),
                                            .surname = result_text(&r, i, 1),
                                            .forename = result_text(&r, i, 2),
                                            .dob = result_text(&r, i, 3),
                                            .nc_year = result_text(&r, i, 4),
                                            .class = result_text(&r, i, 5),
                                            .on_roll = *result_text(&r, i, 6) == 'R',
                                            .at = result_text(&r, i, 7),
                                            .entry = result_text(&r, i, 8),
                                            .file = result_text(&r, i, 9),
                                            .sheet = result_text(&r, i, 10),
                                            .row = (unsigned)result_number(&r, i, 11),
                                            .person = result_text(&r, i, 12) };
        *out = (struct joiners){ r.count, items };
        return result;
}
