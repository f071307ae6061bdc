#include "pages/la_leavers.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/decide_import.h"
#include "intake/value.h"
#include "model/code.h"
#include "model/year.h"
#include "pages/la.h"
#include "pages/la_claims.h"
#include "pages/la_desk_school.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/pupil_deed.h"
#include "store/import.h"
#include "store/joiner.h"
#include "store/missing.h"
#include "store/pupil.h"
#include "view/format.h"
#include "view/input.h"

enum { JOINER_DAYS = 30, JOINERS_MAX = 500 };

/* ---- reading ---- */

struct leaver_line {
        const struct missing *m;
        const struct pupil *p;
        const char *name, *file; /* the last complete file, which does not list the pupil */
        bool may;
};

struct leaver_lines {
        size_t count;
        struct leaver_line *items;
};

struct leavers_seen {
        struct missings missings;
        struct pupils roll;
        struct leaver_lines open, here; /* here: a person said that they have not left */
};

static const struct pupil *on_roll(const struct pupils *roll, unsigned long id)
{
        for (size_t i = 0; i < roll->count; i++)
                if (roll->items[i].id == id)
                        return &roll->items[i];
        return NULL;
}

/* Most of them are missing from the same file. */
static enum outcome file_of(struct visit *v, unsigned long batch, unsigned long *last, const char **name)
{
        struct import i;
        if (batch == *last)
                return DONE;
        enum outcome result = import_find(v->db, v->arena, v->scope, batch, &i);
        *last = batch;
        *name = result == DONE ? i.file_name : "";
        return result == ABSENT ? DONE : result;
}

static int by_year_and_name(const void *a, const void *b)
{
        const struct leaver_line *x = a, *y = b;
        int c = year_order(y->p->record.value[FIELD_NC_YEAR]) - year_order(x->p->record.value[FIELD_NC_YEAR]);
        return c ? c : strcasecmp(x->name, y->name);
}

static void sort(struct leaver_lines *lines)
{
        if (lines->count)
                qsort(lines->items, lines->count, sizeof *lines->items, by_year_and_name);
}

static enum outcome load(struct visit *v, struct leavers_seen *out)
{
        unsigned long last = 0;
        const char *file = "";
        enum outcome result = missing_list(v->db, v->arena, v->scope, &out->missings);
        if (result == DONE)
                result = pupil_roll(v->db, v->arena, v->scope, &out->roll);
        if (result != DONE)
                return result;
        size_t room = out->missings.count + 1;
        out->open = (struct leaver_lines){ 0, arena_array(v->arena, room, sizeof(struct leaver_line)) };
        out->here = (struct leaver_lines){ 0, arena_array(v->arena, room, sizeof(struct leaver_line)) };
        for (size_t i = 0; result == DONE && i < out->missings.count; i++) {
                const struct missing *m = &out->missings.items[i];
                const struct pupil *p = on_roll(&out->roll, m->pupil);
                struct leaver_lines *to = m->kept ? &out->here : &out->open;
                result = file_of(v, m->batch, &last, &file);
                if (p)
                        to->items[to->count++] =
                            (struct leaver_line){ m, p, words_list_name(v->arena, &p->record), file,
                                                  visit_may(v, WHO_LA_OFFICER) };
        }
        sort(&out->open);
        sort(&out->here);
        return result;
}

/* ---- lists ---- */

#define LINE(row) ((const struct leaver_line *)(row))
TEXT_OF(name, LINE(row)->name)
TEXT_OF(year, value_words(a, FIELD_NC_YEAR, LINE(row)->p->record.value[FIELD_NC_YEAR]))
TEXT_OF(class, LINE(row)->p->record.value[FIELD_CLASS])
TEXT_OF(since, words_moment(a, LINE(row)->m->since))
TEXT_OF(file, LINE(row)->file)
TEXT_OF(said, arena_printf(a, "%s, %s", LINE(row)->m->decided_by, words_moment(a, LINE(row)->m->decided_at)))

static struct html name_cell(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { LINE(row)->m->school, LINE(row)->m->pupil };
        struct view *v = view_new(a, "la/leaver-name");
        view_flag(v, "may", LINE(row)->may && !LINE(row)->m->kept);
        view_printf(v, "pick", "%lu:%u", LINE(row)->m->pupil, LINE(row)->m->version);
        view_text(v, "name", LINE(row)->name);
        view_text(v, "url", url_make(a, LA_PUPIL, numbers));
        return view_render(v);
}

