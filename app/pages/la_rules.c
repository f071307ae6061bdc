#include "pages/la_rules.h"

#include <string.h>

#include "pages/la.h"
#include "pages/la_desk.h"
#include "pages/la_desk_school.h"
#include "pages/la_rules_form.h"
#include "view/format.h"
#include "view/list.h"

/* The page as it is put together. */
struct sheet {
        struct arena *a;
        const struct rules_form *f;
        struct rules chosen; /* what would count */
        bool may;
};

static const char *const cohort_columns[COHORTS] = { "active pupils", "non-active pupils" };

/* ---- cells ---- */

static struct html select_cell(struct arena *a, const char *id, const char *label, const char *name,
                               struct html options, const char *note)
{
        struct view *cell = view_new(a, "la/rules-select");
        view_text(cell, "id", id);
        view_text(cell, "label", label);
        view_text(cell, "name", name);
        view_html(cell, "options", options);
        view_text(cell, "note", note);
        return view_render(cell);
}

static struct html words_cell(struct arena *a, const char *words, const char *note)
{
        struct view *cell = view_new(a, "la/rules-words");
        view_text(cell, "words", words);
        view_text(cell, "note", note);
        return view_render(cell);
}

static void option(struct view *v, const char *value, const char *text, bool selected)
{
        view_text(v, "value", value);
        view_text(v, "text", text);
        view_flag(v, "selected", selected);
        view_next(v);
}

/* What lies below, where it is not what counts, or always of a school that may choose. */
static const char *note_below(const struct sheet *s, const char *below, bool same)
{
        if (same && !(s->f->school.id && s->may))
                return "";
        return arena_printf(s->a, s->f->school.id ? "Default: %s" : "Shipped: %s", below);
}

static struct html verdict_cell(const struct sheet *s, int item, enum cohort cohort)
{
        struct arena *a = s->a;
        enum verdict below = s->f->set.below.of[item][cohort].verdict,
                     now = s->chosen.of[item][cohort].verdict;
        char letter = s->f->chosen.verdict[item][cohort];
        const char *note = note_below(s, verdict_words[below], below == now);
        bool of_school = s->f->school.id != 0;
        if (!s->may)
                return words_cell(a, verdict_words[now], note);
        struct view *options = view_new(a, "parts/option");
        if (of_school)
                option(options, rules_form_verdict(a, item, cohort, RULE_AS_BELOW), "As the default",
                       !letter);
        for (int v = 0; v < VERDICTS; v++)
                if (rule_may(item, (enum verdict)v))
                        option(options, rules_form_verdict(a, item, cohort, verdict_letters[v]),
                               verdict_words[v],
                               of_school ? letter == verdict_letters[v] : now == (enum verdict)v);
        return select_cell(a, arena_printf(a, "rule-%s-%c", rule_item_key(item), cohort_letters[cohort]),
                           arena_printf(a, "%s, %s", rule_item_words(item), cohort_columns[cohort]), "rule",
                           view_rows(options), note);
}

static struct html hand_box(const struct sheet *s, int item, bool kept, const char *note)
{
        struct view *cell = view_new(s->a, "la/rules-hand");
        view_printf(cell, "id", "hand-%s", rule_item_key(item));
        view_text(cell, "value", rules_form_hand(s->a, item, HAND_OVERWRITTEN));
        view_flag(cell, "checked", !kept);
        view_text(cell, "about", rule_item_words(item));
        view_text(cell, "note", note);
        return view_render(cell);
}

/* The default set ticks a box; a school may also leave it to the default. */
static struct html hand_cell(const struct sheet *s, int item)
{
        struct arena *a = s->a;
        bool below = s->f->set.below.of[item][COHORT_ACTIVE].hand_kept,
             kept = s->chosen.of[item][COHORT_ACTIVE].hand_kept;
        char letter = s->f->chosen.hand[item];
        const char *note = note_below(s, rules_hand_words(below), below == kept);
        if (item >= FIELD_COUNT)
                return words_cell(a, "Nobody sets it by hand", "");
        if (!s->may)
                return words_cell(a, rules_hand_words(kept), note);
        if (!s->f->school.id)
                return hand_box(s, item, kept, note);
        struct view *options = view_new(a, "parts/option");
        option(options, rules_form_hand(a, item, RULE_AS_BELOW), "As the default", !letter);
        option(options, rules_form_hand(a, item, HAND_KEPT), rules_hand_words(true), letter == HAND_KEPT);
        option(options, rules_form_hand(a, item, HAND_OVERWRITTEN), rules_hand_words(false),
               letter == HAND_OVERWRITTEN);
        return select_cell(a, arena_printf(a, "hand-%s", rule_item_key(item)),
                           arena_printf(a, "%s, what a person has set", rule_item_words(item)), "hand",
                           view_rows(options), note);
}

/* In words, so that nothing depends on colour. */
static struct html tag(const struct sheet *s, int item)
{
        bool of_school = s->f->school.id != 0, was = rule_layer_has(&s->f->set.layer, item);
        if (memcmp(s->f->set.layer.verdict[item], s->f->chosen.verdict[item], COHORTS) != 0 ||
            s->f->set.layer.hand[item] != s->f->chosen.hand[item])
                return part_tag(s->a, "Not saved yet", "purple");
        if (rule_differs(&s->chosen, &s->f->set.below, item))
                return part_tag(s->a, of_school ? "Differs from the default" : "Changed from shipped",
                                "yellow");
        return was ? part_tag(s->a, of_school ? "Set here, same as the default" : "As shipped", "grey")
                   : (struct html){ 0 };
}

/* ---- the table ---- */

