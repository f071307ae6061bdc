#include "match/weigh.h"

#include <stdlib.h>
#include <string.h>

#include "model/uln.h"
#include "model/upn.h"
#include "model/year.h"

/*
 * Bits for each grade: log2(m / u), m how often it is seen in two records of one child, u in records of two
 * children. For names that agree the u is their rarity: the table holds what is taken off the rarity's bits,
 * and for those that do not agree the bits themselves. Estimated from school lists matched by UPN; the gates
 * in tests/match hold them to account.
 */
static const float weights[ASPECT_COUNT][GRADE_COUNT] = {
        [ASPECT_ROW_KEY] = { [GRADE_SAME] = 12 },
        [ASPECT_UPN] = { [GRADE_SAME] = 20, [GRADE_OTHER] = 18, [GRADE_SLIP] = 9, [GRADE_DIFFERENT] = -7 },
        [ASPECT_ULN] = { [GRADE_SAME] = 20, [GRADE_DIFFERENT] = -6 },
        [ASPECT_DOB] = { [GRADE_SAME] = 12,
                         [GRADE_SWAPPED] = 5.5f,
                         [GRADE_SLIP] = 1.6f,
                         [GRADE_PART] = -1.3f,
                         [GRADE_DIFFERENT] = -8.3f },
        [ASPECT_POSTCODE] = { [GRADE_SAME] = 7,
                              [GRADE_SLIP] = 0.5f,
                              [GRADE_PART] = -0.5f,
                              [GRADE_DIFFERENT] = -2.5f },
        [ASPECT_SEX] = { [GRADE_SAME] = 1, [GRADE_DIFFERENT] = -5 },
        [ASPECT_YEAR] = { [GRADE_SAME] = 2.5f, [GRADE_DIFFERENT] = -4 },
};

static const float off_rarity[GRADE_COUNT] = {
        [GRADE_SAME] = 0.15f, [GRADE_OTHER] = 2, [GRADE_SPELLING] = 3, [GRADE_SHORT] = 5,
        [GRADE_PART] = 5,     [GRADE_SLIP] = 6,  [GRADE_MIDDLE] = 7,   [GRADE_SWAPPED] = 4,
};

static const float NAME_DIFFERENT = -6, NAME_INITIAL = 0.5f;

/* The closer of two; NONE gives way to anything. */
static enum grade closer(enum grade a, enum grade b)
{
        return a == GRADE_NONE || (b != GRADE_NONE && b < a) ? b : a;
}

/* The hash of two names written as one. */
static uint64_t joined(const struct name *a, const struct name *b)
{
        char text[2 * NAME_TEXT];
        unsigned len = 0;
        for (unsigned i = 0; i < a->len; i++)
                if (a->text[i] != ' ')
                        text[len++] = a->text[i];
        for (unsigned i = 0; i < b->len; i++)
                if (b->text[i] != ' ')
                        text[len++] = b->text[i];
        return hash_bytes(0, text, len);
}

/* "Amelia Rose" in one column, "Amelia" and "Rose" in two. */
static bool same_with_middle(const struct facts *a, const struct facts *b)
{
        return (b->middle.len && a->forename.words > 1 &&
                joined(&b->forename, &b->middle) == a->forename.hash) ||
               (a->middle.len && b->forename.words > 1 &&
                joined(&a->forename, &a->middle) == b->forename.hash);
}

static bool known_by_middle(const struct facts *a, const struct facts *b)
{
        return name_forename(&a->forename, &b->middle) == GRADE_SAME ||
               name_forename(&a->middle, &b->forename) == GRADE_SAME;
}

static enum grade forename_grade(const struct facts *a, const struct facts *b)
{
        enum grade grade = name_forename(&a->forename, &b->forename);
        if (grade == GRADE_SAME || grade == GRADE_NONE)
                return grade;
        if (same_with_middle(a, b))
                return GRADE_SAME;
        const struct name *as[] = { &a->forename, &a->preferred_forename };
        const struct name *bs[] = { &b->forename, &b->preferred_forename };
        for (unsigned i = 1; i < 4; i++) {
                enum grade other = name_forename(as[i / 2], bs[i % 2]);
                grade = closer(grade, other == GRADE_SAME ? GRADE_OTHER : other);
        }
        return grade == GRADE_DIFFERENT && known_by_middle(a, b) ? GRADE_MIDDLE : grade;
}

