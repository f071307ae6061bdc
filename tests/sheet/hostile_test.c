/* Broken, protected, fuzzed and explosive files, read by the real program in its cage: each ends in time and
 * memory, with cells or with a sentence that says what is wrong. */
#include "../tap.h"
#include "given.h"
#include "zipped.h"

#include <dirent.h>
#include <libgen.h>
#include <sys/resource.h>
#include <unistd.h>

#include "reader/reader.h"

#define WHERE "../shared/data/spreadsheets/hostile"
#ifdef ONROLL_SANITIZED
enum { SECONDS = 20 };
#else
enum { SECONDS = 2 };
#endif

static struct arena *a;
static struct reader reader = { NULL, 20 };

/* What each of the public files must give: a part of the sentence, or "" when it has data and is read. */
static const struct {
        const char *name, *want;
} public[] = {
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-4657005060816896.xls", "damaged" },
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-5285517825277952.xls", "" },
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-6137883240824832.xls", "damaged" },
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-6483562584932352.xls", "damaged" },
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-6537773940867072.xls", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-4828727001088000.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5089447305609216.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5185049589579776.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5265527465181184.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-6448258963341312.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5025401116950528.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5542865479270400.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx", "damaged" },
        { "crash-274d6342e4842d61be0fb48eaadad6208ae767ae.xlsx", "damaged" },
        { "poc-xmlbomb-empty.xlsx", "document type" },
        { "poc-xmlbomb.xlsx", "document type" },
        { "poi-fuzz.xls", "" },
        { "protected_passtika.xlsb", "password" },
        { "protected_passtika.xlsx", "password" },
        { "sheetProtection_not_protected.xlsx", "" },
        { "workbookProtection-sheet_password-2013.xlsx", "" },
        { "workbookProtection-workbook_password-2013.xlsx", "" },
        { "workbookProtection_not_protected.xlsx", "" },
        { "workbookProtection_workbook_windows_protected.xlsx", "" },
        { "xlsx-corrupted.xlsx", "damaged" },
};

