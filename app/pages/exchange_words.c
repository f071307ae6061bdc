#include "pages/exchange_words.h"

#include <string.h>

#include "model/code.h"
#include "view/format.h"

enum { NEXT_RUNS = 5, HOUR = 60, DAY = 24 * HOUR };

const char *exchange_schools_words(struct arena *a, const struct exchange_task *t)
{
        if (t->owner)
                return *t->owner_name ? t->owner_name : "The school itself";
        if (t->schools == SCHOOLS_PICKED)
                return format_count(a, (long)t->school_count, "school, picked", "schools, picked");
        if (t->schools == SCHOOLS_LIST)
                return arena_printf(a, "Schools of the list “%s”", t->list_name);
        return *t->phase ? arena_printf(a, "All schools of phase %s", code_words(&code_phase, t->phase))
                         : "All schools";
}

const char *exchange_months_words(struct arena *a, const struct exchange_ask *ask)
{
        return ask->months ? format_count(a, (long)ask->months, "month", NULL) : "";
}

const char *exchange_minutes(struct arena *a, unsigned minutes)
{
        if (minutes && minutes % DAY == 0)
                return format_count(a, (long)minutes / DAY, "day", NULL);
        return minutes && minutes % HOUR == 0 ? format_count(a, (long)minutes / HOUR, "hour", NULL)
                                              : format_count(a, (long)minutes, "minute", NULL);
}

/* With the day of the week, which says at a glance whether the runs are those that were meant. */
static const char *run_words(struct arena *a, time_t at)
{
        static const char *const names[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                             "Friday", "Saturday", "Sunday" };
        unsigned minute;
        char clock[DATE_TEXT];
        struct date d = schedule_day(at, &minute);
        return arena_printf(a, "%s %s at %s", names[(date_to_days(d) + 3) % 7], format_date(a, d),
                            date_clock(minute, clock));
}

const char *exchange_existing_words(struct arena *a, const struct existing *e)
{
        const char *group = exchange_group_words(a, &e->ask), *months = exchange_months_words(a, &e->ask);
        if (!*e->ask.data)
                return "";
        return arena_printf(a, "%s%s%s%s%s", exchange_data_words(a, &e->ask), *group ? ". " : "", group,
                            *months ? ", " : "", months);
}

const char *exchange_existing_answer(char answer)
{
        switch (answer) {
        case EXISTING_ACCEPTED: return "Taken as it is";
        case EXISTING_CHANGED: return "Taken, changed";
        case EXISTING_DROPPED: return "Dropped";
        default: return "Not decided yet";
        }
}

struct html exchange_next_runs(struct arena *a, const struct schedule *s, time_t now)
{
        time_t at[NEXT_RUNS];
        size_t n = schedule_list(s, now, at, NEXT_RUNS);
        struct view *lines = view_new(a, "la/line"), *list = view_new(a, "exchange/runs-next");
        for (size_t i = 0; i < n; i++) {
                view_text(lines, "text", run_words(a, at[i]));
                view_next(lines);
        }
        view_html(list, "lines", view_rows(lines));
        view_flag(list, "once", s->repeats == SCHEDULE_ONCE);
        view_flag(list, "any", n);
        view_flag(list, "all", n < NEXT_RUNS);
        return view_render(list);
}

struct html exchange_state_tag(struct arena *a, char state)
{
        const struct exchange_state *s = exchange_state_find(state);
        return s ? part_tag(a, s->words, s->colour) : (struct html){ 0 };
}

struct html exchange_task_tag(struct arena *a, const struct exchange_task *t)
{
        if (t->state == TASK_DELETED)
                return part_tag(a, "Deleted", "grey");
        if (t->state == TASK_PAUSED)
                return part_tag(a, "Paused", "purple");
        return t->next_at ? part_tag(a, "Active", "green") : part_tag(a, "Over", "grey");
}

const char *exchange_answer_words(struct arena *a, const struct exchange_answer *x, time_t now)
{
        time_t from = x->next_at > x->offer_at ? x->next_at : x->offer_at;
        const char *gap = *x->words ? " " : "";
        if (x->state == ANSWER_WAITS)
                return arena_printf(a, "%s%s%s %s, until %s", x->words, gap,
                                    from > now ? "From" : "Asked since", format_moment(a, from),
                                    format_moment(a, x->gives_up_at));
        if (x->state == ANSWER_RECEIVED)
                return "Its data waits to be processed, or for a person";
        return *x->gone ? arena_printf(a, "%s%sNo longer at the school: %s", x->words, gap, x->gone)
                        : x->words;
}

const char *exchange_run_words(struct arena *a, const struct exchange_run *r)
{
        if (*r->by)
                return arena_printf(a, "Run by %s", r->by);
        if (!r->late)
                return "On time";
        const char *text = arena_printf(a, "Late: issued %s, as no machine ran Onroll’s tasks before",
                                        format_moment(a, r->issued_at));
        return r->missed ? arena_printf(a, "%s. %s went by meanwhile", text,
                                        format_count(a, (long)r->missed, "run before it", "runs before it"))
                         : text;
}
