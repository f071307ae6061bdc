/* How far a file is that was received, in words and as JSON: on the authority's page of it and on the school's. */
#ifndef PAGES_FILE_PROGRESS_H
#define PAGES_FILE_PROGRESS_H

#include "model/delivery_progress.h"
#include "pages/visit.h"
#include "store/delivery.h"
#include "store/delivery_made.h"

struct file_progress {
        struct delivery_progress p;
        const char *words; /* a sentence */
};

struct file_progress file_progress_of(struct arena *a, const struct delivery *d, const struct delivery_made *m);

/* Sets {progress}, {more} and {progress_url} of the page. */
void file_progress_set(struct view *page, const struct file_progress *f, const char *url);

/* For static/js/onroll.js: phase (waiting, reading, processing, done), words, schools_done, schools, rows_done, rows, and seconds_left,
 * which is null when nobody can tell. */
enum outcome file_progress_send(struct visit *v, const struct file_progress *f) MUST_USE;

#endif
