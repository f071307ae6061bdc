#include "tasks/exchange.h"

#include "store/exchange_run.h"
#include "store/exchange_work.h"

static enum outcome issue_all(struct db *db, time_t now, unsigned long *count)
{
        enum outcome result;
        unsigned long issued;
        while ((result = exchange_issue(db, now, &issued)) == DONE)
                *count += issued != 0;
        return result == ABSENT ? DONE : result;
}

/* What ended is seen before what is given up, so that nothing is given up that could go on. */
enum outcome exchange_work_at(struct db *db, time_t now, unsigned long *count)
{
        enum outcome result = exchange_processed(db, now, count);
        if (result == DONE)
                result = exchange_lost(db, now, count);
        if (result == DONE)
                result = exchange_hold(db, now, count);
        if (result == DONE)
                result = exchange_give_up(db, now, count);
        return result == DONE ? issue_all(db, now, count) : result;
}

enum outcome exchange_run_tasks(struct db *db, const struct config *c, unsigned long *count)
{
        (void)c;
        return exchange_work_at(db, time(NULL), count);
}
