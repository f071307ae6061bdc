/* Lists of involvements: uploading them, what they would do, doing it, and the list back with a column that
 * says what became of each row. */
#ifndef PAGES_LA_INVOLVE_H
#define PAGES_LA_INVOLVE_H

#include "pages/visit.h"

#define LA_INVOLVE        "/la/involvements/upload"
#define LA_INVOLVE_UPLOAD "/la/involvements/uploads/{}"
#define LA_INVOLVE_DROP   LA_INVOLVE_UPLOAD "/drop"
#define LA_INVOLVE_RESULT LA_INVOLVE_UPLOAD "/result.xlsx"

enum outcome la_involve_page(struct visit *v) MUST_USE;
enum outcome la_involve_post(struct visit *v) MUST_USE;

/* The preview; after it what was done. */
enum outcome la_involve_upload_page(struct visit *v) MUST_USE;
enum outcome la_involve_confirm_post(struct visit *v) MUST_USE;
enum outcome la_involve_drop_post(struct visit *v) MUST_USE;
enum outcome la_involve_result_xlsx(struct visit *v) MUST_USE;

#endif
