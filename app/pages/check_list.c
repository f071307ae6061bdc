#include "pages/check_list.h"

#include <string.h>

#include "intake/value.h"
#include "model/code.h"
#include "pages/batch.h"

const char *const check_keys[CHECK_KINDS] = { "new", "changed", "unchanged", "leaving", "left-out", "kept" };
const char *const check_words[CHECK_KINDS] = { "New", "Changed", "Unchanged", "Leaving", "Left out", "Names kept" };

enum check_kind check_of_key(const char *key)
{
        int k = 0;
        while (k < CHECK_KINDS && strcmp(check_keys[k], key) != 0)
                k++;
        return k == CHECK_KINDS ? CHECK_NEW : (enum check_kind)k;
}

struct check_row {
        const struct record *record;
        const char *place, *field, *before, *after, *ground, *destination, *left_on, *reason;
};

#define TEXT(name)                                                                                                     \
        static const char *name(struct arena *a, const void *row)                                                      \
        {                                                                                                              \
                return arena_text(a, ((const struct check_row *)row)->name);                                           \
        }
TEXT(place)
TEXT(field)
TEXT(before)
TEXT(after)
TEXT(ground)
TEXT(destination)
TEXT(left_on)
TEXT(reason)

static const char *shown(struct arena *a, const void *row, enum field f)
{
        return value_words(a, f, ((const struct check_row *)row)->record->value[f]);
}

static const char *surname(struct arena *a, const void *row)
{
        return shown(a, row, FIELD_SURNAME);
}

static const char *forename(struct arena *a, const void *row)
{
        return shown(a, row, FIELD_FORENAME);
}

static const char *birth(struct arena *a, const void *row)
{
        return shown(a, row, FIELD_DOB);
}

static const char *year(struct arena *a, const void *row)
{
        return shown(a, row, FIELD_NC_YEAR);
}

static const char *class(struct arena *a, const void *row)
{
        return shown(a, row, FIELD_CLASS);
}

static const char *upn(struct arena *a, const void *row)
{
        return shown(a, row, FIELD_UPN);
}

#define WHO                                                                                                            \
        { "surname", "Surname", surname, NULL, 0 }, { "forename", "Forename", forename, NULL, 0 },                     \
        {                                                                                                              \
                "birth", "Date of birth", birth, NULL, 0                                                               \
        }
#define WHERE { "place", "File and row", place, NULL, 0 }

static const struct column listed[] = { WHO, { "year", "NC year", year, NULL, 0 }, { "class", "Class", class, NULL, 0 },
                                        { "upn", "UPN", upn, NULL, 0 }, WHERE };
static const struct column changed[] = { WHO, { "field", "What", field, NULL, 0 }, { "before", "Before", before, NULL, 0 },
                                         { "after", "After", after, NULL, 0 }, WHERE };
static const struct column kept[] = { WHO, { "field", "What", field, NULL, 0 }, { "before", "On your roll, and stays", before, NULL, 0 },
                                      { "after", "In the file", after, NULL, 0 }, WHERE };
static const struct column leaving[] = { WHO, { "year", "NC year", year, NULL, 0 }, { "class", "Class", class, NULL, 0 },
                                         { "left_on", "Last day", left_on, NULL, 0 }, { "ground", "Ground", ground, NULL, 0 },
                                         { "destination", "Destination", destination, NULL, 0 } };
static const struct column left_out[] = { WHO, { "reason", "Why", reason, NULL, 0 }, WHERE };

/* ---- rows ---- */

struct rows {
        struct check_row *items;
        size_t count;
};

static void add_changes(struct arena *a, struct rows *out, const struct child *c, const struct record *who,
                        const struct plan_change *changes, size_t count)
{
        for (size_t i = 0; i < count; i++)
                out->items[out->count++] = (struct check_row){ .record = who,
                                                               .place = row_place(a, c->parts[0]),
                                                               .field = field_table[changes[i].field].heading,
                                                               .before = value_words(a, changes[i].field, changes[i].before),
                                                               .after = value_words(a, changes[i].field, changes[i].after) };
}

