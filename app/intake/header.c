#include "intake/header.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "intake/grid.h"
#include "intake/header_guess.h"
#include "intake/header_settle.h"

enum { ROWS_SEARCHED = 40 };

/* While a header is being read. */
struct reading {
        struct arena *arena;
        struct grid grid;
        const struct corrections *corrections;
        struct header *out;
};

static const char *letter(struct reading *r, int column)
{
        char out[8];
        return arena_text(r->arena, book_column((uint32_t)column, out));
}

/* What a person said about the heading with that key; false when nothing was said. */
static bool corrected(struct reading *r, const char *key, struct header_column *c)
{
        for (size_t i = 0; r->corrections && i < r->corrections->count && key[0]; i++)
                if (strcmp(r->corrections->items[i].key, key) == 0) {
                        c->meaning = r->corrections->items[i].meaning;
                        c->corrected = true;
                        return true;
                }
        return false;
}

/* The heading of a column whose headings stand in the rows from..to (one or two of them). Over two rows, the
 * upper one may reach over several columns ("Contact 1" over "Surname"); it gives the lower one its sense
 * where that is known. */
static void head_column(struct reading *r, uint32_t from, uint32_t to, uint32_t column,
                        struct header_column *out)
{
        const char *lower = text_tidy(r->arena, grid_text(&r->grid, to, column)), *upper = "";
        uint32_t reach = column;
        if (from < to)
                while (!(upper = text_tidy(r->arena, grid_text(&r->grid, from, reach)))[0] && reach > 0 &&
                       lower[0])
                        reach--;
        const char *both = upper[0] && lower[0] ? arena_printf(r->arena, "%s %s", upper, lower) : "";
        const char *tries[] = { both, lower, reach == column ? upper : "" };
        out->meaning = COLUMN_UNKNOWN;
        out->header = both[0] ? both : lower[0] ? lower : upper;
        out->key = header_key(r->arena, out->header);
        if (corrected(r, out->key, out))
                return;
        for (size_t i = 0; i < 3 && out->meaning == COLUMN_UNKNOWN; i++)
                if (tries[i][0])
                        out->meaning = header_meaning(r->arena, tries[i]);
}

/* How much a row (or two) looks like headings: fields count twice, what we know and do not need once. */
static unsigned score(struct reading *r, uint32_t from, uint32_t to, unsigned *fields)
{
        bool seen[COLUMN_MEANINGS] = { false };
        unsigned points = 0;
        *fields = 0;
        for (uint32_t column = 0; column < r->grid.columns; column++) {
                struct header_column c = { 0 };
                head_column(r, from, to, column, &c);
                if (c.meaning == COLUMN_IGNORED)
                        points++;
                if (c.meaning >= COLUMN_IGNORED || seen[c.meaning])
                        continue;
                seen[c.meaning] = true;
                points += 2;
                ++*fields;
        }
        return points;
}

/* One field is enough in a list of one or two columns ("Name", "UPN"), where a title would not be taken for
 * it. */
static bool enough(struct reading *r, uint32_t row, unsigned fields)
{
        return fields >= 2 ||
               (fields == 1 && r->grid.columns <= 2 && grid_filled(&r->grid, row) == r->grid.columns);
}

/* True when the headings stand in this row and the next together: the next is a row of headings itself, and
 * the two say more than either. */
static bool over_two(struct reading *r, uint32_t row, unsigned alone)
{
        unsigned fields;
        if (row + 1 >= r->grid.rows || grid_filled(&r->grid, row + 1) == 0)
                return false;
        unsigned lower = score(r, row + 1, row + 1, &fields);
        if (fields < 2)
                return false;
        unsigned both = score(r, row, row + 1, &fields);
        return both > alone && both > lower;
}

/* The row (or two rows) with the best score among the first that are filled; its first row, or rows when none
 * will do. */
