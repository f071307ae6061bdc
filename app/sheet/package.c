#include "sheet/package.h"

#include <glib.h>
#include <stdint.h>
#include <zip.h>

/* Real workbooks of 100,000 rows unpack to some 80 MiB; what unpacks to more of itself than RATIO beyond FREE
 * is a bomb. */
enum { PARTS_MAX = 1000, PART_MAX = 128 << 20, TOTAL_MAX = 192 << 20, RATIO = 200, FREE = 1 << 20 };

struct package {
        zip_t *zip;
        struct sink *sink;
        size_t unpacked;
};

struct part {
        struct package *package;
        zip_file_t *file;
        uint64_t packed, unpacked;
};

static enum outcome damaged(struct sink *s)
{
        return sink_refuse(
            s,
            "The file is damaged or was cut short on its way. Open it in Excel or LibreOffice, save it again "
            "and send that.");
}

static enum outcome check_part(struct package *p, uint64_t i)
{
        zip_stat_t st;
        const zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
        if (zip_stat_index(p->zip, i, ZIP_FL_ENC_RAW, &st) != 0 || (st.valid & wanted) != wanted)
                return damaged(p->sink);
        if (st.encryption_method != ZIP_EM_NONE)
                return sink_refuse(p->sink,
                                   "The file is protected by a password. Save it without one and send that.");
        if (st.comp_method != ZIP_CM_STORE && st.comp_method != ZIP_CM_DEFLATE)
                return sink_refuse(
                    p->sink,
                    "The file is packed in a way that spreadsheets are not. Save it again as .xlsx.");
        if (zip_name_locate(p->zip, st.name, ZIP_FL_ENC_RAW) != (zip_int64_t)i)
                return sink_refuse(
                    p->sink,
                    "The file has two parts of one name, as no spreadsheet has. Save it again as .xlsx.");
        return DONE;
}

static enum outcome check_parts(struct package *p)
{
        zip_int64_t count = zip_get_num_entries(p->zip, 0);
        if (count > PARTS_MAX)
                return sink_refuse(
                    p->sink,
                    "The file has %ld parts; a spreadsheet has fewer than %d. Save the sheets that are "
                    "needed in a file of their own.",
                    (long)count, PARTS_MAX);
        enum outcome result = count > 0 ? DONE : damaged(p->sink);
        for (zip_int64_t i = 0; i < count && result == DONE; i++)
                result = check_part(p, (uint64_t)i);
        return result;
}

enum outcome package_open(const unsigned char *bytes, size_t len, struct sink *s, struct package **out)
{
        struct package *p = *out = g_new0(struct package, 1);
        p->sink = s;
        zip_source_t *source = zip_source_buffer_create(bytes, len, 0, NULL);
        p->zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
        if (source && !p->zip)
                zip_source_free(source);
        return p->zip ? check_parts(p) : damaged(s);
}

void package_close(struct package *p)
{
        if (p && p->zip)
                zip_discard(p->zip);
        g_free(p);
}

bool package_has(struct package *p, const char *name)
{
        return zip_name_locate(p->zip, name, ZIP_FL_NOCASE) >= 0;
}

size_t package_count(const struct package *p)
{
        return (size_t)zip_get_num_entries(p->zip, 0);
}

const char *package_name(struct package *p, size_t i)
{
        return zip_get_name(p->zip, i, ZIP_FL_ENC_GUESS);
}

enum outcome part_open(struct package *p, const char *name, struct part **out)
{
        zip_stat_t st;
        zip_int64_t i = zip_name_locate(p->zip, name, ZIP_FL_ENC_GUESS);
        if (i < 0)
                i = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
        if (i < 0)
                return ABSENT;
        zip_file_t *file =
            zip_stat_index(p->zip, (zip_uint64_t)i, 0, &st) == 0 && st.valid & ZIP_STAT_COMP_SIZE
                ? zip_fopen_index(p->zip, (zip_uint64_t)i, 0)
                : NULL;
        if (!file)
                return damaged(p->sink);
        *out = g_new0(struct part, 1);
        **out = (struct part){ p, file, st.comp_size, 0 };
        return DONE;
}

enum outcome part_read(struct part *part, char *room, size_t size, size_t *len)
{
        zip_int64_t n = zip_fread(part->file, room, size);
        if (n < 0)
                return damaged(part->package->sink);
        *len = (size_t)n;
        part->unpacked += *len;
        part->package->unpacked += *len;
        if (part->unpacked > FREE && part->unpacked - FREE > part->packed * RATIO)
                return sink_refuse(part->package->sink,
                                   "The file unpacks to more than %d times its size, as no list of people "
                                   "does. Delete empty rows and columns and save it again.",
                                   RATIO);
        if (part->unpacked > PART_MAX || part->package->unpacked > TOTAL_MAX)
                return sink_refuse(part->package->sink,
                                   "The file is too large to be read once it is unpacked. Save the sheet "
                                   "that is needed in a file of its own, without empty rows and columns.");
        return DONE;
}

void part_close(struct part *part)
{
        zip_fclose(part->file);
        g_free(part);
}
