#include "pages/bulk.h"

#include <string.h>

#include "flow/confirm.h"
#include "model/year.h"
#include "pages/batch.h"
#include "pages/words.h"
#include "pages/routes.h"
#include "store/batch.h"
#include "store/window.h"
#include "view/format.h"

/* ---- the two tools ---- */

/* The migration is offered in its window only; outside it the page says when it opens. */
static enum outcome find_window(struct visit *v, struct window *w, bool *open, const char **words)
{
        char today[DATE_TEXT];
        date_to_iso(date_today(), today);
        enum outcome result = window_coming(v->db, v->arena, v->scope->school, today, w);
        *open = result == DONE && window_open(w, today);
        *words = "The local authority has not set when the next migration opens. Ask it if you need one.";
        if (result == DONE)
                *words = arena_printf(v->arena, *open ? "Open until %s, for the school year %d/%02d." : "Opens on %s, for the school year %d/%02d.",
                                      format_date(v->arena, date_from_iso(*open ? w->closes_on : w->opens_on)), w->academic,
                                      (w->academic + 1) % 100);
        return result == BROKEN ? BROKEN : DONE;
}

static struct html past_batches(struct visit *v, const struct batches *list)
{
        struct view *rows = view_new(v->arena, "batch/past-row");
        for (size_t i = 0; i < list->count; i++) {
                const struct batch *b = &list->items[i];
                static const char *const words[] = { "Files are coming in", "All files are in", "Applied", "Dropped",
                                                     "Taken back by the local authority" };
                view_text(rows, "url", url_make(v->arena, BATCH_HOME, &b->id));
                view_text(rows, "name", batch_name(v->arena, b));
                view_text(rows, "state", words[b->state]);
                view_text(rows, "opened_by", b->opened_by);
                view_text(rows, "opened_at", words_moment(v->arena, b->opened_at));
                view_text(rows, "reference", b->applied.reference);
                view_next(rows);
        }
        return view_rows(rows);
}

enum outcome bulk_page(struct visit *v)
{
        struct batches list;
        struct batch current, bulk;
        struct window w;
        const char *words;
        bool open, may = visit_may(v, WHO_SCHOOL_ADMIN);
        enum outcome result = batch_list(v->db, v->arena, v->scope, &list);
        enum outcome found = batch_current(v->db, v->arena, v->scope, true, &current);
        enum outcome found_bulk = batch_current(v->db, v->arena, v->scope, false, &bulk);
        if (result == DONE)
                result = find_window(v, &w, &open, &words);
        if (result != DONE || found == BROKEN || found_bulk == BROKEN)
                return BROKEN;
        struct view *page = view_new(v->arena, "batch/bulk");
        view_text(page, "token", visit_token(v));
        view_text(page, "window", words);
        view_flag(page, "may_start", open && found == ABSENT && may);
        view_flag(page, "may_only_look", !may);
        view_flag(page, "may", may);
        view_text(page, "current", found == DONE ? url_make(v->arena, BATCH_HOME, &current.id) : "");
        view_text(page, "bulk", found_bulk == DONE ? url_make(v->arena, BATCH_HOME, &bulk.id) : "");
        view_html(page, "past", past_batches(v, &list));
        const struct page_link trail[] = { { .text = "Users", .url = "/school/users" }, { .text = "Add or move in bulk" } };
        v->trail = trail;
        v->trail_count = 2;
        return visit_show(v, "Add or move in bulk", page);
}

enum outcome bulk_start_post(struct visit *v)
{
        struct window w;
        const char *words;
        bool open, migration = strcmp(request_form(v->request, "kind"), "migration") == 0;
        unsigned long id;
        enum outcome result = find_window(v, &w, &open, &words);
        if (result == DONE && migration && !open)
                return visit_refuse(v, words);
        if (result == DONE)
                result = batch_add(v->db, v->scope, migration, migration ? w.academic : year_academic(date_today()), &id);
        if (result == REFUSED)
                return visit_refuse(v, "A migration of your school is on its way already. Go on with that one.");
        return result == DONE ? visit_go(v, migration ? BATCH_HOME : BATCH_FILES, &id) : result;
}

/* ---- the task list ---- */

static const char *many(struct visit *v, unsigned long n, const char *one, const char *more)
{
        return format_count(v->arena, (long)n, one, more);
}

static struct task_line upload_task(struct visit *v, const struct batch_visit *bv)
{
        size_t n = bv->p.uploads.count;
        return (struct task_line){ .text = "Upload spreadsheets",
                                   .hint = "As many as you need, by several people and on several days.",
                                   .url = batch_url(bv, v, BATCH_FILES, 0),
                                   .status = bv->p.files_unread ? many(v, bv->p.files_unread, "unread file", NULL)
                                             : n                ? many(v, n, "file", "files")
                                                                : "Not started",
                                   .colour = bv->p.files_unread ? "red" : n ? "blue" : "grey" };
}

static struct task_line tick_task(struct visit *v, const struct batch_visit *bv)
{
        bool listed = bv->b.state == BATCH_LISTED;
        return (struct task_line){ .text = "Say that all spreadsheets are uploaded",
                                   .hint = "Only then are they put together and compared with your roll.",
                                   .url = batch_url(bv, v, BATCH_FILES "#complete", 0),
                                   .status = listed ? "Completed" : "Not yet",
                                   .colour = listed ? NULL : "grey" };
}

