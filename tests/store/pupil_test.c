#include "store/pupil_deed.h"

#include <time.h>

#include "database.h"
#include "gate/scope.h"
#include "match/key.h"
#include "store/audit.h"
#include "store/pupil_columns.h"
#include "store/pupil_history.h"
#include "store/school.h"
#include "tap.h"

static struct database d;
static struct arena *a;
static struct scope oak, elm;
static unsigned long anna;

static struct record record_of(const char *surname, const char *forename, const char *dob, const char *year,
                               const char *class)
{
        struct record r;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_DOB] = dob;
        r.value[FIELD_NC_YEAR] = year;
        r.value[FIELD_CLASS] = class;
        return r;
}

static struct scope school_of(const char *laestab, const char *name)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = name,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        is_long(school_add(d.db, 0, &s, &id), DONE, name);
        return gate_program_scope(id);
}

SQL(classes_wrong, "SELECT (SELECT COUNT(*) FROM (SELECT school_id, nc_year, class COLLATE utf8mb4_bin AS name, COUNT(*) AS n FROM pupil "
                   "WHERE state = 'R' GROUP BY school_id, nc_year, name) t LEFT JOIN class_count c ON c.school_id = t.school_id AND "
                   "c.nc_year = t.nc_year AND c.class = t.name WHERE COALESCE(c.pupils, 0) <> t.n) + (SELECT COUNT(*) FROM "
                   "class_count c WHERE c.pupils <> (SELECT COUNT(*) FROM pupil p WHERE p.school_id = c.school_id AND p.state = 'R' "
                   "AND p.nc_year = c.nc_year AND p.class COLLATE utf8mb4_bin = c.class))");

static void classes_counted(const char *when)
{
        struct result r;
        ok(db_find(d.db, a, &r, &classes_wrong, ARGS()) == DONE && result_number(&r, 0, 0) == 0,
           "each class has as many as its count says %s", when);
}

static void columns(void)
{
        char text[1000] = "";
        for (int f = 0; f < FIELD_COUNT; f++)
                snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", f ? ", " : "",
                         field_table[f].key);
        is_text(PUPIL_FIELDS, text, "the statements name the fields in the table's order");
}

static unsigned long roll_of(const struct scope *scope)
{
        struct school s;
        return school_by_id(d.db, a, scope->school, &s) == DONE ? s.on_roll : 9999;
}

static unsigned long add(const struct scope *scope, struct record r)
{
        unsigned long id = 0;
        is_long(pupil_add(d.db, a, scope, &r, &id), DONE, r.value[FIELD_FORENAME]);
        return id;
}

static struct pupil_full find(const struct scope *scope, unsigned long id)
{
        struct pupil_full p = { 0 };
        is_long(pupil_find(d.db, a, scope, id, &p), DONE, "found");
        return p;
}

/* A value for every field that tells it from every other. */
static void every_field(void)
{
        struct record r;
        for (int f = 0; f < FIELD_COUNT; f++)
                r.value[f] =
                    arena_printf(a, "%.*s", (int)field_table[f].max, arena_printf(a, "%c%d", 'A' + f, f));
        r.value[FIELD_DOB] = "2015-09-01";
        r.value[FIELD_ENTRY_DATE] = "2020-09-02";
        unsigned long id = add(&elm, r);
        struct pupil_full p = find(&elm, id);
        for (int f = 0; f < FIELD_COUNT; f++)
                is_text(p.pupil.record.value[f], r.value[f], field_table[f].key);
        for (int f = 0; f < FIELD_COUNT; f++)
                r.value[f] = field_table[f].kind == KIND_DATE ? "2016-01-01"
                             : field_table[f].max < 2         ? "z"
                                                              : "zz";
        p.pupil.record = r;
        is_long(pupil_edit(d.db, a, &elm, &p.pupil), DONE, "every field is edited");
        p = find(&elm, id);
        for (int f = 0; f < FIELD_COUNT; f++)
                is_text(p.pupil.record.value[f], r.value[f], field_table[f].key);
        struct pupil_events e;
        is_long(pupil_history(d.db, a, &elm, id, &e), DONE, "its history");
        is_long((long)e.count, FIELD_COUNT + 1, "one event a field, and the beginning");
        is_long(pupil_leave(d.db, a, &elm, &(struct pupil_leaving){ { id, 2 }, "2026-07-20", "a", "", 0 }),
                DONE, "leaves");
}

