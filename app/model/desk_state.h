/* Where a school stands with the data that came from it: one word for its state, how much is left to do and
 * how much that is of the whole. From numbers alone; they are read by store/dashboard.h and shown by
 * pages/la_desk*.c. */
#ifndef MODEL_DESK_STATE_H
#define MODEL_DESK_STATE_H

#include <stdbool.h>
#include <time.h>

#include "model/setting.h"

/* Moments are 0 where there is none. */
struct desk_numbers {
        bool error;            /* the last attempt to process the school's data failed */
        time_t received_at;    /* of the last data */
        long on_roll, in_file; /* in_file -1: no complete file was processed yet */
        long new, changed;     /* by that file */
        long waiting_files, waiting_rows, held_files;
        time_t waiting_since; /* of the oldest file that waits */
        long missing, unmatched, conflicts_active, conflicts_other, rejected, claimed, upn_problems;
        time_t oldest_at; /* of what waits for a person */
        bool paused;
        time_t paused_until; /* 0: until somebody ends it */
        long unanswered;     /* times in the last week, since it answered last */
        time_t next_run;     /* of a task that asks it */
};

/* The first that applies. UNANSWERED: the school did not answer a scheduled exchange in its time. REVIEW: something waits for a person. BEHIND: a file has waited for the program for
 * behind_days, or nothing came for so long; SILENT: nothing for silent_days, or ever. Days of 0 do not count.
 */
enum desk_state {
        DESK_ERROR,
        DESK_HOLD,
        DESK_PAUSED,
        DESK_UNANSWERED,
        DESK_REVIEW,
        DESK_BEHIND,
        DESK_SILENT,
        DESK_UP_TO_DATE,
        DESK_STATES
};

enum desk_state desk_state(const struct desk_numbers *n, const struct settings *settings, time_t now);

/* "hold" in addresses, "On hold" for people. Of PAUSED and SILENT the page says more: until when, for how
 * long. */
extern const char *const desk_state_keys[DESK_STATES];
extern const char *const desk_state_words[DESK_STATES];

/* What waits for a person; and with the rows that wait for the program. */
long desk_open(const struct desk_numbers *n);
long desk_left(const struct desk_numbers *n);

/* On roll here less in the file; 0 without a file. */
long desk_difference(const struct desk_numbers *n);

/* Percent; 100 only when nothing is left. */
int desk_processed(const struct desk_numbers *n);

/* Whole days since then. */
long desk_days(time_t at, time_t now);

/* How much is left, by its share and by the age of the oldest open item: the colours of the dashboard. */
enum desk_band { BAND_NONE, BAND_LITTLE, BAND_SOME, BAND_MUCH, DESK_BANDS };

enum desk_band desk_band(const struct desk_numbers *n, const struct settings *settings, time_t now);

/* "some" in addresses, "Some left" for people, a shape that says the same without colour, and the colour:
 * "amber". */
struct desk_band_info {
        const char *key, *words, *shape, *colour;
};

extern const struct desk_band_info desk_band_table[DESK_BANDS];

#endif
