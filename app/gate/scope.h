/* The one place where a scope is made. */
#ifndef GATE_SCOPE_H
#define GATE_SCOPE_H

#include "model/person.h"
#include "model/scope.h"

/* The scope of a school's own people. */
struct scope gate_own_scope(const struct person *who);

/* The scope of the authority's staff on one school. The route's table has checked that they are such. */
struct scope gate_la_scope(const struct person *who, unsigned long school);

/* The scope of tasks, the operator's command and the demo. */
struct scope gate_program_scope(unsigned long school);

#endif
