#include "store/window.h"

#include <stdio.h>

#include "store/audit.h"

#define WINDOW "SELECT w.school_id, w.academic_year, w.opens_on, w.closes_on, w.ver FROM migration_window w "

/* A school's own window for an academic year hides the authority's. */
#define COUNTS                                                                                               \
        "(w.school_id = ? OR (w.school_id = 0 AND NOT EXISTS (SELECT 1 FROM migration_window own "           \
        "WHERE own.school_id = ? AND own.academic_year = w.academic_year)))"

SQL(window_of_year, WINDOW "WHERE " COUNTS " AND w.academic_year = ?");
SQL(next_window, WINDOW "WHERE " COUNTS " AND w.closes_on >= ? ORDER BY w.opens_on, w.academic_year LIMIT 1");
SQL(all_windows, WINDOW "ORDER BY w.academic_year DESC, w.school_id");
SQL(insert_window, "INSERT INTO migration_window (school_id, academic_year, opens_on, closes_on, set_by) "
                   "VALUES (?, ?, ?, ?, ?)");
SQL(update_window, "UPDATE migration_window SET opens_on = ?, closes_on = ?, set_by = ?, ver = ver + 1 "
                   "WHERE school_id = ? AND academic_year = ? AND ver = ?");
SQL(delete_window, "DELETE FROM migration_window WHERE school_id = ? AND academic_year = ? AND ver = ?");

static struct window window_of(const struct result *r, size_t row)
{
        return (struct window){ (unsigned long)result_number(r, row, 0), (int)result_number(r, row, 1),
                                result_text(r, row, 2), result_text(r, row, 3),
                                (unsigned)result_number(r, row, 4) };
}

enum outcome window_find(struct db *db, struct arena *a, unsigned long school, int academic,
                         struct window *out)
{
        struct result r;
        struct arg of = arg_number((long long)school);
        enum outcome result = db_find(db, a, &r, &window_of_year, ARGS(of, of, arg_number(academic)));
        if (result == DONE)
                *out = window_of(&r, 0);
        return result;
}

enum outcome window_coming(struct db *db, struct arena *a, unsigned long school, const char *day,
                           struct window *out)
{
        struct result r;
        struct arg of = arg_number((long long)school);
        enum outcome result = db_find(db, a, &r, &next_window, ARGS(of, of, arg_text(day)));
        if (result == DONE)
                *out = window_of(&r, 0);
        return result;
}

enum outcome window_list(struct db *db, struct arena *a, struct windows *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &all_windows, ARGS());
        struct window *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = window_of(&r, i);
        *out = (struct windows){ r.count, items };
        return result;
}

struct window_deed {
        unsigned long by;
        const struct window *window;
};

static enum outcome note(struct db *db, const struct window_deed *d, const char *verb)
{
        const struct window *w = d->window;
        char detail[80];
        snprintf(detail, sizeof detail, "%d: %.10s to %.10s", w->academic, w->opens_on, w->closes_on);
        return audit_add(db, d->by, w->school, verb, (unsigned long)w->academic, detail);
}

static enum outcome do_set(struct db *db, void *context)
{
        struct window_deed *d = context;
        const struct window *w = d->window;
        struct arg school = arg_number((long long)w->school), academic = arg_number(w->academic),
                   opens = arg_text(w->opens_on), closes = arg_text(w->closes_on),
                   by = arg_number_or_null((long long)d->by);
        enum outcome result;
        if (w->version)
                result = db_run(db, &update_window,
                                ARGS(opens, closes, by, school, academic, arg_number(w->version)));
        else
                result = db_run(db, &insert_window, ARGS(school, academic, opens, closes, by));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? note(db, d, "window-set") : result;
}

enum outcome window_set(struct db *db, unsigned long by, const struct window *w)
{
        struct window_deed d = { by, w };
        return db_transaction(db, do_set, &d);
}

static enum outcome do_remove(struct db *db, void *context)
{
        struct window_deed *d = context;
        const struct window *w = d->window;
        enum outcome result =
            db_run(db, &delete_window,
                   ARGS(arg_number((long long)w->school), arg_number(w->academic), arg_number(w->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? note(db, d, "window-removed") : result;
}

enum outcome window_remove(struct db *db, unsigned long by, const struct window *w)
{
        struct window_deed d = { by, w };
        return db_transaction(db, do_remove, &d);
}
