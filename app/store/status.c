#include "store/status.h"

#define OF_SCHOOL "school_id = ?"

/* What each counter counts, of the school s: "?" for the one that is written, a column where they are compared. */
#define ITEMS(s, table, condition) "(SELECT COUNT(*) FROM " table " WHERE school_id = " s " AND " condition ")"
#define OF_IMPORTS(s, condition)                                                                                     \
        "FROM batch b JOIN import i ON i.school_id = b.school_id AND i.batch_id = b.id WHERE b.school_id = " s " AND b.kind = 'I' AND " condition
#define IMPORTS(s, what, condition) "(SELECT COALESCE(" what ", 0) " OF_IMPORTS(s, condition) ")"
#define CASES(s)                                                                                                     \
        "FROM match_case c JOIN batch b ON b.school_id = c.school_id AND b.id = c.batch_id WHERE c.school_id = " s    \
        " AND b.kind = 'I' AND b.state = 'listed' AND c.row_id <> 0 AND c.answer IN ('', 'A')"
#define CLAIMS(s)           "FROM claim k WHERE k.school_id = " s " OR k.other_school_id = " s
#define OPEN_IMPORTS(s)     "FROM batch WHERE school_id = " s " AND kind = 'I' AND state = 'open'"
#define SINCE(column, from) "COALESCE((SELECT MIN(" column ") " from "), '9999-12-31')"

#define MISSING(s)       ITEMS(s, "missing_pupil", "state = ''")
#define CONFLICTS(s, of) "(" ITEMS(s, "conflict", "state = '' AND cohort " of) " + " ITEMS(s, "entry_conflict", "state = '' AND cohort " of) ")"
#define CONFLICTS_A(s)   CONFLICTS(s, "= 'A'")
#define CONFLICTS_O(s)   CONFLICTS(s, "<> 'A'")
#define UPN_PROBLEMS(s)  ITEMS(s, "upn_problem", "TRUE")
#define CLAIMED(s)       "(SELECT COUNT(*) " CLAIMS(s) ")"
#define WAITING_FILES(s) IMPORTS(s, "COUNT(*)", "b.state = 'open'")
#define WAITING_ROWS(s)  IMPORTS(s, "SUM(i.row_total - i.row_done)", "b.state = 'open'")
#define HELD_FILES(s)    IMPORTS(s, "COUNT(*)", "b.state = 'open' AND b.hold = 'held'")
#define REJECTED(s)      IMPORTS(s, "SUM(i.count_rejected)", "b.state = 'listed'")
#define UNMATCHED(s)     "(SELECT COUNT(*) " CASES(s) ")"
#define OLDEST(s)                                                                                                    \
        "NULLIF(LEAST(" SINCE("since", "FROM missing_pupil WHERE school_id = " s " AND state = ''") ", "               \
        SINCE("opened_at", "FROM conflict WHERE school_id = " s " AND state = ''") ", "                                          \
        SINCE("opened_at", "FROM entry_conflict WHERE school_id = " s " AND state = ''") ", " SINCE("c.created_at", CASES(s)) ", " \
        SINCE("since", CLAIMS(s)) ", " SINCE("since", "FROM upn_problem WHERE school_id = " s) ", "                               \
        SINCE("b.listed_at", OF_IMPORTS(s, "b.state = 'listed' AND i.count_rejected > 0")) ", "                                  \
        SINCE("opened_at", OPEN_IMPORTS(s)) "), '9999-12-31')"
#define WAITING_SINCE(s) "(SELECT MIN(opened_at) " OPEN_IMPORTS(s) ")"

/* Read first and written then: an UPDATE that counts would lock every row that it looks at. Two who count at once write the same row,
 * and the second is run again. */
#define ONE "?"
SQL(count_status, "SELECT " MISSING(ONE) ", " CONFLICTS_A(ONE) ", " CONFLICTS_O(ONE) ", " UPN_PROBLEMS(ONE) ", " CLAIMED(ONE) ", "
                  WAITING_FILES(ONE) ", " WAITING_ROWS(ONE) ", " HELD_FILES(ONE) ", " REJECTED(ONE) ", " UNMATCHED(ONE) ", " OLDEST(ONE) ", "
                  WAITING_SINCE(ONE));
SQL(set_status, "UPDATE school_status SET missing = ?, conflicts_active = ?, conflicts_other = ?, upn_problems = ?, claimed = ?, "
                "waiting_files = ?, waiting_rows = ?, held_files = ?, rejected = ?, unmatched = ?, oldest_at = ?, waiting_since = ? WHERE " OF_SCHOOL);
