/* The audit log: who did or saw what, with a filter, page after page, and as a file; of one school among its data's pages. */
#ifndef PAGES_LA_AUDIT_H
#define PAGES_LA_AUDIT_H

#include "pages/visit.h"

#define LA_AUDIT        "/la/audit"
#define LA_DATA_HISTORY "/la/schools/{}/data/history"

enum outcome la_audit_page(struct visit *v) MUST_USE;
enum outcome la_audit_csv(struct visit *v) MUST_USE;
enum outcome la_audit_xlsx(struct visit *v) MUST_USE;

#endif
