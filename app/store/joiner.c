#include "store/joiner.h"

SQL(list_joiners, "SELECT c.pupil_id, p.surname, p.forename, COALESCE(p.date_of_birth, ''), p.nc_year, "
                  "p.class, p.state, c.at, "
                  "c.file_name, c.sheet, c.row_n FROM batch b JOIN pupil_change c ON c.batch_id = b.id AND "
                  "c.school_id = b.school_id AND "
                  "c.kind = 'created' JOIN pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id WHERE "
                  "b.school_id = ? AND b.kind = "
                  "'I' AND c.at >= UTC_TIMESTAMP() - INTERVAL ? DAY ORDER BY c.at DESC, p.surname, "
                  "p.forename, p.id LIMIT ?");

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
                                            .file = result_text(&r, i, 8),
                                            .sheet = result_text(&r, i, 9),
                                            .row = (unsigned)result_number(&r, i, 10) };
        *out = (struct joiners){ r.count, items };
        return result;
}