enum { COUNT_MARKS = 23, COUNTS = 10, MOMENTS = 2 }; /* the last columns are moments */
/* The same for the two of them that claims change. */
SQL(count_claims, "SELECT " CLAIMED(ONE) ", " OLDEST(ONE));
SQL(set_claims, "UPDATE school_status SET claimed = ?, oldest_at = ? WHERE " OF_SCHOOL);
enum { CLAIM_MARKS = 11 };
#define EACH "s.school_id"
SQL(wrong_status, "SELECT s.school_id FROM school_status s WHERE s.missing <> " MISSING(EACH) " OR s.conflicts_active <> "
                  CONFLICTS_A(EACH) " OR s.conflicts_other <> " CONFLICTS_O(EACH) " OR s.upn_problems <> " UPN_PROBLEMS(EACH)
                  " OR s.claimed <> " CLAIMED(EACH) " OR s.waiting_files <> " WAITING_FILES(EACH) " OR s.waiting_rows <> "
                  WAITING_ROWS(EACH) " OR s.held_files <> " HELD_FILES(EACH) " OR s.rejected <> " REJECTED(EACH) " OR s.unmatched <> "
                  UNMATCHED(EACH) " OR NOT s.oldest_at <=> " OLDEST(EACH) " OR NOT s.waiting_since <=> "
                  WAITING_SINCE(EACH) " ORDER BY s.school_id");
SQL(sum_conflicts, "SELECT COALESCE(SUM(conflicts_active + conflicts_other), 0) FROM school_status WHERE ? = 0 OR " OF_SCHOOL);
SQL(last_complete, "SELECT in_file, filled FROM school_status WHERE " OF_SCHOOL);
SQL(set_complete, "UPDATE school_status SET in_file = ?, filled = ?, last_new = ?, last_changed = ?, problem = '' WHERE " OF_SCHOOL);
SQL(set_last_complete,
    "UPDATE school_status s LEFT JOIN (SELECT i.school_id, i.listed, i.filled, b.count_new, b.count_changed FROM import i JOIN batch b "
    "ON b.school_id = i.school_id AND b.id = i.batch_id WHERE i.school_id = ? AND i.complete = 1 AND b.state IN ('applied', 'listed') "
    "ORDER BY b.id DESC LIMIT 1) l ON l.school_id = s.school_id SET s.in_file = l.listed, s.filled = COALESCE(l.filled, 0), s.last_new = "
    "COALESCE(l.count_new, 0), s.last_changed = COALESCE(l.count_changed, 0) WHERE s.school_id = ?");
SQL(set_processed, "UPDATE school_status SET problem = '' WHERE " OF_SCHOOL);
SQL(set_received, "UPDATE school_status SET received_at = UTC_TIMESTAMP() WHERE " OF_SCHOOL);
SQL(schools_of_delivery, "SELECT school_id FROM import WHERE delivery_id = ? ORDER BY school_id");
#define DAY(column)                                                                                                 \
        "INSERT INTO school_day (school_id, day, " column ") VALUES (?, UTC_DATE(), ?) ON DUPLICATE KEY UPDATE " column " = " \
        column " + VALUES(" column ")"
SQL(day_received, DAY("received"));
SQL(day_processed, DAY("processed"));
SQL(set_problem, "UPDATE school_status SET problem = LEFT(?, 500) WHERE " OF_SCHOOL);

/* Waiting means more than what is on hold: a hold waits for a person. */
#define CAN_BE_TAKEN                                                                                                \
        "WHERE waiting_files > held_files "                                                                                          \
        "AND (lease_until IS NULL OR lease_until < UTC_TIMESTAMP() OR lease_by = ?) AND NOT EXISTS (SELECT 1 FROM pause p WHERE "     \
        "p.school_id = school_status.school_id AND p.ended_at IS NULL AND p.from_at <= UTC_TIMESTAMP() AND (p.until_at IS NULL OR "    \
        "p.until_at > UTC_TIMESTAMP())) "
SQL(find_next, "SELECT school_id FROM school_status " CAN_BE_TAKEN "AND (? = 0 OR " OF_SCHOOL ") ORDER BY waiting_since, school_id LIMIT 1");
SQL(lease_one, "UPDATE school_status SET lease_by = ?, lease_until = UTC_TIMESTAMP() + INTERVAL ? SECOND " CAN_BE_TAKEN "AND " OF_SCHOOL);
SQL(prolong, "UPDATE school_status SET lease_until = UTC_TIMESTAMP() + INTERVAL ? SECOND WHERE " OF_SCHOOL " AND lease_by = ?");
SQL(rest_school, "UPDATE school_status SET lease_by = '', lease_until = UTC_TIMESTAMP() + INTERVAL 60 SECOND WHERE " OF_SCHOOL
                 " AND lease_by = ?");
SQL(release_lease, "UPDATE school_status SET lease_by = '', lease_until = NULL WHERE " OF_SCHOOL " AND lease_by = ?");

enum outcome status_count(struct db *db, const struct scope *scope)
{
        struct result r;
        struct arena *a = arena_new();
        struct arg marks[COUNT_MARKS], args[COUNTS + MOMENTS + 1];
        for (size_t i = 0; i < COUNT_MARKS; i++)
                marks[i] = arg_id(scope->school);
        enum outcome result = db_find(db, a, &r, &count_status, marks, COUNT_MARKS);
        for (unsigned i = 0; result == DONE && i < COUNTS; i++)
                args[i] = arg_number(result_number(&r, 0, i));
        for (unsigned i = COUNTS; result == DONE && i < COUNTS + MOMENTS; i++)
                args[i] = arg_text_or_null(result_text(&r, 0, i));
        args[COUNTS + MOMENTS] = arg_id(scope->school);
        if (result == DONE)
                result = db_run(db, &set_status, args, COUNTS + MOMENTS + 1);
        arena_free(a);
        return result;
}

