#include "pages/pupil_edit.h"

#include <string.h>

#include "base/text.h"
#include "intake/value.h"
#include "match/key.h"
#include "match/weigh.h"
#include "pages/la.h"
#include "pages/pupil.h"
#include "pages/pupil_form.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "view/format.h"
#include "view/list.h"

static enum outcome show_form(struct visit *v, const char *title, const char *action, const char *back,
                              unsigned version, const struct pupil_form *f)
{
        struct view *page = view_new(v->arena, "school/pupil-form");
        v->errors = f->error_count != 0;
        view_html(page, "errors", part_errors(v->arena, f->error_count, f->errors));
        view_text(page, "title", title);
        view_text(page, "action", action);
        view_text(page, "token", visit_token(v));
        view_flag(page, "fresh", version == 0);
        view_number(page, "version", version);
        view_html(page, "questions", pupil_form_html(v, f));
        view_text(page, "back", back);
        return visit_show(v, title, page);
}

/* Two pupils on the roll cannot have one UPN; among those who left there may be the same child. */
static enum outcome check_upn(struct visit *v, struct pupil_form *f, unsigned long self)
{
        const char *upn = f->record.value[FIELD_UPN];
        const struct pupil_filter same = { .words = upn, .per_page = 10 };
        struct pupil_list list;
        if (!*upn)
                return DONE;
        enum outcome result = pupil_list(v->db, v->arena, v->scope, &same, &list);
        for (size_t i = 0; result == DONE && i < list.count; i++) {
                const struct pupil *p = &list.items[i].pupil;
                if (p->id != self && strcmp(p->record.value[FIELD_UPN], upn) == 0)
                        pupil_form_error(
                            f, "upn",
                            arena_printf(v->arena,
                                         "UPN: %s has this UPN already. Check which of the two is right.",
                                         words_name(v->arena, &p->record)));
        }
        return result;
}

/* ---- adding ---- */

static const char *alike_dob(struct arena *a, const void *row)
{
        return value_words(a, FIELD_DOB, ((const struct pupil_full *)row)->pupil.record.value[FIELD_DOB]);
}

static const char *alike_class(struct arena *a, const void *row)
{
        const struct record *r = &((const struct pupil_full *)row)->pupil.record;
        return arena_printf(a, "%s %s", value_words(a, FIELD_NC_YEAR, r->value[FIELD_NC_YEAR]),
                            r->value[FIELD_CLASS]);
}

static const char *alike_state(struct arena *a, const void *row)
{
        const struct pupil_full *p = row;
        return p->pupil.on_roll ? "On the roll" : arena_printf(a, "Left on %s", words_date(a, p->left_on));
}

static const char *alike_name(struct arena *a, const void *row)
{
        return words_list_name(a, &((const struct pupil_full *)row)->pupil.record);
}

static struct html link_to(struct arena *a, const char *pattern, unsigned long id, const char *text)
{
        return part_link(a, text, url_make(a, pattern, &id));
}

static struct html alike_link(struct arena *a, const void *row)
{
        return link_to(a, "/school/pupils/{}", ((const struct pupil_full *)row)->pupil.id,
                       alike_name(a, row));
}

static struct html alike_action(struct arena *a, const void *row)
{
        const struct pupil_full *p = row;
        return p->pupil.on_roll
                   ? link_to(a, "/school/pupils/{}", p->pupil.id, "Open this pupil")
                   : link_to(a, "/school/pupils/{}/ask", p->pupil.id, "Ask the authority to restore");
}

static bool grade_alike(unsigned char grade)
{
        return grade != GRADE_NONE && grade != GRADE_DIFFERENT;
}

/* One identifier, or two of forename, surname and date of birth; a twin has another
 * forename and is not asked about. */
static bool may_be(const struct facts *one, const struct facts *other)
{
        struct agreement g = { 0 };
        agreement_grade(&g, one, other);
        bool forename = grade_alike(g.grade[ASPECT_FORENAME]), surname = grade_alike(g.grade[ASPECT_SURNAME]);
        return agreement_strong(&g) || (forename && (surname || grade_alike(g.grade[ASPECT_DOB])));
}

