#include "flow/involve.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "flow/kept.h"
#include "gate/vault.h"
#include "intake/value.h"
#include "store/school.h"
#include "store/service.h"

enum { KEEP_DAYS = 30 };

/* Numbers of other tables' files are labels too: none of theirs is one of ours. */
static const unsigned long label_base = 3UL << 32;

/* ---- reading ---- */

static const char *authority_of(const struct flow *f)
{
        struct schools all;
        if (school_list(f->db, f->arena, "", &all) != DONE || all.count == 0)
                return "";
        return arena_bytes(f->arena, all.items[0].laestab, 3);
}

static void read_list(const struct flow *f, const struct involvement_file *files, size_t count,
                      struct involvement_list *out)
{
        const struct involvement_context context = { date_today(), authority_of(f) };
        involvement_list_read(f->arena, files, count, &context, out);
}

static enum outcome read_book(const struct flow *f, const char *name, const void *bytes, size_t len,
                              struct involvement_file *out)
{
        struct book *book = arena_alloc(f->arena, sizeof *book);
        enum outcome result = kept_read(f, bytes, len, book);
        *out = (struct involvement_file){ name, book };
        return result == REFUSED ? flow_refuse(f, arena_printf(f->arena, "%s: %s", name, f->why->words))
                                 : result;
}

static enum outcome holds_something(const struct flow *f, const struct involvement_list *list)
{
        if (list->too_many)
                return flow_refuse(f,
                                   arena_printf(f->arena, "There are %zu rows. Upload at most %d at a time.",
                                                list->too_many, INVOLVEMENT_LINES_MAX));
        if (list->line_count)
                return DONE;
        if (list->note_count)
                return flow_refuse(f, list->notes[0]);
        return flow_refuse(
            f, "There is no row below the headings. If this is the header of the SSDA903 return, upload the "
               "episodes with it.");
}

/* ---- receiving ---- */

static void seal(void *with, unsigned long id, struct upload_piece **pieces, size_t *count)
{
        kept_seal(with, label_base | id, pieces, count);
}

static enum outcome keep(const struct flow *f, unsigned long by, const struct involve_incoming *files,
                         size_t count, const struct involvement_file *read, unsigned long service,
                         unsigned long *upload)
{
        struct new_kept_file *kept = arena_array(f->arena, count, sizeof *kept);
        struct sealing *sealings = arena_array(f->arena, count, sizeof *sealings);
        for (size_t i = 0; i < count; i++) {
                sealings[i] = (struct sealing){ f->arena, files[i].bytes, files[i].len };
                kept[i] = (struct new_kept_file){ read[i].name, files[i].len, seal, &sealings[i] };
        }
        return involvement_upload_add(f->db, by, service,
                                      (unsigned)config_number(f->config, "upload_keep_days", KEEP_DAYS), kept,
                                      count, upload);
}

enum outcome flow_involve_receive(const struct flow *f, unsigned long by,
                                  const struct involve_incoming *files, size_t count, unsigned long service,
                                  unsigned long *upload)
{
        struct involvement_file *read = arena_array(f->arena, count + 1, sizeof *read);
        struct involvement_list list;
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < count; i++)
                result = read_book(f, kept_label(f->arena, files[i].label), files[i].bytes, files[i].len,
                                   &read[i]);
        if (result != DONE)
                return result;
        read_list(f, read, count, &list);
        result = holds_something(f, &list);
        return result == DONE ? keep(f, by, files, count, read, service, upload) : result;
}

/* ---- opening what was kept ---- */

static enum outcome open_file(const struct flow *f, const struct kept_file *kept,
                              struct involvement_file *out)
{
        unsigned char *bytes;
        size_t len;
        enum outcome result =
            kept_open(f->arena, label_base | kept->id, kept->pieces, kept->piece_count, &bytes, &len);
        return result == DONE ? read_book(f, kept->name, bytes, len, out) : result;
}

static enum outcome open_files(const struct flow *f, struct involve_plan *p)
{
        struct kept_files kept;
        enum outcome result = involvement_upload_files(f->db, f->arena, p->upload.id, &kept);
        struct involvement_file *files = arena_array(f->arena, kept.count + 1, sizeof *files);
        for (size_t i = 0; result == DONE && i < kept.count; i++)
                result = open_file(f, &kept.items[i], &files[i]);
        p->files = files;
        p->file_count = kept.count;
        if (result == DONE)
                read_list(f, files, kept.count, &p->list);
        return result;
}

