#include "base/book.h"

char *book_column(uint32_t column, char out[8])
{
        char reversed[8];
        int n = 0, i = 0;
        for (uint32_t rest = column + 1; rest && n < 7; rest = (rest - 1) / 26)
                reversed[n++] = (char)('A' + (rest - 1) % 26);
        while (n)
                out[i++] = reversed[--n];
        out[i] = '\0';
        return out;
}
