/* Undoing a migration on the store: the roll is what it was, but for what people changed since. */
#include "flow/undo.h"

#include "database.h"
#include "gate/scope.h"
#include "match/key.h"
#include "store/batch.h"
#include "store/outbox.h"
#include "store/person.h"
#include "store/pupil.h"
#include "store/removed.h"
#include "store/school.h"
#include "tap.h"

static struct database d;
static struct arena *a;
static struct scope scope;
static struct refusal why;

enum { ANNA, BEN, CARA, DAN, PUPILS };
static unsigned long ids[PUPILS];

static struct flow flow_of(const struct scope *s)
{
        why = (struct refusal){ 0 };
        return (struct flow){ a, d.db, d.config, s, &why };
}

static struct record record_of(const char *forename, const char *year)
{
        struct record r;
        record_blank(&r);
        r.value[FIELD_SURNAME] = "Smith";
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_DOB] = "2017-03-04";
        r.value[FIELD_NC_YEAR] = year;
        return r;
}

static struct scope school_of(const char *laestab)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = laestab,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        struct person p = { .name = "Pat", .email = laestab, .role = ROLE_SCHOOL_ADMIN };
        if (school_add(d.db, 0, &s, &p.school) != DONE || person_add(d.db, 0, &p, &p.id) != DONE)
                ok(0, "school %s", laestab);
        return gate_own_scope(&p);
}

static struct pupil_full pupil(unsigned long id)
{
        struct pupil_full p = { 0 };
        ok(pupil_find(d.db, a, &scope, id, &p) == DONE, "pupil %lu is there", id);
        return p;
}

/* ---- a migration ---- */

static struct batch opened(void)
{
        struct batch b = { 0 };
        unsigned long id;
        ok(batch_add(d.db, &scope, true, 2026, &id) == DONE && batch_find(d.db, a, &scope, id, &b) == DONE &&
               batch_tick(d.db, &scope, &b, true) == DONE && batch_find(d.db, a, &scope, id, &b) == DONE,
           "a migration with all its files");
        return b;
}

/* Anna and Ben go up a year, Cara is removed, Dan is as he was, Eve and Finn are new. */
static enum outcome do_apply(struct db *db, void *context)
{
        const struct batch *b = context;
        struct record anna = record_of("Anna", "4"), ben = record_of("Ben", "4"), eve = record_of("Eve", "R"),
                      finn = record_of("Finn", "R");
        anna.value[FIELD_CLASS] = "4B";
        const struct pupil_source from = { b->id, "Year 4.xlsx", "4B", 7 };
        const struct pupil_edited edited[] = { { { ids[ANNA], 0 }, &anna, from },
                                               { { ids[BEN], 0 }, &ben, from } };
        struct pupil_new fresh[] = { { .record = &eve, .from = from }, { .record = &finn, .from = from } };
        const struct pupil_leaving leaving = { { ids[CARA], 0 }, "2026-08-31", "", "", b->id };
        const struct batch_numbers n = { arena_printf(a, "M-26-%06lu", b->id), 4, 5, 2, 2, 1, 1, 0 };
        enum outcome result = pupil_apply_new(db, a, &scope, fresh, 2);
        if (result == DONE)
                result = pupil_apply_change(db, a, &scope, edited, 2);
        if (result == DONE)
                result = pupil_apply_leave(db, a, &scope, &leaving, 1);
        return result == DONE ? batch_applied(db, &scope, b, &n) : result;
}

static struct batch applied(void)
{
        struct batch b = opened();
        is_long(db_transaction(d.db, do_apply, &b), DONE, "applied");
        ok(batch_find(d.db, a, &scope, b.id, &b) == DONE && b.state == BATCH_APPLIED, "the batch says so");
        return b;
}

/* ---- comparing rolls ---- */

static bool same_record(const struct record *x, const struct record *y)
{
        for (int f = 0; f < FIELD_COUNT; f++)
                if (strcmp(x->value[f], y->value[f]) != 0)
                        return false;
        return true;
}

static bool same_roll(const struct pupils *x, const struct pupils *y)
{
        if (x->count != y->count)
                return false;
        for (size_t i = 0; i < x->count; i++)
                if (x->items[i].id != y->items[i].id ||
                    !same_record(&x->items[i].record, &y->items[i].record))
                        return false;
        return true;
}

static struct pupils roll(void)
{
        struct pupils p = { 0 };
        ok(pupil_roll(d.db, a, &scope, &p) == DONE, "the roll");
        return p;
}

static long on_roll(void)
{
        struct school s = { 0 };
        return school_by_id(d.db, a, scope.school, &s) == DONE ? (long)s.on_roll : -1;
}

static size_t mails(void)
{
        struct mail m;
        size_t n = 0;
        while (outbox_take(d.db, a, &m) == DONE)
                n++;
        return n;
}

