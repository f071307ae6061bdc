/* Lists by descriptor: one const table of columns for a type of row serves the table on the page, the CSV
 * file (csv.h) and the XLSX file (xlsx.h). The numbers and arrows below a page of a list are part_pages.
 *
 *      TEXT_OF(surname, ((const struct pupil *)row)->record.value[FIELD_SURNAME])
 *      static struct html surname_link(struct arena *a, const void *row);
 *      static const struct column columns[] = {
 *              { "surname", "Surname", surname, surname_link, COLUMN_SORT },
 *              { "upn", "UPN", upn, NULL, 0 },
 *      };
 */
#ifndef VIEW_LIST_H
#define VIEW_LIST_H

#include <limits.h>

#include "view/view.h"

enum column_use {
        COLUMN_SORT = 1,      /* its heading on the page sorts the list */
        COLUMN_NUMBER = 2,    /* text is digits: 1,234 on the page, to the right; a number in the XLSX file */
        COLUMN_PAGE_ONLY = 4, /* not in files */
        COLUMN_FILE_ONLY = 8, /* not on the page */
        COLUMN_HIDDEN = 16,   /* there, but hidden, in the XLSX file */
        COLUMN_MOST = 32      /* its heading sorts from the most to the least first */
};

struct column {
        const char *key;     /* "surname": in the address when the list is sorted by it */
        const char *heading; /* for people, and the first row of the files */
        const char *(*text)(struct arena *a, const void *row); /* NULL is "" */
        struct html (*html)(struct arena *a,
                            const void *row); /* on the page instead of text: a link, a tag */
        unsigned use;                         /* enum column_use */
};

/* Defines a function for `text` of a column; value may use a and row. */
#define TEXT_OF(function, value)                                                                             \
        static const char *function(struct arena *a, const void *row)                                        \
        {                                                                                                    \
                (void)a;                                                                                     \
                return value;                                                                                \
        }

/* How the cells of one column are made where text and html of its columns would cost too much, in lists of many rows and
 * columns: written straight into the page, without anything allocated for each. By a template of its own, or as a figure. Cells
 * and rows end where the next begin, as HTML allows: their end tags would be a tenth of such a page. */
struct list_cell {
        const char *template; /* the whole cell, with "<tr>" before that of the first column */
        void (*fill)(struct arena *a, struct view *cell, const void *row); /* sets the names */
        long (*figure)(const void *row); /* a number, or LIST_NO_FIGURE */
        const char *tail; /* after what list.figures_base says: where a figure that is not nought leads; NULL: nowhere */
};

#define LIST_NO_FIGURE LONG_MIN

struct list {
        const char *id;               /* of the table, unique on its page */
        const char *caption;          /* "Pupils of Ashfield Primary School" */
        bool quiet;                   /* the caption is for screen readers only: a heading says the same */
        const struct column *columns; /* the first is the heading of its row */
        size_t column_count;
        const struct list_cell *cells; /* NULL, or one for each column; where it is neither, text and html count */
        struct html (*figures_base)(const void *row);
        const void *rows; /* an array, each row_size bytes */
        size_t row_count, row_size;
        const char *sort_url; /* the address up to and with "sort="; the key, or "-" and the key, is added.
                                 NULL: none */
        const char *sorted;   /* key of the column it is sorted by, "-" before it when descending; or NULL */
        bool dense;           /* many columns: small type, headings in lines, the first column and they stay in view */
        const char *empty;    /* what the page says in place of a table without rows: "No pupils match." */
};

struct html list_html(struct arena *a, const struct list *list);

#endif
