#include "pages/la_leaver_answer.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/decide_import.h"
#include "gate/scope.h"
#include "model/code.h"
#include "model/year.h"
#include "pages/la.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/pupil_deed.h"
#include "view/format.h"
#include "view/input.h"

struct picked {
        unsigned long school;
        struct leaver_answer answer;
        const struct proposed *p; /* NULL: not proposed any more */
};

struct leaver_answers {
        const char *answer, *left_on, *ground, *destination;
        size_t count;
        struct picked *items; /* by school */
        size_t error_count;
        struct refusal errors[4];
};

/* ---- the form ---- */

/* Of the school, the pupil and the version of the proposal: "7:12:1". */
static const char *pick_of(struct arena *a, const struct proposed *p)
{
        return arena_printf(a, "%lu:%lu:%u", p->school, p->pupil, p->version);
}

struct html leaver_name(struct arena *a, const struct proposed *p, bool may)
{
        const unsigned long numbers[] = { p->school, p->pupil };
        struct view *v = view_new(a, "la/leaver-name");
        view_flag(v, "may", may);
        view_text(v, "pick", pick_of(a, p));
        view_printf(v, "name", "%s, %s", p->surname, p->forename);
        view_text(v, "url", url_make(a, LA_PUPIL, numbers));
        return view_render(v);
}

static const char *error_of(const struct leaver_answers *x, const char *field)
{
        for (size_t i = 0; x && i < x->error_count; i++)
                if (strcmp(x->errors[i].field, field) == 0)
                        return x->errors[i].words;
        return NULL;
}

static struct html ground_select(struct arena *a, const struct leaver_answers *x)
{
        struct choice choices[32] = { { .value = "", .text = "Not known yet" } };
        size_t count = 1;
        for (const struct code *c = code_ground.items; c->code && count < 32; c++)
                choices[count++] = (struct choice){ .value = c->code, .text = c->words };
        return part_select(a, &(struct input){ .name = "ground",
                                               .label = "Ground of the school attendance regulations",
                                               .value = x ? x->ground : "",
                                               .error = error_of(x, "ground"),
                                               .choice_count = count,
                                               .choices = choices });
}

static bool any_date(const struct proposed_list *all)
{
        for (size_t i = 0; i < all->count; i++)
                if (*all->items[i].left_on)
                        return true;
        return false;
}

/* by_file: the files give the day for somebody. */
static struct html left_inputs(struct arena *a, bool by_file, const struct leaver_answers *x)
{
        const struct html parts[] = {
                part_date(a, &(struct input){ .name = "left_on",
                                              .label = "Last day on the roll",
                                              .hint = by_file ? "Leave it empty to take the leaving date of the file." : NULL,
                                              .value = x ? x->left_on : "",
                                              .error = error_of(x, "left_on") }),
                ground_select(a, x),
                part_input(a,
                           &(struct input){ .name = "destination",
                                            .label = "Where they went",
                                            .hint = "The new school, or \"home education\", \"abroad\" ...",
                                            .value = x ? x->destination : "",
                                            .error = error_of(x, "destination") }),
        };
        return html_join(a, 3, parts);
}

static struct html answer_radios(struct arena *a, const struct leaver_answers *x)
{
        const struct choice choices[] = {
                { .value = "left", .text = "They have left", .hint = "Say below when, why and where to." },
                { .value = "here",
                  .text = "They have not left",
                  .hint = "Nobody is asked again until a file has listed the pupil once more." },
        };
        return part_radios(a, &(struct input){ .name = "answer",
                                               .label = "What of those who are ticked?",
                                               .value = x ? x->answer : "",
                                               .error = error_of(x, "answer"),
                                               .choice_count = 2,
                                               .choices = choices });
}

/* Everybody of the list, for the box that ticks all of them. */
static const char *shown_text(struct arena *a, const struct proposed_list *all)
{
        struct buf b = BUF_EMPTY;
        for (size_t i = 0; i < all->count; i++)
                buf_printf(&b, "%s%s", i ? " " : "", pick_of(a, &all->items[i]));
        const char *text = arena_bytes(a, b.len ? b.bytes : "", b.len);
        buf_free(&b);
        return text;
}

