#include "sheet/format.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* A section of a code ("positive;negative;zero;text") is a date, a number, or only words. */
enum says { NOTHING, NUMBER, DATE };

static bool only(const char *p, size_t len, const char *letters)
{
        for (size_t i = 0; i < len; i++)
                if (!strchr(letters, tolower((unsigned char)p[i])))
                        return false;
        return len > 0;
}

/* "dd", "yyyymmdd", "ggge"; but not "General", "AM", "kg" or the T of a moment. */
static enum says letters_say(const char *p, size_t len)
{
        if (len == 7 && !strncasecmp(p, "General", 7))
                return NUMBER;
        if (!only(p, len, "ymdhsegb"))
                return NOTHING;
        return only(p, len, "gb") ? NOTHING : DATE;
}

/* Past "quoted", \x, _x and *x, which are never placeholders; p itself when it is none of them. */
static const char *past_literal(const char *p)
{
        if (*p == '"') {
                const char *end = strchr(p + 1, '"');
                return end ? end + 1 : p + strlen(p);
        }
        if (*p == '\\' || *p == '_' || *p == '*')
                return p[1] ? p + 2 : p + 1;
        return p;
}

/* [h], [mm], [ss] count elapsed time; [Red], [$-809], [>=100] say nothing. */
static const char *past_bracket(const char *p, enum says *says)
{
        size_t len = strcspn(p + 1, "]");
        if (only(p + 1, len, "h") || only(p + 1, len, "m") || only(p + 1, len, "s"))
                *says = *says ? *says : DATE;
        return p[1 + len] ? p + len + 2 : p + len + 1;
}

/* Decimals of a second, as in "mm:ss.0". */
static const char *past_fraction(const char *p)
{
        return p + 1 + strspn(p + 1, "0");
}

static const char *read_section(const char *p, enum says *says)
{
        *says = NOTHING;
        while (*p && *p != ';') {
                const char *next = past_literal(p);
                if (next == p && *p == '[') {
                        next = past_bracket(p, says);
                } else if (next == p && isalpha((unsigned char)*p)) {
                        while (isalpha((unsigned char)*next))
                                next++;
                        enum says word = letters_say(p, (size_t)(next - p));
                        *says = *says ? *says : word;
                } else if (next == p && *p == '.' && *says == DATE) {
                        next = past_fraction(p);
                } else if (next == p) {
                        if (strchr("0#?@", *p))
                                *says = NUMBER;
                        next = p + 1;
                }
                p = next;
        }
        return p;
}

bool format_is_date(const char *code)
{
        enum says says = NOTHING;
        while (code && *code && says == NOTHING) {
                code = read_section(code, &says);
                code += *code == ';';
        }
        return says == DATE;
}

/* ECMA-376 part 1, 18.8.30; 27-36, 50-58 and 71-81 are dates in the East Asian and Thai lists and unused in
 * others. */
bool format_builtin_is_date(unsigned id)
{
        return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
               (id >= 50 && id <= 58) || (id >= 71 && id <= 81);
}
