#include "store/conflict_source.h"

#include <stdlib.h>

/* The last change of the field, else the pupil's creation. */
SQL(list_sources,
    "SELECT c.id, COALESCE(d.name, ''), COALESCE(c.decided_at, ''), COALESCE(h.at, ''), COALESCE(h.kind, "
    "''), "
    "COALESCE(h.field, ''), COALESCE(h.old_value, ''), COALESCE(h.new_value, ''), COALESCE(p.name, ''), "
    "COALESCE(h.batch_id, 0), COALESCE(b.kind, ''), COALESCE(h.file_name, ''), COALESCE(h.sheet, ''), "
    "COALESCE(h.row_n, 0) FROM conflict c LEFT JOIN pupil_change h ON h.school_id = c.school_id AND "
    "h.pupil_id = "
    "c.pupil_id AND h.id = (SELECT MAX(x.id) FROM pupil_change x WHERE x.school_id = c.school_id AND "
    "x.pupil_id = "
    "c.pupil_id AND (x.field = c.field OR x.kind = 'created')) LEFT JOIN person p ON p.id = h.person_id LEFT "
    "JOIN "
    "batch b ON b.school_id = h.school_id AND b.id = h.batch_id LEFT JOIN person d ON d.id = c.decided_by "
    "WHERE "
    "c.school_id = ? ORDER BY c.id");

static struct pupil_event event_of(const struct result *r, size_t row)
{
        return (struct pupil_event){ .at = result_text(r, row, 3),
                                     .kind = result_text(r, row, 4),
                                     .field = result_text(r, row, 5),
                                     .old_value = result_text(r, row, 6),
                                     .new_value = result_text(r, row, 7),
                                     .person = result_text(r, row, 8),
                                     .batch = (unsigned long)result_number(r, row, 9),
                                     .batch_kind = result_text(r, row, 10),
                                     .file = result_text(r, row, 11),
                                     .sheet = result_text(r, row, 12),
                                     .row = (unsigned)result_number(r, row, 13) };
}

enum outcome conflict_sources(struct db *db, struct arena *a, const struct scope *scope,
                              struct conflict_sources *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_sources, ARGS(arg_id(scope->school)));
        struct conflict_source *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct conflict_source){ .conflict = (unsigned long)result_number(&r, i, 0),
                                                     .set = event_of(&r, i),
                                                     .decided_by = result_text(&r, i, 1),
                                                     .decided_at = result_text(&r, i, 2) };
        *out = (struct conflict_sources){ r.count, items };
        return result;
}

static int by_number(const void *sought, const void *item)
{
        unsigned long x = *(const unsigned long *)sought,
                      y = ((const struct conflict_source *)item)->conflict;
        return (x > y) - (x < y);
}

const struct conflict_source *conflict_source_of(const struct conflict_sources *all, unsigned long conflict)
{
        return all->count ? bsearch(&conflict, all->items, all->count, sizeof *all->items, by_number) : NULL;
}
