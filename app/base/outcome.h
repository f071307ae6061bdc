/* How a call ended. Errors are values; nobody may ignore one. */
#ifndef BASE_OUTCOME_H
#define BASE_OUTCOME_H

/*
 * DONE     it was done.
 * ABSENT   what was asked for is not there, or not within the asker's scope: the two look alike on purpose.
 * REFUSED  the input cannot be accepted; the words for the person are in a struct refusal.
 * BROKEN   our fault or the machine's; logged once, where it was found.
 */
enum outcome { DONE, ABSENT, REFUSED, BROKEN };

#define MUST_USE __attribute__((warn_unused_result))

/* Why something was refused. Borrowed from the arena of the request or task. */
struct refusal {
        const char *field; /* name of the form field or "" */
        const char *words; /* a sentence that says what is wrong and what to do */
};

#endif
