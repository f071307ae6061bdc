/* onrollctl key: a new key file. */
#ifndef CTL_KEY_H
#define CTL_KEY_H

#include "ctl/ctl.h"

int ctl_key(struct ctl *c, int argc, char **argv);

#endif
