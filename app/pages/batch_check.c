#include "pages/batch_check.h"

#include <string.h>

#include "base/text.h"
#include "flow/confirm.h"
#include "intake/value.h"
#include "pages/batch.h"
#include "pages/check_list.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/batch.h"
#include "store/school.h"
#include "view/csv.h"
#include "view/format.h"
#include "view/xlsx.h"

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

enum { PER_PAGE = 500 };

/* ---- the lists ---- */

static struct html tabs(struct visit *v, const struct batch_visit *bv, enum check_kind current)
{
        struct tab items[CHECK_KINDS];
        size_t n = 0;
        for (int k = 0; k < CHECK_KINDS; k++)
                if (bv->b.migration || k != CHECK_LEAVING)
                        items[n++] = (struct tab){ .text = check_words[k],
                                                   .url = arena_printf(v->arena, "%s?list=%s", batch_url(bv, v, BATCH_CHECK, 0),
                                                                       check_keys[k]),
                                                   .current = k == (int)current,
                                                   .counted = true,
                                                   .count = check_count(&bv->p, (enum check_kind)k) };
        return part_tabs(v->arena, "What will happen", n, items);
}

/* Pupils who changed on the roll since somebody looked: they are shown again, with what they are now. */
static enum outcome changed_since(struct visit *v, struct batch_visit *bv, struct html *out)
{
        struct pupils changed = { 0, NULL };
        *out = (struct html){ 0 };
        if (!*request_query(v->request, "changed") || !bv->b.checked.roll_version)
                return DONE;
        enum outcome result = flow_changed(&bv->flow, &bv->b, &bv->p, &changed);
        struct view *rows = view_new(v->arena, "batch/name");
        for (size_t i = 0; result == DONE && i < changed.count; i++) {
                const struct record *r = &changed.items[i].record;
                view_text(rows, "name", words_list_name(v->arena, r));
                view_text(rows, "year", value_words(v->arena, FIELD_NC_YEAR, r->value[FIELD_NC_YEAR]));
                view_text(rows, "class", r->value[FIELD_CLASS]);
                view_next(rows);
        }
        *out = view_rows(rows);
        return result;
}

enum outcome batch_check_page(struct visit *v)
{
        struct batch_visit bv;
        struct html changed;
        bool over;
        enum check_kind kind = check_of_key(request_query(v->request, "list"));
        enum outcome result = batch_visit(v, &bv, &over);
        if (result == DONE && !over)
                result = changed_since(v, &bv, &changed);
        if (result != DONE || over)
                return result;
        struct list list = check_list(v->arena, &bv.p, kind);
        long pages = ((long)list.row_count + PER_PAGE - 1) / PER_PAGE, at = 1;
        if (text_to_long(request_query(v->request, "page"), 1, pages, &at))
                list.rows = (const char *)list.rows + (size_t)(at - 1) * PER_PAGE * list.row_size;
        list.row_count -= (size_t)(at - 1) * PER_PAGE;
        if (list.row_count > PER_PAGE)
                list.row_count = PER_PAGE;
        const struct plan *plan = &bv.p.plan;
        const char *obstacle = flow_obstacle(&bv.b, &bv.p);
        unsigned long agreed = bv.p.school.agreed_pupils;
        struct view *page = view_new(v->arena, "batch/check");
        view_flag(page, "again", *request_query(v->request, "changed") != '\0');
        view_html(page, "changed", changed);
        view_text(page, "before", format_number(v->arena, plan->held));
        view_text(page, "after", format_number(v->arena, plan->after));
        view_text(page, "agreed", agreed ? format_number(v->arena, (long)agreed) : "");
        view_flag(page, "above", agreed && plan->after > agreed);
        view_html(page, "tabs", tabs(v, &bv, kind));
        view_text(page, "kind", check_words[kind]);
        view_flag(page, "is_kept", kind == CHECK_KEPT);
        view_flag(page, "by_change", kind == CHECK_CHANGED && list.row_count);
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "pages", part_pages(v->arena, arena_printf(v->arena, "%s?list=%s&page=", batch_url(&bv, v, BATCH_CHECK, 0),
                                                                  check_keys[kind]), at, pages));
        view_printf(page, "csv", "%s.csv?list=%s", batch_url(&bv, v, BATCH_CHECK, 0), check_keys[kind]);
        view_printf(page, "xlsx", "%s.xlsx?list=%s", batch_url(&bv, v, BATCH_CHECK, 0), check_keys[kind]);
        struct batch_step next = batch_next(v, &bv);
        view_text(page, "obstacle", obstacle ? obstacle : "");
        view_text(page, "next", obstacle ? next.url : "");
        view_text(page, "next_button", next.button);
        view_flag(page, "may", visit_may(v, WHO_SCHOOL_ADMIN) && !obstacle);
        view_text(page, "url", batch_url(&bv, v, BATCH_CHECK, 0));
        view_text(page, "back", batch_url(&bv, v, BATCH_HOME, 0));
        view_text(page, "hash", plan->hash);
        view_text(page, "token", visit_token(v));
        batch_trail(v, &bv, "Check");
        return visit_show(v, "Check", page);
}

