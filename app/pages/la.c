#include "pages/la.h"

#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "model/code.h"
#include "model/year.h"
#include "store/school.h"
#include "store/window.h"
#include "view/csv.h"
#include "view/xlsx.h"

void la_trail(struct visit *v, size_t count, const struct page_link *links)
{
        struct page_link *trail = arena_array(v->arena, count, sizeof *trail);
        memcpy(trail, links, count * sizeof *trail);
        v->trail = trail;
        v->trail_count = count;
}

enum outcome la_school(struct visit *v, struct school *out)
{
        return school_by_id(v->db, v->arena, v->scope->school, out);
}

struct html la_school_select(struct visit *v, const struct schools *schools, struct choice before,
                             struct input like)
{
        struct choice *choices = arena_array(v->arena, schools->count + 1, sizeof *choices);
        choices[0] = before;
        for (size_t i = 0; i < schools->count; i++)
                choices[i + 1] =
                    (struct choice){ .value = arena_printf(v->arena, "%lu", schools->items[i].id),
                                     .text = schools->items[i].name };
        like.name = "school";
        like.choices = choices;
        like.choice_count = schools->count + 1;
        return part_select(v->arena, &like);
}

struct html la_phase_select(struct visit *v, const char *value)
{
        struct choice choices[24] = { { .value = "", .text = "All phases" } };
        size_t n = 1;
        for (const struct code *p = code_phase.items; p->code && n < 24; p++)
                choices[n++] = (struct choice){ .value = p->code, .text = p->words };
        return part_select(
            v->arena,
            &(struct input){
                .name = "phase", .label = "Phase", .value = value, .choice_count = n, .choices = choices });
}

struct flow la_flow(struct visit *v)
{
        return (struct flow){ v->arena, v->db, v->config, v->scope, &v->why };
}

enum outcome la_done(struct visit *v, enum outcome result, const char *notice, const char *pattern,
                     const unsigned long *numbers)
{
        if (result == REFUSED && !v->why.words)
                return visit_refuse(
                    v,
                    "Somebody else has changed this since you opened the page. Nothing was saved: go back, "
                    "reload the page and look again.");
        return result == DONE ? visit_done(v, notice, pattern, numbers) : result;
}

const char *la_url(struct arena *a, const char *path, ...)
{
        struct buf b = BUF_EMPTY;
        va_list args;
        char mark = '?';
        buf_text(&b, path);
        va_start(args, path);
        for (const char *name; (name = va_arg(args, const char *));) {
                const char *value = va_arg(args, const char *);
                if (value && !*value)
                        continue;
                buf_printf(&b, "%c%s=", mark, name);
                mark = '&';
                if (!value)
                        break;
                url_encode(&b, value);
        }
        va_end(args);
        const char *url = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return url;
}

enum outcome la_file(struct visit *v, const struct list *list, bool xlsx, const char *name, const char *sheet)
{
        static const char *const types[] = {
                "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        };
        struct buf b = BUF_EMPTY;
        char day[DATE_TEXT];
        enum outcome result = DONE;
        if (xlsx)
                result = list_xlsx(list, sheet, &b);
        else
                list_csv(list, &b);
        if (result == DONE)
                response_download(v->response,
                                  arena_printf(v->arena, "%s-%s.%s", name, date_to_iso(date_today(), day),
                                               xlsx ? "xlsx" : "csv"),
                                  types[xlsx], b.bytes, b.len);
        buf_free(&b);
        return result;
}

unsigned long la_number(const char *text)
{
        long n = 0;
        return text_to_long(text, 0, 4294967295L, &n) ? (unsigned long)n : 0;
}

enum outcome la_academic(struct visit *v, int *out)
{
        char day[DATE_TEXT];
        struct window w;
        struct windows all;
        *out = year_academic(date_today());
        enum outcome result = window_coming(v->db, v->arena, 0, date_to_iso(date_today(), day), &w);
        if (result == DONE)
                *out = w.academic;
        if (result != ABSENT)
                return result;
        result = window_list(v->db, v->arena, &all);
        if (result == DONE && all.count)
                *out = all.items[0].academic;
        return result;
}

const char *la_year(struct arena *a, int academic)
{
        return arena_printf(a, "%d/%02d", academic, (academic + 1) % 100);
}

struct date la_day(struct visit *v, const char *text)
{
        const struct value_context context = { .academic = year_academic(date_today()),
                                               .today = { 2199, 12, 31 },
                                               .authority = "" };
        const struct cell cell = { .kind = CELL_TEXT, .text = text };
        return date_from_iso(value_read(v->arena, &context, FIELD_ENTRY_DATE, &cell).text);
}
