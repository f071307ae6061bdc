#include "intake/list.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "intake/grid.h"
#include "intake/list_row.h"
#include "intake/roster.h"
#include "intake/title.h"
#include "intake/transfer.h"
#include "model/year.h"

enum { NOTES_MAX = 200, INSTRUCTIONS_WITHIN = 3 };

enum skipped {
        SKIP_BLANK,
        SKIP_HEADINGS,
        SKIP_INSTRUCTIONS,
        SKIP_TOTALS,
        SKIP_REMARK,
        SKIPS,
        NOT_SKIPPED = SKIPS
};

/* While a book is being read. */
struct reading {
        struct arena *arena;
        const struct list_context *context;
        const struct book *book;
        struct intake_list *out;
        struct list_row *rows;
        size_t room;
        const char **notes;
        bool transfer; /* the book is a Common Transfer File */
        struct {
                unsigned count;
                uint32_t first;
                const char *text;
        } skipped[SKIPS];
};

/* A sentence, which begins with the sheet's name when there are several. */
static void note(struct reading *r, const char *sheet, const char *text)
{
        if (r->out->note_count == NOTES_MAX)
                return;
        bool many = r->book->sheet_count > 1;
        char *words = many ? arena_printf(r->arena, "Sheet %s: %s", sheet, text) : arena_text(r->arena, text);
        words[0] = (char)toupper((unsigned char)words[0]);
        r->notes[r->out->note_count++] = words;
}

static void note_version(struct reading *r, const struct transfer *t)
{
        const char *words = transfer_version_note(r->arena, t, year_academic(r->context->today));
        if (*words)
                r->notes[r->out->note_count++] = words;
}

static struct list_row *new_row(struct reading *r)
{
        if (r->out->row_count == r->room) {
                size_t room = r->room ? 2 * r->room : 256;
                struct list_row *rows = arena_array(r->arena, room, sizeof *rows);
                if (r->room)
                        memcpy(rows, r->rows, r->room * sizeof *rows);
                r->rows = rows;
                r->room = room;
        }
        return &r->rows[r->out->row_count++];
}

static bool starts_with(const char *text, const char *const *words)
{
        for (; *words; words++) {
                size_t len = strlen(*words);
                if (strncmp(text, *words, len) == 0 && (text[len] == '\0' || text[len] == ' '))
                        return true;
        }
        return false;
}

/* The headings once more, as where pages of a print were pasted together. */
static bool is_headings(const struct row_reader *row, uint32_t at)
{
        unsigned same = 0, other = 0;
        for (size_t i = 0; i < row->header->column_count && other < 2; i++) {
                const char *text = grid_text(&row->grid, at, (uint32_t)i);
                const struct header_column *c = &row->header->columns[i];
                if (text[0] && c->header[0] && strcmp(header_key(row->arena, text), c->key) == 0)
                        same++;
                else if (text[0])
                        other++;
        }
        return same >= 2 && same > other;
}

static bool is_instructions(const struct row_reader *row, uint32_t at)
{
        static const char *const starts[] = { "required",   "optional",        "mandatory", "free text",
                                              "dd mm yyyy", "example",         "e g",       "eg",
                                              "format",     "delete this row", "please",    "must be",
                                              NULL };
        if (!row->header->has_row || at >= row->header->body + INSTRUCTIONS_WITHIN)
                return false;
        for (size_t i = 0; i < row->header->column_count; i++)
                if (starts_with(text_fold(row->arena, grid_text(&row->grid, at, (uint32_t)i)), starts))
                        return true;
        return false;
}

static const char *first_text(const struct row_reader *row, uint32_t at)
{
        for (uint32_t i = 0; i < row->grid.columns; i++)
                if (grid_text(&row->grid, at, i)[0])
                        return grid_text(&row->grid, at, i);
        return "";
}

static bool filled(const struct row_reader *row, uint32_t at, int meaning)
{
        int column = header_find(row->header, meaning);
        return column != NO_COLUMN && grid_cell(&row->grid, at, (uint32_t)column) != NULL;
}

