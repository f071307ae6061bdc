#include "flow/involve_match.h"

#include <stdlib.h>
#include <string.h>

#include "match/explain.h"
#include "match/judge.h"
#include "match/match.h"
#include "model/upn.h"
#include "store/child.h"
#include "store/match_case.h"
#include "store/pupil.h"
#include "store/roll.h"

/* A pupil who could be meant, with the child. */
struct known {
        const struct pupil *pupil;
        unsigned long child;
};

struct by_upn {
        const char *upn;
        const struct known *known;
};

struct matching {
        const struct flow *f;
        const struct involvement_list *list;
        struct involved *out;
        size_t known_count, upn_count, pool_count;
        struct known *known;   /* everybody who shares a key with a line */
        struct by_upn *upns;   /* sorted; also former ones */
        struct pupil *pool;    /* one pupil a child: the one on roll, else the latest */
        unsigned long *pooled; /* the child of each */
        struct match_options options;
};

/* ---- who may be meant ---- */

static bool better(const struct pupil *a, const struct pupil *b)
{
        return a->on_roll != b->on_roll ? a->on_roll : a->id > b->id;
}

static int by_child(const void *left, const void *right)
{
        const struct known *a = left, *b = right;
        if (a->child != b->child)
                return a->child < b->child ? -1 : 1;
        return better(b->pupil, a->pupil) - better(a->pupil, b->pupil);
}

static int by_text(const void *a, const void *b)
{
        return strcmp(((const struct by_upn *)a)->upn, ((const struct by_upn *)b)->upn);
}

static void index_upns(struct matching *m)
{
        static const enum field fields[] = { FIELD_UPN, FIELD_FORMER_UPN };
        m->upns = arena_array(m->f->arena, 2 * m->known_count + 1, sizeof *m->upns);
        for (size_t i = 0; i < m->known_count; i++)
                for (size_t n = 0; n < 2; n++) {
                        const char *upn = m->known[i].pupil->record.value[fields[n]];
                        if (*upn)
                                m->upns[m->upn_count++] = (struct by_upn){ upn, &m->known[i] };
                }
        if (m->upn_count)
                qsort(m->upns, m->upn_count, sizeof *m->upns, by_text);
}

/* Sorted by child, the better one first. */
static void fill_pool(struct matching *m)
{
        m->pool = arena_array(m->f->arena, m->known_count + 1, sizeof *m->pool);
        m->pooled = arena_array(m->f->arena, m->known_count + 1, sizeof *m->pooled);
        for (size_t i = 0; i < m->known_count; i++)
                if (i == 0 || m->known[i].child != m->known[i - 1].child) {
                        m->pooled[m->pool_count] = m->known[i].child;
                        m->pool[m->pool_count++] = *m->known[i].pupil;
                }
}

static enum outcome gather(struct matching *m)
{
        struct arena *a = m->f->arena;
        uint64_t *keys = arena_array(a, m->list->line_count * MATCH_KEYS_MAX + 1, sizeof *keys);
        size_t count = 0;
        struct pupils found;
        for (size_t i = 0; i < m->list->line_count; i++)
                if (!*m->list->lines[i].problem)
                        count += match_keys(&m->list->lines[i].who, keys + count);
        enum outcome result = pupil_candidates(m->f->db, a, keys, count, &found);
        if (result != DONE)
                return result;
        unsigned long *ids = arena_array(a, found.count + 1, sizeof *ids),
                      *children = arena_array(a, found.count + 1, sizeof *children);
        for (size_t i = 0; i < found.count; i++)
                ids[i] = found.items[i].id;
        result = child_of_pupils(m->f->db, ids, found.count, children);
        m->known = arena_array(a, found.count + 1, sizeof *m->known);
        m->known_count = found.count;
        for (size_t i = 0; i < found.count; i++)
                m->known[i] = (struct known){ &found.items[i], children[i] };
        if (found.count)
                qsort(m->known, found.count, sizeof *m->known, by_child);
        index_upns(m);
        fill_pool(m);
        return result;
}

/* What the authority has said of records like these counts here too. */
static enum outcome read_verdicts(struct matching *m)
{
        struct arena *a = m->f->arena;
        struct print *prints = arena_array(a, m->list->line_count + 1, sizeof *prints);
        struct verdicts stored;
        for (size_t i = 0; i < m->list->line_count; i++) {
                struct fingerprint p = match_fingerprint(&m->list->lines[i].who);
                memcpy(prints[i].bytes, p.bytes, sizeof prints[i].bytes);
        }
        enum outcome result = verdict_list(m->f->db, a, prints, m->list->line_count, &stored);
        struct match_verdict *verdicts = arena_array(a, stored.count + 1, sizeof *verdicts);
        for (size_t i = 0; result == DONE && i < stored.count; i++) {
                verdicts[i] =
                    (struct match_verdict){ .pupil = stored.items[i].pupil, .same = stored.items[i].same };
                memcpy(verdicts[i].fingerprint.bytes, stored.items[i].print.bytes,
                       sizeof verdicts[i].fingerprint.bytes);
        }
        m->options.verdicts = verdicts;
        m->options.verdict_count = result == DONE ? stored.count : 0;
        return result;
}

