#include "flow/apply.h"

#include "gate/scope.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"

static struct pupil_source source_of(const struct batch *b, const struct child *c)
{
        const struct stored_row *row = c->parts[0];
        return (struct pupil_source){ b->id, row->file_name, row->sheet_name, row->upload || b->import ? (unsigned)row->row + 1 : 0 };
}

static enum outcome child_number(const struct flow *f, const struct child *c, unsigned long *out)
{
        struct pupil_full known;
        struct scope there = gate_program_scope(c->link_school);
        *out = 0;
        if (!c->link)
                return DONE;
        enum outcome result = pupil_find(f->db, f->arena, &there, c->link, &known);
        *out = result == DONE ? known.child : 0;
        return result;
}

enum outcome flow_apply_new(const struct flow *f, const struct batch *b, const struct flow_plan *p)
{
        struct pupil_new *items = arena_array(f->arena, p->child_count + 1, sizeof *items);
        enum outcome result = DONE;
        size_t n = 0;
        for (size_t i = 0; result == DONE && i < p->child_count; i++)
                if (p->plan.rows[i].kind == PLAN_NEW) {
                        items[n] = (struct pupil_new){ .record = &p->children[i].record,
                                                       .from = source_of(b, &p->children[i]) };
                        result = child_number(f, &p->children[i], &items[n++].child);
                }
        return result == DONE && n ? pupil_apply_new(f->db, f->arena, f->scope, items, n) : result;
}

enum outcome flow_apply_changes(const struct flow *f, const struct batch *b, const struct flow_plan *p)
{
        struct pupil_edited *items = arena_array(f->arena, p->child_count + 1, sizeof *items);
        struct record *records = arena_array(f->arena, p->child_count + 1, sizeof *records);
        size_t n = 0;
        for (size_t i = 0; i < p->child_count; i++) {
                const struct plan_row *row = &p->plan.rows[i];
                if (row->kind != PLAN_CHANGED)
                        continue;
                records[n] = row->pupil->record;
                for (size_t c = 0; c < row->change_count; c++)
                        records[n].value[row->changes[c].field] = row->changes[c].after;
                items[n] = (struct pupil_edited){ { row->pupil->id, row->pupil->version }, &records[n],
                                                  source_of(b, &p->children[i]) };
                n++;
        }
        return n ? pupil_apply_change(f->db, f->arena, f->scope, items, n) : DONE;
}
