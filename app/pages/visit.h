/* One request on its way through a page: what the page is given and how it answers. */
#ifndef PAGES_VISIT_H
#define PAGES_VISIT_H

#include "base/config.h"
#include "gate/caller.h"
#include "gate/session.h"
#include "http/request.h"
#include "http/response.h"
#include "model/scope.h"
#include "view/parts.h"
#include "view/view.h"

struct db;
struct route;

struct visit {
        struct arena *arena; /* ends with the request */
        struct db *db;
        const struct config *config;
        const struct request *request;
        struct response *response;
        const struct session *session; /* NULL: nobody is signed in (only where the route allows it) */
        const struct caller *caller;   /* the program that asks, of /api; NULL: a person does, or anyone may */
        const struct scope *scope;     /* of the school that the route is about, or NULL */
        const struct route *route;
        struct refusal why;            /* set it when returning REFUSED: the words of the page that says no */
        size_t trail_count;            /* breadcrumbs, set by the page before visit_show */
        const struct page_link *trail;
        bool errors;                   /* set when a form came back with errors */
};

/* Sends the page: main inside the layout, with the person's navigation and any notice that waits for them. A broken
 * html becomes error 500. title is the browser's; always returns an outcome to be returned. */
enum outcome visit_show(struct visit *v, const char *title, struct view *main) MUST_USE;

/* 303 to the path made of pattern (a route's) and its numbers. */
enum outcome visit_go(struct visit *v, const char *pattern, const unsigned long *numbers) MUST_USE;

/* The same, and notice is shown on top of the next page. */
enum outcome visit_done(struct visit *v, const char *notice, const char *pattern, const unsigned long *numbers) MUST_USE;

/* The nth number in the path, from 0. */
unsigned long visit_part(const struct visit *v, size_t n);

/* Returns REFUSED with these words as the reason. */
enum outcome visit_refuse(struct visit *v, const char *words) MUST_USE;

/* The session's form token, "" without a session. */
const char *visit_token(const struct visit *v);

/* True for a role of the set: for what a page shows, not for what it permits (the routes do that). */
bool visit_may(const struct visit *v, unsigned who);

#endif