static const struct column open_columns[] = {
        { "name", "Pupil", name, name_cell, 0 }, { "year", "NC year", year, NULL, 0 },
        { "class", "Class", class, NULL, 0 },    { "since", "Missing since", since, NULL, 0 },
        { "file", "Not in", file, NULL, 0 },
};
static const struct column here_columns[] = {
        { "name", "Pupil", name, name_cell, 0 }, { "year", "NC year", year, NULL, 0 },
        { "class", "Class", class, NULL, 0 },    { "since", "Missing since", since, NULL, 0 },
        { "said", "Said by", said, NULL, 0 },
};

static struct list list_of(const char *id, const char *caption, const struct column *columns,
                           const struct leaver_lines *lines, const char *empty)
{
        return (struct list){ .id = id,
                              .caption = caption,
                              .quiet = true,
                              .columns = columns,
                              .column_count = 5,
                              .rows = lines->items,
                              .row_count = lines->count,
                              .row_size = sizeof *lines->items,
                              .empty = empty };
}

#define JOINER(row) ((const struct joiner_line *)(row))
struct joiner_line {
        const struct joiner *j;
        unsigned long school;
};
TEXT_OF(joiner_name, arena_printf(a, "%s, %s", JOINER(row)->j->surname, JOINER(row)->j->forename))
TEXT_OF(joiner_born, value_words(a, FIELD_DOB, JOINER(row)->j->dob))
TEXT_OF(joiner_year, value_words(a, FIELD_NC_YEAR, JOINER(row)->j->nc_year))
TEXT_OF(joiner_class, JOINER(row)->j->class)
TEXT_OF(joiner_at, words_moment(a, JOINER(row)->j->at))
TEXT_OF(joiner_from, JOINER(row)->j->row
                         ? arena_printf(a, "Row %u of %s", JOINER(row)->j->row, JOINER(row)->j->file)
                         : JOINER(row)->j->file)

static struct html joiner_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { JOINER(row)->school, JOINER(row)->j->pupil };
        return part_link(a, joiner_name(a, row), url_make(a, LA_PUPIL, numbers));
}

static struct html joiner_state(struct arena *a, const void *row)
{
        return JOINER(row)->j->on_roll ? part_tag(a, "On the roll", "green")
                                       : part_tag(a, "Has left since", "grey");
}

static const struct column joiner_columns[] = {
        { "name", "Pupil", joiner_name, joiner_link, 0 },
        { "born", "Date of birth", joiner_born, NULL, 0 },
        { "year", "NC year", joiner_year, NULL, 0 },
        { "class", "Class", joiner_class, NULL, 0 },
        { "at", "Added", joiner_at, NULL, 0 },
        { "from", "From", joiner_from, NULL, 0 },
        { "state", "State", NULL, joiner_state, 0 },
};

static struct html joiners_table(struct visit *v, const struct joiners *all)
{
        struct joiner_line *lines = arena_array(v->arena, all->count + 1, sizeof *lines);
        for (size_t i = 0; i < all->count; i++)
                lines[i] = (struct joiner_line){ &all->items[i], v->scope->school };
        struct list list = { .id = "joiners",
                             .caption = "New pupils",
                             .quiet = true,
                             .columns = joiner_columns,
                             .column_count = sizeof joiner_columns / sizeof *joiner_columns,
                             .rows = lines,
                             .row_count = all->count,
                             .row_size = sizeof *lines,
                             .empty = "No import has added a pupil in the last 30 days." };
        return list_html(v->arena, &list);
}

/* ---- what was typed ---- */

struct answered {
        const char *answer, *left_on, *ground, *destination; /* as typed */
        size_t count;
        struct leaver_answer *items;
        size_t error_count;
        struct refusal errors[4];
};

static const char *error_of(const struct answered *x, const char *field)
{
        for (size_t i = 0; x && i < x->error_count; i++)
                if (strcmp(x->errors[i].field, field) == 0)
                        return x->errors[i].words;
        return NULL;
}

static struct html ground_select(struct arena *a, const struct answered *x)
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