/* ---- by UPN ---- */

static const struct by_upn *first_of_upn(const struct matching *m, const char *upn)
{
        const struct by_upn sought = { .upn = upn };
        const struct by_upn *at =
            m->upn_count ? bsearch(&sought, m->upns, m->upn_count, sizeof sought, by_text) : NULL;
        while (at && at > m->upns && strcmp(at[-1].upn, upn) == 0)
                at--;
        return at;
}

/* Without a name only a date of birth can speak against it. */
static bool borne_out(const struct record *who, const struct pupil *p)
{
        struct facts row, pupil;
        struct agreement g;
        facts_make(&row, who);
        facts_make(&pupil, &p->record);
        agreement_grade(&g, &row, &pupil);
        if (row.forename.len || row.surname.len)
                return match_supported(g.grade);
        enum grade dob = g.grade[ASPECT_DOB];
        return dob == GRADE_NONE || dob == GRADE_SAME || dob == GRADE_SWAPPED || dob == GRADE_SLIP;
}

/* False when nobody has it. */
static bool match_upn(const struct matching *m, const struct record *who, const char *upn,
                      struct involved *out)
{
        const struct by_upn *first = upn_valid(upn) ? first_of_upn(m, upn) : NULL,
                            *end = m->upns + m->upn_count;
        bool supported = false;
        if (!first)
                return false;
        *out = (struct involved){ first->known->child, first->known->pupil, "", false };
        for (const struct by_upn *at = first; at < end && strcmp(at->upn, upn) == 0; at++) {
                supported |= borne_out(who, at->known->pupil);
                if (at->known->child != out->child)
                        *out = (struct involved){ 0, out->pupil, "The UPN is that of more than one child",
                                                  true };
                if (!out->child)
                        return true;
        }
        if (!supported)
                *out = (struct involved){ 0, out->pupil,
                                          "The UPN is that of a child with another name or date of birth",
                                          true };
        return true;
}

/* ---- by likeness ---- */

static const char *doubts(struct arena *a, unsigned why, const struct record *who, const struct pupil *p)
{
        const char *words[MATCH_WORDS_MAX], *all = "";
        size_t count =
            match_words(a, match_why_codes(a, why & ~(unsigned)WHY_CLAIMED), who, &p->record, words);
        for (size_t i = 0; i < count; i++)
                all = arena_printf(a, "%s%s%s", all, *all ? ". " : "", words[i]);
        return all;
}

/* Several rows of one child are what such lists are made of: that another row claims the pupil is no doubt.
 */
static struct involved judge(const struct matching *m, const struct record *who, const struct match_result *r)
{
        const struct pupil *p = r->best.pupil;
        if (!p || r->outcome == MATCH_NEW)
                return (struct involved){ 0, NULL, "No pupil of any school is like this child", false };
        if (r->outcome == MATCH_SURE || r->why == WHY_CLAIMED)
                return (struct involved){ m->pooled[p - m->pool], p, "", false };
        return (struct involved){ 0, p, doubts(m->f->arena, r->why, who, p), true };
}

static void match_likeness(struct matching *m, const size_t *lines, size_t count)
{
        struct match_row *rows = arena_array(m->f->arena, count + 1, sizeof *rows);
        struct match_result *results = arena_array(m->f->arena, count + 1, sizeof *results);
        for (size_t i = 0; i < count; i++)
                rows[i].record = &m->list->lines[lines[i]].who;
        if (count)
                match_rows(m->f->arena, rows, count, m->pool, m->pool_count, &m->options, results);
        for (size_t i = 0; i < count; i++)
                m->out[lines[i]] = judge(m, rows[i].record, &results[i]);
}

static void match_all(struct matching *m)
{
        size_t *others = arena_array(m->f->arena, m->list->line_count + 1, sizeof *others), count = 0;
        for (size_t i = 0; i < m->list->line_count; i++) {
                const struct involvement_line *l = &m->list->lines[i];
                if (!*l->problem && !match_upn(m, &l->who, l->who.value[FIELD_UPN], &m->out[i]) &&
                    !match_upn(m, &l->who, l->who.value[FIELD_FORMER_UPN], &m->out[i]))
                        others[count++] = i;
        }
        match_likeness(m, others, count);
}

enum outcome flow_involve_match(const struct flow *f, const struct involvement_list *list,
                                struct involved *out)
{
        unsigned long authority;
        struct matching m = { .f = f, .list = list, .out = out };
        enum outcome result = gather(&m);
        if (result == DONE)
                result = roll_of_authority(f->db, f->arena, &authority);
        if (result != DONE)
                return result;
        m.options.whole = true;
        m.options.school_pupils = m.options.authority_pupils = authority;
        result = read_verdicts(&m);
        if (result == DONE)
                match_all(&m);
        return result;
}
