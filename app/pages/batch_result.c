#include "pages/batch_result.h"

#include <string.h>

#include "flow/receive.h"
#include "pages/batch.h"
#include "store/audit.h"
#include "view/xlsx.h"

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* A single cell in a far corner would ask for gigabytes. */
enum { CELLS_MAX = 4000000 };

static bool fits(const struct book *b)
{
        size_t cells = 0;
        for (size_t i = 0; i < b->sheet_count; i++)
                cells += (size_t)b->sheets[i].rows * (b->sheets[i].columns + 2);
        return cells <= CELLS_MAX;
}

static struct grid grid_of(struct arena *a, const struct sheet *s)
{
        struct grid g = { s->name, s->hidden, s->rows, s->columns + 2, NULL };
        g.cells = arena_array(a, g.rows * g.columns + 1, sizeof *g.cells);
        for (size_t i = 0; i < s->cell_count; i++)
                g.cells[s->cells[i].row * g.columns + s->cells[i].column] = s->cells[i].text;
        return g;
}

/* The row of headings is the first that holds every heading as it was understood. */
static size_t heading_row(const struct grid *g, const struct list_columns *columns, unsigned sheet)
{
        for (size_t row = 0; row < g->rows; row++) {
                bool all = true;
                for (size_t i = 0; all && i < columns->count; i++) {
                        const struct list_column *c = &columns->items[i];
                        const char *cell = c->column + 2 < g->columns ? g->cells[row * g->columns + c->column] : NULL;
                        all = c->sheet != sheet || !*c->heading || (cell && strcmp(cell, c->heading) == 0);
                }
                if (all)
                        return row;
        }
        return 0;
}

static const char *result_words(struct arena *a, const struct flow_plan *p, size_t child)
{
        static const char *const words[PLAN_KINDS] = { "New pupil", "Pupil changes", "Pupil unchanged",
                                                       "Waits for the local authority", "Left out", "Problem" };
        const struct plan_row *row = &p->plan.rows[child];
        return row->kept_count ? arena_printf(a, "%s; the name on the roll stays", words[row->kind]) : words[row->kind];
}

static void write_results(struct arena *a, const struct flow_plan *p, unsigned long upload, unsigned sheet, struct grid *g)
{
        for (size_t i = 0; i < p->child_count; i++)
                for (size_t part = 0; part < p->children[i].part_count; part++) {
                        const struct stored_row *row = p->children[i].parts[part];
                        if (row->upload != upload || row->sheet != sheet || row->row >= g->rows)
                                continue;
                        const char **cells = &g->cells[row->row * g->columns + g->columns - 2];
                        cells[0] = result_words(a, p, i);
                        cells[1] = row->error ? "" : p->plan.rows[i].problem;
                }
}

static void write_errors(struct arena *a, const struct stored_issues *issues, unsigned sheet, struct grid *g)
{
        for (size_t i = 0; i < issues->count; i++) {
                const struct stored_issue *x = &issues->items[i];
                if (x->sheet != sheet || x->row_n >= g->rows)
                        continue;
                const char **cell = &g->cells[x->row_n * g->columns + g->columns - 1];
                *cell = *cell && **cell ? arena_printf(a, "%s; %s", *cell, x->words) : x->words;
        }
}

/* "Year 3 with results.xlsx" */
static const char *file_name(struct arena *a, const char *name)
{
        const char *dot = strrchr(name, '.');
        return arena_printf(a, "%s with results.xlsx", arena_bytes(a, name, dot ? (size_t)(dot - name) : strlen(name)));
}

enum outcome batch_result_xlsx(struct visit *v)
{
        struct batch_visit bv;
        struct upload u;
        struct book book;
        struct list_columns columns;
        struct stored_issues issues;
        struct buf file = BUF_EMPTY;
        unsigned long upload = visit_part(v, 1);
        bool over;
        enum outcome result = batch_visit(v, &bv, &over);
        if (result != DONE || over)
                return result;
        result = upload_find(v->db, v->arena, v->scope, bv.b.id, upload, &u);
        if (result == DONE)
                result = flow_book(&bv.flow, upload, &book);
        if (result == DONE && !fits(&book))
                return visit_refuse(v, "The file reaches too far to the right or down to be sent back. Delete the rows and columns "
                                       "that are not needed and upload it again, or put the rows right on the page.");
        if (result == DONE)
                result = list_columns_of(v->db, v->arena, v->scope, upload, &columns);
        if (result == DONE)
                result = list_issues(v->db, v->arena, v->scope, bv.b.id, upload, &issues);
        if (result != DONE)
                return result;
        struct grid *grids = arena_array(v->arena, book.sheet_count + 1, sizeof *grids);
        for (unsigned n = 0; n < book.sheet_count; n++) {
                grids[n] = grid_of(v->arena, &book.sheets[n]);
                write_results(v->arena, &bv.p, upload, n, &grids[n]);
                write_errors(v->arena, &issues, n, &grids[n]);
                size_t heading = heading_row(&grids[n], &columns, n);
                if (heading < grids[n].rows) {
                        grids[n].cells[heading * grids[n].columns + grids[n].columns - 2] = "Result";
                        grids[n].cells[heading * grids[n].columns + grids[n].columns - 1] = "Errors";
                }
        }
        result = grids_xlsx(grids, book.sheet_count, &file);
        if (result == DONE)
                result = audit_add(v->db, v->scope->person, v->scope->school, "results-downloaded", upload, "");
        if (result == DONE)
                response_download(v->response, file_name(v->arena, u.file_name), XLSX, file.bytes, file.len);
        buf_free(&file);
        return result;
}
