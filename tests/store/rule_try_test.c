/* What came under the rules, for trying others: which rows count, as what, and examples of each. */
#include "store/rule_try.h"

#include "database.h"
#include "gate/scope.h"
#include "store/person.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "tap.h"

static struct database d;
static struct arena *a;
static struct scope oak, elm;
static unsigned long anna, ben, cleo; /* anna is active; cleo is of the other school */
static unsigned long batch;           /* the last that was made */

SQL(make_batch, "INSERT INTO batch (school_id, kind, academic_year, state, opened_by, opened_at, applied_at) "
                "VALUES (?, ?, "
                "2026, ?, 1, UTC_TIMESTAMP() - INTERVAL ? DAY, UTC_TIMESTAMP() - INTERVAL ? DAY)");
SQL(make_change, "INSERT INTO pupil_change (school_id, pupil_id, at, kind, field, old_value, new_value, "
                 "person_id, batch_id) "
                 "VALUES (?, ?, UTC_TIMESTAMP() - INTERVAL ? DAY, 'changed', ?, ?, ?, ?, ?)");
SQL(make_conflict,
    "INSERT INTO conflict (school_id, pupil_id, field, theirs, ours, cohort, verdict, state, batch_id, "
    "opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP() - INTERVAL ? DAY)");
SQL(make_end, "INSERT INTO conflict_end (school_id, pupil_id, field, theirs, ours, cohort, verdict, how, "
              "batch_id, opened_at, "
              "ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP() - INTERVAL ? DAY, "
              "UTC_TIMESTAMP() - INTERVAL ? "
              "DAY)");
SQL(end_kept, "INSERT INTO conflict_end (school_id, pupil_id, field, theirs, ours, cohort, verdict, how, "
              "batch_id, opened_at, "
              "ended_at) SELECT school_id, pupil_id, field, theirs, ours, cohort, verdict, 'K', 1, "
              "opened_at, UTC_TIMESTAMP() "
              "FROM conflict WHERE school_id = ? AND pupil_id = ? AND field = ?");
SQL(make_active,
    "INSERT INTO active_child (child_id, since) SELECT child_id, '2026-01-01' FROM pupil WHERE id = ?");
SQL(double_changes,
    "INSERT INTO pupil_change (school_id, pupil_id, at, kind, field, old_value, new_value, batch_id) SELECT "
    "school_id, pupil_id, at, kind, field, old_value, new_value, batch_id FROM pupil_change WHERE field = "
    "'town'");
SQL(set_by_hand, "UPDATE pupil SET by_hand = ? WHERE id = ?");

static struct scope add_school(const char *laestab)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = laestab,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(d.db, 0, &s, &id) == DONE, "%s", laestab);
        return gate_program_scope(id);
}

static unsigned long add_pupil(const struct scope *scope, const char *forename)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = "Smith";
        r.value[FIELD_FORENAME] = forename;
        ok(pupil_add(d.db, a, scope, &r, &id) == DONE, "%s", forename);
        return id;
}

/* An import (or another batch) of so many days ago. */
static void came(const struct scope *scope, const char *kind, const char *state, int days)
{
        ok(db_run(d.db, &make_batch,
                  ARGS(arg_id(scope->school), arg_text(kind), arg_text(state), arg_number(days),
                       arg_number(days))) == DONE,
           "a batch %s, %s, %d days ago", kind, state, days);
        batch = (unsigned long)db_last_id(d.db);
}

/* by: a person's edit; else of the last batch. */
static void changed(unsigned long pupil, enum field field, const char *before, const char *after, int days,
                    unsigned long by)
{
        ok(db_run(d.db, &make_change,
                  ARGS(arg_id(pupil == cleo ? elm.school : oak.school), arg_id(pupil), arg_number(days),
                       arg_text(field_table[field].key), arg_text(before), arg_text(after),
                       arg_number_or_null((long long)by), arg_number_or_null(by ? 0 : (long long)batch))) ==
               DONE,
           "%s: '%s' to '%s'", field_table[field].key, before, after);
}

