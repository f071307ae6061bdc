#include "store/answer_agent.h"

#include <string.h>

#include "model/exchange.h"
#include "model/field.h"
#include "store/audit.h"

enum { TAKES = 10 };

#define ANSWER                                                                                                                \
        "SELECT w.id, w.run_id, COALESCE(w.agent_id, 0), COALESCE(w.delivery_id, 0), w.state, t.way, t.group_kind, t.data, t.years, "    \
        "t.months, w.gives_up_at, COALESCE(w.lease_until, ''), w.file_name, w.size, w.sha256, w.tries - w.tries_from, UNIX_TIMESTAMP(r.issued_at) FROM exchange_answer w JOIN exchange_run r " \
        "ON r.id = w.run_id JOIN exchange_task t ON t.id = r.task_id WHERE "
SQL(find_answer, ANSWER "w.school_id = ? AND w.id = ?");
SQL(lock_answer, ANSWER "w.school_id = ? AND w.id = ? FOR UPDATE");
/* Looked for without locks, then taken by number if it is still to be had: two agents at once lock one row each, and nothing between. */
#define MAY_BE_TAKEN                                                                                                          \
        "((state = 'W' AND offer_at <= UTC_TIMESTAMP() AND (next_at IS NULL OR next_at <= UTC_TIMESTAMP())) OR (state = 'T' AND "    \
        "lease_until < UTC_TIMESTAMP())) AND gives_up_at > UTC_TIMESTAMP()"
SQL(own_answer, "SELECT id FROM exchange_answer WHERE school_id = ? AND state = 'T' AND agent_id = ? AND gives_up_at > UTC_TIMESTAMP() "
                "ORDER BY id LIMIT 1");
SQL(next_answer, "SELECT id FROM exchange_answer WHERE school_id = ? AND " MAY_BE_TAKEN " ORDER BY offer_at, id LIMIT 1");
SQL(renew_own, "UPDATE exchange_answer SET lease_until = UTC_TIMESTAMP() + INTERVAL ? SECOND WHERE id = ? AND state = 'T' AND agent_id = ?");
SQL(take_answer, "UPDATE exchange_answer SET state = 'T', agent_id = ?, lease_until = UTC_TIMESTAMP() + INTERVAL ? SECOND, tries = tries + "
                 "1, words = '', changed_at = UTC_TIMESTAMP(), ver = ver + 1 WHERE id = ? AND " MAY_BE_TAKEN);
SQL(lose_attempt, "UPDATE exchange_attempt SET outcome = 'L', ended_at = UTC_TIMESTAMP(), words = 'The agent was not heard from again.' "
                  "WHERE answer_id = ? AND outcome = ''");
SQL(start_attempt, "INSERT INTO exchange_attempt (answer_id, n, agent_id, started_at) SELECT id, tries, ?, UTC_TIMESTAMP() FROM "
                   "exchange_answer WHERE id = ?");
SQL(end_attempt, "UPDATE exchange_attempt SET outcome = ?, ended_at = UTC_TIMESTAMP(), size = ?, words = LEFT(?, 500) WHERE answer_id = ? "
                 "AND outcome = ''");
/* Not past its time: what is not here by then, and a lease after it, is taken back, however often the agent says that it goes on. */
SQL(renew_answer, "UPDATE exchange_answer SET lease_until = UTC_TIMESTAMP() + INTERVAL ? SECOND WHERE id = ? AND gives_up_at > "
                  "UTC_TIMESTAMP()");
SQL(put_part, "INSERT INTO exchange_part (answer_id, n, size, sha256, cipher) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE size = "
              "VALUES(size), sha256 = VALUES(sha256), cipher = VALUES(cipher)");
SQL(list_parts, "SELECT p.n, p.size, p.sha256 FROM exchange_part p JOIN exchange_answer w ON w.id = p.answer_id WHERE w.school_id = ? AND "
                "w.id = ? ORDER BY p.n");
