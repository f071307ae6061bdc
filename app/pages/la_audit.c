#include "pages/la_audit.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "model/year.h"
#include "pages/la.h"
#include "pages/la_desk_school.h"
#include "pages/routes.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/school.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 100, FILE_MAX = 50000 };

/* ---- columns ---- */

/* "hold-released" to "Hold released" */
static const char *verb_words(struct arena *a, const char *verb)
{
        char *words = arena_text(a, verb);
        words[0] = (char)toupper((unsigned char)words[0]);
        for (char *p = words; *p; p++)
                *p = *p == '-' ? ' ' : *p;
        return words;
}

#define ROW(row) ((const struct audit_row *)(row))
TEXT_OF(at, words_moment(a, ROW(row)->at))
TEXT_OF(at_utc, ROW(row)->at)
TEXT_OF(person, *ROW(row)->person ? ROW(row)->person : "Onroll itself")
TEXT_OF(school, ROW(row)->school)
TEXT_OF(verb, verb_words(a, ROW(row)->verb))
TEXT_OF(object, ROW(row)->object ? arena_printf(a, "%lu", ROW(row)->object) : "")
TEXT_OF(detail, ROW(row)->detail)

static const struct column columns[] = {
        { "at", "When", at, NULL, COLUMN_PAGE_ONLY },
        { "at_utc", "When (UTC)", at_utc, NULL, COLUMN_FILE_ONLY },
        { "person", "Who", person, NULL, 0 },
        { "verb", "What", verb, NULL, 0 },
        { "object", "Number", object, NULL, 0 },
        { "school", "School", school, NULL, 0 },
        { "detail", "Details", detail, NULL, 0 },
};

static struct list list_of(const struct audit_rows *rows)
{
        return (struct list){ .id = "audit", .caption = "Audit log", .quiet = true, .columns = columns,
                              .column_count = sizeof columns / sizeof *columns, .rows = rows->items,
                              .row_count = rows->count, .row_size = sizeof *rows->items,
                              .empty = "Nothing matches. Take something away from the search." };
}

/* ---- the filter ---- */

static bool of_school(const struct visit *v)
{
        return v->route->school == SCHOOL_FIRST;
}

/* The number of the school that is looked at, "" for all. */
static const char *school_asked(struct visit *v)
{
        return of_school(v) ? arena_printf(v->arena, "%lu", v->scope->school) : request_query(v->request, "school");
}

/* A date as people type it, to yyyy-mm-dd, or "". */
static const char *day_of(struct visit *v, const char *text)
{
        const struct value_context context = { .academic = year_academic(date_today()), .today = { 2199, 12, 31 },
                                               .authority = "" };
        const struct cell cell = { .kind = CELL_TEXT, .text = text };
        return value_read(v->arena, &context, FIELD_ENTRY_DATE, &cell).text;
}

/* email: of somebody who is looked for; *unknown when nobody has it. */
static enum outcome filter_of(struct visit *v, struct audit_filter *f, bool *unknown)
{
        struct person p = { 0 };
        const char *password, *email = text_tidy(v->arena, request_query(v->request, "email"));
        enum outcome result = *email ? person_by_email(v->db, v->arena, email, &p, &password) : DONE;
        *unknown = result == ABSENT;
        *f = (struct audit_filter){ .school = la_number(school_asked(v)), .person = p.id,
                                    .verb = request_query(v->request, "verb"),
                                    .from = day_of(v, request_query(v->request, "from")),
                                    .to = day_of(v, request_query(v->request, "to")),
                                    .before = la_number(request_query(v->request, "before")) };
        return result == ABSENT ? DONE : result;
}

static enum outcome find(struct visit *v, unsigned limit, struct audit_rows *out)
{
        struct audit_filter f;
        bool unknown;
        enum outcome result = filter_of(v, &f, &unknown);
        *out = (struct audit_rows){ 0, NULL };
        f.limit = limit;
        return result == DONE && !unknown ? audit_list(v->db, v->arena, &f, out) : result;
}

/* ---- the page ---- */

