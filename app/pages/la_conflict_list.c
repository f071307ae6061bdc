#include "pages/la_conflict_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_conflict.h"
#include "pages/la_pupil.h"
#include "pages/pupil.h"
#include "pages/words.h"

#define ROW(row) ((const struct conflict_row *)(row))

/* ---- what is asked for ---- */

struct conflict_view conflict_view_of(struct arena *a,
                                      const char *(*value)(const struct request *, const char *),
                                      const struct request *r)
{
        static const char *const cohorts[] = { "active", "other", "kept" };
        struct conflict_view w = { "", "", text_tidy(a, value(r, "words")), value(r, "sort") };
        for (size_t i = 0; i < sizeof cohorts / sizeof *cohorts; i++)
                if (strcmp(value(r, "cohort"), cohorts[i]) == 0)
                        w.cohort = cohorts[i];
        if (field_of_key(value(r, "field")) != FIELD_COUNT)
                w.field = value(r, "field");
        return w;
}

bool conflict_view_kept(const struct conflict_view *w)
{
        return strcmp(w->cohort, "kept") == 0;
}

enum field conflict_view_field(const struct conflict_view *w)
{
        return *w->field ? field_of_key(w->field) : FIELD_COUNT;
}

/* Each of the words begins one of the name. */
static bool has_words(struct arena *a, const char *name, const char *words)
{
        const char *padded = arena_printf(a, " %s", text_fold(a, name));
        char *rest = text_fold(a, words);
        for (char *word; (word = strsep(&rest, " "));)
                if (*word && !strstr(padded, arena_printf(a, " %s", word)))
                        return false;
        return true;
}

static bool of_cohort(const struct conflict_view *w, const struct conflict *c)
{
        if (c->kept || conflict_view_kept(w))
                return c->kept && conflict_view_kept(w);
        return !*w->cohort || (c->cohort == COHORT_ACTIVE) == (strcmp(w->cohort, "active") == 0);
}

/* ---- reading ---- */

static int by_number(const void *a, const void *b)
{
        unsigned long x = (*(const struct pupil *const *)a)->id, y = (*(const struct pupil *const *)b)->id;
        return (x > y) - (x < y);
}

/* The roll in the order of numbers: conflicts come in it too. */
static const struct pupil **sorted_roll(struct arena *a, const struct pupils *roll)
{
        const struct pupil **sorted = arena_array(a, roll->count + 1, sizeof(*sorted));
        for (size_t i = 0; i < roll->count; i++)
                sorted[i] = &roll->items[i];
        if (roll->count)
                qsort(sorted, roll->count, sizeof(*sorted), by_number);
        return sorted;
}

static struct conflict_row row_of(struct visit *v, const struct conflict_view *w, const struct conflict *c,
                                  const struct pupil *p, const struct conflict_sources *sources)
{
        static const struct conflict_source nobody = { 0, { .kind = "" }, "", "" };
        const struct conflict_source *source = conflict_source_of(sources, c->id);
        const unsigned long numbers[] = { v->scope->school, c->id };
        return (struct conflict_row){ .c = c,
                                      .pupil = p,
                                      .source = source ? *source : nobody,
                                      .name = words_list_name(v->arena, &p->record),
                                      .ours = p->record.value[c->field],
                                      .url = la_url(v->arena, url_make(v->arena, LA_CONFLICT, numbers),
                                                    CONFLICT_VIEW(*w), NULL) };
}

static void count(struct conflict_rows *out, const struct conflict *c)
{
        out->kept += c->kept;
        out->active += !c->kept && c->cohort == COHORT_ACTIVE;
        out->other += !c->kept && c->cohort != COHORT_ACTIVE;
}

static void take(struct visit *v, const struct conflict_view *w, const struct conflicts *all,
                 const struct pupils *roll, const struct conflict_sources *sources, struct conflict_rows *out)
{
        const struct pupil **sorted = sorted_roll(v->arena, roll);
        enum field field = conflict_view_field(w);
        for (size_t i = 0, at = 0; i < all->count; i++) {
                const struct conflict *c = &all->items[i];
                while (at < roll->count && sorted[at]->id < c->pupil)
                        at++;
                if (at == roll->count || sorted[at]->id != c->pupil)
                        continue; /* nothing is asked about who has left */
                count(out, c);
                struct conflict_row row = row_of(v, w, c, sorted[at], sources);
                if (!of_cohort(w, c) || !has_words(v->arena, row.name, w->words))
                        continue;
                out->of_field[c->field]++;
                if (field == FIELD_COUNT || field == c->field)
                        out->items[out->count++] = row;
        }
}

/* ---- order ---- */

static int order(const struct conflict_row *x, const struct conflict_row *y, const char *key)
{
        if (strcmp(key, "field") == 0)
                return strcmp(field_table[x->c->field].heading, field_table[y->c->field].heading);
        if (strcmp(key, "theirs") == 0)
                return strcmp(x->c->theirs, y->c->theirs);
        if (strcmp(key, "ours") == 0)
                return strcmp(x->ours, y->ours);
        if (strcmp(key, "why") == 0)
                return strcmp(conflict_why(x->c), conflict_why(y->c));
        if (strcmp(key, "since") == 0)
                return strcmp(x->c->opened_at, y->c->opened_at);
        return strcmp(key, "name") == 0 ? 0 : (int)x->c->cohort - (int)y->c->cohort;
}

