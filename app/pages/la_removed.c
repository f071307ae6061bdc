#include "pages/la_removed.h"

#include <string.h>

#include "base/text.h"
#include "flow/decide.h"
#include "intake/value.h"
#include "model/code.h"
#include "pages/la.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/pupil.h"
#include "store/removed.h"
#include "store/restore.h"
#include "store/school.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 100, FILE_MAX = 50000 };

/* ---- the list ---- */

#define ROW(row) ((const struct removed_pupil *)(row))
TEXT_OF(school, ROW(row)->school_name)
TEXT_OF(name, arena_printf(a, "%s, %s", ROW(row)->surname, ROW(row)->forename))
TEXT_OF(surname, ROW(row)->surname)
TEXT_OF(forename, ROW(row)->forename)
TEXT_OF(dob, value_words(a, FIELD_DOB, ROW(row)->dob))
TEXT_OF(upn, ROW(row)->upn)
TEXT_OF(year, value_words(a, FIELD_NC_YEAR, ROW(row)->year))
TEXT_OF(class, ROW(row)->class)
TEXT_OF(left_on, value_words(a, FIELD_ENTRY_DATE, ROW(row)->left_on))
TEXT_OF(ground, *ROW(row)->ground ? code_words(&code_ground, ROW(row)->ground) : "Not given")
TEXT_OF(destination, ROW(row)->destination)
TEXT_OF(reference, ROW(row)->reference)
TEXT_OF(elsewhere, ROW(row)->elsewhere)

static struct html name_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->school, ROW(row)->pupil };
        return part_link(a, name(a, row), url_make(a, LA_RESTORE, numbers));
}

static const struct column columns[] = {
        { "name", "Pupil", name, name_link, COLUMN_PAGE_ONLY },
        { "surname", "Surname", surname, NULL, COLUMN_FILE_ONLY },
        { "forename", "Forename", forename, NULL, COLUMN_FILE_ONLY },
        { "dob", "Date of birth", dob, NULL, 0 },
        { "upn", "UPN", upn, NULL, COLUMN_FILE_ONLY },
        { "school", "School", school, NULL, 0 },
        { "year", "NC year", year, NULL, 0 },
        { "class", "Class", class, NULL, COLUMN_FILE_ONLY },
        { "left", "Left on", left_on, NULL, 0 },
        { "ground", "Ground", ground, NULL, 0 },
        { "destination", "Destination", destination, NULL, COLUMN_FILE_ONLY },
        { "elsewhere", "On the roll of", elsewhere, NULL, 0 },
        { "reference", "Migration", reference, NULL, 0 },
};

static struct removed_filter filter_of(const struct visit *v)
{
        unsigned long page = la_number(request_query(v->request, "page"));
        return (struct removed_filter){ .school = la_number(request_query(v->request, "school")),
                                        .any_ground = strcmp(request_query(v->request, "ground"), "any") == 0,
                                        .page = page && page < 100000 ? (unsigned)page - 1 : 0,
                                        .per_page = PER_PAGE };
}

static struct list list_of(const struct removed_pupils *removed)
{
        return (struct list){ .id = "removed",
                              .caption = "Removed pupils",
                              .quiet = true,
                              .columns = columns,
                              .column_count = sizeof columns / sizeof *columns,
                              .rows = removed->items,
                              .row_count = removed->count,
                              .row_size = sizeof *removed->items,
                              .empty = "Nobody: every removed pupil has a ground." };
}

static struct html ground_select(struct visit *v, bool any)
{
        const struct choice choices[] = { { .value = "", .text = "Without a ground" },
                                          { .value = "any", .text = "All removed pupils" } };
        return part_select(v->arena, &(struct input){ .name = "ground",
                                                      .label = "Show",
                                                      .value = any ? "any" : "",
                                                      .choice_count = 2,
                                                      .choices = choices });
}

#define FILTERS(v)                                                                                           \
        "school", request_query((v)->request, "school"), "ground", request_query((v)->request, "ground")

enum outcome la_removed_page(struct visit *v)
{
        struct removed_filter f = filter_of(v);
        struct removed_pupils removed;
        struct schools schools;
        enum outcome result = removed_list(v->db, v->arena, &f, &removed);
        if (result == DONE)
                result = school_list(v->db, v->arena, "", &schools);
        if (result != DONE)
                return result;
        struct list list = list_of(&removed);
        struct view *page = view_new(v->arena, "la/removed");
        view_html(page, "school",
                  la_school_select(v, &schools, (struct choice){ .value = "", .text = "All schools" },
                                   (struct input){ .label = "School",
                                                   .value = arena_printf(v->arena, "%.0lu", f.school) }));
        view_html(page, "ground", ground_select(v, f.any_ground));
        view_text(page, "count", format_count(v->arena, (long)removed.total, "pupil", NULL));
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "pages",
                  part_pages(v->arena, la_url(v->arena, LA_REMOVED, FILTERS(v), "page", NULL, NULL),
                             f.page + 1, (long)(removed.total + PER_PAGE - 1) / PER_PAGE));
        view_text(page, "csv", la_url(v->arena, LA_REMOVED ".csv", FILTERS(v), NULL));
        view_text(page, "xlsx", la_url(v->arena, LA_REMOVED ".xlsx", FILTERS(v), NULL));
        return visit_show(v, "Removed pupils", page);
}

