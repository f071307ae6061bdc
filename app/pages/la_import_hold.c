#include "pages/la_import_hold.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/decide_import.h"
#include "flow/sort.h"
#include "intake/import_hold.h"
#include "model/year.h"
#include "pages/deliver.h"
#include "pages/la.h"
#include "pages/words.h"
#include "store/delivery.h"
#include "store/school.h"
#include "store/setting.h"
#include "view/format.h"
#include "view/input.h"

/* ---- the roll by year ---- */

enum { YEARS = 24 };

struct year_line {
        const char *year;
        unsigned long now, file;
};

struct years {
        size_t count;
        struct year_line lines[YEARS];
};

static struct year_line *line_of(struct years *y, const char *year)
{
        size_t i = 0;
        while (i < y->count && strcmp(y->lines[i].year, year) != 0)
                i++;
        if (i == YEARS)
                return &y->lines[YEARS - 1];
        if (i == y->count)
                y->lines[y->count++] = (struct year_line){ .year = year };
        return &y->lines[i];
}

static int by_year(const void *a, const void *b)
{
        const struct year_line *x = a, *y = b;
        return year_order(x->year) - year_order(y->year);
}

/* Who has left by the row's own word is in the file, but not on roll afterwards. */
static bool is_there(const struct list_row *row)
{
        return !date_known(row->left_on) && strcmp(row->record.value[FIELD_ENROLMENT], "P") != 0;
}

static void count_file(struct years *y, const struct sorted_part *part)
{
        for (size_t i = 0; part && i < part->of[SET_PUPILS]; i++)
                if (is_there(part->rows[i]))
                        line_of(y, part->rows[i]->record.value[FIELD_NC_YEAR])->file++;
}

/* The file is read again. *why: a sentence when that cannot be. */
static enum outcome read_years(struct visit *v, const struct import_visit *iv, struct years *y,
                               const char **why)
{
        struct delivery d;
        struct sorted s;
        struct class_counts classes;
        struct flow f = la_flow(v);
        *y = (struct years){ 0 };
        *why = NULL;
        enum outcome result = school_classes(v->db, v->arena, v->scope, &classes);
        if (result == DONE)
                result = delivery_find(v->db, v->arena, iv->i.delivery, &d);
        if (result != DONE)
                return result;
        for (size_t i = 0; i < classes.count; i++)
                line_of(y, classes.items[i].year)->now += classes.items[i].pupils;
        enum outcome read = flow_read_delivery(&f, &d, &s);
        if (read == DONE && !s.why)
                count_file(y, sorted_part(&s, v->scope->school));
        else
                *why = read == ABSENT ? "The file’s own bytes were deleted after their time, so its NC years "
                                        "cannot be shown. "
                                        "It cannot be processed either: ask for it again."
                                      : "The file cannot be read again, so its NC years cannot be shown.";
        if (y->count)
                qsort(y->lines, y->count, sizeof *y->lines, by_year);
        return DONE;
}

#define YEAR(row) ((const struct year_line *)(row))

static const char *year_name(struct arena *a, const void *row)
{
        (void)a;
        return *YEAR(row)->year ? year_label(YEAR(row)->year) : "No NC year";
}

static const char *year_now(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", YEAR(row)->now);
}

static const char *year_file(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", YEAR(row)->file);
}

static const char *year_difference(struct arena *a, const void *row)
{
        long n = (long)YEAR(row)->file - (long)YEAR(row)->now;
        return n ? arena_printf(a, "%s%ld", n > 0 ? "+" : "−", labs(n)) : "0";
}

/* Of changes alone nothing follows for the roll: what is not in the file stays. */
static struct html years_table(struct arena *a, const struct years *y, bool complete)
{
        const struct column columns[] = {
                { "year", "NC year", year_name, NULL, 0 },
                { "now", "On roll now", year_now, NULL, COLUMN_NUMBER },
                { "file", complete ? "Afterwards, by the file" : "In the file", year_file, NULL,
                  COLUMN_NUMBER },
                { "difference", "Difference", year_difference, NULL, COLUMN_NUMBER },
        };
        struct list list = { .id = "years",
                             .caption = "The roll by NC year",
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns - !complete,
                             .rows = y->lines,
                             .row_count = y->count,
                             .row_size = sizeof *y->lines,
                             .empty = "Nobody is on the roll, and nobody is in the file." };
        return list_html(a, &list);
}

