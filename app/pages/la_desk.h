/* The data management dashboard: every school of the authority, what came from it and what is left to do. A
 * school's own is la_desk_school.h. */
#ifndef PAGES_LA_DESK_H
#define PAGES_LA_DESK_H

#include "pages/visit.h"

#define LA_DESK         "/la/dashboard"
#define LA_DESK_COLUMNS "/la/dashboard/columns"
#define LA_DATA         "/la/schools/{}/data"

/* Where a school's number leads from the dashboard, after "/la/schools/{}". */
#define DESK_WORK_TAIL      "/data"
#define DESK_IMPORTS_TAIL   "/data/imports"
#define DESK_NEW_TAIL       "/data/last"
#define DESK_CHANGED_TAIL   "/data/last?show=changed"
#define DESK_MISSING_TAIL   "/leavers"
#define DESK_UNMATCHED_TAIL "/matches"
#define DESK_ACTIVE_TAIL    "/conflicts?cohort=active"
#define DESK_OTHER_TAIL     "/conflicts?cohort=other"
#define DESK_REJECTED_TAIL  "/data/imports"
#define DESK_CLAIMED_TAIL   "/leavers#claimed"
#define DESK_UPN_TAIL       "/upns"

enum outcome la_desk_page(struct visit *v) MUST_USE;
enum outcome la_desk_csv(struct visit *v) MUST_USE;
enum outcome la_desk_xlsx(struct visit *v) MUST_USE;
enum outcome la_desk_columns_post(struct visit *v) MUST_USE;

#endif
