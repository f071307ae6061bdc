#include "pages/batch.h"

#include "pages/routes.h"
#include "store/batch.h"

enum outcome batch_visit_short(struct visit *v, struct batch_visit *out)
{
        *out = (struct batch_visit){ .numbers = { visit_part(v, 0), visit_part(v, 1) } };
        out->flow = (struct flow){ v->arena, v->db, v->config, v->scope, &v->why };
        enum outcome result = batch_find(v->db, v->arena, v->scope, visit_part(v, 0), &out->b);
        return result == DONE && out->b.import ? ABSENT : result; /* an import is the authority's */
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
        batch_trail_below(v, bv, NULL, NULL, here);
}

void batch_trail_below(struct visit *v, struct batch_visit *bv, const char *parent, const char *pattern, const char *here)
{
        size_t n = 0;
        bv->trail[n++] = (struct page_link){ .text = "Users", .url = "/school/users" };
        bv->trail[n++] = (struct page_link){ .text = "Add or move in bulk", .url = "/school/bulk" };
        bv->trail[n++] = (struct page_link){ .text = batch_name(v->arena, &bv->b),
                                             .url = here ? batch_url(bv, v, BATCH_HOME, 0) : NULL };
        if (parent)
                bv->trail[n++] = (struct page_link){ .text = parent, .url = batch_url(bv, v, pattern, 0) };
        if (here)
                bv->trail[n++] = (struct page_link){ .text = here };
        v->trail = bv->trail;
        v->trail_count = n;
}

static struct batch_step step(struct visit *v, const struct batch_visit *bv, const char *pattern, const char *button,
                              const char *words)
{
        return (struct batch_step){ words, button, pattern ? batch_url(bv, v, pattern, 0) : NULL };
}

struct batch_step batch_next(struct visit *v, const struct batch_visit *bv)
{
        const struct flow_plan *p = &bv->p;
        if (p->closed)
                return step(v, bv, NULL, NULL,
                            "The migration window is over. Ask the local authority to open it again; nothing here is lost.");
        if (p->uploads.count == 0)
                return step(v, bv, BATCH_FILES, "Upload spreadsheets",
                            bv->b.migration ? "Start by uploading your teachers’ spreadsheets. They need not be alike."
                                            : "Start by uploading your spreadsheets. They need not be alike.");
        if (p->files_unread)
                return step(v, bv, BATCH_FILES, "Look at the files", "A file could not be read. Replace it or remove it.");
        if (bv->b.state == BATCH_OPEN)
                return step(v, bv, BATCH_FILES, "Go on uploading", "When every spreadsheet is here, an administrator ticks that all are.");
        if (p->problems)
                return step(v, bv, BATCH_PROBLEMS, "Fix problems",
                            "Something in the files cannot be used yet. Put it right on the page, or leave the rows out.");
        if (bv->b.hold.state == HOLD_REJECTED)
                return step(v, bv, BATCH_FILES, "Look at the files",
                            "The local authority has not released this. Read its reason, then change your files.");
        if (p->held)
                return step(v, bv, NULL, NULL,
                            "The local authority looks at this before it can go on. You are told by e-mail. If a file is wrong, "
                            "replace or remove it.");
        if (p->waiting)
                return step(v, bv, BATCH_MATCHES, "See possible matches",
                            "The local authority is looking at children who may be known already. You can add what you know.");
        if (bv->b.migration && p->plan.leaver_count && !p->acknowledged)
                return step(v, bv, BATCH_LEAVERS, "See who leaves", "Look at who leaves your roll, and acknowledge it.");
        return step(v, bv, BATCH_CHECK, "Check what will change", "Everything is ready. Check what will change, then confirm.");
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

const char *row_place(struct arena *a, const struct stored_row *row)
{
        if (!row->upload && !*row->file_name) /* an import's rows have a file, and no upload */
                return "Added on the page Who leaves";
        if (!*row->sheet_name)
                return arena_printf(a, "%s, row %lu", row->file_name, row->row + 1);
        return arena_printf(a, "%s, sheet %s, row %lu", row->file_name, row->sheet_name, row->row + 1);
}
