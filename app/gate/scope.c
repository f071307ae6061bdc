#include "gate/scope.h"

struct scope gate_own_scope(const struct person *who)
{
        return (struct scope){ .school = who->school, .person = who->id };
}

struct scope gate_la_scope(const struct person *who, unsigned long school)
{
        /* A school's person has no business here; a scope of no school reads as nothing. */
        return (struct scope){ .school = role_table[who->role].of_school ? 0 : school, .person = who->id };
}

struct scope gate_program_scope(unsigned long school)
{
        return (struct scope){ .school = school };
}
