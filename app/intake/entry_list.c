#include "intake/entry_list.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/attendance_list.h"
#include "intake/entry_columns.h"
#include "intake/read_code.h"
#include "intake/transfer.h"
#include "model/code.h"

enum { NOTES_MAX = 100 };

/* While a book is being read. */
struct reading {
        struct arena *arena;
        const struct entry_context *context;
        const struct book *book;
        struct entry_list *out;
        const char **notes;
        size_t issues_left_out;
        /* of the sheet */
        const char *sheet_name;
        struct grid grid;
        struct entry_columns columns;
        enum date_order birth_order, order[ENTRY_PARTS];
        size_t says_nothing;
        struct named who; /* of the row */
};

static void note(struct reading *r, const char *text)
{
        if (r->out->note_count == NOTES_MAX)
                return;
        r->notes[r->out->note_count++] = *r->sheet_name
                                             ? arena_printf(r->arena, "Sheet %s: %s", r->sheet_name, text)
                                             : arena_text(r->arena, text);
}

static void complain(struct reading *r, struct issue issue, uint32_t row, int32_t column)
{
        if (r->out->wrong_count == ENTRY_ISSUES) {
                r->issues_left_out++;
                return;
        }
        issue.at = (struct place){ r->context->file, r->sheet_name, row, column };
        issue.found = issue.found ? issue.found : "";
        issue.used = issue.used ? issue.used : "";
        r->out->wrong[r->out->wrong_count++] = (struct entry_wrong){ r->columns.kind, r->who, issue };
}

/* ---- values ---- */

/* Codes that are history, or that systems print in place of the DfE's. */
static const struct {
        const struct code_table *table;
        const char *text, *code;
} ways[] = {
        { &code_sen, "school action", "A" },
        { &code_sen, "school action plus", "P" },
        { &code_sen, "statement", "S" },
        { &code_exclusion, "fixd", "SUSP" },
        { &code_exclusion, "fixed term", "SUSP" },
        { &code_exclusion, "fixed period", "SUSP" },
        { &code_exclusion, "fixed term exclusion", "SUSP" },
        { &code_exclusion, "fixed period exclusion", "SUSP" },
        { &code_exclusion, "suspended", "SUSP" },
        { &code_exclusion, "permanent", "PERM" },
        { &code_exclusion, "excluded", "PERM" },
        { &code_exclusion, "lunchtime", "LNCH" },
        { &code_exclusion, "lunchtime exclusion", "LNCH" },
};

static const char *code_at(struct arena *a, const struct code_table *table, const char *text)
{
        const char *folded = text_fold(a, text);
        if (table == &code_sen &&
            (strcmp(text, "A") == 0 || strcmp(text, "P") == 0 || strcmp(text, "S") == 0))
                return text; /* of years that are over */
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
                if (ways[i].table == table && strcmp(ways[i].text, folded) == 0)
                        return ways[i].code;
        return table == &code_sen        ? read_code(a, FIELD_SEN, text)
               : table == &code_sen_type ? read_code(a, FIELD_SEN_NEED, text)
                                         : read_code_of(a, table, text);
}

/* "2026" of "2025/26", "2025-2026" and "2026"; "" for the NC years that may stand under such a heading. */
static const char *year_at(struct arena *a, const char *text)
{
        size_t digits = strspn(text, "0123456789");
        long first = digits == 4 ? strtol(text, NULL, 10) : 0;
        if (first < 1990 || first > 2100)
                return "";
        return arena_printf(a, "%ld", first + (text[4] == '/' || text[4] == '-'));
}

/* "2", "2.0" and "2.5". */
static const char *count_at(struct arena *a, const char *text)
{
        size_t whole = strspn(text, "0123456789"),
               part = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
        const char *rest = text + whole + (part ? part + 1 : 0);
        if (!whole || *rest)
                return NULL;
        while (part && text[whole + part] == '0')
                part--;
        return arena_bytes(a, text, whole + (part ? part + 1 : 0));
}

static const char *school_at(struct arena *a, const char *text)
{
        char *digits = arena_text(a, text), *to = digits;
        for (const char *p = text; *p; p++)
                if (isdigit((unsigned char)*p))
                        *to++ = *p;
        *to = '\0';
        return strlen(digits) == 7 ? digits : NULL;
}

