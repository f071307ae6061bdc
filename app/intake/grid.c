#include "intake/grid.h"

#include "base/text.h"
#include "intake/issue.h"

void grid_make(struct arena *a, const struct sheet *sheet, struct grid *out)
{
        uint32_t *start = arena_array(a, (size_t)sheet->rows + 1, sizeof *start);
        size_t cell = 0;
        for (uint32_t row = 0; row <= sheet->rows; row++) {
                while (cell < sheet->cell_count && sheet->cells[cell].row < row)
                        cell++;
                start[row] = (uint32_t)cell;
        }
        uint32_t columns = sheet->columns < GRID_COLUMNS ? sheet->columns : GRID_COLUMNS;
        *out = (struct grid){ sheet, sheet->rows, columns, start };
}

const struct cell *grid_cell(const struct grid *g, uint32_t row, uint32_t column)
{
        if (row >= g->rows)
                return NULL;
        uint32_t low = g->start[row], end = g->start[row + 1], high = end;
        while (low < high) {
                uint32_t middle = low + (high - low) / 2;
                if (g->sheet->cells[middle].column < column)
                        low = middle + 1;
                else
                        high = middle;
        }
        if (low == end || g->sheet->cells[low].column != column || text_empty(g->sheet->cells[low].text))
                return NULL;
        return &g->sheet->cells[low];
}

const char *grid_text(const struct grid *g, uint32_t row, uint32_t column)
{
        const struct cell *c = grid_cell(g, row, column);
        return c ? c->text : "";
}

unsigned grid_filled(const struct grid *g, uint32_t row)
{
        unsigned filled = 0;
        for (uint32_t i = g->start[row]; i < g->start[row + 1]; i++)
                filled += !text_empty(g->sheet->cells[i].text);
        return filled;
}

enum date_order grid_date_order(struct arena *a, const struct grid *g, uint32_t body, int32_t column, struct date today)
{
        unsigned against = 0, clear = 0;
        struct date d;
        for (uint32_t row = body; column != NO_COLUMN && row < g->rows; row++) {
                const struct cell *c = grid_cell(g, row, (uint32_t)column);
                if (!c || c->kind != CELL_TEXT)
                        continue;
                const char *text = text_tidy(a, c->text);
                enum date_form form = read_date(text, DATE_DAY_FIRST, today, &d);
                against += form == DATE_AGAINST;
                clear += form == DATE_CLEAR && read_date(text, DATE_MONTH_FIRST, today, &d) == DATE_AGAINST;
        }
        return against && !clear ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
}
