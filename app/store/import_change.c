#include "store/import_change.h"

#include <string.h>

#define OF_BATCH "c.batch_id = ? AND c.school_id = ? AND c.kind = ?"
SQL(count_changes, "SELECT COUNT(*) FROM pupil_change c WHERE " OF_BATCH);
SQL(list_changes, "SELECT c.pupil_id, p.upn, p.surname, p.forename, COALESCE(p.date_of_birth, ''), "
                  "p.nc_year, p.class, c.field, "
                  "c.old_value, c.new_value, COALESCE(w.name, ''), c.sheet, c.row_n FROM pupil_change c JOIN "
                  "pupil p ON p.school_id = "
                  "c.school_id AND p.id = c.pupil_id LEFT JOIN person w ON w.id = c.person_id WHERE " OF_BATCH
                  " ORDER BY p.sort_name, c.pupil_id, c.id LIMIT ? OFFSET ?");

SQL(newer_changes, "SELECT DISTINCT pupil_id, field, kind FROM pupil_change WHERE batch_id > ? AND school_id = ? AND kind IN ('changed', "
                   "'created') ORDER BY pupil_id");

static struct import_change change_of(const struct result *r, size_t row)
{
        static const enum field fields[] = { FIELD_UPN, FIELD_SURNAME, FIELD_FORENAME,
                                             FIELD_DOB, FIELD_NC_YEAR, FIELD_CLASS };
        struct import_change c = { .pupil = (unsigned long)result_number(r, row, 0),
                                   .field = result_text(r, row, 7),
                                   .before = result_text(r, row, 8),
                                   .after = result_text(r, row, 9),
                                   .person = result_text(r, row, 10),
                                   .sheet = result_text(r, row, 11),
                                   .row = (unsigned)result_number(r, row, 12) };
        record_blank(&c.who);
        for (unsigned i = 0; i < sizeof fields / sizeof *fields; i++)
                c.who.value[fields[i]] = result_text(r, row, i + 1);
        return c;
}

enum outcome import_change_list(struct db *db, struct arena *a, const struct scope *scope,
                                unsigned long batch, bool created, unsigned page, unsigned per_page,
                                struct import_changes *out)
{
        struct result r, n;
        struct arg of = arg_id(batch), school = arg_id(scope->school),
                   kind = arg_text(created ? "created" : "changed");
        enum outcome result = db_query(db, a, &n, &count_changes, ARGS(of, school, kind));
        if (result == DONE)
                result = db_query(
                    db, a, &r, &list_changes,
                    ARGS(of, school, kind, arg_number(per_page), arg_number((long long)page * per_page)));
        if (result != DONE)
                return result;
        struct import_change *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = change_of(&r, i);
        *out = (struct import_changes){ (size_t)result_number(&n, 0, 0), r.count, items };
        return DONE;
}

enum outcome import_change_newer(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                                 size_t *count, const struct pupil_fields **out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &newer_changes, ARGS(arg_id(batch), arg_id(scope->school)));
        struct pupil_fields *items = arena_array(a, result == DONE ? r.count + 1 : 1, sizeof *items);
        *count = 0;
        *out = items;
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                unsigned long pupil = (unsigned long)result_number(&r, i, 0);
                enum field field = field_of_key(result_text(&r, i, 1));
                if (*count == 0 || items[*count - 1].pupil != pupil)
                        items[(*count)++] = (struct pupil_fields){ pupil, 0 };
                if (strcmp(result_text(&r, i, 2), "created") == 0)
                        items[*count - 1].fields = UINT64_MAX;
                else if (field < FIELD_COUNT)
                        items[*count - 1].fields |= UINT64_C(1) << field;
        }
        return result;
}
