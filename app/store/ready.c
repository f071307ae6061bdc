#include "store/ready.h"

#include "model/data_set.h"
#include "store/setting.h"

SQL(put_item, "INSERT INTO school_ready (school_id, item, good, words, checked_at) VALUES (?, ?, ?, ?, "
              "UTC_TIMESTAMP()) ON DUPLICATE KEY "
              "UPDATE good = VALUES(good), words = VALUES(words), checked_at = VALUES(checked_at)");
SQL(forget_item, "DELETE FROM school_ready WHERE school_id = ? AND item = ?");
#define WORDS_OF(item) "COALESCE(MAX(IF(q.item = '" item "', q.words, NULL)), ''), "
#define SAID_OF(item)  "COALESCE(MAX(IF(q.item = '" item "', q.good + 1, 0)), 0), "
#define AGENTS         "FROM agent g WHERE g.school_id = s.id AND g.revoked_at IS NULL"
SQL(list_facts,
    "SELECT s.id, s.name, " WORDS_OF("system") WORDS_OF("version") SAID_OF("phase-2") SAID_OF(
        "services") "EXISTS (SELECT 1 " AGENTS "), COALESCE(UNIX_TIMESTAMP((SELECT MAX(g.seen_at) " AGENTS
                    ")), 0), EXISTS (SELECT 1 FROM person p WHERE "
                    "p.school_id = s.id AND p.role = 'school_admin' AND p.disabled_at IS NULL), "
                    "COALESCE((SELECT w.sets FROM agreement w WHERE w.school_id = "
                    "s.id), (SELECT w.sets FROM agreement w WHERE w.school_id = 0), ?) FROM school s LEFT "
                    "JOIN school_ready q ON q.school_id = s.id WHERE IF(? "
                    "= 0, s.closed_on IS NULL, s.id = ?) GROUP BY s.id, s.name ORDER BY s.name, s.id");

/* ---- what an agent reports ---- */

struct reporting {
        const struct scope *scope;
        const struct ready_report *report;
};

static enum outcome put(struct db *db, const struct reporting *r, const char *item, enum ready_said said,
                        const char *words)
{
        struct arg school = arg_id(r->scope->school);
        if (said == READY_UNSAID)
                return db_run(db, &forget_item, ARGS(school, arg_text(item)));
        return db_run(db, &put_item,
                      ARGS(school, arg_text(item), arg_number(said == READY_GOOD), arg_text(words)));
}

static enum outcome do_report(struct db *db, void *context)
{
        const struct reporting *r = context;
        const struct ready_report *said = r->report;
        enum outcome result = put(db, r, "system", *said->system ? READY_GOOD : READY_UNSAID, said->system);
        if (result == DONE)
                result = put(db, r, "version", *said->version ? READY_GOOD : READY_UNSAID, said->version);
        if (result == DONE)
                result = put(db, r, "phase-2", said->phase_2, "");
        return result == DONE ? put(db, r, "services", said->services, "") : result;
}

enum outcome ready_report_set(struct db *db, const struct scope *scope, const struct ready_report *r)
{
        struct reporting context = { scope, r };
        return db_transaction(db, do_report, &context);
}

/* ---- reading ---- */

static struct ready_facts facts_of(struct reading *c)
{
        struct ready_facts f = { .system = reading_text(c), .version = reading_text(c) };
        f.phase_2 = (enum ready_said)reading_number(c);
        f.services = (enum ready_said)reading_number(c);
        f.agent = reading_number(c);
        f.seen_at = (time_t)reading_number(c);
        f.portal = reading_number(c);
        f.sets = (unsigned)reading_number(c) & SETS_ALL;
        return f;
}

static struct ready_school school_of(struct arena *a, const struct result *r, size_t row,
                                     const struct ready_wanted *w, bool agent_alone)
{
        struct reading c = { r, row, 0 };
        struct ready_school s = { .id = (unsigned long)reading_number(&c), .name = reading_text(&c) };
        const struct ready_facts f = facts_of(&c);
        ready_judge(a, &f, w, s.lines);
        s.why = ready_why(a, s.lines, agent_alone);
        return s;
}

enum outcome ready_list(struct db *db, struct arena *a, unsigned long school, const char *data, time_t now,
                        struct ready_schools *out)
{
        struct result r;
        struct settings settings;
        enum outcome result = settings_read(db, a, &settings);
        if (result == DONE)
                result = db_query(db, a, &r, &list_facts,
                                  ARGS(arg_number(SETS_ALL), arg_id(school), arg_id(school)));
        *out = (struct ready_schools){ 0 };
        if (result != DONE)
                return result;
        const struct ready_wanted w = { settings.sims_version, *data ? ready_sets_of(data) : SETS_ALL, now };
        struct ready_school *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = school_of(a, &r, i, &w, *data && !w.sets);
        *out = (struct ready_schools){ r.count, items };
        return DONE;
}

const struct ready_school *ready_of(const struct ready_schools *all, unsigned long school)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].id == school)
                        return &all->items[i];
        return NULL;
}
