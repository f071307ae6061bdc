/* Pages a second of CPU time: a table of 500 rows x 12 columns in the layout, by a row template and by a
 * descriptor, and the same rows as CSV and XLSX. Prints name, pages/s, bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "view/csv.h"
#include "view/list.h"
#include "view/xlsx.h"
#include "view/page.h"
#include "view/parts.h"

enum { ROWS = 500, COLUMNS = 12 };

struct row {
        char cell[COLUMNS][24];
};

static struct row rows[ROWS];

#define GETTER(i)                                                                                            \
        static const char *cell##i(struct arena *a, const void *row)                                         \
        {                                                                                                    \
                (void)a;                                                                                     \
                return ((const struct row *)row)->cell[i];                                                   \
        }
GETTER(0)
GETTER(1)
GETTER(2) GETTER(3) GETTER(4) GETTER(5) GETTER(6) GETTER(7) GETTER(8) GETTER(9) GETTER(10) GETTER(11)
#define COLUMN(i)                                                                                            \
        {                                                                                                    \
                "c" #i, "Column " #i, cell##i, NULL, COLUMN_SORT                                             \
        }

    static const
    struct column columns[COLUMNS] = { COLUMN(0), COLUMN(1), COLUMN(2), COLUMN(3), COLUMN(4),  COLUMN(5),
                                       COLUMN(6), COLUMN(7), COLUMN(8), COLUMN(9), COLUMN(10), COLUMN(11) };

static const struct list list = { .id = "t",
                                  .caption = "Pupils",
                                  .columns = columns,
                                  .column_count = COLUMNS,
                                  .rows = rows,
                                  .row_count = ROWS,
                                  .row_size = sizeof rows[0],
                                  .sort_url = "?sort=" };

static void fill(void)
{
        static const char *const values[COLUMNS] = { "Okonkwo-Smith",
                                                     "Zo\xC3\xAB Mae",
                                                     "A999123456789",
                                                     "31/08/2012",
                                                     "F",
                                                     "Year 7",
                                                     "7 O'Neill",
                                                     "C",
                                                     "1 High Street",
                                                     "AB1 2CD",
                                                     "White British",
                                                     "None & none" };
        for (size_t i = 0; i < ROWS; i++)
                for (size_t j = 0; j < COLUMNS; j++)
                        snprintf(rows[i].cell[j], sizeof rows[i].cell[j], "%s", values[j]);
}

static size_t by_list(struct arena *a)
{
        struct page page = {
                .title = "Pupils", .person = "Jo Smith", .sign_out = "/sign-out", .token = "0123456789"
        };
        struct html h = page_render(a, &page, list_html(a, &list));
        return html_broken(h) ? 0 : h.len;
}

static size_t by_template(struct arena *a)
{
        static const char *const names[COLUMNS] = {
                "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"
        };
        struct page page = {
                .title = "Pupils", .person = "Jo Smith", .sign_out = "/sign-out", .token = "0123456789"
        };
        struct view *row = view_new(a, "bench/row");
        for (size_t i = 0; i < ROWS; i++) {
                for (size_t j = 0; j < COLUMNS; j++)
                        (view_text)(row, names[j], rows[i].cell[j]);
                view_next(row);
        }
        struct html h = page_render(a, &page, view_rows(row));
        return html_broken(h) ? 0 : h.len;
}

static size_t by_csv(struct arena *a)
{
        (void)a;
        struct buf out = BUF_EMPTY;
        list_csv(&list, &out);
        size_t len = out.len;
        buf_free(&out);
        return len;
}

static size_t by_xlsx(struct arena *a)
{
        (void)a;
        struct buf out = BUF_EMPTY;
        size_t len = list_xlsx(&list, "Pupils", &out) == DONE ? out.len : 0;
        buf_free(&out);
        return len;
}

static double now(void)
{
        struct timespec t;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int measure(const char *name, size_t (*make)(struct arena *))
{
        struct arena *a = arena_new();
        double start = now(), end;
        size_t pages = 0, len;
        do {
                arena_reset(a);
                len = make(a);
                pages++;
                end = now();
        } while (end - start < 1.5 && len);
        printf("%-34s %8.0f /s %8zu bytes\n", name, (double)pages / (end - start), len);
        arena_free(a);
        return !len;
}

/* The row template of the bench, beside the product's own. */
static int open_templates(void)
{
        return system("rm -rf build/bench-templates && cp -r templates build/bench-templates && mkdir "
                      "build/bench-templates/bench"
                      " && { printf '<tr>'; for c in a b c d e f g h i j k l; do printf '<td "
                      "class=\"govuk-table__cell\">{%s}</td>' $c; done;"
                      " echo '</tr>'; } > build/bench-templates/bench/row.html") != 0 ||
               view_open("build/bench-templates") != DONE;
}

int main(void)
{
        fill();
        if (open_templates())
                return 1;
        int failed = measure("page 500 x 12, row template", by_template) |
                     measure("page 500 x 12, list", by_list) | measure("CSV 500 x 12", by_csv) |
                     measure("XLSX 500 x 12", by_xlsx);
        view_close();
        return failed;
}
