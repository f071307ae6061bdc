/* Lists of a school's pupils by their attendance: all, persistently and severely absent, and each statutory
 * trigger. */
#ifndef PAGES_ATTENDANCE_PUPILS_H
#define PAGES_ATTENDANCE_PUPILS_H

#include "pages/visit.h"
#include "store/attendance.h"

enum outcome attendance_pupils_page(struct visit *v) MUST_USE;
enum outcome attendance_pupils_csv(struct visit *v) MUST_USE;
enum outcome attendance_pupils_xlsx(struct visit *v) MUST_USE;

enum attendance_listing {
        ATTENDANCE_ALL,
        ATTENDANCE_PERSISTENT,
        ATTENDANCE_SEVERE,
        ATTENDANCE_TRIGGER, /* the first of model/attendance.h's enum trigger */
        ATTENDANCE_LISTS = ATTENDANCE_TRIGGER + TRIGGERS
};

/* "persistent" in addresses; "pupils persistently absent (10% missed or more)". */
const char *attendance_list_key(enum attendance_listing list);
const char *attendance_list_words(enum attendance_listing list);

/* True for a pupil on the roll who belongs to the list as things stand. */
bool attendance_is_listed(const struct attendance_year *y, enum attendance_listing list);

#endif
