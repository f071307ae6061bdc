#include "../tap.h"
#include "given.h"

#include <dirent.h>
#include <json-c/json.h>

#define SPECTRUM "../shared/data/spreadsheets/csv/csv-spectrum"

static void plain_cases(struct arena *a)
{
        static const struct {
                const char *bytes;
                size_t len;
                const char *kind, *want;
        } t[] = {
#define CASE(bytes, kind, want) { bytes, sizeof bytes - 1, kind, want }
                CASE("a,b\n1,2\n", "csv", "a|b\n1|2"),
                CASE("a,b\r\n\r\n1,2", "csv", "a|b\n\n1|2"),
                CASE("a,b\r1,2\r", "csv", "a|b\n1|2"),
                CASE("a;b;c\n\"1,5\";2;3\n", "csv", "a|b|c\n1,5|2|3"),
                CASE("Name;DOB\nSmith, Ann;1/2/2012\nJones, Bob;3/4/2012\n", "csv",
                     "Name|DOB\nSmith, Ann|1/2/2012\nJones, Bob|3/4/2012"),
                CASE("a\tb, c\n1\t2, 3\n", "tsv", "a|b, c\n1|2, 3"),
                CASE("a|b\n1|2\n", "csv", "a|b\n1|2"),
                CASE("sep=;\r\na,x;b\r\n", "csv", "a,x|b"),
                CASE("sep=\xC3\xAB\na,b\n", "csv", "sep=\xC3\xAB\na|b"),
                CASE("Class 7B\n\nSurname,Forename,DOB\nO'Neill,Ann,1\n", "csv",
                     "Class 7B\n\nSurname|Forename|DOB\nO'Neill|Ann|1"),
                CASE("\"a\"\"b\",\"\",\" c \"\n\"two\nlines\",x\n", "csv", "a\"b|| c \ntwo\nlines|x"),
                CASE("\"Ann\" Smith,b 5\" nail\n", "csv", "Ann Smith|b 5\" nail"),
                CASE("\xEF\xBB\xBF\"Zo\xC3\xAB\",1\n", "csv", "Zo\xC3\xAB|1"),
                CASE("Zo\xEB,\x93q\x94\n", "csv", "Zo\xC3\xAB|\xE2\x80\x9Cq\xE2\x80\x9D"),
                CASE("\xFF\xFEZ\0\xEB\0\t\0001\0", "tsv", "Z\xC3\xAB|1"),
                CASE("\xFE\xFF\0Z\0\xEB\0,\0001", "csv", "Z\xC3\xAB|1"),
                CASE("Z\0o\0,\0001\0\n\0", "csv", "Zo|1"),
                CASE("0123,1e5,2012-08-31,=1+1\n", "csv", "0123|1e5|2012-08-31|=1+1"),
                CASE("one cell", "csv", "one cell"),
                CASE("a,,\n,,b", "csv", "a\n||b"),
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct book b = given(a, t[i].bytes, t[i].len);
                is_text(given_text(a, &b, 0), t[i].want, "cells");
                is_text(b.kind, t[i].kind, "kind");
        }
}

/* The reader takes 64 bytes at a time: cells, quotation marks and ends of line at every distance from the
 * border. */
static void borders(struct arena *a)
{
        int good = 0, tried = 0;
        for (int len = 0; len < 200; len++) {
                struct buf text = BUF_EMPTY, want = BUF_EMPTY;
                for (int row = 0; row < 6; row++) {
                        buf_printf(&text, "%0*d,,\"q,%d\",s\"t,\"\",\"a\"\"b\",%s", len, 0, row,
                                   row % 2 ? "x\r\n" : "x\n");
                        buf_printf(&want, "%s%0*d||q,%d|s\"t||a\"b|x", row ? "\n" : "", len, 0, row);
                }
                struct book b = given(a, text.bytes, text.len);
                good += strcmp(given_text(a, &b, 0), want.bytes) == 0;
                tried++;
                buf_free(&text);
                buf_free(&want);
        }
        is_long(good, tried, "cells of every length");
}

static void refusals(struct arena *a)
{
        static const struct {
                const char *bytes;
                size_t len;
                const char *want;
        } t[] = {
                { "", 0, "no bytes at all" },
                { "\n\n,,,\n", 6, "no data in it" },
                { "\xEF\xBB\xBF", 3, "no data in it" },
                { "a,b\nc,\"d\ne,f\n", 13, "Row 2, column B starts with a quotation mark" },
                { "\x7F"
                  "ELF\1\1\1\0\0\0\0",
                  11, "not a spreadsheet" },
                { "%PDF-1.7\n", 9, "PDF" },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct book b = given(a, t[i].bytes, t[i].len);
                ok(b.sheet_count == 0 && given_words && strstr(given_words, t[i].want), "refused: %s",
                   t[i].want);
        }
}

/* The set's line ends inside cells were changed on the way to where we have it from: they count as one. */
static bool same_text(const char *got, const char *want)
{
        for (; *got && *want; got++, want++) {
                got += got[0] == '\r' && got[1] == '\n';
                want += want[0] == '\r' && want[1] == '\n';
                if (*got != *want)
                        return false;
        }
        return *got == *want;
}

static const char *cell_at(const struct sheet *s, uint32_t row, uint32_t column)
{
        for (size_t i = 0; i < s->cell_count; i++)
                if (s->cells[i].row == row && s->cells[i].column == column)
                        return s->cells[i].text;
        return "";
}

static bool agrees(const struct sheet *s, struct json_object *rows)
{
        bool good = s->rows == json_object_array_length(rows) + 1;
        for (uint32_t row = 0; row + 1 < s->rows && good; row++) {
                struct json_object *object = json_object_array_get_idx(rows, row), *value;
                for (uint32_t column = 0; column < s->columns && good; column++)
                        good = json_object_object_get_ex(object, cell_at(s, 0, column), &value) &&
                               same_text(cell_at(s, row + 1, column), json_object_get_string(value));
        }
        return good;
}

static void spectrum(struct arena *a)
{
        DIR *d = opendir(SPECTRUM "/csvs");
        if (!d) {
                skip("csv-spectrum", SPECTRUM " is not here");
                return;
        }
        int seen = 0;
        for (struct dirent *e; (e = readdir(d));) {
                size_t len = 0;
                if (!strstr(e->d_name, ".csv"))
                        continue;
                char *path = arena_printf(a, SPECTRUM "/csvs/%s", e->d_name);
                char *json =
                    arena_printf(a, SPECTRUM "/json/%.*s.json", (int)strlen(e->d_name) - 4, e->d_name);
                char *bytes = given_file(a, path, &len);
                struct json_object *rows = json_object_from_file(json);
                struct book b = given(a, bytes ? bytes : "", len);
                ok(rows && bytes && b.sheet_count == 1 && agrees(b.sheets, rows), "csv-spectrum %s",
                   e->d_name);
                json_object_put(rows);
                seen++;
        }
        closedir(d);
        ok(seen == 11, "all of csv-spectrum was there");
}

int main(void)
{
        struct arena *a = arena_new();
        plain_cases(a);
        borders(a);
        refusals(a);
        spectrum(a);
        arena_free(a);
        return done_testing();
}
