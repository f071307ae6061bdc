#include "demo/example.h"

#include <stdlib.h>
#include <string.h>

#include "model/upn.h"

enum { LEAVE_EARLY = 7, RECEPTION_NEW = 54, LISTED_MAX = 600 };

/* Slots of the new year, Reception to Year 6. */
enum { FIRST = SLOT_RECEPTION, LAST = SLOT_YEAR7 - 1 };

struct maker {
        struct arena *a;
        struct chance c;
        const struct demo *d;
        struct example out;
        unsigned children;
};

static const char *class_in(struct maker *m, int slot, unsigned n)
{
        return school_class(m->a, &m->d->authority->schools[0], slot, n, 2);
}

static struct listed *list(struct maker *m, const struct demo_pupil *p, const struct record *r, int slot,
                           unsigned n)
{
        struct listed *l = &m->out.items[m->out.count++];
        *l =
            (struct listed){ .pupil = p, .child = ++m->children, .slot = slot, .kind = "same", .record = *r };
        l->record.value[FIELD_NC_YEAR] = slot_year(slot);
        l->record.value[FIELD_CLASS] = class_in(m, slot, n);
        return l;
}

/* ---- who is listed ---- */

/* Everybody goes up, with the class; the final year has left, and a few others. */
static void list_roll(struct maker *m)
{
        const struct demo_pupils *all = &m->d->pupils;
        unsigned leavers[LEAVE_EARLY], staying = 6 * m->d->authority->schools[0].places[SLOT_RECEPTION],
                                       n = 0;
        for (unsigned i = 0; i < LEAVE_EARLY; i++) /* one of each seventh, so nobody twice */
                leavers[i] = staying / LEAVE_EARLY * i + chance_below(&m->c, staying / LEAVE_EARLY);
        for (size_t i = 0; i < all->count && all->items[i].school->id == 1; i++) {
                const struct demo_pupil *p = &all->items[i];
                if (p->slot == LAST)
                        continue;
                bool leaves = false;
                for (unsigned k = 0; k < LEAVE_EARLY; k++)
                        leaves |= leavers[k] == n;
                n++;
                if (!leaves)
                        list(m, p, &p->record, p->slot + 1,
                             strcmp(p->record.value[FIELD_CLASS], class_in(m, p->slot, 0)) != 0);
        }
}

/* One in five new children has a brother or sister at the school. */
static void like_sibling(struct maker *m, struct record *r)
{
        static const enum field shared[] = { FIELD_SURNAME,  FIELD_ADDRESS,   FIELD_TOWN,
                                             FIELD_POSTCODE, FIELD_ETHNICITY, FIELD_LANGUAGE };
        const struct record *of = &m->out.items[chance_below(&m->c, 200)].record;
        for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
                r->value[shared[i]] = of->value[shared[i]];
}

static struct listed *list_stranger(struct maker *m, int slot)
{
        struct demo_pupil p = families_stranger(m->a, &m->c, m->d->authority, 0, slot, m->d->academic);
        if (chance_permille(&m->c, 200))
                like_sibling(m, &p.record);
        struct listed *l = list(m, NULL, &p.record, slot, chance_below(&m->c, 2));
        l->kind = "new";
        return l;
}

static void list_new(struct maker *m)
{
        for (int i = 0; i < RECEPTION_NEW - 1; i++)
                list_stranger(m, FIRST);
        const struct listed *one = &m->out.items[m->out.count - 1];
        struct listed *twin = list_stranger(m, FIRST);
        const char *forename = twin->record.value[FIELD_FORENAME], *sex = twin->record.value[FIELD_SEX];
        twin->record = one->record;
        twin->record.value[FIELD_FORENAME] =
            strcmp(forename, one->record.value[FIELD_FORENAME]) ? forename : "Robin";
        twin->record.value[FIELD_SEX] = sex;
        for (int slot = FIRST + 1; slot < LAST; slot++)
                list_stranger(m, slot);
}

/* A pupil of another school who would be in that slot next year. */
static const struct demo_pupil *from_elsewhere(struct maker *m, int slot, bool nicknamed)
{
        const struct demo_pupils *all = &m->d->pupils;
        size_t at = chance_below(&m->c, (unsigned)all->count);
        for (;; at = (at + 1) % all->count) {
                const struct demo_pupil *p = &all->items[at];
                if (p->school->id != 1 && p->slot == slot - 1 &&
                    upn_check(p->record.value[FIELD_UPN]) == UPN_PERMANENT &&
                    (!nicknamed || names_short(p->record.value[FIELD_FORENAME])))
                        return p;
        }
}

