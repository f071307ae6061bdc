#include "pages/pupil_leave.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "intake/read_date.h"
#include "model/code.h"
#include "pages/pupil.h"
#include "pages/words.h"
#include "store/pupil_deed.h"
#include "store/restore.h"
#include "view/input.h"

/* ---- leaving ---- */

static struct html ground_select(struct visit *v, const char *chosen)
{
        struct choice choices[32] = { { .value = "", .text = "Not known yet" } };
        size_t count = 1;
        for (const struct code *c = code_ground.items; c->code && count < 32; c++)
                choices[count++] = (struct choice){ .value = c->code, .text = c->words };
        return part_select(
            v->arena,
            &(struct input){ .name = "ground",
                             .label = "Why the pupil leaves the roll",
                             .hint = "The grounds of the school attendance regulations. When it is not "
                                     "known yet, the local authority asks you for it later.",
                             .value = chosen,
                             .choice_count = count,
                             .choices = choices });
}

struct leaving_form {
        const char *left_on, *ground, *destination; /* as typed */
        size_t error_count;
        struct refusal errors[3];
};

static const char *error_of(const struct leaving_form *f, const char *field)
{
        for (size_t i = 0; i < f->error_count; i++)
                if (strcmp(f->errors[i].field, field) == 0)
                        return f->errors[i].words;
        return NULL;
}

static enum outcome show_leave(struct visit *v, const struct pupil_full *p, const struct leaving_form *f)
{
        struct view *page = view_new(v->arena, "school/leave");
        const char *name = words_name(v->arena, &p->pupil.record);
        pupil_trail(v, p, "Record a leaver");
        v->errors = f->error_count != 0;
        view_html(page, "errors", part_errors(v->arena, f->error_count, f->errors));
        view_text(page, "name", name);
        view_html(page, "left_on",
                  part_date(v->arena, &(struct input){ .name = "left_on",
                                                       .label = "Last day on the roll",
                                                       .value = f->left_on,
                                                       .error = error_of(f, "left_on") }));
        view_html(page, "ground", ground_select(v, f->ground));
        view_html(
            page, "destination",
            part_input(v->arena, &(struct input){
                                     .name = "destination",
                                     .label = "Where the pupil goes",
                                     .hint = "The new school, or \"home education\", \"abroad\" ... Leave it "
                                             "empty when it is not known.",
                                     .value = f->destination,
                                     .error = error_of(f, "destination") }));
        view_text(page, "action", url_make(v->arena, "/school/pupils/{}/leave", &p->pupil.id));
        view_text(page, "token", visit_token(v));
        view_number(page, "version", p->pupil.version);
        view_text(page, "back", url_make(v->arena, "/school/pupils/{}", &p->pupil.id));
        return visit_show(v, arena_printf(v->arena, "Record that %s has left", name), page);
}

static const char not_on_roll[] =
    "This pupil is not on the roll any more. Go back to Manage pupils and look under \"Have left\".";

static enum outcome find_on_roll(struct visit *v, struct pupil_full *p)
{
        enum outcome result = pupil_find(v->db, v->arena, v->scope, visit_part(v, 0), p);
        return result == DONE && !p->pupil.on_roll ? visit_refuse(v, not_on_roll) : result;
}

enum outcome pupil_leave_page(struct visit *v)
{
        struct pupil_full p;
        char today[DATE_TEXT];
        enum outcome result = find_on_roll(v, &p);
        if (result != DONE)
                return result;
        const struct leaving_form f = { .left_on = date_to_uk(date_today(), today),
                                        .ground = "",
                                        .destination = "" };
        return show_leave(v, &p, &f);
}

static void add_error(struct leaving_form *f, const char *field, const char *words)
{
        f->errors[f->error_count++] = (struct refusal){ field, words };
}

/* The date in ISO form, or "" and an error. */
static const char *read_left_on(struct visit *v, struct leaving_form *f, const struct pupil_full *p)
{
        struct date d, latest = date_today(), entry = date_from_iso(p->pupil.record.value[FIELD_ENTRY_DATE]);
        char iso[DATE_TEXT];
        latest.year++;
        if (text_empty(f->left_on))
                add_error(f, "left_on", "Enter the last day on the roll, like 31/08/2012.");
        else if (read_date(f->left_on, DATE_DAY_FIRST, latest, &d) == DATE_NONE || !date_known(d))
                add_error(f, "left_on", "Enter the last day on the roll as a date like 31/08/2012.");
        else if (date_compare(d, date_today()) > 0)
                add_error(f, "left_on",
                          "The last day on the roll is in the future. Record it once the pupil has left.");
        else if (date_known(entry) && date_compare(d, entry) < 0)
                add_error(f, "left_on",
                          arena_printf(v->arena, "The last day on the roll is before the date of entry, %s.",
                                       words_date(v->arena, p->pupil.record.value[FIELD_ENTRY_DATE])));
        else
                return arena_text(v->arena, date_to_iso(d, iso));
        return "";
}