static enum outcome send(struct visit *v, bool xlsx)
{
        struct removed_filter f = filter_of(v);
        struct removed_pupils removed;
        f.page = 0;
        f.per_page = FILE_MAX;
        enum outcome result = removed_list(v->db, v->arena, &f, &removed);
        struct list list = list_of(&removed);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, f.school, "removed-downloaded", 0,
                                   format_count(v->arena, (long)removed.count, "pupil", NULL));
        return result == DONE ? la_file(v, &list, xlsx, "removed-pupils", "Removed pupils") : result;
}

enum outcome la_removed_csv(struct visit *v)
{
        return send(v, false);
}

enum outcome la_removed_xlsx(struct visit *v)
{
        return send(v, true);
}

/* ---- one pupil ---- */

struct pupil_visit {
        struct school school;
        struct pupil_full p;
};

static enum outcome load_pupil(struct visit *v, unsigned long id, struct pupil_visit *pv)
{
        enum outcome result = la_school(v, &pv->school);
        if (result == DONE)
                result = pupil_find(v->db, v->arena, v->scope, id, &pv->p);
        if (result == DONE)
                result = audit_add(v->db, v->scope->person, v->scope->school, "pupil-viewed", id, "");
        return result;
}

static struct html pupil_facts(struct visit *v, const struct pupil_visit *pv)
{
        static const enum field shown[] = { FIELD_DOB,     FIELD_SEX,   FIELD_UPN,
                                            FIELD_NC_YEAR, FIELD_CLASS, FIELD_POSTCODE };
        enum { SHOWN = sizeof shown / sizeof *shown };
        struct fact facts[SHOWN + 4];
        size_t n = 0;
        facts[n++] = (struct fact){ .key = "School", .value = pv->school.name };
        for (size_t i = 0; i < SHOWN; i++)
                facts[n++] = (struct fact){ .key = field_table[shown[i]].heading,
                                            .value = value_words(v->arena, shown[i],
                                                                 pv->p.pupil.record.value[shown[i]]) };
        if (!pv->p.pupil.on_roll) {
                facts[n++] = (struct fact){ .key = "Left on", .value = words_date(v->arena, pv->p.left_on) };
                facts[n++] = (struct fact){ .key = "Ground",
                                            .value = *pv->p.ground ? code_words(&code_ground, pv->p.ground)
                                                                   : "Not given" };
                facts[n++] = (struct fact){ .key = "Destination",
                                            .value = *pv->p.destination ? pv->p.destination : "Not given" };
        }
        return part_facts(v->arena, n, facts);
}

