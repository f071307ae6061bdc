#include "match/explain.h"

#include <string.h>

#include "base/date.h"

/* The words of a grade; with after, "row's value / pupil's value" stands between the two. */
struct phrase {
        const char *before, *after;
};

struct aspect_words {
        const char *code;
        enum field field;
        struct phrase phrase[GRADE_COUNT];
};

static const struct aspect_words aspects[ASPECT_COUNT] = {
        [ASPECT_ROW_KEY] = { "row-key",
                             FIELD_COUNT,
                             { [GRADE_SAME] = { "The row is from a download of this pupil", NULL } } },
        [ASPECT_UPN] = { "upn",
                         FIELD_UPN,
                         { [GRADE_SAME] = { "Same UPN", NULL },
                           [GRADE_OTHER] = { "The UPN of one is the former UPN of the other", NULL },
                           [GRADE_SLIP] = { "UPN differs in one character: ", "" },
                           [GRADE_DIFFERENT] = { "UPN differs: ", "" } } },
        [ASPECT_ULN] = { "uln",
                         FIELD_ULN,
                         { [GRADE_SAME] = { "Same ULN", NULL },
                           [GRADE_DIFFERENT] = { "ULN differs: ", "" } } },
        [ASPECT_FORENAME] = { "forename",
                              FIELD_FORENAME,
                              { [GRADE_SAME] = { "Same forename", NULL },
                                [GRADE_OTHER] = { "Forename is the preferred forename: ", "" },
                                [GRADE_SPELLING] = { "Forename differs: ", " (another spelling)" },
                                [GRADE_SHORT] = { "Forename differs: ", " (short form)" },
                                [GRADE_PART] = { "Forename differs: ", " (part of the name)" },
                                [GRADE_SLIP] = { "Forename differs: ", " (perhaps a slip in typing)" },
                                [GRADE_INITIAL] = { "Forename is only an initial: ", "" },
                                [GRADE_MIDDLE] = { "Forename is the middle name: ", "" },
                                [GRADE_SWAPPED] = { "Forename and surname exchanged: ", "" },
                                [GRADE_DIFFERENT] = { "Forename differs: ", "" } } },
        [ASPECT_SURNAME] = { "surname",
                             FIELD_SURNAME,
                             { [GRADE_SAME] = { "Same surname", NULL },
                               [GRADE_OTHER] = { "Surname is a preferred or former surname: ", "" },
                               [GRADE_PART] = { "Surname differs: ", " (part of the name)" },
                               [GRADE_SLIP] = { "Surname differs: ", " (perhaps a slip in typing)" },
                               [GRADE_SWAPPED] = { "Surname and forename exchanged: ", "" },
                               [GRADE_DIFFERENT] = { "Surname differs: ", "" } } },
        [ASPECT_DOB] = { "dob",
                         FIELD_DOB,
                         { [GRADE_SAME] = { "Same date of birth", NULL },
                           [GRADE_SWAPPED] = { "Day and month swapped: ", "" },
                           [GRADE_SLIP] = { "Date of birth differs: ", " (perhaps a slip in typing)" },
                           [GRADE_PART] = { "Date of birth differs in part: ", "" },
                           [GRADE_DIFFERENT] = { "Date of birth differs: ", "" } } },
        [ASPECT_POSTCODE] = { "postcode",
                              FIELD_POSTCODE,
                              { [GRADE_SAME] = { "Same postcode", NULL },
                                [GRADE_SLIP] = { "Postcode differs in one character: ", "" },
                                [GRADE_PART] = { "Postcodes near each other: ", "" },
                                [GRADE_DIFFERENT] = { "Postcode differs: ", "" } } },
        [ASPECT_SEX] = { "sex",
                         FIELD_SEX,
                         { [GRADE_SAME] = { "Same sex", NULL },
                           [GRADE_DIFFERENT] = { "Sex differs: ", "" } } },
        [ASPECT_YEAR] = { "year",
                          FIELD_NC_YEAR,
                          { [GRADE_SAME] = { "NC year fits", NULL },
                            [GRADE_DIFFERENT] = { "NC year does not fit: ", "" } } },
};

static const char *const grade_codes[GRADE_COUNT] = {
        [GRADE_NONE] = "none",         [GRADE_SAME] = "same",           [GRADE_OTHER] = "other",
        [GRADE_SPELLING] = "spelling", [GRADE_SHORT] = "short",         [GRADE_PART] = "part",
        [GRADE_SLIP] = "slip",         [GRADE_INITIAL] = "initial",     [GRADE_MIDDLE] = "middle",
        [GRADE_SWAPPED] = "swapped",   [GRADE_DIFFERENT] = "different",
};

