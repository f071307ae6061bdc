#include "../tap.h"
#include "given.h"
#include "zipped.h"

#define MAIN    "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL     "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"

static const char root[] = "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"r1\" Type=\"" REL
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char rels[] =
    "<Relationships xmlns=\"" PACKAGE "\">"
    "<Relationship Id=\"a\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"b\" Type=\"" REL "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
    "<Relationship Id=\"c\" Type=\"" REL "/chartsheet\" Target=\"charts/sheet1.xml\"/>"
    "<Relationship Id=\"gone\" Type=\"" REL "/worksheet\" Target=\"worksheets/gone.xml\"/>"
    "<Relationship Id=\"s\" Type=\"" REL "/sharedStrings\" Target=\"../xl/./sharedStrings.xml\"/>"
    "<Relationship Id=\"t\" Type=\"" REL "/styles\" Target=\"styles.xml\"/></Relationships>";
static const char book1[] = "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" REL "\"><workbookPr/><sheets>"
                            "<sheet name=\"Year 7\" sheetId=\"4\" r:id=\"a\"/></sheets></workbook>";
static const char strings[] =
    "<sst xmlns=\"" MAIN "\"><si><t>Smith</t></si><si><r><t>O'</t></r><r><rPr/><t>Neill</t></r>"
    "<rPh sb=\"0\" eb=\"1\"><t>noise</t></rPh></si><si><t xml:space=\"preserve\"> two_x000D_\n"
    "lines_x005F_x0041_ </t></si><si><t/></si></sst>";
static const char styles[] =
    "<styleSheet xmlns=\"" MAIN "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot;day&quot;\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
    "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf "
    "numFmtId=\"20\"/></cellXfs></styleSheet>";

/* A workbook of the usual parts around one sheet's rows. */
static struct book workbook(struct arena *a, const char *book, const char *rows)
{
        size_t len;
        struct zipped_part parts[] = {
                { "_rels/.rels", root, 0, 0 },
                { "xl/workbook.xml", book, 0, 0 },
                { "xl/_rels/workbook.xml.rels", rels, 0, 0 },
                { "xl/sharedStrings.xml", strings, 0, 0 },
                { "xl/styles.xml", styles, 0, 0 },
                { "xl/worksheets/sheet1.xml",
                  arena_printf(a, "<worksheet xmlns=\"" MAIN "\"><sheetData>%s</sheetData></worksheet>",
                               rows),
                  0, 0 },
                { "xl/worksheets/sheet2.xml",
                  "<x:worksheet xmlns:x=\"" MAIN "\"><x:sheetData><x:row><x:c><x:v>9"
                  "</x:v></x:c></x:row></x:sheetData></x:worksheet>",
                  0, 0 }
        };
        char *bytes = zipped(a, parts, sizeof parts / sizeof *parts, NULL, &len);
        return given(a, bytes, len);
}

