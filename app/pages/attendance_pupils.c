#include "pages/attendance_pupils.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/year.h"
#include "pages/attendance.h"
#include "pages/la.h"
#include "store/audit.h"
#include "view/format.h"
#include "view/input.h"

enum { PER_PAGE = 50 };

/* ---- the lists ---- */

const char *attendance_list_key(enum attendance_listing list)
{
        static const char *const keys[] = { "all", "persistent", "severe" };
        return list < ATTENDANCE_TRIGGER ? keys[list] : trigger_table[list - ATTENDANCE_TRIGGER].key;
}

const char *attendance_list_words(enum attendance_listing list)
{
        static const char *const words[] = { "all pupils with marks",
                                             "persistently absent: 10% missed or more",
                                             "severely absent: half missed or more" };
        return list < ATTENDANCE_TRIGGER ? words[list] : trigger_table[list - ATTENDANCE_TRIGGER].words;
}

static enum attendance_listing list_of_key(const char *key)
{
        for (int l = 0; l < ATTENDANCE_LISTS; l++)
                if (strcmp(attendance_list_key((enum attendance_listing)l), key) == 0)
                        return (enum attendance_listing)l;
        return ATTENDANCE_ALL;
}

static bool belongs(const struct attendance_year *y, enum attendance_listing list, bool ever)
{
        switch (list) {
        case ATTENDANCE_ALL: return true;
        case ATTENDANCE_PERSISTENT: return figures_persistent(&y->figures);
        case ATTENDANCE_SEVERE: return figures_severe(&y->figures);
        default: break;
        }
        int t = list - ATTENDANCE_TRIGGER;
        return ever ? y->since[t][0] != '\0' : (y->trigger_now >> t & 1) != 0;
}

bool attendance_is_listed(const struct attendance_year *y, enum attendance_listing list)
{
        return y->on_roll && belongs(y, list, false);
}

/* ---- columns ---- */

struct row {
        const struct attendance_year *year;
        int trigger; /* of the list, or -1 */
        const char *url;
        size_t n; /* in the order of names */
};

/* A number in spreadsheets, so without its sign. */
static const char *tenths(struct arena *a, long permille)
{
        return permille < 0 ? "" : arena_printf(a, "%ld.%ld", permille / 10, permille % 10);
}

static const char *day(struct arena *a, const char *iso)
{
        return date_to_uk(date_from_iso(iso), arena_alloc(a, DATE_TEXT));
}

#define ROW(row)  ((const struct row *)(row))
#define HELD(row) (ROW(row)->year)
TEXT_OF(name, arena_printf(a, "%s, %s", HELD(row)->surname, HELD(row)->forename))
TEXT_OF(surname, HELD(row)->surname)
TEXT_OF(forename, HELD(row)->forename)
TEXT_OF(upn, HELD(row)->upn)
TEXT_OF(nc_year, *HELD(row)->nc_year ? year_label(HELD(row)->nc_year) : "")
TEXT_OF(class, HELD(row)->class)
TEXT_OF(attendance, tenths(a, figures_permille(&HELD(row)->figures)))
TEXT_OF(possible, arena_printf(a, "%lu", figures_possible(&HELD(row)->figures)))
TEXT_OF(authorised, arena_printf(a, "%lu", HELD(row)->figures.of[CLASS_AUTHORISED]))
TEXT_OF(unauthorised, arena_printf(a, "%lu", HELD(row)->figures.of[CLASS_UNAUTHORISED]))
TEXT_OF(since, day(a, HELD(row)->since[ROW(row)->trigger]))
TEXT_OF(days, arena_printf(a, "%u", HELD(row)->days[ROW(row)->trigger]))
TEXT_OF(holds, HELD(row)->trigger_now >> ROW(row)->trigger & 1 ? "Yes" : "No")
TEXT_OF(marked_to, day(a, HELD(row)->marked_to))

static const char *triggers(struct arena *a, const void *row)
{
        const char *words = "";
        for (int t = 0; t < TRIGGERS; t++)
                if (HELD(row)->trigger_now >> t & 1)
                        words = arena_printf(a, "%s%s%s", words, *words ? "; " : "",
                                             trigger_table[t].short_words);
        return words;
}

static struct html name_link(struct arena *a, const void *row)
{
        return part_link(a, name(a, row), ROW(row)->url);
}

