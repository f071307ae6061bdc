#include "demo/layout.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/list.h"
#include "reader/reader.h"

#include "tap.h"

static char folder[] = "/tmp/onroll-example-XXXXXX";
static const struct date today = { 2026, 9, 10 };

struct truth {
        const char *file, *sheet, *kind;
        long row, pupil;
};

struct truths {
        size_t count;
        struct truth items[600];
};

static const char *path_of(struct arena *a, const char *file)
{
        return arena_printf(a, "%s/%s", folder, file);
}

/* No value of truth.csv holds a quotation mark or a comma. */
static void read_truth(struct arena *a, struct truths *out)
{
        char line[300], *rest;
        FILE *f = fopen(path_of(a, "truth.csv"), "re");
        while (f && fgets(line, sizeof line, f)) {
                char *cells[7];
                line[strcspn(line, "\r")] = '\0';
                rest = arena_text(a, line);
                for (int i = 0; i < 7; i++)
                        cells[i] = rest ? strsep(&rest, ",") : (char *)"";
                for (int i = 0; i < 2; i++)
                        if (*cells[i] == '"') {
                                cells[i]++;
                                cells[i][strlen(cells[i]) - 1] = '\0';
                        }
                if (strcmp(cells[0], "file"))
                        out->items[out->count++] =
                            (struct truth){ cells[0], cells[1], cells[6], atol(cells[2]), atol(cells[4]) };
        }
        if (f)
                fclose(f);
}

static long of_kind(const struct truths *t, const char *kind)
{
        long n = 0;
        for (size_t i = 0; i < t->count; i++)
                n += strcmp(t->items[i].kind, kind) == 0;
        return n;
}

static void story(const struct demo *d, const struct truths *t)
{
        static const struct {
                const char *kind;
                long times;
        } want[] = { { "nickname", 13 },     { "surname", 3 },
                     { "birth-digit", 3 },   { "birth-swapped", 4 },
                     { "birth-missing", 1 }, { "birth-unreadable", 1 },
                     { "upn-letter", 1 },    { "upn-short", 1 },
                     { "elsewhere", 7 },     { "elsewhere-similar", 4 },
                     { "repeat", 6 },        { "new", 59 },
                     { "moved", 4 },         { "upn-missing", 7 } };
        for (size_t i = 0; i < sizeof want / sizeof *want; i++)
                is_long(of_kind(t, want[i].kind), want[i].times, want[i].kind);
        long staying = 0, leaving = 0;
        bool listed[EXAMPLE_PUPILS + 1] = { false };
        for (size_t i = 0; i < t->count; i++)
                if (t->items[i].pupil <= EXAMPLE_PUPILS)
                        listed[t->items[i].pupil] = true;
        for (int id = 1; id <= EXAMPLE_PUPILS; id++) {
                staying += listed[id];
                leaving += !listed[id] && d->pupils.items[id - 1].slot < SLOT_YEAR7 - 1;
        }
        is_long(leaving, 7, "pupils who leave before the final year");
        is_long(staying, EXAMPLE_PUPILS - EXAMPLE_COHORT - 7, "pupils who stay");
}

static const struct list_row *row_at(const struct intake_list *l, const char *sheet, long row)
{
        for (size_t i = 0; i < l->row_count; i++)
                if (l->rows[i].at.row + 1 == (uint32_t)row &&
                    strcmp(l->sheets[l->rows[i].sheet].name, sheet) == 0)
                        return &l->rows[i];
        return NULL;
}

/* What the teacher wrote is what we read: name, class and year of the right child in every row. */
static void reads(struct arena *a, const struct demo *d, const struct truths *t, const char *file,
                  size_t want_errors)
{
        const char *b = getenv("B");
        struct reader reader = { arena_printf(a, "%s/onroll-read", b ? b : "build"), 10 };
        const struct demo_school *s = &d->authority->schools[0];
        struct list_context context = {
                .file = file,   .academic = d->academic, .today = today, .authority = "999", .laestab = s->laestab,
                .urn = s->urn,  .low = "R",              .high = "6",    .school = s->id
        };
        struct book book;
        struct refusal why = { "", "" };
        struct intake_list l;
        long rows = 0, found = 0, right = 0, years = 0;
        size_t errors = 0;
        int fd = open(path_of(a, file), O_RDONLY | O_CLOEXEC);
        if (!ok(reader_book(a, &reader, fd, &book, &why) == DONE, "%s is read: %s", file, why.words))
                return;
        close(fd);
        list_read(a, &book, &context, NULL, NULL, &l);
        for (size_t i = 0; i < t->count; i++) {
                if (strcmp(t->items[i].file, file))
                        continue;
                const struct list_row *row = row_at(&l, t->items[i].sheet, t->items[i].row);
                rows++;
                if (!row)
                        continue;
                const char *surname = row->record.value[FIELD_SURNAME];
                found++;
                years += *row->record.value[FIELD_NC_YEAR] && *row->record.value[FIELD_CLASS];
                const char *held = t->items[i].pupil
                                       ? d->pupils.items[t->items[i].pupil - 1].record.value[FIELD_SURNAME]
                                       : surname;
                right += *surname && (strcmp(held, surname) == 0 || strchr(surname, '?') ||
                                      strcmp(t->items[i].kind, "surname") == 0);
        }
        for (size_t i = 0; i < l.issues.count; i++) {
                errors += l.issues.items[i].severity == SEVERITY_ERROR;
                printf("# %s\n", issue_words(a, &l.issues.items[i]));
        }
        is_long(found, rows, "every row of the truth is found");
        is_long((long)l.row_count, rows, "and no other row");
        is_long(right, rows, "with the child's surname");
        is_long(years, rows, "with year and class");
        is_long((long)errors, (long)want_errors, "errors that the school must put right");
}

static void same_again(const struct demo *d)
{
        struct arena *a = arena_new();
        struct demo again = demo_new(a, DEMO_SCHOOLS, DEMO_PUPILS, DEMO_SEED, today);
        struct example one = example_new(a, d), two = example_new(a, &again);
        bool same = one.count == two.count;
        for (size_t i = 0; same && i < one.count; i++)
                for (int f = 0; same && f < FIELD_COUNT; f++)
                        same = strcmp(one.items[i].record.value[f], two.items[i].record.value[f]) == 0;
        ok(same, "the same seed makes the same lists");
        arena_free(a);
}

int main(void)
{
        static const struct {
                const char *name;
                size_t errors;
        } files[] = { { "Reception and Year 1.xlsx", 1 },
                      { "Year 2 class lists.csv", 1 },
                      { "Year 3.xls", 0 },
                      { "Years 4 and 5.ods", 0 },
                      { "Year 6 September.txt", 1 } };
        struct arena *a = arena_new();
        struct demo d = demo_new(a, DEMO_SCHOOLS, DEMO_PUPILS, DEMO_SEED, today);
        struct example e = example_new(a, &d);
        struct truths t = { 0 };
        const char *path = "";
        if (!mkdtemp(folder))
                return 1;
        ok(layout_write(a, &d, &e, folder, &path), "the files are written");
        read_truth(a, &t);
        is_long((long)t.count, (long)e.count, "truth.csv has a line for every row");
        story(&d, &t);
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
                reads(a, &d, &t, files[i].name, files[i].errors);
                unlink(path_of(a, files[i].name));
        }
        unlink(path_of(a, "truth.csv"));
        is_long(rmdir(folder), 0, "and no other file");
        same_again(&d);
        arena_free(a);
        return done_testing();
}
