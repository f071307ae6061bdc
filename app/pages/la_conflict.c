#include "pages/la_conflict.h"

#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_conflict_answer.h"
#include "pages/la_conflict_list.h"
#include "pages/la_conflicts.h"
#include "pages/la_desk.h"
#include "pages/la_pupil.h"
#include "pages/pupil.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/cohort.h"
#include "store/involvement.h"
#include "view/format.h"

/* ---- reading ---- */

struct looked_at {
        struct school school;
        struct conflict c;
        struct pupil_full p;
        struct pupil_events events;
        struct cohort_state cohort;
        struct involvements involvements;
        struct conflict_sources sources;
        struct conflict_rows rows; /* of the view one came from */
};

static enum outcome load(struct visit *v, const struct conflict_view *w, struct looked_at *out)
{
        char day[DATE_TEXT];
        date_to_iso(date_today_utc(), day);
        enum outcome result = la_school(v, &out->school);
        if (result == DONE)
                result = conflict_find(v->db, v->arena, v->scope, visit_part(v, 1), &out->c);
        if (result == DONE)
                result = pupil_find(v->db, v->arena, v->scope, out->c.pupil, &out->p);
        if (result == DONE)
                result = pupil_history(v->db, v->arena, v->scope, out->c.pupil, &out->events);
        if (result == DONE)
                result = cohort_since(v->db, v->arena, out->p.child, day, &out->cohort);
        if (result == DONE)
                result = involvement_of_child(v->db, v->arena, out->p.child, &out->involvements);
        if (result == DONE)
                result = conflict_sources(v->db, v->arena, v->scope, &out->sources);
        if (result == DONE)
                result = conflict_rows(v, w, &out->rows);
        return result == DONE ? audit_add(v->db, v->scope->person, v->scope->school, "pupil-viewed",
                                          out->c.pupil, "in a conflict")
                              : result;
}

/* The one that comes after it in its view, the first after the last; NULL: no other. *left: how many others.
 */
static const struct conflict_row *next_of(const struct conflict_rows *rows, unsigned long id, size_t *left)
{
        size_t at = 0;
        while (at < rows->count && rows->items[at].c->id != id)
                at++;
        bool here = at < rows->count;
        *left = rows->count - here;
        return *left ? &rows->items[here ? (at + 1) % rows->count : 0] : NULL;
}

/* ---- the two values ---- */

struct comparison {
        const char *sign, *words;
};

/* A sign and words beside the colour. */
static struct comparison compare(struct arena *a, const char *theirs, const char *ours)
{
        if (!*ours)
                return (struct comparison){ "–", "We hold nothing" };
        if (strcmp(text_fold(a, theirs), text_fold(a, ours)) == 0)
                return (struct comparison){ "≈", "Same but for how it is written" };
        return (struct comparison){ "≠", "Differs" };
}

static void set_values(struct visit *v, struct view *page, const struct looked_at *x)
{
        struct arena *a = v->arena;
        const char *ours = x->p.pupil.record.value[x->c.field];
        const struct pupil_event *set = pupil_value_source(&x->events, x->c.field);
        struct comparison said = compare(a, x->c.theirs, ours);
        view_text(page, "theirs", value_words(a, x->c.field, x->c.theirs));
        view_text(page, "ours", value_words(a, x->c.field, ours));
        view_text(page, "sign", said.sign);
        view_text(page, "words", said.words);
        view_text(page, "place", words_place(a, x->c.file, x->c.sheet, x->c.row));
        view_text(page, "opened", words_moment(a, x->c.opened_at));
        view_text(page, "set", *ours ? pupil_source_words(a, set) : "");
}

static const char *why_words(struct arena *a, const struct looked_at *x)
{
        if (x->c.hand)
                return "A person had set our value: such a value is never overwritten unseen";
        return x->c.rule == VERDICT_APPLY
                   ? "Our value came in a newer file than this one, which was on hold then"
                   : arena_printf(a, "The rule for this field and cohort: %s", verdict_words[x->c.rule]);
}

/* Today's services that do not count, with commas between them. */
static const char *others_that_know(struct arena *a, const struct looked_at *x)
{
        char day[DATE_TEXT];
        const char *words = "";
        date_to_iso(date_today_utc(), day);
        for (size_t i = 0; i < x->involvements.count; i++) {
                const struct involvement *is = &x->involvements.items[i];
                if (!is->counts && involvement_current(is, day))
                        words = arena_printf(a, "%s%s%s", words, *words ? ", " : "", is->service_name);
        }
        return words;
}

static const char *who_knows(struct arena *a, const struct looked_at *x)
{
        const char *others = others_that_know(a, x);
        const char *words = x->cohort.active ? arena_printf(a, "Active since %s", la_cohort_words(a, &x->cohort))
                                             : "No service that counts is involved";
        return *others ? arena_printf(a, "%s. Also known to, without counting: %s", words, others) : words;
}

static struct html facts(struct visit *v, const struct looked_at *x)
{
        const struct record *r = &x->p.pupil.record;
        const unsigned long numbers[] = { x->school.id, x->c.pupil };
        const struct fact all[] = {
                { .key = "Pupil",
                  .value = arena_printf(v->arena, "%s, born %s, %s", words_name(v->arena, r),
                                        value_words(v->arena, FIELD_DOB, r->value[FIELD_DOB]),
                                        value_words(v->arena, FIELD_NC_YEAR, r->value[FIELD_NC_YEAR])),
                  .url = url_make(v->arena, LA_PUPIL, numbers),
                  .action = "Open the pupil’s page" },
                { .key = "Why it waits", .value = why_words(v->arena, x) },
                { .key = "Cohort", .value_html = conflict_cohort_tag(v->arena, &x->c) },
                { .key = "Who knows the child", .value = who_knows(v->arena, x) },
        };
        return part_facts(v->arena, sizeof all / sizeof *all, all);
}