static struct html left_inputs(struct arena *a, const struct answered *x)
{
        const struct html parts[] = {
                part_date(a, &(struct input){ .name = "left_on",
                                              .label = "Last day on the roll",
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

static struct html answer_radios(struct arena *a, const struct answered *x)
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

/* ---- the page ---- */

/* "12:1 13:4": everybody of the list, for the box that ticks all of them. */
static const char *shown_text(struct arena *a, const struct leaver_lines *lines)
{
        struct buf b = BUF_EMPTY;
        for (size_t i = 0; i < lines->count; i++)
                buf_printf(&b, "%s%lu:%u", i ? " " : "", lines->items[i].m->pupil,
                           lines->items[i].m->version);
        const char *text = arena_bytes(a, b.len ? b.bytes : "", b.len);
        buf_free(&b);
        return text;
}

static enum outcome show(struct visit *v, const struct leavers_seen *seen, const struct answered *x)
{
        struct arena *a = v->arena;
        struct joiners joiners;
        struct html claims;
        struct view *page = view_new(a, "la/leavers");
        enum outcome result = la_data_frame(v, page, LA_LEAVERS);
        if (result == DONE)
                result = joiner_list(v->db, a, v->scope, JOINER_DAYS, JOINERS_MAX, &joiners);
        if (result == DONE)
                result = la_claims_table(v, v->scope->school, &claims);
        if (result != DONE)
                return result;
        struct list open = list_of("leavers", "Proposed leavers", open_columns, &seen->open,
                                   "Everybody on the roll is in the last complete file."),
                    here = list_of("here", "Said to be here", here_columns, &seen->here, "");
        v->errors = x != NULL;
        view_html(page, "errors", part_errors(a, x ? x->error_count : 0, x ? x->errors : NULL));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER) && seen->open.count);
        view_flag(page, "many", seen->open.count > 1);
        view_text(page, "action", url_make(a, LA_LEAVERS, &v->scope->school));
        view_text(page, "token", visit_token(v));
        view_text(page, "shown", shown_text(a, &seen->open));
        view_text(page, "count", format_number(a, (long)seen->open.count));
        view_html(page, "open", list_html(a, &open));
        view_html(page, "answers", answer_radios(a, x));
        view_html(page, "left", left_inputs(a, x));
        view_html(page, "here", seen->here.count ? list_html(a, &here) : (struct html){ 0 });
        view_html(page, "joiners", joiners_table(v, &joiners));
        view_html(page, "claims", claims);
        return visit_show(v, "Leavers and joiners", page);
}

enum outcome la_leavers_page(struct visit *v)
{
        struct leavers_seen seen;
        enum outcome result = load(v, &seen);
        return result == DONE ? show(v, &seen, NULL) : result;
}

/* ---- answering ---- */

static void add_error(struct answered *x, const char *field, const char *words)
{
        x->errors[x->error_count++] = (struct refusal){ field, words };
}

/* "12:1" */
static bool read_pick(const char *text, struct leaver_answer *out)
{
        char *end;
        *out = (struct leaver_answer){ .left_on = "", .ground = "", .destination = "" };
        out->pupil = strtoul(text, &end, 10);
        out->version = *end == ':' ? (unsigned)strtoul(end + 1, &end, 10) : 0;
        return out->pupil && out->version && (!*end || *end == ' ');
}

/* Those that are ticked, or all that the page showed. */
static void read_picks(struct visit *v, struct answered *x)
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
}

static const struct leaver_line *line_of(const struct leavers_seen *seen, unsigned long pupil)
{
        for (size_t i = 0; i < seen->open.count; i++)
                if (seen->open.items[i].m->pupil == pupil)
                        return &seen->open.items[i];
        return NULL;
}

/* Nobody leaves before the day on which they came. */
static void check_entry(struct visit *v, struct answered *x, const struct leavers_seen *seen,
                        struct date left)
{
        for (size_t i = 0; i < x->count; i++) {
                const struct leaver_line *l = line_of(seen, x->items[i].pupil);
                const char *entry = l ? l->p->record.value[FIELD_ENTRY_DATE] : "";
                if (!date_known(date_from_iso(entry)) || date_compare(left, date_from_iso(entry)) >= 0)
                        continue;
                add_error(
                    x, "left_on",
                    arena_printf(v->arena,
                                 "%s entered the school on %s: the last day on the roll cannot be before.",
                                 words_name(v->arena, &l->p->record), words_date(v->arena, entry)));
                return;
        }
}

static void check_left(struct visit *v, struct answered *x, const struct leavers_seen *seen)
{
        char iso[DATE_TEXT];
        struct date left = la_day(v, x->left_on);
        if (!date_known(left))
                add_error(x, "left_on", "Enter the last day on the roll as a date like 31/08/2026.");
        else if (date_compare(left, date_today()) > 0)
                add_error(x, "left_on",
                          "The last day on the roll is in the future. Record it once they have left.");
        else
                check_entry(v, x, seen, left);
        if (*x->ground && !code_find(&code_ground, x->ground))
                add_error(x, "ground", "Choose one of the grounds in the list.");
        if (g_utf8_strlen(x->destination, -1) > DESTINATION_MAX)
                add_error(x, "destination", "Shorten where they went to 120 characters.");
        const char *day = arena_text(v->arena, date_to_iso(left, iso));
        for (size_t i = 0; i < x->count; i++) {
                x->items[i].left_on = day;
                x->items[i].ground = x->ground;
                x->items[i].destination = x->destination;
        }
}

static void read_answer(struct visit *v, const struct leavers_seen *seen, struct answered *x)
{
        const struct request *r = v->request;
        *x = (struct answered){ .answer = request_form(r, "answer"),
                                .left_on = request_form(r, "left_on"),
                                .ground = request_form(r, "ground"),
                                .destination = text_tidy(v->arena, request_form(r, "destination")) };
        read_picks(v, x);
        if (!x->count)
                add_error(x, "leavers", "Tick the pupils whom your answer is about.");
        if (strcmp(x->answer, "left") == 0)
                check_left(v, x, seen);
        else if (strcmp(x->answer, "here") != 0)
                add_error(x, "answer", "Say whether they have left.");
}

static struct html names(struct visit *v, const struct answered *x, const struct leavers_seen *seen)
{
        struct view *rows = view_new(v->arena, "batch/name");
        for (size_t i = 0; i < x->count; i++) {
                const struct leaver_line *l = line_of(seen, x->items[i].pupil);
                view_text(rows, "name", l->name);
                view_text(rows, "year", year_label(l->p->record.value[FIELD_NC_YEAR]));
                view_text(rows, "class", l->p->record.value[FIELD_CLASS]);
                view_next(rows);
        }
        return view_rows(rows);
}

static struct html hidden_picks(struct visit *v, const struct answered *x)
{
        struct html *each = arena_array(v->arena, x->count + 1, sizeof *each);
        for (size_t i = 0; i < x->count; i++)
                each[i] =
                    part_hidden(v->arena, "pick",
                                arena_printf(v->arena, "%lu:%u", x->items[i].pupil, x->items[i].version));
        return html_join(v->arena, x->count, each);
}

/* Nobody is removed before their names were looked at. */
static enum outcome show_names(struct visit *v, const struct answered *x, const struct leavers_seen *seen)
{
        struct arena *a = v->arena;
        struct school s;
        struct view *page = view_new(a, "la/leavers-sure");
        enum outcome result = la_school(v, &s);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = s.name, .url = url_make(a, LA_DATA, &s.id) },
                                           { .text = "Leavers and joiners",
                                             .url = url_make(a, LA_LEAVERS, &s.id) },
                                           { .text = "Pupils will be removed" } };
        la_trail(v, 4, trail);
        view_text(page, "school", s.name);
        view_text(page, "count", format_count(a, (long)x->count, "pupil", NULL));
        view_flag(page, "one", x->count == 1);
        view_html(page, "names", names(v, x, seen));
        view_text(page, "day", words_date(a, x->items[0].left_on));
        view_text(page, "ground_words",
                  *x->ground ? code_words(&code_ground, x->ground) : "No ground was given");
        view_html(page, "picks", hidden_picks(v, x));
        view_text(page, "left_on", x->left_on);
        view_text(page, "ground", x->ground);
        view_text(page, "destination", x->destination);
        view_text(page, "action", url_make(a, LA_LEAVERS, &s.id));
        view_text(page, "token", visit_token(v));
        view_text(page, "back", url_make(a, LA_LEAVERS, &s.id));
        return visit_show(v, "Pupils will be removed", page);
}

