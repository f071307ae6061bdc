/* Attendance as held: reading it. Writing it is attendance_merge.h; what marks mean is model/attendance.h. */
#ifndef STORE_ATTENDANCE_H
#define STORE_ATTENDANCE_H

#include "db/db.h"
#include "model/attendance.h"
#include "model/scope.h"

/* One pupil's marks, from the Monday of one piece on to the end of another. */
struct attendance_marks {
        unsigned long pupil;
        struct marks marks;
};

struct attendance_rows {
        size_t count;
        const struct attendance_marks *items;
};

/* The marks of one academic year; none (count 0) when there are none. */
enum outcome attendance_of_pupil(struct db *db, struct arena *a, const struct scope *scope,
                                 unsigned long pupil, int academic, struct marks *out) MUST_USE;

/* Those of a whole school, also of pupils who left: each pupil once, cut to the year. */
enum outcome attendance_of_school(struct db *db, struct arena *a, const struct scope *scope, int academic,
                                  struct attendance_rows *out) MUST_USE;

/* What table attendance_year holds of a pupil. Dates are yyyy-mm-dd, or "". */
struct attendance_year {
        unsigned long pupil;
        const char *surname, *forename, *upn, *nc_year, *class;
        bool on_roll;
        struct attendance_figures figures; /* of the three classes that count */
        const char *marked_to;
        unsigned trigger_now; /* bit 1 << enum trigger */
        const char *since[TRIGGERS];
        unsigned days[TRIGGERS];
};

struct attendance_years {
        size_t count;
        const struct attendance_year *items;
};

/* Of every pupil of the school who has marks in the year, by name. */
enum outcome attendance_year_list(struct db *db, struct arena *a, const struct scope *scope, int academic,
                                  struct attendance_years *out) MUST_USE;

/* ABSENT when the pupil has none. */
enum outcome attendance_year_find(struct db *db, struct arena *a, const struct scope *scope, int academic,
                                  unsigned long pupil, struct attendance_year *out) MUST_USE;

/* Compares the school's rows of attendance_year with what its marks give: how many pupils of the year there
 * are, and how many have a row that differs, is missing or is of nobody's marks. For onrollctl doctor and the
 * nightly check. */
enum outcome attendance_check(struct db *db, const struct scope *scope, int academic, size_t *pupils,
                              size_t *wrong) MUST_USE;

/* The academic years of which the school has marks, the newest first. */
struct attendance_academic {
        size_t count;
        const int *years;
};
enum outcome attendance_years_held(struct db *db, struct arena *a, const struct scope *scope,
                                   struct attendance_academic *out) MUST_USE;

/* How many pupils have marks that the import was the last to change. */
enum outcome attendance_of_batch(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                                 unsigned long *pupils) MUST_USE;

/* Who a register can name: everybody on the roll, and who left on that day or later. */
struct attendance_pupil {
        unsigned long id, child;
        bool on_roll;
        const char *upn, *former_upn, *surname, *forename, *preferred_surname, *preferred_forename,
            *former_surname, *dob, *nc_year, *looked_after;
};

struct attendance_pupils {
        size_t count;
        const struct attendance_pupil *items;
};

enum outcome attendance_pupils(struct db *db, struct arena *a, const struct scope *scope,
                               struct date left_since, struct attendance_pupils *out) MUST_USE;

/* ---- for store/attendance_merge.c ---- */

/* The first and one past the last piece that hold sessions of these. */
struct attendance_span {
        long from, until;
};

/* All pieces of the school in the span, in rows of pupil_id, starts_on, marks; by pupil. */
enum outcome attendance_pieces(struct db *db, struct arena *a, const struct scope *scope,
                               struct attendance_span span, struct result *out) MUST_USE;

#endif
