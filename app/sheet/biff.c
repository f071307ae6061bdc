#include "sheet/biff.h"

#include <string.h>

#include "sheet/encoding.h"

static uint16_t u16_at(const unsigned char *p)
{
        return (uint16_t)(p[0] | p[1] << 8);
}

struct biff biff_start(const unsigned char *bytes, size_t len)
{
        return (struct biff){ bytes, bytes, bytes, bytes + len, 0, false };
}

bool biff_next(struct biff *b)
{
        if (b->stop - b->next < 4)
                return false;
        size_t len = u16_at(b->next + 2), left = (size_t)(b->stop - b->next) - 4;
        b->type = u16_at(b->next);
        b->at = b->next + 4;
        b->end = b->next = b->at + (len < left ? len : left);
        b->lacking = false;
        return true;
}

int biff_peek(const struct biff *b)
{
        return b->stop - b->next < 4 ? -1 : u16_at(b->next);
}

size_t biff_left(const struct biff *b)
{
        return (size_t)(b->end - b->at);
}

/* At the end of a record its CONTINUE records follow on. The record keeps its type. */
static bool more(struct biff *b)
{
        uint16_t type = b->type;
        bool lacking = b->lacking;
        while (b->at == b->end && biff_peek(b) == BIFF_CONTINUE)
                biff_next(b);
        b->type = type;
        b->lacking = lacking || b->at == b->end;
        return b->at < b->end;
}

uint8_t biff_u8(struct biff *b)
{
        return b->at < b->end || more(b) ? *b->at++ : 0;
}

uint16_t biff_u16(struct biff *b)
{
        unsigned low = biff_u8(b);
        return (uint16_t)(low | (unsigned)biff_u8(b) << 8);
}

uint32_t biff_u32(struct biff *b)
{
        uint32_t low = biff_u16(b);
        return low | (uint32_t)biff_u16(b) << 16;
}

double biff_double(struct biff *b)
{
        uint64_t bits = biff_u32(b);
        bits |= (uint64_t)biff_u32(b) << 32;
        double value;
        memcpy(&value, &bits, sizeof value);
        return value;
}

void biff_skip(struct biff *b, size_t len)
{
        while (len && (b->at < b->end || more(b))) {
                size_t step = biff_left(b) < len ? biff_left(b) : len;
                b->at += step;
                len -= step;
        }
}

/* Text that runs on in a CONTINUE record says anew there whether its units have one byte or two. */
static void add_units(struct biff *b, size_t units, bool wide, struct buf *to)
{
        struct utf16 state = UTF16_START;
        while (units-- && !b->lacking) {
                if (b->at == b->end && more(b))
                        wide = biff_u8(b) & 1;
                uint16_t unit = wide ? biff_u16(b) : (uint16_t)windows_1252(biff_u8(b));
                utf16_add(&state, to, unit);
        }
        utf16_end(&state, to);
}

void biff_unicode(struct biff *b, size_t units, struct buf *to)
{
        enum { WIDE = 1, EAST_ASIAN = 4, STYLED = 8 };
        unsigned flags = biff_u8(b);
        size_t runs = flags & STYLED ? biff_u16(b) : 0;
        size_t extra = flags & EAST_ASIAN ? biff_u32(b) : 0;
        add_units(b, units, flags & WIDE, to);
        biff_skip(b, 4 * runs + extra);
}

void biff_bytes(struct biff *b, size_t len, bool western, struct buf *to)
{
        while (len-- && !b->lacking) {
                uint8_t byte = biff_u8(b);
                utf8_add(to, western || byte < 0x80 ? windows_1252(byte) : 0xFFFD);
        }
}