static struct html verb_select(struct visit *v, const struct audit_verbs *verbs)
{
        struct choice *choices = arena_array(v->arena, verbs->count + 1, sizeof *choices);
        choices[0] = (struct choice){ .value = "", .text = "Everything" };
        for (size_t i = 0; i < verbs->count; i++)
                choices[i + 1] = (struct choice){ .value = verbs->items[i], .text = verb_words(v->arena, verbs->items[i]) };
        return part_select(v->arena, &(struct input){ .name = "verb", .label = "What",
                                                      .value = request_query(v->request, "verb"),
                                                      .choice_count = verbs->count + 1, .choices = choices });
}

static struct html text_input(struct visit *v, const char *name, const char *label, int width)
{
        return part_input(v->arena, &(struct input){ .name = name, .label = label, .width = width,
                                                     .value = request_query(v->request, name) });
}

#define FILTER(v, name) name, request_query((v)->request, name)
#define FILTERS(v) FILTER(v, "email"), FILTER(v, "verb"), FILTER(v, "from"), FILTER(v, "to")

/* The page itself, from the row before that on. */
static const char *here(struct visit *v, const char *before)
{
        return of_school(v) ? la_url(v->arena, url_make(v->arena, LA_DATA_HISTORY, &v->scope->school), FILTERS(v), "before", before, NULL)
                            : la_url(v->arena, LA_AUDIT, "school", school_asked(v), FILTERS(v), "before", before, NULL);
}

static enum outcome set_school(struct visit *v, struct view *page)
{
        struct schools schools;
        if (of_school(v)) {
                view_text(page, "school", "");
                return la_data_frame(v, page, LA_DATA_HISTORY);
        }
        view_text(page, "tabs", "");
        view_text(page, "name", "");
        enum outcome result = school_list(v->db, v->arena, "", &schools);
        if (result == DONE)
                view_html(page, "school",
                          la_school_select(v, &schools, (struct choice){ .value = "", .text = "All schools" },
                                           (struct input){ .label = "School", .value = school_asked(v) }));
        return result;
}

/* One row more than is shown tells whether there are older ones. */
enum outcome la_audit_page(struct visit *v)
{
        struct audit_rows rows;
        struct audit_verbs verbs;
        struct view *page = view_new(v->arena, "la/audit");
        enum outcome result = set_school(v, page);
        if (result == DONE)
                result = find(v, PER_PAGE + 1, &rows);
        if (result == DONE)
                result = audit_verbs(v->db, v->arena, &verbs);
        if (result != DONE)
                return result;
        bool older = rows.count > PER_PAGE;
        rows.count -= older;
        struct list list = list_of(&rows);
        if (!strchr(here(v, request_query(v->request, "before")), '?'))
                list.empty = "Nothing was changed or looked at here yet.";
        view_text(page, "action", of_school(v) ? url_make(v->arena, LA_DATA_HISTORY, &v->scope->school) : LA_AUDIT);
        view_html(page, "email", text_input(v, "email", "Who (e-mail address)", 20));
        view_html(page, "verb", verb_select(v, &verbs));
        view_html(page, "from", text_input(v, "from", "From (like 01/09/2026)", 10));
        view_html(page, "to", text_input(v, "to", "To", 10));
        view_html(page, "list", list_html(v->arena, &list));
        view_text(page, "older", older ? here(v, arena_printf(v->arena, "%lu", rows.items[rows.count - 1].id)) : "");
        view_text(page, "newest", *request_query(v->request, "before") ? here(v, "") : "");
        view_text(page, "csv", la_url(v->arena, LA_AUDIT ".csv", "school", school_asked(v), FILTERS(v), NULL));
        view_text(page, "xlsx", la_url(v->arena, LA_AUDIT ".xlsx", "school", school_asked(v), FILTERS(v), NULL));
        return visit_show(v, of_school(v) ? "History" : "Audit log", page);
}

static enum outcome send(struct visit *v, bool xlsx)
{
        struct audit_rows rows;
        enum outcome result = find(v, FILE_MAX, &rows);
        struct list list = list_of(&rows);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, 0, "audit-downloaded", 0,
                                   format_count(v->arena, (long)rows.count, "row", NULL));
        return result == DONE ? la_file(v, &list, xlsx, "audit", "Audit log") : result;
}

enum outcome la_audit_csv(struct visit *v)
{
        return send(v, false);
}

enum outcome la_audit_xlsx(struct visit *v)
{
        return send(v, true);
}
