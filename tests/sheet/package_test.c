/* Packages that somebody else's program wrote (libzip), then changed byte by byte: every reason to refuse
 * one. */
#include "sheet/package.h"
#include "../tap.h"
#include "given.h"
#include "zipped.h"

enum {
        LOCAL_FLAGS = 6,
        FLAGS = 8,
        LOCAL_METHOD = 8,
        METHOD = 10,
        LOCAL_SUM = 14,
        SUM = 16,
        LOCAL_SIZE = 22,
        SIZE = 24
};

static struct arena *a;

/* Every byte of the part, or the sentence why not. */
static const char *read_part(struct package *p, const char *name, struct buf *text)
{
        struct part *part;
        enum outcome o = part_open(p, name, &part);
        if (o != DONE)
                return o == ABSENT ? "(absent)" : NULL;
        size_t len = 1;
        while (o == DONE && len) {
                o = part_read(part, buf_reserve(text, 100), 100, &len);
                text->len += o == DONE ? len : 0;
        }
        part_close(part);
        buf_text(text, "");
        return o == DONE ? text->bytes : NULL;
}

static const char *look(const char *bytes, size_t len, const char *name)
{
        struct sink *s = sink_new(-1);
        struct package *p;
        struct buf text = BUF_EMPTY;
        struct book b;
        const char *said = NULL;
        if (package_open((const unsigned char *)bytes, len, s, &p) == DONE)
                said = read_part(p, name, &text);
        package_close(p);
        if (!said) {
                sink_end(s);
                const struct buf *r = sink_records(s);
                wire_book(a, arena_bytes(a, r->bytes, r->len), r->len, &b, &said);
        } else
                said = arena_text(a, said);
        sink_free(s);
        buf_free(&text);
        return said;
}

static char *pack(size_t *len)
{
        static const struct zipped_part parts[] = { { "one.xml", "first", 0, 0 },
                                                    { "two.xml", "second second second", 0, 0 } };
        return zipped(a, parts, 2, NULL, len);
}

/* Writes over the same bytes of both headers of the n-th part. */
static void patch(char *bytes, size_t len, int n, int local, int central, const char *with, size_t size)
{
        int locals = 0, centrals = 0;
        for (size_t i = 0; i + 4 < len; i++) {
                if (memcmp(bytes + i, "PK\3\4", 4) == 0 && locals++ == n)
                        memcpy(bytes + i + local, with, size);
                if (memcmp(bytes + i, "PK\1\2", 4) == 0 && centrals++ == n)
                        memcpy(bytes + i + central, with, size);
        }
}

static void rename_part(char *bytes, size_t len, const char *from, const char *to)
{
        for (size_t i = 0; i + strlen(from) <= len; i++)
                if (memcmp(bytes + i, from, strlen(from)) == 0)
                        memcpy(bytes + i, to, strlen(to));
}

static void says(const char *got, const char *want, const char *what)
{
        if (!ok(got && strstr(got, want), "%s", what))
                printf("# %s\n", got ? got : "(nothing)");
}

static void names(void)
{
        size_t len;
        char *bytes = pack(&len);
        is_text(look(bytes, len, "two.xml"), "second second second", "a part");
        is_text(look(bytes, len, "Two.XML"), "second second second", "in another case");
        is_text(look(bytes, len, "three.xml"), "(absent)", "one that is not there");
        rename_part(bytes, len, "one.xml", "TWO.xml");
        is_text(look(bytes, len, "TWO.xml"), "first", "two names that differ in case: the nearer one");
        is_text(look(bytes, len, "two.xml"), "second second second", "and the other");
        bytes = pack(&len);
        rename_part(bytes, len, "one.xml", "one\x82xml");
        is_text(look(bytes, len, "two.xml"), "second second second", "another name is of an old code page");
        rename_part(bytes, len, "two.xml", "t\xC3\xA9.xml");
        is_text(look(bytes, len, "t\xC3\xA9.xml"), "second second second", "UTF-8 that does not say so");
        patch(bytes, len, 0, LOCAL_FLAGS, FLAGS, "\0\x08", 2);
        says(look(bytes, len, "two.xml"), "damaged", "what is not UTF-8 and says so");
}

static void refusals(void)
{
        static const struct {
                int local, central;
                const char *with;
                size_t size;
                const char *want;
        } t[] = {
                { LOCAL_FLAGS, FLAGS, "\1\0", 2, "protected by a password" },
                { LOCAL_METHOD, METHOD, "\x0C\0", 2, "packed in a way that spreadsheets are not" },
                { LOCAL_METHOD, METHOD, "\x63\0", 2, "packed in a way that spreadsheets are not" },
                { LOCAL_METHOD, METHOD, "\0\0", 2, "damaged" },
                { LOCAL_SUM, SUM, "abcd", 4, "damaged" },
                { LOCAL_SIZE, SIZE, "\x15\0\0\0", 4, "damaged" },
                { LOCAL_SIZE, SIZE, "\x13\0\0\0", 4, "damaged" },
                { 0, 0, "PK\7\7", 4, "damaged" },
        };
        size_t len;
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                char *bytes = pack(&len);
                patch(bytes, len, 1, t[i].local, t[i].central, t[i].with, t[i].size);
                says(look(bytes, len, "two.xml"), t[i].want,
                     arena_printf(a, "refused: %s (%zu)", t[i].want, i));
        }
        char *bytes = pack(&len);
        rename_part(bytes, len, "one.xml", "two.xml");
        says(look(bytes, len, "two.xml"), "two parts of one name", "two parts of one name");
        bytes = pack(&len);
        bytes[len - 2] = 1;
        says(look(bytes, len, "two.xml"), "damaged", "a remark that is not there");
        says(look("PK\3\4", 4, "x"), "damaged", "a beginning alone");
}

static void cut_short(void)
{
        size_t len, refused = 0;
        char *bytes = pack(&len);
        for (size_t n = 0; n < len; n++)
                refused += strstr(look(bytes, n, "two.xml"), "damaged") != NULL;
        is_long((long)refused, (long)len, "cut short anywhere");
}

static void too_many(void)
{
        struct zipped_part *parts = arena_array(a, 1001, sizeof *parts);
        size_t len;
        for (int i = 0; i < 1001; i++)
                parts[i] = (struct zipped_part){ arena_printf(a, "part%d", i), "x", 0, 0 };
        char *bytes = zipped(a, parts, 1000, NULL, &len);
        is_text(look(bytes, len, "part999"), "x", "a thousand parts");
        bytes = zipped(a, parts, 1001, NULL, &len);
        says(look(bytes, len, "part1000"), "has 1001 parts", "one more");
}

int main(void)
{
        a = arena_new();
        names();
        refusals();
        cut_short();
        too_many();
        arena_free(a);
        return done_testing();
}