enum outcome pupil_leave_post(struct visit *v)
{
        struct pupil_full p;
        long version = 0;
        (void)!text_to_long(request_form(v->request, "version"), 1, 4294967295L, &version);
        enum outcome result = find_on_roll(v, &p);
        if (result != DONE)
                return result;
        struct leaving_form f = { .left_on = request_form(v->request, "left_on"),
                                  .ground = request_form(v->request, "ground"),
                                  .destination =
                                      text_tidy(v->arena, request_form(v->request, "destination")) };
        const struct pupil_leaving l = { .left_on = read_left_on(v, &f, &p),
                                         .ground = f.ground,
                                         .destination = f.destination,
                                         .pupil = { p.pupil.id, (unsigned)version } };
        if (*f.ground && !code_find(&code_ground, f.ground))
                return visit_refuse(v,
                                    "That is not a ground of the list. Go back, choose one and try again.");
        if (g_utf8_strlen(f.destination, -1) > DESTINATION_MAX)
                add_error(&f, "destination", "Shorten where the pupil went to 120 characters.");
        if (f.error_count)
                return show_leave(v, &p, &f);
        result = pupil_leave(v->db, v->arena, v->scope, &l);
        if (result == REFUSED) {
                add_error(&f, "",
                          "Somebody else changed this pupil since you opened this page. Look at the pupil's "
                          "history, then "
                          "record the leaving again.");
                return show_leave(v, &p, &f);
        }
        if (result != DONE)
                return result;
        return visit_done(v,
                          arena_printf(v->arena, "%s has been removed from the roll. The record is kept.",
                                       words_name(v->arena, &p.pupil.record)),
                          "/school/pupils/{}", &p.pupil.id);
}

/* ---- asking the authority ---- */

static enum outcome show_ask(struct visit *v, const struct pupil_full *p, const char *note,
                             const struct refusal *why)
{
        struct view *page = view_new(v->arena, "school/ask");
        pupil_trail(v, p, "Ask the authority");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "name", words_name(v->arena, &p->pupil.record));
        view_text(page, "leaving", pupil_leaving_words(v->arena, p));
        view_html(
            page, "note",
            part_textarea(v->arena, &(struct input){ .name = "note",
                                                     .label = "Why should the pupil be restored?",
                                                     .hint = "For example: left out of the spreadsheet by "
                                                             "mistake, or came back on 4 September.",
                                                     .value = note,
                                                     .error = why ? why->words : NULL }));
        view_text(page, "action", url_make(v->arena, "/school/pupils/{}/ask", &p->pupil.id));
        view_text(page, "token", visit_token(v));
        view_text(page, "back", url_make(v->arena, "/school/pupils/{}", &p->pupil.id));
        return visit_show(v, "Ask the authority to restore a pupil", page);
}

static enum outcome find_left(struct visit *v, struct pupil_full *p)
{
        enum outcome result = pupil_find(v->db, v->arena, v->scope, visit_part(v, 0), p);
        if (result == DONE && p->pupil.on_roll)
                return visit_refuse(v, "This pupil is on the roll: there is nothing to restore.");
        return result;
}

enum outcome pupil_ask_page(struct visit *v)
{
        struct pupil_full p;
        enum outcome result = find_left(v, &p);
        return result == DONE ? show_ask(v, &p, "", NULL) : result;
}

enum outcome pupil_ask_post(struct visit *v)
{
        static const struct refusal empty = {
                "note", "Write why the pupil should be restored, so that the authority can decide."
        };
        struct pupil_full p;
        const char *note = text_tidy(v->arena, request_form(v->request, "note"));
        enum outcome result = find_left(v, &p);
        if (result == DONE && !*note)
                return show_ask(v, &p, note, &empty);
        if (result == DONE)
                result = restore_ask(v->db, v->arena, v->scope, p.pupil.id, note);
        if (result == REFUSED && !v->why.words)
                return visit_refuse(
                    v, "The authority has been asked already. Its answer will be shown on the pupil's page.");
        if (result != DONE)
                return result;
        return visit_done(v, "The authority has been asked. Its answer will be shown on this page.",
                          "/school/pupils/{}", &p.pupil.id);
}
