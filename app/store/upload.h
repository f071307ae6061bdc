/* Uploaded files: their SQL. Bytes come in sealed (gate/vault.h); what was read from them is store/list.h. */
#ifndef STORE_UPLOAD_H
#define STORE_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"
#include "model/scope.h"

/* state "read", "unread" (message says why). Texts are borrowed. */
struct upload {
        unsigned long id, batch;
        bool read, bytes_kept; /* bytes are deleted after a set time */
        const char *file_name, *kind, *message, *notes; /* notes: sentences, one a line */
        unsigned long size, rows, errors, queries;
        const char *uploaded_at, *uploaded_by;
};

struct uploads {
        size_t count;
        const struct upload *items;
};

/* Not removed ones, oldest first. */
enum outcome upload_list(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         struct uploads *out) MUST_USE;
enum outcome upload_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch, unsigned long id,
                         struct upload *out) MUST_USE;

/* How many files the school has here, in all its batches, and their bytes. */
enum outcome upload_held(struct db *db, struct arena *a, const struct scope *scope, long *count, long *bytes) MUST_USE;

struct upload_piece {
        const unsigned char *bytes;
        size_t len;
};

struct upload_new {
        unsigned long batch;
        const char *file_name;
        unsigned long size;
        const unsigned char *sha256; /* 32 bytes */
        unsigned keep_days;
        unsigned long replaces;      /* an upload of the batch that goes at the same time, or 0 */
        void (*seal)(void *with, unsigned long id, struct upload_piece **pieces, size_t *count);
        void *with;                  /* for seal, which encrypts the bytes under the number that they get */
};

/* Keeps the bytes. REFUSED when the batch is no longer open, or (*twin is its number) holds the same bytes already. */
enum outcome upload_add(struct db *db, const struct scope *scope, const struct upload_new *n, unsigned long *id,
                        unsigned long *twin) MUST_USE;

/* The bytes as they were sealed. ABSENT once they were deleted. */
enum outcome upload_bytes(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                          struct upload_piece **pieces, size_t *count) MUST_USE;

/* Takes it out of its batch, with its rows; the bytes go at once. REFUSED when the batch is no longer open. */
enum outcome upload_remove(struct db *db, const struct scope *scope, unsigned long batch, unsigned long id) MUST_USE;

/* Deletes the bytes and rows whose time is over; a batch that was never finished is dropped. Returns how many uploads in *count. For onroll-work. */
enum outcome upload_sweep(struct db *db, unsigned long *count) MUST_USE;

/* ---- what people said about a school's headings ---- */

struct heading {
        const char *key, *meaning;
};

struct headings {
        size_t count;
        const struct heading *items;
};

enum outcome heading_list(struct db *db, struct arena *a, const struct scope *scope, struct headings *out) MUST_USE;
enum outcome heading_set(struct db *db, const struct scope *scope, const struct heading *items, size_t count) MUST_USE;

/* ---- what people put right on the page ---- */

/* field "": the whole row is left out, value being the reason. */
struct row_fix {
        unsigned sheet;
        unsigned long row;
        const char *field, *value;
};

struct row_fixes {
        size_t count;
        const struct row_fix *items;
};

enum outcome fix_list(struct db *db, struct arena *a, const struct scope *scope, unsigned long upload,
                      struct row_fixes *out) MUST_USE;

/* An empty value takes the fix away. */
enum outcome fix_set(struct db *db, const struct scope *scope, unsigned long batch, unsigned long upload,
                     const struct row_fix *items, size_t count) MUST_USE;

#endif
