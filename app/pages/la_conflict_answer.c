#include "pages/la_conflict_answer.h"

#include <stdlib.h>
#include <string.h>

#include "pages/la.h"
#include "pages/la_conflicts.h"
#include "pages/la_desk_school.h"
#include "view/format.h"
#include "view/input.h"

enum { EXAMPLES = 20 };

static const struct conflict_choice choices[] = {
        { "accept", "Accept the school’s value", "The school’s value was accepted", ANSWER_ACCEPT },
        { "keep", "Keep ours", "Ours was kept", ANSWER_KEEP },
        { "tell", "Keep ours and tell the school", "Ours was kept, and the school was told", ANSWER_TELL },
};
enum { CHOICES = sizeof choices / sizeof *choices };

const struct conflict_choice *conflict_choice_of(const char *key)
{
        for (size_t i = 0; i < CHOICES; i++)
                if (strcmp(choices[i].key, key) == 0)
                        return &choices[i];
        return NULL;
}

/* ---- questions ---- */

struct html conflict_answer_select(struct arena *a)
{
        struct choice all[CHOICES] = { 0 };
        for (size_t i = 0; i < CHOICES; i++)
                all[i] = (struct choice){ .value = choices[i].key, .text = choices[i].words };
        return part_select(a, &(struct input){ .name = "answer",
                                               .label = "The same answer for all of these",
                                               .value = "accept",
                                               .choice_count = CHOICES,
                                               .choices = all });
}

struct html conflict_cohort_select(struct arena *a, const char *value, size_t active, size_t other,
                                   size_t kept)
{
        const struct choice all[] = {
                { .value = "", .text = arena_printf(a, "All that are open (%zu)", active + other) },
                { .value = "active", .text = arena_printf(a, "Of active pupils (%zu)", active) },
                { .value = "other", .text = arena_printf(a, "Of non-active pupils (%zu)", other) },
                { .value = "kept", .text = arena_printf(a, "Ours was kept (%zu)", kept) },
        };
        return part_select(a, &(struct input){ .name = "cohort",
                                               .label = "Which conflicts",
                                               .value = value,
                                               .choice_count = sizeof all / sizeof *all,
                                               .choices = all });
}

struct html conflict_note(struct visit *v, const struct refusal *why)
{
        return part_textarea(
            v->arena,
            &(struct input){ .name = "note",
                             .label = "What the school is told",
                             .hint = "It gets this by e-mail and sees it beside each value. Name no pupil "
                                     "and no service.",
                             .rows = 3,
                             .error = why ? why->words : NULL,
                             .value = why ? request_form(v->request, "note") : "" });
}

/* ---- the same decision for all of one kind ---- */

/* "12:1 13:4": number and version of each. */
static const char *seen_text(struct visit *v, const struct conflict_seen *seen, size_t count)
{
        struct buf b = BUF_EMPTY;
        for (size_t i = 0; i < count; i++)
                buf_printf(&b, "%s%lu:%u", i ? " " : "", seen[i].id, seen[i].version);
        const char *text = arena_bytes(v->arena, b.len ? b.bytes : "", b.len);
        buf_free(&b);
        return text;
}

enum outcome conflict_seen_read(struct visit *v, struct conflict_seen **out, size_t *count)
{
        const char *text = request_form(v->request, "seen");
        size_t room = 1;
        for (const char *p = text; *p; p++)
                room += *p == ' ';
        struct conflict_seen *items = arena_array(v->arena, room, sizeof *items);
        *count = 0;
        for (const char *p = text; *p; p += *p == ' ') {
                char *colon, *end;
                unsigned long id = strtoul(p, &colon, 10),
                              version = *colon == ':' ? strtoul(colon + 1, &end, 10) : 0;
                if (!id || !version || (*end && *end != ' '))
                        return visit_refuse(
                            v, "The form came back damaged. Go back, reload the page and try again.");
                items[(*count)++] = (struct conflict_seen){ id, (unsigned)version };
                p = end;
        }
        *out = items;
        return *count ? DONE : visit_refuse(v, "There is no conflict left to decide here.");
}

enum outcome conflict_answer_read(struct visit *v, const char *key, const struct conflict_choice **out)
{
        *out = conflict_choice_of(key);
        return *out ? DONE : visit_refuse(v, "Say what is to be done: go back and choose an answer.");
}

enum outcome conflict_preview(struct visit *v, const struct conflict_preview *p)
{
        struct arena *a = v->arena;
        struct list list = p->list;
        struct view *page = view_new(a, "la/conflicts-all");
        enum outcome result = la_data_frame(v, page, LA_CONFLICTS);
        if (result != DONE)
                return result;
        list.row_count = p->list.row_count < EXAMPLES ? p->list.row_count : EXAMPLES;
        v->errors = p->why != NULL;
        view_html(page, "errors", part_errors(a, p->why ? 1 : 0, p->why));
        view_text(page, "answer_words", p->choice->words);
        view_text(page, "count", format_count(a, (long)p->list.row_count, "conflict", NULL));
        view_text(page, "what", p->what);
        view_text(page, "of", !*p->cohort ? "" : strcmp(p->cohort, "active") == 0 ? "active" : "other");
        view_text(page, "first", p->list.row_count > EXAMPLES ? arena_printf(a, "%d", EXAMPLES) : "");
        view_html(page, "list", list_html(a, &list));
        view_text(page, "action", p->action);
        view_text(page, "token", visit_token(v));
        view_text(page, "seen", seen_text(v, p->seen, p->list.row_count));
        view_text(page, "answer", p->choice->key);
        view_html(page, "view", p->view);
        view_html(page, "note",
                  p->choice->answer == ANSWER_TELL ? conflict_note(v, p->why) : (struct html){ 0 });
        view_text(page, "back", p->back);
        return visit_show(v, "The same answer for all of these", page);
}
