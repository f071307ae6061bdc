/* The invented authority: families with siblings and twins, schools and rolls. */
#include "generator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "model/upn.h"
#include "model/year.h"

enum { ACADEMIC = 2025, PRIMARY_SIZE = 300, SECONDARY_SIZE = 1250, HOUSEHOLDS_OF_POSTCODE = 15 };

struct name_list {
        size_t count;
        char **name;
        double *upto; /* running total of shares */
};

struct variants {
        size_t count;
        char **name, **variant; /* sorted by name */
};

struct names {
        struct name_list boys, girls, surnames;
        struct variants forename, surname;
};

struct family {
        char *surname;
        char postcode[10];
        unsigned long primary, secondary;
};

static uint64_t random_next(uint64_t *state)
{
        uint64_t z = *state += 0x9e3779b97f4a7c15u;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        return z ^ z >> 31;
}

static unsigned below(uint64_t *state, unsigned limit)
{
        return (unsigned)(random_next(state) >> 33) % limit;
}

static double unit(uint64_t *state)
{
        return (double)(random_next(state) >> 11) / 9007199254740992.0;
}

static bool chance(uint64_t *state, double probability)
{
        return unit(state) < probability;
}

/* The three columns of every line but the first. */
static bool read_lines(struct arena *a, const char *file, void (*line)(struct arena *, void *, char *[3]),
                       void *to)
{
        char path[128], text[256];
        snprintf(path, sizeof path, "../shared/data/names/%s", file);
        FILE *f = fopen(path, "r");
        bool header = true;
        while (f && fgets(text, sizeof text, f)) {
                char *save = NULL, *column[3];
                for (int i = 0; i < 3; i++)
                        column[i] = strtok_r(i ? NULL : text, ",\r\n", &save);
                if (!header && column[1])
                        line(a, to, column);
                header = false;
        }
        return f && fclose(f) == 0;
}

enum { NAMES_MAX = 20000 };

static void name_add(struct arena *a, struct name_list *l, const char *name, double share)
{
        if (!l->name) {
                l->name = arena_array(a, NAMES_MAX, sizeof *l->name);
                l->upto = arena_array(a, NAMES_MAX, sizeof *l->upto);
        }
        if (l->count == NAMES_MAX)
                return;
        l->name[l->count] = arena_text(a, name);
        l->upto[l->count] = (l->count ? l->upto[l->count - 1] : 0) + share;
        l->count++;
}

static void forename_line(struct arena *a, void *to, char *column[3])
{
        struct names *n = to;
        name_add(a, column[0][0] == 'M' ? &n->boys : &n->girls, column[1], column[2] ? atof(column[2]) : 1);
}

static void surname_line(struct arena *a, void *to, char *column[3])
{
        char name[256];
        snprintf(name, sizeof name, "%s", column[0]);
        name[0] = (char)(name[0] - 'a' + 'A');
        name_add(a, &((struct names *)to)->surnames, name, atof(column[1]));
}

static void variant_line(struct arena *a, void *to, char *column[3])
{
        struct variants *v = to;
        if (!v->name) {
                v->name = arena_array(a, NAMES_MAX, sizeof *v->name);
                v->variant = arena_array(a, NAMES_MAX, sizeof *v->variant);
        }
        if (v->count == NAMES_MAX)
                return;
        v->name[v->count] = arena_text(a, column[0]);
        v->variant[v->count] = arena_text(a, column[1]);
        v->variant[v->count][0] = (char)(column[1][0] - 'a' + 'A');
        v->count++;
}

static struct names *read_names(struct arena *a)
{
        struct names *n = arena_alloc(a, sizeof *n);
        bool all = read_lines(a, "forenames.csv", forename_line, n) &&
                   read_lines(a, "surnames.csv", surname_line, n) &&
                   read_lines(a, "forename-variants.csv", variant_line, &n->forename) &&
                   read_lines(a, "surname-variants.csv", variant_line, &n->surname);
        return all ? n : NULL;
}

