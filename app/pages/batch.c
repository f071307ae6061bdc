#include "pages/batch.h"

#include "pages/routes.h"
#include "store/batch.h"

enum outcome batch_visit_short(struct visit *v, struct batch_visit *out)
{
        *out = (struct batch_visit){ .numbers = { visit_part(v, 0), visit_part(v, 1) } };
        out->flow = (struct flow){ v->arena, v->db, v->config, v->scope, &v->why };
        return batch_find(v->db, v->arena, v->scope, visit_part(v, 0), &out->b);
}

enum outcome batch_visit(struct visit *v, struct batch_visit *out, bool *over)
{
        enum outcome result = batch_visit_short(v, out);
        *over = result == DONE && out->b.state != BATCH_OPEN && out->b.state != BATCH_LISTED;
        if (*over)
                return visit_go(v, BATCH_RECEIPT, out->numbers);
        return result == DONE ? flow_plan(&out->flow, &out->b, &out->p) : result;
}

void batch_trail(struct visit *v, struct batch_visit *bv, const char *here)
{
        bv->trail[0] = (struct page_link){ .text = "Home", .url = "/school" };
        bv->trail[1] = (struct page_link){ .text = batch_name(v->arena, &bv->b),
                                           .url = here ? batch_url(bv, v, BATCH_HOME, 0) : NULL };
        bv->trail[2] = (struct page_link){ .text = here };
        v->trail = bv->trail;
        v->trail_count = here ? 3 : 2;
}

enum outcome batch_done(struct visit *v, struct batch_visit *bv, enum outcome result, const char *notice,
                        const char *pattern)
{
        if (result == REFUSED && !v->why.words)
                return visit_refuse(v, "Somebody else has changed this since you opened the page. Nothing was lost: go back, "
                                       "reload the page and look again.");
        return result == DONE ? visit_done(v, notice, pattern, bv->numbers) : result;
}

const char *batch_url(const struct batch_visit *bv, struct visit *v, const char *pattern, unsigned long second)
{
        unsigned long numbers[] = { bv->b.id, second };
        return url_make(v->arena, pattern, numbers);
}

const char *batch_name(struct arena *a, const struct batch *b)
{
        if (!b->migration)
                return "Bulk upload";
        return arena_printf(a, "New-year migration %d/%02d", b->academic, (b->academic + 1) % 100);
}

const char *record_name(struct arena *a, const struct record *r)
{
        return arena_printf(a, "%s, %s", r->value[FIELD_SURNAME], r->value[FIELD_FORENAME]);
}

const char *row_place(struct arena *a, const struct stored_row *row)
{
        if (!row->upload)
                return "Added on the page Who leaves";
        if (!*row->sheet_name)
                return arena_printf(a, "%s, row %lu", row->file_name, row->row + 1);
        return arena_printf(a, "%s, sheet %s, row %lu", row->file_name, row->sheet_name, row->row + 1);
}
