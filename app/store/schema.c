#include "store/schema.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"

/* A step is recorded before it begins and marked when it has ended: DDL cannot be rolled back, so a step that
 * stopped half way must be seen. The row also keeps two set-ups from doing the same step. */
static const char create_table[] =
    "CREATE TABLE IF NOT EXISTS schema_step ("
    " n INT UNSIGNED NOT NULL, name VARCHAR(100) NOT NULL, sha256 CHAR(64) NOT NULL,"
    " began_at DATETIME NOT NULL, ended_at DATETIME NULL, PRIMARY KEY (n)"
    ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;\n";

SQL(count_tables, "SELECT COUNT(*) FROM information_schema.tables"
                  " WHERE table_schema = DATABASE() AND table_name = 'schema_step'");
SQL(list_steps, "SELECT n, name, sha256, ended_at FROM schema_step ORDER BY n");
SQL(hash_text, "SELECT SHA2(?, 256)");
SQL(begin_step,
    "INSERT INTO schema_step (n, name, sha256, began_at) VALUES (?, ?, SHA2(?, 256), UTC_TIMESTAMP())");
SQL(end_step, "UPDATE schema_step SET ended_at = UTC_TIMESTAMP() WHERE n = ?");

struct step {
        int n;
        const char *name, *text;
};

struct steps {
        size_t count;
        struct step *items;
};

static enum outcome refuse(struct refusal *why, const char *words)
{
        *why = (struct refusal){ "", words };
        return REFUSED;
}

/* ---- the folder ---- */

static int is_step(const struct dirent *entry)
{
        const char *name = entry->d_name;
        size_t len = strlen(name);
        return strspn(name, "0123456789") == 4 && name[4] == '-' && len > 9 &&
               strcmp(name + len - 4, ".sql") == 0;
}

static const char *read_text(struct arena *a, const char *path)
{
        FILE *f = fopen(path, "re");
        if (!f)
                return NULL;
        struct buf b = BUF_EMPTY;
        size_t got;
        do {
                got = fread(buf_reserve(&b, 16384), 1, 16384, f);
                b.len += got;
        } while (got);
        const char *text = ferror(f) ? NULL : arena_bytes(a, b.bytes, b.len);
        fclose(f);
        buf_free(&b);
        return text;
}

/* Numbers go up from 1 without a gap, so that "the last applied" says which were. */
static enum outcome read_folder(struct arena *a, const char *folder, struct steps *out, struct refusal *why)
{
        struct dirent **names;
        int count = scandir(folder, &names, is_step, alphasort);
        if (count <= 0)
                return refuse(why,
                              arena_printf(a, "There are no schema steps (0001-name.sql) in %s.", folder));
        *out = (struct steps){ 0, arena_array(a, (size_t)count, sizeof *out->items) };
        enum outcome result = DONE;
        for (int i = 0; i < count; i++) {
                const char *name = names[i]->d_name,
                           *text = read_text(a, arena_printf(a, "%s/%s", folder, name));
                if (atoi(name) != i + 1 || !text)
                        result = refuse(why, arena_printf(a, "%s/%s %s.", folder, name,
                                                          text ? "is out of sequence" : "cannot be read"));
                out->items[out->count++] = (struct step){ i + 1, arena_text(a, name), text };
        }
        for (int i = 0; i < count; i++)
                free(names[i]);
        free(names);
        return result;
}

/* ---- the database ---- */

static enum outcome check_step(struct db *db, struct arena *a, const struct step *step,
                               const struct result *held, size_t row, struct refusal *why)
{
        struct result hash;
        if (db_query(db, a, &hash, &hash_text, ARGS(arg_text(step->text))) != DONE)
                return BROKEN;
        if (strcmp(result_text(&hash, 0, 0), result_text(held, row, 2)) == 0)
                return DONE;
        return refuse(why,
                      arena_printf(a, "The schema step %s was edited after it had been applied here as %s.",
                                   step->name, result_text(held, row, 1)));
}

static enum outcome check_held(struct db *db, struct arena *a, const struct steps *steps,
                               const struct result *held, struct refusal *why)
{
        for (size_t row = 0; row < held->count; row++) {
                const char *name = result_text(held, row, 1);
                if (result_null(held, row, 3))
                        return refuse(
                            why, arena_printf(a,
                                              "The schema step %s was begun here and has not ended: another "
                                              "set-up is at work, or one stopped half way.",
                                              name));
                if (row >= steps->count)
                        return refuse(
                            why, arena_printf(a,
                                              "The database is newer than this program: it has the schema "
                                              "step %s, of which the program knows nothing.",
                                              name));
                enum outcome result = check_step(db, a, &steps->items[row], held, row, why);
                if (result != DONE)
                        return result;
        }
        return DONE;
}

static enum outcome compare(struct db *db, struct arena *a, const char *folder, struct steps *steps,
                            struct schema *out, struct refusal *why)
{
        struct result tables, held = { 0 };
        enum outcome result = read_folder(a, folder, steps, why);
        if (result != DONE)
                return result;
        if (db_query(db, a, &tables, &count_tables, ARGS()) != DONE)
                return BROKEN;
        if (result_number(&tables, 0, 0) && db_query(db, a, &held, &list_steps, ARGS()) != DONE)
                return BROKEN;
        *out = (struct schema){ (int)steps->count, (int)held.count };
        return check_held(db, a, steps, &held, why);
}

enum outcome schema_compare(struct db *db, struct arena *a, const char *folder, struct schema *out,
                            struct refusal *why)
{
        struct steps steps;
        return compare(db, a, folder, &steps, out, why);
}

static enum outcome apply(struct db *db, struct arena *a, const struct step *step, struct refusal *why)
{
        enum outcome result =
            db_run(db, &begin_step, ARGS(arg_number(step->n), arg_text(step->name), arg_text(step->text)));
        if (result == REFUSED)
                return refuse(why,
                              arena_printf(a, "Somebody else is applying the schema step %s.", step->name));
        if (result != DONE || db_script(db, step->text) != DONE)
                return BROKEN;
        log_event("schema-step", "%s", step->name);
        return db_run(db, &end_step, ARGS(arg_number(step->n)));
}

enum outcome schema_upgrade(struct db *db, struct arena *a, const char *folder, struct schema *out,
                            struct refusal *why)
{
        struct steps steps;
        enum outcome result = db_script(db, create_table);
        if (result == DONE)
                result = compare(db, a, folder, &steps, out, why);
        for (int n = out->applied; result == DONE && n < out->known; n++)
                result = apply(db, a, &steps.items[n], why);
        return result;
}
