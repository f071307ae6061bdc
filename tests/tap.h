/* The tests' own few lines: each check prints one line of TAP, and tests/run adds them up. */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* One count, whichever file of a test checks something. */
__attribute__((weak)) int tap_count, tap_failed;

static inline __attribute__((format(printf, 2, 3))) int ok(int good, const char *format, ...)
{
        va_list args;
        va_start(args, format);
        printf("%sok %d - ", good ? "" : "not ", ++tap_count);
        vprintf(format, args);
        putchar('\n');
        fflush(stdout);
        va_end(args);
        tap_failed += !good;
        return good;
}

static inline int is_text(const char *got, const char *want, const char *what)
{
        int good = got && want ? strcmp(got, want) == 0 : got == want;
        ok(good, "%s", what);
        if (!good)
                printf("#   got  \"%s\"\n#   want \"%s\"\n", got ? got : "(null)", want ? want : "(null)");
        return good;
}

static inline int is_long(long got, long want, const char *what)
{
        ok(got == want, "%s", what);
        if (got != want)
                printf("#   got %ld, want %ld\n", got, want);
        return got == want;
}

/* A whole test that cannot run here; the reason is shown in the summary. */
static inline void skip(const char *what, const char *why)
{
        printf("ok %d - %s # SKIP %s\n", ++tap_count, what, why);
}

static inline int done_testing(void)
{
        printf("1..%d\n", tap_count);
        return tap_failed != 0;
}

#endif
