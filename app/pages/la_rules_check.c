#include "pages/la_rules_check.h"

#include <string.h>

#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_desk.h"
#include "pages/la_rules_form.h"
#include "pages/words.h"
#include "store/rule_try.h"
#include "store/status.h"
#include "store/school.h"
#include "view/format.h"
#include "view/input.h"
#include "view/list.h"

enum { DAYS_MAX = 90, DAYS_USUAL = 14 };
static const unsigned day_choices[] = { 7, DAYS_USUAL, 30 };

/* ---- what changes ---- */

struct change_line {
        const struct rules_form *f;
        struct rule_change change;
};

#define CHANGE(row) ((const struct change_line *)(row))

static const char *change_item(struct arena *a, const void *row)
{
        (void)a;
        return rule_item_words(CHANGE(row)->change.item);
}

static const char *change_of(struct arena *a, const void *row)
{
        const struct rule_change *c = &CHANGE(row)->change;
        return c->of_hand ? "What a person has set" : arena_printf(a, "%s pupils", cohort_words[c->cohort]);
}

static const char *change_before(struct arena *a, const void *row)
{
        return rules_form_words(a, CHANGE(row)->f, &CHANGE(row)->change, CHANGE(row)->change.before);
}

static const char *change_after(struct arena *a, const void *row)
{
        return rules_form_words(a, CHANGE(row)->f, &CHANGE(row)->change, CHANGE(row)->change.after);
}

static const struct column change_columns[] = {
        { "item", "Item", change_item, NULL, 0 },
        { "of", "For", change_of, NULL, 0 },
        { "before", "Now", change_before, NULL, 0 },
        { "after", "Then", change_after, NULL, 0 },
};

static struct html changes_table(struct arena *a, const struct rules_form *f,
                                 const struct rule_change *changes, size_t count)
{
        struct change_line *lines = arena_array(a, count + 1, sizeof *lines);
        for (size_t i = 0; i < count; i++)
                lines[i] = (struct change_line){ f, changes[i] };
        struct list list = { .id = "changes",
                             .caption = "What changes",
                             .quiet = true,
                             .columns = change_columns,
                             .column_count = sizeof change_columns / sizeof *change_columns,
                             .rows = lines,
                             .row_count = count,
                             .row_size = sizeof *lines };
        return list_html(a, &list);
}

/* ---- trying ---- */

struct trial {
        struct rule_try_ask ask;
        struct rule_try_data data;
        struct try_result result;
        struct schools schools;
        bool fields, sets, ignored; /* among the changes are fields; sets of data; items that were not imported */
};

/* A school's own layers lie over both sets of defaults. */
static struct try_rules rules_of_trial(struct arena *a, const struct rules_form *f,
                                       const struct rule_schools *own)
{
        struct try_rules rules = { .before = f->set.now };
        rules_over(&rules.after, &f->set.below, &f->chosen);
        struct try_layer *layers = arena_array(a, own->count + 1, sizeof *layers);
        for (size_t i = 0; i < own->count; i++)
                layers[i] = (struct try_layer){ own->items[i].school, &own->items[i].layer };
        rules.layer_count = own->count;
        rules.layers = layers;
        return rules;
}

static void set_ask(struct trial *t, const struct rules_form *f, const struct rule_change *changes,
                    size_t count)
{
        t->ask.school = f->school.id;
        for (size_t i = 0; i < count; i++) {
                const struct rule_change *c = &changes[i];
                t->ask.items[c->item] = true;
                t->ask.history |= c->of_hand;
                t->fields |= c->item < FIELD_COUNT;
                t->sets |= c->item >= FIELD_COUNT;
                t->ignored |= !c->of_hand && f->set.now.of[c->item][c->cohort].verdict == VERDICT_IGNORE;
        }
}

static enum outcome try_out(struct visit *v, const struct rules_form *f, const struct rule_change *changes,
                            size_t count, struct trial *t)
{
        struct rule_schools own = { 0 };
        set_ask(t, f, changes, count);
        if (count == 0)
                return DONE;
        enum outcome result = rule_try_data(v->db, v->arena, &t->ask, &t->data);
        if (result == DONE && !f->school.id)
                result = rules_overrides(v->db, v->arena, &own);
        if (result == DONE)
                result = school_list(v->db, v->arena, "", &t->schools);
        if (result != DONE)
                return result;
        struct try_rules rules = rules_of_trial(v->arena, f, &own);
        rule_try(v->arena, &rules, t->data.cases, t->data.count, &t->result);
        return DONE;
}

