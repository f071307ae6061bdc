#include "model/involvement.h"

#include <string.h>

#include "base/date.h"

/* ISO dates sort as text. */
bool involvement_current(const struct involvement *i, const char *day)
{
        return strcmp(i->from, day) <= 0 && (!*i->to || strcmp(day, i->to) <= 0);
}

static long days(const char *day)
{
        return date_to_days(date_from_iso(day));
}

/* It began before, and its last day is the day before since or a later one. */
static bool leads_to(const struct involvement *i, const char *since)
{
        return strcmp(i->from, since) < 0 && (!*i->to || days(i->to) >= days(since) - 1);
}

const char *involvement_active_since(const struct involvements *all, const char *day)
{
        const char *since = NULL;
        bool earlier = true;
        for (size_t n = 0; n < all->count; n++) {
                const struct involvement *i = &all->items[n];
                if (i->counts && involvement_current(i, day) && (!since || strcmp(i->from, since) < 0))
                        since = i->from;
        }
        while (since && earlier) {
                earlier = false;
                for (size_t n = 0; n < all->count; n++)
                        if (all->items[n].counts && leads_to(&all->items[n], since)) {
                                since = all->items[n].from;
                                earlier = true;
                        }
        }
        return since;
}