/* ---- services ---- */

struct offered {
        struct services services;
        struct teams teams;
        const char **service_keys, **team_keys; /* folded names */
};

static enum outcome read_offered(const struct flow *f, struct offered *out)
{
        char day[DATE_TEXT];
        date_to_iso(date_today_utc(), day);
        enum outcome result = service_list(f->db, f->arena, day, &out->services);
        if (result == DONE)
                result = team_list(f->db, f->arena, 0, day, &out->teams);
        if (result != DONE)
                return result;
        out->service_keys = arena_array(f->arena, out->services.count + 1, sizeof *out->service_keys);
        out->team_keys = arena_array(f->arena, out->teams.count + 1, sizeof *out->team_keys);
        for (size_t i = 0; i < out->services.count; i++)
                out->service_keys[i] = text_fold(f->arena, out->services.items[i].name);
        for (size_t i = 0; i < out->teams.count; i++)
                out->team_keys[i] = text_fold(f->arena, out->teams.items[i].name);
        return DONE;
}

static const struct service *find_service(struct arena *a, const struct offered *o, const char *name,
                                          unsigned long otherwise)
{
        const char *key = text_fold(a, name);
        for (size_t i = 0; i < o->services.count; i++)
                if (*name ? strcmp(o->service_keys[i], key) == 0 : o->services.items[i].id == otherwise)
                        return &o->services.items[i];
        return NULL;
}

static const struct team *find_team(struct arena *a, const struct offered *o, unsigned long service,
                                    const char *name)
{
        const char *key = text_fold(a, name);
        for (size_t i = 0; i < o->teams.count; i++)
                if (o->teams.items[i].service == service && strcmp(o->team_keys[i], key) == 0)
                        return &o->teams.items[i];
        return NULL;
}

/* Why the line's service or team cannot be, or "". */
static const char *choose_service(struct arena *a, const struct offered *o, const struct involvement_line *l,
                                  unsigned long otherwise, struct involve_line *out)
{
        const struct service *s = find_service(a, o, l->service, otherwise);
        if (!s)
                return *l->service ? arena_printf(a, "there is no service called '%s'", l->service)
                                   : "the row names no service";
        out->service = s->id;
        if (s->closed)
                return arena_printf(a, "the service %s is closed", s->name);
        const struct team *t = *l->team ? find_team(a, o, s->id, l->team) : NULL;
        if (*l->team && !t)
                return arena_printf(a, "%s has no team called '%s'", s->name, l->team);
        out->team = t ? t->id : 0;
        return t && t->closed ? arena_printf(a, "the team %s is closed", t->name) : "";
}

/* ---- what would be done ---- */

static void settle_line(struct arena *a, const struct offered *o, const struct involve_plan *p, size_t n)
{
        const struct involvement_line *l = &p->list.lines[n];
        struct involve_line *out = &p->lines[n];
        const char *service = choose_service(a, o, l, p->upload.service, out), *why = l->problem;
        out->fate = INVOLVE_NEW;
        if (*l->problem) {
                out->fate = INVOLVE_PROBLEM;
        } else if (!out->who.child) {
                out->fate = out->who.doubtful ? INVOLVE_DOUBTFUL : INVOLVE_UNMATCHED;
                why = *l->doubt ? arena_printf(a, "%s. %s", out->who.why, l->doubt) : out->who.why;
        } else if (*service) {
                out->fate = INVOLVE_UNKNOWN;
                why = service;
        }
        out->words = out->fate == INVOLVE_NEW ? "" : arena_printf(a, "Not taken: %s", why);
}

static void take_row(struct involve_plan *p, size_t n)
{
        const struct involvement_line *l = &p->list.lines[n];
        p->rows[p->row_count++] = (struct involvement_row){ .is = { .child = p->lines[n].who.child,
                                                                    .service = p->lines[n].service,
                                                                    .team = p->lines[n].team,
                                                                    .from = l->from,
                                                                    .to = l->to,
                                                                    .reference = l->reference,
                                                                    .file = p->files[l->file].name },
                                                            .ends = l->ends };
}

