#include "flow/match.h"

#include <string.h>

#include "match/explain.h"
#include "match/key.h"
#include "match/match.h"
#include "store/batch.h"
#include "store/pupil.h"
#include "store/roll.h"

enum { TRIES = 5 };

/* ---- who may be meant ---- */

static struct match_row *rows_of(struct arena *a, const struct flow_plan *p)
{
        struct match_row *rows = arena_array(a, p->child_count + 1, sizeof *rows);
        for (size_t i = 0; i < p->child_count; i++) {
                const struct child *c = &p->children[i];
                rows[i].record = &c->record;
                for (size_t part = 0; part < c->part_count && !rows[i].key; part++)
                        rows[i].key = c->parts[part]->row_pupil;
        }
        return rows;
}

/* The school's whole roll, then everyone in the authority who has one of the keys. */
static enum outcome gather_keys(const struct flow *f, const struct flow_plan *p, const uint64_t *keys, size_t count,
                                struct pupils *pool)
{
        struct pupils others;
        enum outcome result = pupil_candidates(f->db, f->arena, keys, count, &others);
        if (result != DONE)
                return result;
        struct pupil *items = arena_array(f->arena, p->roll.count + others.count + 1, sizeof *items);
        memcpy(items, p->roll.items, p->roll.count * sizeof *items);
        pool->count = p->roll.count;
        for (size_t i = 0; i < others.count; i++)
                if (others.items[i].school != f->scope->school || !others.items[i].on_roll)
                        items[pool->count++] = others.items[i];
        pool->items = items;
        return DONE;
}

static enum outcome gather(const struct flow *f, const struct flow_plan *p, struct pupils *pool)
{
        uint64_t *keys = arena_array(f->arena, p->child_count * MATCH_KEYS_MAX + 1, sizeof *keys);
        size_t count = 0;
        for (size_t i = 0; i < p->child_count; i++)
                count += match_keys(&p->children[i].record, keys + count);
        return gather_keys(f, p, keys, count, pool);
}

static struct print print_of(const struct record *r)
{
        struct print p;
        struct fingerprint f = match_fingerprint(r);
        memcpy(p.bytes, f.bytes, sizeof p.bytes);
        return p;
}

static enum outcome verdicts_of(const struct flow *f, const struct flow_plan *p, struct match_options *o)
{
        struct print *prints = arena_array(f->arena, p->child_count + 1, sizeof *prints);
        struct verdicts stored;
        for (size_t i = 0; i < p->child_count; i++)
                prints[i] = print_of(&p->children[i].record);
        enum outcome result = verdict_list(f->db, f->arena, prints, p->child_count, &stored);
        if (result != DONE)
                return result;
        struct match_verdict *verdicts = arena_array(f->arena, stored.count + 1, sizeof *verdicts);
        for (size_t i = 0; i < stored.count; i++) {
                verdicts[i] = (struct match_verdict){ .pupil = stored.items[i].pupil, .same = stored.items[i].same };
                memcpy(verdicts[i].fingerprint.bytes, stored.items[i].print.bytes, sizeof stored.items[i].print.bytes);
        }
        o->verdicts = verdicts;
        o->verdict_count = stored.count;
        return DONE;
}

/* ---- what was found ---- */

static enum row_outcome outcome_of(enum match_outcome outcome)
{
        return outcome == MATCH_SURE ? ROW_SURE : outcome == MATCH_CHECK ? ROW_CHECK : ROW_NEW;
}

static unsigned long id_of(const struct match_candidate *c)
{
        return c->pupil ? c->pupil->id : 0;
}

static unsigned long school_of(const struct match_candidate *c)
{
        return c->pupil ? c->pupil->school : 0;
}

static struct match_case case_of(struct arena *a, const struct child *c, const struct match_result *m)
{
        return (struct match_case){ .row = c->parts[0]->id,
                                    .print = print_of(&c->record),
                                    .pupil = id_of(&m->best),
                                    .pupil_school = school_of(&m->best),
                                    .runner = id_of(&m->second),
                                    .runner_school = school_of(&m->second),
                                    .weight = (long)(m->best.agreement.weight * 10),
                                    .runner_weight = m->second.pupil ? (long)(m->second.agreement.weight * 10) : 0,
                                    .why = m->why,
                                    .reasons = match_reason_codes(a, &m->best.agreement) };
}

