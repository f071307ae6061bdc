#include "demo/involved.h"

#include <stdlib.h>

enum { KNOWN_PERMILLE = 190, CHILD_PERMILLE = 850, ENDED_PERMILLE = 330, SECOND_PERMILLE = 120, MOST = 2 };

static const struct bulk_team teams[] = { { 'H', "Locality East" },
                                          { 'H', "Locality West" },
                                          { 'C', "Team North" },
                                          { 'C', "Team South" },
                                          { 'C', "Children in care" } };

const struct bulk_team *involved_teams(size_t *count)
{
        *count = sizeof teams / sizeof *teams;
        return teams;
}

/* A team of the service, or none. */
static const char *team_of(struct chance *c, char kind)
{
        unsigned at = chance_below(c, sizeof teams / sizeof *teams);
        return teams[at].kind == kind ? teams[at].name : "";
}

static const char *day(struct arena *a, long days)
{
        char iso[DATE_TEXT];
        return arena_text(a, date_to_iso(date_from_days(days), iso));
}

static struct bulk_involvement involvement_of(struct arena *a, struct chance *c, const struct demo_pupil *p,
                                              char kind, long today)
{
        long from = today - chance_between(c, 10, 900), to = from + chance_between(c, 20, 400);
        bool ended = chance_permille(c, ENDED_PERMILLE) && to < today;
        long born = date_to_days(p->birth);
        return (struct bulk_involvement){ .child = p->id,
                                          .kind = kind,
                                          .team = team_of(c, kind),
                                          .from = day(a, from > born ? from : born + 1),
                                          .to = ended ? day(a, to > born ? to : born + 1) : "",
                                          .reference =
                                              arena_printf(a, "%c%06u", kind, chance_below(c, 1000000)) };
}

/* Early years know the youngest alone. */
static char kind_of(struct chance *c, const struct demo_pupil *p)
{
        char kind[2];
        chance_word(c, "H:9 C:5 E:4 Y:2", kind, sizeof kind);
        return *kind == 'Y' && p->slot > SLOT_RECEPTION ? 'E' : *kind;
}

/* A family's chances are its own, whoever else there is. */
static size_t add_pupil(struct arena *a, const struct demo_pupil *p, long today, struct bulk_involvement *out)
{
        struct chance family = { 0x1de4 + p->family }, own = { 0xc41d + p->id };
        size_t n = 0;
        if (!chance_permille(&family, KNOWN_PERMILLE) || !chance_permille(&own, CHILD_PERMILLE))
                return 0;
        char kind = kind_of(&family, p);
        out[n++] = involvement_of(a, &own, p, kind, today);
        if (kind != 'E' && chance_permille(&own, SECOND_PERMILLE))
                out[n++] = involvement_of(a, &own, p, 'E', today);
        return n;
}

static int by_child(const void *left, const void *right)
{
        const struct bulk_involvement *a = left, *b = right;
        if (a->child != b->child)
                return a->child < b->child ? -1 : 1;
        return (a->kind > b->kind) - (a->kind < b->kind);
}

const struct bulk_involvement *involved_new(struct arena *a, const struct demo_pupils *pupils,
                                            struct date today, size_t *count)
{
        struct bulk_involvement *out = arena_array(a, pupils->count * MOST + 1, sizeof *out);
        *count = 0;
        for (size_t i = 0; i < pupils->count; i++)
                *count += add_pupil(a, &pupils->items[i], date_to_days(today), out + *count);
        qsort(out, *count, sizeof *out, by_child);
        return out;
}
