#include "intake/named.h"

#include "base/text.h"
#include "intake/header_words.h"
#include "intake/read_name.h"
#include "intake/value.h"
#include "model/year.h"

enum named_column named_column_of(int meaning)
{
        switch (meaning) {
        case FIELD_UPN: return NAMED_UPN;
        case FIELD_SURNAME: return NAMED_SURNAME;
        case FIELD_FORENAME: return NAMED_FORENAME;
        case FIELD_DOB: return NAMED_DOB;
        case COLUMN_FULL_NAME: return NAMED_FULL_NAME;
        case COLUMN_SCHOOL: return NAMED_SCHOOL;
        default: return NAMED_COLUMNS;
        }
}

static bool has(const struct named_columns *c, enum named_column w)
{
        return c->at[w] != NO_COLUMN;
}

bool named_enough(const struct named_columns *c)
{
        bool named = has(c, NAMED_FULL_NAME) || (has(c, NAMED_SURNAME) && has(c, NAMED_FORENAME));
        return has(c, NAMED_UPN) || (named && has(c, NAMED_DOB));
}

/* ---- a row ---- */

struct place_of {
        struct arena *arena;
        const struct named_columns *columns;
        const struct grid *grid;
        uint32_t row;
        struct value_context context;
};

static const struct cell *cell_at(const struct place_of *p, enum named_column w)
{
        return has(p->columns, w) ? grid_cell(p->grid, p->row, (uint32_t)p->columns->at[w]) : NULL;
}

static const char *text_at(const struct place_of *p, enum named_column w)
{
        const struct cell *c = cell_at(p, w);
        return c ? text_tidy(p->arena, c->text) : "";
}

static struct value value_at(const struct place_of *p, enum named_column w, enum field field)
{
        return value_read(p->arena, &p->context, field, cell_at(p, w));
}

static const char *laestab_at(const struct place_of *p)
{
        char *digits = arena_text(p->arena, text_at(p, NAMED_SCHOOL)), *to = digits;
        for (const char *from = digits; *from; from++)
                if (*from >= '0' && *from <= '9')
                        *to++ = *from;
        *to = '\0';
        return to - digits == 7 ? digits : "";
}

static void names_at(const struct place_of *p, struct named *out)
{
        struct full_name n;
        out->surname = value_at(p, NAMED_SURNAME, FIELD_SURNAME).text;
        out->forename = value_at(p, NAMED_FORENAME, FIELD_FORENAME).text;
        if (out->surname[0] || !read_full_name(p->arena, text_at(p, NAMED_FULL_NAME), false, &n))
                return;
        out->surname = n.surname;
        out->forename = n.forename;
}

bool named_read(struct arena *a, const struct named_columns *c, const struct grid *g, uint32_t row,
                struct date today, enum date_order order, struct named *out, struct named_said *wrong)
{
        const struct place_of p = { a, c, g, row, { year_academic(today), today, "", order } };
        struct value upn = value_at(&p, NAMED_UPN, FIELD_UPN);
        bool bad = upn.doubtful && upn.issue.severity == SEVERITY_ERROR;
        *wrong = (struct named_said){ .any = bad, .issue = upn.issue, .column = c->at[NAMED_UPN] };
        names_at(&p, out);
        out->upn = bad ? "" : upn.text;
        out->dob = value_at(&p, NAMED_DOB, FIELD_DOB).text;
        out->laestab = laestab_at(&p);
        bool named = out->surname[0] && out->forename[0] && out->dob[0];
        if (bad) {
                wrong->issue.field = FIELD_UPN;
                wrong->issue.found = text_at(&p, NAMED_UPN);
                wrong->issue.severity = named ? SEVERITY_QUERY : SEVERITY_ERROR;
        } else if (!out->upn[0] && !named) {
                *wrong =
                    (struct named_said){ .any = true,
                                         .issue = { .severity = SEVERITY_ERROR,
                                                    .cause = CAUSE_MISSING,
                                                    .field = FIELD_COUNT,
                                                    .wanted =
                                                        "a UPN, or surname, forename and date of birth" },
                                         .column = NO_COLUMN };
        }
        return out->upn[0] || named;
}
