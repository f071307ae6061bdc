#include "intake/weigh.h"
#include "tap.h"

#include <stdlib.h>

static struct arena *a;

enum { PUPILS_MAX = 400 };

/* A roll and the rows of an upload, made by hand or at random. */
static struct pupil roll[2 * PUPILS_MAX];
static size_t roll_count;
static struct record given[PUPILS_MAX];
static struct weigh_row rows[PUPILS_MAX];
static size_t row_count;

static struct pupil *add_pupil(const char *surname, const char *year, const char *class)
{
        struct pupil *p = &roll[roll_count++];
        *p = (struct pupil){ .id = 1000 + roll_count, .version = 1, .on_roll = true };
        record_blank(&p->record);
        p->record.value[FIELD_SURNAME] = surname;
        p->record.value[FIELD_FORENAME] = "Ann";
        p->record.value[FIELD_DOB] = "2016-10-01";
        p->record.value[FIELD_NC_YEAR] = year;
        p->record.value[FIELD_CLASS] = class;
        return p;
}

static struct record *add_row(const struct record *like, enum weigh_match match, unsigned long pupil)
{
        struct record *r = &given[row_count];
        *r = *like;
        rows[row_count++] = (struct weigh_row){ r, match, pupil, false, false };
        return r;
}

static struct plan plan(enum weigh_kind kind)
{
        struct pupils all = { roll_count, roll };
        struct weigh_request q = { .kind = kind, .academic = 2026, .high = "6", .row_count = row_count, .rows = rows, .roll = &all };
        struct plan p;
        weigh(a, &q, &p);
        return p;
}

static void start(void)
{
        roll_count = row_count = 0;
}

static void one_row(void)
{
        start();
        struct pupil *ann = add_pupil("Smith", "3", "3B");
        struct record *r = add_row(&ann->record, WEIGH_PUPIL, ann->id);
        struct plan p = plan(WEIGH_MIGRATION);
        is_long(p.counts[PLAN_UNCHANGED], 1, "the same is unchanged");
        is_long((long)p.leaver_count, 0, "nobody leaves");
        char before[PLAN_HASH];
        strcpy(before, p.hash);

        r->value[FIELD_NC_YEAR] = "4";
        r->value[FIELD_CLASS] = "";
        r->value[FIELD_FORENAME] = "Anne";
        r->value[FIELD_SURNAME] = "SMITH";
        p = plan(WEIGH_MIGRATION);
        is_long(p.rows[0].kind, PLAN_CHANGED, "changed");
        is_long((long)p.rows[0].change_count, 1, "in the NC year alone: a blank overwrites nothing");
        is_text(p.rows[0].changes[0].before, "3", "before");
        is_text(p.rows[0].changes[0].after, "4", "after");
        ok(p.rows[0].kept_count == 1 && p.rows[0].kept[0].field == FIELD_FORENAME, "a name is kept and reported, capitals are not");
        ok(strcmp(p.hash, before) != 0, "another hash");
        strcpy(before, p.hash);
        p = plan(WEIGH_MIGRATION);
        is_text(p.hash, before, "the same again");
        ann->version++;
        p = plan(WEIGH_MIGRATION);
        ok(strcmp(p.hash, before) != 0, "another when the pupil has changed meanwhile");
}

static void upns(void)
{
        start();
        struct pupil *ann = add_pupil("Smith", "3", "3B"), *bob = add_pupil("Jones", "3", "3B");
        ann->record.value[FIELD_UPN] = "B801200005001";
        ann->record.value[FIELD_FORMER_UPN] = "R201100018042";
        bob->record.value[FIELD_UPN] = "T20110001804V";
        struct record *r = add_row(&ann->record, WEIGH_PUPIL, ann->id), *s = add_row(&bob->record, WEIGH_PUPIL, bob->id);
        r->value[FIELD_UPN] = "H801200001001";
        s->value[FIELD_UPN] = "D883201324001";
        struct plan p = plan(WEIGH_BULK);
        ok(p.rows[0].kept_count == 1 && p.rows[0].change_count == 0, "a UPN stands");
        ok(p.rows[1].change_count == 1, "a temporary one is replaced");
        r->value[FIELD_UPN] = "R201100018042";
        p = plan(WEIGH_BULK);
        ok(p.rows[0].kept_count == 0, "a former UPN is no difference");
        s->value[FIELD_UPN] = "B801200005001";
        p = plan(WEIGH_BULK);
        is_long(p.rows[1].kind, PLAN_PROBLEM, "nobody gets another's UPN");
        is_long((long)p.leaver_count, 0, "a problem row still protects its pupil");
        rows[1] = (struct weigh_row){ s, WEIGH_LEFT_OUT, 0, false, false };
        s->value[FIELD_UPN] = "T20110001804V";
        is_long((long)plan(WEIGH_MIGRATION).leaver_count, 0, "and so does any row with its UPN");
}

