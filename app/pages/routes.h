/* Every address of the program, in one table: who may ask, what the form may hold, who answers. dispatch.c walks it. Addresses below /api
 * are asked by programs, with a signature or a token in place of a session; all others by people. */
#ifndef PAGES_ROUTES_H
#define PAGES_ROUTES_H

#include "model/role.h"
#include "pages/visit.h"

/* What a form may hold; a name that is not listed is refused. A list ends with a NULL name; the token is always allowed. */
struct form_field {
        const char *name;
        unsigned max; /* bytes of each value */
};

enum route_school {
        SCHOOL_NONE,  /* not about one school */
        SCHOOL_OWN,   /* the school of the person who asks */
        SCHOOL_AGENT, /* of /api: the school of the agent, or that of the token, 0 for the whole authority */
        SCHOOL_FIRST  /* the school whose number comes first in the path; for the authority's staff */
};

struct route {
        const char *method, *path; /* {} stands for a number */
        unsigned who;              /* set of enum who */
        enum route_school school;
        const struct form_field *form; /* of POST, or of the query of GET (where it is not enforced) */
        enum outcome (*answer)(struct visit *v);
};

/* Ends with a NULL method. */
extern const struct route route_table[];

#endif