static const char *school_name(const struct trial *t, unsigned long id)
{
        for (size_t i = 0; i < t->schools.count; i++)
                if (t->schools.items[i].id == id)
                        return t->schools.items[i].name;
        return "A closed school";
}

static struct html day_tabs(struct arena *a, const struct rules_form *f, unsigned days)
{
        enum { DAYS = sizeof day_choices / sizeof *day_choices };
        struct tab tabs[DAYS];
        for (size_t i = 0; i < DAYS; i++)
                tabs[i] = (struct tab){ .text = arena_printf(a, "Last %u days", day_choices[i]),
                                        .url = rules_form_link(a, f, rules_form_check_url(a, f),
                                                               arena_printf(a, "days=%u", day_choices[i])),
                                        .current = day_choices[i] == days };
        return part_tabs(a, "Days to try the rules on", DAYS, tabs);
}

/* Another number than those, in a form that keeps the choices. why NULL: nothing is wrong with it. */
static void set_days(struct visit *v, struct view *page, const struct rules_form *f, unsigned days,
                     const struct refusal *why)
{
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "tabs", day_tabs(v->arena, f, days));
        view_printf(page, "days", "%u", days);
        view_text(page, "try", rules_form_check_url(v->arena, f));
        view_html(page, "ask",
                  part_input(v->arena, &(struct input){ .name = "days",
                                                        .label = "Another number of days",
                                                        .error = why ? why->words : NULL,
                                                        .value = why ? request_query(v->request, "days")
                                                                     : arena_printf(v->arena, "%u", days),
                                                        .width = 3,
                                                        .inputmode = "numeric",
                                                        .autocomplete = "off" }));
}

/* ---- by school ---- */

struct school_line {
        const struct trial *trial;
        const struct try_school *school;
};

#define LINE(row)     ((const struct school_line *)(row))
#define COUNT_OF(row) (LINE(row)->school->count)

static const char *line_school(struct arena *a, const void *row)
{
        (void)a;
        return school_name(LINE(row)->trial, LINE(row)->school->school);
}

static struct html line_link(struct arena *a, const void *row)
{
        return part_link(a, line_school(a, row), url_make(a, LA_SCHOOL_RULES, &LINE(row)->school->school));
}

static const char *line_more(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", COUNT_OF(row)[TRY_MORE]);
}

static const char *line_fewer(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", COUNT_OF(row)[TRY_APPLIED] + COUNT_OF(row)[TRY_DROPPED]);
}

static const char *line_lost(struct arena *a, const void *row)
{
        return arena_printf(a, "%lu", COUNT_OF(row)[TRY_LOST]);
}

static const struct column school_columns[] = {
        { "school", "School", line_school, line_link, 0 },
        { "more", "More conflicts", line_more, NULL, COLUMN_NUMBER },
        { "fewer", "Fewer conflicts", line_fewer, NULL, COLUMN_NUMBER },
        { "lost", "Imported values that would be left out", line_lost, NULL, COLUMN_NUMBER },
};

static struct html schools_table(struct arena *a, const struct trial *t)
{
        size_t count = t->result.school_count;
        struct school_line *lines = arena_array(a, count + 1, sizeof *lines);
        for (size_t i = 0; i < count; i++)
                lines[i] = (struct school_line){ t, &t->result.schools[i] };
        struct list list = { .id = "schools",
                             .caption = "By school",
                             .columns = school_columns,
                             .column_count = sizeof school_columns / sizeof *school_columns,
                             .rows = lines,
                             .row_count = count,
                             .row_size = sizeof *lines };
        return list_html(a, &list);
}

/* ---- examples ---- */

struct example_line {
        const struct trial *trial;
        const struct rule_example *of;
        int item;
        enum try_effect effect;
};

#define EXAMPLE(row) ((const struct example_line *)(row))

