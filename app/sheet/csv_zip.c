#include "sheet/csv_zip.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "sheet/csv.h"
#include "sheet/plain.h"

enum { PIECE = 64 * 1024, WHOLE_MAX = 32 << 20, SHEET_NAME_ROOM = 128 };

/* What a Macintosh packs beside each file is no list. */
static bool is_csv(const char *name)
{
        const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
        size_t len = strlen(base);
        bool deep = slash && memchr(name, '/', (size_t)(slash - name));
        return !deep && len > 4 && base[0] != '.' && strcasecmp(base + len - 4, ".csv") == 0 &&
               strncmp(name, "__MACOSX/", 9) != 0;
}

static enum outcome read_whole(struct package *p, const char *name, struct sink *s, struct buf *out)
{
        struct part *part;
        enum outcome result = part_open(p, name, &part);
        if (result != DONE)
                return result;
        for (size_t len = 1; len && result == DONE;) {
                result = part_read(part, buf_reserve(out, PIECE), PIECE, &len);
                out->len += result == DONE ? len : 0;
                if (out->len > WHOLE_MAX)
                        result = sink_refuse(
                            s, "%s in this archive is too large. Send a part of it at a time.", name);
        }
        buf_add(out, "", 0);
        part_close(part);
        return result;
}

static enum outcome read_text(const char *name, const struct buf *bytes, struct sink *s)
{
        const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
        char sheet[SHEET_NAME_ROOM];
        struct plain text;
        snprintf(sheet, sizeof sheet, "%.*s", (int)(strlen(base) - 4), base);
        enum outcome result;
        if (!plain_open(&text, (const unsigned char *)bytes->bytes, bytes->len))
                result = sink_refuse(s, "%s in this archive is no text, as a CSV file is.", base);
        else
                result = csv_read_sheet(text.text, text.len, sheet, s);
        if (result == DONE && text.guessed)
                sink_note(s,
                          "%s does not say how its letters are coded; it was read as Windows text. Check "
                          "names with accents.",
                          base);
        plain_free(&text);
        return result;
}

static enum outcome read_one(struct package *p, const char *name, struct sink *s)
{
        struct buf bytes = BUF_EMPTY;
        enum outcome result = read_whole(p, name, s, &bytes);
        if (result == DONE)
                result = read_text(name, &bytes, s);
        buf_free(&bytes);
        return result;
}

enum outcome csv_zip_read(struct package *p, struct sink *s)
{
        size_t lists = 0, others = 0;
        for (size_t i = 0; i < package_count(p); i++) {
                const char *name = package_name(p, i);
                lists += name && is_csv(name);
                others += !name || (!is_csv(name) && name[strlen(name) - (*name != '\0')] != '/');
        }
        if (lists == 0)
                return ABSENT;
        sink_kind(s, "zip");
        if (others)
                sink_note(s, "%zu file%s of this archive %s no CSV file and %s left out.", others,
                          others == 1 ? "" : "s", others == 1 ? "is" : "are", others == 1 ? "was" : "were");
        enum outcome result = DONE;
        for (size_t i = 0; i < package_count(p) && result == DONE; i++) {
                const char *name = package_name(p, i);
                if (name && is_csv(name))
                        result = read_one(p, name, s);
        }
        return result;
}