static enum outcome list_here(struct visit *v, struct list *list, enum check_kind *kind)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result == DONE && over)
                return ABSENT;
        *kind = check_of_key(request_query(v->request, "list"));
        if (result == DONE)
                *list = check_list(v->arena, &bv.p, *kind);
        return result == DONE ? audit_add(v->db, v->scope->person, v->scope->school, "check-downloaded", bv.b.id, check_keys[*kind])
                              : result;
}

enum outcome batch_check_csv(struct visit *v)
{
        struct list list;
        struct buf file = BUF_EMPTY;
        enum check_kind kind;
        enum outcome result = list_here(v, &list, &kind);
        if (result != DONE)
                return result;
        list_csv(&list, &file);
        response_download(v->response, arena_printf(v->arena, "check-%s.csv", check_keys[kind]), "text/csv; charset=utf-8",
                          file.bytes, file.len);
        buf_free(&file);
        return DONE;
}

enum outcome batch_check_xlsx(struct visit *v)
{
        struct list list;
        struct buf file = BUF_EMPTY;
        enum check_kind kind;
        enum outcome result = list_here(v, &list, &kind);
        if (result == DONE)
                result = list_xlsx(&list, check_words[kind], &file);
        if (result == DONE)
                response_download(v->response, arena_printf(v->arena, "check-%s.xlsx", check_keys[kind]), XLSX, file.bytes,
                                  file.len);
        buf_free(&file);
        return result;
}

/* ---- confirming ---- */

enum outcome batch_check_post(struct visit *v)
{
        struct batch_visit bv;
        bool over, changed;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result != DONE || over)
                return result;
        result = flow_check(&bv.flow, bv.b.id, request_form(v->request, "hash"), &changed);
        if (result == REFUSED && changed)
                return visit_done(v, v->why.words, BATCH_CHECK, bv.numbers);
        return result == DONE ? visit_go(v, BATCH_HOME "/confirm", bv.numbers) : batch_done(v, &bv, result, "", BATCH_CHECK);
}

static struct fact agreed_fact(struct visit *v, unsigned long agreed)
{
        return (struct fact){ .key = "Agreed with the authority",
                              .value = agreed ? format_number(v->arena, (long)agreed) : "No number" };
}

/* A number, and the list that it counts. */
static struct fact counted(struct visit *v, const struct batch_visit *bv, const char *key, enum check_kind kind)
{
        return (struct fact){ .key = key,
                              .value = format_number(v->arena, check_count(&bv->p, kind)),
                              .url = arena_printf(v->arena, "%s?list=%s", batch_url(bv, v, BATCH_CHECK, 0), check_keys[kind]),
                              .action = "Show" };
}

