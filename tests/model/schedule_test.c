/* Schedules by tables of expected moments: both changes of the clock, 29 February, ends of months, last days,
 * missed runs. */
#include "model/schedule.h"
#include "tap.h"

static struct arena *a;

/* "2026-03-29 01:00" in UTC */
static const char *moment(time_t at)
{
        struct tm t;
        char text[32];
        if (!at)
                return "never";
        gmtime_r(&at, &t);
        strftime(text, sizeof text, "%Y-%m-%d %H:%M", &t);
        return arena_text(a, text);
}

static time_t utc(const char *text)
{
        struct tm t = { 0 };
        return strptime(text, "%Y-%m-%d %H:%M", &t) ? timegm(&t) : -1;
}

static const char *runs(const struct schedule *s, const char *after, size_t most)
{
        time_t at[10];
        const char *text = "";
        size_t n = schedule_list(s, utc(after), at, most);
        for (size_t i = 0; i < n; i++)
                text = arena_printf(a, "%s%s%s", text, i ? ", " : "", moment(at[i]));
        return text;
}

enum { MON = 1, TUE = 2, WED = 4, THU = 8, FRI = 16, SAT = 32, SUN = 64 };

static const struct {
        const char *what, *after, *want;
        char repeats;
        unsigned days, day, at_minute;
        const char *first, *last;
} table[] = {
        { "weekly in winter", "2026-01-05 00:00", "2026-01-05 02:15, 2026-01-08 02:15, 2026-01-12 02:15", 'W',
          MON | THU, 0, 135, "2026-01-01", "" },
        { "the moment itself is over", "2026-01-05 02:15", "2026-01-08 02:15", 'W', MON | THU, 0, 135,
          "2026-01-01", "2026-01-09" },
        { "not before its first day", "2025-01-01 00:00", "2026-09-07 01:00, 2026-09-14 01:00", 'W', MON, 0,
          120, "2026-09-02", "2026-09-15" },
        { "its last day runs", "2026-09-01 00:00", "2026-09-07 22:59", 'W', MON, 0, 1439, "2026-09-01",
          "2026-09-07" },
        { "nothing after it", "2026-09-07 22:59", "", 'W', MON, 0, 1439, "2026-09-01", "2026-09-07" },
        { "into summer time", "2026-03-27 12:00", "2026-03-28 06:00, 2026-03-29 05:00, 2026-03-30 05:00", 'W',
          127, 0, 360, "2026-01-01", "2026-03-30" },
        { "a time that does not exist runs at the next that does", "2026-03-28 12:00",
          "2026-03-29 01:00, 2026-03-30 00:30", 'W', 127, 0, 90, "2026-01-01", "2026-03-30" },
        { "the first minute that does not exist", "2026-03-28 12:00", "2026-03-29 01:00", 'W', SUN, 0, 60,
          "2026-01-01", "2026-03-29" },
        { "the last minute that does not exist", "2026-03-28 12:00", "2026-03-29 01:00", 'W', SUN, 0, 119,
          "2026-01-01", "2026-03-29" },
        { "the minute before", "2026-03-28 12:00", "2026-03-29 00:59", 'W', SUN, 0, 59, "2026-01-01",
          "2026-03-29" },
        { "the minute after", "2026-03-28 12:00", "2026-03-29 01:00", 'W', SUN, 0, 120, "2026-01-01",
          "2026-03-29" },
        { "out of summer time", "2026-10-23 12:00", "2026-10-24 05:00, 2026-10-25 06:00, 2026-10-26 06:00",
          'W', 127, 0, 360, "2026-01-01", "2026-10-26" },
        { "a time that comes twice runs once, the first", "2026-10-24 12:00",
          "2026-10-25 00:30, 2026-10-26 01:30", 'W', 127, 0, 90, "2026-01-01", "2026-10-26" },
        { "also when asked for between the two", "2026-10-25 00:45", "2026-10-26 01:30", 'W', 127, 0, 90,
          "2026-01-01", "2026-10-26" },
        { "midnight of the day of the change", "2026-10-24 12:00", "2026-10-24 23:00, 2026-10-26 00:00", 'W',
          127, 0, 0, "2026-01-01", "2026-10-26" },
        { "short months run on their last day", "2026-01-01 00:00",
          "2026-01-31 02:00, 2026-02-28 02:00, 2026-03-31 01:00, 2026-04-30 01:00, 2026-05-31 01:00", 'M', 0,
          31, 120, "2026-01-01", "" },
        { "29 February of a leap year", "2028-01-30 00:00", "2028-02-29 02:00, 2028-03-29 01:00", 'M', 0, 29,
          120, "2026-01-01", "2028-04-01" },
        { "and of none", "2027-01-30 00:00", "2027-02-28 02:00", 'M', 0, 29, 120, "2026-01-01",
          "2027-03-01" },
        { "the first of the month", "2026-12-15 00:00", "2027-01-01 12:00, 2027-02-01 12:00", 'M', 0, 1, 720,
          "2026-01-01", "" },
        { "once", "2026-01-01 00:00", "2026-06-30 17:00", 'O', 0, 0, 1080, "2026-06-30", "" },
        { "once is once", "2026-06-30 17:00", "", 'O', 0, 0, 1080, "2026-06-30", "" },
        { "once has no last day", "2026-01-01 00:00", "2026-06-30 17:00", 'O', 0, 0, 1080, "2026-06-30",
          "2026-01-01" },
};