static size_t without_ground(void)
{
        const struct removed_filter f = { .per_page = 10 };
        struct removed_pupils out = { 0 };
        return removed_list(d.db, a, &f, &out) == DONE ? out.total : 99;
}

/* ---- the tests ---- */

/* Whom a list that names this child may mean. */
static size_t candidates(const char *forename)
{
        struct record r = record_of(forename, "R");
        uint64_t keys[MATCH_KEYS_MAX];
        struct pupils found = { 0 };
        size_t n = 0;
        ok(pupil_candidates(d.db, a, keys, match_keys(&r, keys), &found) == DONE, "candidates");
        for (size_t i = 0; i < found.count; i++)
                n += strcmp(found.items[i].record.value[FIELD_FORENAME], forename) == 0;
        return n;
}

static void all_of_it(void)
{
        struct pupils before = roll();
        struct batch b = applied();
        struct flow f = flow_of(&scope);
        struct undo_plan p;
        is_long(on_roll(), 5, "two came, one left");
        is_long((long)without_ground(), 1, "Cara is on the authority's list");
        is_long((long)candidates("Cara"), 1, "who was removed is found by the next list");
        is_long((long)candidates("Eve"), 1, "and who came");
        is_long(flow_undo_plan(&f, &b, &p), DONE, "what undoing would do");
        ok(p.back_count == 1 && p.edited_count == 2 && p.values == 3 && p.leaving_count == 2 && p.kept == 0 &&
               p.after == 4,
           "is said beforehand");
        (void)mails();
        is_long(flow_undo(&f, b.id, "Wrong files"), DONE, "undone");
        struct pupils after = roll();
        ok(same_roll(&before, &after), "the roll is what it was");
        is_long(on_roll(), 4, "and so is its size");
        is_long((long)mails(), 1, "the school was told");
        is_long((long)without_ground(), 0,
                "nobody is on the authority's list: who never came is not missing");
        is_long((long)candidates("Cara"), 1, "who is back is found by the next list");
        is_long((long)candidates("Eve"), 0, "who never came is new to it");
        ok(batch_find(d.db, a, &scope, b.id, &b) == DONE && b.state == BATCH_UNDONE, "the batch says so");
        f = flow_of(&scope);
        is_long(flow_undo(&f, b.id, "Again"), REFUSED, "once");
        ok(why.words && strstr(why.words, "already"), "with words");
}

/* Anna's class was changed since, Ben has left, Cara was restored by hand. */
static void what_people_did_since(void)
{
        struct batch b = applied();
        struct flow f = flow_of(&scope);
        struct pupil anna = pupil(ids[ANNA]).pupil;
        anna.record.value[FIELD_CLASS] = "4A";
        ok(pupil_edit(d.db, a, &scope, &anna) == DONE, "Anna changes class");
        ok(pupil_leave(d.db, a, &scope,
                       &(struct pupil_leaving){ { ids[BEN], 0 }, "2026-09-10", "a", "Elm", 0 }) == DONE,
           "Ben leaves");
        ok(pupil_restore(d.db, a, &scope, (struct pupil_seen){ ids[CARA], 0 }) == DONE, "Cara is back");
        is_long(flow_undo(&f, b.id, "Wrong files"), DONE, "undone");
        anna = pupil(ids[ANNA]).pupil;
        is_text(anna.record.value[FIELD_CLASS], "4A", "what was changed since stays");
        is_text(anna.record.value[FIELD_NC_YEAR], "3", "the rest returns");
        ok(!pupil(ids[BEN]).pupil.on_roll, "Ben stays away");
        is_text(pupil(ids[BEN]).ground, "a", "as his record says");
        ok(pupil(ids[CARA]).pupil.on_roll, "Cara stays");
        is_long(on_roll(), 3, "three on the roll");
}

static void other_schools(void)
{
        struct scope elm = school_of("9992002");
        struct batch b = applied();
        struct flow theirs = flow_of(&elm), f = flow_of(&scope);
        is_long(flow_undo(&theirs, b.id, "Ours"), ABSENT, "nobody undoes another school's");
        struct batch open = opened();
        is_long(flow_undo(&f, open.id, "Too early"), REFUSED, "nor what was not applied");
}

int main(void)
{
        static const char *const names[PUPILS] = { "Anna", "Ben", "Cara", "Dan" };
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        scope = school_of("9992001");
        for (int i = 0; i < PUPILS; i++) {
                struct record r = record_of(names[i], "3");
                ok(pupil_add(d.db, a, &scope, &r, &ids[i]) == DONE, "%s", names[i]);
        }
        all_of_it();
        what_people_did_since();
        ok(pupil_restore(d.db, a, &scope, (struct pupil_seen){ ids[BEN], 0 }) == DONE, "Ben is back");
        other_schools();
        database_close(&d);
        return done_testing();
}
