#include "pages/exchange_form.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "model/code.h"
#include "model/year.h"
#include "pages/la.h"
#include "store/existing_task.h"
#include "store/school.h"
#include "store/school_list.h"

enum { WINDOW_MAX = DAY_MINUTES, WAIT_MIN = 5, WAIT_MAX = 7 * DAY_MINUTES, WEEKDAYS = 7 };

const char *const exchange_question_names[ASKED] = { "what",  "group", "years", "months",  "schools",
                                                     "phase", "list",  "picks", "repeats", "days",
                                                     "day",   "first", "at",    "last",    "window",
                                                     "wait",  "name",  "task",  "version", "existing" };
const char *const exchange_step_keys[STEP_CHECK + 1] = { "what",    "group", "months", "schools",
                                                         "repeats", "time",  "name",   "check" };

/* What each page asks: from its first question to before the next page's. */
static const enum exchange_question first_of[STEP_CHECK + 1] = { ASK_WHAT,    ASK_GROUP,   ASK_MONTHS,
                                                                 ASK_SCHOOLS, ASK_REPEATS, ASK_FIRST,
                                                                 ASK_NAME,    ASK_TASK };

/* ---- from and to the address ---- */

/* Boxes that are ticked, "4-5". */
static const char *ticked(struct arena *a, const struct pairs *pairs, const char *name)
{
        struct buf b = BUF_EMPTY;
        for (size_t i = 0; i < pairs->count; i++)
                if (strcmp(pairs->items[i].name, name) == 0)
                        buf_printf(&b, "%s%lu", b.len ? "-" : "", la_number(pairs->items[i].value));
        const char *text = arena_bytes(a, b.len ? b.bytes : "", b.len);
        buf_free(&b);
        return text;
}

/* The question whose boxes have a short name of their own, so that six hundred fit into an address. */
static const char *boxes_of(enum exchange_question q)
{
        return q == ASK_YEARS ? "y" : q == ASK_DAYS ? "d" : q == ASK_PICKS ? "s" : NULL;
}

struct exchange_form exchange_form_sent(struct visit *v)
{
        bool post = strcmp(v->request->method, "POST") == 0;
        const struct pairs *pairs = post ? &v->request->form : &v->request->query;
        struct exchange_form f;
        for (int q = 0; q < ASKED; q++) {
                const char *boxes = boxes_of((enum exchange_question)q);
                const char *given = boxes ? ticked(v->arena, pairs, boxes) : "";
                const char *written = pairs_get(pairs, exchange_question_names[q]);
                f.answer[q] = *given ? given : text_tidy(v->arena, written ? written : "");
        }
        return f;
}

static const char *bits(struct arena *a, unsigned set)
{
        const char *text = "";
        for (int i = 0; i < 32; i++)
                if (set >> i & 1)
                        text = arena_printf(a, "%s%s%d", text, *text ? "-" : "", i);
        return text;
}

static const char *joined(struct arena *a, const struct exchange_picks *picks)
{
        struct buf b = BUF_EMPTY;
        for (size_t i = 0; i < picks->count; i++)
                buf_printf(&b, "%s%lu", i ? "-" : "", picks->ids[i]);
        const char *text = arena_bytes(a, b.len ? b.bytes : "", b.len);
        buf_free(&b);
        return text;
}

static const char *number(struct arena *a, unsigned long n)
{
        return arena_printf(a, "%.0lu", n);
}

static const char *day_text(struct arena *a, struct date d)
{
        char text[DATE_TEXT];
        return arena_text(a, date_to_uk(d, text));
}

static const char *schools_key(const struct exchange_task *t)
{
        return t->schools == SCHOOLS_PICKED ? "pick"
               : t->schools == SCHOOLS_LIST ? "list"
               : *t->phase                  ? "phase"
                                            : "all";
}

