/* A batch: the spreadsheets of one new-year migration or one bulk upload, or one import, on their way to the roll. */
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include <stdbool.h>

/* BATCH_OPEN: files may come and go. BATCH_LISTED: "we have uploaded all" was ticked and the rows were compiled. */
enum batch_state { BATCH_OPEN, BATCH_LISTED, BATCH_APPLIED, BATCH_DROPPED, BATCH_UNDONE, BATCH_STATES };

enum batch_hold { HOLD_NONE, HOLD_HELD, HOLD_RELEASED, HOLD_REJECTED, BATCH_HOLDS };

/* Texts are borrowed; moments are "yyyy-mm-dd hh:mm:ss" in UTC, "" when it has not happened; names are of people. */
struct batch {
        unsigned long id, school;
        bool migration; /* else a bulk upload, or */
        bool import;    /* a school's part of a delivery, processed under the authority's rules (store/import.h) */
        int academic;   /* 2026 is 2026/27 */
        enum batch_state state;
        unsigned version;
        unsigned long long matched_roll; /* the school's roll_version that its rows were matched with; 0: not yet */
        const char *opened_at, *opened_by, *listed_at, *listed_by;
        struct {
                long count; /* -1: nothing was acknowledged */
                const char *hash, *at, *by;
        } ack;
        struct {
                enum batch_hold state;
                unsigned bits, removals; /* intake/weigh.h's plan_hold; what a release covers */
                const char *why, *at, *answer, *answered_at, *answered_by;
        } hold;
        struct {
                unsigned long long roll_version;
                const char *hash, *at, *by;
        } checked;
        struct {
                const char *at, *by, *reference;
                unsigned roll_before, roll_after, new, changed, unchanged, leaving, left_out;
        } applied;
        const char *undone_at, *undone_by, *undone_why;
};

/* The words in MySQL: "open" ... and "", "held", "released", "rejected". */
extern const char *const batch_state_keys[BATCH_STATES];
extern const char *const batch_hold_keys[BATCH_HOLDS];

#endif
