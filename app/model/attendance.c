#include "model/attendance.h"

#include <string.h>

enum { FIRST_MONDAY = 4 }; /* 5 January 1970 in days since the first */

long session_of(struct date on, bool afternoon)
{
        long days = date_known(on) ? date_to_days(on) - FIRST_MONDAY : -1;
        if (days < 0 || days % 7 > 4)
                return NO_SESSION;
        return days / 7 * WEEK_SESSIONS + days % 7 * 2 + afternoon;
}

long session_from(struct date on)
{
        long days = date_known(on) ? date_to_days(on) - FIRST_MONDAY : 0;
        if (days < 0)
                return 0;
        return days % 7 > 4 ? (days / 7 + 1) * WEEK_SESSIONS : days / 7 * WEEK_SESSIONS + days % 7 * 2;
}

struct date session_date(long session)
{
        if (session < 0)
                return NO_DATE;
        return date_from_days(FIRST_MONDAY + session / WEEK_SESSIONS * 7 + session % WEEK_SESSIONS / 2);
}

long session_period(long session)
{
        return session - session % PERIOD_SESSIONS;
}

long session_week(long session)
{
        return session - session % WEEK_SESSIONS;
}

long session_of_year(int academic)
{
        return session_from((struct date){ (short)academic, 9, 1 });
}

long session_before_year(int academic)
{
        return session_period(session_of_year(academic - 1));
}

mark marks_at(const struct marks *m, long session)
{
        long i = session - m->first;
        return i >= 0 && (size_t)i < m->count ? m->of[i] : MARK_NONE;
}

struct marks marks_cut(const struct marks *m, long from, long until)
{
        long end = m->first + (long)m->count;
        from = from > m->first ? from : m->first;
        until = until < end ? until : end;
        if (from >= until)
                return (struct marks){ from, 0, m->of };
        return (struct marks){ from, (size_t)(until - from), m->of + (from - m->first) };
}

unsigned marks_merge(mark *held, const mark *incoming, size_t count)
{
        unsigned changed = 0;
        for (size_t i = 0; i < count; i++) {
                if (incoming[i] == MARK_NONE || incoming[i] == held[i])
                        continue;
                held[i] = incoming[i];
                changed++;
        }
        return changed;
}

size_t marks_length(const mark *m, size_t count)
{
        while (count && m[count - 1] == MARK_NONE)
                count--;
        return count;
}

void marks_figures(const struct marks *m, struct attendance_figures *out)
{
        *out = (struct attendance_figures){ { 0 } };
        for (size_t i = 0; i < m->count; i++)
                figures_add(out, m->of[i], 1);
}

/* ---- what the law makes of them ---- */

const struct trigger_info trigger_table[TRIGGERS] = {
        { "unauthorised", "10 days unauthorised", "10 school days in a row absent with code G, N, O or U", 10,
          "school day" },
        { "illness", "15 days of illness", "15 days of illness in the academic year, in a row or altogether",
          15, "day" },
        { "penalty", "10 sessions in 10 weeks", "10 unauthorised sessions within 10 school weeks", 10,
          "session" },
        { "continuous", "20 days absent", "20 school days in a row absent", 20, "school day" },
};

enum trigger trigger_of_key(const char *key)
{
        int t = 0;
        while (t < TRIGGERS && strcmp(trigger_table[t].key, key) != 0)
                t++;
        return (enum trigger)t;
}

static bool is_unauthorised(mark m)
{
        return mark_class(m) == CLASS_UNAUTHORISED;
}

static bool is_illness(mark m)
{
        return m == MARK_ILLNESS;
}

static bool is_absence(mark m)
{
        return mark_possible(m) && mark_class(m) != CLASS_ATTENDING;
}

enum day { DAY_PASSED_OVER, DAY_COUNTS, DAY_BREAKS };

static enum day day_of(const mark m[2], bool (*belongs)(mark))
{
        int possible = mark_possible(m[0]) + mark_possible(m[1]), in = belongs(m[0]) + belongs(m[1]);
        if (!possible)
                return DAY_PASSED_OVER;
        if (in < possible)
                return DAY_BREAKS;
        return m[0] == MARK_NONE || m[1] == MARK_NONE ? DAY_PASSED_OVER : DAY_COUNTS;
}

