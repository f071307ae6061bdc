/* What became of a pupil, and where each value came from. Written by pupil_deed.h. */
#ifndef STORE_PUPIL_HISTORY_H
#define STORE_PUPIL_HISTORY_H

#include "db/db.h"
#include "model/field.h"
#include "model/scope.h"

struct pupil_event {
        const char *at;    /* yyyy-mm-dd hh:mm:ss, UTC */
        const char *kind;  /* created, changed, left or restored */
        const char *field; /* a key of model/field.h, left_on, ground or destination; "" of created */
        const char *old_value, *new_value;
        const char *person; /* name, "" for the program itself */
        unsigned long batch;
        const char *batch_kind; /* M migration, B bulk upload, "" none */
        const char *file, *sheet;
        unsigned row; /* from 1; 0: none */
};

struct pupil_events {
        size_t count;
        const struct pupil_event *items;
};

/* Newest first. */
enum outcome pupil_history(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                           struct pupil_events *out) MUST_USE;

/* The event that set the value which the field has now: its last change, else the pupil's creation; NULL when
 * the pupil's beginning is not known. */
const struct pupil_event *pupil_value_source(const struct pupil_events *events, enum field field);

#endif
