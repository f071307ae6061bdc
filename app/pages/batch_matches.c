#include "pages/batch_matches.h"

#include <stdlib.h>

#include "base/text.h"
#include "pages/batch.h"
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
static struct html case_cards(struct visit *v, const struct batch_visit *bv)
{
        static const char *const states[] = { "Waits for the local authority", "The local authority asks you",
                                              "Is a pupil who is known already", "Is new" };
        static const char *const colours[] = { "yellow", "purple", "green", "green" };
        struct view *cards = view_new(v->arena, "batch/case");
        for (size_t i = 0; i < bv->p.cases.count; i++) {
                const struct match_case *c = &bv->p.cases.items[i];
                const struct child *child = child_of(&bv->p, c->row);
                if (!child)
                        continue;
                view_text(cards, "name", record_name(v->arena, &child->record));
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

enum outcome batch_matches_page(struct visit *v)
{
        struct batch_visit bv;
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result != DONE || over)
                return result;
        struct view *page = view_new(v->arena, "batch/matches");
        view_text(page, "waiting", bv.p.waiting ? format_count(v->arena, bv.p.waiting, "child waits", "children wait") : "");
        view_html(page, "cases", case_cards(v, &bv));
        view_text(page, "back", batch_url(&bv, v, BATCH_HOME, 0));
        batch_trail(v, &bv, "Possible matches");
        return visit_show(v, "Possible matches", page);
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
        if (!*note)
                return visit_refuse(v, "Write what you know about the child first.");
        result = case_find(v->db, v->arena, v->scope, (unsigned long)id, &c);
        if (result == DONE && c.batch != bv.b.id)
                return ABSENT;
        if (result == DONE) {
                c.version = (unsigned)version;
                result = case_note(v->db, v->scope, &c, note);
        }
        return batch_done(v, &bv, result, "Thank you. The local authority sees what you wrote.", BATCH_MATCHES);
}
