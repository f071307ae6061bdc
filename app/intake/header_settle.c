#include "intake/header_settle.h"

#include <string.h>

#include "base/text.h"

enum { NOTES_MAX = 64 };

void header_note(struct arena *a, struct header *h, const char *text)
{
        if (!h->notes)
                h->notes = arena_array(a, NOTES_MAX, sizeof *h->notes);
        if (h->note_count < NOTES_MAX)
                h->notes[h->note_count++] = text;
}

static const char *letter(struct arena *a, size_t column)
{
        char out[8];
        return arena_text(a, book_column((uint32_t)column, out));
}

/* True when the two columns never hold different things; *fuller is the one with more in it. */
static bool agree(const struct grid *g, const struct header *h, size_t one, size_t two, size_t *fuller)
{
        size_t in_one = 0, in_two = 0;
        for (uint32_t row = h->body; row < g->rows; row++) {
                const char *a = grid_text(g, row, (uint32_t)one), *b = grid_text(g, row, (uint32_t)two);
                in_one += a[0] != '\0';
                in_two += b[0] != '\0';
                if (a[0] && b[0] && strcmp(a, b) != 0)
                        return false;
        }
        *fuller = in_two > in_one ? two : one;
        return true;
}

/* A system that prints "Legal surname" means the preferred one by "Surname". */
static bool settle_legal(struct arena *a, struct header *h, size_t one, size_t two)
{
        int meaning = h->columns[one].meaning;
        bool first = strstr(h->columns[one].key, "legal"), second = strstr(h->columns[two].key, "legal");
        if ((meaning != FIELD_SURNAME && meaning != FIELD_FORENAME) || first == second)
                return false;
        int preferred = meaning == FIELD_SURNAME ? FIELD_PREFERRED_SURNAME : FIELD_PREFERRED_FORENAME;
        struct header_column *other = &h->columns[first ? two : one];
        other->meaning = header_find(h, preferred) == NO_COLUMN ? preferred : COLUMN_IGNORED;
        header_note(a, h,
                    arena_printf(a, "As there is a column for the legal name, '%s' was taken as: %s.",
                                 other->header, meaning_words(other->meaning)));
        return true;
}

/* Which of them is meant is for a person to say; until then the rows in which they differ are wrong
 * (list_row.h). */
static void report_twice(struct arena *a, struct header *h, size_t one, size_t two)
{
        struct header_column *c = &h->columns[two];
        header_note(
            a, h,
            arena_printf(
                a, "columns %s ('%s') and %s ('%s') both look like: %s, and do not agree; say which it is.",
                letter(a, one), h->columns[one].header, letter(a, two), c->header,
                meaning_words(c->meaning)));
        c->meaning = COLUMN_UNKNOWN;
        c->twin = (int)one;
}

static void settle_pair(struct arena *a, const struct grid *g, struct header *h, size_t one, size_t two)
{
        struct header_column *c = h->columns;
        size_t fuller = one;
        if (c[one].corrected != c[two].corrected)
                c[c[one].corrected ? two : one].meaning = COLUMN_IGNORED;
        else if (settle_legal(a, h, one, two))
                return;
        else if (agree(g, h, one, two, &fuller)) {
                size_t other = fuller == one ? two : one;
                if (c[other].filled)
                        header_note(a, h,
                                    arena_printf(a, "Columns %s and %s say the same (%s); %s was used.",
                                                 letter(a, one), letter(a, two),
                                                 meaning_words(c[one].meaning), letter(a, fuller)));
                c[other].meaning = COLUMN_IGNORED;
        } else
                report_twice(a, h, one, two);
}

static void settle_twice(struct arena *a, const struct grid *g, struct header *h)
{
        for (size_t one = 0; one < h->column_count; one++)
                for (size_t two = one + 1; two < h->column_count; two++) {
                        int meaning = h->columns[one].meaning;
                        if (meaning < COLUMN_IGNORED && meaning != FIELD_ADDRESS &&
                            h->columns[two].meaning == meaning)
                                settle_pair(a, g, h, one, two);
                }
}

