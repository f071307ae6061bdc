/* Pausing schools: who is paused when, setting a pause for one school or many, changing and ending one. */
#ifndef PAGES_LA_PAUSES_H
#define PAGES_LA_PAUSES_H

#include "pages/visit.h"
#include "store/pause.h"

#define LA_PAUSES    "/la/pauses"
#define LA_PAUSE_ADD "/la/pauses/add"
#define LA_PAUSE     "/la/schools/{}/pauses/{}"
#define LA_PAUSE_END "/la/schools/{}/pauses/{}/end"

enum outcome la_pauses_page(struct visit *v) MUST_USE;
enum outcome la_pause_page(struct visit *v) MUST_USE;
enum outcome la_pause_post(struct visit *v) MUST_USE;
enum outcome la_pause_end_page(struct visit *v) MUST_USE;
enum outcome la_pause_end_post(struct visit *v) MUST_USE;

/* A table of pauses; of_one: of one school, which is then not named in each row. */
struct html la_pauses_table(struct visit *v, const struct pauses *pauses, bool of_one, const char *empty);

#endif
