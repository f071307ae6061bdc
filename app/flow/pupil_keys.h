/* Finding the pupil of a school that a row of a register or of a list of entries is about: exactly, or not at
 * all. */
#ifndef FLOW_PUPIL_KEYS_H
#define FLOW_PUPIL_KEYS_H

#include "intake/issue.h"
#include "intake/named.h"
#include "store/attendance.h"

struct pupil_key;

struct pupil_keys {
        size_t count;
        struct pupil_key *items;
};

/* pupils must stay. */
void pupil_keys_make(struct arena *a, const struct attendance_pupils *pupils, struct pupil_keys *out);

/* By UPN (or former UPN), else by names (also preferred and former ones) and date of birth, which must be
 * exact and one pupil's alone; of several the only one on the roll. NULL when there is none; *several when it
 * could be more than one. */
const struct attendance_pupil *pupil_keys_find(struct arena *a, const struct pupil_keys *k,
                                               const struct named *who, bool *several);

/* What is said of a row that is nobody's, or possibly several pupils'. */
struct issue pupil_keys_nobody(struct arena *a, const struct named *who, bool several,
                               const struct place *at);

#endif