static const char *draw(const struct name_list *l, uint64_t *state)
{
        double at = unit(state) * l->upto[l->count - 1];
        size_t low = 0, high = l->count - 1;
        while (low < high) {
                size_t middle = (low + high) / 2;
                if (l->upto[middle] <= at)
                        low = middle + 1;
                else
                        high = middle;
        }
        return l->name[low];
}

/* A tenth of the families share few names, as in many towns: the namesakes that a matcher must keep apart. */
static const char *const few_surnames[] = { "Khan",  "Ahmed",   "Hussain", "Ali",    "Begum",
                                            "Patel", "Singh",   "Kaur",    "Miah",   "Akhtar",
                                            "Iqbal", "Mahmood", "Malik",   "Rahman", "Shah" };
static const char *const few_boys[] = { "Muhammad", "Mohammed", "Mohammad", "Ahmed", "Ali",
                                        "Hassan",   "Hamza",    "Ibrahim",  "Yusuf", "Zayn",
                                        "Abdullah", "Bilal",    "Umar",     "Adam",  "Ayaan" };
static const char *const few_girls[] = { "Fatima", "Aisha", "Maryam", "Zainab",  "Khadija",
                                         "Amina",  "Zara",  "Hafsa",  "Aaliyah", "Sara",
                                         "Noor",   "Inaya", "Hana",   "Safa",    "Anaya" };

#define PICK(list, state) (list)[below(state, sizeof(list) / sizeof *(list))]

static bool of_few(const struct family *f)
{
        for (size_t i = 0; i < sizeof few_surnames / sizeof *few_surnames; i++)
                if (strcmp(f->surname, few_surnames[i]) == 0)
                        return true;
        return false;
}

static const char *draw_forename(struct authority *la, const struct family *f, bool boy)
{
        if (of_few(f) && chance(&la->random, 0.7))
                return boy ? PICK(few_boys, &la->random) : PICK(few_girls, &la->random);
        return draw(boy ? &la->names->boys : &la->names->girls, &la->random);
}

static char *draw_surname(struct arena *a, struct authority *la)
{
        const struct name_list *l = &la->names->surnames;
        if (chance(&la->random, 0.1))
                return arena_text(a, PICK(few_surnames, &la->random));
        const char *first = draw(l, &la->random);
        if (!chance(&la->random, 0.06))
                return arena_text(a, first);
        return arena_printf(a, "%s%s%s", first, chance(&la->random, 0.8) ? "-" : " ", draw(l, &la->random));
}

static void family_make(struct arena *a, struct authority *la, struct family *f, unsigned primaries)
{
        f->surname = draw_surname(a, la);
        f->primary = 1 + below(&la->random, primaries);
        f->secondary = primaries + 1 + f->primary % (la->school_count - primaries);
        unsigned postcodes = PRIMARY_SIZE / HOUSEHOLDS_OF_POSTCODE * 3, at = below(&la->random, postcodes);
        snprintf(f->postcode, sizeof f->postcode, "ZZ%lu %u%c%c", f->primary % 30 + 1,
                 (unsigned)f->primary / 30 % 10, 'A' + (int)(at / 20), 'A' + (int)(at % 20));
}

static char *upn_make(struct arena *a, struct authority *la)
{
        unsigned n = la->upns++;
        char *upn = arena_printf(a, "?999%04u%05u", 2000 + n / 100000, n % 100000);
        upn[0] = upn_letter(upn + 1);
        return upn;
}

static const char *iso(struct arena *a, long days)
{
        char text[DATE_TEXT];
        return arena_text(a, date_to_iso(date_from_days(days), text));
}

/* One child as its school holds it. */
static struct record record_make(struct arena *a, struct authority *la, const struct family *f, long born)
{
        struct record r;
        bool boy = chance(&la->random, 0.51);
        record_blank(&r);
        r.value[FIELD_SURNAME] = chance(&la->random, 0.05) ? draw_surname(a, la) : f->surname;
        r.value[FIELD_FORENAME] = draw_forename(la, f, boy);
        if (chance(&la->random, 0.6))
                r.value[FIELD_MIDDLE_NAMES] = draw_forename(la, f, boy);
        if (chance(&la->random, 0.04))
                r.value[FIELD_PREFERRED_FORENAME] = draw_forename(la, f, boy);
        r.value[FIELD_SEX] = boy ? "M" : "F";
        r.value[FIELD_DOB] = iso(a, born);
        r.value[FIELD_POSTCODE] = arena_text(a, f->postcode);
        r.value[FIELD_NC_YEAR] = arena_text(a, year_expected(date_from_days(born), ACADEMIC));
        if (chance(&la->random, 0.97))
                r.value[FIELD_UPN] = upn_make(a, la);
        return r;
}