/* All of them are still asked about, as they were seen. */
static bool as_seen(const struct answered *x, const struct leavers_seen *seen)
{
        for (size_t i = 0; i < x->count; i++) {
                const struct leaver_line *l = line_of(seen, x->items[i].pupil);
                if (!l || l->m->version != x->items[i].version)
                        return false;
        }
        return true;
}

enum outcome la_leavers_post(struct visit *v)
{
        struct leavers_seen seen;
        struct answered x;
        enum outcome result = load(v, &seen);
        if (result != DONE)
                return result;
        read_answer(v, &seen, &x);
        if (x.error_count)
                return show(v, &seen, &x);
        bool left = strcmp(x.answer, "left") == 0;
        if (!as_seen(&x, &seen))
                return la_done(v, REFUSED, NULL, LA_LEAVERS, &v->scope->school);
        if (left && !request_has(v->request, "sure"))
                return show_names(v, &x, &seen);
        struct flow f = la_flow(v);
        result = flow_decide_leavers(&f, x.items, x.count);
        const char *who = format_count(v->arena, (long)x.count, "pupil", NULL);
        return la_done(v, result,
                       left ? arena_printf(v->arena, "%s removed from the roll. The record is kept.", who)
                            : arena_printf(v->arena, "%s said to be here.", who),
                       LA_LEAVERS, &v->scope->school);
}
