#include "pages/api_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow/involve.h"
#include "model/api_body.h"
#include "pages/api.h"
#include "pages/la.h"
#include "store/audit.h"
#include "store/pupil.h"
#include "store/pupil_feed.h"

enum { CHANGES_MAX = 1000, CHANGES_USUAL = 200 };

/* ---- involvements ---- */

static void put_cell(struct buf *b, const char *text, bool last)
{
        buf_char(b, '"');
        for (; *text; text++) {
                if (*text == '"')
                        buf_char(b, '"');
                buf_char(b, *text);
        }
        buf_text(b, last ? "\"\r\n" : "\",");
}

static void put_line(struct buf *b, const struct api_involvement *i)
{
        const char *const cells[] = { i->upn, i->surname, i->forename, i->date_of_birth, i->service, i->team, i->from, i->to, i->reference };
        for (size_t n = 0; n < sizeof cells / sizeof *cells; n++)
                put_cell(b, cells[n], n + 1 == sizeof cells / sizeof *cells);
}

/* As a service's own spreadsheet: from here on both go the same way. */
static void write_list(const struct api_involvements *all, struct buf *b)
{
        static const struct api_involvement heading = { "UPN",     "Surname", "Forename", "Date of birth", "Service",
                                                        "Team",    "From",    "To",       "Reference" };
        put_line(b, &heading);
        for (size_t i = 0; i < all->count; i++)
                put_line(b, &all->items[i]);
}

static enum outcome send_plan(struct visit *v, const struct involve_plan *p)
{
        static const char *const keys[INVOLVE_FATES] = { "new",     "ended",     "unchanged", "past",
                                                         "problem", "unmatched", "doubtful",  "unknown" };
        struct json *j = json_new(), *counts, *lines;
        json_number(j, "upload", (long long)p->upload.id);
        counts = json_inside(j, "counts");
        for (int fate = 0; fate < INVOLVE_FATES; fate++)
                json_number(counts, keys[fate], (long long)p->of[fate]);
        lines = json_list(j, "involvements");
        for (size_t i = 0; i < p->list.line_count; i++) {
                struct json *line = json_add(lines);
                json_number(line, "place", (long long)p->list.lines[i].at.row - 1); /* row 0 holds the headings */
                json_text(line, "outcome", keys[p->lines[i].fate]);
                json_text(line, "words", p->lines[i].words);
        }
        return api_send(v, 201, j);
}

/* What a preview shows is taken at its word: a system that sends rows has nobody to look at it. */
static enum outcome apply(struct visit *v, struct flow *f, const struct buf *list, struct involve_plan *p)
{
        unsigned long upload = 0, by = v->caller->person;
        bool changed;
        const struct involve_incoming file = { "from another system.csv", list->bytes, list->len };
        enum outcome result = flow_involve_receive(f, by, &file, 1, 0, &upload);
        if (result == DONE)
                result = audit_add(v->db, by, 0, "involvements-by-token", upload, arena_printf(v->arena, "token %lu", v->caller->token));
        if (result == DONE)
                result = flow_involve_plan(f, upload, p);
        if (result != DONE)
                return result;
        const char *hash = arena_text(v->arena, p->hash);
        return flow_involve_apply(f, by, upload, hash, &changed, p);
}

enum outcome api_involvements(struct visit *v)
{
        struct flow f = la_flow(v);
        struct api_involvements all;
        struct involve_plan plan;
        struct buf list = BUF_EMPTY;
        const char *why = api_read_involvements(v->arena, v->request->content, v->request->content_len, &all);
        if (why)
                return api_malformed(v, why);
        if (!*v->request->request_key)
                return api_problem(v, 400, "key", "Send an Idempotency-Key with it, so that the same request again does nothing twice.");
        write_list(&all, &list);
        enum outcome result = apply(v, &f, &list, &plan);
        buf_free(&list);
        if (result == REFUSED)
                return api_problem(v, 422, "refused", v->why.words ? v->why.words : "Something changed meanwhile. Send it again with a new key.");
        return result == DONE ? send_plan(v, &plan) : result;
}

/* ---- changes of pupils ---- */

static int by_number(const void *left, const void *right)
{
        unsigned long a = *(const unsigned long *)left, b = *(const unsigned long *)right;
        return (a > b) - (a < b);
}

static size_t distinct(struct arena *a, const struct pupil_feed *feed, unsigned long **out)
{
        size_t n = 0;
        unsigned long *ids = *out = arena_array(a, feed->count + 1, sizeof *ids);
        for (size_t i = 0; i < feed->count; i++)
                ids[i] = feed->items[i].pupil;
        qsort(ids, feed->count, sizeof *ids, by_number);
        for (size_t i = 0; i < feed->count; i++)
                if (i == 0 || ids[i] != ids[n - 1])
                        ids[n++] = ids[i];
        return n;
}

static void put_pupil(struct json *list, const struct pupil *p, const struct pupil_feed *feed)
{
        struct json *j = json_add(list), *record, *fields;
        const struct pupil_feed_row *at = feed->items;
        while (at->pupil != p->id)
                at++;
        json_number(j, "pupil", (long long)p->id);
        json_number(j, "child", (long long)at->child);
        json_text(j, "dfe_number", at->laestab);
        json_flag(j, "on_roll", p->on_roll);
        json_text(j, "left_on", at->left_on);
        record = json_inside(j, "record");
        for (int f = 0; f < FIELD_COUNT; f++)
                if (*p->record.value[f])
                        json_text(record, field_table[f].key, p->record.value[f]);
        fields = json_list(j, "changes");
        for (size_t i = 0; i < feed->count; i++)
                if (feed->items[i].pupil == p->id)
                        json_add_text(fields, *feed->items[i].field ? feed->items[i].field : feed->items[i].kind);
}

static enum outcome send_changes(struct visit *v, const struct pupil_feed *feed, unsigned long after, unsigned long limit)
{
        struct pupils pupils;
        unsigned long *ids;
        size_t count = distinct(v->arena, feed, &ids);
        enum outcome result = pupil_by_ids(v->db, v->arena, ids, count, &pupils);
        if (result == DONE)
                result = audit_add(v->db, v->caller->person, v->caller->school, "pupils-by-token", v->caller->token,
                                   arena_printf(v->arena, "%zu pupils", count));
        if (result != DONE)
                return result;
        struct json *j = json_new(), *list;
        json_number(j, "next", (long long)(feed->count ? feed->items[feed->count - 1].change : after));
        json_flag(j, "more", feed->count == limit);
        list = json_list(j, "pupils");
        for (size_t i = 0; i < pupils.count; i++)
                put_pupil(list, &pupils.items[i], feed);
        return api_send(v, 200, j);
}

/* A number of the query; false when it is there and no such number. */
static bool number(const struct visit *v, const char *name, long min, long max, long usual, long *out)
{
        const char *text = request_query(v->request, name);
        *out = usual;
        return !*text || text_to_long(text, min, max, out);
}

enum outcome api_pupil_changes(struct visit *v)
{
        struct pupil_feed feed;
        long after, limit;
        if (!number(v, "after", 0, 1L << 62, 0, &after) || !number(v, "limit", 1, CHANGES_MAX, CHANGES_USUAL, &limit))
                return api_malformed(v, "after: want the number that the last answer gave as next. limit: want a number from 1 to 1000.");
        enum outcome result = pupil_feed(v->db, v->arena, v->caller->school, (unsigned long)after, (unsigned)limit, &feed);
        return result == DONE ? send_changes(v, &feed, (unsigned long)after, (unsigned long)limit) : result;
}
