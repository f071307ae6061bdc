#include "store/hidden.h"

#include <string.h>

SQL(find_hidden, "SELECT hidden FROM hidden_columns WHERE person_id = ? AND list = ?");
SQL(set_hidden,
    "INSERT INTO hidden_columns (person_id, list, hidden) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE hidden = "
    "VALUES(hidden)");
SQL(drop_hidden, "DELETE FROM hidden_columns WHERE person_id = ? AND list = ?");

enum outcome hidden_find(struct db *db, struct arena *a, unsigned long person, const char *list,
                         const char **out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &find_hidden, ARGS(arg_id(person), arg_text(list)));
        *out = r.count ? result_text(&r, 0, 0) : "";
        return result;
}

enum outcome hidden_set(struct db *db, unsigned long person, const char *list, const char *keys)
{
        if (!*keys)
                return db_run(db, &drop_hidden, ARGS(arg_id(person), arg_text(list)));
        if (strlen(keys) > HIDDEN_MAX)
                return REFUSED;
        return db_run(db, &set_hidden, ARGS(arg_id(person), arg_text(list), arg_text(keys)));
}

bool hidden_has(const char *keys, const char *key)
{
        size_t len = strlen(key);
        for (const char *p = keys; *p; p += strcspn(p, ","), p += *p == ',')
                if (strcspn(p, ",") == len && strncmp(p, key, len) == 0)
                        return true;
        return false;
}
