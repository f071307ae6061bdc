#include "intake/weigh.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/plan_hash.h"
#include "model/upn.h"
#include "model/year.h"

enum { REMOVALS_FREE = 5, REMOVALS_PART = 10 }; /* more than five and than a tenth of the roll are held */

/* While a plan is being made. rows and found go with the request's rows and the roll's pupils. */
struct weighing {
        struct arena *arena;
        const struct weigh_request *request;
        struct plan_row *rows;
        bool *found;
        GHashTable *by_id;  /* pupil id to its place in the roll, plus 1 */
        GHashTable *claims; /* pupil id to the number of rows that say they are it */
        GHashTable *upns;   /* UPN to the number of children who would have it */
        GHashTable *by_upn; /* UPN to the place in the roll of who has it now, plus 1 */
};

static size_t place_of(const struct weighing *w, unsigned long pupil)
{
        return GPOINTER_TO_SIZE(g_hash_table_lookup(w->by_id, GSIZE_TO_POINTER(pupil)));
}

static void count_up(GHashTable *table, const void *key)
{
        gsize n = GPOINTER_TO_SIZE(g_hash_table_lookup(table, key));
        g_hash_table_insert(table, (gpointer)key, GSIZE_TO_POINTER(n + 1));
}

static size_t counted(GHashTable *table, const void *key)
{
        return GPOINTER_TO_SIZE(g_hash_table_lookup(table, key));
}

static void problem(struct plan_row *row, const char *words)
{
        row->kind = PLAN_PROBLEM;
        row->problem = words;
        row->change_count = row->kept_count = row->conflict_count = 0;
}

/* The first UPN stands; only a temporary one gives way to a permanent one. */
static bool upn_stands(const char *held, const char *found)
{
        return held[0] && !(upn_check(held) == UPN_TEMPORARY && upn_check(found) == UPN_PERMANENT);
}

static bool differs(struct arena *a, enum field field, const struct record *held, const char *found)
{
        const char *before = held->value[field];
        if (!found[0] || strcmp(before, found) == 0)
                return false;
        if (field_table[field].is_name)
                return strcmp(text_fold(a, before), text_fold(a, found)) != 0;
        return field != FIELD_UPN || strcmp(held->value[FIELD_FORMER_UPN], found) != 0;
}

/* The same child's UPN may change by a file when the authority's rule lets it: the old one is kept as the former. */
static void keep_former_upn(struct plan_change *changes, struct plan_row *row, const struct record *held)
{
        if (held->value[FIELD_UPN][0] && !held->value[FIELD_FORMER_UPN][0])
                changes[row->change_count++] =
                    (struct plan_change){ FIELD_FORMER_UPN, "", held->value[FIELD_UPN] };
}

static bool changes_field(const struct plan_row *row, const struct plan_change *changes, enum field field)
{
        for (size_t i = 0; i < row->change_count; i++)
                if (changes[i].field == field)
                        return true;
        return false;
}

static int by_number(const void *left, const void *right)
{
        unsigned long a = *(const unsigned long *)left, b = *(const unsigned long *)right;
        return (a > b) - (a < b);
}

enum cohort weigh_cohort(const struct weigh_rules *by, unsigned long pupil)
{
        bool active = by->active_count &&
                      bsearch(&pupil, by->active, by->active_count, sizeof *by->active, by_number);
        return active ? COHORT_ACTIVE : COHORT_OTHER;
}

/* pupil leads in struct pupil_fields. */
static uint64_t newer_fields(const struct weigh_rules *by, unsigned long pupil)
{
        const struct pupil_fields *newer =
            by->newer_count ? bsearch(&pupil, by->newer, by->newer_count, sizeof *by->newer, by_number) : NULL;
        return newer ? newer->fields : 0;
}

