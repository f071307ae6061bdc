#include "store/match_case.h"

#include <string.h>

#include "store/audit.h"
#include "store/batch.h"

#define CASE                                                                                                             \
        "SELECT c.id, c.school_id, c.batch_id, c.row_id, c.fingerprint, c.pupil_id, c.pupil_school_id, c.runner_id, "     \
        "c.runner_school_id, c.weight, c.runner_weight, c.why, c.reasons, c.answer, c.question, c.school_note, "          \
        "COALESCE((SELECT name FROM person WHERE id = c.answered_by), ''), COALESCE(c.answered_at, ''), c.created_at, "   \
        "s.name, c.ver, COALESCE((SELECT CONCAT(p.surname, ', ', p.forename) FROM pupil p WHERE p.school_id = "            \
        "c.pupil_school_id AND p.id = c.pupil_id), '') FROM match_case c JOIN school s ON s.id = c.school_id "

SQL(set_outcome, "UPDATE list_row SET outcome = ?, pupil_id = ?, pupil_school_id = ? WHERE school_id = ? AND batch_id = ? AND "
                 "id = ?");
/* Fifty rows at once: a list of thousands takes a tenth of the time. */
#define OUTCOME      "SELECT ? AS school_id, ? AS batch_id, ? AS id, ? AS outcome, ? AS pupil_id, ? AS pupil_school_id"
#define OUTCOME_MORE " UNION ALL SELECT ?, ?, ?, ?, ?, ?"
#define SEVEN(x)     x x x x x x x
#define OUTCOME_SET                                                                                                   \
        ") m ON m.school_id = r.school_id AND m.batch_id = r.batch_id AND m.id = r.id SET r.outcome = m.outcome, "     \
        "r.pupil_id = m.pupil_id, r.pupil_school_id = m.pupil_school_id"
SQL(set_50_outcomes, "UPDATE list_row r JOIN (" OUTCOME SEVEN(SEVEN(OUTCOME_MORE)) OUTCOME_SET);
SQL(set_1_outcome, "UPDATE list_row r JOIN (" OUTCOME OUTCOME_SET);
enum { OUTCOME_ARGS = 6 };
SQL(clear_cases, "UPDATE match_case SET row_id = 0 WHERE school_id = ? AND batch_id = ?");
SQL(set_case, "INSERT INTO match_case (school_id, batch_id, fingerprint, row_id, pupil_id, pupil_school_id, runner_id, "
              "runner_school_id, weight, runner_weight, why, reasons, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
              "LEFT(?, 500), UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE row_id = VALUES(row_id), answer = IF(pupil_id = "
              "VALUES(pupil_id), answer, ''), pupil_id = VALUES(pupil_id), pupil_school_id = VALUES(pupil_school_id), runner_id "
              "= VALUES(runner_id), runner_school_id = VALUES(runner_school_id), weight = VALUES(weight), runner_weight = "
              "VALUES(runner_weight), why = VALUES(why), reasons = VALUES(reasons), ver = ver + 1");
SQL(list_cases, CASE "WHERE c.school_id = ? AND c.batch_id = ? AND c.row_id <> 0 ORDER BY c.id");
SQL(find_case, CASE "WHERE c.school_id = ? AND c.id = ? AND c.row_id <> 0");
SQL(asked_cases, CASE "JOIN batch b ON b.school_id = c.school_id AND b.id = c.batch_id WHERE c.school_id = ? AND c.answer = 'A' AND "
                      "c.row_id <> 0 AND b.kind = 'I' AND b.state = 'listed' ORDER BY c.created_at, c.id");
SQL(queue_cases, CASE "JOIN batch b ON b.school_id = c.school_id AND b.id = c.batch_id WHERE c.answer IN ('', 'A') AND "
                      "c.row_id <> 0 AND b.state = 'listed' ORDER BY c.created_at, c.id LIMIT 2000");
SQL(answered_cases, CASE "WHERE c.answer IN ('S', 'D') ORDER BY c.answered_at DESC, c.id DESC LIMIT 300");
SQL(find_answered, CASE "WHERE c.school_id = ? AND c.id = ? AND c.answer IN ('S', 'D')");
SQL(reopen_case, "UPDATE match_case SET answer = '', answered_by = ?, answered_at = UTC_TIMESTAMP(), ver = ver + 1 WHERE "
                 "school_id = ? AND id = ? AND ver = ? AND answer IN ('S', 'D')");
