#include "pages/school_home.h"

#include <string.h>

#include "flow/plan.h"
#include "pages/batch.h"
#include "pages/school_claims.h"
#include "pages/school_differences.h"
#include "pages/school_questions.h"
#include "pages/words.h"
#include "store/batch.h"
#include "store/claim.h"
#include "store/restore.h"
#include "store/school.h"
#include "store/window.h"
#include "view/format.h"

enum { LINES_MAX = 12, DONE_DAYS = 14 };

struct home {
        struct visit *v;
        struct school school;
        struct task_line lines[LINES_MAX];
        size_t count;
};

static void need(struct home *h, struct task_line line)
{
        if (h->count < LINES_MAX)
                h->lines[h->count++] = line;
}

/* ---- a batch on its way ---- */

/* What the authority wants to know from the school about possible matches. */
static unsigned asked_count(const struct flow_plan *p)
{
        unsigned count = 0;
        for (size_t i = 0; i < p->cases.count; i++)
                count += p->cases.items[i].answer == CASE_ASKED;
        return count;
}

static void need_answers(struct home *h, const struct batch *b, const struct flow_plan *p)
{
        struct arena *a = h->v->arena;
        if (p->files_unread)
                need(h, (struct task_line){ .text = "Files that could not be read",
                                            .hint = "Replace or remove them.",
                                            .url = url_make(a, BATCH_FILES, &b->id),
                                            .status = format_count(a, (long)p->files_unread, "file", NULL),
                                            .colour = "red" });
        if (p->problems)
                need(h, (struct task_line){ .text = "Fix problems",
                                            .hint = "What in the spreadsheets has to be put right.",
                                            .url = url_make(a, BATCH_PROBLEMS, &b->id),
                                            .status = format_count(a, (long)p->problems, "problem", NULL),
                                            .colour = "red" });
        if (asked_count(p))
                need(h,
                     (struct task_line){ .text = "Questions from the authority",
                                         .hint = "It cannot tell who a listed child is. Say what you know.",
                                         .url = url_make(a, BATCH_MATCHES, &b->id),
                                         .status = format_count(a, (long)asked_count(p), "question", NULL),
                                         .colour = "red" });
        if (p->waiting)
                need(h, (struct task_line){ .text = "Possible matches",
                                            .hint = "The authority checks them. You can add what you know.",
                                            .url = url_make(a, BATCH_MATCHES, &b->id),
                                            .status = arena_printf(a, "%u waiting", p->waiting),
                                            .colour = "yellow" });
        bool rejected = b->hold.state == HOLD_REJECTED;
        if (p->held)
                need(h, (struct task_line){ .text = rejected ? "Not released by the authority" : "On hold",
                                            .hint = rejected ? "Read its reason, then change your files."
                                                             : "The authority looks at it. You are told by e-mail.",
                                            .url = url_make(a, BATCH_HOME, &b->id),
                                            .status = rejected ? "Not released" : "On hold",
                                            .colour = rejected ? "red" : "yellow" });
}

static enum outcome need_batch(struct home *h, bool migration)
{
        struct visit *v = h->v;
        struct batch b;
        struct flow_plan p;
        const struct flow f = { v->arena, v->db, v->config, v->scope, &v->why };
        enum outcome result = batch_current(v->db, v->arena, v->scope, migration, &b);
        if (result == ABSENT)
                return DONE;
        if (result == DONE)
                result = flow_plan(&f, &b, &p);
        if (result != DONE)
                return result;
        need(h, (struct task_line){ .text = batch_name(v->arena, &b),
                                    .hint = arena_printf(v->arena, "Started by %s on %s", b.opened_by,
                                                         words_moment(v->arena, b.opened_at)),
                                    .url = url_make(v->arena, BATCH_HOME, &b.id),
                                    .status = "In progress",
                                    .colour = "blue" });
        need_answers(h, &b, &p);
        return DONE;
}

/* ---- the window ---- */

