#include "flow/answer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "flow/deliver.h"
#include "flow/kept.h"
#include "gate/vault.h"
#include "model/api_body.h"
#include "model/ctf.h"
#include "model/exchange.h"
#include "model/upn.h"
#include "model/year.h"
#include "store/pupil.h"
#include "store/school.h"

enum { HEADER = 24 }; /* of a sealed stream: it stands before its one piece */

/* Other files' numbers are labels too: none of theirs is one of ours. */
#define SEAL_LABEL(id, n) (1UL << 62 | (unsigned long)(n) << 32 | (id))

/* ---- sealing ---- */

static void seal(struct arena *a, unsigned long id, const void *bytes, struct answer_part *p)
{
        struct vault_piece *pieces;
        size_t count, at = 0;
        vault_seal(a, SEAL_LABEL(id, p->n), bytes, p->size, &pieces, &count);
        for (size_t i = 0; i < count; i++)
                p->cipher_len += pieces[i].len;
        unsigned char *cipher = arena_alloc(a, p->cipher_len);
        for (size_t i = 0; i < count; at += pieces[i++].len)
                memcpy(cipher + at, pieces[i].bytes, pieces[i].len);
        p->cipher = cipher;
}

static enum outcome unseal(struct arena *a, unsigned long id, const struct answer_part *p, unsigned char **bytes, size_t *len)
{
        const struct vault_piece pieces[] = { { p->cipher, HEADER }, { p->cipher + HEADER, p->cipher_len - HEADER } };
        return p->cipher_len > HEADER ? vault_open(a, SEAL_LABEL(id, p->n), pieces, 2, bytes, len) : BROKEN;
}

/* ---- coming in ---- */

static enum outcome lost(const struct flow *f, enum outcome result)
{
        if (result != REFUSED || f->why->words)
                return result;
        return flow_refuse(f, "This agent does not hold the answer any more: another took it, its time is over, or it has ended.");
}

enum outcome flow_answer_put(const struct flow *f, unsigned long agent, unsigned long id, unsigned n, const void *bytes, size_t len,
                             const unsigned char sha256[ANSWER_SHA256])
{
        struct answer_part p = { .n = n, .size = len };
        const struct answering by = { f->scope, agent };
        vault_hash(bytes, len, p.sha256);
        if (len == 0 || len > API_PART || n < 1 || n > API_PARTS_MAX)
                return flow_refuse(f, "A part has from 1 to 524288 bytes, and there are at most 128 of them.");
        if (memcmp(p.sha256, sha256, ANSWER_SHA256) != 0)
                return flow_refuse(f, "The part is not what its sender says: its SHA-256 differs. Send it again.");
        seal(f->arena, id, bytes, &p);
        return lost(f, answer_part_put(f->db, &by, id, &p));
}

static enum outcome join_parts(const struct flow *f, unsigned long id, const struct answer_said *said, unsigned char **out)
{
        struct answer_parts parts;
        unsigned char *bytes;
        size_t at = 0, len;
        enum outcome result = answer_parts_sealed(f->db, f->arena, f->scope, id, &parts);
        if (result != DONE)
                return result;
        for (unsigned n = 1; n <= said->parts; n++) {
                if (n > parts.count || parts.items[n - 1].n != n)
                        return flow_refuse(f, arena_printf(f->arena, "Part %u is not here. Ask which are, and send the others.", n));
                at += parts.items[n - 1].size;
        }
        if (at != said->size)
                return flow_refuse(f, "The parts together are not as long as their sender says. Send them again.");
        *out = arena_alloc(f->arena, at + 1);
        at = 0;
        for (size_t i = 0; result == DONE && i < said->parts; i++) {
                result = unseal(f->arena, id, &parts.items[i], &bytes, &len);
                if (result == DONE && len == parts.items[i].size)
                        memcpy(*out + at, bytes, len);
                at += parts.items[i].size;
        }
        return result;
}

struct handing {
        const struct flow *f;
        const struct agent_answer *w;
        const struct answer_said *said;
        unsigned long id;
};

/* Only a snapshot of all NC years holds everyone on roll. */
static bool complete(const struct agent_answer *w)
{
        return strcmp(w->data, "snapshot") == 0 && w->group == GROUP_YEARS && w->years == 0;
}

static enum outcome hand_over(void *context, unsigned long *delivery)
{
        const struct handing *h = context;
        unsigned char *bytes = NULL, hash[ANSWER_SHA256];
        enum delivery_state state;
        enum outcome result = join_parts(h->f, h->id, h->said, &bytes);
        if (result != DONE)
                return result;
        vault_hash(bytes, h->said->size, hash);
        if (memcmp(hash, h->said->sha256, sizeof hash) != 0)
                return flow_refuse(h->f, "The parts together are not what their sender says: the SHA-256 differs. Send them again.");
        const struct exchange_ask ask = { h->w->way, h->w->data, h->w->group, h->w->years, h->w->months };
        const struct delivering d = { .label = h->said->file_name,
                                      .bytes = bytes,
                                      .len = h->said->size,
                                      .source = FROM_AGENT,
                                      .complete = complete(h->w),
                                      .asked = asked_by(&ask, date_of_time(h->w->issued_at)) };
        return flow_deliver(h->f, &d, delivery, &state);
}

