#include "model/field.h"
#include "model/code.h"
#include "model/postcode.h"
#include "tap.h"

static void fields(void)
{
        for (int f = 0; f < FIELD_COUNT; f++) {
                const struct field_info *i = &field_table[f];
                ok(i->key && i->heading && i->words && i->ctf && i->max > 0, "field %d is whole", f);
                is_long(field_of_key(i->key), f, i->key);
                ok((i->kind == KIND_CODE) == (i->codes != NULL), "%s has codes when it should", i->key);
                for (const struct code *c = i->codes ? i->codes->items : NULL; c && c->code; c++)
                        if (strlen(c->code) > i->max)
                                ok(0, "%s: code %s is too long", i->key, c->code);
        }
        is_long(field_of_key("nonsense"), FIELD_COUNT, "no such field");
}

static int count(const struct code_table *t)
{
        int n = 0;
        for (const struct code *c = t->items; c->code; c++)
                n += code_find(t, c->code) == c;
        return n;
}

static void codes(void)
{
        is_long(count(&code_authority), 153 + 7, "authorities, each once");
        is_long(count(&code_ground), 15, "grounds (a) to (o)");
        is_long(count(&code_ethnicity), 20, "ethnicities");
        is_long(count(&code_phase), 10, "phases");
        is_text(code_words(&code_sen, "K"), "SEN support", "words");
        is_text(code_words(&code_sen, "zz"), "zz", "words of an unknown code");
        is_text(code_words(&code_authority, "342"), "St. Helens", "an authority with a full stop");
        is_text(code_words(&code_authority, "943"), "Westmorland and Furness", "the last authority");
        ok(code_possible(&code_language, "SOM") && !code_possible(&code_language, "som"), "languages are an open list");
        ok(!code_possible(&code_ethnicity, "ABCD") && code_possible(&code_ethnicity, "WBRI"), "ethnicities are not");
}

int main(void)
{
        fields();
        codes();
        struct record r;
        record_blank(&r);
        is_text(r.value[FIELD_COUNT - 1], "", "blank");
        static const struct { const char *from, *want; } t[] = {
                { "sw1a1aa", "SW1A 1AA" }, { " M1  1AE ", "M1 1AE" }, { "B33 8TH", "B33 8TH" }, { "CR2 6XH", "CR2 6XH" },
                { "DN551PT", "DN55 1PT" }, { "W1A 0AX", "W1A 0AX" }, { "GIR 0AA", "GIR 0AA" }, { "SW1A", NULL },
                { "st1 oqs", "ST1 0QS" }, { "", NULL }, { "1AA 1AA", NULL }, { "SW1A 1AAA", NULL }, { "SW1A-1AA", NULL }, { "caf\xC3\xA9 1A", NULL },
        };
        struct arena *a = arena_new();
        for (size_t i = 0; i < sizeof t / sizeof *t; i++)
                is_text(postcode_tidy(a, t[i].from), t[i].want, t[i].from);
        arena_free(a);
        return done_testing();
}