SQL(list_sealed, "SELECT p.n, p.size, p.sha256, p.cipher FROM exchange_part p JOIN exchange_answer w ON w.id = p.answer_id WHERE "
                 "w.school_id = ? AND w.id = ? ORDER BY p.n");
SQL(find_part, "SELECT p.n, p.size, p.sha256, p.cipher FROM exchange_part p JOIN exchange_answer w ON w.id = p.answer_id WHERE "
               "w.school_id = ? AND w.id = ? AND p.n = ?");
SQL(forget_parts, "DELETE FROM exchange_part WHERE answer_id = ?");
SQL(receive_answer, "UPDATE exchange_answer SET state = 'R', delivery_id = ?, file_name = LEFT(?, 255), size = ?, sha256 = ?, lease_until = "
                    "NULL, next_at = NULL, words = '', changed_at = UTC_TIMESTAMP(), ver = ver + 1 WHERE id = ?");
SQL(forget_gone, "DELETE FROM exchange_gone WHERE answer_id = ?");
SQL(add_gone, "INSERT INTO exchange_gone (answer_id, kind, words) VALUES (?, ?, LEFT(?, 250)) ON DUPLICATE KEY UPDATE words = "
              "VALUES(words)");
SQL(end_answer, "UPDATE exchange_answer SET state = ?, words = LEFT(?, 500), lease_until = NULL, next_at = NULL, changed_at = "
                "UTC_TIMESTAMP(), ver = ver + 1 WHERE id = ?");
SQL(fail_answer, "UPDATE exchange_answer SET state = 'W', words = LEFT(?, 500), lease_until = NULL, next_at = UTC_TIMESTAMP() + INTERVAL ? "
                 "SECOND, changed_at = UTC_TIMESTAMP(), ver = ver + 1 WHERE id = ?");

SQL(sweep_parts, "DELETE FROM exchange_part WHERE answer_id IN (SELECT id FROM exchange_answer WHERE state NOT IN ('W', 'H', 'T'))");

/* What differs: a value that a person decided to keep against the school's; or one that was changed here, by a person or a spreadsheet,
 * and no complete file of the school with NC years (in half of its rows) was processed after it. What nobody has decided yet is not sent. */
SQL(years_that_differ,
    "SELECT p.id FROM pupil p WHERE p.school_id = ? AND p.state = 'R' AND p.nc_year <> '' AND p.upn <> '' AND NOT EXISTS (SELECT 1 FROM "
    "conflict o WHERE o.school_id = p.school_id AND o.pupil_id = p.id AND o.field = 'nc_year' AND o.state = '') AND (EXISTS (SELECT 1 FROM "
    "conflict k WHERE k.school_id = p.school_id AND k.pupil_id = p.id AND k.field = 'nc_year' AND k.state = 'K' AND k.theirs <> p.nc_year) "
    "OR EXISTS (SELECT 1 FROM pupil_change h LEFT JOIN batch b ON b.id = h.batch_id WHERE h.school_id = p.school_id AND h.pupil_id = p.id "
    "AND h.id = (SELECT MAX(x.id) FROM pupil_change x WHERE x.school_id = p.school_id AND x.pupil_id = p.id AND x.field = 'nc_year') AND "
    "h.kind = 'changed' AND (b.id IS NULL OR b.kind <> 'I') AND NOT EXISTS (SELECT 1 FROM batch l JOIN import i ON i.school_id = "
    "l.school_id AND i.batch_id = l.id WHERE l.school_id = p.school_id AND l.kind = 'I' AND l.applied_at > h.at AND i.complete = 1 AND "
    "(i.filled >> ?) & 1))) ORDER BY p.id");
