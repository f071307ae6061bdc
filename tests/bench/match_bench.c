/* Prints, a line each: F1 of public labelled sets by names, date of birth and postcode alone (sure matches,
 * then with those for the manual check; splink's e-mail and city and FEBRL's address and number are not
 * used), and rows/s of CPU time for lists without UPN against a large authority held in memory. */
#include "match/explain.h"
#include "match/match.h"
#include "match/pair.h"

#include <stdlib.h>
#include <time.h>

#include "../match/people.c"
#include "../match/lists.c"

static const char DATA[] = "../shared/data/matching/";

enum { COLUMNS = 12 };

/* Rows of a labelled set: rows of one person have the same label. */
struct labelled {
        size_t count;
        struct record *records;
        struct match_row *rows;
        char **label;
};

struct score {
        size_t right, wrong, true_pairs;
};

static const char *date_dashed(struct arena *a, const char *text)
{
        return strlen(text) == 8 ? arena_printf(a, "%.4s-%.2s-%.2s", text, text + 4, text + 6) : text;
}

/* The number in "rec-223-dup-0". */
static char *febrl_label(struct arena *a, const char *id)
{
        return arena_printf(a, "%.*s", (int)strcspn(id + 4, "-"), id + 4);
}

static void febrl_row(struct arena *a, struct record *r, char **label, char *const column[COLUMNS])
{
        *label = febrl_label(a, column[0]);
        r->value[FIELD_FORENAME] = column[1];
        r->value[FIELD_SURNAME] = column[2];
        r->value[FIELD_POSTCODE] = column[7];
        r->value[FIELD_DOB] = date_dashed(a, column[9]);
}

static void splink_row(struct arena *a, struct record *r, char **label, char *const column[COLUMNS])
{
        (void)a;
        *label = column[6];
        r->value[FIELD_FORENAME] = column[1];
        r->value[FIELD_SURNAME] = column[2];
        r->value[FIELD_DOB] = column[3];
}

static void split(struct arena *a, char *line, char *column[COLUMNS])
{
        line[strcspn(line, "\r\n")] = '\0';
        for (int i = 0; i < COLUMNS; i++) {
                char *cell = line ? strsep(&line, ",") : "";
                column[i] = arena_text(a, cell + strspn(cell, " "));
        }
}

static bool load(struct arena *a, struct labelled *set, const char *file,
                 void (*fill)(struct arena *, struct record *, char **, char *const[COLUMNS]))
{
        char path[128], line[1024], *column[COLUMNS];
        snprintf(path, sizeof path, "%s%s", DATA, file);
        FILE *f = fopen(path, "r");
        if (!f)
                return false;
        *set = (struct labelled){ 0, arena_array(a, 10000, sizeof *set->records),
                                  arena_array(a, 10000, sizeof *set->rows),
                                  arena_array(a, 10000, sizeof *set->label) };
        for (bool header = true; fgets(line, sizeof line, f) && set->count < 10000; header = false) {
                if (header)
                        continue;
                split(a, line, column);
                record_blank(&set->records[set->count]);
                fill(a, &set->records[set->count], &set->label[set->count], column);
                set->rows[set->count].record = &set->records[set->count];
                set->count++;
        }
        fclose(f);
        return true;
}

static void print_score(const char *set, const char *what, struct score s)
{
        double precision = (double)s.right / (double)(s.right + s.wrong ? s.right + s.wrong : 1);
        double recall = (double)s.right / (double)s.true_pairs;
        printf("%-20s %-14s precision %.4f recall %.4f F1 %.4f\n", set, what, precision, recall,
               2 * precision * recall / (precision + recall));
}

static size_t pairs_of(const struct labelled *set)
{
        size_t pairs = 0;
        for (size_t i = 0; i < set->count; i++)
                for (size_t j = 0; j < i; j++)
                        pairs += strcmp(set->label[i], set->label[j]) == 0;
        return pairs;
}

