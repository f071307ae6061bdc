#include "pages/school_questions.h"

#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "pages/batch.h"
#include "pages/words.h"
#include "store/batch.h"
#include "store/list.h"
#include "store/match_case.h"
#include "view/page.h"

/* Rows of the batch that the last question was about: questions come from one file after the other. */
struct rows_of {
        unsigned long batch;
        struct stored_rows rows;
};

static enum outcome find_row(struct visit *v, const struct match_case *c, struct rows_of *kept,
                             const struct stored_row **out)
{
        *out = NULL;
        enum outcome result = DONE;
        if (kept->batch != c->batch)
                result = list_rows(v->db, v->arena, v->scope, c->batch, &kept->rows);
        kept->batch = c->batch;
        for (size_t i = 0; result == DONE && i < kept->rows.count; i++)
                if (kept->rows.items[i].id == c->row)
                        *out = &kept->rows.items[i];
        return result;
}

static void set_question(struct visit *v, struct view *card, const struct match_case *c,
                         const struct stored_row *row, const struct refusal *why)
{
        const struct record *r = &row->record;
        const char *field = arena_printf(v->arena, "note-%lu", c->id);
        bool wrong = why && strcmp(why->field, field) == 0;
        view_text(card, "name", words_list_name(v->arena, r));
        view_text(card, "spoken", words_name(v->arena, r));
        view_text(card, "birth", value_words(v->arena, FIELD_DOB, r->value[FIELD_DOB]));
        view_text(card, "place", row_place(v->arena, row));
        view_text(card, "question", c->question);
        view_text(card, "note", c->school_note);
        view_text(card, "error", wrong ? why->words : "");
        view_text(card, "url", SCHOOL_QUESTIONS);
        view_text(card, "token", visit_token(v));
        view_printf(card, "case", "%lu", c->id);
        view_printf(card, "version", "%u", c->version);
        view_next(card);
}

static enum outcome show(struct visit *v, const struct refusal *why)
{
        static const struct page_link trail[] = { { .text = "Home", .url = "/school" },
                                                  { .text = "Questions from the authority" } };
        struct match_cases all;
        struct rows_of kept = { 0 };
        struct view *page = view_new(v->arena, "school/questions"),
                    *cards = view_new(v->arena, "school/question");
        enum outcome result = case_asked(v->db, v->arena, v->scope, &all);
        for (size_t i = 0; result == DONE && i < all.count; i++) {
                const struct stored_row *row;
                result = find_row(v, &all.items[i], &kept, &row);
                if (result == DONE && row)
                        set_question(v, cards, &all.items[i], row, why);
        }
        if (result != DONE)
                return result;
        v->errors = why != NULL;
        v->trail = trail;
        v->trail_count = 2;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "questions", view_rows(cards));
        return visit_show(v, "Questions from the authority", page);
}

enum outcome school_questions_page(struct visit *v)
{
        return show(v, NULL);
}

/* A question about a spreadsheet is answered on the page of its batch. */
static enum outcome find_case(struct visit *v, unsigned long id, struct match_case *out)
{
        struct batch b;
        enum outcome result = case_find(v->db, v->arena, v->scope, id, out);
        if (result == DONE)
                result = batch_find(v->db, v->arena, v->scope, out->batch, &b);
        return result == DONE && !b.import ? ABSENT : result;
}

enum outcome school_questions_post(struct visit *v)
{
        struct match_case c;
        long id = 0, version = 0;
        const char *note = text_tidy(v->arena, request_form(v->request, "note"));
        (void)!text_to_long(request_form(v->request, "case"), 1, 4294967295L, &id);
        (void)!text_to_long(request_form(v->request, "version"), 1, 4294967295L, &version);
        enum outcome result = find_case(v, (unsigned long)id, &c);
        if (result == DONE && !*note) {
                const struct refusal why = { arena_printf(v->arena, "note-%ld", id),
                                             "Write what you know about the child first." };
                return show(v, &why);
        }
        c.version = (unsigned)version;
        if (result == DONE)
                result = case_note(v->db, v->scope, &c, note);
        if (result == REFUSED)
                return visit_refuse(
                    v, "The authority has dealt with this meanwhile, or somebody else has answered. Go back, "
                       "reload the page and look again.");
        return result == DONE ? visit_done(v, "Thank you. The local authority sees what you wrote.",
                                           SCHOOL_QUESTIONS, NULL)
                              : result;
}
