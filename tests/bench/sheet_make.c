/* Makes the table that the readers are measured on, twice the same: sheet_make ROWS FILE.xlsx FILE.csv.
 * Fifteen columns of a school's list: text, much of it repeated (shared strings, as Excel writes), dates,
 * whole numbers and others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "demo/names.h"

enum { COLUMNS = 15 };

struct table {
        lxw_workbook *book;
        lxw_worksheet *sheet;
        lxw_format *date;
        FILE *csv;
        lxw_row_t row;
        lxw_col_t column;
};

static void separate(struct table *t)
{
        t->column = (lxw_col_t)((t->column + 1) % COLUMNS);
        if (t->column == 0)
                t->row++;
        fputs(t->column ? "," : "\r\n", t->csv);
}

static void put_text(struct table *t, const char *text)
{
        const char *quote = strchr(text, ',') ? "\"" : "";
        worksheet_write_string(t->sheet, t->row, t->column, text, NULL);
        fprintf(t->csv, "%s%s%s", quote, text, quote);
        separate(t);
}

static void put_number(struct table *t, double number)
{
        worksheet_write_number(t->sheet, t->row, t->column, number, NULL);
        fprintf(t->csv, "%.15g", number);
        separate(t);
}

static void put_date(struct table *t, struct chance *c, int first_year)
{
        lxw_datetime when = { .year = first_year + (int)chance_below(c, 5),
                              .month = 1 + (int)chance_below(c, 12),
                              .day = 1 + (int)chance_below(c, 28) };
        worksheet_write_datetime(t->sheet, t->row, t->column, &when, t->date);
        fprintf(t->csv, "%02d/%02d/%04d", when.day, when.month, when.year);
        separate(t);
}

static void put_heads(struct table *t)
{
        static const char *const heads[COLUMNS] = { "UPN",           "Surname",    "Forename",
                                                    "Date of birth", "Sex",        "NC year",
                                                    "Class",         "Address",    "Postcode",
                                                    "Date of entry", "SEN",        "Sessions",
                                                    "Attended",      "Attendance", "Reading score" };
        for (unsigned i = 0; i < COLUMNS; i++)
                put_text(t, heads[i]);
}

static void put_child(struct table *t, struct arena *a, const struct names *n, struct chance *c, unsigned i)
{
        unsigned sessions = 300 + chance_below(c, 90), attended = sessions - chance_below(c, 60);
        unsigned year = 1 + chance_below(c, 11);
        bool girl = chance_below(c, 2);
        enum tradition tradition = (enum tradition)(chance_below(c, 3) ? 0 : chance_below(c, TRADITIONS));
        put_text(t, arena_printf(a, "X999%09u", i));
        put_text(t, names_of_child(a, names_surname(n, c, tradition), girl));
        put_text(t, names_forename(n, c, tradition, girl));
        put_date(t, c, 2008);
        put_text(t, girl ? "Female" : "Male");
        put_number(t, year);
        put_text(t, arena_printf(a, "%u%c", year, 'A' + (int)chance_below(c, 6)));
        put_text(t, arena_printf(a, "%u, Church Lane", 1 + chance_below(c, 900)));
        put_text(t, arena_printf(a, "ZZ%u %u%c%c", 1 + chance_below(c, 20), chance_below(c, 10),
                                 'A' + (int)chance_below(c, 20), 'A' + (int)chance_below(c, 20)));
        put_date(t, c, 2019);
        put_text(t, chance_below(c, 8) ? "N" : "K");
        put_number(t, sessions);
        put_number(t, attended);
        put_number(t, (double)(attended * 1000 / sessions) / 10);
        put_number(t, 70 + chance_below(c, 70));
}

int main(int count, char **words)
{
        struct arena *a = arena_new(), *row = arena_new();
        struct chance c = { 7 };
        const struct names *names = names_new(a);
        /* As large as a copy's: the kernel keeps a new file in pieces as it was written, and reads small ones half as fast. */
        static char piece[1 << 20];
        struct table t = { 0 };
        unsigned rows = count == 4 ? (unsigned)strtoul(words[1], NULL, 10) : 0;
        if (!rows || !(t.csv = fopen(words[3], "we")) || setvbuf(t.csv, piece, _IOFBF, sizeof piece) != 0) {
                fputs("usage: sheet_make ROWS FILE.xlsx FILE.csv\n", stderr);
                return 2;
        }
        t.book = workbook_new(words[2]);
        t.sheet = workbook_add_worksheet(t.book, "Pupils");
        t.date = workbook_add_format(t.book);
        format_set_num_format(t.date, "dd/mm/yyyy");
        put_heads(&t);
        for (unsigned i = 1; i < rows; i++, arena_reset(row))
                put_child(&t, row, names, &c, i);
        bool good = workbook_close(t.book) == LXW_NO_ERROR;
        good &= fclose(t.csv) == 0;
        arena_free(row);
        arena_free(a);
        return !good;
}