static void count_pair(struct score *s, bool right)
{
        s->right += right;
        s->wrong += !right;
}

/* One list against itself. */
static bool one_list(const char *file,
                     void (*fill)(struct arena *, struct record *, char **, char *const[COLUMNS]))
{
        struct arena *a = arena_new();
        struct labelled set;
        bool there = load(a, &set, file, fill);
        if (there) {
                struct score sure = { .true_pairs = pairs_of(&set) }, check = sure;
                struct match_pair *pair;
                size_t count = match_pairs(a, set.rows, set.count, &pair);
                for (size_t i = 0; i < count; i++) {
                        bool right = strcmp(set.label[pair[i].first], set.label[pair[i].second]) == 0;
                        count_pair(&check, right);
                        if (pair[i].outcome == MATCH_SURE)
                                count_pair(&sure, right);
                }
                print_score(file, "sure", sure);
                print_score(file, "sure or check", check);
        }
        arena_free(a);
        return there;
}

/* One list against another. */
static bool two_lists(const char *file_a, const char *file_b)
{
        struct arena *a = arena_new();
        struct labelled held, listed;
        bool there = load(a, &held, file_a, febrl_row) && load(a, &listed, file_b, febrl_row);
        if (there) {
                struct score sure = { .true_pairs = held.count }, check = sure;
                struct pupil *pool = arena_array(a, held.count, sizeof *pool);
                struct match_result *out = arena_array(a, listed.count, sizeof *out);
                struct match_options options = { .school = 0 };
                for (size_t i = 0; i < held.count; i++)
                        pool[i] = (struct pupil){ .id = i + 1, .on_roll = true, .record = held.records[i] };
                match_rows(a, listed.rows, listed.count, pool, held.count, &options, out);
                for (size_t i = 0; i < listed.count; i++) {
                        if (out[i].outcome == MATCH_NEW)
                                continue;
                        bool right = strcmp(held.label[out[i].best.pupil - pool], listed.label[i]) == 0;
                        count_pair(&check, right);
                        if (out[i].outcome == MATCH_SURE)
                                count_pair(&sure, right);
                }
                print_score(file_b, "sure", sure);
                print_score(file_b, "sure or check", check);
        }
        arena_free(a);
        return there;
}

static double cpu(void)
{
        struct timespec t;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Lists without UPN, of schools joined to one, against a whole authority. */
static bool speed(size_t pupils, size_t wanted)
{
        struct arena *a = arena_new();
        struct authority *la = authority_make(a, 42, pupils);
        if (la) {
                struct match_row *rows = arena_array(a, wanted, sizeof *rows);
                struct match_result *out = arena_array(a, wanted, sizeof *out);
                size_t count = 0;
                for (unsigned long school = 1; school <= la->school_count && count < wanted; school++) {
                        struct class_list list = list_make(a, la, school, false);
                        for (size_t i = 0; i < list.count && count < wanted; i++)
                                rows[count++].record = &list.rows[i];
                }
                struct match_options options = { .school = 1 };
                double start = cpu();
                match_rows(a, rows, count, la->pupils, la->pupil_count, &options, out);
                double took = cpu() - start;
                printf("%zu rows against %zu pupils: %.0f ms of CPU time, %.0f rows/s\n", count,
                       la->pupil_count, took * 1e3, (double)count / took);
        }
        arena_free(a);
        return la;
}

int main(void)
{
        bool all = one_list("febrl-dataset1.csv", febrl_row);
        all &= one_list("febrl-dataset2.csv", febrl_row);
        all &= two_lists("febrl-dataset4a.csv", "febrl-dataset4b.csv");
        all &= one_list("splink-fake-1000.csv", splink_row);
        all &= speed(200000, 2000);
        all &= speed(300000, 20000);
        if (!all)
                puts("SKIPPED in part: ../shared/data is not there");
        return 0;
}