static void edits(void)
{
        struct pupil_full first = find(&oak, anna), second = first;
        is_long(first.pupil.version, 1, "a new pupil has version 1");
        ok(first.child == anna && first.pupil.on_roll, "a new child, on the roll");
        first.pupil.record.value[FIELD_CLASS] = "4B";
        is_long(pupil_edit(d.db, a, &oak, &first.pupil), DONE, "one person edits");
        second.pupil.record.value[FIELD_CLASS] = "4C";
        is_long(pupil_edit(d.db, a, &oak, &second.pupil), REFUSED,
                "another who saw the old version is refused");
        struct pupil_full now = find(&oak, anna);
        is_text(now.pupil.record.value[FIELD_CLASS], "4B", "and overwrites nothing");
        is_long(now.pupil.version, 2, "the version grew once");
        is_long(pupil_edit(d.db, a, &oak, &now.pupil), DONE, "saving without a change");
        is_long(find(&oak, anna).pupil.version, 2, "changes nothing");
        is_long((long)roll_of(&oak), 3, "the roll has as many as before");
}

/* Another program's edit between our reading and our writing. */
static enum outcome do_race(struct db *db, void *context)
{
        struct pupil_edited *e = context;
        static bool raced;
        struct pupil_full seen;
        if (pupil_find(db, a, &oak, anna, &seen) != DONE)
                return BROKEN;
        if (!raced) {
                struct db *other;
                struct pupil theirs = seen.pupil;
                theirs.record.value[FIELD_TOWN] = "Elsewhere";
                raced = true;
                ok(db_open(d.config, &other) == DONE && pupil_edit(other, a, &oak, &theirs) == DONE,
                   "somebody else is faster");
                db_close(other);
        }
        return pupil_apply_change(db, a, &oak, e, 1);
}

static void races(void)
{
        struct pupil_full p = find(&oak, anna);
        p.pupil.record.value[FIELD_CLASS] = "4D";
        struct pupil_edited e = { { anna, p.pupil.version }, &p.pupil.record, { 0 } };
        is_long(db_transaction(d.db, do_race, &e), REFUSED, "a transaction that began before is refused too");
        is_text(find(&oak, anna).pupil.record.value[FIELD_TOWN], "Elsewhere",
                "the faster one's value stands");
}

static void scopes(void)
{
        struct pupil_full p;
        is_long(pupil_find(d.db, a, &elm, anna, &p), ABSENT, "another school does not find her");
        p = find(&oak, anna);
        is_long(pupil_edit(d.db, a, &elm, &p.pupil), ABSENT, "nor edit her");
        is_long(pupil_leave(d.db, a, &elm, &(struct pupil_leaving){ { anna, 0 }, "2026-07-20", "", "", 0 }),
                ABSENT, "nor let her leave");
        is_long(pupil_restore(d.db, a, &elm, (struct pupil_seen){ anna, 0 }), ABSENT, "nor restore her");
        struct pupil_events e;
        ok(pupil_history(d.db, a, &elm, anna, &e) == DONE && e.count == 0, "nor read her history");
        const struct pupil_edited mixed[] = { { { anna, 0 }, &p.pupil.record, { 0 } } };
        is_long(pupil_apply_change(d.db, a, &elm, mixed, 1), ABSENT, "not in a batch either");
        struct scope nowhere = gate_program_scope(0);
        unsigned long id;
        is_long(pupil_add(d.db, a, &nowhere, &p.pupil.record, &id), ABSENT,
                "a scope of no school adds nobody");
        is_long(find(&oak, anna).pupil.version, 2, "she is as she was");
}

