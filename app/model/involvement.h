/* A child's involvement with a service, and what makes a pupil active. Services themselves are service.h's.
 */
#ifndef MODEL_INVOLVEMENT_H
#define MODEL_INVOLVEMENT_H

#include <stdbool.h>
#include <stddef.h>

/* Days are yyyy-mm-dd, both included; texts are borrowed and never NULL. */
struct involvement {
        unsigned long id, child, service, team; /* team 0: none was named */
        const char *from, *to;                  /* to "": no end is known */
        const char *reference, *file;           /* file "": from a page */
        const char *service_name, *team_name;
        const char *added_by, *added_at;
        bool counts; /* with a service that makes pupils active */
        unsigned version;
};

struct involvements {
        size_t count;
        const struct involvement *items;
};

/* It runs on that day. */
bool involvement_current(const struct involvement *i, const char *day);

/* Since when the child is active on that day: the first day of the unbroken run of involvements that count,
 * one after the other or side by side. NULL when the child is not active. items: all of one child, in any
 * order. */
const char *involvement_active_since(const struct involvements *all, const char *day);

#endif
