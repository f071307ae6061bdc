#include "pages/la_undo.h"

#include <string.h>

#include "base/text.h"
#include "flow/undo.h"
#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_desk.h"
#include "pages/la_desk_school.h"
#include "pages/la_import.h"
#include "pages/la_pupil.h"
#include "pages/la_school.h"
#include "pages/words.h"
#include "store/batch.h"
#include "store/pupil.h"
#include "view/format.h"
#include "view/input.h"
#include "view/list.h"

struct undo_visit {
        struct school school;
        struct batch b;
        struct flow flow;
        struct undo_plan p;
};

static enum outcome load(struct visit *v, struct undo_visit *uv)
{
        *uv = (struct undo_visit){ .flow = la_flow(v) };
        enum outcome result = la_school(v, &uv->school);
        if (result == DONE)
                result = batch_find(v->db, v->arena, v->scope, visit_part(v, 1), &uv->b);
        bool stands = uv->b.state == BATCH_APPLIED || (uv->b.import && uv->b.state == BATCH_LISTED);
        if (result == DONE && !stands)
                return uv->b.state == BATCH_UNDONE
                           ? visit_refuse(v, arena_printf(v->arena, "%s has undone this already.", uv->b.undone_by))
                           : ABSENT;
        if (result == DONE)
                result = flow_undo_plan(&uv->flow, &uv->b, &uv->p);
        if (result == DONE && uv->b.import && *uv->p.import.newer)
                return visit_refuse(v, arena_printf(v->arena, "Newer data of the school was processed since. Open %s under Imports and take that "
                                                              "back first.", uv->p.import.newer));
        return result;
}

static struct html figures(struct arena *a, const struct undo_visit *uv)
{
        const struct undo_plan *p = &uv->p;
        const struct undo_import *i = &p->import;
        const struct fact facts[] = {
                { .key = "On roll now", .value = format_number(a, (long)uv->school.on_roll) },
                { .key = "Come back", .value = arena_printf(a, "%s who were removed, with the whole record",
                                                            format_count(a, (long)p->back_count, "pupil", NULL)) },
                { .key = "Get values back",
                  .value = arena_printf(a, "%s, %s", format_count(a, (long)p->edited_count, "pupil", NULL),
                                        format_count(a, (long)p->values, "value", NULL)) },
                { .key = "Stay as they are", .value = arena_printf(a, "%s that somebody changed since",
                                                                   format_count(a, (long)p->kept, "value", NULL)) },
                { .key = "Leave again", .value = arena_printf(a, "%s who came with it",
                                                              format_count(a, (long)p->leaving_count, "pupil", NULL)) },
                { .key = "On roll afterwards", .value = format_number(a, (long)p->after) },
                { .key = "No longer asked",
                  .value = arena_printf(a, "%s, %s, %s", format_count(a, (long)i->conflicts, "open conflict", NULL),
                                        format_count(a, (long)i->missing, "proposed leaver", NULL),
                                        format_count(a, (long)i->rows, "unmatched or rejected row", NULL)) },
        };
        return part_facts(a, sizeof facts / sizeof *facts - !uv->b.import, facts);
}

/* ---- values that stay ---- */

enum { KEPT_MAX = 200 };

struct kept_line {
        const struct undo_value *value;
        const struct pupil *pupil;
};

#define KEPT(row) ((const struct kept_line *)(row))

static const char *kept_name(struct arena *a, const void *row)
{
        return words_list_name(a, &KEPT(row)->pupil->record);
}

static struct html kept_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { KEPT(row)->pupil->school, KEPT(row)->pupil->id };
        return part_link(a, kept_name(a, row), url_make(a, LA_PUPIL, numbers));
}

static const char *kept_field(struct arena *a, const void *row)
{
        (void)a;
        return field_table[KEPT(row)->value->field].heading;
}

static const char *kept_then(struct arena *a, const void *row)
{
        return value_words(a, KEPT(row)->value->field, KEPT(row)->value->after);
}

static const char *kept_now(struct arena *a, const void *row)
{
        const struct pupil *p = KEPT(row)->pupil;
        return p->on_roll ? value_words(a, KEPT(row)->value->field, p->record.value[KEPT(row)->value->field]) : "Has left";
}

static const struct column kept_columns[] = {
        { "pupil", "Pupil", kept_name, kept_link, 0 },
        { "field", "Field", kept_field, NULL, 0 },
        { "then", "It wrote", kept_then, NULL, 0 },
        { "now", "Now", kept_now, NULL, 0 },
};

static const struct pupil *pupil_of(const struct pupils *all, unsigned long id)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].id == id)
                        return &all->items[i];
        return NULL;
}

