/* Uploading spreadsheets: the files of a batch, how far they cover the roll, how a file's columns were understood. */
#ifndef PAGES_BATCH_FILES_H
#define PAGES_BATCH_FILES_H

#include "pages/visit.h"

enum outcome batch_files_page(struct visit *v) MUST_USE;
enum outcome batch_files_post(struct visit *v) MUST_USE;
enum outcome batch_tick_post(struct visit *v) MUST_USE;
enum outcome batch_file_page(struct visit *v) MUST_USE;
enum outcome batch_columns_post(struct visit *v) MUST_USE;
enum outcome batch_replace_post(struct visit *v) MUST_USE;
enum outcome batch_remove_post(struct visit *v) MUST_USE;

#endif
