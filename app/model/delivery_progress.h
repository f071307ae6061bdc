/* How far a file has come that is processed school by school, and how long the rest may take. */
#ifndef MODEL_DELIVERY_PROGRESS_H
#define MODEL_DELIVERY_PROGRESS_H

#include <stdbool.h>

enum delivery_phase {
        DELIVERY_WAITING,
        DELIVERY_READING,
        DELIVERY_PROCESSING,
        DELIVERY_OVER,
        DELIVERY_PHASES
};

/* "waiting", "reading", "processing", "done" */
extern const char *const delivery_phase_keys[DELIVERY_PHASES];

struct delivery_facts {
        bool waits, taken; /* it was not read yet; a program does so just now */
        long imports, open,
            stopped;          /* parts; not processed; of them waiting for a person or the end of a pause */
        long rows, rows_done; /* of parts that do not wait so */
        long seconds;         /* since they were made */
};

struct delivery_progress {
        enum delivery_phase phase; /* DELIVERY_OVER: nothing more happens by itself */
        long schools_done, schools, rows_done, rows;
        long seconds_left; /* -1: cannot be told */
};

struct delivery_progress delivery_progress_of(const struct delivery_facts *f);

#endif
