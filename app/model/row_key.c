#include "model/row_key.h"

#include <stdlib.h>
#include <string.h>

/* Multipliers that are prime to 97, so that one wrong digit or a neighbouring school never gives the same two
 * digits. */
static unsigned check(unsigned long school, unsigned long pupil)
{
        return (unsigned)((pupil % 97 * 31 + school % 97 * 59) % 97);
}

char *row_key_text(struct arena *a, unsigned long school, unsigned long pupil)
{
        return arena_printf(a, "P%lu-%02u", pupil, check(school, pupil));
}

bool row_key_read(const char *text, unsigned long school, unsigned long *pupil)
{
        size_t digits = text[0] == 'P' ? strspn(text + 1, "0123456789") : 0;
        if (digits == 0 || digits > 18 || text[1 + digits] != '-')
                return false;
        unsigned long id = strtoul(text + 1, NULL, 10);
        const char *tail = text + digits + 2;
        if (strlen(tail) != 2 || strspn(tail, "0123456789") != 2 ||
            strtoul(tail, NULL, 10) != check(school, id))
                return false;
        *pupil = id;
        return id != 0;
}
