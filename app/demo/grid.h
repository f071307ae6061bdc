/* A sheet as a teacher would type it, and the file formats that it is saved in. What stands in it is
 * example.h's. The second door to libxlsxwriter and libzip: these files are made to be read by strangers,
 * mess and all. */
#ifndef DEMO_GRID_H
#define DEMO_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

enum { GRID_ROWS = 160, GRID_COLUMNS = 12, GRID_SHEETS = 8 };

/* A date when that is known, else text; number: text is digits and stands there as a number. */
struct grid_cell {
        const char *text;
        struct date date;
        bool number;
};

struct grid {
        const char *name;
        bool hidden;
        unsigned rows; /* used so far */
        struct grid_cell cells[GRID_ROWS][GRID_COLUMNS];
};

/* Each writes a file and says whether it could. grids is a workbook's sheets; the others take one. */
bool grid_xlsx(const char *path, const struct grid *const *grids, unsigned count);
bool grid_ods(const char *path, const struct grid *const *grids, unsigned count);
bool grid_csv_1252(const char *path, const struct grid *g);  /* what is not in Windows-1252 becomes ? */
bool grid_tsv_utf16(const char *path, const struct grid *g); /* as Excel's "Unicode text" */
bool grid_html(const char *path, const struct grid *g);      /* a page with one table */

#endif
