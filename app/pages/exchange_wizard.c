#include "pages/exchange_wizard.h"

#include <string.h>

#include "pages/exchange_questions.h"
#include "pages/exchange_words.h"
#include "pages/la.h"
#include "pages/la_existing.h"
#include "pages/ready.h"
#include "store/existing_task.h"
#include "store/school.h"
#include "view/format.h"

/* ---- where one is ---- */

static bool of_school(const struct visit *v)
{
        return v->route->school == SCHOOL_OWN;
}

static const char *base(const struct visit *v)
{
        return of_school(v) ? SCHOOL_EXCHANGES : LA_EXCHANGES;
}

static const char *here(const struct visit *v)
{
        return of_school(v) ? SCHOOL_EXCHANGE_NEW : LA_EXCHANGE_NEW;
}

struct exchange_by exchange_by_of(const struct visit *v)
{
        return (struct exchange_by){ v->session->person.id, of_school(v) ? v->scope : NULL };
}

/* The school whose own task it is, or will be; 0: the authority's. */
static enum outcome owner_of(struct visit *v, const struct exchange_form *f, unsigned long *own)
{
        struct exchange_task t;
        unsigned long id = la_number(f->answer[ASK_TASK]);
        *own = of_school(v) ? v->scope->school : 0;
        if (!id || of_school(v))
                return DONE;
        enum outcome result = exchange_task_find(v->db, v->arena, id, &t);
        *own = result == DONE ? t.owner : 0;
        return result;
}

static void set_trail(struct visit *v, const struct exchange_form *f)
{
        const struct page_link trail[] = { { .text = "Exchanges", .url = base(v) },
                                           { .text = *f->answer[ASK_TASK] ? "Change a task" : "New task" } };
        la_trail(v, 2, trail);
}

/* ---- one page of them ---- */

static unsigned long on_roll(const struct visit *v, const struct schools *all)
{
        unsigned long pupils = 0;
        for (size_t i = 0; i < all->count; i++)
                if (!of_school(v) || all->items[i].id == v->scope->school)
                        pupils += all->items[i].on_roll;
        return pupils;
}

/* How many marks travel for some numbers of months. */
static struct html marks_lines(struct visit *v, unsigned long pupils)
{
        static const unsigned months[] = { 1, 3, 6, 13 };
        struct view *line = view_new(v->arena, "la/line");
        for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
                const struct exchange_ask ask = { EXCHANGE_GET, "att-current", GROUP_YEARS, 0, months[i] };
                view_text(line, "text",
                          arena_printf(v->arena, "%s: %s marks", exchange_months_words(v->arena, &ask),
                                       format_number(v->arena, (long)exchange_marks(&ask, pupils))));
                view_next(line);
        }
        return view_rows(line);
}

static enum outcome show_step(struct visit *v, const struct exchange_form *f, enum exchange_step step,
                              bool back, const struct refusal *why)
{
        struct schools schools;
        enum outcome result = school_list(v->db, v->arena, "", &schools);
        if (result != DONE)
                return result;
        unsigned long pupils = on_roll(v, &schools);
        struct view *page = view_new(v->arena, "exchange/step");
        set_trail(v, f);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "action", here(v));
        view_html(page, "hidden", exchange_form_hidden(v->arena, f, step));
        view_text(page, "step", exchange_step_keys[step]);
        view_flag(page, "back", back);
        view_html(page, "questions", exchange_questions(v, f, step, &schools, why));
        view_html(page, "marks", step == STEP_MONTHS ? marks_lines(v, pupils) : (struct html){ 0 });
        view_text(page, "pupils", format_count(v->arena, (long)pupils, "pupil", NULL));
        view_text(page, "leave", base(v));
        return visit_show(v, exchange_step_titles[step], page);
}

/* ---- check your answers ---- */

