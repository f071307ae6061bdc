#include "pages/la_holds.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/decide.h"
#include "flow/plan.h"
#include "intake/value.h"
#include "model/code.h"
#include "model/year.h"
#include "pages/la.h"
#include "pages/la_import_hold.h"
#include "pages/words.h"
#include "store/batch.h"
#include "store/overview.h"
#include "view/format.h"
#include "view/input.h"

/* ---- the list ---- */

#define ROW(row) ((const struct held_batch *)(row))

static const char *school(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->school_name;
}

static struct html school_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->school, ROW(row)->batch };
        return part_link(a, ROW(row)->school_name, url_make(a, LA_HOLD, numbers));
}

static const char *why(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->why;
}

static const char *removals(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", ROW(row)->removals);
}

static const char *on_roll(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", ROW(row)->on_roll);
}

static const char *since(struct arena *a, const void *row)
{
        return words_moment(a, ROW(row)->at);
}

static const char *answer(struct arena *a, const void *row)
{
        return arena_printf(a, "%s by %s, %s: %s", ROW(row)->state == HOLD_RELEASED ? "Released" : "Rejected",
                            ROW(row)->answered_by, words_moment(a, ROW(row)->answered_at), ROW(row)->answer);
}

static const struct column columns[] = {
        { "school", "School", school, school_link, 0 },
        { "why", "Why", why, NULL, 0 },
        { "removals", "Removals to release", removals, NULL, COLUMN_NUMBER },
        { "roll", "On roll now", on_roll, NULL, COLUMN_NUMBER },
        { "since", "Since", since, NULL, 0 },
        { "answer", "Answer", answer, NULL, 0 }, /* of answered ones alone */
};

enum outcome la_holds_page(struct visit *v)
{
        bool answered = strcmp(request_query(v->request, "show"), "answered") == 0;
        unsigned long of = la_number(request_query(v->request, "school"));
        struct held_batches held;
        enum outcome result = overview_holds(v->db, v->arena, answered, &held);
        if (result != DONE)
                return result;
        struct held_batch *items = arena_array(v->arena, held.count + 1, sizeof *items);
        size_t n = 0;
        for (size_t i = 0; i < held.count; i++)
                if (!of || held.items[i].school == of)
                        items[n++] = held.items[i];
        struct list list = { .id = "holds", .caption = "Migrations on hold", .quiet = true, .columns = columns,
                             .column_count = sizeof columns / sizeof *columns - !answered, .rows = items, .row_count = n,
                             .row_size = sizeof *items,
                             .empty = answered ? "No hold was answered yet." : "Nothing is on hold." };
        const struct tab tabs[] = { { .text = "Waiting for you", .url = LA_HOLDS, .current = !answered },
                                    { .text = "Answered", .url = LA_HOLDS "?show=answered", .current = answered } };
        struct html imports = { 0 };
        result = la_import_holds_html(v, of, answered, &imports);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "la/holds");
        view_html(page, "imports", imports);
        view_html(page, "tabs", part_tabs(v->arena, "Holds", 2, tabs));
        view_flag(page, "one_school", of != 0);
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Holds", page);
}

/* ---- one hold ---- */

struct hold_visit {
        struct school school;
        struct batch b;
        struct flow flow;
        struct flow_plan p;
};

static enum outcome load(struct visit *v, struct hold_visit *hv)
{
        *hv = (struct hold_visit){ .flow = la_flow(v) };
        enum outcome result = la_school(v, &hv->school);
        if (result == DONE)
                result = batch_find(v->db, v->arena, v->scope, visit_part(v, 1), &hv->b);
        if (result == DONE && hv->b.hold.state == HOLD_NONE)
                return ABSENT;
        return result == DONE ? flow_plan(&hv->flow, &hv->b, &hv->p) : result;
}

/* ---- the roll by year ---- */

enum { YEARS = 24 };

struct year_line {
        const char *year;
        unsigned now, new, leaving, after;
};

static struct year_line *line_of(struct year_line *lines, size_t *count, const char *year)
{
        size_t i = 0;
        while (i < *count && strcmp(lines[i].year, year) != 0)
                i++;
        if (i == YEARS)
                return &lines[YEARS - 1];
        if (i == *count)
                lines[(*count)++] = (struct year_line){ .year = year };
        return &lines[i];
}

static const char *year_after(const struct plan_row *row)
{
        for (size_t i = 0; i < row->change_count; i++)
                if (row->changes[i].field == FIELD_NC_YEAR)
                        return row->changes[i].after;
        return row->pupil ? row->pupil->record.value[FIELD_NC_YEAR] : "";
}

static int by_year(const void *a, const void *b)
{
        const struct year_line *x = a, *y = b;
        return year_order(x->year) - year_order(y->year);
}

