/* The layout that every page stands in. What stands inside comes from the page's own template. */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

#include "view/view.h"

struct page_link {
        const char *text, *url; /* url NULL: the page itself, in breadcrumbs */
        bool current;           /* in the navigation: this page or the one it belongs to */
        long count;             /* in the navigation: how many things wait there, or 0 */
};

struct page {
        const char *title;            /* of the browser's window; the template writes its own <h1> */
        bool error;                   /* the form came back with errors: "Error: " before the title */
        const char *place;            /* the school or the authority, or NULL */
        const char *home;             /* where the name Onroll leads; NULL is "/" */
        const char *person;           /* who is signed in, or NULL */
        const char *account;          /* where the person's name leads, or NULL */
        const char *sign_out, *token; /* where the sign-out button posts, and the session's form token */
        size_t nav_count, crumb_count, footer_count;
        const struct page_link *nav, *crumbs, *footer;
        struct html notice; /* part_notice, shown above the page's content */
};

/* A complete document. Broken (html_broken) when main or anything else is: send the page of error 500 then.
 */
struct html page_render(struct arena *a, const struct page *page, struct html main);

/* A complete document for 400, 403, 404, 409, 413, 429, 500 or 503 (anything else is shown as 500), from
 * templates/errors. words, when not NULL, stand instead of the usual sentence; reference, when not NULL, is
 * shown for support. */
struct html page_error(struct arena *a, const struct page *page, int status, const char *words,
                       const char *reference);

#endif
