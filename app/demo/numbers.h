/* Identifiers of invented children: UPNs of authority 999, ULNs with a right check digit. */
#ifndef DEMO_NUMBERS_H
#define DEMO_NUMBERS_H

#include "base/arena.h"
#include "demo/authority.h"

/* The next UPN that this school gives out in that year; "" when it has given out all. */
const char *numbers_upn(struct arena *a, struct demo_school *s, int year);

/* A temporary one, for serial number n of 0 ... 2199. */
const char *numbers_temporary_upn(struct arena *a, const struct demo_school *s, int year, unsigned n);

/* The nth ULN: always the same for n, never the same for another. */
const char *numbers_uln(struct arena *a, unsigned n);

#endif
