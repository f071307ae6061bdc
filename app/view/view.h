/* Pages, parts and rows from templates: names are given values, values are escaped, the result is struct
 * html. Knows no page; the layout is in page.h, ready-made components in parts.h.
 *
 *      struct view *row = view_new(a, "school/pupil-row");
 *      for (size_t i = 0; i < count; i++) {
 *              view_text(row, "surname", pupils[i].surname);
 *              view_number(row, "age", pupils[i].age);
 *              view_next(row);
 *      }
 *      struct view *page = view_new(a, "school/pupils");
 *      view_html(page, "rows", view_rows(row));
 *      view_flag(page, "may_add", may_add);
 *      return view_render(page);
 *
 * Every name of the template must be set, also those in a branch that is not shown, and nothing else may be:
 * otherwise the names are logged, and the result is broken. So is every html that a broken one was put into:
 * only the last, the whole page, need be checked (html_broken). Values are borrowed until the rendering.
 * Names are string constants, and nothing else compiles: they are known again by their address.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/outcome.h"

struct output;

/* Finished HTML; only this room makes any. { 0 } is nothing. */
struct html {
        const char *text;
        size_t len;
        struct output *in; /* this room's own: where it lies, when there may be room around it */
};

/* Loads every DIRECTORY/NAME.html and DIRECTORY/FOLDER/NAME.html, once, at the start of the process. BROKEN,
 * with reasons in the log, when one does not lex. */
enum outcome view_open(const char *directory) MUST_USE;
void view_close(void);

struct view;

/* template is the path below templates/ without its ending: "school/pupils". */
struct view *view_new(struct arena *a, const char *template);

/* NULL is "". In {if name} a text or html is true when it is not empty. */
void view_text(struct view *v, const char *name, const char *value);
void view_printf(struct view *v, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void view_html(struct view *v, const char *name, struct html value);

/* Digits only: "1234"; format_number writes "1,234". May not be used in {if name}: set a flag beside it. */
void view_number(struct view *v, const char *name, long value);

/* For {if name} only. */
void view_flag(struct view *v, const char *name, bool on);

#define view_text(v, name, value)  (view_text)(v, "" name, value)
#define view_printf(v, name, ...)  (view_printf)(v, "" name, __VA_ARGS__)
#define view_html(v, name, value)  (view_html)(v, "" name, value)
#define view_number(v, name, value) (view_number)(v, "" name, value)
#define view_flag(v, name, on)     (view_flag)(v, "" name, on)

/* One rendering of what has been set. */
struct html view_render(struct view *v);

/* Many renderings one after the other: view_next adds one and forgets the values; view_rows returns all,
 * maybe none. */
void view_next(struct view *v);
struct html view_rows(struct view *v);

/* A view of another template whose renderings go among those of first, in the order of the calls of
 * view_next: headings between rows, cells of different kinds. view_rows of any of them returns all; call it
 * on first. */
struct view *view_beside(struct view *first, const char *template);

struct html html_text(struct arena *a, const char *text);
struct html html_join(struct arena *a, size_t count, const struct html parts[]);
bool html_broken(struct html html);

/* For tests: calls each with the name of each template, and of each name in it. */
void view_each(void (*each)(void *with, const char *template, const char *name, bool is_value, bool is_flag),
               void *with);

#endif
