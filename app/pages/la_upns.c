#include "pages/la_upns.h"

#include <string.h>

#include "model/upn.h"
#include "pages/la.h"
#include "pages/la_desk.h"
#include "pages/la_desk_school.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/identity.h"
#include "view/format.h"

enum { PER_PAGE = 100, FILE_MAX = 50000 };

/* ---- columns ---- */

#define ROW(row) ((const struct upn_line *)(row))
TEXT_OF(pupil, *ROW(row)->pupil_name ? ROW(row)->pupil_name : "A row that is nobody’s yet")
TEXT_OF(school, ROW(row)->school_name)
TEXT_OF(message, upn_message_words(ROW(row)->message))
TEXT_OF(value, ROW(row)->value)
TEXT_OF(other_pupil, ROW(row)->other_pupil_name)
TEXT_OF(other_school, ROW(row)->other_school_name)
TEXT_OF(since, words_moment(a, ROW(row)->since))

static const char *place(struct arena *a, const void *row)
{
        const char *words =
            ROW(row)->row ? arena_printf(a, "Row %u of %s", ROW(row)->row, ROW(row)->file) : ROW(row)->file;
        return *ROW(row)->sheet ? arena_printf(a, "%s, sheet %s", words, ROW(row)->sheet) : words;
}

static struct html link_to(struct arena *a, unsigned long of_school, unsigned long of_pupil,
                           const char *words)
{
        const unsigned long numbers[] = { of_school, of_pupil };
        return of_pupil ? part_link(a, words, url_make(a, LA_PUPIL, numbers)) : html_text(a, words);
}

static struct html pupil_link(struct arena *a, const void *row)
{
        return link_to(a, ROW(row)->school, ROW(row)->pupil, pupil(a, row));
}

static struct html school_link(struct arena *a, const void *row)
{
        return part_link(a, school(a, row), url_make(a, LA_SCHOOL_UPNS, &ROW(row)->school));
}

static struct html other_link(struct arena *a, const void *row)
{
        const char *words =
            *ROW(row)->other_pupil_name
                ? arena_printf(a, "%s, %s", ROW(row)->other_pupil_name, ROW(row)->other_school_name)
                : "";
        return link_to(a, ROW(row)->other_school, ROW(row)->other_pupil, words);
}

static const struct column columns[] = {
        { "pupil", "Pupil", pupil, pupil_link, 0 },
        { "school", "School", school, school_link, 0 },
        { "message", "What is wrong", message, NULL, 0 },
        { "value", "Found", value, NULL, 0 },
        { "other", "Who has the same", other_pupil, other_link, 0 },
        { "other_school", "At", other_school, NULL, COLUMN_FILE_ONLY },
        { "place", "File and row", place, NULL, 0 },
        { "since", "Since", since, NULL, 0 },
};

static struct list list_of(const struct upn_lines *all)
{
        return (struct list){ .id = "upns",
                              .caption = "UPN problems",
                              .quiet = true,
                              .columns = columns,
                              .column_count = sizeof columns / sizeof *columns,
                              .rows = all->items,
                              .row_count = all->count,
                              .row_size = sizeof *all->items,
                              .empty = "No identifier is wrong here." };
}

/* ---- what is asked for ---- */

struct asked {
        unsigned long school; /* 0: all */
        unsigned message;     /* 0: all */
        const char *text;     /* of the message */
        unsigned long page;
};

static struct asked ask(const struct visit *v)
{
        unsigned long page = la_number(request_query(v->request, "page"));
        const char *text = request_query(v->request, "message");
        unsigned long message = la_number(text);
        return (struct asked){ .school = v->scope ? v->scope->school : 0,
                               .message = message < 65536 ? (unsigned)message : 0,
                               .text = message && message < 65536 ? text : "",
                               .page = page && page < 100000 ? page : 1 };
}

