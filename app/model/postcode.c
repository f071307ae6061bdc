#include "model/postcode.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* "A9", "A99", "A9A", "AA9", "AA99", "AA9A" in front; always "9AA" behind. */
static bool shape(const char *compact, size_t len)
{
        char kinds[8] = "";
        for (size_t i = 0; i < len; i++)
                kinds[i] = isdigit((unsigned char)compact[i])   ? '9'
                           : isalpha((unsigned char)compact[i]) ? 'A'
                                                                : '?';
        static const char *const shapes[] = { "A99AA", "A999AA", "A9A9AA", "AA99AA", "AA999AA", "AA9A9AA" };
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
                if (strcmp(kinds, shapes[i]) == 0)
                        return true;
        return strcmp(compact, "GIR0AA") == 0;
}

char *postcode_tidy(struct arena *a, const char *text)
{
        char compact[8] = "";
        size_t len = 0;
        for (const char *p = text_tidy(a, text); *p; p++) {
                if (*p == ' ')
                        continue;
                if (len == sizeof compact - 1)
                        return NULL;
                compact[len++] = *p;
        }
        text_upper(compact);
        if (len >= 5 && compact[len - 3] == 'O') /* only a digit can stand there */
                compact[len - 3] = '0';
        if (!shape(compact, len))
                return NULL;
        return arena_printf(a, "%.*s %s", (int)len - 3, compact, compact + len - 3);
}