static void list_elsewhere(struct maker *m, int slot, bool similar)
{
        const struct demo_pupil *p = from_elsewhere(m, slot, similar);
        struct listed *l = list(m, p, &p->record, slot, chance_below(&m->c, 2));
        l->kind = similar ? "elsewhere-similar" : "elsewhere";
        if (!similar)
                return;
        l->record.value[FIELD_UPN] = "";
        l->record.value[FIELD_FORENAME] = names_short(p->record.value[FIELD_FORENAME]);
}

/* ---- what is wrong with it ---- */

/* Some child of those slots that nothing is wrong with yet and that the mess can happen to. */
static struct listed *some(struct maker *m, int low, int high, bool (*fits)(const struct record *r))
{
        size_t at = chance_below(&m->c, (unsigned)m->out.count);
        for (size_t i = 0; i < m->out.count; i++) {
                struct listed *l = &m->out.items[(at + i) % m->out.count];
                if (l->slot >= low && l->slot <= high && strcmp(l->kind, "same") == 0 &&
                    (!fits || fits(&l->record)))
                        return l;
        }
        return NULL;
}

static bool has_short_form(const struct record *r)
{
        return names_short(r->value[FIELD_FORENAME]) != NULL;
}

static bool has_upn(const struct record *r)
{
        return upn_check(r->value[FIELD_UPN]) == UPN_PERMANENT;
}

static bool can_swap(const struct record *r)
{
        struct date d = date_from_iso(r->value[FIELD_DOB]);
        return d.day <= 12 && d.day != d.month;
}

static bool is_double(const struct record *r)
{
        return has_upn(r) && strchr(r->value[FIELD_SURNAME], '-');
}

static void nickname(struct maker *m, struct record *r)
{
        (void)m;
        r->value[FIELD_FORENAME] = names_short(r->value[FIELD_FORENAME]);
}

static void other_surname(struct maker *m, struct record *r)
{
        r->value[FIELD_SURNAME] = strcmp(r->value[FIELD_SURNAME], "Marsden") ? "Marsden" : "Holloway";
        (void)m;
}

static void half_surname(struct maker *m, struct record *r)
{
        char *half = arena_text(m->a, r->value[FIELD_SURNAME]);
        *strchr(half, '-') = '\0';
        r->value[FIELD_SURNAME] = half;
}

static void birth_digit(struct maker *m, struct record *r)
{
        struct date d = date_from_iso(r->value[FIELD_DOB]);
        d.day = (signed char)(d.day >= 11 ? d.day - 10 : d.day + 10);
        r->value[FIELD_DOB] = date_to_iso(d, arena_alloc(m->a, DATE_TEXT));
}

static void birth_swapped(struct maker *m, struct record *r)
{
        struct date d = date_from_iso(r->value[FIELD_DOB]);
        d = (struct date){ d.year, d.day, d.month };
        r->value[FIELD_DOB] = date_to_iso(d, arena_alloc(m->a, DATE_TEXT));
}

static void upn_letter_wrong(struct maker *m, struct record *r)
{
        char *upn = arena_text(m->a, r->value[FIELD_UPN]);
        upn[0] = upn[0] == 'A' ? 'B' : 'A';
        r->value[FIELD_UPN] = upn;
}

static void upn_short(struct maker *m, struct record *r)
{
        r->value[FIELD_UPN] = arena_bytes(m->a, r->value[FIELD_UPN], 12);
}

static void upn_missing(struct maker *m, struct record *r)
{
        (void)m;
        r->value[FIELD_UPN] = "";
}

static void moved(struct maker *m, struct record *r)
{
        static const enum field home[] = { FIELD_ADDRESS, FIELD_TOWN, FIELD_POSTCODE };
        struct demo_pupil p = families_stranger(m->a, &m->c, m->d->authority, 0, FIRST, m->d->academic);
        for (size_t i = 0; i < sizeof home / sizeof *home; i++)
                r->value[home[i]] = p.record.value[home[i]];
}

