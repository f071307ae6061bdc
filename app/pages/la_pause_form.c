#include "pages/la_pause_form.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "intake/value.h"
#include "model/year.h"
#include "view/format.h"
#include "view/input.h"

enum { DAYS_MAX = 2 * 366 };

/* ---- days and moments ---- */

/* The day as people type it; NO_DATE when it is none. */
static struct date day_of(struct visit *v, const char *text)
{
        const struct value_context context = { .academic = year_academic(date_today()),
                                               .today = { 2199, 12, 31 },
                                               .authority = "" };
        const struct cell cell = { .kind = CELL_TEXT, .text = text };
        return date_from_iso(value_read(v->arena, &context, FIELD_ENTRY_DATE, &cell).text);
}

/* Midnight at its beginning, in the zone of the process. */
static time_t midnight(struct date d)
{
        struct tm t = { .tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day, .tm_isdst = -1 };
        return mktime(&t);
}

static struct date day_at(time_t at)
{
        struct tm t;
        localtime_r(&at, &t);
        return (struct date){ (short)(t.tm_year + 1900), (signed char)(t.tm_mon + 1),
                              (signed char)t.tm_mday };
}

static bool is_midnight(time_t at)
{
        return midnight(day_at(at)) == at;
}

const char *pause_from(struct arena *a, const struct pause *p)
{
        return is_midnight(p->from_at) ? format_date(a, day_at(p->from_at)) : format_moment(a, p->from_at);
}

const char *pause_until(struct arena *a, time_t until)
{
        if (!until)
                return "somebody ends it";
        return is_midnight(until) ? format_date(a, day_at(until - 1)) : format_moment(a, until);
}

const char *pause_span(struct arena *a, const struct pause *p, time_t now)
{
        return arena_printf(a, "From %s until %s", p->from_at <= now ? "now" : pause_from(a, p),
                            pause_until(a, p->until_at));
}

const char *pause_resume_words(bool all)
{
        return all ? "All that waits, in order" : "The newest of what waits";
}

/* ---- reading ---- */

struct pause_form pause_form_sent(struct visit *v)
{
        const struct request *r = v->request;
        return (struct pause_form){ .reason = text_tidy(v->arena, request_form(r, "reason")),
                                    .from_day = text_tidy(v->arena, request_form(r, "from_day")),
                                    .until_day = text_tidy(v->arena, request_form(r, "until_day")),
                                    .resume = request_form(r, "resume") };
}

static const char *day_text(struct arena *a, time_t at)
{
        char text[DATE_TEXT];
        return arena_text(a, date_to_uk(day_at(at), text));
}

struct pause_form pause_form_of(struct arena *a, const struct pause *p)
{
        return (struct pause_form){ .reason = p->reason,
                                    .from_day = day_text(a, p->from_at),
                                    .until_day = p->until_at ? day_text(a, p->until_at - 1) : "",
                                    .resume = p->all ? "all" : "newest" };
}

static bool refuse(struct refusal *why, const char *field, const char *words)
{
        *why = (struct refusal){ field, words };
        return false;
}

/* A day that has begun begins now. */
static bool read_from(struct visit *v, const char *text, time_t now, time_t *out, struct refusal *why)
{
        struct date day = day_of(v, text);
        *out = now;
        if (!*text)
                return true;
        if (!date_known(day))
                return refuse(why, "from_day",
                              "Write the first day as a date, like 20/07/2026, or leave it empty.");
        if (date_compare(day, day_at(now)) < 0)
                return refuse(why, "from_day",
                              "The first day is over. Write today or a later day, or leave it empty.");
        if (date_to_days(day) - date_to_days(day_at(now)) > DAYS_MAX)
                return refuse(why, "from_day",
                              "A pause may be planned for the next two years. Write an earlier first day.");
        *out = midnight(day) > now ? midnight(day) : now;
        return true;
}

