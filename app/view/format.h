/* Numbers, dates and sizes as people read them. */
#ifndef VIEW_FORMAT_H
#define VIEW_FORMAT_H

#include <time.h>

#include "base/arena.h"
#include "base/date.h"

/* "1,234" */
const char *format_number(struct arena *a, long n);

/* "1 pupil", "2 pupils", "1,234 pupils"; many NULL is one with an s. */
const char *format_count(struct arena *a, long n, const char *one, const char *many);

/* "93.1%" of 931, "" of less than 0: where nothing can be counted. */
const char *format_permille(struct arena *a, long permille);

/* "14 September 2026", or "" for no date. */
const char *format_date(struct arena *a, struct date d);

/* "14 September 2026 at 9:05am", "... at 9am" in the zone of the process. */
const char *format_moment(struct arena *a, time_t at);

/* "just now", "5 minutes ago", "3 hours ago", "yesterday", "3 days ago"; from 14 days on the date. */
const char *format_ago(struct arena *a, time_t at, time_t now);

/* "812 bytes", "34 KB", "1.2 MB" */
const char *format_size(struct arena *a, long bytes);

#endif