static struct html advice(struct visit *v, const struct exchange_task *t, const struct ready_chosen *c)
{
        unsigned long marks = exchange_marks(&t->ask, c->pupils);
        if (!marks)
                return (struct html){ 0 };
        bool all = t->ask.group == GROUP_YEARS && !t->ask.years;
        const char *words =
            arena_printf(v->arena, "%s %s marks travel in each run: the schools have %s on roll.",
                         all ? "About" : "At most about", format_number(v->arena, (long)marks),
                         format_count(v->arena, (long)c->pupils, "pupil", NULL));
        if (t->ask.months > EXCHANGE_MANY_MONTHS)
                words = arena_printf(v->arena,
                                     "%s More than 3 months are better asked for only now and then: run it "
                                     "once, and ask for a month or "
                                     "for changed data regularly.",
                                     words);
        return part_inset(v->arena, html_text(v->arena, words));
}

static struct html facts(struct visit *v, const struct exchange_form *f, const struct exchange_task *t,
                         const struct ready_chosen *c)
{
        struct arena *a = v->arena;
        const char *schools = t->owner || t->schools == SCHOOLS_PICKED
                                  ? exchange_schools_words(a, t)
                                  : arena_printf(a, "%s (%s today)", exchange_schools_words(a, t),
                                                 format_count(a, (long)c->schools, "school", NULL));
        const char *last = date_known(t->when.last_on) ? format_date(a, t->when.last_on) : "none";
        const char *from = t->when.repeats == SCHEDULE_ONCE
                               ? format_date(a, t->when.first_on)
                               : arena_printf(a, "%s; last day: %s", format_date(a, t->when.first_on), last);
        const struct {
                enum exchange_step step;
                const char *key, *value;
        } all[] = {
                { STEP_WHAT, "What", exchange_data_words(a, &t->ask) },
                { STEP_GROUP, "Whose data", exchange_group_words(a, &t->ask) },
                { STEP_MONTHS, "Months of attendance", exchange_months_words(a, &t->ask) },
                { STEP_SCHOOLS, "Schools", schools },
                { STEP_REPEATS, "How often", schedule_words(a, &t->when) },
                { STEP_TIME, t->when.repeats == SCHEDULE_ONCE ? "Day" : "First day", from },
                { STEP_TIME, "Answers are spread over",
                  t->window ? exchange_minutes(a, t->window) : "Nothing: all at once" },
                { STEP_TIME, "Each school has to answer", exchange_minutes(a, t->wait) },
                { STEP_NAME, "Name", t->name },
        };
        struct fact shown[sizeof all / sizeof *all];
        size_t n = 0;
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
                if (exchange_step_applies(all[i].step, f, t->owner != 0))
                        shown[n++] = (struct fact){ .key = all[i].key,
                                                    .value = all[i].value,
                                                    .url = exchange_form_url(a, here(v), f, all[i].step),
                                                    .action = "Change" };
        return part_facts(a, n, shown);
}

static enum outcome show_check(struct visit *v, const struct exchange_form *f, struct exchange_task *t,
                               const struct exchange_picks *picks)
{
        struct ready_chosen c;
        enum outcome result = ready_chosen(v, t, picks, &c);
        if (result != DONE)
                return result;
        t->school_count = c.schools;
        t->list_name = c.list;
        t->owner_name = c.owner;
        struct view *page = view_new(v->arena, "exchange/check");
        set_trail(v, f);
        view_html(page, "facts", facts(v, f, t, &c));
        view_html(page, "advice", advice(v, t, &c));
        view_html(page, "not_ready", c.not_ready);
        view_flag(page, "leavers", t->ask.group == GROUP_LEAVERS);
        view_html(page, "runs", exchange_next_runs(v->arena, &t->when, time(NULL)));
        view_text(page, "action", here(v));
        view_text(page, "token", visit_token(v));
        view_html(page, "hidden", exchange_form_hidden(v->arena, f, STEP_CHECK));
        view_flag(page, "change", t->id);
        view_text(page, "leave", base(v));
        return visit_show(v, "Check your answers", page);
}

