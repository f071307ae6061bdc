#include "intake/list_row.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/read_name.h"
#include "model/row_key.h"
#include "model/uln.h"
#include "model/year.h"

/* The cells that the fields of one row come from; made up for parts of a full name and for what a person
 * typed. */
struct sources {
        struct cell cell[FIELD_COUNT]; /* CELL_EMPTY: nothing */
        int32_t column[FIELD_COUNT];
};

enum { LEAVES_WITHIN = 20 }; /* years */

/* Without it one cannot say which child the row is about. */
static bool names_child(const struct issue *issue)
{
        return issue->field == FIELD_SURNAME || issue->field == FIELD_FORENAME || issue->field == FIELD_DOB ||
               issue->cause == CAUSE_COLUMN_TWICE;
}

static void report(struct row_reader *r, struct list_row *row, int32_t column, struct issue issue)
{
        if (r->context->lenient && !names_child(&issue))
                issue.severity = SEVERITY_QUERY;
        issue.at = row->at;
        issue.at.column = column;
        if (!issue.used)
                issue.used = "";
        if (issue.severity == SEVERITY_ERROR)
                row->error = true;
        issues_add(r->arena, r->issues, issue);
}

static void set_source(struct sources *s, enum field field, int32_t column, const char *text)
{
        s->column[field] = column;
        s->cell[field] = (struct cell){ .kind = text[0] ? CELL_TEXT : CELL_EMPTY, .text = text };
}

static void split_name(struct row_reader *r, struct list_row *row, struct sources *s, int32_t column,
                       bool reversed)
{
        const char *text = grid_text(&r->grid, row->at.row, (uint32_t)column);
        struct full_name name;
        if (!text[0])
                return;
        bool whole = read_full_name(r->arena, text, reversed, &name);
        set_source(s, FIELD_SURNAME, column, name.surname);
        set_source(s, FIELD_FORENAME, column, name.forename);
        if (name.preferred[0])
                set_source(s, FIELD_PREFERRED_FORENAME, column, name.preferred);
        if (whole && name.doubtful)
                report(r, row, column,
                       (struct issue){ .severity = SEVERITY_QUERY,
                                       .cause = CAUSE_NAME_DOUBTFUL,
                                       .field = FIELD_SURNAME,
                                       .wanted = "'Surname, Forename'",
                                       .found = text,
                                       .used = arena_printf(r->arena, "surname %s, forename %s", name.surname,
                                                            name.forename) });
}

static void join_address(struct row_reader *r, struct sources *s, int32_t column, const struct cell *cell)
{
        const char *before = s->cell[FIELD_ADDRESS].kind == CELL_EMPTY ? "" : s->cell[FIELD_ADDRESS].text;
        if (!before[0])
                set_source(s, FIELD_ADDRESS, column, cell->text);
        else
                set_source(s, FIELD_ADDRESS, s->column[FIELD_ADDRESS],
                           arena_printf(r->arena, "%s, %s", before, cell->text));
}

static void read_key(struct row_reader *r, struct list_row *row, int32_t column, const char *text)
{
        if (r->context->school == 0 ||
            row_key_read(text_tidy(r->arena, text), r->context->school, &row->pupil))
                return;
        report(r, row, column,
               (struct issue){ .severity = SEVERITY_QUERY,
                               .cause = CAUSE_ROW_KEY,
                               .field = FIELD_COUNT,
                               .wanted = "the key from this school's own download, or nothing",
                               .found = text });
}

static char *digits_of(struct arena *a, const char *text)
{
        char *out = arena_text(a, text), *to = out;
        for (const char *p = text; *p; p++)
                if (isdigit((unsigned char)*p))
                        *to++ = *p;
        *to = '\0';
        return out;
}

/* Without the leading zeros that spreadsheets lose, and with or without the authority's number in front. */
static bool same_number(const char *found, const char *ours)
{
        size_t len = strlen(ours);
        if (strcmp(found + strspn(found, "0"), ours + strspn(ours, "0")) == 0)
                return true;
        return strlen(found) == 4 && len == 7 && strcmp(found, ours + 3) == 0;
}