/* Only what differs from what is stored is written: most of a list that is matched again is as it was. */
static void add_match(struct row_match *matches, size_t *count, const struct stored_row *s, const struct row_match *m)
{
        if (s->outcome != m->outcome || s->pupil != m->pupil || s->pupil_school != m->pupil_school)
                matches[(*count)++] = *m;
}

/* What was found stands at the first row of a child. */
static void add_child(struct row_match *matches, size_t *count, const struct child *c, const struct match_result *found)
{
        bool named = found->outcome != MATCH_NEW;
        struct row_match first = { c->parts[0]->id, outcome_of(found->outcome), named ? id_of(&found->best) : 0,
                                   named ? school_of(&found->best) : 0 };
        add_match(matches, count, c->parts[0], &first);
        for (size_t part = 1; part < c->part_count; part++)
                add_match(matches, count, c->parts[part], &(struct row_match){ .row = c->parts[part]->id });
}

static enum outcome store(const struct flow *f, const struct batch *b, const struct flow_plan *p,
                          const struct match_result *found)
{
        struct row_match *matches = arena_array(f->arena, p->rows.count + 1, sizeof *matches);
        struct match_case *cases = arena_array(f->arena, p->child_count + 1, sizeof *cases);
        size_t count = 0, case_count = 0;
        for (size_t i = 0; i < p->child_count; i++) {
                add_child(matches, &count, &p->children[i], &found[i]);
                if (found[i].outcome == MATCH_CHECK && !p->children[i].left_out)
                        cases[case_count++] = case_of(f->arena, &p->children[i], &found[i]);
        }
        return list_set_matches(f->db, f->scope, b, p->school.roll_version, matches, count, cases, case_count);
}

/* Rows that are left out stand last. They are looked for, so that their pupils are not taken for leavers, but apart:
 * they claim nobody whom another row is. */
static struct match_result *match_all(const struct flow *f, const struct flow_plan *p, const struct pupils *pool,
                                      const struct match_options *options)
{
        struct match_row *rows = rows_of(f->arena, p);
        struct match_result *found = arena_array(f->arena, p->child_count + 1, sizeof *found);
        size_t in = 0;
        while (in < p->child_count && !p->children[in].left_out)
                in++;
        match_rows(f->arena, rows, in, pool->items, pool->count, options, found);
        match_rows(f->arena, rows + in, p->child_count - in, pool->items, pool->count, options, found + in);
        return found;
}

static enum outcome match_once(const struct flow *f, const struct batch *b)
{
        struct flow_plan p;
        struct pupils pool;
        unsigned long authority;
        enum outcome result = flow_plan(f, b, &p);
        if (result == DONE)
                result = gather(f, &p, &pool);
        if (result == DONE)
                result = roll_of_authority(f->db, f->arena, &authority);
        if (result != DONE)
                return result;
        struct match_options options = { .school = f->scope->school,
                                         .school_pupils = p.roll.count,
                                         .authority_pupils = authority };
        result = verdicts_of(f, &p, &options);
        return result == DONE ? store(f, b, &p, match_all(f, &p, &pool, &options)) : result;
}

/* What was found is stored only on the rows, answers and files that it was found from; else it is looked for again. */
enum outcome flow_match(const struct flow *f, const struct batch *b)
{
        for (int n = 0; n < TRIES; n++) {
                struct batch now;
                enum outcome result = batch_find(f->db, f->arena, f->scope, b->id, &now);
                if (result == DONE)
                        result = match_once(f, &now);
                if (result != REFUSED)
                        return result;
        }
        return flow_refuse(f, "Somebody else is changing these spreadsheets just now. Wait a moment and try again.");
}

