#include "intake/attendance_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/attendance_columns.h"
#include "intake/named.h"
#include "model/upn.h"
#include "model/year.h"

enum { NOTES_MAX = 100, YEARS_BACK = 8, DAYS_AHEAD = 400 };

struct child {
        struct attendance_child child;
        const char *key;
        struct attendance_mark *marks;
        size_t room;
};

/* While a book is being read. */
struct reading {
        struct arena *arena;
        const struct attendance_context *context;
        const struct book *book;
        struct attendance_list *out;
        const char **notes;
        struct child *children;
        size_t child_room;
        uint32_t *slots; /* number of a child + 1, by the hash of its key */
        size_t slot_count, issues_left_out;
        uint32_t *whose, child; /* child: whom what is said now is about */
        /* of the sheet */
        const char *sheet_name;
        struct grid grid;
        struct attendance_columns columns;
        struct named_columns who;
        enum date_order order, birth_order;
        bool seven_days;
        size_t to_come;
};

/* Where a mark stands and what of. */
struct spot {
        struct child *child;
        uint32_t row, column;
        struct date date;
        bool afternoon;
};

static void note(struct reading *r, const char *text)
{
        if (r->out->note_count == NOTES_MAX)
                return;
        bool many = r->book->sheet_count > 1 && r->sheet_name[0];
        r->notes[r->out->note_count++] =
            many ? arena_printf(r->arena, "Sheet %s: %s", r->sheet_name, text) : arena_text(r->arena, text);
}

static void complain(struct reading *r, struct issue issue, uint32_t row, int32_t column)
{
        if (r->out->issues.count == ATTENDANCE_ISSUES) {
                r->issues_left_out++;
                return;
        }
        issue.at = (struct place){ r->context->file, r->sheet_name, row, column };
        issue.found = issue.found ? issue.found : "";
        issue.used = issue.used ? issue.used : "";
        r->whose[r->out->issues.count] = r->child;
        issues_add(r->arena, &r->out->issues, issue);
}

static void wrong(struct reading *r, enum cause cause, uint32_t row, int32_t column, const char *wanted,
                  const char *found)
{
        complain(r,
                 (struct issue){ .severity = SEVERITY_ERROR,
                                 .cause = cause,
                                 .field = FIELD_COUNT,
                                 .wanted = wanted,
                                 .found = found },
                 row, column);
}

static bool has(const struct reading *r, enum attendance_meaning m)
{
        return r->columns.column[m] >= 0;
}

/* The text there, tidied; "" where there is nothing or no such column. */
static const char *text_at(struct reading *r, uint32_t row, enum attendance_meaning m)
{
        const char *text = has(r, m) ? grid_text(&r->grid, row, (uint32_t)r->columns.column[m]) : "";
        return text[0] ? text_tidy(r->arena, text) : "";
}

/* ---- who ---- */

static size_t hash(const char *text)
{
        size_t h = 14695981039346656037u;
        for (; *text; text++)
                h = (h ^ (unsigned char)*text) * 1099511628211u;
        return h ^ h >> 29;
}

static uint32_t *slot_of(const struct reading *r, const char *key)
{
        size_t i = hash(key) % r->slot_count;
        while (r->slots[i] && strcmp(r->children[r->slots[i] - 1].key, key) != 0)
                i = (i + 1) % r->slot_count;
        return &r->slots[i];
}

static void grow(struct reading *r)
{
        struct child *children = arena_array(r->arena, 2 * r->child_room, sizeof *children);
        memcpy(children, r->children, r->out->child_count * sizeof *children);
        r->children = children;
        r->child_room *= 2;
        r->slot_count = 2 * r->child_room;
        r->slots = arena_array(r->arena, r->slot_count, sizeof *r->slots);
        for (size_t i = 0; i < r->out->child_count; i++)
                *slot_of(r, children[i].key) = (uint32_t)i + 1;
}

static struct child *child_of(struct reading *r, const struct attendance_child *c)
{
        const char *key =
            c->upn[0] ? arena_printf(r->arena, "U %s %s", c->laestab, c->upn)
                      : arena_printf(r->arena, "N %s %s|%s|%s", c->laestab, text_fold(r->arena, c->surname),
                                     text_fold(r->arena, c->forename), c->dob);
        uint32_t *slot = slot_of(r, key);
        if (*slot)
                return &r->children[*slot - 1];
        if (r->out->child_count == r->child_room) {
                grow(r);
                slot = slot_of(r, key);
        }
        struct child *new = &r->children[r->out->child_count++];
        *new = (struct child){ .child = *c, .key = key };
        *slot = (uint32_t)r->out->child_count;
        return new;
}

