#include "pages/attendance_pupil.h"

#include <string.h>

#include "pages/attendance.h"
#include "pages/la.h"
#include "pages/routes.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/pupil.h"
#include "view/chart.h"
#include "view/format.h"

/* ---- triggers ---- */

struct trigger_row {
        enum trigger trigger;
        const struct attendance_year *year;
};

#define TRIGGER(row) (&trigger_table[((const struct trigger_row *)(row))->trigger])

static const char *trigger_words(struct arena *a, const void *row)
{
        (void)a;
        return TRIGGER(row)->words;
}

static bool holds(const struct trigger_row *r)
{
        return r->year->trigger_now >> r->trigger & 1;
}

static struct html trigger_state(struct arena *a, const void *row)
{
        const struct trigger_row *r = row;
        if (holds(r))
                return part_tag(a, "Holds now", "red");
        return *r->year->since[r->trigger] ? part_tag(a, "Was reached", "yellow")
                                           : part_tag(a, "Not reached", "grey");
}

static const char *trigger_since(struct arena *a, const void *row)
{
        const struct trigger_row *r = row;
        return words_date(a, r->year->since[r->trigger]);
}

static const char *trigger_now(struct arena *a, const void *row)
{
        const struct trigger_row *r = row;
        return format_count(a, r->year->days[r->trigger], TRIGGER(row)->unit, NULL);
}

static struct html triggers_table(struct arena *a, const struct attendance_year *y)
{
        static const struct column columns[] = { { "what", "What", trigger_words, NULL, 0 },
                                                 { "state", "State", NULL, trigger_state, 0 },
                                                 { "since", "Reached on", trigger_since, NULL, 0 },
                                                 { "now", "Now", trigger_now, NULL, 0 } };
        struct trigger_row rows[TRIGGERS];
        for (int t = 0; t < TRIGGERS; t++)
                rows[t] = (struct trigger_row){ (enum trigger)t, y };
        return list_html(a, &(struct list){ .id = "triggers",
                                            .caption = "Statutory triggers",
                                            .columns = columns,
                                            .column_count = 4,
                                            .rows = rows,
                                            .row_count = TRIGGERS,
                                            .row_size = sizeof *rows });
}

/* ---- weeks ---- */

struct week_row {
        const char *label, *days[5];
};

#define WEEK(row) ((const struct week_row *)(row))
#define DAY(function, n)                                                                                     \
        static const char *function(struct arena *a, const void *row)                                        \
        {                                                                                                    \
                (void)a;                                                                                     \
                return WEEK(row)->days[n];                                                                   \
        }
DAY(monday, 0)
DAY(tuesday, 1)
DAY(wednesday, 2)
DAY(thursday, 3)
DAY(friday, 4)

static const char *week_name(struct arena *a, const void *row)
{
        (void)a;
        return WEEK(row)->label;
}

static const struct column week_columns[] = {
        { "week", "Week from", week_name, NULL, 0 }, { "mon", "Mon", monday, NULL, 0 },
        { "tue", "Tue", tuesday, NULL, 0 },          { "wed", "Wed", wednesday, NULL, 0 },
        { "thu", "Thu", thursday, NULL, 0 },         { "fri", "Fri", friday, NULL, 0 },
};

static const char *code_or_dash(const struct marks *m, long session)
{
        const char *code = mark_table[marks_at(m, session)].code;
        return *code ? code : "–";
}

static struct html marks_table(struct arena *a, const struct marks *m, const struct attendance_tally *t,
                               size_t first, size_t last)
{
        struct week_row *rows = arena_array(a, last - first + 1, sizeof *rows);
        for (size_t w = first; w <= last; w++) {
                struct week_row *row = &rows[w - first];
                long monday_session = t->first + (long)w * WEEK_SESSIONS;
                row->label = attendance_week_label(a, t, w);
                for (int d = 0; d < 5; d++)
                        row->days[d] = arena_printf(a, "%s %s", code_or_dash(m, monday_session + 2 * d),
                                                    code_or_dash(m, monday_session + 2 * d + 1));
        }
        return list_html(a, &(struct list){ .id = "marks",
                                            .caption = "Marks, morning and afternoon",
                                            .columns = week_columns,
                                            .column_count = 6,
                                            .rows = rows,
                                            .row_count = last - first + 1,
                                            .row_size = sizeof *rows });
}

