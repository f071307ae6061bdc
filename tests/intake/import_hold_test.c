/* When a school's part of a delivery waits for a person: each limit from both sides. */
#include "intake/import_hold.h"

#include "model/field.h"
#include "tap.h"

static const struct import_limits limits = { 5, 10, 50, 30 };
static const struct import_facts usual = {
        .complete = true, .rows = 400, .children = 400, .roll = 400, .last_children = 400, .filled = 0xFF, .last_full = 0xFF
};

/* What differs from the usual night; -1 is as usual. */
struct given {
        const char *what;
        bool partial;
        long rows, roll, last_children, named, damaged, removals, changed, filled;
        unsigned want;
};
enum { USUAL = -1 };

static struct import_facts facts_of(const struct given *g)
{
        struct import_facts f = usual;
        f.complete = !g->partial;
        const struct {
                long given;
                size_t *to;
        } each[] = { { g->rows, &f.rows },       { g->roll, &f.roll },         { g->last_children, &f.last_children }, { g->named, &f.named },
                     { g->damaged, &f.damaged }, { g->removals, &f.removals }, { g->changed, &f.changed } };
        for (size_t i = 0; i < sizeof each / sizeof *each; i++)
                if (each[i].given != USUAL)
                        *each[i].to = (size_t)each[i].given;
        f.children = f.rows; /* each has one */
        if (g->filled != USUAL)
                f.filled = (uint64_t)g->filled;
        return f;
}

int main(void)
{
        struct arena *a = arena_new();
        static const struct given cases[] = {
                { "a night like any", false, USUAL, USUAL, USUAL, USUAL, USUAL, 3, 9, USUAL, 0 },
                { "no pupil", false, 0, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, IMPORT_EMPTY },
                { "no pupil in changed data", true, 0, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, 0 },
                { "a tenth is missing", false, USUAL, USUAL, USUAL, USUAL, USUAL, 40, USUAL, USUAL, 0 },
                { "more than a tenth is missing", false, USUAL, USUAL, USUAL, USUAL, USUAL, 41, USUAL, USUAL, IMPORT_REMOVALS },
                { "five of a small school", false, 15, 20, 20, USUAL, USUAL, 5, USUAL, USUAL, 0 },
                { "six of a small school", false, 15, 20, 20, USUAL, USUAL, 6, USUAL, USUAL, IMPORT_REMOVALS },
                { "partial files remove nobody", true, 4, USUAL, USUAL, USUAL, USUAL, 396, USUAL, USUAL, 0 },
                { "half change", false, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, 200, USUAL, 0 },
                { "more than half change", false, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, 201, USUAL, IMPORT_CHANGES },
                { "five of a small school change", false, 8, 8, 8, USUAL, USUAL, USUAL, 5, USUAL, 0 },
                { "six of a small school change", false, 8, 8, 8, USUAL, USUAL, USUAL, 6, USUAL, IMPORT_CHANGES },
                { "six of twelve change", false, 12, 12, 12, USUAL, USUAL, USUAL, 6, USUAL, 0 },
                { "30 per cent smaller", false, 280, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, 0 },
                { "more than 30 per cent smaller", false, 279, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, IMPORT_SHRUNK },
                { "the first file", false, 279, USUAL, 0, USUAL, USUAL, USUAL, USUAL, USUAL, 0 },
                { "half of another school", false, USUAL, USUAL, USUAL, 200, USUAL, USUAL, USUAL, USUAL, 0 },
                { "most of another school", false, USUAL, USUAL, USUAL, 201, USUAL, USUAL, USUAL, USUAL, IMPORT_OTHER_SCHOOL },
                { "a column is gone", false, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, 0x7f, IMPORT_COLUMN },
                { "a column came", false, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, 0x1ff, 0 },
                { "a column is gone from changed data", true, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, USUAL, 0x7f, 0 },
                { "one damaged name", false, USUAL, USUAL, USUAL, USUAL, 1, USUAL, USUAL, USUAL, 0 },
                { "two damaged names of 400", false, USUAL, USUAL, USUAL, USUAL, 2, USUAL, USUAL, USUAL, IMPORT_DAMAGED },
                { "one of three", true, 3, USUAL, USUAL, USUAL, 1, USUAL, USUAL, USUAL, 0 },
                { "two at once", false, 270, USUAL, USUAL, USUAL, USUAL, 100, USUAL, USUAL, IMPORT_REMOVALS | IMPORT_SHRUNK },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                {
                const struct import_facts given = facts_of(&cases[i]);
                is_long(import_holds(&given, &limits), cases[i].want, cases[i].what);
        }

        static const struct {
                const char *what;
                size_t children, elsewhere;
                unsigned want;
        } found[] = {
                { "half are of another school", 400, 200, 0 },
                { "more than half are", 400, 201, IMPORT_OTHER_SCHOOL },
                { "five who came", 5, 5, 0 },
                { "six who came, and nobody else", 6, 6, IMPORT_OTHER_SCHOOL },
                { "six who came, among twelve", 12, 6, 0 },
        };
        struct import_facts f = usual;
        for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
                f.children = found[i].children, f.elsewhere = found[i].elsewhere;
                unsigned holds = import_holds(&f, &limits) & IMPORT_OTHER_SCHOOL; /* so few would be held for that as well */
                is_long(holds, found[i].want, found[i].what);
        }

        f = usual;
        f.rows = 800, f.children = 280;
        is_long(import_holds(&f, &limits), 0, "children are compared, whatever number of rows they have");
        f.children = 279;
        is_text(import_hold_words(a, import_holds(&f, &limits), &f), "The file has 279 pupils on roll; the last one had 400.", "and counted");
        f = usual;
        f.filled = ~(UINT64_C(1) << FIELD_POSTCODE | UINT64_C(1) << FIELD_SEX) & 0xFFFFFF, f.last_full = 0xFFFFFF;
        f.removals = 60;
        is_text(import_hold_words(a, IMPORT_REMOVALS | IMPORT_COLUMN, &f),
                "60 of 400 pupils on roll are not in the file, beside those who leave after the last year.\n"
                "Nothing is said any more in a column that used to be full: sex, postcode.",
                "one sentence a line");
        arena_free(a);
        return done_testing();
}
