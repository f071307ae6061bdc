/* demo/register: days, the mix of codes, and that chance repeats. */
#include "demo/register.h"

#include <stdlib.h>

#include "model/attendance_tally.h"
#include "tap.h"

static const char *first_day(const char *today)
{
        static char text[DATE_TEXT];
        struct register_days d = register_days(date_from_iso(today));
        return date_to_iso(session_date(d.first), text);
}

static void days(void)
{
        struct register_days d = register_days(date_from_iso("2026-11-26"));
        is_text(first_day("2026-11-26"), "2026-09-28",
                "seven school weeks and the days of this, over half-term");
        is_long((long)d.count, session_of(date_from_iso("2026-11-26"), false) - d.first, "up to yesterday");
        ok(d.closed[session_of(date_from_iso("2026-10-28"), true) - d.first], "half-term is closed");
        ok(!d.closed[session_of(date_from_iso("2026-11-02"), false) - d.first], "the week after is not");
        is_text(first_day("2026-08-20"), "2026-06-01", "in summer, of the term before");
        for (long day = date_to_days(date_from_iso("2025-09-01")), wrong = 0;
             day < date_to_days(date_from_iso("2026-09-01")); day++) {
                struct register_days any = register_days(date_from_days(day));
                size_t open = 0;
                for (size_t i = 0; i < any.count; i++)
                        open += !any.closed[i];
                wrong += any.count > REGISTER_SPAN || open < 50 || any.first % WEEK_SESSIONS != 0;
                if (day == date_to_days(date_from_iso("2026-08-31")))
                        is_long(wrong, 0, "on every day of a year there are five weeks or more");
        }
}

static void in_range(double got, double low, double high, const char *what)
{
        if (!ok(got >= low && got <= high, "%s", what))
                printf("#   got %.4f, want %.4f to %.4f\n", got, low, high);
}

static void mixture(void)
{
        struct register_days d = register_days(date_from_iso("2026-11-26"));
        struct attendance_tally t;
        struct chance c = { 1 };
        enum { CHILDREN = 5000 };
        int persistent = 0;
        tally_begin(&t, 2026);
        for (int n = 0; n < CHILDREN; n++) {
                mark of[REGISTER_SPAN];
                struct attendance_figures f;
                register_marks(&c, &d, of);
                struct marks m = { d.first, d.count, of };
                tally_add(&t, &m);
                marks_figures(&m, &f);
                persistent += figures_persistent(&f);
        }
        double possible = (double)figures_possible(&t.all);
        in_range((double)figures_permille(&t.all) / 10, 91, 96, "attendance, as in England: 93.1");
        in_range((double)t.marks[MARK_ILLNESS] / possible, 0.02, 0.045, "illness: 3.2 %");
        in_range((double)t.marks[mark_of_code("L")] / possible, 0.012, 0.024, "late: 1.9 %");
        in_range((double)t.marks[mark_of_code("O")] / possible, 0.008, 0.03, "other: 1.6 %");
        in_range((double)persistent / CHILDREN, 0.1, 0.3, "persistently absent: 19 %");
        ok(t.marks[mark_of_code("C2")] && t.marks[MARK_PLANNED_CLOSURE], "rare codes and closures");
}

static void repeats(void)
{
        struct register_days d = register_days(date_from_iso("2026-11-26"));
        mark one[REGISTER_SPAN] = { 0 }, two[REGISTER_SPAN] = { 0 }, other[REGISTER_SPAN] = { 0 };
        struct chance a = { 7 }, b = { 7 };
        register_marks(&a, &d, one);
        register_marks(&b, &d, two);
        register_marks(&b, &d, other);
        ok(memcmp(one, two, sizeof one) == 0, "the same seed, the same register");
        ok(memcmp(one, other, sizeof one) != 0, "the next child has another");
}

int main(void)
{
        days();
        mixture();
        repeats();
        return done_testing();
}
