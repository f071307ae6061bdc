/* Schools and tasks for the tests of exchanges. */
#ifndef TESTS_EXCHANGING_H
#define TESTS_EXCHANGING_H

#include "database.h"
#include "store/exchange_run.h"

/* "2026-10-05 02:00" in UTC. */
time_t exchanging_at(const char *text);

/* A school of that number (9992001 and so on) and phase, which is ready to answer tasks. */
unsigned long exchanging_school(struct database *d, unsigned number, const char *phase);

/* The same, without anything that makes it ready. */
unsigned long exchanging_bare_school(struct database *d, unsigned number, const char *phase);

/* Makes a school ready to answer tasks: with an agent, an administrator, and all that agents report. */
void exchanging_ready(struct database *d, unsigned long school);

/* Snapshots of all schools each night at 2 from 1 October 2026 on, over an hour, with an hour to answer. */
struct exchange_task exchanging_nightly(const char *name);

/* A number from a SELECT of one, written in the test. */
long exchanging_count(struct database *d, const struct sql *q);

/* Runs it as a script, said as a check. */
void exchanging_script(struct database *d, const char *sql);

#endif
