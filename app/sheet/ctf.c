#include "sheet/ctf.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "sheet/ctf_table.h"
#include "sheet/xml.h"

enum { DEPTH = 65, MEMORY_MAX = 96 << 20, UNKNOWN_NAMED = 8, UNKNOWN_ROOM = 400 };

/* A row of a sheet, until the file has ended: sheets are written one after the other. NULL is no value. */
struct line {
        struct line *next;
        const char *cells[];
};

struct lines {
        struct line *first, *last, *of_pupil; /* of_pupil: the first one of the pupil that is being read */
};

struct element {
        enum ctf_group group;
        const struct ctf_leaf *leaf;
};

struct ctf {
        struct arena *arena;
        struct sink *sink;
        struct element open[DEPTH];
        unsigned depth;
        struct lines sheets[CTF_SHEETS];
        struct line *row[CTF_SHEETS]; /* that is being filled, or NULL */
        const char *aside[CTF_PARTS];
        struct buf text;
        unsigned unknown, homeless;
        char unknown_names[UNKNOWN_ROOM];
};

bool ctf_is(const char *text)
{
        const char *p = text;
        while (p && (p = strchr(p, '<')) && (p[1] == '?' || p[1] == '!'))
                p = p[1] == '?' ? strstr(p, "?>") : strncmp(p, "<!--", 4) == 0 ? strstr(p, "-->") : p + 1;
        if (!p)
                return false;
        size_t len = strcspn(p + 1, " \t\r\n/>");
        const char *colon = memchr(p + 1, ':', len), *name = colon ? colon + 1 : p + 1;
        return (strncasecmp(name, "CTfile", 6) == 0 || strncasecmp(name, "ATfile", 6) == 0) &&
               name + 6 == p + 1 + len;
}

/* ---- rows ---- */

static enum outcome begin_row(struct ctf *c, enum ctf_sheet sheet)
{
        if (arena_used(c->arena) > MEMORY_MAX)
                return sink_refuse(
                    c->sink, "The file is too large to be read at once. Send the pupils in several files.");
        struct line *line = arena_alloc(c->arena, sizeof *line + (size_t)ctf_sheets[sheet].column_count *
                                                                     sizeof *line->cells);
        struct lines *l = &c->sheets[sheet];
        if (l->last)
                l->last->next = line;
        else
                l->first = line;
        l->last = line;
        if (!l->of_pupil)
                l->of_pupil = line;
        c->row[sheet] = line;
        return DONE;
}

static const char *cell(const struct line *line, int column)
{
        return line->cells[column] ? line->cells[column] : "";
}

/* The first value counts: a second telephone has no column. */
static void set(struct line *line, int column, const char *value)
{
        if (line && !line->cells[column] && *value)
                line->cells[column] = value;
}

static const char *aside(const struct ctf *c, enum ctf_part part)
{
        return c->aside[part] ? c->aside[part] : "";
}

static void clear_aside(struct ctf *c, enum ctf_part from, enum ctf_part to)
{
        for (int i = (int)from; i <= (int)to; i++)
                c->aside[i] = NULL;
}

static bool all_digits(const char *text, size_t len)
{
        return strlen(text) == len && strspn(text, "0123456789") == len;
}

/* "" where a number stands for no school: an authority's own, or one that is not to be named. */
static const char *school_number(struct ctf *c, const char *lea, const char *estab)
{
        return all_digits(lea, 3) && all_digits(estab, 4) ? arena_printf(c->arena, "%s%s", lea, estab) : "";
}

/* ---- what is put together ---- */

static void end_school(struct ctf *c, enum ctf_sheet sheet, int column)
{
        set(c->row[sheet], column, school_number(c, aside(c, PART_LEA), aside(c, PART_ESTAB)));
        clear_aside(c, PART_LEA, PART_ESTAB);
}

static void end_language(struct ctf *c)
{
        const char *type = aside(c, PART_LANGUAGE_TYPE);
        if (strcasecmp(type, "F") == 0 || !*type)
                set(c->row[CTF_SHEET_PUPILS], PUPIL_LANGUAGE, aside(c, PART_LANGUAGE));
        clear_aside(c, PART_LANGUAGE_TYPE, PART_LANGUAGE);
}

/* "Flat 2, 14 High Street, Northside"; a house with a name has a comma after it. */
static const char *address_of(struct ctf *c)
{
        const char *address = "";
        for (int i = PART_SAON; i <= PART_LINE_5; i++) {
                const char *part = aside(c, (enum ctf_part)i);
                bool number = i == PART_STREET && isdigit((unsigned char)*aside(c, PART_PAON));
                if (*part)
                        address = arena_printf(c->arena, "%s%s%s", address,
                                               !*address ? ""
                                               : number  ? " "
                                                         : ", ",
                                               part);
        }
        return address;
}

