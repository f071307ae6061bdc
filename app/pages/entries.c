#include "pages/entries.h"

#include <string.h>

#include "base/text.h"
#include "model/year.h"
#include "pages/la.h"
#include "pages/la_desk_school.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/entry.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 50, WHO_COLUMNS = 5, COLUMNS_MAX = WHO_COLUMNS + ENTRY_PARTS + 1 };

/* ---- columns ---- */

struct line {
        const struct entry_held *e;
        const char *url; /* of the pupil; NULL on a pupil's own page */
};

#define HELD(row) (((const struct line *)(row))->e)
TEXT_OF(name, arena_printf(a, "%s, %s", HELD(row)->surname, HELD(row)->forename))
TEXT_OF(surname, HELD(row)->surname)
TEXT_OF(forename, HELD(row)->forename)
TEXT_OF(upn, HELD(row)->upn)
TEXT_OF(nc_year, !HELD(row)->on_roll ? "Has left" : *HELD(row)->nc_year ? year_label(HELD(row)->nc_year) : "")
#define PART(n) TEXT_OF(part_##n, entry_part_words(a, &HELD(row)->entry, n))
PART(0)
PART(1)
PART(2)
PART(3)
PART(4) PART(5) PART(6) PART(7) PART(8) PART(9)

    /* "Row 14 of results.csv, sheet Maths, 14 September 2026 at 9:05am" */
    static const char *source(struct arena *a, const void *row)
{
        const struct entry_held *e = HELD(row);
        const char *at = words_moment(a, e->changed_at), *place = words_place(a, e->file, e->sheet, e->row);
        return *place ? arena_printf(a, "%s, %s", place, at) : at;
}

static struct html name_link(struct arena *a, const void *row)
{
        return part_link(a, name(a, row), ((const struct line *)row)->url);
}

static const struct column who_columns[WHO_COLUMNS] = {
        { "name", "Pupil", name, name_link, COLUMN_PAGE_ONLY },
        { "surname", "Surname", surname, NULL, COLUMN_FILE_ONLY },
        { "forename", "Forename", forename, NULL, COLUMN_FILE_ONLY },
        { "upn", "UPN", upn, NULL, COLUMN_FILE_ONLY },
        { "ncyear", "NC year", nc_year, NULL, 0 },
};

static struct column part_column(const struct entry_info *info, size_t part)
{
        static const char *(*const parts[ENTRY_PARTS])(struct arena *, const void *) = {
                part_0, part_1, part_2, part_3, part_4, part_5, part_6, part_7, part_8, part_9
        };
        return (struct column){ info->parts[part].key, info->parts[part].heading, parts[part], NULL, 0 };
}

/* Columns of a file stay as they are; on a page those in which nothing stands are left out. */
static bool is_used(const struct line *lines, size_t count, size_t part)
{
        for (size_t i = 0; i < count; i++)
                if (*lines[i].e->entry.part[part])
                        return true;
        return false;
}

/* The first part that no entry is without: the heading of its row where there is no pupil's name. */
static size_t leading_part(const struct entry_info *info)
{
        size_t i = 0;
        while (info->parts[i].use != PART_KEY)
                i++;
        return i;
}

/* Those of the kind; who false: without whose they are; file: for one. */
static struct list list_of(struct arena *a, enum entry_kind kind, bool who, bool file,
                           const struct line *lines, size_t count)
{
        const struct entry_info *info = &entry_table[kind];
        struct column *columns = arena_array(a, COLUMNS_MAX, sizeof *columns);
        size_t n = 0, lead = leading_part(info);
        for (size_t i = 0; who && i < WHO_COLUMNS; i++)
                columns[n++] = who_columns[i];
        columns[n++] = part_column(info, lead);
        for (size_t i = 0; i < info->part_count; i++)
                if (i != lead && (file || is_used(lines, count, i)))
                        columns[n++] = part_column(info, i);
        columns[n++] = (struct column){ "source", "Where it came from", source, NULL, 0 };
        return (struct list){ .id = info->key,
                              .caption = info->words,
                              .columns = columns,
                              .column_count = n,
                              .rows = lines,
                              .row_count = count,
                              .row_size = sizeof *lines,
                              .empty = "No entry is held that matches." };
}

/* ---- a pupil's ---- */

enum outcome entries_of_pupil(struct visit *v, unsigned long pupil, struct html *out)
{
        struct entries all;
        struct html tables[ENTRY_KINDS];
        enum outcome result = entry_of_pupil(v->db, v->arena, v->scope, pupil, &all);
        if (result != DONE)
                return result;
        for (int kind = 0; kind < ENTRY_KINDS; kind++) {
                struct line *lines = arena_array(v->arena, all.count + 1, sizeof *lines);
                size_t count = 0;
                for (size_t i = 0; i < all.count; i++)
                        if (all.items[i].entry.kind == (enum entry_kind)kind)
                                lines[count++] = (struct line){ &all.items[i], NULL };
                struct list list = list_of(v->arena, (enum entry_kind)kind, false, false, lines, count);
                tables[kind] = count ? list_html(v->arena, &list) : (struct html){ 0 };
        }
        *out = html_join(v->arena, ENTRY_KINDS, tables);
        return DONE;
}

/* ---- a school's ---- */