static void cells(struct arena *a)
{
        static const struct {
                const char *rows, *want;
        } t[] = {
                { "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>",
                  "Smith|O'Neill" },
                { "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c><c><v>1</v></c></row>",
                  " two\r\nlines_x0041_ ||1" },
                { "<row r=\"2\"><c r=\"C2\" "
                  "t=\"inlineStr\"><is><r><t>A</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c></row>",
                  "\n||Ab" },
                { "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>",
                  "1||3\n\n4" },
                { "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>41152</v></c><c r=\"B1\" s=\"2\"><v>41152.5</v></c><c "
                  "r=\"C1\" s=\"3\"><v>41152</v></c>"
                  "<c r=\"D1\" s=\"4\"><v>0.5</v></c><c r=\"E1\" s=\"99\"><v>7</v></c></row>",
                  "2012-08-31|2012-08-31T12:00:00|41152|12:00:00|7" },
                { "<row r=\"1\"><c r=\"A1\"><f>SUM(B1)</f><v>42</v></c><c r=\"B1\" "
                  "t=\"str\"><f>A1</f><v>text</v></c>"
                  "<c r=\"C1\" t=\"b\"><v>1</v></c><c r=\"D1\" t=\"b\"><v>0</v></c><c r=\"E1\" "
                  "t=\"e\"><v>#N/A</v></c>"
                  "<c r=\"F1\" t=\"d\"><v>2012-08-31T00:00:00</v></c></row>",
                  "42|text|TRUE|FALSE|#N/A|2012-08-31" },
                { "<row r=\"1\"><c r=\"A1\"><v>0.10000000000000001</v></c><c r=\"B1\"><v>1E3</v></c><c "
                  "r=\"C1\"><v>0.30000000000000004</v></c>"
                  "<c r=\"D1\"><v>1.50</v></c><c r=\"E1\"><v>-0</v></c><c r=\"F1\"><v>0.5</v></c><c "
                  "r=\"G1\"><v>00</v></c></row>",
                  "0.1|1000|0.30000000000000004|1.5|0|0.5|0" },
                { "<row r=\"1\"><c r=\"B1\"><v>2</v></c><c r=\"A1\"><v>1</v></c></row><row r=\"1\"><c "
                  "r=\"C1\"><v>3</v></c></row>",
                  "1|2|3" },
                { "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>",
                  "The workbook is damaged: row 1 names text that is not in it. "
                  "Open it in Excel, save it again and send that." },
                { "<row r=\"1\"><c r=\"A1\" s=\"2\"/></row>",
                  "The file has no data in it: every cell of every sheet is empty." },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct book b = workbook(a, book1, t[i].rows);
                is_text(given_text(a, &b, 0), t[i].want, "cells");
        }
        struct book b = workbook(a, book1, "<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>");
        ok(b.sheet_count == 0 && strstr(given_words, "more than 1048576 rows"), "a row below the last");
}

static void sheets(struct arena *a)
{
        static const char many[] =
            "<workbook xmlns=\"" MAIN "\" xmlns:q=\"" REL "\"><workbookPr date1904=\"1\"/><sheets>"
            "<sheet name=\"A\" q:id=\"b\"/><sheet name=\"Chart\" q:id=\"c\"/>"
            "<sheet name=\"H\" state=\"veryHidden\" q:id=\"a\"/></sheets></workbook>";
        static const char charts[] = "<workbook xmlns=\"" MAIN "\" xmlns:q=\"" REL "\"><sheets>"
                                     "<sheet name=\"Chart\" q:id=\"c\"/></sheets></workbook>";
        struct book b = workbook(a, many, "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>39690</v></c></row>");
        ok(b.sheet_count == 3 && !b.sheets[0].hidden && b.sheets[2].hidden, "three sheets, one hidden");
        is_text(given_text(a, &b, 0), "9", "an absolute target, prefixed names");
        is_text(given_text(a, &b, 1), "", "a chart keeps its place");
        is_text(given_text(a, &b, 2), "2012-08-31", "the epoch of 1904");
        is_text(b.kind, "xlsx", "kind");
        b = workbook(a, charts, "");
        ok(b.sheet_count == 0 && strstr(given_words, "charts only"), "a chart only");
        b = workbook(a, "<workbook><sheets/></workbook>", "");
        ok(b.sheet_count == 0 && strstr(given_words, "no sheets"), "no sheet");
        static const char *const gone[] = { "nothing", "gone" };
        for (size_t i = 0; i < 2; i++) {
                b = workbook(a,
                             arena_printf(a,
                                          "<workbook xmlns:r=\"" REL
                                          "\"><sheets><sheet name=\"A\" r:id=\"b\"/>"
                                          "<sheet name=\"B\" r:id=\"%s\"/></sheets></workbook>",
                                          gone[i]),
                             "");
                ok(b.sheet_count == 0 && strstr(given_words, "\"B\" is not in the file"),
                   "a sheet that is not there does not pass for an empty one");
        }
}

