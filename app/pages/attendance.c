#include "pages/attendance.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/year.h"
#include "pages/attendance_pupils.h"
#include "pages/la.h"
#include "pages/la_desk_school.h"
#include "pages/routes.h"
#include "view/chart.h"
#include "view/format.h"
#include "view/input.h"

/* ---- where ---- */

static bool is_held(const struct attendance_academic *held, long year)
{
        for (size_t i = 0; i < held->count; i++)
                if (held->years[i] == year)
                        return true;
        return false;
}

enum outcome attendance_place_find(struct visit *v, struct attendance_place *out)
{
        *out = (struct attendance_place){ .la = v->route->school == SCHOOL_FIRST };
        enum outcome result = la_school(v, &out->school);
        if (result == DONE)
                result = attendance_years_held(v->db, v->arena, v->scope, &out->held);
        if (result != DONE)
                return result;
        long asked = (long)la_number(request_query(v->request, "year"));
        out->academic = is_held(&out->held, asked) ? (int)asked
                        : out->held.count          ? out->held.years[0]
                                                   : year_academic(date_today());
        return DONE;
}

const char *attendance_url(struct arena *a, const struct attendance_place *p)
{
        return p->la ? url_make(a, LA_ATTENDANCE, &p->school.id) : SCHOOL_ATTENDANCE;
}

const char *attendance_pupils_url(struct arena *a, const struct attendance_place *p)
{
        return p->la ? url_make(a, LA_ATTENDANCE_PUPILS, &p->school.id) : SCHOOL_ATTENDANCE_PUPILS;
}

const char *attendance_pupil_url(struct arena *a, const struct attendance_place *p, unsigned long pupil)
{
        const unsigned long numbers[] = { p->school.id, pupil };
        return p->la ? url_make(a, LA_PUPIL_ATTENDANCE, numbers)
                     : url_make(a, SCHOOL_PUPIL_ATTENDANCE, &pupil);
}

void attendance_trail(struct visit *v, const struct attendance_place *p, const char *here)
{
        struct page_link links[4];
        size_t count = 0;
        if (!p->la && !here)
                return;
        if (p->la) {
                links[count++] = (struct page_link){ .text = "Dashboard", .url = LA_DESK };
                links[count++] = (struct page_link){ .text = p->school.name,
                                                     .url = url_make(v->arena, LA_DATA, &p->school.id) };
        }
        links[count++] =
            (struct page_link){ .text = "Attendance", .url = here ? attendance_url(v->arena, p) : NULL };
        if (here)
                links[count++] = (struct page_link){ .text = here };
        la_trail(v, count, links);
}

const char *attendance_year_text(struct arena *a, const struct attendance_place *p)
{
        return arena_printf(a, "%d", p->academic);
}

struct html attendance_year_choice(struct visit *v, const struct attendance_place *p, const char *url)
{
        struct view *form = view_new(v->arena, "attendance/year");
        struct choice *choices = arena_array(v->arena, p->held.count + 1, sizeof *choices);
        for (size_t i = 0; i < p->held.count; i++)
                choices[i] = (struct choice){ .value = arena_printf(v->arena, "%d", p->held.years[i]),
                                              .text = la_year(v->arena, p->held.years[i]) };
        if (p->held.count < 2)
                return (struct html){ 0 };
        view_text(form, "action", url);
        view_html(form, "year",
                  part_select(v->arena, &(struct input){ .name = "year",
                                                         .label = "Academic year",
                                                         .value = attendance_year_text(v->arena, p),
                                                         .choice_count = p->held.count,
                                                         .choices = choices }));
        return view_render(form);
}

/* ---- codes ---- */

struct code_row {
        mark mark;
        unsigned long sessions, possible;
};

#define CODE(row) ((const struct code_row *)(row))

static const char *code_code(struct arena *a, const void *row)
{
        (void)a;
        return mark_table[CODE(row)->mark].code;
}

static const char *code_meaning(struct arena *a, const void *row)
{
        (void)a;
        return mark_table[CODE(row)->mark].words;
}

static const char *code_class(struct arena *a, const void *row)
{
        (void)a;
        return mark_class_words[mark_class(CODE(row)->mark)];
}

static const char *code_sessions(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", CODE(row)->sessions);
}

static const char *code_share(struct arena *a, const void *row)
{
        const struct code_row *r = row;
        if (!mark_possible(r->mark) || !r->possible)
                return "";
        return arena_printf(a, "%.2f", 100.0 * (double)r->sessions / (double)r->possible);
}

