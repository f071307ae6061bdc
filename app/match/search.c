#include "match/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/index.h"
#include "match/key.h"

/* One listed child in twenty comes from elsewhere in the authority. Names are learned from a sample of a
 * large pool. */
static const double FROM_ELSEWHERE = 0.05;
enum { LEARN_FROM = 50000 };

/* A verdict with its row, for looking up; sorted by row, then pupil. */
struct ruling {
        uint32_t row;
        bool same;
        unsigned long pupil;
};

struct search {
        const struct match_row *rows;
        const struct facts *facts;
        size_t row_count;
        const struct match_options *options;
        struct rarity *rarity;
        struct index *index;
        double prior_own, prior_elsewhere;
        struct ruling *rulings;
        size_t ruling_count;
        struct shortlist *lists;
};

static struct rarity *learn(struct arena *a, const struct pupil *pool, size_t count)
{
        struct rarity *r = rarity_new(a);
        for (size_t i = 0, step = count / LEARN_FROM + 1; i < count; i += step) {
                struct name forename, surname;
                name_make(&forename, pool[i].record.value[FIELD_FORENAME]);
                name_make(&surname, pool[i].record.value[FIELD_SURNAME]);
                rarity_learn(r, &forename, &surname);
        }
        return r;
}

static double log_odds(size_t pupils)
{
        return -log2(pupils > 1 ? (double)pupils : 2);
}

static void priors(struct search *s, const struct pupil *pool, size_t count)
{
        size_t own = s->options->school_pupils, all = s->options->authority_pupils;
        for (size_t i = 0; !s->options->school_pupils && i < count; i++)
                own += match_own(&pool[i], s->options);
        s->prior_own = log_odds(own);
        s->prior_elsewhere = log_odds(all ? all : count) + log2(FROM_ELSEWHERE);
        if (s->prior_elsewhere > s->prior_own)
                s->prior_elsewhere = s->prior_own;
}

static int by_fingerprint(const void *a, const void *b)
{
        const struct match_verdict *x = a, *y = b;
        return memcmp(&x->fingerprint, &y->fingerprint, sizeof x->fingerprint);
}

static int by_row_and_pupil(const void *a, const void *b)
{
        const struct ruling *x = a, *y = b;
        if (x->row != y->row)
                return x->row < y->row ? -1 : 1;
        return x->pupil < y->pupil ? -1 : x->pupil > y->pupil;
}

