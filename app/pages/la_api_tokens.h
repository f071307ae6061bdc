/* The authority's screen of tokens for its other systems. */
#ifndef PAGES_LA_API_TOKENS_H
#define PAGES_LA_API_TOKENS_H

#include "pages/visit.h"

#define LA_API_TOKENS       "/la/api-tokens"
#define LA_API_TOKEN_REVOKE "/la/api-tokens/{}/revoke"

enum outcome la_api_tokens_page(struct visit *v) MUST_USE;
enum outcome la_api_tokens_post(struct visit *v) MUST_USE;
enum outcome la_api_token_revoke_post(struct visit *v) MUST_USE;

#endif