static int by_class(const void *a, const void *b)
{
        const struct code_row *x = a, *y = b;
        enum mark_class cx = mark_class(x->mark), cy = mark_class(y->mark);
        if (cx != cy)
                return cx < cy ? -1 : 1;
        if (x->sessions != y->sessions)
                return x->sessions > y->sessions ? -1 : 1;
        return x->mark < y->mark ? -1 : 1;
}

struct html attendance_codes(struct arena *a, const struct attendance_tally *t)
{
        static const struct column columns[] = {
                { "code", "Code", code_code, NULL, 0 },
                { "meaning", "Meaning", code_meaning, NULL, 0 },
                { "class", "Counts as", code_class, NULL, 0 },
                { "sessions", "Sessions", code_sessions, NULL, COLUMN_NUMBER },
                { "share", "% of possible", code_share, NULL, COLUMN_NUMBER }
        };
        struct code_row rows[MARK_COUNT];
        size_t count = 0;
        for (int m = 1; m < MARK_COUNT; m++)
                if (t->marks[m])
                        rows[count++] = (struct code_row){ (mark)m, t->marks[m], figures_possible(&t->all) };
        qsort(rows, count, sizeof *rows, by_class);
        return list_html(a, &(struct list){ .id = "codes",
                                            .caption = "By code",
                                            .columns = columns,
                                            .column_count = 5,
                                            .rows = rows,
                                            .row_count = count,
                                            .row_size = sizeof *rows,
                                            .empty = "No marks are held." });
}

/* ---- weeks ---- */

const char *attendance_week_label(struct arena *a, const struct attendance_tally *t, size_t week)
{
        const char *full = format_date(a, tally_monday(t, week)), *space = strchr(full, ' ');
        return arena_printf(a, "%.*s %.3s", (int)(space - full), full, space + 1);
}

struct week_row {
        const char *label;
        struct attendance_figures figures;
};

#define WEEK(row) ((const struct week_row *)(row))

static const char *share_of(struct arena *a, const struct attendance_figures *f, enum mark_class class)
{
        unsigned long possible = figures_possible(f);
        return possible ? format_permille(a, (long)((f->of[class] * 1000 + possible / 2) / possible)) : "";
}

static const char *week_name(struct arena *a, const void *row)
{
        (void)a;
        return WEEK(row)->label;
}

static const char *week_attendance(struct arena *a, const void *row)
{
        return share_of(a, &WEEK(row)->figures, CLASS_ATTENDING);
}

static const char *week_authorised(struct arena *a, const void *row)
{
        return share_of(a, &WEEK(row)->figures, CLASS_AUTHORISED);
}

static const char *week_unauthorised(struct arena *a, const void *row)
{
        return share_of(a, &WEEK(row)->figures, CLASS_UNAUTHORISED);
}

static const char *week_possible(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", figures_possible(&WEEK(row)->figures));
}

static const struct column week_columns[] = {
        { "week", "Week from", week_name, NULL, 0 },
        { "attendance", "Attendance", week_attendance, NULL, COLUMN_NUMBER },
        { "authorised", "Authorised", week_authorised, NULL, COLUMN_NUMBER },
        { "unauthorised", "Unauthorised", week_unauthorised, NULL, COLUMN_NUMBER },
        { "possible", "Possible sessions", week_possible, NULL, COLUMN_NUMBER }
};

static struct html weeks_table(struct arena *a, const struct attendance_tally *t, size_t first, size_t last)
{
        struct week_row *rows = arena_array(a, last - first + 1, sizeof *rows);
        size_t count = 0;
        for (size_t w = first; w <= last; w++)
                if (figures_possible(&t->weeks[w]))
                        rows[count++] = (struct week_row){ attendance_week_label(a, t, w), t->weeks[w] };
        return list_html(a, &(struct list){ .id = "weeks",
                                            .caption = "By week",
                                            .quiet = true,
                                            .columns = week_columns,
                                            .column_count = 5,
                                            .rows = rows,
                                            .row_count = count,
                                            .row_size = sizeof *rows });
}

/* What one sees in the chart. */
static const char *weeks_words(struct arena *a, const long *values, const char *const *labels, size_t count)
{
        size_t low = 0, high = 0;
        for (size_t i = 1; i < count; i++) {
                if (values[i] == CHART_GAP)
                        continue;
                low = values[i] < values[low] ? i : low;
                high = values[i] > values[high] ? i : high;
        }
        return arena_printf(a,
                            "Attendance by week from %s to %s: highest %s in the week from %s, lowest %s in "
                            "the week from %s, %s in the last.",
                            labels[0], labels[count - 1], format_permille(a, values[high]), labels[high],
                            format_permille(a, values[low]), labels[low],
                            format_permille(a, values[count - 1]));
}

