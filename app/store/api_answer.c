#include "store/api_answer.h"

#include <string.h>

/* A row without a status is a request that a worker is at; it outlives the worker's watchdog by a minute. */
SQL(forget_dead, "DELETE FROM api_answer WHERE who = ? AND request_key = ? AND status = 0 AND made_at < UTC_TIMESTAMP() - INTERVAL 2 MINUTE");
SQL(claim, "INSERT INTO api_answer (who, request_key, request_hash, status, body, made_at) VALUES (?, ?, ?, 0, '', UTC_TIMESTAMP())");
SQL(find_answer, "SELECT request_hash, status, body FROM api_answer WHERE who = ? AND request_key = ?");
SQL(keep_answer, "UPDATE api_answer SET status = ?, body = ? WHERE who = ? AND request_key = ?");
SQL(forget_answer, "DELETE FROM api_answer WHERE who = ? AND request_key = ?");
SQL(sweep_answers, "DELETE FROM api_answer WHERE made_at < UTC_TIMESTAMP() - INTERVAL 1 DAY");

enum outcome api_answer_begin(struct db *db, struct arena *a, const struct api_asked *q, struct api_given *out)
{
        struct result r;
        enum outcome result = db_run(db, &forget_dead, ARGS(arg_text(q->who), arg_text(q->key)));
        if (result == DONE)
                result = db_run(db, &claim, ARGS(arg_text(q->who), arg_text(q->key), arg_bytes(q->hash, 32)));
        if (result != REFUSED)
                return result == DONE ? ABSENT : result;
        result = db_find(db, a, &r, &find_answer, ARGS(arg_text(q->who), arg_text(q->key)));
        if (result == DONE)
                *out = (struct api_given){ .other = memcmp(result_bytes(&r, 0, 0).bytes, q->hash, 32) != 0,
                                           .status = (int)result_number(&r, 0, 1),
                                           .body = result_text(&r, 0, 2) };
        return result == ABSENT ? BROKEN : result; /* swept between the two: it is asked again */
}

enum outcome api_answer_end(struct db *db, const struct api_asked *q, int status, const char *body)
{
        if (status == 0)
                return db_run(db, &forget_answer, ARGS(arg_text(q->who), arg_text(q->key)));
        return db_run(db, &keep_answer, ARGS(arg_number(status), arg_text(body), arg_text(q->who), arg_text(q->key)));
}

enum outcome api_answer_sweep(struct db *db)
{
        return db_run(db, &sweep_answers, ARGS());
}
