/* Forms: a boundary up to the first end of line, then the body. The answer must be one that the caller can
 * walk. */
#include "fuzz.h"
#include "sheet/multipart.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        const unsigned char *line = len ? memchr(bytes, '\n', len) : NULL;
        if (!line)
                return 0;
        unsigned char *boundary = fuzz_copy(bytes, (size_t)(line - bytes));
        size_t size = len - (size_t)(line + 1 - bytes);
        unsigned char *body = fuzz_copy(line + 1, size);
        struct buf out = BUF_EMPTY;
        multipart_read(body, size, (const char *)boundary, &out);
        struct wire_item item;
        const char *at = out.bytes;
        do
                if (!wire_next(&at, out.bytes + out.len, &item) || item.offset > size ||
                    item.size > size - item.offset)
                        abort();
        while (item.tag != WIRE_END && item.tag != WIRE_REFUSED);
        if (at != out.bytes + out.len)
                abort();
        buf_free(&out);
        free(boundary);
        free(body);
        return 0;
}
