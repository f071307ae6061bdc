/* Entries of a school that the rules left to a person: the list with the answer to those that are ticked, and
 * the same answer for all of one kind. Conflicts of fields are la_conflicts.h. */
#ifndef PAGES_LA_ENTRY_CONFLICTS_H
#define PAGES_LA_ENTRY_CONFLICTS_H

#include "pages/visit.h"

#define LA_ENTRY_CONFLICTS     "/la/schools/{}/conflicts/entries"
#define LA_ENTRY_CONFLICTS_ALL "/la/schools/{}/conflicts/entries/all"

enum outcome la_entry_conflicts_page(struct visit *v) MUST_USE;
enum outcome la_entry_conflicts_post(struct visit *v) MUST_USE;

enum outcome la_entry_conflicts_all_page(struct visit *v) MUST_USE;
enum outcome la_entry_conflicts_all_post(struct visit *v) MUST_USE;

/* How many are open: for the page of the other conflicts, which leads here. */
enum outcome la_entry_conflicts_open(struct visit *v, size_t *count) MUST_USE;

#endif
