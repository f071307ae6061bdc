#include "pages/batch_matches.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "pages/batch.h"
#include "pages/words.h"
#include "store/batch.h"
#include "view/format.h"
#include "view/input.h"

static const struct child *child_of(const struct flow_plan *p, unsigned long row)
{
        for (size_t i = 0; i < p->child_count; i++)
                if (p->children[i].parts[0]->id == row)
                        return &p->children[i];
        return NULL;
}

/* A school is told nothing of another school's pupils: only that there is one who is alike. */
static struct html case_cards(struct visit *v, const struct batch_visit *bv, const struct refusal *why)
{
        static const char *const states[] = { "Waiting", "A question for you", "Known already", "A new pupil" };
        static const char *const colours[] = { "yellow", "purple", "green", "green" };
        struct view *cards = view_new(v->arena, "batch/case");
        for (size_t i = 0; i < bv->p.cases.count; i++) {
                const struct match_case *c = &bv->p.cases.items[i];
                const struct child *child = child_of(&bv->p, c->row);
                if (!child)
                        continue;
                const struct record *r = &child->record;
                const char *field = arena_printf(v->arena, "note-%lu", c->id);
                view_text(cards, "name", words_list_name(v->arena, r));
                view_text(cards, "spoken", words_name(v->arena, r));
                view_text(cards, "birth", value_words(v->arena, FIELD_DOB, r->value[FIELD_DOB]));
                view_text(cards, "class", r->value[FIELD_CLASS]);
                view_text(cards, "error", why && strcmp(why->field, field) == 0 ? why->words : "");
                view_text(cards, "place", row_place(v->arena, child->parts[0]));
                view_html(cards, "state", part_tag(v->arena, states[c->answer], colours[c->answer]));
                view_text(cards, "question", c->question);
                view_text(cards, "note", c->school_note);
                view_flag(cards, "waits", c->answer == CASE_WAITING || c->answer == CASE_ASKED);
                view_text(cards, "url", batch_url(bv, v, BATCH_MATCHES, 0));
                view_text(cards, "token", visit_token(v));
                view_printf(cards, "case", "%lu", c->id);
                view_printf(cards, "version", "%u", c->version);
                view_flag(cards, "elsewhere", c->pupil_school != v->scope->school);
                view_next(cards);
        }
        return view_rows(cards);
}

static enum outcome show_matches(struct visit *v, const struct refusal *why)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result != DONE || over)
                return result;
        struct view *page = view_new(v->arena, "batch/matches");
        view_text(page, "waiting", bv.p.waiting ? format_count(v->arena, bv.p.waiting, "child waits", "children wait") : "");
        struct batch_step next = batch_next(v, &bv);
        view_html(page, "cases", case_cards(v, &bv, why));
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "next", next.url ? next.url : batch_url(&bv, v, BATCH_HOME, 0));
        view_text(page, "back", batch_url(&bv, v, BATCH_HOME, 0));
        v->errors = why != NULL;
        batch_trail(v, &bv, "Possible matches");
        return visit_show(v, "Possible matches", page);
}

enum outcome batch_matches_page(struct visit *v)
{
        return show_matches(v, NULL);
}

enum outcome batch_matches_post(struct visit *v)
{
        struct batch_visit bv;
        struct match_case c;
        long id, version;
        const char *note = text_tidy(v->arena, request_form(v->request, "note"));
        enum outcome result = batch_visit_short(v, &bv);
        if (result != DONE)
                return result;
        if (!text_to_long(request_form(v->request, "case"), 1, 4294967295L, &id) ||
            !text_to_long(request_form(v->request, "version"), 1, 4294967295L, &version))
                return ABSENT;
        if (!*note) {
                struct refusal why = { arena_printf(v->arena, "note-%ld", id), "Write what you know about the child first." };
                return show_matches(v, &why);
        }
        result = case_find(v->db, v->arena, v->scope, (unsigned long)id, &c);
        if (result == DONE && c.batch != bv.b.id)
                return ABSENT;
        if (result == DONE) {
                c.version = (unsigned)version;
                result = case_note(v->db, v->scope, &c, note);
        }
        return batch_done(v, &bv, result, "Thank you. The local authority sees what you wrote.", BATCH_MATCHES);
}
