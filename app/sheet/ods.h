/* OpenDocument spreadsheets (.ods), and the flat kind (.fods) that is one XML document. */
#ifndef SHEET_ODS_H
#define SHEET_ODS_H

#include <stddef.h>

#include "base/outcome.h"
#include "sheet/package.h"
#include "sheet/sink.h"

/* ABSENT when the package is something else: nothing has been put then. */
enum outcome ods_read(struct package *p, struct sink *s) MUST_USE;
enum outcome ods_read_flat(const char *text, size_t len, struct sink *s) MUST_USE;

#endif
