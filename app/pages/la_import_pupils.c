#include "pages/la_import_pupils.h"

#include <string.h>

#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_desk_school.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/import_change.h"
#include "view/format.h"

enum { PER_PAGE = 100, FILE_MAX = 50000 };

/* ---- the lists ---- */

struct line {
        unsigned long school;
        const struct import_change *c;
};

#define ROW(row)                  ((const struct line *)(row))
#define FIELD_OF(function, field) TEXT_OF(function, value_words(a, field, ROW(row)->c->who.value[field]))
TEXT_OF(name, words_list_name(a, &ROW(row)->c->who))
FIELD_OF(upn, FIELD_UPN)
FIELD_OF(dob, FIELD_DOB)
FIELD_OF(year, FIELD_NC_YEAR)
FIELD_OF(class, FIELD_CLASS)
TEXT_OF(place, ROW(row)->c->row ? arena_printf(a, "%s%srow %u", ROW(row)->c->sheet,
                                               *ROW(row)->c->sheet ? ", " : "", ROW(row)->c->row)
                                : "")
TEXT_OF(person, ROW(row)->c->person)

static struct html name_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->school, ROW(row)->c->pupil };
        return part_link(a, name(a, row), url_make(a, LA_PUPIL, numbers));
}

static enum field field_of(const struct import_change *c)
{
        int f = 0;
        while (f < FIELD_COUNT && strcmp(field_table[f].key, c->field) != 0)
                f++;
        return (enum field)f;
}

static const char *field_words(struct arena *a, const void *row)
{
        enum field f = field_of(ROW(row)->c);
        (void)a;
        return f < FIELD_COUNT ? field_table[f].heading : ROW(row)->c->field;
}

static const char *value_of(struct arena *a, const void *row, const char *value)
{
        enum field f = field_of(ROW(row)->c);
        return f < FIELD_COUNT ? value_words(a, f, value) : value;
}

TEXT_OF(before, value_of(a, row, ROW(row)->c->before))
TEXT_OF(after, value_of(a, row, ROW(row)->c->after))

static const struct column new_columns[] = {
        { "name", "Pupil", name, name_link, 0 },  { "upn", "UPN", upn, NULL, 0 },
        { "dob", "Date of birth", dob, NULL, 0 }, { "year", "NC year", year, NULL, 0 },
        { "class", "Class", class, NULL, 0 },     { "place", "In the file", place, NULL, 0 },
};

static const struct column changed_columns[] = {
        { "name", "Pupil", name, name_link, 0 },
        { "upn", "UPN", upn, NULL, 0 },
        { "field", "What changed", field_words, NULL, 0 },
        { "before", "Before", before, NULL, 0 },
        { "after", "After", after, NULL, 0 },
        { "place", "In the file", place, NULL, 0 },
        { "by", "Accepted by", person, NULL, 0 },
};

static struct list list_of(struct visit *v, const struct import_changes *all, bool created)
{
        struct line *lines = arena_array(v->arena, all->count + 1, sizeof *lines);
        for (size_t i = 0; i < all->count; i++)
                lines[i] = (struct line){ v->scope->school, &all->items[i] };
        return (struct list){ .id = "pupils",
                              .caption = created ? "New pupils" : "Changed values",
                              .quiet = true,
                              .columns = created ? new_columns : changed_columns,
                              .column_count = created ? sizeof new_columns / sizeof *new_columns
                                                      : sizeof changed_columns / sizeof *changed_columns,
                              .rows = lines,
                              .row_count = all->count,
                              .row_size = sizeof *lines,
                              .empty = created ? "No pupil was added." : "No value was changed." };
}

static bool shows_created(const struct visit *v)
{
        return strcmp(request_query(v->request, "show"), "changed") != 0;
}

static enum outcome find(struct visit *v, unsigned page, unsigned per_page, struct import_visit *iv,
                         struct import_changes *out)
{
        enum outcome result = la_import_load(v, iv);
        if (result != DONE)
                return result;
        return import_change_list(v->db, v->arena, v->scope, iv->i.batch.id, shows_created(v), page, per_page,
                                  out);
}

