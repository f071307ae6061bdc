#include "pages/import_state.h"

#include <string.h>

#include "pages/la_import_pupils.h"
#include "pages/words.h"
#include "view/parts.h"

struct import_state import_state_of(struct arena *a, const struct desk_import *i)
{
        if (*i->problem && strcmp(i->state, "open") == 0)
                return (struct import_state){ "Error", "red", i->problem };
        if (*i->undone_at)
                return (struct import_state){ "Undone", "grey",
                                              arena_printf(a, "by %s, %s", i->undone_by, words_moment(a, i->undone_at)) };
        if (strcmp(i->hold, "held") == 0)
                return (struct import_state){ "On hold", "orange", i->hold_why };
        if (strcmp(i->state, "applied") == 0)
                return (struct import_state){ "Processed", "green", words_moment(a, i->applied_at) };
        if (strcmp(i->state, "listed") == 0)
                return (struct import_state){ "To review", "yellow",
                                              i->unmatched ? "possible matches are open"
                                                           : "rejected rows are open" };
        if (strcmp(i->hold, "rejected") == 0)
                return (struct import_state){ "Rejected", "grey", i->hold_answer };
        if (strcmp(i->state, "open") == 0)
                return (struct import_state){ "Waits", "blue",
                                              i->done
                                                  ? arena_printf(a, "%ld of %ld rows done", i->done, i->rows)
                                                  : "" };
        return (struct import_state){ "Not needed", "grey", "a newer file came" };
}

struct html import_state_html(struct arena *a, const struct desk_import *i)
{
        const struct import_state s = import_state_of(a, i);
        struct view *v = view_new(a, "la/import-state");
        view_html(v, "tag", part_tag(a, s.words, s.colour));
        view_text(v, "more", s.more);
        return view_render(v);
}

const char *import_who(struct arena *a, bool complete, const struct asked *asked)
{
        const char *who = complete ? "Everyone on roll" : "Changes alone";
        if (!asked->group)
                return who;
        const char *more = asked->group == GROUP_LEAVERS ? ", whose details stay as they were when they left" : "";
        return arena_printf(a, "%s. Asked for: %s%s", who, asked_words(a, asked), more);
}

const char *import_sender(char source, const char *received_by)
{
        if (*received_by)
                return received_by;
        return source == 'D' ? "The drop folder" : source == 'A' ? "The school’s agent" : "Onroll";
}

#define ROW(row)        ((const struct desk_import *)(row))
#define NUMBER_OF(name) TEXT_OF(name, arena_printf(a, "%ld", ROW(row)->name))
NUMBER_OF(rows)
NUMBER_OF(new)
NUMBER_OF(changed)
NUMBER_OF(conflicts)
NUMBER_OF(unmatched)
NUMBER_OF(rejected)
NUMBER_OF(missing)

/* A number that leads to its rows. */
static struct html leads(struct arena *a, const void *row, long n, const char *path, const char *more)
{
        const unsigned long numbers[] = { ROW(row)->school, ROW(row)->batch };
        const char *text = arena_printf(a, "%ld", n);
        return n ? part_link(a, text, arena_printf(a, "%s%s", url_make(a, path, numbers), more)) : html_text(a, text);
}

static struct html new_cell(struct arena *a, const void *row)
{
        return leads(a, row, ROW(row)->new, LA_IMPORT_PUPILS, "");
}

static struct html changed_cell(struct arena *a, const void *row)
{
        return leads(a, row, ROW(row)->changed, LA_IMPORT_PUPILS, "?show=changed");
}

static struct html rejected_cell(struct arena *a, const void *row)
{
        return leads(a, row, ROW(row)->rejected, LA_IMPORT, "#rejected");
}

static struct html state_cell(struct arena *a, const void *row)
{
        return import_state_html(a, ROW(row));
}

const struct column *import_columns(struct arena *a, const struct column own[2])
{
        const struct column columns[IMPORT_COLUMNS] = {
                own[0],
                own[1],
                { "state", "State", NULL, state_cell, 0 },
                { "rows", "Rows", rows, NULL, COLUMN_NUMBER },
                { "new", "New", new, new_cell, COLUMN_NUMBER },
                { "changed", "Changed", changed, changed_cell, COLUMN_NUMBER },
                { "conflicts", "Conflicts", conflicts, NULL, COLUMN_NUMBER },
                { "unmatched", "Unmatched", unmatched, NULL, COLUMN_NUMBER },
                { "rejected", "Rejected", rejected, rejected_cell, COLUMN_NUMBER },
                { "missing", "Proposed leavers", missing, NULL, COLUMN_NUMBER },
        };
        return memcpy(arena_alloc(a, sizeof columns), columns, sizeof columns);
}
