/* Every way that this machine has of finding marks, against looking at one byte after the other. */
#include "../tap.h"
#include "sheet/marks.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_mark(char c, char separator)
{
        return c == separator || c == '"' || c == '\r' || c == '\n';
}

/* share: of 100 bytes, how many are marks; 100 and 0 are the ends that a buffer must hold. */
static void make_text(char *text, size_t len, char separator, int share)
{
        const char marks[] = { separator, '"', '\r', '\n' };
        for (size_t i = 0; i < len; i++) {
                do
                        text[i] = (char)(rand() % 255 + 1);
                while (is_mark(text[i], separator));
                if (rand() % 100 < share)
                        text[i] = marks[rand() % 4];
        }
}

static bool agree(const char *text, size_t len, char separator)
{
        static uint16_t places[MARKS_ROOM];
        size_t n = marks_find(text, len, separator, places), found = 0;
        for (size_t i = 0; i < len; i++)
                if (is_mark(text[i], separator) && (found == n || places[found++] != i))
                        return false;
        return found == n;
}

static void compare(const char *way)
{
        static const int shares[] = { 0, 1, 10, 50, 90, 100 };
        int good = 0, tried = 0;
        srand(1);
        for (size_t s = 0; s < sizeof shares / sizeof *shares; s++)
                for (const char *separator = ",;\t|"; *separator; separator++)
                        for (size_t len = 0; len <= MARKS_STRETCH; len += MARKS_BLOCK) {
                                char *text = malloc(len + 1); /* one byte behind is seen by the sanitizer */
                                make_text(text, len, *separator, shares[s]);
                                good += agree(text, len, *separator);
                                tried++;
                                free(text);
                        }
        ok(good == tried, "%s: %d of %d texts have their marks where they are", way, good, tried);
}

/* The same program once more, and told that the processor has less than it has. */
static void compare_without(const char *program, const char *features)
{
        int status;
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
                setenv("GLIBC_TUNABLES", features, 1);
                dup2(STDERR_FILENO, STDOUT_FILENO); /* its checks are one of ours */
                execl(program, program, "again", (char *)NULL);
                _exit(127);
        }
        ok(waitpid(child, &status, 0) == child && status == 0, "and with %s", features);
}

int main(int count, char **words)
{
        (void)words;
        compare(count > 1 ? "the common way" : "the best way");
        if (count == 1)
                compare_without("/proc/self/exe", "glibc.cpu.hwcaps=-AVX512_VBMI2");
        return done_testing();
}
