#include "view/chart.h"

#include "view/format.h"

/* Units of the viewBox, which is stretched to the room there is; text stands outside it and is not. */
enum { WIDE = 1000, HIGH = 200, LEAST = 8 };

static const char *const tones[CHART_TONES] = { "main", "second", "waits", "bad", "quiet" };

/* ---- a bar of parts ---- */

static long positive(long n)
{
        return n > 0 ? n : 0;
}

static long width(long count, long all)
{
        long wide = all > 0 ? (long)((double)count * WIDE / (double)all) : 0;
        return count > 0 && wide < LEAST ? LEAST : wide;
}

/* Small parts are drawn wider than they are: the widest gives what that takes. */
static void fit(size_t count, long widths[])
{
        long sum = 0;
        size_t widest = 0;
        for (size_t i = 0; i < count; i++) {
                sum += widths[i];
                if (widths[i] > widths[widest])
                        widest = i;
        }
        if (count && sum > WIDE)
                widths[widest] = positive(widths[widest] - (sum - WIDE));
}

struct html chart_stack(struct arena *a, const char *words, bool quiet, long all, size_t count,
                        const struct chart_part parts[])
{
        struct view *part = view_new(a, "parts/stack-part"), *v = view_new(a, "parts/stack");
        long *widths = arena_array(a, count, sizeof *widths), sum = 0, x = 0;
        for (size_t i = 0; i < count; i++)
                sum += positive(parts[i].count);
        for (size_t i = 0; i < count; i++)
                widths[i] = width(positive(parts[i].count), all > sum ? all : sum);
        fit(count, widths);
        for (size_t i = 0; i < count; i++) {
                if (!widths[i])
                        continue;
                view_text(part, "tone", tones[parts[i].tone]);
                view_number(part, "x", x);
                view_number(part, "width", widths[i]);
                view_text(part, "name", parts[i].name);
                view_text(part, "count", format_number(a, parts[i].count));
                view_next(part);
                x += widths[i];
        }
        view_text(v, "words", words);
        view_flag(v, "quiet", quiet);
        view_html(v, "parts", view_rows(part));
        return view_render(v);
}

/* ---- over time ---- */

struct scale {
        long bottom, top;
};

/* A round even number, so that the middle of the scale is a whole one too: 2 4 6 8 10 20 40 60 80 100 200 ...
 */
static long round_up(long n)
{
        long step = 2;
        while (n > 5 * step)
                step *= 10;
        return n <= 0 ? step : (n + step - 1) / step * step;
}

static struct scale scale_of(const struct chart *c)
{
        long most = 0;
        for (size_t i = 0; i < c->point_count; i++) {
                long sum = 0, highest = 0;
                for (size_t s = 0; s < c->series_count; s++) {
                        long n = positive(c->series[s].values[i]);
                        sum += n;
                        highest = n > highest ? n : highest;
                }
                highest = c->kind == CHART_STACKED ? sum : highest;
                most = highest > most ? highest : most;
        }
        return c->top > c->bottom ? (struct scale){ c->bottom, c->top } : (struct scale){ 0, round_up(most) };
}

/* How high above the bottom, in units. */
static long height(const struct scale *s, long value)
{
        if (value == CHART_GAP || value <= s->bottom)
                return 0;
        if (value >= s->top)
                return HIGH;
        return (long)((double)(value - s->bottom) * HIGH / (double)(s->top - s->bottom) + 0.5);
}

static const char *written(struct arena *a, const struct chart *c, long value)
{
        return c->value ? c->value(a, value) : format_number(a, value);
}

/* "14 September: Received 12, Processed 10" */
static const char *title_of(struct arena *a, const struct chart *c, size_t point)
{
        const char *words = "";
        for (size_t s = 0; s < c->series_count; s++) {
                long n = c->series[s].values[point];
                words = arena_printf(a, "%s%s%s %s", words, *words ? ", " : "", c->series[s].name,
                                     n == CHART_GAP ? "none" : written(a, c, n));
        }
        return arena_printf(a, "%s: %s", c->labels[point], words);
}