/* The last day is part of the pause. */
static bool read_until(struct visit *v, const char *text, time_t from, time_t *out, struct refusal *why)
{
        struct date day = day_of(v, text);
        *out = 0;
        if (!*text)
                return true;
        if (!date_known(day))
                return refuse(why, "until_day",
                              "Write the last day as a date, like 31/08/2026, or leave it empty.");
        if (date_compare(day, day_at(from)) < 0)
                return refuse(why, "until_day", "The last day is before the first. Write a later one.");
        if (date_to_days(day) - date_to_days(day_at(from)) > DAYS_MAX)
                return refuse(why, "until_day",
                              "A pause may last two years. Write an earlier day, or leave it empty.");
        *out = midnight(date_from_days(date_to_days(day) + 1));
        return true;
}

bool pause_form_read(struct visit *v, const struct pause_form *f, time_t began, time_t now, struct pause *out,
                     struct refusal *why)
{
        out->reason = f->reason;
        out->from_at = began;
        out->all = strcmp(f->resume, "all") == 0;
        if (!*f->reason)
                return refuse(why, "reason", "Say why, for those who see it later.");
        if (strlen(f->reason) > PAUSE_REASON_MAX)
                return refuse(why, "reason", "Shorten the reason to 200 letters.");
        if (!began && !read_from(v, f->from_day, now, &out->from_at, why))
                return false;
        if (!read_until(v, f->until_day, began ? now : out->from_at, &out->until_at, why))
                return false;
        return out->all || strcmp(f->resume, "newest") == 0 ||
               refuse(why, "resume", "Choose what is done with what waits.");
}

/* ---- the questions ---- */

static const char *error_of(const struct refusal *why, const char *field)
{
        return why && strcmp(why->field, field) == 0 ? why->words : NULL;
}

static struct html day_input(struct visit *v, const char *name, const char *label, const char *value,
                             const char *hint, const struct refusal *why)
{
        return part_date(
            v->arena,
            &(struct input){
                .name = name, .label = label, .value = value, .hint = hint, .error = error_of(why, name) });
}

struct html pause_resume_radios(struct visit *v, const char *resume, const struct refusal *why)
{
        const struct choice choices[] = {
                { .value = "newest",
                  .text = "Process the newest file of the whole school, and what came after it",
                  .hint = "The older ones are out of date, and are left out" },
                { .value = "all", .text = "Process all files in the order in which they came" },
        };
        return part_radios(v->arena, &(struct input){ .name = "resume",
                                                      .label = "What is done then with what came meanwhile?",
                                                      .value = resume,
                                                      .error = error_of(why, "resume"),
                                                      .choice_count = 2,
                                                      .choices = choices });
}

void pause_form_set(struct visit *v, struct view *page, const struct pause_form *f, bool began,
                    const struct refusal *why)
{
        const struct html questions[] = {
                part_input(
                    v->arena,
                    &(struct input){ .name = "reason",
                                     .label = "Reason",
                                     .hint = "People of the authority read it, for example: Summer holidays",
                                     .value = f->reason,
                                     .error = error_of(why, "reason") }),
                began ? (struct html){ 0 }
                      : day_input(v, "from_day", "First day", f->from_day,
                                  "For example, 20/07/2026. Leave it empty to begin now", why),
                day_input(v, "until_day", "Last day", f->until_day,
                          "For example, 31/08/2026; the pause then ends by itself. Leave it empty to go on "
                          "until somebody ends it",
                          why),
                pause_resume_radios(v, f->resume, why),
        };
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "questions", html_join(v->arena, sizeof questions / sizeof *questions, questions));
}

struct html pause_form_hidden(struct arena *a, const struct pause_form *f)
{
        const struct html fields[] = {
                part_hidden(a, "reason", f->reason),
                part_hidden(a, "from_day", f->from_day),
                part_hidden(a, "until_day", f->until_day),
                part_hidden(a, "resume", f->resume),
        };
        return html_join(a, sizeof fields / sizeof *fields, fields);
}