/* What was found of a child, on its first row. */
static void set_found(struct stored_row *s, const struct match_result *found)
{
        bool named = found->outcome != MATCH_NEW;
        s->outcome = outcome_of(found->outcome);
        s->pupil = named ? id_of(&found->best) : 0;
        s->pupil_school = named ? school_of(&found->best) : 0;
}

enum outcome flow_match_roll(const struct flow *f, struct flow_plan *p)
{
        struct match_options options = { .school = f->scope->school };
        const struct match_result *found = match_all(f, p, &p->roll, &options);
        for (size_t i = 0; i < p->child_count; i++)
                set_found(p->children[i].parts[0], &found[i]);
        return DONE;
}

/* Of the rows that the roll alone did not settle. */
static enum outcome gather_doubtful(const struct flow *f, const struct flow_plan *p, const struct match_result *found,
                                    struct pupils *pool)
{
        uint64_t *keys = arena_array(f->arena, p->child_count * MATCH_KEYS_MAX + 1, sizeof *keys);
        size_t count = 0;
        for (size_t i = 0; i < p->child_count; i++)
                if (found[i].outcome != MATCH_SURE)
                        count += match_keys(&p->children[i].record, keys + count);
        *pool = p->roll;
        return count ? gather_keys(f, p, keys, count, pool) : DONE;
}

static void take_found(const struct flow *f, struct flow_plan *p, const struct match_result *found)
{
        struct match_case *cases = arena_array(f->arena, p->child_count + 1, sizeof *cases);
        p->cases = (struct match_cases){ 0, cases };
        for (size_t i = 0; i < p->child_count; i++) {
                struct stored_row *row = p->children[i].parts[0];
                set_found(row, &found[i]);
                if (row->outcome == ROW_NEW && p->by->ask_for_new)
                        row->outcome = ROW_CHECK; /* with nobody to compare with */
                if (row->outcome != ROW_CHECK)
                        continue;
                cases[p->cases.count] = case_of(f->arena, &p->children[i], &found[i]);
                cases[p->cases.count++].answer = CASE_WAITING;
        }
}

enum outcome flow_match_import(const struct flow *f, struct flow_plan *p)
{
        struct pupils pool;
        unsigned long authority;
        struct match_options options = { .school = f->scope->school, .school_pupils = p->roll.count };
        enum outcome result = roll_of_authority(f->db, f->arena, &authority);
        options.authority_pupils = authority;
        const struct match_result *found = match_all(f, p, &p->roll, &options);
        if (result == DONE)
                result = gather_doubtful(f, p, found, &pool);
        if (result == DONE && pool.items != p->roll.items) {
                result = verdicts_of(f, p, &options);
                if (result == DONE)
                        found = match_all(f, p, &pool, &options);
        }
        if (result == DONE)
                take_found(f, p, found);
        return result;
}

/* ---- identifiers of children known elsewhere ---- */

static const struct pupil *find(const struct pupils *pupils, unsigned long id)
{
        for (size_t i = 0; i < pupils->count; i++)
                if (pupils->items[i].id == id)
                        return &pupils->items[i];
        return NULL;
}

enum outcome flow_take_identifiers(const struct flow *f, struct flow_plan *p)
{
        static const enum field taken[] = { FIELD_UPN, FIELD_FORMER_UPN, FIELD_ULN };
        unsigned long *ids = arena_array(f->arena, p->child_count + 1, sizeof *ids);
        size_t count = 0;
        struct pupils linked = { 0, NULL };
        for (size_t i = 0; i < p->child_count; i++)
                if (p->children[i].link)
                        ids[count++] = p->children[i].link;
        enum outcome result = count ? pupil_by_ids(f->db, f->arena, ids, count, &linked) : DONE;
        for (size_t i = 0; result == DONE && i < p->child_count; i++) {
                struct child *c = &p->children[i];
                const struct pupil *known = c->link ? find(&linked, c->link) : NULL;
                for (size_t t = 0; known && t < sizeof taken / sizeof *taken; t++)
                        if (!*c->record.value[taken[t]])
                                c->record.value[taken[t]] = known->record.value[taken[t]];
        }
        return result;
}
