/* Check and confirm: every list of what a batch would do, the confirmation, and the receipt. */
#ifndef PAGES_BATCH_CHECK_H
#define PAGES_BATCH_CHECK_H

#include "pages/visit.h"

enum outcome batch_check_page(struct visit *v) MUST_USE;
enum outcome batch_check_csv(struct visit *v) MUST_USE;
enum outcome batch_check_xlsx(struct visit *v) MUST_USE;
enum outcome batch_confirm_page(struct visit *v) MUST_USE;
enum outcome batch_check_post(struct visit *v) MUST_USE;
enum outcome batch_confirm_post(struct visit *v) MUST_USE;
enum outcome batch_receipt_page(struct visit *v) MUST_USE;

#endif
