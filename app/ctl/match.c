#include "ctl/match.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "intake/list.h"
#include "match/explain.h"
#include "match/match.h"
#include "match/pair.h"
#include "model/year.h"
#include "reader/reader.h"

/* A list with its rows as the matcher wants them. */
struct listing {
        const char *path;
        struct intake_list list;
        struct match_row *rows;
};

/* onroll-read stands beside onrollctl where both are built; an installation's configuration names it. */
static const char *read_program(struct ctl *c)
{
        char self[4096];
        ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
        self[len > 0 ? len : 0] = '\0';
        char *slash = strrchr(self, '/');
        const char *beside =
            arena_printf(c->arena, "%.*s/onroll-read", (int)(slash ? slash - self : 0), self);
        if (access(beside, X_OK) == 0)
                return beside;
        return ctl_configure(c) ? config_get(c->config, "read_program", "onroll-read") : NULL;
}

/* "Their heading=forename,Known as=preferred_forename". False: said why. */
static bool read_columns(struct ctl *c, const char *text, struct corrections *out)
{
        char *copy = arena_text(c->arena, text), *save = NULL;
        struct correction *items = arena_array(c->arena, strlen(text) / 2 + 1, sizeof *items);
        *out = (struct corrections){ 0, items };
        for (char *one = strtok_r(copy, ",", &save); one; one = strtok_r(NULL, ",", &save)) {
                char *equals = strrchr(one, '=');
                int meaning = equals ? meaning_of_name(equals + 1) : COLUMN_UNKNOWN;
                if (meaning == COLUMN_UNKNOWN) {
                        ctl_fail(c, CTL_USAGE,
                                 "--columns wants HEADING=FIELD, as in \"Given name=forename\"; found \"%s\"",
                                 one);
                        return false;
                }
                *equals = '\0';
                items[out->count++] = (struct correction){ header_key(c->arena, one), meaning };
        }
        return true;
}

static int read_book(struct ctl *c, const char *path, struct book *book)
{
        const char *program = read_program(c);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
                return ctl_fail(c, CTL_REFUSED, "%s cannot be read: %s", path, strerror(errno));
        struct refusal why = { "", NULL };
        struct reader reader = { program, 0 };
        enum outcome o = program ? reader_book(c->arena, &reader, fd, book, &why) : BROKEN;
        close(fd);
        if (o == REFUSED)
                return ctl_fail(c, CTL_REFUSED, "%s: %s", path, why.words);
        return o == DONE ? CTL_DONE : ctl_fail(c, CTL_BROKEN, "%s could not be read", path);
}

/* Why a file has no rows: what its first sheet lacks. */
static const char *no_rows(const struct intake_list *list)
{
        for (size_t i = 0; i < list->sheet_count; i++)
                if (list->sheets[i].header.why_not)
                        return list->sheets[i].header.why_not;
        return "there is no pupil in it";
}

static int read_listing(struct ctl *c, const struct corrections *columns, struct listing *out)
{
        struct book book;
        int code = read_book(c, out->path, &book);
        if (code != CTL_DONE)
                return code;
        struct date today = date_today();
        struct list_context context = { .file = "",
                                        .academic = year_academic(today),
                                        .today = today,
                                        .authority = "",
                                        .laestab = "",
                                        .urn = "",
                                        .low = "",
                                        .high = "" };
        list_read(c->arena, &book, &context, columns, NULL, &out->list);
        if (!out->list.row_count)
                return ctl_fail(c, CTL_REFUSED, "%s: %s", out->path, no_rows(&out->list));
        out->rows = arena_array(c->arena, out->list.row_count, sizeof *out->rows);
        for (size_t i = 0; i < out->list.row_count; i++)
                out->rows[i].record = &out->list.rows[i].record;
        return CTL_DONE;
}

/* "14", or "Class 5B!14" where there are several sheets. */
static const char *row_name(struct ctl *c, const struct list_row *row)
{
        const char *sheet = row->at.sheet;
        return arena_printf(c->arena, "%s%s%u", sheet, *sheet ? "!" : "", row->at.row + 1);
}

struct line {
        const char *row, *other, *weight, *outcome, *reasons;
};

static void csv_cell(struct buf *csv, const char *text)
{
        bool quote = text[strcspn(text, ",\"\r\n")] != '\0';
        if (quote)
                buf_char(csv, '"');
        for (; *text; text++) {
                if (*text == '"')
                        buf_char(csv, '"');
                buf_char(csv, *text);
        }
        if (quote)
                buf_char(csv, '"');
}

