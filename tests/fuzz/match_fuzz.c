/* libFuzzer: any two names and dates compare alike both ways round, a record is the same as itself, nothing
 * is read or written beyond its end. */
#include "base/text.h"
#include "match/explain.h"
#include "match/key.h"
#include "match/match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* The next line of the input, as any cell would be: valid UTF-8, or nothing. */
static const char *next_line(struct arena *a, const char **from, const char *end)
{
        const char *stop = *from < end ? memchr(*from, '\n', (size_t)(end - *from)) : NULL;
        stop = stop ? stop : end;
        const char *text = *from < stop && text_valid(*from, (size_t)(stop - *from))
                               ? arena_bytes(a, *from, (size_t)(stop - *from))
                               : "";
        *from = stop < end ? stop + 1 : end;
        return text;
}

static void must(bool good)
{
        if (!good)
                abort();
}

static void both_ways(const struct facts *a, const struct facts *b)
{
        struct agreement ab, ba;
        agreement_grade(&ab, a, b);
        agreement_grade(&ba, b, a);
        ab.grade[ASPECT_YEAR] = ba.grade[ASPECT_YEAR] =
            GRADE_NONE; /* up from one year to the next, not down */
        must(memcmp(ab.grade, ba.grade, sizeof ab.grade) == 0);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct arena *a = arena_new();
        const char *from = (const char *)bytes, *end = from + len;
        struct record r[2];
        for (int i = 0; i < 2; i++)
                for (int field = 0; field < FIELD_COUNT; field++)
                        r[i].value[field] =
                            field <= FIELD_SEX || field == FIELD_POSTCODE ? next_line(a, &from, end) : "";
        struct facts f[2];
        uint64_t keys[MATCH_KEYS_MAX];
        for (int i = 0; i < 2; i++) {
                facts_make(&f[i], &r[i]);
                must(match_keys_of(&f[i], keys) <= MATCH_KEYS_MAX);
        }
        both_ways(&f[0], &f[1]);
        struct match_row rows[2] = { { &r[0], 0 }, { &r[1], 2 } };
        struct pupil pool[2] = { { .id = 1, .on_roll = true, .record = r[1] },
                                 { .id = 2, .on_roll = true, .record = r[0] } };
        struct match_options options = { .school = 0 };
        struct match_result out[2];
        match_rows(a, rows, 2, pool, 2, &options, out);
        for (int i = 0; i < 2; i++) {
                const char *words[MATCH_WORDS_MAX];
                must(isfinite(out[i].best.agreement.weight));
                must((out[i].outcome == MATCH_NEW) == !out[i].best.pupil &&
                     (out[i].outcome == MATCH_CHECK) == (out[i].why != 0));
                if (out[i].best.pupil)
                        match_words(a, match_reason_codes(a, &out[i].best.agreement), &r[i],
                                    &out[i].best.pupil->record, words);
        }
        arena_free(a);
        return 0;
}
