/* Possible matches: the queue of the whole authority. One case is la_case.h. */
#ifndef PAGES_LA_MATCHES_H
#define PAGES_LA_MATCHES_H

#include "pages/visit.h"

#define LA_MATCHES        "/la/matches"
#define LA_SCHOOL_MATCHES "/la/schools/{}/matches"
#define LA_CASE     "/la/matches/{}/{}"
#define LA_ANSWERED "/la/matches/answered"
#define LA_REOPEN   "/la/matches/{}/{}/reopen"

enum outcome la_matches_page(struct visit *v) MUST_USE;

/* Those of one school, as a tab of its dashboard. */
enum outcome la_school_matches_page(struct visit *v) MUST_USE;

/* What was answered, and taking an answer back. */
enum outcome la_answered_page(struct visit *v) MUST_USE;
enum outcome la_reopen_post(struct visit *v) MUST_USE;

/* The case that comes after that one among those that wait for the authority, of its school first. ABSENT:
 * none waits. */
enum outcome la_next_case(struct visit *v, unsigned long school, unsigned long id,
                          unsigned long numbers[2]) MUST_USE;

#endif
