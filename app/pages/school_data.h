/* A school's data on its way to the authority: sending a file, and what became of those that were sent. Not
 * what the authority decides about them. */
#ifndef PAGES_SCHOOL_DATA_H
#define PAGES_SCHOOL_DATA_H

#include "pages/visit.h"

#define SCHOOL_DATA          "/school/data"
#define SCHOOL_DATA_FILE     "/school/data/{}"
#define SCHOOL_DATA_PROGRESS SCHOOL_DATA_FILE "/progress"

enum outcome school_data_page(struct visit *v) MUST_USE;
enum outcome school_data_upload_page(struct visit *v) MUST_USE;
enum outcome school_data_upload_post(struct visit *v) MUST_USE;
enum outcome school_data_file_page(struct visit *v) MUST_USE;

/* How far the file is, as JSON. */
enum outcome school_data_progress(struct visit *v) MUST_USE;

#endif
