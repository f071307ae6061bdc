#include "pages/exchange_questions.h"

#include <string.h>

#include "base/text.h"
#include "model/code.h"
#include "model/year.h"
#include "pages/exchange_words.h"
#include "store/school_list.h"
#include "view/format.h"
#include "view/input.h"

enum { WHAT_MAX = 16, YEARS_MAX = 24, WEEKDAYS = 7 };

struct asking {
        struct visit *v;
        const struct exchange_form *f;
        const struct refusal *why; /* NULL: nothing is wrong */
        struct schools schools;
};

static const char *error_of(const struct asking *q, const char *field)
{
        return q->why && strcmp(q->why->field, field) == 0 ? q->why->words : NULL;
}

static const char *given(const struct asking *q, enum exchange_question which, const char *otherwise)
{
        const char *text = q->f->answer[which];
        return *text ? text : otherwise;
}

static struct html ask_what(const struct asking *q)
{
        struct arena *a = q->v->arena;
        struct choice choices[WHAT_MAX];
        size_t n = 0;
        for (const struct exchange_data *d = exchange_data_table; d->key; d++)
                choices[n++] = (struct choice){ .value = arena_printf(a, "G.%s", d->key),
                                                .text = arena_printf(a, "Get from school: %s", d->words),
                                                .hint = d->hint };
        choices[n++] =
            (struct choice){ .value = "S.changed",
                             .text = "Send to school: Changed data",
                             .hint = "Changes of pupils’ records in NC years, for the school’s own system" };
        return part_radios(a, &(struct input){ .name = "what",
                                               .label = "What is exchanged?",
                                               .heading = true,
                                               .value = q->f->answer[ASK_WHAT],
                                               .error = error_of(q, "what"),
                                               .choice_count = n,
                                               .choices = choices });
}

static struct html year_boxes(const struct asking *q)
{
        struct arena *a = q->v->arena;
        struct exchange_picks chosen = exchange_numbers(a, q->f->answer[ASK_YEARS]);
        bool any = *q->f->answer[ASK_YEARS];
        struct choice choices[YEARS_MAX];
        size_t n = 0;
        for (; year_at(n) && n < YEARS_MAX; n++)
                choices[n] = (struct choice){ .value = arena_printf(a, "%zu", n),
                                              .text = year_label(year_at(n)),
                                              .checked = any && exchange_picked(&chosen, n) };
        return part_checkboxes(a, &(struct input){ .name = "y",
                                                   .label = "NC years",
                                                   .error = error_of(q, "y"),
                                                   .choice_count = n,
                                                   .choices = choices });
}

static struct html ask_group(const struct asking *q)
{
        bool sent = *q->f->answer[ASK_WHAT] == EXCHANGE_SEND;
        const struct choice choices[] = {
                { .value = "A", .text = "All pupils, in all NC years" },
                { .value = "Y", .text = "Pupils in certain NC years", .more = year_boxes(q) },
                { .value = "L", .text = "Looked-after pupils" },
                { .value = "V",
                  .text = "Leavers",
                  .hint = "Pupils who have left and whose leaving details have already come in a task for "
                          "another group. A pupil who was "
                          "never sent before is not among them." },
        };
        return part_radios(q->v->arena, &(struct input){ .name = "group",
                                                         .label = "Whose data?",
                                                         .heading = true,
                                                         .value = q->f->answer[ASK_GROUP],
                                                         .error = error_of(q, "group"),
                                                         .choice_count = sent ? 2 : 4,
                                                         .choices = choices });
}

static struct html ask_months(const struct asking *q)
{
        struct arena *a = q->v->arena;
        struct choice choices[EXCHANGE_MONTHS];
        for (unsigned i = 0; i < EXCHANGE_MONTHS; i++)
                choices[i] = (struct choice){ .value = arena_printf(a, "%u", i + 1),
                                              .text = format_count(a, (long)i + 1, "month", NULL) };
        return part_select(a, &(struct input){ .name = "months",
                                               .label = "How many months of attendance?",
                                               .hint = "Counted back from the day of each run; of the "
                                                       "previous academic year, from its last day",
                                               .heading = true,
                                               .value = given(q, ASK_MONTHS, "1"),
                                               .error = error_of(q, "months"),
                                               .choice_count = EXCHANGE_MONTHS,
                                               .choices = choices });
}

static struct html phase_select(const struct asking *q)
{
        struct choice choices[16] = { { .value = "", .text = "Choose" } };
        size_t n = 1;
        for (const struct code *c = code_phase.items; c->code; c++)
                choices[n++] = (struct choice){ .value = c->code, .text = c->words };
        return part_select(q->v->arena, &(struct input){ .name = "phase",
                                                         .label = "Phase",
                                                         .value = q->f->answer[ASK_PHASE],
                                                         .error = error_of(q, "phase"),
                                                         .choice_count = n,
                                                         .choices = choices });
}

