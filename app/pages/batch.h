/* What the pages about a batch share: loading it, its addresses, its numbers in words. */
#ifndef PAGES_BATCH_H
#define PAGES_BATCH_H

#include "flow/plan.h"
#include "pages/visit.h"
#include "view/page.h"

#define BATCH_HOME     "/school/batches/{}"
#define BATCH_FILES    "/school/batches/{}/files"
#define BATCH_FILE     "/school/batches/{}/files/{}"
#define BATCH_PROBLEMS "/school/batches/{}/problems"
#define BATCH_MATCHES  "/school/batches/{}/matches"
#define BATCH_LEAVERS  "/school/batches/{}/leavers"
#define BATCH_REMOVE   "/school/batches/{}/leavers/acknowledge"
#define BATCH_CHECK    "/school/batches/{}/check"
#define BATCH_RECEIPT  "/school/batches/{}/receipt"

struct batch_visit {
        struct batch b;
        struct flow flow;
        struct flow_plan p;
        unsigned long numbers[2]; /* the batch's, and room for one more: for addresses */
        struct page_link trail[5];
};

/* Loads the batch that the path names first, and its plan. ABSENT when the school has none of that number; a batch that is
 * over has no plan, and the page sends to its receipt (result DONE, *over true) unless it asked for that. */
enum outcome batch_visit(struct visit *v, struct batch_visit *out, bool *over) MUST_USE;

/* The batch alone. */
enum outcome batch_visit_short(struct visit *v, struct batch_visit *out) MUST_USE;

/* Breadcrumbs down to the batch, and here (NULL: the batch itself is here). */
void batch_trail(struct visit *v, struct batch_visit *bv, const char *here);
/* With a page of the batch between. */
void batch_trail_below(struct visit *v, struct batch_visit *bv, const char *parent, const char *pattern, const char *here);

/* The one thing that a school has to do now: the sentence, and the page where it is done (url NULL: nothing but to wait). */
struct batch_step {
        const char *words, *button, *url;
};
struct batch_step batch_next(struct visit *v, const struct batch_visit *bv);

/* After a deed on the batch: back to a page of it, with a notice; a stale version is told as such. */
enum outcome batch_done(struct visit *v, struct batch_visit *bv, enum outcome result, const char *notice,
                        const char *pattern) MUST_USE;

/* "/school/batches/12/files/7" */
const char *batch_url(const struct batch_visit *bv, struct visit *v, const char *pattern, unsigned long second);

/* "New-year migration 2026/27", "Bulk upload" */
const char *batch_name(struct arena *a, const struct batch *b);

/* "Year 3 teachers.xlsx, sheet 3B, row 12" */
const char *row_place(struct arena *a, const struct stored_row *row);

#endif
