#include "pages/la_pupils.h"

#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "model/upn.h"
#include "pages/la.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/child.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 50, PAGES_MAX = 20 };

#define ROW(row) ((const struct child_found *)(row))
TEXT_OF(name, arena_printf(a, "%s, %s", ROW(row)->surname, ROW(row)->forename))
TEXT_OF(dob, value_words(a, FIELD_DOB, ROW(row)->dob))
TEXT_OF(upn, ROW(row)->upn)
TEXT_OF(school, ROW(row)->school_name)
TEXT_OF(year, value_words(a, FIELD_NC_YEAR, ROW(row)->year))
TEXT_OF(state,
        ROW(row)->on_roll ? "On the roll" : arena_printf(a, "Left on %s", words_date(a, ROW(row)->left_on)))
TEXT_OF(cohort, ROW(row)->active ? "Active" : "Not active")

static struct html name_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->school, ROW(row)->pupil };
        return part_link(a, name(a, row), url_make(a, LA_PUPIL, numbers));
}

static const struct column columns[] = {
        { "name", "Pupil", name, name_link, 0 }, { "dob", "Date of birth", dob, NULL, 0 },
        { "upn", "UPN", upn, NULL, 0 },          { "school", "School", school, NULL, 0 },
        { "year", "NC year", year, NULL, 0 },    { "state", "State", state, NULL, 0 },
        { "cohort", "Cohort", cohort, NULL, 0 },
};

/* ---- what is looked for ---- */

/* Thirteen letters and digits with most of them digits: no name. */
static bool is_upn(const char *text)
{
        size_t digits = 0;
        for (const char *c = text; *c; c++)
                digits += *c >= '0' && *c <= '9';
        return strlen(text) == 13 && digits >= 10;
}

static size_t word_count(struct arena *a, const char *text)
{
        char *rest = text_fold(a, text);
        size_t n = 0;
        for (const char *word; (word = strsep(&rest, " "));)
                n += *word != '\0';
        return n;
}

/* So much that it is one child who is looked for, and not a list of children. */
static const char *problem(struct visit *v, const char *words, const char *dob, struct child_filter *f,
                           const char **field)
{
        char iso[DATE_TEXT];
        struct date born = la_day(v, dob);
        const char *upn = upn_tidy(v->arena, words);
        *f = (struct child_filter){ .upn = is_upn(upn) ? upn : "",
                                    .words = words,
                                    .dob = arena_text(v->arena, date_to_iso(born, iso)),
                                    .per_page = PER_PAGE };
        *field = "dob";
        if (*dob && !date_known(born))
                return "Write the date of birth like 31/08/2012.";
        *field = "words";
        if (*f->upn || word_count(v->arena, words) >= 2 || (*dob && word_count(v->arena, words) == 1))
                return NULL;
        return "Write two words of the name, or a UPN, or one word and the date of birth.";
}

static enum outcome search(struct visit *v, struct child_filter *f, struct children_found *out)
{
        unsigned long at = la_number(request_query(v->request, "page"));
        f->page = at > 1 && at <= PAGES_MAX ? (unsigned)at - 1 : 0;
        enum outcome result = child_search(v->db, v->arena, f, out);
        return result == DONE ? audit_add(v->db, v->session->person.id, 0, "pupils-searched", 0,
                                          format_count(v->arena, (long)out->count, "pupil", NULL))
                              : result;
}

static const char *count_words(struct arena *a, const struct children_found *found, unsigned page)
{
        if (found->more || page)
                return arena_printf(a,
                                    "%u to %u of more. Another word, or the date of birth, narrows it down",
                                    page * PER_PAGE + 1, page * PER_PAGE + (unsigned)found->count);
        return arena_printf(a, "%s found", format_count(a, (long)found->count, "pupil", NULL));
}

static enum outcome show(struct visit *v, const char *words, const char *dob, const struct child_filter *f,
                         const struct children_found *found, const struct refusal *why)
{
        struct list list = { .id = "pupils",
                             .caption = "Pupils found",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = found ? found->items : NULL,
                             .row_count = found ? found->count : 0,
                             .row_size = sizeof *found->items,
                             .empty = "No pupil of any school matches." };
        struct view *page = view_new(v->arena, "la/pupils");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "words",
                  part_input(v->arena,
                             &(struct input){ .name = "words",
                                              .label = "Name or UPN",
                                              .value = words,
                                              .width = 20,
                                              .error = why && strcmp(why->field, "words") == 0 ? why->words
                                                                                               : NULL }));
        view_html(page, "dob",
                  part_input(
                      v->arena,
                      &(struct input){ .name = "dob",
                                       .label = "Date of birth",
                                       .value = dob,
                                       .width = 10,
                                       .error = why && strcmp(why->field, "dob") == 0 ? why->words : NULL }));
        view_flag(page, "searched", found != NULL);
        view_text(page, "count", found ? count_words(v->arena, found, f->page) : "");
        view_html(page, "list", found ? list_html(v->arena, &list) : (struct html){ 0 });
        view_html(
            page, "pages",
            found ? part_pages(v->arena,
                               la_url(v->arena, LA_PUPILS, "words", words, "dob", dob, "page", NULL, NULL),
                               (long)f->page + 1, (long)f->page + 1 + found->more)
                  : (struct html){ 0 });
        return visit_show(v, "Pupils", page);
}

enum outcome la_pupils_page(struct visit *v)
{
        const char *words = text_tidy(v->arena, request_query(v->request, "words")),
                   *dob = text_tidy(v->arena, request_query(v->request, "dob"));
        struct child_filter f;
        struct children_found found;
        if (!*words && !*dob)
                return show(v, "", "", &f, NULL, NULL);
        v->why.words = problem(v, words, dob, &f, &v->why.field);
        if (v->why.words)
                return show(v, words, dob, &f, NULL, &v->why);
        enum outcome result = search(v, &f, &found);
        return result == DONE ? show(v, words, dob, &f, &found, NULL) : result;
}
