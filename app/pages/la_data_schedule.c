#include "pages/la_data_schedule.h"

#include "pages/exchange_form.h"
#include "pages/exchange_words.h"
#include "pages/la.h"
#include "pages/la_desk_school.h"
#include "pages/la_exchanges.h"
#include "pages/la_existing.h"
#include "store/existing_task.h"
#include "view/format.h"

enum { ANSWERS = 50 };

#define TASK(row) ((const struct exchange_task *)(row))
TEXT_OF(name, TASK(row)->name)
TEXT_OF(what, exchange_data_words(a, &TASK(row)->ask))
TEXT_OF(when, schedule_words(a, &TASK(row)->when))
TEXT_OF(next, TASK(row)->next_at ? format_moment(a, TASK(row)->next_at) : "None")

static struct html task_link(struct arena *a, const void *row)
{
        return part_link(a, TASK(row)->name, url_make(a, LA_EXCHANGE, &TASK(row)->id));
}

static struct html task_state(struct arena *a, const void *row)
{
        return exchange_task_tag(a, row);
}

static const struct column task_columns[] = {
        { "name", "Task", name, task_link, 0 },    { "what", "What", what, NULL, 0 },
        { "when", "When", when, NULL, 0 },         { "next", "Next run", next, NULL, 0 },
        { "state", "State", NULL, task_state, 0 },
};

#define ANSWER(row) ((const struct exchange_answer *)(row))
TEXT_OF(asked, ANSWER(row)->task_name)
TEXT_OF(due, format_moment(a, ANSWER(row)->due_at))
TEXT_OF(words, exchange_answer_words(a, ANSWER(row), time(NULL)))

static struct html asked_link(struct arena *a, const void *row)
{
        return part_link(a, ANSWER(row)->task_name, url_make(a, LA_EXCHANGE, &ANSWER(row)->task));
}

static struct html run_link(struct arena *a, const void *row)
{
        return part_link(a, format_moment(a, ANSWER(row)->due_at), url_make(a, LA_RUN, &ANSWER(row)->run));
}

static struct html answer_state(struct arena *a, const void *row)
{
        return exchange_state_tag(a, ANSWER(row)->state);
}

static const struct column answer_columns[] = {
        { "task", "Task", asked, asked_link, 0 },
        { "due", "Run", due, run_link, 0 },
        { "state", "State", NULL, answer_state, 0 },
        { "words", "What happened", words, NULL, 0 },
};

static struct html tasks_list(struct visit *v, const struct exchange_tasks *all)
{
        struct list list = { .id = "tasks",
                             .caption = "Tasks of this school",
                             .quiet = true,
                             .columns = task_columns,
                             .column_count = sizeof task_columns / sizeof *task_columns,
                             .rows = all->items,
                             .row_count = all->count,
                             .row_size = sizeof *all->items,
                             .empty = "No task concerns this school." };
        return list_html(v->arena, &list);
}

static struct html answers_list(struct visit *v, const struct exchange_answers *all)
{
        struct list list = { .id = "answers",
                             .caption = "Last answers, one of each task",
                             .quiet = true,
                             .columns = answer_columns,
                             .column_count = sizeof answer_columns / sizeof *answer_columns,
                             .rows = all->items,
                             .row_count = all->count,
                             .row_size = sizeof *all->items,
                             .empty = "It was not asked yet." };
        return list_html(v->arena, &list);
}

enum outcome la_data_schedule_page(struct visit *v)
{
        struct exchange_tasks tasks;
        struct exchange_answers answers;
        struct exchange_picks unsettled;
        time_t locked;
        const char *who;
        struct view *page = view_new(v->arena, "la/data-schedule");
        enum outcome result = la_data_frame(v, page, LA_DATA_SCHEDULE);
        if (result == DONE)
                result = exchange_task_list(v->db, v->arena, v->scope->school, "", 0, &tasks);
        if (result == DONE)
                result = exchange_answers_own(v->db, v->arena, v->scope, 0, ANSWERS, &answers);
        if (result == DONE)
                result = exchange_lock_find(v->db, v->arena, v->scope->school, &locked, &who);
        if (result == DONE)
                result = existing_task_schools(v->db, v->arena, &unsettled);
        if (result != DONE)
                return result;
        view_flag(page, "locked", locked);
        view_flag(page, "unsettled", exchange_picked(&unsettled, v->scope->school));
        view_text(page, "existing", url_make(v->arena, LA_EXISTING, &v->scope->school));
        view_html(page, "tasks", tasks_list(v, &tasks));
        view_html(page, "answers", answers_list(v, &answers));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER) && !locked && !exchange_picked(&unsettled, v->scope->school));
        view_text(page, "new",
                  la_url(v->arena, LA_EXCHANGE_NEW, "schools", "pick", "picks",
                         arena_printf(v->arena, "%lu", v->scope->school), NULL));
        return visit_show(v, "Schedule", page);
}