static size_t roll_by_year(const struct flow_plan *p, struct year_line lines[YEARS])
{
        size_t count = 0;
        for (size_t i = 0; i < p->roll.count; i++)
                line_of(lines, &count, p->roll.items[i].record.value[FIELD_NC_YEAR])->now++;
        for (size_t i = 0; i < p->plan.row_count; i++) {
                const struct plan_row *row = &p->plan.rows[i];
                if (row->kind != PLAN_NEW && row->kind != PLAN_CHANGED && row->kind != PLAN_UNCHANGED)
                        continue;
                struct year_line *line = line_of(lines, &count, year_after(row));
                line->new += row->kind == PLAN_NEW;
                line->after++;
        }
        for (size_t i = 0; i < p->plan.leaver_count; i++)
                line_of(lines, &count, p->plan.leavers[i].pupil->record.value[FIELD_NC_YEAR])->leaving++;
        qsort(lines, count, sizeof *lines, by_year);
        return count;
}

#define YEAR(row) ((const struct year_line *)(row))

static const char *year_name(struct arena *a, const void *row)
{
        (void)a;
        return *YEAR(row)->year ? year_label(YEAR(row)->year) : "No NC year";
}

static const char *year_now(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", YEAR(row)->now);
}

static const char *year_leaving_text(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", YEAR(row)->leaving);
}

static const char *year_new(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", YEAR(row)->new);
}

static const char *year_then(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", YEAR(row)->after);
}

static const struct column year_columns[] = {
        { "year", "NC year", year_name, NULL, 0 },
        { "now", "On roll now", year_now, NULL, COLUMN_NUMBER },
        { "leaving", "Would be removed", year_leaving_text, NULL, COLUMN_NUMBER },
        { "new", "New", year_new, NULL, COLUMN_NUMBER },
        { "after", "Afterwards", year_then, NULL, COLUMN_NUMBER },
};

static struct html years_table(struct arena *a, const struct flow_plan *p)
{
        struct year_line lines[YEARS] = { 0 };
        size_t n = roll_by_year(p, lines);
        struct list list = { .id = "years", .caption = "The roll by NC year, now and afterwards", .columns = year_columns,
                             .column_count = sizeof year_columns / sizeof *year_columns, .rows = lines, .row_count = n,
                             .row_size = sizeof *lines, .empty = "Nobody is on the roll, and nobody would be." };
        return list_html(a, &list);
}

/* ---- who would be removed ---- */

struct leaver_line {
        const struct plan_leaver *leaver;
        const struct leaver *said; /* or NULL */
};

#define LEAVER(row) ((const struct leaver_line *)(row))

static const char *leaver_name(struct arena *a, const void *row)
{
        return words_list_name(a, &LEAVER(row)->leaver->pupil->record);
}

static const char *leaver_dob(struct arena *a, const void *row)
{
        return value_words(a, FIELD_DOB, LEAVER(row)->leaver->pupil->record.value[FIELD_DOB]);
}

static const char *leaver_year(struct arena *a, const void *row)
{
        return value_words(a, FIELD_NC_YEAR, LEAVER(row)->leaver->pupil->record.value[FIELD_NC_YEAR]);
}

static const char *leaver_class(struct arena *a, const void *row)
{
        (void)a;
        return LEAVER(row)->leaver->pupil->record.value[FIELD_CLASS];
}

static const char *leaver_kind(struct arena *a, const void *row)
{
        (void)a;
        return LEAVER(row)->leaver->final_year ? "Final year" : "Before the final year";
}

static const char *leaver_ground(struct arena *a, const void *row)
{
        (void)a;
        const struct leaver *said = LEAVER(row)->said;
        return said && *said->ground ? code_words(&code_ground, said->ground) : "Not said";
}

static const struct column leaver_columns[] = {
        { "name", "Pupil", leaver_name, NULL, 0 },   { "dob", "Date of birth", leaver_dob, NULL, 0 },
        { "year", "NC year", leaver_year, NULL, 0 }, { "class", "Class", leaver_class, NULL, 0 },
        { "kind", "Leaves", leaver_kind, NULL, 0 },  { "ground", "Ground", leaver_ground, NULL, 0 },
};

/* Those before the final year first: they are what a release is about. */
static struct html leavers_table(struct arena *a, const struct flow_plan *p)
{
        struct leaver_line *lines = arena_array(a, p->plan.leaver_count + 1, sizeof *lines);
        size_t n = 0;
        for (int final = 0; final < 2; final++)
                for (size_t i = 0; i < p->plan.leaver_count; i++)
                        if (p->plan.leavers[i].final_year == final)
                                lines[n++] = (struct leaver_line){ &p->plan.leavers[i],
                                                                   flow_leaver(p, p->plan.leavers[i].pupil->id) };
        struct list list = { .id = "leavers", .caption = "Who would be removed from the roll", .columns = leaver_columns,
                             .column_count = sizeof leaver_columns / sizeof *leaver_columns, .rows = lines, .row_count = n,
                             .row_size = sizeof *lines, .empty = "Nobody would be removed." };
        return list_html(a, &list);
}

/* ---- the page ---- */