static void check_school(struct row_reader *r, struct list_row *row, int32_t column, const char *text,
                         const char *ours)
{
        const char *number = digits_of(r->arena, text);
        if (r->context->any_school && number[0])
                row->school = number;
        if (r->context->any_school || !ours[0] || !number[0] || same_number(number, ours))
                return;
        row->other_school = true;
        report(r, row, column,
               (struct issue){ .severity = SEVERITY_QUERY,
                               .cause = CAUSE_OTHER_SCHOOL,
                               .field = FIELD_COUNT,
                               .wanted = arena_printf(r->arena, "this school's number %s", ours),
                               .found = text });
}

/* Many systems write a leaving date in advance, for a whole leaving year: who leaves later is there. Of two digits no year is meant
 * that lies further ahead than a child stays at school. What "later" is goes by the day on which the file is read, as all of it does: of a
 * file that waited, those have left who should have by now. */
static void check_left(struct row_reader *r, struct list_row *row, int32_t column, const char *text)
{
        const struct date today = r->context->today, latest = { (short)(today.year + LEAVES_WITHIN), 12, 31 };
        struct date d;
        bool read = read_date(text_tidy(r->arena, text), DATE_DAY_FIRST, latest, &d) != DATE_NONE;
        bool left = read && date_compare(d, today) <= 0;
        row->left_on = left ? d : NO_DATE;
        if (left || !read)
                report(r, row, column,
                       (struct issue){ .severity = SEVERITY_QUERY,
                                       .cause = read ? CAUSE_LEFT : CAUSE_UNREADABLE,
                                       .field = FIELD_COUNT,
                                       .wanted = read ? "no leaving date; leave the row out if this child has left"
                                                      : "a leaving date like 31/08/2012, or nothing",
                                       .found = text });
}

static void check_twin(struct row_reader *r, struct list_row *row, int32_t column, const struct cell *cell)
{
        int first = r->header->columns[column].twin, meaning = r->header->columns[first].meaning;
        const char *other = grid_text(&r->grid, row->at.row, (uint32_t)first);
        char letter[8];
        if (strcmp(other, cell->text) == 0)
                return;
        report(r, row, column,
               (struct issue){ .severity = SEVERITY_ERROR,
                               .cause = CAUSE_COLUMN_TWICE,
                               .field = meaning < FIELD_COUNT ? (enum field)meaning : FIELD_COUNT,
                               .wanted = arena_printf(r->arena,
                                                      "'%s' as in column %s, or one of the columns taken out",
                                                      other, book_column((uint32_t)first, letter)),
                               .found = cell->text });
}

static void take_column(struct row_reader *r, struct list_row *row, struct sources *s, int32_t column,
                        const struct cell *cell)
{
        int meaning = r->header->columns[column].meaning;
        if (r->header->columns[column].twin != NO_COLUMN)
                check_twin(r, row, column, cell);
        switch (meaning) {
        case COLUMN_FULL_NAME:
        case COLUMN_FULL_NAME_REVERSED:
                split_name(r, row, s, column, meaning == COLUMN_FULL_NAME_REVERSED);
                break;
        case COLUMN_ROW_KEY: read_key(r, row, column, cell->text); break;
        case COLUMN_SCHOOL: check_school(r, row, column, cell->text, r->context->laestab); break;
        case COLUMN_URN: check_school(r, row, column, cell->text, r->context->urn); break;
        case COLUMN_LEAVING_DATE: check_left(r, row, column, cell->text); break;
        case FIELD_ADDRESS: join_address(r, s, column, cell); break;
        default:
                if (meaning < FIELD_COUNT)
                        s->cell[meaning] = *cell;
        }
}

