#include "store/exchange_next.h"

#include <string.h>

#include "store/exchange_task.h"

#define ACTIVE "t.state = 'A' AND t.next_at IS NOT NULL"
SQL(next_by_kind, "SELECT t.schools, t.phase, UNIX_TIMESTAMP(MIN(t.next_at)) FROM exchange_task t WHERE " ACTIVE
                  " GROUP BY t.schools, t.phase");
SQL(next_by_school, "SELECT n.school_id, UNIX_TIMESTAMP(MIN(n.next_at)) FROM (SELECT k.school_id, t.next_at "
                    "FROM exchange_task t JOIN "
                    "exchange_task_school k ON k.task_id = t.id WHERE " ACTIVE
                    " AND t.schools = 'P' UNION ALL SELECT m.school_id, t.next_at FROM "
                    "exchange_task t JOIN school_list_member m ON m.list_id = t.list_id WHERE " ACTIVE
                    " AND t.schools = 'L') n GROUP BY "
                    "n.school_id ORDER BY n.school_id");
SQL(not_answered, "SELECT a.school_id, COUNT(*) FROM exchange_answer a WHERE a.state = 'N' AND a.gives_up_at "
                  "> FROM_UNIXTIME(?) - INTERVAL 7 DAY "
                  "AND NOT EXISTS (SELECT 1 FROM exchange_answer b WHERE b.school_id = a.school_id AND "
                  "b.state IN ('D', 'R', 'U') AND b.offer_at >= "
                  "a.offer_at) GROUP BY a.school_id ORDER BY a.school_id");

static bool is_by_phase(const struct result *by_kind, size_t row)
{
        return *result_text(by_kind, row, 0) == SCHOOLS_FILTER;
}

static bool any_by_name(const struct result *by_kind)
{
        for (size_t i = 0; i < by_kind->count; i++)
                if (!is_by_phase(by_kind, i))
                        return true;
        return false;
}

enum outcome exchange_next_read(struct db *db, struct arena *a, time_t now, struct exchange_next *out)
{
        enum outcome result = db_query(db, a, &out->by_kind, &next_by_kind, ARGS());
        out->by_school = (struct result){ 0 };
        if (result == DONE && any_by_name(&out->by_kind))
                result = db_query(db, a, &out->by_school, &next_by_school, ARGS());
        return result == DONE ? db_query(db, a, &out->unanswered, &not_answered, ARGS(arg_number(now)))
                              : result;
}

/* The second column of the row of that school; they are sorted by it. */
static long of_school(const struct result *r, unsigned long school)
{
        size_t low = 0, high = r->count;
        while (low < high) {
                size_t middle = low + (high - low) / 2;
                if ((unsigned long)result_number(r, middle, 0) < school)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low < r->count && (unsigned long)result_number(r, low, 0) == school
                   ? (long)result_number(r, low, 1)
                   : 0;
}

time_t exchange_next_run(const struct exchange_next *n, unsigned long school, const char *phase)
{
        time_t next = of_school(&n->by_school, school);
        for (size_t i = 0; i < n->by_kind.count; i++) {
                const char *of = result_text(&n->by_kind, i, 1);
                time_t at = (time_t)result_number(&n->by_kind, i, 2);
                if (is_by_phase(&n->by_kind, i) && (!*of || strcmp(of, phase) == 0) && (!next || at < next))
                        next = at;
        }
        return next;
}

long exchange_unanswered(const struct exchange_next *n, unsigned long school)
{
        return of_school(&n->unanswered, school);
}