/* As the authority's rules say. A file that waited is no reason to put its old value over a newer one. */
static void judge(struct weighing *w, struct plan_row *row, const struct record *found)
{
        const struct weigh_rules *by = w->request->by;
        const struct record *held = &row->pupil->record;
        struct plan_change *changes = arena_array(w->arena, FIELD_COUNT + 1, sizeof *changes), *kept = NULL;
        struct plan_conflict *conflicts = NULL;
        row->cohort = weigh_cohort(by, row->pupil->id);
        uint64_t newer = newer_fields(by, row->pupil->id);
        for (int f = 0; f < FIELD_COUNT; f++) {
                struct plan_change change = { (enum field)f, held->value[f], found->value[f] };
                bool hand, by_hand = row->pupil->by_hand >> f & 1;
                if (!differs(w->arena, (enum field)f, held, found->value[f]))
                        continue;
                enum verdict verdict = rule_judge(by->rules, f, row->cohort, held->value[f], by_hand, &hand);
                if (verdict == VERDICT_APPLY && !(held->value[f][0] && newer >> f & 1)) {
                        changes[row->change_count++] = change;
                } else if (verdict == VERDICT_IGNORE) {
                        kept = kept ? kept : arena_array(w->arena, FIELD_COUNT, sizeof *kept);
                        kept[row->kept_count++] = change;
                } else {
                        conflicts = conflicts ? conflicts : arena_array(w->arena, FIELD_COUNT, sizeof *conflicts);
                        conflicts[row->conflict_count++] =
                            (struct plan_conflict){ change, by->rules->of[f][row->cohort].verdict, hand };
                }
        }
        if (changes_field(row, changes, FIELD_UPN) && !changes_field(row, changes, FIELD_FORMER_UPN))
                keep_former_upn(changes, row, held);
        row->changes = changes;
        row->kept = kept;
        row->conflicts = conflicts;
        row->kind = row->change_count ? PLAN_CHANGED : PLAN_UNCHANGED;
}

static void compare(struct weighing *w, struct plan_row *row, const struct record *found)
{
        const struct record *held = &row->pupil->record;
        struct plan_change *changes = arena_array(w->arena, FIELD_COUNT, sizeof *changes);
        struct plan_change *kept = arena_array(w->arena, FIELD_COUNT, sizeof *kept);
        for (int f = 0; f < FIELD_COUNT; f++) {
                const char *before = held->value[f], *after = found->value[f];
                if (!differs(w->arena, (enum field)f, held, after))
                        continue;
                bool keep = field_table[f].is_name || (f == FIELD_UPN && upn_stands(before, after));
                struct plan_change *to = keep ? &kept[row->kept_count++] : &changes[row->change_count++];
                *to = (struct plan_change){ (enum field)f, before, after };
        }
        row->changes = changes;
        row->kept = kept;
        row->kind = row->change_count ? PLAN_CHANGED : PLAN_UNCHANGED;
}

static void make_new(struct weighing *w, struct plan_row *row, const struct record *found)
{
        struct plan_change *changes = arena_array(w->arena, FIELD_COUNT, sizeof *changes);
        row->kind = PLAN_NEW;
        row->changes = changes;
        for (int f = 0; f < FIELD_COUNT; f++)
                if (found->value[f][0])
                        changes[row->change_count++] =
                            (struct plan_change){ (enum field)f, "", found->value[f] };
        for (int f = 0; f < FIELD_COUNT; f++)
                if (field_table[f].needed && !found->value[f][0]) {
                        problem(row, arena_printf(w->arena, "A new pupil needs a %s.", field_table[f].words));
                        return;
                }
}

static void weigh_pupil(struct weighing *w, struct plan_row *row, const struct weigh_row *given)
{
        size_t place = place_of(w, given->pupil);
        if (!place) {
                problem(row,
                        "This child's record is not on your roll; the authority can restore or move it.");
                return;
        }
        if (counted(w->claims, GSIZE_TO_POINTER(given->pupil)) > 1) {
                problem(row, "Two rows were matched to the same pupil.");
                return;
        }
        if (w->request->kind == WEIGH_IMPORT)
                judge(w, row, given->record);
        else
                compare(w, row, given->record);
}