static struct html group_select(const struct sheet *s, int group, enum cohort cohort)
{
        struct arena *a = s->a;
        struct view *options = view_new(a, "parts/option");
        const char *label =
            arena_printf(a, "Set all of %s, %s", rule_group_words[group], cohort_columns[cohort]);
        char of = cohort_letters[cohort];
        option(options, "", "Set all to …", true);
        if (s->f->school.id)
                option(options, arena_printf(a, "%d.%c.-", group + 1, of), "As the default", false);
        for (int v = 0; v < VERDICTS; v++)
                option(options, arena_printf(a, "%d.%c.%c", group + 1, of, verdict_letters[v]),
                       verdict_words[v], false);
        return select_cell(a, arena_printf(a, "all-%d-%c", group + 1, of), label, "all", view_rows(options),
                           "");
}

static struct html items(const struct sheet *s, int group)
{
        struct view *row = view_new(s->a, "la/rules-row");
        for (int i = 0; i < RULE_ITEMS; i++) {
                if (rule_item_group(i) != (enum rule_group)group)
                        continue;
                view_text(row, "item", rule_item_words(i));
                view_html(row, "tag", tag(s, i));
                view_html(row, "active", verdict_cell(s, i, COHORT_ACTIVE));
                view_html(row, "other", verdict_cell(s, i, COHORT_OTHER));
                view_html(row, "hand", hand_cell(s, i));
                view_next(row);
        }
        return view_rows(row);
}

static struct html groups(const struct sheet *s)
{
        struct view *group = view_new(s->a, "la/rules-group");
        for (int g = 0; g < RULE_GROUPS; g++) {
                struct html none = { 0 };
                view_text(group, "name", rule_group_words[g]);
                view_flag(group, "may", s->may);
                view_html(group, "active", s->may ? group_select(s, g, COHORT_ACTIVE) : none);
                view_html(group, "other", s->may ? group_select(s, g, COHORT_OTHER) : none);
                view_printf(group, "number", "%d", g + 1);
                view_text(group, "url", rules_form_url(s->a, s->f));
                view_html(group, "rows", items(s, g));
                view_next(group);
        }
        return view_rows(group);
}

/* ---- schools with rules of their own ---- */

#define SCHOOL(row) ((const struct rule_school *)(row))

static const char *school_name(struct arena *a, const void *row)
{
        (void)a;
        return SCHOOL(row)->name;
}

static struct html school_link(struct arena *a, const void *row)
{
        return part_link(a, SCHOOL(row)->name, url_make(a, LA_SCHOOL_RULES, &SCHOOL(row)->school));
}

static const char *differing(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", SCHOOL(row)->differing);
}

static const char *held_to(struct arena *a, const void *row)
{
        return arena_printf(a, "%u", rule_layer_items(&SCHOOL(row)->layer));
}

static const struct column school_columns[] = {
        { "school", "School", school_name, school_link, 0 },
        { "differing", "Items that differ from the default", differing, NULL, COLUMN_NUMBER },
        { "own", "Items set for the school", held_to, NULL, COLUMN_NUMBER },
};

static struct html schools(struct arena *a, const struct rule_schools *all)
{
        struct list list = { .id = "schools",
                             .caption = "Schools with rules of their own",
                             .columns = school_columns,
                             .column_count = sizeof school_columns / sizeof *school_columns,
                             .rows = all->items,
                             .row_count = all->count,
                             .row_size = sizeof *all->items,
                             .empty =
                                 "All schools have the default rules. A school’s own are set on its page." };
        return list_html(a, &list);
}

/* ---- the page ---- */

static const char *state_words(struct arena *a, const struct rules_form *f)
{
        unsigned n = rules_differ(&f->set.now, &f->set.below);
        if (f->school.id)
                return n ? arena_printf(a, "%s from the default.",
                                        format_count(a, (long)n, "item differs", "items differ"))
                         : "This school has the default rules.";
        return n ? arena_printf(a, "%s changed from shipped.",
                                format_count(a, (long)n, "item was", "items were"))
                 : "All rules are as shipped.";
}

static enum outcome set_heading(struct visit *v, struct view *page, const struct rules_form *f)
{
        struct arena *a = v->arena;
        view_text(page, "tabs", "");
        view_text(page, "name", "");
        view_text(page, "school", f->school.name);
        view_text(page, "state", state_words(a, f));
        view_text(page, "check", rules_form_check_url(a, f));
        view_text(page, "reset",
                  rule_layer_items(&f->set.layer) ? la_url(a, rules_form_check_url(a, f), "reset", "1", NULL)
                                                  : "");
        return f->school.id ? la_data_frame(v, page, LA_SCHOOL_RULES) : DONE;
}

enum outcome la_rules_page(struct visit *v)
{
        struct rules_form f;
        struct rule_schools all = { 0 };
        struct rule_change changes[RULE_CHANGES_MAX];
        enum outcome result = rules_form_read(v, &v->request->query, &f);
        if (result == DONE && !f.school.id)
                result = rules_overrides(v->db, v->arena, &all);
        if (result != DONE)
                return result;
        struct sheet sheet = { v->arena, &f, f.set.now, visit_may(v, WHO_LA_OFFICER) };
        rules_over(&sheet.chosen, &f.set.below, &f.chosen);
        struct view *page = view_new(v->arena, "la/rules");
        result = set_heading(v, page, &f);
        view_flag(page, "may", sheet.may);
        view_flag(page, "chosen", rule_changes(&f.set.layer, &f.chosen, changes) > 0);
        view_printf(page, "version", "%u", f.version);
        view_html(page, "groups", groups(&sheet));
        view_html(page, "schools", f.school.id ? (struct html){ 0 } : schools(v->arena, &all));
        return result == DONE
                   ? visit_show(v, f.school.id ? arena_printf(v->arena, "Rules of %s", f.school.name) : "Rules", page)
                   : result;
}