static const char *date_at(struct reading *r, const char *text, size_t part)
{
        struct date date, latest = date_from_days(date_to_days(r->context->today) + 366);
        enum date_form form = read_date(text, r->order[part], latest, &date);
        return form == DATE_NONE ? NULL : date_to_iso(date, arena_alloc(r->arena, DATE_TEXT));
}

/* What stands between the parts of an entry where it is held. */
static const char *without_bars(struct arena *a, const char *text)
{
        char *copy = arena_text(a, text);
        for (char *p = copy; *p; p++)
                if (*p == '|')
                        *p = '/';
        return copy;
}

static const char *wanted(struct arena *a, const struct entry_part *info)
{
        switch (info->kind) {
        case PART_CODE:
                return arena_printf(a, "a code of the DfE, such as %s, in column %s",
                                    info->codes->items[0].code, info->heading);
        case PART_DATE: return arena_printf(a, "a date like 07/09/2026 in column %s", info->heading);
        case PART_COUNT: return arena_printf(a, "a number in column %s", info->heading);
        case PART_YEAR: return arena_printf(a, "a year like 2026 in column %s", info->heading);
        case PART_SCHOOL: return arena_printf(a, "a DfE number of seven digits in column %s", info->heading);
        default: return arena_printf(a, "at most %u characters in column %s", info->max, info->heading);
        }
}

/* NULL when it cannot be read. */
static const char *value_of(struct reading *r, const struct entry_part *info, size_t part, const char *text)
{
        struct arena *a = r->arena;
        switch (info->kind) {
        case PART_CODE: return code_at(a, info->codes, text);
        case PART_DATE: return date_at(r, text, part);
        case PART_COUNT: return count_at(a, text);
        case PART_YEAR: return year_at(a, text);
        case PART_SCHOOL: return school_at(a, text);
        default: return without_bars(a, text);
        }
}

/* ---- a row ---- */

static const char *text_at(struct reading *r, uint32_t row, size_t part)
{
        int32_t column = r->columns.part[part];
        const char *text = column == NO_COLUMN ? "" : grid_text(&r->grid, row, (uint32_t)column);
        return *text ? text_tidy(r->arena, text) : "";
}

static bool says_something(struct reading *r, uint32_t row)
{
        const struct entry_info *info = &entry_table[r->columns.kind];
        bool any = false;
        for (size_t i = 0; i < info->part_count; i++) {
                bool filled = *text_at(r, row, i) != '\0';
                any |= filled;
                if (info->parts[i].use == PART_SAYS && !filled) {
                        r->says_nothing += grid_filled(&r->grid, row) > 1;
                        return false;
                }
        }
        return any;
}

static bool read_part(struct reading *r, uint32_t row, size_t part, struct entry *e)
{
        const struct entry_part *info = &entry_table[e->kind].parts[part];
        const char *text = text_at(r, row, part), *value = *text ? value_of(r, info, part, text) : "";
        bool long_one = value && strlen(value) > info->max;
        e->part[part] = value ? value : "";
        if (value && !long_one)
                return true;
        complain(r,
                 (struct issue){ .severity = SEVERITY_ERROR,
                                 .cause = long_one                  ? CAUSE_TOO_LONG
                                          : info->kind == PART_CODE ? CAUSE_CODE_UNKNOWN
                                                                    : CAUSE_UNREADABLE,
                                 .field = FIELD_COUNT,
                                 .wanted = wanted(r->arena, info),
                                 .found = text },
                 row, r->columns.part[part]);
        return false;
}

/* Says which part is missing that the entry is known by. */
static bool is_whole(struct reading *r, uint32_t row, const struct entry *e)
{
        const struct entry_info *info = &entry_table[e->kind];
        for (size_t i = 0; i < info->part_count; i++) {
                enum part_use use = info->parts[i].use;
                bool missing = (use == PART_KEY && !*e->part[i]) ||
                               (use == PART_KEY_ELSE && !*e->part[i] && !*e->part[i - 1]);
                if (!missing)
                        continue;
                complain(r,
                         (struct issue){ .severity = SEVERITY_ERROR,
                                         .cause = CAUSE_MISSING,
                                         .field = FIELD_COUNT,
                                         .wanted = use == PART_KEY_ELSE
                                                       ? arena_printf(r->arena, "a value in column %s or %s",
                                                                      info->parts[i - 1].heading,
                                                                      info->parts[i].heading)
                                                       : wanted(r->arena, &info->parts[i]),
                                         .found = text_at(r, row, i) },
                         row,
                         r->columns.part[i] == NO_COLUMN && i ? r->columns.part[i - 1] : r->columns.part[i]);
                return false;
        }
        return true;
}

