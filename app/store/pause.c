#include "store/pause.h"

#include <stdio.h>

#include "store/audit.h"

#define PAUSE                                                                                                \
        "SELECT p.school_id, p.id, UNIX_TIMESTAMP(p.from_at), COALESCE(UNIX_TIMESTAMP(p.until_at), 0), "     \
        "p.reason, "                                                                                         \
        "p.on_resume, p.ver, s.name, s.laestab, b.name, COALESCE(e.name, ''), UNIX_TIMESTAMP(p.set_at), "    \
        "COALESCE(UNIX_TIMESTAMP(p.ended_at), 0), COALESCE(t.waiting_files, 0), COALESCE(t.waiting_rows, "   \
        "0) FROM "                                                                                           \
        "pause p JOIN school s ON s.id = p.school_id JOIN person b ON b.id = p.set_by LEFT JOIN person e "   \
        "ON e.id = "                                                                                         \
        "p.ended_by LEFT JOIN school_status t ON t.school_id = p.school_id WHERE "
#define NEVER "'9999-12-31'"

SQL(current_pause, PAUSE
    "p.school_id = ? AND p.ended_at IS NULL AND p.from_at <= FROM_UNIXTIME(?) AND COALESCE(p.until_at, " NEVER
    ") > FROM_UNIXTIME(?) ORDER BY p.id DESC LIMIT 1");
SQL(ended_pause, PAUSE
    "p.school_id = ? AND COALESCE(p.ended_at, p.until_at) <= FROM_UNIXTIME(?) AND (p.ended_at IS NULL OR "
    "p.ended_at > p.from_at) ORDER BY COALESCE(p.ended_at, p.until_at) DESC, p.id DESC LIMIT 1");
SQL(pause_of_id, PAUSE "p.school_id = ? AND p.id = ?");
SQL(pauses_of_school, PAUSE "p.school_id = ? ORDER BY p.from_at DESC, p.id DESC");
SQL(pauses_between, PAUSE "p.from_at < FROM_UNIXTIME(?) AND COALESCE(p.ended_at, p.until_at, " NEVER
                          ") > FROM_UNIXTIME(?) AND "
                          "(p.ended_at IS NULL OR p.ended_at > p.from_at) ORDER BY p.from_at, s.name, p.id");

/* p has time in common with the span from the second to the first of the two that are bound. */
#define SHARES_TIME                                                                                          \
        "p.ended_at IS NULL AND p.from_at < COALESCE(FROM_UNIXTIME(?), " NEVER                               \
        ") AND COALESCE(p.until_at, " NEVER ") > FROM_UNIXTIME(?)"
SQL(open_schools,
    "SELECT s.id, s.name, s.laestab, EXISTS (SELECT 1 FROM pause p WHERE p.school_id = s.id AND " SHARES_TIME
    "), COALESCE(t.waiting_files, 0) FROM school s LEFT JOIN school_status t ON t.school_id = s.id WHERE "
    "s.closed_on IS NULL ORDER BY s.name, s.id");
SQL(insert_pause,
    "INSERT INTO pause (school_id, from_at, until_at, reason, on_resume, set_by, set_at) SELECT s.id, "
    "FROM_UNIXTIME(?), FROM_UNIXTIME(?), ?, ?, ?, FROM_UNIXTIME(?) FROM school s WHERE s.id = ? AND "
    "s.closed_on "
    "IS NULL AND NOT EXISTS (SELECT 1 FROM pause p WHERE p.school_id = s.id AND " SHARES_TIME ")");
SQL(lock_pause,
    "SELECT p.from_at > FROM_UNIXTIME(?) FROM pause p WHERE p.school_id = ? AND p.id = ? AND p.ver = ? AND "
    "p.ended_at IS NULL AND COALESCE(p.until_at, " NEVER ") > FROM_UNIXTIME(?) FOR UPDATE");
SQL(other_pause,
    "SELECT p.id FROM pause p WHERE p.school_id = ? AND p.id <> ? AND " SHARES_TIME " LIMIT 1 FOR UPDATE");
SQL(update_pause,
    "UPDATE pause SET from_at = IF(?, FROM_UNIXTIME(?), from_at), until_at = FROM_UNIXTIME(?), reason = ?, "
    "on_resume = ?, ver = ver + 1 WHERE school_id = ? AND id = ?");