/* NULL, and said, when the row does not say who it is. */
static struct child *child_at(struct reading *r, uint32_t row)
{
        struct named who;
        struct named_said wrong;
        bool known = named_read(r->arena, &r->who, &r->grid, row, r->context->today, r->birth_order, &who, &wrong);
        const struct attendance_child c = { .at = { r->context->file, r->sheet_name, row, NO_COLUMN },
                                            .laestab = who.laestab,
                                            .upn = who.upn,
                                            .surname = who.surname,
                                            .forename = who.forename,
                                            .dob = who.dob };
        struct child *child = known ? child_of(r, &c) : NULL;
        r->child = child ? (uint32_t)(child - r->children) : ATTENDANCE_NOBODY;
        if (wrong.any)
                complain(r, wrong.issue, row, wrong.column);
        return child;
}

/* ---- days ---- */

static enum date_order order_of(const struct reading *r, enum attendance_meaning m)
{
        return grid_date_order(r->arena, &r->grid, r->columns.body, r->columns.column[m], r->context->today);
}

static void find_orders(struct reading *r)
{
        enum attendance_meaning m = has(r, MEANS_START) ? MEANS_START : MEANS_DATE;
        r->order = order_of(r, m);
        r->birth_order = order_of(r, MEANS_DOB);
        if (r->order == DATE_MONTH_FIRST)
                note(r, "the dates have the month first, and were read so.");
}

/* False, and said, when it is no date. */
static bool date_at(struct reading *r, uint32_t row, enum attendance_meaning m, struct date *out)
{
        const char *text = text_at(r, row, m);
        struct date latest = date_from_days(date_to_days(r->context->today) + DAYS_AHEAD);
        if (read_date(text, r->order, latest, out) != DATE_NONE)
                return true;
        wrong(r, text[0] ? CAUSE_UNREADABLE : CAUSE_MISSING, row, r->columns.column[m],
              "a date like 07/09/2026", text);
        return false;
}

/* ---- marks ---- */

/* Nothing is said of such a mark, whatever it is. */
static bool too_early(const struct reading *r, const struct spot *s)
{
        return date_compare(s->date, r->context->since) < 0;
}

/* Can the day have that mark? Said when it cannot; days to come are counted. */
static bool day_takes(struct reading *r, const struct spot *s, mark m, const char *found)
{
        long day = date_to_days(s->date), today = date_to_days(r->context->today);
        bool closed = mark_class(m) == CLASS_NOT_COLLECTED;
        const char *wanted = NULL;
        if (session_of(s->date, false) == NO_SESSION) {
                if (closed)
                        return false;
                wanted = "a day from Monday to Friday";
        } else if (day < today - YEARS_BACK * 366L || day > today + DAYS_AHEAD) {
                wanted = "a day of the last eight years";
        } else if (day > today && !closed) {
                r->to_come++;
                return false;
        }
        char uk[DATE_TEXT];
        if (wanted)
                wrong(r, CAUSE_MARK_DAY, s->row, (int32_t)s->column, wanted,
                      arena_printf(r->arena, "%s on %s", found, date_to_uk(s->date, uk)));
        else if (!mark_valid_on(m, s->date))
                wrong(r, CAUSE_MARK_WITHDRAWN, s->row, (int32_t)s->column,
                      arena_printf(r->arena, "a code that was in use on %s", date_to_uk(s->date, uk)), found);
        else
                return true;
        return false;
}

static void put(struct reading *r, const struct spot *s, mark m)
{
        struct child *c = s->child;
        if (m && too_early(r, s)) {
                c->child.before++;
                return;
        }
        if (!m || !day_takes(r, s, m, mark_table[m].code))
                return;
        if (c->child.count == c->room) {
                size_t room = c->room ? 2 * c->room : 16;
                struct attendance_mark *marks = arena_array(r->arena, room, sizeof *marks);
                if (c->room)
                        memcpy(marks, c->marks, c->room * sizeof *marks);
                c->marks = marks;
                c->room = room;
        }
        c->marks[c->child.count++] = (struct attendance_mark){ (int)session_of(s->date, s->afternoon), s->row,
                                                               mark_in_session(m, s->afternoon) };
}

