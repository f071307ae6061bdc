/* Lists of involvements between the preview and the confirmation: kept sealed (gate/vault.h), and after it
 * for the result with reasons, until their time is over. */
#ifndef STORE_INVOLVEMENT_UPLOAD_H
#define STORE_INVOLVEMENT_UPLOAD_H

#include <stdbool.h>

#include "db/db.h"
#include "store/involvement_bulk.h"
#include "store/upload.h"

enum kept_state { KEPT_OPEN, KEPT_APPLIED, KEPT_DROPPED };

struct involvement_upload {
        unsigned long id, service; /* that of rows which name none */
        enum kept_state state;
        const char *uploaded_by, *uploaded_at, *settled_by, *settled_at;
        const char *files;                               /* their names, with commas between them */
        unsigned long begun, ended, unchanged, left_out; /* of what was applied */
        bool bytes_kept;
        unsigned version;
};

struct involvement_uploads {
        size_t count;
        const struct involvement_upload *items;
};

struct kept_file {
        unsigned long id;
        const char *name;
        size_t piece_count;
        const struct upload_piece *pieces;
};

struct kept_files {
        size_t count;
        const struct kept_file *items;
};

struct new_kept_file {
        const char *name;
        unsigned long size;
        void (*seal)(void *with, unsigned long id, struct upload_piece **pieces, size_t *count);
        void *with;
};

enum outcome involvement_upload_add(struct db *db, unsigned long by, unsigned long service,
                                    unsigned keep_days, const struct new_kept_file *files, size_t count,
                                    unsigned long *id) MUST_USE;

enum outcome involvement_upload_find(struct db *db, struct arena *a, unsigned long id,
                                     struct involvement_upload *out) MUST_USE;

/* The newest, whatever became of them. */
enum outcome involvement_upload_list(struct db *db, struct arena *a, unsigned limit,
                                     struct involvement_uploads *out) MUST_USE;

/* Its files with their bytes as they were sealed. ABSENT once they were deleted. */
enum outcome involvement_upload_files(struct db *db, struct arena *a, unsigned long id,
                                      struct kept_files *out) MUST_USE;

/* Takes the rows (involvement_add_all) and closes the upload, in one transaction. REFUSED when somebody has
 * settled it, or what would be done is no longer what was seen. */
enum outcome involvement_upload_apply(struct db *db, unsigned long by, const struct involvement_upload *u,
                                      struct involvement_row *rows, size_t count,
                                      const struct involvement_tally *seen, unsigned long left_out) MUST_USE;

/* Gives it up; its bytes go at once. REFUSED when somebody has settled it. */
enum outcome involvement_upload_drop(struct db *db, unsigned long by,
                                     const struct involvement_upload *u) MUST_USE;

/* Deletes the bytes whose time is over and gives up what nobody has finished. For onroll-work. */
enum outcome involvement_upload_sweep(struct db *db, unsigned long *count) MUST_USE;

#endif
