#include "match/key.h"

#include <string.h>

#include "match/forename.h"

/* What goes into the hash first, so that keys of different kinds never meet. Part of what is stored. */
enum kind {
        KEY_UPN = 1,
        KEY_ULN,
        KEY_NAME_DOB,
        KEY_NAMES,
        KEY_SOUNDS_YEAR,
        KEY_POSTCODE_DOB,
        KEY_POSTCODE_SOUND
};

enum { GIVEN_MAX = 8, FAMILY_MAX = 8, PAIRED_GIVEN = 3, PAIRED_FAMILY = 3, SHORTEST_PART = 3 };

struct keys {
        uint64_t *out;
        unsigned count;
};

struct parts {
        uint64_t hash[GIVEN_MAX];
        unsigned count, max;
};

static void add(struct keys *k, enum kind kind, uint64_t first, uint64_t second)
{
        uint64_t key = hash_number(hash_number(kind, first), second);
        for (unsigned i = 0; i < k->count; i++)
                if (k->out[i] == key)
                        return;
        if (k->count < MATCH_KEYS_MAX)
                k->out[k->count++] = key;
}

/* In either order. */
static void add_pair(struct keys *k, enum kind kind, uint64_t a, uint64_t b, uint64_t with)
{
        add(k, kind, a < b ? hash_number(a, b) : hash_number(b, a), with);
}

static void add_text(struct keys *k, enum kind kind, const char *text)
{
        size_t len = strlen(text);
        if (len)
                add(k, kind, hash_bytes(0, text, len), 0);
}

static void part_add(struct parts *p, uint64_t hash)
{
        for (unsigned i = 0; i < p->count; i++)
                if (p->hash[i] == hash)
                        return;
        if (p->count < p->max)
                p->hash[p->count++] = hash;
}

/* Copies the word at *from, moves past it; false at the end. */
static bool next_word(const char **from, char word[NAME_TEXT])
{
        size_t len = strcspn(*from, " ");
        if (!len)
                return false;
        memcpy(word, *from, len);
        word[len] = '\0';
        *from += len + ((*from)[len] == ' ');
        return true;
}

/* A forename as what it stands for; every one of them when there are several. */
static void given_word(struct parts *p, const char *word)
{
        const struct forename_form *form;
        unsigned count = forename_forms(word, &form);
        if (!count)
                part_add(p, hash_bytes(0, word, strlen(word)));
        for (unsigned i = 0; i < count; i++)
                part_add(p, hash_bytes(0, form[i].of, strlen(form[i].of)));
}

/* "lily mae" and "lilymae" share the whole, "lily mae" and "lily" the first word. */
static void given_parts(struct parts *p, const struct name *n)
{
        char word[NAME_TEXT];
        const char *from = n->text;
        if (n->len && next_word(&from, word))
                given_word(p, word);
        if (n->words > 1)
                part_add(p, n->hash);
}

/* The whole, then the parts of a double-barrelled one without its particles. */
static void family_parts(struct parts *p, const struct name *n)
{
        char word[NAME_TEXT];
        const char *from = n->text;
        if (n->len)
                part_add(p, n->hash);
        while (n->words > 1 && next_word(&from, word))
                if (strlen(word) >= SHORTEST_PART)
                        part_add(p, hash_bytes(0, word, strlen(word)));
}

/* The date with day and month in order of size, so that swapping them changes nothing. */
static uint32_t dob_either(uint32_t dob)
{
        uint32_t month = dob / 100 % 100, day = dob % 100;
        return dob / 10000 * 10000 + (month < day ? month * 100 + day : day * 100 + month);
}

static void name_keys(struct keys *k, const struct facts *f, const struct parts *given,
                      const struct parts *family)
{
        uint32_t dob = dob_either(f->dob);
        for (unsigned i = 0; dob && i < given->count; i++)
                add(k, KEY_NAME_DOB, given->hash[i], dob);
        for (unsigned i = 0; dob && i < family->count; i++)
                add(k, KEY_NAME_DOB, family->hash[i], dob);
        for (unsigned i = 0; i < given->count && i < PAIRED_GIVEN; i++)
                for (unsigned j = 0; j < family->count && j < PAIRED_FAMILY; j++)
                        add_pair(k, KEY_NAMES, given->hash[i], family->hash[j], 0);
}

