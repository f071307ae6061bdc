/* Letting people in: adding them and sending the link by which they choose a password, with the mail that carries it. For
 * the authority's staff and the operator's command. */
#ifndef FLOW_PEOPLE_H
#define FLOW_PEOPLE_H

#include "flow/flow.h"
#include "model/person.h"

/* What stands in the way of adding p, as a sentence, with the field it is about; NULL when nothing does. */
const char *people_problem(const struct person *p, const char **field);

/* Adds the person and sends a link. by: who does it, 0 for the operator. f->scope is not looked at. REFUSED, with words, when
 * the e-mail address is taken. */
enum outcome people_add(const struct flow *f, unsigned long by, const struct person *p, unsigned long *id) MUST_USE;

/* A new link for a person who may sign in. The old password holds until another is chosen. */
enum outcome people_send_link(const struct flow *f, unsigned long by, const struct person *p) MUST_USE;

#endif
