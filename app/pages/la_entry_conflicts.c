#include "pages/la_entry_conflicts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/entry.h"
#include "pages/la.h"
#include "pages/la_conflicts.h"
#include "pages/la_desk_school.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/entry_conflict.h"
#include "view/format.h"
#include "view/input.h"

enum { SHOWN_MAX = 200 };

/* ---- the list ---- */

struct line {
        const struct entry_conflict *c;
        unsigned long school;
        bool may, ticked; /* may: choose it */
};

#define ROW(row) (((const struct line *)(row))->c)
TEXT_OF(name, arena_printf(a, "%s, %s", ROW(row)->surname, ROW(row)->forename))
TEXT_OF(kind, entry_table[ROW(row)->theirs.kind].words)
TEXT_OF(theirs, entry_words(a, &ROW(row)->theirs))
TEXT_OF(ours, ROW(row)->any ? entry_words(a, &ROW(row)->ours) : "None")
TEXT_OF(cohort, cohort_words[ROW(row)->cohort])
TEXT_OF(since, words_moment(a, ROW(row)->opened_at))
TEXT_OF(kept, arena_printf(a, "%s, %s", ROW(row)->decided_by, words_moment(a, ROW(row)->decided_at)))
TEXT_OF(told, *ROW(row)->told ? ROW(row)->told : "Not told")

static const char *pick_of(struct arena *a, const struct entry_conflict *c)
{
        return arena_printf(a, "%lu:%u", c->id, c->version);
}

static const char *file(struct arena *a, const void *row)
{
        return *ROW(row)->file ? arena_printf(a, "Row %u of %s%s%s", ROW(row)->row, ROW(row)->file,
                                              *ROW(row)->sheet ? ", sheet " : "", ROW(row)->sheet)
                               : "";
}

static struct html name_cell(struct arena *a, const void *row)
{
        const struct line *l = row;
        const unsigned long numbers[] = { l->school, l->c->pupil };
        struct view *v = view_new(a, "la/entry-pick");
        view_flag(v, "may", l->may);
        view_flag(v, "ticked", l->ticked);
        view_text(v, "pick", pick_of(a, l->c));
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
        { "cohort", "Cohort", cohort, NULL, 0 },
        { "file", "From", file, NULL, 0 },
        { "since", "Since", since, NULL, 0 },
        { "kept", "Kept by", kept, NULL, 0 }, /* of those that were kept */
        { "told", "What the school was told", told, NULL, 0 },
};
enum { COLUMNS = sizeof columns / sizeof *columns, OF_KEPT = 2 };

static bool is_ticked(struct visit *v, const struct entry_conflict *c)
{
        const char *pick = pick_of(v->arena, c), *one;
        for (size_t i = 0; (one = request_form_nth(v->request, "pick", i)); i++)
                if (strcmp(one, pick) == 0)
                        return true;
        return false;
}

/* Open or kept; at most so many, the rest follows when these are decided. */
static struct html table(struct visit *v, const struct entry_conflicts *all, bool kept, size_t *count)
{
        struct line *lines = arena_array(v->arena, all->count + 1, sizeof *lines);
        *count = 0;
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].kept == kept)
                        lines[(*count)++] = (struct line){ &all->items[i], v->scope->school,
                                                           !kept && visit_may(v, WHO_LA_OFFICER),
                                                           is_ticked(v, &all->items[i]) };
        return list_html(v->arena, &(struct list){ .id = kept ? "kept" : "open",
                                                   .caption = kept ? "Ours was kept" : "To decide",
                                                   .columns = columns,
                                                   .column_count = kept ? COLUMNS : COLUMNS - OF_KEPT,
                                                   .rows = lines,
                                                   .row_count = *count < SHOWN_MAX ? *count : SHOWN_MAX,
                                                   .row_size = sizeof *lines,
                                                   .empty = "Nothing waits for a decision." });
}

enum outcome la_entry_conflicts_open(struct visit *v, size_t *count)
{
        struct entry_conflicts all;
        enum outcome result = entry_conflict_list(v->db, v->arena, v->scope, &all);
        *count = 0;
        for (size_t i = 0; result == DONE && i < all.count; i++)
                *count += !all.items[i].kept;
        return result;
}

static struct html note_input(struct visit *v, const struct refusal *why)
{
        return part_textarea(
            v->arena,
            &(struct input){ .name = "note",
                             .label = "What the school is told",
                             .hint = "It gets this by e-mail and sees it beside each entry. Name no pupil "
                                     "and no service.",
                             .rows = 3,
                             .error = why ? why->words : NULL,
                             .value = why ? request_form(v->request, "note") : "" });
}

static enum outcome show(struct visit *v, const struct refusal *why)
{
        struct entry_conflicts all;
        size_t open, kept;
        struct view *page = view_new(v->arena, "la/entry-conflicts");
        enum outcome result = la_data_frame(v, page, LA_CONFLICTS);
        if (result == DONE)
                result = entry_conflict_list(v->db, v->arena, v->scope, &all);
        if (result != DONE)
                return result;
        struct html of_open = table(v, &all, false, &open), of_kept = table(v, &all, true, &kept);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_html(page, "note", note_input(v, why));
        view_text(page, "fields", url_make(v->arena, LA_CONFLICTS, &v->scope->school));
        view_text(page, "count", format_count(v->arena, (long)open, "conflict", NULL));
        view_text(page, "more",
                  open > SHOWN_MAX ? arena_printf(v->arena, "The first %d are shown.", SHOWN_MAX) : "");
        view_html(page, "open", of_open);
        view_html(page, "kept", kept ? of_kept : (struct html){ 0 });
        view_flag(page, "may", open && visit_may(v, WHO_LA_OFFICER));
        view_text(page, "action", url_make(v->arena, LA_ENTRY_CONFLICTS, &v->scope->school));
        view_text(page, "token", visit_token(v));
        return visit_show(v, "Conflicts of results and histories", page);
}

enum outcome la_entry_conflicts_page(struct visit *v)
{
        return show(v, NULL);
}

/* ---- the answer ---- */

static size_t read_picks(struct visit *v, struct entry_pick picks[SHOWN_MAX])
{
        size_t count = 0;
        const char *one;
        for (size_t i = 0; count < SHOWN_MAX && (one = request_form_nth(v->request, "pick", i)); i++) {
                char *end;
                unsigned long id = strtoul(one, &end, 10);
                if (*end == ':')
                        picks[count++] = (struct entry_pick){ id, (unsigned)strtoul(end + 1, NULL, 10) };
        }
        return count;
}

enum outcome la_entry_conflicts_post(struct visit *v)
{
        static const struct refusal empty = { "note", "Write what the school is told." };
        struct entry_pick picks[SHOWN_MAX];
        struct flow f = la_flow(v);
        size_t count = read_picks(v, picks);
        const struct conflict_choice *choice = conflict_choice_of(request_form(v->request, "answer"));
        const char *note = text_tidy(v->arena, request_form(v->request, "note"));
        if (!choice)
                return visit_refuse(v, "Choose whether the school’s entry is accepted or ours is kept.");
        if (!count)
                return visit_refuse(v,
                                    "Choose the conflicts to decide: tick the box before each pupil’s name.");
        if (choice->answer == ANSWER_TELL && !*note)
                return show(v, &empty);
        return la_done(v, entry_decide(&f, picks, count, choice->answer, note),
                       arena_printf(v->arena, "%s: %s.",
                                    format_count(v->arena, (long)count, "conflict", NULL), choice->notice),
                       LA_ENTRY_CONFLICTS, &v->scope->school);
}