static void sound_keys(struct keys *k, const struct facts *f)
{
        char word[NAME_TEXT] = "";
        const char *from = f->forename.text;
        next_word(&from, word);
        uint32_t given = match_sound(word), family = match_sound(f->surname.text);
        if (given && family && f->dob)
                add_pair(k, KEY_SOUNDS_YEAR, given, family, f->dob / 10000);
        if (!f->postcode[0])
                return;
        uint64_t place = hash_bytes(0, f->postcode, strlen(f->postcode));
        if (f->dob)
                add(k, KEY_POSTCODE_DOB, place, dob_either(f->dob));
        if (given)
                add(k, KEY_POSTCODE_SOUND, place, given);
}

unsigned match_keys_of(const struct facts *f, uint64_t out[MATCH_KEYS_MAX])
{
        struct keys k = { out, 0 };
        struct parts given = { .max = GIVEN_MAX }, family = { .max = FAMILY_MAX };
        add_text(&k, KEY_UPN, facts_value(f, FIELD_UPN));
        add_text(&k, KEY_UPN, facts_value(f, FIELD_FORMER_UPN));
        add_text(&k, KEY_ULN, facts_value(f, FIELD_ULN));
        given_parts(&given, &f->forename);
        given_parts(&given, &f->preferred_forename);
        family_parts(&family, &f->surname);
        family_parts(&family, &f->preferred_surname);
        family_parts(&family, &f->former_surname);
        sound_keys(&k, f);
        name_keys(&k, f, &given, &family);
        return k.count;
}

unsigned match_keys(const struct record *r, uint64_t out[MATCH_KEYS_MAX])
{
        struct facts f;
        facts_make(&f, r);
        return match_keys_of(&f, out);
}

/* 0 for vowels, which part two equal codes; 7 for h and w, which do not. */
static int sound_of(char c)
{
        static const char codes[] = "01230127022455012623017202";
        return c >= 'a' && c <= 'z' ? codes[c - 'a'] - '0' : 7;
}

uint32_t match_sound(const char *folded)
{
        unsigned char code[4] = "\0\0\0\0";
        int last = 0;
        unsigned len = 0;
        for (const char *p = folded; *p && len < 4; p++) {
                int sound = sound_of(*p);
                if (sound == 7 && (len || *p < 'a' || *p > 'z'))
                        continue;
                if (!len)
                        code[len++] = (unsigned char)*p;
                else if (sound && sound != last)
                        code[len++] = (unsigned char)('0' + sound);
                last = sound;
        }
        for (; len && len < 4; len++)
                code[len] = '0';
        return (uint32_t)code[0] << 24 | (uint32_t)code[1] << 16 | (uint32_t)code[2] << 8 | code[3];
}

struct fingerprint match_fingerprint(const struct record *r)
{
        static const enum field exact[] = { FIELD_UPN, FIELD_FORMER_UPN, FIELD_ULN, FIELD_DOB };
        struct facts f;
        facts_make(&f, r);
        const struct name *names[] = { &f.surname,           &f.forename,           &f.middle,
                                       &f.preferred_surname, &f.preferred_forename, &f.former_surname };
        struct fingerprint print;
        for (unsigned half = 0; half < 2; half++) {
                uint64_t hash = half;
                for (unsigned i = 0; i < sizeof exact / sizeof *exact; i++) {
                        const char *value = facts_value(&f, exact[i]);
                        hash = hash_number(hash, hash_bytes(0, value, strlen(value)));
                }
                for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
                        hash = hash_number(hash, names[i]->hash);
                for (unsigned i = 0; i < 8; i++)
                        print.bytes[half * 8 + i] = (unsigned char)(hash >> 8 * i);
        }
        return print;
}