/* A scale from the ten percent below the lowest to all. */
static long bottom_of(const long *values, size_t count)
{
        long low = 900;
        for (size_t i = 0; i < count; i++)
                if (values[i] != CHART_GAP && values[i] < low)
                        low = values[i];
        return low / 200 * 200;
}

static struct html weeks_chart(struct arena *a, const struct attendance_tally *t)
{
        size_t first, last;
        if (!tally_span(t, &first, &last))
                return (struct html){ 0 };
        size_t count = last - first + 1;
        long *values = arena_array(a, count, sizeof *values);
        const char **labels = arena_array(a, count, sizeof *labels);
        for (size_t i = 0; i < count; i++) {
                long permille = figures_permille(&t->weeks[first + i]);
                values[i] = permille < 0 ? CHART_GAP : permille;
                labels[i] = attendance_week_label(a, t, first + i);
        }
        struct chart_series series = { "attendance", TONE_MAIN, values };
        struct chart chart = { .kind = CHART_LINES,
                               .title = "Attendance by week",
                               .words = weeks_words(a, values, labels, count),
                               .point_count = count,
                               .series_count = 1,
                               .labels = labels,
                               .series = &series,
                               .bottom = bottom_of(values, count),
                               .top = 1000,
                               .value = format_permille };
        struct html parts[] = { chart_time(a, &chart), part_details(a, "The same as a table", false,
                                                                    weeks_table(a, t, first, last)) };
        return html_join(a, 2, parts);
}

/* ---- NC years ---- */

struct year_row {
        const char *year, *url; /* of the pupils of the year; "" for those without one, whom no list has alone */
        unsigned long pupils, persistent, severe;
        struct attendance_figures figures;
};

#define YEAR(row) ((const struct year_row *)(row))

static const char *year_name(struct arena *a, const void *row)
{
        (void)a;
        return *YEAR(row)->year ? year_label(YEAR(row)->year) : "No NC year";
}

static const char *year_attendance(struct arena *a, const void *row)
{
        return share_of(a, &YEAR(row)->figures, CLASS_ATTENDING);
}

static const char *year_authorised(struct arena *a, const void *row)
{
        return share_of(a, &YEAR(row)->figures, CLASS_AUTHORISED);
}

static const char *year_unauthorised(struct arena *a, const void *row)
{
        return share_of(a, &YEAR(row)->figures, CLASS_UNAUTHORISED);
}

static const char *year_pupils(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", YEAR(row)->pupils);
}

static const char *year_persistent(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", YEAR(row)->persistent);
}

static const char *year_severe(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", YEAR(row)->severe);
}

/* The number as a link to those whom it counts. */
static struct html listed(struct arena *a, const void *row, unsigned long n, enum attendance_listing list)
{
        const char *text = format_number(a, (long)n), *key = attendance_list_key(list);
        return n && *YEAR(row)->url ? part_link(a, text, arena_printf(a, "%s&list=%s", YEAR(row)->url, key))
                                    : html_text(a, text);
}

static struct html pupils_cell(struct arena *a, const void *row)
{
        return listed(a, row, YEAR(row)->pupils, ATTENDANCE_ALL);
}

static struct html persistent_cell(struct arena *a, const void *row)
{
        return listed(a, row, YEAR(row)->persistent, ATTENDANCE_PERSISTENT);
}

static struct html severe_cell(struct arena *a, const void *row)
{
        return listed(a, row, YEAR(row)->severe, ATTENDANCE_SEVERE);
}

static const struct column year_columns[] = {
        { "year", "NC year", year_name, NULL, 0 },
        { "pupils", "Pupils", year_pupils, pupils_cell, COLUMN_NUMBER },
        { "attendance", "Attendance", year_attendance, NULL, COLUMN_NUMBER },
        { "authorised", "Authorised", year_authorised, NULL, COLUMN_NUMBER },
        { "unauthorised", "Unauthorised", year_unauthorised, NULL, COLUMN_NUMBER },
        { "persistent", "Persistently absent", year_persistent, persistent_cell, COLUMN_NUMBER },
        { "severe", "Severely absent", year_severe, severe_cell, COLUMN_NUMBER }
};

static struct year_row *row_of_year(struct year_row *rows, size_t *count, const char *year)
{
        for (size_t i = 0; i < *count; i++)
                if (strcmp(rows[i].year, year) == 0)
                        return &rows[i];
        rows[*count] = (struct year_row){ .year = year };
        return &rows[(*count)++];
}

static int by_year(const void *a, const void *b)
{
        return year_order(((const struct year_row *)a)->year) -
               year_order(((const struct year_row *)b)->year);
}

