#include "store/delivery.h"

#include <string.h>

#include "store/audit.h"
#include "store/status.h"

enum { TRIES = 20, TAKEN_SECONDS = 120 };

#define DELIVERY                                                                                                    \
        "SELECT d.id, d.school_id, d.source, d.complete, d.state, d.file_name, d.kind, d.size, d.row_count, COALESCE(d.twin_id, "   \
        "0), d.message, d.notes, d.received_at, COALESCE((SELECT name FROM person WHERE id = d.received_by), ''), "                  \
        "COALESCE(d.sorted_at, ''), EXISTS (SELECT 1 FROM delivery_piece p WHERE p.delivery_id = d.id AND p.n = 0), d.tries, "         \
        "COALESCE((SELECT name FROM school WHERE id = d.school_id), ''), d.lease_until >= UTC_TIMESTAMP(), d.asked_group, d.asked_years, COALESCE(d.asked_since, '') FROM delivery d WHERE "
/* The same bytes, if doing them again could change nothing: no school that they were for has had newer data since (nor waits newer data
 * whose schools nobody knows yet), and what they held waits or was processed, and stands. At most one file is so.
 * Locks the place in the index where the file's hash is or would be: of two programs that bring the same file at the same time, one waits
 * or is run again, and finds the other's. */
#define STANDS_LAST                                                                                                                    \
        "NOT EXISTS (SELECT 1 FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id WHERE i.delivery_id = d.id AND " \
        "(b.state IN ('dropped', 'undone') OR i.problem <> '' OR EXISTS (SELECT 1 FROM import n WHERE "             \
        "n.school_id = i.school_id AND n.batch_id > i.batch_id)))"
#define NEWER_WAITS                                                                                                                    \
        "EXISTS (SELECT 1 FROM delivery n WHERE n.state = 'new' AND n.id > d.id AND (d.school_id = 0 OR n.school_id IN (0, d.school_id)))"
SQL(find_twin, "SELECT d.id FROM delivery d FORCE INDEX (by_hash) WHERE d.sha256 = ? AND d.school_id = ? AND d.complete = ? AND d.state IN "
               "('new', 'sorted') AND d.asked_group IN ('', 'A') AND d.asked_years = 0 AND COALESCE(d.asked_since, '1000-01-01') <= ? AND ? <> "
               "'V' AND " STANDS_LAST " AND NOT " NEWER_WAITS " ORDER BY d.id LIMIT 1 FOR UPDATE");
SQL(insert_delivery, "INSERT INTO delivery (school_id, source, complete, state, file_name, size, sha256, twin_id, message, notes, "
                     "received_by, asked_group, asked_years, asked_since, received_at, delete_after) VALUES (?, ?, ?, ?, LEFT(?, 255), ?, ?, ?, ?, '', "
                     "?, ?, ?, ?, UTC_TIMESTAMP(), UTC_DATE() + INTERVAL ? DAY)");
SQL(insert_piece, "INSERT INTO delivery_piece (delivery_id, n, cipher) VALUES (?, ?, ?)");
SQL(find_delivery, DELIVERY "d.id = ?");
SQL(list_deliveries, DELIVERY "(? = 0 OR d.school_id = ? OR EXISTS (SELECT 1 FROM import i WHERE i.delivery_id = d.id AND i.school_id = "
                              "?)) AND d.id < ? ORDER BY d.id DESC LIMIT ?");
SQL(find_own, DELIVERY "d.id = ? AND d.school_id = ?");
SQL(list_own, DELIVERY "d.school_id = ? AND d.id < ? ORDER BY d.id DESC LIMIT ?");
SQL(find_pieces, "SELECT cipher FROM delivery_piece WHERE delivery_id = ? ORDER BY n");
#define IS_FREE "d.state = 'new' AND (d.lease_until IS NULL OR d.lease_until < UTC_TIMESTAMP())"
/* Of a school's files the second waits until the first is sorted, and a file of the whole authority stands in every school's order. */
SQL(free_delivery, "SELECT d.id FROM delivery d WHERE " IS_FREE " AND NOT EXISTS (SELECT 1 FROM delivery o WHERE o.state = 'new' AND o.id < "
                   "d.id AND (o.school_id = d.school_id OR o.school_id = 0 OR d.school_id = 0)) ORDER BY d.id LIMIT 1");
SQL(take_delivery, "UPDATE delivery d SET d.lease_by = ?, d.lease_until = UTC_TIMESTAMP() + INTERVAL ? SECOND, d.tries = d.tries + 1 WHERE "
                   "d.id = ? AND " IS_FREE);
