#include "store/restore.h"

#include "store/audit.h"
#include "store/pupil_deed.h"

#define REQUEST                                                                                              \
        "SELECT r.id, r.school_id, r.pupil_id, s.name, p.surname, p.forename, p.left_on, a.name, "           \
        "r.asked_at, "                                                                                       \
        "r.note, r.answer, r.answer_note, COALESCE(b.name, ''), r.answered_at, r.ver FROM restore_request "  \
        "r "                                                                                                 \
        "JOIN school s ON s.id = r.school_id JOIN pupil p ON p.school_id = r.school_id AND p.id = "          \
        "r.pupil_id "                                                                                        \
        "JOIN person a ON a.id = r.asked_by LEFT JOIN person b ON b.id = r.answered_by WHERE "

SQL(of_school, REQUEST "r.school_id = ? ORDER BY r.id DESC LIMIT 100");
SQL(of_all, REQUEST "r.answer = '' ORDER BY r.id");
SQL(of_id, REQUEST "r.school_id = ? AND r.id = ?");
SQL(lock_pupil, "SELECT state FROM pupil WHERE school_id = ? AND id = ? FOR UPDATE");
SQL(waits, "SELECT id FROM restore_request WHERE school_id = ? AND pupil_id = ? AND answer = ''");
SQL(insert_request, "INSERT INTO restore_request (school_id, pupil_id, asked_by, asked_at, note) "
                    "VALUES (?, ?, ?, UTC_TIMESTAMP(), LEFT(?, 500))");
SQL(answer_request,
    "UPDATE restore_request SET answer = ?, answer_note = LEFT(?, 500), answered_by = ?, "
    "answered_at = UTC_TIMESTAMP(), ver = ver + 1 WHERE school_id = ? AND id = ? AND ver = ? AND "
    "answer = ''");

static struct restore_request request_of(const struct result *r, size_t row)
{
        return (struct restore_request){
                .id = (unsigned long)result_number(r, row, 0),
                .school = (unsigned long)result_number(r, row, 1),
                .pupil = (unsigned long)result_number(r, row, 2),
                .school_name = result_text(r, row, 3),
                .surname = result_text(r, row, 4),
                .forename = result_text(r, row, 5),
                .left_on = result_text(r, row, 6),
                .asked_by = result_text(r, row, 7),
                .asked_at = result_text(r, row, 8),
                .note = result_text(r, row, 9),
                .answer = *result_text(r, row, 10),
                .answer_note = result_text(r, row, 11),
                .answered_by = result_text(r, row, 12),
                .answered_at = result_text(r, row, 13),
                .version = (unsigned)result_number(r, row, 14),
        };
}

static struct restore_requests requests_of(struct arena *a, const struct result *r)
{
        struct restore_request *items = arena_array(a, r->count + 1, sizeof *items);
        for (size_t i = 0; i < r->count; i++)
                items[i] = request_of(r, i);
        return (struct restore_requests){ r->count, items };
}

enum outcome restore_of_school(struct db *db, struct arena *a, const struct scope *scope,
                               struct restore_requests *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &of_school, ARGS(arg_number((long long)scope->school)));
        *out = requests_of(a, &r);
        return result;
}

enum outcome restore_waiting(struct db *db, struct arena *a, struct restore_requests *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &of_all, ARGS());
        *out = requests_of(a, &r);
        return result;
}

struct restore_deed {
        struct arena *arena;
        const struct scope *scope;
        unsigned long id; /* of the pupil when asking, of the request when answering */
        unsigned version;
        bool restore;
        const char *note;
};

/* The pupil's row is locked, so that two people asking at once become one request. */
static enum outcome do_ask(struct db *db, void *context)
{
        struct restore_deed *d = context;
        struct result r;
        struct arg school = arg_number((long long)d->scope->school), pupil = arg_number((long long)d->id);
        enum outcome result = db_find(db, d->arena, &r, &lock_pupil, ARGS(school, pupil));
        if (result == DONE && *result_text(&r, 0, 0) == 'R')
                return REFUSED;
        if (result == DONE)
                result = db_query(db, d->arena, &r, &waits, ARGS(school, pupil));
        if (result == DONE && r.count)
                return REFUSED;
        if (result == DONE)
                result =
                    db_run(db, &insert_request,
                           ARGS(school, pupil, arg_number((long long)d->scope->person), arg_text(d->note)));
        if (result == DONE)
                result = audit_add(db, d->scope->person, d->scope->school, "restore-asked", d->id, "");
        return result;
}

enum outcome restore_ask(struct db *db, struct arena *a, const struct scope *scope, unsigned long pupil,
                         const char *note)
{
        struct restore_deed d = { .arena = a, .scope = scope, .id = pupil, .note = note };
        return db_transaction(db, do_ask, &d);
}

static enum outcome answer_it(struct db *db, const struct restore_deed *d)
{
        enum outcome result =
            db_run(db, &answer_request,
                   ARGS(arg_text(d->restore ? "R" : "N"), arg_text(d->note),
                        arg_number((long long)d->scope->person), arg_number((long long)d->scope->school),
                        arg_number((long long)d->id), arg_number(d->version)));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

static enum outcome do_answer(struct db *db, void *context)
{
        struct restore_deed *d = context;
        struct result r;
        enum outcome result =
            db_find(db, d->arena, &r, &of_id,
                    ARGS(arg_number((long long)d->scope->school), arg_number((long long)d->id)));
        if (result != DONE)
                return result;
        unsigned long pupil = request_of(&r, 0).pupil;
        result = answer_it(db, d);
        if (result == DONE && d->restore)
                result = pupil_restore(db, d->arena, d->scope, (struct pupil_seen){ pupil, 0 });
        if (result == DONE)
                result = audit_add(db, d->scope->person, d->scope->school,
                                   d->restore ? "restore-granted" : "restore-refused", pupil, "");
        return result;
}

enum outcome restore_answer(struct db *db, struct arena *a, const struct scope *scope, unsigned long request,
                            unsigned version, bool restore, const char *note)
{
        struct restore_deed d = { a, scope, request, version, restore, note };
        return db_transaction(db, do_answer, &d);
}