static void weigh_row(struct weighing *w, size_t index)
{
        const struct weigh_row *given = &w->request->rows[index];
        struct plan_row *row = &w->rows[index];
        size_t place = given->pupil ? place_of(w, given->pupil) : 0;
        *row = (struct plan_row){ .row = index, .problem = "" };
        if (place) {
                w->found[place - 1] = true;
                row->pupil = &w->request->roll->items[place - 1];
        }
        size_t holder = counted(w->by_upn, given->record->value[FIELD_UPN]);
        if (holder) /* whatever the row was matched to, it is no sign that this child has left */
                w->found[holder - 1] = true;
        if (given->match == WEIGH_LEFT_OUT)
                row->kind = PLAN_LEFT_OUT;
        else if (given->error)
                problem(row, "There are errors in this row; put them right, or leave it out.");
        else if (given->match == WEIGH_WAITS)
                row->kind = PLAN_WAITS;
        else if (given->match == WEIGH_NEW)
                make_new(w, row, given->record);
        else
                weigh_pupil(w, row, given);
}

/* The UPN that the row would give its child, or NULL. */
static const char *upn_given(const struct plan_row *row)
{
        for (size_t i = 0; i < row->change_count; i++)
                if (row->changes[i].field == FIELD_UPN)
                        return row->changes[i].after;
        return NULL;
}

/* Nobody may get a UPN that another child has or would get. */
static void check_upns(struct weighing *w)
{
        const struct weigh_request *q = w->request;
        for (size_t i = 0; i < q->row_count; i++)
                if (upn_given(&w->rows[i]))
                        count_up(w->upns, upn_given(&w->rows[i]));
        for (size_t i = 0; i < q->row_count; i++) {
                const char *upn = upn_given(&w->rows[i]);
                if (upn && counted(w->upns, upn) > 1)
                        problem(&w->rows[i], "Another child has, or would get, this UPN (1520).");
        }
}

static int by_class(const void *left, const void *right)
{
        const struct record *a = &(*(const struct pupil *const *)left)->record;
        const struct record *b = &(*(const struct pupil *const *)right)->record;
        int order = year_order(a->value[FIELD_NC_YEAR]) - year_order(b->value[FIELD_NC_YEAR]);
        static const enum field fields[] = { FIELD_CLASS, FIELD_SURNAME, FIELD_FORENAME, FIELD_DOB };
        for (size_t i = 0; i < sizeof fields / sizeof *fields && order == 0; i++)
                order = strcmp(a->value[fields[i]], b->value[fields[i]]);
        return order;
}

/* The roll by year, class and name. */
static const struct pupil **sorted_roll(struct weighing *w)
{
        const struct pupils *roll = w->request->roll;
        const struct pupil **sorted = arena_array(w->arena, roll->count, sizeof *sorted);
        for (size_t i = 0; i < roll->count; i++)
                sorted[i] = &roll->items[i];
        if (roll->count)
                qsort(sorted, roll->count, sizeof *sorted, by_class);
        return sorted;
}

static void cover(struct weighing *w, const struct pupil *const *sorted, struct plan *out)
{
        size_t count = w->request->roll->count;
        struct plan_cover *list = arena_array(w->arena, count, sizeof *list), *last = NULL;
        for (size_t i = 0; i < count; i++) {
                const char *year = sorted[i]->record.value[FIELD_NC_YEAR],
                           *class = sorted[i]->record.value[FIELD_CLASS];
                if (!last || strcmp(last->year, year) != 0 || strcmp(last->class, class) != 0) {
                        last = &list[out->cover_count++];
                        *last = (struct plan_cover){ .year = year, .class = class };
                }
                last->held++;
                last->found += w->found[sorted[i] - w->request->roll->items];
        }
        out->cover = list;
}

