#include "store/rule_try.h"

#include "base/buf.h"

/* ---- the statements ---- */

#define SINCE  "UTC_TIMESTAMP() - INTERVAL ? DAY "
#define FIELDS "FIND_IN_SET(c.field, ?) > 0 "
#define PUPIL  "JOIN pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id "
#define SAME   "e.school_id = c.school_id AND e.pupil_id = c.pupil_id AND e.field = c.field "

/* Whether the value that stood before came from a person's edit. */
#define BY_HAND(before)                                                                                      \
        "COALESCE((SELECT h.person_id IS NOT NULL AND h.batch_id IS NULL FROM pupil_change h "               \
        "WHERE h.school_id = c.school_id AND h.pupil_id = c.pupil_id AND h.field = c.field AND " before      \
        " ORDER BY h.id DESC LIMIT 1), 0)"

/* Applied by imports, found by the imports of those days. What a person accepted, or another rule let
 * through, was a conflict and is counted there. Takes: days, school, school, fields. */
#define APPLIED                                                                                              \
        "FROM batch b FORCE INDEX (by_applied) STRAIGHT_JOIN pupil_change c FORCE INDEX (by_batch) "         \
        "ON c.batch_id = b.id AND c.school_id = b.school_id " PUPIL                                          \
        "LEFT JOIN active_child k ON k.child_id = p.child_id WHERE b.kind = 'I' AND b.applied_at >= " SINCE  \
        "AND b.state <> 'undone' AND (? = 0 OR b.school_id = ?) AND c.kind = 'changed' AND " FIELDS          \
        "AND NOT EXISTS (SELECT 1 FROM conflict_end e WHERE " SAME "AND e.theirs = c.new_value "             \
        "AND e.how IN ('A', 'R') AND e.ended_at >= b.opened_at) "

/* Conflicts that stand; of those that were kept only what conflict_end has not.
 * Takes: days, school, school, fields. */
#define STANDING                                                                                             \
        "FROM conflict c " PUPIL "WHERE c.opened_at >= " SINCE "AND (? = 0 OR c.school_id = ?) AND " FIELDS  \
        "AND (c.state = '' OR NOT EXISTS (SELECT 1 FROM conflict_end e WHERE " SAME                          \
        "AND e.opened_at = c.opened_at)) "

/* Conflicts that ended, but for those of imports that were undone: not before they began. Takes: days, days, school, school, fields. */
#define ENDED                                                                                                \
        "FROM conflict_end c " PUPIL "WHERE c.ended_at >= " SINCE "AND c.opened_at >= " SINCE                \
        "AND c.how <> 'U' AND (? = 0 OR c.school_id = ?) AND " FIELDS

/* The bits of by_hand are in the order of all fields, which it takes. */
#define STANDING_HAND "(c.verdict = 'H' OR (p.by_hand >> (FIND_IN_SET(c.field, ?) - 1)) & 1)"
#define ENDED_HAND    "(c.verdict = 'H' OR " BY_HAND("h.at <= c.opened_at") ")"
/* Takes whether the history is asked. */
#define APPLIED_HAND "IF(?, " BY_HAND("h.id < c.id") ", 0)"

/* Counted by what rules look at; of the newest rows. Takes what hand takes, what from takes, the limit. */
#define COUNTED(active, empty, hand, from, newest)                                                           \
        "SELECT t.school_id, t.field, t.active, t.blank, t.hand, COUNT(*) FROM (SELECT c.school_id, "        \
        "c.field, " active " AS active, " empty " AS blank, " hand " AS hand " from "ORDER BY " newest       \
        " DESC LIMIT ?) t GROUP BY t.school_id, t.field, t.active, t.blank, t.hand"

/* Takes what from takes, active, empty, what hand takes, hand, the limit. */
#define EXAMPLES(ours, theirs, active, empty, hand, from, newest)                                            \
        "SELECT c.school_id, c.pupil_id, p.surname, p.forename, " ours ", " theirs " " from "AND (" active   \
        ") = ? AND (" empty ") = ? AND (" hand ") = ? ORDER BY " newest " DESC LIMIT ?"

#define OF_APPLIED  "k.child_id IS NOT NULL", "c.old_value = ''", APPLIED_HAND, APPLIED, "b.applied_at"
#define OF_STANDING "c.cohort = 'A'", "c.ours = ''", STANDING_HAND, STANDING, "c.opened_at"
#define OF_ENDED    "c.cohort = 'A'", "c.ours = ''", ENDED_HAND, ENDED, "c.ended_at"

/* Takes the five apart. */
#define COUNT_SQL(...)   COUNTED(__VA_ARGS__)
#define EXAMPLE_SQL(...) EXAMPLES(__VA_ARGS__)

