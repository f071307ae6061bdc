#include "match/facts.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "model/year.h"

static const uint64_t FNV_START = 0xcbf29ce484222325u, FNV_PRIME = 0x100000001b3u;

uint64_t hash_bytes(uint64_t seed, const void *bytes, unsigned long len)
{
        const unsigned char *p = bytes;
        uint64_t hash = seed ^ FNV_START;
        for (unsigned long i = 0; i < len; i++)
                hash = (hash ^ p[i]) * FNV_PRIME;
        return hash;
}

uint64_t hash_number(uint64_t seed, uint64_t number)
{
        return hash_end(seed * FNV_PRIME ^ number);
}

uint64_t hash_end(uint64_t hash)
{
        hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
        hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
        return hash ^ hash >> 33;
}

static bool is_ascii(const char *text)
{
        for (; *text; text++)
                if ((unsigned char)*text >= 0x80)
                        return false;
        return true;
}

/* What text_fold does, for ASCII alone and without allocating: most names, and a pool holds a million of
 * them. */
static unsigned fold_ascii(char *out, const char *text)
{
        unsigned len = 0;
        bool gap = false;
        for (; *text && len < NAME_TEXT - 2; text++) {
                unsigned char c = (unsigned char)*text;
                if (c == '\'' || c == '.' || c == '`')
                        continue;
                if (!isalnum(c)) {
                        gap = len > 0;
                        continue;
                }
                if (gap)
                        out[len++] = ' ';
                gap = false;
                out[len++] = (char)tolower(c);
        }
        return len;
}

static unsigned fold_any(char *out, const char *text)
{
        struct arena *a = arena_new();
        const char *folded = text_fold(a, text);
        size_t len = strlen(folded);
        if (len >= NAME_TEXT)
                for (len = NAME_TEXT - 1; len && ((unsigned char)folded[len] & 0xC0) == 0x80;)
                        len--;
        memcpy(out, folded, len);
        arena_free(a);
        return (unsigned)len;
}

void name_make(struct name *n, const char *text)
{
        n->len = n->words = 0;
        n->hash = 0;
        n->text[0] = '\0';
        if (!text || !*text)
                return;
        n->len = (uint8_t)(is_ascii(text) ? fold_ascii(n->text, text) : fold_any(n->text, text));
        n->text[n->len] = '\0';
        if (!n->len)
                return;
        n->words = 1;
        uint64_t hash = FNV_START;
        for (unsigned i = 0; i < n->len; i++) {
                if (n->text[i] == ' ')
                        n->words++;
                else
                        hash = (hash ^ (unsigned char)n->text[i]) * FNV_PRIME;
        }
        n->hash = hash;
}

static void postcode_make(char out[FACTS_POSTCODE], const char *text)
{
        unsigned len = 0;
        for (; text && *text && len < FACTS_POSTCODE - 1; text++)
                if (isalnum((unsigned char)*text))
                        out[len++] = (char)toupper((unsigned char)*text);
        memset(out + len, 0, FACTS_POSTCODE - len);
}

void facts_make(struct facts *f, const struct record *r)
{
        f->record = r;
        name_make(&f->forename, r->value[FIELD_FORENAME]);
        name_make(&f->middle, r->value[FIELD_MIDDLE_NAMES]);
        name_make(&f->preferred_forename, r->value[FIELD_PREFERRED_FORENAME]);
        name_make(&f->surname, r->value[FIELD_SURNAME]);
        name_make(&f->preferred_surname, r->value[FIELD_PREFERRED_SURNAME]);
        name_make(&f->former_surname, r->value[FIELD_FORMER_SURNAME]);
        struct date dob = date_from_iso(r->value[FIELD_DOB]);
        f->dob = (uint32_t)(dob.year * 10000 + dob.month * 100 + dob.day);
        postcode_make(f->postcode, r->value[FIELD_POSTCODE]);
        const char *sex = r->value[FIELD_SEX];
        f->sex = sex && (*sex == 'M' || *sex == 'F') ? *sex : 0;
        f->year = (signed char)year_order(r->value[FIELD_NC_YEAR] ? r->value[FIELD_NC_YEAR] : "");
}
