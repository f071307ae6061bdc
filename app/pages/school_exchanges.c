#include "pages/school_exchanges.h"

#include "pages/agents.h"
#include "pages/exchange_task_view.h"
#include "pages/exchange_words.h"
#include "pages/la.h"
#include "pages/ready.h"
#include "pages/school_existing.h"
#include "view/format.h"

enum { ANSWERS = 50, ALL = 1000 };

/* ---- all tasks ---- */

/* A task with what the school answered last, or NULL. */
struct line {
        const struct exchange_task *t;
        const struct exchange_answer *last;
};

#define ROW(row) ((const struct line *)(row))
TEXT_OF(name, ROW(row)->t->name)
TEXT_OF(what, exchange_data_words(a, &ROW(row)->t->ask))
TEXT_OF(when, schedule_words(a, &ROW(row)->t->when))
TEXT_OF(next, ROW(row)->t->next_at ? format_moment(a, ROW(row)->t->next_at) : "None")
TEXT_OF(last_at, ROW(row)->last ? format_moment(a, ROW(row)->last->due_at) : "Never")

static struct html task_link(struct arena *a, const void *row)
{
        return part_link(a, ROW(row)->t->name, url_make(a, SCHOOL_EXCHANGE, &ROW(row)->t->id));
}

static struct html last_state(struct arena *a, const void *row)
{
        return ROW(row)->last ? exchange_state_tag(a, ROW(row)->last->state) : (struct html){ 0 };
}

static struct html task_state(struct arena *a, const void *row)
{
        return exchange_task_tag(a, ROW(row)->t);
}

static const struct column columns[] = {
        { "name", "Task", name, task_link, 0 },
        { "what", "What", what, NULL, 0 },
        { "when", "When", when, NULL, 0 },
        { "state", "State", NULL, task_state, 0 },
        { "next", "Next run", next, NULL, 0 },
        { "last", "Last run", last_at, NULL, 0 },
        { "result", "Your answer", NULL, last_state, 0 },
};

static const struct exchange_answer *last_of(const struct exchange_answers *all, unsigned long task)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].task == task)
                        return &all->items[i];
        return NULL;
}

static struct html table(struct visit *v, const struct exchange_tasks *tasks,
                         const struct exchange_answers *last, bool own, const char *empty)
{
        struct line *lines = arena_array(v->arena, tasks->count + 1, sizeof *lines);
        size_t n = 0;
        for (size_t i = 0; i < tasks->count; i++)
                if ((tasks->items[i].owner == v->scope->school) == own)
                        lines[n++] = (struct line){ &tasks->items[i], last_of(last, tasks->items[i].id) };
        struct list list = { .id = own ? "own" : "tasks",
                             .caption = own ? "Your school’s own tasks" : "The authority’s tasks",
                             .quiet = own,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = lines,
                             .row_count = n,
                             .row_size = sizeof *lines,
                             .empty = empty };
        return list_html(v->arena, &list);
}

enum outcome school_exchanges_page(struct visit *v)
{
        struct exchange_tasks tasks;
        struct exchange_answers last;
        time_t since;
        const char *who;
        enum outcome result = exchange_task_list(v->db, v->arena, v->scope->school, "", 0, &tasks);
        if (result == DONE)
                result = exchange_answers_own(v->db, v->arena, v->scope, 0, ALL, &last);
        if (result == DONE)
                result = exchange_lock_find(v->db, v->arena, v->scope->school, &since, &who);
        if (result != DONE)
                return result;
        bool may = visit_may(v, WHO_SCHOOL_ADMIN);
        struct view *page = view_new(v->arena, "exchange/school");
        view_html(page, "list",
                  table(v, &tasks, &last, false, "No task of the authority concerns your school."));
        view_html(page, "own", table(v, &tasks, &last, true, "Your school has no tasks of its own."));
        view_text(page, "ready", SCHOOL_READY);
        view_text(page, "agent", may ? SCHOOL_AGENTS : "");
        view_text(page, "existing", SCHOOL_EXISTING);
        view_text(page, "new", may ? SCHOOL_EXCHANGE_NEW : "");
        view_flag(page, "locked", since);
        view_text(page, "who", *who ? who : "Somebody");
        view_text(page, "since", format_moment(v->arena, since));
        view_text(page, "other", since ? "0" : "1");
        view_flag(page, "may", may);
        view_text(page, "token", visit_token(v));
        return visit_show(v, "Exchanges", page);
}

enum outcome school_exchange_lock_post(struct visit *v)
{
        bool locked = *request_form(v->request, "locked") == '1';
        enum outcome result = exchange_lock_set(v->db, v->scope, locked);
        return la_done(v, result, locked ? "The tasks are locked." : "The tasks are unlocked.",
                       SCHOOL_EXCHANGES, NULL);
}

/* ---- one ---- */

