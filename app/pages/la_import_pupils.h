/* The pupils that an import added, and the values that it changed: as a page and as files. */
#ifndef PAGES_LA_IMPORT_PUPILS_H
#define PAGES_LA_IMPORT_PUPILS_H

#include "pages/la_import.h"

#define LA_IMPORT_PUPILS LA_IMPORT "/pupils" /* ?show=changed; else those who are new */

#define LA_LAST_PUPILS   "/la/schools/{}/data/last" /* on to those of the last complete import: the dashboard's counts */

enum outcome la_last_pupils_page(struct visit *v) MUST_USE;
enum outcome la_import_pupils_page(struct visit *v) MUST_USE;
enum outcome la_import_pupils_csv(struct visit *v) MUST_USE;
enum outcome la_import_pupils_xlsx(struct visit *v) MUST_USE;

#endif