enum outcome status_count_claims(struct db *db, unsigned long school)
{
        struct result r;
        struct arena *a = arena_new();
        struct arg marks[CLAIM_MARKS];
        for (size_t i = 0; i < CLAIM_MARKS; i++)
                marks[i] = arg_id(school);
        enum outcome result = db_find(db, a, &r, &count_claims, marks, CLAIM_MARKS);
        if (result == DONE)
                result = db_run(db, &set_claims,
                                ARGS(arg_number(result_number(&r, 0, 0)), arg_text_or_null(result_text(&r, 0, 1)), arg_id(school)));
        arena_free(a);
        return result;
}

enum outcome status_conflicts(struct db *db, struct arena *a, unsigned long school, unsigned long *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &sum_conflicts, ARGS(arg_id(school), arg_id(school)));
        *out = result == DONE ? (unsigned long)result_number(&r, 0, 0) : 0;
        return result;
}

enum outcome status_wrong(struct db *db, struct arena *a, struct status_wrong *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &wrong_status, ARGS());
        unsigned long *schools = arena_array(a, r.count + 1, sizeof *schools);
        for (size_t i = 0; i < r.count; i++)
                schools[i] = (unsigned long)result_number(&r, i, 0);
        *out = (struct status_wrong){ r.count, schools };
        return result;
}

enum outcome status_last(struct db *db, struct arena *a, const struct scope *scope, struct status_last *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &last_complete, ARGS(arg_id(scope->school)));
        *out = (struct status_last){ 0 };
        if (result == DONE)
                *out = (struct status_last){ !result_null(&r, 0, 0), (unsigned long)result_number(&r, 0, 0),
                                             (uint64_t)result_number(&r, 0, 1) };
        return result;
}

enum outcome status_processed(struct db *db, const struct scope *scope, const struct status_processed *p)
{
        enum outcome result =
            p->complete ? db_run(db, &set_complete,
                                 ARGS(arg_number(p->listed), arg_number((long long)p->full), arg_number(p->new), arg_number(p->changed),
                                      arg_id(scope->school)))
                        : db_run(db, &set_processed, ARGS(arg_id(scope->school)));
        return result == DONE ? db_run(db, &day_processed, ARGS(arg_id(scope->school), arg_id(p->rows))) : result;
}

enum outcome status_undone(struct db *db, const struct scope *scope)
{
        return db_run(db, &set_last_complete, ARGS(arg_id(scope->school), arg_id(scope->school)));
}

enum outcome status_received(struct db *db, const struct scope *scope, unsigned long rows)
{
        enum outcome result = db_run(db, &set_received, ARGS(arg_id(scope->school)));
        return result == DONE ? db_run(db, &day_received, ARGS(arg_id(scope->school), arg_id(rows))) : result;
}

static enum outcome do_receive_again(struct db *db, void *school)
{
        return db_run(db, &set_received, ARGS(arg_id(*(const unsigned long *)school)));
}

/* School by school: whoever processes one of them holds its row for a while, and none waits for another's. */
enum outcome status_received_again(struct db *db, unsigned long delivery)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_query(db, a, &r, &schools_of_delivery, ARGS(arg_id(delivery)));
        for (size_t i = 0; result == DONE && i < r.count; i++) {
                unsigned long school = (unsigned long)result_number(&r, i, 0);
                result = db_transaction(db, do_receive_again, &school);
        }
        arena_free(a);
        return result;
}

enum outcome status_problem(struct db *db, const struct scope *scope, const char *words)
{
        return db_run(db, &set_problem, ARGS(arg_text(words), arg_id(scope->school)));
}

/* ---- leases ---- */

/* First looked for without a lock: whoever processes a school holds its row for seconds, and nobody else waits for that. */
enum outcome status_lease(struct db *db, struct arena *a, unsigned long school, const char *by, unsigned long *out)
{
        struct result r;
        enum outcome result;
        do {
                result = db_find(db, a, &r, &find_next, ARGS(arg_text(by), arg_id(school), arg_id(school)));
                if (result != DONE)
                        return result;
                *out = (unsigned long)result_number(&r, 0, 0);
                result = db_run(db, &lease_one, ARGS(arg_text(by), arg_number(LEASE_SECONDS), arg_text(by), arg_id(*out)));
        } while (result == DONE && db_affected(db) == 0); /* another was faster */
        return result;
}

enum outcome status_leased(struct db *db, const struct scope *scope, const char *by)
{
        enum outcome result = db_run(db, &prolong, ARGS(arg_number(LEASE_SECONDS), arg_id(scope->school), arg_text(by)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

enum outcome status_release(struct db *db, unsigned long school, const char *by)
{
        return db_run(db, &release_lease, ARGS(arg_id(school), arg_text(by)));
}

enum outcome status_rest(struct db *db, unsigned long school, const char *by)
{
        return db_run(db, &rest_school, ARGS(arg_id(school), arg_text(by)));
}
