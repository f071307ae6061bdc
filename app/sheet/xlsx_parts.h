/* The large parts of an XLSX workbook: styles, shared strings, and the grids of cells. */
#ifndef SHEET_XLSX_PARTS_H
#define SHEET_XLSX_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/outcome.h"
#include "sheet/package.h"
#include "sheet/sink.h"
#include "sheet/xml.h"

/* What the grids of one workbook share. Starts as noughts. */
struct xlsx_shared {
        bool epoch_1904;
        size_t style_count;
        bool *style_is_date;
        size_t string_count, string_room;
        uint32_t *string_ends; /* in strings */
        struct buf strings;
};

enum outcome xlsx_read_styles(struct package *p, const char *name, struct sink *s,
                              struct xlsx_shared *out) MUST_USE;
enum outcome xlsx_read_strings(struct package *p, const char *name, struct sink *s,
                               struct xlsx_shared *out) MUST_USE;

/* Puts the cells of one sheet. */
enum outcome xlsx_read_grid(struct package *p, const char *name, struct sink *s,
                            const struct xlsx_shared *shared) MUST_USE;

void xlsx_free(struct xlsx_shared *shared);

/* The same for a part that is at hand, for the fuzzers. */
enum outcome xlsx_read_bytes(const char *bytes, size_t len, struct sink *s) MUST_USE;

#endif
