/* Questions to the database whose answer should be nothing, for onrollctl doctor. */
#ifndef STORE_HEALTH_H
#define STORE_HEALTH_H

#include "db/db.h"

struct health {
        long long schools, pupils, people;
        long long rolls_wrong;                /* schools whose on_roll is not the number of pupils on it */
        long long classes_wrong;              /* schools whose classes do not add up to it */
        long long counters_wrong;             /* schools whose counters on the dashboard are not what they count */
        long long keyless;                    /* pupils without matching keys: no list finds them */
        long long uploads_overdue;            /* uploads whose bytes should have been deleted by yesterday */
        long long mail_waiting, mail_minutes; /* e-mails not sent, and the age of the oldest */
};

enum outcome health_read(struct db *db, struct arena *a, struct health *out) MUST_USE;

#endif