static struct html list_select(const struct asking *q, const struct school_lists *lists)
{
        struct arena *a = q->v->arena;
        struct choice *choices = arena_array(a, lists->count + 1, sizeof *choices);
        choices[0] = (struct choice){ .value = "", .text = lists->count ? "Choose" : "No list is saved yet" };
        for (size_t i = 0; i < lists->count; i++)
                choices[i + 1] = (struct choice){
                        .value = arena_printf(a, "%lu", lists->items[i].id),
                        .text = arena_printf(a, "%s (%s)", lists->items[i].name,
                                             format_count(a, (long)lists->items[i].members, "school", NULL))
                };
        return part_select(a, &(struct input){ .name = "list",
                                               .label = "List",
                                               .value = q->f->answer[ASK_LIST],
                                               .error = error_of(q, "list"),
                                               .choice_count = lists->count + 1,
                                               .choices = choices });
}

static struct html pick_boxes(const struct asking *q)
{
        struct arena *a = q->v->arena;
        struct exchange_picks chosen = exchange_numbers(a, q->f->answer[ASK_PICKS]);
        struct choice *choices = arena_array(a, q->schools.count + 1, sizeof *choices);
        for (size_t i = 0; i < q->schools.count; i++)
                choices[i] = (struct choice){ .value = arena_printf(a, "%lu", q->schools.items[i].id),
                                              .text = arena_printf(a, "%s (%s)", q->schools.items[i].name,
                                                                   q->schools.items[i].laestab),
                                              .checked = exchange_picked(&chosen, q->schools.items[i].id) };
        return part_checkboxes(a, &(struct input){ .name = "s",
                                                   .label = "Schools",
                                                   .error = error_of(q, "s"),
                                                   .choice_count = q->schools.count,
                                                   .choices = choices });
}

static struct html ask_schools(const struct asking *q)
{
        struct school_lists lists = { 0, NULL };
        if (school_list_all(q->v->db, q->v->arena, &lists) != DONE)
                lists.count = 0;
        const struct choice choices[] = {
                { .value = "all", .text = "All schools", .hint = "Also those that open later" },
                { .value = "phase", .text = "All schools of a phase", .more = phase_select(q) },
                { .value = "list", .text = "A saved list", .more = list_select(q, &lists) },
                { .value = "pick", .text = "Pick schools", .more = pick_boxes(q) },
        };
        return part_radios(q->v->arena, &(struct input){ .name = "schools",
                                                         .label = "Which schools?",
                                                         .heading = true,
                                                         .value = q->f->answer[ASK_SCHOOLS],
                                                         .error = error_of(q, "schools"),
                                                         .choice_count = 4,
                                                         .choices = choices });
}

static struct html day_boxes(const struct asking *q)
{
        static const char *const names[WEEKDAYS] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                                     "Friday", "Saturday", "Sunday" };
        struct exchange_picks chosen = exchange_numbers(q->v->arena, q->f->answer[ASK_DAYS]);
        struct choice choices[WEEKDAYS];
        for (unsigned i = 0; i < WEEKDAYS; i++)
                choices[i] =
                    (struct choice){ .value = arena_printf(q->v->arena, "%u", i),
                                     .text = names[i],
                                     .checked = *q->f->answer[ASK_DAYS] && exchange_picked(&chosen, i) };
        return part_checkboxes(q->v->arena, &(struct input){ .name = "d",
                                                             .label = "Days",
                                                             .error = error_of(q, "d"),
                                                             .choice_count = WEEKDAYS,
                                                             .choices = choices });
}

static struct html day_input(const struct asking *q)
{
        return part_input(
            q->v->arena,
            &(struct input){ .name = "day",
                             .label = "Day of the month",
                             .hint = "From 1 to 31; a month that is shorter runs on its last day",
                             .value = q->f->answer[ASK_DAY],
                             .error = error_of(q, "day"),
                             .width = 2,
                             .inputmode = "numeric" });
}

static struct html ask_repeats(const struct asking *q)
{
        const struct choice choices[] = {
                { .value = "O", .text = "Once" },
                { .value = "W", .text = "On days of the week", .more = day_boxes(q) },
                { .value = "M", .text = "On a day of the month", .more = day_input(q) },
        };
        return part_radios(q->v->arena, &(struct input){ .name = "repeats",
                                                         .label = "How often?",
                                                         .heading = true,
                                                         .value = q->f->answer[ASK_REPEATS],
                                                         .error = error_of(q, "repeats"),
                                                         .choice_count = 3,
                                                         .choices = choices });
}

