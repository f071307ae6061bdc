#include "intake/involvement_list.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/grid.h"
#include "intake/read_name.h"
#include "intake/value.h"
#include "model/upn.h"
#include "model/year.h"

enum { TEXT_MAX = 80 };

/* A child of the return's header. */
struct care_child {
        const char *number; /* CHILD */
        struct record who;
        const char *doubt;
        bool unclear; /* stands there twice, as two people */
};

/* A sheet while it is being read. */
struct sheet_reader {
        struct arena *arena;
        const struct involvement_file *files;
        size_t file_count, file;
        unsigned sheet;
        const struct sheet *source;
        struct grid grid;
        struct involvement_columns columns;
        struct value_context values;
        struct involvement_list *out;
};

struct reading {
        struct sheet_reader *sheets;
        size_t sheet_count, child_count, line_count, note_count;
        struct care_child *children;
        struct involvement_line *lines;
        const char **notes;
};

/* ---- one cell ---- */

static int32_t column(const struct sheet_reader *s, enum involvement_column c)
{
        return s->columns.of[c];
}

static const struct cell *cell_of(const struct sheet_reader *s, uint32_t row, enum involvement_column c)
{
        return column(s, c) == NO_COLUMN ? NULL : grid_cell(&s->grid, row, (uint32_t)column(s, c));
}

/* Control characters, which only a damaged file has, become spaces. */
static const char *text_of(const struct sheet_reader *s, uint32_t row, enum involvement_column c)
{
        const struct cell *cell = cell_of(s, row, c);
        char *copy = arena_text(s->arena, cell ? cell->text : "");
        for (char *p = copy; *p; p++)
                if ((unsigned char)*p < ' ' || *p == 0x7f)
                        *p = ' ';
        return text_tidy(s->arena, copy);
}

static const char *joined(struct arena *a, const char *before, const char *words)
{
        return *before ? arena_printf(a, "%s. %s", before, words) : words;
}

static struct place place_of(const struct sheet_reader *s, uint32_t row, int32_t at)
{
        return (struct place){ s->file_count > 1 ? s->files[s->file].name : "",
                               s->files[s->file].book->sheet_count > 1 ? s->source->name : "", row, at };
}

/* Adds the issue, and its words to those that are kept with the row: the place is known there. */
static void report(struct sheet_reader *s, uint32_t row, enum involvement_column c, struct issue issue,
                   const char *what, const char **words)
{
        issue.at = place_of(s, row, column(s, c));
        issue.used = issue.used ? issue.used : "";
        issues_add(s->arena, &s->out->issues, issue);
        *words =
            joined(s->arena, *words, arena_printf(s->arena, "%s: %s", what, issue_reason(s->arena, &issue)));
}

static void want(struct sheet_reader *s, uint32_t row, enum involvement_column c, enum cause cause,
                 const char *what, const char *wanted, const char *found, const char **words)
{
        report(s, row, c,
               (struct issue){ .severity = SEVERITY_ERROR,
                               .cause = cause,
                               .field = FIELD_COUNT,
                               .wanted = wanted,
                               .found = found },
               what, words);
}

/* ---- who ---- */

static void take_field(struct sheet_reader *s, uint32_t row, enum involvement_column c, enum field field,
                       struct record *who, const char **doubt)
{
        struct value v = value_read(s->arena, &s->values, field, cell_of(s, row, c));
        if (v.doubtful && v.issue.severity == SEVERITY_ERROR)
                report(s, row, c, v.issue, field_table[field].heading, doubt);
        else
                who->value[field] = v.text;
}

static void take_full_name(struct sheet_reader *s, uint32_t row, struct record *who)
{
        struct full_name name;
        bool reversed = column(s, INVOLVED_FULL_NAME) == NO_COLUMN;
        const char *text = text_of(s, row, reversed ? INVOLVED_FULL_NAME_REVERSED : INVOLVED_FULL_NAME);
        if (!*text || *who->value[FIELD_SURNAME] || !read_full_name(s->arena, text, reversed, &name))
                return;
        who->value[FIELD_SURNAME] = name.surname;
        who->value[FIELD_FORENAME] = name.forename;
        who->value[FIELD_PREFERRED_FORENAME] = name.preferred;
}

/* "UN1" to "UN5" of the return say why there is no UPN. */
static bool no_upn(const char *text)
{
        return (text[0] == 'U' || text[0] == 'u') && (text[1] == 'N' || text[1] == 'n') && text[2] >= '1' &&
               text[2] <= '9' && !text[3];
}

