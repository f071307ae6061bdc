#include "pages/agents.h"

#include "base/text.h"
#include "pages/la.h"
#include "pages/ready.h"
#include "pages/routes.h"
#include "pages/school_exchanges.h"
#include "pages/words.h"
#include "store/agent.h"
#include "store/school.h"
#include "view/format.h"

enum { CODE_DAYS = 7 };

/* A row knows its school: the same table serves one school and all. */
#define AGENT(row) ((const struct agent *)(row))

TEXT_OF(agent_name, AGENT(row)->name)
TEXT_OF(agent_school, AGENT(row)->school_name)
TEXT_OF(agent_version, AGENT(row)->version)
TEXT_OF(agent_enrolled, words_moment(a, AGENT(row)->enrolled_at))
TEXT_OF(agent_seen_words, *AGENT(row)->seen_at ? words_moment(a, AGENT(row)->seen_at) : "Never")

static struct html agent_state(struct arena *a, const void *row)
{
        return part_tag(a, *AGENT(row)->revoked_at ? "Revoked" : "In use", *AGENT(row)->revoked_at ? "grey" : "green");
}

static struct html agent_school_link(struct arena *a, const void *row)
{
        return part_link(a, AGENT(row)->school_name, url_make(a, LA_SCHOOL_AGENTS, &AGENT(row)->school));
}

#define COLUMNS                                                                                                        \
        { "name", "Name", agent_name, NULL, 0 }, { "state", "State", NULL, agent_state, 0 },                           \
            { "seen", "Last heard from", agent_seen_words, NULL, 0 }, { "enrolled", "Enrolled", agent_enrolled, NULL, 0 }, \
        {                                                                                                              \
                "version", "Version", agent_version, NULL, 0                                                           \
        }
static const struct column columns[] = { COLUMNS };
static const struct column all_columns[] = { { "school", "School", agent_school, agent_school_link, 0 }, COLUMNS };

/* ---- one school ---- */

/* Whether the page is the authority's; *s is the school. */
static enum outcome load(struct visit *v, struct school *s, bool *la)
{
        *la = v->route->school == SCHOOL_FIRST;
        return school_by_id(v->db, v->arena, v->scope->school, s);
}

static bool may(const struct visit *v)
{
        return visit_may(v, WHO_LA_ADMIN | WHO_SCHOOL_ADMIN);
}

static struct html deeds(struct visit *v, const struct agents *agents, bool la)
{
        struct view *rows = view_new(v->arena, "school/agent-revoke");
        for (size_t i = 0; i < agents->count && may(v); i++) {
                const struct agent *g = &agents->items[i];
                const unsigned long numbers[] = { la ? g->school : g->id, g->id };
                if (*g->revoked_at)
                        continue;
                view_text(rows, "action", url_make(v->arena, la ? LA_AGENT_REVOKE : SCHOOL_AGENT_REVOKE, numbers));
                view_text(rows, "token", visit_token(v));
                view_text(rows, "name", g->name);
                view_next(rows);
        }
        return view_rows(rows);
}

/* code: one that was just made, shown this once; "" for none. */
static enum outcome show(struct visit *v, const char *code)
{
        struct school s;
        struct agents agents;
        bool la;
        enum outcome result = load(v, &s, &la);
        if (result == DONE)
                result = agent_list(v->db, v->arena, v->scope, &agents);
        if (result != DONE)
                return result;
        const struct page_link trail[] = { { .text = "Exchanges", .url = "/la/exchanges" },
                                           { .text = "Agents", .url = LA_AGENTS },
                                           { .text = s.name } };
        const struct list list = { .id = "agents", .caption = "Agents", .quiet = true, .columns = columns,
                                   .column_count = sizeof columns / sizeof *columns, .rows = agents.items,
                                   .row_count = agents.count, .row_size = sizeof *agents.items, .empty = "No agent is enrolled yet." };
        struct view *page = view_new(v->arena, "school/agent");
        const struct page_link own[] = { { .text = "Exchanges", .url = SCHOOL_EXCHANGES }, { .text = "Agent" } };
        la_trail(v, la ? 3 : 2, la ? trail : own);
        view_text(page, "school", la ? s.name : "");
        view_text(page, "code", code);
        view_text(page, "days", format_count(v->arena, CODE_DAYS, "day", NULL));
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "deeds", deeds(v, &agents, la));
        view_text(page, "ready", la ? url_make(v->arena, LA_DATA_READY, &s.id) : SCHOOL_READY);
        view_flag(page, "may", may(v));
        view_text(page, "action", la ? url_make(v->arena, LA_AGENT_CODE, &s.id) : SCHOOL_AGENT_CODE);
        view_text(page, "token", visit_token(v));
        return visit_show(v, "Agent", page);
}

enum outcome agents_page(struct visit *v)
{
        return show(v, "");
}

/* The answer is the page itself and no redirection: the code is nowhere kept, so that another request could not show it. */
enum outcome agents_code_post(struct visit *v)
{
        char code[CODE_TEXT];
        unsigned char hash[SECRET_HASH];
        struct school s;
        bool la;
        enum outcome result = load(v, &s, &la);
        gate_code_make(code, hash);
        if (result == DONE)
                result = agent_code_add(v->db, v->scope, hash, CODE_DAYS);
        return result == DONE ? show(v, code) : result;
}

enum outcome agents_revoke_post(struct visit *v)
{
        bool la = v->route->school == SCHOOL_FIRST;
        enum outcome result = agent_revoke(v->db, v->scope, visit_part(v, la ? 1 : 0));
        return la_done(v, result, "The agent’s key was revoked. It is answered no more.", la ? LA_SCHOOL_AGENTS : SCHOOL_AGENTS,
                       &v->scope->school);
}

/* ---- all schools ---- */

enum outcome la_agents_page(struct visit *v)
{
        struct agents agents;
        enum outcome result = agent_list_all(v->db, v->arena, &agents);
        if (result != DONE)
                return result;
        const struct list list = { .id = "agents", .caption = "Agents", .quiet = true, .columns = all_columns,
                                   .column_count = sizeof all_columns / sizeof *all_columns, .rows = agents.items,
                                   .row_count = agents.count, .row_size = sizeof *agents.items,
                                   .empty = "No school has enrolled an agent yet." };
        const struct page_link trail[] = { { .text = "Exchanges", .url = "/la/exchanges" }, { .text = "Agents" } };
        struct view *page = view_new(v->arena, "la/agents");
        la_trail(v, 2, trail);
        view_html(page, "list", list_html(v->arena, &list));
        view_flag(page, "admin", visit_may(v, WHO_LA_ADMIN));
        return visit_show(v, "Agents", page);
}
