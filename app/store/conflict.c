#include "store/conflict.h"

#include <string.h>

#define CONFLICT                                                                                                    \
        "SELECT id, school_id, pupil_id, field, theirs, ours, cohort, verdict, state, batch_id, file_name, sheet, row_n, " \
        "opened_at, ver, told FROM conflict WHERE school_id = ? "
SQL(list_conflicts, CONFLICT "ORDER BY pupil_id, field");
SQL(find_conflict, CONFLICT "AND id = ?");

#define OPEN     "(?, ?, ?, LEFT(?, 250), LEFT(?, 250), ?, ?, ?, LEFT(?, 255), LEFT(?, 100), ?, UTC_TIMESTAMP())"
#define OPEN_INTO                                                                                                   \
        "INSERT INTO conflict (school_id, pupil_id, field, theirs, ours, cohort, verdict, batch_id, file_name, sheet, "     \
        "row_n, opened_at) VALUES "
/* In this order: state and opened_at look at the value that was there before. */
#define OPEN_AGAIN                                                                                                  \
        " ON DUPLICATE KEY UPDATE told = IF(theirs = VALUES(theirs), told, ''), state = IF(theirs = VALUES(theirs), state, ''), opened_at = IF(theirs = VALUES(theirs), "  \
        "opened_at, VALUES(opened_at)), theirs = VALUES(theirs), ours = VALUES(ours), cohort = VALUES(cohort), verdict = "   \
        "VALUES(verdict), batch_id = VALUES(batch_id), file_name = VALUES(file_name), sheet = VALUES(sheet), row_n = "       \
        "VALUES(row_n), ver = ver + 1"
SQL(open_1, OPEN_INTO OPEN OPEN_AGAIN);
SQL(open_50, OPEN_INTO SQL_ROWS50(OPEN) OPEN_AGAIN);
enum { OPEN_ARGS = 11 };

#define END      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(), ?)"
#define END_INTO                                                                                                    \
        "INSERT INTO conflict_end (school_id, pupil_id, field, theirs, ours, cohort, verdict, how, batch_id, opened_at, "    \
        "ended_at, ended_by) VALUES "
SQL(end_1, END_INTO END);
SQL(end_50, END_INTO SQL_ROWS50(END));
enum { END_ARGS = 11 };
SQL(delete_50, "DELETE FROM conflict WHERE school_id = ? AND id IN (" SQL_ROWS50("?") ")");
SQL(keep_conflict, "UPDATE conflict SET state = 'K', told = LEFT(?, 500), decided_by = ?, decided_at = UTC_TIMESTAMP(), ver = ver + 1 WHERE school_id = "
                   "? AND id = ? AND ver = ? AND state = ''");
SQL(reweigh_conflict, "UPDATE conflict SET cohort = ?, verdict = ?, ver = ver + 1 WHERE school_id = ? AND id = ?");

static const char hows[CONFLICT_HOWS + 1] = "AKSRU";

static struct conflict conflict_of(const struct result *r, size_t row)
{
        char verdict = *result_text(r, row, 7);
        return (struct conflict){ .id = (unsigned long)result_number(r, row, 0),
                                  .school = (unsigned long)result_number(r, row, 1),
                                  .pupil = (unsigned long)result_number(r, row, 2),
                                  .field = field_of_key(result_text(r, row, 3)),
                                  .theirs = result_text(r, row, 4),
                                  .ours = result_text(r, row, 5),
                                  .cohort = cohort_of_letter(*result_text(r, row, 6)),
                                  .rule = verdict == 'H' ? VERDICT_APPLY : verdict_of_letter(verdict),
                                  .hand = verdict == 'H',
                                  .kept = *result_text(r, row, 8) == 'K',
                                  .batch = (unsigned long)result_number(r, row, 9),
                                  .file = result_text(r, row, 10),
                                  .sheet = result_text(r, row, 11),
                                  .row = (unsigned)result_number(r, row, 12),
                                  .opened_at = result_text(r, row, 13),
                                  .version = (unsigned)result_number(r, row, 14),
                                  .told = result_text(r, row, 15) };
}

