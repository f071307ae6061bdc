/* onrollctl setup: the schema, made or brought up to this program. */
#ifndef CTL_SETUP_H
#define CTL_SETUP_H

#include "ctl/ctl.h"

int ctl_setup(struct ctl *c, int argc, char **argv);

#endif