/* "Name" is the whole name, but beside "Surname" it is the forename, and beside both it is not needed. */
static void settle_name(struct arena *a, struct header *h)
{
        int name = header_find(h, COLUMN_FULL_NAME);
        int surname = header_find(h, FIELD_SURNAME), forename = header_find(h, FIELD_FORENAME);
        if (name == NO_COLUMN || surname == NO_COLUMN || h->columns[name].corrected)
                return;
        struct header_column *c = &h->columns[name];
        if (forename != NO_COLUMN) {
                c->meaning = COLUMN_IGNORED;
        } else if (strcmp(c->key, "name") == 0) {
                c->meaning = FIELD_FORENAME;
                header_note(a, h, "Beside a column for the surname, 'Name' was taken as the forename.");
        }
}

static bool has(const struct header *h, int meaning)
{
        return header_find(h, meaning) != NO_COLUMN;
}

static bool any_key(const struct header *h, const char *const *keys)
{
        for (size_t i = 0; i < h->column_count; i++)
                for (const char *const *k = keys; *k; k++)
                        if (strcmp(h->columns[i].key, *k) == 0)
                                return true;
        return false;
}

/* Lists of other things have names too: teachers, schools, courses. */
static bool of_something_else(const struct header *h)
{
        static const char *const signs[] = { "teachernumber",  "qualification",   "principalname",
                                             "principalsisid", "schoolnumber",    "jobtitle",
                                             "staffcode",      "payrollnumber",   "parentsourcedid",
                                             "orgsourcedid",   "coursesourcedid", NULL };
        return any_key(h, signs);
}

/* "Mrs Smith", "Mr Jones": a list of staff. */
static bool of_staff(const struct header *h)
{
        static const char *const titles[] = { "Mr ", "Mrs ", "Miss ", "Ms ", "Dr ", "Mr. ", "Mrs. " };
        unsigned names = 0, titled = 0;
        for (size_t i = 0; i < h->column_count; i++) {
                const struct header_column *c = &h->columns[i];
                bool name = c->meaning == COLUMN_FULL_NAME || c->meaning == FIELD_SURNAME;
                for (int s = 0; name && s < HEADER_SAMPLES && c->samples[s][0]; s++) {
                        names++;
                        for (size_t t = 0; t < sizeof titles / sizeof *titles; t++)
                                titled += strncmp(c->samples[s], titles[t], strlen(titles[t])) == 0;
                }
        }
        return names > 0 && titled == names;
}

static bool one_name_says_pupil(const struct header *h)
{
        int name = header_find(h, COLUMN_FULL_NAME);
        return name != NO_COLUMN && (h->columns[name].corrected || strcmp(h->columns[name].key, "name") != 0);
}

static void judge(struct header *h)
{
        bool named = has(h, FIELD_SURNAME) && has(h, FIELD_FORENAME);
        bool full = has(h, COLUMN_FULL_NAME) || has(h, COLUMN_FULL_NAME_REVERSED);
        bool number = has(h, FIELD_UPN) || has(h, COLUMN_ROW_KEY) || has(h, FIELD_ULN);
        bool detail = has(h, FIELD_DOB) || has(h, FIELD_SEX) || has(h, FIELD_NC_YEAR) || has(h, FIELD_CLASS);
        bool part = has(h, FIELD_SURNAME) || has(h, FIELD_FORENAME);
        h->is_list = (named || number || one_name_says_pupil(h) || ((full || part) && detail)) &&
                     (number || has(h, FIELD_DOB) || !(of_something_else(h) || of_staff(h)));
        if (h->is_list)
                h->why_not = "";
        else if (!named && !full && !part)
                h->why_not = h->has_row ? "it has no column of names and none of UPNs"
                                        : "it has no row of headings that we know";
        else
                h->why_not = "it does not look like a list of pupils";
}

void header_settle(struct arena *a, const struct grid *g, struct header *h)
{
        settle_name(a, h);
        settle_twice(a, g, h);
        judge(h);
}
