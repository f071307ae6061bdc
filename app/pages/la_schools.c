#include "pages/la_schools.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/code.h"
#include "pages/la.h"
#include "pages/words.h"
#include "view/format.h"
#include "view/input.h"

/* ---- how far ---- */

enum progress { NOT_STARTED, FILES_COMING, FOR_SCHOOL, FOR_AUTHORITY, ON_HOLD, APPLIED, UNDONE, PROGRESS };

static const struct {
        const char *key, *words, *colour;
} progress_table[PROGRESS] = {
        [NOT_STARTED] = { "not-started", "Not started", "grey" },
        [FILES_COMING] = { "files", "Files coming", "blue" },
        [FOR_SCHOOL] = { "school", "Waiting for the school", "yellow" },
        [FOR_AUTHORITY] = { "authority", "Waiting for you", "orange" },
        [ON_HOLD] = { "hold", "On hold: waiting for you", "red" },
        [APPLIED] = { "applied", "Applied", "green" },
        [UNDONE] = { "undone", "Undone", "purple" },
};

static enum progress progress_of(const struct overview *o)
{
        if (!o->batch.id)
                return NOT_STARTED;
        if (o->batch.state == BATCH_APPLIED)
                return APPLIED;
        if (o->batch.state == BATCH_UNDONE)
                return UNDONE;
        if (o->batch.hold.state == HOLD_HELD)
                return ON_HOLD;
        if (o->batch.state == BATCH_OPEN)
                return FILES_COMING;
        return o->waiting ? FOR_AUTHORITY : FOR_SCHOOL;
}

struct html la_progress(struct arena *a, const struct overview *o)
{
        enum progress p = progress_of(o);
        return part_tag(a, progress_table[p].words, progress_table[p].colour);
}

static const char *on_its_way(struct arena *a, const struct overview *o)
{
        const char *words = arena_printf(a, "%s, %s", format_count(a, o->files, "file", NULL),
                                         format_count(a, o->rows, "row", NULL));
        if (o->waiting)
                words = arena_printf(a, "%s; %s", words,
                                     format_count(a, o->waiting, "possible match", "possible matches"));
        if (o->asked)
                words = arena_printf(a, "%s; %u asked back", words, o->asked);
        if (o->batch.hold.state == HOLD_REJECTED)
                words = arena_printf(a, "%s; rejected by you", words);
        return words;
}

const char *la_progress_words(struct arena *a, const struct overview *o)
{
        enum progress p = progress_of(o);
        if (p == NOT_STARTED)
                return "";
        if (p != APPLIED && p != UNDONE)
                return on_its_way(a, o);
        return arena_printf(a, "%s: %s, %u changed, %s removed", o->batch.applied.reference,
                            format_count(a, o->batch.applied.new, "new pupil", NULL),
                            o->batch.applied.changed, format_number(a, o->batch.applied.leaving));
}

/* ---- columns ---- */

#define ROW(row) ((const struct overview *)(row))
#define NUMBER_OF(function, value)                                                                           \
        static const char *function(struct arena *a, const void *row)                                        \
        {                                                                                                    \
                return arena_printf(a, "%lu", (unsigned long)(value));                                       \
        }
TEXT_OF(name, ROW(row)->school.name)
TEXT_OF(laestab, ROW(row)->school.laestab)
TEXT_OF(phase, code_words(&code_phase, ROW(row)->school.phase))
TEXT_OF(reference, ROW(row)->batch.id ? ROW(row)->batch.applied.reference : "")
TEXT_OF(progress, progress_table[progress_of(ROW(row))].words)
NUMBER_OF(on_roll, ROW(row)->school.on_roll)
NUMBER_OF(files, ROW(row)->files)
NUMBER_OF(rows, ROW(row)->rows)
NUMBER_OF(waiting, ROW(row)->waiting)
NUMBER_OF(new, ROW(row)->batch.applied.new)
NUMBER_OF(changed, ROW(row)->batch.applied.changed)
NUMBER_OF(removed, ROW(row)->batch.applied.leaving)

static struct html name_link(struct arena *a, const void *row)
{
        return part_link(a, ROW(row)->school.name, url_make(a, "/la/schools/{}", &ROW(row)->school.id));
}

static long above(const struct overview *o)
{
        return o->school.agreed_pupils ? (long)o->school.on_roll - (long)o->school.agreed_pupils : 0;
}

static const char *agreed(struct arena *a, const void *row)
{
        return ROW(row)->school.agreed_pupils ? arena_printf(a, "%lu", ROW(row)->school.agreed_pupils) : "";
}

static const char *above_words(struct arena *a, const void *row)
{
        long n = above(ROW(row));
        return n > 0 ? arena_printf(a, "%ld over", n) : "";
}

static struct html agreed_tag(struct arena *a, const void *row)
{
        const char *number = agreed(a, row), *over = above_words(a, row);
        if (!*number)
                return html_text(a, "Not agreed");
        struct html parts[] = { html_text(a, *over ? arena_printf(a, "%s ", number) : number),
                                *over ? part_tag(a, over, "orange") : (struct html){ 0 } };
        return html_join(a, 2, parts);
}

