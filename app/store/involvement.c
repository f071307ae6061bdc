#include "store/involvement.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "store/audit.h"
#include "store/cohort.h"

#define COLUMNS                                                                                              \
        "i.id, i.child_id, i.service_id, i.team_id, i.from_on, i.to_on, i.reference, i.file_name, s.name, "  \
        "COALESCE(t.name, ''), COALESCE(w.name, ''), i.added_at, s.counts = 1 AND s.closed = 0, i.ver"
#define FROM                                                                                                 \
        " FROM involvement i JOIN service s ON s.id = i.service_id LEFT JOIN team t ON t.id = i.team_id "    \
        "LEFT JOIN person w ON w.id = i.added_by "
SQL(of_child, "SELECT " COLUMNS FROM "WHERE i.child_id = ? ORDER BY i.from_on DESC, i.id DESC");
SQL(of_id, "SELECT " COLUMNS FROM "WHERE i.child_id = ? AND i.id = ?");

/* Only with what takes involvements: a service that is open, and no team or an open one of that service. */
#define TAKES                                                                                                \
        "EXISTS (SELECT 1 FROM service s WHERE s.id = ? AND s.closed = 0) AND (? = 0 OR EXISTS (SELECT 1 "   \
        "FROM team t WHERE t.id = ? AND t.service_id = ? AND t.closed = 0))"
SQL(takes, "SELECT 1 WHERE " TAKES);
SQL(keeps, "SELECT 1 FROM involvement WHERE child_id = ? AND id = ? AND service_id = ? AND team_id = ?");
SQL(insert_one,
    "INSERT INTO involvement (child_id, service_id, team_id, from_on, to_on, reference, file_name, "
    "added_by, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP())");
SQL(known, "SELECT 1 FROM pupil WHERE child_id = ? LIMIT 1");
SQL(update_one,
    "UPDATE involvement SET service_id = ?, team_id = ?, from_on = ?, to_on = ?, reference = ?, ver = ver "
    "+ 1 WHERE child_id = ? AND id = ? AND ver = ?");
SQL(end_one, "UPDATE involvement SET to_on = ?, ver = ver + 1 WHERE child_id = ? AND id = ? AND ver = ? AND "
             "from_on <= ?");
SQL(delete_one, "DELETE FROM involvement WHERE child_id = ? AND id = ? AND ver = ?");

/* The words of a search are folded, so they hold no % or _. */
#define WORD "(? = '' OR CONCAT(' ', p.sort_name) LIKE CONCAT('% ', ?, '%'))"
#define SOUGHT                                                                                               \
        "FROM involvement i JOIN service s ON s.id = i.service_id LEFT JOIN team t ON t.id = i.team_id "     \
        "LEFT JOIN "                                                                                         \
        "person w ON w.id = i.added_by LEFT JOIN pupil p ON p.id = (SELECT q.id FROM pupil q WHERE "         \
        "q.child_id = "                                                                                      \
        "i.child_id ORDER BY q.state DESC, q.id DESC LIMIT 1) LEFT JOIN school o ON o.id = p.school_id "     \
        "WHERE "                                                                                             \
        "i.service_id = ? AND (? = 0 OR i.team_id = ?) AND (? = '' OR (i.from_on <= ? AND (i.to_on IS NULL " \
        "OR "                                                                                                \
        "i.to_on >= ?))) AND " WORD " AND " WORD
SQL(list_some, "SELECT " COLUMNS ", COALESCE(p.school_id, 0), COALESCE(p.id, 0), COALESCE(o.name, ''), "
               "COALESCE(p.surname, ''), COALESCE(p.forename, ''), p.date_of_birth, COALESCE(p.upn, ''), "
               "COALESCE(p.state, '') " SOUGHT " ORDER BY p.sort_name, i.id LIMIT ? OFFSET ?");
SQL(count_some, "SELECT COUNT(*) " SOUGHT);
enum { SOUGHT_ARGS = 10, FIRST_OF_PUPIL = 14 };

/* ---- reading ---- */

