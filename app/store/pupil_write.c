#include "store/pupil_write.h"

#include <string.h>

#include "base/text.h"
#include "store/class_count.h"
#include "store/pupil_columns.h"
#include "store/pupil_key.h"
#include "store/settle.h"

/* ---- rows of pupil ---- */

#define MARKS5      "?, ?, ?, ?, ?"
#define FIELD_MARKS MARKS5 ", " MARKS5 ", " MARKS5 ", " MARKS5 ", " MARKS5 ", " MARKS5 ", ?"
#define INSERT                                                                                               \
        "INSERT INTO pupil (school_id, id, child_id, state, left_on, ground, destination, left_batch_id, "   \
        "roll_ver, by_hand, sort_name, created_at, " PUPIL_FIELDS ") VALUES "
#define ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, LEFT(?, 205), UTC_TIMESTAMP(), " FIELD_MARKS ")"
enum { ROW_ARGS = 11 + FIELD_COUNT };

/* Of pupils that are there and locked, so it never inserts: it is the way to update fifty rows at once. */
#define SET(column) column " = VALUES(" column ")"
#define UPDATE                                                                                                                                                                                                                                                                                                                                         \
        " ON DUPLICATE KEY UPDATE ver = ver + 1, " SET("by_hand") ", " SET(                                                                                                                                                                                                                                                                                                \
            "state") ", " SET("left_on") ", " SET("ground") ","                                                                                                                                                                                                                                                                                        \
                                                            " " SET("destination") ", " SET("left_batch_id") ", " SET(                                                                                                                                                                                                                                 \
                                                                "roll_"                                                                                                                                                                                                                                                                                \
                                                                "ver") ", " SET("sort_name") ", " SET("upn") ", " SET("former_upn") ", " SET("uln") ", " SET("surname") ", " SET("forename") ", " SET("middle_names") ", " SET("preferred_"                                                                                                            \
                                                                                                                                                                                                                               "surname") ","                                                                                                          \
                                                                                                                                                                                                                                          " " SET("preferred_forename") ", " SET("former_surname") ", " SET("date_of_birth") ", " SET("sex") ", " SET( \
                                                                                                                                                                                                                                              "nc_year") ", " SET("class") ", " SET("enrolment") ", " SET("entry_date") ", " SET("address") ", " SET("town") ", " SET("postcode") ", " SET("ethnicity") ", " SET("language") ", " SET("sen") ", " SET("fsm") ", " SET("service_child")

#define UPDATE_MORE                                                                                          \
        ", " SET("former_forename") ", " SET("sen_need") ", " SET("sen_need_2") ", " SET("looked_after")     \
        ", " SET("post_looked_after") ", " SET("young_carer") ", " SET("boarder") ", " SET("english_proficiency")

SQL(insert_50, INSERT SQL_ROWS50(ROW));
SQL(insert_1, INSERT ROW);
SQL(update_50, INSERT SQL_ROWS50(ROW) UPDATE UPDATE_MORE);
SQL(update_1, INSERT ROW UPDATE UPDATE_MORE);
SQL(fresh_ids, "SELECT id FROM pupil WHERE school_id = ? AND roll_ver = ? ORDER BY id");
SQL(fresh_children,
    "UPDATE pupil SET child_id = id WHERE school_id = ? AND child_id = 0 AND id IN (" FIFTY ")");

static const char *sort_name(struct arena *a, const struct record *r)
{
        return text_fold(a, arena_printf(a, "%s %s", r->value[FIELD_SURNAME], r->value[FIELD_FORENAME]));
}

static void row_args(struct arena *a, const struct pupil_full *p, unsigned long long roll_version,
                     struct arg *args)
{
        *args++ = arg_number((long long)p->pupil.school);
        *args++ = arg_number_or_null((long long)p->pupil.id);
        *args++ = arg_number((long long)p->child);
        *args++ = arg_text(p->pupil.on_roll ? "R" : "L");
        *args++ = arg_text_or_null(p->left_on);
        *args++ = arg_text(p->ground);
        *args++ = arg_text(p->destination);
        *args++ = arg_number_or_null((long long)p->left_batch);
        *args++ = arg_number((long long)roll_version);
        *args++ = arg_number((long long)p->pupil.by_hand);
        *args++ = arg_text(sort_name(a, &p->pupil.record));
        for (int f = 0; f < FIELD_COUNT; f++) {
                const char *value = p->pupil.record.value[f];
                *args++ = field_table[f].kind == KIND_DATE ? arg_text_or_null(value) : arg_text(value);
        }
}

/* Both lists are in ascending order: this transaction alone writes the school's roll with this version of it.
 */
static enum outcome number_fresh(struct db *db, struct arena *a, unsigned long school,
                                 unsigned long long roll_version, struct write *const *fresh, size_t count)
{
        struct result r;
        unsigned long *ids = arena_array(a, count, sizeof *ids);
        enum outcome result = db_query(
            db, a, &r, &fresh_ids, ARGS(arg_number((long long)school), arg_number((long long)roll_version)));
        if (result != DONE || r.count != count)
                return BROKEN;
        for (size_t i = 0; i < count; i++)
                ids[i] = fresh[i]->after.pupil.id = (unsigned long)result_number(&r, i, 0);
        for (size_t i = 0; result == DONE && i < count; i += IN_LIST) {
                struct arg args[1 + IN_LIST] = { arg_number((long long)school) };
                in_list(args + 1, ids + i, count - i < IN_LIST ? count - i : IN_LIST);
                result = db_run(db, &fresh_children, args, 1 + IN_LIST);
        }
        return result;
}

