/* Migrations on hold: the list, one of them with who would be removed, and the authority's answer. */
#ifndef PAGES_LA_HOLDS_H
#define PAGES_LA_HOLDS_H

#include "pages/visit.h"

#define LA_HOLDS "/la/holds"
#define LA_HOLD  "/la/holds/{}/{}"

enum outcome la_holds_page(struct visit *v) MUST_USE;
enum outcome la_hold_page(struct visit *v) MUST_USE;
enum outcome la_hold_post(struct visit *v) MUST_USE;

#endif