SQL(end_pause, "UPDATE pause SET ended_at = FROM_UNIXTIME(?), ended_by = ?, on_resume = ?, ver = ver + 1 WHERE "
               "school_id = ? AND id = ?");

static struct pause pause_of(const struct result *r, size_t row)
{
        struct reading c = { r, row, 0 };
        struct pause p = { .school = (unsigned long)reading_number(&c) };
        p.id = (unsigned long)reading_number(&c);
        p.from_at = reading_number(&c), p.until_at = reading_number(&c);
        p.reason = reading_text(&c);
        p.all = *reading_text(&c) == 'A';
        p.version = (unsigned)reading_number(&c);
        p.school_name = reading_text(&c), p.laestab = reading_text(&c), p.set_by = reading_text(&c),
        p.ended_by = reading_text(&c);
        p.set_at = reading_number(&c), p.ended_at = reading_number(&c);
        p.waiting_files = reading_number(&c), p.waiting_rows = reading_number(&c);
        return p;
}

static struct pauses pauses_of(struct arena *a, const struct result *r)
{
        struct pause *items = arena_array(a, r->count + 1, sizeof *items);
        for (size_t i = 0; i < r->count; i++)
                items[i] = pause_of(r, i);
        return (struct pauses){ r->count, items };
}

enum pause_when pause_when(const struct pause *p, time_t now)
{
        if (p->ended_at || (p->until_at && p->until_at <= now))
                return PAUSE_PAST;
        return p->from_at > now ? PAUSE_PLANNED : PAUSE_CURRENT;
}

/* ---- finding ---- */

static enum outcome find(struct db *db, struct arena *a, const struct sql *q, const struct arg *args,
                         size_t count, struct pause *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, q, args, count);
        if (result == DONE)
                *out = pause_of(&r, 0);
        return result;
}

enum outcome pause_current(struct db *db, struct arena *a, const struct scope *scope, time_t now,
                           struct pause *out)
{
        return find(db, a, &current_pause, ARGS(arg_id(scope->school), arg_number(now), arg_number(now)),
                    out);
}

enum outcome pause_ended(struct db *db, struct arena *a, const struct scope *scope, time_t now,
                         struct pause *out)
{
        return find(db, a, &ended_pause, ARGS(arg_id(scope->school), arg_number(now)), out);
}

enum outcome pause_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                        struct pause *out)
{
        return find(db, a, &pause_of_id, ARGS(arg_id(scope->school), arg_id(id)), out);
}

enum outcome pause_list(struct db *db, struct arena *a, const struct scope *scope, struct pauses *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &pauses_of_school, ARGS(arg_id(scope->school)));
        *out = pauses_of(a, &r);
        return result;
}

enum outcome pause_between(struct db *db, struct arena *a, time_t from, time_t to, struct pauses *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &pauses_between, ARGS(arg_number(to), arg_number(from)));
        *out = pauses_of(a, &r);
        return result;
}

enum outcome pause_choices(struct db *db, struct arena *a, time_t from, time_t until,
                           struct pause_choices *out)
{
        struct result r;
        enum outcome result =
            db_query(db, a, &r, &open_schools, ARGS(arg_number_or_null(until), arg_number(from)));
        struct pause_choice *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] =
                    (struct pause_choice){ (unsigned long)result_number(&r, i, 0), result_text(&r, i, 1),
                                           result_text(&r, i, 2), result_number(&r, i, 3) != 0,
                                           (long)result_number(&r, i, 4) };
        *out = (struct pause_choices){ r.count, items };
        return result;
}

/* ---- deeds ---- */

static void moment(time_t at, char out[24])
{
        struct tm t;
        gmtime_r(&at, &t);
        strftime(out, 24, "%Y-%m-%d %H:%M", &t);
}

static enum outcome note(struct db *db, unsigned long by, unsigned long school, const char *verb,
                         unsigned long id, const struct pause *p)
{
        char from[24], until[24], detail[80];
        moment(p->from_at, from);
        moment(p->until_at, until);
        snprintf(detail, sizeof detail, p->until_at ? "from %s until %s UTC" : "from %s UTC", from, until);
        return audit_add(db, by, school, verb, id, detail);
}

struct adding {
        unsigned long by;
        time_t at; /* of all of them, however long it takes: by it they belong together */
        const struct pause *pause;
        const unsigned long *schools;
        size_t count, added;
};