#define WANTED_CODE "an attendance code such as / \\ L I or C2"

static void one_mark(struct reading *r, const struct spot *s)
{
        const char *text = grid_text(&r->grid, s->row, s->column);
        text = text[0] ? text_tidy(r->arena, text) : "";
        mark m = mark_of_code(text);
        if (!text[0] || strcmp(text, "-") == 0 || strcmp(text, ".") == 0)
                return;
        if (m != MARK_COUNT || too_early(r, s))
                put(r, s, m);
        else
                wrong(r, CAUSE_MARK_UNKNOWN, s->row, (int32_t)s->column, WANTED_CODE, text);
}

/* Morning and afternoon in one cell. A closure may stand for both. */
static void two_marks(struct reading *r, struct spot *s)
{
        const char *raw = grid_text(&r->grid, s->row, s->column);
        const char *text = raw[0] ? text_tidy(r->arena, raw) : "", *at = text;
        enum mark_spacing spacing = strchr(text, ',') ? COMMA_PARTS : SPACE_PARTS;
        mark m[3];
        int count = 0;
        enum mark_token t = TOKEN_END;
        while (count < 3 && (t = mark_next(&at, spacing, &m[count])) != TOKEN_END && t != TOKEN_UNKNOWN)
                count++;
        bool alone = count == 1 && (m[0] == MARK_NONE || mark_class(m[0]) == CLASS_NOT_COLLECTED);
        if (t == TOKEN_UNKNOWN && !too_early(r, s))
                wrong(r, CAUSE_MARK_UNKNOWN, s->row, (int32_t)s->column, WANTED_CODE, text);
        else if (count && count != 2 && !alone && !too_early(r, s))
                wrong(r, CAUSE_UNREADABLE, s->row, (int32_t)s->column,
                      "two marks, morning and afternoon, such as /\\", text);
        for (int i = 0; t == TOKEN_END && i < 2 && (count == 2 || alone); i++) {
                s->afternoon = i == 1;
                put(r, s, m[alone ? 0 : i]);
        }
}

/* ---- the layouts ---- */

static void half_or_both(struct reading *r, struct spot *s, enum day_half half)
{
        s->afternoon = half == HALF_PM;
        if (half == HALF_BOTH)
                two_marks(r, s);
        else
                one_mark(r, s);
}

static void read_long(struct reading *r, struct child *c, uint32_t row)
{
        struct spot s = { .child = c, .row = row, .column = (uint32_t)r->columns.column[MEANS_MARK] };
        enum day_half half = HALF_BOTH;
        const char *text = text_at(r, row, MEANS_SESSION);
        if (has(r, MEANS_SESSION) && !day_half_read(r->arena, text, &half))
                wrong(r, text[0] ? CAUSE_UNREADABLE : CAUSE_MISSING, row, r->columns.column[MEANS_SESSION],
                      "a session: AM or PM", text);
        else if (date_at(r, row, MEANS_DATE, &s.date))
                half_or_both(r, &s, half);
}

static void read_day(struct reading *r, struct child *c, uint32_t row)
{
        struct spot s = { .child = c, .row = row };
        if (!date_at(r, row, MEANS_DATE, &s.date))
                return;
        for (int i = 0; i < 2; i++) {
                int column = r->columns.column[i ? MEANS_PM : MEANS_AM];
                s.column = (uint32_t)column;
                if (column >= 0)
                        half_or_both(r, &s, i ? HALF_PM : HALF_AM);
        }
}

static void read_wide(struct reading *r, struct child *c, uint32_t row)
{
        for (uint32_t i = 0; i < r->columns.count; i++) {
                const struct attendance_column *column = &r->columns.of[i];
                struct spot s = { c, row, i, column->date, false };
                if (column->meaning == MEANS_DAY)
                        half_or_both(r, &s, column->half);
        }
}

static struct date nth_day(const struct reading *r, struct date start, long n)
{
        if (r->seven_days)
                return date_from_days(date_to_days(start) + n);
        return session_date(session_from(start) + 2 * n);
}

/* Goes through a string of marks: puts each, or (put_them false) counts those that would fall on a Saturday
 * or Sunday. */
