#include "store/session.h"

#include <string.h>

#include "store/audit.h"

SQL(insert_session, "INSERT INTO session (id_hash, person_id, token, created_at, seen_at) VALUES (?, ?, ?, UTC_TIMESTAMP(), "
                    "UTC_TIMESTAMP())");
SQL(note_signin, "UPDATE person SET seen_at = UTC_TIMESTAMP() WHERE id = ?");
SQL(find_session,
    "SELECT p.id, COALESCE(p.school_id, 0), p.name, p.email, p.role, p.ver, s.token, s.notice, s.seen_at < UTC_TIMESTAMP() - "
    "INTERVAL 1 MINUTE, COALESCE(o.name, '') FROM session s JOIN "
    "person p ON p.id = s.person_id LEFT JOIN school o ON o.id = p.school_id WHERE s.id_hash = ? AND p.disabled_at IS NULL AND "
    "s.seen_at > UTC_TIMESTAMP() - INTERVAL 20 MINUTE AND s.created_at > UTC_TIMESTAMP() - INTERVAL 10 HOUR");
SQL(touch_session, "UPDATE session SET seen_at = UTC_TIMESTAMP() WHERE id_hash = ?");
SQL(delete_session, "DELETE FROM session WHERE id_hash = ?");
SQL(set_notice, "UPDATE session SET notice = LEFT(?, 500) WHERE id_hash = ?");
SQL(count_tries, "SELECT COALESCE(SUM(tries), 0) FROM signin_try WHERE who = ? AND quarter >= "
                 "UNIX_TIMESTAMP() DIV 900 - 1");
SQL(add_try, "INSERT INTO signin_try (who, quarter, tries) VALUES (?, UNIX_TIMESTAMP() DIV 900, 1) ON DUPLICATE KEY UPDATE "
             "tries = LEAST(tries + 1, 60000)");
SQL(clear_tries, "DELETE FROM signin_try WHERE who = ?");
SQL(sweep_sessions, "DELETE FROM session WHERE seen_at < UTC_TIMESTAMP() - INTERVAL 1 DAY");
SQL(sweep_links, "DELETE FROM password_link WHERE expires_at < UTC_TIMESTAMP()");
SQL(sweep_tries, "DELETE FROM signin_try WHERE quarter < UNIX_TIMESTAMP() DIV 900 - 8");

struct start {
        unsigned long person;
        const unsigned char *id_hash, *token;
};

static enum outcome do_start(struct db *db, void *context)
{
        struct start *s = context;
        struct arg person = arg_number((long long)s->person);
        enum outcome result =
            db_run(db, &insert_session, ARGS(arg_bytes(s->id_hash, 32), person, arg_bytes(s->token, 16)));
        if (result == DONE)
                result = db_run(db, &note_signin, ARGS(person));
        if (result == DONE)
                result = audit_add(db, s->person, 0, "signed-in", s->person, "");
        return result;
}

enum outcome session_start(struct db *db, unsigned long person, const unsigned char id_hash[32],
                           const unsigned char token[16])
{
        struct start s = { person, id_hash, token };
        return db_transaction(db, do_start, &s);
}

enum outcome session_find(struct db *db, struct arena *a, const unsigned char id_hash[32], struct session_row *out)
{
        struct result r;
        struct arg id = arg_bytes(id_hash, 32);
        enum outcome result = db_find(db, a, &r, &find_session, ARGS(id));
        if (result != DONE)
                return result;
        *out = (struct session_row){
                .person = { .id = (unsigned long)result_number(&r, 0, 0),
                            .school = (unsigned long)result_number(&r, 0, 1),
                            .name = result_text(&r, 0, 2),
                            .email = result_text(&r, 0, 3),
                            .role = role_of_key(result_text(&r, 0, 4)),
                            .has_password = true,
                            .seen_at = "",
                            .version = (unsigned)result_number(&r, 0, 5) },
                .notice = result_text(&r, 0, 7),
                .place = result_text(&r, 0, 9),
        };
        memcpy(out->token, result_bytes(&r, 0, 6).bytes, sizeof out->token);
        if (out->person.role == ROLE_COUNT)
                return ABSENT;
        return result_number(&r, 0, 8) ? db_run(db, &touch_session, ARGS(id)) : DONE;
}

enum outcome session_end(struct db *db, const unsigned char id_hash[32])
{
        return db_run(db, &delete_session, ARGS(arg_bytes(id_hash, 32)));
}

enum outcome session_notice(struct db *db, const unsigned char id_hash[32], const char *words)
{
        return db_run(db, &set_notice, ARGS(arg_text(words), arg_bytes(id_hash, 32)));
}

enum outcome tries_count(struct db *db, struct arena *a, const unsigned char who[16], long *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &count_tries, ARGS(arg_bytes(who, 16)));
        *out = result == DONE ? (long)result_number(&r, 0, 0) : 0;
        return result;
}

enum outcome tries_add(struct db *db, const unsigned char who[16])
{
        return db_run(db, &add_try, ARGS(arg_bytes(who, 16)));
}

enum outcome tries_clear(struct db *db, const unsigned char who[16])
{
        return db_run(db, &clear_tries, ARGS(arg_bytes(who, 16)));
}

enum outcome session_sweep(struct db *db)
{
        enum outcome result = db_run(db, &sweep_sessions, ARGS());
        if (result == DONE)
                result = db_run(db, &sweep_links, ARGS());
        if (result == DONE)
                result = db_run(db, &sweep_tries, ARGS());
        return result;
}