struct exchange_form exchange_form_of(struct arena *a, const struct exchange_task *t,
                                      const struct exchange_picks *picks, bool copy)
{
        return (struct exchange_form){ {
            [ASK_WHAT] = arena_printf(a, "%c.%s", t->ask.way, t->ask.data),
            [ASK_GROUP] = t->ask.years ? "Y" : arena_bytes(a, &t->ask.group, 1),
            [ASK_YEARS] = bits(a, t->ask.years),
            [ASK_MONTHS] = number(a, t->ask.months),
            [ASK_SCHOOLS] = schools_key(t),
            [ASK_PHASE] = t->phase,
            [ASK_LIST] = number(a, t->list),
            [ASK_PICKS] = joined(a, picks),
            [ASK_REPEATS] = arena_bytes(a, &t->when.repeats, t->when.repeats != 0),
            [ASK_DAYS] = bits(a, t->when.days),
            [ASK_DAY] = number(a, t->when.day),
            [ASK_FIRST] = day_text(a, t->when.first_on),
            [ASK_AT] = arena_printf(a, "%02u:%02u", t->when.at_minute / 60, t->when.at_minute % 60),
            [ASK_LAST] = day_text(a, t->when.last_on),
            [ASK_WINDOW] = arena_printf(a, "%u", t->window),
            [ASK_WAIT] = arena_printf(a, "%u", t->wait),
            [ASK_NAME] = copy ? arena_printf(a, "Copy of %s", t->name) : t->name,
            [ASK_TASK] = copy ? "" : number(a, t->id),
            [ASK_VERSION] = copy ? "" : number(a, t->version),
            [ASK_EXISTING] = "",
        } };
}

static bool asked_by(enum exchange_step step, int q)
{
        return step < STEP_CHECK && q >= (int)first_of[step] && q < (int)first_of[step + 1];
}

struct html exchange_form_hidden(struct arena *a, const struct exchange_form *f, enum exchange_step except)
{
        struct html fields[ASKED];
        size_t n = 0;
        for (int q = 0; q < ASKED; q++)
                if (!asked_by(except, q) && *f->answer[q])
                        fields[n++] = part_hidden(a, exchange_question_names[q], f->answer[q]);
        return html_join(a, n, fields);
}

const char *exchange_form_url(struct arena *a, const char *path, const struct exchange_form *f,
                              enum exchange_step step)
{
        struct buf b = BUF_EMPTY;
        buf_printf(&b, "%s?step=%s&back=1", path, exchange_step_keys[step]);
        for (int q = 0; q < ASKED; q++) {
                if (!*f->answer[q])
                        continue;
                buf_printf(&b, "&%s=", exchange_question_names[q]);
                url_encode(&b, f->answer[q]);
        }
        const char *url = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return url;
}

static int by_number(const void *x, const void *y)
{
        const unsigned long *p = x, *q = y;
        return *p < *q ? -1 : *p > *q;
}

struct exchange_picks exchange_numbers(struct arena *a, const char *text)
{
        unsigned long *ids = arena_array(a, strlen(text) / 2 + 2, sizeof *ids);
        size_t count = 0, kept = 0;
        for (const char *p = text; *p; p += *p == '-') {
                size_t len = strcspn(p, "-");
                ids[count++] = la_number(arena_bytes(a, p, len));
                p += len;
        }
        qsort(ids, count, sizeof *ids, by_number);
        for (size_t i = 0; i < count; i++)
                if (!i || ids[i] != ids[i - 1])
                        ids[kept++] = ids[i];
        return (struct exchange_picks){ kept, ids };
}

bool exchange_picked(const struct exchange_picks *p, unsigned long id)
{
        return p->count && bsearch(&id, p->ids, p->count, sizeof *p->ids, by_number);
}

/* ---- what they mean ---- */

static const struct exchange_data *data_of(const struct exchange_form *f)
{
        const char *what = f->answer[ASK_WHAT];
        return strlen(what) > 2 && what[1] == '.' ? exchange_data_find(what + 2) : NULL;
}

bool exchange_step_applies(enum exchange_step step, const struct exchange_form *f, bool of_school)
{
        const struct exchange_data *d = data_of(f);
        switch (step) {
        case STEP_GROUP: return !d || d->pupils;
        case STEP_MONTHS: return d && d->attendance;
        case STEP_SCHOOLS: return !of_school;
        default: return true;
        }
}

/* One reading of the form: what every part of it needs. */
struct form_reading {
        struct visit *v;
        const struct exchange_form *f;
        unsigned long own;
        struct exchange_task *t;
        struct exchange_picks *picks;
        struct refusal *why;
};

static bool refuse(const struct form_reading *r, const char *field, const char *words)
{
        *r->why = (struct refusal){ field, words };
        return false;
}

static unsigned set_of(struct arena *a, const char *text, unsigned most)
{
        struct exchange_picks p = exchange_numbers(a, text);
        unsigned set = 0;
        for (size_t i = 0; *text && i < p.count; i++)
                set |= p.ids[i] < most ? 1u << p.ids[i] : 1u << 31;
        return set;
}

