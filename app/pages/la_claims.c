#include "pages/la_claims.h"

#include <string.h>

#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_desk.h"
#include "pages/la_desk_school.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/identity.h"
#include "view/format.h"

#define ROW(row) ((const struct claim_line *)(row))
#define SIDE(n)  (&ROW(row)->side[n])
TEXT_OF(name, arena_printf(a, "%s, %s", SIDE(0)->surname, SIDE(0)->forename))
TEXT_OF(born, value_words(a, FIELD_DOB, SIDE(0)->dob))
TEXT_OF(upn, SIDE(0)->upn)
TEXT_OF(other_upn, SIDE(1)->upn)
TEXT_OF(school_0, SIDE(0)->school_name)
TEXT_OF(school_1, SIDE(1)->school_name)
TEXT_OF(entry_0, value_words(a, FIELD_ENTRY_DATE, SIDE(0)->entry_date))
TEXT_OF(entry_1, value_words(a, FIELD_ENTRY_DATE, SIDE(1)->entry_date))
TEXT_OF(year_0, value_words(a, FIELD_NC_YEAR, SIDE(0)->nc_year))
TEXT_OF(year_1, value_words(a, FIELD_NC_YEAR, SIDE(1)->nc_year))
TEXT_OF(since, words_moment(a, ROW(row)->since))

/* The school, with a link to its own entry of the child. */
static struct html side_cell(struct arena *a, const struct claim_side *s)
{
        const unsigned long numbers[] = { s->school, s->pupil };
        struct view *v = view_new(a, "la/claim-side");
        view_text(v, "school", s->school_name);
        view_text(v, "name", arena_printf(a, "%s, %s", s->surname, s->forename));
        view_text(v, "url", url_make(a, LA_PUPIL, numbers));
        view_text(v, "entry", *s->entry_date ? value_words(a, FIELD_ENTRY_DATE, s->entry_date) : "");
        view_text(v, "year", value_words(a, FIELD_NC_YEAR, s->nc_year));
        return view_render(v);
}

static struct html first_side(struct arena *a, const void *row)
{
        return side_cell(a, SIDE(0));
}

static struct html second_side(struct arena *a, const void *row)
{
        return side_cell(a, SIDE(1));
}

static const struct column columns[] = {
        { "name", "Pupil", name, NULL, 0 },
        { "born", "Date of birth", born, NULL, 0 },
        { "upn", "UPN", upn, NULL, COLUMN_FILE_ONLY },
        { "school", "At one school", school_0, first_side, 0 },
        { "year", "NC year there", year_0, NULL, COLUMN_FILE_ONLY },
        { "entry", "Entered there", entry_0, NULL, COLUMN_FILE_ONLY },
        { "other", "At the other", school_1, second_side, 0 },
        { "other_upn", "UPN at the other", other_upn, NULL, COLUMN_FILE_ONLY },
        { "other_year", "NC year at the other", year_1, NULL, COLUMN_FILE_ONLY },
        { "other_entry", "Entered the other", entry_1, NULL, COLUMN_FILE_ONLY },
        { "since", "Since", since, NULL, 0 },
};

static struct list list_of(const struct claim_lines *all, const char *empty)
{
        return (struct list){ .id = "claims",
                              .caption = "Claimed by two schools",
                              .quiet = true,
                              .columns = columns,
                              .column_count = sizeof columns / sizeof *columns,
                              .rows = all->items,
                              .row_count = all->count,
                              .row_size = sizeof *all->items,
                              .empty = empty };
}

enum outcome la_claims_table(struct visit *v, unsigned long school, struct html *out)
{
        struct claim_lines all;
        enum outcome result = claim_lines(v->db, v->arena, school, &all);
        struct list list = list_of(&all, "No pupil of this school is on the roll of another.");
        if (result == DONE)
                *out = list_html(v->arena, &list);
        return result;
}

enum outcome la_claims_page(struct visit *v)
{
        struct claim_lines all;
        struct view *page = view_new(v->arena, "la/claims");
        const struct page_link trail[] = { { .text = "Dashboard", .url = LA_DESK },
                                           { .text = "Claimed by two schools" } };
        enum outcome result = claim_lines(v->db, v->arena, 0, &all);
        if (result != DONE)
                return result;
        struct list list = list_of(&all, "No child is on the roll of two schools.");
        la_trail(v, 2, trail);
        view_text(page, "count", format_count(v->arena, (long)all.count, "child", "children"));
        view_html(page, "list", list_html(v->arena, &list));
        view_text(page, "csv", LA_CLAIMS ".csv");
        view_text(page, "xlsx", LA_CLAIMS ".xlsx");
        return visit_show(v, "Claimed by two schools", page);
}

static enum outcome as_file(struct visit *v, bool xlsx)
{
        struct claim_lines all;
        enum outcome result = claim_lines(v->db, v->arena, 0, &all);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, 0, "claims-downloaded", 0,
                                   format_count(v->arena, (long)all.count, "row", NULL));
        struct list list = list_of(&all, NULL);
        return result == DONE ? la_file(v, &list, xlsx, "claimed-by-two", "Claimed by two schools") : result;
}

enum outcome la_claims_csv(struct visit *v)
{
        return as_file(v, false);
}

enum outcome la_claims_xlsx(struct visit *v)
{
        return as_file(v, true);
}
