#include "pages/la_returns.h"

#include "intake/value.h"
#include "model/code.h"
#include "model/pupil_return.h"
#include "pages/la.h"
#include "pages/la_pupil.h"
#include "pages/words.h"
#include "store/joiner.h"
#include "store/removed.h"

enum { DAYS = 30, MOST = 500 };

static const char *return_words(struct arena *a, struct pupil_return r, const char *not_needed)
{
        char day[DATE_TEXT];
        if (!r.due)
                return arena_printf(a, "Not needed: %s", not_needed);
        return date_known(r.by) ? words_date(a, date_to_iso(r.by, day)) : "The day is not known";
}

/* ---- who came ---- */

struct came {
        const struct joiner *j;
        const struct school *school;
};
#define CAME(row) ((const struct came *)(row))
TEXT_OF(came_name, arena_printf(a, "%s, %s", CAME(row)->j->surname, CAME(row)->j->forename))
TEXT_OF(came_born, value_words(a, FIELD_DOB, CAME(row)->j->dob))
TEXT_OF(came_year, value_words(a, FIELD_NC_YEAR, CAME(row)->j->nc_year))
TEXT_OF(came_class, CAME(row)->j->class)
TEXT_OF(came_entry, words_date(a, CAME(row)->j->entry))
TEXT_OF(came_at, words_moment(a, CAME(row)->j->at))

static const char *came_from(struct arena *a, const void *row)
{
        const struct joiner *j = CAME(row)->j;
        if (!*j->file)
                return arena_printf(a, "By hand: %s", j->person);
        return j->row ? arena_printf(a, "Row %u of %s", j->row, j->file) : j->file;
}

/* Who has no entry date has come when they were added. */
static const char *came_due(struct arena *a, const void *row)
{
        const struct joiner *j = CAME(row)->j;
        struct date entry = date_from_iso(*j->entry ? j->entry : arena_bytes(a, j->at, 10));
        return return_words(a, pupil_return_new(j->nc_year, CAME(row)->school->year_low, entry),
                            "start of the youngest year");
}

static struct html came_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { CAME(row)->school->id, CAME(row)->j->pupil };
        return part_link(a, came_name(a, row), url_make(a, LA_PUPIL, numbers));
}

static struct html came_state(struct arena *a, const void *row)
{
        return CAME(row)->j->on_roll ? part_tag(a, "On the roll", "green") : part_tag(a, "Has left since", "grey");
}

static const struct column came_columns[] = {
        { "name", "Pupil", came_name, came_link, 0 },
        { "born", "Date of birth", came_born, NULL, 0 },
        { "year", "NC year", came_year, NULL, 0 },
        { "class", "Class", came_class, NULL, 0 },
        { "entry", "Entry date", came_entry, NULL, 0 },
        { "due", "Return due", came_due, NULL, 0 },
        { "at", "Added", came_at, NULL, 0 },
        { "from", "From", came_from, NULL, 0 },
        { "state", "State", NULL, came_state, 0 },
};

enum outcome la_came_table(struct visit *v, struct html *out)
{
        struct joiners all;
        struct school *school = arena_array(v->arena, 1, sizeof *school);
        enum outcome result = la_school(v, school);
        if (result == DONE)
                result = joiner_list(v->db, v->arena, v->scope, DAYS, MOST, &all);
        if (result != DONE)
                return result;
        struct came *rows = arena_array(v->arena, all.count + 1, sizeof *rows);
        for (size_t i = 0; i < all.count; i++)
                rows[i] = (struct came){ &all.items[i], school };
        *out = list_html(v->arena, &(struct list){ .id = "joiners",
                                                   .caption = "New pupils",
                                                   .quiet = true,
                                                   .columns = came_columns,
                                                   .column_count = sizeof came_columns / sizeof *came_columns,
                                                   .rows = rows,
                                                   .row_count = all.count,
                                                   .row_size = sizeof *rows,
                                                   .empty = "No pupil was added in the last 30 days." });
        return DONE;
}

/* ---- who left ---- */

struct left {
        const struct removed_pupil *p;
        const struct school *school;
};
#define LEFT(row) ((const struct left *)(row))
TEXT_OF(left_name, arena_printf(a, "%s, %s", LEFT(row)->p->surname, LEFT(row)->p->forename))
TEXT_OF(left_year, value_words(a, FIELD_NC_YEAR, LEFT(row)->p->year))
TEXT_OF(left_on, words_date(a, LEFT(row)->p->left_on))
TEXT_OF(left_ground, *LEFT(row)->p->ground ? arena_printf(a, "(%s) %s", LEFT(row)->p->ground,
                                                          code_words(&code_ground, LEFT(row)->p->ground))
                                           : "Not given")
TEXT_OF(left_for, *LEFT(row)->p->elsewhere ? LEFT(row)->p->elsewhere : LEFT(row)->p->destination)
TEXT_OF(left_due, return_words(a,
                               pupil_return_deletion(LEFT(row)->p->year, date_from_iso(LEFT(row)->p->dob),
                                                     LEFT(row)->school->year_high, date_from_iso(LEFT(row)->p->left_on)),
                               "end of the final year"))

static struct html left_link(struct arena *a, const void *row)
{
        const unsigned long numbers[] = { LEFT(row)->school->id, LEFT(row)->p->pupil };
        return part_link(a, left_name(a, row), url_make(a, LA_PUPIL, numbers));
}

static const struct column left_columns[] = {
        { "name", "Pupil", left_name, left_link, 0 },  { "year", "NC year", left_year, NULL, 0 },
        { "left", "Left on", left_on, NULL, 0 },       { "ground", "Ground", left_ground, NULL, 0 },
        { "for", "Where to", left_for, NULL, 0 },      { "due", "Return due", left_due, NULL, 0 },
};

enum outcome la_left_table(struct visit *v, struct html *out)
{
        struct removed_pupils all;
        struct school *school = arena_array(v->arena, 1, sizeof *school);
        enum outcome result = la_school(v, school);
        if (result == DONE)
                result = removed_lately(v->db, v->arena, v->scope, DAYS, MOST, &all);
        if (result != DONE)
                return result;
        struct left *rows = arena_array(v->arena, all.count + 1, sizeof *rows);
        for (size_t i = 0; i < all.count; i++)
                rows[i] = (struct left){ &all.items[i], school };
        *out = list_html(v->arena, &(struct list){ .id = "left",
                                                   .caption = "Pupils who left",
                                                   .quiet = true,
                                                   .columns = left_columns,
                                                   .column_count = sizeof left_columns / sizeof *left_columns,
                                                   .rows = rows,
                                                   .row_count = all.count,
                                                   .row_size = sizeof *rows,
                                                   .empty = "Nobody has left in the last 30 days." });
        return DONE;
}