static size_t go_through(struct reading *r, struct spot *s, struct date start, const char *text,
                         bool put_them)
{
        enum mark_spacing spacing = marks_spacing(text, false);
        enum mark_token t;
        size_t weekend = 0;
        mark m;
        for (long n = 0; (t = mark_next(&text, spacing, &m)) != TOKEN_END && t != TOKEN_UNKNOWN; n++) {
                s->date = nth_day(r, start, n / 2);
                s->afternoon = n % 2 == 1;
                weekend += mark_class(m) != CLASS_NONE && mark_class(m) != CLASS_NOT_COLLECTED &&
                           session_of(s->date, false) == NO_SESSION;
                if (put_them)
                        put(r, s, m);
        }
        return weekend;
}

/* What does not read as a mark, from there on; NULL when all of it does. */
static const char *not_marks(const char *text)
{
        enum mark_spacing spacing = marks_spacing(text, false);
        enum mark_token t;
        mark m;
        while ((t = mark_next(&text, spacing, &m)) != TOKEN_END)
                if (t == TOKEN_UNKNOWN)
                        return text;
        return NULL;
}

static void read_string(struct reading *r, struct child *c, uint32_t row)
{
        struct spot s = { .child = c, .row = row, .column = (uint32_t)r->columns.column[MEANS_MARKS] };
        const char *text = grid_text(&r->grid, row, s.column), *from = not_marks(text);
        struct date start;
        if (from)
                wrong(r, CAUSE_MARK_UNKNOWN, row, (int32_t)s.column, WANTED_CODE,
                      arena_printf(r->arena, "%.8s at character %zu", from, (size_t)(from - text) + 1));
        else if (date_at(r, row, has(r, MEANS_START) ? MEANS_START : MEANS_DATE, &start))
                go_through(r, &s, start, text, true);
}

/* Some systems write weekends into their strings, as closed or without marks, and others do not: a sheet
 * whose strings have no attendance on any Saturday or Sunday when they are counted has them. */
static void find_weekends(struct reading *r)
{
        enum attendance_meaning m = has(r, MEANS_START) ? MEANS_START : MEANS_DATE;
        struct spot s = { 0 };
        r->seven_days = true;
        for (uint32_t row = r->columns.body; row < r->grid.rows; row++) {
                struct date start, latest = date_from_days(date_to_days(r->context->today) + DAYS_AHEAD);
                const char *marks = grid_text(&r->grid, row, (uint32_t)r->columns.column[MEANS_MARKS]);
                if (marks[0] && read_date(text_at(r, row, m), r->order, latest, &start) != DATE_NONE &&
                    go_through(r, &s, start, marks, false))
                        r->seven_days = false;
                if (!r->seven_days)
                        break;
        }
}

/* ---- sheets ---- */

static bool has_marks(const struct reading *r, uint32_t row)
{
        for (uint32_t i = 0; i < r->columns.count; i++) {
                int m = r->columns.of[i].meaning;
                if ((m == MEANS_MARK || m == MEANS_AM || m == MEANS_PM || m == MEANS_MARKS ||
                     m == MEANS_DAY) &&
                    grid_text(&r->grid, row, i)[0])
                        return true;
        }
        return false;
}

static const char *first_text(const struct reading *r, uint32_t row)
{
        for (uint32_t i = 0; i < r->grid.columns; i++)
                if (grid_text(&r->grid, row, i)[0])
                        return grid_text(&r->grid, row, i);
        return "";
}

/* Totals under the days of a register. */
static bool says_nobody(struct reading *r, uint32_t row)
{
        bool anybody = false;
        for (int m = MEANS_UPN; m <= MEANS_DOB; m++)
                anybody |= text_at(r, row, (enum attendance_meaning)m)[0] != '\0';
        bool total = strncmp(text_fold(r->arena, first_text(r, row)), "total", 5) == 0 &&
                     !upn_valid(text_at(r, row, MEANS_UPN));
        return total || (!anybody && r->columns.layout == LAYOUT_WIDE);
}

static void read_row(struct reading *r, uint32_t row)
{
        if (!has_marks(r, row) || says_nobody(r, row))
                return;
        struct child *c = child_at(r, row);
        r->out->row_count++;
        if (!c)
                return;
        switch (r->columns.layout) {
        case LAYOUT_LONG: read_long(r, c, row); break;
        case LAYOUT_DAY: read_day(r, c, row); break;
        case LAYOUT_WIDE: read_wide(r, c, row); break;
        case LAYOUT_STRING: read_string(r, c, row); break;
        case LAYOUT_NONE: break;
        }
}

