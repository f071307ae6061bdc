/* Files as they came, of one school or of the whole authority: their SQL. Bytes come in sealed (gate/vault.h); what becomes of each
 * school's part is store/import.h. */
#ifndef STORE_DELIVERY_H
#define STORE_DELIVERY_H

#include "db/db.h"
#include "model/asked.h"
#include "model/scope.h"
#include "store/upload.h"

enum delivery_source { FROM_AUTHORITY, FROM_SCHOOL, FROM_FOLDER, FROM_AGENT, DELIVERY_SOURCES };
enum delivery_state { DELIVERY_NEW, DELIVERY_SORTED, DELIVERY_TWIN, DELIVERY_REFUSED, DELIVERY_STATES };

struct delivery {
        unsigned long id, school; /* school 0: of the whole authority, its rows name theirs */
        enum delivery_source source;
        bool complete; /* everyone on roll is in it */
        struct asked asked; /* of an agent's answer: the rest is not taken */
        enum delivery_state state;
        const char *file_name, *kind;
        unsigned long size, rows, twin;
        const char *message, *notes; /* why it was refused or nothing was done; sentences, one a line */
        const char *received_at, *received_by, *sorted_at;
        bool bytes_kept;
        const char *school_name; /* "" of the whole authority */
        bool taken;              /* a program reads it just now */
};

struct deliveries {
        size_t count;
        const struct delivery *items;
};

struct delivery_new {
        unsigned long school, person; /* person 0: the program */
        enum delivery_source source;
        bool complete;
        struct asked asked;
        const char *file_name;
        unsigned long size;
        const unsigned char *sha256; /* 32 bytes */
        unsigned keep_days;
        void (*seal)(void *with, unsigned long id, struct upload_piece **pieces, size_t *count);
        void *with; /* for seal, which encrypts the bytes under the number that they get */
};

/* Keeps the file. The same bytes as the newest file for the same school are kept as a twin, without their bytes: *state is then
 * DELIVERY_TWIN, its schools have sent data just now, and nothing more is done. Bytes that came before something else, or of which
 * something was rejected, failed or was undone, are no twin: they would change something, or are wanted once more. For the whole
 * authority the same holds of each school that the file had data of. What was taken of some pupils alone has no twin: who is among them
 * may have changed since. Nor has what is asked of leavers, whom other files look for less far back. */
enum outcome delivery_add(struct db *db, const struct delivery_new *n, unsigned long *id, enum delivery_state *state) MUST_USE;

enum outcome delivery_find(struct db *db, struct arena *a, unsigned long id, struct delivery *out) MUST_USE;

/* Newest first; school 0: of all, else that school's and those of the whole authority with rows of it. At most limit, of numbers below
 * before (0: the newest). For the authority's staff. */
enum outcome delivery_list(struct db *db, struct arena *a, unsigned long school, unsigned long before, unsigned limit,
                           struct deliveries *out) MUST_USE;

/* For a school: what came for it alone. */
enum outcome delivery_find_own(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                               struct delivery *out) MUST_USE;
enum outcome delivery_list_own(struct db *db, struct arena *a, const struct scope *scope, unsigned long before, unsigned limit,
                               struct deliveries *out) MUST_USE;

/* As they were sealed. ABSENT once they were deleted. */
enum outcome delivery_bytes(struct db *db, struct arena *a, unsigned long id, struct upload_piece **pieces, size_t *count) MUST_USE;

/* ---- for onroll-work ---- */

/* Takes the oldest new one for two minutes (as store/status.h's leases), but none before an older one of the same school is sorted.
 * ABSENT: there is none. REFUSED: it was tried many times and ended the program each time; it is refused with a message. */
enum outcome delivery_take(struct db *db, struct arena *a, const char *by, struct delivery *out) MUST_USE;

/* One for several schools that another program has taken and not sorted yet. ABSENT: there is none. */
enum outcome delivery_being_read(struct db *db, struct arena *a, unsigned long *id) MUST_USE;

/* What was found in it; inside the transaction that makes its imports. REFUSED when the lease was lost. */
struct delivery_sorted {
        const char *kind, *message, *notes; /* message "": it is sorted; else it is refused with it */
        unsigned long rows;
        bool complete;
};

enum outcome delivery_sorted(struct db *db, unsigned long id, const char *by, const struct delivery_sorted *s) MUST_USE;

/* Deletes the bytes whose time is over and which no import waits for. */
enum outcome delivery_sweep(struct db *db, unsigned long *count) MUST_USE;

#endif
