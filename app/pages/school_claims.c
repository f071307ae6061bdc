#include "pages/school_claims.h"

#include "intake/value.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/identity.h"
#include "view/format.h"
#include "view/list.h"
#include "view/page.h"

#define ROW(row) ((const struct own_claim *)(row))
TEXT_OF(name, arena_printf(a, "%s, %s", ROW(row)->surname, ROW(row)->forename))
TEXT_OF(born, value_words(a, FIELD_DOB, ROW(row)->dob))
TEXT_OF(year, value_words(a, FIELD_NC_YEAR, ROW(row)->nc_year))
TEXT_OF(class, ROW(row)->class)
TEXT_OF(other, ROW(row)->other_school)
TEXT_OF(since, words_moment(a, ROW(row)->since))

static struct html name_link(struct arena *a, const void *row)
{
        return part_link(a, name(a, row), url_make(a, "/school/pupils/{}", &ROW(row)->pupil));
}

static const struct column columns[] = {
        { "name", "Pupil", name, name_link, 0 },
        { "born", "Date of birth", born, NULL, 0 },
        { "year", "NC year", year, NULL, 0 },
        { "class", "Class", class, NULL, 0 },
        { "other", "Also on the roll of", other, NULL, 0 },
        { "since", "Since", since, NULL, 0 },
};

enum outcome school_claims_page(struct visit *v)
{
        struct own_claims all;
        enum outcome result = claim_own(v->db, v->arena, v->scope, &all);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, v->scope->school, "claims-viewed", 0, "");
        if (result != DONE)
                return result;
        struct list list = { .id = "claims",
                             .caption = "Pupils whom another school claims",
                             .quiet = true,
                             .columns = columns,
                             .column_count = sizeof columns / sizeof *columns,
                             .rows = all.items,
                             .row_count = all.count,
                             .row_size = sizeof *all.items,
                             .empty = "None of your pupils is on the roll of another school." };
        struct view *page = view_new(v->arena, "school/claims");
        static const struct page_link trail[] = { { .text = "Home", .url = "/school" },
                                                  { .text = "Claimed by another school" } };
        v->trail = trail;
        v->trail_count = 2;
        view_text(page, "count", format_count(v->arena, (long)all.count, "pupil", NULL));
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Claimed by another school", page);
}