SQL(taken_delivery, DELIVERY "d.lease_by = ? AND d.state = 'new' AND d.lease_until >= UTC_TIMESTAMP()");
SQL(being_read, "SELECT id FROM delivery WHERE state = 'new' AND school_id = 0 AND lease_until >= UTC_TIMESTAMP() ORDER BY id LIMIT 1");
SQL(sort_delivery, "UPDATE delivery SET state = ?, kind = ?, message = LEFT(?, 1000), notes = ?, row_count = ?, complete = ?, sorted_at = "
                   "UTC_TIMESTAMP(), lease_by = '', lease_until = NULL WHERE id = ? AND state = 'new' AND lease_by = ?");
SQL(sweep_pieces, "DELETE FROM delivery_piece WHERE delivery_id IN (SELECT id FROM delivery WHERE delete_after < UTC_DATE() AND state <> "
                  "'new') AND delivery_id NOT IN (SELECT i.delivery_id FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id = "
                  "i.batch_id WHERE b.state = 'open')");

static const char sources[DELIVERY_SOURCES + 1] = "LSDA";
static const char *const states[DELIVERY_STATES] = { "new", "sorted", "twin", "refused" };

static struct delivery delivery_of(const struct result *r, size_t row)
{
        int source = 0, state = 0;
        while (source < DELIVERY_SOURCES - 1 && sources[source] != *result_text(r, row, 2))
                source++;
        while (state < DELIVERY_STATES - 1 && strcmp(states[state], result_text(r, row, 4)) != 0)
                state++;
        return (struct delivery){ .id = (unsigned long)result_number(r, row, 0),
                                  .school = (unsigned long)result_number(r, row, 1),
                                  .source = (enum delivery_source)source,
                                  .complete = result_number(r, row, 3),
                                  .state = (enum delivery_state)state,
                                  .file_name = result_text(r, row, 5),
                                  .kind = result_text(r, row, 6),
                                  .size = (unsigned long)result_number(r, row, 7),
                                  .rows = (unsigned long)result_number(r, row, 8),
                                  .twin = (unsigned long)result_number(r, row, 9),
                                  .message = result_text(r, row, 10),
                                  .notes = result_text(r, row, 11),
                                  .received_at = result_text(r, row, 12),
                                  .received_by = result_text(r, row, 13),
                                  .sorted_at = result_text(r, row, 14),
                                  .bytes_kept = result_number(r, row, 15),
                                  .school_name = result_text(r, row, 17),
                                  .taken = result_number(r, row, 18),
                                  .asked = { *result_text(r, row, 19), (unsigned)result_number(r, row, 20),
                                             date_from_iso(result_text(r, row, 21)) } };
}

/* ---- keeping ---- */

struct keeping {
        const struct delivery_new *n;
        unsigned long id, twin;
};

static enum outcome find_the_twin(struct db *db, struct keeping *k)
{
        struct result r;
        struct arena *a = arena_new();
        const struct asked *asked = &k->n->asked;
        char since[DATE_TEXT];
        enum outcome result =
            db_query(db, a, &r, &find_twin,
                     ARGS(arg_bytes(k->n->sha256, 32), arg_id(k->n->school), arg_number(k->n->complete),
                          arg_text(date_known(asked->since) ? date_to_iso(asked->since, since) : "1000-01-01"), arg_bytes(&asked->group, asked->group != 0)));
        k->twin = result == DONE && r.count ? (unsigned long)result_number(&r, 0, 0) : 0;
        arena_free(a);
        return result;
}

static enum outcome add_pieces(struct db *db, const struct keeping *k)
{
        struct upload_piece *pieces;
        size_t count;
        enum outcome result = DONE;
        k->n->seal(k->n->with, k->id, &pieces, &count);
        for (size_t i = 0; result == DONE && i < count; i++)
                result = db_run(db, &insert_piece,
                                ARGS(arg_id(k->id), arg_number((long long)i), arg_bytes(pieces[i].bytes, pieces[i].len)));
        return result;
}

static enum outcome do_add(struct db *db, void *context)
{
        struct keeping *k = context;
        const struct delivery_new *n = k->n;
        char since[DATE_TEXT];
        enum outcome result = find_the_twin(db, k);
        if (result == DONE)
                result = db_run(db, &insert_delivery,
                                ARGS(arg_id(n->school), arg_bytes(&sources[n->source], 1), arg_number(n->complete),
                                     arg_text(states[k->twin ? DELIVERY_TWIN : DELIVERY_NEW]), arg_text(n->file_name),
                                     arg_id(n->size), arg_bytes(n->sha256, 32), arg_number_or_null((long long)k->twin),
                                     arg_text(k->twin ? "The same file came before. Nothing was done with it again." : ""),
                                     arg_number_or_null((long long)n->person), arg_bytes(&n->asked.group, n->asked.group != 0), arg_number(n->asked.years),
                                     arg_text_or_null(date_to_iso(n->asked.since, since)), arg_number(n->keep_days)));
        k->id = (unsigned long)db_last_id(db);
        if (result == DONE && !k->twin)
                result = add_pieces(db, k);
        return result == DONE ? audit_add(db, n->person, n->school, k->twin ? "file-came-again" : "file-received", k->id, "") : result;
}

