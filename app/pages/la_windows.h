/* Migration windows: when schools may move to the new year, for the whole authority and for single schools. */
#ifndef PAGES_LA_WINDOWS_H
#define PAGES_LA_WINDOWS_H

#include "pages/visit.h"

#define LA_WINDOWS "/la/windows"

enum outcome la_windows_page(struct visit *v) MUST_USE;
enum outcome la_windows_post(struct visit *v) MUST_USE;
enum outcome la_window_remove_post(struct visit *v) MUST_USE;

#endif