static struct html weeks_chart(struct arena *a, const struct attendance_tally *t, size_t first, size_t last)
{
        static const enum mark_class classes[] = { CLASS_ATTENDING, CLASS_AUTHORISED, CLASS_UNAUTHORISED };
        static const enum chart_tone tones[] = { TONE_MAIN, TONE_WAITS, TONE_BAD };
        static const char *const names[] = { "Attended", "Authorised absence", "Unauthorised absence" };
        size_t count = last - first + 1;
        const char **labels = arena_array(a, count, sizeof *labels);
        struct chart_series series[3];
        for (size_t i = 0; i < count; i++)
                labels[i] = attendance_week_label(a, t, first + i);
        for (int s = 0; s < 3; s++) {
                long *values = arena_array(a, count, sizeof *values);
                for (size_t i = 0; i < count; i++)
                        values[i] = (long)t->weeks[first + i].of[classes[s]];
                series[s] = (struct chart_series){ names[s], tones[s], values };
        }
        const char *words =
            arena_printf(a,
                         "Sessions by week from %s to %s: %lu attended, %lu missed with authorisation and "
                         "%lu without. The marks of each day are in the table below.",
                         labels[0], labels[count - 1], t->all.of[CLASS_ATTENDING],
                         t->all.of[CLASS_AUTHORISED], t->all.of[CLASS_UNAUTHORISED]);
        return chart_time(a, &(struct chart){ .kind = CHART_STACKED,
                                              .title = "Sessions by week",
                                              .words = words,
                                              .point_count = count,
                                              .series_count = 3,
                                              .labels = labels,
                                              .series = series,
                                              .bottom = 0,
                                              .top = WEEK_SESSIONS });
}

/* ---- the page ---- */

static struct html facts(struct arena *a, const struct attendance_year *y)
{
        const struct fact list[] = {
                { .key = "Attendance", .value = format_permille(a, figures_permille(&y->figures)) },
                { .key = "Possible sessions",
                  .value = format_number(a, (long)figures_possible(&y->figures)) },
                { .key = "Attended", .value = format_number(a, (long)y->figures.of[CLASS_ATTENDING]) },
                { .key = "Missed, authorised",
                  .value = format_number(a, (long)y->figures.of[CLASS_AUTHORISED]) },
                { .key = "Missed, unauthorised",
                  .value = format_number(a, (long)y->figures.of[CLASS_UNAUTHORISED]) },
                { .key = "Marks up to", .value = words_date(a, y->marked_to) },
        };
        return part_facts(a, sizeof list / sizeof *list, list);
}

static struct html state_tag(struct arena *a, const struct attendance_year *y)
{
        if (figures_severe(&y->figures))
                return part_tag(a, "Severely absent", "red");
        return figures_persistent(&y->figures) ? part_tag(a, "Persistently absent", "orange")
                                               : (struct html){ 0 };
}

struct held {
        struct attendance_place place;
        struct pupil_full pupil;
        struct attendance_year year;
        bool any; /* the pupil has marks in the year */
        struct marks marks;
};

static void set_marks(struct visit *v, struct view *page, const struct held *h)
{
        struct attendance_tally t;
        size_t first = 0, last = 0;
        tally_begin(&t, h->place.academic);
        tally_add(&t, &h->marks);
        bool weeks = tally_span(&t, &first, &last);
        view_html(page, "facts", h->any ? facts(v->arena, &h->year) : (struct html){ 0 });
        view_html(page, "triggers", h->any ? triggers_table(v->arena, &h->year) : (struct html){ 0 });
        view_html(page, "weeks", weeks ? weeks_chart(v->arena, &t, first, last) : (struct html){ 0 });
        view_html(page, "marks",
                  weeks ? marks_table(v->arena, &h->marks, &t, first, last) : (struct html){ 0 });
        view_html(page, "codes", h->any ? attendance_codes(v->arena, &t) : (struct html){ 0 });
}

static enum outcome show(struct visit *v, const struct held *h)
{
        struct view *page = view_new(v->arena, "attendance/pupil");
        const char *name = words_name(v->arena, &h->pupil.pupil.record);
        const char *url = attendance_pupil_url(v->arena, &h->place, h->pupil.pupil.id);
        attendance_trail(v, &h->place, name);
        view_text(page, "school", h->place.la ? h->place.school.name : "");
        view_text(page, "name", name);
        view_text(page, "academic", la_year(v->arena, h->place.academic));
        view_html(page, "state", h->any ? state_tag(v->arena, &h->year) : (struct html){ 0 });
        view_html(page, "year", attendance_year_choice(v, &h->place, url));
        view_text(page, "pupil_url",
                  h->place.la ? "" : url_make(v->arena, "/school/pupils/{}", &h->pupil.pupil.id));
        view_flag(page, "any", h->any);
        set_marks(v, page, h);
        return visit_show(v, arena_printf(v->arena, "Attendance of %s", name), page);
}

enum outcome attendance_pupil_page(struct visit *v)
{
        struct held h = { .any = true };
        unsigned long id = visit_part(v, v->route->school == SCHOOL_FIRST);
        enum outcome result = attendance_place_find(v, &h.place);
        if (result == DONE)
                result = pupil_find(v->db, v->arena, v->scope, id, &h.pupil);
        if (result == DONE)
                result = attendance_of_pupil(v->db, v->arena, v->scope, id, h.place.academic, &h.marks);
        if (result != DONE)
                return result;
        result = attendance_year_find(v->db, v->arena, v->scope, h.place.academic, id, &h.year);
        if (result == ABSENT) {
                h.any = false;
                result = DONE;
        }
        if (result == DONE)
                result =
                    audit_add(v->db, v->session->person.id, v->scope->school, "attendance-viewed", id, "");
        return result == DONE ? show(v, &h) : result;
}