struct asked {
        enum entry_kind kind;
        const char *words; /* of the pupil's name, or the beginning of a UPN */
        size_t page;       /* from 1 */
};

static struct asked ask(struct visit *v)
{
        enum entry_kind kind = entry_kind_of_key(request_query(v->request, "kind"));
        unsigned long page = la_number(request_query(v->request, "page"));
        return (struct asked){ kind == ENTRY_KINDS ? ENTRY_RESULT : kind, request_query(v->request, "q"),
                               page && page < 100000 ? page : 1 };
}

static bool matches(struct arena *a, const struct entry_held *e, const char *words)
{
        const char *names =
            arena_printf(a, " %s", text_fold(a, arena_printf(a, "%s %s", e->surname, e->forename)));
        char *rest = text_fold(a, words);
        if (text_empty(words) || strncasecmp(e->upn, words, strlen(words)) == 0)
                return true;
        for (char *word; (word = strsep(&rest, " "));)
                if (*word && !strstr(names, arena_printf(a, " %s", word)))
                        return false;
        return true;
}

static enum outcome load(struct visit *v, const struct asked *asked, struct line **lines, size_t *count)
{
        struct entries all;
        enum outcome result = entry_list(v->db, v->arena, v->scope, asked->kind, &all);
        if (result != DONE)
                return result;
        *lines = arena_array(v->arena, all.count + 1, sizeof **lines);
        *count = 0;
        for (size_t i = 0; i < all.count; i++) {
                const unsigned long numbers[] = { v->scope->school, all.items[i].pupil };
                if (matches(v->arena, &all.items[i], asked->words))
                        (*lines)[(*count)++] =
                            (struct line){ &all.items[i], url_make(v->arena, LA_PUPIL, numbers) };
        }
        return DONE;
}

static const char *again(struct visit *v, const struct asked *asked, const char *extension, const char *last)
{
        const char *path =
            arena_printf(v->arena, "%s%s", url_make(v->arena, LA_ENTRIES, &v->scope->school), extension);
        return la_url(v->arena, path, "kind", entry_table[asked->kind].key, "q", asked->words, last, NULL,
                      NULL);
}

static struct html kind_select(struct visit *v, const struct asked *asked)
{
        struct choice choices[ENTRY_KINDS] = { 0 };
        for (int kind = 0; kind < ENTRY_KINDS; kind++)
                choices[kind] =
                    (struct choice){ .value = entry_table[kind].key, .text = entry_table[kind].words };
        return part_select(v->arena, &(struct input){ .name = "kind",
                                                      .label = "List",
                                                      .value = entry_table[asked->kind].key,
                                                      .choice_count = ENTRY_KINDS,
                                                      .choices = choices });
}

enum outcome la_entries_page(struct visit *v)
{
        struct asked asked = ask(v);
        struct line *lines;
        size_t count, from = (asked.page - 1) * PER_PAGE;
        struct view *page = view_new(v->arena, "la/entries");
        enum outcome result = la_data_frame(v, page, LA_ENTRIES);
        if (result == DONE)
                result = load(v, &asked, &lines, &count);
        if (result != DONE)
                return result;
        size_t shown = from >= count ? 0 : count - from < PER_PAGE ? count - from : PER_PAGE;
        struct list list = list_of(v->arena, asked.kind, true, false, lines, count);
        list.rows = lines + (shown ? from : 0);
        list.row_count = shown;
        view_text(page, "action", url_make(v->arena, LA_ENTRIES, &v->scope->school));
        view_html(page, "kind", kind_select(v, &asked));
        view_html(page, "search",
                  part_input(v->arena, &(struct input){ .name = "q",
                                                        .label = "Name or UPN",
                                                        .value = asked.words,
                                                        .width = 20,
                                                        .autocomplete = "off" }));
        view_text(page, "count", format_count(v->arena, (long)count, "entry", "entries"));
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "pages",
                  part_pages(v->arena, again(v, &asked, "", "page"), (long)asked.page,
                             (long)((count + PER_PAGE - 1) / PER_PAGE)));
        view_text(page, "csv", again(v, &asked, ".csv", NULL));
        view_text(page, "xlsx", again(v, &asked, ".xlsx", NULL));
        return visit_show(v, entry_table[asked.kind].words, page);
}

static enum outcome as_file(struct visit *v, bool xlsx)
{
        struct asked asked = ask(v);
        const struct entry_info *info = &entry_table[asked.kind];
        struct line *lines;
        size_t count;
        struct school school;
        enum outcome result = la_school(v, &school);
        if (result == DONE)
                result = load(v, &asked, &lines, &count);
        if (result == DONE)
                result = audit_add(v->db, v->scope->person, v->scope->school, "entries-downloaded", 0,
                                   arena_printf(v->arena, "%s: %s", info->words,
                                                format_count(v->arena, (long)count, "row", NULL)));
        if (result != DONE)
                return result;
        struct list list = list_of(v->arena, asked.kind, true, true, lines, count);
        return la_file(v, &list, xlsx, arena_printf(v->arena, "%s-%s", info->key, school.laestab),
                       info->words);
}

enum outcome la_entries_csv(struct visit *v)
{
        return as_file(v, false);
}

enum outcome la_entries_xlsx(struct visit *v)
{
        return as_file(v, true);
}
