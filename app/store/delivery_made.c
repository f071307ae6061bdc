#include "store/delivery_made.h"

#define WAITS "(b.state = 'open' AND b.hold = 'held')"
#define PAUSED                                                                                               \
        "(b.state = 'open' AND b.hold <> 'held' AND EXISTS (SELECT 1 FROM pause p WHERE p.school_id = "      \
        "i.school_id AND p.ended_at IS NULL AND p.from_at <= UTC_TIMESTAMP() AND (p.until_at IS NULL OR "    \
        "p.until_at > UTC_TIMESTAMP())))"
SQL(made_between,
    "SELECT i.delivery_id, COUNT(*), SUM(b.state = 'open'), SUM(" WAITS "), SUM(" PAUSED "), "
    "SUM(IF(" WAITS " OR " PAUSED ", 0, i.row_total)), SUM(IF(" WAITS " OR " PAUSED
    ", 0, IF(b.state = 'open', "
    "i.row_done, i.row_total))), MIN(i.school_id), MIN(i.batch_id), COALESCE(TIMESTAMPDIFF(SECOND, "
    "MIN(d.sorted_at), UTC_TIMESTAMP()), 0) FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id "
    "= "
    "i.batch_id JOIN delivery d ON d.id = i.delivery_id WHERE i.delivery_id BETWEEN ? AND ? GROUP BY "
    "i.delivery_id ORDER BY i.delivery_id DESC");

enum outcome delivery_made_list(struct db *db, struct arena *a, unsigned long from, unsigned long to,
                                struct deliveries_made *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &made_between, ARGS(arg_id(from), arg_id(to)));
        struct delivery_made *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct delivery_made){ .delivery = (unsigned long)result_number(&r, i, 0),
                                                   .imports = (long)result_number(&r, i, 1),
                                                   .open = (long)result_number(&r, i, 2),
                                                   .held = (long)result_number(&r, i, 3),
                                                   .kept = (long)result_number(&r, i, 4),
                                                   .rows = (long)result_number(&r, i, 5),
                                                   .rows_done = (long)result_number(&r, i, 6),
                                                   .school = (unsigned long)result_number(&r, i, 7),
                                                   .batch = (unsigned long)result_number(&r, i, 8),
                                                   .seconds = (long)result_number(&r, i, 9) };
        *out = (struct deliveries_made){ r.count, items };
        return result;
}

enum outcome delivery_made_find(struct db *db, struct arena *a, unsigned long delivery,
                                struct delivery_made *out)
{
        struct deliveries_made one;
        enum outcome result = delivery_made_list(db, a, delivery, delivery, &one);
        *out = result == DONE && one.count ? one.items[0] : (struct delivery_made){ .delivery = delivery };
        return result;
}
