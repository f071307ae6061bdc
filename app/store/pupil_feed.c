#include "store/pupil_feed.h"

SQL(list_changes, "SELECT c.id, c.school_id, c.pupil_id, p.child_id, s.laestab, c.kind, c.field, COALESCE(p.left_on, '') FROM pupil_change c "
                  "JOIN pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id JOIN school s ON s.id = c.school_id WHERE c.id > ? AND "
                  "c.at < UTC_TIMESTAMP() - INTERVAL 2 MINUTE AND (? = 0 OR c.school_id = ?) ORDER BY c.id LIMIT ?");

enum outcome pupil_feed(struct db *db, struct arena *a, unsigned long school, unsigned long after, unsigned limit, struct pupil_feed *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &list_changes, ARGS(arg_number((long long)after), arg_id(school), arg_id(school), arg_number(limit)));
        struct pupil_feed_row *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct pupil_feed_row){ .change = (unsigned long)result_number(&r, i, 0),
                                                    .school = (unsigned long)result_number(&r, i, 1),
                                                    .pupil = (unsigned long)result_number(&r, i, 2),
                                                    .child = (unsigned long)result_number(&r, i, 3),
                                                    .laestab = result_text(&r, i, 4),
                                                    .kind = result_text(&r, i, 5),
                                                    .field = result_text(&r, i, 6),
                                                    .left_on = result_text(&r, i, 7) };
        *out = (struct pupil_feed){ r.count, items };
        return result;
}
