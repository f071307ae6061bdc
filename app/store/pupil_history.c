#include "store/pupil_history.h"

#include <string.h>

SQL(history,
    "SELECT c.at, c.kind, c.field, c.old_value, c.new_value, COALESCE(p.name, ''), COALESCE(c.batch_id, 0), "
    "COALESCE(b.kind, ''), c.file_name, c.sheet, c.row_n FROM pupil_change c LEFT JOIN person p ON p.id = "
    "c.person_id "
    "LEFT JOIN batch b ON b.school_id = c.school_id AND b.id = c.batch_id WHERE c.school_id = ? AND "
    "c.pupil_id = ? "
    "ORDER BY c.id DESC");

enum outcome pupil_history(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                           struct pupil_events *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &history,
                                       ARGS(arg_number((long long)scope->school), arg_number((long long)id)));
        struct pupil_event *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct pupil_event){ .at = result_text(&r, i, 0),
                                                 .kind = result_text(&r, i, 1),
                                                 .field = result_text(&r, i, 2),
                                                 .old_value = result_text(&r, i, 3),
                                                 .new_value = result_text(&r, i, 4),
                                                 .person = result_text(&r, i, 5),
                                                 .batch = (unsigned long)result_number(&r, i, 6),
                                                 .batch_kind = result_text(&r, i, 7),
                                                 .file = result_text(&r, i, 8),
                                                 .sheet = result_text(&r, i, 9),
                                                 .row = (unsigned)result_number(&r, i, 10) };
        *out = (struct pupil_events){ r.count, items };
        return result;
}

const struct pupil_event *pupil_value_source(const struct pupil_events *events, enum field field)
{
        const struct pupil_event *created = NULL;
        for (size_t i = 0; i < events->count; i++) {
                const struct pupil_event *e = &events->items[i];
                if (strcmp(e->field, field_table[field].key) == 0)
                        return e;
                if (strcmp(e->kind, "created") == 0)
                        created = e;
        }
        return created;
}
