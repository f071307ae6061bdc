/* Old Excel workbooks that are encrypted although anybody may open them: Excel does so to one whose structure
 * is protected, under a password that every program knows. Other passwords are not tried. */
#ifndef SHEET_XLS_LOCK_H
#define SHEET_XLS_LOCK_H

#include <stddef.h>

/* Takes such a lock off the stream in place, so that it reads as if there had been none. Leaves any other
 * stream as it is: one without a lock, or whose FILEPASS record then says that it has another password. */
void xls_unlock(unsigned char *stream, size_t len);

#endif
