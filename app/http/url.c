#include "http/url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool take_number(const char **path, unsigned long *out)
{
        const char *p = *path;
        if (*p < '1' || *p > '9')
                return false;
        char *end;
        unsigned long n = strtoul(p, &end, 10);
        if (end - p > 10 || n > 4294967295UL)
                return false;
        *path = end;
        *out = n;
        return true;
}

bool url_match(const char *pattern, const char *path, struct url_parts *parts)
{
        *parts = (struct url_parts){ 0 };
        while (*pattern) {
                if (pattern[0] == '{' && pattern[1] == '}') {
                        if (parts->count == URL_PARTS || !take_number(&path, &parts->number[parts->count++]))
                                return false;
                        pattern += 2;
                } else if (*pattern++ != *path++) {
                        return false;
                }
        }
        return *path == '\0';
}

char *url_make(struct arena *a, const char *pattern, const unsigned long *numbers)
{
        char *url = arena_alloc(a, strlen(pattern) + URL_PARTS * TEXT_DIGITS + 1), *to = url;
        for (; *pattern; pattern++) {
                if (pattern[0] == '{' && pattern[1] == '}') {
                        to = text_number(to, *numbers++);
                        pattern++;
                } else {
                        *to++ = *pattern;
                }
        }
        return url;
}

static int hex(char c)
{
        if (isdigit((unsigned char)c))
                return c - '0';
        c = (char)tolower((unsigned char)c);
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *url_decode(struct arena *a, const char *bytes, size_t len)
{
        char *out = arena_alloc(a, len + 1), *to = out;
        for (size_t i = 0; i < len; i++) {
                if (bytes[i] != '%') {
                        *to++ = bytes[i] == '+' ? ' ' : bytes[i];
                        continue;
                }
                int high = i + 2 < len ? hex(bytes[i + 1]) : -1, low = i + 2 < len ? hex(bytes[i + 2]) : -1;
                if (high < 0 || low < 0)
                        return NULL;
                *to++ = (char)(high * 16 + low);
                i += 2;
        }
        return text_valid(out, (size_t)(to - out)) ? out : NULL;
}

void url_encode(struct buf *b, const char *text)
{
        for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
                if (isalnum(*p) || strchr("-._~", *p))
                        buf_char(b, (char)*p);
                else
                        buf_printf(b, "%%%02X", *p);
        }
}