/* Years by file: Reception and 1; 2; 3; 4 and 5 (which lists no UPN); 6. Where a UPN is needed it stands in
 * the file. */
static void make_mess(struct maker *m)
{
        static const struct {
                const char *kind;
                int times, low, high; /* slots */
                bool (*fits)(const struct record *r);
                void (*happens)(struct maker *m, struct record *r);
        } mess[] = {
                { "nickname", 3, 2, 2, has_short_form, nickname },
                { "nickname", 3, 3, 3, has_short_form, nickname },
                { "nickname", 5, 5, 6, has_short_form, nickname },
                { "nickname", 2, 7, 7, has_short_form, nickname },
                { "surname", 1, 3, 3, has_upn, other_surname },
                { "surname", 1, 7, 7, has_upn, other_surname },
                { "surname", 1, 3, 4, is_double, half_surname },
                { "birth-digit", 1, 2, 2, has_upn, birth_digit },
                { "birth-digit", 1, 4, 4, has_upn, birth_digit },
                { "birth-digit", 1, 5, 6, NULL, birth_digit },
                { "birth-swapped", 1, 3, 3, can_swap, birth_swapped },
                { "birth-swapped", 2, 5, 6, can_swap, birth_swapped },
                { "birth-swapped", 1, 7, 7, can_swap, birth_swapped },
                { "birth-unreadable", 1, 3, 3, has_upn, NULL },
                { "birth-missing", 1, 4, 4, has_upn, NULL },
                { "upn-letter", 1, 7, 7, has_upn, upn_letter_wrong },
                { "upn-short", 1, 2, 2, has_upn, upn_short },
                { "upn-missing", 4, 3, 3, has_upn, upn_missing },
                { "upn-missing", 3, 7, 7, has_upn, upn_missing },
                { "moved", 4, 2, 3, has_upn, moved },
        };
        for (size_t i = 0; i < sizeof mess / sizeof *mess; i++)
                for (int n = 0; n < mess[i].times; n++) {
                        struct listed *l = some(m, mess[i].low, mess[i].high, mess[i].fits);
                        if (!l)
                                continue;
                        l->kind = mess[i].kind;
                        if (mess[i].happens)
                                mess[i].happens(m, &l->record);
                        else
                                l->birth_text = strcmp(l->kind, "birth-missing") ? "Sept" : "";
                }
}

/* The same child in another file, a year below, and once more in its own. */
static void repeat(struct maker *m, int slot, int other)
{
        struct listed *l = some(m, slot, slot, has_upn);
        if (!l)
                return;
        struct listed *again = &m->out.items[m->out.count++];
        *again = *l;
        l->kind = again->kind = "repeat";
        again->slot = other;
        if (other == slot)
                return;
        again->record.value[FIELD_NC_YEAR] = slot_year(other);
        again->record.value[FIELD_CLASS] = class_in(m, other, 1);
}

static int by_class(const void *left, const void *right)
{
        const struct listed *a = left, *b = right;
        if (a->slot != b->slot)
                return a->slot - b->slot;
        int order = strcmp(a->record.value[FIELD_CLASS], b->record.value[FIELD_CLASS]);
        if (!order)
                order = strcmp(a->record.value[FIELD_SURNAME], b->record.value[FIELD_SURNAME]);
        if (!order)
                order = strcmp(a->record.value[FIELD_FORENAME], b->record.value[FIELD_FORENAME]);
        return order ? order : a->child < b->child ? -1 : a->child > b->child;
}

struct example example_new(struct arena *a, const struct demo *d)
{
        struct maker m = { .a = a, .c = d->chance, .d = d };
        m.out.items = arena_array(a, LISTED_MAX, sizeof *m.out.items);
        list_roll(&m);
        list_new(&m);
        for (int i = 0; i < 4; i++) /* from other schools' nurseries */
                list_elsewhere(&m, FIRST, false);
        for (int slot = FIRST + 1; slot <= LAST; slot += 2)
                list_elsewhere(&m, slot, false);
        for (int slot = FIRST + 2; slot < LAST; slot++)
                list_elsewhere(&m, slot, true);
        make_mess(&m);
        repeat(&m, 5, 4);
        repeat(&m, 7, 6);
        repeat(&m, 2, 2);
        qsort(m.out.items, m.out.count, sizeof *m.out.items, by_class);
        return m.out;
}
