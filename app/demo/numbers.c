#include "demo/numbers.h"

#include "model/upn.h"

static const char *with_letter(struct arena *a, const char *tail)
{
        return arena_printf(a, "%c%s", upn_letter(tail), tail);
}

const char *numbers_upn(struct arena *a, struct demo_school *s, int year)
{
        unsigned *serial = &s->upns[year % 100];
        if (*serial == 999)
                return "";
        return with_letter(a, arena_printf(a, "%s%02d%03u", s->laestab, year % 100, ++*serial));
}

const char *numbers_temporary_upn(struct arena *a, const struct demo_school *s, int year, unsigned n)
{
        return with_letter(a, arena_printf(a, "%s%02d%02u%c", s->laestab, year % 100, n / 22 % 100,
                                           "ABCDEFGHJKLMNPQRTUVWXY"[n % 22]));
}

/* Nine digits that jump about, then the check digit; a stem that can have none is passed over by going on ten
 * million. */
const char *numbers_uln(struct arena *a, unsigned n)
{
        for (unsigned long stem = 100000000 + (unsigned long)n * 7919 % 10000000;; stem += 10000000) {
                unsigned sum = 0, weight = 2;
                for (unsigned long left = stem; left; left /= 10)
                        sum += left % 10 * weight++;
                if (sum % 11)
                        return arena_printf(a, "%lu%u", stem, 10 - sum % 11);
        }
}