static const struct {
        unsigned bit;
        const char *code, *words;
} whys[] = {
        { WHY_TWO_UPNS, "two-upns", "Both records have a valid UPN, and the two differ" },
        { WHY_IDENTIFIER, "identifier", "An identifier in the row belongs to another pupil" },
        { WHY_UNSUPPORTED, "unsupported",
          "An identifier agrees, but neither name nor date of birth bears it out" },
        { WHY_TWINS, "twins", "A twin may be meant" },
        { WHY_CLAIMED, "claimed", "Another row of the list may be this pupil as well" },
        { WHY_CLOSE, "close", "Another pupil is nearly as likely" },
        { WHY_ELSEWHERE, "elsewhere", "The pupil is at another school, and no identifier agrees" },
        { WHY_LEFT, "left", "The pupil has left this school, and no identifier agrees" },
        { WHY_NAME, "name", "The forename is a different one" },
        { WHY_DOB, "dob", "The date of birth is a different one" },
        { WHY_WEAK, "weak", "Too little agrees to be sure" },
        { WHY_VERDICT, "verdict", "Decided before by the authority" },
};

static char *join(struct arena *a, const char *codes, const char *code, const char *grade)
{
        return arena_printf(a, "%s%s%s%s%s", codes, *codes ? " " : "", code, *grade ? ":" : "", grade);
}

char *match_reason_codes(struct arena *a, const struct agreement *g)
{
        char *codes = arena_text(a, "");
        for (unsigned i = 0; i < ASPECT_COUNT; i++)
                if (g->grade[i] != GRADE_NONE && g->grade[i] < GRADE_COUNT)
                        codes = join(a, codes, aspects[i].code, grade_codes[g->grade[i]]);
        return codes;
}

char *match_why_codes(struct arena *a, unsigned why)
{
        char *codes = arena_text(a, "");
        for (size_t i = 0; i < sizeof whys / sizeof *whys; i++)
                if (why & whys[i].bit)
                        codes = join(a, codes, whys[i].code, "");
        return codes;
}

static const char *value(struct arena *a, const struct record *r, enum field field)
{
        const char *text = r && field < FIELD_COUNT && r->value[field] ? r->value[field] : "";
        char uk[DATE_TEXT];
        if (field == FIELD_DOB && date_known(date_from_iso(text)))
                text = arena_text(a, date_to_uk(date_from_iso(text), uk));
        return *text ? text : "nothing";
}

/* "forename:short"; NULL when it is no such code. */
static const char *reason_words(struct arena *a, const char *code, const struct record *row,
                                const struct record *pupil)
{
        const char *colon = strchr(code, ':');
        for (unsigned i = 0; colon && i < ASPECT_COUNT; i++) {
                const struct aspect_words *aspect = &aspects[i];
                size_t len = strlen(aspect->code);
                if (len != (size_t)(colon - code) || memcmp(code, aspect->code, len) != 0)
                        continue;
                for (unsigned g = 1; g < GRADE_COUNT; g++) {
                        const struct phrase *p = &aspect->phrase[g];
                        if (strcmp(colon + 1, grade_codes[g]) != 0 || !p->before)
                                continue;
                        return p->after
                                   ? arena_printf(a, "%s%s / %s%s", p->before, value(a, row, aspect->field),
                                                  value(a, pupil, aspect->field), p->after)
                                   : p->before;
                }
        }
        return NULL;
}

static const char *why_words(const char *code)
{
        for (size_t i = 0; i < sizeof whys / sizeof *whys; i++)
                if (strcmp(code, whys[i].code) == 0)
                        return whys[i].words;
        return NULL;
}

size_t match_words(struct arena *a, const char *codes, const struct record *row, const struct record *pupil,
                   const char *out[MATCH_WORDS_MAX])
{
        size_t count = 0;
        char *save = NULL, *list = arena_text(a, codes);
        for (char *code = strtok_r(list, " ", &save); code; code = strtok_r(NULL, " ", &save)) {
                const char *words = why_words(code);
                if (!words)
                        words = reason_words(a, code, row, pupil);
                if (words && count < MATCH_WORDS_MAX)
                        out[count++] = words;
        }
        return count;
}

const char *match_outcome_code(enum match_outcome outcome)
{
        return outcome == MATCH_SURE ? "sure" : outcome == MATCH_CHECK ? "check" : "new";
}