/* The school's migration of that year was confirmed, and stands. */
static enum outcome has_moved(struct visit *v, int academic, bool *moved)
{
        struct batches list;
        enum outcome result = batch_list(v->db, v->arena, v->scope, &list);
        *moved = false;
        for (size_t i = 0; result == DONE && i < list.count; i++)
                *moved |= list.items[i].migration && list.items[i].academic == academic && list.items[i].state == BATCH_APPLIED;
        return result;
}

static enum outcome need_window(struct home *h, const char **words)
{
        struct visit *v = h->v;
        struct window w;
        struct batch b;
        char today[DATE_TEXT];
        date_to_iso(date_today(), today);
        enum outcome result = window_coming(v->db, v->arena, v->scope->school, today, &w);
        *words = "The authority has not set a window for the next new-year migration.";
        if (result != DONE)
                return result == ABSENT ? DONE : result;
        const char *year = arena_printf(v->arena, "%d/%02d", w.academic, (w.academic + 1) % 100);
        if (!window_open(&w, today)) {
                *words =
                    arena_printf(v->arena, "The new-year migration to %s opens on %s and closes on %s.", year,
                                 words_date(v->arena, w.opens_on), words_date(v->arena, w.closes_on));
                return DONE;
        }
        *words = arena_printf(v->arena, "The new-year migration to %s is open until %s.", year,
                              words_date(v->arena, w.closes_on));
        bool moved;
        result = has_moved(v, w.academic, &moved);
        if (result == DONE)
                result = batch_current(v->db, v->arena, v->scope, true, &b);
        if (result == ABSENT && !moved)
                need(h, (struct task_line){ .text = arena_printf(v->arena, "Move to the new year %s", year),
                                            .hint = arena_printf(v->arena, "Open until %s",
                                                                 words_date(v->arena, w.closes_on)),
                                            .url = "/school/bulk",
                                            .status = "Not started",
                                            .colour = "blue" });
        return result == ABSENT ? DONE : result;
}

/* ---- what the authority answered ---- */

static enum outcome need_requests(struct home *h)
{
        struct visit *v = h->v;
        struct restore_requests list;
        enum outcome result = restore_of_school(v->db, v->arena, v->scope, &list);
        const long recent = date_to_days(date_today()) - DONE_DAYS;
        for (size_t i = 0; result == DONE && i < list.count; i++) {
                const struct restore_request *r = &list.items[i];
                const char *at = r->answer ? r->answered_at : r->asked_at;
                if (r->answer &&
                    date_to_days(date_from_iso(arena_bytes(v->arena, at, strnlen(at, 10)))) < recent)
                        continue;
                need(h, (struct task_line){
                            .text = arena_printf(v->arena, "Restore %s %s", r->forename, r->surname),
                            .hint = arena_printf(v->arena, "Asked by %s on %s", r->asked_by,
                                                 words_moment(v->arena, r->asked_at)),
                            .url = url_make(v->arena, "/school/pupils/{}", &r->pupil),
                            .status = !r->answer         ? "With the authority"
                                      : r->answer == 'R' ? "Restored"
                                                         : "Not restored",
                            .colour = !r->answer         ? "yellow"
                                      : r->answer == 'R' ? "green"
                                                         : "grey" });
        }
        return result;
}

/* ---- what imports left ---- */

