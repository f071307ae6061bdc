/* Files that come for schools and are processed, for the tests of imports: each step must succeed. */
#ifndef TESTS_IMPORTING_H
#define TESTS_IMPORTING_H

#include "moving.h"
#include "store/delivery.h"
#include "store/import.h"

/* A school with so many pupils on roll, whom no person has set; m acts as the program there from now on. Its number. */
unsigned long importing_school(struct moving *m, const char *laestab, size_t pupils);

/* The roll as rows of a file; to has room. How many. */
size_t importing_roll(struct moving *m, struct record *to);

/* From the drop folder, for m's school. */
enum delivery_state importing_deliver(struct moving *m, const char *name, const char *text, bool complete);

/* As onroll-work does: how many imports were processed. */
unsigned long importing_process(struct moving *m);

/* The school's newest; all 0 when it has none. */
struct import importing_last(struct moving *m);

#endif