static void find_leavers(struct weighing *w, const struct pupil *const *sorted, struct plan *out)
{
        const struct weigh_request *q = w->request;
        struct plan_leaver *list = arena_array(w->arena, q->roll->count, sizeof *list);
        bool looks = q->kind == WEIGH_MIGRATION || (q->kind == WEIGH_IMPORT && q->by->complete);
        for (size_t i = 0; i < q->roll->count && looks; i++) {
                if (w->found[sorted[i] - q->roll->items])
                        continue;
                const struct record *r = &sorted[i]->record;
                bool final = year_leaving(r->value[FIELD_NC_YEAR], date_from_iso(r->value[FIELD_DOB]),
                                          q->high, q->academic);
                list[out->leaver_count++] = (struct plan_leaver){ sorted[i], final };
                out->removals += !final;
        }
        out->leavers = list;
}

static void find_holds(const struct weigh_request *q, struct plan *out)
{
        for (size_t i = 0; i < q->row_count; i++)
                out->elsewhere += q->rows[i].elsewhere;
        if (out->elsewhere * 2 > q->row_count)
                out->holds |= HOLD_OTHER_SCHOOL;
        if (q->kind != WEIGH_MIGRATION)
                return;
        if (q->header_only || q->row_count == 0)
                out->holds |= HOLD_HEADER_ONLY;
        if (out->removals > REMOVALS_FREE && out->removals * REMOVALS_PART > out->held)
                out->holds |= HOLD_REMOVALS;
}

static void fill_tables(struct weighing *w)
{
        const struct weigh_request *q = w->request;
        for (size_t i = 0; i < q->roll->count; i++) {
                const char *upn = q->roll->items[i].record.value[FIELD_UPN];
                g_hash_table_insert(w->by_id, GSIZE_TO_POINTER(q->roll->items[i].id),
                                    GSIZE_TO_POINTER(i + 1));
                if (upn[0]) {
                        g_hash_table_insert(w->by_upn, (gpointer)upn, GSIZE_TO_POINTER(i + 1));
                        count_up(w->upns, upn);
                }
        }
        for (size_t i = 0; i < q->row_count; i++)
                if (q->rows[i].match == WEIGH_PUPIL)
                        count_up(w->claims, GSIZE_TO_POINTER(q->rows[i].pupil));
}

void weigh(struct arena *a, const struct weigh_request *request, struct plan *out)
{
        struct weighing w = { .arena = a,
                              .request = request,
                              .rows = arena_array(a, request->row_count, sizeof *w.rows),
                              .found = arena_array(a, request->roll->count, sizeof *w.found),
                              .by_id = g_hash_table_new(NULL, NULL),
                              .claims = g_hash_table_new(NULL, NULL),
                              .upns = g_hash_table_new(g_str_hash, g_str_equal),
                              .by_upn = g_hash_table_new(g_str_hash, g_str_equal) };
        *out = (struct plan){ .row_count = request->row_count,
                              .rows = w.rows,
                              .held = (unsigned)request->roll->count };
        fill_tables(&w);
        for (size_t i = 0; i < request->row_count; i++)
                weigh_row(&w, i);
        check_upns(&w);
        for (size_t i = 0; i < request->row_count; i++)
                out->counts[w.rows[i].kind]++;
        const struct pupil **sorted = sorted_roll(&w);
        cover(&w, sorted, out);
        find_leavers(&w, sorted, out);
        out->after = out->held + out->counts[PLAN_NEW];
        if (request->kind == WEIGH_MIGRATION)
                out->after -= (unsigned)out->leaver_count;
        find_holds(request, out);
        plan_hash(a, request, out);
        g_hash_table_destroy(w.by_id);
        g_hash_table_destroy(w.claims);
        g_hash_table_destroy(w.upns);
        g_hash_table_destroy(w.by_upn);
}

char *hold_words(struct arena *a, const struct plan *plan, enum plan_hold hold)
{
        switch (hold) {
        case HOLD_HEADER_ONLY: return arena_text(a, "A file has headings and no pupil below them.");
        case HOLD_OTHER_SCHOOL: return arena_text(a, "Most of the rows look like pupils of another school.");
        case HOLD_REMOVALS: break;
        }
        return arena_printf(
            a, "%u of %u pupils would be removed from the roll, beside those who leave after the last year.",
            plan->removals, plan->held);
}
