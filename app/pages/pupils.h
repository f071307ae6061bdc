/* Manage pupils: the list of a school's pupils, on the page and as files. One pupil is pupil.h. */
#ifndef PAGES_PUPILS_H
#define PAGES_PUPILS_H

#include "pages/visit.h"

enum outcome pupils_page(struct visit *v) MUST_USE;
enum outcome pupils_csv(struct visit *v) MUST_USE;
enum outcome pupils_xlsx(struct visit *v) MUST_USE;
enum outcome pupils_ctf(struct visit *v) MUST_USE; /* of those on the roll */

#endif
