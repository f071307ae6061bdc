/* XML read as a stream, by the local names of its elements: a document that declares a type is refused, and
 * so is one too deep or with too many attributes. No document is ever held. */
#ifndef SHEET_XML_H
#define SHEET_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/outcome.h"
#include "sheet/package.h"
#include "sheet/sink.h"

/* Once, before the process is locked down: draws the number that keeps expat's tables safe from chosen names. */
void xml_prepare(void);

/* What to do at each piece; anything but DONE ends the reading and is its outcome. attributes is name, value,
 * ... NULL. Names of elements come without prefix, those of attributes with it. text may come in pieces. */
struct xml_calls {
        enum outcome (*open)(void *with, const char *name, const char **attributes);
        enum outcome (*close)(void *with, const char *name);
        enum outcome (*text)(void *with, const char *text, size_t len); /* NULL: not wanted */
        const char *again; /* what to do about a file that cannot be read; NULL: what suits a spreadsheet */
};

/* Reads a part of a package (ABSENT when it is not there), or bytes that are UTF-8 whatever they say. */
enum outcome xml_read_part(struct package *p, const char *name, struct sink *s, const struct xml_calls *calls,
                           void *with) MUST_USE;
enum outcome xml_read_bytes(const char *bytes, size_t len, struct sink *s, const struct xml_calls *calls,
                            void *with) MUST_USE;

/* The value of the attribute with that local name, or NULL. */
const char *xml_attribute(const char **attributes, const char *local);

/* "row" of "x:row". */
const char *xml_local(const char *name);

#endif
