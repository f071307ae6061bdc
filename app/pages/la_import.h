/* One import: a school's part of a file, what it did, and what is left of it. The pupils that it added or
 * changed are la_import_pupils.h, answering a hold is la_import_hold.h. */
#ifndef PAGES_LA_IMPORT_H
#define PAGES_LA_IMPORT_H

#include "pages/visit.h"
#include "store/dashboard.h"
#include "store/import.h"

#define LA_IMPORT          "/la/schools/{}/imports/{}"
#define LA_IMPORT_ASIDE    LA_IMPORT "/aside"
#define LA_IMPORT_REJECTED LA_IMPORT "/rejected.csv"

/* The import that the path names. ABSENT when the school has none of that number. */
struct import_visit {
        struct import i;
        struct desk_import line;
        unsigned long numbers[2]; /* of its address */
};

enum outcome la_import_load(struct visit *v, struct import_visit *out) MUST_USE;

/* The page; why: what was wrong in the answer to its hold, or NULL. */
enum outcome la_import_show(struct visit *v, const struct import_visit *iv,
                            const struct refusal *why) MUST_USE;

enum outcome la_import_page(struct visit *v) MUST_USE;
enum outcome la_import_aside_post(struct visit *v) MUST_USE;
enum outcome la_import_rejected_csv(struct visit *v) MUST_USE;

#endif
