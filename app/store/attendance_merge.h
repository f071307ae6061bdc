/* Writing attendance: incoming marks over held ones, and the summaries of the academic years that they touch.
 */
#ifndef STORE_ATTENDANCE_MERGE_H
#define STORE_ATTENDANCE_MERGE_H

#include "store/attendance.h"

struct attendance_merged {
        size_t pupils, marks; /* how many changed */
        size_t overwritten;   /* of the marks, those where another mark stood */
};

/* Marks of pupils of the school (each once; MARK_NONE where nothing came) over those held, and the rows of
 * attendance_year that follow, all in one transaction: the caller's when one is open. The school's roll is
 * locked first (store/roll.h); a caller's transaction that has read before must have locked it before that.
 * Nothing is written of what stays as it is: twice changes nothing. batch: the import they came with, or 0.
 */
enum outcome attendance_merge(struct db *db, const struct scope *scope, unsigned long batch,
                              const struct attendance_marks *in, size_t count,
                              struct attendance_merged *out) MUST_USE;

#endif