static struct html progress_tag(struct arena *a, const void *row)
{
        return la_progress(a, row);
}

static const char *details(struct arena *a, const void *row)
{
        return la_progress_words(a, row);
}

static struct html details_link(struct arena *a, const void *row)
{
        const struct overview *o = ROW(row);
        return o->waiting ? part_link(a, details(a, row), arena_printf(a, "/la/matches?school=%lu", o->school.id))
                          : html_text(a, details(a, row));
}

static const char *applied_on(struct arena *a, const void *row)
{
        return ROW(row)->batch.id ? words_moment(a, ROW(row)->batch.applied.at) : "";
}

static const struct column columns[] = {
        { "name", "School", name, name_link, COLUMN_SORT },
        { "laestab", "DfE number", laestab, NULL, COLUMN_SORT },
        { "phase", "Phase", phase, NULL, COLUMN_SORT },
        { "roll", "On roll", on_roll, NULL, COLUMN_SORT | COLUMN_NUMBER },
        { "agreed", "Agreed", agreed, agreed_tag, COLUMN_SORT },
        { "over", "Over the agreed number", above_words, NULL, COLUMN_FILE_ONLY },
        { "state", "Migration", progress, progress_tag, COLUMN_SORT },
        { "details", "Figures", details, details_link, COLUMN_PAGE_ONLY },
        { "files", "Files", files, NULL, COLUMN_FILE_ONLY | COLUMN_NUMBER },
        { "rows", "Rows", rows, NULL, COLUMN_FILE_ONLY | COLUMN_NUMBER },
        { "waiting", "Possible matches waiting", waiting, NULL, COLUMN_FILE_ONLY | COLUMN_NUMBER },
        { "reference", "Reference", reference, NULL, COLUMN_FILE_ONLY },
        { "applied", "Applied", applied_on, NULL, COLUMN_FILE_ONLY },
        { "new", "New", new, NULL, COLUMN_FILE_ONLY | COLUMN_NUMBER },
        { "changed", "Changed", changed, NULL, COLUMN_FILE_ONLY | COLUMN_NUMBER },
        { "removed", "Removed", removed, NULL, COLUMN_FILE_ONLY | COLUMN_NUMBER },
};

/* ---- sorting ---- */

static int by_name(const void *a, const void *b)
{
        return strcasecmp(ROW(a)->school.name, ROW(b)->school.name);
}

static int by_laestab(const void *a, const void *b)
{
        return strcmp(ROW(a)->school.laestab, ROW(b)->school.laestab);
}

static int by_phase(const void *a, const void *b)
{
        int order = strcmp(ROW(a)->school.phase, ROW(b)->school.phase);
        return order ? order : by_name(a, b);
}

static int by_roll(const void *a, const void *b)
{
        long x = (long)ROW(a)->school.on_roll, y = (long)ROW(b)->school.on_roll;
        return x == y ? by_name(a, b) : x < y ? -1 : 1;
}

/* By how far the roll is above what was agreed. */
static int by_agreed(const void *a, const void *b)
{
        long x = above(ROW(a)), y = above(ROW(b));
        return x == y ? by_name(a, b) : x > y ? -1 : 1;
}

static int by_progress(const void *a, const void *b)
{
        int order = (int)progress_of(ROW(a)) - (int)progress_of(ROW(b));
        return order ? order : by_name(a, b);
}

static const struct {
        const char *key;
        int (*compare)(const void *, const void *);
} orders[] = { { "laestab", by_laestab },
               { "phase", by_phase },
               { "roll", by_roll },
               { "agreed", by_agreed },
               { "state", by_progress } };

static void turn_round(struct overview *items, size_t count)
{
        for (size_t i = 0; i < count / 2; i++) {
                struct overview held = items[i];
                items[i] = items[count - 1 - i];
                items[count - 1 - i] = held;
        }
}

/* By name when the address asks for no order that there is. */
static void sort(struct overview *items, size_t count, const char *sorted)
{
        int (*compare)(const void *, const void *) = by_name;
        for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
                if (strcmp(orders[i].key, sorted + (*sorted == '-')) == 0)
                        compare = orders[i].compare;
        qsort(items, count, sizeof *items, compare);
        if (*sorted == '-')
                turn_round(items, count);
}

/* ---- choosing ---- */

struct choosing {
        const char *name, *phase, *state, *sorted;
        const char *sought; /* the name, folded */
        int academic;
        size_t all, count;
        struct overview *items;
};

static bool is_chosen(struct arena *a, const struct choosing *c, const struct overview *o)
{
        return (!*c->sought || strstr(text_fold(a, o->school.name), c->sought) ||
                strstr(o->school.laestab, c->sought)) &&
               (!*c->phase || strcmp(c->phase, o->school.phase) == 0) &&
               (!*c->state || strcmp(c->state, progress_table[progress_of(o)].key) == 0);
}