/* Strict workbooks have other namespaces and true/false where the usual ones have 1 and 0. */
static void strict(struct arena *a)
{
#define PURL "http://purl.oclc.org/ooxml/"
        static const struct zipped_part parts[] = {
                { "_rels/.rels",
                  "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"r\" Type=\"" PURL
                  "officeDocument/relationships/officeDocument\" Target=\"/book/main.xml\"/></Relationships>",
                  0, 0 },
                { "book/main.xml",
                  "<workbook xmlns=\"" PURL "spreadsheetml/main\" xmlns:r=\"" PURL
                  "officeDocument/relationships\" "
                  "conformance=\"strict\"><workbookPr date1904=\"true\"/><sheets><sheet name=\"S\" "
                  "sheetId=\"1\" r:id=\"x\"/></sheets></workbook>",
                  0, 0 },
                { "book/_rels/main.xml.rels",
                  "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"x\" Type=\"" PURL
                  "officeDocument/relationships/worksheet\" Target=\"one.xml\"/></Relationships>",
                  0, 0 },
                { "book/one.xml",
                  "<worksheet xmlns=\"" PURL
                  "spreadsheetml/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"d\"><v>2012-08-31</v></c>"
                  "<c r=\"B1\" t=\"d\"><v>2012-08-31T09:30:00.000</v></c></row></sheetData></worksheet>",
                  0, 0 }
        };
        size_t len;
        char *bytes = zipped(a, parts, 4, NULL, &len);
        struct book b = given(a, bytes, len);
        is_text(given_text(a, &b, 0), "2012-08-31|2012-08-31T09:30:00", "a strict workbook");
}

static void refused(struct arena *a, const struct zipped_part *part, const char *password, const char *want)
{
        size_t len;
        char *bytes = zipped(a, part, 1, password, &len);
        struct book b = given(a, bytes, len);
        if (!ok(b.sheet_count == 0 && given_words && strstr(given_words, want), "refused: %s", want))
                printf("# %s\n", given_words ? given_words : "(taken)");
}

static void others(struct arena *a)
{
        static const char word[] = "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" "
                                   "Target=\"word/document.xml\"/></Relationships>";
        static const char binary[] = "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" "
                                     "Target=\"xl/workbook.bin\"/></Relationships>";
        refused(a, &(struct zipped_part){ "_rels/.rels", word, 0, 0 }, NULL, "Word document");
        refused(a, &(struct zipped_part){ "_rels/.rels", binary, 0, 0 }, NULL, ".xlsb");
        refused(a, &(struct zipped_part){ "notes.txt", "hello", 0, 0 }, NULL, "ZIP archive");
        refused(a, &(struct zipped_part){ "xl/workbook.xml", book1, 0, 0 }, "secret", "password");
        refused(a,
                &(struct zipped_part){ "xl/workbook.xml",
                                       "<!DOCTYPE a [<!ENTITY b \"c\">]><workbook>&b;</workbook>", 0, 0 },
                NULL, "document type");
        refused(a, &(struct zipped_part){ "xl/workbook.xml", "<workbook><sheets>", 0, 0 }, NULL,
                "damaged (no element found");
        struct buf deep = BUF_EMPTY;
        for (int i = 0; i < 100; i++)
                buf_text(&deep, "<a>");
        refused(a, &(struct zipped_part){ "xl/workbook.xml", deep.bytes, 0, 0 }, NULL, "nested deeper");
        buf_free(&deep);
        buf_text(&deep, "<workbook");
        for (int i = 0; i < 100; i++)
                buf_printf(&deep, " a%d=\"1\"", i);
        buf_text(&deep, "/>");
        refused(a, &(struct zipped_part){ "xl/workbook.xml", deep.bytes, 0, 0 }, NULL, "nested deeper");
        buf_free(&deep);
        size_t bomb = 8 << 20;
        char *noughts = calloc(1, bomb);
        memset(noughts, ' ', bomb);
        refused(a, &(struct zipped_part){ "xl/workbook.xml", noughts, bomb, 0 }, NULL,
                "unpacks to more than 200 times");
        free(noughts);
}

int main(void)
{
        struct arena *a = arena_new();
        cells(a);
        sheets(a);
        strict(a);
        others(a);
        arena_free(a);
        return done_testing();
}
