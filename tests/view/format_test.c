#include "view/format.h"

#include <stdlib.h>

#include "base/process.h"
#include "tap.h"

int main(void)
{
        struct arena *a = arena_new();
        setenv("TZ", "Asia/Tokyo", 1);
        process_clock();
        is_text(format_number(a, 0), "0", "0");
        is_text(format_number(a, 999), "999", "999");
        is_text(format_number(a, 1234567), "1,234,567", "1,234,567");
        is_text(format_number(a, -1000),
                "\xE2\x88\x92"
                "1,000",
                "negative");
        is_text(format_count(a, 1, "pupil", NULL), "1 pupil", "one");
        is_text(format_count(a, 0, "pupil", NULL), "0 pupils", "none");
        is_text(format_count(a, 2000, "child", "children"), "2,000 children", "many");
        is_text(format_permille(a, 931), "93.1%", "percent");
        is_text(format_permille(a, 1000), "100.0%", "all");
        is_text(format_permille(a, -1), "", "no percentage");
        is_text(format_date(a, (struct date){ 2026, 9, 14 }), "14 September 2026", "date");
        is_text(format_date(a, NO_DATE), "", "no date");
        const time_t now = 1789376700; /* 14 September 2026, 10:05 BST */
        is_text(format_moment(a, now), "14 September 2026 at 10:05am", "moment, in summer time");
        is_text(format_moment(a, now - 65 * 60), "14 September 2026 at 9am", "a full hour");
        is_text(format_moment(a, now + 115 * 60), "14 September 2026 at noon", "noon");
        is_text(format_ago(a, now - 30, now), "just now", "just now");
        is_text(format_ago(a, now - 60, now), "1 minute ago", "a minute");
        is_text(format_ago(a, now - 7200, now), "2 hours ago", "hours");
        is_text(format_ago(a, now - 86400, now), "yesterday", "yesterday");
        is_text(format_ago(a, now - 5 * 86400, now), "5 days ago", "days");
        is_text(format_ago(a, now - 20 * 86400, now), "25 August 2026", "longer ago: the date");
        is_text(format_ago(a, now - 10 * 3600, now), "10 hours ago", "five past midnight is today");
        is_text(format_ago(a, now - 10 * 3600, now - 6 * 3600), "4 hours ago", "and was so at four");
        is_text(format_ago(a, now - 11 * 3600, now), "yesterday", "an hour before it, yesterday");
        is_text(format_ago(a, now - 11 * 3600, now - 10 * 3600 - 600), "50 minutes ago", "which was not said before an hour was over");
        is_text(format_ago(a, now - 11 * 3600, now + 86400), "2 days ago", "and on the next day is two days ago");
        is_text(format_size(a, 1), "1 byte", "byte");
        is_text(format_size(a, 34499), "34 KB", "KB");
        is_text(format_size(a, 1250000), "1.2 MB", "MB");
        arena_free(a);
        return done_testing();
}
