/* onrollctl doctor: looks at everything that the program rests on, and says what is not right. */
#ifndef CTL_DOCTOR_H
#define CTL_DOCTOR_H

#include "ctl/ctl.h"

int ctl_doctor(struct ctl *c, int argc, char **argv);

#endif