static void read_sheet(struct reading *r, const struct sheet *sheet)
{
        grid_make(r->arena, sheet, &r->grid);
        if (!attendance_columns_find(r->arena, &r->grid, r->context->today, &r->columns))
                return;
        r->sheet_name = r->book->sheet_count > 1 ? sheet->name : "";
        r->to_come = 0;
        r->out->sheet_count++;
        if (sheet->columns > GRID_COLUMNS)
                note(r, arena_printf(r->arena, "only the first %d columns were read.", GRID_COLUMNS));
        for (int w = 0; w < NAMED_COLUMNS; w++)
                r->who.at[w] = r->columns.column[MEANS_UPN + w];
        find_orders(r);
        if (r->columns.layout == LAYOUT_STRING)
                find_weekends(r);
        for (uint32_t row = r->columns.body; row < r->grid.rows; row++)
                read_row(r, row);
        if (r->to_come)
                note(r, arena_printf(r->arena, "%zu %s of days to come %s left out.", r->to_come,
                                     r->to_come == 1 ? "mark" : "marks", r->to_come == 1 ? "was" : "were"));
}

/* ---- all of it ---- */

static int by_session(const void *a, const void *b)
{
        const struct attendance_mark *x = a, *y = b;
        return x->session != y->session ? (x->session < y->session ? -1 : 1)
               : x->row < y->row        ? -1
                                        : x->row > y->row;
}

/* Each session once: the last row stands, and is asked about when another said something else. */
static void settle(struct reading *r, struct child *c)
{
        size_t kept = 0;
        if (c->child.count > 1)
                qsort(c->marks, c->child.count, sizeof *c->marks, by_session);
        r->sheet_name = c->child.at.sheet;
        r->child = (uint32_t)(c - r->children);
        for (size_t i = 0; i < c->child.count; i++) {
                struct attendance_mark *now = &c->marks[i], *before = kept ? &c->marks[kept - 1] : NULL;
                if (!before || before->session != now->session) {
                        c->marks[kept++] = *now;
                        continue;
                }
                if (before->mark != now->mark)
                        complain(r,
                                 (struct issue){ .severity = SEVERITY_QUERY,
                                                 .cause = CAUSE_CONTRADICTION,
                                                 .field = FIELD_COUNT,
                                                 .wanted = arena_printf(r->arena, "%s as in row %u",
                                                                        mark_table[before->mark].code,
                                                                        before->row + 1),
                                                 .found = mark_table[now->mark].code,
                                                 .used = mark_table[now->mark].code },
                                 now->row, NO_COLUMN);
                *before = *now;
        }
        c->child.count = kept;
        c->child.marks = c->marks;
}

bool attendance_sheet(struct arena *a, const struct sheet *sheet, struct date today)
{
        struct grid g;
        struct attendance_columns columns;
        grid_make(a, sheet, &g);
        return attendance_columns_find(a, &g, today, &columns);
}

void attendance_list_read(struct arena *a, const struct book *book, const struct attendance_context *context,
                          struct attendance_list *out)
{
        struct reading r = {
                .arena = a, .context = context, .book = book, .out = out, .child_room = 64, .slot_count = 128
        };
        *out = (struct attendance_list){ 0 };
        r.notes = arena_array(a, NOTES_MAX + 1, sizeof *r.notes);
        r.children = arena_array(a, r.child_room, sizeof *r.children);
        r.slots = arena_array(a, r.slot_count, sizeof *r.slots);
        r.whose = arena_array(a, ATTENDANCE_ISSUES, sizeof *r.whose);
        r.sheet_name = "";
        for (size_t i = 0; i < book->sheet_count; i++)
                read_sheet(&r, &book->sheets[i]);
        struct attendance_child *children = arena_array(a, out->child_count + 1, sizeof *children);
        for (size_t i = 0; i < out->child_count; i++) {
                settle(&r, &r.children[i]);
                children[i] = r.children[i].child;
        }
        r.sheet_name = "";
        if (r.issues_left_out)
                note(&r, arena_printf(a, "%zu more problems are not listed.", r.issues_left_out));
        out->children = children;
        out->whose = r.whose;
        out->notes = r.notes;
}