#define WHO                                                                                                  \
        { "name", "Pupil", name, name_link, COLUMN_SORT | COLUMN_PAGE_ONLY },                                \
            { "surname", "Surname", surname, NULL, COLUMN_FILE_ONLY },                                       \
            { "forename", "Forename", forename, NULL, COLUMN_FILE_ONLY },                                    \
            { "upn", "UPN", upn, NULL, COLUMN_FILE_ONLY },                                                   \
            { "ncyear", "NC year", nc_year, NULL, COLUMN_SORT },                                             \
            { "class", "Class", class, NULL, COLUMN_SORT },                                                  \
            { "attendance", "Attendance %", attendance, NULL, COLUMN_SORT | COLUMN_NUMBER },                 \
            { "possible", "Possible sessions", possible, NULL, COLUMN_SORT | COLUMN_NUMBER },                \
            { "authorised", "Authorised", authorised, NULL, COLUMN_SORT | COLUMN_NUMBER },                   \
        {                                                                                                    \
                "unauthorised", "Unauthorised", unauthorised, NULL, COLUMN_SORT | COLUMN_NUMBER              \
        }
static const struct column plain_columns[] = { WHO,
                                               { "triggers", "Triggers", triggers, NULL, 0 },
                                               { "marked", "Marks up to", marked_to, NULL, COLUMN_SORT } };
static const struct column day_columns[] = { WHO,
                                             { "since", "Reached on", since, NULL, COLUMN_SORT },
                                             { "days", "Days now", days, NULL, COLUMN_SORT | COLUMN_NUMBER },
                                             { "holds", "Holds now", holds, NULL, COLUMN_SORT } };
static const struct column session_columns[] = { WHO,
                                                 { "since", "Reached on", since, NULL, COLUMN_SORT },
                                                 { "days", "Sessions now", days, NULL,
                                                   COLUMN_SORT | COLUMN_NUMBER },
                                                 { "holds", "Holds now", holds, NULL, COLUMN_SORT } };
enum {
        COLUMNS_PLAIN = sizeof plain_columns / sizeof *plain_columns,
        COLUMNS_TRIGGER = sizeof day_columns / sizeof *day_columns
};

/* ---- sorting ---- */

static int number_order(unsigned long x, unsigned long y)
{
        return (x > y) - (x < y);
}

static int order(const struct row *x, const struct row *y, const char *key)
{
        const struct attendance_year *a = x->year, *b = y->year;
        if (strcmp(key, "ncyear") == 0)
                return year_order(a->nc_year) - year_order(b->nc_year);
        if (strcmp(key, "class") == 0)
                return strcmp(a->class, b->class);
        if (strcmp(key, "attendance") == 0)
                return (int)(figures_permille(&a->figures) - figures_permille(&b->figures));
        if (strcmp(key, "possible") == 0)
                return number_order(figures_possible(&a->figures), figures_possible(&b->figures));
        if (strcmp(key, "authorised") == 0)
                return number_order(a->figures.of[CLASS_AUTHORISED], b->figures.of[CLASS_AUTHORISED]);
        if (strcmp(key, "unauthorised") == 0)
                return number_order(a->figures.of[CLASS_UNAUTHORISED], b->figures.of[CLASS_UNAUTHORISED]);
        if (strcmp(key, "marked") == 0)
                return strcmp(a->marked_to, b->marked_to);
        if (x->trigger < 0)
                return 0;
        if (strcmp(key, "since") == 0)
                return strcmp(a->since[x->trigger], b->since[x->trigger]);
        if (strcmp(key, "days") == 0)
                return number_order(a->days[x->trigger], b->days[x->trigger]);
        return strcmp(key, "holds") == 0
                   ? (int)(a->trigger_now >> x->trigger & 1) - (int)(b->trigger_now >> x->trigger & 1)
                   : 0;
}

/* Rows of one value stay in the order of names, in which they come. */
static int compare(const void *a, const void *b, void *sorted)
{
        const char *key = sorted;
        bool down = *key == '-';
        const struct row *x = a, *y = b;
        int c = order(x, y, key + down);
        if (c)
                return down ? -c : c;
        c = number_order(x->n, y->n);
        return strcmp(key, "-name") == 0 ? -c : c;
}

/* ---- what is asked for ---- */

struct asked {
        struct attendance_place place;
        enum attendance_listing list;
        bool ever; /* of a trigger: also who reached it earlier in the year */
        const char *words, *nc_year, *sorted;
        unsigned long page; /* from 1 */
};