static void end_address(struct ctf *c, bool contact)
{
        struct line *row = c->row[contact ? CTF_SHEET_CONTACTS : CTF_SHEET_PUPILS];
        const char *town = *aside(c, PART_POST_TOWN) ? aside(c, PART_POST_TOWN) : aside(c, PART_TOWN);
        set(row, contact ? CONTACT_ADDRESS : PUPIL_ADDRESS, address_of(c));
        set(row, contact ? CONTACT_ADDRESS + 1 : PUPIL_TOWN, town);
        clear_aside(c, PART_SAON, PART_POST_TOWN);
}

static void end_group(struct ctf *c, enum ctf_group group)
{
        switch (group) {
        case CTF_LANGUAGE: end_language(c); break;
        case CTF_ADDRESS: end_address(c, false); break;
        case CTF_CONTACT_ADDRESS: end_address(c, true); break;
        case CTF_YEAR: end_school(c, CTF_SHEET_ATTENDANCE, ATTENDED_SCHOOL); break;
        case CTF_SCHOOL: end_school(c, CTF_SHEET_SCHOOLS, SCHOOL_NUMBER); break;
        case CTF_ASSESSMENT:
                set(c->row[CTF_SHEET_ASSESSMENTS], ASSESSMENT_STAGE, aside(c, PART_STAGE));
                break;
        case CTF_STAGE: clear_aside(c, PART_STAGE, PART_STAGE); break;
        default: break;
        }
        if (ctf_rows_of(group) != CTF_SHEETS)
                c->row[ctf_rows_of(group)] = NULL;
}

/* ---- a pupil as a whole ---- */

/* The school that the pupil has not left: the last one without a leaving date; or the one of that number. */
static const struct line *current_school(const struct ctf *c, const char *number)
{
        const struct line *found = NULL;
        for (const struct line *l = c->sheets[CTF_SHEET_SCHOOLS].of_pupil; l; l = l->next)
                if (!*cell(l, SCHOOL_LEAVING) && *cell(l, SCHOOL_NUMBER) &&
                    (!*number || strcmp(cell(l, SCHOOL_NUMBER), number) == 0))
                        found = l;
        return found;
}

static void settle_school(struct ctf *c, struct line *pupil)
{
        const struct line *header = c->row[CTF_SHEET_HEADER];
        const char *number =
            school_number(c, cell(header, HEADER_SOURCE_LEA), cell(header, HEADER_SOURCE_ESTAB));
        const struct line *school = current_school(c, number);
        if (!*number && school)
                number = cell(school, SCHOOL_NUMBER);
        set(pupil, PUPIL_SCHOOL, number);
        if (school)
                set(pupil, PUPIL_ENTRY, cell(school, SCHOOL_ENTRY));
        c->homeless += !*number;
}

/* The provision that began last; of two that began on one day, the later named. */
static void settle_sen(struct ctf *c, struct line *pupil)
{
        const struct line *last = NULL;
        for (const struct line *l = c->sheets[CTF_SHEET_SEN].of_pupil; l; l = l->next)
                if (*cell(l, SEN_PROVISION) &&
                    (!last || strcmp(cell(l, SEN_START), cell(last, SEN_START)) >= 0))
                        last = l;
        if (last)
                set(pupil, PUPIL_SEN, cell(last, SEN_PROVISION));
}

static void settle_needs(struct ctf *c, struct line *pupil)
{
        int n = 0;
        for (const struct line *l = c->sheets[CTF_SHEET_NEEDS].of_pupil; l; l = l->next) {
                const char *rank = cell(l, NEED_RANK);
                n++;
                if (*rank ? strcmp(rank, "1") == 0 : n == 1)
                        set(pupil, PUPIL_NEED, cell(l, NEED_TYPE));
                else if (*rank ? strcmp(rank, "2") == 0 : n == 2)
                        set(pupil, PUPIL_NEED_2, cell(l, NEED_TYPE));
        }
}

/* Eligible on the day when the file was made. */
static void settle_meals(struct ctf *c, struct line *pupil)
{
        const char *made = cell(c->row[CTF_SHEET_HEADER], HEADER_MOMENT), *eligible = "";
        for (const struct line *l = c->sheets[CTF_SHEET_MEALS].of_pupil; l; l = l->next) {
                const char *start = cell(l, MEAL_START), *end = cell(l, MEAL_END);
                if (*start && (!*end || (*made && strncmp(end, made, 10) >= 0)))
                        eligible = "Y";
                else if (*end && !*eligible)
                        eligible = "N";
        }
        set(pupil, PUPIL_MEALS, eligible);
}

