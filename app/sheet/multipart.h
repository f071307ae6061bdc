/* Bodies of forms with files (multipart/form-data), read strictly: what a browser would not send is refused,
 * not mended. */
#ifndef SHEET_MULTIPART_H
#define SHEET_MULTIPART_H

#include <stddef.h>

#include "base/buf.h"

/* Writes a record for each field and each chosen file (base/wire.h), then the end; or a refusal. A file's
 * bytes are not copied: its record says where in the body they are. Its name is a label without folders,
 * never a path. */
void multipart_read(const unsigned char *body, size_t len, const char *boundary, struct buf *out);

#endif