static enum grade surname_grade(const struct facts *a, const struct facts *b)
{
        enum grade grade = name_surname(&a->surname, &b->surname);
        if (grade == GRADE_SAME || grade == GRADE_NONE)
                return grade;
        const struct name *as[] = { &a->surname, &a->preferred_surname, &a->former_surname };
        const struct name *bs[] = { &b->surname, &b->preferred_surname, &b->former_surname };
        for (unsigned i = 1; i < 9; i++) {
                enum grade other = name_surname(as[i / 3], bs[i % 3]);
                grade = closer(grade, other == GRADE_SAME ? GRADE_OTHER : other);
        }
        return grade;
}

static bool alike(enum grade g)
{
        return g != GRADE_NONE && g != GRADE_INITIAL && g != GRADE_DIFFERENT;
}

/* A slip on top is allowed in either. */
static bool names_swapped(const struct facts *a, const struct facts *b)
{
        return alike(name_surname(&a->forename, &b->surname)) &&
               alike(name_surname(&a->surname, &b->forename));
}

/* One digit wrong, or two neighbours exchanged. */
static bool digit_slip(uint32_t a, uint32_t b)
{
        int digits_a[8], digits_b[8], wrong[8], count = 0;
        for (int i = 0; i < 8; i++, a /= 10, b /= 10) {
                digits_a[i] = (int)(a % 10);
                digits_b[i] = (int)(b % 10);
                if (digits_a[i] != digits_b[i])
                        wrong[count++] = i;
        }
        return count == 1 ||
               (count == 2 && wrong[1] == wrong[0] + 1 && digits_a[wrong[0]] == digits_b[wrong[1]] &&
                digits_a[wrong[1]] == digits_b[wrong[0]]);
}

enum grade dob_grade(uint32_t a, uint32_t b)
{
        if (!a || !b)
                return GRADE_NONE;
        if (a == b)
                return GRADE_SAME;
        bool year = a / 10000 == b / 10000, month = a / 100 % 100 == b / 100 % 100, day = a % 100 == b % 100;
        if (year && a % 100 == b / 100 % 100 && a / 100 % 100 == b % 100)
                return GRADE_SWAPPED;
        if (digit_slip(a, b))
                return GRADE_SLIP;
        return year + month + day == 2 ? GRADE_PART : GRADE_DIFFERENT;
}

/* PART is the same area, all before the last three characters. */
static enum grade postcode_grade(const char *a, const char *b)
{
        size_t len_a = strlen(a), len_b = strlen(b);
        if (!len_a || !len_b)
                return GRADE_NONE;
        if (strcmp(a, b) == 0)
                return GRADE_SAME;
        if (name_distance(a, (unsigned)len_a, b, (unsigned)len_b, 1) == 1)
                return GRADE_SLIP;
        return len_a == len_b && len_a > 3 && memcmp(a, b, len_a - 3) == 0 ? GRADE_PART : GRADE_DIFFERENT;
}

static enum grade upn_grade(const struct facts *a, const struct facts *b)
{
        const char *as[] = { facts_value(a, FIELD_UPN), facts_value(a, FIELD_FORMER_UPN) };
        const char *bs[] = { facts_value(b, FIELD_UPN), facts_value(b, FIELD_FORMER_UPN) };
        for (unsigned i = 0; i < 4; i++)
                if (*as[i / 2] && strcmp(as[i / 2], bs[i % 2]) == 0)
                        return i ? GRADE_OTHER : GRADE_SAME;
        if (!*as[0] || !*bs[0])
                return GRADE_NONE;
        if (upn_valid(as[0]) && upn_valid(bs[0]))
                return GRADE_DIFFERENT;
        unsigned len_a = (unsigned)strnlen(as[0], NAME_TEXT), len_b = (unsigned)strnlen(bs[0], NAME_TEXT);
        return name_distance(as[0], len_a, bs[0], len_b, 1) == 1 ? GRADE_SLIP : GRADE_NONE;
}