SQL(lock_counter, "INSERT INTO ctf_counter (school_id, last_n) VALUES (?, 1) ON DUPLICATE KEY UPDATE last_n = last_n % 999 + 1");
SQL(read_counter, "SELECT last_n FROM ctf_counter WHERE school_id = ?");
SQL(set_file, "UPDATE exchange_answer SET file_name = ?, size = ?, sha256 = ?, changed_at = UTC_TIMESTAMP(), ver = ver + 1 WHERE id = ?");

static struct agent_answer answer_of(const struct result *r, size_t row)
{
        struct agent_answer w = { .id = (unsigned long)result_number(r, row, 0),
                                  .run = (unsigned long)result_number(r, row, 1),
                                  .agent = (unsigned long)result_number(r, row, 2),
                                  .delivery = (unsigned long)result_number(r, row, 3),
                                  .state = *result_text(r, row, 4),
                                  .way = *result_text(r, row, 5),
                                  .group = *result_text(r, row, 6),
                                  .data = result_text(r, row, 7),
                                  .years = (unsigned)result_number(r, row, 8),
                                  .months = (unsigned)result_number(r, row, 9),
                                  .gives_up_at = result_text(r, row, 10),
                                  .lease_until = result_text(r, row, 11),
                                  .file_name = result_text(r, row, 12),
                                  .size = (unsigned long)result_number(r, row, 13) };
        struct cell_value hash = result_bytes(r, row, 14);
        w.tries = (unsigned)result_number(r, row, 15);
        w.issued_at = (time_t)result_number(r, row, 16);
        w.hashed = hash.len == ANSWER_SHA256;
        if (w.hashed)
                memcpy(w.sha256, hash.bytes, ANSWER_SHA256);
        return w;
}

static enum outcome find_by(struct db *db, struct arena *a, const struct sql *q, const struct scope *scope, unsigned long id,
                            struct agent_answer *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, q, ARGS(arg_id(scope->school), arg_id(id)));
        if (result == DONE)
                *out = answer_of(&r, 0);
        return result;
}

enum outcome answer_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct agent_answer *out)
{
        return find_by(db, a, &find_answer, scope, id, out);
}

/* ---- a deed on an answer that the agent holds ---- */

/* Every one is a transaction that begins with the answer's lock. */
struct deed {
        const struct answering *by;
        unsigned long id;
        enum outcome (*work)(struct db *db, struct deed *d);
        const void *with;
        bool all;            /* of what is gone */
        unsigned long *made; /* the delivery's number */
        void (*make)(void *with, unsigned number, struct answer_file *out);
        void *make_with;
        struct arena *arena;
        struct agent_answer was;
};

static enum outcome do_deed(struct db *db, void *context)
{
        struct deed *d = context;
        arena_reset(d->arena);
        enum outcome result = find_by(db, d->arena, &lock_answer, d->by->scope, d->id, &d->was);
        return result == DONE ? d->work(db, d) : result;
}

static enum outcome run_deed(struct db *db, struct deed *d)
{
        d->arena = arena_new();
        enum outcome result = db_transaction(db, do_deed, d);
        arena_free(d->arena);
        return result;
}

static bool held(const struct deed *d)
{
        return d->was.state == ANSWER_TAKEN && d->was.agent == d->by->agent;
}

static enum outcome end_try(struct db *db, const struct deed *d, const char *outcome, unsigned long size, const char *words)
{
        return db_run(db, &end_attempt, ARGS(arg_text(outcome), arg_id(size), arg_text(words), arg_id(d->id)));
}

/* ---- taking ---- */

static enum outcome first_of(struct db *db, struct arena *a, const struct sql *q, const struct arg *args, size_t count, unsigned long *id)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, q, args, count);
        *id = result == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
        return result;
}

static enum outcome do_take(struct db *db, void *context)
{
        struct deed *d = context;
        enum outcome result = db_run(db, &take_answer, ARGS(arg_id(d->by->agent), arg_number(ANSWER_LEASE), arg_id(d->id)));
        if (result == DONE && db_affected(db) == 0)
                return ABSENT;
        if (result == DONE)
                result = db_run(db, &lose_attempt, ARGS(arg_id(d->id)));
        return result == DONE ? db_run(db, &start_attempt, ARGS(arg_id(d->by->agent), arg_id(d->id))) : result;
}

