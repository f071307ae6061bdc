/* The components that pages are made of, in the markup of govuk-frontend 6 (templates/parts). The questions
 * of a form are in input.h, tables in list.h. */
#ifndef VIEW_PARTS_H
#define VIEW_PARTS_H

#include "base/outcome.h"
#include "view/view.h"

struct html part_hidden(struct arena *a, const char *name, const char *value);

struct html part_link(struct arena *a, const char *text, const char *url);

enum button { BUTTON_MAIN, BUTTON_SECOND, BUTTON_WARNING };
struct html part_button(struct arena *a, enum button kind, const char *text);
/* A submit button that says which one was pressed. */
struct html part_button_value(struct arena *a, enum button kind, const char *text, const char *name,
                              const char *value);
struct html part_button_link(struct arena *a, enum button kind, const char *text, const char *url);

/* A POST form: always with the session's token. upload: multipart/form-data. */
struct html part_form(struct arena *a, const char *action, const char *token, bool upload,
                      struct html inside);

/* "There is a problem", with a link to each field; nothing when count is 0. Set page.error as well. */
struct html part_errors(struct arena *a, size_t count, const struct refusal errors[]);

struct html part_inset(struct arena *a, struct html inside);
struct html part_warning(struct arena *a, const char *words);
/* For page.notice after something was done (success), or to point at something; more may be nothing. */
struct html part_notice(struct arena *a, bool success, const char *words, struct html more);
struct html part_panel(struct arena *a, const char *title, const char *words);
struct html part_details(struct arena *a, const char *title, bool open, struct html inside);

/* colour: NULL (plain), "grey", "green", "teal", "blue", "purple", "red", "orange", "yellow". The words must
 * say it all. */
struct html part_tag(struct arena *a, const char *text, const char *colour);

/* Key and value; value_html stands when value is NULL. url and action ("Change") may be NULL. */
struct fact {
        const char *key, *value;
        struct html value_html;
        const char *url, *action;
};
struct html part_facts(struct arena *a, size_t count, const struct fact facts[]);

/* One line of a task list. url NULL: cannot be started yet. */
struct task_line {
        const char *text, *hint, *url;
        const char *status; /* "Completed", "In progress", "Cannot start yet", "3 problems" */
        const char *colour; /* of the status as a tag; NULL: plain words */
};
/* id: a prefix for ids that is the list's own on its page. */
struct html part_tasks(struct arena *a, const char *id, size_t count, const struct task_line tasks[]);

/* Pages beside each other that are one screen; works without JavaScript. counted: the count is shown, also when it is 0. */
struct tab {
        const char *text, *url;
        bool current, counted;
        long count;
};
struct html part_tabs(struct arena *a, const char *label, size_t count, const struct tab tabs[]);

/* Numbers and arrows below a list; nothing when there is one page. Pages count from 1; url is the address up
 * to and with "page=", to which the number is added. */
struct html part_pages(struct arena *a, const char *url, long page, long pages);

/* A bar part/all wide, with the words beside it and for screen readers: "312 of 400 pupils found". */
struct html part_bar(struct arena *a, long part, long all, const char *words);

#endif