/* What became of that field, and the beginning. */
static struct html history(struct visit *v, const struct looked_at *x)
{
        struct pupil_event *items = arena_array(v->arena, x->events.count + 1, sizeof *items);
        size_t count = 0;
        for (size_t i = 0; i < x->events.count; i++) {
                const struct pupil_event *e = &x->events.items[i];
                if (strcmp(e->field, field_table[x->c.field].key) == 0 || strcmp(e->kind, "created") == 0)
                        items[count++] = *e;
        }
        return pupil_history_list(v->arena, &(struct pupil_events){ count, items });
}

/* ---- the page ---- */

static void set_form(struct visit *v, struct view *page, const struct looked_at *x,
                     const struct conflict_view *w, const struct refusal *why)
{
        const unsigned long numbers[] = { x->school.id, x->c.id };
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER) && !x->c.kept);
        view_text(page, "action", url_make(v->arena, LA_CONFLICT, numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", x->c.version);
        view_text(page, "view_cohort", w->cohort);
        view_text(page, "view_field", w->field);
        view_text(page, "view_words", w->words);
        view_text(page, "view_sort", w->sort);
        view_html(page, "note", conflict_note(v, why));
}

static const char *kept_words(struct arena *a, const struct looked_at *x)
{
        const struct conflict_source *source = conflict_source_of(&x->sources, x->c.id);
        if (!x->c.kept || !source)
                return "";
        return arena_printf(a, "by %s, %s", source->decided_by, words_moment(a, source->decided_at));
}

static enum outcome show(struct visit *v, const struct looked_at *x, const struct conflict_view *w,
                         const struct refusal *why)
{
        struct arena *a = v->arena;
        struct view *page = view_new(a, "la/conflict");
        const char *back = la_url(a, url_make(a, LA_CONFLICTS, &x->school.id), CONFLICT_VIEW(*w), NULL),
                   *title = arena_printf(a, "%s: %s", words_name(a, &x->p.pupil.record),
                                         field_table[x->c.field].heading);
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = x->school.name,
                                             .url = url_make(a, LA_DATA, &x->school.id) },
                                           { .text = "Conflicts", .url = back },
                                           { .text = title } };
        size_t left;
        const struct conflict_row *next = next_of(&x->rows, x->c.id, &left);
        la_trail(v, 4, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(a, why ? 1 : 0, why));
        view_text(page, "title", title);
        view_text(page, "kept", kept_words(a, x));
        view_text(page, "told", x->c.told);
        set_values(v, page, x);
        set_form(v, page, x, w, why);
        view_html(page, "facts", facts(v, x));
        view_html(page, "history", history(v, x));
        view_text(page, "next", next ? next->url : "");
        view_text(page, "left", next ? format_count(a, (long)left, "other", NULL) : "");
        view_text(page, "back", back);
        return visit_show(v, title, page);
}

enum outcome la_conflict_page(struct visit *v)
{
        struct looked_at x;
        const struct conflict_view w = conflict_view_of(v->arena, request_query, v->request);
        enum outcome result = load(v, &w, &x);
        return result == DONE ? show(v, &x, &w, NULL) : result;
}

/* ---- deciding ---- */

/* On to the next of the view; back to the list after the last. */
static enum outcome go_on(struct visit *v, const struct looked_at *x, const struct conflict_view *w,
                          const char *notice)
{
        size_t left;
        const struct conflict_row *next = next_of(&x->rows, x->c.id, &left);
        struct arena *a = v->arena;
        if (next)
                return visit_done(v, arena_printf(a, "%s. %s left.", notice, format_number(a, (long)left)),
                                  next->url, NULL);
        return visit_done(v, arena_printf(a, "%s. None of these is left.", notice),
                          *w->field || *w->words
                              ? url_make(a, LA_CONFLICTS, &x->school.id)
                              : la_url(a, url_make(a, LA_CONFLICTS, &x->school.id), CONFLICT_VIEW(*w), NULL),
                          NULL);
}

enum outcome la_conflict_post(struct visit *v)
{
        static const struct refusal empty = { "note", "Write what the school is told." };
        struct looked_at x;
        const struct conflict_view w = conflict_view_of(v->arena, request_form, v->request);
        const struct conflict_choice *choice = conflict_choice_of(request_form(v->request, "answer"));
        const char *note = text_tidy(v->arena, request_form(v->request, "note"));
        enum outcome result = load(v, &w, &x);
        if (result != DONE)
                return result;
        if (!choice)
                return visit_refuse(v, "Say which value holds: go back and press one of the buttons.");
        if (choice->answer == ANSWER_TELL && !*note)
                return show(v, &x, &w, &empty);
        const struct conflict_seen seen = { x.c.id,
                                            (unsigned)la_number(request_form(v->request, "version")) };
        struct flow f = la_flow(v);
        result = flow_decide_conflicts(&f, &seen, 1, choice->answer, note);
        return result == DONE ? go_on(v, &x, &w, choice->notice) : la_done(v, result, NULL, LA_DESK, NULL);
}
