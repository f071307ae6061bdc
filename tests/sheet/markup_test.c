/* OpenDocument, XML Spreadsheet 2003 and web pages. */
#include "../tap.h"
#include "given.h"
#include "zipped.h"

#define ODS_HEAD                                                                                             \
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" "  \
        "xmlns:calcext=\"c\">"                                                                               \
        "<office:automatic-styles><style:style style:name=\"ta1\"><style:table-properties "                  \
        "table:display=\"true\"/></style:style>"                                                             \
        "<style:style style:name=\"ta2\"><style:table-properties "                                           \
        "table:display=\"false\"/></style:style></office:automatic-styles>"                                  \
        "<office:body><office:spreadsheet>"
#define ODS_TAIL   "</office:spreadsheet></office:body></office:document-content>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define P(text)    "<text:p>" text "</text:p>"

static void ods(struct arena *a)
{
        static const struct {
                const char *rows, *want;
        } t[] = {
                { ROW("<table:table-cell office:value-type=\"string\">" P(
                      "Smith") "</table:table-cell><table:table-cell office:value-type=\"float\" "
                               "office:value=\"7\">" P("7.00") "</table:table-cell>"),
                  "Smith|7" },
                { ROW("<table:table-cell office:value-type=\"date\" office:date-value=\"2012-08-31\">" P(
                      "31/08/12") "</table:table-cell>"
                                  "<table:table-cell office:value-type=\"time\" "
                                  "office:time-value=\"PT09H30M00.250S\">" P(
                                      "09:30") "</table:table-cell>"
                                               "<table:table-cell office:value-type=\"boolean\" "
                                               "office:boolean-value=\"true\">" P(
                                                   "WAHR") "</table:table-cell>"
                                                           "<table:table-cell "
                                                           "office:value-type=\"percentage\" "
                                                           "office:value=\"0.5\">" P(
                                                               "50%") "</table:table-cell>"
                                                                      "<table:table-cell "
                                                                      "office:value-type=\"string\" "
                                                                      "calcext:value-type=\"error\">" P(
                                                                          "#N/A") "</table:table-cell>"
                                                                                  "<table:table-cell "
                                                                                  "office:value-type="
                                                                                  "\"time\" "
                                                                                  "office:time-value="
                                                                                  "\"PT36H30M00S\">" P(
                                                                                      "36:30") "</"
                                                                                               "table:table-"
                                                                                               "cell>"),
                  "2012-08-31|09:30:00|TRUE|0.5|#N/A|36:30" },
                { ROW("<table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" "
                      "office:value=\"1\"/><table:table-cell "
                      "table:number-columns-repeated=\"16000\"/>") "<table:table-row "
                                                                   "table:number-rows-repeated=\"2\"><table:"
                                                                   "table-cell "
                                                                   "office:value-type=\"float\" "
                                                                   "office:value=\"2\"/></"
                                                                   "table:table-row><table:table-row "
                                                                   "table:number-rows-repeated=\"1048500\">"
                                                                   "<table:table-cell "
                                                                   "table:number-columns-repeated=\"16384\"/"
                                                                   "></table:table-row>",
                  "1|1\n2\n2" },
                { ROW("<table:table-cell>" P("a<text:s text:c=\"3\"/>b<text:tab/>c<text:span>d</text:span>")
                          P("e") "<office:annotation>" P(
                              "note") "</office:annotation></table:table-cell><table:covered-table-cell/"
                                      "><table:table-cell>" P("x") "</table:table-cell>"),
                  "a   b\tcd\ne||x" },
                { "<table:table-header-rows>" ROW("<table:table-cell>" P(
                      "h") "</table:table-cell>") "</table:table-header-rows>"
                                                  "<table:table-row-group>" ROW("<table:table-cell>" P(
                                                      "g") "</table:table-cell>") "</table:table-row-group>",
                  "h\ng" },
                { "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell "
                  "table:number-columns-repeated=\"1000\" "
                  "office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
                  "The file is too large: it has more than 4000000 cells with something in them. Save the "
                  "sheet that is needed in a "
                  "file of its own." },
                { "", "The file has no data in it: every cell of every sheet is empty." },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                size_t len;
                struct zipped_part part = { "content.xml",
                                            arena_printf(a,
                                                         ODS_HEAD
                                                         "<table:table table:name=\"One\" "
                                                         "table:style-name=\"ta1\">%s</table:table>" ODS_TAIL,
                                                         t[i].rows),
                                            0, 0 };
                char *bytes = zipped(a, &part, 1, NULL, &len);
                struct book b = given(a, bytes, len);
                is_text(given_text(a, &b, 0), t[i].want, "cells of OpenDocument");
        }
        static const char flat[] =
            "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"o\"><office:body><office:spreadsheet>"
            "<table:table table:name=\"A\">" ROW("<table:table-cell>" P(
                "a") "</table:table-cell>") "</table:table>"
                                            "<table:table table:name=\"B\">" ROW("<table:table-cell>" P(
                                                "b") "</table:table-cell>") "</table:table>"
                                                                            "</office:spreadsheet></"
                                                                            "office:body></office:document>";
        struct book b = given(a, flat, sizeof flat - 1);
        is_text(given_text(a, &b, 1), "b", "a flat document's second sheet");
        size_t len;
        struct zipped_part locked[] = { { "META-INF/manifest.xml",
                                          "<m><file-entry><encryption-data/></file-entry></m>", 0, 0 },
                                        { "content.xml", "\x12\x34\x56", 0, 0 } };
        char *bytes = zipped(a, locked, 2, NULL, &len);
        b = given(a, bytes, len);
        ok(b.sheet_count == 0 && strstr(given_words, "password"), "a protected document");
        struct zipped_part text = { "content.xml",
                                    "<office:document-content><office:body><office:text/></office:body></"
                                    "office:document-content>",
                                    0, 0 };
        bytes = zipped(a, &text, 1, NULL, &len);
        b = given(a, bytes, len);
        ok(b.sheet_count == 0 && strstr(given_words, "not a spreadsheet"), "a text document");
        struct zipped_part hidden = { "content.xml",
                                      ODS_HEAD "<table:table table:name=\"S\" table:style-name=\"ta2\">" ROW(
                                          "<table:table-cell>" P(
                                              "b") "</table:table-cell>") "</table:table>" ODS_TAIL,
                                      0, 0 };
        bytes = zipped(a, &hidden, 1, NULL, &len);
        b = given(a, bytes, len);
        ok(b.sheet_count == 1 && b.sheets[0].hidden, "a hidden sheet");
}

