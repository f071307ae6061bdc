#include "store/audit.h"

SQL(insert_audit, "INSERT INTO audit (at, person_id, school_id, verb, object_id, detail) VALUES (UTC_TIMESTAMP(), ?, ?, ?, "
                  "?, LEFT(?, 500))");
SQL(list_audit,
    "SELECT a.id, a.at, COALESCE(p.name, ''), COALESCE(s.name, ''), a.verb, a.object_id, a.detail FROM audit a LEFT JOIN "
    "person p ON p.id = a.person_id LEFT JOIN school s ON s.id = a.school_id WHERE (? = 0 OR a.school_id = ?) AND (? = 0 OR "
    "a.person_id = ?) AND (? = '' OR a.verb = ?) AND a.at >= COALESCE(?, '1970-01-01') AND a.at < COALESCE(? + INTERVAL 1 "
    "DAY, '2999-01-01') AND a.id < ? ORDER BY a.id DESC LIMIT ?");

SQL(list_verbs, "SELECT DISTINCT verb FROM audit ORDER BY verb");

enum outcome audit_add(struct db *db, unsigned long by, unsigned long school, const char *verb, unsigned long object,
                       const char *detail)
{
        return db_run(db, &insert_audit,
                      ARGS(arg_number_or_null((long long)by), arg_number_or_null((long long)school), arg_text(verb),
                           arg_number((long long)object), arg_text(detail)));
}

enum outcome audit_list(struct db *db, struct arena *a, const struct audit_filter *f, struct audit_rows *out)
{
        struct result r;
        struct arg school = arg_number((long long)f->school), person = arg_number((long long)f->person);
        enum outcome result = db_query(db, a, &r, &list_audit,
                                       ARGS(school, school, person, person, arg_text(f->verb), arg_text(f->verb),
                                            arg_text_or_null(f->from), arg_text_or_null(f->to),
                                            arg_number(f->before ? (long long)f->before : 9223372036854775807LL),
                                            arg_number(f->limit)));
        struct audit_row *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct audit_row){ (unsigned long)result_number(&r, i, 0), (unsigned long)result_number(&r, i, 5),
                                               result_text(&r, i, 1), result_text(&r, i, 2), result_text(&r, i, 3),
                                               result_text(&r, i, 4), result_text(&r, i, 6) };
        *out = (struct audit_rows){ r.count, items };
        return result;
}

enum outcome audit_verbs(struct db *db, struct arena *a, struct audit_verbs *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &list_verbs, ARGS());
        const char **items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = result_text(&r, i, 0);
        *out = (struct audit_verbs){ r.count, items };
        return result;
}
