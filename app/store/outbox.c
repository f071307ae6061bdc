#include "store/outbox.h"

SQL(insert_mail, "INSERT INTO outbox (to_address, subject, body, created_at, next_try_at) VALUES (?, ?, ?, UTC_TIMESTAMP(), "
                 "UTC_TIMESTAMP())");
SQL(insert_for_school, "INSERT INTO outbox (to_address, subject, body, created_at, next_try_at) SELECT email, ?, ?, "
                       "UTC_TIMESTAMP(), UTC_TIMESTAMP() FROM person WHERE school_id = ? AND role = 'school_admin' AND "
                       "disabled_at IS NULL");
SQL(insert_for_la, "INSERT INTO outbox (to_address, subject, body, created_at, next_try_at) SELECT email, ?, ?, UTC_TIMESTAMP(), "
                   "UTC_TIMESTAMP() FROM person WHERE role IN ('la_admin', 'la_officer') AND disabled_at IS NULL");
SQL(find_due, "SELECT id, tries, to_address, subject, body FROM outbox WHERE sent_at IS NULL AND next_try_at <= UTC_TIMESTAMP() "
              "ORDER BY next_try_at, id LIMIT 1");
SQL(take_mail, "UPDATE outbox SET tries = tries + 1, next_try_at = UTC_TIMESTAMP() + INTERVAL 10 MINUTE WHERE id = ? AND tries = "
               "? AND sent_at IS NULL");
/* What was sent is not kept: a link for choosing a password would stand in the clear beside its hash. */
SQL(mark_sent, "UPDATE outbox SET sent_at = UTC_TIMESTAMP(), body = '', last_error = '' WHERE id = ?");
SQL(mark_failed, "UPDATE outbox SET last_error = LEFT(?, 200), next_try_at = UTC_TIMESTAMP() + INTERVAL LEAST(POW(2, tries), 1440) "
                 "MINUTE WHERE id = ?");

enum outcome outbox_add(struct db *db, const char *to, const char *subject, const char *body)
{
        return db_run(db, &insert_mail, ARGS(arg_text(to), arg_text(subject), arg_text(body)));
}

enum outcome outbox_add_for_school(struct db *db, unsigned long school, const char *subject, const char *body)
{
        return db_run(db, &insert_for_school, ARGS(arg_text(subject), arg_text(body), arg_number((long long)school)));
}

enum outcome outbox_add_for_la(struct db *db, const char *subject, const char *body)
{
        return db_run(db, &insert_for_la, ARGS(arg_text(subject), arg_text(body)));
}

/* Whoever counts the try up first has it; no lock is held while a mail is under way. */
enum outcome outbox_take(struct db *db, struct arena *a, struct mail *out)
{
        for (int n = 0; n < 100; n++) {
                struct result r;
                enum outcome result = db_find(db, a, &r, &find_due, ARGS());
                if (result != DONE)
                        return result;
                *out = (struct mail){ (unsigned long)result_number(&r, 0, 0), (unsigned long)result_number(&r, 0, 1),
                                      result_text(&r, 0, 2), result_text(&r, 0, 3), result_text(&r, 0, 4) };
                result = db_run(db, &take_mail, ARGS(arg_number((long long)out->id), arg_number((long long)out->tries)));
                if (result != DONE || db_affected(db) == 1)
                        return result;
        }
        return ABSENT;
}

enum outcome outbox_sent(struct db *db, unsigned long id)
{
        return db_run(db, &mark_sent, ARGS(arg_number((long long)id)));
}

enum outcome outbox_failed(struct db *db, unsigned long id, const char *error)
{
        return db_run(db, &mark_failed, ARGS(arg_text(error), arg_number((long long)id)));
}