/* Who a row is about stands on it, so that every sheet can be read by itself. */
static void name_rows(struct ctf *c, const struct line *pupil)
{
        for (int s = CTF_SHEET_PUPILS + 1; s < CTF_SHEETS; s++) {
                for (struct line *l = c->sheets[s].of_pupil; l; l = l->next)
                        for (int i = 0; i < CTF_WHO; i++)
                                l->cells[i] = pupil->cells[i];
                c->sheets[s].of_pupil = NULL;
        }
        c->sheets[CTF_SHEET_PUPILS].of_pupil = NULL;
}

static void end_pupil(struct ctf *c)
{
        struct line *pupil = c->row[CTF_SHEET_PUPILS];
        settle_school(c, pupil);
        settle_sen(c, pupil);
        settle_needs(c, pupil);
        settle_meals(c, pupil);
        name_rows(c, pupil);
        c->row[CTF_SHEET_PUPILS] = NULL;
}

/* ---- elements ---- */

static void count_unknown(struct ctf *c, const char *name)
{
        size_t used = strlen(c->unknown_names), len = strlen(name);
        c->unknown++;
        if (len > 40 || used + len + 3 > sizeof c->unknown_names || strstr(c->unknown_names, name))
                return;
        if (used)
                memcpy(c->unknown_names + used, ", ", 3), used += 2;
        memcpy(c->unknown_names + used, name, len + 1);
}

static enum outcome on_open(void *with, const char *name, const char **attributes)
{
        struct ctf *c = with;
        struct element *in = &c->open[c->depth], *e = &c->open[c->depth + 1];
        (void)attributes;
        *e = (struct element){ CTF_NOTHING, NULL };
        c->depth++;
        c->text.len = 0;
        if (in->leaf) /* a value with elements inside is none of ours */
                count_unknown(c, name);
        if (in->group == CTF_NOTHING)
                return DONE;
        if (!ctf_find_group(in->group, name, &e->group)) {
                if (!(e->leaf = ctf_find_leaf(in->group, name)))
                        count_unknown(c, name);
                return DONE;
        }
        if (e->group == in->group || e->group == CTF_NOTHING)
                return DONE;
        if (e->group == CTF_PUPIL)
                return begin_row(c, CTF_SHEET_PUPILS);
        enum ctf_sheet rows = ctf_rows_of(e->group);
        return rows == CTF_SHEETS ? DONE : begin_row(c, rows);
}

static const char *trimmed(struct ctf *c)
{
        const char *start = c->text.bytes, *end = start + c->text.len;
        while (start < end && isspace((unsigned char)*start))
                start++;
        while (end > start && isspace((unsigned char)end[-1]))
                end--;
        return start == end ? "" : arena_bytes(c->arena, start, (size_t)(end - start));
}

/* Marks from another day stand in a row of their own. */
static enum outcome take_value(struct ctf *c, const struct ctf_leaf *leaf)
{
        const char *value = c->text.len ? trimmed(c) : "";
        if (!*value)
                return DONE;
        if (leaf->sheet == CTF_ASIDE) {
                if (!c->aside[leaf->column])
                        c->aside[leaf->column] = value;
                return DONE;
        }
        struct line *row = c->row[leaf->sheet];
        if (leaf->sheet == CTF_SHEET_MARKS && leaf->column == MARKS_FROM && row && row->cells[MARKS_FROM]) {
                enum outcome result = begin_row(c, CTF_SHEET_MARKS);
                if (result != DONE)
                        return result;
        }
        set(c->row[leaf->sheet], leaf->column, value);
        return DONE;
}

static enum outcome on_close(void *with, const char *name)
{
        struct ctf *c = with;
        struct element *e = &c->open[c->depth--];
        (void)name;
        enum outcome result = e->leaf ? take_value(c, e->leaf) : DONE;
        c->text.len = 0;
        if (e->group == c->open[c->depth].group || e->group == CTF_NOTHING)
                return result;
        if (e->group == CTF_PUPIL)
                end_pupil(c);
        else
                end_group(c, e->group);
        return result;
}

static enum outcome on_text(void *with, const char *text, size_t len)
{
        struct ctf *c = with;
        if (c->open[c->depth].leaf)
                buf_add(&c->text, text, len);
        return DONE;
}

/* ---- sheets ---- */

static enum outcome put(struct ctf *c, uint32_t row, int column, const struct ctf_column *info,
                        const char *text)
{
        size_t len = strlen(text);
        return info->date ? sink_iso(c->sink, row, (uint32_t)column, text, len)
                          : sink_utf8(c->sink, row, (uint32_t)column, CELL_TEXT, text, len);
}

