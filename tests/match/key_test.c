#include "match/key.h"

#include "../tap.h"

static struct record record_of(const char *forename, const char *surname, const char *dob,
                               const char *postcode)
{
        struct record r;
        record_blank(&r);
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_DOB] = dob;
        r.value[FIELD_POSTCODE] = postcode;
        return r;
}

static unsigned shared(const struct record *a, const struct record *b)
{
        uint64_t keys_a[MATCH_KEYS_MAX], keys_b[MATCH_KEYS_MAX];
        unsigned count_a = match_keys(a, keys_a), count_b = match_keys(b, keys_b), count = 0;
        for (unsigned i = 0; i < count_a; i++)
                for (unsigned j = 0; j < count_b; j++)
                        count += keys_a[i] == keys_b[j];
        return count;
}

static void meetings(void)
{
        static const struct {
                const char *what, *forename, *surname, *dob, *postcode;
                bool meet;
        } t[] = {
                { "itself", "Benjamin", "Carter", "2014-03-05", "ZZ1 1AA", true },
                { "a short form", "Ben", "Carter", "2014-03-05", "", true },
                { "another forename", "Thomas", "Carter", "2014-03-05", "", true },
                { "another surname", "Benjamin", "Quill", "2014-03-05", "", true },
                { "names exchanged", "Carter", "Benjamin", "2014-03-05", "", true },
                { "day and month swapped", "Ben", "Carter", "2014-05-03", "", true },
                { "a double-barrelled name", "Thomas", "Carter-Jones", "2014-03-05", "", true },
                { "no date of birth, short form", "Ben", "Carter", "", "", true },
                { "another date of birth", "Ben", "Carter", "2011-12-25", "", true },
                { "a slip in the surname and the date", "Benjamin", "Cartter", "2014-03-15", "", true },
                { "another year and a slip, same postcode", "Benjamin", "Cartre", "2015-03-05", "ZZ1 1AA",
                  true },
                { "same birthday and home", "Xu", "Quill", "2014-03-05", "ZZ1 1AA", true },
                { "a stranger", "Olivia", "Quill", "2013-01-09", "ZZ9 9ZZ", false },
                { "a brother", "Thomas", "Carter", "2011-01-09", "ZZ1 1AA", false },
                { "nothing at all", "", "", "", "", false },
        };
        struct record held = record_of("Benjamin", "Carter", "2014-03-05", "ZZ1 1AA");
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct record r = record_of(t[i].forename, t[i].surname, t[i].dob, t[i].postcode);
                ok((shared(&held, &r) > 0) == t[i].meet, "%s %s", t[i].what,
                   t[i].meet ? "is found" : "is not looked at");
        }
}

static void identifiers(void)
{
        struct record a, b;
        record_blank(&a);
        record_blank(&b);
        a.value[FIELD_UPN] = b.value[FIELD_FORMER_UPN] = "B801200005001";
        is_long(shared(&a, &b), 1, "a UPN meets a former UPN");
        record_blank(&b);
        b.value[FIELD_ULN] = "B801200005001";
        is_long(shared(&a, &b), 0, "but not the same text as a ULN");
        for (int i = 0; i < FIELD_COUNT; i++)
                b.value[i] = NULL;
        uint64_t keys[MATCH_KEYS_MAX];
        is_long(match_keys(&b, keys), 0, "NULL is nothing");
}

static void sounds(void)
{
        static const struct {
                const char *a, *code;
        } t[] = {
                { "robert", "R163" },  { "rupert", "R163" },   { "ashcraft", "A261" }, { "tymczak", "T522" },
                { "pfister", "P236" }, { "honeyman", "H555" }, { "lee", "L000" },      { "", "" },
                { "9", "" },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                uint32_t sound = match_sound(t[i].a);
                char code[5] = { (char)(sound >> 24 & 0xDF), (char)(sound >> 16), (char)(sound >> 8),
                                 (char)sound, 0 };
                is_text(code, t[i].code, t[i].a);
        }
}

/* Stored in databases: if this fails, raise MATCH_KEYS_VERSION and put the new number here. */
static void stable(void)
{
        struct record r = record_of("Zoë", "O'Neill-Smith", "2014-08-31", "SW1A 1AA");
        r.value[FIELD_UPN] = "B801200005001";
        uint64_t keys[MATCH_KEYS_MAX], sum = 0;
        unsigned count = match_keys(&r, keys);
        for (unsigned i = 0; i < count; i++)
                sum += keys[i];
        is_long(count, 11, "keys of a double-barrelled name");
        is_long((long)(sum >> 1), 5631843049625268564, "stored keys mean what they meant");
        struct fingerprint print = match_fingerprint(&r);
        char hex[33] = "";
        for (int i = 0; i < 16; i++)
                sprintf(hex + 2 * i, "%02x", print.bytes[i]);
        is_text(hex, "36cc35f624adadb50d3e9502f28949ee", "so do fingerprints");
        struct record same = r;
        same.value[FIELD_SURNAME] = "ONEILL SMITH";
        same.value[FIELD_CLASS] = "5B";
        same.value[FIELD_POSTCODE] = "";
        struct fingerprint other = match_fingerprint(&same);
        ok(memcmp(&print, &other, sizeof print) == 0,
           "class, address and capitals do not change who somebody is");
        same.value[FIELD_DOB] = "2014-08-30";
        other = match_fingerprint(&same);
        ok(memcmp(&print, &other, sizeof print) != 0, "the date of birth does");
}

int main(void)
{
        meetings();
        identifiers();
        sounds();
        stable();
        return done_testing();
}
