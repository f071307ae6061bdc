/* One file received: what it is, what was noticed in it, what became of it, and how far that is. */
#ifndef PAGES_LA_DELIVERY_H
#define PAGES_LA_DELIVERY_H

#include "pages/visit.h"
#include "store/delivery_made.h"

#define LA_DELIVERY          "/la/deliveries/{}"
#define LA_DELIVERY_PROGRESS LA_DELIVERY "/progress"

enum outcome la_delivery_page(struct visit *v) MUST_USE;

/* The same page's progress as JSON. */
enum outcome la_delivery_progress(struct visit *v) MUST_USE;

/* For lists of deliveries: a link to what it became, with what is left of it. */
struct html la_delivery_made_html(struct arena *a, const struct delivery_made *m);

#endif
