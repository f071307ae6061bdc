/* What is deleted when its time is over: uploaded files, batches that nobody finished, mails that were sent.
 */
#include "store/upload.h"

#include "../tap.h"
#include "database.h"
#include "gate/scope.h"
#include "store/batch.h"
#include "store/delivery.h"
#include "model/data_set.h"
#include "store/import.h"
#include "store/outbox.h"
#include "store/school.h"

static struct database d;
static struct scope scope;

static void seal(void *with, unsigned long id, struct upload_piece **pieces, size_t *count)
{
        static struct upload_piece piece = { (const unsigned char *)"sealed", 6 };
        (void)with, (void)id;
        *pieces = &piece;
        *count = 1;
}

static unsigned long add_file(unsigned long batch, unsigned char first, unsigned size)
{
        unsigned char hash[32] = { first };
        unsigned long id = 0, twin;
        struct upload_new n = { .batch = batch,
                                .file_name = "a.csv",
                                .size = size,
                                .sha256 = hash,
                                .keep_days = 30,
                                .seal = seal };
        ok(upload_add(d.db, &scope, &n, &id, &twin) == DONE, "a file");
        return id;
}

static unsigned long add_batch(void)
{
        unsigned long id = 0;
        ok(batch_add(d.db, &scope, false, 2026, &id) == DONE, "a batch");
        return id;
}

static void age(unsigned long upload, int days)
{
        ok(db_script(
               d.db,
               arena_printf(d.arena,
                            "UPDATE upload SET delete_after = UTC_DATE() - INTERVAL %d DAY WHERE id = %lu;\n",
                            days, upload)) == DONE,
           "%d days over its time", days);
}

static bool kept(unsigned long upload)
{
        struct upload_piece *pieces;
        size_t count, swept;
        ok(upload_sweep(d.db, &swept) == DONE, "swept");
        return upload_bytes(d.db, d.arena, &scope, upload, &pieces, &count) == DONE;
}

static struct batch batch_now(unsigned long id)
{
        struct batch b = { 0 };
        ok(batch_find(d.db, d.arena, &scope, id, &b) == DONE, "the batch");
        return b;
}

static void finished(void)
{
        unsigned long batch = add_batch(), file = add_file(batch, 1, 100);
        struct batch b = batch_now(batch);
        ok(batch_drop(d.db, &scope, &b) == DONE, "over");
        ok(kept(file), "a file is kept for its time");
        age(file, 0);
        ok(kept(file), "to the last day");
        age(file, 1);
        ok(!kept(file), "and no longer");
}

static void unfinished(void)
{
        unsigned long batch = add_batch(), old = add_file(batch, 2, 100), young = add_file(batch, 3, 100);
        age(old, 200);
        ok(kept(old), "a batch that is still added to keeps all its files");
        age(young, 180);
        ok(kept(old), "for half a year more");
        age(young, 181);
        ok(!kept(old) && !kept(young), "and no longer");
        ok(batch_now(batch).state == BATCH_DROPPED, "it is dropped, so that nobody goes on without them");
}

static void held(void)
{
        long count, bytes, count_more, bytes_more;
        ok(upload_held(d.db, d.arena, &scope, &count, &bytes) == DONE, "what the school holds");
        unsigned long batch = add_batch(), file = add_file(batch, 4, 5000);
        ok(upload_held(d.db, d.arena, &scope, &count_more, &bytes_more) == DONE && count_more == count + 1 &&
               bytes_more == bytes + 5000,
           "grows with a file");
        ok(upload_remove(d.db, &scope, batch, file) == DONE &&
               upload_held(d.db, d.arena, &scope, &count_more, &bytes_more) == DONE && count_more == count &&
               bytes_more == bytes,
           "and shrinks when it is removed");
}

static void sent_mail(void)
{
        struct mail m = { 0 };
        struct result r = { 0 };
        SQL(bodies, "SELECT COUNT(*) FROM outbox WHERE body LIKE '%secret-link%'");
        ok(outbox_add(d.db, "a@b.example", "S", "secret-link") == DONE &&
               outbox_take(d.db, d.arena, &m) == DONE,
           "a mail");
        ok(outbox_failed(d.db, m.id, "no way") == DONE &&
               db_find(d.db, d.arena, &r, &bodies, NULL, 0) == DONE && result_number(&r, 0, 0) == 1,
           "is kept while it may be sent");
        ok(outbox_sent(d.db, m.id) == DONE && db_find(d.db, d.arena, &r, &bodies, NULL, 0) == DONE &&
               result_number(&r, 0, 0) == 0,
           "and not after that");
}

/* ---- deliveries ---- */

static unsigned long add_delivery(unsigned char first, const char *state)
{
        unsigned char hash[32] = { first };
        const struct delivery_new n = { .school = scope.school, .file_name = "d.csv", .size = 6, .sha256 = hash, .keep_days = 30, .seal = seal };
        enum delivery_state s;
        unsigned long id = 0;
        ok(delivery_add(d.db, &n, &id, &s) == DONE &&
               db_script(d.db, arena_printf(d.arena, "UPDATE delivery SET state = '%s', delete_after = UTC_DATE() - INTERVAL 1 DAY WHERE "
                                                     "id = %lu;\n", state, id)) == DONE,
           "a delivery, %s", state);
        return id;
}

static bool delivery_kept(unsigned long id)
{
        struct upload_piece *pieces;
        size_t count;
        unsigned long swept = 0;
        ok(delivery_sweep(d.db, &swept) == DONE, "swept");
        return delivery_bytes(d.db, d.arena, id, &pieces, &count) == DONE;
}

static void deliveries(void)
{
        unsigned long unread = add_delivery(101, "new"), done = add_delivery(102, "sorted"), held = add_delivery(103, "sorted"), batch;
        ok(import_add(d.db, &scope, &(struct import_new){ held, 1, true, 2026, SETS_ALL }, &batch) == DONE, "an import waits for one");
        ok(delivery_kept(unread), "what was not read yet is kept");
        ok(delivery_kept(held), "what an import waits for is kept");
        ok(!delivery_kept(done), "the others go after their time");
        ok(db_script(d.db, arena_printf(d.arena, "UPDATE batch SET state = 'applied' WHERE id = %lu;\n", batch)) == DONE, "processed");
        ok(!delivery_kept(held), "then it goes");
}

int main(void)
{
        const struct school school = { .laestab = "9992001",
                                       .urn = "",
                                       .name = "Oak",
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        unsigned long id = 0;
        if (!database_open(&d, true)) {
                skip("sweeping", "no server: run it by tests/server");
                return done_testing();
        }
        ok(school_add(d.db, 0, &school, &id) == DONE, "a school");
        scope = gate_program_scope(id);
        finished();
        unfinished();
        held();
        sent_mail();
        deliveries();
        database_close(&d);
        return done_testing();
}
