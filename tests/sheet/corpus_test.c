/* Reads every workbook that Excel itself has exported and compares each sheet with the export, cell for cell.
 * The sheets that do not agree are named here, each with its reason; one that is named and does agree fails
 * as well. */
#include "../tap.h"
#include "given.h"
#include "shown.h"

#include <dirent.h>
#include <libgen.h>
#include <unistd.h>

#include "reader/reader.h"
#include "sheet/csv.h"
#include "sheet/plain.h"

#define WHERE "../shared/data/spreadsheets/read"

enum { MOST_SHEETS = 64 };

static struct arena *a;
static struct reader reader = { NULL, 10 };

static const struct {
        const char *sheet, *why;
} exceptions[] = {
        { "47251.xls.0.csv", "the export drops line breaks inside cells" },
        { "51670.xls.0.csv", "the export drops line breaks inside cells" },
        { "57523.xlsx.1.csv", "the export drops line breaks inside cells" },
        { "IrrNpvTestCaseData.xls.0.csv", "the export drops line breaks inside cells" },
        { "XSSFSheet.copyRows.xlsx.0.csv", "the export drops line breaks inside cells" },
        { "49273.xlsx.0.csv", "the export leaves text with commas unquoted" },
        { "50299.xlsx.5.csv", "the export leaves text with commas unquoted" },
        { "50299.xlsx.10.csv", "the export leaves text with commas unquoted" },
        { "50299.xlsx.11.csv", "the export leaves text with commas unquoted" },
        { "50299.xlsx.12.csv", "the export leaves text with commas unquoted" },
        { "50299.xlsx.13.csv", "the export leaves text with commas unquoted" },
        { "50299.xlsx.15.csv", "the export leaves text with commas unquoted" },
        { "52348.xlsx.0.csv", "its format shows noughts as nothing" },
        { "FormatKM.xls.0.csv", "its format shows thousands and millions as K and M" },
        { "FormatConditionTests.xlsx.1.csv", "the export has empty rows where the file has text" },
        { "46368.xls.0.csv", "a cell longer than Excel's own limit, which Excel replaces" },
        { "56574.xlsx.2.csv", "holds today's date" },
        { "56688_4.xlsx.0.csv", "holds today's date" },
        { "57003-FixedFunctionTestCaseData.xls.1.csv",
          "text that formulas made with a decimal comma where the file was saved" },
        { "57535.xlsx.0.csv", "formulas were calculated anew for the export, with another result" },
        { "FormulaEvalTestData_Copy.xlsx.0.csv",
          "formulas were calculated anew for the export, with another result" },
        { "MatchFunctionTestCaseData.xls.1.csv",
          "formulas were calculated anew for the export, with another result" },
        { "CustomXMLMappings-complex-type.xlsx.1.csv", "the export lacks a column that the file has" },
        { "excelant.xls.0.csv", "an add-in's function, which the export calculated" },
        { "excelant.xls.2.csv", "an add-in's function, which the export calculated" },
        { NULL, NULL },
};

/* The export as cells; false when it is not to be read as CSV at all. */
static bool read_export(const char *path, struct sheet *out)
{
        size_t len = 0;
        char *bytes = given_file(a, path, &len);
        char *with = arena_printf(a, "sep=,\n");
        struct plain p;
        struct book b;
        *out = (struct sheet){ .name = "" };
        if (!bytes || !plain_open(&p, (unsigned char *)bytes, len))
                return false;
        struct buf text = BUF_EMPTY;
        buf_text(&text, with);
        buf_add(&text, p.text, p.len);
        struct sink *s = sink_new(-1);
        bool good = csv_read(text.bytes, text.len, s) == DONE;
        sink_end(s);
        const struct buf *r = sink_records(s);
        if (good && wire_book(a, arena_bytes(a, r->bytes, r->len), r->len, &b, &given_words) == WIRE_GOOD)
                *out = b.sheets[0];
        sink_free(s);
        buf_free(&text);
        plain_free(&p);
        return good;
}

static bool blank(const char *text)
{
        return text[strspn(text, " \t\r\n")] == '\0';
}

/* Where the cells begin: Excel leaves out the empty rows and columns before. */
static void corner(const struct sheet *s, uint32_t *row, uint32_t *column)
{
        *row = *column = UINT32_MAX;
        for (size_t i = 0; i < s->cell_count; i++) {
                if (blank(s->cells[i].text))
                        continue;
                if (s->cells[i].row < *row)
                        *row = s->cells[i].row;
                if (s->cells[i].column < *column)
                        *column = s->cells[i].column;
        }
}

