#include "view/escape.h"

#include <glib.h>
#include <stdbool.h>
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

char *escape_html(char *out, const char *text, size_t len)
{
        for (size_t i = 0; i < len; i++) {
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
