/* Entries, their conflicts and what is agreed, in the database: one row a key, in one school alone; what is
 * asked again; layers, lost updates and the log. */
#include "store/entry.h"

#include "database.h"
#include "gate/scope.h"
#include "store/agreement.h"
#include "store/audit.h"
#include "store/entry_conflict.h"
#include "store/person.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "store/status.h"
#include "tap.h"

static struct database d;
static struct arena *a;
static struct scope oak, elm;
static unsigned long ann, eve;

static struct scope school_of(const char *laestab)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = laestab,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        is_long(school_add(d.db, 0, &s, &id), DONE, laestab);
        return gate_program_scope(id);
}

static unsigned long pupil_of(const struct scope *scope, const char *surname)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = "A";
        r.value[FIELD_DOB] = "2016-10-01";
        is_long(pupil_add(d.db, a, scope, &r, &id), DONE, surname);
        return id;
}

static struct entry_held held_of(unsigned long pupil, enum entry_kind kind, const char *packed)
{
        struct entry_held e = { .pupil = pupil, .sheet = "Sheet 1", .row = 7 };
        entry_unpack(a, kind, packed, &e.entry);
        e.key = entry_key(a, &e.entry);
        return e;
}

static void write(const struct scope *scope, struct entry_held e)
{
        is_long(entry_write(d.db, a, scope, &e, 1), DONE, e.key);
}

static struct entries of_pupil(const struct scope *scope, unsigned long pupil)
{
        struct entries all = { 99, NULL };
        is_long(entry_of_pupil(d.db, a, scope, pupil, &all), DONE, "of a pupil");
        return all;
}

static void test_entries(void)
{
        write(&oak, held_of(ann, ENTRY_RESULT, "KS2|MAT||||107|2026-05-12|||"));
        write(&oak, held_of(ann, ENTRY_RESULT, "KS2|mat||||90|2026-05-12|||"));
        write(&oak, held_of(ann, ENTRY_SEN, "2026-05-12|K|"));
        write(&elm, held_of(eve, ENTRY_RESULT, "KS2|MAT||||99|2026-05-12|||"));
        write(&oak, held_of(ann, ENTRY_RESULT, "KS2|MAT||||110|2026-05-12|||"));
        struct entries all = of_pupil(&oak, ann);
        is_long((long)all.count, 3, "a key once; another case is another key");
        is_text(entry_pack(a, &all.items[0].entry), "KS2|MAT||||110|2026-05-12|||", "as it was written last");
        is_text(all.items[0].sheet, "Sheet 1", "its sheet");
        is_long(all.items[0].row, 7, "its row");
        is_text(all.items[0].file, "", "no file is known of what no import brought");
        is_long(all.items[2].entry.kind, ENTRY_SEN, "by kind");
        is_long((long)of_pupil(&elm, ann).count, 0, "another school sees nothing of it");
        is_long(entry_list(d.db, a, &oak, ENTRY_RESULT, &all), DONE, "a school's");
        is_long((long)all.count, 2, "results");
        is_text(all.items[0].surname, "Smith", "with names");
        ok(all.items[0].on_roll, "on the roll");
        is_long(entry_of_school(d.db, a, &elm, ENTRY_RESULT, &all), DONE, "for comparison");
        is_long((long)all.count, 1, "the other school's");
}

static void test_many(void)
{
        struct entry_held items[120];
        struct entries all;
        for (int i = 0; i < 120; i++)
                items[i] = held_of(ann, ENTRY_EXCLUSION,
                                   arena_printf(a, "2026-%02d-%02d|SUSP||||1|", 1 + i / 28, 1 + i % 28));
        items[0].sheet = arena_printf(a, "%0150d", 7);
        is_long(entry_write(d.db, a, &oak, items, 120), DONE, "many, one from a sheet with a long name");
        is_long(entry_list(d.db, a, &oak, ENTRY_EXCLUSION, &all), DONE, "are read");
        is_long((long)all.count, 120, "all of them");
}

/* ---- conflicts ---- */

static struct entry_conflict only(void)
{
        struct entry_conflicts all = { 0, NULL };
        is_long(entry_conflict_list(d.db, a, &oak, &all), DONE, "conflicts");
        is_long((long)all.count, 1, "there is one");
        return all.count ? all.items[0] : (struct entry_conflict){ 0 };
}

static void open(const char *theirs, const char *ours)
{
        struct entry_conflict c = {
                .pupil = ann, .cohort = COHORT_ACTIVE, .any = ours, .sheet = "", .batch = 5
        };
        entry_unpack(a, ENTRY_SEN, theirs, &c.theirs);
        if (ours)
                entry_unpack(a, ENTRY_SEN, ours, &c.ours);
        c.key = entry_key(a, &c.theirs);
        is_long(entry_conflict_open(d.db, a, &oak, &c, 1), DONE, theirs);
}