static void leaves(void)
{
        const struct pupil_leaving l = { { anna, 1 }, "2026-07-20", "f", "Home", 0 };
        is_long(pupil_leave(d.db, a, &oak, &l), REFUSED, "leaving by an old version is refused");
        const struct pupil_leaving now = { { anna, 2 }, "2026-07-20", "f", "Home", 0 };
        is_long(pupil_leave(d.db, a, &oak, &now), DONE, "leaving");
        struct pupil_full p = find(&oak, anna);
        ok(!p.pupil.on_roll && p.pupil.version == 3, "she is off the roll");
        is_text(p.left_on, "2026-07-20", "the date");
        is_text(p.ground, "f", "the ground");
        is_text(p.destination, "Home", "the destination");
        is_text(p.pupil.record.value[FIELD_CLASS], "4B", "the record is kept");
        is_long((long)roll_of(&oak), 2, "one fewer on the roll");
        is_long(pupil_edit(d.db, a, &oak, &p.pupil), REFUSED, "who has left is not edited");
        is_long(pupil_leave(d.db, a, &oak, &(struct pupil_leaving){ { anna, 0 }, "2026-07-21", "", "", 0 }),
                REFUSED, "nobody leaves twice");
        is_long((long)roll_of(&oak), 2, "and is not counted twice");
        is_long(pupil_restore(d.db, a, &oak, (struct pupil_seen){ anna, 3 }), DONE, "restored");
        p = find(&oak, anna);
        ok(p.pupil.on_roll && !*p.left_on && !*p.ground && !*p.destination, "back, without a leaving date");
        is_long((long)roll_of(&oak), 3, "and counted");
        is_long(pupil_restore(d.db, a, &oak, (struct pupil_seen){ anna, 0 }), REFUSED,
                "nobody is restored twice");
}

static void history(void)
{
        struct pupil_events e;
        is_long(pupil_history(d.db, a, &oak, anna, &e), DONE, "history");
        is_text(e.items[e.count - 1].kind, "created", "begins with the creation");
        is_text(e.items[0].kind, "restored", "ends with the last deed");
        const struct pupil_event *class = pupil_value_source(&e, FIELD_CLASS);
        ok(class && strcmp(class->old_value, "4A") == 0 && strcmp(class->new_value, "4B") == 0,
           "the class was changed from 4A to 4B");
        const struct pupil_event *dob = pupil_value_source(&e, FIELD_DOB);
        is_text(dob ? dob->kind : NULL, "created", "the date of birth came with the creation");
        struct audit_rows rows;
        const struct audit_filter f = {
                .school = oak.school, .verb = "pupil-edited", .from = "", .to = "", .limit = 10
        };
        ok(audit_list(d.db, a, &f, &rows) == DONE && rows.count == 2 && rows.items[0].object == anna,
           "every edit has its audit row");
}

static void lists(const char *words, const char *year, enum pupil_order order, bool down, const char *want)
{
        const struct pupil_filter f = {
                .words = words, .year = year, .class = "", .order = order, .down = down, .per_page = 50
        };
        struct pupil_list list;
        char got[200] = "";
        if (pupil_list(d.db, a, &oak, &f, &list) != DONE)
                ok(0, "a list of %s", words);
        for (size_t i = 0; i < list.count; i++)
                snprintf(got + strlen(got), sizeof got - strlen(got), "%s ",
                         list.items[i].pupil.record.value[FIELD_FORENAME]);
        is_text(got, want,
                arena_printf(a, "sought \"%s\" in year \"%s\", order %d %d", words, year, order, down));
        is_long((long)list.total, (long)list.count, "all on one page");
}

static bool same_page(const struct pupil_full *x, const struct pupil_full *y)
{
        static const enum field shown[] = { FIELD_UPN, FIELD_SURNAME, FIELD_FORENAME, FIELD_DOB,
                                            FIELD_SEX, FIELD_NC_YEAR, FIELD_CLASS,    FIELD_ENTRY_DATE };
        bool same = x->pupil.id == y->pupil.id && x->pupil.school == y->pupil.school &&
                    x->pupil.on_roll == y->pupil.on_roll;
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
                same &= strcmp(x->pupil.record.value[shown[i]], y->pupil.record.value[shown[i]]) == 0;
        return same;
}

/* What a page is given: less of each pupil, and the count that its caller has. */
static void brief(void)
{
        struct pupil_list whole, list;
        struct pupil_filter f = { .per_page = 50 };
        for (int order = 0; order < ORDER_COUNT; order++)
                for (int down = 0; down < 2; down++) {
                        bool same = true;
                        f.order = (enum pupil_order)order, f.down = down;
                        f.brief = false;
                        ok(pupil_list(d.db, a, &oak, &f, &whole) == DONE && whole.count == 3, "whole");
                        f.brief = true;
                        ok(pupil_list(d.db, a, &oak, &f, &list) == DONE && list.count == 3, "in brief");
                        for (size_t i = 0; i < 3; i++)
                                same &= same_page(&whole.items[i], &list.items[i]);
                        ok(same, "order %d, down %d: the same pupils in brief", order, down);
                }
        is_text(list.items[0].pupil.record.value[FIELD_ADDRESS], "", "what is not asked for is empty");
        f = (struct pupil_filter){ .per_page = 2, .on_roll = 77 };
        ok(pupil_list(d.db, a, &oak, &f, &list) == DONE && list.total == 77, "a roll that was counted");
        f.words = "s";
        ok(pupil_list(d.db, a, &oak, &f, &list) == DONE && list.total == 3, "is not what is sought");
        f = (struct pupil_filter){ .per_page = 50, .left = true, .brief = true, .on_roll = 77 };
        ok(pupil_list(d.db, a, &oak, &f, &list) == DONE && list.total == list.count,
           "nor how many have left, of whom nothing is left out");
        for (size_t i = 0; i < list.count; i++)
                ok(!list.items[i].pupil.on_roll && *list.items[i].left_on, "when they did, too");
}

