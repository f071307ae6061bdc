#include "pages/school_differences.h"

#include <stdlib.h>
#include <string.h>

#include "intake/value.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/conflict.h"
#include "store/conflict_source.h"
#include "store/entry_conflict.h"
#include "store/pupil.h"
#include "view/format.h"
#include "view/list.h"
#include "view/page.h"

/* All that a school may see of a conflict; nothing else is copied. */
struct difference {
        unsigned long pupil;
        const char *name, *what, *sent, *kept, *note, *when, *place;
};

#define ROW(row) ((const struct difference *)(row))
TEXT_OF(name, ROW(row)->name)
TEXT_OF(what, ROW(row)->what)
TEXT_OF(sent, ROW(row)->sent)
TEXT_OF(kept, *ROW(row)->kept ? ROW(row)->kept : "Nothing")
TEXT_OF(note, ROW(row)->note)
TEXT_OF(when, words_moment(a, ROW(row)->when))
TEXT_OF(place, ROW(row)->place)

static struct html name_link(struct arena *a, const void *row)
{
        return part_link(a, ROW(row)->name, url_make(a, "/school/pupils/{}", &ROW(row)->pupil));
}

static const struct column columns[] = {
        { "name", "Pupil", name, name_link, 0 },   { "what", "What", what, NULL, 0 },
        { "sent", "You sent", sent, NULL, 0 },     { "kept", "The authority keeps", kept, NULL, 0 },
        { "note", "What it says", note, NULL, 0 }, { "when", "When", when, NULL, 0 },
        { "place", "Your file", place, NULL, 0 },
};

static bool was_told(const struct conflict *c)
{
        return c->kept && *c->told;
}

static bool entry_was_told(const struct entry_conflict *c)
{
        return c->kept && *c->told;
}

static const struct pupil *on_roll(const struct pupils *roll, unsigned long id)
{
        for (size_t i = 0; i < roll->count; i++)
                if (roll->items[i].id == id)
                        return &roll->items[i];
        return NULL;
}

static const char *place_of(struct arena *a, unsigned row, const char *file)
{
        return row ? arena_printf(a, "Row %u of %s", row, file) : file;
}

static struct difference difference_of(struct arena *a, const struct conflict *c, const struct pupil *p,
                                       const struct conflict_sources *sources)
{
        const struct conflict_source *source = conflict_source_of(sources, c->id);
        const char *ours = p->record.value[c->field];
        return (struct difference){ .pupil = p->id,
                                    .name = words_list_name(a, &p->record),
                                    .what = field_table[c->field].heading,
                                    .sent = value_words(a, c->field, c->theirs),
                                    .kept = *ours ? value_words(a, c->field, ours) : "",
                                    .note = c->told,
                                    .when = source ? source->decided_at : "",
                                    .place = place_of(a, c->row, c->file) };
}

static struct difference difference_of_entry(struct arena *a, const struct entry_conflict *c,
                                             const struct pupil *p)
{
        return (struct difference){ .pupil = p->id,
                                    .name = words_list_name(a, &p->record),
                                    .what = entry_table[c->theirs.kind].words,
                                    .sent = entry_words(a, &c->theirs),
                                    .kept = c->any ? entry_words(a, &c->ours) : "",
                                    .note = c->told,
                                    .when = c->decided_at,
                                    .place = place_of(a, c->row, c->file) };
}

static int newest_first(const void *a, const void *b)
{
        return strcmp(ROW(b)->when, ROW(a)->when);
}

static enum outcome load(struct visit *v, struct difference **out, size_t *count)
{
        struct conflicts all;
        struct conflict_sources sources;
        struct entry_conflicts entries;
        struct pupils roll;
        *count = 0;
        enum outcome result = conflict_list(v->db, v->arena, v->scope, &all);
        if (result == DONE)
                result = entry_conflict_list(v->db, v->arena, v->scope, &entries);
        if (result == DONE)
                result = conflict_sources(v->db, v->arena, v->scope, &sources);
        if (result == DONE)
                result = pupil_roll(v->db, v->arena, v->scope, &roll);
        if (result != DONE)
                return result;
        *out = arena_array(v->arena, all.count + entries.count + 1, sizeof **out);
        for (size_t i = 0; i < all.count; i++) {
                const struct pupil *p = was_told(&all.items[i]) ? on_roll(&roll, all.items[i].pupil) : NULL;
                if (p)
                        (*out)[(*count)++] = difference_of(v->arena, &all.items[i], p, &sources);
        }
        for (size_t i = 0; i < entries.count; i++) {
                const struct entry_conflict *c = &entries.items[i];
                const struct pupil *p = entry_was_told(c) ? on_roll(&roll, c->pupil) : NULL;
                if (p)
                        (*out)[(*count)++] = difference_of_entry(v->arena, c, p);
        }
        if (*count)
                qsort(*out, *count, sizeof **out, newest_first);
        return DONE;
}

enum outcome school_differences_page(struct visit *v)
{
        struct difference *items;
        size_t count;
        enum outcome result = load(v, &items, &count);
        if (result == DONE)
                result =
                    audit_add(v->db, v->session->person.id, v->scope->school, "differences-viewed", 0, "");
        if (result != DONE)
                return result;
        struct list list = { .id = "differences",
                             .caption = "Differences",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = items,
                             .row_count = count,
                             .row_size = sizeof *items,
                             .empty = "The authority keeps no value against one that you sent." };
        struct view *page = view_new(v->arena, "school/differences");
        static const struct page_link trail[] = { { .text = "Home", .url = "/school" },
                                                  { .text = "Differences" } };
        v->trail = trail;
        v->trail_count = 2;
        view_text(page, "count", format_count(v->arena, (long)count, "difference", NULL));
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Differences", page);
}

enum outcome school_differences_count(struct visit *v, size_t *count)
{
        struct conflicts all;
        struct entry_conflicts entries = { 0, NULL };
        enum outcome result = conflict_list(v->db, v->arena, v->scope, &all);
        *count = 0;
        if (result == DONE)
                result = entry_conflict_list(v->db, v->arena, v->scope, &entries);
        for (size_t i = 0; result == DONE && i < all.count; i++)
                *count += was_told(&all.items[i]);
        for (size_t i = 0; result == DONE && i < entries.count; i++)
                *count += entry_was_told(&entries.items[i]);
        return result;
}
