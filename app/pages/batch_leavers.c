#include "pages/batch_leavers.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/confirm.h"
#include "flow/match.h"
#include "intake/read_date.h"
#include "intake/value.h"
#include "model/code.h"
#include "model/year.h"
#include "pages/batch.h"
#include "pages/words.h"
#include "store/batch.h"
#include "view/format.h"
#include "view/input.h"

/* ---- showing ---- */

static struct html ground_choices(struct visit *v, const char *chosen)
{
        struct view *options = view_new(v->arena, "batch/ground");
        for (const struct code *c = code_ground.items; c->code; c++) {
                view_text(options, "value", c->code);
                view_text(options, "words", c->words);
                view_flag(options, "chosen", strcmp(c->code, chosen) == 0);
                view_next(options);
        }
        return view_rows(options);
}

static const char *uk_date(struct arena *a, const char *iso)
{
        char out[DATE_TEXT];
        return arena_text(a, date_to_uk(date_from_iso(iso), out));
}

/* A form that came back with an error keeps what was typed: the answer for this pupil, else (posted NULL) what is stored. */
static const char *typed(const struct visit *v, const char *id, const char *name, const char *stored)
{
        const struct request *r = v->request;
        const char *pupil;
        for (size_t i = 0; v->errors && (pupil = request_form_nth(r, "pupil", i)); i++)
                if (strcmp(pupil, id) == 0 && request_form_nth(r, name, i))
                        return request_form_nth(r, name, i);
        return stored;
}

static struct html leaver_rows(struct visit *v, const struct batch_visit *bv, size_t from, size_t to)
{
        struct view *rows = view_new(v->arena, "batch/leaver-row");
        for (size_t i = from; i < to; i++) {
                const struct pupil *p = bv->p.plan.leavers[i].pupil;
                const struct leaver *l = flow_leaver(&bv->p, p->id);
                view_text(rows, "name", words_list_name(v->arena, &p->record));
                view_text(rows, "birth", uk_date(v->arena, p->record.value[FIELD_DOB]));
                view_text(rows, "class", p->record.value[FIELD_CLASS]);
                const char *id = arena_printf(v->arena, "%lu", p->id);
                view_text(rows, "id", id);
                view_text(rows, "year", p->record.value[FIELD_NC_YEAR]);
                view_html(rows, "grounds", ground_choices(v, typed(v, id, "ground", l ? l->ground : "")));
                view_text(rows, "destination", typed(v, id, "destination", l ? l->destination : ""));
                view_flag(rows, "wrong", v->errors && strcmp(v->why.field, arena_printf(v->arena, "left-%s", id)) == 0);
                view_text(rows, "left_on", typed(v, id, "left_on", l ? uk_date(v->arena, l->left_on) : ""));
                view_next(rows);
        }
        return view_rows(rows);
}

/* One group a year: leavers come sorted by year. The final year is offered the usual answer. */
static struct html year_groups(struct visit *v, const struct batch_visit *bv)
{
        const struct plan *plan = &bv->p.plan;
        struct view *groups = view_new(v->arena, "batch/leaver-group");
        for (size_t i = 0, end; i < plan->leaver_count; i = end) {
                const char *year = plan->leavers[i].pupil->record.value[FIELD_NC_YEAR];
                bool final = plan->leavers[i].final_year;
                for (end = i + 1; end < plan->leaver_count; end++)
                        if (strcmp(plan->leavers[end].pupil->record.value[FIELD_NC_YEAR], year) != 0)
                                break;
                view_text(groups, "label", *year ? year_label(year) : "No year");
                view_text(groups, "count", format_count(v->arena, (long)(end - i), "pupil", NULL));
                view_flag(groups, "final", final);
                view_text(groups, "year", year);
                bool again = v->errors && request_has(v->request, "year") && strcmp(request_form(v->request, "year"), year) == 0;
                view_html(groups, "grounds",
                          ground_choices(v, again ? request_form(v->request, "year_ground") : final ? "a" : ""));
                view_text(groups, "destination", again ? request_form(v->request, "year_destination") : "");
                view_text(groups, "left_on", again ? request_form(v->request, "year_left_on")
                                                   : arena_printf(v->arena, "31/08/%d", bv->b.academic));
                view_flag(groups, "many", end - i > 1);
                view_flag(groups, "open", !final || v->errors);
                view_text(groups, "url", batch_url(bv, v, BATCH_LEAVERS, 0));
                view_text(groups, "token", visit_token(v));
                view_html(groups, "rows", leaver_rows(v, bv, i, end));
                view_next(groups);
        }
        return view_rows(groups);
}

