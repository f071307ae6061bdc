#include "intake/plan_hash.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* One deed as text. Values cannot hold the control characters between them. */
static const char *row_deed(struct arena *a, const struct plan_row *row)
{
        struct buf b = BUF_EMPTY;
        if (row->pupil)
                buf_printf(&b, "change %lu %u", row->pupil->id, row->pupil->version);
        else
                buf_text(&b, "new");
        for (size_t i = 0; i < row->change_count; i++)
                buf_printf(&b, "\x1e%s\x1f%s\x1f%s", field_table[row->changes[i].field].key,
                           row->changes[i].before, row->changes[i].after);
        const char *deed = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return deed;
}

static int by_text(const void *left, const void *right)
{
        return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void plan_hash(struct arena *a, const struct weigh_request *request, struct plan *plan)
{
        size_t count = 0;
        const char **deeds = arena_array(a, plan->row_count + plan->leaver_count + 1, sizeof *deeds);
        for (size_t i = 0; i < plan->row_count; i++)
                if (plan->rows[i].kind == PLAN_NEW || plan->rows[i].kind == PLAN_CHANGED)
                        deeds[count++] = row_deed(a, &plan->rows[i]);
        for (size_t i = 0; i < plan->leaver_count; i++)
                deeds[count++] = arena_printf(a, "leave %lu %u", plan->leavers[i].pupil->id,
                                              plan->leavers[i].pupil->version);
        qsort(deeds, count, sizeof *deeds, by_text);

        GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
        const char *start = arena_printf(a, "%d %d %zu", request->kind, request->academic, count);
        g_checksum_update(sum, (const guchar *)start, (gssize)strlen(start) + 1);
        for (size_t i = 0; i < count; i++)
                g_checksum_update(sum, (const guchar *)deeds[i], (gssize)strlen(deeds[i]) + 1);
        g_strlcpy(plan->hash, g_checksum_get_string(sum), sizeof plan->hash);
        g_checksum_free(sum);
}
