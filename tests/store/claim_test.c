/* Children claimed by two schools: which rows they are, and that finding them looks at the school's own
 * pupils alone, whatever the server believes of the table. */
#include "store/claim.h"

#include "database.h"
#include "gate/scope.h"

enum { SCHOOLS = 40, EACH = 100 };

SQL(rows_read, "SELECT SUM(variable_value) FROM information_schema.session_status WHERE variable_name LIKE "
               "'Handler_read%'");

SQL(count_rows, "ANALYZE TABLE pupil");

SQL(find_status, "SELECT s.claimed, COALESCE(s.oldest_at = (SELECT MIN(since) FROM claim), -1) FROM school_status s WHERE s.school_id = ?");

static struct database d;

static long rows_read_so_far(void)
{
        struct result r;
        return db_find(d.db, d.arena, &r, &rows_read, ARGS()) == DONE ? (long)result_number(&r, 0, 0) : -1;
}

/* The authority as after its first night: what the server has counted is older than the children's numbers.
 */
static bool make_authority(void)
{
        struct result r;
        const char *script = arena_printf(
            d.arena,
            "INSERT INTO school (id, laestab, urn, name, phase, year_low, year_high, contact_email) "
            "SELECT seq, 9990000 + seq, '', seq, 'PS', 'R', '6', '' FROM seq_1_to_%d;\n"
            "INSERT INTO school_status (school_id) SELECT id FROM school;\n"
            "INSERT INTO pupil (school_id, id, child_id, state, sort_name, created_at, roll_ver) "
            "SELECT 1 + seq %% %d, seq, 1, 'R', seq, UTC_TIMESTAMP(), 1 FROM seq_1_to_%d;\n",
            SCHOOLS, SCHOOLS, SCHOOLS * EACH);
        return ok(db_script(d.db, script) == DONE &&
                      db_query(d.db, d.arena, &r, &count_rows, ARGS()) == DONE &&
                      db_script(d.db, "UPDATE pupil SET child_id = id;\n"
                                      "UPDATE pupil SET child_id = 1 WHERE id IN (1, 2, 3);\n"
                                      "UPDATE pupil SET enrolment = 'S' WHERE id = 3;\n") == DONE,
                  "an authority");
}

static enum outcome do_refresh(struct db *db, void *context)
{
        return claim_refresh(db, d.arena, context);
}

/* The other school's transaction has changed them. */
static void counted_there(unsigned long school, long claimed, long oldest, const char *what)
{
        struct result r;
        ok(db_find(d.db, d.arena, &r, &find_status, ARGS(arg_id(school))) == DONE && result_number(&r, 0, 0) == claimed &&
               result_number(&r, 0, 1) == oldest,
           "%s", what);
}

static enum outcome do_forget(struct db *db, void *context)
{
        const unsigned long pupil = 1;
        return claim_forget(db, d.arena, context, &pupil, 1);
}

int main(void)
{
        if (!database_open(&d, true) || !make_authority())
                return done_testing();
        struct scope second = gate_program_scope(2);
        struct claims all = { 0, NULL };
        long before = rows_read_so_far();
        ok(db_transaction(d.db, do_refresh, &second) == DONE, "a school is looked at");
        long read = rows_read_so_far() - before;
        ok(read < 20 * EACH, "of the others' pupils only the same children: %ld rows read", read);
        ok(claim_list(d.db, d.arena, &second, &all) == DONE && all.count == 1 && all.items[0].school == 2 &&
               all.items[0].pupil == 1 && all.items[0].other_school == 3 && all.items[0].other_pupil == 2,
           "the child is claimed once, and by no subsidiary registration");
        counted_there(3, 1, 1, "the other school counts it, and its age");
        ok(db_transaction(d.db, do_forget, &second) == DONE, "the child leaves the one");
        counted_there(3, 0, -1, "the other school has none any more, nor an age");
        database_close(&d);
        return done_testing();
}