SQL(count_applied, COUNT_SQL(OF_APPLIED));
SQL(count_standing, COUNT_SQL(OF_STANDING));
SQL(count_ended, COUNT_SQL(OF_ENDED));
SQL(applied_like, EXAMPLE_SQL("c.old_value", "c.new_value", OF_APPLIED));
SQL(standing_like, EXAMPLE_SQL("c.ours", "c.theirs", OF_STANDING));
SQL(ended_like, EXAMPLE_SQL("c.ours", "c.theirs", OF_ENDED));

/* ---- counting ---- */

/* The keys of the fields with commas between them; NULL: of all of them. */
static const char *field_list(struct arena *a, const bool items[RULE_ITEMS])
{
        struct buf b = BUF_EMPTY;
        buf_text(&b, "");
        for (int f = 0; f < FIELD_COUNT; f++)
                if (!items || items[f])
                        buf_printf(&b, "%s%s", b.len ? "," : "", field_table[f].key);
        const char *list = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return list;
}

static struct try_case case_of(const struct result *r, size_t row, bool conflict)
{
        return (struct try_case){ (unsigned long)result_number(r, row, 0),
                                  rule_item_of_key(result_text(r, row, 1)),
                                  result_number(r, row, 2) ? COHORT_ACTIVE : COHORT_OTHER,
                                  result_number(r, row, 3) != 0,
                                  result_number(r, row, 4) != 0,
                                  conflict,
                                  (unsigned long)result_number(r, row, 5) };
}

/* Fields that an import writes beside the record have no rule. */
static size_t add_cases(const struct result *r, bool conflict, struct try_case *out, bool *cut)
{
        size_t n = 0;
        unsigned long rows = 0;
        for (size_t i = 0; i < r->count; i++) {
                out[n] = case_of(r, i, conflict);
                rows += out[n].count;
                n += out[n].item != RULE_ITEMS;
        }
        *cut |= rows >= RULE_TRY_ROWS;
        return n;
}

enum outcome rule_try_data(struct db *db, struct arena *a, const struct rule_try_ask *ask,
                           struct rule_try_data *out)
{
        struct result applied, standing, ended;
        struct arg days = arg_number(ask->days), school = arg_id(ask->school),
                   limit = arg_number(RULE_TRY_ROWS), fields = arg_text(field_list(a, ask->items)),
                   all = arg_text(field_list(a, NULL));
        *out = (struct rule_try_data){ 0 };
        enum outcome result = db_query(db, a, &applied, &count_applied,
                                       ARGS(arg_number(ask->history), days, school, school, fields, limit));
        if (result == DONE)
                result = db_query(db, a, &standing, &count_standing,
                                  ARGS(all, days, school, school, fields, limit));
        if (result == DONE)
                result =
                    db_query(db, a, &ended, &count_ended, ARGS(days, days, school, school, fields, limit));
        if (result != DONE)
                return result;
        struct try_case *cases =
            arena_array(a, applied.count + standing.count + ended.count + 1, sizeof *cases);
        size_t n = add_cases(&applied, false, cases, &out->cut);
        n += add_cases(&standing, true, cases + n, &out->cut);
        n += add_cases(&ended, true, cases + n, &out->cut);
        out->cases = cases;
        out->count = n;
        return DONE;
}

/* ---- examples ---- */

static void add_examples(const struct result *r, unsigned limit, struct rule_example *items, size_t *count)
{
        for (size_t i = 0; i < r->count && *count < limit; i++)
                items[(*count)++] = (struct rule_example){ (unsigned long)result_number(r, i, 0),
                                                           (unsigned long)result_number(r, i, 1),
                                                           result_text(r, i, 2),
                                                           result_text(r, i, 3),
                                                           result_text(r, i, 4),
                                                           result_text(r, i, 5) };
}

enum outcome rule_try_examples(struct db *db, struct arena *a, const struct rule_try_ask *ask,
                               const struct try_case *of, unsigned limit, struct rule_examples *out)
{
        struct result r = { 0 }, more = { 0 };
        struct rule_example *items = arena_array(a, limit + 1, sizeof *items);
        struct arg days = arg_number(ask->days), school = arg_id(of->school),
                   field = arg_text(rule_item_key(of->item)),
                   active = arg_number(of->cohort == COHORT_ACTIVE), empty = arg_number(of->empty),
                   hand = arg_number(of->by_hand), most = arg_number(limit);
        enum outcome result;
        *out = (struct rule_examples){ 0, items };
        if (of->conflict)
                result = db_query(db, a, &r, &standing_like,
                                  ARGS(days, school, school, field, active, empty,
                                       arg_text(field_list(a, NULL)), hand, most));
        else
                result = db_query(
                    db, a, &r, &applied_like,
                    ARGS(days, school, school, field, active, empty, arg_number(ask->history), hand, most));
        if (result == DONE && of->conflict && r.count < limit)
                result = db_query(db, a, &more, &ended_like,
                                  ARGS(days, days, school, school, field, active, empty, hand, most));
        if (result != DONE)
                return result;
        add_examples(&r, limit, items, &out->count);
        add_examples(&more, limit, items, &out->count);
        return DONE;
}
