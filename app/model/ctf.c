#include "model/ctf.h"

#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "model/code.h"
#include "model/uln.h"
#include "model/upn.h"
#include "model/year.h"

/* How the DfE writes a school that is not known. */
static const char unknown[] = { 'X', 'X', 'X', 'X', 'X', 'X', 'X', '\0' };

const char *ctf_file_name(struct arena *a, const struct ctf_file *f)
{
        return arena_printf(a, "%s_CTF_%s_%03u.xml", f->source->laestab, *f->dest ? f->dest : unknown,
                            f->counter);
}

/* ---- elements ---- */

/* Characters that XML cannot hold are left out; others that are not plain become what stands for them. */
static void put_text(struct buf *out, const char *text)
{
        for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
                bool none = (*p < ' ' && *p != '\t' && *p != '\n') || *p == 0x7f;
                if (*p == 0xEF && p[1] == 0xBF && (p[2] == 0xBE || p[2] == 0xBF))
                        p += 2; /* U+FFFE and U+FFFF */
                else if (*p == '<')
                        buf_text(out, "&lt;");
                else if (*p == '>')
                        buf_text(out, "&gt;");
                else if (*p == '&')
                        buf_text(out, "&amp;");
                else if (!none)
                        buf_char(out, (char)*p);
        }
}

static void open_tag(struct buf *out, const char *name)
{
        buf_char(out, '<');
        buf_text(out, name);
        buf_char(out, '>');
}

static void close_tag(struct buf *out, const char *name)
{
        buf_text(out, "</");
        buf_text(out, name);
        buf_text(out, ">\n");
}

/* Nothing at all for "". */
static void element(struct buf *out, const char *name, const char *value)
{
        if (!*value)
                return;
        open_tag(out, name);
        put_text(out, value);
        close_tag(out, name);
}

/* A wrapping element; it is left out when nothing comes into it. */
struct wrap {
        struct buf *out;
        const char *name;
        size_t before, start;
};

static struct wrap begin(struct buf *out, const char *name)
{
        struct wrap w = { out, name, out->len, 0 };
        open_tag(out, name);
        buf_char(out, '\n');
        w.start = out->len;
        return w;
}

static void end(const struct wrap *w)
{
        if (w->out->len > w->start)
                close_tag(w->out, w->name);
        else
                w->out->bytes[w->out->len = w->before] = '\0';
}

/* ---- values ---- */

/* The value if it is one that the file may have, else "". */
static const char *valid(const struct record *r, enum field f)
{
        const struct field_info *info = &field_table[f];
        const char *v = r->value[f];
        bool good = true;
        switch (info->kind) {
        case KIND_UPN: good = upn_valid(v); break;
        case KIND_ULN: good = uln_valid(v); break;
        case KIND_DATE: good = date_known(date_from_iso(v)); break;
        case KIND_YEAR: good = year_order(v) != YEAR_NONE; break;
        case KIND_CODE: good = code_possible(info->codes, v); break;
        case KIND_TEXT:
        case KIND_NAME:
        case KIND_POSTCODE: break;
        }
        return good ? v : "";
}

/* By the name that the file has for it. */
static void field(struct buf *out, const struct record *r, enum field f)
{
        element(out, field_table[f].ctf, valid(r, f));
}

static void put_languages(struct buf *out, const struct record *r)
{
        if (!*valid(r, FIELD_LANGUAGE))
                return;
        struct wrap all = begin(out, "Languages"), one = begin(out, "Type");
        element(out, "LanguageType", "F");
        field(out, r, FIELD_LANGUAGE);
        end(&one);
        end(&all);
}

static void put_details(struct buf *out, const struct record *r)
{
        static const enum field names[] = {
                FIELD_FORMER_UPN,     FIELD_PREFERRED_SURNAME, FIELD_PREFERRED_FORENAME,
                FIELD_FORMER_SURNAME, FIELD_FORMER_FORENAME,   FIELD_MIDDLE_NAMES,
                FIELD_NC_YEAR,        FIELD_ETHNICITY,         FIELD_ENROLMENT
        };
        struct wrap w = begin(out, "BasicDetails");
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                field(out, r, names[i]);
        put_languages(out, r);
        end(&w);
}

static void put_care(struct buf *out, const struct record *r)
{
        const char *care = valid(r, FIELD_LOOKED_AFTER);
        struct wrap w = begin(out, "LookedAfter");
        element(out, "InCare", *care == 'Y' ? "true" : *care == 'N' ? "false" : "");
        end(&w);
}

static void put_need(struct buf *out, const char *rank, const char *type)
{
        if (!*type)
                return;
        struct wrap w = begin(out, "SENneed");
        element(out, "SENtypeRank", rank);
        element(out, "SENtype", type);
        end(&w);
}

