#include "pages/la_case.h"

#include <string.h>

#include "base/text.h"
#include "flow/decide.h"
#include "flow/plan.h"
#include "gate/scope.h"
#include "intake/value.h"
#include "match/explain.h"
#include "model/code.h"
#include "model/year.h"
#include "pages/la.h"
#include "pages/la_matches.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/batch.h"
#include "store/match_case.h"
#include "store/pupil.h"
#include "store/school.h"
#include "view/input.h"

/* A pupil on record: id 0 when there is none. */
struct known {
        struct pupil_full pupil;
        struct school school;
};

struct case_visit {
        struct school school;
        struct batch batch;
        struct match_case c;
        const struct child *child; /* NULL: no longer in the list */
        struct flow_plan plan;
        struct known best, runner;
};

/* ---- loading ---- */

static enum outcome load_known(struct visit *v, unsigned long school, unsigned long id, struct known *out)
{
        struct scope there = gate_la_scope(&v->session->person, school);
        *out = (struct known){ 0 };
        if (!id)
                return DONE;
        enum outcome result = pupil_find(v->db, v->arena, &there, id, &out->pupil);
        if (result == DONE)
                result = school_by_id(v->db, v->arena, school, &out->school);
        if (result == DONE)
                result = audit_add(v->db, there.person, school, "pupil-viewed", id, "as a possible match");
        return result;
}

static const struct child *child_of(const struct flow_plan *p, unsigned long row)
{
        for (size_t i = 0; i < p->child_count; i++)
                for (size_t j = 0; j < p->children[i].part_count; j++)
                        if (p->children[i].parts[j]->id == row)
                                return &p->children[i];
        return NULL;
}

static enum outcome load(struct visit *v, struct case_visit *cv)
{
        struct flow f = la_flow(v);
        *cv = (struct case_visit){ 0 };
        enum outcome result = la_school(v, &cv->school);
        if (result == DONE)
                result = case_find(v->db, v->arena, v->scope, visit_part(v, 1), &cv->c);
        if (result == DONE)
                result = batch_find(v->db, v->arena, v->scope, cv->c.batch, &cv->batch);
        if (result == DONE)
                result = flow_plan(&f, &cv->batch, &cv->plan);
        if (result != DONE)
                return result;
        cv->child = child_of(&cv->plan, cv->c.row);
        if (!cv->child)
                return ABSENT;
        result = load_known(v, cv->c.pupil_school, cv->c.pupil, &cv->best);
        return result == DONE ? load_known(v, cv->c.runner_school, cv->c.runner, &cv->runner) : result;
}

/* ---- the two records side by side ---- */

static const enum field shown[] = { FIELD_SURNAME,
                                    FIELD_FORENAME,
                                    FIELD_MIDDLE_NAMES,
                                    FIELD_PREFERRED_SURNAME,
                                    FIELD_PREFERRED_FORENAME,
                                    FIELD_FORMER_SURNAME,
                                    FIELD_DOB,
                                    FIELD_SEX,
                                    FIELD_UPN,
                                    FIELD_FORMER_UPN,
                                    FIELD_ULN,
                                    FIELD_NC_YEAR,
                                    FIELD_CLASS,
                                    FIELD_ENTRY_DATE,
                                    FIELD_ADDRESS,
                                    FIELD_TOWN,
                                    FIELD_POSTCODE,
                                    FIELD_ETHNICITY,
                                    FIELD_LANGUAGE };

struct verdict_words {
        const char *sign, *words;
        bool differs;
};

