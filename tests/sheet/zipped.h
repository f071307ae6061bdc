/* For the tests of this room: packages made of their parts, in memory. */
#ifndef TESTS_SHEET_ZIPPED_H
#define TESTS_SHEET_ZIPPED_H

#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct zipped_part {
        const char *name, *text;
        size_t len;     /* 0: as long as text */
        unsigned level; /* of compression; 1 is quick, 0 the usual */
};

/* The bytes of the archive in the arena. A password encrypts every part. */
static inline char *zipped(struct arena *a, const struct zipped_part *parts, size_t count,
                           const char *password, size_t *len)
{
        zip_source_t *room = zip_source_buffer_create(NULL, 0, 0, NULL);
        zip_source_keep(room);
        zip_t *z = zip_open_from_source(room, ZIP_TRUNCATE, NULL);
        for (size_t i = 0; i < count; i++) {
                size_t size = parts[i].len ? parts[i].len : strlen(parts[i].text);
                zip_source_t *part = zip_source_buffer(z, parts[i].text, size, 0);
                zip_int64_t n = zip_file_add(z, parts[i].name, part, ZIP_FL_ENC_UTF_8);
                zip_set_file_compression(z, (zip_uint64_t)n, ZIP_CM_DEFLATE, parts[i].level);
                if (password)
                        zip_file_set_encryption(z, (zip_uint64_t)n, ZIP_EM_AES_256, password);
        }
        if (zip_close(z) != 0)
                abort();
        zip_stat_t st;
        zip_source_stat(room, &st);
        char *bytes = arena_alloc(a, st.size + 1);
        zip_source_open(room);
        *len = (size_t)zip_source_read(room, bytes, st.size);
        zip_source_close(room);
        zip_source_free(room);
        return bytes;
}

#endif
