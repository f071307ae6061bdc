/* model/entry and model/data_set: keys, packing, what one entry says over another, and words. */
#include "model/entry.h"

#include "model/code.h"
#include "model/rule.h"
#include "tap.h"

static struct arena *a;

static struct entry entry_of(enum entry_kind kind, const char *packed)
{
        struct entry e;
        entry_unpack(a, kind, packed, &e);
        return e;
}

static void test_table(void)
{
        for (int k = 0; k < ENTRY_KINDS; k++) {
                const struct entry_info *info = &entry_table[k];
                unsigned longest = 0, says = 0, known = 0, keys = 0;
                for (size_t i = 0; i < info->part_count; i++) {
                        longest += info->parts[i].max + 1;
                        keys += info->parts[i].use == PART_KEY;
                        says += info->parts[i].use == PART_SAYS;
                        known += info->parts[i].use == PART_KEY || info->parts[i].use == PART_KEY_ELSE;
                        ok((info->parts[i].kind == PART_CODE) == (info->parts[i].codes != NULL),
                           "%s %s: codes of codes alone", info->words, info->parts[i].heading);
                }
                ok(longest <= ENTRY_TEXT_MAX, "%s fit into their column", info->words);
                ok(says <= 1 && known > 0 && keys > 0, "%s are known by something", info->words);
                is_long(entry_kind_of_letter(info->letter), k, "by its letter");
                is_long(entry_kind_of_key(info->key), k, "by its key");
        }
        is_long(entry_kind_of_letter('?'), ENTRY_KINDS, "no such letter");
        is_long(entry_kind_of_key(""), ENTRY_KINDS, "no such key");
}

static void test_keys(void)
{
        static const struct {
                enum entry_kind kind;
                const char *packed, *key, *words;
        } cases[] = {
                { ENTRY_RESULT, "KS2|MAT|TT|SCA|NS|107|2026-05-12|2026|R|ENG", "KS2|MAT|TT|SCA|NS|2026-05-12",
                  "Stage KS2, subject MAT, method TT, component SCA, kind of result NS, result 107, date "
                  "12/05/2026, year 2026, status R, "
                  "locale ENG" },
                { ENTRY_RESULT, "KS2|MAT||||107||2026||", "KS2|MAT|||||2026",
                  "Stage KS2, subject MAT, result 107, year 2026" },
                { ENTRY_SEN, "2026-01-10|K|", "2026-01-10", "From 10/01/2026, provision SEN support" },
                { ENTRY_NEED, "1||SLCN|", "1|",
                  "Rank 1, type of need Speech, language and communication needs" },
                { ENTRY_EXCLUSION, "2026-01-10|SUSP|PP|||3|", "2026-01-10|SUSP",
                  "From 10/01/2026, category Suspension, reason Physical assault against a pupil, sessions "
                  "3" },
                { ENTRY_SCHOOL, "9992001|Oak|2020-09-01|||", "9992001|2020-09-01", NULL },
                { ENTRY_SCHOOL, "|École|2020-09-01|||", "|École|2020-09-01",
                  "School École, entry 01/09/2020" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct entry e = entry_of(cases[i].kind, cases[i].packed);
                is_text(entry_pack(a, &e), cases[i].packed, "packed as it was");
                is_text(entry_key(a, &e), cases[i].key, "its key");
                if (cases[i].words)
                        is_text(entry_words(a, &e), cases[i].words, "in words");
        }
}

static void test_over(void)
{
        static const struct {
                const char *held, *found, *out;
                enum entry_difference difference;
        } cases[] = {
                { "2026-01-10|SUSP|PP|||3|", "2026-01-10|SUSP|PP|||3|", "2026-01-10|SUSP|PP|||3|",
                  ENTRY_SAME },
                { "2026-01-10|SUSP|PP|||3|", "2026-01-10|SUSP|||||", "2026-01-10|SUSP|PP|||3|", ENTRY_SAME },
                { "2026-01-10|SUSP|PP|||3|", "2026-01-10|SUSP|PP|||3|2026-01-11",
                  "2026-01-10|SUSP|PP|||3|2026-01-11", ENTRY_FILLS },
                { "2026-01-10|SUSP|PP|||3|", "2026-01-10|SUSP|PP|||5|2026-01-12",
                  "2026-01-10|SUSP|PP|||5|2026-01-12", ENTRY_CHANGES },
                { "2026-01-10|SUSP|||||", "2026-01-10|SUSP|VA|||5|", "2026-01-10|SUSP|VA|||5|", ENTRY_FILLS },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct entry held = entry_of(ENTRY_EXCLUSION, cases[i].held),
                             found = entry_of(ENTRY_EXCLUSION, cases[i].found), out;
                is_long(entry_over(&held, &found, &out), cases[i].difference, cases[i].found);
                is_text(entry_pack(a, &out), cases[i].out, "what stands afterwards");
        }
}

static void test_sets(void)
{
        is_text(data_sets_words(a, 0), "", "no set");
        is_text(data_sets_words(a, 1u << SET_SEN), "SEN history", "one");
        is_text(data_sets_words(a, 1u << SET_SEN | 1u << SET_PUPILS), "Pupil details and SEN history", "two");
        is_text(data_sets_words(a, SETS_ALL),
                "Pupil details, Attendance, Attainment, School history, SEN history and Suspensions and "
                "exclusions",
                "all");
        for (int s = 0; s < DATA_SETS; s++) {
                is_long(data_set_of_key(data_set_table[s].key), s, data_set_table[s].key);
                if (s != SET_PUPILS)
                        is_text(rule_item_key(data_set_table[s].item), data_set_table[s].key,
                                "its rule has the same key");
        }
        is_long(data_set_of_key("x"), DATA_SETS, "no such set");
}

int main(void)
{
        a = arena_new();
        test_table();
        test_keys();
        test_over();
        test_sets();
        arena_free(a);
        return done_testing();
}