enum outcome flow_answer_complete(const struct flow *f, unsigned long agent, unsigned long id, const struct answer_said *said,
                                  unsigned long *delivery)
{
        struct agent_answer w;
        const struct answering by = { f->scope, agent };
        enum outcome result = answer_find(f->db, f->arena, f->scope, id, &w);
        if (result != DONE)
                return result;
        struct handing h = { f, &w, said, id };
        const struct answer_whole whole = { .file_name = kept_label(f->arena, said->file_name),
                                            .size = said->size,
                                            .sha256 = said->sha256,
                                            .deliver = hand_over,
                                            .with = &h };
        return lost(f, answer_complete(f->db, &by, id, &whole, delivery));
}

/* ---- going out ---- */

struct making {
        const struct flow *f;
        unsigned long id;
        struct school school;
        struct pupils pupils;
};

static bool among(unsigned years, const char *year)
{
        for (size_t n = 0; year_at(n); n++)
                if (strcmp(year_at(n), year) == 0)
                        return years == 0 || (years >> n & 1);
        return false;
}

/* No more than what says who it is, and the year. Without a sound UPN a school's system could not tell whose it is. */
static struct pupil only_year(const struct pupil *p)
{
        static const enum field kept[] = { FIELD_UPN, FIELD_SURNAME, FIELD_FORENAME, FIELD_DOB, FIELD_SEX, FIELD_NC_YEAR };
        struct pupil out = *p;
        for (int i = 0; i < FIELD_COUNT; i++)
                out.record.value[i] = "";
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
                out.record.value[kept[i]] = p->record.value[kept[i]];
        return out;
}

static enum outcome read_pupils(struct making *m, unsigned years)
{
        struct answer_pupils differ;
        struct pupils all;
        const struct flow *f = m->f;
        enum outcome result = answer_years_that_differ(f->db, f->arena, f->scope, &differ);
        if (result == DONE)
                result = pupil_by_ids(f->db, f->arena, differ.ids, differ.count, &all);
        if (result != DONE)
                return result;
        struct pupil *items = arena_array(f->arena, all.count + 1, sizeof *items);
        size_t n = 0;
        for (size_t i = 0; i < all.count; i++)
                if (among(years, all.items[i].record.value[FIELD_NC_YEAR]) && upn_valid(all.items[i].record.value[FIELD_UPN]))
                        items[n++] = only_year(&all.items[i]);
        m->pupils = (struct pupils){ n, items };
        return DONE;
}

/* The authority sends it: its number is that of its schools, with the letters that the DfE writes for it. */
static void write_file(const struct making *m, unsigned number, struct buf *out, const char **name)
{
        struct arena *a = m->f->arena;
        char moment[32];
        time_t now = time(NULL);
        strftime(moment, sizeof moment, "%Y-%m-%dT%H:%M:%S", localtime(&now));
        const struct school authority = { .laestab = arena_printf(a, "%.3sLLLL", m->school.laestab),
                                          .urn = "",
                                          .name = config_get(m->f->config, "authority_name", "Local authority") };
        const struct ctf_file file = { .source = &authority,
                                       .dest = m->school.laestab,
                                       .academic = year_academic(date_today()),
                                       .moment = moment,
                                       .counter = number };
        ctf_write(a, &file, m->pupils.items, m->pupils.count, out);
        *name = ctf_file_name(a, &file);
}

static void make_file(void *context, unsigned number, struct answer_file *out)
{
        const struct making *m = context;
        struct arena *a = m->f->arena;
        struct buf b = BUF_EMPTY;
        write_file(m, number, &b, &out->name);
        out->size = b.len;
        vault_hash(b.bytes, b.len, out->sha256);
        out->parts = (struct answer_parts){ (b.len + API_PART - 1) / API_PART, NULL };
        out->parts.items = arena_array(a, out->parts.count + 1, sizeof *out->parts.items);
        for (size_t i = 0; i < out->parts.count; i++) {
                struct answer_part *p = &out->parts.items[i];
                const char *bytes = b.bytes + i * API_PART;
                *p = (struct answer_part){ .n = (unsigned)i + 1, .size = b.len - i * API_PART < API_PART ? b.len - i * API_PART : API_PART };
                vault_hash(bytes, p->size, p->sha256);
                seal(a, m->id, bytes, p);
        }
        buf_free(&b);
}

enum outcome flow_answer_make(const struct flow *f, unsigned long agent, const struct agent_answer *w)
{
        struct making m = { .f = f, .id = w->id };
        const struct answering by = { f->scope, agent };
        if (w->hashed)
                return DONE;
        enum outcome result = school_by_id(f->db, f->arena, f->scope->school, &m.school);
        if (result == DONE)
                result = read_pupils(&m, w->years);
        if (result != DONE)
                return result;
        if (m.pupils.count)
                return lost(f, answer_file_make(f->db, &by, w->id, make_file, &m));
        result = answer_nothing(f->db, &by, w->id, "Nothing to send: no NC year differs from what the school sent.");
        return result == DONE ? ABSENT : lost(f, result);
}

enum outcome flow_answer_part(const struct flow *f, unsigned long id, unsigned n, unsigned char **bytes, size_t *len)
{
        struct answer_part p;
        enum outcome result = answer_part_find(f->db, f->arena, f->scope, id, n, &p);
        return result == DONE ? unseal(f->arena, id, &p, bytes, len) : result;
}
