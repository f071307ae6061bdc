#include "pages/la_exchanges.h"

#include <string.h>

#include "pages/exchange_task_view.h"
#include "pages/exchange_words.h"
#include "pages/la.h"
#include "pages/la_delivery.h"
#include "pages/la_desk_school.h"
#include "pages/la_import.h"
#include "pages/la_school_lists.h"
#include "pages/ready.h"
#include "store/school.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 50 };

/* ---- all tasks ---- */

#define TASK(row) ((const struct exchange_task *)(row))
TEXT_OF(task_name, TASK(row)->name)
TEXT_OF(task_what, exchange_data_words(a, &TASK(row)->ask))
TEXT_OF(task_schools, exchange_schools_words(a, TASK(row)))
TEXT_OF(task_when, schedule_words(a, &TASK(row)->when))
TEXT_OF(task_next, TASK(row)->next_at ? format_moment(a, TASK(row)->next_at) : "None")

static struct html task_link(struct arena *a, const void *row)
{
        const struct exchange_task *t = row;
        struct view *cell = view_new(a, "exchange/name");
        view_text(cell, "url", url_make(a, LA_EXCHANGE, &t->id));
        view_text(cell, "name", t->name);
        view_flag(cell, "locked", t->locked);
        view_flag(cell, "unsettled", t->unsettled && !t->locked);
        view_text(cell, "owner", t->owner_name);
        return view_render(cell);
}

static struct html task_state(struct arena *a, const void *row)
{
        return exchange_task_tag(a, row);
}

static struct html task_last(struct arena *a, const void *row)
{
        const struct exchange_task *t = row;
        struct view *cell = view_new(a, "exchange/last");
        const char *failed = t->last_failed ? arena_printf(a, ", %lu failed", t->last_failed) : "";
        view_text(cell, "url", t->last_run ? url_make(a, LA_RUN, &t->last_run) : "");
        view_text(cell, "when", format_moment(a, t->last_at));
        view_text(cell, "words", arena_printf(a, "%lu of %lu done%s", t->last_done, t->last_all, failed));
        return view_render(cell);
}

static const struct column task_columns[] = {
        { "name", "Task", task_name, task_link, 0 },     { "what", "What", task_what, NULL, 0 },
        { "schools", "Schools", task_schools, NULL, 0 }, { "when", "When", task_when, NULL, 0 },
        { "next", "Next run", task_next, NULL, 0 },      { "state", "State", NULL, task_state, 0 },
        { "last", "Last run", NULL, task_last, 0 },
};

static struct html school_select(struct visit *v, const struct schools *all, unsigned long chosen)
{
        struct choice *choices = arena_array(v->arena, all->count + 1, sizeof *choices);
        choices[0] = (struct choice){ .value = "", .text = "All schools" };
        for (size_t i = 0; i < all->count; i++)
                choices[i + 1] = (struct choice){ .value = arena_printf(v->arena, "%lu", all->items[i].id),
                                                  .text = all->items[i].name };
        return part_select(v->arena, &(struct input){ .name = "school",
                                                      .label = "School",
                                                      .value = arena_printf(v->arena, "%.0lu", chosen),
                                                      .choice_count = all->count + 1,
                                                      .choices = choices });
}

static struct html data_select(struct visit *v, const char *chosen)
{
        struct choice choices[16] = { { .value = "", .text = "Everything" } };
        size_t n = 1;
        for (const struct exchange_data *d = exchange_data_table; d->key; d++)
                choices[n++] = (struct choice){ .value = d->key, .text = d->words };
        return part_select(
            v->arena,
            &(struct input){
                .name = "data", .label = "What", .value = chosen, .choice_count = n, .choices = choices });
}

static struct html state_select(struct visit *v, char state)
{
        static const struct choice choices[] = { { .value = "", .text = "Not deleted" },
                                                 { .value = "A", .text = "Active" },
                                                 { .value = "P", .text = "Paused" },
                                                 { .value = "D", .text = "Deleted" } };
        return part_select(v->arena, &(struct input){ .name = "state",
                                                      .label = "State",
                                                      .value = arena_bytes(v->arena, &state, state != 0),
                                                      .choice_count = 4,
                                                      .choices = choices });
}

static char state_asked(const char *text)
{
        return *text == TASK_ACTIVE || *text == TASK_PAUSED || *text == TASK_DELETED ? *text : 0;
}