/* ABSENT also when others were faster time and again: the agent asks again soon. */
static enum outcome take_next(struct db *db, struct deed *d)
{
        enum outcome result = ABSENT;
        for (int i = 0; i < TAKES && result == ABSENT; i++) {
                enum outcome found = first_of(db, d->arena, &next_answer, ARGS(arg_id(d->by->scope->school)), &d->id);
                if (found != DONE)
                        return found;
                result = db_transaction(db, do_take, d);
        }
        return result;
}

static enum outcome take_own(struct db *db, struct deed *d)
{
        enum outcome result =
            first_of(db, d->arena, &own_answer, ARGS(arg_id(d->by->scope->school), arg_id(d->by->agent)), &d->id);
        if (result == DONE)
                result = db_run(db, &renew_own, ARGS(arg_number(ANSWER_LEASE), arg_id(d->id), arg_id(d->by->agent)));
        return result == DONE && db_affected(db) == 0 ? ABSENT : result;
}

enum outcome answer_take(struct db *db, struct arena *a, const struct answering *by, struct agent_answer *out)
{
        struct deed d = { .by = by, .arena = arena_new() };
        enum outcome result = take_own(db, &d);
        if (result == ABSENT)
                result = take_next(db, &d);
        arena_free(d.arena);
        return result == DONE ? answer_find(db, a, by->scope, d.id, out) : result;
}

static enum outcome do_renew(struct db *db, struct deed *d)
{
        return held(d) ? db_run(db, &renew_answer, ARGS(arg_number(ANSWER_LEASE), arg_id(d->id))) : REFUSED;
}

enum outcome answer_renew(struct db *db, const struct answering *by, unsigned long id)
{
        return run_deed(db, &(struct deed){ .by = by, .id = id, .work = do_renew });
}

/* ---- parts ---- */

static enum outcome insert_part(struct db *db, unsigned long id, const struct answer_part *p)
{
        return db_run(db, &put_part, ARGS(arg_id(id), arg_number(p->n), arg_id(p->size), arg_bytes(p->sha256, ANSWER_SHA256),
                                          arg_bytes(p->cipher, p->cipher_len)));
}

static enum outcome do_put(struct db *db, struct deed *d)
{
        if (!held(d) || d->was.way != EXCHANGE_GET)
                return REFUSED;
        enum outcome result = insert_part(db, d->id, d->with);
        return result == DONE ? do_renew(db, d) : result;
}

enum outcome answer_part_put(struct db *db, const struct answering *by, unsigned long id, const struct answer_part *p)
{
        return run_deed(db, &(struct deed){ .by = by, .id = id, .work = do_put, .with = p });
}

static struct answer_part part_of(const struct result *r, size_t row)
{
        struct answer_part p = { .n = (unsigned)result_number(r, row, 0), .size = (size_t)result_number(r, row, 1) };
        struct cell_value hash = result_bytes(r, row, 2);
        memcpy(p.sha256, hash.bytes, hash.len < ANSWER_SHA256 ? hash.len : ANSWER_SHA256);
        if (r->columns > 3) {
                struct cell_value cipher = result_bytes(r, row, 3);
                p.cipher = (const unsigned char *)cipher.bytes;
                p.cipher_len = cipher.len;
        }
        return p;
}

static enum outcome read_parts(struct db *db, struct arena *a, const struct sql *q, const struct scope *scope, unsigned long id,
                               struct answer_parts *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, q, ARGS(arg_id(scope->school), arg_id(id)));
        *out = (struct answer_parts){ r.count, arena_array(a, r.count + 1, sizeof *out->items) };
        for (size_t i = 0; i < r.count; i++)
                out->items[i] = part_of(&r, i);
        return result;
}