static void searches(void)
{
        lists("", "", ORDER_NAME, false, "Ben Siân Anna ");
        lists("", "", ORDER_NAME, true, "Anna Siân Ben ");
        lists("", "", ORDER_YEAR, false, "Ben Anna Siân ");
        lists("", "", ORDER_DOB, false, "Siân Anna Ben ");
        for (int order = 0; order < ORDER_COUNT; order++)
                for (int down = 0; down < 2; down++) {
                        const struct pupil_filter f = { .order = (enum pupil_order)order,
                                                        .down = down,
                                                        .per_page = 2 };
                        struct pupil_list list;
                        ok(pupil_list(d.db, a, &oak, &f, &list) == DONE && list.count == 2 && list.total == 3,
                           "order %d, down %d: a page of two", order, down);
                }
        struct pupil_filter f = { .words = "s", .per_page = 1, .page = 1 };
        struct pupil_list list;
        ok(pupil_list(d.db, a, &oak, &f, &list) == DONE && list.count == 1 && list.total == 3,
           "the second page of a search");
        f.page = 7;
        ok(pupil_list(d.db, a, &oak, &f, &list) == DONE && list.count == 0 && list.total == 3,
           "a page past the end");
        brief();
        lists("", "10", ORDER_NAME, false, "Siân ");
        lists("sian", "", ORDER_NAME, false, "Siân ");
        lists("o'neill", "", ORDER_NAME, false, "Siân ");
        lists("BEN smi", "", ORDER_NAME, false, "Ben ");
        lists("mith", "", ORDER_NAME, false, "");
        lists("a9991", "", ORDER_NAME, false, "Ben ");
        lists("9991", "", ORDER_NAME, false, "");
        lists("%", "", ORDER_NAME, false, "Ben Siân Anna ");
}

static void keys(void)
{
        uint64_t of_anna[MATCH_KEYS_MAX];
        struct record r = record_of("Smith", "Anna", "2017-03-04", "", "");
        unsigned count = match_keys(&r, of_anna);
        struct pupil_list list;
        ok(pupil_alike(d.db, a, &oak, of_anna, count, &list) == DONE && list.count == 1 &&
               list.items[0].pupil.id == anna,
           "the school finds her by her keys");
        ok(pupil_alike(d.db, a, &elm, of_anna, count, &list) == DONE && list.count == 0,
           "another school does not");
        struct pupils all;
        unsigned long twin = add(&elm, r);
        ok(pupil_candidates(d.db, a, of_anna, count, &all) == DONE && all.count == 2 &&
               all.items[0].id == anna && all.items[1].school == elm.school,
           "the authority's matching finds both, once each");
        struct pupil_full p = find(&elm, twin);
        p.pupil.record.value[FIELD_SURNAME] = "Vance";
        p.pupil.record.value[FIELD_FORENAME] = "Zoe";
        p.pupil.record.value[FIELD_DOB] = "2018-01-02";
        is_long(pupil_edit(d.db, a, &elm, &p.pupil), DONE, "another name");
        ok(pupil_candidates(d.db, a, of_anna, count, &all) == DONE && all.count == 1, "other keys");
}

enum { MANY = 3000 };

