/* A list of involvements on its way: kept sealed, shown as what it would do, then done in one transaction.
 * The preview and the confirmation both ask flow_involve_plan. */
#ifndef FLOW_INVOLVE_H
#define FLOW_INVOLVE_H

#include "flow/involve_match.h"
#include "model/service.h"
#include "store/involvement_upload.h"

/* A file as it came. */
struct involve_incoming {
        const char *label;
        const void *bytes;
        size_t len;
};

/* Reads them, and keeps them when there is anything in them. service: that of rows which name none. REFUSED,
 * with words: they cannot be read, or list nothing. by: who does it. */
enum outcome flow_involve_receive(const struct flow *f, unsigned long by,
                                  const struct involve_incoming *files, size_t count, unsigned long service,
                                  unsigned long *upload) MUST_USE;

/* What becomes of a line. */
enum involve_fate {
        INVOLVE_NEW,
        INVOLVE_ENDED,
        INVOLVE_UNCHANGED,
        INVOLVE_PAST,
        INVOLVE_PROBLEM,   /* the row cannot be read, or names nobody */
        INVOLVE_UNMATCHED, /* no pupil is like it */
        INVOLVE_DOUBTFUL,  /* it may be a pupil: a person must look */
        INVOLVE_UNKNOWN,   /* no such service or team, or it is closed */
        INVOLVE_FATES
};

struct involve_line {
        enum involve_fate fate;
        const char *words; /* "New, from 03/09/2026", "Not taken: ..." */
        struct involved who;
        unsigned long service, team;
};

struct involve_plan {
        struct involvement_upload upload;
        size_t file_count;
        const struct involvement_file *files;
        struct involvement_list list;
        struct involve_line *lines; /* one for each of the list */
        unsigned long of[INVOLVE_FATES];
        struct involvement_tally tally;
        size_t row_count;
        struct involvement_row *rows; /* those that are taken */
        char hash[33];                /* of everything that would be done */
};

/* Rows that are not taken. */
unsigned long involve_left_out(const struct involve_plan *p);

/* ABSENT: there is no such upload, or its bytes were deleted. */
enum outcome flow_involve_plan(const struct flow *f, unsigned long upload, struct involve_plan *out) MUST_USE;

/* REFUSED with words: it is settled already; or without (*changed): what would be done is no longer what was
 * seen. */
enum outcome flow_involve_apply(const struct flow *f, unsigned long by, unsigned long upload,
                                const char *seen, bool *changed, struct involve_plan *out) MUST_USE;

#endif
