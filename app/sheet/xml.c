#include "sheet/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { PIECE = 64 * 1024, DEPTH_MAX = 64, ATTRIBUTES_MAX = 64 };

/* Set by xml_prepare, else 0: then expat draws one for each document, which a locked-down process may not. */
static unsigned long salt;

void xml_prepare(void)
{
        while (salt == 0)
                if (getrandom(&salt, sizeof salt, 0) < 0)
                        abort();
}

struct reading {
        XML_Parser parser;
        struct sink *sink;
        const struct xml_calls *calls;
        void *with;
        unsigned depth;
        enum outcome result;
};

const char *xml_local(const char *name)
{
        const char *colon = strchr(name, ':');
        return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *local)
{
        for (; *attributes; attributes += 2)
                if (strcmp(xml_local(*attributes), local) == 0)
                        return attributes[1];
        return NULL;
}

static const char *again(const struct reading *r, const char *of_spreadsheet)
{
        return r->calls->again ? r->calls->again : of_spreadsheet;
}

static void stop_unless_done(struct reading *r, enum outcome o)
{
        if (o == DONE || r->result != DONE)
                return;
        r->result = o;
        XML_StopParser(r->parser, XML_FALSE);
}

static void XMLCALL on_open(void *with, const char *name, const char **attributes)
{
        struct reading *r = with;
        if (++r->depth > DEPTH_MAX || XML_GetSpecifiedAttributeCount(r->parser) > 2 * ATTRIBUTES_MAX)
                stop_unless_done(
                    r,
                    sink_refuse(r->sink, "The file is nested deeper than any spreadsheet. %s",
                                again(r, "Save it again as .xlsx and send that.")));
        else if (r->result == DONE)
                stop_unless_done(r, r->calls->open(r->with, xml_local(name), attributes));
}

static void XMLCALL on_close(void *with, const char *name)
{
        struct reading *r = with;
        r->depth--;
        if (r->result == DONE)
                stop_unless_done(r, r->calls->close(r->with, xml_local(name)));
}

static void XMLCALL on_text(void *with, const char *text, int len)
{
        struct reading *r = with;
        if (r->result == DONE)
                stop_unless_done(r, r->calls->text(r->with, text, (size_t)len));
}

static void XMLCALL on_doctype(void *with, const char *name, const char *system, const char *public,
                               int internal)
{
        struct reading *r = with;
        (void)name, (void)system, (void)public, (void)internal;
        stop_unless_done(
            r, sink_refuse(r->sink,
                           "The file declares a document type, as spreadsheets never do and harmful "
                           "files may. %s",
                           again(r, "Open it in Excel, save it again and send that.")));
}

static void start(struct reading *r, const char *encoding)
{
        r->parser = XML_ParserCreate(encoding);
        if (!r->parser)
                abort();
        XML_SetHashSalt(r->parser, salt);
        XML_SetUserData(r->parser, r);
        XML_SetElementHandler(r->parser, on_open, on_close);
        if (r->calls->text)
                XML_SetCharacterDataHandler(r->parser, on_text);
        XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
}

static enum outcome finish(struct reading *r, enum XML_Status status)
{
        if (r->result == DONE && status != XML_STATUS_OK)
                r->result = sink_refuse(
                    r->sink,
                    "The file is damaged (%s, line %lu of one of its parts). %s",
                    XML_ErrorString(XML_GetErrorCode(r->parser)), XML_GetCurrentLineNumber(r->parser),
                    again(r, "Open it in Excel or LibreOffice, save it again and send that."));
        XML_ParserFree(r->parser);
        return r->result;
}

enum outcome xml_read_part(struct package *p, const char *name, struct sink *s, const struct xml_calls *calls,
                           void *with)
{
        struct part *part;
        enum outcome result = part_open(p, name, &part);
        if (result != DONE)
                return result;
        struct reading r = { .sink = s, .calls = calls, .with = with };
        start(&r, NULL);
        size_t len = 1;
        enum XML_Status status = XML_STATUS_OK;
        while (len && r.result == DONE && status == XML_STATUS_OK) {
                void *room = XML_GetBuffer(r.parser, PIECE);
                if (!room)
                        abort();
                r.result = part_read(part, room, PIECE, &len);
                if (r.result == DONE)
                        status = XML_ParseBuffer(r.parser, (int)len, len == 0);
        }
        part_close(part);
        return finish(&r, status);
}

enum outcome xml_read_bytes(const char *bytes, size_t len, struct sink *s, const struct xml_calls *calls,
                            void *with)
{
        struct reading r = { .sink = s, .calls = calls, .with = with };
        start(&r, "UTF-8");
        return finish(&r, XML_Parse(r.parser, bytes, (int)len, 1));
}
