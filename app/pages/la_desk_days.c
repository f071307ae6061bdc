#include "pages/la_desk_days.h"

#include <string.h>

#include "base/date.h"
#include "store/dashboard.h"
#include "view/chart.h"
#include "view/format.h"
#include "view/list.h"

enum { DAYS = 30 };

struct line {
        const char *day;
        long received, processed;
};

#define ROW(row) ((const struct line *)(row))

static const char *day_text(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->day;
}

static const char *received_text(struct arena *a, const void *row)
{
        return arena_printf(a, "%ld", ROW(row)->received);
}

static const char *processed_text(struct arena *a, const void *row)
{
        return arena_printf(a, "%ld", ROW(row)->processed);
}

static const struct column columns[] = {
        { "day", "Day", day_text, NULL, 0 },
        { "received", "Rows received", received_text, NULL, COLUMN_NUMBER },
        { "processed", "Rows processed", processed_text, NULL, COLUMN_NUMBER },
};

/* Every day has its line, also one on which nothing happened. */
static void fill(struct arena *a, const struct desk_days *days, long first, struct line lines[DAYS])
{
        for (int i = 0; i < DAYS; i++)
                lines[i] = (struct line){ .day = format_date(a, date_from_days(first + i)) };
        for (size_t i = 0; i < days->count; i++) {
                long at = date_to_days(date_from_iso(days->items[i].day)) - first;
                if (at < 0 || at >= DAYS)
                        continue;
                lines[at].received = days->items[i].received;
                lines[at].processed = days->items[i].processed;
        }
}

static struct html table(struct arena *a, const struct line lines[DAYS])
{
        struct line *newest_first = arena_array(a, DAYS, sizeof *newest_first);
        for (int i = 0; i < DAYS; i++)
                newest_first[i] = lines[DAYS - 1 - i];
        struct list list = { .id = "days",
                             .caption = "Rows received and processed by day",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = newest_first,
                             .row_count = DAYS,
                             .row_size = sizeof *newest_first };
        return part_details(a, "The same as a table", false, list_html(a, &list));
}

static struct html chart(struct arena *a, const struct line lines[DAYS])
{
        long received[DAYS], processed[DAYS], sums[2] = { 0 };
        const char *labels[DAYS];
        for (int i = 0; i < DAYS; i++) {
                labels[i] = lines[i].day;
                sums[0] += received[i] = lines[i].received;
                sums[1] += processed[i] = lines[i].processed;
        }
        const struct chart_series series[] = { { "Received", TONE_SECOND, received },
                                               { "Processed", TONE_MAIN, processed } };
        const char *words =
            arena_printf(a, "%s received and %s processed in the last 30 days; the table below has each day.",
                         format_count(a, sums[0], "row", NULL), format_number(a, sums[1]));
        return chart_time(a, &(struct chart){ .kind = CHART_BARS,
                                              .title = "Rows received and processed, last 30 days",
                                              .words = words,
                                              .point_count = DAYS,
                                              .series_count = 2,
                                              .labels = labels,
                                              .series = series });
}

enum outcome desk_days_set(struct visit *v, struct view *page, const struct scope *scope)
{
        struct desk_days days;
        struct line lines[DAYS];
        char from[DATE_TEXT];
        long first = date_to_days(date_today()) - DAYS + 1;
        date_to_iso(date_from_days(first), from);
        enum outcome result = scope ? dashboard_school_days(v->db, v->arena, scope, from, &days)
                                    : dashboard_days(v->db, v->arena, from, &days);
        if (result != DONE)
                return result;
        fill(v->arena, &days, first, lines);
        const struct html both[] = { chart(v->arena, lines), table(v->arena, lines) };
        view_html(page, "days", html_join(v->arena, 2, both));
        return DONE;
}
