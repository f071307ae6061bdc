/* model/attendance_tally: by code and by week, and nothing from outside the year. */
#include "model/attendance_tally.h"

#include "tap.h"

int main(void)
{
        static const mark of[] = { 1, 2, 3, 13, 0, 34, 21, 22 };
        struct attendance_tally t;
        size_t first = 99, last = 99;
        char text[DATE_TEXT];
        long start = session_of(date_from_iso("2026-09-11"), false); /* a Friday */
        struct marks m = { start, sizeof of, of };
        tally_begin(&t, 2026);
        ok(!tally_span(&t, &first, &last), "no weeks yet");
        tally_add(&t, &m);
        tally_add(&t, &m);
        is_text(date_to_iso(tally_monday(&t, 0), text), "2026-08-31", "the week in which the year begins");
        is_long((long)t.marks[13], 2, "by code");
        is_long((long)t.marks[0], 0, "no mark is none");
        ok(tally_span(&t, &first, &last) && first == 1 && last == 2, "from the first week to the last");
        is_long((long)figures_possible(&t.weeks[1]), 4, "of the first");
        is_long((long)t.weeks[2].of[CLASS_UNAUTHORISED], 4, "of the second");
        is_long((long)t.weeks[2].of[CLASS_NOT_COLLECTED], 2, "closures");
        is_long((long)figures_possible(&t.all), 12, "all");
        m.first = t.first - 4;
        tally_add(&t, &m);
        is_long((long)t.marks[1], 2, "marks of the year before are left out");
        m.first = t.first + TALLY_WEEKS * WEEK_SESSIONS - 1;
        tally_add(&t, &m);
        is_long((long)t.marks[1], 3, "and those after its last week");
        static const mark odd[] = { 200 };
        m = (struct marks){ start, 1, odd };
        tally_add(&t, &m);
        is_long((long)figures_possible(&t.all), 15, "what is no mark is not counted");
        return done_testing();
}
