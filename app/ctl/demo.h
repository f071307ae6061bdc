/* onrollctl demo: the invented authority, into an empty database and as example files. */
#ifndef CTL_DEMO_H
#define CTL_DEMO_H

#include "ctl/ctl.h"

int ctl_demo(struct ctl *c, int argc, char **argv);

#endif