struct html leaver_form(struct visit *v, const struct proposed_list *all, const char *action,
                        const struct leaver_answers *x)
{
        struct arena *a = v->arena;
        struct view *form = view_new(a, "la/leavers-form");
        if (!all->count || !visit_may(v, WHO_LA_OFFICER))
                return (struct html){ 0 };
        view_text(form, "action", action);
        view_text(form, "token", visit_token(v));
        view_text(form, "shown", shown_text(a, all));
        view_flag(form, "many", all->count > 1);
        view_text(form, "count", format_number(a, (long)all->count));
        view_flag(form, "page", all->count < all->total);
        view_html(form, "answers", answer_radios(a, x));
        view_html(form, "left", left_inputs(a, any_date(all), x));
        return view_render(form);
}

void leaver_errors(struct visit *v, struct view *page, const struct leaver_answers *x)
{
        v->errors = x != NULL;
        view_html(page, "errors", part_errors(v->arena, x ? x->error_count : 0, x ? x->errors : NULL));
}

/* ---- what was typed ---- */

static void add_error(struct leaver_answers *x, const char *field, const char *words)
{
        x->errors[x->error_count++] = (struct refusal){ field, words };
}

static bool read_pick(const char *text, struct picked *out)
{
        char *end;
        *out = (struct picked){ .answer = { .left_on = "", .ground = "", .destination = "" } };
        out->school = strtoul(text, &end, 10);
        out->answer.pupil = *end == ':' ? strtoul(end + 1, &end, 10) : 0;
        out->answer.version = *end == ':' ? (unsigned)strtoul(end + 1, &end, 10) : 0;
        return out->school && out->answer.pupil && out->answer.version && (!*end || *end == ' ');
}

static int by_school(const void *a, const void *b)
{
        unsigned long x = ((const struct picked *)a)->school, y = ((const struct picked *)b)->school;
        return (x > y) - (x < y);
}

/* Those that are ticked, or all that the page showed. */
static void read_picks(struct visit *v, struct leaver_answers *x)
{
        const struct request *r = v->request;
        const char *shown = request_form(r, "shown"), *one;
        size_t room = r->form.count + strlen(shown) / 4 + 1;
        x->items = arena_array(v->arena, room, sizeof *x->items);
        if (request_has(r, "all"))
                for (const char *p = shown; p && *p; p = strchr(p, ' '), p = p ? p + 1 : p)
                        x->count += x->count < room && read_pick(p, &x->items[x->count]);
        else
                for (size_t i = 0; (one = request_form_nth(r, "pick", i)); i++)
                        x->count += read_pick(one, &x->items[x->count]);
        if (x->count)
                qsort(x->items, x->count, sizeof *x->items, by_school);
}

/* How many from the i-th on are of the same school. */
static size_t of_school(const struct leaver_answers *x, size_t i)
{
        size_t n = 1;
        while (i + n < x->count && x->items[i + n].school == x->items[i].school)
                n++;
        return n;
}

static enum outcome find_picks(struct visit *v, unsigned long school, struct leaver_answers *x)
{
        enum outcome result = DONE;
        for (size_t i = 0, n; result == DONE && i < x->count; i += n) {
                n = of_school(x, i);
                struct proposed_list all = { 0 };
                if (!school || school == x->items[i].school)
                        result = proposed_list(v->db, v->arena,
                                               &(struct proposed_filter){ .school = x->items[i].school,
                                                                          .phase = "",
                                                                          .limit = PROPOSED_ALL },
                                               &all);
                for (size_t k = i; k < i + n; k++)
                        for (size_t j = 0; j < all.count; j++)
                                if (all.items[j].pupil == x->items[k].answer.pupil)
                                        x->items[k].p = &all.items[j];
        }
        return result;
}

/* Nobody leaves before the day on which they came. */
static void check_entry(struct visit *v, struct leaver_answers *x)
{
        for (size_t i = 0; i < x->count; i++) {
                const struct proposed *p = x->items[i].p;
                struct date entry = date_from_iso(p ? p->entry_date : "");
                if (!date_known(entry) || date_compare(date_from_iso(x->items[i].answer.left_on), entry) >= 0)
                        continue;
                add_error(x, "left_on",
                          arena_printf(v->arena,
                                       "%s %s entered the school on %s: the last day on the roll cannot be "
                                       "before.",
                                       p->forename, p->surname, words_date(v->arena, p->entry_date)));
                return;
        }
}