/* ---- the section ---- */

static const char *answer_words(struct arena *a, const struct batch *b)
{
        if (b->hold.state != HOLD_RELEASED && b->hold.state != HOLD_REJECTED)
                return "";
        return arena_printf(a, "%s by %s, %s: %s", b->hold.state == HOLD_RELEASED ? "Released" : "Rejected",
                            b->hold.answered_by, words_moment(a, b->hold.answered_at), b->hold.answer);
}

/* "" where one person is enough. */
static const char *second_words(struct arena *a, const struct import *i, const struct settings *s)
{
        if (!s->second_person)
                return "";
        if (!i->first_released_by)
                return "Your authority wants two people to release a file. You are the first: a colleague "
                       "agrees afterwards.";
        return arena_printf(a,
                            "Your authority wants two people to release a file. %s has released it: somebody "
                            "else must agree.",
                            i->first_released_name);
}

static void set_buttons(struct visit *v, struct view *page, const struct import *i)
{
        bool failed = i->batch.hold.bits == IMPORT_FAILED;
        view_html(
            page, "release",
            part_button_value(v->arena, BUTTON_MAIN, failed ? "Try again" : "Release", "answer", "release"));
        view_html(page, "additions",
                  failed || !i->complete
                      ? (struct html){ 0 }
                      : part_button_value(v->arena, BUTTON_SECOND, "Release additions and changes alone",
                                          "answer", "additions"));
        view_html(page, "reject", part_button_value(v->arena, BUTTON_WARNING, "Reject", "answer", "reject"));
}

static void set_form(struct visit *v, struct view *page, const struct import_visit *iv,
                     const struct settings *s, const struct refusal *why)
{
        view_text(page, "action", url_make(v->arena, LA_IMPORT_HOLD, iv->numbers));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", iv->i.batch.version);
        view_text(page, "second", second_words(v->arena, &iv->i, s));
        view_html(
            page, "reason",
            part_textarea(
                v->arena,
                &(struct input){ .name = "reason",
                                 .label = "Your reason",
                                 .hint = "It stays with the import, and the school reads it when you reject "
                                         "the file. Name no pupil.",
                                 .rows = 3,
                                 .error = why ? why->words : NULL,
                                 .value = why ? request_form(v->request, "reason") : "" }));
        set_buttons(v, page, &iv->i);
}

static bool is_held(const struct batch *b)
{
        return b->hold.state == HOLD_HELD && b->state == BATCH_OPEN;
}

enum outcome la_import_hold_html(struct visit *v, const struct import_visit *iv, const struct refusal *why,
                                 struct html *out)
{
        const struct batch *b = &iv->i.batch;
        struct settings s;
        struct years years;
        const char *unread = "";
        *out = (struct html){ 0 };
        if (b->hold.state == HOLD_NONE)
                return DONE;
        struct view *page = view_new(v->arena, "la/import-hold");
        bool held = is_held(b);
        enum outcome result = settings_read(v->db, v->arena, &s);
        if (result == DONE && held)
                result = read_years(v, iv, &years, &unread);
        if (result != DONE)
                return result;
        view_flag(page, "held", held);
        view_text(page, "since", words_moment(v->arena, b->hold.at));
        view_html(page, "whys", deliver_lines(v->arena, b->hold.why));
        view_text(page, "answered", answer_words(v->arena, b));
        view_html(page, "years",
                  held && !unread ? years_table(v->arena, &years, iv->i.complete) : (struct html){ 0 });
        view_text(page, "unread", unread);
        view_flag(page, "may", held && visit_may(v, WHO_LA_OFFICER));
        set_form(v, page, iv, &s, why);
        *out = view_render(page);
        return DONE;
}

/* ---- the answer ---- */

static bool read_answer(const char *key, enum hold_answer *out)
{
        static const char *const keys[] = {
                [HOLD_RELEASE] = "release", [HOLD_RELEASE_ADDITIONS] = "additions", [HOLD_REJECT] = "reject"
        };
        for (int i = 0; i < 3; i++)
                if (strcmp(keys[i], key) == 0) {
                        *out = (enum hold_answer)i;
                        return true;
                }
        return false;
}