#define ANSWER(row) ((const struct exchange_answer *)(row))
TEXT_OF(answer_due, format_moment(a, ANSWER(row)->due_at))
TEXT_OF(answer_words, exchange_answer_words(a, ANSWER(row), time(NULL)))
TEXT_OF(answer_tries, arena_printf(a, "%u", ANSWER(row)->tries))
TEXT_OF(answer_size, ANSWER(row)->size ? format_size(a, (long)ANSWER(row)->size) : "")
TEXT_OF(answer_changed, format_moment(a, ANSWER(row)->changed_at))

static struct html answer_state(struct arena *a, const void *row)
{
        return exchange_state_tag(a, ANSWER(row)->state);
}

static const struct column answer_columns[] = {
        { "due", "Run", answer_due, NULL, 0 },
        { "state", "Your answer", NULL, answer_state, 0 },
        { "words", "What happened", answer_words, NULL, 0 },
        { "tries", "Tries", answer_tries, NULL, COLUMN_NUMBER },
        { "size", "Size", answer_size, NULL, 0 },
        { "changed", "Since", answer_changed, NULL, 0 },
};

static struct html answers_list(struct visit *v, const struct exchange_answers *all)
{
        struct list list = { .id = "answers",
                             .caption = "Your school’s answers",
                             .quiet = true,
                             .columns = answer_columns,
                             .column_count = sizeof answer_columns / sizeof *answer_columns,
                             .rows = all->items,
                             .row_count = all->count,
                             .row_size = sizeof *all->items,
                             .empty = "It has not run for your school yet." };
        return list_html(v->arena, &list);
}

static void set_trail(struct visit *v, const struct exchange_task *t, const char *below)
{
        const struct page_link trail[] = {
                { .text = "Exchanges", .url = SCHOOL_EXCHANGES },
                { .text = t->name, .url = below ? url_make(v->arena, SCHOOL_EXCHANGE, &t->id) : NULL },
                { .text = below }
        };
        la_trail(v, below ? 3 : 2, trail);
}

enum outcome school_exchange_page(struct visit *v)
{
        static const struct exchange_urls urls = { SCHOOL_EXCHANGE_EDIT, SCHOOL_EXCHANGE_CLONE,
                                                   SCHOOL_EXCHANGE_RUN, SCHOOL_EXCHANGE_STATE,
                                                   SCHOOL_EXCHANGE_DELETE };
        struct exchange_task t;
        struct exchange_answers answers;
        enum outcome result = exchange_task_find_own(v->db, v->arena, v->scope, visit_part(v, 0), &t);
        if (result == DONE)
                result = exchange_answers_own(v->db, v->arena, v->scope, t.id, ANSWERS, &answers);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "exchange/task");
        set_trail(v, &t, NULL);
        result = exchange_task_set_view(v, page, &t, &urls,
                                        t.owner == v->scope->school && visit_may(v, WHO_SCHOOL_ADMIN));
        if (result != DONE)
                return result;
        view_text(page, "heading", "Your school’s answers");
        view_html(page, "history", answers_list(v, &answers));
        view_text(page, "older", "");
        return visit_show(v, t.name, page);
}

/* A task of the school's own that may be changed still. */
static enum outcome load(struct visit *v, struct exchange_task *t)
{
        enum outcome result = exchange_task_find_own(v->db, v->arena, v->scope, visit_part(v, 0), t);
        if (result == DONE && t->owner != v->scope->school)
                return visit_refuse(v, "This is the authority’s task. Ask the authority to change it.");
        return result == DONE && t->state == TASK_DELETED ? visit_refuse(v, "This task was deleted.")
                                                          : result;
}

enum outcome school_exchange_edit_page(struct visit *v)
{
        struct exchange_task t;
        enum outcome result = load(v, &t);
        return result == DONE ? exchange_check_page(v, &t, false) : result;
}

enum outcome school_exchange_clone_page(struct visit *v)
{
        struct exchange_task t;
        enum outcome result = load(v, &t);
        return result == DONE ? exchange_check_page(v, &t, true) : result;
}

enum outcome school_exchange_delete_page(struct visit *v)
{
        struct exchange_task t;
        enum outcome result = load(v, &t);
        if (result != DONE)
                return result;
        set_trail(v, &t, "Delete");
        return exchange_show_delete(v, &t, SCHOOL_EXCHANGE_STATE, SCHOOL_EXCHANGE);
}

enum outcome school_exchange_state_post(struct visit *v)
{
        struct exchange_task t;
        enum outcome result = load(v, &t);
        return result == DONE ? exchange_do_state(v, &t, SCHOOL_EXCHANGE, SCHOOL_EXCHANGES) : result;
}

enum outcome school_exchange_run_post(struct visit *v)
{
        struct exchange_task t;
        const struct exchange_by by = exchange_by_of(v);
        unsigned long run = 0;
        enum outcome result = load(v, &t);
        if (result != DONE)
                return result;
        t.version = (unsigned)la_number(request_form(v->request, "version"));
        result = exchange_run_now(v->db, &by, &t, time(NULL), &run);
        return la_done(v, result, "The task runs now.", SCHOOL_EXCHANGE, &t.id);
}
