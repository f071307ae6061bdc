#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <glib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Sixteen bytes at a time, in whatever registers the machine has for that. */
typedef signed char bytes16 __attribute__((vector_size(16)));

/* Those that are ASCII and not NUL become all ones: as a signed number they are above nought. */
static inline bytes16 plain_bytes(const char *p)
{
        bytes16 bytes;
        memcpy(&bytes, p, sizeof bytes);
        return (bytes16)(bytes > 0);
}

/* Are the eight bytes at p all ASCII and none of them NUL? Nought when they are. */
static inline uint64_t odd_bytes(const char *p)
{
        const uint64_t ones = UINT64_C(0x0101010101010101);
        uint64_t eight;
        memcpy(&eight, p, 8);
        return (eight | (eight - ones)) & ones << 7;
}

/* How many bytes of the start are ASCII and not NUL: nearly all, so many are looked at together. */
static size_t plain_length(const char *bytes, size_t len)
{
        size_t i = 0;
        for (; i + 64 <= len; i += 64) {
                const char *p = bytes + i;
                bytes16 plain = plain_bytes(p) & plain_bytes(p + 16) & plain_bytes(p + 32) & plain_bytes(p + 48);
                uint64_t halves[2];
                memcpy(halves, &plain, sizeof halves);
                if ((halves[0] & halves[1]) != UINT64_MAX)
                        break;
        }
        while (i + 8 <= len && !odd_bytes(bytes + i))
                i += 8;
        while (i < len && (signed char)bytes[i] > 0)
                i++;
        return i;
}

/* A letter that is not ASCII has no ASCII byte in it, so only runs of other bytes need a closer look. */
size_t text_valid_length(const char *bytes, size_t len)
{
        const char *at = bytes, *end = bytes + len;
        for (;;) {
                at += plain_length(at, (size_t)(end - at));
                const char *run = at;
                while (at < end && (signed char)*at < 0)
                        at++;
                if (at == run)
                        return (size_t)(at - bytes);
                if (!g_utf8_validate_len(run, (gsize)(at - run), &run))
                        return (size_t)(run - bytes);
        }
}

bool text_valid(const char *bytes, size_t len)
{
        return text_valid_length(bytes, len) == len;
}

static bool is_space(gunichar c)
{
        return g_unichar_isspace(c) || c == 0xA0 || c == 0x200B || c == 0x200E || c == 0x200F || c == 0xFEFF;
}

char *text_tidy(struct arena *a, const char *text)
{
        char *nfc = g_str_is_ascii(text) ? g_strdup(text) : g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
        char *out = arena_alloc(a, strlen(nfc ? nfc : "") + 1), *to = out;
        bool gap = false;
        for (const char *p = nfc; p && *p; p = g_utf8_next_char(p)) {
                gunichar c = g_utf8_get_char(p);
                if (is_space(c)) {
                        gap = to != out;
                        continue;
                }
                if (gap)
                        *to++ = ' ';
                gap = false;
                to += g_unichar_to_utf8(c, to);
        }
        g_free(nfc);
        return out;
}

/* Letters that do not decompose but that people write in ASCII all the same. */
static const char *plain(gunichar c)
{
        switch (c) {
        case 0xDF: return "ss";
        case 0xE6: return "ae";
        case 0xF8: return "o";
        case 0x153: return "oe";
        case 0x142: return "l";
        case 0x111:
        case 0xF0: return "d";
        case 0xFE: return "th";
        case 0x131: return "i";
        default: return NULL;
        }
}

static bool is_joiner(gunichar c)
{
        return c == '\'' || c == '.' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x2BC || c == 0xB4;
}

char *text_fold(struct arena *a, const char *text)
{
        bool easy = g_str_is_ascii(text);
        char *nfkd = easy ? NULL : g_utf8_normalize(text, -1, G_NORMALIZE_NFKD);
        char *lower = easy ? g_ascii_strdown(text, -1) : g_utf8_casefold(nfkd ? nfkd : "", -1);
        char *out = arena_alloc(a, 2 * strlen(lower) + 1), *to = out;
        bool gap = false;
        for (const char *p = lower; *p; p = g_utf8_next_char(p)) {
                gunichar c = g_utf8_get_char(p);
                if (g_unichar_ismark(c) || is_joiner(c))
                        continue;
                if (!g_unichar_isalnum(c)) {
                        gap = to != out;
                        continue;
                }
                if (gap)
                        *to++ = ' ';
                gap = false;
                const char *ascii = plain(c);
                if (ascii)
                        to = stpcpy(to, ascii);
                else
                        to += g_unichar_to_utf8(c, to);
        }
        g_free(lower);
        g_free(nfkd);
        return out;
}

char *text_upper(char *text)
{
        for (char *p = text; *p; p++)
                *p = (char)toupper((unsigned char)*p);
        return text;
}

bool text_empty(const char *text)
{
        for (; text && *text; text++)
                if (!isspace((unsigned char)*text))
                        return false;
        return true;
}

bool text_same(const char *a, const char *b)
{
        return strcmp(a ? a : "", b ? b : "") == 0;
}

bool text_digits(const char *text)
{
        return text && *text && text[strspn(text, "0123456789")] == '\0';
}

char *text_number(char *to, unsigned long n)
{
        char digits[TEXT_DIGITS], *p = digits + sizeof digits;
        do
                *--p = (char)('0' + n % 10);
        while (n /= 10);
        to = mempcpy(to, p, (size_t)(digits + sizeof digits - p));
        *to = '\0';
        return to;
}

bool text_to_long(const char *text, long min, long max, long *out)
{
        if (!text ||
            !(isdigit((unsigned char)text[0]) || (text[0] == '-' && isdigit((unsigned char)text[1]))))
                return false;
        char *end;
        errno = 0;
        long n = strtol(text, &end, 10);
        if (errno || *end || n < min || n > max)
                return false;
        *out = n;
        return true;
}