/* Sets all but reached, which follows from the others. */
static void weigh_run(const struct marks *m, bool (*belongs)(mark), unsigned limit, struct trigger_state *out)
{
        *out = (struct trigger_state){ .since = NO_SESSION };
        for (size_t i = 0; i + 1 < m->count; i += 2) {
                enum day day = day_of(m->of + i, belongs);
                if (day == DAY_BREAKS)
                        out->count = 0;
                else if (day == DAY_COUNTS && ++out->count == limit)
                        out->since = m->first + (long)i + 1;
        }
        out->holds = out->count >= limit;
}

/* Days in a row as any run; or, once the year's half days come to as many, from then on for the rest of the
 * year. */
static void weigh_illness(const struct marks *m, long year_first, struct trigger_state *out)
{
        unsigned limit = trigger_table[TRIGGER_ILLNESS].limit, halves = 0;
        const struct marks year = marks_cut(m, year_first, m->first + (long)m->count);
        weigh_run(&year, is_illness, limit, out);
        for (size_t i = 0; i < year.count; i++) {
                if (!is_illness(year.of[i]) || ++halves != 2 * limit)
                        continue;
                long at = year.first + (long)i;
                if (out->since == NO_SESSION || at < out->since)
                        out->since = at;
        }
        out->holds = out->since != NO_SESSION;
        out->count = halves / 2 > out->count ? halves / 2 : out->count;
}

enum { PENALTY_WEEKS = 10 };

static bool is_school_week(const struct marks *m, size_t from)
{
        for (size_t i = from; i < from + WEEK_SESSIONS && i < m->count; i++)
                if (mark_possible(m->of[i]))
                        return true;
        return false;
}

/* One week's unauthorised sessions; before: those of the nine school weeks before it. */
static unsigned penalty_week(const struct marks *m, size_t from, unsigned before, struct trigger_state *out)
{
        unsigned limit = trigger_table[TRIGGER_PENALTY].limit, in_week = 0;
        out->holds = before >= limit;
        for (size_t i = from; i < from + WEEK_SESSIONS && i < m->count; i++) {
                if (!is_unauthorised(m->of[i]))
                        continue;
                in_week++;
                if (!out->holds && before + in_week >= limit) {
                        out->holds = true;
                        out->since = m->first + (long)i;
                }
        }
        out->count = before + in_week;
        return in_week;
}

static void weigh_penalty(const struct marks *m, struct trigger_state *out)
{
        unsigned weeks[PENALTY_WEEKS - 1] = { 0 }, before = 0, next = 0;
        bool held = false;
        *out = (struct trigger_state){ .since = NO_SESSION };
        for (size_t i = 0; i < m->count; i += WEEK_SESSIONS) {
                if (!is_school_week(m, i))
                        continue;
                long since = out->since;
                unsigned in_week = penalty_week(m, i, before, out);
                if (held && out->holds)
                        out->since = since;
                held = out->holds;
                before += in_week - weeks[next];
                weeks[next] = in_week;
                next = (next + 1) % (PENALTY_WEEKS - 1);
        }
}

void triggers_weigh(const struct marks *m, long year_first, struct trigger_state out[TRIGGERS])
{
        weigh_run(m, is_unauthorised, trigger_table[TRIGGER_UNAUTHORISED].limit, &out[TRIGGER_UNAUTHORISED]);
        weigh_illness(m, year_first, &out[TRIGGER_ILLNESS]);
        weigh_penalty(m, &out[TRIGGER_PENALTY]);
        weigh_run(m, is_absence, trigger_table[TRIGGER_CONTINUOUS].limit, &out[TRIGGER_CONTINUOUS]);
        for (int t = 0; t < TRIGGERS; t++)
                out[t].reached = out[t].holds || out[t].since >= year_first;
}

bool attendance_sum_up(const struct marks *m, int academic, struct attendance_sum *out)
{
        struct marks year = marks_cut(m, session_of_year(academic), session_of_year(academic + 1));
        size_t length = marks_length(year.of, year.count);
        if (!length)
                return false;
        struct marks until = marks_cut(m, session_before_year(academic), year.first + (long)length);
        out->last = year.first + (long)length - 1;
        marks_figures(&year, &out->figures);
        triggers_weigh(&until, session_of_year(academic), out->triggers);
        return true;
}
