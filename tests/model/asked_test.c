/* Whose rows and which marks are among what was asked for: every group with every row that decides it; days
 * by months, at month ends and of the previous academic year; what is said of the rest. */
#include "model/asked.h"
#include "model/year.h"
#include "tap.h"

static struct arena *a;

static unsigned year_bit(const char *year)
{
        size_t n = 0;
        while (strcmp(year_at(n), year) != 0)
                n++;
        return 1u << n;
}

static void groups(void)
{
        const unsigned years = year_bit("7") | year_bit("R");
        const struct {
                char group;
                unsigned years;
                struct asked_pupil p;
                bool want;
                const char *words;
        } rows[] = {
                { 0, 0, { "9", "", "", "", false, false }, true, "nobody asked: all is taken" },
                { 'A', 0, { "9", "", "", "", false, false }, true, "all NC years: all is taken" },
                { 'A', years, { "7", "", "", "", false, false }, true, "the row's year is asked for" },
                { 'A', years, { "R", "", "", "", false, false }, true, "another of the years" },
                { 'A', years, { "8", "", "", "", false, false }, false, "the row's year is not" },
                { 'A',
                  years,
                  { "8", "", "7", "", false, false },
                  false,
                  "the row's own goes before the roll's" },
                { 'A',
                  years,
                  { "7", "", "8", "", false, false },
                  true,
                  "and so where the roll's is not asked for" },
                { 'A',
                  years,
                  { "", "", "7", "", false, false },
                  true,
                  "without one in the row the roll's counts" },
                { 'A', years, { "", "", "8", "", false, false }, false, "also where it is not asked for" },
                { 'A', years, { "", "", "", "", false, false }, true, "what cannot be told is taken" },
                { 'A', years, { "X", "", "", "", false, false }, false, "X is a year like others" },
                { 'L', 0, { "", "Y", "", "", false, false }, true, "the row says looked after" },
                { 'L', 0, { "", "", "", "Y", false, false }, true, "the roll does" },
                { 'L', 0, { "", "N", "", "Y", false, false }, true, "the row says: no more" },
                { 'L', 0, { "", "Y", "", "N", false, false }, true, "the row says: now" },
                { 'L',
                  0,
                  { "", "N", "", "", true, false },
                  false,
                  "the row says no, whoever else knows the child" },
                { 'L', 0, { "", "", "", "N", true, false }, false, "the roll says no" },
                { 'L',
                  0,
                  { "", "", "", "", true, false },
                  true,
                  "nobody says, and social care knows the child" },
                { 'L', 0, { "7", "", "7", "", false, false }, false, "nobody says or knows" },
                { 'V', 0, { "", "", "", "", false, true }, true, "has left here" },
                { 'V', 0, { "7", "Y", "7", "Y", true, false }, false, "has not left, or was never sent" },
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                const struct asked asked = { rows[i].group, rows[i].years, NO_DATE };
                is_long(asked_for(&asked, &rows[i].p), rows[i].want,
                        arena_printf(a, "%c %zu: %s", rows[i].group ? rows[i].group : '-', i, rows[i].words));
        }
}

static void days(void)
{
        static const struct {
                const char *data;
                unsigned months;
                const char *run, *since;
        } rows[] = {
                { "att-current", 1, "2026-09-10", "2026-08-10" },
                { "att-current", 3, "2026-02-10", "2025-11-10" },
                { "att-absences", 13, "2026-09-10", "2025-08-10" },
                { "att-changed", 12, "2026-01-01", "2025-01-01" },
                { "att-current", 1, "2026-03-31", "2026-02-28" },
                { "att-current", 1, "2028-03-31", "2028-02-29" },
                { "att-current", 12, "2028-02-29", "2027-02-28" },
                { "att-current", 6, "2026-08-31", "2026-02-28" },
                { "att-current", 2, "2026-12-31", "2026-10-31" },
                { "att-current", 12, "2026-12-31", "2025-12-31" },
                { "att-unauthorised", 1, "2026-05-31", "2026-04-30" },
                { "att-previous", 1, "2026-09-10", "2026-07-31" },
                { "att-previous", 1, "2027-08-31", "2026-07-31" },
                { "att-previous", 13, "2026-01-15", "2024-07-31" },
                { "snapshot", 0, "2026-09-10", "" },
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                const struct exchange_ask ask = { 'G', rows[i].data, 'A', 5, rows[i].months };
                struct asked asked = asked_by(&ask, date_from_iso(rows[i].run));
                char iso[DATE_TEXT];
                is_text(
                    date_to_iso(asked.since, iso), rows[i].since,
                    arena_printf(a, "%s, %u months back from %s", rows[i].data, rows[i].months, rows[i].run));
                is_long(asked.group == 'A' && asked.years == 5, 1, "with the group");
        }
}

static void words(void)
{
        const struct asked nobody = { 0, 0, NO_DATE }, all = { 'A', 0, NO_DATE },
                           seven = { 'A', year_bit("7"), NO_DATE }, marks = { 'A', 0, { 2026, 6, 10 } },
                           after = { 'L', 0, { 2026, 6, 10 } }, left = { 'V', 0, NO_DATE };
        is_text(asked_words(a, &nobody), "", "nothing was asked");
        is_text(asked_words(a, &seven), "Year 7", "a year");
        is_text(asked_words(a, &marks), "All NC years; attendance from 10/06/2026", "all, with months");
        is_text(asked_words(a, &after), "Looked-after pupils; attendance from 10/06/2026",
                "a group, with months");
        is_text(asked_not_words(a, &seven, 0, 0), "", "nothing is left out");
        is_text(asked_not_words(a, &seven, 34, 0), "34 rows of pupils in other NC years than Year 7",
                "rows of a year");
        is_text(asked_not_words(a, &after, 1, 2),
                "1 row of pupils who are not known to be looked after; 2 attendance marks of days before "
                "10/06/2026",
                "rows and marks");
        is_text(asked_not_words(a, &marks, 0, 1), "1 attendance mark of a day before 10/06/2026", "one mark");
        is_text(asked_not_words(a, &left, 2, 0),
                "2 rows of pupils who have not left the school, or were never sent before", "leavers");
        ok(!asked_narrow(&nobody) && !asked_narrow(&all) && !asked_narrow(&marks) && asked_narrow(&seven) &&
               asked_narrow(&after) && asked_narrow(&left),
           "what leaves pupils out");
}

int main(void)
{
        a = arena_new();
        groups();
        days();
        words();
        arena_free(a);
        return done_testing();
}
