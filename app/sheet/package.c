#include "sheet/package.h"

#include <glib.h>
#include <minizip/unzip.h>
#include <stdint.h>
#include <string.h>

/* Real workbooks of 100,000 rows unpack to some 80 MiB; what unpacks to more of itself than RATIO beyond FREE
 * is a bomb. */
enum { PARTS_MAX = 1000, PART_MAX = 128 << 20, TOTAL_MAX = 192 << 20, RATIO = 200, FREE = 1 << 20 };

/* Of the ZIP format: a part's flags and methods. */
enum { ENCRYPTED = 1, IN_UTF8 = 0x800, STORED = 0, DEFLATED = 8 };

struct part {
        struct package *package;
        char *name; /* as it stands there; others than UTF-8 nobody asks for */
        unz64_file_pos place;
        uint64_t packed, size, unpacked;
};

struct package {
        const unsigned char *bytes;
        size_t len, at;
        bool lacking; /* more was asked for than there is */
        unzFile zip;
        struct sink *sink;
        struct part *parts;
        size_t count, unpacked;
};

static enum outcome damaged(struct sink *s)
{
        return sink_refuse(
            s,
            "The file is damaged or was cut short on its way. Open it in Excel or LibreOffice, save it again "
            "and send that.");
}

/* The file as minizip asks for it: from memory. */

static voidpf open_bytes(voidpf package, const void *name, int mode)
{
        (void)name;
        return mode & ZLIB_FILEFUNC_MODE_WRITE ? NULL : package;
}

static uLong read_bytes(voidpf package, voidpf stream, void *room, uLong size)
{
        struct package *p = package;
        size_t left = p->len - p->at, n = size < left ? size : left;
        (void)stream;
        memcpy(room, p->bytes + p->at, n);
        p->at += n;
        p->lacking = n < size;
        return n;
}

static ZPOS64_T tell_bytes(voidpf package, voidpf stream)
{
        (void)stream;
        return ((struct package *)package)->at;
}

static long seek_bytes(voidpf package, voidpf stream, ZPOS64_T offset, int origin)
{
        struct package *p = package;
        size_t to = offset; /* a way back comes as a number that wraps */
        if (origin != ZLIB_FILEFUNC_SEEK_SET)
                to += origin == ZLIB_FILEFUNC_SEEK_CUR ? p->at : p->len;
        (void)stream;
        if (to > p->len)
                return -1;
        p->at = to;
        return 0;
}

static int is_lacking(voidpf package, voidpf stream)
{
        (void)stream;
        return ((struct package *)package)->lacking;
}

static int close_bytes(voidpf package, voidpf stream)
{
        (void)package, (void)stream;
        return 0;
}

static unzFile open_zip(struct package *p)
{
        zlib_filefunc64_def calls = { open_bytes, read_bytes,  NULL,       tell_bytes,
                                      seek_bytes, close_bytes, is_lacking, p };
        return unzOpen2_64(NULL, &calls);
}

