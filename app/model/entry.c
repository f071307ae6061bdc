#include "model/entry.h"

#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "model/code.h"

/* The part that says when, or which, comes before the one that stands in for it. */
const struct entry_info entry_table[ENTRY_KINDS] = {
        [ENTRY_RESULT] = { 'R',
                           SET_ATTAINMENT,
                           "results",
                           "Results",
                           "result",
                           10,
                           { { "stage", "Stage", PART_TEXT, PART_OPTIONAL_KEY, 10, NULL },
                             { "subject", "Subject", PART_TEXT, PART_KEY, 60, NULL },
                             { "method", "Method", PART_TEXT, PART_OPTIONAL_KEY, 10, NULL },
                             { "component", "Component", PART_TEXT, PART_OPTIONAL_KEY, 30, NULL },
                             { "qualifier", "Kind of result", PART_TEXT, PART_OPTIONAL_KEY, 10, NULL },
                             { "result", "Result", PART_TEXT, PART_SAYS, 40, NULL },
                             { "result_date", "Date", PART_DATE, PART_OPTIONAL_KEY, 10, NULL },
                             { "year", "Year", PART_YEAR, PART_KEY_ELSE, 4, NULL },
                             { "status", "Status", PART_TEXT, PART_PLAIN, 10, NULL },
                             { "locale", "Locale", PART_TEXT, PART_PLAIN, 10, NULL } } },
        [ENTRY_SEN] = { 'P',
                        SET_SEN,
                        "sen",
                        "SEN provision",
                        "time of SEN provision",
                        3,
                        { { "start", "From", PART_DATE, PART_KEY, 10, NULL },
                          { "provision", "Provision", PART_CODE, PART_SAYS, 1, &code_sen },
                          { "end", "To", PART_DATE, PART_PLAIN, 10, NULL } } },
        [ENTRY_NEED] = { 'N',
                         SET_SEN,
                         "needs",
                         "SEN needs",
                         "SEN need",
                         4,
                         { { "rank", "Rank", PART_COUNT, PART_KEY, 2, NULL },
                           { "start", "From", PART_DATE, PART_OPTIONAL_KEY, 10, NULL },
                           { "type", "Type of need", PART_CODE, PART_SAYS, 4, &code_sen_type },
                           { "end", "To", PART_DATE, PART_PLAIN, 10, NULL } } },
        [ENTRY_EXCLUSION] = { 'X',
                              SET_EXCLUSIONS,
                              "exclusions",
                              "Suspensions and exclusions",
                              "suspension or exclusion",
                              7,
                              { { "start", "From", PART_DATE, PART_KEY, 10, NULL },
                                { "category", "Category", PART_CODE, PART_KEY, 4, &code_exclusion },
                                { "reason", "Reason", PART_CODE, PART_PLAIN, 2, &code_exclusion_reason },
                                { "reason_2", "Second reason", PART_CODE, PART_PLAIN, 2,
                                  &code_exclusion_reason },
                                { "reason_3", "Third reason", PART_CODE, PART_PLAIN, 2,
                                  &code_exclusion_reason },
                                { "sessions", "Sessions", PART_COUNT, PART_PLAIN, 5, NULL },
                                { "end", "To", PART_DATE, PART_PLAIN, 10, NULL } } },
        [ENTRY_SCHOOL] = { 'H',
                           SET_SCHOOL_HISTORY,
                           "schools",
                           "Schools",
                           "school",
                           6,
                           { { "number", "DfE number", PART_SCHOOL, PART_OPTIONAL_KEY, 7, NULL },
                             { "name", "School", PART_TEXT, PART_KEY_ELSE, 100, NULL },
                             { "entry", "Entry", PART_DATE, PART_KEY, 10, NULL },
                             { "leaving", "Leaving", PART_DATE, PART_PLAIN, 10, NULL },
                             { "ground", "Ground for removal", PART_TEXT, PART_PLAIN, 40, NULL },
                             { "last", "Last school", PART_TEXT, PART_PLAIN, 5, NULL } } },
};

void entry_blank(struct entry *e, enum entry_kind kind)
{
        e->kind = kind;
        for (size_t i = 0; i < ENTRY_PARTS; i++)
                e->part[i] = "";
}

enum entry_kind entry_kind_of_letter(char letter)
{
        int kind = 0;
        while (kind < ENTRY_KINDS && entry_table[kind].letter != letter)
                kind++;
        return (enum entry_kind)kind;
}

enum entry_kind entry_kind_of_key(const char *key)
{
        int kind = 0;
        while (kind < ENTRY_KINDS && strcmp(entry_table[kind].key, key) != 0)
                kind++;
        return (enum entry_kind)kind;
}

/* ---- as text ---- */

static bool is_key(const struct entry *e, size_t part)
{
        enum part_use use = entry_table[e->kind].parts[part].use;
        return use == PART_KEY || use == PART_OPTIONAL_KEY || (use == PART_KEY_ELSE && !*e->part[part - 1]);
}

static const char *joined(struct arena *a, const struct entry *e, bool key)
{
        const char *text = "";
        size_t n = 0;
        for (size_t i = 0; i < entry_table[e->kind].part_count; i++)
                if (!key || is_key(e, i))
                        text = arena_printf(a, "%s%s%s", text, n++ ? "|" : "", e->part[i]);
        return text;
}

const char *entry_key(struct arena *a, const struct entry *e)
{
        return joined(a, e, true);
}

const char *entry_pack(struct arena *a, const struct entry *e)
{
        return joined(a, e, false);
}

void entry_unpack(struct arena *a, enum entry_kind kind, const char *text, struct entry *out)
{
        entry_blank(out, kind);
        for (size_t i = 0; i < entry_table[kind].part_count; i++) {
                size_t len = strcspn(text, "|");
                out->part[i] = arena_bytes(a, text, len);
                text += len + (text[len] == '|');
        }
}

/* ---- comparison ---- */

enum entry_difference entry_over(const struct entry *held, const struct entry *found, struct entry *out)
{
        enum entry_difference difference = ENTRY_SAME;
        *out = *held;
        for (size_t i = 0; i < entry_table[held->kind].part_count; i++) {
                if (!*found->part[i] || strcmp(found->part[i], held->part[i]) == 0)
                        continue;
                out->part[i] = found->part[i];
                if (*held->part[i])
                        difference = ENTRY_CHANGES;
                else if (difference == ENTRY_SAME)
                        difference = ENTRY_FILLS;
        }
        return difference;
}

/* ---- for people ---- */

const char *entry_part_words(struct arena *a, const struct entry *e, size_t part)
{
        const struct entry_part *info = &entry_table[e->kind].parts[part];
        const char *value = e->part[part];
        if (!*value)
                return "";
        switch (info->kind) {
        case PART_CODE: return code_words(info->codes, value);
        case PART_DATE: return date_to_uk(date_from_iso(value), arena_alloc(a, DATE_TEXT));
        default: return value;
        }
}

const char *entry_words(struct arena *a, const struct entry *e)
{
        const char *words = "";
        for (size_t i = 0; i < entry_table[e->kind].part_count; i++) {
                char *heading = arena_text(a, entry_table[e->kind].parts[i].heading);
                if (!*e->part[i])
                        continue;
                if (*words && islower((unsigned char)heading[1]))
                        heading[0] = (char)tolower((unsigned char)heading[0]);
                words = arena_printf(a, "%s%s%s %s", words, *words ? ", " : "", heading,
                                     entry_part_words(a, e, i));
        }
        return words;
}
