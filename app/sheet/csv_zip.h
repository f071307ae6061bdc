/* A ZIP archive of CSV files, as systems hand out their rosters: a sheet for each. */
#ifndef SHEET_CSV_ZIP_H
#define SHEET_CSV_ZIP_H

#include "base/outcome.h"
#include "sheet/package.h"
#include "sheet/sink.h"

/* A book of kind "zip", with a sheet for each CSV file of the archive or of a folder in it, called as the
 * file is without ".csv". Other files are counted in a note. ABSENT when there is no CSV file. */
enum outcome csv_zip_read(struct package *p, struct sink *s) MUST_USE;

#endif
