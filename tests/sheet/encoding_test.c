#include "sheet/encoding.h"
#include "../tap.h"

static void from_utf16(const char *what, const uint16_t *units, const char *want)
{
        struct buf b = BUF_EMPTY;
        struct utf16 u = UTF16_START;
        buf_text(&b, "");
        for (; *units; units++)
                utf16_add(&u, &b, *units);
        utf16_end(&u, &b);
        is_text(b.bytes, want, what);
        buf_free(&b);
}

int main(void)
{
        from_utf16("one to three bytes", (uint16_t[]){ 'a', 0xE9, 0x20AC, 0 }, "a\xc3\xa9\xe2\x82\xac");
        from_utf16("a pair", (uint16_t[]){ 0xD83D, 0xDE00, 'x', 0 }, "\xf0\x9f\x98\x80x");
        from_utf16("a high half alone", (uint16_t[]){ 0xD83D, 'x', 0 }, "\xef\xbf\xbdx");
        from_utf16("a high half at the end", (uint16_t[]){ 'x', 0xD83D, 0 }, "x\xef\xbf\xbd");
        from_utf16("two high halves", (uint16_t[]){ 0xD83D, 0xD83D, 0xDE00, 0 },
                   "\xef\xbf\xbd\xf0\x9f\x98\x80");
        from_utf16("a low half alone", (uint16_t[]){ 0xDE00, 0 }, "\xef\xbf\xbd");
        is_long(windows_1252(0x80), 0x20AC, "the euro sign");
        is_long(windows_1252(0x92), 0x2019, "the curly apostrophe");
        is_long(windows_1252(0xE9), 0xE9, "e acute");
        is_long(windows_1252('A'), 'A', "ASCII");
        struct buf b = BUF_EMPTY;
        buf_text(&b, "");
        utf8_add(&b, 0);
        is_long((long)b.len, 0, "no NUL gets into text");
        utf8_add(&b, 0x110000);
        is_text(b.bytes, "\xef\xbf\xbd", "past the last code point");
        buf_free(&b);
        return done_testing();
}