static void conflict(unsigned long pupil, enum field field, const char *ours, const char *cohort,
                     const char *verdict, const char *state, int days)
{
        ok(db_run(d.db, &make_conflict,
                  ARGS(arg_id(pupil == cleo ? elm.school : oak.school), arg_id(pupil),
                       arg_text(field_table[field].key), arg_text("theirs"), arg_text(ours), arg_text(cohort),
                       arg_text(verdict), arg_text(state), arg_number(days))) == DONE,
           "a conflict on %s", field_table[field].key);
}

static void ended(unsigned long pupil, enum field field, const char *ours, const char *theirs,
                  const char *how, int from, int to)
{
        ok(db_run(d.db, &make_end,
                  ARGS(arg_id(oak.school), arg_id(pupil), arg_text(field_table[field].key), arg_text(theirs),
                       arg_text(ours), arg_text("N"), arg_text("C"), arg_text(how), arg_number(from),
                       arg_number(to))) == DONE,
           "a conflict on %s that ended", field_table[field].key);
}

static struct rule_try_ask ask_all(unsigned long school, unsigned days, bool history)
{
        struct rule_try_ask ask = { .school = school, .days = days, .history = history };
        memset(ask.items, true, sizeof ask.items);
        return ask;
}

static struct rule_try_data data_of(const struct rule_try_ask *ask)
{
        struct rule_try_data data;
        ok(rule_try_data(d.db, a, ask, &data) == DONE && !data.cut, "asked");
        return data;
}

/* How many differences of a field, and those that look like this. */
static long of_field(const struct rule_try_data *data, int item)
{
        unsigned long n = 0;
        for (size_t i = 0; i < data->count; i++)
                n += data->cases[i].item == item ? data->cases[i].count : 0;
        return (long)n;
}

static const struct try_case *only(const struct rule_try_data *data, int item)
{
        static const struct try_case none = { .count = 0 };
        for (size_t i = 0; i < data->count; i++)
                if (data->cases[i].item == item)
                        return of_field(data, item) == (long)data->cases[i].count ? &data->cases[i] : &none;
        return &none;
}

static void is_case(const struct rule_try_data *data, int item, struct try_case want, const char *what)
{
        const struct try_case *c = only(data, item);
        ok(c->count == want.count && c->cohort == want.cohort && c->empty == want.empty &&
               c->by_hand == want.by_hand && c->conflict == want.conflict,
           "%s: %s", rule_item_key(item), what);
}

static void applied(void)
{
        came(&oak, "I", "applied", 3);
        changed(anna, FIELD_SEX, "F", "M", 3, 0);
        changed(ben, FIELD_TOWN, "", "Leeds", 3, 0);
        changed(ben, FIELD_CLASS, "3A", "3B", 3, 0);
        came(&oak, "B", "applied", 3);
        changed(ben, FIELD_LANGUAGE, "ENG", "FRE", 3, 0);
        came(&oak, "I", "undone", 3);
        changed(ben, FIELD_ETHNICITY, "WBRI", "WIRI", 3, 0);
        came(&oak, "I", "applied", 20);
        changed(ben, FIELD_NC_YEAR, "3", "4", 20, 0);
        came(&elm, "I", "applied", 1);
        changed(cleo, FIELD_CLASS, "1", "2", 1, 0);
        changed(ben, FIELD_SEN, "N", "K", 1, 1); /* by a person */
        struct rule_try_ask ask = ask_all(0, 14, false);
        struct rule_try_data data = data_of(&ask);
        is_case(&data, FIELD_SEX, (struct try_case){ .cohort = COHORT_ACTIVE, .count = 1 },
                "of an active pupil");
        is_case(&data, FIELD_TOWN, (struct try_case){ .cohort = COHORT_OTHER, .empty = true, .count = 1 },
                "nothing was held");
        is_long(of_field(&data, FIELD_CLASS), 2, "of two schools");
        ok(!of_field(&data, FIELD_LANGUAGE) && !of_field(&data, FIELD_SEN),
           "neither a bulk upload nor a person");
        is_long(of_field(&data, FIELD_ETHNICITY), 0, "nor what was undone");
        is_long(of_field(&data, FIELD_NC_YEAR), 0, "nor what is too old");
        ask = ask_all(0, 30, false);
        data = data_of(&ask);
        is_long(of_field(&data, FIELD_NC_YEAR), 1, "unless more days are asked for");
        ask = ask_all(elm.school, 14, false);
        data = data_of(&ask);
        ok(data.count == 1 && data.cases[0].school == elm.school && data.cases[0].item == FIELD_CLASS,
           "of one school");
        ask = ask_all(0, 14, false);
        memset(ask.items, false, sizeof ask.items);
        ask.items[FIELD_TOWN] = ask.items[RULE_ATTENDANCE] = true;
        data = data_of(&ask);
        ok(data.count == 1 && data.cases[0].item == FIELD_TOWN, "of one field");
        ask.items[FIELD_TOWN] = false;
        data = data_of(&ask);
        is_long((long)data.count, 0, "sets of data have no history");
}

