#include "store/task_day.h"

SQL(add_task, "INSERT IGNORE INTO task_day (task, day) VALUES (?, '2000-01-01')");
SQL(take_day, "UPDATE task_day SET day = UTC_DATE() WHERE task = ? AND day < UTC_DATE()");

enum outcome task_day_take(struct db *db, const char *task, bool *mine)
{
        enum outcome result = db_run(db, &add_task, ARGS(arg_text(task)));
        if (result == DONE)
                result = db_run(db, &take_day, ARGS(arg_text(task)));
        *mine = result == DONE && db_affected(db) > 0;
        return result;
}
