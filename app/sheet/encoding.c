#include "sheet/encoding.h"

static const uint32_t REPLACEMENT = 0xFFFD;

void utf8_add(struct buf *to, uint32_t code)
{
        if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
                code = REPLACEMENT;
        char out[4] = { (char)code };
        size_t len = code >= 0x10000 ? 4 : code >= 0x800 ? 3 : code >= 0x80 ? 2 : code != 0;
        static const unsigned char lead[5] = { 0, 0, 0xC0, 0xE0, 0xF0 };
        for (size_t i = len; len > 1 && i-- > 0; code >>= 6)
                out[i] = (char)(i ? 0x80 | (code & 0x3F) : lead[len] | code);
        buf_add(to, out, len);
}

uint32_t windows_1252(unsigned char byte)
{
        static const uint16_t c1[32] = {
                0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
        };
        return byte >= 0x80 && byte < 0xA0 ? c1[byte - 0x80] : byte;
}

void utf16_add(struct utf16 *u, struct buf *to, uint16_t unit)
{
        if (u->high && unit >= 0xDC00 && unit <= 0xDFFF) {
                utf8_add(to, 0x10000u + ((uint32_t)(u->high - 0xD800) << 10) + (unit - 0xDC00u));
                u->high = 0;
                return;
        }
        utf16_end(u, to);
        if (unit >= 0xD800 && unit <= 0xDBFF)
                u->high = unit;
        else
                utf8_add(to, unit);
}

void utf16_end(struct utf16 *u, struct buf *to)
{
        if (u->high)
                utf8_add(to, REPLACEMENT);
        u->high = 0;
}
