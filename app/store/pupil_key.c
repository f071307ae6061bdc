#include "store/pupil_key.h"

#include <string.h>

#include "match/key.h"
#include "store/pupil_columns.h"

#define INSERT_KEY "INSERT INTO pupil_key (key_value, school_id, pupil_id) VALUES "
#define KEY_ROW    "(?, ?, ?)"
enum { KEY_ARGS = 3 };

SQL(insert_key_50, INSERT_KEY SQL_ROWS50(KEY_ROW));
SQL(insert_key_1, INSERT_KEY KEY_ROW);
SQL(delete_keys, "DELETE FROM pupil_key WHERE school_id = ? AND pupil_id IN (" FIFTY ")");

/* A school moves up a year by changing NC year and class, which are in no key: most need no new ones. */
static bool same_keys(const struct record *before, const uint64_t *keys, unsigned count)
{
        uint64_t old[MATCH_KEYS_MAX];
        return match_keys(before, old) == count && memcmp(old, keys, count * sizeof *keys) == 0;
}

static enum outcome forget_keys(struct db *db, unsigned long school, const unsigned long *ids, size_t count)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < count; i += IN_LIST) {
                struct arg args[1 + IN_LIST] = { arg_number((long long)school) };
                in_list(args + 1, ids + i, count - i < IN_LIST ? count - i : IN_LIST);
                result = db_run(db, &delete_keys, args, 1 + IN_LIST);
        }
        return result;
}

enum outcome pupil_keys_write(struct db *db, struct arena *a, struct write *const *writes, size_t count)
{
        struct arg *args = arena_array(a, count * MATCH_KEYS_MAX * KEY_ARGS, sizeof *args);
        unsigned long *stale = arena_array(a, count, sizeof *stale);
        size_t rows = 0, stale_count = 0;
        for (size_t i = 0; i < count; i++) {
                const struct pupil *p = &writes[i]->after.pupil;
                uint64_t keys[MATCH_KEYS_MAX];
                unsigned key_count = match_keys(&p->record, keys);
                if (writes[i]->before && same_keys(&writes[i]->before->pupil.record, keys, key_count))
                        continue;
                if (writes[i]->before)
                        stale[stale_count++] = p->id;
                for (unsigned k = 0; k < key_count; k++, rows++) {
                        args[rows * KEY_ARGS] = arg_number((long long)keys[k]);
                        args[rows * KEY_ARGS + 1] = arg_number((long long)p->school);
                        args[rows * KEY_ARGS + 2] = arg_number((long long)p->id);
                }
        }
        enum outcome result = forget_keys(db, writes[0]->after.pupil.school, stale, stale_count);
        return result == DONE ? db_run_many(db, &insert_key_50, &insert_key_1, args, rows, KEY_ARGS) : result;
}