static const char *example_name(struct arena *a, const void *row)
{
        return arena_printf(a, "%s, %s", EXAMPLE(row)->of->surname, EXAMPLE(row)->of->forename);
}

static struct html example_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { EXAMPLE(row)->of->school, EXAMPLE(row)->of->pupil };
        return part_link(a, example_name(a, row), url_make(a, "/la/schools/{}/pupils/{}", numbers));
}

static const char *example_school(struct arena *a, const void *row)
{
        (void)a;
        return school_name(EXAMPLE(row)->trial, EXAMPLE(row)->of->school);
}

static const char *example_item(struct arena *a, const void *row)
{
        (void)a;
        return rule_item_words(EXAMPLE(row)->item);
}

static const char *value_shown(struct arena *a, const void *row, const char *value)
{
        return *value ? value_words(a, (enum field)EXAMPLE(row)->item, value) : "Nothing";
}

static const char *example_ours(struct arena *a, const void *row)
{
        return value_shown(a, row, EXAMPLE(row)->of->ours);
}

static const char *example_theirs(struct arena *a, const void *row)
{
        return value_shown(a, row, EXAMPLE(row)->of->theirs);
}

static const char *example_effect(struct arena *a, const void *row)
{
        static const char *const words[TRY_EFFECTS] = {
                [TRY_MORE] = "Was imported, would be a conflict",
                [TRY_LOST] = "Was imported, would be left out",
                [TRY_APPLIED] = "Was a conflict, would be imported",
                [TRY_DROPPED] = "Was a conflict, would be left out",
        };
        (void)a;
        return words[EXAMPLE(row)->effect];
}

static const struct column example_columns[] = {
        { "pupil", "Pupil", example_name, example_link, 0 },
        { "school", "School", example_school, NULL, 0 },
        { "field", "Item", example_item, NULL, 0 },
        { "ours", "Held", example_ours, NULL, 0 },
        { "theirs", "Came", example_theirs, NULL, 0 },
        { "effect", "What happened, and what would", example_effect, NULL, 0 },
};

static enum outcome examples_table(struct visit *v, const struct trial *t, struct html *out)
{
        struct example_line lines[TRY_EXAMPLES];
        size_t count = 0;
        for (size_t i = 0; i < t->result.pick_count; i++) {
                const struct try_pick *p = &t->result.picks[i];
                struct rule_examples found;
                enum outcome result = rule_try_examples(v->db, v->arena, &t->ask, p->of, p->want, &found);
                if (result != DONE)
                        return result;
                for (size_t k = 0; k < found.count && count < TRY_EXAMPLES; k++)
                        lines[count++] = (struct example_line){ t, &found.items[k], p->of->item, p->effect };
        }
        struct list list = { .id = "examples",
                             .caption = "Examples",
                             .columns = example_columns,
                             .column_count = sizeof example_columns / sizeof *example_columns,
                             .rows = lines,
                             .row_count = count,
                             .row_size = sizeof *lines };
        *out = count ? list_html(v->arena, &list) : (struct html){ 0 };
        return DONE;
}

/* ---- the page ---- */

static const char *number(struct arena *a, unsigned long n)
{
        return format_number(a, (long)n);
}

static void set_totals(struct arena *a, struct view *page, const struct try_result *r)
{
        const unsigned long *total = r->total;
        view_text(page, "looked_at", format_count(a, (long)r->looked_at, "difference", NULL));
        view_text(page, "more", number(a, total[TRY_MORE]));
        view_text(page, "fewer", number(a, total[TRY_APPLIED] + total[TRY_DROPPED]));
        view_text(page, "applied", number(a, total[TRY_APPLIED]));
        view_text(page, "dropped", number(a, total[TRY_DROPPED]));
        view_text(page, "lost", number(a, total[TRY_LOST]));
}