static double now_ms(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

struct many {
        struct pupil_new *fresh;
        struct pupil_edited *edited;
        struct pupil_leaving *leaving;
};

static enum outcome do_new(struct db *db, void *context)
{
        struct many *m = context;
        return pupil_apply_new(db, a, &elm, m->fresh, MANY);
}

static enum outcome do_change(struct db *db, void *context)
{
        struct many *m = context;
        return pupil_apply_change(db, a, &elm, m->edited, MANY);
}

static enum outcome do_leave(struct db *db, void *context)
{
        struct many *m = context;
        return pupil_apply_leave(db, a, &elm, m->leaving, 601);
}

static void timed(const char *what, enum outcome (*work)(struct db *, void *), struct many *m)
{
        double start = now_ms();
        is_long(db_transaction(d.db, work, m), DONE, what);
        printf("# %s: %.0f ms\n", what, now_ms() - start);
}

static void batches(void)
{
        struct many m = { arena_array(a, MANY, sizeof *m.fresh), arena_array(a, MANY, sizeof *m.edited),
                          arena_array(a, MANY, sizeof *m.leaving) };
        unsigned long before = roll_of(&elm);
        for (int i = 0; i < MANY; i++) {
                struct record *r = arena_alloc(a, sizeof *r);
                *r = record_of(arena_printf(a, "Name%d", i * 7 % MANY), arena_printf(a, "Fore%d", i),
                               "2016-02-03", "5", "5X");
                m.fresh[i] =
                    (struct pupil_new){ .record = r, .from = { 7, "a.xlsx", "Year 5", (unsigned)i + 2 } };
        }
        m.fresh[1].child = anna;
        timed("3,000 new", do_new, &m);
        struct pupil_full p = find(&elm, m.fresh[MANY - 1].id);
        is_text(p.pupil.record.value[FIELD_FORENAME], "Fore2999", "each has its own number");
        ok(p.child == p.pupil.id && find(&elm, m.fresh[1].id).child == anna,
           "children known elsewhere stay who they are");
        for (int i = 0; i < MANY; i++) {
                struct record *r = arena_alloc(a, sizeof *r);
                *r = *m.fresh[i].record;
                r->value[FIELD_NC_YEAR] = "6";
                r->value[FIELD_CLASS] = "6X";
                m.edited[i] = (struct pupil_edited){ { m.fresh[i].id, 1 }, r, m.fresh[i].from };
                m.leaving[i] =
                    (struct pupil_leaving){ { m.fresh[i].id, 2 }, "2026-07-20", "a", "Elsewhere", 7 };
        }
        timed("3,000 changed", do_change, &m);
        is_long(db_transaction(d.db, do_change, &m), REFUSED, "the same again is refused: all of it");
        timed("601 leave", do_leave, &m);
        is_long((long)roll_of(&elm), (long)before + MANY - 601, "the roll is as large as it should be");
        struct pupils roll;
        ok(pupil_roll(d.db, a, &elm, &roll) == DONE && roll.count == roll_of(&elm), "and as the count says");
        struct pupil_events e;
        is_long(pupil_history(d.db, a, &elm, m.fresh[70].id, &e), DONE, "history of one");
        const struct pupil_event *s = pupil_value_source(&e, FIELD_CLASS);
        ok(s && s->batch == 7 && s->row == 72 && strcmp(s->file, "a.xlsx") == 0 &&
               strcmp(s->sheet, "Year 5") == 0,
           "names batch, file, sheet and row");
}

static void classes(void)
{
        struct class_counts c;
        is_long(school_classes(d.db, a, &oak, &c), DONE, "classes");
        ok(c.count == 3 && strcmp(c.items[1].class, "4B") == 0 && strcmp(c.items[0].year, "R") == 0 && strcmp(c.items[2].year, "10") == 0 &&
               c.items[1].pupils == 1,
           "by year, youngest first");
}

int main(void)
{
        columns();
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        is_long(db_prepare_all(d.db), DONE, "every statement of the program is one the server knows");
        oak = school_of("9992001", "Oak");
        elm = school_of("9992002", "Elm");
        anna = add(&oak, record_of("Smith", "Anna", "2017-03-04", "4", "4A"));
        struct record ben = record_of("Smith-Jones", "Ben", "2021-05-06", "R", "Owls");
        ben.value[FIELD_SURNAME] = "O Smith";
        ben.value[FIELD_UPN] = "A999123456789";
        add(&oak, ben);
        add(&oak, record_of("O'Neill", "Siân", "2011-05-06", "10", "10Z"));
        edits();
        classes_counted("after one moved");
        scopes();
        leaves();
        classes_counted("after one left and came back");
        history();
        searches();
        classes();
        races();
        every_field();
        keys();
        batches();
        classes_counted("after thousands came, moved and left");
        database_close(&d);
        return done_testing();
}