static void matches(void)
{
        start();
        struct pupil *p1 = add_pupil("A", "3", "3B"), *p2 = add_pupil("B", "3", "3B"), *p3 = add_pupil("C", "3", "3B");
        struct pupil *p4 = add_pupil("D", "5", "5A");
        add_pupil("E", "6", "6A")->record.value[FIELD_DOB] = "2015-03-03";
        add_pupil("F", "5", "5A");
        add_row(&p1->record, WEIGH_WAITS, p1->id);
        add_row(&p2->record, WEIGH_LEFT_OUT, p2->id);
        add_row(&p3->record, WEIGH_PUPIL, p3->id);
        add_row(&p3->record, WEIGH_PUPIL, p3->id);
        add_row(&p4->record, WEIGH_PUPIL, p4->id);
        rows[4].error = true;
        struct record *r = add_row(&p4->record, WEIGH_NEW, 0);
        r->value[FIELD_DOB] = "";
        add_row(&p4->record, WEIGH_NEW, 0);
        add_row(&p4->record, WEIGH_PUPIL, 77);
        struct plan p = plan(WEIGH_MIGRATION);
        static const enum plan_kind want[] = { PLAN_WAITS, PLAN_LEFT_OUT, PLAN_PROBLEM, PLAN_PROBLEM, PLAN_PROBLEM, PLAN_PROBLEM, PLAN_NEW, PLAN_PROBLEM };
        for (size_t i = 0; i < p.row_count; i++)
                is_long(p.rows[i].kind, want[i], arena_printf(a, "row %zu", i));
        is_text(p.rows[5].problem, "A new pupil needs a date of birth.", "what a new pupil needs");
        is_long((long)p.leaver_count, 2, "only those in no row leave");
        ok(p.leavers[0].pupil->record.value[FIELD_CLASS][0] == '5' && !p.leavers[0].final_year && p.leavers[1].final_year, "by year; Year 6 because of age");
        is_long(p.removals, 1, "one removal");
        is_long(p.after, 5, "six, and one new, less two");
        is_long((long)p.cover_count, 3, "three classes");
        ok(p.cover[0].held == 3 && p.cover[0].found == 3 && p.cover[1].held == 2 && p.cover[1].found == 1 && p.cover[2].found == 0, "coverage");
        is_long((long)plan(WEIGH_BULK).leaver_count, 0, "a bulk upload removes nobody");
}

static void hold(unsigned pupils, unsigned absent, unsigned want, const char *what)
{
        start();
        for (unsigned i = 0; i < pupils; i++) {
                struct pupil *p = add_pupil(arena_printf(a, "S%u", i), "3", "3B");
                if (i >= absent)
                        add_row(&p->record, WEIGH_PUPIL, p->id);
        }
        for (unsigned i = 0; i < pupils; i++) /* the final year never counts */
                add_pupil("Z", "6", "6A")->record.value[FIELD_DOB] = "2015-03-03";
        is_long(plan(WEIGH_MIGRATION).holds, want, what);
}

static void holds(void)
{
        hold(10, 5, 0, "five may go from a roll of twenty");
        hold(10, 6, HOLD_REMOVALS, "six may not");
        hold(100, 20, 0, "twenty may go from two hundred");
        hold(100, 21, HOLD_REMOVALS, "twenty-one may not");
        hold(3, 3, HOLD_HEADER_ONLY, "no row at all");
        start();
        struct pupil *p = add_pupil("A", "3", "3B");
        for (int i = 0; i < 4; i++)
                rows[(add_row(&p->record, WEIGH_WAITS, 0), row_count - 1)].elsewhere = i < 2;
        is_long(plan(WEIGH_BULK).holds, 0, "half of them are another school's");
        rows[2].elsewhere = true;
        is_long(plan(WEIGH_BULK).holds, HOLD_OTHER_SCHOOL, "most of them are");
        struct plan held = plan(WEIGH_BULK);
        ok(strstr(hold_words(a, &held, HOLD_OTHER_SCHOOL), "another school") != NULL, "in words");
}