/* end: "", ".csv" ... */
static const char *path_of(const struct visit *v, const struct asked *q, const char *end)
{
        return arena_printf(v->arena, "%s%s",
                            q->school ? url_make(v->arena, LA_SCHOOL_UPNS, &q->school) : LA_UPNS, end);
}

static struct html counts_html(struct visit *v, const struct asked *q, const struct upn_counts *counts)
{
        struct view *item = view_new(v->arena, "la/count-link");
        for (size_t i = 0; i < counts->count; i++) {
                const struct upn_count *c = &counts->items[i];
                view_text(item, "url",
                          la_url(v->arena, path_of(v, q, ""), "message",
                                 arena_printf(v->arena, "%u", c->message), NULL));
                view_text(item, "text", upn_message_words(c->message));
                view_text(item, "count", format_number(v->arena, (long)c->count));
                view_flag(item, "current", c->message == q->message);
                view_next(item);
        }
        return view_rows(item);
}

static unsigned long total_of(const struct asked *q, const struct upn_counts *counts)
{
        unsigned long total = 0;
        for (size_t i = 0; i < counts->count; i++)
                if (!q->message || counts->items[i].message == q->message)
                        total += counts->items[i].count;
        return total;
}

/* ---- pages ---- */

static enum outcome frame(struct visit *v, const struct asked *q, struct view *page)
{
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = "UPN problems" } };
        if (q->school)
                return la_data_frame(v, page, LA_SCHOOL_UPNS);
        la_trail(v, 2, trail);
        view_text(page, "name", "UPN problems");
        view_html(page, "tabs", (struct html){ 0 });
        return DONE;
}

enum outcome la_upns_page(struct visit *v)
{
        const struct asked q = ask(v);
        const struct upn_filter filter = { q.school, q.message, (unsigned)(q.page - 1) * PER_PAGE, PER_PAGE };
        struct upn_lines all;
        struct upn_counts counts;
        struct view *page = view_new(v->arena, "la/upns");
        enum outcome result = frame(v, &q, page);
        if (result == DONE)
                result = upn_counts(v->db, v->arena, q.school, &counts);
        if (result == DONE)
                result = upn_lines(v->db, v->arena, &filter, &all);
        if (result != DONE)
                return result;
        struct list list = list_of(&all);
        unsigned long total = total_of(&q, &counts);
        view_html(page, "counts",
                  counts.count > 1 || q.message ? counts_html(v, &q, &counts) : (struct html){ 0 });
        view_text(page, "count", format_count(v->arena, (long)total, "problem", NULL));
        view_text(page, "all", q.message ? path_of(v, &q, "") : "");
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "pages",
                  part_pages(v->arena,
                             la_url(v->arena, path_of(v, &q, ""), "message", q.text, "page", NULL, NULL),
                             (long)q.page, (long)(total + PER_PAGE - 1) / PER_PAGE));
        view_text(page, "csv", la_url(v->arena, path_of(v, &q, ".csv"), "message", q.text, NULL));
        view_text(page, "xlsx", la_url(v->arena, path_of(v, &q, ".xlsx"), "message", q.text, NULL));
        return visit_show(v, "UPN problems", page);
}

static enum outcome as_file(struct visit *v, bool xlsx)
{
        const struct asked q = ask(v);
        const struct upn_filter filter = { q.school, q.message, 0, FILE_MAX };
        struct upn_lines all;
        struct school s;
        enum outcome result = q.school ? la_school(v, &s) : DONE;
        if (result == DONE)
                result = upn_lines(v->db, v->arena, &filter, &all);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, q.school, "upns-downloaded", 0,
                                   format_count(v->arena, (long)all.count, "row", NULL));
        if (result != DONE)
                return result;
        struct list list = list_of(&all);
        return la_file(v, &list, xlsx, "upn-problems", "UPN problems");
}

enum outcome la_upns_csv(struct visit *v)
{
        return as_file(v, false);
}

enum outcome la_upns_xlsx(struct visit *v)
{
        return as_file(v, true);
}
