#include "pages/la_entry_conflict_list.h"

#include <string.h>

#include "base/date.h"
#include "http/url.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/rule.h"

/* ---- what is asked for ---- */

struct entry_view entry_view_of(const char *(*value)(const struct request *, const char *),
                                const struct request *r)
{
        static const char *const cohorts[] = { "active", "other", "kept" };
        struct entry_view w = { "", entry_kind_of_key(value(r, "kind")) };
        for (size_t i = 0; i < sizeof cohorts / sizeof *cohorts; i++)
                if (strcmp(value(r, "cohort"), cohorts[i]) == 0)
                        w.cohort = cohorts[i];
        return w;
}

const char *entry_view_kind(const struct entry_view *w)
{
        return w->kind == ENTRY_KINDS ? "" : entry_table[w->kind].key;
}

bool entry_view_kept(const struct entry_view *w)
{
        return strcmp(w->cohort, "kept") == 0;
}

static bool of_cohort(const struct entry_view *w, const struct entry_conflict *c)
{
        if (c->kept || entry_view_kept(w))
                return c->kept && entry_view_kept(w);
        return !*w->cohort || (c->cohort == COHORT_ACTIVE) == (strcmp(w->cohort, "active") == 0);
}

/* ---- reading ---- */

static void count(struct entry_conflict_rows *out, const struct entry_conflict *c)
{
        out->kept += c->kept;
        out->active += !c->kept && c->cohort == COHORT_ACTIVE;
        out->other += !c->kept && c->cohort != COHORT_ACTIVE;
}

/* With commas between them. */
static const char *services_of(struct arena *a, const struct entries_known *all, unsigned long pupil)
{
        const char *words = "";
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].pupil == pupil)
                        words = arena_printf(a, "%s%s%s%s", words, *words ? ", " : "", all->items[i].service,
                                             all->items[i].counts ? "" : " (does not count)");
        return *words ? words : "No service";
}

enum outcome entry_conflict_rows(struct visit *v, const struct entry_view *w, struct entry_conflict_rows *out)
{
        char day[DATE_TEXT];
        struct entry_conflicts all;
        struct entries_known known;
        struct rules rules;
        *out = (struct entry_conflict_rows){ 0 };
        enum outcome result = entry_conflict_list(v->db, v->arena, v->scope, &all);
        if (result == DONE)
                result = entry_conflict_known(v->db, v->arena, v->scope, date_to_iso(date_today_utc(), day),
                                              &known);
        if (result == DONE)
                result = rules_of(v->db, v->arena, v->scope->school, &rules);
        if (result != DONE)
                return result;
        out->items = arena_array(v->arena, all.count + 1, sizeof *out->items);
        for (size_t i = 0; i < all.count; i++) {
                const struct entry_conflict *c = &all.items[i];
                int item = data_set_table[entry_table[c->theirs.kind].set].item;
                count(out, c);
                if (!of_cohort(w, c))
                        continue;
                out->of_kind[c->theirs.kind]++;
                if (w->kind == ENTRY_KINDS || w->kind == c->theirs.kind)
                        out->items[out->count++] =
                            (struct entry_conflict_row){ .c = c,
                                                         .school = v->scope->school,
                                                         .rule = rules.of[item][c->cohort].verdict,
                                                         .services =
                                                             services_of(v->arena, &known, c->pupil) };
        }
        return DONE;
}

/* ---- columns ---- */

#define ROW(row) ((const struct entry_conflict_row *)(row))
#define OF(row)  (ROW(row)->c)
TEXT_OF(name, arena_printf(a, "%s, %s", OF(row)->surname, OF(row)->forename))
TEXT_OF(kind, entry_table[OF(row)->theirs.kind].words)
TEXT_OF(theirs, entry_words(a, &OF(row)->theirs))
TEXT_OF(ours, OF(row)->any ? entry_words(a, &OF(row)->ours) : "None")
TEXT_OF(services, ROW(row)->services)
TEXT_OF(cohort, cohort_words[OF(row)->cohort])
TEXT_OF(file, words_place(a, OF(row)->file, OF(row)->sheet, OF(row)->row))
TEXT_OF(since, words_moment(a, OF(row)->opened_at))
TEXT_OF(kept, arena_printf(a, "%s, %s", OF(row)->decided_by, words_moment(a, OF(row)->decided_at)))
TEXT_OF(told, *OF(row)->told ? OF(row)->told : "Not told")

/* The file and the moment: a pupil's page says the same of what is held. */
static const char *set(struct arena *a, const void *row)
{
        const struct entry_conflict *c = OF(row);
        const char *place = words_place(a, c->ours_file, c->ours_sheet, c->ours_row);
        return arena_printf(a, "%s%s%s", place, *place ? ", " : "", words_moment(a, c->ours_changed_at));
}

/* Until open ones are weighed again after a change of rules, one may stand here that would let it through. */
static const char *why(struct arena *a, const void *row)
{
        enum verdict rule = ROW(row)->rule;
        (void)a;
        return OF(row)->kept || rule == VERDICT_CONFLICT || rule == VERDICT_FILL
                   ? verdict_words[rule]
                   : "The rule has changed: it is weighed again within a minute";
}

const char *entry_pick(struct arena *a, const struct entry_conflict *c)
{
        return arena_printf(a, "%lu:%u", c->id, c->version);
}

static struct html name_cell(struct arena *a, const void *row)
{
        const struct entry_conflict_row *r = row;
        const unsigned long numbers[] = { r->school, r->c->pupil };
        struct view *v = view_new(a, "la/entry-pick");
        view_flag(v, "may", r->may);
        view_flag(v, "ticked", r->ticked);
        view_text(v, "pick", entry_pick(a, r->c));
        view_text(v, "what", kind(a, row));
        view_text(v, "name", name(a, row));
        view_text(v, "url", url_make(a, LA_PUPIL, numbers));
        return view_render(v);
}

static const struct column columns[] = {
        { "name", "Pupil", name, name_cell, 0 },
        { "kind", "What", kind, NULL, 0 },
        { "theirs", "School’s", theirs, NULL, 0 },
        { "ours", "Ours", ours, NULL, 0 },
        { "set", "Who set ours", set, NULL, 0 },
        { "why", "Why it waits", why, NULL, 0 },
        { "services", "Who knows the child", services, NULL, 0 },
        { "cohort", "Cohort", cohort, NULL, 0 },
        { "since", "Since", since, NULL, 0 },
        { "file", "File and row", file, NULL, 0 },
        { "kept", "Kept by", kept, NULL, 0 }, /* of those that were kept */
        { "told", "What the school was told", told, NULL, 0 },
};
enum { COLUMNS = sizeof columns / sizeof *columns, OF_KEPT = 2 };

struct list entry_conflict_list_of(const struct entry_conflict_rows *rows, const struct entry_view *w)
{
        bool kept_ones = entry_view_kept(w);
        return (struct list){ .id = "conflicts",
                              .caption = kept_ones ? "Ours was kept" : "To decide",
                              .columns = columns,
                              .column_count = kept_ones ? COLUMNS : COLUMNS - OF_KEPT,
                              .rows = rows->items,
                              .row_count = rows->count,
                              .row_size = sizeof *rows->items,
                              .empty = kept_ones ? "No entry is kept against one that the school sent."
                                                 : "Nothing waits for a decision." };
}