static bool is_totals(const struct row_reader *row, uint32_t at)
{
        static const char *const starts[] = { "total",       "totals",  "subtotal",  "sub total",
                                              "grand total", "count",   "number of", "no of",
                                              "sum",         "average", NULL };
        int forename = header_find(row->header, FIELD_FORENAME);
        bool named = filled(row, at, FIELD_SURNAME) && filled(row, at, FIELD_FORENAME) &&
                     !text_digits(grid_text(&row->grid, at, (uint32_t)forename));
        bool child = named || filled(row, at, FIELD_DOB) || filled(row, at, FIELD_UPN) ||
                     filled(row, at, COLUMN_ROW_KEY);
        return !child && starts_with(text_fold(row->arena, first_text(row, at)), starts);
}

/* A line of text between the rows or below them: "Printed on 3 September 2025". A lone word could be half a
 * child. */
static bool is_remark(const struct row_reader *row, uint32_t at)
{
        const char *text = first_text(row, at);
        unsigned columns = 0, words = 1;
        for (size_t i = 0; i < row->header->column_count; i++)
                columns += row->header->columns[i].meaning < COLUMN_IGNORED;
        for (const char *p = text_fold(row->arena, text); *p; p++)
                words += *p == ' ';
        if (columns < 2 || grid_filled(&row->grid, at) != 1 || filled(row, at, FIELD_UPN))
                return false;
        return words > 4 || strpbrk(text, "0123456789:;") != NULL;
}

static enum skipped kind_of_row(const struct row_reader *row, uint32_t at)
{
        if (grid_filled(&row->grid, at) == 0)
                return SKIP_BLANK;
        if (is_headings(row, at))
                return SKIP_HEADINGS;
        if (is_instructions(row, at))
                return SKIP_INSTRUCTIONS;
        if (is_totals(row, at))
                return SKIP_TOTALS;
        return is_remark(row, at) ? SKIP_REMARK : NOT_SKIPPED;
}

static void skip_row(struct reading *r, const struct row_reader *row, enum skipped kind, uint32_t at)
{
        if (r->skipped[kind].count++ == 0) {
                r->skipped[kind].first = at;
                r->skipped[kind].text = first_text(row, at);
        }
}

static void note_skipped(struct reading *r, const char *sheet)
{
        static const char *const what[SKIPS] = { "blank", "headings again", "instructions", "totals",
                                                 "a remark" };
        bool gaps = strcmp(r->book->kind, ROSTER_KIND) == 0 ||
                    strcmp(r->book->kind, CHANGES_KIND) == 0; /* where other people stood */
        for (int k = 0; k < SKIPS; k++) {
                unsigned n = r->skipped[k].count;
                if (n == 0 || (k == SKIP_BLANK && gaps))
                        continue;
                const char *quote = k == SKIP_BLANK || k == SKIP_HEADINGS
                                        ? ""
                                        : arena_printf(r->arena, ": '%s'", r->skipped[k].text);
                note(r, sheet,
                     n == 1 ? arena_printf(r->arena, "row %u was skipped (%s%s).", r->skipped[k].first + 1,
                                           what[k], quote)
                            : arena_printf(r->arena, "%u rows were skipped (%s%s), the first of them row %u.",
                                           n, what[k], quote, r->skipped[k].first + 1));
        }
        memset(r->skipped, 0, sizeof r->skipped);
}

static void note_adapted(struct reading *r, const struct row_reader *row)
{
        for (int f = 0; f < FIELD_COUNT; f++) {
                unsigned n = row->adapted[f].count;
                if (n == 0)
                        continue;
                const char *to = row->adapted[f].to;
                if (field_table[f].kind == KIND_DATE)
                        to = value_words(r->arena, (enum field)f, to);
                note(r, row->sheet_name,
                     arena_printf(r->arena, "%s: %u value%s read from another notation, as '%s' for %s.",
                                  field_table[f].heading, n, n == 1 ? "" : "s", row->adapted[f].from,
                                  to[0] ? arena_printf(r->arena, "'%s'", to) : "nothing"));
        }
}

/* How the column writes dates: month first when some could not be read otherwise and none contradicts it. */
static enum date_order order_of(const struct row_reader *row, int column)
{
        unsigned against = 0, clear = 0;
        struct date d;
        for (uint32_t at = row->header->body; column != NO_COLUMN && at < row->grid.rows; at++) {
                const struct cell *c = grid_cell(&row->grid, at, (uint32_t)column);
                if (!c || c->kind != CELL_TEXT)
                        continue;
                const char *text = text_tidy(row->arena, c->text);
                enum date_form form = read_date(text, DATE_DAY_FIRST, row->context->today, &d);
                against += form == DATE_AGAINST;
                clear += form == DATE_CLEAR &&
                         read_date(text, DATE_MONTH_FIRST, row->context->today, &d) == DATE_AGAINST;
        }
        return against > 0 && clear == 0 ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
}

