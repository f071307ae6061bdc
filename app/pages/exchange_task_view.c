#include "pages/exchange_task_view.h"

#include "pages/exchange_words.h"
#include "pages/la.h"
#include "pages/la_existing.h"
#include "pages/ready.h"
#include "view/format.h"

static struct html facts(struct visit *v, const struct exchange_task *t)
{
        struct arena *a = v->arena;
        const char *last = date_known(t->when.last_on) ? format_date(a, t->when.last_on) : "none";
        const struct fact all[] = {
                { .key = "State", .value_html = exchange_task_tag(a, t) },
                { .key = "What", .value = exchange_data_words(a, &t->ask) },
                { .key = "Whose data", .value = exchange_group_words(a, &t->ask) },
                { .key = "Months of attendance", .value = exchange_months_words(a, &t->ask) },
                { .key = "Schools", .value = exchange_schools_words(a, t) },
                { .key = "When", .value = schedule_words(a, &t->when) },
                { .key = "First and last day",
                  .value = arena_printf(a, "%s; last day: %s", format_date(a, t->when.first_on), last) },
                { .key = "Answers are spread over",
                  .value = t->window ? exchange_minutes(a, t->window) : "Nothing: all at once" },
                { .key = "Each school has to answer", .value = exchange_minutes(a, t->wait) },
                { .key = "Set up",
                  .value = arena_printf(a, "%s%s%s", format_moment(a, t->created_at),
                                        *t->created_by ? " by " : "", t->created_by) },
        };
        struct fact shown[sizeof all / sizeof *all];
        size_t n = 0;
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
                if (all[i].value_html.len || *all[i].value)
                        shown[n++] = all[i];
        return part_facts(a, n, shown);
}

static const char *url(struct visit *v, const char *pattern, const struct exchange_task *t)
{
        return url_make(v->arena, pattern, &t->id);
}

/* Which of its schools cannot answer; nothing of a task that is over. */
static enum outcome set_not_ready(struct visit *v, struct view *page, const struct exchange_task *t)
{
        struct exchange_picks picks;
        struct ready_chosen chosen = { 0 };
        enum outcome result = DONE;
        if (t->state != TASK_DELETED)
                result = exchange_task_picks(v->db, v->arena, t->id, &picks);
        if (result == DONE && t->state != TASK_DELETED)
                result = ready_chosen(v, t, &picks, &chosen);
        view_html(page, "not_ready", chosen.not_ready);
        return result;
}

enum outcome exchange_task_set_view(struct visit *v, struct view *page, const struct exchange_task *t,
                                    const struct exchange_urls *urls, bool may)
{
        const struct schedule *when = &t->when;
        view_text(page, "title", t->name);
        view_flag(page, "locked", t->locked);
        view_text(page, "unsettled", t->unsettled && v->route->school != SCHOOL_OWN
                                         ? url_make(v->arena, LA_EXISTING, &t->owner)
                                         : "");
        view_flag(page, "own", v->route->school == SCHOOL_OWN);
        view_text(page, "owner", t->owner_name);
        view_html(page, "facts", facts(v, t));
        view_flag(page, "deleted", t->state == TASK_DELETED);
        view_flag(page, "paused", t->state == TASK_PAUSED);
        view_html(page, "runs_next",
                  t->state == TASK_PAUSED ? html_text(v->arena, "None while it is paused.")
                                          : exchange_next_runs(v->arena, when, time(NULL)));
        view_flag(page, "may", may);
        view_text(page, "edit", url(v, urls->edit, t));
        view_text(page, "clone", url(v, urls->clone, t));
        view_text(page, "run", url(v, urls->run, t));
        view_text(page, "state", url(v, urls->state, t));
        view_text(page, "delete", url(v, urls->delete, t));
        view_text(page, "other", t->state == TASK_PAUSED ? "A" : "P");
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", t->version);
        return set_not_ready(v, page, t);
}

enum outcome exchange_show_delete(struct visit *v, const struct exchange_task *t, const char *state,
                                  const char *back)
{
        struct view *page = view_new(v->arena, "exchange/delete");
        view_text(page, "name", t->name);
        view_text(page, "action", url(v, state, t));
        view_text(page, "back", url(v, back, t));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", t->version);
        return visit_show(v, "Delete a task", page);
}

enum outcome exchange_do_state(struct visit *v, struct exchange_task *t, const char *one, const char *all)
{
        const struct exchange_by by = exchange_by_of(v);
        char state = *request_form(v->request, "state");
        if (state != TASK_ACTIVE && state != TASK_PAUSED && state != TASK_DELETED)
                return visit_refuse(v, "The form was not complete. Go back, reload the page and try again.");
        t->version = (unsigned)la_number(request_form(v->request, "version"));
        enum outcome result = exchange_task_state(v->db, &by, t, state, time(NULL));
        const char *notice = state == TASK_DELETED  ? "The task was deleted. Its history is kept."
                             : state == TASK_PAUSED ? "The task is paused."
                                                    : "The task runs again by its schedule.";
        return state == TASK_DELETED ? la_done(v, result, notice, all, NULL)
                                     : la_done(v, result, notice, one, &t->id);
}
