#include "sheet/plain.h"

#include <string.h>

#include "base/text.h"
#include "sheet/encoding.h"

enum { LOOK = 4096 };

/* Without a byte order mark: every other byte of Western text is nought. */
static int utf16_order(const unsigned char *bytes, size_t len)
{
        size_t even = 0, odd = 0, look = len < LOOK ? len : LOOK;
        if (len >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
                return 'L';
        if (len >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
                return 'B';
        for (size_t i = 0; i + 1 < look; i += 2) {
                even += bytes[i] == 0;
                odd += bytes[i + 1] == 0;
        }
        if (odd > look / 4 && even <= look / 32)
                return 'L';
        return even > look / 4 && odd <= look / 32 ? 'B' : 0;
}

static void from_utf16(struct buf *to, const unsigned char *bytes, size_t len, bool big)
{
        struct utf16 u = UTF16_START;
        size_t i = bytes[0] + bytes[1] == 0xFF + 0xFE ? 2 : 0;
        for (; i + 1 < len; i += 2)
                utf16_add(&u, to,
                          (uint16_t)(big ? bytes[i] << 8 | bytes[i + 1] : bytes[i + 1] << 8 | bytes[i]));
        utf16_end(&u, to);
}

/* Control characters other than white space: a picture has many, a list at most a stray one. */
static bool is_binary(const unsigned char *bytes, size_t len)
{
        size_t odd = 0, look = len < LOOK ? len : LOOK;
        for (size_t i = 0; i < look; i++)
                odd += bytes[i] < 32 && !strchr("\t\n\v\f\r\x1A\x1B", bytes[i] ? bytes[i] : 1);
        return odd > look / 50;
}

bool plain_starts(const unsigned char *bytes, size_t len)
{
        return !utf16_order(bytes, len) && !is_binary(bytes, len);
}

size_t plain_mark(const unsigned char *bytes, size_t len)
{
        return len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

bool plain_open(struct plain *p, const unsigned char *bytes, size_t len)
{
        *p = (struct plain){ .text = "", .room = BUF_EMPTY };
        int order = utf16_order(bytes, len);
        if (order) {
                p->utf16 = true;
                from_utf16(&p->room, bytes, len, order == 'B');
        } else if (is_binary(bytes, len)) {
                return false;
        } else if (text_valid((const char *)bytes, len)) {
                size_t mark = plain_mark(bytes, len);
                p->text = (const char *)bytes + mark;
                p->len = len - mark;
                return true;
        } else if (memchr(bytes, 0, len)) {
                return false;
        } else {
                p->guessed = true;
                for (size_t i = 0; i < len; i++)
                        utf8_add(&p->room, windows_1252(bytes[i]));
        }
        if (p->room.bytes)
                p->text = p->room.bytes;
        p->len = p->room.len;
        return true;
}

void plain_free(struct plain *p)
{
        buf_free(&p->room);
}
