#include "store/task_day.h"

SQL(take_day, "UPDATE task_day SET day = UTC_DATE() WHERE task = ? AND day < UTC_DATE()");
SQL(first_day, "INSERT IGNORE INTO task_day (task, day) VALUES (?, UTC_DATE())");

/* The update locks the row before it is looked at, so that programs inside transactions wait for each other. */
enum outcome task_day_take(struct db *db, const char *task, bool *mine)
{
        enum outcome result = db_run(db, &take_day, ARGS(arg_text(task)));
        *mine = result == DONE && db_affected(db) > 0;
        if (result != DONE || *mine)
                return result;
        result = db_run(db, &first_day, ARGS(arg_text(task)));
        *mine = result == DONE && db_affected(db) > 0;
        return result;
}
