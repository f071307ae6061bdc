/* The sets of a delivery that the authority has agreed with its schools; the others are refused on arrival.
 */
#ifndef FLOW_AGREED_H
#define FLOW_AGREED_H

#include "flow/sort.h"

/* sets: of each part, bits of model/data_set.h for what is in it and is agreed with its school. What is in
 * the file and is not adds a note to s; when nothing that is in it is agreed with anybody, s->why says so. */
enum outcome flow_agreed(const struct flow *f, struct sorted *s, unsigned *sets) MUST_USE;

#endif