/* Then by name, and by number, so that the order is always the same. */
static int compare(const void *a, const void *b, void *sort)
{
        const struct conflict_row *x = a, *y = b;
        const char *key = sort;
        bool down = *key == '-';
        int c = order(x, y, key + down);
        if (!c)
                c = strcasecmp(x->name, y->name);
        if (!c)
                c = (x->c->id > y->c->id) - (x->c->id < y->c->id);
        return down ? -c : c;
}

enum outcome conflict_rows(struct visit *v, const struct conflict_view *w, struct conflict_rows *out)
{
        struct conflicts all;
        struct conflict_sources sources;
        struct pupils roll;
        *out = (struct conflict_rows){ 0 };
        enum outcome result = conflict_list(v->db, v->arena, v->scope, &all);
        if (result == DONE)
                result = conflict_sources(v->db, v->arena, v->scope, &sources);
        if (result == DONE)
                result = pupil_roll(v->db, v->arena, v->scope, &roll);
        if (result != DONE)
                return result;
        out->items = arena_array(v->arena, all.count + 1, sizeof *out->items);
        take(v, w, &all, &roll, &sources, out);
        if (out->count)
                qsort_r(out->items, out->count, sizeof *out->items, compare, arena_text(v->arena, w->sort));
        return DONE;
}

/* ---- words ---- */

const char *conflict_why(const struct conflict *c)
{
        if (c->hand)
                return "A person had set ours";
        return c->rule == VERDICT_APPLY ? "Ours came in a newer file" : verdict_words[c->rule];
}

/* ---- columns ---- */

TEXT_OF(name, ROW(row)->name)
TEXT_OF(upn, ROW(row)->pupil->record.value[FIELD_UPN])
TEXT_OF(field, field_table[ROW(row)->c->field].heading)
TEXT_OF(theirs, value_words(a, ROW(row)->c->field, ROW(row)->c->theirs))
TEXT_OF(ours, *ROW(row)->ours ? value_words(a, ROW(row)->c->field, ROW(row)->ours) : "Nothing")
TEXT_OF(set, pupil_source_words(a, *ROW(row)->source.set.kind ? &ROW(row)->source.set : NULL))
TEXT_OF(why, conflict_why(ROW(row)->c))
TEXT_OF(cohort, cohort_words[ROW(row)->c->cohort])
TEXT_OF(since, words_date(a, arena_bytes(a, ROW(row)->c->opened_at, strnlen(ROW(row)->c->opened_at, 10))))
TEXT_OF(place, words_place(a, ROW(row)->c->file, ROW(row)->c->sheet, ROW(row)->c->row))
TEXT_OF(kept,
        arena_printf(a, "%s, %s", ROW(row)->source.decided_by, words_moment(a, ROW(row)->source.decided_at)))
TEXT_OF(told, *ROW(row)->c->told ? ROW(row)->c->told : "Not told")

static struct html name_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { ROW(row)->pupil->school, ROW(row)->pupil->id };
        return part_link(a, ROW(row)->name, url_make(a, LA_PUPIL, numbers));
}

static struct html field_link(struct arena *a, const void *row)
{
        struct view *v = view_new(a, "la/conflict-link");
        view_text(v, "url", ROW(row)->url);
        view_text(v, "field", field(a, row));
        view_text(v, "about", ROW(row)->name);
        return view_render(v);
}

struct html conflict_cohort_tag(struct arena *a, const struct conflict *c)
{
        return c->cohort == COHORT_ACTIVE ? part_tag(a, "Active", "purple") : part_tag(a, "Non-active", "grey");
}

static struct html cohort_cell(struct arena *a, const void *row)
{
        return conflict_cohort_tag(a, ROW(row)->c);
}

static const struct column columns[] = {
        { "name", "Pupil", name, name_link, COLUMN_SORT },
        { "upn", "UPN", upn, NULL, COLUMN_FILE_ONLY },
        { "field", "Field", field, field_link, COLUMN_SORT },
        { "theirs", "The school’s value", theirs, NULL, COLUMN_SORT },
        { "ours", "Our value", ours, NULL, COLUMN_SORT },
        { "set", "Who set ours", set, NULL, 0 },
        { "why", "Why it waits", why, NULL, COLUMN_SORT },
        { "cohort", "Cohort", cohort, cohort_cell, COLUMN_SORT },
        { "since", "Since", since, NULL, COLUMN_SORT },
        { "place", "File and row", place, NULL, 0 },
        { "kept", "Kept by", kept, NULL, 0 }, /* of those that were kept */
        { "told", "What the school was told", told, NULL, 0 },
};
enum { COLUMNS = sizeof columns / sizeof *columns, OF_KEPT = 2 };

struct list conflict_list_of(const struct conflict_rows *rows, const struct conflict_view *w,
                             const char *sort_url)
{
        bool kept_ones = conflict_view_kept(w);
        return (struct list){ .id = "conflicts",
                              .caption = "Conflicts",
                              .quiet = true,
                              .columns = columns,
                              .column_count = kept_ones ? COLUMNS : COLUMNS - OF_KEPT,
                              .rows = rows->items,
                              .row_count = rows->count,
                              .row_size = sizeof *rows->items,
                              .sort_url = sort_url,
                              .sorted = *w->sort ? w->sort : "cohort",
                              .empty = kept_ones ? "No value is kept against one that the school sent."
                                                 : "No conflict waits here." };
}
