#include "pages/school_existing.h"

#include "pages/exchange_words.h"
#include "pages/la.h"
#include "pages/ready.h"
#include "pages/school_exchanges.h"
#include "store/existing_task.h"
#include "view/format.h"

/* A task from before, and Onroll's in its place where the school has a page of that. */
struct line {
        const struct existing_task *e;
        const struct exchange_task *now; /* or NULL */
};

#define ROW(row) ((const struct line *)(row))
TEXT_OF(name, ROW(row)->e->is.name)
TEXT_OF(ref, ROW(row)->e->is.ref)

static const char *what(struct arena *a, const void *row)
{
        const char *words = exchange_existing_words(a, &ROW(row)->e->is);
        return *words ? words : "What it asks for is not known";
}

static const char *task_name(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->e->task ? ROW(row)->e->task_name : "";
}

static struct html task_link(struct arena *a, const void *row)
{
        const struct exchange_task *t = ROW(row)->now;
        return t ? part_link(a, t->name, url_make(a, SCHOOL_EXCHANGE, &t->id))
                 : html_text(a, task_name(a, row));
}

static const char *answer(struct arena *a, const void *row)
{
        const struct existing_task *e = ROW(row)->e;
        const char *words = exchange_existing_answer(e->answer);
        return e->answer ? arena_printf(a, "%s on %s", words, format_moment(a, e->answered_at)) : words;
}

static const char *off(struct arena *a, const void *row)
{
        const struct existing_task *e = ROW(row)->e;
        if (e->off_at)
                return arena_printf(a, "Off since %s", format_moment(a, e->off_at));
        return e->answer ? "Not off yet: your agent says when it is" : "On until it is decided";
}

static const struct column columns[] = {
        { "name", "Task", name, NULL, 0 },         { "answer", "The authority’s decision", answer, NULL, 0 },
        { "off", "In your system", off, NULL, 0 }, { "task", "In Onroll", task_name, task_link, 0 },
        { "what", "What", what, NULL, 0 },         { "ref", "Its number", ref, NULL, 0 },
};

static const struct exchange_task *task_of(const struct exchange_tasks *all, unsigned long id)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].id == id)
                        return &all->items[i];
        return NULL;
}

static struct html table(struct visit *v, const struct existing_tasks *all, const struct exchange_tasks *now)
{
        struct line *lines = arena_array(v->arena, all->count + 1, sizeof *lines);
        for (size_t i = 0; i < all->count; i++)
                lines[i] = (struct line){ &all->items[i], task_of(now, all->items[i].task) };
        struct list list = { .id = "existing",
                             .caption = "Existing tasks",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = lines,
                             .row_count = all->count,
                             .row_size = sizeof *lines,
                             .empty = "Your school’s agent has reported none." };
        return list_html(v->arena, &list);
}

enum outcome school_existing_page(struct visit *v)
{
        struct existing_tasks all;
        struct exchange_tasks now;
        size_t undecided = 0, on = 0;
        enum outcome result = existing_task_list(v->db, v->arena, v->scope, &all);
        if (result == DONE)
                result = exchange_task_list(v->db, v->arena, v->scope->school, "", 0, &now);
        if (result != DONE)
                return result;
        for (size_t i = 0; i < all.count; i++) {
                undecided += !all.items[i].answer;
                on += all.items[i].answer && !all.items[i].off_at;
        }
        const struct page_link trail[] = { { .text = "Exchanges", .url = SCHOOL_EXCHANGES },
                                           { .text = "Existing tasks" } };
        struct view *page = view_new(v->arena, "exchange/school-existing");
        la_trail(v, 2, trail);
        view_text(page, "undecided",
                  undecided ? format_count(v->arena, (long)undecided, "task is", "tasks are") : "");
        view_text(page, "on", on ? format_count(v->arena, (long)on, "task is", "tasks are") : "");
        view_text(page, "ready", SCHOOL_READY);
        view_html(page, "list", table(v, &all, &now));
        return visit_show(v, "Existing tasks", page);
}
