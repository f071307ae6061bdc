/* The answers to the questions about a task, as they travel from page to page in the address, and what they
 * mean. The pages that ask are exchange_wizard.h. */
#ifndef PAGES_EXCHANGE_FORM_H
#define PAGES_EXCHANGE_FORM_H

#include "pages/routes.h"
#include "store/exchange_task.h"

enum exchange_question {
        ASK_WHAT,  /* "G.snapshot" */
        ASK_GROUP, /* "A" all, "Y" some years, "L", "V" */
        ASK_YEARS, /* "4-5": by year_at */
        ASK_MONTHS,
        ASK_SCHOOLS, /* "all", "phase", "list", "pick" */
        ASK_PHASE,
        ASK_LIST,
        ASK_PICKS,   /* "12-15" */
        ASK_REPEATS, /* "O", "W", "M" */
        ASK_DAYS,    /* "0-3": Monday 0 */
        ASK_DAY,
        ASK_FIRST,
        ASK_AT,
        ASK_LAST,
        ASK_WINDOW,
        ASK_WAIT,
        ASK_NAME,
        ASK_TASK, /* its number, when it is changed; "" a new one */
        ASK_VERSION,
        ASK_EXISTING, /* the number of a task from before, in whose place it is set up */
        ASKED
};

/* One page of questions; first and last are what it asks. */
enum exchange_step {
        STEP_WHAT,
        STEP_GROUP,
        STEP_MONTHS,
        STEP_SCHOOLS,
        STEP_REPEATS,
        STEP_TIME,
        STEP_NAME,
        STEP_CHECK
};

struct exchange_form {
        const char *answer[ASKED];
};

extern const char *const exchange_question_names[ASKED]; /* in addresses and forms */
extern const char *const exchange_step_keys[STEP_CHECK + 1];

/* For the table of routes: every answer, and boxes that are ticked. */
enum { EXCHANGE_PICKS_MAX = 8000 };
#define EXCHANGE_FORM_FIELDS                                                                                 \
        { "what", 40 }, { "group", 1 }, { "years", 80 }, { "months", 4 }, { "schools", 8 }, { "phase", 2 },  \
            { "list", 10 }, { "picks", EXCHANGE_PICKS_MAX }, { "repeats", 1 }, { "days", 20 }, { "day", 4 }, \
            { "first", 40 }, { "at", 40 }, { "last", 40 }, { "window", 6 }, { "wait", 6 }, { "name", 480 },  \
            { "task", 10 },                                                                                  \
            { "version", 10 },                                                                               \
        {                                                                                                    \
                "existing", 10                                                                               \
        }

/* Of the query (GET) or the form (POST). */
struct exchange_form exchange_form_sent(struct visit *v);

/* Of a task that is changed, or (copy) cloned. */
struct exchange_form exchange_form_of(struct arena *a, const struct exchange_task *t,
                                      const struct exchange_picks *picks, bool copy);

/* Whether the page belongs to these answers; of_school: a school's own task, whose school nobody is asked. */
bool exchange_step_applies(enum exchange_step step, const struct exchange_form *f, bool of_school);

/* Reads them in the order of the pages. Returns STEP_CHECK, or the first page with something missing or
 * wrong, and why. own: the school whose own task it is, 0 of the authority's. */
enum exchange_step exchange_form_read(struct visit *v, const struct exchange_form *f, unsigned long own,
                                      struct exchange_task *t, struct exchange_picks *picks,
                                      struct refusal *why);

/* "12-15" to numbers; what is none is left out. */
struct exchange_picks exchange_numbers(struct arena *a, const char *text);
bool exchange_picked(const struct exchange_picks *p, unsigned long id);

/* The answers as hidden fields, but for those that the page asks itself; and as an address below path, asking
 * for that page. */
struct html exchange_form_hidden(struct arena *a, const struct exchange_form *f, enum exchange_step except);
const char *exchange_form_url(struct arena *a, const char *path, const struct exchange_form *f,
                              enum exchange_step step);

#endif
