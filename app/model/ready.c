#include "model/ready.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "model/data_set.h"
#include "model/exchange.h"

enum { PART_MAX = 9999, DAY_SECONDS = 24 * 60 * 60 };

const char *const ready_item_keys[READY_ITEMS] = {
        "system", "phase-2", "services", "agent", "portal", "sets"
};

/* ---- versions ---- */

/* Digits up to PART_MAX; *text is after them. */
static bool read_part(const char **text, unsigned *out)
{
        char *end;
        if (!isdigit((unsigned char)**text))
                return false;
        unsigned long n = strtoul(*text, &end, 10);
        *out = (unsigned)n;
        *text = end;
        return n <= PART_MAX;
}

bool ready_version(const char *text, unsigned *out)
{
        unsigned first, second = 0;
        if (!read_part(&text, &first))
                return false;
        if (*text == '.') {
                text++;
                if (!read_part(&text, &second))
                        return false;
        }
        if (*text && *text != '.' && *text != ' ')
                return false;
        *out = first * (PART_MAX + 1) + second;
        return true;
}

const char *ready_version_words(struct arena *a, unsigned version)
{
        return arena_printf(a, "%u.%u", version / (PART_MAX + 1), version % (PART_MAX + 1));
}

/* ---- each item ---- */

static struct ready_line line(const char *words, bool good, const char *found, const char *remedy)
{
        return (struct ready_line){ words, good, found, good ? "" : remedy };
}

/* Other systems than SIMS have no versions that a school chooses: to be named is enough. */
static struct ready_line system_line(struct arena *a, const struct ready_facts *f,
                                     const struct ready_wanted *w)
{
        unsigned version = 0;
        bool sims = strcasecmp(f->system, "SIMS") == 0, known = ready_version(f->version, &version);
        const char *least = ready_version_words(a, w->sims);
        const char *words = arena_printf(a, "Management system; SIMS at least %s", least);
        if (!*f->system)
                return line(words, false, "The agent does not say which management system the school has.",
                            "Set system and system_version, or ready_command, in the agent’s configuration.");
        if (sims && !known)
                return line(words, false, "The agent does not say which version of SIMS the school has.",
                            "Set system_version, or ready_command, in the agent’s configuration.");
        bool good = !sims || version >= w->sims;
        return line(words, good,
                    good ? arena_printf(a, "It is %s%s%s.", f->system, *f->version ? " " : "", f->version)
                         : arena_printf(a, "SIMS %s is older than %s.", f->version, least),
                    arena_printf(a, "Ask the school’s support to update SIMS to %s or later.", least));
}

/* found: by what was said; remedy: when it is not so; ask: when nothing was said. */
static struct ready_line said_line(enum ready_said said, const char *words, const char *const found[3],
                                   const char *remedy, const char *ask)
{
        return line(words, said == READY_GOOD, found[said], said == READY_UNSAID ? ask : remedy);
}

static struct ready_line phase_line(const struct ready_facts *f)
{
        static const char *const found[] = {
                "The agent does not say whether the system is migrated to phase 2.",
                "The system is not migrated to phase 2.", "It is migrated."
        };
        return said_line(f->phase_2, "Migrated to phase 2", found,
                         "Ask the school’s support to migrate its system to phase 2.",
                         "Set phase_2, or ready_command, in the agent’s configuration.");
}

static struct ready_line services_line(const struct ready_facts *f)
{
        static const char *const found[] = { "The agent does not say whether the services manager runs.",
                                             "The services manager does not run.", "It runs." };
        return said_line(
            f->services, "The school’s services manager runs", found,
            "Start the services manager on the school’s server, and let it start with the server.",
            "Set services, or ready_command, in the agent’s configuration.");
}

static struct ready_line agent_line(const struct ready_facts *f, time_t now)
{
        static const char words[] = "Agent installed, and heard from in the last day";
        if (!f->agent)
                return line(words, false, "No agent is installed.",
                            "Enrol the school’s agent: the page Agent says how.");
        if (!f->seen_at)
                return line(words, false, "The agent was never heard from.",
                            "Start onroll-agent.timer on the agent’s machine.");
        return line(words, f->seen_at >= now - DAY_SECONDS,
                    f->seen_at >= now - DAY_SECONDS ? "It was."
                                                    : "The agent was not heard from in the last day.",
                    "Look whether the agent’s machine is on, has a network, and runs onroll-agent.timer.");
}

static struct ready_line portal_line(const struct ready_facts *f)
{
        return line("Portal account", f->portal,
                    f->portal ? "There is one." : "No administrator of the school can sign in.",
                    "Add a school administrator on the page Users.");
}

static struct ready_line sets_line(struct arena *a, const struct ready_facts *f, const struct ready_wanted *w)
{
        bool good = !w->sets || (f->sets & w->sets);
        const char *agreed = f->sets == SETS_ALL ? "All are."
                             : f->sets           ? data_sets_words(a, f->sets)
                                                 : "None is.";
        const char *missing = w->sets == SETS_ALL ? "No set of data is agreed with the school."
                                                  : arena_printf(a, "%s: not agreed with the school.",
                                                                 data_sets_words(a, w->sets));
        return line("Sets of data agreed", good, good ? agreed : missing,
                    "Agree the sets of data with the school, and tick them on its page Sets of data.");
}

void ready_judge(struct arena *a, const struct ready_facts *f, const struct ready_wanted *w,
                 struct ready_line out[READY_ITEMS])
{
        out[READY_SYSTEM] = system_line(a, f, w);
        out[READY_PHASE_2] = phase_line(f);
        out[READY_SERVICES] = services_line(f);
        out[READY_AGENT] = agent_line(f, w->now);
        out[READY_PORTAL] = portal_line(f);
        out[READY_SETS] = sets_line(a, f, w);
}

/* ---- all of them ---- */

bool ready_all(const struct ready_line lines[READY_ITEMS])
{
        bool all = true;
        for (int i = 0; i < READY_ITEMS; i++)
                all &= lines[i].good;
        return all;
}

static bool counts(const struct ready_line lines[READY_ITEMS], int item, bool agent_alone)
{
        bool reported = item == READY_SYSTEM || item == READY_PHASE_2 || item == READY_SERVICES;
        return item == READY_AGENT || (!agent_alone && (!reported || lines[READY_AGENT].good));
}

const char *ready_why(struct arena *a, const struct ready_line lines[READY_ITEMS], bool agent_alone)
{
        const char *why = NULL;
        for (int i = 0; i < READY_ITEMS; i++)
                if (!lines[i].good && counts(lines, i, agent_alone))
                        why = why ? arena_printf(a, "%s %s", why, lines[i].found) : lines[i].found;
        return why;
}

unsigned ready_sets_of(const char *data)
{
        const struct exchange_data *d = exchange_data_find(data);
        if (!d || !d->pupils)
                return 0;
        if (d->attendance)
                return 1u << SET_ATTENDANCE;
        return strcmp(data, "attainment") == 0 ? 1u << SET_ATTAINMENT : 1u << SET_PUPILS;
}
