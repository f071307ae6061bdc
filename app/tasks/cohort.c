#include "tasks/cohort.h"

#include "base/date.h"
#include "store/cohort.h"

enum outcome cohort_run(struct db *db, const struct config *c, unsigned long *count)
{
        char day[DATE_TEXT];
        (void)c;
        return cohort_night(db, date_to_iso(date_today_utc(), day), count);
}