enum outcome la_exchanges_page(struct visit *v)
{
        struct exchange_tasks all;
        struct schools schools;
        const char *data = request_query(v->request, "data");
        char state = state_asked(request_query(v->request, "state"));
        unsigned long school = la_number(request_query(v->request, "school"));
        enum outcome result =
            exchange_task_list(v->db, v->arena, school, exchange_data_find(data) ? data : "", state, &all);
        if (result == DONE)
                result = school_list(v->db, v->arena, "", &schools);
        if (result != DONE)
                return result;
        struct list list = { .id = "tasks",
                             .caption = "Tasks",
                             .quiet = true,
                             .columns = task_columns,
                             .column_count = sizeof task_columns / sizeof *task_columns,
                             .rows = all.items,
                             .row_count = all.count,
                             .row_size = sizeof *all.items,
                             .empty = "There are no such tasks." };
        struct view *page = view_new(v->arena, "exchange/la-list");
        view_text(page, "new", visit_may(v, WHO_LA_OFFICER) ? LA_EXCHANGE_NEW : "");
        view_text(page, "lists", LA_SCHOOL_LISTS);
        view_text(page, "ready", LA_READY);
        view_html(page, "school", school_select(v, &schools, school));
        view_html(page, "data", data_select(v, data));
        view_html(page, "state", state_select(v, state));
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Exchanges", page);
}

/* ---- one task ---- */

#define RUN(row) ((const struct exchange_run *)(row))
TEXT_OF(run_due, format_moment(a, RUN(row)->due_at))
TEXT_OF(run_how, exchange_run_words(a, RUN(row)))
TEXT_OF(run_all, arena_printf(a, "%lu", RUN(row)->all))
TEXT_OF(run_done, arena_printf(a, "%lu", RUN(row)->done))
TEXT_OF(run_open, arena_printf(a, "%lu", RUN(row)->open))
TEXT_OF(run_failed, arena_printf(a, "%lu", RUN(row)->failed))

static struct html run_link(struct arena *a, const void *row)
{
        return part_link(a, format_moment(a, RUN(row)->due_at), url_make(a, LA_RUN, &RUN(row)->id));
}

static const struct column run_columns[] = {
        { "due", "Run", run_due, run_link, 0 },
        { "how", "How", run_how, NULL, 0 },
        { "all", "Schools", run_all, NULL, COLUMN_NUMBER },
        { "done", "Done", run_done, NULL, COLUMN_NUMBER },
        { "open", "Still open", run_open, NULL, COLUMN_NUMBER },
        { "failed", "Failed", run_failed, NULL, COLUMN_NUMBER },
};

static struct html runs_list(struct visit *v, const struct exchange_runs *runs)
{
        struct list list = { .id = "runs",
                             .caption = "Runs",
                             .quiet = true,
                             .columns = run_columns,
                             .column_count = sizeof run_columns / sizeof *run_columns,
                             .rows = runs->items,
                             .row_count = runs->count,
                             .row_size = sizeof *runs->items,
                             .empty = "It has not run yet." };
        return list_html(v->arena, &list);
}

static void set_trail(struct visit *v, const struct exchange_task *t, const char *below)
{
        const struct page_link trail[] = { { .text = "Exchanges", .url = LA_EXCHANGES },
                                           { .text = t->name,
                                             .url = below ? url_make(v->arena, LA_EXCHANGE, &t->id) : NULL },
                                           { .text = below } };
        la_trail(v, below ? 3 : 2, trail);
}

enum outcome la_exchange_page(struct visit *v)
{
        static const struct exchange_urls urls = { LA_EXCHANGE_EDIT, LA_EXCHANGE_CLONE, LA_EXCHANGE_RUN,
                                                   LA_EXCHANGE_STATE, LA_EXCHANGE_DELETE };
        struct exchange_task t;
        struct exchange_runs runs;
        enum outcome result = exchange_task_find(v->db, v->arena, visit_part(v, 0), &t);
        if (result == DONE)
                result =
                    exchange_run_list(v->db, v->arena, t.id, la_number(request_query(v->request, "before")),
                                      PER_PAGE + 1, &runs);
        if (result != DONE)
                return result;
        bool older = runs.count > PER_PAGE;
        runs.count -= older;
        struct view *page = view_new(v->arena, "exchange/task");
        set_trail(v, &t, NULL);
        result = exchange_task_set_view(v, page, &t, &urls, visit_may(v, WHO_LA_OFFICER) && !t.locked && !t.unsettled);
        if (result != DONE)
                return result;
        view_text(page, "heading", "Runs");
        view_html(page, "history", runs_list(v, &runs));
        view_text(page, "older",
                  older ? la_url(v->arena, url_make(v->arena, LA_EXCHANGE, &t.id), "before",
                                 arena_printf(v->arena, "%lu", runs.items[runs.count - 1].id), NULL)
                        : "");
        return visit_show(v, t.name, page);
}

