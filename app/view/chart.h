/* Charts as SVG from templates (templates/parts/chart*, stack*): a bar of parts, and bars or lines over time.
 * Colours are classes of the style sheet (static/css/_chart.scss); nothing is told by colour alone: words
 * stand in the place of the picture for screen readers, series have a key and their own stroke, points have a
 * title. The table of the same numbers is the caller's (view/list.h), below the chart or in part_details. */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H

#include <limits.h>

#include "view/view.h"

/* What a part or series means; its colour follows. */
enum chart_tone {
        TONE_MAIN,   /* what the chart is about: done, processed, attended */
        TONE_SECOND, /* what it is compared with: received, authorised absence */
        TONE_WAITS,  /* somebody must look: amber */
        TONE_BAD,    /* late, failed, unauthorised: red */
        TONE_QUIET,  /* the rest */
        CHART_TONES
};

struct chart_part {
        long count;
        enum chart_tone tone;
        const char *name; /* "to review": the part's title when pointed at */
};

/* A small bar, parts from the left, all its whole length (what the parts do not fill stays empty; all is
 * never taken as less than their sum). words: "312 of 400 processed, 80 to review": the text alternative, and
 * beside the bar unless quiet. A part that is not 0 is seen, however small. */
struct html chart_stack(struct arena *a, const char *words, bool quiet, long all, size_t count,
                        const struct chart_part parts[]);

/* No value at that point: the line has a gap, the bar is not there. */
#define CHART_GAP LONG_MIN

struct chart_series {
        const char *name; /* "Received" */
        enum chart_tone tone;
        const long *values; /* one a point */
};

enum chart_kind { CHART_BARS, CHART_LINES, CHART_STACKED };

struct chart {
        enum chart_kind
            kind; /* bars of one point stand beside each other, stacked on each other, or points are joined */
        const char *title; /* above the chart */
        const char *words; /* the text alternative: what one sees in it, in a sentence or two */
        size_t point_count, series_count;
        const char *const
            *labels; /* of every point, "14 September"; written below are the first, middle and last */
        const struct chart_series *series;
        long bottom, top; /* of the scale; both 0: from 0 to a round number above the highest value */
        /* How a value is written, NULL: format_number. Values in tenths of a percent need it. */
        const char *(*value)(struct arena *a, long value);
};

/* Nothing without points. */
struct html chart_time(struct arena *a, const struct chart *chart);

#endif
