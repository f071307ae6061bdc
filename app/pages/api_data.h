/* /api/v1 for the authority's other systems: involvements come in, changes of pupils go out. */
#ifndef PAGES_API_DATA_H
#define PAGES_API_DATA_H

#include "pages/visit.h"

enum outcome api_involvements(struct visit *v) MUST_USE;
enum outcome api_pupil_changes(struct visit *v) MUST_USE;

#endif
