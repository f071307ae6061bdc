#include "sheet/detect.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "sheet/csv.h"
#include "sheet/csv_zip.h"
#include "sheet/ctf.h"
#include "sheet/html.h"
#include "sheet/ods.h"
#include "sheet/package.h"
#include "sheet/plain.h"
#include "sheet/xls.h"
#include "sheet/xlsx.h"
#include "sheet/xml2003.h"

/* What people send by mistake, by its first bytes, in their words. */
static const struct foreign {
        const char *start;
        const char *words;
} foreign[] = {
        { "%PDF", "This is a PDF document, which keeps no rows and columns. Send the spreadsheet that it was "
                  "made from." },
        { "{\\rtf", "This is a word processor's document. Put the list into a spreadsheet and send that." },
        { "\x89PNG", "This is a picture. Send the spreadsheet itself." },
        { "\xFF\xD8\xFF", "This is a picture. Send the spreadsheet itself." },
        { "GIF8", "This is a picture. Send the spreadsheet itself." },
        { "Rar!", "This is a RAR archive. Send the spreadsheets in it one by one." },
        { "7z\xBC\xAF", "This is a 7-Zip archive. Send the spreadsheets in it one by one." },
        { "\x1F\x8B", "This is a compressed archive. Send the spreadsheets in it one by one." },
};

static bool starts(const unsigned char *bytes, size_t len, const char *start)
{
        return len >= strlen(start) && memcmp(bytes, start, strlen(start)) == 0;
}

static bool has_any(const char *head, const char *const *tags)
{
        for (; *tags; tags++)
                if (strcasestr(head, *tags))
                        return true;
        return false;
}

static bool is_markup(const char *text)
{
        return text[strspn(text, " \t\r\n")] == '<';
}

/* The first lines tell web pages from the kinds of spreadsheet that are one XML document, and both from a
 * list whose first cell happens to start with "<". */
static enum outcome read_markup(const struct plain *p, struct sink *s)
{
        static const char *const page[] = { "<html", "<table", "<tr",       "<body",
                                            "<head", "<meta",  "<!doctype", NULL };
        char head[2048];
        g_strlcpy(head, p->text, sizeof head);
        bool xml = strstr(head, "<?xml") != NULL;
        if (xml && strstr(head, "urn:schemas-microsoft-com:office:spreadsheet"))
                return xml2003_read(p->text, p->len, s);
        if (strstr(head, "<office:document"))
                return ods_read_flat(p->text, p->len, s);
        if (ctf_is(head))
                return ctf_read(p->text, p->len, s);
        if (has_any(head, page))
                return html_read(p->text, p->len, s);
        if (xml)
                return sink_refuse(
                    s,
                    "This is an XML document, not a spreadsheet. Save the list as an Excel workbook (.xlsx) "
                    "or a CSV file and send that.");
        return csv_read(p->text, p->len, s);
}

static enum outcome read_text(const unsigned char *bytes, size_t len, struct sink *s)
{
        struct plain p;
        if (!plain_open(&p, bytes, len))
                return sink_refuse(
                    s, "This is not a spreadsheet. Send an Excel workbook (.xlsx or .xls), an OpenDocument "
                       "spreadsheet (.ods) or a CSV file.");
        if (p.guessed)
                sink_note(s, "The file does not say how its letters are coded; it was read as Windows text. "
                             "Check names with "
                             "accents.");
        enum outcome result = is_markup(p.text) ? read_markup(&p, s) : csv_read(p.text, p.len, s);
        plain_free(&p);
        return result;
}

static enum outcome read_package(const unsigned char *bytes, size_t len, struct sink *s)
{
        struct package *p;
        enum outcome result = package_open(bytes, len, s, &p);
        if (result == DONE)
                result = xlsx_read(p, s);
        if (result == ABSENT)
                result = ods_read(p, s);
        if (result == ABSENT)
                result = csv_zip_read(p, s);
        if (result == ABSENT)
                result = sink_refuse(s, "This is a ZIP archive, not a spreadsheet. Unpack it and send the "
                                        "spreadsheets in it one by "
                                        "one.");
        package_close(p);
        return result;
}

static const char *foreign_words(const unsigned char *bytes, size_t len)
{
        for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
                if (starts(bytes, len, foreign[i].start))
                        return foreign[i].words;
        return NULL;
}

static bool is_package(const unsigned char *bytes, size_t len)
{
        return starts(bytes, len, "PK\3\4") || starts(bytes, len, "PK\5\6");
}

bool detect_csv(const unsigned char *bytes, size_t len)
{
        const char *text = (const char *)bytes + plain_mark(bytes, len);
        return !foreign_words(bytes, len) && !xls_is(bytes, len) && !is_package(bytes, len) &&
               plain_starts(bytes, len) && text[strspn(text, " \t\r\n")] && !is_markup(text);
}

enum outcome detect_read(const unsigned char *bytes, size_t len, struct sink *s)
{
        if (len == 0)
                return sink_refuse(
                    s,
                    "The file is empty: it has no bytes at all. Save the spreadsheet again and send that.");
        if (foreign_words(bytes, len))
                return sink_refuse(s, "%s", foreign_words(bytes, len));
        if (xls_is(bytes, len))
                return xls_read(bytes, len, s);
        if (is_package(bytes, len))
                return read_package(bytes, len, s);
        return read_text(bytes, len, s);
}
