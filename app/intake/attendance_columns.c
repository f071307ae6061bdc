#include "intake/attendance_columns.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "intake/header_words.h"
#include "intake/read_date.h"
#include "intake/named.h"

enum { HEADINGS_WITHIN = 30 };

/* Headings as header_key gives them, each between two spaces. What says who it is comes from
 * intake/header_words.c. */
static const struct {
        enum attendance_meaning meaning;
        const char *keys;
} words[] = {
        { MEANS_DATE, " date attendancedate markdate sessiondate registerdate registrationdate "
                      "dateofattendance day sessionday eventdate " },
        { MEANS_SESSION,
          " session ampm amorpm sessionname sessiontype attendancesession period halfday sessionnumber " },
        { MEANS_MARK, " mark code attendancecode attendancemark markcode registercode sessioncode dfecode "
                      "statutorycode attendance "
                      "sessionmark registermark " },
        { MEANS_AM, " am ammark amcode markam codeam amattendance attendanceam amattendancecode morning "
                    "morningmark amsession sessionam "
                    "ammarkcode " },
        { MEANS_PM, " pm pmmark pmcode markpm codepm pmattendance attendancepm pmattendancecode afternoon "
                    "afternoonmark pmsession "
                    "sessionpm pmmarkcode " },
        { MEANS_START, " attendancestartdate startdate marksfrom attendancestart marksstartdate marksstart "
                       "attendancefrom startdateofmarks "
                       "firstday " },
        { MEANS_MARKS, " attendancemarks marks markstring attendancestring markssting attendancemarkstring "
                       "sessionmarks " },
};

/* Their order is that of intake/named.h. */
static enum attendance_meaning who(struct arena *a, const char *text)
{
        enum named_column w = named_column_of(header_meaning(a, text));
        return w == NAMED_COLUMNS ? MEANS_NOTHING : (enum attendance_meaning)(MEANS_UPN + (int)w);
}

static enum attendance_meaning meaning_of(struct arena *a, const char *text)
{
        const char *key = arena_printf(a, " %s ", header_key(a, text));
        for (size_t i = 0; key[2] && i < sizeof words / sizeof *words; i++)
                if (strstr(words[i].keys, key))
                        return words[i].meaning;
        return who(a, text);
}

bool day_half_read(struct arena *a, const char *text, enum day_half *out)
{
        static const char *const am[] = { "am", "a m", "1", "01", "a", "morning", "session 1", "s1", "1st" };
        static const char *const pm[] = {
                "pm", "p m", "2", "02", "p", "afternoon", "session 2", "s2", "2nd"
        };
        const char *folded = text_fold(a, text);
        for (size_t i = 0; i < sizeof am / sizeof *am; i++) {
                if (strcmp(folded, am[i]) != 0 && strcmp(folded, pm[i]) != 0)
                        continue;
                *out = strcmp(folded, am[i]) == 0 ? HALF_AM : HALF_PM;
                return true;
        }
        return false;
}

/* ---- headings that are days ---- */

/* "Mon 07/09/2026 AM", "7 Sep 2026 (PM)", or a date alone. Not "2026-09-07T08:50:00", which is no session's.
 */
static bool day_heading(struct arena *a, const struct cell *c, struct date today,
                        struct attendance_column *out)
{
        if (c->kind != CELL_TEXT && c->kind != CELL_DATE && c->kind != CELL_MOMENT)
                return false;
        char *text = text_tidy(a, c->text);
        size_t len = strlen(text);
        enum day_half half = HALF_BOTH;
        if (c->kind == CELL_MOMENT && len > 10)
                text[10] = '\0';
        while (c->kind == CELL_TEXT && len && strchr("() .-_:", text[len - 1]))
                text[--len] = '\0';
        size_t word = len;
        while (word && isalpha((unsigned char)text[word - 1]))
                word--;
        if (c->kind == CELL_TEXT && word && len - word == 2 && day_half_read(a, text + word, &half))
                while (word && strchr("( -_", text[word - 1]))
                        word--;
        if (half != HALF_BOTH)
                text[word] = '\0';
        struct date date;
        enum date_form form = read_date(text, DATE_DAY_FIRST, today, &date);
        if (form != DATE_CLEAR && form != DATE_ORDERED && form != DATE_AGAINST)
                return false;
        *out = (struct attendance_column){ MEANS_DAY, (uint8_t)half, date };
        return true;
}

static size_t days_of(struct arena *a, const struct grid *g, uint32_t row, struct date today,
                      struct attendance_columns *out)
{
        size_t days = 0;
        for (uint32_t i = 0; i < g->columns; i++) {
                const struct cell *c = grid_cell(g, row, i);
                if (c && !out->of[i].meaning)
                        days += day_heading(a, c, today, &out->of[i]);
        }
        return days;
}

/* Morning and afternoon in the row below the dates; a date stands over what is to its right up to the next.
 * False, and nothing is changed, when the row is anything else. */
