/* A list as a CSV file for people. The format that machines exchange is not made here. */
#ifndef VIEW_CSV_H
#define VIEW_CSV_H

#include "base/buf.h"
#include "view/list.h"

/* UTF-8 with a byte order mark, CRLF, and a ' before a value that a spreadsheet would take for a formula. */
void list_csv(const struct list *list, struct buf *out);

#endif