static struct html figures(struct arena *a, const struct hold_visit *hv)
{
        const struct plan *plan = &hv->p.plan;
        const char *agreed = hv->school.agreed_pupils
                                 ? arena_printf(a, "%lu%s", hv->school.agreed_pupils,
                                                plan->after > hv->school.agreed_pupils ? " (the roll would be above it)" : "")
                                 : "Not agreed";
        const struct fact facts[] = {
                { .key = "Files", .value = arena_printf(a, "%zu, with %s", hv->p.uploads.count,
                                                        format_count(a, (long)hv->p.rows.count, "row", NULL)) },
                { .key = "On roll now", .value = format_number(a, plan->held) },
                { .key = "New", .value = format_number(a, plan->counts[PLAN_NEW]) },
                { .key = "Would be removed",
                  .value = arena_printf(a, "%zu, of them %u before the final year", plan->leaver_count, plan->removals) },
                { .key = "On roll afterwards", .value = format_number(a, plan->after) },
                { .key = "Agreed with the school", .value = agreed },
        };
        return part_facts(a, sizeof facts / sizeof *facts, facts);
}

static struct html why_lines(struct arena *a, const char *why_text)
{
        struct view *item = view_new(a, "la/line");
        for (const char *p = why_text; *p;) {
                size_t len = strcspn(p, "\n");
                view_text(item, "text", arena_bytes(a, p, len));
                view_next(item);
                p += len + (p[len] == '\n');
        }
        return view_rows(item);
}

static void set_form(struct visit *v, struct view *page, const struct hold_visit *hv, const struct refusal *refusal)
{
        const unsigned long numbers[] = { hv->school.id, hv->b.id };
        bool waits = hv->b.hold.state == HOLD_HELD && (hv->b.state == BATCH_OPEN || hv->b.state == BATCH_LISTED);
        view_flag(page, "may", waits && visit_may(v, WHO_LA_OFFICER));
        view_text(page, "action", url_make(v->arena, LA_HOLD, numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", hv->b.version);
        view_html(page, "reason",
                  part_textarea(v->arena, &(struct input){ .name = "reason", .label = "Your reason",
                                                           .hint = "The school reads it, and it stays in the audit log. For "
                                                                   "example: “The infant school closed; agreed with the head "
                                                                   "teacher by telephone.” Name no pupil.",
                                                           .rows = 3, .error = refusal ? refusal->words : NULL,
                                                           .value = refusal ? request_form(v->request, "reason") : "" }));
        view_html(page, "release", part_button_value(v->arena, BUTTON_MAIN, "Release", "answer", "release"));
        view_html(page, "reject", part_button_value(v->arena, BUTTON_WARNING, "Reject", "answer", "reject"));
}

static enum outcome show(struct visit *v, const struct hold_visit *hv, const struct refusal *refusal)
{
        struct arena *a = v->arena;
        struct view *page = view_new(a, "la/hold");
        const struct held_batch answered = { .state = hv->b.hold.state, .answer = hv->b.hold.answer,
                                             .answered_by = hv->b.hold.answered_by, .answered_at = hv->b.hold.answered_at };
        const struct page_link trail[] = { { .text = "Holds", .url = LA_HOLDS }, { .text = hv->school.name } };
        la_trail(v, 2, trail);
        v->errors = refusal != NULL;
        view_html(page, "errors", part_errors(a, refusal ? 1 : 0, refusal));
        view_text(page, "school", hv->school.name);
        view_text(page, "since", words_moment(a, hv->b.hold.at));
        view_html(page, "whys", why_lines(a, hv->b.hold.why));
        view_text(page, "answered", hv->b.hold.state == HOLD_HELD ? "" : answer(a, &answered));
        view_html(page, "figures", figures(a, hv));
        view_html(page, "years", years_table(a, &hv->p));
        view_html(page, "leavers", leavers_table(a, &hv->p));
        set_form(v, page, hv, refusal);
        return visit_show(v, arena_printf(a, "On hold: %s", hv->school.name), page);
}

enum outcome la_hold_page(struct visit *v)
{
        struct hold_visit hv;
        enum outcome result = load(v, &hv);
        return result == DONE ? show(v, &hv, NULL) : result;
}

enum outcome la_hold_post(struct visit *v)
{
        struct hold_visit hv;
        const char *key = request_form(v->request, "answer"), *reason = text_tidy(v->arena, request_form(v->request, "reason"));
        bool release = strcmp(key, "release") == 0;
        enum outcome result = load(v, &hv);
        if (result != DONE)
                return result;
        if (!release && strcmp(key, "reject") != 0)
                return visit_refuse(v, "Say whether you release it: go back and press one of the two buttons.");
        if (!*reason) {
                v->why = (struct refusal){ "reason", "Write your reason. The school reads it." };
                return show(v, &hv, &v->why);
        }
        hv.b.version = (unsigned)la_number(request_form(v->request, "version"));
        result = flow_answer_hold(&hv.flow, &hv.b, release ? HOLD_RELEASED : HOLD_REJECTED, reason);
        return la_done(v, result, arena_printf(v->arena, "%s: %s. The school was told.", hv.school.name,
                                               release ? "released" : "rejected"), LA_HOLDS, NULL);
}