static struct involvement involvement_of(const struct result *r, size_t row)
{
        return (struct involvement){
                .id = (unsigned long)result_number(r, row, 0),
                .child = (unsigned long)result_number(r, row, 1),
                .service = (unsigned long)result_number(r, row, 2),
                .team = (unsigned long)result_number(r, row, 3),
                .from = result_text(r, row, 4),
                .to = result_text(r, row, 5),
                .reference = result_text(r, row, 6),
                .file = result_text(r, row, 7),
                .service_name = result_text(r, row, 8),
                .team_name = result_text(r, row, 9),
                .added_by = result_text(r, row, 10),
                .added_at = result_text(r, row, 11),
                .counts = result_number(r, row, 12) != 0,
                .version = (unsigned)result_number(r, row, 13),
        };
}

enum outcome involvement_of_child(struct db *db, struct arena *a, unsigned long child,
                                  struct involvements *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &of_child, ARGS(arg_id(child)));
        struct involvement *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = involvement_of(&r, i);
        *out = (struct involvements){ r.count, items };
        return result;
}

enum outcome involvement_find(struct db *db, struct arena *a, unsigned long child, unsigned long id,
                              struct involvement *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &of_id, ARGS(arg_id(child), arg_id(id)));
        if (result == DONE)
                *out = involvement_of(&r, 0);
        return result;
}

static void sought_args(struct arena *a, const struct involvement_filter *f, struct arg *args)
{
        char *rest = text_fold(a, f->words ? f->words : "");
        struct arg team = arg_id(f->team), day = arg_text(f->day);
        *args++ = arg_id(f->service);
        *args++ = team;
        *args++ = team;
        *args++ = day;
        *args++ = arg_text(f->day ? f->day : "1970-01-01");
        *args++ = arg_text(f->day ? f->day : "1970-01-01");
        for (int i = 0; i < 2; i++) {
                const char *word = strsep(&rest, " ");
                *args++ = arg_text(word);
                *args++ = arg_text(word);
        }
}

static struct known_child known_of(const struct result *r, size_t row)
{
        return (struct known_child){
                .involvement = involvement_of(r, row),
                .school = (unsigned long)result_number(r, row, FIRST_OF_PUPIL),
                .pupil = (unsigned long)result_number(r, row, FIRST_OF_PUPIL + 1),
                .school_name = result_text(r, row, FIRST_OF_PUPIL + 2),
                .surname = result_text(r, row, FIRST_OF_PUPIL + 3),
                .forename = result_text(r, row, FIRST_OF_PUPIL + 4),
                .dob = result_text(r, row, FIRST_OF_PUPIL + 5),
                .upn = result_text(r, row, FIRST_OF_PUPIL + 6),
                .on_roll = *result_text(r, row, FIRST_OF_PUPIL + 7) == 'R',
        };
}

enum outcome involvement_list(struct db *db, struct arena *a, const struct involvement_filter *f,
                              struct known_children *out)
{
        struct result r;
        struct arg args[SOUGHT_ARGS + 2];
        *out = (struct known_children){ 0 };
        sought_args(a, f, args);
        enum outcome result = db_find(db, a, &r, &count_some, args, SOUGHT_ARGS);
        if (result != DONE)
                return result;
        out->total = (size_t)result_number(&r, 0, 0);
        args[SOUGHT_ARGS] = arg_number(f->per_page);
        args[SOUGHT_ARGS + 1] = arg_number((long long)f->page * f->per_page);
        result = db_query(db, a, &r, &list_some, args, SOUGHT_ARGS + 2);
        struct known_child *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = known_of(&r, i);
        out->items = items;
        out->count = r.count;
        return result;
}

/* ---- changing ---- */

struct deed {
        unsigned long by, id;
        const struct involvement *i;
        const char *to;
};

static enum outcome note(struct db *db, const struct deed *d, const char *verb)
{
        char detail[60];
        snprintf(detail, sizeof detail, "child %lu, service %lu", d->i->child, d->i->service);
        return audit_add(db, d->by, 0, verb, d->id, detail);
}

