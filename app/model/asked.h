/* What a school's answer was asked for, and whether a row of it is among that: a system may deliver more than
 * a task wants (a folder has the whole export), and what was not asked for is not taken. Pure. */
#ifndef MODEL_ASKED_H
#define MODEL_ASKED_H

#include "base/date.h"
#include "model/exchange.h"

struct asked {
        char group;        /* GROUP_* of exchange.h; 0: nobody was asked, the file came by another way */
        unsigned years;    /* bits as in struct exchange_ask, 0: all */
        struct date since; /* attendance of that day and of later ones; NO_DATE: all */
};

/* By a run on that day. Months count back from it; of the previous academic year from the last day of that,
 * since a few months back from the run would have nothing of it. Marks that came after the run are not too
 * old. */
struct asked asked_by(const struct exchange_ask *ask, struct date run);

/* True when rows of some pupils are not asked for. */
bool asked_narrow(const struct asked *asked);

/* What is known of the pupil of a row. Texts are "" when they say nothing; the held ones also when the row is
 * no pupil of the school that Onroll knows for certain. */
struct asked_pupil {
        const char *year, *looked_after; /* of the row */
        const char *held_year, *held_looked_after;
        bool in_care; /* a current involvement of social care */
        bool left;    /* has left the school here */
};

/*
 * Is the pupil in the group?
 *
 * NC years: the row's own year says so, else the year held; where neither does it cannot be told, and the row
 * is taken.
 *
 * Looked after: the row or the roll says yes (either, so that a change to "no" still comes). Else, where one
 * of them says no, it is no; where neither says anything a current involvement of social care stands for it:
 * Onroll is not told in what way social care knows a child, and takes a row too many rather than too few.
 *
 * Leavers: who has left the school here. Whom Onroll does not know was never sent before; who is still on the
 * roll is none before the leaving was recorded.
 */
bool asked_for(const struct asked *asked, const struct asked_pupil *p);

/* "Year 7, Year 8", "Leavers; attendance from 10/06/2026"; "" when nothing was asked. */
const char *asked_words(struct arena *a, const struct asked *asked);

/* What was left out and why: "34 rows of pupils in other NC years than Year 7; 2 attendance marks of days
 * before 10/06/2026"; "" when nothing was. */
const char *asked_not_words(struct arena *a, const struct asked *asked, unsigned long rows,
                            unsigned long marks);

#endif