/* A sign, words and a colour say the same: nobody has to see colours, or signs. */
static struct verdict_words compare(struct arena *a, enum field field, const char *listed, const char *held)
{
        if (strcmp(listed, held) == 0)
                return (struct verdict_words){ "=", "Same", false };
        if (!*listed || !*held)
                return (struct verdict_words){ "–", *held ? "Not in the list" : "Not on record", false };
        if (field == FIELD_NC_YEAR && strcmp(year_next(held), listed) == 0)
                return (struct verdict_words){ "=", "One year up, as expected", false };
        if (strcmp(text_fold(a, listed), text_fold(a, held)) == 0)
                return (struct verdict_words){ "≈", "Same but for how it is written", false };
        if (field == FIELD_CLASS)
                return (struct verdict_words){ "–", "Another class", false };
        return (struct verdict_words){ "≠", "Differs", true };
}

/* What is held of one candidate beside what is listed. */
struct held {
        const char *value;
        struct verdict_words verdict;
};

static struct held held_of(struct arena *a, enum field field, const char *listed, const struct known *k)
{
        const char *held = k->pupil.pupil.id ? k->pupil.pupil.record.value[field] : "";
        struct held h = { value_words(a, field, held), { "", "", false } };
        if (k->pupil.pupil.id && (*held || *listed))
                h.verdict = compare(a, field, listed, held);
        return h;
}

#define SET_HELD(row, name, h)                                                                               \
        do {                                                                                                 \
                view_text(row, name, (h).value);                                                             \
                view_text(row, name "_sign", (h).verdict.sign);                                              \
                view_text(row, name "_words", (h).verdict.words);                                            \
                view_flag(row, name "_differs", (h).verdict.differs);                                        \
        } while (0)

static const char *held_value(const struct known *k, enum field field)
{
        return k->pupil.pupil.id ? k->pupil.pupil.record.value[field] : "";
}

static struct html compared(struct arena *a, const struct case_visit *cv, bool with_runner)
{
        struct view *row = view_new(a, "la/compare-row");
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
                const char *listed = cv->child->record.value[shown[i]];
                if (!*listed && !*held_value(&cv->best, shown[i]) && !*held_value(&cv->runner, shown[i]))
                        continue;
                view_text(row, "field", field_table[shown[i]].heading);
                view_text(row, "listed", value_words(a, shown[i], listed));
                struct held best = held_of(a, shown[i], listed, &cv->best);
                SET_HELD(row, "best", best);
                struct held runner = held_of(a, shown[i], listed, &cv->runner);
                SET_HELD(row, "runner", runner);
                view_flag(row, "with_runner", with_runner);
                view_flag(row, "with_best", cv->c.pupil);
                view_next(row);
        }
        return view_rows(row);
}

static const char *row_place(struct arena *a, const struct stored_row *r)
{
        if (!r->upload && !*r->file_name)
                return "Added on a page";
        return arena_printf(a, "%s%s%s, row %lu", r->file_name, *r->sheet_name ? ", sheet " : "",
                            r->sheet_name, r->row + 1);
}

static const char *places(struct arena *a, const struct child *c)
{
        const char *words = row_place(a, c->parts[0]);
        for (size_t i = 1; i < c->part_count; i++)
                words = arena_printf(a, "%s; %s", words, row_place(a, c->parts[i]));
        return words;
}

static const char *where(struct arena *a, const struct case_visit *cv, const struct known *k)
{
        if (!k->pupil.pupil.id)
                return "";
        const char *at = k->school.id == cv->school.id ? "this school" : k->school.name;
        if (k->pupil.pupil.on_roll)
                return arena_printf(a, "On the roll of %s", at);
        const char *ground =
            *k->pupil.ground ? code_words(&code_ground, k->pupil.ground) : "no ground was given";
        return arena_printf(a, "Left %s on %s (%s)", at, words_date(a, k->pupil.left_on), ground);
}

/* ---- reasons ---- */

static struct html reasons(struct visit *v, const struct case_visit *cv, const char *codes)
{
        const char *words[MATCH_WORDS_MAX];
        struct view *item = view_new(v->arena, "la/line");
        size_t n = match_words(v->arena, codes, &cv->child->record, &cv->best.pupil.pupil.record, words);
        for (size_t i = 0; i < n; i++) {
                view_text(item, "text", words[i]);
                view_next(item);
        }
        return view_rows(item);
}