static enum outcome leavers_here(struct visit *v, struct batch_visit *bv, bool *over)
{
        enum outcome result = batch_visit(v, bv, over);
        if (result != DONE || *over)
                return result;
        if (!bv->b.migration)
                return ABSENT;
        if (bv->b.state != BATCH_LISTED)
                *over = true; /* who leaves is known only once all spreadsheets are there */
        return *over ? visit_go(v, BATCH_HOME, bv->numbers) : DONE;
}

static struct html names(struct visit *v, const struct plan *plan)
{
        struct view *rows = view_new(v->arena, "batch/name");
        for (size_t i = 0; i < plan->leaver_count; i++) {
                const struct pupil *p = plan->leavers[i].pupil;
                view_text(rows, "name", words_list_name(v->arena, &p->record));
                view_text(rows, "year", year_label(p->record.value[FIELD_NC_YEAR]));
                view_text(rows, "class", p->record.value[FIELD_CLASS]);
                view_next(rows);
        }
        return view_rows(rows);
}

static enum outcome show_leavers(struct visit *v, struct batch_visit *bv, const struct refusal *why)
{
        bool may = visit_may(v, WHO_SCHOOL_ADMIN);
        size_t n = bv->p.plan.leaver_count;
        struct batch_step next = batch_next(v, bv);
        struct view *page = view_new(v->arena, "batch/leavers");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "count", n ? format_count(v->arena, (long)n, "pupil", NULL) : "");
        view_flag(page, "one", n == 1);
        view_text(page, "without", bv->p.without_ground ? format_count(v->arena, bv->p.without_ground, "pupil", NULL) : "");
        view_html(page, "groups", may ? year_groups(v, bv) : (struct html){ 0 });
        view_html(page, "names", may ? (struct html){ 0 } : names(v, &bv->p.plan));
        view_flag(page, "acknowledged", bv->p.acknowledged);
        view_text(page, "acknowledge", batch_url(bv, v, BATCH_REMOVE, 0));
        view_text(page, "next", next.url ? next.url : batch_url(bv, v, BATCH_HOME, 0));
        view_text(page, "back", batch_url(bv, v, BATCH_HOME, 0));
        view_flag(page, "may", may);
        batch_trail(v, bv, "Who leaves");
        return visit_show(v, "Who leaves", page);
}

enum outcome batch_leavers_page(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = leavers_here(v, &bv, &over);
        return result != DONE || over ? result : show_leavers(v, &bv, NULL);
}

/* ---- saying why and where to ---- */

static bool is_leaver(const struct flow_plan *p, unsigned long pupil)
{
        for (size_t i = 0; i < p->plan.leaver_count; i++)
                if (p->plan.leavers[i].pupil->id == pupil)
                        return true;
        return false;
}

/* "" is no date; false: cannot be read. */
static bool take_date(struct arena *a, const char *text, const char **iso)
{
        struct date d = NO_DATE;
        char out[DATE_TEXT];
        text = text_tidy(a, text);
        if (*text && read_date(text, DATE_DAY_FIRST, date_today(), &d) == DATE_NONE)
                return false;
        *iso = arena_text(a, date_to_iso(d, out));
        return true;
}

/* id: how the form's answers end, for the page to point at one. */
static enum outcome take_leaver(struct visit *v, const char *id, const char *ground, const char *destination, const char *left_on,
                                struct leaver *out)
{
        out->ground = ground;
        out->destination = text_tidy(v->arena, destination);
        v->why = (struct refusal){ arena_printf(v->arena, "ground-%s", id), "Choose one of the grounds in the list." };
        if (*ground && !code_find(&code_ground, ground))
                return REFUSED;
        v->why = (struct refusal){ arena_printf(v->arena, "left-%s", id),
                                   arena_printf(v->arena, "Last day: want a date like 31/08/2026, found '%s'.", left_on) };
        if (!take_date(v->arena, left_on, &out->left_on))
                return REFUSED;
        v->why = (struct refusal){ 0 };
        return DONE;
}

/* The same answer for everyone of a year. */
static enum outcome set_year(struct visit *v, struct batch_visit *bv, const char *year)
{
        const struct plan *plan = &bv->p.plan;
        struct leaver one, *items = arena_array(v->arena, plan->leaver_count + 1, sizeof *items);
        size_t n = 0;
        enum outcome result = take_leaver(v, arena_printf(v->arena, "year-%s", year),
                                          request_form(v->request, "year_ground"), request_form(v->request, "year_destination"),
                                          request_form(v->request, "year_left_on"), &one);
        for (size_t i = 0; i < plan->leaver_count; i++)
                if (strcmp(plan->leavers[i].pupil->record.value[FIELD_NC_YEAR], year) == 0) {
                        one.pupil = plan->leavers[i].pupil->id;
                        items[n++] = one;
                }
        return result == DONE ? leaver_set(v->db, v->scope, bv->b.id, items, n) : result;
}