/* ---- the page ---- */

static struct html tabs_of(struct visit *v, const char *here, bool created)
{
        const struct tab tabs[] = { { .text = "New pupils", .url = here, .current = created },
                                    { .text = "Changed values",
                                      .url = la_url(v->arena, here, "show", "changed", NULL),
                                      .current = !created } };
        return part_tabs(v->arena, "What this import did", 2, tabs);
}

enum outcome la_import_pupils_page(struct visit *v)
{
        struct import_visit iv;
        struct import_changes all;
        unsigned long page = la_number(request_query(v->request, "page"));
        unsigned n = page && page < 100000 ? (unsigned)page - 1 : 0;
        bool created = shows_created(v);
        const char *shown = created ? "" : "changed";
        enum outcome result = find(v, n, PER_PAGE, &iv, &all);
        if (result != DONE)
                return result;
        const char *here = url_make(v->arena, LA_IMPORT_PUPILS, iv.numbers);
        struct list list = list_of(v, &all, created);
        struct view *out = view_new(v->arena, "la/import-pupils");
        const struct page_link trail[] = {
                { .text = "Dashboard", .url = "/la/dashboard" },
                { .text = iv.line.school_name, .url = url_make(v->arena, LA_DATA_IMPORTS, iv.numbers) },
                { .text = iv.i.file_name, .url = url_make(v->arena, LA_IMPORT, iv.numbers) },
                { .text = created ? "New pupils" : "Changed values" }
        };
        la_trail(v, 4, trail);
        view_text(out, "file", iv.i.file_name);
        view_html(out, "tabs", tabs_of(v, here, created));
        view_text(out, "count",
                  format_count(v->arena, (long)all.total, created ? "new pupil" : "changed value", NULL));
        view_html(out, "list", list_html(v->arena, &list));
        view_html(out, "pages",
                  part_pages(v->arena, la_url(v->arena, here, "show", shown, "page", NULL, NULL), n + 1,
                             (long)(all.total + PER_PAGE - 1) / PER_PAGE));
        view_text(
            out, "csv",
            la_url(v->arena, url_make(v->arena, LA_IMPORT_PUPILS ".csv", iv.numbers), "show", shown, NULL));
        view_text(
            out, "xlsx",
            la_url(v->arena, url_make(v->arena, LA_IMPORT_PUPILS ".xlsx", iv.numbers), "show", shown, NULL));
        return visit_show(v, created ? "New pupils" : "Changed values", out);
}

enum outcome la_last_pupils_page(struct visit *v)
{
        unsigned long numbers[2] = { v->scope->school, 0 };
        struct school school;
        enum outcome result = la_school(v, &school);
        if (result != DONE)
                return result;
        result = dashboard_last_import(v->db, v->arena, v->scope, &numbers[1]);
        if (result == ABSENT)
                return visit_go(v, LA_DATA_IMPORTS, numbers);
        if (result == DONE)
                response_redirect(v->response, la_url(v->arena, url_make(v->arena, LA_IMPORT_PUPILS, numbers), "show",
                                                      shows_created(v) ? "" : "changed", NULL));
        return result;
}

/* ---- files ---- */

static enum outcome send(struct visit *v, bool xlsx)
{
        struct import_visit iv;
        struct import_changes all;
        bool created = shows_created(v);
        enum outcome result = find(v, 0, FILE_MAX, &iv, &all);
        if (result == DONE)
                result = audit_add(v->db, v->scope->person, v->scope->school, "import-downloaded",
                                   iv.i.batch.id, format_count(v->arena, (long)all.count, "row", NULL));
        if (result != DONE)
                return result;
        struct list list = list_of(v, &all, created);
        return la_file(v, &list, xlsx, created ? "new-pupils" : "changed-values",
                       created ? "New pupils" : "Changed values");
}

enum outcome la_import_pupils_csv(struct visit *v)
{
        return send(v, false);
}

enum outcome la_import_pupils_xlsx(struct visit *v)
{
        return send(v, true);
}