static enum grade uln_grade(const char *a, const char *b)
{
        if (!*a || !*b)
                return GRADE_NONE;
        if (strcmp(a, b) == 0)
                return GRADE_SAME;
        return uln_valid(a) && uln_valid(b) ? GRADE_DIFFERENT : GRADE_NONE;
}

static enum grade year_grade(int row, int pupil)
{
        if (row == YEAR_NONE || pupil == YEAR_NONE)
                return GRADE_NONE;
        return row == pupil || row == pupil + 1 ? GRADE_SAME : GRADE_DIFFERENT;
}

void agreement_grade(struct agreement *out, const struct facts *row, const struct facts *pupil)
{
        unsigned char *g = out->grade;
        g[ASPECT_ROW_KEY] = GRADE_NONE;
        g[ASPECT_UPN] = upn_grade(row, pupil);
        g[ASPECT_ULN] = uln_grade(facts_value(row, FIELD_ULN), facts_value(pupil, FIELD_ULN));
        g[ASPECT_FORENAME] = forename_grade(row, pupil);
        g[ASPECT_SURNAME] = surname_grade(row, pupil);
        if (g[ASPECT_FORENAME] == GRADE_DIFFERENT && g[ASPECT_SURNAME] == GRADE_DIFFERENT &&
            names_swapped(row, pupil))
                g[ASPECT_FORENAME] = g[ASPECT_SURNAME] = GRADE_SWAPPED;
        g[ASPECT_DOB] = dob_grade(row->dob, pupil->dob);
        g[ASPECT_POSTCODE] = postcode_grade(row->postcode, pupil->postcode);
        g[ASPECT_SEX] = !row->sex || !pupil->sex ? GRADE_NONE
                        : row->sex == pupil->sex ? GRADE_SAME
                                                 : GRADE_DIFFERENT;
        g[ASPECT_YEAR] = year_grade(row->year, pupil->year);
}

/* The rarity of what two names share: the commoner of the two, or of their first words when only a part
 * agrees. */
static double shared_bits(const struct rarity *r, enum rarity_kind kind, enum grade grade,
                          const struct name *a, const struct name *b)
{
        double bits_a = rarity_bits(r, kind, a->hash), bits_b = rarity_bits(r, kind, b->hash);
        if (grade == GRADE_PART) {
                bits_a = rarity_bits(r, kind, hash_bytes(0, a->text, strcspn(a->text, " ")));
                bits_b = rarity_bits(r, kind, hash_bytes(0, b->text, strcspn(b->text, " ")));
        }
        return bits_a < bits_b ? bits_a : bits_b;
}

static double name_weight(const struct rarity *r, enum rarity_kind kind, enum grade grade,
                          const struct name *a, const struct name *b)
{
        switch (grade) {
        case GRADE_NONE: return 0;
        case GRADE_DIFFERENT: return NAME_DIFFERENT;
        case GRADE_INITIAL: return NAME_INITIAL;
        default: return shared_bits(r, kind, grade, a, b) - off_rarity[grade];
        }
}

float agreement_weight(const struct agreement *g, const struct facts *row, const struct facts *pupil,
                       const struct rarity *rarity, double prior)
{
        double sum = prior;
        for (unsigned i = 0; i < ASPECT_COUNT; i++)
                if (i != ASPECT_YEAR || g->grade[ASPECT_DOB] == GRADE_NONE)
                        sum += weights[i][g->grade[i]];
        sum +=
            name_weight(rarity, RARITY_FORENAME, g->grade[ASPECT_FORENAME], &row->forename, &pupil->forename);
        sum += name_weight(rarity, RARITY_SURNAME, g->grade[ASPECT_SURNAME], &row->surname, &pupil->surname);
        return (float)sum;
}

bool agreement_strong(const struct agreement *g)
{
        const unsigned char *grade = g->grade;
        return grade[ASPECT_ROW_KEY] == GRADE_SAME || grade[ASPECT_ULN] == GRADE_SAME ||
               grade[ASPECT_UPN] == GRADE_SAME || grade[ASPECT_UPN] == GRADE_OTHER;
}