SQL(forget_verdicts, "DELETE FROM match_verdict WHERE fingerprint = ?");
SQL(answer_case, "UPDATE match_case SET answer = ?, pupil_id = ?, pupil_school_id = ?, question = ?, answered_by = ?, answered_at "
                 "= UTC_TIMESTAMP(), ver = ver + 1 WHERE school_id = ? AND id = ? AND ver = ? AND answer IN ('', 'A')");
SQL(note_case, "UPDATE match_case SET school_note = ?, answer = '', ver = ver + 1 WHERE school_id = ? AND id = ? AND ver = ? AND "
               "answer IN ('', 'A')");
SQL(set_verdict, "INSERT INTO match_verdict (fingerprint, pupil_id, same, decided_by, decided_at) VALUES (?, ?, ?, ?, "
                 "UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE same = VALUES(same), decided_by = VALUES(decided_by), decided_at = "
                 "VALUES(decided_at)");
SQL(list_verdicts, "SELECT fingerprint, pupil_id, same FROM match_verdict WHERE fingerprint IN (" SQL_ROWS50("?") ")");

static const char outcome_letters[ROW_OUTCOMES + 1] = " SCN";
static const char *const answer_keys[CASE_ANSWERS] = { "", "A", "S", "D" };

static struct arg print_arg(const struct print *p)
{
        return arg_bytes(p->bytes, sizeof p->bytes);
}

static struct print print_of(const struct result *r, size_t row, unsigned column)
{
        struct print p = { { 0 } };
        struct cell_value v = result_bytes(r, row, column);
        if (v.len == sizeof p.bytes)
                memcpy(p.bytes, v.bytes, sizeof p.bytes);
        return p;
}

/* ---- what matching found ---- */

struct matching {
        const struct scope *scope;
        const struct batch *b;
        unsigned long long roll;
        const struct row_match *matches;
        size_t count;
        const struct match_case *cases;
        size_t case_count;
};

static enum outcome set_outcomes(struct db *db, const struct matching *m)
{
        struct arena *a = arena_new();
        struct arg *args = arena_array(a, m->count * OUTCOME_ARGS + 1, sizeof *args), *to = args;
        for (size_t i = 0; i < m->count; i++) {
                const struct row_match *match = &m->matches[i];
                *to++ = arg_id(m->scope->school);
                *to++ = arg_id(m->b->id);
                *to++ = arg_id(match->row);
                *to++ = arg_bytes(&outcome_letters[match->outcome], match->outcome != ROW_UNMATCHED);
                *to++ = arg_id(match->pupil);
                *to++ = arg_id(match->pupil_school);
        }
        enum outcome result = db_run_many(db, &set_50_outcomes, &set_1_outcome, args, m->count, OUTCOME_ARGS);
        arena_free(a);
        return result;
}

static enum outcome add_case(struct db *db, const struct matching *m, const struct match_case *c)
{
        return db_run(db, &set_case,
                      ARGS(arg_id(m->scope->school), arg_id(m->b->id), print_arg(&c->print), arg_id(c->row),
                           arg_id(c->pupil), arg_id(c->pupil_school), arg_id(c->runner), arg_id(c->runner_school),
                           arg_number(c->weight), arg_number(c->runner_weight), arg_number(c->why), arg_text(c->reasons)));
}

static enum outcome do_set_matches(struct db *db, void *context)
{
        const struct matching *m = context;
        enum outcome result = batch_matched(db, m->scope, m->b, m->roll);
        if (result == DONE)
                result = db_run(db, &clear_cases, ARGS(arg_id(m->scope->school), arg_id(m->b->id)));
        if (result == DONE)
                result = set_outcomes(db, m);
        for (size_t i = 0; result == DONE && i < m->case_count; i++)
                result = add_case(db, m, &m->cases[i]);
        return result;
}

