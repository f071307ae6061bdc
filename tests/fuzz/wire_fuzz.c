/* The answer of a reader that was broken into. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct arena *a = arena_new();
        struct book b;
        const char *words;
        if (wire_book(a, (const char *)bytes, len, &b, &words) == WIRE_GOOD)
                for (size_t i = 0; i < b.sheet_count; i++)
                        for (size_t k = 0; k < b.sheets[i].cell_count; k++) {
                                const struct cell *c = b.sheets[i].cells + k;
                                if (c->row >= b.sheets[i].rows || c->column >= b.sheets[i].columns ||
                                    !strlen(c->text) ||
                                    (k && c[-1].row == c->row && c[-1].column >= c->column))
                                        abort();
                        }
        arena_free(a);
        return 0;
}