enum outcome la_import_hold_post(struct visit *v)
{
        static const char *const notices[] = {
                [HOLD_RELEASE] = "Released. The file is processed within a minute.",
                [HOLD_RELEASE_ADDITIONS] = "Released: additions and changes are processed within a minute, "
                                           "and nobody becomes a proposed leaver.",
                [HOLD_REJECT] = "Rejected. Nothing of the file is applied; the school was told."
        };
        struct import_visit iv;
        struct flow f = la_flow(v);
        enum hold_answer answer;
        bool second;
        const char *reason = text_tidy(v->arena, request_form(v->request, "reason"));
        enum outcome result = la_import_load(v, &iv);
        if (result != DONE)
                return result;
        if (!read_answer(request_form(v->request, "answer"), &answer))
                return visit_refuse(v, "Say whether you release it: go back and press one of the buttons.");
        if (!is_held(&iv.i.batch))
                return visit_refuse(v, "This file is not on hold any more: somebody else has answered.");
        if (!*reason) {
                v->why = (struct refusal){ "reason", "Write your reason." };
                return la_import_show(v, &iv, &v->why);
        }
        iv.i.batch.version = (unsigned)la_number(request_form(v->request, "version"));
        result = flow_answer_import_hold(&f, &iv.i, answer, reason, &second);
        return la_done(v, result,
                       second ? "You have released it. A second person must agree." : notices[answer],
                       LA_IMPORT, iv.numbers);
}

/* ---- all of them ---- */

struct hold_line {
        const struct import *i;
        const char *school;
};

#define ROW(row) ((const struct hold_line *)(row))
TEXT_OF(school, ROW(row)->school)
TEXT_OF(file, ROW(row)->i->file_name)
TEXT_OF(why_held, ROW(row)->i->batch.hold.why)
TEXT_OF(rows, arena_printf(a, "%lu", ROW(row)->i->rows))
TEXT_OF(since, words_moment(a, ROW(row)->i->batch.hold.at))
TEXT_OF(first, ROW(row)->i->first_released_by ? arena_printf(a, "Released by %s: a second person must agree",
                                                             ROW(row)->i->first_released_name)
                                              : "")

TEXT_OF(answered_text, answer_words(a, &ROW(row)->i->batch))

static struct html school_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->i->batch.school, ROW(row)->i->batch.id };
        return part_link(a, ROW(row)->school, url_make(a, LA_IMPORT, numbers));
}

#define HOLD_COLUMNS                                                                                         \
        { "school", "School", school, school_link, 0 }, { "file", "File", file, NULL, 0 },                   \
            { "why", "Why", why_held, NULL, 0 }, { "rows", "Rows", rows, NULL, COLUMN_NUMBER },              \
            { "since", "Since", since, NULL, 0 }
static const struct column hold_columns[] = { HOLD_COLUMNS, { "first", "Released so far", first, NULL, 0 } };
static const struct column answered_columns[] = { HOLD_COLUMNS, { "answer", "Answer", answered_text, NULL, 0 } };

static enum outcome school_name(struct visit *v, unsigned long id, const char **out)
{
        struct school s;
        enum outcome result = school_by_id(v->db, v->arena, id, &s);
        *out = result == DONE ? s.name : "";
        return result;
}

enum outcome la_import_holds_html(struct visit *v, unsigned long of, bool answered, struct html *out)
{
        struct imports all;
        enum outcome result = answered ? import_holds_answered(v->db, v->arena, &all)
                                       : import_holds_list(v->db, v->arena, &all);
        if (result != DONE)
                return result;
        struct hold_line *lines = arena_array(v->arena, all.count + 1, sizeof *lines);
        size_t n = 0;
        bool first_of_two = false;
        for (size_t i = 0; result == DONE && i < all.count; i++) {
                if (of && all.items[i].batch.school != of)
                        continue;
                lines[n].i = &all.items[i];
                first_of_two |= all.items[i].first_released_by != 0;
                result = school_name(v, all.items[i].batch.school, &lines[n++].school);
        }
        struct list list = { .id = "imports",
                             .caption = answered ? "Files that were on hold" : "Files on hold",
                             .quiet = true,
                             .columns = answered ? answered_columns : hold_columns,
                             .column_count = sizeof hold_columns / sizeof *hold_columns - !(answered || first_of_two),
                             .rows = lines,
                             .row_count = n,
                             .row_size = sizeof *lines,
                             .empty = answered ? "No hold of a file was answered yet." : "No file is on hold." };
        *out = list_html(v->arena, &list);
        return result;
}