enum outcome la_restore_page(struct visit *v)
{
        struct pupil_visit pv;
        enum outcome result = load_pupil(v, visit_part(v, 1), &pv);
        if (result != DONE)
                return result;
        const unsigned long numbers[] = { pv.school.id, pv.p.pupil.id };
        const char *who = words_name(v->arena, &pv.p.pupil.record);
        const struct page_link trail[] = { { .text = "Removed pupils", .url = LA_REMOVED }, { .text = who } };
        struct view *page = view_new(v->arena, "la/restore");
        la_trail(v, 2, trail);
        view_text(page, "name", who);
        view_html(page, "facts", pupil_facts(v, &pv));
        view_flag(page, "on_roll", pv.p.pupil.on_roll);
        view_flag(page, "may", !pv.p.pupil.on_roll && visit_may(v, WHO_LA_OFFICER));
        view_text(page, "school", pv.school.name);
        view_text(page, "action", url_make(v->arena, LA_RESTORE, numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", pv.p.pupil.version);
        return visit_show(v, who, page);
}

enum outcome la_restore_post(struct visit *v)
{
        struct flow f = la_flow(v);
        const struct pupil_seen seen = { visit_part(v, 1),
                                         (unsigned)la_number(request_form(v->request, "version")) };
        enum outcome result = seen.version ? flow_restore(&f, seen) : REFUSED;
        return la_done(v, result,
                       "The pupil is back on the roll, with the whole record. The school was told.",
                       LA_REMOVED, NULL);
}

/* ---- what schools ask for ---- */

#define REQUEST(row) ((const struct restore_request *)(row))

static const char *asked_for(struct arena *a, const void *row)
{
        return arena_printf(a, "%s, %s", REQUEST(row)->surname, REQUEST(row)->forename);
}

static struct html asked_for_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { REQUEST(row)->school, REQUEST(row)->id };
        return part_link(a, asked_for(a, row), url_make(a, LA_RESTORE_REQUEST, numbers));
}

TEXT_OF(asking_school, REQUEST(row)->school_name)
TEXT_OF(asked_by, REQUEST(row)->asked_by)
TEXT_OF(asked_at, words_moment(a, REQUEST(row)->asked_at))
TEXT_OF(asking_note, REQUEST(row)->note)

static const struct column request_columns[] = {
        { "pupil", "Pupil", asked_for, asked_for_link, 0 },
        { "school", "School", asking_school, NULL, 0 },
        { "by", "Asked by", asked_by, NULL, 0 },
        { "at", "Asked", asked_at, NULL, 0 },
        { "note", "What the school says", asking_note, NULL, 0 },
};

enum outcome la_requests_page(struct visit *v)
{
        struct restore_requests all;
        enum outcome result = restore_waiting(v->db, v->arena, &all);
        if (result != DONE)
                return result;
        struct list list = { .id = "requests",
                             .caption = "Schools ask for removed pupils",
                             .quiet = true,
                             .columns = request_columns,
                             .column_count = sizeof request_columns / sizeof *request_columns,
                             .rows = all.items,
                             .row_count = all.count,
                             .row_size = sizeof *all.items,
                             .empty = "No school asks for a removed pupil." };
        const struct page_link trail[] = { { .text = "Removed pupils", .url = LA_REMOVED },
                                           { .text = "Schools ask for pupils back" } };
        struct view *page = view_new(v->arena, "la/requests");
        la_trail(v, 2, trail);
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Schools ask for pupils back", page);
}

/* Among those that wait: an answered one is gone from here. */
static enum outcome load_request(struct visit *v, struct restore_request *out)
{
        struct restore_requests all;
        enum outcome result = restore_waiting(v->db, v->arena, &all);
        for (size_t i = 0; result == DONE && i < all.count; i++)
                if (all.items[i].id == visit_part(v, 1) && all.items[i].school == v->scope->school) {
                        *out = all.items[i];
                        return DONE;
                }
        return result == DONE ? ABSENT : result;
}

static enum outcome show_request(struct visit *v, const struct restore_request *r, const struct refusal *why)
{
        struct pupil_visit pv;
        enum outcome result = load_pupil(v, r->pupil, &pv);
        if (result != DONE)
                return result;
        const unsigned long numbers[] = { r->school, r->id };
        const char *who = words_name(v->arena, &pv.p.pupil.record);
        const struct page_link trail[] = { { .text = "Removed pupils", .url = LA_REMOVED },
                                           { .text = "Schools ask for pupils back",
                                             .url = LA_RESTORE_REQUESTS },
                                           { .text = who } };
        struct view *page = view_new(v->arena, "la/request");
        la_trail(v, 3, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "name", who);
        view_html(page, "facts", pupil_facts(v, &pv));
        view_flag(page, "on_roll", pv.p.pupil.on_roll);
        view_text(page, "by",
                  arena_printf(v->arena, "%s of %s, %s", r->asked_by, r->school_name,
                               words_moment(v->arena, r->asked_at)));
        view_text(page, "asked", r->note);
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_text(page, "action", url_make(v->arena, LA_RESTORE_REQUEST, numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", r->version);
        view_html(page, "note",
                  part_textarea(
                      v->arena,
                      &(struct input){ .name = "note",
                                       .label = "Your note to the school",
                                       .hint = "Needed when you do not restore the pupil. Name nobody: it "
                                               "goes out by e-mail.",
                                       .rows = 3,
                                       .error = why ? why->words : NULL,
                                       .value = why ? request_form(v->request, "note") : "" }));
        view_html(page, "restore",
                  pv.p.pupil.on_roll
                      ? (struct html){ 0 }
                      : part_button_value(v->arena, BUTTON_MAIN, "Restore", "answer", "restore"));
        view_html(page, "refuse",
                  part_button_value(v->arena, BUTTON_SECOND, "Do not restore", "answer", "refuse"));
        return visit_show(v, who, page);
}

enum outcome la_request_page(struct visit *v)
{
        struct restore_request r;
        enum outcome result = load_request(v, &r);
        return result == DONE ? show_request(v, &r, NULL) : result;
}

enum outcome la_request_post(struct visit *v)
{
        struct restore_request r;
        struct flow f = la_flow(v);
        const char *key = request_form(v->request, "answer"),
                   *note = text_tidy(v->arena, request_form(v->request, "note"));
        bool restore = strcmp(key, "restore") == 0;
        enum outcome result = load_request(v, &r);
        if (result != DONE)
                return result;
        if (!restore && strcmp(key, "refuse") != 0)
                return visit_refuse(
                    v, "Say whether the pupil is restored: go back and press one of the two buttons.");
        if (!restore && !*note) {
                v->why = (struct refusal){ "note", "Tell the school why the pupil is not restored." };
                return show_request(v, &r, &v->why);
        }
        result = flow_answer_restore(&f, r.id, (unsigned)la_number(request_form(v->request, "version")),
                                     restore, note);
        return la_done(v, result,
                       restore ? "The pupil is back on the roll, with the whole record. The school was told."
                               : "Answered: not restored. The school was told.",
                       LA_RESTORE_REQUESTS, NULL);
}
