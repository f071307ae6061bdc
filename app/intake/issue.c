#include "intake/issue.h"

#include <string.h>

#include "base/book.h"

static const struct {
        const char *key, *words;
} causes[CAUSE_COUNT] = {
        [CAUSE_MISSING] = { "missing", "Something that is needed is missing" },
        [CAUSE_UNREADABLE] = { "unreadable", "Values that cannot be read" },
        [CAUSE_TOO_LONG] = { "too-long", "Text that is too long" },
        [CAUSE_CELL_ERROR] = { "cell-error", "Cells that hold a spreadsheet error" },
        [CAUSE_CHANGED_BY_APP] = { "changed-by-app", "Values that the spreadsheet program has changed" },
        [CAUSE_DATE_SWAPPED] = { "date-swapped", "Day and month may be the wrong way round" },
        [CAUSE_DATE_GUESSED] = { "date-guessed", "Dates in an unusual notation" },
        [CAUSE_DATE_IMPLAUSIBLE] = { "date-implausible", "Dates that cannot be right" },
        [CAUSE_YEAR_UNEXPECTED] = { "year-unexpected", "NC year and date of birth do not go together" },
        [CAUSE_YEAR_MISSING] = { "year-missing", "No NC year" },
        [CAUSE_YEAR_NOT_TAUGHT] = { "year-not-taught", "NC years that the school does not have" },
        [CAUSE_UPN_LETTER] = { "upn-letter", "UPN with a wrong check letter (1510)" },
        [CAUSE_UPN_AUTHORITY] = { "upn-authority", "UPN of an unknown authority (1530)" },
        [CAUSE_UPN_DUPLICATE] = { "upn-duplicate", "The same UPN for two children (1520)" },
        [CAUSE_ULN_UNEXPECTED] = { "uln-unexpected", "A ULN for a young child" },
        [CAUSE_CODE_UNKNOWN] = { "code-unknown", "Codes that are not in our list" },
        [CAUSE_NAME_DOUBTFUL] = { "name-doubtful", "Names to look at" },
        [CAUSE_COLUMN_TWICE] = { "column-twice", "Two columns that look like the same thing" },
        [CAUSE_OTHER_SCHOOL] = { "other-school", "Rows that name another school" },
        [CAUSE_LEFT] = { "left", "Children with a leaving date" },
        [CAUSE_ROW_KEY] = { "row-key", "Row keys that are not this school's" },
        [CAUSE_SAME_TWICE] = { "same-twice", "Children listed twice" },
        [CAUSE_CONTRADICTION] = { "contradiction", "Children listed twice with different details" },
        [CAUSE_MARK_UNKNOWN] = { "mark-unknown", "Attendance codes that do not exist" },
        [CAUSE_MARK_WITHDRAWN] = { "mark-withdrawn", "Attendance codes that were not in use on that day" },
        [CAUSE_MARK_DAY] = { "mark-day", "Marks on days that cannot have them" },
        [CAUSE_NOBODY] = { "nobody", "Rows that are no pupil of the school" },
};

void issues_add(struct arena *a, struct issues *to, struct issue issue)
{
        if (to->count == to->room) {
                size_t room = to->room ? 2 * to->room : 16;
                struct issue *items = arena_array(a, room, sizeof *items);
                if (to->count)
                        memcpy(items, to->items, to->count * sizeof *items);
                to->items = items;
                to->room = room;
        }
        to->items[to->count++] = issue;
}

const char *cause_key(enum cause cause)
{
        return causes[cause].key;
}

enum cause cause_of_key(const char *key)
{
        int c = 0;
        while (c < CAUSE_COUNT && strcmp(causes[c].key, key) != 0)
                c++;
        return (enum cause)c;
}

const char *cause_words(enum cause cause)
{
        return cause < CAUSE_COUNT ? causes[cause].words : "Something else";
}

char *place_words(struct arena *a, const struct place *at)
{
        char column[8] = "";
        if (at->column != NO_COLUMN)
                book_column((uint32_t)at->column, column);
        return arena_printf(a, "%s%s%s%s%sow %u%s%s", at->file, at->file[0] ? ", " : "",
                            at->sheet[0] ? (at->file[0] ? "sheet " : "Sheet ") : "", at->sheet,
                            at->sheet[0]  ? ", r"
                            : at->file[0] ? "r"
                                          : "R",
                            at->row + 1, column[0] ? ", column " : "", column);
}

char *issue_reason(struct arena *a, const struct issue *i)
{
        const char *found = i->found[0] ? arena_printf(a, "found '%s'", i->found) : "found nothing";
        const char *want = i->severity == SEVERITY_ERROR ? "want" : "expected";
        const char *used = i->used[0] ? arena_printf(a, "; read as %s", i->used) : "";
        return arena_printf(a, "%s %s, %s%s", want, i->wanted, found, used);
}

char *issue_words(struct arena *a, const struct issue *i)
{
        const char *field = i->field < FIELD_COUNT ? field_table[i->field].words : "";
        return arena_printf(a, "%s%s%s%s: %s", place_words(a, &i->at), field[0] ? " (" : "", field,
                            field[0] ? ")" : "", issue_reason(a, i));
}