/* A person set the value that an import then changed: seen only when the history is asked. */
static void by_hand(void)
{
        changed(ben, FIELD_POSTCODE, "", "AB1 2CD", 5, 1);
        came(&oak, "I", "applied", 2);
        changed(ben, FIELD_POSTCODE, "AB1 2CD", "AB1 2CE", 2, 0);
        struct rule_try_ask ask = ask_all(0, 14, false);
        struct rule_try_data data = data_of(&ask);
        is_case(&data, FIELD_POSTCODE, (struct try_case){ .cohort = COHORT_OTHER, .count = 1 }, "not asked");
        ask.history = true;
        data = data_of(&ask);
        is_case(&data, FIELD_POSTCODE,
                (struct try_case){ .cohort = COHORT_OTHER, .by_hand = true, .count = 1 }, "by hand");
        came(&oak, "I", "applied", 1);
        changed(ben, FIELD_POSTCODE, "AB1 2CE", "AB1 2CF", 1, 0);
        data = data_of(&ask);
        ok(of_field(&data, FIELD_POSTCODE) == 2 && only(&data, FIELD_POSTCODE)->count == 0,
           "what an import changed before is not by hand");
}

static void conflicts(void)
{
        conflict(anna, FIELD_UPN, "A", "N", "C", "", 2);
        conflict(anna, FIELD_ULN, "", "A", "F", "", 2);
        conflict(anna, FIELD_ADDRESS, "Lane 1", "A", "H", "", 2);
        conflict(ben, FIELD_DOB, "2017-01-01", "N", "C", "", 2);
        conflict(cleo, FIELD_FSM, "Y", "N", "C", "", 40);
        conflict(ben, FIELD_FORMER_UPN, "A", "N", "C", "K", 2);
        ok(db_run(d.db, &end_kept, ARGS(arg_id(oak.school), arg_id(ben), arg_text("former_upn"))) == DONE,
           "ours was kept");
        conflict(ben, FIELD_ENTRY_DATE, "2020-09-01", "N", "C", "K", 2);
        ok(db_run(d.db, &set_by_hand, ARGS(arg_number(1LL << FIELD_DOB), arg_id(ben))) == DONE, "by hand");
        struct rule_try_ask ask = ask_all(0, 14, false);
        struct rule_try_data data = data_of(&ask);
        struct try_case want = { .cohort = COHORT_OTHER, .conflict = true, .count = 1 };
        is_case(&data, FIELD_UPN, want, "its own cohort, not that of today");
        is_case(&data, FIELD_FORMER_UPN, want, "kept: counted once");
        is_case(&data, FIELD_ENTRY_DATE, want, "kept, and not written down as ended");
        want.by_hand = true;
        is_case(&data, FIELD_DOB, want, "a person has set ours, as the pupil knows");
        want.cohort = COHORT_ACTIVE;
        is_case(&data, FIELD_ADDRESS, want, "as the conflict knows");
        want.by_hand = false;
        want.empty = true;
        is_case(&data, FIELD_ULN, want, "nothing was held");
        is_long(of_field(&data, FIELD_FSM), 0, "not one that is older");
}