/* REFUSED where nothing was found. */
static enum outcome must_be(struct db *db, const struct sql *q, const struct arg *args, size_t count)
{
        struct result r;
        struct arena *a = arena_new();
        enum outcome result = db_find(db, a, &r, q, args, count);
        arena_free(a);
        return result == ABSENT ? REFUSED : result;
}

static bool days_fit(const struct involvement *i)
{
        return *i->from && (!*i->to || strcmp(i->to, i->from) >= 0);
}

static enum outcome is_taken(struct db *db, const struct involvement *i)
{
        struct arg team = arg_id(i->team), service = arg_id(i->service);
        return days_fit(i) ? must_be(db, &takes, ARGS(service, team, team, service)) : REFUSED;
}

/* What is closed keeps those that it has. */
static enum outcome is_kept(struct db *db, const struct involvement *i)
{
        enum outcome result = is_taken(db, i);
        if (result == REFUSED && days_fit(i))
                result = must_be(db, &keeps,
                                 ARGS(arg_id(i->child), arg_id(i->id), arg_id(i->service), arg_id(i->team)));
        return result;
}

static enum outcome finish(struct db *db, const struct deed *d, const char *verb)
{
        enum outcome result = cohort_refresh(db, &d->i->child, 1);
        return result == DONE ? note(db, d, verb) : result;
}

static enum outcome do_add(struct db *db, void *context)
{
        struct deed *d = context;
        const struct involvement *i = d->i;
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result = is_taken(db, i);
        if (result == DONE)
                result = must_be(db, &known, ARGS(arg_id(i->child)));
        if (result == DONE)
                result = db_run(db, &insert_one,
                                ARGS(arg_id(i->child), arg_id(i->service), arg_id(i->team), arg_text(i->from),
                                     arg_text_or_null(i->to), arg_text(i->reference), arg_text(i->file),
                                     arg_number_or_null((long long)d->by)));
        if (result != DONE)
                return result;
        d->id = (unsigned long)db_last_id(db);
        return finish(db, d, "involvement-added");
}

enum outcome involvement_add(struct db *db, unsigned long by, const struct involvement *i, unsigned long *id)
{
        struct deed d = { .by = by, .i = i };
        enum outcome result = db_transaction(db, do_add, &d);
        *id = d.id;
        return result;
}

static enum outcome do_set(struct db *db, void *context)
{
        const struct deed *d = context;
        const struct involvement *i = d->i;
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result = is_kept(db, i);
        if (result == DONE)
                result = db_run(db, &update_one,
                                ARGS(arg_id(i->service), arg_id(i->team), arg_text(i->from),
                                     arg_text_or_null(i->to), arg_text(i->reference), arg_id(i->child),
                                     arg_id(i->id), arg_number(i->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? finish(db, d, "involvement-set") : result;
}

enum outcome involvement_set(struct db *db, unsigned long by, const struct involvement *i)
{
        struct deed d = { by, i->id, i, NULL };
        return db_transaction(db, do_set, &d);
}

static enum outcome do_end(struct db *db, void *context)
{
        const struct deed *d = context;
        const struct involvement *i = d->i;
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result = db_run(db, &end_one,
                                ARGS(arg_text(d->to), arg_id(i->child), arg_id(i->id), arg_number(i->version),
                                     arg_text(d->to)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? finish(db, d, "involvement-ended") : result;
}

enum outcome involvement_end(struct db *db, unsigned long by, const struct involvement *i, const char *to)
{
        struct deed d = { by, i->id, i, to };
        return db_transaction(db, do_end, &d);
}

static enum outcome do_remove(struct db *db, void *context)
{
        const struct deed *d = context;
        const struct involvement *i = d->i;
        enum outcome result = cohort_lock(db);
        if (result == DONE)
                result =
                    db_run(db, &delete_one, ARGS(arg_id(i->child), arg_id(i->id), arg_number(i->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        return result == DONE ? finish(db, d, "involvement-removed") : result;
}

enum outcome involvement_remove(struct db *db, unsigned long by, const struct involvement *i)
{
        struct deed d = { by, i->id, i, NULL };
        return db_transaction(db, do_remove, &d);
}
