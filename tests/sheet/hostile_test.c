/* Broken, encrypted, fuzzed and explosive workbooks, each read as the program reads an upload: it ends soon,
 * with cells or with a sentence about the file itself. */
#include "../tap.h"

#include <fcntl.h>
#include <libgen.h>
#include <time.h>
#include <unistd.h>

#include "reader/reader.h"

#define WHERE "../shared/data/spreadsheets/hostile/"

#ifdef ONROLL_SANITIZED
enum { MOST_MS = 20000 };
#else
enum { MOST_MS = 2000 };
#endif

/* says is part of the sentence; NULL where there are cells to read. */
static const struct {
        const char *file, *says;
} files[] = {
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-4657005060816896.xls", "damaged" },
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-5285517825277952.xls", NULL },
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-6137883240824832.xls", "damaged" },
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-6483562584932352.xls", "damaged" },
        { "clusterfuzz-testcase-minimized-POIHSSFFuzzer-6537773940867072.xls", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-4828727001088000.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5089447305609216.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5185049589579776.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5265527465181184.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-POIXSSFFuzzer-6448258963341312.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5025401116950528.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5542865479270400.xlsx", "damaged" },
        { "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx", "damaged" },
        { "crash-274d6342e4842d61be0fb48eaadad6208ae767ae.xlsx", "damaged" },
        { "poc-xmlbomb-empty.xlsx", "document type" },
        { "poc-xmlbomb.xlsx", "document type" },
        { "poi-fuzz.xls", NULL },
        { "protected_passtika.xlsb", "password" },
        { "protected_passtika.xlsx", "password" },
        { "sheetProtection_not_protected.xlsx", NULL },
        { "workbookProtection-sheet_password-2013.xlsx", NULL },
        { "workbookProtection-workbook_password-2013.xlsx", NULL },
        { "workbookProtection_not_protected.xlsx", NULL },
        { "workbookProtection_workbook_windows_protected.xlsx", NULL },
        { "xlsx-corrupted.xlsx", "damaged" },
};

static long now_ms(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void read_one(struct arena *a, const struct reader *r, const char *file, const char *says)
{
        struct book b = { .sheet_count = 0 };
        struct refusal why = { "", "" };
        int fd = open(arena_printf(a, WHERE "%s", file), O_RDONLY);
        long start = now_ms();
        enum outcome o = reader_book(a, r, fd, &b, &why);
        long took = now_ms() - start;
        bool good =
            says ? o == REFUSED && strstr(why.words, says) && !strstr(why.words, "asks too much") : o == DONE;
        if (!ok(good && took < MOST_MS, "%s: %s", file, says ? says : "cells"))
                printf("# outcome %d, %zu sheets, %ld ms: %s\n", o, b.sheet_count, took, why.words);
        close(fd);
}

int main(int count, char **words)
{
        (void)count;
        struct arena *a = arena_new();
        if (access(WHERE, R_OK) != 0) {
                skip("hostile workbooks", WHERE " is not here");
                return done_testing();
        }
        struct reader r = {
                arena_printf(a, "%s/onroll-read", dirname(dirname(dirname(arena_text(a, words[0]))))), 10
        };
        for (size_t i = 0; i < sizeof files / sizeof *files; i++)
                read_one(a, &r, files[i].file, files[i].says);
        arena_free(a);
        return done_testing();
}