static enum outcome need_imports(struct home *h)
{
        struct visit *v = h->v;
        struct claims claims;
        struct match_cases asked;
        size_t told;
        enum outcome result = claim_list(v->db, v->arena, v->scope, &claims);
        if (result == DONE)
                result = school_differences_count(v, &told);
        if (result == DONE)
                result = case_asked(v->db, v->arena, v->scope, &asked);
        if (result != DONE)
                return result;
        if (asked.count)
                need(h, (struct task_line){ .text = "Questions about your data",
                                            .hint = "The authority cannot tell who a listed child is. Say what you know.",
                                            .url = SCHOOL_QUESTIONS,
                                            .status = format_count(v->arena, (long)asked.count, "question", NULL),
                                            .colour = "red" });
        if (claims.count)
                need(h, (struct task_line){ .text = "Claimed by another school",
                                            .hint = "On your roll and on another school’s. Say where they are.",
                                            .url = SCHOOL_CLAIMS,
                                            .status = format_count(v->arena, (long)claims.count, "pupil", NULL),
                                            .colour = "yellow" });
        if (told)
                need(h, (struct task_line){ .text = "Differences",
                                            .hint = "Values that you sent and the authority did not take over.",
                                            .url = SCHOOL_DIFFERENCES,
                                            .status = format_count(v->arena, (long)told, "value", NULL),
                                            .colour = "yellow" });
        return DONE;
}

/* ---- the last migration ---- */

static enum outcome last_migration(struct visit *v, struct fact *out)
{
        struct batches list;
        enum outcome result = batch_list(v->db, v->arena, v->scope, &list);
        *out = (struct fact){ .key = "Last migration", .value = "None yet" };
        for (size_t i = 0; result == DONE && i < list.count; i++) {
                const struct batch *b = &list.items[i];
                if (!b->migration || (b->state != BATCH_APPLIED && b->state != BATCH_UNDONE))
                        continue;
                out->value =
                    arena_printf(v->arena, "%d/%02d, confirmed on %s by %s. Reference %s.%s", b->academic,
                                 (b->academic + 1) % 100, words_moment(v->arena, b->applied.at),
                                 b->applied.by, b->applied.reference,
                                 b->state == BATCH_UNDONE ? " It was taken back by the authority." : "");
                out->url = url_make(v->arena, BATCH_RECEIPT, &b->id);
                out->action = "Receipt";
                break;
        }
        return result;
}

static const char *roll_words(struct arena *a, const struct school *s)
{
        const char *roll = format_count(a, (long)s->on_roll, "pupil", NULL);
        if (!s->agreed_pupils)
                return roll;
        const char *agreed = format_number(a, (long)s->agreed_pupils);
        if (s->on_roll > s->agreed_pupils)
                return arena_printf(a,
                                    "%s, %s more than the %s agreed with the authority, which can see this",
                                    roll, format_number(a, (long)(s->on_roll - s->agreed_pupils)), agreed);
        return arena_printf(a, "%s of the %s agreed with the authority", roll, agreed);
}

static enum outcome show(struct home *h, const char *window, const struct fact *migration)
{
        struct visit *v = h->v;
        struct view *page = view_new(v->arena, "school/home");
        const struct fact facts[] = { { .key = "On the roll",
                                        .value = roll_words(v->arena, &h->school),
                                        .url = "/school/pupils",
                                        .action = "Manage pupils" },
                                      { .key = "New-year migration",
                                        .value = window,
                                        .url = "/school/bulk",
                                        .action = "Add or move in bulk" },
                                      *migration };
        view_text(page, "school", h->school.name);
        view_html(page, "tasks",
                  h->count ? part_tasks(v->arena, "needed", h->count, h->lines) : (struct html){ 0 });
        view_html(page, "facts", part_facts(v->arena, 3, facts));
        return visit_show(v, "What is needed now", page);
}

enum outcome school_home_page(struct visit *v)
{
        struct home h = { .v = v };
        struct fact migration;
        const char *window = "";
        enum outcome result = school_by_id(v->db, v->arena, v->scope->school, &h.school);
        if (result == DONE)
                result = need_batch(&h, true);
        if (result == DONE)
                result = need_batch(&h, false);
        if (result == DONE)
                result = need_window(&h, &window);
        if (result == DONE)
                result = need_requests(&h);
        if (result == DONE)
                result = need_imports(&h);
        if (result == DONE)
                result = last_migration(v, &migration);
        return result == DONE ? show(&h, window, &migration) : result;
}