static void put_needs(struct buf *out, const struct record *r)
{
        struct wrap w = begin(out, "SENneeds");
        put_need(out, "1", valid(r, FIELD_SEN_NEED));
        put_need(out, "2", valid(r, FIELD_SEN_NEED_2));
        end(&w);
}

/* ---- the address ---- */

/* What stands before the next comma; *text moves behind it. */
static const char *next_part(struct arena *a, const char **text)
{
        const char *comma = strstr(*text, ", ");
        const char *part = comma ? arena_bytes(a, *text, (size_t)(comma - *text)) : *text;
        *text = comma ? comma + 2 : "";
        return part;
}

static bool numbered(const char *part)
{
        return isdigit((unsigned char)*part) && strchr(part, ' ') != NULL;
}

/* "Flat 2, 14 High Street, Northside": what has a number is the street, a part before it the dwelling's own
 * name, the rest the locality. Without a number the first part names the house. */
static void put_lines(struct arena *a, struct buf *out, const char *address)
{
        const char *rest = address, *house = next_part(a, &rest), *street = "", *after = rest;
        if (!numbered(house) && numbered(next_part(a, &after))) {
                element(out, "SAON", house);
                house = next_part(a, &rest);
        }
        if (numbered(house)) {
                size_t number = strcspn(house, " ");
                street = house + number + 1;
                house = arena_bytes(a, house, number);
        } else {
                street = next_part(a, &rest);
        }
        element(out, "PAON", house);
        element(out, "Street", street);
        element(out, "Locality", rest);
}

static void put_address(struct arena *a, struct buf *out, const struct record *r)
{
        struct wrap all = begin(out, "Address"), lines = begin(out, "BS7666Address");
        put_lines(a, out, r->value[FIELD_ADDRESS]);
        field(out, r, FIELD_TOWN);
        end(&lines);
        field(out, r, FIELD_POSTCODE);
        end(&all);
}

/* ---- schools ---- */

static void put_school_number(struct arena *a, struct buf *out, const char *number)
{
        element(out, "LEA", arena_bytes(a, number, 3));
        element(out, "Estab", number + 3);
}

static void put_history(struct arena *a, struct buf *out, const struct ctf_file *f, const struct record *r)
{
        if (!*valid(r, FIELD_ENTRY_DATE))
                return;
        struct wrap all = begin(out, "SchoolHistory"), one = begin(out, "School");
        put_school_number(a, out, f->source->laestab);
        element(out, "SchoolName", f->source->name);
        field(out, r, FIELD_ENTRY_DATE);
        element(out, "LastSchool", "true");
        end(&one);
        end(&all);
}

static void put_pupil(struct arena *a, struct buf *out, const struct ctf_file *f, const struct record *r)
{
        static const enum field core[] = { FIELD_UPN,      FIELD_ULN, FIELD_SURNAME,
                                           FIELD_FORENAME, FIELD_DOB, FIELD_SEX };
        struct wrap w = begin(out, "Pupil");
        for (size_t i = 0; i < sizeof core / sizeof *core; i++)
                field(out, r, core[i]);
        put_details(out, r);
        put_care(out, r);
        put_needs(out, r);
        put_address(a, out, r);
        put_history(a, out, f, r);
        end(&w);
}

static void put_header(struct arena *a, struct buf *out, const struct ctf_file *f)
{
        struct wrap header = begin(out, "Header");
        element(out, "DocumentName", "Common Transfer File");
        element(out, "CTFversion", arena_printf(a, "%02d.0", f->academic % 100));
        element(out, "DateTime", f->moment);
        element(out, "DocumentQualifier", f->full ? "full" : "partial");
        element(out, "SupplierID", "Onroll");
        struct wrap source = begin(out, "SourceSchool");
        put_school_number(a, out, f->source->laestab);
        element(out, "URN", f->source->urn);
        element(out, "SchoolName", f->source->name);
        element(out, "AcademicYear", arena_printf(a, "%d", f->academic));
        end(&source);
        struct wrap dest = begin(out, "DestSchool");
        put_school_number(a, out, *f->dest ? f->dest : unknown);
        end(&dest);
        end(&header);
}

void ctf_write(struct arena *a, const struct ctf_file *f, const struct pupil *pupils, size_t count,
               struct buf *out)
{
        buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        open_tag(out, "CTfile");
        put_header(a, out, f);
        open_tag(out, "CTFpupilData");
        for (size_t i = 0; i < count; i++)
                put_pupil(a, out, f, &pupils[i].record);
        close_tag(out, "CTFpupilData");
        close_tag(out, "CTfile");
}