static long left(const struct chart *c, size_t point)
{
        return (long)(point * WIDE / c->point_count);
}

static void bar(struct view *v, const struct chart *c, size_t s, long x, long wide, long below, long high)
{
        if (!high)
                return;
        view_text(v, "tone", tones[c->series[s].tone]);
        view_number(v, "x", x);
        view_number(v, "y", HIGH - below - high);
        view_number(v, "width", wide);
        view_number(v, "height", high);
        view_next(v);
}

/* The bars of one point share its width, less a fifth for the room between points. */
static void bars_of(struct view *v, const struct chart *c, const struct scale *scale, size_t point)
{
        bool stacked = c->kind == CHART_STACKED;
        long from = left(c, point), room = (left(c, point + 1) - from) * 4 / 5, below = 0;
        long wide = stacked ? room : room / (long)c->series_count;
        for (size_t s = 0; s < c->series_count; s++) {
                long high = height(scale, c->series[s].values[point]);
                bar(v, c, s, from + room / 8 + (stacked ? 0 : (long)s * wide), wide > 0 ? wide : 1, below,
                    high);
                below += stacked ? high : 0;
        }
}

/* From the middle of each point's room to that of the next; a gap lifts the pen, and a point alone is a dash.
 */
static const char *path_of(struct arena *a, const struct chart *c, const struct scale *scale, size_t s)
{
        const char *path = "";
        bool down = false;
        for (size_t i = 0; i < c->point_count; i++) {
                long n = c->series[s].values[i], x = (left(c, i) + left(c, i + 1)) / 2;
                if (n != CHART_GAP)
                        path = arena_printf(a, "%s%s%ld %ld%s", path, down ? "L" : "M", x,
                                            HIGH - height(scale, n), down ? "" : "h1");
                down = n != CHART_GAP;
        }
        return path;
}

static struct html drawing(struct arena *a, const struct chart *c, const struct scale *scale)
{
        struct view *bars = view_new(a, "parts/chart-bar"), *line = view_beside(bars, "parts/chart-line"),
                    *point = view_beside(bars, "parts/chart-point");
        for (size_t i = 0; c->kind != CHART_LINES && i < c->point_count; i++)
                bars_of(bars, c, scale, i);
        for (size_t s = 0; c->kind == CHART_LINES && s < c->series_count; s++) {
                view_text(line, "tone", tones[c->series[s].tone]);
                view_text(line, "path", path_of(a, c, scale, s));
                view_next(line);
        }
        for (size_t i = 0; i < c->point_count; i++) {
                view_number(point, "x", left(c, i));
                view_number(point, "width", left(c, i + 1) - left(c, i));
                view_number(point, "height", HIGH);
                view_text(point, "title", title_of(a, c, i));
                view_next(point);
        }
        return view_rows(bars);
}

static struct html keys(struct arena *a, const struct chart *c)
{
        struct view *v = view_new(a, "parts/chart-key");
        for (size_t s = 0; c->series_count > 1 && s < c->series_count; s++) {
                view_flag(v, "line", c->kind == CHART_LINES);
                view_text(v, "tone", tones[c->series[s].tone]);
                view_text(v, "name", c->series[s].name);
                view_next(v);
        }
        return view_rows(v);
}

struct html chart_time(struct arena *a, const struct chart *c)
{
        struct view *v = view_new(a, "parts/chart");
        if (!c->point_count || !c->series_count)
                return (struct html){ 0 };
        struct scale scale = scale_of(c);
        size_t last = c->point_count - 1;
        view_text(v, "title", c->title);
        view_html(v, "keys", keys(a, c));
        view_text(v, "top", written(a, c, scale.top));
        view_text(v, "middle", written(a, c, scale.bottom + (scale.top - scale.bottom) / 2));
        view_text(v, "bottom", written(a, c, scale.bottom));
        view_text(v, "words", c->words);
        view_html(v, "drawing", drawing(a, c, &scale));
        view_text(v, "first", c->labels[0]);
        view_text(v, "centre", last > 1 ? c->labels[last / 2] : "");
        view_text(v, "last", last ? c->labels[last] : "");
        return view_render(v);
}