static bool by_file(const struct leaver_answers *x)
{
        return !*x->left_on;
}

/* Where nothing was typed each has the day of their file, and somebody may have none. */
static void check_by_file(struct visit *v, struct leaver_answers *x)
{
        const struct proposed *without = NULL;
        size_t count = 0;
        for (size_t i = 0; i < x->count; i++) {
                const struct proposed *p = x->items[i].p;
                x->items[i].answer.left_on = p ? p->left_on : "";
                if (*x->items[i].answer.left_on)
                        count++;
                else if (p)
                        without = p;
        }
        if (!count)
                add_error(x, "left_on", "Enter the last day on the roll as a date like 31/08/2026.");
        else if (without)
                add_error(x, "left_on",
                          arena_printf(v->arena,
                                       "Enter the last day on the roll, or untick %s %s, for whom the file "
                                       "gives no leaving date.",
                                       without->forename, without->surname));
        else
                check_entry(v, x);
}

static void check_typed(struct visit *v, struct leaver_answers *x)
{
        char iso[DATE_TEXT];
        struct date left = la_day(v, x->left_on);
        const char *day = arena_text(v->arena, date_to_iso(left, iso));
        for (size_t i = 0; i < x->count; i++)
                x->items[i].answer.left_on = day;
        if (!date_known(left))
                add_error(x, "left_on", "Enter the last day on the roll as a date like 31/08/2026.");
        else if (date_compare(left, date_today()) > 0)
                add_error(x, "left_on",
                          "The last day on the roll is in the future. Record it once they have left.");
        else
                check_entry(v, x);
}

static void check_left(struct visit *v, struct leaver_answers *x)
{
        if (by_file(x))
                check_by_file(v, x);
        else
                check_typed(v, x);
        if (*x->ground && !code_find(&code_ground, x->ground))
                add_error(x, "ground", "Choose one of the grounds in the list.");
        if (g_utf8_strlen(x->destination, -1) > DESTINATION_MAX)
                add_error(x, "destination", "Shorten where they went to 120 characters.");
        for (size_t i = 0; i < x->count; i++) {
                x->items[i].answer.ground = x->ground;
                x->items[i].answer.destination = x->destination;
        }
}

static bool have_left(const struct leaver_answers *x)
{
        return strcmp(x->answer, "left") == 0;
}

static enum outcome read_answer(struct visit *v, unsigned long school, struct leaver_answers *x)
{
        const struct request *r = v->request;
        *x = (struct leaver_answers){ .answer = request_form(r, "answer"),
                                      .left_on = text_tidy(v->arena, request_form(r, "left_on")),
                                      .ground = request_form(r, "ground"),
                                      .destination = text_tidy(v->arena, request_form(r, "destination")) };
        read_picks(v, x);
        enum outcome result = find_picks(v, school, x);
        if (!x->count)
                add_error(x, "leavers", "Tick the pupils whom your answer is about.");
        if (have_left(x))
                check_left(v, x);
        else if (strcmp(x->answer, "here") != 0)
                add_error(x, "answer", "Say whether they have left.");
        return result;
}

/* ---- the names ---- */

static struct html names(struct visit *v, const struct leaver_answers *x, bool one_school)
{
        struct view *rows = view_new(v->arena, "la/leaving");
        for (size_t i = 0; i < x->count; i++) {
                const struct proposed *p = x->items[i].p;
                view_printf(rows, "name", "%s, %s", p->surname, p->forename);
                view_text(rows, "year", year_label(p->nc_year));
                view_text(rows, "class", p->class);
                view_text(rows, "school", one_school ? "" : p->school_name);
                view_text(rows, "left", by_file(x) ? words_date(v->arena, p->left_on) : "");
                view_next(rows);
        }
        return view_rows(rows);
}