SQL(active_conflicts, "SELECT conflicts_active FROM school_status WHERE school_id = ?");

static void counters_are_right(long active)
{
        struct result r;
        struct status_wrong wrong;
        is_long(status_count(d.db, &oak), DONE, "counted");
        ok(status_wrong(d.db, a, &wrong) == DONE && wrong.count == 0, "a recount agrees");
        ok(db_find(d.db, a, &r, &active_conflicts, ARGS(arg_id(oak.school))) == DONE, "the counter");
        is_long((long)result_number(&r, 0, 0), active, "says how many wait");
}

static void test_conflicts(void)
{
        open("2026-05-12|E|", "2026-05-12|K|");
        counters_are_right(1);
        struct entry_conflict c = only(), stale;
        ok(c.any && !c.kept && c.cohort == COHORT_ACTIVE && c.pupil == ann, "as it was opened");
        is_text(c.surname, "Smith", "with whose it is");
        stale = c;
        stale.version = 9;
        is_long(entry_conflict_keep(d.db, &oak, &stale, ""), REFUSED, "one that has changed");
        is_long(entry_conflict_keep(d.db, &elm, &c, ""), REFUSED, "another school's");
        is_long(entry_conflict_keep(d.db, &oak, &c, "Ours is from the census"), DONE, "ours is kept");
        open("2026-05-12|E|", "2026-05-12|K|");
        ok(only().kept, "the same value is not asked again");
        is_text(only().told, "Ours is from the census", "and what the school was told stands");
        ok(*only().decided_at, "with when");
        open("2026-05-12|N|", "2026-05-12|K|");
        ok(!only().kept && !*only().told, "another is");
        counters_are_right(1);
        c = only();
        struct entry_conflicts all;
        is_long(entry_conflict_end(d.db, a, &elm, &c), DONE, "ended at another school");
        only();
        is_long(entry_conflict_end(d.db, a, &oak, &c), DONE, "ended");
        ok(entry_conflict_list(d.db, a, &oak, &all) == DONE && all.count == 0, "it is gone");
        counters_are_right(0);
        open("2026-05-12|N|", NULL);
        ok(!only().any, "of none of ours");
}

/* ---- what is agreed ---- */

static struct agreement agreed(unsigned long school)
{
        struct agreement x = { 0 };
        is_long(agreement_of(d.db, a, school, &x), DONE, "what is agreed");
        return x;
}

static void test_agreement(unsigned long by)
{
        const unsigned few = 1u << SET_PUPILS, some = few | 1u << SET_SEN;
        struct agreement x = agreed(oak.school);
        ok(x.sets == SETS_ALL && !x.own && x.version == 0, "all sets, as long as nobody says otherwise");
        is_long(agreement_set(d.db, a, by, 0, 0, true, some), DONE, "with all schools");
        is_long(agreement_set(d.db, a, by, 0, 0, true, few), REFUSED, "somebody else was first");
        x = agreed(oak.school);
        ok(x.sets == some && !x.own, "counts for every school");
        is_text(x.by, "Pat", "who set it");
        is_long(agreement_set(d.db, a, by, oak.school, 0, true, few), DONE, "with one");
        ok(agreed(oak.school).sets == few && agreed(elm.school).sets == some, "counts for it alone");
        struct agreement_owns owns;
        ok(agreement_list(d.db, a, &owns) == DONE && owns.count == 1 && owns.items[0].sets == few,
           "which is listed");
        is_long(agreement_set(d.db, a, by, oak.school, 7, false, 0), REFUSED, "with a stale version");
        is_long(agreement_set(d.db, a, by, oak.school, 1, false, 0), DONE, "as all again");
        ok(agreed(oak.school).sets == some && !agreed(oak.school).own, "as all again");
        struct audit_rows rows;
        ok(audit_list(d.db, a,
                      &(struct audit_filter){ .verb = "sets-agreed", .from = "", .to = "", .limit = 10 },
                      &rows) == DONE &&
               rows.count == 3,
           "three changes in the log");
        is_text(rows.items[0].detail, "Pupil details and SEN history (as for all schools)", "the last");
        is_text(rows.items[1].detail, "Pupil details", "the one before");
        is_text(rows.items[1].person, "Pat", "by whom");
}

int main(void)
{
        unsigned long by = 0;
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        const struct person pat = { .name = "Pat", .email = "pat@la.example", .role = ROLE_LA_ADMIN };
        ok(person_add(d.db, 0, &pat, &by) == DONE, "a person");
        oak = school_of("9992001");
        elm = school_of("9992002");
        ann = pupil_of(&oak, "Smith");
        eve = pupil_of(&elm, "Elms");
        test_entries();
        test_many();
        test_conflicts();
        test_agreement(by);
        database_close(&d);
        return done_testing();
}
