#include "pages/la_existing.h"

#include <string.h>

#include "pages/exchange_form.h"
#include "pages/exchange_wizard.h"
#include "pages/exchange_words.h"
#include "pages/la.h"
#include "pages/la_data_schedule.h"
#include "pages/la_desk.h"
#include "pages/la_exchanges.h"
#include "store/existing_task.h"
#include "view/format.h"

enum { WINDOW = 0, WAIT_MINUTES = 240 };

/* The task that Onroll would have in its place, from tomorrow on. */
static struct exchange_task equal_task(const struct existing_task *e)
{
        struct exchange_task t = { .name = e->is.name,
                                   .ask = e->is.ask,
                                   .schools = SCHOOLS_PICKED,
                                   .phase = "",
                                   .when = e->is.when,
                                   .window = WINDOW,
                                   .wait = WAIT_MINUTES };
        t.when.first_on = date_from_days(date_to_days(date_today()) + 1);
        return t;
}

/* ---- what it is ---- */

static const char *state_words(struct arena *a, const struct existing_task *e)
{
        const char *off = e->off_at
                              ? arena_printf(a, "Off at the school since %s.", format_moment(a, e->off_at))
                              : "The school’s own is not off yet: its agent says when it is.";
        return arena_printf(a, "%s by %s on %s. %s", exchange_existing_answer(e->answer), *e->answered_by ? e->answered_by : "somebody",
                            format_moment(a, e->answered_at), off);
}

/* Onroll's tasks of this school that ask for the same. */
static struct html alike(struct visit *v, const struct existing_task *e, const struct exchange_tasks *all)
{
        struct view *lines = view_new(v->arena, "exchange/existing-alike");
        for (size_t i = 0; i < all->count; i++) {
                const struct exchange_task *t = &all->items[i];
                if (t->ask.way != e->is.ask.way || strcmp(t->ask.data, e->is.ask.data) != 0)
                        continue;
                view_text(lines, "url", url_make(v->arena, LA_EXCHANGE, &t->id));
                view_text(lines, "name", t->name);
                view_text(lines, "when", schedule_words(v->arena, &t->when));
                view_next(lines);
        }
        return view_rows(lines);
}

static const char *change_url(struct visit *v, const struct existing_task *e)
{
        struct exchange_task t = equal_task(e);
        const struct exchange_picks picks = { 1, &v->scope->school };
        if (t.when.repeats == 0)
                t.when.at_minute = 0;
        struct exchange_form f = exchange_form_of(v->arena, &t, &picks, false);
        f.answer[ASK_EXISTING] = arena_printf(v->arena, "%lu", e->id);
        return exchange_form_url(v->arena, LA_EXCHANGE_NEW, &f, STEP_CHECK);
}

static struct html cards(struct visit *v, const struct existing_tasks *all,
                         const struct exchange_tasks *tasks)
{
        struct view *card = view_new(v->arena, "exchange/existing-task");
        bool may = visit_may(v, WHO_LA_OFFICER);
        for (size_t i = 0; i < all->count; i++) {
                const struct existing_task *e = &all->items[i];
                const unsigned long numbers[] = { e->school, e->id };
                const struct exchange_task t = equal_task(e);
                const char *why = existing_problem(&e->is);
                view_text(card, "name", e->is.name);
                view_text(card, "ref", e->is.ref);
                view_text(card, "what", exchange_existing_words(v->arena, &e->is));
                view_text(card, "when", e->is.when.repeats ? schedule_words(v->arena, &t.when) : "");
                view_text(card, "described", e->is.described);
                view_text(card, "task", e->task ? url_make(v->arena, LA_EXCHANGE, &e->task) : "");
                view_text(card, "task_name", e->task_name);
                view_text(card, "state", e->answer ? state_words(v->arena, e) : "");
                view_html(card, "alike", e->answer ? (struct html){ 0 } : alike(v, e, tasks));
                view_flag(card, "may", may && !e->answer);
                view_text(card, "why", why ? why : "");
                view_text(card, "action", url_make(v->arena, LA_EXISTING_DECIDE, numbers));
                view_text(card, "change", change_url(v, e));
                view_text(card, "token", visit_token(v));
                view_printf(card, "version", "%u", e->version);
                view_next(card);
        }
        return view_rows(card);
}

enum outcome la_existing_page(struct visit *v)
{
        struct existing_tasks all;
        struct exchange_tasks tasks;
        struct school s;
        size_t left = 0;
        enum outcome result = la_school(v, &s);
        if (result == DONE)
                result = existing_task_list(v->db, v->arena, v->scope, &all);
        if (result == DONE)
                result = exchange_task_list(v->db, v->arena, s.id, "", 0, &tasks);
        if (result != DONE)
                return result;
        for (size_t i = 0; i < all.count; i++)
                left += !all.items[i].off_at;
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = s.name, .url = url_make(v->arena, LA_DATA, &s.id) },
                                           { .text = "Schedule",
                                             .url = url_make(v->arena, LA_DATA_SCHEDULE, &s.id) },
                                           { .text = "Existing tasks" } };
        struct view *page = view_new(v->arena, "exchange/existing");
        la_trail(v, 4, trail);
        view_text(page, "school", s.name);
        view_flag(page, "none", !all.count);
        view_text(page, "left", left ? format_count(v->arena, (long)left, "task is", "tasks are") : "");
        view_html(page, "cards", cards(v, &all, &tasks));
        return visit_show(v, "Existing tasks", page);
}

/* ---- deciding ---- */

static enum outcome accept(struct visit *v, const struct existing_task *e)
{
        const struct exchange_by by = exchange_by_of(v);
        const struct exchange_picks picks = { 1, &v->scope->school };
        const struct exchange_task t = equal_task(e);
        unsigned long id;
        const char *why = existing_problem(&e->is);
        if (why)
                return visit_refuse(v, arena_printf(v->arena, "%s Change or drop the task.", why));
        return existing_task_take(v->db, &by, e, EXISTING_ACCEPTED, &t, &picks, time(NULL), &id);
}

enum outcome la_existing_decide_post(struct visit *v)
{
        struct existing_task e;
        const struct exchange_by by = exchange_by_of(v);
        char answer = *request_form(v->request, "answer");
        enum outcome result = existing_task_find(v->db, v->arena, visit_part(v, 1), &e);
        if (result == DONE && e.school != v->scope->school)
                return ABSENT;
        if (result != DONE)
                return result;
        if (answer != EXISTING_ACCEPTED && answer != EXISTING_DROPPED)
                return visit_refuse(v, "Choose whether the task is taken or dropped.");
        e.version = (unsigned)la_number(request_form(v->request, "version"));
        bool drops = answer == EXISTING_DROPPED;
        result = drops ? existing_task_drop(v->db, &by, &e) : accept(v, &e);
        return la_done(v, result,
                       drops ? "The task is dropped. The agent switches it off."
                             : "Onroll has the task now. The agent switches the school’s own off.",
                       LA_EXISTING, &v->scope->school);
}
