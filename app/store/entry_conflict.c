#include "store/entry_conflict.h"

SQL(list_entry_conflicts,
    "SELECT c.id, c.pupil_id, c.kind, c.natural_key, c.theirs, c.ours, c.cohort, "
    "c.state, c.batch_id, COALESCE(d.file_name, ''), c.sheet, "
    "c.row_n, c.opened_at, c.ver, p.surname, p.forename, c.told, COALESCE((SELECT name "
    "FROM person WHERE id = c.decided_by), ''), COALESCE(c.decided_at, ''), "
    "COALESCE(g.file_name, ''), COALESCE(e.sheet, ''), COALESCE(e.row_n, 0), "
    "COALESCE(e.changed_at, '') FROM entry_conflict c JOIN "
    "pupil p ON p.school_id = c.school_id AND p.id = "
    "c.pupil_id LEFT JOIN import i ON i.school_id = c.school_id AND i.batch_id = "
    "c.batch_id LEFT JOIN delivery d ON d.id = i.delivery_id "
    "LEFT JOIN pupil_entry e ON e.school_id = c.school_id AND e.kind = c.kind AND "
    "e.pupil_id = c.pupil_id AND e.natural_key = c.natural_key LEFT JOIN import o ON "
    "o.school_id = e.school_id AND o.batch_id = e.batch_id LEFT JOIN delivery g ON "
    "g.id = o.delivery_id WHERE c.school_id = ? ORDER BY p.sort_name, p.id, c.kind, c.natural_key");
SQL(list_known,
    "SELECT DISTINCT c.pupil_id, s.name, s.counts = 1 AND s.closed = 0 FROM entry_conflict c JOIN pupil p ON "
    "p.school_id = c.school_id AND p.id = c.pupil_id JOIN involvement i ON i.child_id = p.child_id AND "
    "i.from_on <= ? AND (i.to_on IS NULL OR i.to_on >= ?) JOIN service s ON s.id = i.service_id WHERE "
    "c.school_id = ? ORDER BY c.pupil_id, s.name");
/* told and state before theirs: they look at the value that stands. */
SQL(open_entry_conflict,
    "INSERT INTO entry_conflict (school_id, kind, pupil_id, natural_key, theirs, ours, "
    "cohort, batch_id, sheet, row_n, opened_at) VALUES "
    "(?, ?, ?, ?, ?, ?, ?, ?, LEFT(?, 100), ?, UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE ver = ver "
    "+ 1, told = IF(theirs = VALUES(theirs), told, ''), state = IF(theirs = VALUES(theirs), state, ''), "
    "theirs = VALUES(theirs), ours = VALUES(ours), cohort = VALUES(cohort), batch_id = "
    "VALUES(batch_id), sheet = VALUES(sheet), row_n = "
    "VALUES(row_n)");
SQL(end_entry_conflict,
    "DELETE FROM entry_conflict WHERE school_id = ? AND kind = ? AND pupil_id = ? AND natural_key = ?");
SQL(forget_entry_conflicts, "DELETE FROM entry_conflict WHERE school_id = ? AND pupil_id = ?");
SQL(keep_entry_conflict,
    "UPDATE entry_conflict SET state = 'K', told = LEFT(?, 500), decided_by = ?, decided_at = "
    "UTC_TIMESTAMP(), ver = ver + 1 WHERE school_id "
    "= ? AND id = ? AND ver = ?");