enum outcome answer_parts(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct answer_parts *out)
{
        return read_parts(db, a, &list_parts, scope, id, out);
}

enum outcome answer_parts_sealed(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct answer_parts *out)
{
        return read_parts(db, a, &list_sealed, scope, id, out);
}

enum outcome answer_part_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, unsigned n,
                              struct answer_part *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_part, ARGS(arg_id(scope->school), arg_id(id), arg_number(n)));
        if (result == DONE)
                *out = part_of(&r, 0);
        return result;
}

/* ---- how it ends ---- */

static bool same_bytes(const struct agent_answer *w, const unsigned char *sha256)
{
        return w->hashed && memcmp(w->sha256, sha256, ANSWER_SHA256) == 0;
}

static enum outcome do_complete(struct db *db, struct deed *d)
{
        const struct answer_whole *w = d->with;
        if ((d->was.state == ANSWER_RECEIVED || d->was.state == ANSWER_DONE) && d->was.way == EXCHANGE_GET && same_bytes(&d->was, w->sha256)) {
                *d->made = d->was.delivery;
                return DONE;
        }
        if (!held(d) || d->was.way != EXCHANGE_GET)
                return REFUSED;
        enum outcome result = w->deliver(w->with, d->made);
        if (result == DONE)
                result = db_run(db, &receive_answer, ARGS(arg_id(*d->made), arg_text(w->file_name), arg_id(w->size),
                                                          arg_bytes(w->sha256, ANSWER_SHA256), arg_id(d->id)));
        if (result == DONE)
                result = end_try(db, d, "D", w->size, "");
        return result == DONE ? db_run(db, &forget_parts, ARGS(arg_id(d->id))) : result;
}

enum outcome answer_complete(struct db *db, const struct answering *by, unsigned long id, const struct answer_whole *w,
                             unsigned long *delivery)
{
        return run_deed(db, &(struct deed){ .by = by, .id = id, .work = do_complete, .with = w, .made = delivery });
}

/* Its end, with the state's letter and words. */
static enum outcome end_with(struct db *db, const struct deed *d, char state, const char *outcome, const char *words)
{
        enum outcome result = db_run(db, &end_answer, ARGS(arg_bytes(&state, 1), arg_text(words), arg_id(d->id)));
        if (result == DONE)
                result = end_try(db, d, outcome, d->was.size, words);
        return result == DONE ? db_run(db, &forget_parts, ARGS(arg_id(d->id))) : result;
}

struct gone_list {
        const struct answer_gone *items;
        size_t count;
};

static enum outcome do_gone(struct db *db, struct deed *d)
{
        const struct gone_list *g = d->with;
        if (d->all && d->was.state == ANSWER_UNAVAILABLE && d->was.agent == d->by->agent)
                return DONE;
        if (!held(d) || d->was.way != EXCHANGE_GET)
                return REFUSED;
        enum outcome result = db_run(db, &forget_gone, ARGS(arg_id(d->id)));
        for (size_t i = 0; result == DONE && i < g->count; i++)
                result = db_run(db, &add_gone, ARGS(arg_id(d->id), arg_text(g->items[i].kind), arg_text(g->items[i].words)));
        if (result == DONE && d->all)
                result = end_with(db, d, ANSWER_UNAVAILABLE, "D", "The school’s system no longer has what was asked for.");
        return result;
}

enum outcome answer_gone_add(struct db *db, const struct answering *by, unsigned long id, const struct answer_gone *items, size_t count,
                             bool all)
{
        const struct gone_list list = { items, count };
        return run_deed(db, &(struct deed){ .by = by, .id = id, .work = do_gone, .with = &list, .all = all });
}