static void find_sources(struct row_reader *r, struct list_row *row, struct sources *s)
{
        for (int f = 0; f < FIELD_COUNT; f++)
                set_source(s, (enum field)f, header_find(r->header, f), "");
        for (size_t i = 0; i < r->header->column_count; i++) {
                const struct cell *cell = grid_cell(&r->grid, row->at.row, (uint32_t)i);
                if (cell)
                        take_column(r, row, s, (int32_t)i, cell);
        }
        for (size_t i = 0; r->fixes && i < r->fixes->count; i++) {
                const struct fix *fix = &r->fixes->items[i];
                if (fix->sheet == r->sheet && fix->row == row->at.row)
                        set_source(s, fix->field, s->column[fix->field], fix->text);
        }
}

static void read_values(struct row_reader *r, struct list_row *row, struct sources *s)
{
        struct value_context context = { r->context->academic, r->context->today, r->context->authority,
                                         DATE_DAY_FIRST };
        for (int f = 0; f < FIELD_COUNT; f++) {
                context.order = r->order[f];
                struct value v = value_read(r->arena, &context, (enum field)f, &s->cell[f]);
                row->record.value[f] = v.text;
                if (v.doubtful)
                        report(r, row, s->column[f], v.issue);
                if (v.adapted && r->adapted[f].count++ == 0) {
                        r->adapted[f].from = s->cell[f].text;
                        r->adapted[f].to = v.text;
                }
                if (!v.text[0] && !v.doubtful) /* also "n/a" */
                        s->cell[f].kind = CELL_EMPTY;
        }
        if (!row->record.value[FIELD_CLASS][0] && header_find(r->header, FIELD_CLASS) == NO_COLUMN)
                row->record.value[FIELD_CLASS] = r->class;
        if (!row->record.value[FIELD_NC_YEAR][0] && header_find(r->header, FIELD_NC_YEAR) == NO_COLUMN)
                row->record.value[FIELD_NC_YEAR] = r->year;
}

static bool has(const struct list_row *row, enum field field)
{
        return row->record.value[field][0] != '\0';
}

/* A needed value that the row has not, where it has a column for it and no number to find the pupil by. Where
 * the list has no such column at all, a note says so once. */
static void check_missing(struct row_reader *r, struct list_row *row, const struct sources *s)
{
        bool number = row->pupil || has(row, FIELD_UPN) || has(row, FIELD_ULN);
        for (int f = 0; f < FIELD_COUNT; f++) {
                const struct field_info *info = &field_table[f];
                bool name = info->kind == KIND_NAME;
                if (!info->needed || has(row, (enum field)f) || s->cell[f].kind != CELL_EMPTY || number)
                        continue;
                if (s->column[f] != NO_COLUMN || name)
                        report(r, row, s->column[f],
                               (struct issue){ .severity = SEVERITY_ERROR,
                                               .cause = CAUSE_MISSING,
                                               .field = (enum field)f,
                                               .wanted = arena_printf(r->arena, "a %s", info->words),
                                               .found = "" });
        }
}

static struct date date_in(const struct list_row *row, enum field field)
{
        return date_from_iso(row->record.value[field]);
}

/* True, and reported, when the date of birth goes with the NC year only if day and month change places. */
static bool check_swapped(struct row_reader *r, struct list_row *row, const struct sources *s,
                          struct date birth, const char *year)
{
        if (birth.day > 12 || birth.day == birth.month)
                return false;
        struct date other = { birth.year, birth.day, birth.month };
        char uk[DATE_TEXT];
        if (strcmp(year_expected(other, r->context->academic), year) != 0)
                return false;
        report(
            r, row, s->column[FIELD_DOB],
            (struct issue){ .severity = SEVERITY_QUERY,
                            .cause = CAUSE_DATE_SWAPPED,
                            .field = FIELD_DOB,
                            .wanted = arena_printf(r->arena, "a date of birth that goes with %s, as %s would",
                                                   year_label(year), date_to_uk(other, uk)),
                            .found = s->cell[FIELD_DOB].text,
                            .used = arena_text(r->arena, date_to_uk(birth, uk)) });
        return true;
}