static const char *taken_words(struct arena *a, const struct involvement_row *row)
{
        const char *from = value_words(a, FIELD_ENTRY_DATE, row->is.from),
                   *to = value_words(a, FIELD_ENTRY_DATE, row->is.to);
        switch (row->fate) {
        case FATE_NEW: return arena_printf(a, *to ? "New, from %s to %s" : "New, from %s", from, to);
        case FATE_ENDED: return arena_printf(a, "Ended on %s", to);
        case FATE_PAST: return "Over, and it was not on record";
        default: return "Unchanged";
        }
}

static void say_what(struct arena *a, struct involve_plan *p)
{
        static const enum involve_fate fates[FATES] = { [FATE_NEW] = INVOLVE_NEW,
                                                        [FATE_ENDED] = INVOLVE_ENDED,
                                                        [FATE_UNCHANGED] = INVOLVE_UNCHANGED,
                                                        [FATE_PAST] = INVOLVE_PAST };
        size_t row = 0;
        for (size_t i = 0; i < p->list.line_count; i++) {
                struct involve_line *l = &p->lines[i];
                if (!*l->words) {
                        l->fate = fates[p->rows[row].fate];
                        l->words = taken_words(a, &p->rows[row++]);
                }
                p->of[l->fate]++;
        }
}

static void hash_plan(struct involve_plan *p)
{
        struct buf b = BUF_EMPTY;
        unsigned char hash[32];
        for (size_t i = 0; i < p->row_count; i++) {
                const struct involvement_row *r = &p->rows[i];
                buf_printf(&b, "%d %lu %lu %lu %s %s %s\n", r->fate, r->is.child, r->is.service, r->is.team,
                           r->is.from, r->is.to, r->is.reference);
        }
        buf_printf(&b, "%lu", involve_left_out(p));
        vault_hash(b.bytes, b.len, hash);
        for (int i = 0; i < 16; i++)
                snprintf(p->hash + 2 * i, 3, "%02x", hash[i]);
        buf_free(&b);
}

unsigned long involve_left_out(const struct involve_plan *p)
{
        unsigned long n = 0;
        for (int fate = INVOLVE_PROBLEM; fate < INVOLVE_FATES; fate++)
                n += p->of[fate];
        return n;
}

static enum outcome weigh(const struct flow *f, struct involve_plan *p)
{
        struct offered offered;
        struct involved *who = arena_array(f->arena, p->list.line_count + 1, sizeof *who);
        enum outcome result = flow_involve_match(f, &p->list, who);
        if (result == DONE)
                result = read_offered(f, &offered);
        if (result != DONE)
                return result;
        p->lines = arena_array(f->arena, p->list.line_count + 1, sizeof *p->lines);
        p->rows = arena_array(f->arena, p->list.line_count + 1, sizeof *p->rows);
        for (size_t i = 0; i < p->list.line_count; i++) {
                p->lines[i].who = who[i];
                settle_line(f->arena, &offered, p, i);
                if (!*p->lines[i].words)
                        take_row(p, i);
        }
        result = involvement_weigh(f->db, p->rows, p->row_count, &p->tally);
        if (result == DONE) {
                say_what(f->arena, p);
                hash_plan(p);
        }
        return result;
}

enum outcome flow_involve_plan(const struct flow *f, unsigned long upload, struct involve_plan *out)
{
        *out = (struct involve_plan){ 0 };
        enum outcome result = involvement_upload_find(f->db, f->arena, upload, &out->upload);
        if (result == DONE)
                result = open_files(f, out);
        return result == DONE ? weigh(f, out) : result;
}

enum outcome flow_involve_apply(const struct flow *f, unsigned long by, unsigned long upload,
                                const char *seen, bool *changed, struct involve_plan *out)
{
        enum outcome result = flow_involve_plan(f, upload, out);
        *changed = false;
        if (result == DONE && out->upload.state != KEPT_OPEN)
                return flow_refuse(f, "This list was confirmed or given up already.");
        if (result == DONE && strcmp(out->hash, seen) != 0) {
                *changed = true;
                return REFUSED;
        }
        if (result == DONE)
                result = involvement_upload_apply(f->db, by, &out->upload, out->rows, out->row_count,
                                                  &out->tally, involve_left_out(out));
        *changed = result == REFUSED;
        return result;
}