static void find_orders(struct reading *r, struct row_reader *row)
{
        for (int f = 0; f < FIELD_COUNT; f++) {
                if (field_table[f].kind != KIND_DATE)
                        continue;
                int column = header_find(row->header, f);
                row->order[f] = order_of(row, column);
                if (row->order[f] == DATE_DAY_FIRST)
                        continue;
                struct issue issue = { .severity = SEVERITY_QUERY,
                                       .cause = CAUSE_DATE_SWAPPED,
                                       .at = { r->context->file, row->sheet_name, row->header->row, column },
                                       .field = (enum field)f,
                                       .wanted = "dates with the day first, like 31/08/2012",
                                       .found = row->header->columns[column].header,
                                       .used = "a whole column with the month first" };
                issues_add(r->arena, &r->out->issues, issue);
        }
}

/* Class and year where no column says them: from the rows above the headings, the sheet's name, the file's.
 */
static void find_title(struct reading *r, struct row_reader *row, struct list_sheet *sheet)
{
        const char *class = "", *year = "";
        title_read(r->arena, r->context->file, &class, &year);
        title_read_name(r->arena, sheet->name, &class, &year);
        for (uint32_t at = 0; row->header->has_row && at < row->header->first; at++)
                for (uint32_t i = 0; i < row->grid.columns; i++)
                        title_read(r->arena, grid_text(&row->grid, at, i), &class, &year);
        sheet->class = header_find(row->header, FIELD_CLASS) == NO_COLUMN ? class : "";
        sheet->year = header_find(row->header, FIELD_NC_YEAR) == NO_COLUMN ? year : "";
        row->class = sheet->class;
        row->year = sheet->year;
        if (sheet->class[0])
                note(r, sheet->name,
                     arena_printf(r->arena, "the title says class %s; it was taken for every row.", class));
        if (sheet->year[0])
                note(r, sheet->name,
                     arena_printf(r->arena, "the title says %s; it was taken for every row.",
                                  value_words(r->arena, FIELD_NC_YEAR, year)));
}

static void note_unknown(struct reading *r, const struct list_sheet *sheet)
{
        char letter[8];
        for (size_t i = 0; i < sheet->header.column_count; i++) {
                const struct header_column *c = &sheet->header.columns[i];
                if (c->meaning == COLUMN_UNKNOWN && c->filled && c->twin == NO_COLUMN)
                        note(r, sheet->name,
                             arena_printf(r->arena, "column %s%s%s%s is not known and was not read.",
                                          book_column((uint32_t)i, letter), c->header[0] ? " ('" : "",
                                          c->header, c->header[0] ? "')" : ""));
        }
}

static void note_columns(struct reading *r, const struct list_sheet *sheet)
{
        const struct header *h = &sheet->header;
        for (size_t i = 0; i < h->note_count; i++)
                note(r, sheet->name, h->notes[i]);
        if (!h->has_row)
                note(r, sheet->name,
                     "no row of headings was found; the columns were recognised by what stands in them.");
        else if (h->first > 0)
                note(r, sheet->name, arena_printf(r->arena, "the headings are in row %u.", h->row + 1));
        note_unknown(r, sheet);
        if (header_find(h, FIELD_DOB) == NO_COLUMN)
                note(r, sheet->name,
                     "there is no column of dates of birth; a child who is not on the roll yet needs one.");
}

static void read_rows(struct reading *r, struct row_reader *row, struct list_sheet *sheet)
{
        for (uint32_t at = row->header->body; at < row->grid.rows; at++) {
                enum skipped kind = kind_of_row(row, at);
                if (kind != NOT_SKIPPED) {
                        skip_row(r, row, kind, at);
                        continue;
                }
                if (r->out->row_count == LIST_ROWS_MAX) {
                        note(r, row->sheet_name,
                             arena_printf(r->arena, "only the first %d pupils were read.", LIST_ROWS_MAX));
                        return;
                }
                list_row_read(row, at, new_row(r));
                sheet->row_count++;
        }
}

