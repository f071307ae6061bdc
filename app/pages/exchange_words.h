/* Tasks, runs and answers in words and tags, for the authority's pages and the schools'. */
#ifndef PAGES_EXCHANGE_WORDS_H
#define PAGES_EXCHANGE_WORDS_H

#include "model/existing.h"
#include "store/exchange_run.h"
#include "view/parts.h"

/* "All schools", "Primary schools", "Schools of the list Pilots", "12 schools", or the name of the school
 * whose own it is. */
const char *exchange_schools_words(struct arena *a, const struct exchange_task *t);

/* "3 months" of attendance, "" of anything else. */
const char *exchange_months_words(struct arena *a, const struct exchange_ask *ask);

/* "at once", "over 1 hour", "within 90 minutes" without the first word: "1 hour", "90 minutes", "2 days". */
const char *exchange_minutes(struct arena *a, unsigned minutes);

/* What a task from before asks for, "" where that is not known; and what was decided of it. */
const char *exchange_existing_words(struct arena *a, const struct existing *e);
const char *exchange_existing_answer(char answer);

/* The next runs as a list. */
struct html exchange_next_runs(struct arena *a, const struct schedule *s, time_t now);

struct html exchange_state_tag(struct arena *a, char state);
struct html exchange_task_tag(struct arena *a, const struct exchange_task *t);

/* What an answer's state means now: its words, or until when it waits. */
const char *exchange_answer_words(struct arena *a, const struct exchange_answer *x, time_t now);

/* "Due 2am; issued late, at 9:30am; 3 times before went by while Onroll was off", "By Pat", "On time". */
const char *exchange_run_words(struct arena *a, const struct exchange_run *r);

#endif