static const struct cell *next_cell(const struct sheet *s, size_t *i)
{
        while (*i < s->cell_count && blank(s->cells[*i].text))
                ++*i;
        return *i < s->cell_count ? &s->cells[*i] : NULL;
}

static uint64_t place(const struct cell *c, uint32_t row, uint32_t column)
{
        return c ? (uint64_t)(c->row - row) << 32 | (c->column - column) : UINT64_MAX;
}

/* The first difference in words, or NULL. */
static const char *difference(const struct sheet *ours, const struct sheet *shown)
{
        static const struct cell nothing = { .text = "" };
        uint32_t row, column, shown_row, shown_column;
        corner(ours, &row, &column);
        corner(shown, &shown_row, &shown_column);
        for (size_t i = 0, k = 0;;) {
                const struct cell *o = next_cell(ours, &i), *e = next_cell(shown, &k);
                if (!o && !e)
                        return NULL;
                uint64_t at = place(o, row, column), there = place(e, shown_row, shown_column),
                         first = at < there ? at : there;
                const struct cell *mine = at == first ? o : &nothing, *theirs = there == first ? e : &nothing;
                if (!shown_agrees(mine, theirs->text))
                        return arena_printf(a, "row %u, column %u: ours \"%.60s\" (kind %d), shown \"%.60s\"",
                                            (unsigned)(first >> 32), (unsigned)(first & 0xFFFFFFFF),
                                            mine->text, mine->kind, theirs->text);
                i += at == first;
                k += there == first;
        }
}

static const char *compare(const struct book *b, const char *words, size_t n, const char *export)
{
        struct sheet shown, none = { .name = "" };
        if (!read_export(export, &shown))
                return "the export cannot be read as CSV";
        if (!b && strstr(words, "no data"))
                return difference(&none, &shown);
        if (!b)
                return words;
        return n < b->sheet_count ? difference(&b->sheets[n], &shown) : "we have no such sheet";
}

static const char *excepted(const char *name)
{
        for (size_t i = 0; exceptions[i].sheet; i++)
                if (strcmp(exceptions[i].sheet, name) == 0)
                        return exceptions[i].why;
        return NULL;
}

static int sheets, agreed;

static void compare_workbook(const char *name)
{
        struct book b;
        struct refusal why = { "", "" };
        size_t len = 0;
        const char *bytes = given_file(a, arena_printf(a, WHERE "/%s", name), &len);
        int fd = given_memory(bytes, len);
        enum outcome o = reader_book(a, &reader, fd, &b, &why);
        close(fd);
        for (size_t n = 0; n < MOST_SHEETS; n++) {
                char *sheet = arena_printf(a, "%s.%zu.csv", name, n),
                     *path = arena_printf(a, WHERE "/%s", sheet);
                if (access(path, R_OK) != 0)
                        continue; /* a chart has its number and no export */
                const char *found = compare(o == DONE ? &b : NULL, why.words, n, path),
                           *reason = excepted(sheet);
                sheets++;
                agreed += !found;
                if (!ok(!found == !reason, "%s%s%s", sheet, reason ? ": " : "", reason ? reason : ""))
                        printf("# %s\n", found ? found : "agrees, though it is named as one that does not");
        }
        arena_reset(a);
}

static int is_workbook(const struct dirent *e)
{
        const char *dot = strrchr(e->d_name, '.');
        return dot && (strcmp(dot, ".xls") == 0 || strcmp(dot, ".xlsx") == 0);
}

int main(int count, char **words)
{
        (void)count;
        struct arena *whole = arena_new();
        struct dirent **names;
        a = arena_new();
        reader.program =
            arena_printf(whole, "%s/onroll-read", dirname(dirname(dirname(arena_text(whole, words[0])))));
        int n = scandir(WHERE, &names, is_workbook, alphasort);
        if (n < 0) {
                skip("the workbooks that Excel exported", WHERE " is not here");
                arena_free(a);
                arena_free(whole);
                return done_testing();
        }
        for (int i = 0; i < n; i++) {
                compare_workbook(names[i]->d_name);
                free(names[i]);
        }
        free(names);
        ok(sheets == 394, "all 394 sheets were there");
        ok(agreed * 100 >= sheets * 93, "%d of %d sheets agree wholly", agreed, sheets);
        arena_free(a);
        arena_free(whole);
        return done_testing();
}
