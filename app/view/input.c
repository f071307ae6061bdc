#include "view/input.h"

#include <string.h>

#include "base/text.h"

/* The ids of the hint and the error, for aria-describedby. */
static const char *described(struct arena *a, const struct input *in)
{
        bool hint = in->hint && *in->hint, error = in->error && *in->error;
        return arena_printf(a, "%s%s%s%s%s", hint ? in->name : "", hint ? "-hint" : "",
                            hint && error ? " " : "", error ? in->name : "", error ? "-error" : "");
}

/* What every control names: starts its view. */
static struct view *control(struct arena *a, const char *template, const struct input *in)
{
        struct view *v = view_new(a, template);
        view_flag(v, "error", in->error && *in->error);
        view_text(v, "name", in->name);
        view_text(v, "described", described(a, in));
        return v;
}

/* Label, hint and error around a control. */
static struct html framed(struct arena *a, const char *template, const struct input *in, struct html inside)
{
        struct view *v = view_new(a, template);
        view_text(v, "error", in->error);
        view_flag(v, "heading", in->heading);
        view_text(v, "name", in->name);
        view_text(v, "label", in->label);
        view_text(v, "hint", in->hint);
        if (strcmp(template, "parts/fieldset") == 0)
                view_text(v, "described", described(a, in));
        view_html(v, "control", inside);
        return view_render(v);
}

struct html part_input(struct arena *a, const struct input *in)
{
        struct view *v = control(a, "parts/input", in);
        view_text(v, "width", in->width ? arena_printf(a, "%d", in->width) : "");
        view_text(v, "type", in->type ? in->type : "text");
        view_text(v, "value", in->value);
        view_text(v, "autocomplete", in->autocomplete);
        view_text(v, "inputmode", in->inputmode);
        view_flag(v, "exact", in->exact);
        return framed(a, "parts/field", in, view_render(v));
}

struct html part_date(struct arena *a, const struct input *in)
{
        struct input date = *in;
        date.hint = in->hint ? in->hint : "For example, 31/08/2012";
        date.width = 10;
        return part_input(a, &date);
}

struct html part_textarea(struct arena *a, const struct input *in)
{
        struct view *v = control(a, "parts/textarea", in);
        view_number(v, "rows", in->rows ? in->rows : 5);
        view_text(v, "value", in->value);
        return framed(a, "parts/field", in, view_render(v));
}

struct html part_upload(struct arena *a, const struct input *in)
{
        struct view *v = control(a, "parts/upload", in);
        view_flag(v, "multiple", in->multiple);
        view_text(v, "accept", in->accept);
        return framed(a, "parts/field", in, view_render(v));
}

struct html part_select(struct arena *a, const struct input *in)
{
        struct view *option = view_new(a, "parts/option"), *v = control(a, "parts/select", in);
        for (size_t i = 0; i < in->choice_count; i++) {
                view_text(option, "value", in->choices[i].value);
                view_flag(option, "selected", text_same(in->choices[i].value, in->value));
                view_text(option, "text", in->choices[i].text);
                view_next(option);
        }
        view_html(v, "options", view_rows(option));
        return framed(a, "parts/field", in, view_render(v));
}

/* The first choice has the name alone as its id: the error summary links there. */
static struct html choices(struct arena *a, const struct input *in, bool many)
{
        struct view *item = view_new(a, many ? "parts/checkbox" : "parts/radio"),
                    *v = view_new(a, "parts/choices");
        for (size_t i = 0; i < in->choice_count; i++) {
                const struct choice *c = &in->choices[i];
                view_text(item, "id", i ? arena_printf(a, "%s-%zu", in->name, i + 1) : in->name);
                view_text(item, "name", in->name);
                view_text(item, "value", c->value);
                view_flag(item, "checked", many ? c->checked : in->value && text_same(c->value, in->value));
                view_html(item, "more", c->more);
                view_text(item, "hint", c->hint);
                view_text(item, "text", c->text);
                view_next(item);
        }
        view_flag(v, "many", many);
        view_flag(v, "row", in->row);
        view_html(v, "items", view_rows(item));
        return framed(a, "parts/fieldset", in, view_render(v));
}

struct html part_radios(struct arena *a, const struct input *in)
{
        return choices(a, in, false);
}

struct html part_checkboxes(struct arena *a, const struct input *in)
{
        return choices(a, in, true);
}