static enum outcome kept_list(struct visit *v, const struct undo_plan *p, struct html *out)
{
        struct arena *a = v->arena;
        size_t count = p->kept < KEPT_MAX ? p->kept : KEPT_MAX, n = 0;
        unsigned long *ids = arena_array(a, count + 1, sizeof *ids);
        struct kept_line *lines = arena_array(a, count + 1, sizeof *lines);
        struct pupils found = { 0, NULL };
        *out = (struct html){ 0 };
        for (size_t i = 0; i < count; i++)
                ids[i] = p->kept_values[i].pupil;
        enum outcome result = count ? pupil_by_ids(v->db, a, ids, count, &found) : DONE;
        for (size_t i = 0; result == DONE && i < count; i++) {
                const struct pupil *pupil = pupil_of(&found, ids[i]);
                if (pupil)
                        lines[n++] = (struct kept_line){ &p->kept_values[i], pupil };
        }
        struct list list = { .id = "kept", .caption = p->kept > KEPT_MAX ? "Values that stay: the first 200" : "Values that stay",
                             .columns = kept_columns, .column_count = sizeof kept_columns / sizeof *kept_columns, .rows = lines,
                             .row_count = n, .row_size = sizeof *lines, .empty = "" };
        if (result == DONE && n)
                *out = list_html(a, &list);
        return result;
}

/* ---- the page ---- */

static enum outcome show(struct visit *v, const struct undo_visit *uv, const struct refusal *why)
{
        struct arena *a = v->arena;
        const unsigned long numbers[] = { uv->school.id, uv->b.id };
        const char *title = arena_printf(a, "Undo %s?", uv->b.applied.reference);
        bool import = uv->b.import;
        const struct page_link trail[] = { { .text = import ? "Dashboard" : "Migration", .url = import ? LA_DESK : "/la" },
                                           { .text = uv->school.name,
                                             .url = url_make(a, import ? LA_DATA_IMPORTS : LA_SCHOOL, &uv->school.id) },
                                           { .text = title } };
        struct view *page = view_new(a, "la/undo");
        struct html kept;
        enum outcome result = kept_list(v, &uv->p, &kept);
        if (result != DONE)
                return result;
        view_html(page, "kept", kept);
        la_trail(v, 3, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(a, why ? 1 : 0, why));
        view_text(page, "title", title);
        view_text(page, "school", uv->school.name);
        view_text(page, "by", import ? "Onroll" : uv->b.applied.by);
        view_text(page, "at", words_moment(a, uv->b.applied.at));
        view_html(page, "figures", figures(a, uv));
        view_text(page, "gone", uv->p.gone ? format_count(a, (long)uv->p.gone, "pupil who came with it has", "pupils who came "
                                                                                                                  "with it have")
                                           : "");
        view_flag(page, "import", import);
        view_text(page, "marks", uv->p.import.marked ? format_count(a, (long)uv->p.import.marked, "pupil", NULL) : "");
        view_text(page, "action", url_make(a, LA_UNDO, numbers));
        view_text(page, "token", visit_token(v));
        view_html(page, "reason",
                  part_textarea(a, &(struct input){ .name = "reason", .label = "Your reason",
                                                    .hint = "It goes to the school’s administrators and to the authority’s staff "
                                                            "by e-mail. Name no pupil.",
                                                    .rows = 3, .error = why ? why->words : NULL,
                                                    .value = why ? request_form(v->request, "reason") : "" }));
        view_html(page, "button", part_button(a, BUTTON_WARNING,
                                              import ? arena_printf(a, "Undo: %s, %zu leave again",
                                                                    format_count(a, (long)uv->p.values, "value", NULL),
                                                                    uv->p.leaving_count)
                                                     : arena_printf(a, "Undo: %zu come back, %zu leave again", uv->p.back_count,
                                                                    uv->p.leaving_count)));
        return visit_show(v, title, page);
}

enum outcome la_undo_page(struct visit *v)
{
        struct undo_visit uv;
        enum outcome result = load(v, &uv);
        return result == DONE ? show(v, &uv, NULL) : result;
}

enum outcome la_undo_post(struct visit *v)
{
        struct undo_visit uv;
        const char *reason = text_tidy(v->arena, request_form(v->request, "reason"));
        enum outcome result = load(v, &uv);
        if (result != DONE)
                return result;
        if (!*reason) {
                v->why = (struct refusal){ "reason", "Write your reason. The school reads it." };
                return show(v, &uv, &v->why);
        }
        result = flow_undo(&uv.flow, uv.b.id, reason);
        const unsigned long numbers[] = { uv.school.id, uv.b.id };
        return la_done(v, result, arena_printf(v->arena, "%s was undone. The school was told.", uv.b.applied.reference),
                       uv.b.import ? LA_IMPORT : LA_SCHOOL, numbers);
}
