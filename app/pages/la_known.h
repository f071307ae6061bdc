/* Whom a service knows: the list of its involvements, on the page and as files. */
#ifndef PAGES_LA_KNOWN_H
#define PAGES_LA_KNOWN_H

#include "pages/visit.h"

#define LA_KNOWN "/la/services/{}/involvements"

enum outcome la_known_page(struct visit *v) MUST_USE;
enum outcome la_known_csv(struct visit *v) MUST_USE;
enum outcome la_known_xlsx(struct visit *v) MUST_USE;

#endif