static void take_who(struct sheet_reader *s, uint32_t row, struct record *who, const char **doubt)
{
        record_blank(who);
        if (!no_upn(text_of(s, row, INVOLVED_UPN)))
                take_field(s, row, INVOLVED_UPN, FIELD_UPN, who, doubt);
        take_field(s, row, INVOLVED_FORMER_UPN, FIELD_FORMER_UPN, who, doubt);
        take_field(s, row, INVOLVED_SURNAME, FIELD_SURNAME, who, doubt);
        take_field(s, row, INVOLVED_FORENAME, FIELD_FORENAME, who, doubt);
        take_field(s, row, INVOLVED_MIDDLE_NAMES, FIELD_MIDDLE_NAMES, who, doubt);
        take_field(s, row, INVOLVED_PREFERRED_FORENAME, FIELD_PREFERRED_FORENAME, who, doubt);
        take_full_name(s, row, who);
        take_field(s, row, INVOLVED_DOB, FIELD_DOB, who, doubt);
        take_field(s, row, INVOLVED_POSTCODE, FIELD_POSTCODE, who, doubt);
}

/* The return has 1 and 2, which elsewhere would be read as anything. */
static void take_sex(struct sheet_reader *s, uint32_t row, struct record *who, const char **doubt)
{
        const char *text = text_of(s, row, INVOLVED_SEX);
        if (s->columns.kind == SHEET_HEADER)
                who->value[FIELD_SEX] = strcmp(text, "1") == 0 ? "M" : strcmp(text, "2") == 0 ? "F" : "";
        else
                take_field(s, row, INVOLVED_SEX, FIELD_SEX, who, doubt);
}

static bool can_be_found(const struct record *who)
{
        return *who->value[FIELD_UPN] || *who->value[FIELD_FORMER_UPN] ||
               (*who->value[FIELD_SURNAME] && *who->value[FIELD_FORENAME]);
}

/* ---- since when, with whom ---- */

static const char *take_day(struct sheet_reader *s, uint32_t row, enum involvement_column c, const char *what,
                            const char **problem)
{
        struct value v = value_read(s->arena, &s->values, FIELD_ENTRY_DATE, cell_of(s, row, c));
        if (!v.doubtful || v.issue.severity != SEVERITY_ERROR)
                return v.text;
        v.issue.field = FIELD_COUNT;
        report(s, row, c, v.issue, what, problem);
        return "";
}

static void take_days(struct sheet_reader *s, uint32_t row, struct involvement_line *l)
{
        bool care = s->columns.kind == SHEET_EPISODES;
        const char *first = care ? "DECOM" : "From", *last = care ? "DEC" : "To", *before = l->problem;
        l->from = take_day(s, row, INVOLVED_FROM, first, &l->problem);
        l->to = take_day(s, row, INVOLVED_TO, last, &l->problem);
        if (!*l->from && l->problem == before)
                want(s, row, INVOLVED_FROM, CAUSE_MISSING, first, "the first day, like 03/09/2026", "",
                     &l->problem);
        if (*l->from && *l->to && strcmp(l->to, l->from) < 0)
                want(s, row, INVOLVED_TO, CAUSE_DATE_IMPLAUSIBLE, last,
                     "a last day that is not before the first", text_of(s, row, INVOLVED_TO), &l->problem);
        l->ends = care && *l->to;
}

static const char *take_text(struct sheet_reader *s, uint32_t row, enum involvement_column c,
                             const char *what, long max, const char **problem)
{
        const char *text = text_of(s, row, c);
        if (g_utf8_strlen(text, -1) <= max)
                return text;
        want(s, row, c, CAUSE_TOO_LONG, what, arena_printf(s->arena, "at most %ld characters", max), text,
             problem);
        return "";
}

static struct involvement_line line_at(const struct sheet_reader *s, uint32_t row)
{
        struct involvement_line l = { .file = s->file,
                                      .sheet = s->sheet,
                                      .at = place_of(s, row, NO_COLUMN),
                                      .service = "",
                                      .team = "",
                                      .from = "",
                                      .to = "",
                                      .reference = "",
                                      .problem = "",
                                      .doubt = "" };
        record_blank(&l.who);
        return l;
}

static const char nobody[] = "Nobody can be found by it: want a UPN, or forename, surname and date of birth";