static enum outcome set_trial(struct visit *v, struct view *page, const struct rules_form *f,
                              const struct rule_change *changes, size_t count)
{
        static const struct refusal no_days = { "days", "Write a number of days from 1 to 90." };
        struct trial t = { .ask = { .days = DAYS_USUAL } };
        struct html examples = { 0 };
        const char *typed = request_query(v->request, "days");
        unsigned long wanted = *typed ? la_number(typed) : DAYS_USUAL;
        bool good = wanted >= 1 && wanted <= DAYS_MAX;
        if (good)
                t.ask.days = (unsigned)wanted;
        enum outcome result = try_out(v, f, changes, count, &t);
        if (result == DONE)
                result = examples_table(v, &t, &examples);
        if (result != DONE)
                return result;
        set_totals(v->arena, page, &t.result);
        set_days(v, page, f, t.ask.days, good || !t.fields ? NULL : &no_days);
        view_html(page, "schools",
                  t.result.school_count && !f->school.id ? schools_table(v->arena, &t) : (struct html){ 0 });
        view_html(page, "examples", examples);
        view_text(page, "cut", t.data.cut ? number(v->arena, RULE_TRY_ROWS) : "");
        view_flag(page, "fields", t.fields);
        view_flag(page, "sets", t.sets);
        view_flag(page, "ignored", t.ignored);
        return DONE;
}

static void set_trail(struct visit *v, const struct rules_form *f)
{
        struct arena *a = v->arena;
        const char *rules = rules_form_url(a, f);
        const struct page_link of_school[] = { { .text = "Dashboard", .url = LA_DESK },
                                               { .text = f->school.name,
                                                 .url = url_make(a, LA_DATA, &f->school.id) },
                                               { .text = "Rules", .url = rules },
                                               { .text = "Check" } };
        const struct page_link of_all[] = { { .text = "Rules", .url = rules }, { .text = "Check" } };
        if (f->school.id)
                la_trail(v, 4, of_school);
        else
                la_trail(v, 2, of_all);
}

static enum outcome show(struct visit *v, const struct rules_form *f)
{
        struct rule_change changes[RULE_CHANGES_MAX];
        struct arena *a = v->arena;
        size_t count = rule_changes(&f->set.layer, &f->chosen, changes);
        struct view *page = view_new(a, "la/rules-check");
        unsigned long open;
        enum outcome result = set_trial(v, page, f, changes, count);
        if (result == DONE)
                result = status_conflicts(v->db, a, f->school.id, &open);
        if (result != DONE)
                return result;
        const char *title =
            count ? arena_printf(a, "You are changing %s", format_count(a, (long)count, "rule", NULL))
                  : "You are changing nothing";
        set_trail(v, f);
        view_text(page, "title", title);
        view_text(page, "school", f->school.name);
        view_flag(page, "any", count > 0);
        view_text(page, "open", open ? format_count(a, (long)open, "conflict", NULL) : "");
        view_flag(page, "one", open == 1);
        view_html(page, "changes", changes_table(a, f, changes, count));
        view_text(page, "action", rules_form_url(a, f));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", f->version);
        view_html(page, "hidden_fields", rules_form_hidden(a, f));
        view_text(page, "back", rules_form_link(a, f, rules_form_url(a, f), ""));
        return visit_show(v, title, page);
}

/* Somebody else saved since the choosing began: what would be shown is not what would be changed. */
static enum outcome stale(struct visit *v)
{
        return la_done(v, REFUSED, "", "", NULL);
}

enum outcome la_rules_check_page(struct visit *v)
{
        struct rules_form f;
        enum outcome result = rules_form_read(v, &v->request->query, &f);
        if (result != DONE)
                return result;
        return f.version == f.set.version ? show(v, &f) : stale(v);
}

enum outcome la_rules_post(struct visit *v)
{
        struct rules_form f;
        unsigned long by = v->session->person.id;
        enum outcome result = rules_form_read(v, &v->request->form, &f);
        if (result != DONE)
                return result;
        if (!request_has(v->request, "version") || f.version != f.set.version)
                return stale(v);
        if (rule_layer_items(&f.chosen) == 0 && rule_layer_items(&f.set.layer) > 0)
                result = rules_reset(v->db, v->arena, by, f.school.id, f.version);
        else
                result = rules_set(v->db, v->arena, by, f.school.id, f.version, &f.chosen);
        return la_done(v, result,
                       "The rules are saved. They count for all data that is processed from now on; open conflicts are weighed again "
                       "within a minute.",
                       f.school.id ? LA_SCHOOL_RULES : LA_RULES, &f.school.id);
}