enum outcome list_set_matches(struct db *db, const struct scope *scope, const struct batch *b, unsigned long long roll,
                              const struct row_match *matches, size_t count, const struct match_case *cases, size_t case_count)
{
        struct matching m = { scope, b, roll, matches, count, cases, case_count };
        return db_transaction(db, do_set_matches, &m);
}

/* ---- cases ---- */

static enum case_answer answer_of(const char *word)
{
        int i = 0;
        while (i < CASE_ANSWERS - 1 && strcmp(answer_keys[i], word) != 0)
                i++;
        return (enum case_answer)i;
}

static struct match_case case_of(const struct result *r, size_t row)
{
        return (struct match_case){
                .id = (unsigned long)result_number(r, row, 0),
                .school = (unsigned long)result_number(r, row, 1),
                .batch = (unsigned long)result_number(r, row, 2),
                .row = (unsigned long)result_number(r, row, 3),
                .print = print_of(r, row, 4),
                .pupil = (unsigned long)result_number(r, row, 5),
                .pupil_school = (unsigned long)result_number(r, row, 6),
                .runner = (unsigned long)result_number(r, row, 7),
                .runner_school = (unsigned long)result_number(r, row, 8),
                .weight = (long)result_number(r, row, 9),
                .runner_weight = (long)result_number(r, row, 10),
                .why = (unsigned)result_number(r, row, 11),
                .reasons = result_text(r, row, 12),
                .answer = answer_of(result_text(r, row, 13)),
                .question = result_text(r, row, 14),
                .school_note = result_text(r, row, 15),
                .answered_by = result_text(r, row, 16),
                .answered_at = result_text(r, row, 17),
                .created_at = result_text(r, row, 18),
                .school_name = result_text(r, row, 19),
                .version = (unsigned)result_number(r, row, 20),
                .pupil_name = result_text(r, row, 21),
        };
}

static void cases_of(struct arena *a, const struct result *r, struct match_cases *out)
{
        struct match_case *items = arena_array(a, r->count + 1, sizeof *items);
        for (size_t i = 0; i < r->count; i++)
                items[i] = case_of(r, i);
        *out = (struct match_cases){ r->count, items };
}

enum outcome case_list(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                       struct match_cases *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_cases, ARGS(arg_id(scope->school), arg_id(batch)));
        cases_of(a, &r, out);
        return result;
}

enum outcome case_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct match_case *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_case, ARGS(arg_id(scope->school), arg_id(id)));
        if (result == DONE)
                *out = case_of(&r, 0);
        return result;
}

enum outcome case_asked(struct db *db, struct arena *a, const struct scope *scope, struct match_cases *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &asked_cases, ARGS(arg_id(scope->school)));
        cases_of(a, &r, out);
        return result;
}

enum outcome case_queue(struct db *db, struct arena *a, struct match_cases *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &queue_cases, ARGS());
        cases_of(a, &r, out);
        return result;
}

enum outcome case_answered(struct db *db, struct arena *a, struct match_cases *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &answered_cases, ARGS());
        cases_of(a, &r, out);
        return result;
}

enum outcome case_find_answered(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                                struct match_case *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_answered, ARGS(arg_id(scope->school), arg_id(id)));
        if (result == DONE)
                *out = case_of(&r, 0);
        return result;
}

struct answering {
        const struct scope *scope;
        const struct match_case *c;
        enum case_answer answer;
        unsigned long pupil, pupil_school;
        const char *words;
};

static enum outcome keep_verdict(struct db *db, const struct answering *d, unsigned long pupil, bool same)
{
        if (!pupil)
                return DONE;
        return db_run(db, &set_verdict,
                      ARGS(print_arg(&d->c->print), arg_id(pupil), arg_number(same), arg_id(d->scope->person)));
}

/* "Different" is said of both candidates that were shown; "same" of one makes the other different. */
static enum outcome keep_verdicts(struct db *db, const struct answering *d)
{
        bool same = d->answer == CASE_SAME;
        enum outcome result = keep_verdict(db, d, d->c->pupil, same && d->pupil == d->c->pupil);
        if (result == DONE)
                result = keep_verdict(db, d, d->c->runner, same && d->pupil == d->c->runner);
        return result;
}