static struct task_line later_task(const struct batch_visit *bv, struct task_line line)
{
        if (bv->b.state != BATCH_LISTED)
                return (struct task_line){ .text = line.text, .hint = line.hint, .status = "Cannot start yet" };
        return line;
}

static struct task_line leavers_task(struct visit *v, const struct batch_visit *bv)
{
        size_t n = bv->p.plan.leaver_count;
        const char *status = !n                   ? "Nobody leaves"
                             : bv->p.acknowledged ? arena_printf(v->arena, "%s acknowledged", many(v, n, "pupil", "pupils"))
                                                  : arena_printf(v->arena, "%s to look at", many(v, n, "pupil", "pupils"));
        return later_task(bv, (struct task_line){ .text = "Who leaves",
                                                  .hint = "Everyone on your roll who is in no file, and why.",
                                                  .url = batch_url(bv, v, BATCH_LEAVERS, 0),
                                                  .status = status,
                                                  .colour = !n || bv->p.acknowledged ? NULL : "yellow" });
}

static struct task_line check_task(struct visit *v, const struct batch_visit *bv)
{
        bool obstacle = flow_obstacle(&bv->b, &bv->p) != NULL;
        return later_task(bv, (struct task_line){ .text = "Check and confirm",
                                                  .hint = "Nothing on your roll changes before you confirm.",
                                                  .url = batch_url(bv, v, BATCH_CHECK, 0),
                                                  .status = bv->p.held ? "On hold" : obstacle ? "Not ready yet" : "Ready",
                                                  .colour = bv->p.held ? "red" : obstacle ? "grey" : "blue" });
}

static size_t tasks_of(struct visit *v, const struct batch_visit *bv, struct task_line out[8])
{
        const struct flow_plan *p = &bv->p;
        size_t n = 0;
        if (visit_may(v, WHO_SCHOOL_ADMIN))
                out[n++] = (struct task_line){ .text = "Download your current pupils",
                                               .hint = "To edit in a spreadsheet, where there is no list yet.",
                                               .url = batch_url(bv, v, BATCH_HOME "/download", 0),
                                               .status = "Optional" };
        out[n++] = upload_task(v, bv);
        out[n++] = tick_task(v, bv);
        out[n++] = later_task(bv, (struct task_line){ .text = "Fix problems",
                                                      .hint = "What cannot be used as it is in the files.",
                                                      .url = batch_url(bv, v, BATCH_PROBLEMS, 0),
                                                      .status = p->problems ? many(v, p->problems, "problem", NULL) : "No problems left",
                                                      .colour = p->problems ? "red" : NULL });
        out[n++] = later_task(bv, (struct task_line){ .text = "Possible matches",
                                                      .hint = "Listed children who may be known already. The local authority decides.",
                                                      .url = batch_url(bv, v, BATCH_MATCHES, 0),
                                                      .status = p->waiting ? arena_printf(v->arena, "%u waiting", p->waiting) : "None waiting",
                                                      .colour = p->waiting ? "yellow" : NULL });
        if (bv->b.migration)
                out[n++] = leavers_task(v, bv);
        out[n++] = check_task(v, bv);
        return n;
}

enum outcome bulk_tasks_page(struct visit *v)
{
        struct batch_visit bv;
        struct task_line tasks[8];
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result != DONE || over)
                return result;
        size_t count = tasks_of(v, &bv, tasks);
        const struct plan *plan = &bv.p.plan;
        struct view *page = view_new(v->arena, "batch/tasks");
        view_text(page, "name", batch_name(v->arena, &bv.b));
        struct batch_step next = batch_next(v, &bv);
        view_text(page, "next", next.words);
        view_text(page, "next_url", next.url);
        view_text(page, "next_button", next.button);
        view_html(page, "tasks", part_tasks(v->arena, "task", count, tasks));
        view_text(page, "roll", format_number(v->arena, (long)plan->held));
        view_text(page, "agreed", bv.p.school.agreed_pupils ? format_number(v->arena, (long)bv.p.school.agreed_pupils) : "");
        view_text(page, "after", bv.b.state == BATCH_LISTED ? format_number(v->arena, (long)plan->after) : "");
        view_text(page, "hold", bv.p.held ? bv.b.hold.why : "");
        view_text(page, "hold_answer", bv.b.hold.state == HOLD_REJECTED || bv.b.hold.state == HOLD_NONE ? bv.b.hold.answer : "");
        view_flag(page, "above", bv.p.school.agreed_pupils && bv.b.state == BATCH_LISTED && plan->after > bv.p.school.agreed_pupils);
        view_text(page, "check", batch_url(&bv, v, BATCH_CHECK, 0));
        view_text(page, "opened_by", bv.b.opened_by);
        view_text(page, "opened_at", words_moment(v->arena, bv.b.opened_at));
        view_text(page, "drop_url", visit_may(v, WHO_SCHOOL_ADMIN) ? batch_url(&bv, v, BATCH_HOME "/drop", 0) : "");
        view_text(page, "token", visit_token(v));
        batch_trail(v, &bv, NULL);
        return visit_show(v, batch_name(v->arena, &bv.b), page);
}

enum outcome bulk_drop_post(struct visit *v)
{
        struct batch_visit bv;
        enum outcome result = batch_visit_short(v, &bv);
        if (result == DONE)
                result = batch_drop(v->db, v->scope, &bv.b);
        return batch_done(v, &bv, result, "Dropped. Your roll was not changed.", "/school/bulk");
}