static enum outcome do_fail(struct db *db, struct deed *d)
{
        if (!held(d))
                return REFUSED;
        if (d->was.tries >= EXCHANGE_TRIES)
                return end_with(db, d, ANSWER_FAILED, "F", d->with);
        enum outcome result =
            db_run(db, &fail_answer, ARGS(arg_text(d->with), arg_number(exchange_pause(d->was.tries)), arg_id(d->id)));
        return result == DONE ? end_try(db, d, "F", 0, d->with) : result;
}

enum outcome answer_failed(struct db *db, const struct answering *by, unsigned long id, const char *words)
{
        return run_deed(db, &(struct deed){ .by = by, .id = id, .work = do_fail, .with = words });
}

enum outcome answer_sweep(struct db *db)
{
        return db_run(db, &sweep_parts, ARGS());
}

/* ---- what is sent ---- */

enum outcome answer_years_that_differ(struct db *db, struct arena *a, const struct scope *scope, struct answer_pupils *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &years_that_differ, ARGS(arg_id(scope->school), arg_number(FIELD_NC_YEAR)));
        unsigned long *ids = arena_array(a, r.count + 1, sizeof *ids);
        for (size_t i = 0; i < r.count; i++)
                ids[i] = (unsigned long)result_number(&r, i, 0);
        *out = (struct answer_pupils){ r.count, ids };
        return result;
}

static enum outcome next_number(struct db *db, const struct deed *d, unsigned long *number)
{
        enum outcome result = db_run(db, &lock_counter, ARGS(arg_id(d->by->scope->school)));
        return result == DONE ? first_of(db, d->arena, &read_counter, ARGS(arg_id(d->by->scope->school)), number) : result;
}

static enum outcome do_file(struct db *db, struct deed *d)
{
        struct answer_file file = { 0 };
        unsigned long number;
        if (!held(d) || d->was.way != EXCHANGE_SEND)
                return REFUSED;
        if (d->was.hashed)
                return DONE; /* made when it was taken before: the same file with the same number */
        enum outcome result = next_number(db, d, &number);
        if (result != DONE)
                return result;
        d->make(d->make_with, (unsigned)number, &file);
        for (size_t i = 0; result == DONE && i < file.parts.count; i++)
                result = insert_part(db, d->id, &file.parts.items[i]);
        if (result == DONE)
                result = db_run(db, &set_file, ARGS(arg_text(file.name), arg_id(file.size), arg_bytes(file.sha256, ANSWER_SHA256),
                                                    arg_id(d->id)));
        return result == DONE ? audit_add(db, 0, d->by->scope->school, "sent-to-school", d->id, file.name) : result;
}

enum outcome answer_file_make(struct db *db, const struct answering *by, unsigned long id,
                              void (*make)(void *with, unsigned number, struct answer_file *out), void *with)
{
        return run_deed(db, &(struct deed){ .by = by, .id = id, .work = do_file, .make = make, .make_with = with });
}

static enum outcome do_nothing(struct db *db, struct deed *d)
{
        return held(d) && (d->was.way == EXCHANGE_SEND || strcmp(d->was.data, "tasks") == 0) ? end_with(db, d, ANSWER_DONE, "D", d->with) : REFUSED;
}

enum outcome answer_nothing(struct db *db, const struct answering *by, unsigned long id, const char *words)
{
        return run_deed(db, &(struct deed){ .by = by, .id = id, .work = do_nothing, .with = words });
}

static enum outcome do_confirm(struct db *db, struct deed *d)
{
        if (d->was.way != EXCHANGE_SEND || !same_bytes(&d->was, d->with))
                return REFUSED;
        if (d->was.state == ANSWER_DONE)
                return DONE;
        return held(d) ? end_with(db, d, ANSWER_DONE, "D", "") : REFUSED;
}

enum outcome answer_confirm(struct db *db, const struct answering *by, unsigned long id, const unsigned char sha256[ANSWER_SHA256])
{
        return run_deed(db, &(struct deed){ .by = by, .id = id, .work = do_confirm, .with = sha256 });
}
