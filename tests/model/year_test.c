#include "model/year.h"
#include "tap.h"

static const char *expected(const char *birth, int academic)
{
        return year_expected(date_from_iso(birth), academic);
}

static int leaving(const char *year, const char *birth, const char *high)
{
        return year_leaving(year, date_from_iso(birth), high, 2026);
}

int main(void)
{
        is_text(expected("2008-09-01", 2019), "6", "born on 1 September");
        is_text(expected("2008-08-31", 2019), "7", "born on 31 August");
        is_text(expected("2004-09-01", 2020), "11", "Year 11");
        is_text(expected("2004-08-31", 2020), "12", "Year 12");
        is_text(expected("2021-12-25", 2026), "R", "Reception");
        is_text(expected("2022-12-25", 2026), "N2", "four next year");
        is_text(expected("2023-12-25", 2026), "N1", "a two-year-old");
        is_text(expected("2024-12-25", 2026), "", "too young");
        is_text(expected("2026-12-25", 2026), "", "not born yet");
        is_text(expected("1990-01-01", 2026), "", "grown up");
        is_text(expected("", 2026), "", "no date");

        is_long(year_academic(date_from_iso("2025-08-31")), 2024, "31 August");
        is_long(year_academic(date_from_iso("2025-09-01")), 2025, "1 September");

        static const char *const order[] = { "N1", "N2", "E1", "E2", "R", "1", "2", "9", "10", "14", "X", "Y7" };
        for (size_t i = 1; i < sizeof order / sizeof *order; i++)
                ok(year_order(order[i - 1]) < year_order(order[i]), "%s before %s", order[i - 1], order[i]);
        is_long(year_order("07"), YEAR_NONE, "07 is not canonical");

        is_text(year_label("7"), "Year 7", "label");
        is_text(year_label("R"), "Reception", "label of R");
        is_text(year_label("zz"), "zz", "label of something else");
        is_text(year_next("N2"), "R", "after N2");
        is_text(year_next("E2"), "R", "after E2");
        is_text(year_next("R"), "1", "after R");
        is_text(year_next("9"), "10", "after 9");
        is_text(year_next("14"), "", "after 14");
        is_text(year_next("X"), "X", "after X");

        ok(leaving("6", "2015-03-03", "6"), "Year 6 of a primary school leaves");
        ok(!leaving("5", "2016-03-03", "6"), "Year 5 stays");
        ok(!leaving("6", "2016-03-03", "6"), "those who have already moved up into Year 6 stay");
        ok(leaving("6", "2014-03-03", "6"), "a child kept back leaves after Year 6");
        ok(!leaving("5", "2015-03-03", "6"), "a child kept back in Year 5 stays");
        ok(leaving("6", "", "6") && !leaving("5", "", "6"), "by the year alone when the date is not known");
        ok(leaving("X", "2015-03-03", "6") && !leaving("X", "2016-03-03", "6"), "by the date alone when the year is X");
        ok(!leaving("X", "", "6") && !leaving("6", "2015-03-03", ""), "not known");
        ok(leaving("R", "2021-03-03", "R") && leaving("N2", "2022-03-03", "N2"), "an infant and a nursery school");
        return done_testing();
}
