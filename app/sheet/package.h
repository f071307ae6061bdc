/* A ZIP file in memory: its parts by name, unpacked piece by piece and counted while they are. Nothing here
 * knows what the parts mean. */
#ifndef SHEET_PACKAGE_H
#define SHEET_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

struct package;
struct part;

/* Opens the archive and looks at its list of parts. Damaged, encrypted or explosive ones are REFUSED; the
 * sentence goes to the sink, here and below. The bytes are used until package_close. */
enum outcome package_open(const unsigned char *bytes, size_t len, struct sink *s,
                          struct package **out) MUST_USE;
void package_close(struct package *p); /* NULL is allowed */

/* Is there a part of that name, in any case? */
bool package_has(struct package *p, const char *name);

/* The parts as the archive lists them; a name may hold folders, and letters in any code. */
size_t package_count(const struct package *p);
const char *package_name(struct package *p, size_t i);

/* ABSENT when there is no such part. One at a time: close it before the next. */
enum outcome part_open(struct package *p, const char *name, struct part **out) MUST_USE;

/* Up to room bytes of it; *len is 0 at its end. REFUSED when it is damaged or larger than we unpack. */
enum outcome part_read(struct part *part, char *room, size_t size, size_t *len) MUST_USE;
void part_close(struct part *part);

#endif
