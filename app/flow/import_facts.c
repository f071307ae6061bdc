#include "flow/import_facts.h"

#include <string.h>

#include "model/damaged_name.h"
#include "model/year.h"
#include "store/conflict.h"

/* It names this school, whoever has the children still: each row of a file for many schools, or a transfer file from another one. */
static bool says_for_whom(const struct sorted *s)
{
        return s->delivery.school == 0 || s->list.received;
}

/* ---- lost letters ---- */

/* A name that is broken here as well was let in by a person, or is the school's own. */
static bool breaks_name(const struct record *found, const struct pupil *held)
{
        for (int f = 0; f < FIELD_COUNT; f++)
                if (field_table[f].kind == KIND_NAME && damaged_name(found->value[f]) &&
                    !(held && strcmp(held->record.value[f], found->value[f]) == 0))
                        return true;
        return false;
}

static size_t count_damaged(const struct flow_plan *p)
{
        size_t count = 0;
        for (size_t i = 0; i < p->child_count; i++)
                count += breaks_name(&p->children[i].record, p->plan.rows[i].pupil);
        return count;
}

/* ---- who would be touched ---- */

static bool is_open(const struct conflicts *held, unsigned long pupil, const struct plan_change *c)
{
        for (size_t i = 0; i < held->count; i++)
                if (held->items[i].pupil == pupil && held->items[i].field == c->field && strcmp(held->items[i].theirs, c->after) == 0)
                        return true;
        return false;
}

/* In September everybody goes up a year, and most into another class: that says nothing of the file. */
static bool goes_up(const struct flow_plan *p, const struct plan_row *row)
{
        const char *next = year_next(row->pupil->record.value[FIELD_NC_YEAR]);
        return *next && strcmp(p->children[row->row].record.value[FIELD_NC_YEAR], next) == 0;
}

static bool is_usual(bool up, enum field field)
{
        return up && (field == FIELD_NC_YEAR || field == FIELD_CLASS);
}

/* Something would be written, or asked that is not asked already. */
static bool is_touched(const struct flow_plan *p, const struct plan_row *row, const struct conflicts *held)
{
        if (!row->pupil || (row->kind != PLAN_CHANGED && row->kind != PLAN_UNCHANGED))
                return false;
        bool up = goes_up(p, row);
        for (size_t i = 0; i < row->change_count; i++)
                if (!is_usual(up, row->changes[i].field))
                        return true;
        for (size_t i = 0; i < row->conflict_count; i++) {
                const struct plan_change *c = &row->conflicts[i].change;
                if (!is_usual(up, c->field) && !is_open(held, row->pupil->id, c))
                        return true;
        }
        return false;
}

enum outcome import_plan_facts(const struct flow *f, const struct sorted *s, const struct flow_plan *p, struct import_facts *out)
{
        struct conflicts held;
        enum outcome result = conflict_list(f->db, f->arena, f->scope, &held);
        if (result != DONE)
                return result;
        out->children = p->child_count;
        out->elsewhere = says_for_whom(s) ? 0 : p->plan.elsewhere;
        out->damaged = count_damaged(p);
        out->roll = p->roll.count;
        out->removals = p->plan.removals;
        out->changed = 0;
        for (size_t i = 0; i < p->child_count; i++)
                out->changed += is_touched(p, &p->plan.rows[i], &held);
        return DONE;
}