static void tables(void)
{
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
                const struct schedule s = { table[i].repeats,
                                            table[i].days,
                                            table[i].day,
                                            table[i].at_minute,
                                            date_from_iso(table[i].first),
                                            date_from_iso(table[i].last) };
                size_t most = 1;
                for (const char *p = table[i].want; (p = strchr(p, ',')); p++)
                        most++;
                most += *table[i].last != '\0' || table[i].repeats == 'O'; /* no more may come */
                is_text(runs(&s, table[i].after, most), table[i].want, table[i].what);
        }
}

static void missed(void)
{
        const struct schedule daily = {
                'W', 127, 0, 120, date_from_iso("2026-10-01"), date_from_iso("2026-10-31")
        };
        unsigned n = 99;
        is_text(moment(schedule_latest(&daily, utc("2026-10-24 01:00"), utc("2026-10-24 01:00"), &n)),
                "2026-10-24 01:00", "in time");
        is_long(n, 0, "nothing was missed");
        is_text(moment(schedule_latest(&daily, utc("2026-10-23 01:00"), utc("2026-10-27 09:00"), &n)),
                "2026-10-27 02:00", "four days off");
        is_long(n, 4, "four went before");
        is_text(moment(schedule_latest(&daily, utc("2026-10-30 02:00"), utc("2027-05-01 00:00"), &n)),
                "2026-10-31 02:00", "off until after its end");
        is_long(n, 1, "the last but one was missed");
}

static const char *problem(struct schedule s, const char *now)
{
        const char *field, *words = schedule_problem(&s, utc(now), &field);
        return words ? field : "none";
}

static void checking(void)
{
        const struct date day = date_from_iso("2026-09-01"), before = date_from_iso("2026-08-31");
        const char *now = "2026-08-01 00:00";
        is_text(problem((struct schedule){ 'W', MON, 0, 0, day, NO_DATE }, now), "none", "a good one");
        is_text(problem((struct schedule){ 'X', MON, 0, 0, day, NO_DATE }, now), "repeats", "no such kind");
        is_text(problem((struct schedule){ 'W', 0, 0, 0, day, NO_DATE }, now), "days", "no day of the week");
        is_text(problem((struct schedule){ 'W', 128, 0, 0, day, NO_DATE }, now), "days", "an eighth day");
        is_text(problem((struct schedule){ 'M', 0, 32, 0, day, NO_DATE }, now), "day", "the 32nd");
        is_text(problem((struct schedule){ 'M', 0, 1, 1440, day, NO_DATE }, now), "at",
                "a time that is none");
        is_text(problem((struct schedule){ 'M', 0, 1, 0, NO_DATE, NO_DATE }, now), "first_on",
                "no first day");
        is_text(problem((struct schedule){ 'M', 0, 1, 0, day, before }, now), "last_on",
                "over before it begins");
        is_text(problem((struct schedule){ 'W', SUN, 0, 0, day, date_from_iso("2026-09-04") }, now),
                "last_on", "no Sunday in it");
        is_text(problem((struct schedule){ 'O', 0, 0, 0, day, NO_DATE }, "2026-09-02 00:00"), "first_on",
                "yesterday");
}

static void words(void)
{
        const struct date day = date_from_iso("2026-09-01");
        is_text(schedule_words(a, &(struct schedule){ 'W', MON | WED | FRI, 0, 135, day, NO_DATE }),
                "Every Monday, Wednesday and Friday at 2:15am", "three days");
        is_text(schedule_words(a, &(struct schedule){ 'W', 127, 0, 0, day, NO_DATE }),
                "Every day at midnight", "all days");
        is_text(schedule_words(a, &(struct schedule){ 'M', 0, 31, 1080, day, NO_DATE }),
                "On the 31st of each month (or its last day) at 6pm", "monthly");
        is_text(schedule_words(a, &(struct schedule){ 'M', 0, 12, 720, day, NO_DATE }),
                "On the 12th of each month at noon", "the 12th");
        is_text(schedule_words(a, &(struct schedule){ 'O', 0, 0, 65, day, NO_DATE }),
                "Once, on 1 September 2026 at 1:05am", "once");
}

static void clocks(void)
{
        static const struct {
                const char *text;
                int want;
        } all[] = { { "02:15", 135 }, { "2.15am", 135 }, { "2 PM", 840 },   { " 14:30 ", 870 }, { "12am", 0 },
                    { "12pm", 720 },  { "0:00", 0 },     { "23:59", 1439 }, { "24:00", -1 },    { "2:5", -1 },
                    { "14", -1 },     { "13pm", -1 },    { "0am", -1 },     { "2:60", -1 },     { "", -1 },
                    { "2:15x", -1 },  { "noonish", -1 }, { "2:150", -1 } };
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
                unsigned minute;
                is_long(schedule_read_clock(all[i].text, &minute) ? (long)minute : -1, all[i].want,
                        all[i].text);
        }
}

static void days(void)
{
        unsigned minute;
        char text[DATE_TEXT];
        is_text(date_to_iso(schedule_day(utc("2026-07-01 23:30"), &minute), text), "2026-07-02",
                "a summer's night is the next day");
        is_long(minute, 30, "half past midnight");
        is_text(date_to_iso(schedule_day(utc("2026-12-01 23:30"), &minute), text), "2026-12-01",
                "a winter's is not");
        is_long(minute, 23 * 60 + 30, "half past eleven");
}

int main(void)
{
        a = arena_new();
        tables();
        missed();
        checking();
        words();
        clocks();
        days();
        arena_free(a);
        return done_testing();
}