/* ---- other children of the list who are, or may be, the same pupil ---- */

static struct html rivals(struct visit *v, const struct case_visit *cv)
{
        struct view *item = view_new(v->arena, "la/line");
        for (size_t i = 0; i < cv->plan.child_count; i++) {
                const struct child *c = &cv->plan.children[i];
                const struct stored_row *row = c->parts[0];
                if (c == cv->child || c->left_out || row->pupil != cv->c.pupil || row->outcome == ROW_NEW)
                        continue;
                view_text(item, "text",
                          arena_printf(v->arena, "%s (%s) %s this pupil too",
                                       words_list_name(v->arena, &c->record), row_place(v->arena, row),
                                       row->outcome == ROW_SURE ? "is" : "may be"));
                view_next(item);
        }
        return view_rows(item);
}

/* ---- answering ---- */

/* Found nowhere: the question is whether to add the pupil. */
static bool is_new(const struct case_visit *cv)
{
        return !cv->c.pupil;
}

static struct html buttons(struct visit *v, const struct case_visit *cv)
{
        if (is_new(cv))
                return part_button_value(v->arena, BUTTON_MAIN, "Add as a new pupil", "answer", "different");
        struct html each[] = {
                part_button_value(v->arena, BUTTON_MAIN, "Same child", "answer", "best"),
                cv->runner.pupil.pupil.id
                    ? part_button_value(v->arena, BUTTON_MAIN, "Same child as the runner-up", "answer",
                                        "runner")
                    : (struct html){ 0 },
                part_button_value(v->arena, BUTTON_MAIN, "Different child", "answer", "different"),
        };
        return html_join(v->arena, 3, each);
}

static bool is_open(const struct case_visit *cv)
{
        return cv->batch.state == BATCH_LISTED &&
               (cv->c.answer == CASE_WAITING || cv->c.answer == CASE_ASKED);
}

static const char *answer_words(struct arena *a, const struct match_case *c)
{
        const char *const words[CASE_ANSWERS] = { "", "The school was asked", "Same child",
                                                  c->pupil ? "Different child" : "Added as a new pupil" };
        if (c->answer == CASE_WAITING)
                return "";
        return arena_printf(a, "%s: %s, %s", words[c->answer], c->answered_by,
                            words_moment(a, c->answered_at));
}

