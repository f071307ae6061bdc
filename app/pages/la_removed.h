/* Removed pupils of all schools: the list of those without a ground, bringing one back, and what schools ask for. Taking a
 * whole migration back is la_undo.h. */
#ifndef PAGES_LA_REMOVED_H
#define PAGES_LA_REMOVED_H

#include "pages/visit.h"

#define LA_REMOVED          "/la/removed"
#define LA_RESTORE          "/la/removed/{}/{}"
#define LA_RESTORE_REQUESTS "/la/restore-requests"
#define LA_RESTORE_REQUEST  "/la/restore-requests/{}/{}"

enum outcome la_removed_page(struct visit *v) MUST_USE;
enum outcome la_removed_csv(struct visit *v) MUST_USE;
enum outcome la_removed_xlsx(struct visit *v) MUST_USE;

/* One pupil: school and pupil are in the path. */
enum outcome la_restore_page(struct visit *v) MUST_USE;
enum outcome la_restore_post(struct visit *v) MUST_USE;

/* What schools ask for; school and request are in the path. */
enum outcome la_requests_page(struct visit *v) MUST_USE;
enum outcome la_request_page(struct visit *v) MUST_USE;
enum outcome la_request_post(struct visit *v) MUST_USE;

#endif