static enum outcome take_part(struct package *p, struct part *part, unz_file_info64 *info)
{
        if (unzGetCurrentFileInfo64(p->zip, info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK ||
            unzGetFilePos64(p->zip, &part->place) != UNZ_OK)
                return damaged(p->sink);
        part->package = p;
        part->name = g_malloc0(info->size_filename + 1);
        part->packed = info->compressed_size;
        part->size = info->uncompressed_size;
        if (unzGetCurrentFileInfo64(p->zip, NULL, part->name, info->size_filename, NULL, 0, NULL, 0) !=
                UNZ_OK ||
            (info->flag & IN_UTF8 && !g_utf8_validate(part->name, -1, NULL)))
                return damaged(p->sink);
        return DONE;
}

static struct part *find(const struct package *p, const char *name,
                         int (*compare)(const char *, const char *))
{
        for (size_t i = 0; i < p->count; i++)
                if (compare(p->parts[i].name, name) == 0)
                        return &p->parts[i];
        return NULL;
}

static enum outcome check_part(struct package *p, const struct part *part, const unz_file_info64 *info)
{
        if (info->flag & ENCRYPTED)
                return sink_refuse(p->sink,
                                   "The file is protected by a password. Save it without one and send that.");
        if (info->compression_method != STORED && info->compression_method != DEFLATED)
                return sink_refuse(
                    p->sink,
                    "The file is packed in a way that spreadsheets are not. Save it again as .xlsx.");
        if (find(p, part->name, strcmp) != part)
                return sink_refuse(
                    p->sink,
                    "The file has two parts of one name, as no spreadsheet has. Save it again as .xlsx.");
        return DONE;
}

static enum outcome take_parts(struct package *p, size_t count)
{
        enum outcome result = DONE;
        p->parts = g_new0(struct part, count);
        for (size_t i = 0; i < count && result == DONE; i++) {
                unz_file_info64 info;
                if (i > 0 && unzGoToNextFile(p->zip) != UNZ_OK)
                        return damaged(p->sink);
                p->count++;
                result = take_part(p, &p->parts[i], &info);
                if (result == DONE)
                        result = check_part(p, &p->parts[i], &info);
        }
        return result;
}

/* The list of parts ends with a remark, and so does the file. */
static bool is_whole(struct package *p, const unz_global_info64 *all)
{
        char *remark = g_malloc(all->size_comment + 1);
        bool whole = unzGetGlobalComment(p->zip, remark, all->size_comment) == (int)all->size_comment;
        g_free(remark);
        return whole;
}

enum outcome package_open(const unsigned char *bytes, size_t len, struct sink *s, struct package **out)
{
        struct package *p = *out = g_new0(struct package, 1);
        unz_global_info64 all;
        *p = (struct package){ .bytes = bytes, .len = len, .sink = s };
        p->zip = open_zip(p);
        if (!p->zip || unzGetGlobalInfo64(p->zip, &all) != UNZ_OK || !is_whole(p, &all) ||
            all.number_entry == 0)
                return damaged(s);
        if (all.number_entry > PARTS_MAX)
                return sink_refuse(
                    p->sink,
                    "The file has %llu parts; a spreadsheet has fewer than %d. Save the sheets that are "
                    "needed in a file of their own.",
                    (unsigned long long)all.number_entry, PARTS_MAX);
        return take_parts(p, all.number_entry);
}

void package_close(struct package *p)
{
        if (!p)
                return;
        for (size_t i = 0; i < p->count; i++)
                g_free(p->parts[i].name);
        g_free(p->parts);
        if (p->zip)
                unzClose(p->zip);
        g_free(p);
}

bool package_has(struct package *p, const char *name)
{
        return find(p, name, g_ascii_strcasecmp) != NULL;
}

size_t package_count(const struct package *p)
{
        return p->count;
}

const char *package_name(struct package *p, size_t i)
{
        return p->parts[i].name;
}

enum outcome part_open(struct package *p, const char *name, struct part **out)
{
        struct part *part = find(p, name, strcmp);
        if (!part)
                part = find(p, name, g_ascii_strcasecmp);
        if (!part)
                return ABSENT;
        if (unzGoToFilePos64(p->zip, &part->place) != UNZ_OK || unzOpenCurrentFile(p->zip) != UNZ_OK)
                return damaged(p->sink);
        part->unpacked = 0;
        *out = part;
        return DONE;
}

/* The sum over the bytes is compared at the end alone, and only when there are as many as there should be. */
static enum outcome check_end(struct part *part)
{
        struct package *p = part->package;
        return part->unpacked == part->size && unzCloseCurrentFile(p->zip) == UNZ_OK ? DONE
                                                                                     : damaged(p->sink);
}

enum outcome part_read(struct part *part, char *room, size_t size, size_t *len)
{
        struct package *p = part->package;
        int n = unzReadCurrentFile(p->zip, room, (unsigned)size);
        if (n < 0)
                return damaged(p->sink);
        *len = (size_t)n;
        if (n == 0)
                return check_end(part);
        part->unpacked += *len;
        p->unpacked += *len;
        if (part->unpacked > FREE && part->unpacked - FREE > part->packed * RATIO)
                return sink_refuse(p->sink,
                                   "The file unpacks to more than %d times its size, as no list of people "
                                   "does. Delete empty rows and columns and save it again.",
                                   RATIO);
        if (part->unpacked > PART_MAX || p->unpacked > TOTAL_MAX)
                return sink_refuse(p->sink,
                                   "The file is too large to be read once it is unpacked. Save the sheet "
                                   "that is needed in a file of its own, without empty rows and columns.");
        return DONE;
}

void part_close(struct part *part)
{
        unzCloseCurrentFile(part->package->zip);
}
