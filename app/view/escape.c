#include "view/escape.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const char UNKNOWN[] = "\xEF\xBF\xBD"; /* U+FFFD */

static const char *entity(unsigned char c)
{
        switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        case '\t': return "\t";
        case '\n': return "\n";
        case '\r': return "\r";
        default: return UNKNOWN;
        }
}

/* Printable ASCII that means nothing in HTML. */
static const bool plain[256] = { [' '] = true,         ['!'] = true,         ['#' ... '%'] = true, ['(' ... ';'] = true,
                                 ['='] = true,         ['?' ... '~'] = true };

static size_t sequence(const char *text, size_t len)
{
        gunichar c = g_utf8_get_char_validated(text, (gssize)len);
        if (c >= 0x110000 || c < 0xA0)
                return 0;
        return (size_t)(g_utf8_next_char(text) - text);
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The highest bit of a byte that is `byte`, and maybe of those above it. */
static inline uint64_t is_there(uint64_t eight, unsigned char byte)
{
        uint64_t same = eight ^ EACH(byte);
        return (same - EACH(1)) & ~same;
}

/* The same for eight bytes at once: '\'' is '&' and a bit, '>' is '<' and a bit. */
static inline bool all_plain(const char *text)
{
        uint64_t eight;
        memcpy(&eight, text, sizeof eight);
        uint64_t odd = eight | (eight + EACH(1)) | (eight - EACH(' ')) | is_there(eight, '"') |
                       is_there(eight | EACH(1), '\'') | is_there(eight | EACH(2), '>');
        return !(odd & EACH(0x80));
}

char *escape_html(char *out, const char *text, size_t len)
{
        for (size_t i = 0; i < len; i++) {
                while (len - i >= 8 && all_plain(text + i)) {
                        memcpy(out, text + i, 8);
                        out += 8;
                        i += 8;
                }
                if (i == len)
                        break;
                unsigned char c = (unsigned char)text[i];
                if (plain[c]) {
                        *out++ = text[i];
                        continue;
                }
                size_t n = c < 0x80 ? 0 : sequence(text + i, len - i);
                if (n) {
                        out = mempcpy(out, text + i, n);
                        i += n - 1;
                } else {
                        out = stpcpy(out, entity(c));
                }
        }
        return out;
}
