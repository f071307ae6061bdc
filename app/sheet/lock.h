/* The cage in which an untrusted file is read: afterwards the process can compute, read and write what it has
 * open, and end. Nothing here knows what is read. */
#ifndef SHEET_LOCK_H
#define SHEET_LOCK_H

#include <stdbool.h>

/* Limits first, then no new privileges, Landlock where the kernel has it, and a seccomp list that kills.
 * False when anything but Landlock is refused: then nothing may be read. *landlock tells whether it is on. */
bool lock_down(bool *landlock);

#endif