static void add_child(struct arena *a, struct rows *out, const struct flow_plan *p, size_t i, enum check_kind kind)
{
        const struct child *c = &p->children[i];
        const struct plan_row *row = &p->plan.rows[i];
        const struct record *who = row->pupil ? &row->pupil->record : &c->record;
        if (kind == CHECK_CHANGED && row->kind == PLAN_CHANGED)
                add_changes(a, out, c, who, row->changes, row->change_count);
        else if (kind == CHECK_KEPT && row->kind != PLAN_LEFT_OUT)
                add_changes(a, out, c, who, row->kept, row->kept_count);
        else if ((kind == CHECK_NEW && row->kind == PLAN_NEW) || (kind == CHECK_UNCHANGED && row->kind == PLAN_UNCHANGED) ||
                 (kind == CHECK_LEFT_OUT && row->kind == PLAN_LEFT_OUT))
                out->items[out->count++] = (struct check_row){ .record = who, .place = row_place(a, c->parts[0]),
                                                               .reason = c->parts[0]->left_out };
}

static void add_leaver(struct arena *a, struct rows *out, const struct flow_plan *p, const struct pupil *pupil)
{
        const struct leaver *l = flow_leaver(p, pupil->id);
        out->items[out->count++] = (struct check_row){
                .record = &pupil->record,
                .ground = l && *l->ground ? arena_printf(a, "(%s) %s", l->ground, code_words(&code_ground, l->ground)) : "Not said",
                .destination = l ? l->destination : "",
                .left_on = l ? value_words(a, FIELD_DOB, l->left_on) : "",
        };
}

unsigned check_count(const struct flow_plan *p, enum check_kind kind)
{
        unsigned kept_count = 0;
        for (size_t i = 0; i < p->child_count; i++)
                kept_count += p->plan.rows[i].kind != PLAN_LEFT_OUT && p->plan.rows[i].kept_count > 0;
        switch (kind) {
        case CHECK_NEW: return p->plan.counts[PLAN_NEW];
        case CHECK_CHANGED: return p->plan.counts[PLAN_CHANGED];
        case CHECK_UNCHANGED: return p->plan.counts[PLAN_UNCHANGED];
        case CHECK_LEAVING: return (unsigned)p->plan.leaver_count;
        case CHECK_LEFT_OUT: return p->plan.counts[PLAN_LEFT_OUT];
        default: return kept_count;
        }
}

struct list check_list(struct arena *a, const struct flow_plan *p, enum check_kind kind)
{
#define COLUMNS(c) { c, sizeof c / sizeof *c }
        static const struct {
                const struct column *columns;
                size_t count;
        } of_kind[CHECK_KINDS] = { COLUMNS(listed),  COLUMNS(changed),  COLUMNS(listed),
                                   COLUMNS(leaving), COLUMNS(left_out), COLUMNS(kept) };
        struct rows rows = { NULL, 0 };
        size_t room = p->plan.leaver_count;
        for (size_t i = 0; i < p->child_count; i++)
                room += 1 + p->plan.rows[i].change_count + p->plan.rows[i].kept_count;
        rows.items = arena_array(a, room + 1, sizeof *rows.items);
        for (size_t i = 0; kind != CHECK_LEAVING && i < p->child_count; i++)
                add_child(a, &rows, p, i, kind);
        for (size_t i = 0; kind == CHECK_LEAVING && i < p->plan.leaver_count; i++)
                add_leaver(a, &rows, p, p->plan.leavers[i].pupil);
        return (struct list){ .id = "check", .caption = check_words[kind], .quiet = true, .columns = of_kind[kind].columns,
                              .column_count = of_kind[kind].count, .rows = rows.items, .row_count = rows.count,
                              .row_size = sizeof *rows.items, .empty = "Nobody." };
}
