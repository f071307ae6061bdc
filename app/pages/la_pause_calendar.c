#include "pages/la_pause_calendar.h"

#include <string.h>

#include "base/date.h"
#include "store/pause.h"
#include "view/format.h"
#include "view/list.h"

enum { MONTHS = 6 };

/* Pauses that were set together, for the same time and reason, are one line. */
struct line {
        const struct pause *p;
        size_t count;
        struct view *names;
        const time_t *begins; /* of each month, and the end of the last */
};

#define ROW(row) ((const struct line *)(row))

/* ---- months ---- */

static time_t month_begins(struct date today, int ahead)
{
        struct tm t = {
                .tm_year = today.year - 1900, .tm_mon = today.month - 1 + ahead, .tm_mday = 1, .tm_isdst = -1
        };
        return mktime(&t);
}

static int day_of_month(time_t at)
{
        struct tm t;
        localtime_r(&at, &t);
        return t.tm_mday;
}

/* "August 2026" */
static const char *month_name(struct arena *a, time_t begins)
{
        struct tm t;
        localtime_r(&begins, &t);
        const char *day =
            format_date(a, (struct date){ (short)(t.tm_year + 1900), (signed char)(t.tm_mon + 1), 1 });
        return day + 2; /* without "1 " */
}

/* The days of the pause in that month: "20 to 31", "all", or "". */
static const char *days_in(struct arena *a, const struct line *l, int month)
{
        const struct pause *p = l->p;
        time_t end = p->ended_at ? p->ended_at : p->until_at, from = l->begins[month],
               to = l->begins[month + 1];
        if (p->from_at >= to || (end && end <= from))
                return "";
        if (p->from_at <= from && (!end || end >= to))
                return "All month";
        int first = day_of_month(p->from_at > from ? p->from_at : from),
            last = day_of_month((end && end < to ? end : to) - 1);
        return first == last ? arena_printf(a, "%d", first) : arena_printf(a, "%d to %d", first, last);
}

/* ---- the table ---- */

static const char *school(struct arena *a, const void *row)
{
        return arena_printf(a, "%s (%s)", ROW(row)->p->school_name, ROW(row)->p->laestab);
}

static struct html schools(struct arena *a, const void *row)
{
        const struct line *l = ROW(row);
        struct view *list = view_new(a, "la/names");
        if (l->count == 1)
                return html_text(a, school(a, row));
        view_html(list, "names", view_rows(l->names));
        return part_details(a, format_count(a, (long)l->count, "school", NULL), false, view_render(list));
}

static const char *reason(struct arena *a, const void *row)
{
        (void)a;
        return ROW(row)->p->reason;
}

#define MONTH(n)                                                                                             \
        static const char *month_##n(struct arena *a, const void *row)                                       \
        {                                                                                                    \
                return days_in(a, ROW(row), n);                                                              \
        }
MONTH(0)
MONTH(1)
MONTH(2)
MONTH(3)
MONTH(4)
MONTH(5)

static bool together(const struct pause *p, const struct pause *q)
{
        return p->from_at == q->from_at && p->until_at == q->until_at && p->ended_at == q->ended_at &&
               p->set_at == q->set_at && strcmp(p->reason, q->reason) == 0 &&
               strcmp(p->set_by, q->set_by) == 0;
}

/* They come by beginning: those that belong together are never far apart. */
static size_t gather(struct arena *a, const struct pauses *all, const time_t *begins, struct line *lines)
{
        size_t count = 0;
        for (size_t i = 0; i < all->count; i++) {
                const struct pause *p = &all->items[i];
                size_t at = count;
                while (at && !together(lines[at - 1].p, p) && lines[at - 1].p->from_at == p->from_at)
                        at--;
                if (at && together(lines[at - 1].p, p))
                        at--;
                else
                        lines[at = count++] = (struct line){ p, 0, view_new(a, "la/line"), begins };
                lines[at].count++;
                view_printf(lines[at].names, "text", "%s (%s)", p->school_name, p->laestab);
                view_next(lines[at].names);
        }
        return count;
}

static struct html table(struct arena *a, const struct pauses *all, const time_t *begins)
{
        static const char *(*const texts[MONTHS])(
            struct arena *, const void *) = { month_0, month_1, month_2, month_3, month_4, month_5 };
        struct column columns[MONTHS + 2] = { { "school", "School", school, schools, 0 },
                                              { "reason", "Reason", reason, NULL, 0 } };
        struct line *lines = arena_array(a, all->count + 1, sizeof *lines);
        for (int i = 0; i < MONTHS; i++)
                columns[i + 2] = (struct column){ "month", month_name(a, begins[i]), texts[i], NULL, 0 };
        struct list list = { .id = "calendar",
                             .caption = "Pauses in the months ahead",
                             .columns = columns,
                             .column_count = MONTHS + 2,
                             .rows = lines,
                             .row_count = gather(a, all, begins, lines),
                             .row_size = sizeof *lines,
                             .empty = "No school is paused in the next six months." };
        return list_html(a, &list);
}

enum outcome pause_calendar_set(struct visit *v, struct view *page)
{
        struct pauses all;
        time_t *begins = arena_array(v->arena, MONTHS + 1, sizeof *begins);
        for (int i = 0; i <= MONTHS; i++)
                begins[i] = month_begins(date_today(), i);
        enum outcome result = pause_between(v->db, v->arena, begins[0], begins[MONTHS], &all);
        if (result == DONE)
                view_html(page, "calendar", table(v->arena, &all, begins));
        return result;
}