static void set_nobody(struct sheet_reader *s, struct involvement_line *l)
{
        l->problem = joined(s->arena, l->problem, *l->doubt ? joined(s->arena, nobody, l->doubt) : nobody);
}

static struct involvement_line read_line(struct sheet_reader *s, uint32_t row)
{
        struct involvement_line l = line_at(s, row);
        take_who(s, row, &l.who, &l.doubt);
        take_sex(s, row, &l.who, &l.doubt);
        l.service = take_text(s, row, INVOLVED_SERVICE, "Service", TEXT_MAX, &l.problem);
        l.team = take_text(s, row, INVOLVED_TEAM, "Team", TEXT_MAX, &l.problem);
        l.reference =
            take_text(s, row, INVOLVED_REFERENCE, "Reference", INVOLVEMENT_REFERENCE_MAX, &l.problem);
        take_days(s, row, &l);
        if (!can_be_found(&l.who))
                set_nobody(s, &l);
        return l;
}

/* ---- the return ---- */

static int by_child(const void *a, const void *b)
{
        return strcmp(((const struct care_child *)a)->number, ((const struct care_child *)b)->number);
}

static const struct care_child *find_child(const struct reading *r, const char *number)
{
        const struct care_child sought = { .number = number };
        return r->child_count ? bsearch(&sought, r->children, r->child_count, sizeof *r->children, by_child)
                              : NULL;
}

static struct involvement_line read_episode(struct sheet_reader *s, const struct reading *r, uint32_t row)
{
        struct involvement_line l = line_at(s, row);
        l.reference = take_text(s, row, INVOLVED_REFERENCE, "CHILD", INVOLVEMENT_REFERENCE_MAX, &l.problem);
        const struct care_child *child = find_child(r, l.reference);
        if (child) {
                l.who = child->who;
                l.doubt = child->doubt;
        }
        take_days(s, row, &l);
        if (!child)
                want(s, row, INVOLVED_REFERENCE, CAUSE_MISSING, "CHILD",
                     "a child of the header, which says who it is", l.reference, &l.problem);
        else if (child->unclear)
                want(s, row, INVOLVED_REFERENCE, CAUSE_CONTRADICTION, "CHILD",
                     "a child whom the header describes once", l.reference, &l.problem);
        else if (!can_be_found(&l.who))
                set_nobody(s, &l);
        return l;
}

static struct care_child read_child(struct sheet_reader *s, uint32_t row)
{
        struct care_child c = { .number = text_of(s, row, INVOLVED_REFERENCE), .doubt = "" };
        take_who(s, row, &c.who, &c.doubt);
        take_sex(s, row, &c.who, &c.doubt);
        return c;
}

static bool same_person(const struct record *a, const struct record *b)
{
        return strcmp(a->value[FIELD_UPN], b->value[FIELD_UPN]) == 0 &&
               strcmp(a->value[FIELD_DOB], b->value[FIELD_DOB]) == 0;
}

/* Sorted, each number once. */
static void settle_children(struct reading *r)
{
        size_t kept = 0;
        if (r->child_count)
                qsort(r->children, r->child_count, sizeof *r->children, by_child);
        for (size_t i = 0; i < r->child_count; i++) {
                struct care_child *last = kept ? &r->children[kept - 1] : NULL;
                if (last && strcmp(last->number, r->children[i].number) == 0)
                        last->unclear |= !same_person(&last->who, &r->children[i].who);
                else
                        r->children[kept++] = r->children[i];
        }
        r->child_count = kept;
}

/* ---- sheets ---- */

static void note(struct reading *r, const char *words)
{
        r->notes[r->note_count++] = words;
}

static bool open_sheet(struct reading *r, struct sheet_reader *s)
{
        grid_make(s->arena, s->source, &s->grid);
        s->columns = involvement_columns_of(s->arena, &s->grid);
        const char *name = arena_printf(s->arena, "%s%s%s", s->files[s->file].name,
                                        *s->source->name ? ", sheet " : "", s->source->name);
        if (s->columns.kind == SHEET_OTHER && s->source->cell_count && !s->source->hidden)
                note(r, arena_printf(s->arena,
                                     "%s: no headings were found. Want a column of UPNs or names and a "
                                     "column From, or those "
                                     "of the SSDA903 header or episodes.",
                                     name));
        if (s->columns.kind != SHEET_OTHER && *s->columns.twice)
                note(r,
                     arena_printf(s->arena,
                                  "%s: another column has the meaning of '%s'; the first of them was read.",
                                  name, s->columns.twice));
        return s->columns.kind != SHEET_OTHER;
}

