/* One pupil's marks over time: sessions as numbers, marks in a row, merging, and what the law makes of them.
 * The codes are attendance_code.h; SQL is store/attendance.h.
 *
 * Sessions of Monday to Friday, mornings and afternoons, are numbered through from Monday 5 January 1970, ten
 * a week, so that a pupil's marks are one array. They are kept in pieces of eight weeks, one byte a session:
 * with InnoDB's cost of a row that is 1.7 bytes a mark (a week a row: 5.5, four weeks 2.4, thirteen 1.55, a
 * year 1.7), and a night that brings one week rewrites 166 bytes a pupil where a year a row would take 610.
 * Eight weeks hold half a term, and no piece needs to know when terms begin. */
#ifndef MODEL_ATTENDANCE_H
#define MODEL_ATTENDANCE_H

#include <stddef.h>

#include "model/attendance_code.h"

enum { WEEK_SESSIONS = 10, PERIOD_WEEKS = 8, PERIOD_SESSIONS = WEEK_SESSIONS * PERIOD_WEEKS };

#define NO_SESSION (-1L)

/* NO_SESSION on Saturday and Sunday, and for no date. */
long session_of(struct date on, bool afternoon);

/* The first on that day or after it. */
long session_from(struct date on);

struct date session_date(long session);
static inline bool session_afternoon(long session)
{
        return session % 2 != 0;
}

/* The first session of the piece, or the week, that session is in. */
long session_period(long session);
long session_week(long session);

/* The first of an academic year; that of the next is one past its last. */
long session_of_year(int academic);

/* The Monday from which on marks are looked at for the triggers of an academic year: runs and school weeks
 * reach into it from the year before. A piece begins there. */
long session_before_year(int academic);

/* Those of sessions first ... first + count - 1; first is a morning. */
struct marks {
        long first;
        size_t count;
        const mark *of;
};

mark marks_at(const struct marks *m, long session);

/* Only those between the sessions from and until (one past the last). */
struct marks marks_cut(const struct marks *m, long from, long until);

/* What came over what is held: MARK_NONE overwrites nothing. How many marks changed. */
unsigned marks_merge(mark *held, const mark *incoming, size_t count);

/* Without the MARK_NONEs at the end: what need be stored. */
size_t marks_length(const mark *m, size_t count);

void marks_figures(const struct marks *m, struct attendance_figures *out);

/* ---- what the law makes of them ---- */

enum trigger {
        TRIGGER_UNAUTHORISED, /* 10 school days in a row with G, N, O or U: the monthly return to the
                                 authority */
        TRIGGER_ILLNESS,      /* 15 days of code I, in a row or altogether in the academic year: the sickness
                                 return */
        TRIGGER_PENALTY,      /* 10 unauthorised sessions within 10 school weeks: a penalty notice is to be
                                 considered */
        TRIGGER_CONTINUOUS,   /* 20 school days of absence in a row: a ground for deletion, after enquiries */
        TRIGGERS
};

struct trigger_info {
        const char *key; /* "illness": in addresses */
        const char *short_words, *words;
        unsigned limit;
        const char *unit; /* of a count: "school day" */
};
extern const struct trigger_info trigger_table[TRIGGERS];
enum trigger trigger_of_key(const char *key); /* TRIGGERS when there is none */

struct trigger_state {
        bool holds;     /* at the end of the marks: the run goes on, or the sum still stands */
        bool reached;   /* at some time since year_first */
        long since;     /* the session with which it was reached, the last time; NO_SESSION never */
        unsigned count; /* at the end: of days, of sessions of TRIGGER_PENALTY */
};

/* A school day of the pupil is a day with a possible session; others neither count nor break a run (weekends,
 * closures, what was not possible). A day belongs to a run when all its possible sessions do; while one of
 * its two marks is missing it does not count yet, and only attendance breaks the run. A school week has a
 * school day. Days of illness are counted in half days when they are not in a row. Marks from before
 * year_first are looked at for runs and weeks that reach into the year. m begins on a Monday. */
void triggers_weigh(const struct marks *m, long year_first, struct trigger_state out[TRIGGERS]);

/* All that follows from a pupil's marks for one academic year: table attendance_year. */
struct attendance_sum {
        struct attendance_figures figures;
        long last; /* the last session of the year with a mark */
        struct trigger_state triggers[TRIGGERS];
};

/* m begins on a Monday, at session_before_year or earlier where there are such marks. False when none is of
 * the year. */
bool attendance_sum_up(const struct marks *m, int academic, struct attendance_sum *out);

#endif
