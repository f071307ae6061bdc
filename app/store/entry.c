#include "store/entry.h"

#include <string.h>

#define ENTRY "SELECT e.pupil_id, e.natural_key, e.held"
#define SOURCE                                                                                               \
        ", e.batch_id, COALESCE(d.file_name, ''), e.sheet, e.row_n, e.changed_at, p.surname, p.forename, "   \
        "p.upn, p.nc_year, p.state "                                                                         \
        "FROM pupil_entry e JOIN pupil p ON p.school_id = e.school_id AND p.id = e.pupil_id LEFT JOIN "      \
        "import i ON i.school_id = "                                                                         \
        "e.school_id AND i.batch_id = e.batch_id LEFT JOIN delivery d ON d.id = i.delivery_id WHERE "        \
        "e.school_id = ? AND "

SQL(entries_of_pupil, ENTRY SOURCE "e.kind = ? AND e.pupil_id = ? ORDER BY e.natural_key");
SQL(entries_of_kind, ENTRY SOURCE "e.kind = ? ORDER BY p.sort_name, p.id, e.natural_key");
SQL(entries_compared, ENTRY " FROM pupil_entry e WHERE e.school_id = ? AND e.kind = ?");
#define WRITE                                                                                                \
        "INSERT INTO pupil_entry (school_id, kind, pupil_id, natural_key, held, batch_id, sheet, row_n, "    \
        "changed_at) VALUES "
#define ROW "(?, ?, ?, ?, ?, ?, LEFT(?, 100), ?, UTC_TIMESTAMP())"
#define OVER                                                                                                 \
        " ON DUPLICATE KEY UPDATE held = VALUES(held), batch_id = VALUES(batch_id), sheet = VALUES(sheet), " \
        "row_n = VALUES(row_n), "                                                                            \
        "changed_at = VALUES(changed_at)"
SQL(write_entry_50, WRITE SQL_ROWS50(ROW) OVER);
SQL(write_entry_1, WRITE ROW OVER);
enum { ARGS_A_ROW = 8 };

static const char *letter_of(struct arena *a, enum entry_kind kind)
{
        return arena_printf(a, "%c", entry_table[kind].letter);
}

/* Those of a result are added to out; sources: with the columns of SOURCE. */
static void add_rows(struct arena *a, const struct result *r, enum entry_kind kind, bool sources,
                     struct entries *out)
{
        struct entry_held *items = arena_array(a, out->count + r->count + 1, sizeof *items);
        if (out->count)
                memcpy(items, out->items, out->count * sizeof *items);
        for (size_t row = 0; row < r->count; row++) {
                struct entry_held *e = &items[out->count + row];
                *e = (struct entry_held){ .pupil = (unsigned long)result_number(r, row, 0),
                                          .key = result_text(r, row, 1) };
                entry_unpack(a, kind, result_text(r, row, 2), &e->entry);
                if (!sources)
                        continue;
                e->batch = (unsigned long)result_number(r, row, 3);
                e->file = result_text(r, row, 4);
                e->sheet = result_text(r, row, 5);
                e->row = (unsigned)result_number(r, row, 6);
                e->changed_at = result_text(r, row, 7);
                e->surname = result_text(r, row, 8);
                e->forename = result_text(r, row, 9);
                e->upn = result_text(r, row, 10);
                e->nc_year = result_text(r, row, 11);
                e->on_roll = result_text(r, row, 12)[0] == 'R';
        }
        *out = (struct entries){ out->count + r->count, items };
}

enum outcome entry_of_pupil(struct db *db, struct arena *a, const struct scope *scope, unsigned long pupil,
                            struct entries *out)
{
        enum outcome result = DONE;
        *out = (struct entries){ 0, NULL };
        for (int kind = 0; result == DONE && kind < ENTRY_KINDS; kind++) {
                struct result r;
                result = db_query(db, a, &r, &entries_of_pupil,
                                  ARGS(arg_id(scope->school), arg_text(letter_of(a, (enum entry_kind)kind)),
                                       arg_id(pupil)));
                if (result == DONE)
                        add_rows(a, &r, (enum entry_kind)kind, true, out);
        }
        return result;
}

enum outcome entry_list(struct db *db, struct arena *a, const struct scope *scope, enum entry_kind kind,
                        struct entries *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &entries_of_kind, ARGS(arg_id(scope->school), arg_text(letter_of(a, kind))));
        *out = (struct entries){ 0, NULL };
        if (result == DONE)
                add_rows(a, &r, kind, true, out);
        return result;
}

enum outcome entry_of_school(struct db *db, struct arena *a, const struct scope *scope, enum entry_kind kind,
                             struct entries *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &entries_compared, ARGS(arg_id(scope->school), arg_text(letter_of(a, kind))));
        *out = (struct entries){ 0, NULL };
        if (result == DONE)
                add_rows(a, &r, kind, false, out);
        return result;
}

enum outcome entry_write(struct db *db, struct arena *a, const struct scope *scope,
                         const struct entry_held *items, size_t count)
{
        struct arg *args = arena_array(a, count * ARGS_A_ROW + 1, sizeof *args);
        for (size_t i = 0; i < count; i++) {
                const struct entry_held *e = &items[i];
                struct arg *to = args + i * ARGS_A_ROW;
                to[0] = arg_id(scope->school);
                to[1] = arg_text(letter_of(a, e->entry.kind));
                to[2] = arg_id(e->pupil);
                to[3] = arg_text(e->key);
                to[4] = arg_text(entry_pack(a, &e->entry));
                to[5] = arg_id(e->batch);
                to[6] = arg_text(e->sheet);
                to[7] = arg_number(e->row);
        }
        return db_run_many(db, &write_entry_50, &write_entry_1, args, count, ARGS_A_ROW);
}