/* Rows below the headings that have anything in them. */
static size_t rows_filled(const struct sheet_reader *s)
{
        size_t count = 0;
        for (uint32_t row = s->columns.row + 1; row < s->grid.rows; row++)
                count += grid_filled(&s->grid, row) != 0;
        return count;
}

static size_t rows_of(const struct sheet_reader *s, uint32_t *rows)
{
        size_t count = 0;
        for (uint32_t row = s->columns.row + 1; row < s->grid.rows; row++)
                if (grid_filled(&s->grid, row))
                        rows[count++] = row;
        return count;
}

static void read_children(struct reading *r, struct sheet_reader *s, uint32_t *rows)
{
        size_t count = s->columns.kind == SHEET_HEADER ? rows_of(s, rows) : 0;
        for (size_t i = 0; i < count; i++)
                r->children[r->child_count++] = read_child(s, rows[i]);
}

static void read_lines(struct reading *r, struct sheet_reader *s, uint32_t *rows)
{
        size_t count = s->columns.kind == SHEET_HEADER ? 0 : rows_of(s, rows);
        for (size_t i = 0; i < count; i++)
                r->lines[r->line_count++] =
                    s->columns.kind == SHEET_LIST ? read_line(s, rows[i]) : read_episode(s, r, rows[i]);
}

static void open_sheets(struct reading *r, struct arena *a, const struct involvement_file *files,
                        size_t count, const struct involvement_context *context, struct involvement_list *out)
{
        size_t room = 0;
        for (size_t f = 0; f < count; f++)
                room += files[f].book->sheet_count;
        r->sheets = arena_array(a, room + 1, sizeof *r->sheets);
        r->notes = arena_array(a, 2 * room + 1, sizeof *r->notes);
        for (size_t f = 0; f < count; f++)
                for (unsigned n = 0; n < files[f].book->sheet_count; n++) {
                        struct sheet_reader s = { .arena = a,
                                                  .files = files,
                                                  .file_count = count,
                                                  .file = f,
                                                  .sheet = n,
                                                  .source = &files[f].book->sheets[n],
                                                  .values = { .academic = year_academic(context->today),
                                                              .today = context->today,
                                                              .authority = context->authority },
                                                  .out = out };
                        if (open_sheet(r, &s))
                                r->sheets[r->sheet_count++] = s;
                }
}

static const struct involvement_sheet *sheets_of(struct arena *a, const struct reading *r)
{
        struct involvement_sheet *sheets = arena_array(a, r->sheet_count + 1, sizeof *sheets);
        for (size_t i = 0; i < r->sheet_count; i++)
                sheets[i] = (struct involvement_sheet){ r->sheets[i].file, r->sheets[i].sheet,
                                                        r->sheets[i].columns.kind, r->sheets[i].columns.row };
        return sheets;
}

/* Children first, wherever the header stands. */
static void read_sheets(struct reading *r, struct arena *a, size_t rows)
{
        uint32_t *at = arena_array(a, rows + 1, sizeof *at);
        r->children = arena_array(a, rows + 1, sizeof *r->children);
        r->lines = arena_array(a, rows + 1, sizeof *r->lines);
        for (size_t i = 0; i < r->sheet_count; i++)
                read_children(r, &r->sheets[i], at);
        settle_children(r);
        for (size_t i = 0; i < r->sheet_count; i++)
                read_lines(r, &r->sheets[i], at);
}

void involvement_list_read(struct arena *a, const struct involvement_file *files, size_t count,
                           const struct involvement_context *context, struct involvement_list *out)
{
        struct reading r = { 0 };
        size_t rows = 0;
        *out = (struct involvement_list){ 0 };
        open_sheets(&r, a, files, count, context, out);
        for (size_t i = 0; i < r.sheet_count; i++)
                rows += rows_filled(&r.sheets[i]);
        if (rows > INVOLVEMENT_LINES_MAX)
                out->too_many = rows;
        else
                read_sheets(&r, a, rows);
        out->lines = r.lines;
        out->line_count = r.line_count;
        out->sheets = sheets_of(a, &r);
        out->sheet_count = r.sheet_count;
        out->notes = r.notes;
        out->note_count = r.note_count;
}
