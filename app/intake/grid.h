/* A sheet's cells by row and column. */
#ifndef INTAKE_GRID_H
#define INTAKE_GRID_H

#include "base/arena.h"
#include "base/book.h"
#include "intake/read_date.h"

/* Columns beyond these are not looked at: no list of pupils is that wide. */
enum { GRID_COLUMNS = 256 };

struct grid {
        const struct sheet *sheet;
        uint32_t rows, columns;
        const uint32_t *start; /* index of the first cell of row i; start[rows] is one past the last */
};

void grid_make(struct arena *a, const struct sheet *sheet, struct grid *out);

/* NULL where there is nothing, or nothing but white space. */
const struct cell *grid_cell(const struct grid *g, uint32_t row, uint32_t column);

/* Its text, or "". */
const char *grid_text(const struct grid *g, uint32_t row, uint32_t column);

/* Cells of the row with something in them. */
unsigned grid_filled(const struct grid *g, uint32_t row);

/* Whether the dates of a column, from the row body on, have the day or the month first: the day, unless some can only be read the other
 * way and none only this way. Also for NO_COLUMN. */
enum date_order grid_date_order(struct arena *a, const struct grid *g, uint32_t body, int32_t column, struct date today);

#endif