static void pages(struct arena *a)
{
        static const struct {
                const char *page, *kind, *want;
        } t[] = {
                { "<table><tr><th>Name</th><th>Age</th></tr><tr><td>Zo&euml;</td><td> 7 </td></tr></table>",
                  "html", "Name|Age\nZo\xC3\xAB|7" },
                { "<html><head><title>x</title><style>td { "
                  "}</style></head><body><p>Roll</p><table><tr><td>a<td>b<tr><td>c</table></body>",
                  "html", "a|b\nc" },
                { "<!DOCTYPE html>\n<TABLE><TR><TD colspan=2>a</TD><TD>b</TD></TR><TR><TD "
                  "rowspan=\"2\">c</TD><TD>d</TD></TR><TR><TD>e</TD></TR></TABLE>",
                  "html", "a||b\nc|d\n|e" },
                { "\xEF\xBB\xBF<html><meta charset=iso-8859-1><table><tr><td>Zo\xC3\xAB</td><td>two<br>lines "
                  "\n here</td></tr></table>",
                  "html", "Zo\xC3\xAB|two\nlines here" },
                { "<table><tr><td>&nbsp;</td><td>1</td></tr></table><table><tr><td>2</td></tr></table>",
                  "html", "|1\n2" },
                { "<table><tr><td>Zo\xEB</td></tr></table>", "html", "Zo\xC3\xAB" },
                { "<html><body><p>Please sign in</p></body></html>", "",
                  "This is a web page without a table in it. Save the list as an Excel "
                  "workbook (.xlsx) or a CSV file and send that." },
                { "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook "
                  "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
                  "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet "
                  "ss:Name=\"A\"><Table><Row ss:Index=\"2\"><Cell><Data ss:Type=\"String\">"
                  "Ann &amp; Bob</Data></Cell><Cell ss:Index=\"3\"><Data "
                  "ss:Type=\"Number\">7.50</Data></Cell><Cell><Data ss:Type=\"DateTime\">"
                  "2012-08-31T00:00:00.000</Data></Cell></Row><Row><Cell ss:MergeAcross=\"1\"><Data "
                  "ss:Type=\"Boolean\">1</Data></Cell><Cell>"
                  "<Data ss:Type=\"Error\">#N/A</Data></Cell></Row></Table></Worksheet></Workbook>",
                  "xml", "\nAnn & Bob||7.5|2012-08-31\nTRUE||#N/A" },
                { "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Workbook "
                  "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table><Row><Cell><Data>"
                  "Zo\xEB</Data>"
                  "<Comment><Data>a remark</Data></Comment></Cell></Row></Table></Worksheet></Workbook>",
                  "xml", "Zo\xC3\xAB" },
                { "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"
                  "<Row><Cell><Data>x</Data></Cell></Row></Workbook>",
                  "",
                  "The file is damaged: it has cells outside any sheet. Open it in Excel, save it again and "
                  "send that." },
                { "<name>,<dob>\nAnn,1\n", "csv", "<name>|<dob>\nAnn|1" },
                { "<?xml version=\"1.0\"?><children/>", "",
                  "This is an XML document, not a spreadsheet. Save the list as an Excel workbook (.xlsx) or "
                  "a CSV file and "
                  "send that." },
                { "<CTfile><Header><CTFversion>25.0</CTFversion></Header></CTfile>", "ctf", "CTFversion|25.0" },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct book b = given(a, t[i].page, strlen(t[i].page));
                is_text(given_text(a, &b, 0), t[i].want, "cells of markup");
                is_text(b.kind, t[i].kind, "kind");
        }
}

static void repeat(struct buf *to, const char *text, int times)
{
        while (times--)
                buf_text(to, text);
}

/* Each of these once took the reader seconds or all of its memory. */
static void bombs(struct arena *a)
{
        static const struct {
                const char *before, *often, *after, *want;
                int times;
        } t[] = {
                { "<table><tr><td>", "<b>", "</i>", "without a table", 100000 },
                { "<table><tr><td", " a=1", "><p></table>", "without a table", 300000 },
                { "<table><tr><td>", "<a b='", "", "without a table", 300000 },
                { "<table><tr><td>", "<style>", "", "without a table", 300000 },
                { "<office:document><table:table><table:table-row><table:table-cell><text:p>",
                  "<text:s text:c=\"32000\"/>",
                  "</text:p></table:table-cell></table:table-row></table:table></office:document>",
                  "more text than any list has", 20000 },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct buf page = BUF_EMPTY;
                buf_text(&page, t[i].before);
                repeat(&page, t[i].often, t[i].times);
                buf_text(&page, t[i].after);
                given(a, page.bytes, page.len);
                ok(given_words && strstr(given_words, t[i].want), "a bomb of %s", t[i].often);
                buf_free(&page);
        }
}

int main(void)
{
        struct arena *a = arena_new();
        ods(a);
        pages(a);
        bombs(a);
        arena_free(a);
        return done_testing();
}
