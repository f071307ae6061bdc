/* view/chart: what is drawn for which numbers, the words beside it, and hostile text in every name. */
#include "view/chart.h"

#include <stdlib.h>

#include "tap.h"

static const char NASTY[] = "<\"'&{x}";

static struct arena *a;

static const char *text_of(struct html h)
{
        ok(!html_broken(h), "is whole");
        return arena_bytes(a, h.text ? h.text : "", h.len);
}

static void has(const char *text, const char *part, const char *what)
{
        if (!ok(strstr(text, part) != NULL, "%s", what))
                printf("#   no \"%s\" in \"%s\"\n", part, text);
}

static int times(const char *text, const char *part)
{
        int n = 0;
        while ((text = strstr(text, part))) {
                n++;
                text++;
        }
        return n;
}

/* Widths of the parts, as " 500 250". */
static const char *widths(long all, size_t count, const struct chart_part parts[])
{
        const char *p = text_of(chart_stack(a, "w", true, all, count, parts)), *out = "";
        while ((p = strstr(p, "onroll-tone-"))) {
                p = strstr(p, "width=\"") + 7;
                out = arena_printf(a, "%s %ld", out, strtol(p, NULL, 10));
        }
        return out;
}

static void test_stack(void)
{
        struct chart_part parts[] = { { 2, TONE_MAIN, "done" },
                                      { 1, TONE_WAITS, "to review" },
                                      { 0, TONE_BAD, "late" } };
        const char *text = text_of(chart_stack(a, "2 of 4 done", false, 4, 3, parts));
        has(text, "aria-label=\"2 of 4 done\"", "the words stand for the picture");
        has(text, "<span class=\"onroll-stack__words\" aria-hidden=\"true\">2 of 4 done</span>",
            "and beside it");
        has(text, "<title>to review: 1</title>", "a part says what it is");
        has(text, "onroll-tone-waits\" x=\"500\" width=\"250\"", "the second part stands after the first");
        ok(!strstr(text, "onroll-tone-bad"), "nothing of nothing is not drawn");
        ok(!strstr(text_of(chart_stack(a, "w", true, 4, 3, parts)), "<span"),
           "a quiet bar has no words beside it");
        is_text(widths(4, 3, parts), " 500 250", "parts of the whole");
        is_text(widths(1, 3, parts), " 666 333", "the whole is not less than its parts");
        is_text(
            widths(0, 3,
                   (struct chart_part[]){ { 0, TONE_MAIN, "" }, { -3, TONE_BAD, "" }, { 0, TONE_BAD, "" } }),
            "", "nothing at all");
        is_text(widths(100000, 2, (struct chart_part[]){ { 99999, TONE_MAIN, "" }, { 1, TONE_BAD, "" } }),
                " 992 8", "one of many is seen, and the bar is not longer than it is");
}

/* The tone, x, y, width and height of each bar. */
static const char *bars(enum chart_kind kind, size_t points, size_t count, const struct chart_series series[])
{
        static const char *const labels[] = { "Mon", "Tue", "Wed", "Thu", "Fri" };
        struct chart c = { .kind = kind,
                           .title = "T",
                           .words = "W",
                           .point_count = points,
                           .series_count = count,
                           .labels = labels,
                           .series = series };
        const char *out = "";
        for (const char *p = text_of(chart_time(a, &c)); (p = strstr(p, "onroll-chart__bar onroll-tone-"));) {
                static const char *const names[] = { " x=\"", "y=\"", "width=\"", "height=\"" };
                long n[4] = { 0 };
                p += strlen("onroll-chart__bar onroll-tone-");
                if (strncmp(strchr(p, '"'), "\" x=", 4) != 0)
                        continue; /* a sample of the key */
                for (int i = 0; i < 4; i++)
                        n[i] = strtol(strstr(p, names[i]) + strlen(names[i]), NULL, 10);
                out = arena_printf(a, "%s %c %ld %ld %ldx%ld", out, *p, n[0], n[1], n[2], n[3]);
        }
        return out;
}

