#include "store/class_count.h"

#include <stdlib.h>
#include <string.h>

#define ADD     "INSERT INTO class_count (school_id, nc_year, class, pupils) VALUES "
#define ADD_ROW "(?, ?, ?, ?)"
#define TO_SUM  " ON DUPLICATE KEY UPDATE pupils = pupils + VALUES(pupils)"
SQL(add_fifty, ADD SQL_ROWS50(ADD_ROW) TO_SUM);
SQL(add_one, ADD ADD_ROW TO_SUM);
enum { ROW_ARGS = 4 };

SQL(forget_all, "DELETE FROM class_count");
SQL(count_all, "INSERT INTO class_count SELECT school_id, nc_year, class COLLATE utf8mb4_bin AS name, COUNT(*) FROM pupil WHERE "
               "state = 'R' GROUP BY school_id, nc_year, name");

struct move {
        const char *year, *class;
        long by;
};

static size_t note(struct move *to, const struct pupil_full *p, long by)
{
        if (!p || !p->pupil.on_roll)
                return 0;
        *to = (struct move){ p->pupil.record.value[FIELD_NC_YEAR], p->pupil.record.value[FIELD_CLASS], by };
        return 1;
}

static int by_class(const void *a, const void *b)
{
        const struct move *x = a, *y = b;
        int year = strcmp(x->year, y->year);
        return year ? year : strcmp(x->class, y->class);
}

/* One for each class, in order. */
static size_t sum_up(struct move *moves, size_t count)
{
        size_t kept = 0;
        if (count)
                qsort(moves, count, sizeof *moves, by_class);
        for (size_t i = 0; i < count; i++)
                if (kept && by_class(&moves[kept - 1], &moves[i]) == 0)
                        moves[kept - 1].by += moves[i].by;
                else
                        moves[kept++] = moves[i];
        return kept;
}

static enum outcome add(struct db *db, struct arena *a, unsigned long school, const struct move *moves, size_t count)
{
        struct arg *args = arena_array(a, count * ROW_ARGS + 1, sizeof *args), *to = args;
        for (size_t i = 0; i < count; i++)
                if (moves[i].by) {
                        *to++ = arg_id(school);
                        *to++ = arg_text(moves[i].year);
                        *to++ = arg_text(moves[i].class);
                        *to++ = arg_number(moves[i].by);
                }
        return db_run_many(db, &add_fifty, &add_one, args, (size_t)(to - args) / ROW_ARGS, ROW_ARGS);
}

enum outcome class_count_write(struct db *db, struct arena *a, struct write *const *writes, size_t count)
{
        struct move *moves = arena_array(a, 2 * count + 1, sizeof *moves);
        size_t n = 0;
        for (size_t i = 0; i < count; i++) {
                n += note(moves + n, writes[i]->before, -1);
                n += note(moves + n, &writes[i]->after, 1);
        }
        return add(db, a, writes[0]->after.pupil.school, moves, sum_up(moves, n));
}

static enum outcome do_all(struct db *db, void *nothing)
{
        (void)nothing;
        enum outcome result = db_run(db, &forget_all, ARGS());
        return result == DONE ? db_run(db, &count_all, ARGS()) : result;
}

enum outcome class_count_all(struct db *db)
{
        return db_transaction(db, do_all, NULL);
}