/* The first verdict of that fingerprint in the sorted array, or its end. */
static size_t first_verdict(const struct match_verdict *sorted, size_t count, const struct fingerprint *print)
{
        size_t low = 0, high = count;
        while (low < high) {
                size_t middle = (low + high) / 2;
                if (memcmp(&sorted[middle].fingerprint, print, sizeof *print) < 0)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low;
}

/* What the authority has said about these rows. */
static void rulings(struct search *s, struct arena *a)
{
        size_t count = s->options->verdict_count, room = 0;
        if (!count)
                return;
        struct match_verdict *sorted = arena_array(a, count, sizeof *sorted);
        memcpy(sorted, s->options->verdicts, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_fingerprint);
        for (int pass = 0; pass < 2; pass++) {
                if (pass)
                        s->rulings = arena_array(a, room, sizeof *s->rulings);
                for (size_t row = 0; row < s->row_count; row++) {
                        struct fingerprint print = match_fingerprint(s->rows[row].record);
                        size_t i = first_verdict(sorted, count, &print);
                        for (; i < count && memcmp(&sorted[i].fingerprint, &print, sizeof print) == 0;
                             i++, room += !pass)
                                if (pass)
                                        s->rulings[s->ruling_count++] =
                                            (struct ruling){ (uint32_t)row, sorted[i].same, sorted[i].pupil };
                }
        }
        qsort(s->rulings, s->ruling_count, sizeof *s->rulings, by_row_and_pupil);
}

static const struct ruling *ruling_of(const struct search *s, uint32_t row, unsigned long pupil)
{
        struct ruling wanted = { .row = row, .pupil = pupil };
        if (!s->ruling_count)
                return NULL;
        return bsearch(&wanted, s->rulings, s->ruling_count, sizeof wanted, by_row_and_pupil);
}

/* A key of this run alone: the pupil's own number, for row keys and verdicts. */
static uint64_t id_key(unsigned long pupil)
{
        return hash_number(UINT64_MAX, pupil);
}

static void index_rows(struct search *s, struct arena *a)
{
        uint64_t keys[MATCH_KEYS_MAX];
        size_t entries = s->row_count + s->ruling_count;
        for (size_t row = 0; row < s->row_count; row++)
                entries += match_keys_of(&s->facts[row], keys);
        s->index = index_new(a, entries);
        for (size_t row = 0; row < s->row_count; row++) {
                unsigned count = match_keys_of(&s->facts[row], keys);
                for (unsigned i = 0; i < count; i++)
                        index_add(s->index, keys[i], (uint32_t)row);
                if (s->rows[row].key)
                        index_add(s->index, id_key(s->rows[row].key), (uint32_t)row);
        }
        for (size_t i = 0; i < s->ruling_count; i++)
                if (s->rulings[i].same)
                        index_add(s->index, id_key(s->rulings[i].pupil), s->rulings[i].row);
}

static bool heavier(const struct listed *a, const struct listed *b)
{
        return a->same != b->same ? a->same : a->agreement.weight > b->agreement.weight;
}

static void keep(struct shortlist *list, const struct listed *it)
{
        if (agreement_strong(&it->agreement) && (!list->has_strong || heavier(it, &list->strong))) {
                list->strong = *it;
                list->has_strong = true;
        }
        unsigned at = list->count;
        if (at < SHORTLIST)
                list->count++;
        else if (!heavier(it, &list->items[--at]))
                return;
        for (; at > 0 && heavier(it, &list->items[at - 1]); at--)
                list->items[at] = list->items[at - 1];
        list->items[at] = *it;
}

static void consider(struct search *s, uint32_t row, const struct pupil *p, uint32_t at,
                     const struct facts *facts)
{
        struct listed it = { .pupil = at };
        const struct ruling *ruling = ruling_of(s, row, p->id);
        if (ruling && !ruling->same)
                return;
        it.same = ruling;
        agreement_grade(&it.agreement, &s->facts[row], facts);
        if (s->rows[row].key && s->rows[row].key == p->id)
                it.agreement.grade[ASPECT_ROW_KEY] = GRADE_SAME;
        double prior = match_own(p, s->options) ? s->prior_own : s->prior_elsewhere;
        it.agreement.weight = agreement_weight(&it.agreement, &s->facts[row], facts, s->rarity, prior);
        keep(&s->lists[row], &it);
}

/* The last pupil that met each row, plus 1: a pupil may share several keys with it. */
static void meet(struct search *s, const struct pupil *p, uint32_t at, uint32_t *met)
{
        struct facts facts;
        uint64_t keys[MATCH_KEYS_MAX + 1];
        facts_make(&facts, &p->record);
        unsigned count = match_keys_of(&facts, keys);
        keys[count++] = id_key(p->id);
        for (unsigned i = 0; i < count; i++)
                for (uint32_t e = index_find(s->index, keys[i]); e; e = index_next(s->index, e)) {
                        uint32_t row = index_row(s->index, e);
                        if (met[row] != at + 1)
                                consider(s, row, p, at, &facts);
                        met[row] = at + 1;
                }
}

struct shortlist *match_search(struct arena *a, const struct match_row *rows, const struct facts *facts,
                               size_t row_count, const struct pupil *pool, size_t pool_count,
                               const struct match_options *options)
{
        struct search s = { .rows = rows, .facts = facts, .row_count = row_count, .options = options };
        uint32_t *met = arena_array(a, row_count, sizeof *met);
        s.lists = arena_array(a, row_count, sizeof *s.lists);
        s.rarity = learn(a, pool, pool_count);
        priors(&s, pool, pool_count);
        rulings(&s, a);
        index_rows(&s, a);
        for (size_t i = 0; i < pool_count; i++)
                meet(&s, &pool[i], (uint32_t)i, met);
        return s.lists;
}