static void test_bars(void)
{
        struct chart_series two[] = { { "Received", TONE_SECOND, (long[]){ 4, CHART_GAP } },
                                      { "Processed", TONE_MAIN, (long[]){ 2, 3 } } };
        is_text(bars(CHART_BARS, 2, 2, two), " s 50 0 200x200 m 250 100 200x100 m 750 50 200x150",
                "bars beside each other; none where there is no value");
        is_text(bars(CHART_STACKED, 2, 2, two), " s 50 67 400x133 m 50 0 400x67 m 550 100 400x100",
                "bars on each other, by the scale of their sums");
        is_text(bars(CHART_BARS, 1, 1, (struct chart_series[]){ { "A", TONE_MAIN, (long[]){ 0 } } }), "",
                "nothing is no bar");
}

static void test_lines(void)
{
        const char *labels[] = { "Mon", "Tue", "Wed", "Thu", "Fri" };
        struct chart_series two[] = { { "Received", TONE_SECOND,
                                        (long[]){ 0, 50, CHART_GAP, 100, CHART_GAP } },
                                      { "Processed", TONE_MAIN, (long[]){ 100, 0, 0, 0, 0 } } };
        struct chart c = { .kind = CHART_LINES,
                           .title = "Thirty days",
                           .words = "What was received.",
                           .point_count = 5,
                           .series_count = 2,
                           .labels = labels,
                           .series = two };
        const char *text = text_of(chart_time(a, &c));
        has(text, "aria-label=\"What was received.\"", "the words stand for the picture");
        has(text, "d=\"M100 200h1L300 100M700 0h1\"", "a gap lifts the pen");
        has(text, "<title>Wed: Received none, Processed 0</title>", "a point says its values");
        has(text, "<span>Mon</span><span>Wed</span><span>Fri</span>", "the first, middle and last label");
        has(text, "<span>100</span><span>50</span><span>0</span>", "the scale");
        is_long(times(text, "onroll-chart__key\""), 2, "a key for two series");
        c.series_count = 1;
        is_long(times(text_of(chart_time(a, &c)), "onroll-chart__key\""), 0, "none for one");
        c.point_count = 0;
        is_long((long)chart_time(a, &c).len, 0, "nothing without points");
}

static const char *percent(struct arena *in, long tenths)
{
        return arena_printf(in, "%ld.%ld%%", tenths / 10, tenths % 10);
}

static void test_scale(void)
{
        struct chart_series one = { "Attendance", TONE_MAIN, (long[]){ 931, 700, 1200 } };
        struct chart c = { .kind = CHART_LINES,
                           .words = "W",
                           .point_count = 3,
                           .series_count = 1,
                           .labels = (const char *const[]){ "1", "2", "3" },
                           .series = &one,
                           .bottom = 800,
                           .top = 1000,
                           .value = percent };
        const char *text = text_of(chart_time(a, &c));
        has(text, "<span>100.0%</span><span>90.0%</span><span>80.0%</span>",
            "a scale of its own, in its own words");
        has(text, "<title>1: Attendance 93.1%</title>", "and values");
        has(text, "d=\"M166 69h1L499 200L833 0\"", "what is outside the scale stays at its edge");
        ok(!strstr(text, "figcaption"), "no title, no caption");
}

static void test_hostile(void)
{
        struct chart_series one = { NASTY, TONE_MAIN, (long[]){ 1, 2 } };
        struct chart_series both[] = { one, one };
        struct chart c = { .kind = CHART_BARS,
                           .title = NASTY,
                           .words = NASTY,
                           .point_count = 2,
                           .series_count = 2,
                           .labels = (const char *const[]){ NASTY, NASTY },
                           .series = both };
        const char *text = text_of(chart_time(a, &c));
        ok(!strstr(text, NASTY) && !strstr(text, "<\"") && !strchr(text, '\''),
           "a chart shows values escaped");
        text = text_of(chart_stack(a, NASTY, false, 1, 1, (struct chart_part[]){ { 1, TONE_BAD, NASTY } }));
        ok(!strstr(text, NASTY) && !strstr(text, "<\"") && !strchr(text, '\''), "and so does a bar");
}

int main(void)
{
        a = arena_new();
        ok(view_open("templates") == DONE, "templates");
        test_stack();
        test_bars();
        test_lines();
        test_scale();
        test_hostile();
        view_close();
        arena_free(a);
        return done_testing();
}