static enum outcome choose(struct visit *v, struct choosing *c)
{
        struct overviews all;
        *c = (struct choosing){ .name = request_query(v->request, "name"),
                                .phase = request_query(v->request, "phase"),
                                .state = request_query(v->request, "state"),
                                .sorted = request_query(v->request, "sort") };
        c->sought = text_fold(v->arena, c->name);
        if (!*c->sorted)
                c->sorted = "name";
        enum outcome result = la_academic(v, &c->academic);
        if (result == DONE)
                result = overview_list(v->db, v->arena, c->academic, 0, &all);
        if (result != DONE)
                return result;
        c->all = all.count;
        c->items = arena_array(v->arena, all.count + 1, sizeof *c->items);
        for (size_t i = 0; i < all.count; i++)
                if (is_chosen(v->arena, c, &all.items[i]))
                        c->items[c->count++] = all.items[i];
        sort(c->items, c->count, c->sorted);
        return DONE;
}

static struct list list_of(const struct choosing *c, const char *sort_url)
{
        return (struct list){ .id = "schools",
                              .caption = "Schools",
                              .quiet = true,
                              .columns = columns,
                              .column_count = sizeof columns / sizeof *columns,
                              .rows = c->items,
                              .row_count = c->count,
                              .row_size = sizeof *c->items,
                              .sort_url = sort_url,
                              .sorted = c->sorted,
                              .empty = "No school matches. Take something away from the search." };
}

/* ---- the page ---- */

static struct html state_select(struct visit *v, const struct choosing *c)
{
        struct choice choices[PROGRESS + 1] = { { .value = "", .text = "All states" } };
        for (size_t i = 0; i < PROGRESS; i++)
                choices[i + 1] =
                    (struct choice){ .value = progress_table[i].key, .text = progress_table[i].words };
        return part_select(v->arena, &(struct input){ .name = "state",
                                                      .label = "Migration",
                                                      .value = c->state,
                                                      .choice_count = PROGRESS + 1,
                                                      .choices = choices });
}

static struct html tiles(struct arena *a, const struct overview_counts *counts)
{
        const struct {
                long n;
                const char *one, *many, *url;
        } each[] = {
                { counts->matches, "possible match waits", "possible matches wait", "/la/matches" },
                { counts->holds, "migration is on hold", "migrations are on hold", "/la/holds" },
                { counts->removed, "removed pupil without a ground", "removed pupils without a ground",
                  "/la/removed" },
                { counts->restores, "school asks for a pupil back", "requests for a pupil back",
                  "/la/restore-requests" },
        };
        struct view *tile = view_new(a, "la/tile");
        for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
                view_text(tile, "number", format_number(a, each[i].n));
                view_text(tile, "words", each[i].n == 1 ? each[i].one : each[i].many);
                view_text(tile, "url", each[i].url);
                view_next(tile);
        }
        return view_rows(tile);
}

#define FILTERS(c) "name", (c)->name, "phase", (c)->phase, "state", (c)->state

enum outcome la_schools_page(struct visit *v)
{
        struct choosing c;
        struct overview_counts counts;
        enum outcome result = choose(v, &c);
        if (result == DONE)
                result = overview_count(v->db, v->arena, &counts);
        if (result != DONE)
                return result;
        struct list list = list_of(&c, la_url(v->arena, "/la", FILTERS(&c), "sort", NULL, NULL));
        struct view *page = view_new(v->arena, "la/schools");
        view_html(page, "tiles", tiles(v->arena, &counts));
        view_text(page, "year", la_year(v->arena, c.academic));
        view_html(page, "search",
                  part_input(v->arena, &(struct input){ .name = "name",
                                                        .label = "Name or DfE number",
                                                        .value = c.name,
                                                        .width = 20 }));
        view_html(page, "phase", la_phase_select(v, c.phase));
        view_html(page, "state", state_select(v, &c));
        view_text(page, "sort", c.sorted);
        view_text(page, "count", format_count(v->arena, (long)c.count, "school", NULL));
        view_flag(page, "filtered", c.count != c.all);
        view_html(page, "list", list_html(v->arena, &list));
        view_text(page, "csv", la_url(v->arena, "/la/schools.csv", FILTERS(&c), "sort", c.sorted, NULL));
        view_text(page, "xlsx", la_url(v->arena, "/la/schools.xlsx", FILTERS(&c), "sort", c.sorted, NULL));
        return visit_show(v, "Migration", page);
}

static enum outcome send(struct visit *v, bool xlsx)
{
        struct choosing c;
        enum outcome result = choose(v, &c);
        struct list list = list_of(&c, NULL);
        return result == DONE ? la_file(v, &list, xlsx, "schools", "Schools") : result;
}

enum outcome la_schools_csv(struct visit *v)
{
        return send(v, false);
}

enum outcome la_schools_xlsx(struct visit *v)
{
        return send(v, true);
}
