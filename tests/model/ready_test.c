/* Whether a school can answer: versions, each item alone, and the words that say why not. */
#include "model/ready.h"

#include "model/data_set.h"
#include "tap.h"

enum { NOW = 1790000000, DAY = 24 * 60 * 60 };

static struct arena *a;

static void versions(void)
{
        static const struct {
                const char *text;
                bool good;
                unsigned want;
        } cases[] = {
                { "7.166", true, 70166 },
                { "7.180.12", true, 70180 },
                { "7.9", true, 70009 },
                { "8", true, 80000 },
                { "10.0", true, 100000 },
                { "7.166 SP2", true, 70166 },
                { "", false, 0 },
                { "seven", false, 0 },
                { "7.", false, 0 },
                { "7.x", false, 0 },
                { "7-166", false, 0 },
                { "-7.1", false, 0 },
                { "99999999999.1", false, 0 },
                { "7.10000", false, 0 },
                { "v7.166", false, 0 },
                { "7166", true, 71660000 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                unsigned got = 0;
                bool good = ready_version(cases[i].text, &got);
                ok(good == cases[i].good && (!good || got == cases[i].want), "version '%s'", cases[i].text);
        }
        is_text(ready_version_words(a, 70166), "7.166", "and back");
}

static struct ready_facts good_school(void)
{
        return (struct ready_facts){ .system = "SIMS",
                                     .version = "7.166",
                                     .phase_2 = READY_GOOD,
                                     .services = READY_GOOD,
                                     .agent = true,
                                     .seen_at = NOW - DAY,
                                     .portal = true,
                                     .sets = SETS_ALL };
}

/* Which items are red, as letters of their places; and in words. */
static const char *red(const struct ready_facts *f, unsigned sets, const char **why)
{
        struct ready_line lines[READY_ITEMS];
        const struct ready_wanted w = { 70166, sets, NOW };
        char *text = arena_alloc(a, READY_ITEMS + 1);
        size_t n = 0;
        ready_judge(a, f, &w, lines);
        for (int i = 0; i < READY_ITEMS; i++) {
                if (!lines[i].good)
                        text[n++] = (char)('0' + i);
                ok(*lines[i].words && *lines[i].found && lines[i].good == !*lines[i].remedy,
                   "item %d has words, a red one a remedy", i);
        }
        text[n] = '\0';
        ok(ready_all(lines) == (n == 0), "all of them or not");
        *why = ready_why(a, lines, false);
        ok((*why != NULL) == (n > 0), "why, when one is red");
        return text;
}

static void items(void)
{
        const char *why;
        struct ready_facts f = good_school();
        is_text(red(&f, SETS_ALL, &why), "", "all is good");
        f.version = "7.165.9";
        is_text(red(&f, SETS_ALL, &why), "0", "an older SIMS");
        is_text(why, "SIMS 7.165.9 is older than 7.166.", "in words");
        f.version = "";
        is_text(red(&f, SETS_ALL, &why), "0", "a SIMS of unknown version");
        f.system = "Arbor";
        is_text(red(&f, SETS_ALL, &why), "", "another system needs no version");
        f.system = "";
        is_text(red(&f, SETS_ALL, &why), "0", "no system");
        f = good_school();
        f.phase_2 = READY_BAD;
        is_text(red(&f, SETS_ALL, &why), "1", "not migrated");
        f.phase_2 = READY_UNSAID;
        is_text(red(&f, SETS_ALL, &why), "1", "nobody knows");
        f = good_school();
        f.services = READY_BAD;
        is_text(red(&f, SETS_ALL, &why), "2", "the services manager stands still");
        f = good_school();
        f.seen_at--;
        is_text(red(&f, SETS_ALL, &why), "3", "not heard from for a day and a second");
        f.seen_at = 0;
        is_text(red(&f, SETS_ALL, &why), "3", "never heard from");
        f = good_school();
        f.portal = false;
        is_text(red(&f, SETS_ALL, &why), "4", "nobody can sign in");
}

static void sets(void)
{
        const char *why;
        struct ready_facts f = good_school();
        f.sets = 0;
        is_text(red(&f, SETS_ALL, &why), "5", "nothing is agreed");
        f.sets = 1u << SET_PUPILS;
        is_text(red(&f, SETS_ALL, &why), "", "something is");
        is_text(red(&f, ready_sets_of("attainment"), &why), "5", "but not what the task asks");
        is_text(why, "Attainment: not agreed with the school.", "which is named");
        is_text(red(&f, ready_sets_of("snapshot"), &why), "", "a snapshot is of pupils");
        is_text(red(&f, ready_sets_of("att-changed"), &why), "5", "marks are attendance");
        f.sets = 0;
        is_text(red(&f, ready_sets_of("tasks"), &why), "", "existing tasks are no pupils’ data");
}

/* No agent: what only it could say is not said to be wrong as well. */
static void reasons(void)
{
        struct ready_facts f = { .system = "", .version = "", .sets = SETS_ALL };
        const struct ready_wanted w = { 70166, SETS_ALL, NOW };
        struct ready_line lines[READY_ITEMS];
        ready_judge(a, &f, &w, lines);
        is_text(ready_why(a, lines, false),
                "No agent is installed. No administrator of the school can sign in.", "no agent");
        is_text(ready_why(a, lines, true), "No agent is installed.", "the agent alone");
        f = good_school();
        f.phase_2 = f.services = READY_BAD;
        ready_judge(a, &f, &w, lines);
        is_text(ready_why(a, lines, false),
                "The system is not migrated to phase 2. The services manager does not run.", "two reasons");
        is_text(ready_why(a, lines, true), NULL, "the agent alone is good");
}

int main(void)
{
        a = arena_new();
        versions();
        items();
        sets();
        reasons();
        arena_free(a);
        return done_testing();
}
