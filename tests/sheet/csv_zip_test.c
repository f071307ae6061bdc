/* Archives of CSV files: a sheet for each, whatever else lies beside them. */
#include "given.h"
#include "tap.h"
#include "zipped.h"

static struct arena *a;

static struct book archive(const struct zipped_part *parts, size_t count)
{
        size_t len;
        char *bytes = zipped(a, parts, count, NULL, &len);
        return given(a, bytes, len);
}

static void lists(void)
{
        const struct zipped_part parts[] = {
                { "users.csv", "sourcedId,givenName\n1,\"Zo\xC3\xAB, A\"\n", 0, 0 },
                { "more/Class 4B.CSV", "\xEF\xBB\xBFName;DOB\r\nAnn;1/2/2015\r\n", 0, 0 },
                { "more/deeper/no.csv", "a,b\n", 0, 0 },
                { "__MACOSX/._users.csv", "x", 0, 0 },
                { "readme.txt", "x", 0, 0 },
                { "empty.csv", "", 0, 0 },
                { "old.csv", "Name\nZo\xEB\n", 0, 0 }
        };
        struct book b = archive(parts, 7);
        is_text(b.kind, "zip", "its kind");
        is_long((long)b.sheet_count, 4, "a sheet for each CSV file of the archive or of a folder in it");
        is_text(b.sheet_count ? b.sheets[0].name : "", "users", "called as the file is");
        is_text(given_text(a, &b, 0), "sourcedId|givenName\n1|Zo\xC3\xAB, A", "its cells");
        is_text(b.sheet_count > 1 ? b.sheets[1].name : "", "Class 4B", "in a folder, in capitals");
        is_text(given_text(a, &b, 1), "Name|DOB\nAnn|1/2/2015", "with a separator of its own");
        is_text(given_text(a, &b, 2), "", "an empty one is an empty sheet");
        is_text(given_text(a, &b, 3), "Name\nZo\xC3\xAB", "of another encoding");
        ok(b.note_count == 2 && strstr(b.notes[0], "3 files of this archive are no CSV file") &&
               strstr(b.notes[1], "old.csv does not say how its letters are coded"),
           "and what was left out or guessed is said");
}

static void refused(void)
{
        static char noughts[4 << 20];
        const struct {
                const char *what;
                struct zipped_part part;
                const char *words;
        } t[] = {
                { "no list", { "letter.docx", "x", 0, 0 }, "This is a ZIP archive" },
                { "a picture called .csv",
                  { "a.csv", "\x89PNG\x01\x02\x03\x04\x05\x06\x07", 0, 0 },
                  "a.csv in this archive is no text" },
                { "a bomb", { "a.csv", noughts, sizeof noughts, 0 }, "unpacks to more than" },
                { "nothing in them", { "a.csv", ",,\n,,\n", 0, 0 }, "no data" },
        };
        memset(noughts, 'a', sizeof noughts);
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                archive(&t[i].part, 1);
                ok(given_words && strstr(given_words, t[i].words), "%s: %s", t[i].what,
                   given_words ? given_words : "read");
        }
        size_t len;
        const struct zipped_part secret = { "a.csv", "a,b\n", 0, 0 };
        char *bytes = zipped(a, &secret, 1, "pw", &len);
        given(a, bytes, len);
        ok(given_words && strstr(given_words, "password"), "under a password");
}

static void large(void)
{
        struct buf b = BUF_EMPTY;
        unsigned long n = 88172645463325252u;
        while (b.len < 33 << 20) { /* of chance, so that it is no bomb */
                n ^= n << 13, n ^= n >> 7, n ^= n << 17;
                buf_printf(&b, "%lu,%lu\n", n, n * 7);
        }
        const struct zipped_part part = { "big.csv", b.bytes, b.len, 1 };
        archive(&part, 1);
        ok(given_words && strstr(given_words, "big.csv in this archive is too large"), "a file of 33 MB");
        buf_free(&b);
}

int main(void)
{
        a = arena_new();
        lists();
        refused();
        large();
        arena_free(a);
        return done_testing();
}