static struct pupil_list keep_alike(const struct record *r, const struct pupil_list *all, struct arena *a)
{
        struct pupil_full *items = arena_array(a, all->count + 1, sizeof *items);
        struct facts of_new, held;
        size_t count = 0;
        facts_make(&of_new, r);
        for (size_t i = 0; i < all->count; i++) {
                facts_make(&held, &all->items[i].pupil.record);
                if (may_be(&of_new, &held))
                        items[count++] = all->items[i];
        }
        return (struct pupil_list){ count, count, items };
}

static enum outcome find_alike(struct visit *v, const struct record *r, struct pupil_list *out)
{
        uint64_t keys[MATCH_KEYS_MAX];
        struct pupil_list all;
        unsigned count = match_keys(r, keys);
        enum outcome result = pupil_alike(v->db, v->arena, v->scope, keys, count, &all);
        if (result == DONE)
                *out = keep_alike(r, &all, v->arena);
        return result;
}

static enum outcome show_alike(struct visit *v, const struct pupil_form *f, const struct pupil_list *alike)
{
        static const struct column columns[] = { { "name", "Name", alike_name, alike_link, 0 },
                                                 { "dob", "Date of birth", alike_dob, NULL, 0 },
                                                 { "class", "Year and class", alike_class, NULL, 0 },
                                                 { "state", "State", alike_state, NULL, 0 },
                                                 { "action", "What you can do", NULL, alike_action, 0 } };
        struct view *page = view_new(v->arena, "school/alike");
        bool left = false;
        for (size_t i = 0; i < alike->count; i++)
                left |= !alike->items[i].pupil.on_roll;
        view_text(page, "name", words_name(v->arena, &f->record));
        view_text(page, "dob", value_words(v->arena, FIELD_DOB, f->record.value[FIELD_DOB]));
        view_flag(page, "left", left);
        view_html(page, "list",
                  list_html(v->arena, &(struct list){ .id = "alike",
                                                      .caption = "Similar pupils",
                                                      .quiet = true,
                                                      .columns = columns,
                                                      .column_count = 5,
                                                      .rows = alike->items,
                                                      .row_count = alike->count,
                                                      .row_size = sizeof *alike->items,
                                                      .empty = "" }));
        view_html(page, "answers", pupil_form_hidden(v, f));
        view_text(page, "token", visit_token(v));
        return visit_show(v, "Is this one of your pupils?", page);
}

static enum outcome show_new(struct visit *v, const struct pupil_form *f)
{
        const struct page_link trail[] = { { .text = "Manage pupils", .url = "/school/pupils" }, { .text = "Add a pupil" } };
        la_trail(v, 2, trail);
        return show_form(v, "Add a pupil", "/school/pupils/new", "/school/pupils", 0, f);
}

enum outcome pupil_new_page(struct visit *v)
{
        struct pupil_form f;
        pupil_form_held(v, NULL, &f);
        return show_new(v, &f);
}

/* Going over the agreed number is no reason to refuse a child. */
static const char *added_words(struct visit *v, const struct record *r)
{
        struct school s;
        const char *name = words_name(v->arena, r);
        if (school_by_id(v->db, v->arena, v->scope->school, &s) != DONE || !s.agreed_pupils ||
            s.on_roll <= s.agreed_pupils)
                return arena_printf(v->arena, "%s has been added to the roll.", name);
        return arena_printf(v->arena,
                            "%s has been added to the roll. The school now has %s, more "
                            "than the %s agreed with the "
                            "authority, which can see this.",
                            name, format_count(v->arena, (long)s.on_roll, "pupil", NULL),
                            format_number(v->arena, (long)s.agreed_pupils));
}

static enum outcome add(struct visit *v, const struct pupil_form *f)
{
        unsigned long id = 0;
        enum outcome result = pupil_add(v->db, v->arena, v->scope, &f->record, &id);
        if (result != DONE)
                return result;
        return visit_done(v, added_words(v, &f->record), "/school/pupils/{}", &id);
}