static enum outcome do_answer(struct db *db, void *context)
{
        const struct answering *d = context;
        bool decided = d->answer == CASE_SAME || d->answer == CASE_DIFFERENT, same = d->answer == CASE_SAME;
        struct arg school = arg_id(d->scope->school);
        enum outcome result = batch_touch(db, d->scope, d->c->batch);
        if (result == DONE)
                result = db_run(db, &answer_case,
                                ARGS(arg_text(answer_keys[d->answer]), arg_id(same ? d->pupil : d->c->pupil),
                                     arg_id(same ? d->pupil_school : d->c->pupil_school), arg_text(d->words),
                                     arg_id(d->scope->person), school, arg_id(d->c->id), arg_number(d->c->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE && decided)
                result = keep_verdicts(db, d);
        if (result == DONE && decided)
                result = db_run(db, &set_outcome,
                                ARGS(arg_text(same ? "S" : "N"), arg_id(same ? d->pupil : 0),
                                     arg_id(same ? d->pupil_school : 0), school, arg_id(d->c->batch), arg_id(d->c->row)));
        if (result != DONE)
                return result;
        static const char *const verbs[CASE_ANSWERS] = { "", "match-asked", "match-same", "match-different" };
        return audit_add(db, d->scope->person, d->scope->school, verbs[d->answer], d->c->id, "");
}

enum outcome case_answer(struct db *db, const struct scope *scope, const struct match_case *c, enum case_answer answer,
                         unsigned long pupil, unsigned long pupil_school, const char *question)
{
        struct answering d = { scope, c, answer, pupil, pupil_school, question };
        return db_transaction(db, do_answer, &d);
}

static enum outcome do_reopen(struct db *db, void *context)
{
        const struct answering *d = context;
        enum outcome result = db_run(db, &reopen_case,
                                     ARGS(arg_id(d->scope->person), arg_id(d->scope->school), arg_id(d->c->id),
                                          arg_number(d->c->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE)
                result = db_run(db, &forget_verdicts, ARGS(print_arg(&d->c->print)));
        return result == DONE ? audit_add(db, d->scope->person, d->scope->school, "match-reopened", d->c->id, "") : result;
}

enum outcome case_reopen(struct db *db, const struct scope *scope, const struct match_case *c)
{
        struct answering d = { .scope = scope, .c = c };
        return db_transaction(db, do_reopen, &d);
}

static enum outcome do_note(struct db *db, void *context)
{
        const struct answering *d = context;
        enum outcome result = db_run(db, &note_case,
                                     ARGS(arg_text(d->words), arg_id(d->scope->school), arg_id(d->c->id),
                                          arg_number(d->c->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? audit_add(db, d->scope->person, d->scope->school, "match-noted", d->c->id, "") : result;
}

enum outcome case_note(struct db *db, const struct scope *scope, const struct match_case *c, const char *note)
{
        struct answering d = { .scope = scope, .c = c, .words = note };
        return db_transaction(db, do_note, &d);
}

static enum outcome verdicts_of_50(struct db *db, struct arena *a, const struct print *prints, size_t count,
                                   struct result *r)
{
        struct arg args[50];
        for (size_t i = 0; i < 50; i++)
                args[i] = print_arg(&prints[i < count ? i : 0]);
        return db_query(db, a, r, &list_verdicts, args, 50);
}

enum outcome verdict_list(struct db *db, struct arena *a, const struct print *prints, size_t count,
                          struct verdicts *out)
{
        size_t room = 0, used = 0;
        struct stored_verdict *items = NULL;
        for (size_t i = 0; i < count; i += 50) {
                struct result r;
                enum outcome result = verdicts_of_50(db, a, prints + i, count - i, &r);
                if (result != DONE)
                        return result;
                if (used + r.count > room) {
                        room = 2 * (used + r.count);
                        struct stored_verdict *more = arena_array(a, room, sizeof *more);
                        if (used)
                                memcpy(more, items, used * sizeof *more);
                        items = more;
                }
                for (size_t j = 0; j < r.count; j++)
                        items[used++] = (struct stored_verdict){ print_of(&r, j, 0),
                                                          (unsigned long)result_number(&r, j, 1), result_number(&r, j, 2) };
        }
        *out = (struct verdicts){ used, items };
        return DONE;
}
