/* One pupil's attendance in an academic year: figures, triggers, weeks, codes and marks; for the school and
 * for the authority. */
#ifndef PAGES_ATTENDANCE_PUPIL_H
#define PAGES_ATTENDANCE_PUPIL_H

#include "pages/visit.h"

enum outcome attendance_pupil_page(struct visit *v) MUST_USE;

#endif