static void set_forms(struct visit *v, struct view *page, const struct case_visit *cv,
                      const struct refusal *why)
{
        bool may = visit_may(v, WHO_LA_OFFICER) && is_open(cv);
        const unsigned long numbers[] = { cv->school.id, cv->c.id };
        view_flag(page, "may", may);
        view_text(page, "action", url_make(v->arena, LA_CASE, numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", cv->c.version);
        view_html(page, "buttons", buttons(v, cv));
        view_html(
            page, "question",
            part_textarea(v->arena,
                          &(struct input){ .name = "question",
                                           .label = "Ask the school",
                                           .hint = "The school’s administrators get your question by e-mail "
                                                   "and see it on their page. Name no pupil: the page shows "
                                                   "which row it is.",
                                           .rows = 3,
                                           .error = why ? why->words : NULL,
                                           .value = why ? request_form(v->request, "question") : "" }));
        view_html(page, "ask", part_button_value(v->arena, BUTTON_SECOND, "Ask the school", "answer", "ask"));
}

static enum outcome show(struct visit *v, const struct case_visit *cv, const struct refusal *why)
{
        struct arena *a = v->arena;
        bool has_runner = cv->runner.pupil.pupil.id != 0;
        struct view *page = view_new(a, "la/case");
        const char *title = arena_printf(a, is_new(cv) ? "%s: new pupil: add?" : "%s: is this the same child?",
                                         words_list_name(a, &cv->child->record));
        const struct page_link trail[] = {
                { .text = "Possible matches", .url = LA_MATCHES },
                { .text = cv->school.name, .url = arena_printf(a, LA_MATCHES "?school=%lu", cv->school.id) },
                { .text = words_list_name(a, &cv->child->record) }
        };
        la_trail(v, 3, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(a, why ? 1 : 0, why));
        view_text(page, "title", title);
        view_text(page, "school", cv->school.name);
        view_text(page, "places", places(a, cv->child));
        view_text(page, "best_where", where(a, cv, &cv->best));
        view_text(page, "runner_where", where(a, cv, &cv->runner));
        view_flag(page, "with_runner", has_runner);
        view_flag(page, "with_best", !is_new(cv));
        view_flag(page, "import", cv->batch.import);
        view_html(page, "rows", compared(a, cv, has_runner));
        view_html(page, "whys", reasons(v, cv, match_why_codes(a, cv->c.why)));
        view_html(page, "rivals", rivals(v, cv));
        view_html(page, "reasons", reasons(v, cv, cv->c.reasons));
        view_text(page, "asked", cv->c.question);
        view_text(page, "note", cv->c.school_note);
        view_text(page, "answered", answer_words(a, &cv->c));
        set_forms(v, page, cv, why);
        return visit_show(v, title, page);
}

enum outcome la_case_page(struct visit *v)
{
        struct case_visit cv;
        enum outcome result = load(v, &cv);
        return result == DONE ? show(v, &cv, NULL) : result;
}

static const struct {
        const char *key, *notice;
        enum case_answer answer;
        bool runner;
} answers[] = {
        { "best", "Answered: the same child.", CASE_SAME, false },
        { "runner", "Answered: the same child as the runner-up.", CASE_SAME, true },
        { "different", "Answered: a different child.", CASE_DIFFERENT, false },
        { "ask", "The school was asked.", CASE_ASKED, false },
};
enum { ANSWERS = sizeof answers / sizeof *answers };

/* On to the next case that waits; back to the queue after the last. */
static enum outcome go_on(struct visit *v, const struct case_visit *cv, const char *notice)
{
        unsigned long next[2];
        enum outcome result = la_next_case(v, cv->school.id, cv->c.id, next);
        if (result == ABSENT)
                return visit_done(v, arena_printf(v->arena, "%s No other waits.", notice), LA_MATCHES, NULL);
        return result == DONE
                   ? visit_done(v, arena_printf(v->arena, "%s Here is the next.", notice), LA_CASE, next)
                   : result;
}

enum outcome la_case_post(struct visit *v)
{
        struct case_visit cv;
        const char *key = request_form(v->request, "answer"),
                   *question = text_tidy(v->arena, request_form(v->request, "question"));
        size_t i = 0;
        while (i < ANSWERS && strcmp(answers[i].key, key) != 0)
                i++;
        enum outcome result = load(v, &cv);
        if (result != DONE)
                return result;
        if (i == ANSWERS || (answers[i].runner && !cv.c.runner) || (answers[i].answer == CASE_SAME && is_new(&cv)))
                return visit_refuse(
                    v, "Say whether it is the same child: go back and press one of the buttons.");
        if (answers[i].answer == CASE_ASKED && !*question) {
                v->why = (struct refusal){ "question", "Write what you want to ask." };
                return show(v, &cv, &v->why);
        }
        struct flow f = la_flow(v);
        cv.c.version = (unsigned)la_number(request_form(v->request, "version"));
        result = flow_answer_case(&f, &cv.c, answers[i].answer, answers[i].runner,
                                  answers[i].answer == CASE_ASKED ? question : cv.c.question);
        const char *notice = is_new(&cv) && answers[i].answer == CASE_DIFFERENT ? "Added as a new pupil." : answers[i].notice;
        return result == DONE ? go_on(v, &cv, notice) : la_done(v, result, NULL, LA_MATCHES, NULL);
}
