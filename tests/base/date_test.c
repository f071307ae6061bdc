#include "base/date.h"
#include "../tap.h"

#include <stdlib.h>

int main(void)
{
        static const struct { const char *iso; int good; } iso[] = {
                { "2012-08-31", 1 }, { "2012-02-29", 1 }, { "2013-02-29", 0 }, { "1900-02-29", 0 }, { "2000-02-29", 1 },
                { "2012-13-01", 0 }, { "2012-00-10", 0 }, { "2012-8-31", 0 },  { "31/08/2012", 0 }, { "", 0 },
                { "1899-12-31", 0 }, { "2200-01-01", 0 }, { "2012-08-31 ", 0 },
        };
        char out[DATE_TEXT];
        for (size_t i = 0; i < sizeof iso / sizeof *iso; i++)
                is_text(date_to_iso(date_from_iso(iso[i].iso), out), iso[i].good ? iso[i].iso : "", iso[i].iso);
        is_text(date_to_uk(date_from_iso("2012-08-31"), out), "31/08/2012", "as schools write it");
        is_text(date_month(9), "September", "a month");
        static const struct { unsigned minute; const char *words; } clock[] = {
                { 0, "midnight" }, { 5, "12:05am" }, { 60, "1am" }, { 135, "2:15am" }, { 720, "noon" }, { 750, "12:30pm" }, { 1080, "6pm" },
        };
        for (size_t i = 0; i < sizeof clock / sizeof *clock; i++)
                is_text(date_clock(clock[i].minute, out), clock[i].words, clock[i].words);
        long bad = 0;
        for (long day = date_to_days(date_from_iso("1900-01-01")); day <= date_to_days(date_from_iso("2199-12-31")); day++)
                bad += date_to_days(date_from_days(day)) != day;
        is_long(bad, 0, "every day of 300 years comes back");
        is_long(date_to_days(date_from_iso("1970-01-01")), 0, "the epoch");
        is_long(date_age(date_from_iso("2008-09-01"), date_from_iso("2019-08-31")), 10, "the day before the birthday");
        is_long(date_age(date_from_iso("2008-08-31"), date_from_iso("2019-08-31")), 11, "on the birthday");
        setenv("ONROLL_TODAY", "2026-09-04", 1);
        is_text(date_to_iso(date_today(), out), "2026-09-04", "today can be set for tests");
        return done_testing();
}