static void print_line(struct ctl *c, struct buf *csv, const struct line *line)
{
        const struct {
                const char *name, *value;
        } cells[] = { { "row", line->row },
                      { "other_row", line->other },
                      { "weight", line->weight },
                      { "outcome", line->outcome },
                      { "reasons", line->reasons } };
        if (c->json)
                ctl_row(c, "rows");
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
                if (c->json) {
                        ctl_text(c, cells[i].name, cells[i].value);
                        continue;
                }
                csv_cell(csv, cells[i].value);
                buf_text(csv, i + 1 < sizeof cells / sizeof *cells ? "," : "\r\n");
        }
}

static const char *reasons(struct ctl *c, unsigned why, const struct agreement *g, const struct record *row,
                           const struct record *other)
{
        const char *codes =
            arena_printf(c->arena, "%s %s", match_why_codes(c->arena, why), match_reason_codes(c->arena, g));
        const char *words[MATCH_WORDS_MAX], *all = "";
        size_t count = match_words(c->arena, codes, row, other, words);
        for (size_t i = 0; i < count; i++)
                all = arena_printf(c->arena, "%s%s%s", all, i ? "; " : "", words[i]);
        return all;
}

static void two_lists(struct ctl *c, struct buf *csv, const struct listing *a, const struct listing *b)
{
        struct pupil *pool = arena_array(c->arena, b->list.row_count, sizeof *pool);
        struct match_result *out = arena_array(c->arena, a->list.row_count, sizeof *out);
        struct match_options options = { .school = 0 };
        for (size_t i = 0; i < b->list.row_count; i++)
                pool[i] = (struct pupil){ .id = i + 1, .on_roll = true, .record = b->list.rows[i].record };
        match_rows(c->arena, a->rows, a->list.row_count, pool, b->list.row_count, &options, out);
        for (size_t i = 0; i < a->list.row_count; i++) {
                struct line line = { row_name(c, &a->list.rows[i]), "", "",
                                     match_outcome_code(out[i].outcome), "" };
                const struct match_candidate *best = &out[i].best;
                if (best->pupil) {
                        line.other = row_name(c, &b->list.rows[best->pupil->id - 1]);
                        line.weight = arena_printf(c->arena, "%.1f", best->agreement.weight);
                        line.reasons =
                            reasons(c, out[i].why, &best->agreement, a->rows[i].record, &best->pupil->record);
                }
                print_line(c, csv, &line);
        }
}

static void one_list(struct ctl *c, struct buf *csv, const struct listing *a)
{
        struct match_pair *pairs;
        size_t count = match_pairs(c->arena, a->rows, a->list.row_count, &pairs);
        for (size_t i = 0; i < count; i++) {
                const struct match_pair *p = &pairs[i];
                print_line(c, csv,
                           &(struct line){ row_name(c, &a->list.rows[p->first]),
                                           row_name(c, &a->list.rows[p->second]),
                                           arena_printf(c->arena, "%.1f", p->agreement.weight),
                                           match_outcome_code(p->outcome),
                                           reasons(c, p->why, &p->agreement, a->rows[p->first].record,
                                                   a->rows[p->second].record) });
        }
}

static bool read_options(struct ctl *c, int argc, char **argv, struct corrections *columns)
{
        static const struct option known[] = { { "columns", required_argument, NULL, 'c' },
                                               { NULL, 0, NULL, 0 } };
        *columns = (struct corrections){ 0, NULL };
        for (int got; (got = getopt_long(argc, argv, "", known, NULL)) != -1;)
                if (got != 'c' || !read_columns(c, optarg, columns))
                        return false;
        if (argc - optind == 1 || argc - optind == 2)
                return true;
        ctl_fail(c, CTL_USAGE, "want match A.csv [B.csv] [--columns HEADING=FIELD,...]");
        return false;
}

int ctl_match(struct ctl *c, int argc, char **argv)
{
        struct corrections columns;
        if (!read_options(c, argc, argv, &columns))
                return CTL_USAGE;
        struct listing a = { .path = argv[optind] },
                       b = { .path = optind + 1 < argc ? argv[optind + 1] : NULL };
        int code = read_listing(c, &columns, &a);
        if (code == CTL_DONE && b.path)
                code = read_listing(c, &columns, &b);
        if (code != CTL_DONE)
                return code;
        struct buf csv = BUF_EMPTY;
        buf_text(&csv, "row,other_row,weight,outcome,reasons\r\n");
        if (b.path)
                two_lists(c, &csv, &a, &b);
        else
                one_list(c, &csv, &a);
        if (!c->json)
                fwrite(csv.bytes, 1, csv.len, stdout);
        buf_free(&csv);
        return CTL_DONE;
}
