#include "intake/import_hold.h"

#include "model/field.h"

enum { HALF = 50, JOINERS = 5 }; /* changed data may well hold nobody but a few who came from other schools */
enum { FAMILIES = 5, FEW = 20 }; /* in a small school a few families are half of it */

static bool more_than(size_t n, size_t part, size_t all)
{
        return n * 100 > all * part;
}

unsigned import_holds(const struct import_facts *f, const struct import_limits *l)
{
        unsigned holds = 0;
        if (f->complete && f->rows == 0)
                return IMPORT_EMPTY;
        if (more_than(f->named, HALF, f->rows) || (f->elsewhere > JOINERS && more_than(f->elsewhere, HALF, f->children)))
                holds |= IMPORT_OTHER_SCHOOL;
        if (f->complete && f->removals > l->removals_free && more_than(f->removals, l->removals_part, f->roll))
                holds |= IMPORT_REMOVALS;
        if (f->changed > FAMILIES && more_than(f->changed, l->changed_part, f->roll))
                holds |= IMPORT_CHANGES;
        if (f->complete && f->last_children > FEW && f->children < f->last_children &&
            more_than(f->last_children - f->children, l->shrunk_part, f->last_children))
                holds |= IMPORT_SHRUNK;
        if (f->complete && f->rows && f->last_full & ~f->filled)
                holds |= IMPORT_COLUMN;
        if (f->damaged > 1) /* one may be a slip of whoever typed it */
                holds |= IMPORT_DAMAGED;
        return holds;
}

static const char *lost_columns(struct arena *a, uint64_t lost)
{
        const char *words = "";
        for (int i = 0; i < FIELD_COUNT; i++)
                if (lost >> i & 1)
                        words = arena_printf(a, "%s%s%s", words, *words ? ", " : "", field_table[i].words);
        return words;
}

static const char *sentence(struct arena *a, enum import_hold hold, const struct import_facts *f)
{
        switch (hold) {
        case IMPORT_EMPTY: return "The file has headings and no pupil below them.";
        case IMPORT_OTHER_SCHOOL:
                return arena_printf(a, "%zu of %zu children look like pupils of another school.", f->elsewhere, f->children);
        case IMPORT_REMOVALS:
                return arena_printf(a, "%zu of %zu pupils on roll are not in the file, beside those who leave after the last year.",
                                    f->removals, f->roll);
        case IMPORT_CHANGES: return arena_printf(a, "%zu of %zu pupils would change, or have a new value to be decided.", f->changed, f->roll);
        case IMPORT_SHRUNK:
                return arena_printf(a, "The file has %zu pupils on roll; the last one had %zu.", f->children, f->last_children);
        case IMPORT_COLUMN:
                return arena_printf(a, "Nothing is said any more in a column that used to be full: %s.",
                                    lost_columns(a, f->last_full & ~f->filled));
        case IMPORT_FAILED: return "Every try to process it failed.";
        case IMPORT_DAMAGED: break;
        }
        return arena_printf(a, "The names of %zu children have letters that were lost on the way (a wrong encoding).", f->damaged);
}

const char *import_hold_words(struct arena *a, unsigned holds, const struct import_facts *f)
{
        const char *words = "";
        for (unsigned bit = 1; bit <= IMPORT_FAILED; bit <<= 1)
                if (holds & bit)
                        words = arena_printf(a, "%s%s%s", words, *words ? "\n" : "", sentence(a, (enum import_hold)bit, f));
        return words;
}