static void add_pupil(struct year_row *r, const struct attendance_year *y)
{
        r->pupils++;
        r->persistent += figures_persistent(&y->figures);
        r->severe += figures_severe(&y->figures);
        for (int c = 0; c < MARK_CLASSES; c++)
                r->figures.of[c] += y->figures.of[c];
}

static struct html years_table(struct arena *a, const struct attendance_place *p, const struct attendance_years *pupils)
{
        struct year_row *rows = arena_array(a, pupils->count + 1, sizeof *rows);
        size_t count = 0;
        for (size_t i = 0; i < pupils->count; i++)
                if (pupils->items[i].on_roll)
                        add_pupil(row_of_year(rows, &count, pupils->items[i].nc_year), &pupils->items[i]);
        for (size_t i = 0; i < count; i++)
                rows[i].url = *rows[i].year ? la_url(a, attendance_pupils_url(a, p), "year", attendance_year_text(a, p), "ncyear",
                                                     rows[i].year, NULL)
                                            : "";
        qsort(rows, count, sizeof *rows, by_year);
        return list_html(a, &(struct list){ .id = "years",
                                            .caption = "By NC year",
                                            .columns = year_columns,
                                            .column_count = sizeof year_columns / sizeof *year_columns,
                                            .rows = rows,
                                            .row_count = count,
                                            .row_size = sizeof *rows,
                                            .empty = "Nobody who is on the roll has marks." });
}

/* ---- the page ---- */

static void tile(struct view *v, const char *url, const char *number, const char *words)
{
        view_text(v, "url", url);
        view_text(v, "number", number);
        view_text(v, "words", words);
        view_next(v);
}

static struct html tiles(struct visit *v, const struct attendance_place *p, const struct attendance_tally *t,
                         const struct attendance_years *pupils)
{
        struct view *tile_view = view_new(v->arena, "la/tile");
        const char *url = attendance_pupils_url(v->arena, p), *year = attendance_year_text(v->arena, p);
        tile(tile_view, la_url(v->arena, url, "year", year, NULL),
             format_permille(v->arena, figures_permille(&t->all)),
             "attendance, of all sessions that were possible");
        for (int l = ATTENDANCE_PERSISTENT; l < ATTENDANCE_LISTS; l++) {
                long count = 0;
                for (size_t i = 0; i < pupils->count; i++)
                        count += attendance_is_listed(&pupils->items[i], (enum attendance_listing)l);
                tile(tile_view,
                     la_url(v->arena, url, "list", attendance_list_key((enum attendance_listing)l), "year",
                            year, NULL),
                     format_number(v->arena, count), attendance_list_words((enum attendance_listing)l));
        }
        return view_rows(tile_view);
}

/* For the authority it is a tab of the school's dashboard. */
static enum outcome set_frame(struct visit *v, struct view *page, const struct attendance_place *p)
{
        view_text(page, "name", "");
        view_html(page, "tabs", (struct html){ 0 });
        if (p->la)
                return la_data_frame(v, page, LA_ATTENDANCE);
        attendance_trail(v, p, NULL);
        return DONE;
}

static enum outcome show(struct visit *v, const struct attendance_place *p, const struct attendance_tally *t,
                         const struct attendance_years *pupils)
{
        struct view *page = view_new(v->arena, "attendance/school");
        bool any = figures_possible(&t->all) > 0;
        enum outcome result = set_frame(v, page, p);
        if (result != DONE)
                return result;
        view_text(page, "academic", la_year(v->arena, p->academic));
        view_html(page, "year", attendance_year_choice(v, p, attendance_url(v->arena, p)));
        view_flag(page, "any", any);
        view_html(page, "tiles", any ? tiles(v, p, t, pupils) : (struct html){ 0 });
        view_html(page, "weeks", any ? weeks_chart(v->arena, t) : (struct html){ 0 });
        view_html(page, "years", any ? years_table(v->arena, p, pupils) : (struct html){ 0 });
        view_html(page, "codes", any ? attendance_codes(v->arena, t) : (struct html){ 0 });
        return visit_show(v, "Attendance", page);
}

enum outcome attendance_page(struct visit *v)
{
        struct attendance_place place;
        struct attendance_rows rows;
        struct attendance_years pupils;
        struct attendance_tally tally;
        enum outcome result = attendance_place_find(v, &place);
        if (result == DONE)
                result = attendance_of_school(v->db, v->arena, v->scope, place.academic, &rows);
        if (result == DONE)
                result = attendance_year_list(v->db, v->arena, v->scope, place.academic, &pupils);
        if (result != DONE)
                return result;
        tally_begin(&tally, place.academic);
        for (size_t i = 0; i < rows.count; i++)
                tally_add(&tally, &rows.items[i].marks);
        return show(v, &place, &tally, &pupils);
}
