/* onrollctl school: the authority's schools and their settings. */
#ifndef CTL_SCHOOL_H
#define CTL_SCHOOL_H

#include "ctl/ctl.h"

int ctl_school(struct ctl *c, int argc, char **argv);

#endif
