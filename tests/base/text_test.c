#include "base/text.h"

#include <limits.h>

#include "base/arena.h"
#include "base/book.h"
#include "../tap.h"

int main(void)
{
        static const struct { const char *from, *fold, *tidy; } t[] = {
                { "O'Neill-Smith", "oneill smith", "O'Neill-Smith" },
                { "  Zoë \t Łucja ", "zoe lucja", "Zoë Łucja" },
                { "ST. JOHN", "st john", "ST. JOHN" },
                { "D’Arcy", "darcy", "D’Arcy" },
                { "Strauß\xC2\xA0Æsa", "strauss aesa", "Strauß Æsa" },
                { "e\xCC\x81mile", "emile", "émile" },
                { "\xEF\xBB\xBFName", "name", "Name" },
                { "", "", "" },
        };
        struct arena *a = arena_new();
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                is_text(text_fold(a, t[i].from), t[i].fold, "fold");
                is_text(text_tidy(a, t[i].from), t[i].tidy, "tidy");
        }
        ok(text_valid("\xC3\xA9 12345678 \xE2\x82\xAC", 15) && !text_valid("\xC3\xA9 12345678 \xE9", 13) &&
               !text_valid("\xC3 12345678", 10) && !text_valid("\xC3\xA9\0", 3),
           "letters among plain text are looked at one by one");
        ok(text_valid("caf\xC3\xA9", 5) && !text_valid("caf\xE9", 4) && !text_valid("a\0b", 3) && !text_valid("\xED\xA0\x80", 3), "UTF-8");
        is_long((long)text_valid_length("caf\xC3\xA9", 5), 5, "all of it is");
        is_long((long)text_valid_length("caf\xC3\xA9\xE2\x82", 7), 5, "but not half a letter");
        is_long((long)text_valid_length("caf\xC3\xA9\xFFx", 7), 5, "and not what is after a bad byte");
        is_long((long)text_valid_length("a\0b", 3), 1, "or after a NUL");
        int found = 0;
        for (size_t i = 0; i < 80; i++) { /* at every distance from the words that are looked at together */
                char line[81];
                memset(line, 'x', 80);
                line[i] = '\0';
                found += !text_valid(line, 80);
                line[i] = (char)0xE9;
                found += !text_valid(line, 80);
                line[i] = 'x';
                memcpy(line + (i ? i - 1 : 0), "\xC3\xA9", 2);
                found += text_valid(line, 80);
        }
        ok(found == 240, "UTF-8 in long text");
        char block[200];
        int missed = 0;
        for (size_t at = 0; at < sizeof block; at++)
                for (int bad = 0; bad < 3; bad++) {
                        memset(block, 'a', sizeof block);
                        block[at] = "\xFF\x80"[bad];
                        missed += text_valid(block, sizeof block);
                }
        is_long(missed, 0, "a bad byte or a NUL is found wherever it stands in a long text");
        long n = 7;
        ok(text_to_long("-12", -20, 20, &n) && n == -12, "a number");
        ok(!text_to_long("12x", 0, 99, &n) && !text_to_long(" 1", 0, 9, &n) && !text_to_long("100", 0, 99, &n) && n == -12, "not a number");
        char digits[TEXT_DIGITS];
        is_long(text_number(digits, 0) - digits, 1, "nothing is a digit too");
        is_text(digits, "0", "and which");
        is_long(text_number(digits, ULONG_MAX) - digits, TEXT_DIGITS - 1, "the longest number fills its room");
        is_text(digits, "18446744073709551615", "to its last digit");
        char column[8];
        is_text(book_column(0, column), "A", "first column");
        is_text(book_column(25, column), "Z", "26th");
        is_text(book_column(26, column), "AA", "27th");
        is_text(book_column(16383, column), "XFD", "last");
        arena_free(a);
        return done_testing();
}
