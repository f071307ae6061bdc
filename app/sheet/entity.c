#include "sheet/entity.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/encoding.h"

/* From U+00A0 to U+00FF. */
static const char latin[][8] = {
        "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",
        "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",
        "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12",
        "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil",
        "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde",
        "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
        "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
        "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",
        "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
        "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};

static const struct {
        const char *name;
        uint32_t code;
} others[] = {
        { "amp", '&' },       { "lt", '<' },       { "gt", '>' },       { "quot", '"' },
        { "apos", '\'' },     { "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "ldquo", 0x201C },
        { "rdquo", 0x201D },  { "sbquo", 0x201A }, { "ndash", 0x2013 }, { "mdash", 0x2014 },
        { "hellip", 0x2026 }, { "bull", 0x2022 },  { "euro", 0x20AC },  { "trade", 0x2122 },
        { "OElig", 0x152 },   { "oelig", 0x153 },  { "Scaron", 0x160 }, { "scaron", 0x161 },
        { "Yuml", 0x178 },    { "ensp", 0x2002 },  { "emsp", 0x2003 },  { "thinsp", 0x2009 },
};

static uint32_t named(const char *name, size_t len)
{
        for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
                if (strlen(latin[i]) == len && memcmp(latin[i], name, len) == 0)
                        return (uint32_t)(0xA0 + i);
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
                if (strlen(others[i].name) == len && memcmp(others[i].name, name, len) == 0)
                        return others[i].code;
        return 0;
}

/* Numbers from 128 to 159 mean Windows-1252, as every browser has it. */
static uint32_t numbered(const char *text, const char **end)
{
        bool hex = (*text | 32) == 'x';
        const char *digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
        size_t len = strspn(text + hex, digits);
        unsigned long n = len && len < 9 ? strtoul(text + hex, NULL, hex ? 16 : 10) : 0;
        *end = text + hex + len;
        return n >= 128 && n < 160 ? windows_1252((unsigned char)n) : (uint32_t)n;
}

const char *entity_add(struct buf *to, const char *text)
{
        const char *end = text + 1;
        uint32_t code;
        if (text[1] == '#') {
                code = numbered(text + 2, &end);
        } else {
                end += strspn(end, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
                code = named(text + 1, (size_t)(end - text - 1));
        }
        if (!code) {
                buf_char(to, '&');
                return text + 1;
        }
        utf8_add(to, code);
        return end + (*end == ';');
}
