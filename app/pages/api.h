/* What the handlers of /api/v1 share: answers in JSON, and refusals as problem+json (RFC 9457). Who may ask is dispatch_api.h's. */
#ifndef PAGES_API_H
#define PAGES_API_H

#include "base/json.h"
#include "pages/visit.h"

#define API "/api/v1"

/* Sends it; j is gone. */
enum outcome api_send(struct visit *v, int status, struct json *j) MUST_USE;

/* 204: nothing to say. */
enum outcome api_nothing(struct visit *v) MUST_USE;

/* A refusal with a status of its own; code is a word for programs. Returns DONE: the answer is complete. */
enum outcome api_problem(struct visit *v, int status, const char *code, const char *words) MUST_USE;

/* 400 with what the reader of a body (model/api_body.h) said. */
enum outcome api_malformed(struct visit *v, const char *why) MUST_USE;

/* A moment of the database, "2026-09-14 06:00:00", as the API writes it: "2026-09-14T06:00:00Z"; null when it is "". */
void api_moment(struct json *j, const char *name, const char *moment);

#endif
