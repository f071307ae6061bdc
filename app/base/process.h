/* What our programs do to themselves first of all. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

/* No core with pupils and keys in it, and no debugger of the same user. */
void process_private(void);

/* What people read and type as a time is England's, whatever the machine's zone. */
void process_clock(void);

#endif
