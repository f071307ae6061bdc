#include "match/name.h"

#include <string.h>

#include "match/forename.h"

enum { SLIP_LETTERS = 4, TWO_SLIP_LETTERS = 8, PART_LETTERS = 3 };

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
        unsigned d = a < b ? a : b;
        return d < c ? d : c;
}

/* Optimal string alignment, three rows at a time. */
unsigned name_distance(const char *a, unsigned a_len, const char *b, unsigned b_len, unsigned limit)
{
        unsigned char rows[3][NAME_TEXT + 1];
        if ((a_len > b_len ? a_len - b_len : b_len - a_len) > limit || a_len > NAME_TEXT || b_len > NAME_TEXT)
                return limit + 1;
        for (unsigned j = 0; j <= b_len; j++)
                rows[0][j] = (unsigned char)j;
        for (unsigned i = 1; i <= a_len; i++) {
                unsigned char *now = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
                unsigned best = now[0] = (unsigned char)i;
                for (unsigned j = 1; j <= b_len; j++) {
                        unsigned d = min3(up[j] + 1u, now[j - 1] + 1u, up[j - 1] + (a[i - 1] != b[j - 1]));
                        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                            up2[j - 2] + 1u < d)
                                d = up2[j - 2] + 1u;
                        now[j] = (unsigned char)d;
                        best = d < best ? d : best;
                }
                if (best > limit)
                        return limit + 1;
        }
        return rows[a_len % 3][b_len];
}

/* One slip from four letters on, two from eight; in shorter names one letter makes another name (Mia, Mya,
 * Mina). */
static bool is_slip(const struct name *a, const struct name *b)
{
        unsigned shorter = a->len < b->len ? a->len : b->len;
        if (shorter < SLIP_LETTERS)
                return false;
        unsigned limit = shorter >= TWO_SLIP_LETTERS ? 2 : 1;
        return name_distance(a->text, a->len, b->text, b->len, limit) <= limit;
}

static unsigned word_length(const char *text)
{
        return (unsigned)strcspn(text, " ");
}

static bool has_word(const struct name *n, const char *word, unsigned len)
{
        for (const char *p = n->text;; p++) {
                unsigned here = word_length(p);
                if (here == len && memcmp(p, word, len) == 0)
                        return true;
                p += here;
                if (!*p)
                        return false;
        }
}

/* A word in common that is long enough to be a name by itself. */
static bool shares_word(const struct name *a, const struct name *b)
{
        if (a->words == 1 && b->words == 1)
                return false;
        for (const char *p = a->text;; p++) {
                unsigned len = word_length(p);
                if (len >= PART_LETTERS && has_word(b, p, len))
                        return true;
                p += len;
                if (!*p)
                        return false;
        }
}

static enum grade by_table(const char *a, const char *b)
{
        switch (forename_link(a, b)) {
        case FORENAME_SPELLING: return GRADE_SPELLING;
        case FORENAME_SHORT: return GRADE_SHORT;
        default: return GRADE_DIFFERENT;
        }
}

/* The first words alone: "lily mae" and "lil". */
static enum grade first_words(const struct name *a, const struct name *b)
{
        char first_a[NAME_TEXT], first_b[NAME_TEXT];
        unsigned len_a = word_length(a->text), len_b = word_length(b->text);
        memcpy(first_a, a->text, len_a);
        memcpy(first_b, b->text, len_b);
        first_a[len_a] = first_b[len_b] = '\0';
        if (strcmp(first_a, first_b) == 0 || by_table(first_a, first_b) != GRADE_DIFFERENT)
                return GRADE_PART;
        return GRADE_DIFFERENT;
}

enum grade name_forename(const struct name *a, const struct name *b)
{
        if (!a->len || !b->len)
                return GRADE_NONE;
        if (a->hash == b->hash)
                return GRADE_SAME;
        if (a->len == 1 || b->len == 1)
                return a->text[0] == b->text[0] ? GRADE_INITIAL : GRADE_DIFFERENT;
        bool single = a->words == 1 && b->words == 1;
        enum grade grade = single ? by_table(a->text, b->text) : GRADE_DIFFERENT;
        if (grade != GRADE_DIFFERENT)
                return grade;
        if (is_slip(a, b))
                return GRADE_SLIP;
        if (single)
                return GRADE_DIFFERENT;
        /* "rose" may be "ella rose", but "isla rose" and "ella rose" are two children. */
        if ((a->words == 1 || b->words == 1) && shares_word(a, b))
                return GRADE_PART;
        return first_words(a, b);
}

enum grade name_surname(const struct name *a, const struct name *b)
{
        if (!a->len || !b->len)
                return GRADE_NONE;
        if (a->hash == b->hash)
                return GRADE_SAME;
        if (shares_word(a, b))
                return GRADE_PART;
        return is_slip(a, b) ? GRADE_SLIP : GRADE_DIFFERENT;
}
