/* The questions of a form: label, hint, error and control, in the markup of govuk-frontend 6. The form
 * itself, its button and the list of errors are in parts.h. */
#ifndef VIEW_INPUT_H
#define VIEW_INPUT_H

#include "view/view.h"

/* Arguments go as `&(struct input){ .name = "surname", .label = "Surname", .value = form_get(...) }`: what is
 * not named is left out of the markup. */

struct choice {
        const char *value, *text, *hint;
        bool checked;     /* of checkboxes; of the others the one whose value is that of the input */
        struct html more; /* radios and checkboxes: fields that belong to this choice alone */
};

/* One question of a form. Its id is its name, so that part_errors can link to it. */
struct input {
        const char *name, *label;
        const char *hint, *error, *value;
        bool heading; /* the label is the page's h1 */

        const char *type;         /* part_input: NULL is "text" */
        int width;                /* part_input: characters: 2, 3, 4, 5, 10, 20, 30; 0 is the full width */
        const char *autocomplete; /* part_input: "current-password", "one-time-code", "off" ... */
        const char *inputmode;    /* part_input: "numeric" ... */
        bool exact;               /* part_input: a code: no spell check, no capitals made */
        int rows;                 /* part_textarea: 0 is 5 */
        bool multiple;            /* part_upload */
        const char *accept;       /* part_upload: ".csv,.xlsx" */
        bool row;                 /* part_radios: beside each other */
        size_t choice_count;
        const struct choice *choices;
};

struct html part_input(struct arena *a, const struct input *in);
struct html part_textarea(struct arena *a, const struct input *in);
struct html part_upload(struct arena *a, const struct input *in);
struct html part_select(struct arena *a, const struct input *in);
struct html part_radios(struct arena *a, const struct input *in);
struct html part_checkboxes(struct arena *a, const struct input *in);

/* One text field for a date as schools write it; the hint is "For example, 31/08/2012" unless one is given.
 */
struct html part_date(struct arena *a, const struct input *in);

#endif
