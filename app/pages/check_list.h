/* The lists of the page Check: one row type, one table of columns, for the page and for files. */
#ifndef PAGES_CHECK_LIST_H
#define PAGES_CHECK_LIST_H

#include "flow/plan.h"
#include "view/list.h"

enum check_kind { CHECK_NEW, CHECK_CHANGED, CHECK_UNCHANGED, CHECK_LEAVING, CHECK_LEFT_OUT, CHECK_KEPT, CHECK_KINDS };

/* "new", "changed" ...: in addresses; and the words over the list. */
extern const char *const check_keys[CHECK_KINDS];
extern const char *const check_words[CHECK_KINDS];

enum check_kind check_of_key(const char *key);

/* How many pupils are on it. */
unsigned check_count(const struct flow_plan *p, enum check_kind kind);

/* The list; changed ones have a row a field. */
struct list check_list(struct arena *a, const struct flow_plan *p, enum check_kind kind);

#endif