static void ended_conflicts(void)
{
        ended(ben, FIELD_MIDDLE_NAMES, "Al", "Bo", "K", 5, 1);
        ended(ben, FIELD_PREFERRED_SURNAME, "Al", "Bo", "S", 20, 1);
        ended(ben, FIELD_PREFERRED_FORENAME, "Al", "Bo", "A", 5, 4);
        came(&oak, "I", "applied", 4);
        changed(ben, FIELD_PREFERRED_FORENAME, "Al", "Bo", 4, 0); /* accepted */
        changed(ben, FIELD_FORMER_SURNAME, "", "Al", 9, 1);
        ended(ben, FIELD_FORMER_SURNAME, "Al", "Bo", "K", 5, 1);
        struct rule_try_ask ask = ask_all(0, 14, false);
        struct rule_try_data data = data_of(&ask);
        struct try_case want = { .cohort = COHORT_OTHER, .conflict = true, .count = 1 };
        is_case(&data, FIELD_MIDDLE_NAMES, want, "ended");
        is_long(of_field(&data, FIELD_PREFERRED_SURNAME), 0, "not one that began before");
        is_case(&data, FIELD_PREFERRED_FORENAME, want, "accepted: a conflict, and not applied as well");
        want.by_hand = true;
        is_case(&data, FIELD_FORMER_SURNAME, want, "a person had set ours, as history knows");
}

static void examples(void)
{
        struct rule_try_ask ask = ask_all(0, 14, true);
        struct rule_try_data data = data_of(&ask);
        static const struct {
                int item;
                const char *forename, *ours, *theirs;
        } wanted[] = {
                { FIELD_SEX, "Anna", "F", "M" },
                { FIELD_TOWN, "Ben", "", "Leeds" },
                { FIELD_ADDRESS, "Anna", "Lane 1", "theirs" },
                { FIELD_MIDDLE_NAMES, "Ben", "Al", "Bo" },
                { FIELD_FORMER_SURNAME, "Ben", "Al", "Bo" },
                { FIELD_DOB, "Ben", "2017-01-01", "theirs" },
        };
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
                struct rule_examples found;
                const struct try_case *c = only(&data, wanted[i].item);
                if (!ok(rule_try_examples(d.db, a, &ask, c, 5, &found) == DONE && found.count == 1,
                        "one of %s", rule_item_key(wanted[i].item)))
                        continue;
                is_text(found.items[0].forename, wanted[i].forename, "whose");
                is_text(found.items[0].ours, wanted[i].ours, "ours");
                is_text(found.items[0].theirs, wanted[i].theirs, "theirs");
                is_long((long)found.items[0].school, (long)oak.school, "where");
        }
        struct rule_examples found;
        const struct try_case both = { oak.school, FIELD_POSTCODE, COHORT_OTHER, false, true, false, 1 };
        ok(rule_try_examples(d.db, a, &ask, &both, 5, &found) == DONE && found.count == 1 &&
               strcmp(found.items[0].theirs, "AB1 2CE") == 0,
           "of two of a field the one that is of the case");
        const struct try_case other = { elm.school, FIELD_SEX, COHORT_ACTIVE, false, false, false, 1 };
        ok(rule_try_examples(d.db, a, &ask, &other, 5, &found) == DONE && found.count == 0,
           "of that school alone");
}

/* More than is looked at: that is said, and the rest is left alone. */
static void too_many(void)
{
        struct rule_try_ask ask = ask_all(0, 14, false);
        struct rule_try_data data;
        memset(ask.items, false, sizeof ask.items);
        ask.items[FIELD_TOWN] = true;
        for (long n = 1; n <= RULE_TRY_ROWS; n *= 2)
                if (db_run(d.db, &double_changes, ARGS()) != DONE)
                        ok(0, "twice as many");
        ok(rule_try_data(d.db, a, &ask, &data) == DONE && data.cut, "there were more");
        is_long(of_field(&data, FIELD_TOWN), RULE_TRY_ROWS, "as many as are looked at");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        const struct person who = { .name = "Pat", .email = "pat@la.example", .role = ROLE_LA_ADMIN };
        unsigned long pat;
        ok(person_add(d.db, 0, &who, &pat) == DONE && pat == 1, "a person");
        oak = add_school("9992001");
        elm = add_school("9992002");
        anna = add_pupil(&oak, "Anna");
        ben = add_pupil(&oak, "Ben");
        cleo = add_pupil(&elm, "Cleo");
        ok(db_run(d.db, &make_active, ARGS(arg_id(anna))) == DONE, "a pupil is active");
        applied();
        by_hand();
        conflicts();
        ended_conflicts();
        examples();
        too_many();
        database_close(&d);
        return done_testing();
}