static double seconds(void)
{
        struct rusage u;
        getrusage(RUSAGE_CHILDREN, &u);
        return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
               (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* In time, and with what is wanted. The words of the caller for a reader that died are no such sentence. */
static void check(const char *what, int fd, const char *want)
{
        struct book b = { .sheet_count = 0 };
        struct refusal why = { "", "" };
        double start = seconds(); /* of the reader's own time: the machine may be busy */
        enum outcome o = reader_book(a, &reader, fd, &b, &why);
        double took = seconds() - start;
        close(fd);
        bool good = *want ? o == REFUSED && strstr(why.words, want) : o == DONE && b.sheet_count > 0;
        if (!ok(good && took < SECONDS && !strstr(why.words, "asks too much of the reader"), "%s", what))
                printf("# %.2f s, outcome %d: %s\n", took, o, why.words);
        arena_reset(a);
}

static void check_bytes(const char *what, const char *bytes, size_t len, const char *want)
{
        check(what, given_memory(bytes, len), want);
}

static int is_file(const struct dirent *e)
{
        return e->d_name[0] != '.';
}

static void public_files(void)
{
        struct dirent **names;
        int n = scandir(WHERE, &names, is_file, alphasort);
        if (n < 0) {
                skip("the public hostile files", WHERE " is not here");
                return;
        }
        for (int i = 0; i < n; free(names[i++])) {
                const char *want = NULL;
                for (size_t k = 0; k < sizeof public / sizeof *public; k++)
                        if (strcmp(public[k].name, names[i]->d_name) == 0)
                                want = public[k].want;
                char path[512];
                snprintf(path, sizeof path, WHERE "/%s", names[i]->d_name);
                size_t len = 0;
                const char *bytes = given_file(a, path, &len);
                if (ok(want && bytes, "%s is known", names[i]->d_name))
                        check_bytes(names[i]->d_name, bytes, len, want);
        }
        free(names);
}

#define ROOT                                                                                                 \
        "<Relationships><Relationship Id=\"w\" Type=\"x/officeDocument\" Target=\"w.xml\"/></Relationships>"
#define BOOK  "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"
#define LINKS "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>"

static char *workbook(const char *sheet, size_t *len)
{
        struct zipped_part parts[] = { { "_rels/.rels", ROOT, 0, 0 },
                                       { "w.xml", BOOK, 0, 0 },
                                       { "_rels/w.xml.rels", LINKS, 0, 0 },
                                       { "s.xml", sheet, 0, 1 } };
        return zipped(a, parts, 4, NULL, len);
}

static void check_sheet(const char *what, struct buf *sheet, const char *want)
{
        size_t len;
        buf_text(sheet, "</sheetData></worksheet>");
        char *bytes = workbook(sheet->bytes, &len);
        check_bytes(what, bytes, len, want);
        sheet->len = 0;
        buf_text(sheet, "<worksheet><sheetData>");
}

static void explosions(void)
{
        struct buf s = BUF_EMPTY;
        char column[8];
        buf_text(&s, "<worksheet><sheetData>");
        for (int row = 1; row <= 1000000; row++)
                buf_printf(&s, "<row r=\"%d\" spans=\"1:15\"/>", row);
        check_sheet("a million empty rows", &s, "no data");
        for (int row = 1; row <= 1000000; row++)
                buf_printf(&s, "<row r=\"%d\"><c r=\"A%d\" s=\"0\"/></row>", row, row);
        buf_text(&s, "<row r=\"1000001\"><c r=\"A1000001\"><v>1</v></c></row>");
        check_sheet("a million empty cells and a number", &s, "");
        for (int row = 1; row <= 100; row++)
                for (uint32_t c = 0; c < BOOK_COLUMNS_MAX; c++)
                        buf_printf(&s, "%s<c r=\"%s%d\" s=\"0\"/>%s", c ? "" : "<row>",
                                   book_column(c, column), row, c + 1 < BOOK_COLUMNS_MAX ? "" : "</row>");
        check_sheet("16,384 empty columns", &s, "no data");
        for (uint32_t c = 0; c < BOOK_COLUMNS_MAX; c++)
                buf_printf(&s, "%s<c><v>%u</v></c>", c ? "" : "<row>", c);
        buf_text(&s, "</row>");
        check_sheet("16,384 columns", &s, "column AMK");
        for (int i = 0; i < 1500000; i++)
                buf_printf(&s, "<row><c><v>%d</v></c></row>", i);
        check_sheet("a million and a half rows", &s, "more than 1048576 rows");
        for (int i = 0; i < 100000; i++)
                buf_printf(&s, "<!--%d-->", i * 7919);
        size_t before = strlen("<worksheet><sheetData>"), piece = s.len - before;
        for (; s.len < 150u << 20; s.len += piece) {
                char *to = buf_reserve(&s, piece);
                memcpy(to, s.bytes + before, piece);
        }
        check_sheet("150 MiB of comments", &s, "too large to be read once it is unpacked");
        s.len = 0;
        for (int i = 0; i <= 4000; i++)
                for (int k = 0; k < 1000; k++)
                        buf_text(&s, k == 999 ? "1\n" : "1,");
        check_bytes("four million cells", s.bytes, s.len, "too large");
        buf_free(&s);
}

static size_t cells_in(const struct book *b)
{
        size_t cells = 0;
        for (size_t i = 0; i < b->sheet_count; i++)
                cells += b->sheets[i].cell_count;
        return cells;
}

/* A file that was cut short anywhere is refused with a sentence, unless all of its cells are there. One that
 * is damaged is read or refused with a sentence. */
static void cut_and_damaged(const char *what, const char *bytes, size_t len, size_t step)
{
        size_t cuts = 0, good = 0, worded = 0;
        struct book whole = given(a, bytes, len);
        for (size_t at = 0; at < len; at += step) {
                struct arena *inner = arena_new();
                cuts++;
                struct book b = given(inner, bytes, at);
                good += b.sheet_count ? cells_in(&b) == cells_in(&whole) : given_words && *given_words;
                arena_free(inner);
        }
        is_long((long)good, (long)cuts, arena_printf(a, "%s cut short at every %zuth byte", what, step));
        char *copy = malloc(len);
        srandom(7);
        for (int i = 0; i < 200; i++) {
                struct arena *inner = arena_new();
                memcpy(copy, bytes, len);
                for (int k = 0; k < 1 + i % 5; k++)
                        copy[(size_t)random() % len] = (char)random();
                worded += given(inner, copy, len).sheet_count > 0 || (given_words && given_words[0] != '(');
                arena_free(inner);
        }
        free(copy);
        is_long((long)worded, 200, arena_printf(a, "%s damaged in 200 ways", what));
}

static void damage(void)
{
        struct buf s = BUF_EMPTY;
        size_t len;
        buf_text(&s, "<worksheet><sheetData>");
        srandom(3);
        for (int i = 0; i < 1000; i++)
                buf_printf(&s, "<row><c><v>%ld</v></c><c t=\"inlineStr\"><is><t>%ld</t></is></c></row>",
                           random(), random());
        buf_text(&s, "</sheetData></worksheet>");
        char *bytes = workbook(s.bytes, &len);
        cut_and_damaged("XLSX", bytes, len, 1000);
        struct zipped_part part = { "content.xml", NULL, 0, 0 };
        s.len = 0;
        buf_text(&s, "<office:document-content><table:table>");
        for (int i = 0; i < 1000; i++)
                buf_printf(&s,
                           "<table:table-row><table:table-cell><text:p>%ld</text:p></table:table-cell></"
                           "table:table-row>",
                           random());
        buf_text(&s, "</table:table></office:document-content>");
        part.text = s.bytes;
        bytes = zipped(a, &part, 1, NULL, &len);
        cut_and_damaged("OpenDocument", bytes, len, 1000);
        bytes = given_file(a, "../shared/data/spreadsheets/read/ex45672.xls", &len);
        if (bytes)
                cut_and_damaged("XLS", bytes, len, 1000);
        else
                skip("a damaged XLS", "there is none here");
        buf_free(&s);
}

int main(int count, char **words)
{
        (void)count;
        struct arena *whole = arena_new();
        a = arena_new();
        reader.program =
            arena_printf(whole, "%s/onroll-read", dirname(dirname(dirname(arena_text(whole, words[0])))));
        public_files();
        explosions();
        damage();
        arena_free(a);
        arena_free(whole);
        return done_testing();
}