static void pupil_add(struct authority *la, unsigned long school, bool on_roll, const struct record *r,
                      unsigned child)
{
        struct pupil *p = &la->pupils[la->pupil_count];
        la->child[la->pupil_count++] = child;
        *p = (struct pupil){ .id = la->pupil_count, .school = school, .on_roll = on_roll, .record = *r };
}

static bool secondary_age(const struct record *r)
{
        return year_order(r->value[FIELD_NC_YEAR]) >= 7;
}

/* Most go where the family goes; one in twelve has been at another school before and is still held there as
 * left. */
static void child_make(struct arena *a, struct authority *la, const struct family *f, long born,
                       unsigned primaries)
{
        struct record r = record_make(a, la, f, born);
        la->children++;
        bool secondary = secondary_age(&r);
        unsigned long school = secondary ? f->secondary : f->primary;
        unsigned first = secondary ? primaries + 1 : 1;
        unsigned many = secondary ? (unsigned)la->school_count - primaries : primaries;
        if (chance(&la->random, 0.2))
                school = first + below(&la->random, many);
        pupil_add(la, school, !chance(&la->random, 0.04), &r, la->children);
        unsigned long before = first + below(&la->random, many);
        if (chance(&la->random, 0.08) && before != school)
                pupil_add(la, before, false, &r, la->children);
}

/* One birth in sixty is of twins. From Reception to Year 11. */
static void children_make(struct arena *a, struct authority *la, const struct family *f, unsigned primaries)
{
        static const double more[] = { 1, 0.55, 0.3, 0.3, 0 };
        long first = date_to_days((struct date){ ACADEMIC - 16, 9, 1 });
        long last = date_to_days((struct date){ ACADEMIC - 4, 8, 31 });
        long born = first + below(&la->random, (unsigned)(last - first + 1));
        for (unsigned i = 0; chance(&la->random, more[i]); i++) {
                if (born <= last)
                        child_make(a, la, f, born, primaries);
                if (born <= last && chance(&la->random, 1 / 60.0))
                        child_make(a, la, f, born, primaries);
                born += 400 + below(&la->random, 1400);
        }
}

static int by_school(const void *a, const void *b)
{
        const struct pupil *x = a, *y = b;
        return x->school != y->school ? (x->school < y->school ? -1 : 1) : (x->id > y->id) - (x->id < y->id);
}

struct authority *authority_make(struct arena *a, uint64_t seed, size_t pupils)
{
        struct authority *la = arena_alloc(a, sizeof *la);
        la->names = read_names(a);
        if (!la->names)
                return NULL;
        la->random = seed;
        unsigned primaries = (unsigned)(pupils * 7 / 12 / PRIMARY_SIZE) + 1;
        la->school_count = primaries + pupils * 5 / 12 / SECONDARY_SIZE + 1;
        la->pupils = arena_array(a, pupils + 16, sizeof *la->pupils);
        la->child = arena_array(a, pupils + 16, sizeof *la->child);
        la->families = arena_array(a, pupils, sizeof *la->families);
        while (la->pupil_count < pupils) {
                struct family *f = &la->families[la->family_count++];
                family_make(a, la, f, primaries);
                children_make(a, la, f, primaries);
        }
        qsort(la->pupils, la->pupil_count, sizeof *la->pupils, by_school);
        unsigned *child = arena_array(a, la->pupil_count, sizeof *child);
        for (size_t i = 0; i < la->pupil_count; i++)
                child[i] = la->child[la->pupils[i].id - 1];
        la->child = child;
        return la;
}
