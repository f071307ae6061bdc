#include "match/forename.h"
#include "match/name.h"
#include "match/rarity.h"
#include "match/weigh.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>

#include "../tap.h"

struct pair {
        const char *a, *b;
        enum grade grade;
};

static void forenames(void)
{
        static const struct pair t[] = {
                { "Ben", "Benjamin", GRADE_SHORT },
                { "Kate", "Cathy", GRADE_SHORT },
                { "Bill", "William", GRADE_SHORT },
                { "Muhammad", "Mohamed", GRADE_SPELLING },
                { "Zoë", "ZOE", GRADE_SAME },
                { "Lily-Mae", "Lily Mae", GRADE_SAME },
                { "Lily-Mae", "Lilymae", GRADE_SAME },
                { "Lily-Mae", "Lily", GRADE_PART },
                { "Ella-Rose", "Rose", GRADE_PART },
                { "Isla-Rose", "Ella-Grace", GRADE_DIFFERENT },
                { "Isla-Rose", "Anna-Rose", GRADE_DIFFERENT },
                { "Muhammad Ali", "Muhammad Hassan", GRADE_PART },
                { "Benjamin James", "Ben", GRADE_PART },
                { "Thmoas", "Thomas", GRADE_SLIP },
                { "Oliva", "Olivia", GRADE_SLIP },
                { "Mia", "Mina", GRADE_DIFFERENT },
                { "Jack", "James", GRADE_DIFFERENT },
                { "J", "James", GRADE_INITIAL },
                { "K", "James", GRADE_DIFFERENT },
                { "", "James", GRADE_NONE },
                { "Никита", "Никита", GRADE_SAME },
                { "D'Arcy", "Darcy", GRADE_SAME },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct name a, b;
                name_make(&a, t[i].a);
                name_make(&b, t[i].b);
                ok(name_forename(&a, &b) == t[i].grade && name_forename(&b, &a) == t[i].grade,
                   "forenames %s, %s: %d", t[i].a, t[i].b, name_forename(&a, &b));
        }
}

static void surnames(void)
{
        static const struct pair t[] = {
                { "O'Neill", "ONeill", GRADE_SAME },
                { "Mc Donald", "McDonald", GRADE_SAME },
                { "Carter-Jones", "Jones", GRADE_PART },
                { "Carter-Jones", "Jones Carter", GRADE_PART },
                { "van der Berg", "van der Meer", GRADE_PART },
                { "Al Amin", "Al Khan", GRADE_DIFFERENT },
                { "Smith", "Smyth", GRADE_SLIP },
                { "Lee", "Leigh", GRADE_DIFFERENT },
                { "Patterson", "Paterson", GRADE_SLIP },
                { "Smith", "Jones", GRADE_DIFFERENT },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct name a, b;
                name_make(&a, t[i].a);
                name_make(&b, t[i].b);
                ok(name_surname(&a, &b) == t[i].grade && name_surname(&b, &a) == t[i].grade,
                   "surnames %s, %s: %d", t[i].a, t[i].b, name_surname(&a, &b));
        }
}

static void dates(void)
{
        static const struct {
                uint32_t a, b;
                enum grade grade;
        } t[] = {
                { 20140304, 20140304, GRADE_SAME }, { 20140304, 20140403, GRADE_SWAPPED },
                { 20140304, 20140314, GRADE_SLIP }, { 20140312, 20140321, GRADE_SLIP },
                { 20140304, 20150304, GRADE_SLIP }, { 20140304, 20140927, GRADE_DIFFERENT },
                { 20140304, 20140327, GRADE_PART }, { 20140304, 20261125, GRADE_DIFFERENT },
                { 20140304, 0, GRADE_NONE },        { 20140309, 20140310, GRADE_PART },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++)
                ok(dob_grade(t[i].a, t[i].b) == t[i].grade && dob_grade(t[i].b, t[i].a) == t[i].grade,
                   "dates %u, %u: %d", t[i].a, t[i].b, dob_grade(t[i].a, t[i].b));
}

static void distances(void)
{
        is_long(name_distance("kitten", 6, "sitting", 7, 5), 3, "three letters");
        is_long(name_distance("ab", 2, "ba", 2, 3), 1, "two exchanged");
        is_long(name_distance("abcdef", 6, "ghijkl", 6, 2), 3, "more than the limit");
        is_long(name_distance("", 0, "abc", 3, 3), 3, "from nothing");
}

static void table(void)
{
        int sorted = 1, folded = 1;
        struct arena *a = arena_new();
        for (unsigned i = 0; i < forename_table_count; i++) {
                const struct forename_form *f = &forename_table[i], *next = f + 1;
                folded &=
                    strcmp(text_fold(a, f->name), f->name) == 0 && strcmp(text_fold(a, f->of), f->of) == 0;
                if (i + 1 == forename_table_count)
                        break;
                int order = strcmp(f->name, next->name);
                sorted &= order < 0 || (order == 0 && strcmp(f->of, next->of) < 0);
        }
        ok(sorted, "the table of forenames is sorted and says nothing twice");
        ok(folded, "and is written as text_fold writes");
        ok(forename_link("ben", "benjamin") == FORENAME_SHORT, "short form");
        ok(forename_link("ben", "jane") == FORENAME_UNRELATED &&
               forename_link("qqq", "qqq") == FORENAME_UNRELATED,
           "not related");
        arena_free(a);
}

/* name_make has its own way for ASCII: it must not differ from text_fold. */
static void folding(void)
{
        static const char alphabet[] = "aBz'-. `_9\t,/";
        struct arena *a = arena_new();
        int same = 1;
        srand(1);
        for (int i = 0; i < 20000; i++) {
                char text[12];
                int len = rand() % 12;
                for (int j = 0; j < len; j++)
                        text[j] = alphabet[(size_t)rand() % (sizeof alphabet - 1)];
                text[len] = '\0';
                struct name n;
                name_make(&n, text);
                same &= strcmp(n.text, text_fold(a, text)) == 0;
        }
        ok(same, "ASCII is folded as text_fold folds it");
        struct name n;
        name_make(&n, "Ždárský Ждановский Łukasiewicz Äöüß Ñandú Ørsted Þórr Çelik");
        ok(n.len < NAME_TEXT && text_valid(n.text, n.len), "a long name is cut between characters");
        arena_free(a);
}

static void rarity(void)
{
        struct arena *a = arena_new();
        struct rarity *r = rarity_new(a);
        struct name smith, rare, oliver;
        name_make(&smith, "Smith");
        name_make(&rare, "Quillfeather");
        name_make(&oliver, "Oliver");
        double before = rarity_bits(r, RARITY_SURNAME, rare.hash);
        ok(rarity_bits(r, RARITY_SURNAME, smith.hash) < 7 && before > 12,
           "Smith is common, Quillfeather is not");
        ok(rarity_bits(r, RARITY_SURNAME, oliver.hash) > rarity_bits(r, RARITY_FORENAME, oliver.hash) + 3,
           "Oliver is a common forename");
        for (int i = 0; i < 5000; i++)
                rarity_learn(r, &oliver, &rare);
        ok(rarity_bits(r, RARITY_SURNAME, rare.hash) < 4, "a pool teaches what is common there");
        arena_free(a);
}

int main(void)
{
        forenames();
        surnames();
        dates();
        distances();
        table();
        folding();
        rarity();
        return done_testing();
}
