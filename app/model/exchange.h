/* What a task may get from schools or send to them, for whom, and what becomes of a school's answer: the
 * words, and the rules of what goes with what. Pure. When it runs is schedule.h's. */
#ifndef MODEL_EXCHANGE_H
#define MODEL_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { EXCHANGE_GET = 'G', EXCHANGE_SEND = 'S' };
enum { GROUP_YEARS = 'A', GROUP_LOOKED_AFTER = 'L', GROUP_LEAVERS = 'V' };
enum { EXCHANGE_MONTHS = 13, EXCHANGE_MANY_MONTHS = 3, SESSIONS_A_YEAR = 390 };

/* A set of data that schools can be asked for, by the word that the database and the agents use. */
struct exchange_data {
        const char *key;   /* "snapshot" */
        const char *words; /* "Snapshot data" */
        const char *hint;
        bool attendance; /* goes with months */
        bool pupils;     /* goes with a group of pupils */
};

/* Ends with a NULL key. */
extern const struct exchange_data exchange_data_table[];

/* NULL when there is none of that key. */
const struct exchange_data *exchange_data_find(const char *key);

struct exchange_ask {
        char way;
        const char *data;
        char group;
        unsigned years;  /* bits by year_at's order; 0: all */
        unsigned months; /* of attendance, back from the day of the run; 0 otherwise (asked.h says from when) */
};

/* NULL, or why this is not asked or sent, for the question "data", "group", "years" or "months". */
const char *exchange_problem(const struct exchange_ask *a, const char **field);

/* "Get snapshot data" and the like; "All NC years", "Year 1, Year 2", "Looked-after pupils", "Leavers", ""
 * where there is no group. */
const char *exchange_data_words(struct arena *a, const struct exchange_ask *ask);
const char *exchange_group_words(struct arena *a, const struct exchange_ask *ask);
const char *exchange_pupils_words(struct arena *a, char group, unsigned years);

/* About how many marks travel for so many pupils; 0 for what is no attendance. */
unsigned long exchange_marks(const struct exchange_ask *a, unsigned long pupils);

/* ---- answers ---- */

struct exchange_state {
        char key;                   /* in the database */
        const char *words, *colour; /* colour as part_tag's */
        bool over;                  /* nothing more comes by itself */
        bool failed;                /* and a person may try it again */
};

enum {
        ANSWER_WAITS = 'W',
        ANSWER_HELD = 'H',
        ANSWER_TAKEN = 'T',
        ANSWER_RECEIVED = 'R',
        ANSWER_DONE = 'D',
        ANSWER_NONE = 'N',
        ANSWER_FAILED = 'F',
        ANSWER_UNAVAILABLE = 'U',
        ANSWER_NOT_READY = 'X',
        ANSWER_CANCELLED = 'C'
};

/* In the order in which a run's page counts them; ends with a key of 0. */
extern const struct exchange_state exchange_state_table[];

const struct exchange_state *exchange_state_find(char key);

/* Why the authority's task may not ask a school, whatever the school's agent could answer; NULL when it may.
 * locked: the school had locked its tasks; unsettled: it had tasks from before that are not decided and off. */
const char *exchange_shut_words(bool locked, bool unsettled);

/* After so many tries that failed it is given up; before that it waits so many seconds for the next. */
enum { EXCHANGE_TRIES = 6 };
unsigned exchange_pause(unsigned tries);

#endif
