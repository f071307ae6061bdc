/* Night after night of what the schools' systems deliver for the invented authority, with the truth kept
 * aside: who is where, and what is so. Changes, corrections, slips of the keyboard, movers, joiners, leavers
 * and damaged files, as often as they are met. */
#ifndef DEMO_NIGHT_H
#define DEMO_NIGHT_H

#include <stdbool.h>

#include "base/buf.h"
#include "demo/demo.h"

/* What is wrong with a school's file of a night. */
enum night_damage { NIGHT_WHOLE, NIGHT_HEADINGS, NIGHT_HALF, NIGHT_LETTERS, NIGHT_COLUMN, NIGHT_DAMAGES };

struct night_pupil {
        const struct demo_school
            *school;               /* where the child is; NULL: at no school of the authority any more */
        struct record truth, file; /* what is so, and what the school's system says */
};

struct nights {
        struct arena *arena;
        const struct demo *demo;
        struct chance chance;
        unsigned night; /* how many there were */
        size_t count, room;
        struct night_pupil
            *pupils; /* first those of the demo in its order: pupils[i] is number i + 1 in MySQL */
        enum night_damage *damage; /* of this night, by the place of the school */
};

/* Before the first night: everything is as the demo has it. */
struct nights nights_new(struct arena *a, const struct demo *d);

/* One more. quiet: nothing new happens, slips are corrected, and every file is whole. */
void nights_next(struct nights *n, bool quiet);

/* The school's file of this night, as CSV. */
void night_csv(const struct nights *n, const struct demo_school *s, struct buf *out);

/* Teachers' assessments that the school sends in this night beside it, as CSV; false when there are none.
 * Each child has its turn every tenth night. */
bool night_results(const struct nights *n, const struct demo_school *s, struct buf *out);

/* The result in each subject of the child at that place of n->pupils, whose turn it is in this night; "" when
 * it is not. */
enum { NIGHT_SUBJECTS = 3 };
extern const char *const night_subjects[NIGHT_SUBJECTS];
const char *night_result(const struct nights *n, size_t place, int subject);

/* The truth of all, as CSV: DfE number (empty: gone) and the fields. */
void night_truth(const struct nights *n, struct buf *out);

#endif