/* What the checker of model/exchange.h says about the questions so far. */
static bool check_ask(const struct form_reading *r, const char *wanted)
{
        const char *field, *words = exchange_problem(&r->t->ask, &field);
        return !words || strcmp(field, wanted) != 0 ||
               refuse(r,
                      strcmp(field, "data") == 0    ? "what"
                      : strcmp(field, "years") == 0 ? "y"
                                                    : field,
                      words);
}

static bool read_what(const struct form_reading *r)
{
        const struct exchange_data *d = data_of(r->f);
        r->t->ask = (struct exchange_ask){ .way = *r->f->answer[ASK_WHAT],
                                           .data = d ? d->key : "",
                                           .group = GROUP_YEARS };
        return check_ask(r, "data");
}

static bool read_group(const struct form_reading *r)
{
        const char *group = r->f->answer[ASK_GROUP];
        bool some = strcmp(group, "Y") == 0;
        r->t->ask.group = some ? GROUP_YEARS : *group;
        r->t->ask.years = some ? set_of(r->v->arena, r->f->answer[ASK_YEARS], 31) : 0;
        if (some && !r->t->ask.years)
                return refuse(r, "y", "Tick at least one NC year, or choose all pupils.");
        return check_ask(r, "group") && check_ask(r, "years");
}

static bool read_months(const struct form_reading *r)
{
        long n;
        r->t->ask.months = text_to_long(r->f->answer[ASK_MONTHS], 1, EXCHANGE_MONTHS, &n) ? (unsigned)n : 0;
        return check_ask(r, "months");
}

/* The school whose task from before this one takes the place of; 0: of none. */
static unsigned long settled_here(const struct form_reading *r)
{
        struct existing_task e;
        unsigned long id = la_number(r->f->answer[ASK_EXISTING]);
        return id && existing_task_find(r->v->db, r->v->arena, id, &e) == DONE ? e.school : 0;
}

/* Open schools alone, and none that has locked its tasks or has tasks from before that are not
 * settled, but for the one that is being settled here. To ask for its existing tasks is possible always. */
static bool read_picks(const struct form_reading *r)
{
        struct schools all;
        struct exchange_picks locked, unsettled;
        if (school_list(r->v->db, r->v->arena, "", &all) != DONE ||
            exchange_locked(r->v->db, r->v->arena, &locked) != DONE ||
            existing_task_schools(r->v->db, r->v->arena, &unsettled) != DONE)
                return refuse(r, "s", "The schools could not be read. Try again.");
        struct exchange_picks asked = exchange_numbers(r->v->arena, r->f->answer[ASK_PICKS]);
        unsigned long *ids = arena_array(r->v->arena, all.count + 1, sizeof *ids);
        size_t n = 0;
        for (size_t i = 0; i < all.count; i++) {
                if (!exchange_picked(&asked, all.items[i].id))
                        continue;
                if (exchange_picked(&locked, all.items[i].id))
                        return refuse(
                            r, "s",
                            arena_printf(
                                r->v->arena,
                                "%s has locked its tasks. Leave it out, or ask the school to unlock them.",
                                all.items[i].name));
                if (exchange_picked(&unsettled, all.items[i].id) && all.items[i].id != settled_here(r) &&
                    strcmp(r->t->ask.data, "tasks") != 0)
                        return refuse(r, "s",
                                      arena_printf(r->v->arena,
                                                   "%s has tasks from before that are not settled and off. "
                                                   "Leave it out, or settle them on its page Existing tasks.",
                                                   all.items[i].name));
                ids[n++] = all.items[i].id;
        }
        *r->picks = (struct exchange_picks){ n, ids };
        return n || refuse(r, "s", "Tick at least one school.");
}

static bool read_list(const struct form_reading *r)
{
        struct school_list list;
        r->t->list = la_number(r->f->answer[ASK_LIST]);
        return school_list_find(r->v->db, r->v->arena, r->t->list, &list) == DONE ||
               refuse(r, "list", "Choose one of the saved lists.");
}