static enum outcome ask(struct visit *v, struct asked *out)
{
        const struct request *r = v->request;
        const char *sort = request_query(r, "sort");
        unsigned long page = la_number(request_query(r, "page"));
        *out = (struct asked){ .list = list_of_key(request_query(r, "list")),
                               .ever = strcmp(request_query(r, "when"), "year") == 0,
                               .words = request_query(r, "q"),
                               .nc_year = request_query(r, "ncyear"),
                               .page = page && page < 100000 ? page : 1 };
        const char *usual = out->list >= ATTENDANCE_TRIGGER ? "-since"
                            : out->list == ATTENDANCE_ALL   ? "name"
                                                            : "attendance";
        out->sorted = *sort ? sort : usual;
        return attendance_place_find(v, &out->place);
}

/* The same again, with another end. */
static const char *again(struct visit *v, const struct asked *asked, const char *extension, bool sorted,
                         const char *last)
{
        struct arena *a = v->arena;
        const char *path = arena_printf(a, "%s%s", attendance_pupils_url(a, &asked->place), extension);
        return la_url(a, path, "list", attendance_list_key(asked->list), "year",
                      attendance_year_text(a, &asked->place), "when", asked->ever ? "year" : "", "q",
                      asked->words, "ncyear", asked->nc_year, "sort", sorted ? asked->sorted : "", last, NULL,
                      NULL);
}

static bool has_words(struct arena *a, const struct attendance_year *y, const char *words)
{
        const char *folded = text_fold(a, arena_printf(a, " %s %s", y->surname, y->forename));
        char *sought = text_fold(a, words), *rest = sought;
        const char *padded = arena_printf(a, " %s", folded);
        if (text_same(words, "") || strncasecmp(y->upn, words, strlen(words)) == 0)
                return true;
        for (char *word; (word = strsep(&rest, " "));)
                if (*word && !strstr(padded, arena_printf(a, " %s", word)))
                        return false;
        return *sought || !rest;
}

static struct row *select_rows(struct visit *v, const struct asked *asked,
                               const struct attendance_years *pupils, size_t *count)
{
        struct row *rows = arena_array(v->arena, pupils->count + 1, sizeof *rows);
        int trigger = asked->list >= ATTENDANCE_TRIGGER ? (int)(asked->list - ATTENDANCE_TRIGGER) : -1;
        *count = 0;
        for (size_t i = 0; i < pupils->count; i++) {
                const struct attendance_year *y = &pupils->items[i];
                if (y->on_roll && belongs(y, asked->list, asked->ever) &&
                    has_words(v->arena, y, asked->words) &&
                    (!*asked->nc_year || strcmp(asked->nc_year, y->nc_year) == 0))
                        rows[(*count)++] =
                            (struct row){ y, trigger, attendance_pupil_url(v->arena, &asked->place, y->pupil),
                                          i };
        }
        qsort_r(rows, *count, sizeof *rows, compare, arena_text(v->arena, asked->sorted));
        return rows;
}

static struct list list_of(const struct asked *asked, const struct row *rows, size_t count)
{
        bool trigger = asked->list >= ATTENDANCE_TRIGGER;
        return (struct list){ .id = "pupils",
                              .caption = "Pupils",
                              .quiet = true,
                              .columns = asked->list == ATTENDANCE_TRIGGER + TRIGGER_PENALTY ? session_columns
                                         : trigger                                           ? day_columns
                                                                                             : plain_columns,
                              .column_count = trigger ? COLUMNS_TRIGGER : COLUMNS_PLAIN,
                              .rows = rows,
                              .row_count = count,
                              .row_size = sizeof *rows,
                              .sorted = asked->sorted,
                              .empty = "Nobody on the roll: no pupil with marks in this year matches." };
}

/* ---- the page ---- */

static struct html list_select(struct visit *v, enum attendance_listing chosen)
{
        struct choice choices[ATTENDANCE_LISTS] = { 0 };
        for (int l = 0; l < ATTENDANCE_LISTS; l++) {
                char *words = arena_text(v->arena, l < ATTENDANCE_TRIGGER
                                                       ? attendance_list_words((enum attendance_listing)l)
                                                       : trigger_table[l - ATTENDANCE_TRIGGER].short_words);
                words[0] = words[0] >= 'a' && words[0] <= 'z' ? (char)(words[0] - 'a' + 'A') : words[0];
                choices[l] = (struct choice){ .value = attendance_list_key((enum attendance_listing)l),
                                              .text = words };
        }
        return part_select(v->arena, &(struct input){ .name = "list",
                                                      .label = "List",
                                                      .value = attendance_list_key(chosen),
                                                      .choice_count = ATTENDANCE_LISTS,
                                                      .choices = choices });
}