static bool halves_of(struct arena *a, const struct grid *g, uint32_t row, struct attendance_columns *out)
{
        struct attendance_column of[GRID_COLUMNS];
        struct date date = NO_DATE;
        bool any = false;
        memcpy(of, out->of, sizeof of);
        for (uint32_t i = 0; i < g->columns; i++) {
                const char *text = grid_text(g, row, i);
                enum day_half half;
                date = of[i].meaning == MEANS_DAY ? of[i].date : date;
                if (!text[0])
                        continue;
                if (!day_half_read(a, text, &half) || isdigit((unsigned char)text[0])) {
                        if (of[i].meaning != MEANS_NOTHING)
                                return false;
                        continue;
                }
                if (!date_known(date) || (of[i].meaning && of[i].meaning < MEANS_AM))
                        return false;
                of[i] = (struct attendance_column){ MEANS_DAY, (uint8_t)half, date };
                any = true;
        }
        if (any)
                memcpy(out->of, of, sizeof of);
        return any;
}

/* The same day in two columns, and neither says which half: they are morning and afternoon. */
static void pair_days(struct attendance_columns *c)
{
        for (size_t i = 0; i + 1 < c->count; i++) {
                struct attendance_column *x = &c->of[i], *y = &c->of[i + 1];
                if (x->meaning != MEANS_DAY || y->meaning != MEANS_DAY || x->half || y->half ||
                    date_compare(x->date, y->date) != 0)
                        continue;
                x->half = HALF_AM;
                y->half = HALF_PM;
        }
}

/* ---- the whole row ---- */

static void place(struct attendance_columns *c)
{
        for (int m = 0; m < ATTENDANCE_MEANINGS; m++)
                c->column[m] = -1;
        for (size_t i = c->count; i-- > 0;)
                c->column[c->of[i].meaning] = (int)i;
}

static bool has(const struct attendance_columns *c, enum attendance_meaning m)
{
        return c->column[m] >= 0;
}

static bool says_who(const struct attendance_columns *c)
{
        struct named_columns who;
        for (int w = 0; w < NAMED_COLUMNS; w++)
                who.at[w] = c->column[MEANS_UPN + w];
        return named_enough(&who);
}

/* "Date" and "Mark" alone could be of a test: a session, or the word attendance or register, must say that it
 * is none. */
static bool says_register(struct arena *a, const struct grid *g, const struct attendance_columns *c)
{
        const char *texts[] = { g->sheet->name, grid_text(g, c->row, (uint32_t)c->column[MEANS_MARK]) };
        for (int i = 0; i < 2; i++) {
                const char *folded = text_fold(a, texts[i]);
                if (strstr(folded, "attend") || strstr(folded, "regist"))
                        return true;
        }
        return has(c, MEANS_SESSION);
}

static enum attendance_layout layout_of(struct arena *a, const struct grid *g,
                                        const struct attendance_columns *c)
{
        if (!says_who(c))
                return LAYOUT_NONE;
        if (has(c, MEANS_DAY))
                return LAYOUT_WIDE;
        if (has(c, MEANS_MARKS) && (has(c, MEANS_START) || has(c, MEANS_DATE)))
                return LAYOUT_STRING;
        if (has(c, MEANS_DATE) && (has(c, MEANS_AM) || has(c, MEANS_PM)))
                return LAYOUT_DAY;
        return has(c, MEANS_DATE) && has(c, MEANS_MARK) && says_register(a, g, c) ? LAYOUT_LONG : LAYOUT_NONE;
}

static bool try_row(struct arena *a, const struct grid *g, uint32_t row, struct date today,
                    struct attendance_columns *out)
{
        *out = (struct attendance_columns){ .row = row, .body = row + 1, .count = g->columns };
        for (uint32_t i = 0; i < g->columns; i++) {
                const struct cell *c = grid_cell(g, row, i);
                out->of[i].meaning =
                    c && c->kind == CELL_TEXT ? (uint8_t)meaning_of(a, c->text) : MEANS_NOTHING;
        }
        place(out);
        if (!says_who(out))
                return false;
        if (days_of(a, g, row, today, out)) {
                if (row + 1 < g->rows && halves_of(a, g, row + 1, out))
                        out->body++;
        } else if (row && has(out, MEANS_AM) && !has(out, MEANS_DATE)) {
                /* The dates stand in the row above, over "AM" and "PM". */
                struct attendance_columns above = { .count = g->columns };
                if (days_of(a, g, row - 1, today, &above) && halves_of(a, g, row, &above))
                        for (uint32_t i = 0; i < g->columns; i++)
                                out->of[i] = above.of[i].meaning ? above.of[i] : out->of[i];
        }
        pair_days(out);
        place(out);
        return (out->layout = layout_of(a, g, out)) != LAYOUT_NONE;
}

bool attendance_columns_find(struct arena *a, const struct grid *g, struct date today,
                             struct attendance_columns *out)
{
        for (uint32_t row = 0; row < g->rows && row < HEADINGS_WITHIN; row++)
                if (try_row(a, g, row, today, out))
                        return true;
        *out = (struct attendance_columns){ .layout = LAYOUT_NONE };
        return false;
}
