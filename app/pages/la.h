/* What the authority's pages share: where one is, addresses with a query, lists as files. The pages are
 * la_*.c. */
#ifndef PAGES_LA_H
#define PAGES_LA_H

#include "base/date.h"
#include "flow/flow.h"
#include "model/school.h"
#include "pages/visit.h"
#include "view/input.h"
#include "view/list.h"
#include "view/page.h"

/* Breadcrumbs; the last one, without an address, is the page itself. */
void la_trail(struct visit *v, size_t count, const struct page_link *links);

/* The school that the path names. ABSENT when there is none of that number. */
enum outcome la_school(struct visit *v, struct school *out) MUST_USE;

/* The question "school" with a choice that is none of them before all others. like: its label, value and
 * error. */
struct html la_school_select(struct visit *v, const struct schools *schools, struct choice before,
                             struct input like);

/* The question "phase", "" for all of them. */
struct html la_phase_select(struct visit *v, const char *value);

struct flow la_flow(struct visit *v);

/* After a deed: on to the next page with a notice. REFUSED without words means that the version was stale,
 * and says so. */
enum outcome la_done(struct visit *v, enum outcome result, const char *notice, const char *pattern,
                     const unsigned long *numbers) MUST_USE;

/* path with "?name=value" for each pair of the rest whose value is not empty; ends with NULL. "%s?...sort="
 * when the last name has no value but NULL: for part_pages and lists. */
const char *la_url(struct arena *a, const char *path, ...) __attribute__((sentinel));

/* The list as "NAME-2026-09-14.csv", or as XLSX with one sheet of that title. */
enum outcome la_file(struct visit *v, const struct list *list, bool xlsx, const char *name,
                     const char *sheet) MUST_USE;

/* The query's or form's value of that name as a number, 0 when it is none. */
unsigned long la_number(const char *text);

/* The academic year that schools move to: that of the authority's window that is open or comes next, else of
 * the last one. */
enum outcome la_academic(struct visit *v, int *out) MUST_USE;

/* "2026/27" */
const char *la_year(struct arena *a, int academic);

/* A day as people type it, past or to come; NO_DATE when it is none. */
struct date la_day(struct visit *v, const char *text);

#endif