/* A task that may be changed still. */
static enum outcome load(struct visit *v, struct exchange_task *t)
{
        enum outcome result = exchange_task_find(v->db, v->arena, visit_part(v, 0), t);
        if (result == DONE && t->locked)
                return visit_refuse(v, arena_printf(v->arena,
                                                    "%s has locked its tasks. Ask the school to unlock them.",
                                                    t->owner_name));
        if (result == DONE && t->unsettled)
                return visit_refuse(v, arena_printf(v->arena,
                                                    "%s has tasks from before that are not settled and off. Settle "
                                                    "them on its page Existing tasks first.",
                                                    t->owner_name));
        return result == DONE && t->state == TASK_DELETED ? visit_refuse(v, "This task was deleted.")
                                                          : result;
}

enum outcome la_exchange_edit_page(struct visit *v)
{
        struct exchange_task t;
        enum outcome result = load(v, &t);
        return result == DONE ? exchange_check_page(v, &t, false) : result;
}

enum outcome la_exchange_clone_page(struct visit *v)
{
        struct exchange_task t;
        enum outcome result = exchange_task_find(v->db, v->arena, visit_part(v, 0), &t);
        return result == DONE ? exchange_check_page(v, &t, true) : result;
}

enum outcome la_exchange_delete_page(struct visit *v)
{
        struct exchange_task t;
        enum outcome result = load(v, &t);
        if (result != DONE)
                return result;
        set_trail(v, &t, "Delete");
        return exchange_show_delete(v, &t, LA_EXCHANGE_STATE, LA_EXCHANGE);
}

enum outcome la_exchange_state_post(struct visit *v)
{
        struct exchange_task t;
        enum outcome result = load(v, &t);
        return result == DONE ? exchange_do_state(v, &t, LA_EXCHANGE, LA_EXCHANGES) : result;
}

enum outcome la_exchange_run_post(struct visit *v)
{
        struct exchange_task t;
        const struct exchange_by by = exchange_by_of(v);
        unsigned long run = 0;
        enum outcome result = load(v, &t);
        if (result != DONE)
                return result;
        t.version = (unsigned)la_number(request_form(v->request, "version"));
        result = exchange_run_now(v->db, &by, &t, time(NULL), &run);
        return la_done(v, result, "The task runs now.", LA_RUN, &run);
}

/* ---- one run ---- */

#define ANSWER(row) ((const struct exchange_answer *)(row))
TEXT_OF(answer_school, ANSWER(row)->school_name)
TEXT_OF(answer_words, exchange_answer_words(a, ANSWER(row), time(NULL)))
TEXT_OF(answer_tries, arena_printf(a, "%u", ANSWER(row)->tries))
TEXT_OF(answer_rows, ANSWER(row)->rows ? arena_printf(a, "%lu", ANSWER(row)->rows) : "")
TEXT_OF(answer_size, ANSWER(row)->size ? format_size(a, (long)ANSWER(row)->size) : "")
TEXT_OF(answer_changed, format_moment(a, ANSWER(row)->changed_at))

static struct html school_link(struct arena *a, const void *row)
{
        return part_link(a, ANSWER(row)->school_name, url_make(a, LA_DATA, &ANSWER(row)->school));
}

static struct html state_cell(struct arena *a, const void *row)
{
        return exchange_state_tag(a, ANSWER(row)->state);
}

static struct html data_link(struct arena *a, const void *row)
{
        const struct exchange_answer *x = row;
        const unsigned long numbers[] = { x->school, x->import };
        if (x->import)
                return part_link(a, arena_printf(a, "Import of %s", x->school_name),
                                 url_make(a, LA_IMPORT, numbers));
        return x->delivery ? part_link(a, arena_printf(a, "File of %s", x->school_name),
                                       url_make(a, LA_DELIVERY, &x->delivery))
                           : (struct html){ 0 };
}

static const struct column answer_columns[] = {
        { "school", "School", answer_school, school_link, 0 },
        { "state", "State", NULL, state_cell, 0 },
        { "words", "What happened", answer_words, NULL, 0 },
        { "data", "Data", NULL, data_link, 0 },
        { "tries", "Tries", answer_tries, NULL, COLUMN_NUMBER },
        { "rows", "Rows", answer_rows, NULL, COLUMN_NUMBER },
        { "size", "Size", answer_size, NULL, 0 },
        { "changed", "Since", answer_changed, NULL, 0 },
};

static struct html answers_list(struct visit *v, const struct exchange_answers *all)
{
        struct list list = { .id = "answers",
                             .caption = "Answers of the schools",
                             .columns = answer_columns,
                             .column_count = sizeof answer_columns / sizeof *answer_columns,
                             .rows = all->items,
                             .row_count = all->count,
                             .row_size = sizeof *all->items,
                             .empty = "No school was asked: none belongs to the task." };
        return list_html(v->arena, &list);
}

