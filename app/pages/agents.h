/* Screens of the schools' agents: those of one school, for its administrators and for the authority, with the one-time codes to enrol; and
 * those of all schools. */
#ifndef PAGES_AGENTS_H
#define PAGES_AGENTS_H

#include "pages/visit.h"

#define SCHOOL_AGENTS       "/school/agent"
#define SCHOOL_AGENT_CODE   "/school/agent/code"
#define SCHOOL_AGENT_REVOKE "/school/agent/{}/revoke"
#define LA_AGENTS           "/la/agents"
#define LA_SCHOOL_AGENTS    "/la/schools/{}/agent"
#define LA_AGENT_CODE       "/la/schools/{}/agent/code"
#define LA_AGENT_REVOKE     "/la/schools/{}/agent/{}/revoke"

enum outcome agents_page(struct visit *v) MUST_USE;
enum outcome agents_code_post(struct visit *v) MUST_USE;
enum outcome agents_revoke_post(struct visit *v) MUST_USE;
enum outcome la_agents_page(struct visit *v) MUST_USE;

#endif