/* Attendance, assessments and the like, which other readers take; the header is no list for anybody. */
static bool other_set(struct reading *r, unsigned index, struct header *h)
{
        const char *name = r->book->sheets[index].name;
        if (!r->transfer || strcmp(name, TRANSFER_PUPILS) == 0)
                return false;
        *h = (struct header){ .why_not = "it lists no pupils but what belongs to them" };
        if (index > 0)
                note(r, name, arena_printf(r->arena, "this sheet was not read: %s.", h->why_not));
        return true;
}

static void read_sheet(struct reading *r, unsigned index, const struct corrections *corrections,
                       const struct fixes *fixes, struct list_sheet *out)
{
        const struct sheet *sheet = &r->book->sheets[index];
        *out = (struct list_sheet){ .name = sheet->name, .class = "", .year = "" };
        if (other_set(r, index, &out->header))
                return;
        header_read(r->arena, sheet, corrections, &out->header);
        if (!out->header.is_list || sheet->hidden) {
                if (sheet->cell_count > 0 && (!sheet->hidden || out->header.is_list))
                        note(r, sheet->name,
                             arena_printf(r->arena, "this sheet was not read: %s.",
                                          sheet->hidden ? "it is hidden" : out->header.why_not));
                return;
        }
        struct row_reader row = { .arena = r->arena,
                                  .context = r->context,
                                  .fixes = fixes,
                                  .header = &out->header,
                                  .sheet = index,
                                  .sheet_name = r->book->sheet_count > 1 ? sheet->name : "",
                                  .issues = &r->out->issues };
        grid_make(r->arena, sheet, &row.grid);
        note_columns(r, out);
        find_title(r, &row, out);
        find_orders(r, &row);
        read_rows(r, &row, out);
        note_skipped(r, sheet->name);
        note_adapted(r, &row);
        if (row.years >= 3 && row.years_before * 2 > row.years)
                note(r, sheet->name,
                     arena_printf(r->arena, "most NC years look like those before %d/%02d.",
                                  r->context->academic, (r->context->academic + 1) % 100));
        if (out->row_count == 0)
                note(r, sheet->name, "there are headings and no pupil below them.");
        r->out->header_only |= out->row_count == 0;
}

/* A transfer file that another school made for this one names that school on every row, and says when the
 * child came there. */
static struct list_context received(const struct list_context *context)
{
        struct list_context own = *context;
        own.laestab = own.urn = "";
        return own;
}

static void forget_other_school(struct intake_list *out, struct list_row *rows)
{
        for (size_t i = 0; i < out->row_count; i++)
                rows[i].record.value[FIELD_ENTRY_DATE] = rows[i].record.value[FIELD_ENROLMENT] = "";
}

static void read_all(struct reading *r, const struct corrections *corrections, const struct fixes *fixes,
                     struct list_sheet *sheets)
{
        bool any = false;
        for (unsigned i = 0; i < r->book->sheet_count; i++) {
                read_sheet(r, i, corrections, fixes, &sheets[i]);
                any |= sheets[i].header.is_list;
        }
        if (!any)
                r->notes[r->out->note_count++] = "No list of pupils was found in this file.";
}

void list_read(struct arena *a, const struct book *book, const struct list_context *context,
               const struct corrections *corrections, const struct fixes *fixes, struct intake_list *out)
{
        struct reading r = { .arena = a, .context = context, .book = book, .out = out };
        struct list_sheet *sheets = arena_array(a, book->sheet_count, sizeof *sheets);
        struct transfer transfer;
        *out = (struct intake_list){ .sheet_count = book->sheet_count, .sheets = sheets };
        out->notes = r.notes = arena_array(a, NOTES_MAX + 1, sizeof *r.notes);
        r.transfer = transfer_read(a, book, &transfer);
        bool for_us = *transfer.dest && strcmp(transfer.dest, context->laestab) == 0 &&
                      strcmp(transfer.source, context->laestab) != 0;
        struct list_context own = received(context);
        if (for_us)
                r.context = &own;
        if (r.transfer)
                note_version(&r, &transfer);
        read_all(&r, corrections, fixes, sheets);
        out->received = for_us;
        if (for_us)
                forget_other_school(out, r.rows);
        out->rows = r.rows;
}
