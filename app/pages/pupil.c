#include "pages/pupil.h"

#include <string.h>

#include "intake/value.h"
#include "model/code.h"
#include "pages/entries.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/restore.h"
#include "view/list.h"
#include "view/page.h"

void pupil_trail(struct visit *v, const struct pupil_full *p, const char *here)
{
        struct page_link *links = arena_array(v->arena, 3, sizeof *links);
        links[0] = (struct page_link){ .text = "Manage pupils", .url = "/school/pupils" };
        links[1] =
            (struct page_link){ .text = words_name(v->arena, &p->pupil.record),
                                .url = here ? url_make(v->arena, "/school/pupils/{}", &p->pupil.id) : NULL };
        links[2] = (struct page_link){ .text = here };
        v->trail_count = here ? 3 : 2;
        v->trail = links;
}

/* ---- where a value came from ---- */

/* "Row 14 of Year 5.xlsx, sheet Owls" or "Typed on a page". */
static const char *from_words(struct arena *a, const struct pupil_event *e)
{
        if (!*e->file)
                return e->batch     ? "The list that was uploaded"
                       : *e->person ? "Typed in Onroll"
                                    : "The first load of the roll";
        const char *row = e->row ? arena_printf(a, "Row %u of %s", e->row, e->file) : e->file;
        return *e->sheet ? arena_printf(a, "%s, sheet %s", row, e->sheet) : row;
}

const char *pupil_source_words(struct arena *a, const struct pupil_event *e)
{
        if (!e)
                return "";
        const char *from = from_words(a, e), *at = words_moment(a, e->at);
        return *e->person ? arena_printf(a, "%s, by %s, %s", from, e->person, at)
                          : arena_printf(a, "%s, %s", from, at);
}

/* ---- what is held ---- */

struct held {
        const char *heading, *value, *source;
};

static const char *held_heading(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct held *)row)->heading;
}

static const char *held_value(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct held *)row)->value;
}

static const char *held_source(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct held *)row)->source;
}

struct html pupil_held_list(struct arena *a, const struct pupil_full *p, const struct pupil_events *events)
{
        static const struct column columns[] = { { "field", "What", held_heading, NULL, 0 },
                                                 { "value", "Held", held_value, NULL, 0 },
                                                 { "source", "Where it came from", held_source, NULL, 0 } };
        struct held *rows = arena_array(a, FIELD_COUNT, sizeof *rows);
        size_t count = 0;
        for (int f = 0; f < FIELD_COUNT; f++) {
                const char *value = p->pupil.record.value[f];
                if (*value)
                        rows[count++] =
                            (struct held){ field_table[f].heading, value_words(a, (enum field)f, value),
                                           pupil_source_words(a, pupil_value_source(events, (enum field)f)) };
        }
        return list_html(a, &(struct list){ .id = "held",
                                            .caption = "What is held",
                                            .columns = columns,
                                            .column_count = 3,
                                            .rows = rows,
                                            .row_count = count,
                                            .row_size = sizeof *rows,
                                            .empty = "Nothing is held." });
}

const char *pupil_not_held(struct arena *a, const struct record *r)
{
        const char *words = "";
        for (int f = 0; f < FIELD_COUNT; f++)
                if (!*r->value[f])
                        words = arena_printf(a, "%s%s%s", words, *words ? ", " : "", field_table[f].words);
        return words;
}

/* ---- history ---- */

static const char *event_when(struct arena *a, const void *row)
{
        return words_moment(a, ((const struct pupil_event *)row)->at);
}

static const char *event_what(struct arena *a, const void *row)
{
        const struct pupil_event *e = row;
        enum field field = field_of_key(e->field);
        const char *what = field < FIELD_COUNT                    ? field_table[field].heading
                           : strcmp(e->field, "left_on") == 0     ? "Date of leaving"
                           : strcmp(e->field, "ground") == 0      ? "Ground"
                           : strcmp(e->field, "destination") == 0 ? "Destination"
                                                                  : "";
        if (strcmp(e->kind, "created") == 0)
                return "Added to the roll";
        if (strcmp(e->kind, "left") == 0)
                return arena_printf(a, "Left the roll: %s", what);
        if (strcmp(e->kind, "restored") == 0)
                return arena_printf(a, "Restored to the roll: %s", what);
        return what;
}

static const char *event_value(struct arena *a, const struct pupil_event *e, const char *value)
{
        enum field field = field_of_key(e->field);
        if (field < FIELD_COUNT)
                return value_words(a, field, value);
        if (strcmp(e->field, "left_on") == 0)
                return words_date(a, value);
        return strcmp(e->field, "ground") == 0 && *value ? code_words(&code_ground, value) : value;
}

static const char *event_before(struct arena *a, const void *row)
{
        const struct pupil_event *e = row;
        return event_value(a, e, e->old_value);
}

static const char *event_after(struct arena *a, const void *row)
{
        const struct pupil_event *e = row;
        return event_value(a, e, e->new_value);
}