enum outcome conflict_list(struct db *db, struct arena *a, const struct scope *scope, struct conflicts *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_conflicts, ARGS(arg_id(scope->school)));
        struct conflict *items = arena_array(a, r.count + 1, sizeof *items);
        *out = (struct conflicts){ 0, items };
        for (size_t i = 0; i < r.count; i++) {
                struct conflict c = conflict_of(&r, i);
                if (c.field != FIELD_COUNT) /* of a field that another version knows */
                        items[out->count++] = c;
        }
        return result;
}

enum outcome conflict_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct conflict *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_conflict, ARGS(arg_id(scope->school), arg_id(id)));
        if (result == DONE)
                *out = conflict_of(&r, 0);
        return result == DONE && out->field == FIELD_COUNT ? ABSENT : result;
}

static struct arg letter(char c)
{
        static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        return arg_bytes(&letters[c - 'A'], 1);
}

static struct arg verdict_arg(const struct conflict *c)
{
        return letter(c->hand ? 'H' : verdict_letters[c->rule]);
}

enum outcome conflict_open(struct db *db, struct arena *a, const struct scope *scope, const struct conflict *items,
                           size_t count)
{
        struct arg *args = arena_array(a, count * OPEN_ARGS + 1, sizeof *args), *to = args;
        for (size_t i = 0; i < count; i++) {
                const struct conflict *c = &items[i];
                const struct arg row[OPEN_ARGS] = { arg_id(scope->school),
                                                    arg_id(c->pupil),
                                                    arg_text(field_table[c->field].key),
                                                    arg_text(c->theirs),
                                                    arg_text(c->ours),
                                                    letter(cohort_letters[c->cohort]),
                                                    verdict_arg(c),
                                                    arg_id(c->batch),
                                                    arg_text(c->file),
                                                    arg_text(c->sheet),
                                                    arg_number(c->row) };
                memcpy(to, row, sizeof row);
                to += OPEN_ARGS;
        }
        return db_run_many(db, &open_50, &open_1, args, count, OPEN_ARGS);
}

static enum outcome forget(struct db *db, const struct scope *scope, const struct conflict *items, size_t count)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < count; i += 50) {
                struct arg args[51] = { arg_id(scope->school) };
                for (size_t n = 0; n < 50; n++)
                        args[1 + n] = arg_id(items[i + n < count ? i + n : count - 1].id);
                result = db_run(db, &delete_50, args, 51);
        }
        return result;
}

enum outcome conflict_end(struct db *db, struct arena *a, const struct scope *scope, const struct conflict *items,
                          size_t count, enum conflict_how how)
{
        struct arg *args = arena_array(a, count * END_ARGS + 1, sizeof *args), *to = args;
        for (size_t i = 0; i < count; i++) {
                const struct conflict *c = &items[i];
                const struct arg row[END_ARGS] = { arg_id(scope->school),
                                                   arg_id(c->pupil),
                                                   arg_text(field_table[c->field].key),
                                                   arg_text(c->theirs),
                                                   arg_text(c->ours),
                                                   letter(cohort_letters[c->cohort]),
                                                   verdict_arg(c),
                                                   letter(hows[how]),
                                                   arg_id(c->batch),
                                                   arg_text(c->opened_at),
                                                   arg_number_or_null((long long)scope->person) };
                memcpy(to, row, sizeof row);
                to += END_ARGS;
        }
        enum outcome result = db_run_many(db, &end_50, &end_1, args, count, END_ARGS);
        return result == DONE ? forget(db, scope, items, count) : result;
}

enum outcome conflict_keep(struct db *db, const struct scope *scope, const struct conflict *c, const char *told)
{
        enum outcome result = db_run(db, &keep_conflict,
                                     ARGS(arg_text(told), arg_id(scope->person), arg_id(scope->school), arg_id(c->id), arg_number(c->version)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

enum outcome conflict_reweigh(struct db *db, const struct scope *scope, const struct conflict *c)
{
        return db_run(db, &reweigh_conflict,
                      ARGS(letter(cohort_letters[c->cohort]), verdict_arg(c), arg_id(scope->school), arg_id(c->id)));
}
