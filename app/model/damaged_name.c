#include "model/damaged_name.h"

#include <ctype.h>
#include <glib.h>
#include <string.h>

enum { REPLACEMENT = 0xFFFD };

/* What Windows-1252 has for the bytes 0x80 to 0x9F where it has anything. */
static const gunichar high[] = { 0x20AC, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x017D, 0x2018,
                                 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x017E, 0x0178 };

/* The second byte of a letter in UTF-8, read as one of its own. */
static bool is_second(gunichar c)
{
        bool found = c >= 0x80 && c <= 0xBF;
        for (size_t i = 0; i < sizeof high / sizeof *high && !found; i++)
                found = c == high[i];
        return found;
}

/* The first byte of the letters of Europe's Latin alphabets, U+0080 to U+017F: "ÂÃÄÅ". */
static bool is_first(gunichar c)
{
        return c >= 0xC2 && c <= 0xC5;
}

static bool is_question(const char *name, const char *at)
{
        return *at == '?' && at > name && isalpha((unsigned char)at[-1]) && at[1];
}

bool damaged_name(const char *name)
{
        if (strstr(name, "â€")) /* the first two bytes of a curved apostrophe or a dash */
                return true;
        for (const char *p = name; *p; p = g_utf8_next_char(p)) {
                gunichar c = g_utf8_get_char(p);
                if (c == REPLACEMENT || is_question(name, p) || (is_first(c) && is_second(g_utf8_get_char(g_utf8_next_char(p)))))
                        return true;
        }
        return false;
}
