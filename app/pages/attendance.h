/* Attendance of a school: figures by week, NC year and code, for the school itself and for the authority; and
 * what its lists (attendance_pupils.h) and a pupil's page (attendance_pupil.h) share with it. */
#ifndef PAGES_ATTENDANCE_H
#define PAGES_ATTENDANCE_H

#include "model/attendance_tally.h"
#include "model/school.h"
#include "pages/visit.h"
#include "store/attendance.h"

#define LA_ATTENDANCE            "/la/schools/{}/attendance"
#define LA_ATTENDANCE_PUPILS     "/la/schools/{}/attendance/pupils"
#define LA_PUPIL_ATTENDANCE      "/la/schools/{}/pupils/{}/attendance"
#define SCHOOL_ATTENDANCE        "/school/attendance"
#define SCHOOL_ATTENDANCE_PUPILS "/school/attendance/pupils"
#define SCHOOL_PUPIL_ATTENDANCE  "/school/pupils/{}/attendance"

enum outcome attendance_page(struct visit *v) MUST_USE;

/* ---- shared ---- */

/* Which school and academic year, seen by whom. */
struct attendance_place {
        bool la; /* by the authority's staff */
        struct school school;
        int academic; /* as asked for (year=2026), else the newest with marks, else the one of today */
        struct attendance_academic held;
};

/* ABSENT when there is no such school. */
enum outcome attendance_place_find(struct visit *v, struct attendance_place *out) MUST_USE;

/* Addresses of the school's page, its lists and a pupil's page, without a query. */
const char *attendance_url(struct arena *a, const struct attendance_place *p);
const char *attendance_pupils_url(struct arena *a, const struct attendance_place *p);
const char *attendance_pupil_url(struct arena *a, const struct attendance_place *p, unsigned long pupil);

/* Breadcrumbs: to the school, its attendance (here NULL: that page itself), and here. */
void attendance_trail(struct visit *v, const struct attendance_place *p, const char *here);

/* The form that asks for another year, nothing when there is no other; url is that of the page. */
struct html attendance_year_choice(struct visit *v, const struct attendance_place *p, const char *url);

/* "2026" for addresses. */
const char *attendance_year_text(struct arena *a, const struct attendance_place *p);

/* Every code that was used, most often first within its class, with words and sessions. */
struct html attendance_codes(struct arena *a, const struct attendance_tally *t);

/* "2 Nov" of a week's Monday. */
const char *attendance_week_label(struct arena *a, const struct attendance_tally *t, size_t week);

#endif