static enum outcome add_one(struct db *db, struct adding *d, unsigned long school)
{
        const struct pause *p = d->pause;
        struct arg from = arg_number(p->from_at), until = arg_number_or_null(p->until_at);
        enum outcome result = db_run(db, &insert_pause,
                                     ARGS(from, until, arg_text(p->reason), arg_text(p->all ? "A" : "N"),
                                          arg_id(d->by), arg_number(d->at), arg_id(school), until, from));
        if (result != DONE || db_affected(db) == 0)
                return result;
        d->added++;
        return note(db, d->by, school, "pause-set", (unsigned long)db_last_id(db), p);
}

static enum outcome do_add(struct db *db, void *context)
{
        struct adding *d = context;
        enum outcome result = DONE;
        d->added = 0;
        for (size_t i = 0; result == DONE && i < d->count; i++)
                result = add_one(db, d, d->schools[i]);
        return result;
}

enum outcome pause_add(struct db *db, unsigned long by, const struct pause *p, const unsigned long *schools,
                       size_t count, size_t *added)
{
        struct adding d = { by, time(NULL), p, schools, count, 0 };
        enum outcome result = db_transaction(db, do_add, &d);
        *added = d.added;
        return result;
}

struct changing {
        const struct scope *scope;
        const struct pause *pause;
        time_t now;
        bool taken;
};

/* *planned: it has not begun. REFUSED when it has changed or is over. */
static enum outcome lock(struct db *db, const struct changing *c, bool *planned)
{
        struct arena *a = arena_new();
        struct result r;
        struct arg now = arg_number(c->now);
        enum outcome result = db_find(
            db, a, &r, &lock_pause,
            ARGS(now, arg_id(c->scope->school), arg_id(c->pause->id), arg_number(c->pause->version), now));
        *planned = result == DONE && result_number(&r, 0, 0);
        arena_free(a);
        return result == ABSENT ? REFUSED : result;
}

/* REFUSED when another one has time in common with it. */
static enum outcome alone(struct db *db, struct changing *c)
{
        struct arena *a = arena_new();
        struct result r;
        const struct pause *p = c->pause;
        enum outcome result = db_query(db, a, &r, &other_pause,
                                       ARGS(arg_id(c->scope->school), arg_id(p->id),
                                            arg_number_or_null(p->until_at), arg_number(p->from_at)));
        c->taken = r.count != 0;
        arena_free(a);
        return c->taken ? REFUSED : result;
}

static enum outcome do_change(struct db *db, void *context)
{
        struct changing *c = context;
        const struct pause *p = c->pause;
        bool planned;
        enum outcome result = lock(db, c, &planned);
        if (result == DONE)
                result = alone(db, c);
        if (result == DONE)
                result = db_run(db, &update_pause,
                                ARGS(arg_number(planned), arg_number(p->from_at),
                                     arg_number_or_null(p->until_at), arg_text(p->reason),
                                     arg_text(p->all ? "A" : "N"), arg_id(c->scope->school), arg_id(p->id)));
        return result == DONE ? note(db, c->scope->person, c->scope->school, "pause-changed", p->id, p)
                              : result;
}

enum outcome pause_change(struct db *db, const struct scope *scope, const struct pause *p, time_t now,
                          bool *taken)
{
        struct changing c = { scope, p, now, false };
        enum outcome result = db_transaction(db, do_change, &c);
        *taken = c.taken;
        return result;
}

static enum outcome do_end(struct db *db, void *context)
{
        const struct changing *c = context;
        bool planned;
        enum outcome result = lock(db, c, &planned);
        if (result == DONE)
                result = db_run(db, &end_pause,
                                ARGS(arg_number(c->now), arg_id(c->scope->person), arg_text(c->pause->all ? "A" : "N"),
                                     arg_id(c->scope->school), arg_id(c->pause->id)));
        return result == DONE ? audit_add(db, c->scope->person, c->scope->school,
                                          planned ? "pause-called-off" : "pause-ended", c->pause->id, "")
                              : result;
}

enum outcome pause_end(struct db *db, const struct scope *scope, unsigned long id, unsigned version,
                       bool all, time_t now)
{
        const struct pause p = { .id = id, .version = version, .all = all };
        struct changing c = { scope, &p, now, false };
        return db_transaction(db, do_end, &c);
}