/* Does to the roll what the plan says, and matches the rows to what came of it. */
static void apply(const struct plan *p)
{
        bool gone[2 * PUPILS_MAX] = { false };
        size_t kept = 0, old = roll_count;
        for (size_t i = 0; i < p->row_count; i++) {
                struct pupil *pupil = p->rows[i].pupil ? &roll[p->rows[i].pupil - roll] : NULL;
                if (p->rows[i].kind == PLAN_NEW) {
                        pupil = &roll[roll_count];
                        *pupil = (struct pupil){ .id = 50000 + roll_count, .on_roll = true };
                        record_blank(&pupil->record);
                        roll_count++;
                        rows[i].match = WEIGH_PUPIL;
                        rows[i].pupil = pupil->id;
                }
                for (size_t c = 0; c < p->rows[i].change_count; c++)
                        pupil->record.value[p->rows[i].changes[c].field] = p->rows[i].changes[c].after;
                if (p->rows[i].change_count)
                        pupil->version++;
        }
        for (size_t i = 0; i < p->leaver_count; i++)
                gone[p->leavers[i].pupil - roll] = true;
        for (size_t i = 0; i < roll_count; i++)
                if (i >= old || !gone[i])
                        roll[kept++] = roll[i];
        roll_count = kept;
}

static const char *some(enum field field, unsigned n)
{
        switch (field) {
        case FIELD_DOB: return arena_printf(a, "20%02u-0%u-1%u", 10 + n % 9, 1 + n % 8, n % 9);
        case FIELD_NC_YEAR: return arena_printf(a, "%u", 1 + n % 6);
        case FIELD_UPN: return n % 3 ? arena_printf(a, "B8012000%05u", n) : arena_printf(a, "T2011000180%uV", n % 9);
        default: return n % 4 ? arena_printf(a, "v%u", n % 50) : "";
        }
}

static void at_random(unsigned seed)
{
        start();
        srand(seed);
        for (int i = 0; i < 150; i++) {
                struct pupil *p = add_pupil("S", "3", "3B");
                for (int f = 0; f < FIELD_COUNT; f++)
                        p->record.value[f] = some((enum field)f, (unsigned)rand());
        }
        for (int i = 0; i < 200; i++) {
                const struct pupil *like = &roll[rand() % 150];
                struct record *r = add_row(&like->record, (enum weigh_match)(rand() % 12 ? rand() % 2 : rand() % 4), rand() % 9 ? like->id : 0);
                if (rows[row_count - 1].match == WEIGH_NEW)
                        rows[row_count - 1].pupil = 0;
                rows[row_count - 1].error = rand() % 20 == 0;
                for (int f = 0; f < FIELD_COUNT; f++)
                        if (rand() % 4 == 0)
                                r->value[f] = some((enum field)f, (unsigned)rand());
        }
}

/* As the school must before it can confirm. */
static void leave_out_problems(void)
{
        struct plan p = plan(WEIGH_MIGRATION);
        for (size_t i = 0; i < p.row_count; i++)
                if (p.rows[i].kind == PLAN_PROBLEM)
                        rows[i].match = WEIGH_LEFT_OUT;
}

static void again(void)
{
        char hash[PLAN_HASH] = "";
        for (unsigned seed = 1; seed <= 40; seed++) {
                at_random(seed);
                leave_out_problems();
                struct plan first = plan(WEIGH_MIGRATION);
                unsigned deeds = first.counts[PLAN_NEW] + first.counts[PLAN_CHANGED] + (unsigned)first.leaver_count;
                unsigned sum = 0;
                for (int k = 0; k < PLAN_KINDS; k++)
                        sum += first.counts[k];
                size_t after = first.after;
                apply(&first);
                struct plan second = plan(WEIGH_MIGRATION);
                if (sum != first.row_count || deeds < 20 || roll_count != after)
                        ok(0, "seed %u: the plan adds up", seed);
                if (second.counts[PLAN_NEW] || second.counts[PLAN_CHANGED] || second.leaver_count)
                        ok(0, "seed %u: %u new, %u changed, %zu leavers in the second plan", seed, second.counts[PLAN_NEW], second.counts[PLAN_CHANGED], second.leaver_count);
                if (seed > 1 && strcmp(hash, second.hash) != 0)
                        ok(0, "seed %u: the hash of nothing to do", seed);
                strcpy(hash, second.hash);
        }
        ok(hash[0] != '\0', "a plan that was applied leaves nothing to do");
}

/* The order of the rows changes nothing that is written. */
static void any_order(void)
{
        at_random(7);
        struct plan first = plan(WEIGH_MIGRATION);
        for (size_t i = 0; i < row_count / 2; i++) {
                struct weigh_row keep = rows[i];
                rows[i] = rows[row_count - 1 - i];
                rows[row_count - 1 - i] = keep;
        }
        struct plan second = plan(WEIGH_MIGRATION);
        is_text(second.hash, first.hash, "the same hash in any order of rows");
}

int main(void)
{
        a = arena_new();
        one_row();
        upns();
        matches();
        holds();
        again();
        any_order();
        arena_free(a);
        return done_testing();
}
