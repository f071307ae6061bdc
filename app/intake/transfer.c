#include "intake/transfer.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The value beside a name; "" when there is none. */
static const char *item(const struct sheet *header, const char *name)
{
        for (size_t i = 0; i + 1 < header->cell_count; i++) {
                const struct cell *c = &header->cells[i];
                if (c->column == 0 && strcmp(c->text, name) == 0 && c[1].row == c->row)
                        return c[1].text;
        }
        return "";
}

static const char *school(struct arena *a, const char *lea, const char *estab)
{
        return text_digits(lea) && strlen(lea) == 3 && text_digits(estab) && strlen(estab) == 4
                   ? arena_printf(a, "%s%s", lea, estab)
                   : "";
}

bool transfer_read(struct arena *a, const struct book *book, struct transfer *out)
{
        *out = (struct transfer){ "", "", "", "", "", "", "", false };
        if (strcmp(book->kind, TRANSFER_KIND) != 0)
                return false;
        const struct sheet *h = book->sheet_count ? &book->sheets[0] : NULL;
        if (h)
                *out = (struct transfer){
                        .version = item(h, "CTFversion"),
                        .source = school(a, item(h, "SourceLEA"), item(h, "SourceEstab")),
                        .dest = school(a, item(h, "DestLEA"), item(h, "DestEstab")),
                        .source_urn = item(h, "SourceURN"),
                        .source_name = item(h, "SourceSchoolName"),
                        .academic = item(h, "AcademicYear"),
                        .made = item(h, "DateTime"),
                        .full = strcasecmp(item(h, "DocumentQualifier"), "full") == 0,
                };
        return true;
}

const char *transfer_version_note(struct arena *a, const struct transfer *t, int academic)
{
        int version = atoi(t->version), now = academic % 100;
        if (!*t->version)
                return "The transfer file does not say which version it is of; what was understood was read.";
        if (version == now || version == now - 1)
                return "";
        return arena_printf(a,
                            "The transfer file is of version %s, which is %s than those in use (%d.0 and "
                            "%d.0); what was understood was read.",
                            t->version, version < now ? "older" : "newer", now - 1, now);
}