enum outcome exchange_check_page(struct visit *v, const struct exchange_task *t, bool copy)
{
        struct exchange_picks picks;
        struct exchange_task read;
        struct refusal why;
        enum outcome result = exchange_task_picks(v->db, v->arena, t->id, &picks);
        if (result != DONE)
                return result;
        const struct exchange_form f = exchange_form_of(v->arena, t, &picks, copy);
        enum exchange_step step =
            exchange_form_read(v, &f, copy && !of_school(v) ? 0 : t->owner, &read, &picks, &why);
        return step == STEP_CHECK ? show_check(v, &f, &read, &picks) : show_step(v, &f, step, true, &why);
}

/* ---- from page to page ---- */

static enum exchange_step step_of(const char *key)
{
        int s = STEP_CHECK;
        while (s && strcmp(exchange_step_keys[s], key) != 0)
                s--;
        return (enum exchange_step)s;
}

enum outcome exchange_new_page(struct visit *v)
{
        const struct exchange_form f = exchange_form_sent(v);
        const char *asked = request_query(v->request, "step"), *from = request_query(v->request, "from");
        bool back = *request_query(v->request, "back");
        struct exchange_task t;
        struct exchange_picks picks;
        struct refusal why;
        unsigned long own;
        enum outcome result = owner_of(v, &f, &own);
        if (result != DONE)
                return result;
        enum exchange_step came = step_of(from), bad = exchange_form_read(v, &f, own, &t, &picks, &why);
        if (!*from)
                return bad == STEP_CHECK && step_of(asked) == STEP_CHECK
                           ? show_check(v, &f, &t, &picks)
                           : show_step(v, &f, step_of(asked) % STEP_CHECK, back, NULL);
        if (bad <= came)
                return show_step(v, &f, bad, back, &why);
        enum exchange_step next = came + 1;
        while (next < STEP_CHECK && !exchange_step_applies(next, &f, own != 0))
                next++;
        if (back)
                next = bad; /* what a changed answer asks for anew, or the check */
        return next == STEP_CHECK ? show_check(v, &f, &t, &picks) : show_step(v, &f, next, back, NULL);
}

/* In the place of a task from before. Its own school has to be asked. */
static enum outcome settle(struct visit *v, const struct exchange_form *f, struct exchange_task *t,
                           const struct exchange_picks *picks)
{
        const struct exchange_by by = exchange_by_of(v);
        struct existing_task e;
        enum outcome result =
            existing_task_find(v->db, v->arena, la_number(f->answer[ASK_EXISTING]), &e);
        if (result != DONE)
                return result;
        if (t->schools == SCHOOLS_PICKED && !exchange_picked(picks, e.school))
                return visit_refuse(v, "The task takes the place of a school’s own: that school has to be "
                                       "among its schools.");
        result = existing_task_take(v->db, &by, &e, EXISTING_CHANGED, t, picks, time(NULL), &t->id);
        return la_done(v, result, "The task was set up. The agent switches the school’s own off.",
                       LA_EXISTING, &e.school);
}

enum outcome exchange_new_post(struct visit *v)
{
        const struct exchange_form f = exchange_form_sent(v);
        const struct exchange_by by = exchange_by_of(v);
        struct exchange_task t;
        struct exchange_picks picks;
        struct refusal why;
        unsigned long own;
        enum outcome result = owner_of(v, &f, &own);
        if (result != DONE)
                return result;
        enum exchange_step bad = exchange_form_read(v, &f, own, &t, &picks, &why);
        if (bad != STEP_CHECK)
                return show_step(v, &f, bad, true, &why);
        if (*f.answer[ASK_EXISTING] && !of_school(v))
                return settle(v, &f, &t, &picks);
        const char *notice = t.id ? "The task was changed." : "The task was set up.";
        result = t.id ? exchange_task_set(v->db, &by, &t, &picks, time(NULL))
                      : exchange_task_add(v->db, &by, &t, &picks, time(NULL), &t.id);
        return la_done(v, result, notice, of_school(v) ? SCHOOL_EXCHANGE : LA_EXCHANGE, &t.id);
}