static bool read_schools(const struct form_reading *r)
{
        const char *key = r->f->answer[ASK_SCHOOLS];
        r->t->schools = SCHOOLS_FILTER;
        if (strcmp(key, "all") == 0)
                return true;
        if (strcmp(key, "phase") == 0) {
                r->t->phase = r->f->answer[ASK_PHASE];
                return code_find(&code_phase, r->t->phase) ||
                       refuse(r, "phase", "Choose the phase of the schools.");
        }
        r->t->schools = strcmp(key, "list") == 0 ? SCHOOLS_LIST : SCHOOLS_PICKED;
        if (r->t->schools == SCHOOLS_LIST)
                return read_list(r);
        return strcmp(key, "pick") == 0 ? read_picks(r)
                                        : refuse(r, "schools", "Choose which schools are asked.");
}

static bool read_repeats(const struct form_reading *r)
{
        const char *field, *words;
        struct schedule *s = &r->t->when;
        s->repeats = *r->f->answer[ASK_REPEATS];
        s->days = s->repeats == SCHEDULE_WEEKLY ? set_of(r->v->arena, r->f->answer[ASK_DAYS], WEEKDAYS) : 0;
        s->day = s->repeats == SCHEDULE_MONTHLY ? (unsigned)la_number(r->f->answer[ASK_DAY]) : 0;
        words = schedule_problem(s, 0, &field);
        if (strcmp(field, "repeats") == 0 || strcmp(field, "day") == 0 || strcmp(field, "days") == 0)
                return !words || refuse(r, strcmp(field, "days") == 0 ? "d" : field, words);
        return true;
}

static bool read_minutes(const struct form_reading *r, enum exchange_question q, long min, long max, unsigned *out)
{
        long n;
        if (!text_to_long(r->f->answer[q], min, max, &n))
                return false;
        *out = (unsigned)n;
        return true;
}

static bool read_time(const struct form_reading *r)
{
        const char *field, *words, *last = r->f->answer[ASK_LAST];
        struct schedule *s = &r->t->when;
        if (!schedule_read_clock(r->f->answer[ASK_AT], &s->at_minute))
                s->at_minute = DAY_MINUTES;
        s->first_on = la_day(r->v, r->f->answer[ASK_FIRST]);
        s->last_on = s->repeats == SCHEDULE_ONCE ? NO_DATE : la_day(r->v, last);
        if (s->repeats != SCHEDULE_ONCE && *last && !date_known(s->last_on))
                return refuse(r, "last", "Write the last day as a date, like 23/07/2027, or leave it empty.");
        words = schedule_problem(s, time(NULL), &field);
        if (words)
                return refuse(r,
                              strcmp(field, "first_on") == 0  ? "first"
                              : strcmp(field, "last_on") == 0 ? "last"
                                                              : field,
                              words);
        if (!read_minutes(r, ASK_WINDOW, 0, WINDOW_MAX, &r->t->window))
                return refuse(r, "window", "Choose over how long the answers are spread.");
        return read_minutes(r, ASK_WAIT, WAIT_MIN, WAIT_MAX, &r->t->wait) ||
               refuse(r, "wait", "Choose how long each school has to answer.");
}

static bool read_name(const struct form_reading *r)
{
        r->t->name = r->f->answer[ASK_NAME];
        if (text_empty(r->t->name))
                return refuse(r, "name", "Write a name, by which people know the task again.");
        return g_utf8_strlen(r->t->name, -1) <= TASK_NAME_MAX ||
               refuse(r, "name", "Shorten the name to 120 letters.");
}

enum exchange_step exchange_form_read(struct visit *v, const struct exchange_form *f, unsigned long own,
                                      struct exchange_task *t, struct exchange_picks *picks,
                                      struct refusal *why)
{
        static bool (*const readers[STEP_CHECK])(const struct form_reading *) = {
                read_what, read_group, read_months, read_schools, read_repeats, read_time, read_name
        };
        struct form_reading r = { v, f, own, t, picks, why };
        unsigned long *self = arena_array(v->arena, 1, sizeof *self);
        *self = own;
        *t = (struct exchange_task){ .name = "", .phase = "", .schools = SCHOOLS_PICKED, .owner = own };
        *picks = (struct exchange_picks){ own != 0, self };
        t->id = la_number(f->answer[ASK_TASK]);
        t->version = (unsigned)la_number(f->answer[ASK_VERSION]);
        for (int s = 0; s < STEP_CHECK; s++)
                if (exchange_step_applies((enum exchange_step)s, f, own != 0) && !readers[s](&r))
                        return (enum exchange_step)s;
        return STEP_CHECK;
}
