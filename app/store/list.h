/* What was read from the files of a batch: columns, rows and what is wrong in them. Their SQL. */
#ifndef STORE_LIST_H
#define STORE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"
#include "model/field.h"
#include "model/scope.h"

/* A column as recognised; meaning is a word of intake/header.h. samples: some of its cells. */
struct list_column {
        unsigned sheet, column;
        const char *sheet_name, *heading, *key, *meaning, *samples;
};

struct list_columns {
        size_t count;
        const struct list_column *items;
};

enum row_outcome { ROW_UNMATCHED, ROW_SURE, ROW_CHECK, ROW_NEW, ROW_OUTCOMES };

/* A row of a file, or (upload 0) one that was added on a page. */
struct stored_row {
        unsigned long id, upload;
        const char *file_name, *sheet_name;
        unsigned sheet;
        unsigned long row;       /* from 0 */
        unsigned long row_pupil; /* of the hidden key, or 0 */
        bool other_school, error;
        const char *left_out;    /* the reason, or "" */
        struct record record;
        enum row_outcome outcome;
        unsigned long pupil, pupil_school;
};

struct stored_rows {
        size_t count;
        struct stored_row *items;
};

/* Something wrong ('E') or doubtful ('Q') in a row. cause is a word of intake/issue.h; words are the whole sentence. */
struct stored_issue {
        unsigned long row; /* when written: index in rows; when read: the id of the row */
        char severity;
        const char *cause, *field, *found, *words;
        int column; /* -1: the row as a whole */
        /* when read: */
        unsigned long upload, row_n;
        unsigned sheet;
        const char *file_name, *sheet_name;
};

struct stored_issues {
        size_t count;
        const struct stored_issue *items;
};

/* What reading a file gave; replaces what an earlier reading gave. message: why nothing could be read, or "". */
struct reading_result {
        unsigned long batch, upload;
        const char *kind, *message, *notes;
        struct list_columns columns;
        struct stored_rows rows;
        struct stored_issues issues;
};

enum outcome list_store(struct db *db, const struct scope *scope, const struct reading_result *r) MUST_USE;

/* Of an import, inside its transaction: the rows that are left for people, in the order of sheet and row, in place of those that were
 * there. ids, as many as rows, are the numbers they get. */
enum outcome list_store_open(struct db *db, struct arena *a, const struct scope *scope, const struct reading_result *r,
                             unsigned long *ids) MUST_USE;

/* Takes single ones away once they are dealt with, and what was wrong in them. */
enum outcome list_forget_rows(struct db *db, const struct scope *scope, unsigned long batch, const unsigned long *ids,
                              size_t count) MUST_USE;

/* A pupil of the roll who is added to the list on the page Who leaves: is in no file but has not left. */
enum outcome list_add_row(struct db *db, const struct scope *scope, unsigned long batch, unsigned long pupil,
                          const struct record *record) MUST_USE;

/* All rows of a batch, in the order of files, sheets and rows. */
enum outcome list_rows(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                       struct stored_rows *out) MUST_USE;
enum outcome list_columns_of(struct db *db, struct arena *a, const struct scope *scope, unsigned long upload,
                             struct list_columns *out) MUST_USE;

/* Of rows that are not left out; by cause, file, sheet and row. upload 0: of all files. */
enum outcome list_issues(struct db *db, struct arena *a, const struct scope *scope, unsigned long batch,
                         unsigned long upload, struct stored_issues *out) MUST_USE;

#endif