static uint32_t find_row(struct reading *r)
{
        uint32_t from = r->grid.rows;
        unsigned best = 0, looked = 0, fields;
        for (uint32_t row = 0; row < r->grid.rows && looked < ROWS_SEARCHED; row++) {
                if (grid_filled(&r->grid, row) == 0)
                        continue;
                looked++;
                uint32_t last = row + over_two(r, row, score(r, row, row, &fields));
                unsigned points = score(r, row, last, &fields);
                if (points <= best || !enough(r, row, fields))
                        continue;
                best = points;
                from = row;
                r->out->row = last;
                r->out->body = last + 1;
        }
        r->out->has_row = from < r->grid.rows;
        return from;
}

static void sample(struct reading *r, const struct cell *cell)
{
        struct header_column *c = &r->out->columns[cell->column];
        char uk[DATE_TEXT];
        const char *text = cell->kind == CELL_DATE ? arena_text(r->arena, date_to_uk(date_from_iso(cell->text), uk))
                                                   : text_tidy(r->arena, cell->text);
        c->filled |= text[0] != '\0';
        for (int i = 0; i < HEADER_SAMPLES; i++) {
                if (c->samples[i][0] == '\0')
                        c->samples[i] = text;
                if (strcmp(c->samples[i], text) == 0)
                        return;
        }
}

static void sample_all(struct reading *r)
{
        const struct grid *g = &r->grid;
        uint32_t first = r->out->body < g->rows ? g->start[r->out->body] : g->start[g->rows];
        for (uint32_t i = first; i < g->start[g->rows]; i++)
                if (g->sheet->cells[i].column < g->columns)
                        sample(r, &g->sheet->cells[i]);
}

/* A column without a heading: what a person said, else what its content says plainly. */
static void guess_column(struct reading *r, uint32_t column, struct header_column *c)
{
        c->key = header_key(r->arena, letter(r, (int)column));
        c->key = arena_printf(r->arena, "column-%s", c->key);
        if (corrected(r, c->key, c))
                return;
        int meaning = c->filled ? header_guess(r->arena, &r->grid, r->out->body, column) : COLUMN_UNKNOWN;
        if (meaning == COLUMN_UNKNOWN || header_find(r->out, meaning) != NO_COLUMN)
                return;
        c->meaning = meaning;
        c->guessed = true;
        header_note(r->arena, r->out,
                    arena_printf(r->arena,
                                 "Column %s has no heading; by what stands in it, it was taken as: %s.",
                                 letter(r, (int)column), meaning_words(meaning)));
}

static void make_columns(struct reading *r, uint32_t from)
{
        struct header *h = r->out;
        h->column_count = r->grid.columns;
        h->columns = arena_array(r->arena, h->column_count, sizeof *h->columns);
        for (uint32_t i = 0; i < h->column_count; i++) {
                struct header_column *c = &h->columns[i];
                c->header = "";
                c->meaning = COLUMN_UNKNOWN;
                c->twin = NO_COLUMN;
                if (h->has_row)
                        head_column(r, from, h->row, i, c);
                for (int n = 0; n < HEADER_SAMPLES; n++)
                        c->samples[n] = "";
        }
        sample_all(r);
        for (uint32_t i = 0; i < h->column_count; i++)
                if (h->columns[i].header[0] == '\0')
                        guess_column(r, i, &h->columns[i]);
        if (r->grid.sheet->columns > r->grid.columns)
                header_note(
                    r->arena, r->out,
                    arena_printf(r->arena, "Only the first %u columns were looked at.", r->grid.columns));
}

int header_find(const struct header *h, int meaning)
{
        for (size_t i = 0; i < h->column_count; i++)
                if (h->columns[i].meaning == meaning)
                        return (int)i;
        return NO_COLUMN;
}

void header_read(struct arena *a, const struct sheet *sheet, const struct corrections *corrections,
                 struct header *out)
{
        struct reading r = { .arena = a, .corrections = corrections, .out = out };
        *out = (struct header){ .why_not = "it is empty" };
        grid_make(a, sheet, &r.grid);
        if (r.grid.rows == 0)
                return;
        uint32_t from = find_row(&r);
        out->first = from < r.grid.rows ? from : 0;
        make_columns(&r, from);
        header_settle(a, &r.grid, out);
}