static struct html hidden_picks(struct visit *v, const struct leaver_answers *x)
{
        struct html *each = arena_array(v->arena, x->count + 1, sizeof *each);
        for (size_t i = 0; i < x->count; i++)
                each[i] = part_hidden(v->arena, "pick", pick_of(v->arena, x->items[i].p));
        return html_join(v->arena, x->count, each);
}

static const char *from_words(struct arena *a, const struct leaver_answers *x, size_t schools)
{
        return schools == 1
                   ? arena_printf(a, "the roll of %s", x->items[0].p->school_name)
                   : arena_printf(a, "the rolls of %s", format_count(a, (long)schools, "school", NULL));
}

/* Nobody is removed before their names were looked at. */
static enum outcome show_names(struct visit *v, const struct leaver_place *place,
                               const struct leaver_answers *x)
{
        struct arena *a = v->arena;
        struct view *page = view_new(a, "la/leavers-sure");
        struct page_link *trail = arena_array(a, place->trail_count + 1, sizeof *trail);
        size_t schools = 0;
        for (size_t i = 0; i < x->count; i += of_school(x, i))
                schools++;
        memcpy(trail, place->trail, place->trail_count * sizeof *trail);
        trail[place->trail_count] = (struct page_link){ .text = "Pupils will be removed" };
        la_trail(v, place->trail_count + 1, trail);
        view_text(page, "from", from_words(a, x, schools));
        view_text(page, "count", format_count(a, (long)x->count, "pupil", NULL));
        view_flag(page, "one", x->count == 1);
        view_html(page, "names", names(v, x, schools == 1));
        view_text(page, "day", by_file(x) ? "" : words_date(a, x->items[0].answer.left_on));
        view_text(page, "ground_words",
                  *x->ground ? code_words(&code_ground, x->ground) : "No ground was given");
        view_html(page, "picks", hidden_picks(v, x));
        view_text(page, "left_on", x->left_on);
        view_text(page, "ground", x->ground);
        view_text(page, "destination", x->destination);
        view_text(page, "action", place->url);
        view_text(page, "token", visit_token(v));
        view_text(page, "back", place->url);
        return visit_show(v, "Pupils will be removed", page);
}

/* ---- the deed ---- */

/* All of them are still asked about, as they were seen. */
static bool as_seen(const struct picked *items, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (!items[i].p || items[i].p->version != items[i].answer.version)
                        return false;
        return true;
}

/* items are of one school. */
static enum outcome decide(struct visit *v, const struct picked *items, size_t count)
{
        struct scope there = gate_la_scope(&v->session->person, items->school);
        struct flow f = la_flow(v);
        struct leaver_answer *answers = arena_array(v->arena, count, sizeof *answers);
        for (size_t i = 0; i < count; i++)
                answers[i] = items[i].answer;
        f.scope = &there;
        return as_seen(items, count) ? flow_decide_leavers(&f, answers, count) : REFUSED;
}

static const char *said(struct arena *a, const struct leaver_answers *x, size_t done)
{
        const char *who = format_count(a, (long)done, "pupil", NULL);
        const char *words = have_left(x)
                                ? arena_printf(a, "%s removed from the roll. The record is kept.", who)
                                : arena_printf(a, "%s said to be here.", who);
        return done == x->count
                   ? words
                   : arena_printf(a,
                                  "%s %s left as before, because the list of their school has changed since "
                                  "you opened the page. Look at them again.",
                                  words, format_count(a, (long)(x->count - done), "other", NULL));
}

enum outcome leaver_answer(struct visit *v, const struct leaver_place *place)
{
        struct leaver_answers x;
        size_t done = 0;
        enum outcome result = read_answer(v, place->school, &x);
        if (result != DONE)
                return result;
        if (x.error_count)
                return place->show(v, &x);
        if (have_left(&x) && !request_has(v->request, "sure"))
                return as_seen(x.items, x.count) ? show_names(v, place, &x)
                                                 : la_done(v, REFUSED, NULL, place->url, NULL);
        for (size_t i = 0, n; i < x.count; i += n) {
                n = of_school(&x, i);
                result = decide(v, x.items + i, n);
                if (result != DONE && result != REFUSED)
                        return result;
                done += result == DONE ? n : 0;
        }
        return la_done(v, done ? DONE : REFUSED, said(v->arena, &x, done), place->url, NULL);
}
