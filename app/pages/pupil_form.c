#include "pages/pupil_form.h"

#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "model/code.h"
#include "model/year.h"
#include "view/input.h"

static const struct section {
        const char *title;
        enum field first, last, also;
} sections[] = {
        { "Name", FIELD_SURNAME, FIELD_FORMER_SURNAME, FIELD_FORMER_FORENAME },
        { "Birth", FIELD_DOB, FIELD_SEX, FIELD_COUNT },
        { "Identifiers", FIELD_UPN, FIELD_ULN, FIELD_COUNT },
        { "At school", FIELD_NC_YEAR, FIELD_ENTRY_DATE, FIELD_BOARDER },
        { "Home", FIELD_ADDRESS, FIELD_POSTCODE, FIELD_COUNT },
        { "Characteristics", FIELD_ETHNICITY, FIELD_SERVICE_CHILD, FIELD_ENGLISH },
        { "Needs and circumstances", FIELD_SEN_NEED, FIELD_YOUNG_CARER, FIELD_COUNT },
};

/* ---- values ---- */

static const char *as_typed(struct arena *a, enum field f, const char *value)
{
        return field_table[f].kind == KIND_DATE ? value_words(a, f, value) : value;
}

void pupil_form_held(struct visit *v, const struct record *held, struct pupil_form *out)
{
        *out = (struct pupil_form){ .error_count = 0 };
        record_blank(&out->record);
        if (held)
                out->record = *held;
        for (int f = 0; f < FIELD_COUNT; f++)
                out->typed.value[f] = as_typed(v->arena, (enum field)f, out->record.value[f]);
}

void pupil_form_error(struct pupil_form *f, const char *field, const char *words)
{
        if (f->error_count < sizeof f->errors / sizeof *f->errors)
                f->errors[f->error_count++] = (struct refusal){ field, words };
}

static const char *read_value(struct visit *v, struct pupil_form *f, enum field field, const char *typed)
{
        const struct value_context context = { .academic = year_academic(date_today()),
                                               .today = date_today(),
                                               .authority = config_get(v->config, "authority", ""),
                                               .order = DATE_DAY_FIRST };
        const struct cell cell = { .kind = CELL_TEXT, .text = typed };
        const struct field_info *info = &field_table[field];
        struct value value = value_read(v->arena, &context, field, &cell);
        if (value.doubtful && value.issue.severity == SEVERITY_ERROR)
                pupil_form_error(
                    f, info->key,
                    arena_printf(v->arena, "%s: %s.", info->heading, issue_reason(v->arena, &value.issue)));
        else if (info->needed && !*value.text)
                pupil_form_error(f, info->key, arena_printf(v->arena, "Enter the %s.", info->words));
        return value.text;
}

static void check_entry(struct pupil_form *f)
{
        struct date birth = date_from_iso(f->record.value[FIELD_DOB]),
                    entry = date_from_iso(f->record.value[FIELD_ENTRY_DATE]);
        if (date_known(birth) && date_known(entry) && date_compare(entry, birth) < 0)
                pupil_form_error(f, "entry_date",
                                 "Date of entry: it is before the date of birth. Correct one of the two.");
}

void pupil_form_read(struct visit *v, const struct record *held, struct pupil_form *out)
{
        pupil_form_held(v, held, out);
        for (int f = 0; f < FIELD_COUNT; f++) {
                const char *typed = request_form(v->request, field_table[f].key);
                bool same = held && strcmp(typed, out->typed.value[f]) == 0;
                out->typed.value[f] = typed;
                if (!same)
                        out->record.value[f] = read_value(v, out, (enum field)f, typed);
        }
        check_entry(out);
}

/* ---- questions ---- */

static const char *error_of(const struct pupil_form *f, const char *field)
{
        for (size_t i = 0; i < f->error_count; i++)
                if (strcmp(f->errors[i].field, field) == 0)
                        return f->errors[i].words;
        return NULL;
}

enum { CHOICES_MAX = 64 };

static void add_choice(struct input *in, struct choice *choices, const char *value, const char *text)
{
        if (in->choice_count < CHOICES_MAX)
                choices[in->choice_count++] = (struct choice){ .value = value, .text = text };
}

static bool has_choice(const struct input *in, const struct choice *choices)
{
        for (size_t i = 0; i < in->choice_count; i++)
                if (strcmp(choices[i].value, in->value) == 0)
                        return true;
        return false;
}

/* A value that the table does not have stays what it is unless somebody chooses another. */
static struct html ask_choice(struct visit *v, enum field field, struct input *in)
{
        static const char *const years[] = { "N1", "N2", "E1", "E2", "R",  "1",  "2",  "3",  "4",  "5",
                                             "6",  "7",  "8",  "9",  "10", "11", "12", "13", "14", "X" };
        struct choice *choices = arena_array(v->arena, CHOICES_MAX, sizeof *choices);
        add_choice(in, choices, "", "Not known");
        if (field_table[field].kind == KIND_YEAR)
                for (size_t i = 0; i < sizeof years / sizeof *years; i++)
                        add_choice(in, choices, years[i], year_label(years[i]));
        else
                for (const struct code *c = field_table[field].codes->items; c->code; c++)
                        add_choice(in, choices, c->code, c->words);
        if (!has_choice(in, choices))
                add_choice(in, choices, in->value, in->value);
        in->choices = choices;
        return part_select(v->arena, in);
}

static struct html ask(struct visit *v, const struct pupil_form *f, enum field field)
{
        const struct field_info *info = &field_table[field];
        struct input in = { .name = info->key,
                            .label = info->heading,
                            .value = f->typed.value[field],
                            .error = error_of(f, info->key),
                            .autocomplete = "off" };
        switch (info->kind) {
        case KIND_DATE: return part_date(v->arena, &in);
        case KIND_YEAR:
        case KIND_CODE: return ask_choice(v, field, &in);
        case KIND_UPN:
        case KIND_ULN:
        case KIND_POSTCODE:
                in.width = 20;
                in.exact = true;
                break;
        case KIND_NAME:
        case KIND_TEXT: in.width = info->max > 60 ? 0 : 20; break;
        }
        return part_input(v->arena, &in);
}

struct html pupil_form_html(struct visit *v, const struct pupil_form *f)
{
        struct view *out = view_new(v->arena, "school/section");
        for (size_t s = 0; s < sizeof sections / sizeof *sections; s++) {
                struct html asked[FIELD_COUNT];
                size_t count = 0;
                for (int field = (int)sections[s].first; field <= (int)sections[s].last; field++)
                        asked[count++] = ask(v, f, (enum field)field);
                if (sections[s].also != FIELD_COUNT)
                        asked[count++] = ask(v, f, sections[s].also);
                view_text(out, "title", sections[s].title);
                view_html(out, "questions", html_join(v->arena, count, asked));
                view_next(out);
        }
        return view_rows(out);
}

struct html pupil_form_hidden(struct visit *v, const struct pupil_form *f)
{
        struct html parts[FIELD_COUNT];
        for (int i = 0; i < FIELD_COUNT; i++)
                parts[i] = part_hidden(v->arena, field_table[i].key, f->typed.value[i]);
        return html_join(v->arena, FIELD_COUNT, parts);
}
