/* Settings in the database: as shipped until set, lost updates, the audit, and rows that do not fit. */
#include "store/setting.h"

#include "database.h"
#include "store/audit.h"
#include "store/person.h"
#include "tap.h"

static struct database d;
static struct arena *a;

SQL(odd_rows, "INSERT INTO setting (name, value, set_at) VALUES ('red_days', 'soon', UTC_TIMESTAMP()), "
              "('of_an_older_version', '7', UTC_TIMESTAMP())");

static bool same(const struct settings *x, const struct settings *y)
{
        for (int i = 0; i < SETTING_COUNT; i++)
                if (setting_get(x, (enum setting)i) != setting_get(y, (enum setting)i))
                        return false;
        return true;
}

static void fresh(void)
{
        struct settings s, standard;
        settings_standard(&standard);
        ok(settings_read(d.db, a, &s) == DONE && same(&s, &standard), "as shipped");
        ok(db_run(d.db, &odd_rows, ARGS()) == DONE, "rows that do not fit");
        ok(settings_read(d.db, a, &s) == DONE && same(&s, &standard), "count for nothing");
}

static void set(unsigned long by)
{
        struct settings_seen seen;
        struct settings s, other;
        ok(settings_see(d.db, a, &seen) == DONE && seen.version == 0, "nothing was set yet");
        s = other = seen.settings;
        s.amber_share = 8;
        s.second_person = true;
        is_long(settings_set(d.db, a, by, 0, &s), DONE, "two are set");
        other.red_share = 90;
        is_long(settings_set(d.db, a, by, 0, &other), REFUSED, "somebody else was first");
        ok(settings_read(d.db, a, &other) == DONE && same(&s, &other), "and nothing of it was written");
        ok(settings_see(d.db, a, &seen) == DONE && seen.version == 1, "the version grew");
        is_text(seen.set[SETTING_AMBER_SHARE].by, "Pat", "who set it");
        is_text(seen.set[SETTING_KEEP_DAYS].at, "", "the others are as shipped");
        s.amber_share = 9;
        s.new_automatic = false;
        s.red_days = 10;
        is_long(settings_set(d.db, a, by, 1, &s), DONE, "set again, also where a row did not fit");
        is_long(settings_set(d.db, a, by, 1, &s), REFUSED, "with an old version");
        ok(settings_read(d.db, a, &other) == DONE && same(&s, &other), "as they shall be");
}

static void audited(void)
{
        struct audit_rows rows;
        ok(audit_list(d.db, a,
                      &(struct audit_filter){ .verb = "setting-changed", .from = "", .to = "", .limit = 10 },
                      &rows) == DONE &&
               rows.count == 5,
           "five changes, five rows");
        is_text(rows.items[rows.count - 1].detail, "Amber from this share of work left: 5 -> 8",
                "what changed");
        is_text(rows.items[rows.count - 1].person, "Pat", "and who did it");
}

int main(void)
{
        unsigned long by = 0;
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        const struct person pat = { .name = "Pat", .email = "pat@la.example", .role = ROLE_LA_ADMIN };
        ok(person_add(d.db, 0, &pat, &by) == DONE, "a person");
        fresh();
        set(by);
        audited();
        database_close(&d);
        return done_testing();
}
