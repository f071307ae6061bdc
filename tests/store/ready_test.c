/* Whether schools are ready: what is reported and seen, school by school; what issuing and trying again make
 * of it. */
#include "store/ready.h"

#include "exchanging.h"
#include "gate/scope.h"
#include "model/data_set.h"
#include "store/agreement.h"
#include "store/setting.h"

enum { NOW = 1790000000 };

static struct database d;
static struct arena *a;
static unsigned long good, bare;
static const struct exchange_by la = { 0, NULL };

static const char *why(unsigned long school, const char *data)
{
        struct ready_schools all = { 0 };
        ok(ready_list(d.db, a, 0, data, NOW, &all) == DONE && all.count == 2, "both schools");
        const struct ready_school *s = ready_of(&all, school);
        return s ? s->why : "no such school";
}

static void report(const char *system, const char *version, enum ready_said phase_2, enum ready_said services)
{
        const struct scope scope = gate_program_scope(good);
        const struct ready_report r = { system, version, phase_2, services };
        ok(ready_report_set(d.db, &scope, &r) == DONE, "a report");
}

static void facts(void)
{
        is_text(why(good, ""), NULL, "a school that has everything");
        is_text(why(bare, ""), "No agent is installed. No administrator of the school can sign in.",
                "one that has nothing is named");
        report("SIMS", "7.100", READY_GOOD, READY_UNSAID);
        is_text(why(good, ""), "SIMS 7.100 is older than 7.166. The agent does not say whether the services manager runs.",
                "a report takes the place of the last");
        struct settings shall;
        settings_standard(&shall);
        shall.sims_version = 70100;
        ok(settings_set(d.db, a, 0, 0, &shall) == DONE, "the authority is content with less");
        report("SIMS", "7.100", READY_GOOD, READY_GOOD);
        is_text(why(good, ""), NULL, "ready");
        ok(agreement_set(d.db, a, 0, good, 0, true, 1u << SET_PUPILS) == DONE, "pupils alone are agreed");
        is_text(why(good, "snapshot"), NULL, "a snapshot is");
        is_text(why(good, "att-changed"), "Attendance: not agreed with the school.", "marks are not");
        exchanging_script(&d, "UPDATE agent SET revoked_at = UTC_TIMESTAMP();\n");
        is_text(why(good, "tasks"), "No agent is installed.", "an agent whose key was revoked is none");
        exchanging_script(&d, "UPDATE agent SET revoked_at = NULL;\n");
}

static const char *states(unsigned long run)
{
        struct exchange_answers all = { 0 };
        ok(exchange_answers(d.db, a, run, &all) == DONE && all.count == 2, "two answers");
        const char *text = "";
        for (size_t i = 0; i < all.count; i++)
                text = arena_printf(a, "%s%c %s;", text, all.items[i].state, all.items[i].words);
        return text;
}

static void issuing(void)
{
        struct exchange_task t = exchanging_nightly("Nightly");
        unsigned long id, run = 0, count = 0;
        time_t now = exchanging_at("2026-10-05 12:00");
        ok(exchange_task_add(d.db, &la, &t, &(struct exchange_picks){ 0 }, exchanging_at("2026-10-04 12:00"),
                             &id) == DONE,
           "a task");
        ok(exchange_issue(d.db, now, &run) == DONE && run, "is issued");
        is_text(states(run), "W ;X No agent is installed. No administrator of the school can sign in.;",
                "who is not ready says why at once");
        ok(exchange_retry(d.db, &la, run, now + 1, &count) == DONE, "trying again");
        is_long(count, 0, "asks nobody");
        is_text(states(run), "W ;X No agent is installed. No administrator of the school can sign in.;",
                "it says so again");
        exchanging_ready(&d, bare);
        ok(exchange_retry(d.db, &la, run, now + 2, &count) == DONE && count == 1, "once it is ready");
        is_text(states(run), "W ;W ;", "it is asked");
        exchanging_script(&d, "UPDATE exchange_answer SET state = 'F';\n"
                          "INSERT INTO exchange_lock (school_id, locked_at) VALUES (2, '2026-01-01');\n");
        ok(exchange_retry(d.db, &la, run, now + 3, &count) == DONE && count == 1, "of two that failed the one that has not locked its tasks");
        is_text(states(run), arena_printf(a, "W ;X %s;", exchange_shut_words(true, false)), "is asked, and the other says why not");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        good = exchanging_school(&d, 1, "PS");
        bare = exchanging_bare_school(&d, 2, "PS");
        facts();
        issuing();
        database_close(&d);
        return done_testing();
}
