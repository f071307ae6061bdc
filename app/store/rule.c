#include "store/rule.h"

#include <string.h>

#include "base/buf.h"
#include "store/audit.h"

SQL(rules_of_school, "SELECT school_id, item, cohort, verdict, hand FROM rule WHERE school_id IN (0, ?)");
SQL(rules_of_schools, "SELECT r.school_id, r.item, r.cohort, r.verdict, r.hand, s.name FROM rule r "
                      "JOIN school s ON s.id = r.school_id WHERE s.closed_on IS NULL "
                      "ORDER BY s.name, r.school_id");
SQL(set_version, "SELECT ver FROM rule_set WHERE school_id = ?");
SQL(first_set, "INSERT INTO rule_set (school_id, ver) VALUES (?, 1)");
SQL(next_set, "UPDATE rule_set SET ver = ver + 1 WHERE school_id = ? AND ver = ?");
SQL(write_rule, "INSERT INTO rule (school_id, item, cohort, verdict, hand, set_by, set_at) VALUES "
                "(?, ?, ?, ?, ?, ?, UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE verdict = VALUES(verdict), "
                "hand = VALUES(hand), set_by = VALUES(set_by), set_at = VALUES(set_at)");
SQL(drop_rule, "DELETE FROM rule WHERE school_id = ? AND item = ? AND cohort = ?");
/* All schools: whoever processes data by the old rules just now has opened nothing yet. */
SQL(wait_of_school, "INSERT INTO rules_wait (school_id, at) SELECT id, UTC_TIMESTAMP() FROM school WHERE ? = 0 OR id = ? ORDER BY id");
SQL(list_waiting, "SELECT id, school_id FROM rules_wait ORDER BY id LIMIT ?");
SQL(weighed, "DELETE FROM rules_wait WHERE id = ?");

static struct arg id_arg(unsigned long id)
{
        return arg_number((long long)id);
}

/* A row of rule, whose columns are school_id, item, cohort, verdict, hand. What is not known any more is left
 * out. */
static void read_row(const struct result *r, size_t row, struct rule_layer *layer)
{
        int item = rule_item_of_key(result_text(r, row, 1));
        if (item == RULE_ITEMS)
                return;
        layer->verdict[item][cohort_of_letter(*result_text(r, row, 2))] = *result_text(r, row, 3);
        if (*result_text(r, row, 4))
                layer->hand[item] = *result_text(r, row, 4);
}

/* The default set and that of the school. */
static enum outcome read_layers(struct db *db, struct arena *a, unsigned long school,
                                struct rule_layer *of_all, struct rule_layer *own)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &rules_of_school, ARGS(id_arg(school)));
        *of_all = *own = (struct rule_layer){ 0 };
        for (size_t i = 0; result == DONE && i < r.count; i++)
                read_row(&r, i, result_number(&r, i, 0) ? own : of_all);
        return result;
}

enum outcome rules_of(struct db *db, struct arena *a, unsigned long school, struct rules *out)
{
        struct rule_layer of_all, own;
        struct rules defaults;
        enum outcome result = read_layers(db, a, school, &of_all, &own);
        rules_over(&defaults, &rules_shipped, &of_all);
        rules_over(out, &defaults, &own);
        return result;
}

/* The version first: rules that are newer than it are then refused, never lost. */
enum outcome rule_set_read(struct db *db, struct arena *a, unsigned long school, struct rule_set *out)
{
        struct result r;
        struct rule_layer of_all, own;
        enum outcome result = db_query(db, a, &r, &set_version, ARGS(id_arg(school)));
        if (result != DONE)
                return result;
        *out = (struct rule_set){ .below = rules_shipped,
                                  .version = r.count ? (unsigned)result_number(&r, 0, 0) : 0 };
        result = read_layers(db, a, school, &of_all, &own);
        if (school)
                rules_over(&out->below, &rules_shipped, &of_all);
        out->layer = school ? own : of_all;
        rules_over(&out->now, &out->below, &out->layer);
        return result;
}

/* ---- changing ---- */

struct rule_deed {
        struct arena *arena;
        unsigned long by, school;
        unsigned version;
        const struct rule_layer *shall;
        const char *verb;
};