static void query_year(struct row_reader *r, struct list_row *row, const struct sources *s, enum cause cause,
                       const char *wanted)
{
        const char *cell = s->cell[FIELD_NC_YEAR].text; /* else it came from the title */
        report(r, row, s->column[FIELD_NC_YEAR],
               (struct issue){ .severity = SEVERITY_QUERY,
                               .cause = cause,
                               .field = FIELD_NC_YEAR,
                               .wanted = wanted,
                               .found = cell[0] ? cell : year_label(row->record.value[FIELD_NC_YEAR]) });
}

static void check_year(struct row_reader *r, struct list_row *row, const struct sources *s)
{
        const char *year = row->record.value[FIELD_NC_YEAR];
        struct date birth = date_in(row, FIELD_DOB);
        const char *expected = year_expected(birth, r->context->academic);
        int order = year_order(year), low = year_order(r->context->low), high = year_order(r->context->high);
        char uk[DATE_TEXT];
        if (!year[0]) {
                if (s->cell[FIELD_NC_YEAR].kind == CELL_EMPTY && expected[0])
                        query_year(r, row, s, CAUSE_YEAR_MISSING,
                                   arena_printf(r->arena, "an NC year (children born on %s are mostly in %s)",
                                                date_to_uk(birth, uk), year_label(expected)));
                return;
        }
        if (order > YEAR_LAST)
                return;
        r->years++;
        r->years_before += strcmp(year_next(year), expected) == 0;
        bool nursery = order < YEAR_RECEPTION && year_order(expected) < YEAR_RECEPTION;
        if (expected[0] && strcmp(expected, year) != 0 && !nursery && !check_swapped(r, row, s, birth, year))
                query_year(r, row, s, CAUSE_YEAR_UNEXPECTED,
                           arena_printf(r->arena, "%s for a child born on %s", year_label(expected),
                                        date_to_uk(birth, uk)));
        if ((low <= YEAR_LAST && order < low) || (high <= YEAR_LAST && order > high))
                query_year(r, row, s, CAUSE_YEAR_NOT_TAUGHT,
                           arena_printf(r->arena, "a year of this school, %s to %s",
                                        year_label(r->context->low), year_label(r->context->high)));
}

static void check_others(struct row_reader *r, struct list_row *row, const struct sources *s)
{
        struct date birth = date_in(row, FIELD_DOB), entry = date_in(row, FIELD_ENTRY_DATE);
        if (date_known(birth) && date_known(entry) && date_compare(entry, birth) < 0)
                report(r, row, s->column[FIELD_ENTRY_DATE],
                       (struct issue){ .severity = SEVERITY_QUERY,
                                       .cause = CAUSE_DATE_IMPLAUSIBLE,
                                       .field = FIELD_ENTRY_DATE,
                                       .wanted = "a date of entry after the date of birth",
                                       .found = s->cell[FIELD_ENTRY_DATE].text });
        if (has(row, FIELD_ULN) && date_known(birth) && date_age(birth, r->context->today) < ULN_AGE_FROM)
                report(r, row, s->column[FIELD_ULN],
                       (struct issue){ .severity = SEVERITY_QUERY,
                                       .cause = CAUSE_ULN_UNEXPECTED,
                                       .field = FIELD_ULN,
                                       .wanted = "no ULN for a child under 14",
                                       .found = s->cell[FIELD_ULN].text });
}

void list_row_read(struct row_reader *r, uint32_t row, struct list_row *out)
{
        struct sources s;
        *out =
            (struct list_row){ .at = { r->context->file, r->sheet_name, row, NO_COLUMN }, .sheet = r->sheet, .school = "" };
        record_blank(&out->record);
        find_sources(r, out, &s);
        read_values(r, out, &s);
        check_missing(r, out, &s);
        check_year(r, out, &s);
        check_others(r, out, &s);
}
