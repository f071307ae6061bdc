#include "tasks/tasks.h"

#include "base/log.h"
#include "tasks/cohort.h"
#include "tasks/days.h"
#include "tasks/drop.h"
#include "tasks/exchange.h"
#include "tasks/exchange_mail.h"
#include "tasks/import.h"
#include "tasks/mail.h"
#include "tasks/recount.h"
#include "tasks/reweigh.h"
#include "tasks/sweep.h"

const struct task task_table[] = {
        { "exchange", exchange_run_tasks },
        { "exchange-mail", exchange_mail_run },
        { "mail", mail_run },
        { "sweep", sweep_run },
        { "cohort", cohort_run },
        { "reweigh", reweigh_run },
        { "drop", drop_run },
        { "import", import_run },
        { "days", days_run },
        { "recount", recount_run },
        { 0 },
};

bool tasks_run(struct db *db, const struct config *c)
{
        bool good = true;
        for (const struct task *t = task_table; t->name; t++) {
                unsigned long count = 0;
                enum outcome result = t->run(db, c, &count);
                if (count || result != DONE)
                        log_event("task", "%s: %lu done%s", t->name, count, result == DONE ? "" : ", then it failed");
                good &= result == DONE;
        }
        return good;
}