static struct entry_conflict conflict_of(struct arena *a, const struct result *r, size_t row,
                                         enum entry_kind kind)
{
        struct entry_conflict c = { .id = (unsigned long)result_number(r, row, 0),
                                    .pupil = (unsigned long)result_number(r, row, 1),
                                    .key = result_text(r, row, 3),
                                    .any = *result_text(r, row, 5) != '\0',
                                    .cohort = cohort_of_letter(result_text(r, row, 6)[0]),
                                    .kept = result_text(r, row, 7)[0] == 'K',
                                    .batch = (unsigned long)result_number(r, row, 8),
                                    .file = result_text(r, row, 9),
                                    .sheet = result_text(r, row, 10),
                                    .row = (unsigned)result_number(r, row, 11),
                                    .opened_at = result_text(r, row, 12),
                                    .version = (unsigned)result_number(r, row, 13),
                                    .surname = result_text(r, row, 14),
                                    .forename = result_text(r, row, 15),
                                    .told = result_text(r, row, 16),
                                    .decided_by = result_text(r, row, 17),
                                    .decided_at = result_text(r, row, 18),
                                    .ours_file = result_text(r, row, 19),
                                    .ours_sheet = result_text(r, row, 20),
                                    .ours_row = (unsigned)result_number(r, row, 21),
                                    .ours_changed_at = result_text(r, row, 22) };
        entry_unpack(a, kind, result_text(r, row, 4), &c.theirs);
        entry_unpack(a, kind, result_text(r, row, 5), &c.ours);
        return c;
}

enum outcome entry_conflict_list(struct db *db, struct arena *a, const struct scope *scope,
                                 struct entry_conflicts *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_entry_conflicts, ARGS(arg_id(scope->school)));
        if (result != DONE)
                return result;
        struct entry_conflict *items = arena_array(a, r.count + 1, sizeof *items);
        *out = (struct entry_conflicts){ 0, items };
        for (size_t i = 0; i < r.count; i++) {
                enum entry_kind kind = entry_kind_of_letter(result_text(&r, i, 2)[0]);
                if (kind != ENTRY_KINDS) /* of a kind that another version knows */
                        items[out->count++] = conflict_of(a, &r, i, kind);
        }
        return DONE;
}

enum outcome entry_conflict_known(struct db *db, struct arena *a, const struct scope *scope, const char *day,
                                  struct entries_known *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &list_known, ARGS(arg_text(day), arg_text(day), arg_id(scope->school)));
        if (result != DONE)
                return result;
        struct entry_known *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct entry_known){ (unsigned long)result_number(&r, i, 0),
                                                 result_text(&r, i, 1), result_number(&r, i, 2) != 0 };
        *out = (struct entries_known){ r.count, items };
        return DONE;
}

static const char *letter_of(struct arena *a, char letter)
{
        return arena_printf(a, "%c", letter);
}

enum outcome entry_conflict_open(struct db *db, struct arena *a, const struct scope *scope,
                                 const struct entry_conflict *items, size_t count)
{
        enum outcome result = DONE;
        for (size_t i = 0; i < count && result == DONE; i++) {
                const struct entry_conflict *c = &items[i];
                result = db_run(db, &open_entry_conflict,
                                ARGS(arg_id(scope->school),
                                     arg_text(letter_of(a, entry_table[c->theirs.kind].letter)),
                                     arg_id(c->pupil), arg_text(c->key), arg_text(entry_pack(a, &c->theirs)),
                                     arg_text(c->any ? entry_pack(a, &c->ours) : ""),
                                     arg_text(letter_of(a, cohort_letters[c->cohort])), arg_id(c->batch),
                                     arg_text(c->sheet), arg_number(c->row)));
        }
        return result;
}

enum outcome entry_conflict_end(struct db *db, struct arena *a, const struct scope *scope,
                                const struct entry_conflict *c)
{
        return db_run(db, &end_entry_conflict,
                      ARGS(arg_id(scope->school), arg_text(letter_of(a, entry_table[c->theirs.kind].letter)),
                           arg_id(c->pupil), arg_text(c->key)));
}

enum outcome entry_conflict_keep(struct db *db, const struct scope *scope, const struct entry_conflict *c,
                                 const char *told)
{
        enum outcome result = db_run(db, &keep_entry_conflict,
                                     ARGS(arg_text(told), arg_number_or_null((long long)scope->person),
                                          arg_id(scope->school), arg_id(c->id), arg_number(c->version)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

enum outcome entry_conflict_forget(struct db *db, const struct scope *scope, const unsigned long *pupils,
                                   size_t count)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < count; i++)
                result = db_run(db, &forget_entry_conflicts, ARGS(arg_id(scope->school), arg_id(pupils[i])));
        return result;
}