static struct entry_row *new_row(struct reading *r)
{
        struct entry_list *l = r->out;
        if (l->row_count == l->room) {
                size_t room = l->room ? 2 * l->room : 64;
                struct entry_row *rows = arena_array(r->arena, room, sizeof *rows);
                if (l->row_count)
                        memcpy(rows, l->rows, l->row_count * sizeof *rows);
                l->rows = rows;
                l->room = room;
        }
        return &l->rows[l->row_count++];
}

static void read_row(struct reading *r, uint32_t row)
{
        struct entry_row new = { .at = { r->context->file, r->sheet_name, row, NO_COLUMN } };
        struct named_said wrong;
        if (!says_something(r, row))
                return;
        entry_blank(&new.entry, r->columns.kind);
        bool good = named_read(r->arena, &r->columns.who, &r->grid, row, r->context->today, r->birth_order,
                               &new.who, &wrong);
        r->who = new.who;
        if (wrong.any)
                complain(r, wrong.issue, row, wrong.column);
        for (size_t i = 0; i < entry_table[new.entry.kind].part_count; i++)
                good &= read_part(r, row, i, &new.entry);
        if (good && is_whole(r, row, &new.entry))
                *new_row(r) = new;
}

/* ---- sheets ---- */

static void find_orders(struct reading *r)
{
        struct date today = r->context->today;
        const struct entry_info *info = &entry_table[r->columns.kind];
        r->birth_order =
            grid_date_order(r->arena, &r->grid, r->columns.row + 1, r->columns.who.at[NAMED_DOB], today);
        for (size_t i = 0; i < info->part_count; i++) {
                r->order[i] = DATE_DAY_FIRST;
                if (info->parts[i].kind == PART_DATE)
                        r->order[i] = grid_date_order(r->arena, &r->grid, r->columns.row + 1,
                                                      r->columns.part[i], today);
                if (r->order[i] == DATE_MONTH_FIRST)
                        note(r, arena_printf(r->arena,
                                             "the dates of column %s have the month first, and were read so.",
                                             info->parts[i].heading));
        }
}

static void read_sheet(struct reading *r, const struct sheet *sheet)
{
        const struct entry_info *info;
        size_t before = r->out->row_count;
        r->sheet_name = r->book->sheet_count > 1 ? sheet->name : "";
        r->says_nothing = 0;
        grid_make(r->arena, sheet, &r->grid);
        if (sheet->hidden || attendance_sheet(r->arena, sheet, r->context->today) ||
            !entry_columns_find(r->arena, &r->grid, &r->columns))
                return;
        r->out->sheet_count++;
        info = &entry_table[r->columns.kind];
        find_orders(r);
        for (uint32_t row = r->columns.row + 1; row < r->grid.rows && r->out->row_count < ENTRY_ROWS_MAX;
             row++)
                read_row(r, row);
        if (strcmp(r->book->kind, TRANSFER_KIND) != 0)
                note(r, arena_printf(r->arena, "read as %s: %zu %s.", info->words, r->out->row_count - before,
                                     r->out->row_count - before == 1 ? "row" : "rows"));
        if (r->says_nothing)
                note(r, arena_printf(r->arena, "%zu %s without a value that says something: left out.",
                                     r->says_nothing, r->says_nothing == 1 ? "row is" : "rows are"));
}

bool entry_sheet(struct arena *a, const struct sheet *sheet)
{
        struct grid g;
        struct entry_columns columns;
        grid_make(a, sheet, &g);
        return !sheet->hidden && entry_columns_find(a, &g, &columns);
}

void entry_list_read(struct arena *a, const struct book *book, const struct entry_context *context,
                     struct entry_list *out)
{
        struct reading r = { .arena = a, .context = context, .book = book, .out = out, .sheet_name = "" };
        *out = (struct entry_list){ 0 };
        out->wrong = arena_array(a, ENTRY_ISSUES, sizeof *out->wrong);
        out->notes = r.notes = arena_array(a, NOTES_MAX + 1, sizeof *r.notes);
        for (size_t i = 0; i < book->sheet_count; i++)
                read_sheet(&r, &book->sheets[i]);
        r.sheet_name = "";
        if (r.issues_left_out)
                note(&r, arena_printf(a, "%zu more problems are not listed.", r.issues_left_out));
}
