/* Download current pupils: the school's roll as a spreadsheet that can be edited and uploaded again. */
#ifndef PAGES_BULK_DOWNLOAD_H
#define PAGES_BULK_DOWNLOAD_H

#include "pages/visit.h"

enum outcome bulk_download_page(struct visit *v) MUST_USE;
enum outcome bulk_download_xlsx(struct visit *v) MUST_USE;
enum outcome bulk_download_csv(struct visit *v) MUST_USE;

#endif