enum outcome batch_confirm_page(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result != DONE || over)
                return result;
        if (flow_obstacle(&bv.b, &bv.p) || strcmp(bv.b.checked.hash, bv.p.plan.hash) != 0)
                return visit_go(v, BATCH_CHECK, bv.numbers);
        const struct plan *plan = &bv.p.plan;
        unsigned long agreed = bv.p.school.agreed_pupils;
        struct fact facts[8];
        size_t count = 0;
        facts[count++] = counted(v, &bv, "New pupils", CHECK_NEW);
        facts[count++] = counted(v, &bv, "Pupils who change", CHECK_CHANGED);
        facts[count++] = counted(v, &bv, "Unchanged pupils", CHECK_UNCHANGED);
        if (bv.b.migration)
                facts[count++] = counted(v, &bv, "Pupils who leave", CHECK_LEAVING);
        facts[count++] = counted(v, &bv, "Rows left out", CHECK_LEFT_OUT);
        facts[count++] = (struct fact){ .key = "On roll before", .value = format_number(v->arena, plan->held) };
        facts[count++] = (struct fact){ .key = "On roll afterwards", .value = format_number(v->arena, plan->after) };
        facts[count++] = agreed_fact(v, agreed);
        struct view *page = view_new(v->arena, "batch/confirm");
        view_html(page, "facts", part_facts(v->arena, count, facts));
        view_flag(page, "above", agreed && plan->after > agreed);
        view_text(page, "url", batch_url(&bv, v, BATCH_HOME "/confirm", 0));
        view_text(page, "back", batch_url(&bv, v, BATCH_CHECK, 0));
        view_text(page, "hash", plan->hash);
        view_text(page, "token", visit_token(v));
        batch_trail_below(v, &bv, "Check", BATCH_CHECK, "Confirm");
        return visit_show(v, "Confirm", page);
}

enum outcome batch_confirm_post(struct visit *v)
{
        struct batch_visit bv;
        bool changed;
        enum outcome result = batch_visit_short(v, &bv);
        if (result == DONE)
                result = flow_confirm(&bv.flow, bv.b.id, request_form(v->request, "hash"), &changed);
        if (result == REFUSED && changed) {
                response_redirect(v->response,
                                  arena_printf(v->arena, "%s?changed=1", batch_url(&bv, v, BATCH_CHECK, 0)));
                return DONE;
        }
        return result == DONE ? visit_go(v, BATCH_RECEIPT, bv.numbers) : result;
}

enum outcome batch_receipt_page(struct visit *v)
{
        struct batch_visit bv;
        enum outcome result = batch_visit_short(v, &bv);
        if (result != DONE)
                return result;
        const struct batch *b = &bv.b;
        if (b->state == BATCH_OPEN || b->state == BATCH_LISTED)
                return visit_go(v, BATCH_HOME, bv.numbers);
        struct school school;
        result = school_by_id(v->db, v->arena, v->scope->school, &school);
        if (result != DONE)
                return result;
        struct fact facts[] = {
                { .key = "What", .value = batch_name(v->arena, b) },
                { .key = "Confirmed", .value = arena_printf(v->arena, "by %s on %s", b->applied.by, words_moment(v->arena, b->applied.at)) },
                { .key = "New pupils", .value = format_number(v->arena, b->applied.new) },
                { .key = "Pupils changed", .value = format_number(v->arena, b->applied.changed) },
                { .key = "Unchanged pupils", .value = format_number(v->arena, b->applied.unchanged) },
                { .key = "Pupils removed", .value = format_number(v->arena, b->applied.leaving),
                  .url = b->state == BATCH_APPLIED && b->applied.leaving ? "/school/pupils?state=left" : NULL, .action = "Show" },
                { .key = "Rows left out", .value = format_number(v->arena, b->applied.left_out) },
                { .key = "On roll before", .value = format_number(v->arena, b->applied.roll_before) },
                { .key = "On roll afterwards", .value = format_number(v->arena, b->applied.roll_after),
                  .url = b->state == BATCH_APPLIED ? "/school/pupils" : NULL, .action = "Show" },
                agreed_fact(v, school.agreed_pupils),
        };
        struct view *page = view_new(v->arena, "batch/receipt");
        view_text(page, "name", batch_name(v->arena, b));
        view_text(page, "reference", b->applied.reference);
        view_flag(page, "dropped", b->state == BATCH_DROPPED);
        view_flag(page, "applied", b->state == BATCH_APPLIED);
        view_flag(page, "removed", b->applied.leaving > 0);
        view_text(page, "undone", b->undone_by);
        view_text(page, "undone_at", words_moment(v->arena, b->undone_at));
        view_html(page, "facts", b->state == BATCH_DROPPED ? (struct html){ 0 }
                                                           : part_facts(v->arena, sizeof facts / sizeof *facts, facts));
        batch_trail(v, &bv, "Receipt");
        return visit_show(v, "Receipt", page);
}
