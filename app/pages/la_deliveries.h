/* Files received: the list of them, and sending one by hand. What is in one is la_delivery.h. */
#ifndef PAGES_LA_DELIVERIES_H
#define PAGES_LA_DELIVERIES_H

#include "pages/visit.h"

#define LA_DELIVERIES "/la/deliveries"

enum outcome la_deliveries_page(struct visit *v) MUST_USE;
enum outcome la_deliver_page(struct visit *v) MUST_USE;
enum outcome la_deliver_post(struct visit *v) MUST_USE;

#endif
