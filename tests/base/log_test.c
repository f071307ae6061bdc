/* A line of the log is one line, whatever is in it. */
#include "base/log.h"

#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#include "../tap.h"

static const char *line_of(const char *words)
{
        static char line[8192];
        int ends[2], old = dup(STDERR_FILENO);
        if (pipe(ends))
                abort();
        dup2(ends[1], STDERR_FILENO);
        log_event("test", "%s", words);
        dup2(old, STDERR_FILENO);
        close(old);
        close(ends[1]);
        ssize_t n = read(ends[0], line, sizeof line - 1);
        close(ends[0]);
        line[n > 0 ? n : 0] = '\0';
        return line;
}

int main(void)
{
        static const char *const hostile[] = { "a\nb",         "a\r\n{\"event\":\"forged\"}",
                                               "a\x1b[2Jb",    "\xE2\x80\xA8",
                                               "\xE2\x80\xAE", "\x7f",
                                               "\xff\xfe",     "\"}",
                                               "\\",           "\t" };
        for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
                const char *line = line_of(hostile[i]);
                size_t len = strlen(line);
                int plain = 1;
                for (size_t k = 0; k + 1 < len; k++)
                        plain &= isprint((unsigned char)line[k]) != 0;
                ok(len > 10 && plain && line[len - 1] == '\n' && !strstr(line, ":\"forged\""),
                   "one line of printable ASCII: %zu", i);
        }
        ok(strstr(line_of("a\"b"), "a\\\"b") != NULL, "a quotation mark is escaped");
        return done_testing();
}
