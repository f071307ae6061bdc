/* onrollctl user: who may sign in. */
#ifndef CTL_USER_H
#define CTL_USER_H

#include "ctl/ctl.h"

int ctl_user(struct ctl *c, int argc, char **argv);

#endif