#define TRY(row) ((const struct exchange_attempt *)(row))
TEXT_OF(try_school, TRY(row)->school_name)
TEXT_OF(try_n, arena_printf(a, "%u", TRY(row)->n))
TEXT_OF(try_began, format_moment(a, TRY(row)->started_at))
TEXT_OF(try_ended, TRY(row)->ended_at ? format_moment(a, TRY(row)->ended_at) : "Going on")
TEXT_OF(try_size, format_size(a, (long)TRY(row)->size))
TEXT_OF(try_outcome, TRY(row)->outcome == 'D'   ? "Done"
                     : TRY(row)->outcome == 'F' ? "Failed"
                     : TRY(row)->outcome == 'L' ? "Agent lost"
                                                : "")
TEXT_OF(try_words, TRY(row)->words)

static const struct column try_columns[] = {
        { "school", "School", try_school, NULL, 0 },
        { "n", "Try", try_n, NULL, COLUMN_NUMBER },
        { "began", "Began", try_began, NULL, 0 },
        { "ended", "Ended", try_ended, NULL, 0 },
        { "size", "Size", try_size, NULL, 0 },
        { "outcome", "Outcome", try_outcome, NULL, 0 },
        { "words", "What happened", try_words, NULL, 0 },
};

static struct html tries_list(struct visit *v, const struct exchange_attempts *all)
{
        struct list list = { .id = "tries",
                             .caption = "Each try",
                             .quiet = true,
                             .columns = try_columns,
                             .column_count = sizeof try_columns / sizeof *try_columns,
                             .rows = all->items,
                             .row_count = all->count,
                             .row_size = sizeof *all->items,
                             .empty = "No school’s agent has tried yet." };
        return list_html(v->arena, &list);
}

/* How many are in each state; *failed: that may be tried again. */
static struct html counts(struct visit *v, const struct exchange_answers *all, unsigned long *failed)
{
        struct view *line = view_new(v->arena, "exchange/count");
        *failed = 0;
        for (const struct exchange_state *s = exchange_state_table; s->key; s++) {
                unsigned long n = 0;
                for (size_t i = 0; i < all->count; i++)
                        n += all->items[i].state == s->key;
                *failed += s->failed ? n : 0;
                if (!n)
                        continue;
                view_html(line, "tag", exchange_state_tag(v->arena, s->key));
                view_text(line, "count", format_number(v->arena, (long)n));
                view_next(line);
        }
        return view_rows(line);
}

enum outcome la_run_page(struct visit *v)
{
        struct exchange_run r;
        struct exchange_task t;
        struct exchange_answers answers;
        struct exchange_attempts tries;
        unsigned long failed;
        enum outcome result = exchange_run_find(v->db, v->arena, visit_part(v, 0), &r);
        if (result == DONE)
                result = exchange_task_find(v->db, v->arena, r.task, &t);
        if (result == DONE)
                result = exchange_answers(v->db, v->arena, r.id, &answers);
        if (result == DONE)
                result = exchange_attempts(v->db, v->arena, r.id, 0, &tries);
        if (result != DONE)
                return result;
        const char *due = format_moment(v->arena, r.due_at);
        struct view *page = view_new(v->arena, "exchange/run");
        set_trail(v, &t, due);
        view_text(page, "title", arena_printf(v->arena, "%s, %s", t.name, due));
        view_text(page, "how", exchange_run_words(v->arena, &r));
        view_html(page, "counts", counts(v, &answers, &failed));
        view_text(page, "retry",
                  failed && !t.locked && !t.unsettled && t.state != TASK_DELETED && visit_may(v, WHO_LA_OFFICER)
                      ? url_make(v->arena, LA_RUN_RETRY, &r.id)
                      : "");
        view_text(page, "failed", format_number(v->arena, (long)failed));
        view_text(page, "token", visit_token(v));
        view_html(page, "list", answers_list(v, &answers));
        view_html(page, "attempts", tries_list(v, &tries));
        return visit_show(v, arena_printf(v->arena, "Run of %s", t.name), page);
}

enum outcome la_run_retry_post(struct visit *v)
{
        struct exchange_run r;
        const struct exchange_by by = exchange_by_of(v);
        unsigned long count = 0;
        enum outcome result = exchange_run_find(v->db, v->arena, visit_part(v, 0), &r);
        if (result == DONE)
                result = exchange_retry(v->db, &by, r.id, time(NULL), &count);
        if (result == DONE && !count)
                return visit_refuse(
                    v, "Nothing of this run can be tried again any more. Go back and look again.");
        const char *notice =
            format_count(v->arena, (long)count, "school is asked again.", "schools are asked again.");
        return la_done(v, result, notice, LA_RUN, &r.id);
}
