/* Registers of the invented authority: half a term of marks, in the mix that England's schools have. Codes
 * are model/attendance_code.h's. */
#ifndef DEMO_REGISTER_H
#define DEMO_REGISTER_H

#include "demo/demo.h"
#include "model/attendance.h"
#include "model/scope.h"

enum { REGISTER_WEEKS = 7, REGISTER_SPAN = 17 * WEEK_SESSIONS };

/* The sessions from the Monday with which the last seven school weeks before today began up to yesterday;
 * half-term, Christmas, Easter and summer, about as schools have them, are closed and count for none of the
 * seven. */
struct register_days {
        long first;
        size_t count;
        bool closed[REGISTER_SPAN];
};

struct register_days register_days(struct date today);

/* The marks of one child, by chance. */
void register_marks(struct chance *c, const struct register_days *days, mark out[REGISTER_SPAN]);

/* Writes those of the pupils of the first schools, each school in its own transaction. scope_of:
 * gate_program_scope of gate/scope.h, which the caller brings. */
typedef struct scope demo_scope_maker(unsigned long school);
enum outcome registers_load(struct db *db, const struct demo *d, unsigned schools,
                            demo_scope_maker *scope_of) MUST_USE;

#endif