static enum outcome write_header(struct ctf *c)
{
        static const struct ctf_column plain = { "", false };
        const struct ctf_sheet_info *info = &ctf_sheets[CTF_SHEET_HEADER];
        enum outcome result = sink_sheet(c->sink, info->name, false);
        uint32_t row = 0;
        for (int i = 0; i < info->column_count && result == DONE; i++) {
                const char *value = cell(c->row[CTF_SHEET_HEADER], i);
                if (!*value)
                        continue;
                result = put(c, row, 0, &plain, info->columns[i].heading);
                if (result == DONE)
                        result = put(c, row++, 1, &plain, value);
        }
        return result;
}

/* Columns of the pupils that are never filled are left out, but for those that every list has. */
static int number_columns(const struct ctf *c, enum ctf_sheet sheet, int *place)
{
        int count = 0;
        for (int i = 0; i < ctf_sheets[sheet].column_count; i++) {
                bool used = sheet != CTF_SHEET_PUPILS || i <= PUPIL_SEX;
                for (const struct line *l = c->sheets[sheet].first; l && !used; l = l->next)
                        used = l->cells[i] != NULL;
                place[i] = used ? count++ : -1;
        }
        return count;
}

static bool filled(const struct line *line, enum ctf_sheet sheet)
{
        for (int i = sheet == CTF_SHEET_PUPILS ? 0 : CTF_WHO; i < ctf_sheets[sheet].column_count; i++)
                if (line->cells[i])
                        return true;
        return false;
}

static enum outcome write_sheet(struct ctf *c, enum ctf_sheet sheet)
{
        const struct ctf_sheet_info *info = &ctf_sheets[sheet];
        static const struct ctf_column plain = { "", false };
        int place[CTF_COLUMNS_MAX];
        uint32_t row = 0;
        number_columns(c, sheet, place);
        enum outcome result = sink_sheet(c->sink, info->name, false);
        for (int i = 0; i < info->column_count && result == DONE; i++)
                if (place[i] >= 0)
                        result = put(c, row, place[i], &plain, info->columns[i].heading);
        for (const struct line *l = c->sheets[sheet].first; l && result == DONE; l = l->next) {
                row += filled(l, sheet);
                for (int i = 0; i < info->column_count && result == DONE && filled(l, sheet); i++)
                        if (l->cells[i])
                                result = put(c, row, place[i], &info->columns[i], l->cells[i]);
        }
        return result;
}

static bool has_rows(const struct ctf *c, enum ctf_sheet sheet)
{
        for (const struct line *l = c->sheets[sheet].first; l; l = l->next)
                if (filled(l, sheet))
                        return true;
        return false;
}

static void note_all(struct ctf *c)
{
        if (c->unknown)
                sink_note(c->sink, "%u element%s of the file %s not known here and %s left out%s%s.",
                          c->unknown, c->unknown == 1 ? "" : "s", c->unknown == 1 ? "is" : "are",
                          c->unknown == 1 ? "was" : "were", *c->unknown_names ? ": " : "", c->unknown_names);
        if (c->homeless)
                sink_note(c->sink,
                          "The file does not come from a school, and for %u pupil%s it names no school that "
                          "they have not left.",
                          c->homeless, c->homeless == 1 ? "" : "s");
}

static enum outcome write_all(struct ctf *c)
{
        enum outcome result = write_header(c);
        if (result == DONE)
                result = write_sheet(c, CTF_SHEET_PUPILS);
        for (int s = CTF_SHEET_PUPILS + 1; s < CTF_SHEETS && result == DONE; s++)
                if (has_rows(c, (enum ctf_sheet)s))
                        result = write_sheet(c, (enum ctf_sheet)s);
        note_all(c);
        return result;
}

enum outcome ctf_read(const char *text, size_t len, struct sink *s)
{
        static const struct xml_calls calls = {
                on_open, on_close, on_text, "Ask for the transfer file to be made again, and send that."
        };
        struct ctf c = { .arena = arena_new(), .sink = s, .open = { { CTF_OUTSIDE, NULL } } };
        sink_kind(s, "ctf");
        enum outcome result = begin_row(&c, CTF_SHEET_HEADER);
        c.sheets[CTF_SHEET_HEADER].of_pupil = NULL;
        if (result == DONE)
                result = xml_read_bytes(text, len, s, &calls, &c);
        if (result == DONE)
                result = write_all(&c);
        buf_free(&c.text);
        arena_free(c.arena);
        return result;
}