static struct html when_select(struct visit *v, const struct asked *asked)
{
        static const struct choice choices[] = { { .value = "", .text = "Holds now" },
                                                 { .value = "year", .text = "Reached this year" } };
        if (asked->list < ATTENDANCE_TRIGGER)
                return (struct html){ 0 };
        return part_select(v->arena, &(struct input){ .name = "when",
                                                      .label = "When",
                                                      .value = asked->ever ? "year" : "",
                                                      .choice_count = 2,
                                                      .choices = choices });
}

static struct html year_select(struct visit *v, const struct attendance_years *pupils, const char *chosen)
{
        static const char *const years[] = { "N1", "N2", "E1", "E2", "R",  "1",  "2",  "3",  "4",  "5",
                                             "6",  "7",  "8",  "9",  "10", "11", "12", "13", "14", "X" };
        enum { YEARS = sizeof years / sizeof *years };
        struct choice choices[YEARS + 1] = { { .value = "", .text = "All years" } };
        size_t count = 1;
        for (size_t y = 0; y < YEARS; y++) {
                bool any = false;
                for (size_t i = 0; i < pupils->count && !any; i++)
                        any = strcmp(pupils->items[i].nc_year, years[y]) == 0;
                if (any)
                        choices[count++] = (struct choice){ .value = years[y], .text = year_label(years[y]) };
        }
        return part_select(v->arena, &(struct input){ .name = "ncyear",
                                                      .label = "NC year",
                                                      .value = chosen,
                                                      .choice_count = count,
                                                      .choices = choices });
}

static void set_filter(struct visit *v, struct view *page, const struct asked *asked,
                       const struct attendance_years *pupils)
{
        view_text(page, "action", attendance_pupils_url(v->arena, &asked->place));
        view_html(page, "list_choice", list_select(v, asked->list));
        view_html(page, "when", when_select(v, asked));
        view_html(page, "search",
                  part_input(v->arena, &(struct input){ .name = "q",
                                                        .label = "Name or UPN",
                                                        .value = asked->words,
                                                        .width = 20,
                                                        .autocomplete = "off" }));
        view_html(page, "ncyear", year_select(v, pupils, asked->nc_year));
        view_text(page, "year", attendance_year_text(v->arena, &asked->place));
}

static enum outcome show(struct visit *v, const struct asked *asked, const struct attendance_years *pupils)
{
        struct view *page = view_new(v->arena, "attendance/pupils");
        size_t count, from = (asked->page - 1) * PER_PAGE;
        const struct row *rows = select_rows(v, asked, pupils, &count);
        size_t shown = from >= count ? 0 : count - from < PER_PAGE ? count - from : PER_PAGE;
        struct list list = list_of(asked, rows + (shown ? from : 0), shown);
        list.sort_url = again(v, asked, "", false, "sort");
        attendance_trail(v, &asked->place, "Pupils");
        set_filter(v, page, asked, pupils);
        view_text(page, "school", asked->place.la ? asked->place.school.name : "");
        view_text(page, "academic", la_year(v->arena, asked->place.academic));
        view_text(page, "words", attendance_list_words(asked->list));
        view_text(page, "count", format_count(v->arena, (long)count, "pupil", NULL));
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "pages",
                  part_pages(v->arena, again(v, asked, "", true, "page"), (long)asked->page,
                             (long)((count + PER_PAGE - 1) / PER_PAGE)));
        view_text(page, "csv", again(v, asked, ".csv", true, NULL));
        view_text(page, "xlsx", again(v, asked, ".xlsx", true, NULL));
        return visit_show(v, "Attendance of pupils", page);
}

enum outcome attendance_pupils_page(struct visit *v)
{
        struct asked asked;
        struct attendance_years pupils;
        enum outcome result = ask(v, &asked);
        if (result == DONE)
                result = attendance_year_list(v->db, v->arena, v->scope, asked.place.academic, &pupils);
        return result == DONE ? show(v, &asked, &pupils) : result;
}

static enum outcome as_file(struct visit *v, bool xlsx)
{
        struct asked asked;
        struct attendance_years pupils;
        size_t count = 0;
        enum outcome result = ask(v, &asked);
        if (result == DONE)
                result = attendance_year_list(v->db, v->arena, v->scope, asked.place.academic, &pupils);
        if (result != DONE)
                return result;
        const struct row *rows = select_rows(v, &asked, &pupils, &count);
        struct list list = list_of(&asked, rows, count);
        result =
            audit_add(v->db, v->session->person.id, v->scope->school, "attendance-downloaded", count, "");
        return result == DONE ? la_file(v, &list, xlsx, "attendance", "Attendance") : result;
}

enum outcome attendance_pupils_csv(struct visit *v)
{
        return as_file(v, false);
}

enum outcome attendance_pupils_xlsx(struct visit *v)
{
        return as_file(v, true);
}
