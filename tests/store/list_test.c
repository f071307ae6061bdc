/* Rows of files as they are kept: what comes back, also of rows that an older program packed. */
#include "store/list.h"

#include <string.h>

#include "../tap.h"
#include "database.h"
#include "gate/scope.h"
#include "store/batch.h"
#include "store/school.h"
#include "store/upload.h"

static struct database d;
static struct scope scope;
static unsigned long batch, upload;

static void seal(void *with, unsigned long id, struct upload_piece **pieces, size_t *count)
{
        static struct upload_piece piece = { (const unsigned char *)"sealed", 6 };
        (void)with, (void)id;
        *pieces = &piece;
        *count = 1;
}

static void begin(void)
{
        const struct school school = { .laestab = "9992001",
                                       .urn = "",
                                       .name = "Oak",
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        unsigned long id = 0, twin;
        unsigned char hash[32] = { 1 };
        ok(school_add(d.db, 0, &school, &id) == DONE, "a school");
        scope = gate_program_scope(id);
        ok(batch_add(d.db, &scope, false, 2026, &batch) == DONE, "a batch");
        const struct upload_new file = {
                .batch = batch, .file_name = "a.csv", .size = 1, .sha256 = hash, .keep_days = 30, .seal = seal
        };
        ok(upload_add(d.db, &scope, &file, &upload, &twin) == DONE, "a file");
}

static struct stored_rows stored(void)
{
        struct stored_rows rows = { 0 };
        ok(list_rows(d.db, d.arena, &scope, batch, &rows) == DONE && rows.count == 1, "its row");
        return rows;
}

int main(void)
{
        if (!database_open(&d, true)) {
                skip("rows of files", "no server: run it by tests/server");
                return done_testing();
        }
        begin();
        struct stored_row row = { .sheet_name = "", .left_out = "" };
        for (int f = 0; f < FIELD_COUNT; f++)
                row.record.value[f] = arena_printf(d.arena, "value %d", f);
        const struct reading_result r = { .batch = batch,
                                          .upload = upload,
                                          .kind = "csv",
                                          .message = "",
                                          .notes = "",
                                          .rows = { 1, &row } };
        ok(list_store(d.db, &scope, &r) == DONE, "stored");
        struct stored_rows rows = stored();
        for (int f = 0; f < FIELD_COUNT; f++)
                is_text(rows.items[0].record.value[f], row.record.value[f], field_table[f].key);
        ok(db_script(d.db,
                     arena_printf(d.arena,
                                  "UPDATE list_row SET fields = SUBSTRING_INDEX(fields, CHAR(31), %d);\n",
                                  FIELD_FORMER_FORENAME)) == DONE,
           "as it was packed before there were more fields");
        rows = stored();
        for (int f = 0; f < FIELD_COUNT; f++)
                is_text(rows.items[0].record.value[f], f < FIELD_FORMER_FORENAME ? row.record.value[f] : "",
                        field_table[f].key);
        database_close(&d);
        return done_testing();
}
