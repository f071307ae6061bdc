#include "store/setting.h"

#include <string.h>

#include "store/audit.h"

/* The row of this name is no setting: its value is the version of them all. */
#define VERSION "version"

SQL(read_settings, "SELECT name, value FROM setting");
SQL(see_settings, "SELECT s.name, s.value, s.set_at, COALESCE(p.name, '') FROM setting s "
                  "LEFT JOIN person p ON p.id = s.set_by");
SQL(first_version,
    "INSERT INTO setting (name, value, set_by, set_at) VALUES ('" VERSION "', '1', ?, UTC_TIMESTAMP())");
SQL(next_version, "UPDATE setting SET value = ?, set_by = ?, set_at = UTC_TIMESTAMP() WHERE name = '" VERSION
                  "' AND value = ?");
SQL(write_setting, "INSERT INTO setting (name, value, set_by, set_at) VALUES (?, ?, ?, UTC_TIMESTAMP()) "
                   "ON DUPLICATE KEY UPDATE value = VALUES(value), set_by = VALUES(set_by), "
                   "set_at = VALUES(set_at)");

static void read_row(const char *name, const char *value, struct settings *out)
{
        enum setting which = setting_of_name(name);
        unsigned number;
        if (which != SETTING_COUNT && setting_read(which, value, &number))
                setting_put(out, which, number);
}

enum outcome settings_read(struct db *db, struct arena *a, struct settings *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &read_settings, ARGS());
        settings_standard(out);
        if (result != DONE)
                return result;
        for (size_t i = 0; i < r.count; i++)
                read_row(result_text(&r, i, 0), result_text(&r, i, 1), out);
        return DONE;
}

enum outcome settings_see(struct db *db, struct arena *a, struct settings_seen *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &see_settings, ARGS());
        *out = (struct settings_seen){ 0 };
        settings_standard(&out->settings);
        for (int i = 0; i < SETTING_COUNT; i++)
                out->set[i].by = out->set[i].at = "";
        if (result != DONE)
                return result;
        for (size_t i = 0; i < r.count; i++) {
                enum setting which = setting_of_name(result_text(&r, i, 0));
                read_row(result_text(&r, i, 0), result_text(&r, i, 1), &out->settings);
                if (which != SETTING_COUNT) {
                        out->set[which].at = result_text(&r, i, 2);
                        out->set[which].by = result_text(&r, i, 3);
                } else if (strcmp(result_text(&r, i, 0), VERSION) == 0) {
                        out->version = (unsigned)result_number(&r, i, 1);
                }
        }
        return DONE;
}

struct settings_deed {
        struct arena *arena;
        unsigned long by;
        unsigned version;
        const struct settings *shall;
};

/* Locks all of them; REFUSED when somebody else was first. */
static enum outcome turn(struct db *db, const struct settings_deed *d)
{
        struct arg by = arg_number_or_null((long long)d->by);
        if (d->version == 0)
                return db_run(db, &first_version, ARGS(by));
        enum outcome result = db_run(db, &next_version,
                                     ARGS(arg_text(arena_printf(d->arena, "%u", d->version + 1)), by,
                                          arg_text(arena_printf(d->arena, "%u", d->version))));
        return result == DONE && db_affected(db) == 0 ? REFUSED : result;
}

static enum outcome change(struct db *db, const struct settings_deed *d, enum setting which, unsigned before,
                           unsigned after)
{
        char was[SETTING_TEXT], shall[SETTING_TEXT];
        const char *name = setting_table[which].name;
        setting_text(which, before, was);
        setting_text(which, after, shall);
        enum outcome result = db_run(
            db, &write_setting, ARGS(arg_text(name), arg_text(shall), arg_number_or_null((long long)d->by)));
        if (result != DONE)
                return result;
        return audit_add(db, d->by, 0, "setting-changed", 0,
                         arena_printf(d->arena, "%s: %s -> %s", setting_table[which].words, was, shall));
}

static enum outcome do_set(struct db *db, void *context)
{
        const struct settings_deed *d = context;
        struct settings held;
        enum outcome result = turn(db, d);
        if (result == DONE)
                result = settings_read(db, d->arena, &held);
        for (int i = 0; i < SETTING_COUNT && result == DONE; i++) {
                unsigned before = setting_get(&held, (enum setting)i),
                         after = setting_get(d->shall, (enum setting)i);
                if (before != after)
                        result = change(db, d, (enum setting)i, before, after);
        }
        return result;
}

enum outcome settings_set(struct db *db, struct arena *a, unsigned long by, unsigned version,
                          const struct settings *shall)
{
        struct settings_deed d = { a, by, version, shall };
        return db_transaction(db, do_set, &d);
}