enum outcome pupil_new_post(struct visit *v)
{
        struct pupil_form f;
        struct pupil_list alike = { 0, 0, NULL };
        pupil_form_read(v, NULL, &f);
        enum outcome result = check_upn(v, &f, 0);
        if (result == DONE && f.error_count)
                return show_new(v, &f);
        if (result == DONE && !*request_form(v->request, "sure"))
                result = find_alike(v, &f.record, &alike);
        if (result != DONE)
                return result;
        return alike.count ? show_alike(v, &f, &alike) : add(v, &f);
}

/* ---- editing ---- */

static enum outcome show_edit(struct visit *v, const struct pupil_full *p, const struct pupil_form *f)
{
        const unsigned long id = p->pupil.id;
        pupil_trail(v, p, "Edit");
        return show_form(v, arena_printf(v->arena, "Edit %s", words_name(v->arena, &p->pupil.record)),
                         url_make(v->arena, "/school/pupils/{}/edit", &id),
                         url_make(v->arena, "/school/pupils/{}", &id), p->pupil.version, f);
}

static enum outcome find_to_edit(struct visit *v, struct pupil_full *p)
{
        enum outcome result = pupil_find(v->db, v->arena, v->scope, visit_part(v, 0), p);
        if (result == DONE && !p->pupil.on_roll)
                return visit_refuse(v, "This pupil has left, so the record is kept as it was. If the "
                                       "pupil is back, ask the "
                                       "authority on the pupil's page to restore the record.");
        return result;
}

enum outcome pupil_edit_page(struct visit *v)
{
        struct pupil_full p;
        struct pupil_form f;
        enum outcome result = find_to_edit(v, &p);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, v->scope->school, "pupil-viewed", p.pupil.id,
                                   "edit");
        if (result != DONE)
                return result;
        pupil_form_held(v, &p.pupil.record, &f);
        return show_edit(v, &p, &f);
}

/* The form again with what was typed, and what differs from it now: sending it once more
 * decides. */
static enum outcome show_stale(struct visit *v, const struct pupil_full *now, struct pupil_form *f)
{
        pupil_form_error(f, "",
                         "Somebody else changed this pupil since you opened this page, so "
                         "nothing was saved. Check the "
                         "fields named below and save again.");
        for (int i = 0; i < FIELD_COUNT; i++) {
                const char *held = now->pupil.record.value[i];
                if (strcmp(held, f->record.value[i]) == 0)
                        continue;
                const char *words = value_words(v->arena, (enum field)i, held);
                pupil_form_error(
                    f, field_table[i].key,
                    *held ? arena_printf(v->arena, "%s: now held as \"%s\".", field_table[i].heading, words)
                          : arena_printf(v->arena, "%s: nothing is held now.", field_table[i].heading));
        }
        return show_edit(v, now, f);
}

enum outcome pupil_edit_post(struct visit *v)
{
        struct pupil_full p;
        struct pupil_form f;
        long version = 0;
        enum outcome result = find_to_edit(v, &p);
        if (result != DONE)
                return result;
        (void)!text_to_long(request_form(v->request, "version"), 1, 4294967295L, &version);
        pupil_form_read(v, &p.pupil.record, &f);
        result = check_upn(v, &f, p.pupil.id);
        if (result == DONE && version != p.pupil.version)
                return show_stale(v, &p, &f);
        if (result == DONE && f.error_count)
                return show_edit(v, &p, &f);
        p.pupil.record = f.record;
        if (result == DONE)
                result = pupil_edit(v->db, v->arena, v->scope, &p.pupil);
        if (result == REFUSED && (result = find_to_edit(v, &p)) == DONE)
                return show_stale(v, &p, &f);
        if (result != DONE)
                return result;
        return visit_done(v, arena_printf(v->arena, "%s has been saved.", words_name(v->arena, &f.record)),
                          "/school/pupils/{}", &p.pupil.id);
}