static enum outcome write_rows(struct db *db, struct arena *a, unsigned long long roll_version,
                               struct write *const *writes, size_t count)
{
        struct arg *args = arena_array(a, count * ROW_ARGS, sizeof *args);
        bool fresh = writes[0]->kind == WRITE_CREATED;
        for (size_t i = 0; i < count; i++)
                row_args(a, &writes[i]->after, roll_version, args + i * ROW_ARGS);
        enum outcome result = db_run_many(db, fresh ? &insert_50 : &update_50, fresh ? &insert_1 : &update_1,
                                          args, count, ROW_ARGS);
        if (result != DONE)
                return result;
        return fresh ? number_fresh(db, a, writes[0]->after.pupil.school, roll_version, writes, count) : DONE;
}

/* ---- rows of pupil_change ---- */

#define INSERT_CHANGE                                                                                        \
        "INSERT INTO pupil_change (school_id, pupil_id, at, kind, field, old_value, new_value, person_id, "  \
        "batch_id, file_name, sheet, row_n) VALUES "
#define CHANGE_ROW                                                                                           \
        "(?, ?, UTC_TIMESTAMP(), ?, ?, LEFT(?, 250), LEFT(?, 250), ?, ?, LEFT(?, 255), LEFT(?, 100), ?)"
enum { CHANGE_ARGS = 11 };

SQL(insert_change_50, INSERT_CHANGE SQL_ROWS50(CHANGE_ROW));
SQL(insert_change_1, INSERT_CHANGE CHANGE_ROW);

static const char *const kinds[] = { "created", "changed", "left", "restored" };

struct changes {
        struct arena *arena;
        unsigned long person;
        size_t count, room;
        struct arg *args;
};

static void add_change(struct changes *c, const struct write *w, const char *field, const char *old_value,
                       const char *new_value)
{
        if (c->count == c->room) {
                struct arg *more = arena_array(c->arena, (c->room + 50) * 2 * CHANGE_ARGS, sizeof *more);
                if (c->count)
                        memcpy(more, c->args, c->count * CHANGE_ARGS * sizeof *more);
                c->room = (c->room + 50) * 2;
                c->args = more;
        }
        const struct arg row[CHANGE_ARGS] = { arg_number((long long)w->after.pupil.school),
                                              arg_number((long long)w->after.pupil.id),
                                              arg_text(kinds[w->kind]),
                                              arg_text(field),
                                              arg_text(old_value),
                                              arg_text(new_value),
                                              arg_number_or_null((long long)c->person),
                                              arg_number_or_null((long long)w->from.batch),
                                              arg_text(w->from.file),
                                              arg_text(w->from.sheet),
                                              arg_number(w->from.row) };
        memcpy(c->args + c->count++ * CHANGE_ARGS, row, sizeof row);
}

static void compare_value(struct changes *c, const struct write *w, const char *field, const char *before,
                          const char *after)
{
        if (strcmp(before, after) != 0)
                add_change(c, w, field, before, after);
}

static void add_changes(struct changes *c, const struct write *w)
{
        const struct pupil_full *before = w->before, *after = &w->after;
        if (!before) {
                add_change(c, w, "", "", "");
                return;
        }
        compare_value(c, w, "left_on", before->left_on, after->left_on);
        compare_value(c, w, "ground", before->ground, after->ground);
        compare_value(c, w, "destination", before->destination, after->destination);
        for (int f = 0; f < FIELD_COUNT; f++)
                compare_value(c, w, field_table[f].key, before->pupil.record.value[f],
                              after->pupil.record.value[f]);
}

static enum outcome write_changes(struct db *db, struct arena *a, unsigned long person,
                                  struct write *const *writes, size_t count)
{
        struct changes c = { .arena = a, .person = person };
        for (size_t i = 0; i < count; i++)
                add_changes(&c, writes[i]);
        return db_run_many(db, &insert_change_50, &insert_change_1, c.args, c.count, CHANGE_ARGS);
}

/* ---- all of it ---- */

/* Bits of the fields that the write changes. */
static uint64_t changed_fields(const struct write *w)
{
        uint64_t bits = 0;
        for (int f = 0; f < FIELD_COUNT; f++)
                if (strcmp(w->before ? w->before->pupil.record.value[f] : "", w->after.pupil.record.value[f]) != 0)
                        bits |= UINT64_C(1) << f;
        return bits;
}

/* What a person types is theirs until a file's value takes its place. */
static void note_hand(const struct scope *scope, struct write *w)
{
        uint64_t changed = w->kind == WRITE_CREATED || w->kind == WRITE_CHANGED ? changed_fields(w) : 0;
        if (scope->person && !w->from.batch)
                w->after.pupil.by_hand |= changed;
        else
                w->after.pupil.by_hand &= ~changed;
}

static bool differs(const struct write *w)
{
        return !w->before || w->kind != WRITE_CHANGED || changed_fields(w);
}

enum outcome write_pupils(struct db *db, struct arena *a, const struct scope *scope,
                          unsigned long long roll_version, struct write *writes, size_t count)
{
        struct write **real = arena_array(a, count + 1, sizeof *real);
        size_t n = 0;
        for (size_t i = 0; i < count; i++)
                if (differs(&writes[i])) {
                        note_hand(scope, &writes[i]);
                        real[n++] = &writes[i];
                }
        if (n == 0)
                return DONE;
        enum outcome result = write_rows(db, a, roll_version, real, n);
        if (result == DONE)
                result = write_changes(db, a, scope->person, real, n);
        if (result == DONE)
                result = pupil_keys_write(db, a, real, n);
        if (result == DONE)
                result = class_count_write(db, a, real, n);
        return result == DONE ? settle_written(db, a, scope, real, n) : result;
}