/* One of usual numbers of minutes, and whatever it is already. */
static struct html minutes_select(const struct asking *q, enum exchange_question which,
                                  const struct input *in, size_t count, const unsigned *usual)
{
        struct arena *a = q->v->arena;
        struct choice choices[10];
        struct input select = *in;
        long now;
        bool found = !text_to_long(select.value, 0, DAY_MINUTES * 7, &now);
        size_t n = 0;
        for (size_t i = 0; i < count; i++) {
                found |= usual[i] == (unsigned)now;
                choices[n++] =
                    (struct choice){ .value = arena_printf(a, "%u", usual[i]),
                                     .text = usual[i] ? exchange_minutes(a, usual[i]) : "All at once" };
        }
        if (!found)
                choices[n++] =
                    (struct choice){ .value = select.value, .text = exchange_minutes(a, (unsigned)now) };
        select.name = exchange_question_names[which];
        select.error = error_of(q, select.name);
        select.choices = choices;
        select.choice_count = n;
        return part_select(a, &select);
}

static struct html ask_time(const struct asking *q)
{
        static const unsigned windows[] = { 0, 15, 60, 120, 240, 480 },
                              waits[] = { 60, 240, 720, 1440, 2880, 4320 };
        struct arena *a = q->v->arena;
        bool once = *q->f->answer[ASK_REPEATS] == SCHEDULE_ONCE;
        const struct html parts[] = {
                part_date(a, &(struct input){ .name = "first",
                                              .label = once ? "Day" : "First day",
                                              .hint = "For example, 07/09/2026",
                                              .value = q->f->answer[ASK_FIRST],
                                              .error = error_of(q, "first") }),
                part_input(a, &(struct input){ .name = "at",
                                               .label = "Time",
                                               .hint = "By the clock in England, for example 2:15am or 14:30",
                                               .value = q->f->answer[ASK_AT],
                                               .error = error_of(q, "at"),
                                               .width = 10 }),
                once ? (struct html){ 0 }
                     : part_date(a,
                                 &(struct input){ .name = "last",
                                                  .label = "Last day",
                                                  .hint = "For example, 23/07/2027. Leave it empty to go on",
                                                  .value = q->f->answer[ASK_LAST],
                                                  .error = error_of(q, "last") }),
                minutes_select(q, ASK_WINDOW,
                               &(struct input){ .label = "Spread the schools’ answers over",
                                                .hint = "So that not all of them answer in one minute",
                                                .value = given(q, ASK_WINDOW, "60") },
                               sizeof windows / sizeof *windows, windows),
                minutes_select(q, ASK_WAIT,
                               &(struct input){ .label = "Each school has this long to answer",
                                                .hint = "After that it has not answered",
                                                .value = given(q, ASK_WAIT, "240") },
                               sizeof waits / sizeof *waits, waits),
        };
        return html_join(a, sizeof parts / sizeof *parts, parts);
}

/* What a task is called when nobody has named it yet. */
static const char *suggested(struct arena *a, const struct exchange_form *f)
{
        const char *what = f->answer[ASK_WHAT];
        const struct exchange_data *d = strlen(what) > 2 ? exchange_data_find(what + 2) : NULL;
        const char *group = *f->answer[ASK_GROUP] == 'V'   ? ", leavers"
                            : *f->answer[ASK_GROUP] == 'L' ? ", looked-after pupils"
                                                           : "";
        return d ? arena_printf(a, "%s%s%s", d->words, group, *what == EXCHANGE_SEND ? ", to schools" : "")
                 : "";
}

static struct html ask_name(const struct asking *q)
{
        return part_input(q->v->arena,
                          &(struct input){ .name = "name",
                                           .label = "What is the task called?",
                                           .hint = "People know it by this name; schools see it as well",
                                           .heading = true,
                                           .value = given(q, ASK_NAME, suggested(q->v->arena, q->f)),
                                           .error = error_of(q, "name") });
}

const char *const exchange_step_titles[STEP_CHECK] = {
        "What is exchanged?", "Whose data?", "How many months of attendance?", "Which schools?",
        "How often?",         "When?",       "What is the task called?"
};

struct html exchange_questions(struct visit *v, const struct exchange_form *f, enum exchange_step step,
                               const struct schools *schools, const struct refusal *why)
{
        static struct html (*const questions[STEP_CHECK])(const struct asking *) = {
                ask_what, ask_group, ask_months, ask_schools, ask_repeats, ask_time, ask_name
        };
        const struct asking q = { v, f, why, *schools };
        struct view *heading = view_new(v->arena, "exchange/heading");
        view_text(heading, "text", exchange_step_titles[step]);
        const struct html parts[] = { step == STEP_TIME ? view_render(heading) : (struct html){ 0 },
                                      questions[step](&q) };
        return html_join(v->arena, 2, parts);
}