static enum outcome set_each(struct visit *v, struct batch_visit *bv)
{
        const struct request *r = v->request;
        struct leaver *items = arena_array(v->arena, r->form.count + 1, sizeof *items);
        size_t n = 0;
        const char *pupil, *ground, *destination, *left_on;
        for (size_t i = 0; (pupil = request_form_nth(r, "pupil", i)) && (ground = request_form_nth(r, "ground", i)) &&
                           (destination = request_form_nth(r, "destination", i)) &&
                           (left_on = request_form_nth(r, "left_on", i));
             i++) {
                enum outcome result = take_leaver(v, pupil, ground, destination, left_on, &items[n]);
                if (result != DONE)
                        return result;
                items[n].pupil = strtoul(pupil, NULL, 10);
                n += is_leaver(&bv->p, items[n].pupil);
        }
        return leaver_set(v->db, v->scope, bv->b.id, items, n);
}

/* A pupil who was forgotten in the files and has not left joins the list, a year up. */
static enum outcome keep(struct visit *v, struct batch_visit *bv, const char *keep_id)
{
        unsigned long id = strtoul(keep_id, NULL, 10);
        const struct pupil *pupil = NULL;
        for (size_t i = 0; i < bv->p.plan.leaver_count; i++)
                if (bv->p.plan.leavers[i].pupil->id == id)
                        pupil = bv->p.plan.leavers[i].pupil;
        if (!pupil)
                return ABSENT;
        struct record record = pupil->record;
        record.value[FIELD_NC_YEAR] = year_next(record.value[FIELD_NC_YEAR]);
        record.value[FIELD_CLASS] = "";
        enum outcome result = list_add_row(v->db, v->scope, bv->b.id, id, &record);
        if (result == DONE)
                result = flow_match(&bv->flow, &bv->b);
        return result == DONE ? flow_settle(&bv->flow, &bv->b, false) : result;
}

enum outcome batch_leavers_post(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        const char *kept = request_form(v->request, "keep");
        enum outcome result = leavers_here(v, &bv, &over);
        if (result != DONE || over)
                return result;
        if (*kept)
                return batch_done(v, &bv, keep(v, &bv, kept), "The pupil stays on your roll and goes up a year. When you have "
                                                              "confirmed, set the class under Pupils.", BATCH_LEAVERS);
        result = request_has(v->request, "year") ? set_year(v, &bv, request_form(v->request, "year")) : set_each(v, &bv);
        if (result == REFUSED && v->why.words) {
                struct refusal why = v->why;
                return show_leavers(v, &bv, &why);
        }
        return batch_done(v, &bv, result, "Saved.", BATCH_LEAVERS);
}

/* ---- the acknowledgement ---- */

static enum outcome show_acknowledge(struct visit *v, struct batch_visit *bv, const struct refusal *why)
{
        size_t n = bv->p.plan.leaver_count;
        struct view *page = view_new(v->arena, "batch/acknowledge");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "error", why ? why->words : "");
        view_flag(page, "one", n == 1);
        view_text(page, "count", format_number(v->arena, (long)n));
        view_html(page, "names", names(v, &bv->p.plan));
        view_text(page, "url", batch_url(bv, v, BATCH_REMOVE, 0));
        view_text(page, "back", batch_url(bv, v, BATCH_LEAVERS, 0));
        view_text(page, "token", visit_token(v));
        view_text(page, "hash", bv->p.leavers_hash);
        batch_trail_below(v, bv, "Who leaves", BATCH_LEAVERS, "Pupils will be removed");
        return visit_show(v, "Pupils will be removed", page);
}

enum outcome batch_acknowledge_page(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = leavers_here(v, &bv, &over);
        return result != DONE || over ? result : show_acknowledge(v, &bv, NULL);
}

enum outcome batch_acknowledge_post(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = leavers_here(v, &bv, &over);
        if (result != DONE || over)
                return result;
        if (!request_has(v->request, "understood")) {
                struct refusal why = { "understood", "Tick the box when you have looked at the names." };
                return show_acknowledge(v, &bv, &why);
        }
        if (strcmp(request_form(v->request, "hash"), bv.p.leavers_hash) != 0) {
                struct refusal why = { "understood", "Who leaves has changed since you opened the page. Look at the names again." };
                return show_acknowledge(v, &bv, &why);
        }
        result = batch_acknowledge(v->db, v->scope, &bv.b, (long)bv.p.plan.leaver_count, bv.p.leavers_hash);
        if (result == DONE)
                result = flow_settle(&bv.flow, &bv.b, false);
        return batch_done(v, &bv, result, "Acknowledged. Nobody is removed before you confirm at the end.", BATCH_HOME);
}