/* Locks the set. */
static enum outcome turn(struct db *db, const struct rule_deed *d)
{
        if (d->version == 0)
                return db_run(db, &first_set, ARGS(id_arg(d->school)));
        enum outcome result = db_run(db, &next_set, ARGS(id_arg(d->school), arg_number(d->version)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

static enum outcome write_cell(struct db *db, const struct rule_deed *d, int item, enum cohort cohort)
{
        const char verdict = d->shall->verdict[item][cohort], hand = d->shall->hand[item];
        struct arg school = id_arg(d->school), key = arg_text(rule_item_key(item)),
                   of = arg_bytes(&cohort_letters[cohort], 1);
        if (!verdict && !hand)
                return db_run(db, &drop_rule, ARGS(school, key, of));
        return db_run(db, &write_rule,
                      ARGS(school, key, of, arg_bytes(&verdict, verdict != '\0'),
                           arg_bytes(&hand, hand != '\0'), arg_number_or_null((long long)d->by)));
}

/* A change of what a person has set concerns the rows of both cohorts. */
static enum outcome write_change(struct db *db, const struct rule_deed *d, const struct rule_change *change)
{
        if (!change->of_hand)
                return write_cell(db, d, change->item, change->cohort);
        enum outcome result = write_cell(db, d, change->item, COHORT_ACTIVE);
        return result == DONE ? write_cell(db, d, change->item, COHORT_OTHER) : result;
}

/* As many rows as it takes: none is cut off. */
static enum outcome note(struct db *db, const struct rule_deed *d, const struct rule_change *changes,
                         size_t count)
{
        enum { ROOM = 480 };
        struct buf line = BUF_EMPTY;
        enum outcome result = DONE;
        for (size_t i = 0; i <= count && result == DONE; i++) {
                const char *words = i < count ? rule_change_words(d->arena, &changes[i]) : "";
                if (line.len && (i == count || line.len + strlen(words) > ROOM)) {
                        result = audit_add(db, d->by, d->school, d->verb, 0, line.bytes);
                        buf_free(&line);
                }
                buf_printf(&line, "%s%s", line.len ? "; " : "", words);
        }
        buf_free(&line);
        return result;
}

static enum outcome do_set(struct db *db, void *context)
{
        const struct rule_deed *d = context;
        struct rule_set held;
        struct rule_change changes[RULE_CHANGES_MAX];
        enum outcome result = turn(db, d);
        if (result == DONE)
                result = rule_set_read(db, d->arena, d->school, &held);
        if (result != DONE)
                return result;
        size_t count = rule_changes(&held.layer, d->shall, changes);
        for (size_t i = 0; i < count && result == DONE; i++)
                result = write_change(db, d, &changes[i]);
        if (result == DONE && count)
                result = db_run(db, &wait_of_school, ARGS(id_arg(d->school), id_arg(d->school)));
        return result == DONE ? note(db, d, changes, count) : result;
}

enum outcome rules_set(struct db *db, struct arena *a, unsigned long by, unsigned long school,
                       unsigned version, const struct rule_layer *shall)
{
        struct rule_deed d = { a, by, school, version, shall, "rules-changed" };
        return db_transaction(db, do_set, &d);
}

enum outcome rules_reset(struct db *db, struct arena *a, unsigned long by, unsigned long school,
                         unsigned version)
{
        const struct rule_layer nothing = { 0 };
        struct rule_deed d = { a, by, school, version, &nothing, "rules-reset" };
        return db_transaction(db, do_set, &d);
}

enum outcome rules_waiting(struct db *db, struct arena *a, unsigned limit, struct rules_waits *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_waiting, ARGS(arg_number(limit)));
        struct rules_wait *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct rules_wait){ (unsigned long long)result_number(&r, i, 0),
                                                (unsigned long)result_number(&r, i, 1) };
        *out = (struct rules_waits){ r.count, items };
        return result;
}

enum outcome rules_weighed(struct db *db, const struct rules_wait *done)
{
        return db_run(db, &weighed, ARGS(arg_number((long long)done->id)));
}

/* ---- the schools that differ ---- */

enum outcome rules_overrides(struct db *db, struct arena *a, struct rule_schools *out)
{
        struct result r;
        struct rule_set defaults;
        *out = (struct rule_schools){ 0 };
        enum outcome result = rule_set_read(db, a, 0, &defaults);
        if (result == DONE)
                result = db_query(db, a, &r, &rules_of_schools, ARGS());
        if (result != DONE)
                return result;
        struct rule_school *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++) {
                unsigned long school = (unsigned long)result_number(&r, i, 0);
                if (out->count == 0 || items[out->count - 1].school != school)
                        items[out->count++] =
                            (struct rule_school){ .school = school, .name = result_text(&r, i, 5) };
                read_row(&r, i, &items[out->count - 1].layer);
        }
        for (size_t i = 0; i < out->count; i++) {
                struct rules own;
                rules_over(&own, &defaults.now, &items[i].layer);
                items[i].differing = rules_differ(&own, &defaults.now);
        }
        out->items = items;
        return DONE;
}
