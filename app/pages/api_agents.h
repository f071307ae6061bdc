/* /api/v1: an agent enrols, and says and hears who it is; the description of the whole API. */
#ifndef PAGES_API_AGENTS_H
#define PAGES_API_AGENTS_H

#include "pages/visit.h"

enum outcome api_spec(struct visit *v) MUST_USE;
enum outcome api_enrol(struct visit *v) MUST_USE;
enum outcome api_agent(struct visit *v) MUST_USE;
enum outcome api_agent_post(struct visit *v) MUST_USE;

#endif
