#include "pages/la_agreed.h"

#include <string.h>

#include "pages/la.h"
#include "pages/la_authority.h"
#include "pages/la_desk.h"
#include "pages/la_school.h"
#include "pages/routes.h"
#include "pages/words.h"
#include "store/agreement.h"
#include "view/input.h"

struct place {
        struct school school; /* id 0: all */
        struct agreement now, all;
};

static enum outcome find_place(struct visit *v, struct place *out)
{
        enum outcome result = DONE;
        *out = (struct place){ 0 };
        if (v->route->school == SCHOOL_FIRST)
                result = la_school(v, &out->school);
        if (result == DONE)
                result = agreement_of(v->db, v->arena, out->school.id, &out->now);
        return result == DONE ? agreement_of(v->db, v->arena, 0, &out->all) : result;
}

/* ---- the form ---- */

static struct html boxes(struct arena *a, unsigned sets)
{
        struct choice choices[DATA_SETS] = { 0 };
        for (int set = 0; set < DATA_SETS; set++)
                choices[set] = (struct choice){ .value = data_set_table[set].key,
                                                .text = data_set_table[set].words,
                                                .hint = data_set_table[set].hint,
                                                .checked = sets >> set & 1 };
        return part_checkboxes(a, &(struct input){ .name = "set",
                                                   .label = "Sets of data that are taken",
                                                   .choice_count = DATA_SETS,
                                                   .choices = choices });
}

static const char *names(struct arena *a, unsigned sets)
{
        return sets == SETS_ALL ? "all sets" : sets ? data_sets_words(a, sets) : "none";
}

static struct html question(struct arena *a, const struct place *p)
{
        const struct choice choices[] = {
                { .value = "all",
                  .text = arena_printf(a, "As with all schools (%s)", names(a, p->all.sets)) },
                { .value = "own", .text = "As chosen below, for this school alone" },
        };
        const struct html parts[] = {
                p->school.id ? part_radios(a, &(struct input){ .name = "which",
                                                               .label = "What is agreed with this school?",
                                                               .value = p->now.own ? "own" : "all",
                                                               .choice_count = 2,
                                                               .choices = choices })
                             : part_hidden(a, "which", "own"),
                boxes(a, p->now.sets),
        };
        return html_join(a, 2, parts);
}

/* ---- the schools that have their own ---- */

#define OWN(row) ((const struct agreement_own *)(row))

static const char *own_name(struct arena *a, const void *row)
{
        (void)a;
        return OWN(row)->name;
}

static struct html own_link(struct arena *a, const void *row)
{
        return part_link(a, OWN(row)->name, url_make(a, LA_SCHOOL_SETS, &OWN(row)->school));
}

static const char *own_sets(struct arena *a, const void *row)
{
        return names(a, OWN(row)->sets);
}

static enum outcome owns_table(struct visit *v, struct html *out)
{
        static const struct column columns[] = { { "school", "School", own_name, own_link, 0 },
                                                 { "sets", "Agreed", own_sets, NULL, 0 } };
        struct agreement_owns owns;
        enum outcome result = agreement_list(v->db, v->arena, &owns);
        if (result != DONE)
                return result;
        *out = list_html(v->arena,
                         &(struct list){ .id = "schools",
                                         .caption = "Schools with an agreement of their own",
                                         .columns = columns,
                                         .column_count = 2,
                                         .rows = owns.items,
                                         .row_count = owns.count,
                                         .row_size = sizeof *owns.items,
                                         .empty = "No school has sets of its own: what is chosen here counts for all." });
        return DONE;
}

/* ---- the page ---- */

static void set_trail(struct visit *v, const struct place *p)
{
        const struct page_link here = { .text = "Sets of data" };
        const struct page_link of_school[] = { { .text = "Dashboard", .url = LA_DESK },
                                               { .text = p->school.name,
                                                 .url = url_make(v->arena, LA_DATA, &p->school.id) },
                                               { .text = "Settings",
                                                 .url = url_make(v->arena, LA_SCHOOL_SETTINGS, &p->school.id) },
                                               here };
        bool admin = visit_may(v, WHO_LA_ADMIN);
        const struct page_link of_all[] = {
                { .text = admin ? "Settings" : "Migration", .url = admin ? LA_AUTHORITY : "/la" }, here
        };
        la_trail(v, p->school.id ? 4 : 2, p->school.id ? of_school : of_all);
}

static const char *set_words(struct arena *a, const struct agreement *now)
{
        if (!now->own || !*now->at)
                return "";
        return arena_printf(a, "Set by %s, %s.", *now->by ? now->by : "the operator",
                            words_moment(a, now->at));
}

enum outcome la_sets_page(struct visit *v)
{
        struct place p;
        struct html owns = { 0 };
        enum outcome result = find_place(v, &p);
        if (result == DONE && !p.school.id)
                result = owns_table(v, &owns);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "la/sets");
        bool may = visit_may(v, WHO_LA_ADMIN);
        set_trail(v, &p);
        view_text(page, "school", p.school.id ? p.school.name : "");
        view_text(page, "action", p.school.id ? url_make(v->arena, LA_SCHOOL_SETS, &p.school.id) : LA_SETS);
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", p.now.version);
        view_flag(page, "may", may);
        view_html(page, "question", may ? question(v->arena, &p) : (struct html){ 0 });
        view_text(page, "now", names(v->arena, p.now.sets));
        view_flag(page, "own", p.school.id && p.now.own);
        view_text(page, "set", set_words(v->arena, &p.now));
        view_html(page, "owns", owns);
        view_text(page, "all", p.school.id ? LA_SETS : "");
        return visit_show(v, "Sets of data", page);
}

static unsigned chosen_sets(const struct request *r)
{
        unsigned sets = 0;
        const char *key;
        for (size_t i = 0; (key = request_form_nth(r, "set", i)); i++)
                if (data_set_of_key(key) != DATA_SETS)
                        sets |= 1u << data_set_of_key(key);
        return sets;
}

enum outcome la_sets_post(struct visit *v)
{
        struct place p;
        enum outcome result = find_place(v, &p);
        if (result != DONE)
                return result;
        const char *which = request_form(v->request, "which");
        bool own = strcmp(which, "own") == 0;
        if (!own && (!p.school.id || strcmp(which, "all") != 0))
                return visit_refuse(v, "Choose whether the school has an agreement of its own.");
        result = agreement_set(v->db, v->arena, v->session->person.id, p.school.id,
                               (unsigned)la_number(request_form(v->request, "version")), own,
                               chosen_sets(v->request));
        return la_done(v, result, "Saved. It counts for files that arrive from now on.",
                       p.school.id ? LA_SCHOOL_SETS : LA_SETS, &p.school.id);
}
