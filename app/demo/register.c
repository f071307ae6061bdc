#include "demo/register.h"

#include "store/attendance_merge.h"

/* Of 100,000 possible sessions of England's schools in 2025/26 so many had that code; and how many sessions
 * one cause lasts. */
static const struct {
        const char *code;
        unsigned share, lasts;
        bool absence; /* comes more often to some children */
} mix[] = {
        { "L", 1860, 1, false }, { "I", 3210, 4, true }, { "O", 1649, 4, true }, { "V", 726, 2, false },
        { "G", 434, 8, true },   { "C", 422, 4, true },  { "M", 335, 1, true },  { "C2", 266, 2, true },
        { "B", 255, 2, false },  { "U", 230, 1, true },  { "E", 153, 4, true },  { "W", 139, 6, false },
        { "P", 110, 1, false },  { "R", 62, 2, false },  { "N", 50, 1, true },   { "K", 47, 4, false },
        { "S", 46, 2, false },   { "J1", 16, 1, true },  { "T", 9, 6, true },    { "C1", 4, 2, true },
};
enum { MIX = sizeof mix / sizeof *mix, SESSIONS = 100000 };

/* ---- days ---- */

static bool between(struct date on, int from_month, int from_day, int to_month, int to_day)
{
        int at = on.month * 100 + on.day;
        return at >= from_month * 100 + from_day && at <= to_month * 100 + to_day;
}

/* By the Monday of the week. */
static bool is_holiday(struct date monday)
{
        return between(monday, 10, 22, 10, 28) || between(monday, 12, 19, 12, 31) ||
               between(monday, 1, 1, 1, 1) || between(monday, 2, 11, 2, 17) ||
               between(monday, 3, 31, 4, 11) || between(monday, 5, 25, 5, 31) ||
               between(monday, 7, 20, 8, 30);
}

struct register_days register_days(struct date today)
{
        struct register_days d = { 0 };
        long end = session_from(today), monday = session_week(end);
        for (int weeks = 0; weeks < REGISTER_WEEKS && end - monday + WEEK_SESSIONS <= REGISTER_SPAN;
             monday -= WEEK_SESSIONS)
                weeks += !is_holiday(session_date(monday - WEEK_SESSIONS));
        d.first = monday;
        d.count = (size_t)(end - monday);
        for (size_t i = 0; i < d.count; i++)
                d.closed[i] = is_holiday(session_date(session_week(d.first + (long)i)));
        return d;
}

/* ---- children ---- */

/* How much more often than others the child is absent, in tenths: most seldom, few very often. On average it
 * is about ten. */
static unsigned prone(struct chance *c)
{
        unsigned n = chance_below(c, 1000);
        return n < 600 ? 3 : n < 860 ? 9 : n < 970 ? 35 : 100;
}

static mark new_cause(struct chance *c, unsigned tenths, unsigned *sessions)
{
        unsigned n = chance_below(c, SESSIONS * 10);
        for (size_t i = 0; i < MIX; i++) {
                unsigned starts = mix[i].share * (mix[i].absence ? tenths : 10) / mix[i].lasts;
                if (n >= starts) {
                        n -= starts;
                        continue;
                }
                *sessions = 1 + chance_below(c, 2 * mix[i].lasts - 1);
                return mark_of_code(mix[i].code);
        }
        *sessions = 1;
        return MARK_PRESENT_AM;
}

/* One in a hundred and fifty has not come for some weeks, and nobody knows why. */
static long refuses_from(struct chance *c, size_t count)
{
        return chance_below(c, 150) == 0 && count ? (long)chance_below(c, (unsigned)count) / 2 * 2 : -1;
}

void register_marks(struct chance *c, const struct register_days *days, mark out[REGISTER_SPAN])
{
        unsigned tenths = prone(c), left = 0;
        long refuses = refuses_from(c, days->count);
        mark cause = MARK_NONE;
        for (size_t i = 0; i < days->count; i++) {
                if (days->closed[i]) {
                        out[i] = MARK_PLANNED_CLOSURE;
                        continue;
                }
                if (!left)
                        cause = new_cause(c, tenths, &left);
                left--;
                bool away = refuses >= 0 && i >= (size_t)refuses;
                out[i] = away ? mark_of_code("O") : mark_in_session(cause, i % 2 == 1);
        }
}

/* ---- schools ---- */

static enum outcome load_school(struct db *db, const struct demo *d, const struct register_days *days,
                                const struct demo_school *s, demo_scope_maker *scope_of)
{
        struct arena *a = arena_new();
        struct scope scope = scope_of(s->id);
        struct chance c = { 0xA77E4D00u + s->id };
        struct attendance_marks *in = arena_array(a, d->pupils.count + 1, sizeof *in);
        struct attendance_merged out;
        size_t count = 0;
        for (size_t i = 0; i < d->pupils.count; i++) {
                const struct demo_pupil *p = &d->pupils.items[i];
                if (p->school != s)
                        continue;
                mark *of = arena_alloc(a, REGISTER_SPAN);
                register_marks(&c, days, of);
                in[count++] = (struct attendance_marks){ p->id, { days->first, days->count, of } };
        }
        enum outcome result = attendance_merge(db, &scope, 0, in, count, &out);
        arena_free(a);
        return result;
}

enum outcome registers_load(struct db *db, const struct demo *d, unsigned schools, demo_scope_maker *scope_of)
{
        struct register_days days = register_days(d->today);
        enum outcome result = DONE;
        for (unsigned i = 0; result == DONE && i < schools && i < d->authority->count; i++)
                result = load_school(db, d, &days, &d->authority->schools[i], scope_of);
        return result;
}