static const char *event_who(struct arena *a, const void *row)
{
        (void)a;
        const char *person = ((const struct pupil_event *)row)->person;
        return *person ? person : "Onroll";
}

static const char *event_from(struct arena *a, const void *row)
{
        return from_words(a, row);
}

struct html pupil_history_list(struct arena *a, const struct pupil_events *events)
{
        static const struct column columns[] = {
                { "when", "When", event_when, NULL, 0 },       { "what", "What", event_what, NULL, 0 },
                { "before", "Before", event_before, NULL, 0 }, { "after", "After", event_after, NULL, 0 },
                { "who", "Who", event_who, NULL, 0 },          { "from", "From", event_from, NULL, 0 }
        };
        return list_html(a,
                         &(struct list){ .id = "history",
                                         .caption = "History",
                                         .columns = columns,
                                         .column_count = 6,
                                         .rows = events->items,
                                         .row_count = events->count,
                                         .row_size = sizeof *events->items,
                                         .empty = "Nothing has changed since the roll was first loaded." });
}

/* ---- the page ---- */

/* What the school last asked about this pupil, or NULL. */
static enum outcome find_request(struct visit *v, unsigned long pupil, const struct restore_request **out)
{
        struct restore_requests list;
        enum outcome result = restore_of_school(v->db, v->arena, v->scope, &list);
        *out = NULL;
        for (size_t i = 0; result == DONE && !*out && i < list.count; i++)
                if (list.items[i].pupil == pupil)
                        *out = &list.items[i];
        return result;
}

static const char *request_words(struct arena *a, const struct restore_request *r)
{
        if (!r)
                return "";
        if (!r->answer)
                return arena_printf(
                    a, "%s asked the authority on %s to restore this pupil. It has not answered yet.",
                    r->asked_by, words_moment(a, r->asked_at));
        if (r->answer == 'N')
                return arena_printf(a, "The authority did not restore this pupil when %s asked: %s",
                                    r->asked_by, *r->answer_note ? r->answer_note : "no reason was given.");
        return "";
}

const char *pupil_leaving_words(struct arena *a, const struct pupil_full *p)
{
        return arena_printf(a, "Left on %s. %s%s%s.", words_date(a, p->left_on),
                            *p->ground ? code_words(&code_ground, p->ground) : "No ground was given",
                            *p->destination ? ". Destination: " : "", p->destination);
}

static enum outcome show_pupil(struct visit *v, const struct pupil_full *p, const struct pupil_events *events,
                               const struct restore_request *request, struct html entries)
{
        struct view *page = view_new(v->arena, "school/pupil");
        bool on_roll = p->pupil.on_roll, admin = visit_may(v, WHO_SCHOOL_ADMIN);
        const unsigned long id = p->pupil.id;
        pupil_trail(v, p, NULL);
        view_text(page, "name", words_name(v->arena, &p->pupil.record));
        view_html(page, "state",
                  part_tag(v->arena, on_roll ? "On the roll" : "Has left", on_roll ? "green" : "grey"));
        view_flag(page, "may_change", on_roll && admin);
        view_flag(page, "may_look", on_roll && !admin);
        view_flag(page, "left", !on_roll);
        view_flag(page, "may_ask", !on_roll && !(request && request->answer == '\0'));
        view_text(page, "leaving", on_roll ? "" : pupil_leaving_words(v->arena, p));
        view_text(page, "request", on_roll ? "" : request_words(v->arena, request));
        view_text(page, "edit_url", url_make(v->arena, "/school/pupils/{}/edit", &id));
        view_text(page, "leave_url", url_make(v->arena, "/school/pupils/{}/leave", &id));
        view_text(page, "attendance_url", url_make(v->arena, "/school/pupils/{}/attendance", &id));
        view_text(page, "ask_url", url_make(v->arena, "/school/pupils/{}/ask", &id));
        view_html(page, "held", pupil_held_list(v->arena, p, events));
        view_text(page, "not_held", pupil_not_held(v->arena, &p->pupil.record));
        view_html(page, "entries", entries);
        view_html(page, "history", pupil_history_list(v->arena, events));
        return visit_show(v, words_name(v->arena, &p->pupil.record), page);
}

enum outcome pupil_page(struct visit *v)
{
        struct pupil_full p;
        struct pupil_events events;
        const struct restore_request *request;
        struct html entries;
        unsigned long id = visit_part(v, 0);
        enum outcome result = pupil_find(v->db, v->arena, v->scope, id, &p);
        if (result == DONE)
                result = pupil_history(v->db, v->arena, v->scope, id, &events);
        if (result == DONE)
                result = find_request(v, id, &request);
        if (result == DONE)
                result = entries_of_pupil(v, id, &entries);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, v->scope->school, "pupil-viewed", id, "");
        return result == DONE ? show_pupil(v, &p, &events, request, entries) : result;
}