enum outcome delivery_add(struct db *db, const struct delivery_new *n, unsigned long *id, enum delivery_state *state)
{
        struct keeping k = { .n = n };
        enum outcome result = db_transaction(db, do_add, &k);
        if (result == DONE && k.twin)
                result = status_received_again(db, k.twin);
        *id = k.id;
        *state = k.twin ? DELIVERY_TWIN : DELIVERY_NEW;
        return result;
}

/* ---- finding ---- */

enum outcome delivery_find(struct db *db, struct arena *a, unsigned long id, struct delivery *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_delivery, ARGS(arg_id(id)));
        if (result == DONE)
                *out = delivery_of(&r, 0);
        return result;
}

static enum outcome read_list(struct db *db, struct arena *a, const struct sql *q, const struct arg *args, size_t count,
                              struct deliveries *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, q, args, count);
        struct delivery *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = delivery_of(&r, i);
        *out = (struct deliveries){ r.count, items };
        return result;
}

static struct arg arg_before(unsigned long before)
{
        return arg_id(before ? before : 4294967295UL);
}

enum outcome delivery_list(struct db *db, struct arena *a, unsigned long school, unsigned long before, unsigned limit,
                           struct deliveries *out)
{
        struct arg of = arg_id(school);
        return read_list(db, a, &list_deliveries, ARGS(of, of, of, arg_before(before), arg_number(limit)), out);
}

enum outcome delivery_find_own(struct db *db, struct arena *a, const struct scope *scope, unsigned long id, struct delivery *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_own, ARGS(arg_id(id), arg_id(scope->school)));
        if (result == DONE)
                *out = delivery_of(&r, 0);
        return result;
}

enum outcome delivery_list_own(struct db *db, struct arena *a, const struct scope *scope, unsigned long before, unsigned limit,
                               struct deliveries *out)
{
        return read_list(db, a, &list_own, ARGS(arg_id(scope->school), arg_before(before), arg_number(limit)), out);
}

enum outcome delivery_bytes(struct db *db, struct arena *a, unsigned long id, struct upload_piece **pieces, size_t *count)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &find_pieces, ARGS(arg_id(id)));
        *pieces = arena_array(a, r.count + 1, sizeof **pieces);
        *count = r.count;
        for (size_t i = 0; i < r.count; i++) {
                struct cell_value v = result_bytes(&r, i, 0);
                (*pieces)[i] = (struct upload_piece){ (const unsigned char *)v.bytes, v.len };
        }
        return result;
}

/* ---- sorting ---- */

enum outcome delivery_take(struct db *db, struct arena *a, const char *by, struct delivery *out)
{
        struct result r;
        enum outcome result;
        do {
                result = db_find(db, a, &r, &free_delivery, ARGS());
                if (result != DONE)
                        return result;
                struct arg id = arg_id((unsigned long)result_number(&r, 0, 0));
                result = db_run(db, &take_delivery, ARGS(arg_text(by), arg_number(TAKEN_SECONDS), id));
        } while (result == DONE && db_affected(db) == 0); /* another was faster */
        if (result == DONE)
                result = db_find(db, a, &r, &taken_delivery, ARGS(arg_text(by)));
        if (result != DONE)
                return result;
        *out = delivery_of(&r, 0);
        if (result_number(&r, 0, 16) <= TRIES)
                return DONE;
        const struct delivery_sorted given_up = { .kind = "", .notes = "", .message = "The file could not be processed: each try ended "
                                                                                      "the program. Tell whoever looks after Onroll." };
        result = delivery_sorted(db, out->id, by, &given_up);
        return result == DONE ? REFUSED : result;
}

enum outcome delivery_being_read(struct db *db, struct arena *a, unsigned long *id)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &being_read, ARGS());
        *id = result == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
        return result;
}

enum outcome delivery_sorted(struct db *db, unsigned long id, const char *by, const struct delivery_sorted *s)
{
        enum outcome result =
            db_run(db, &sort_delivery,
                   ARGS(arg_text(states[*s->message ? DELIVERY_REFUSED : DELIVERY_SORTED]), arg_text(s->kind), arg_text(s->message),
                        arg_text(s->notes), arg_id(s->rows), arg_number(s->complete), arg_id(id), arg_text(by)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

enum outcome delivery_sweep(struct db *db, unsigned long *count)
{
        enum outcome result = db_run(db, &sweep_pieces, ARGS());
        *count += result == DONE && db_affected(db) ? 1 : 0;
        return result;
}
