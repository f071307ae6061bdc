#include "match/match.h"

#include <stdlib.h>
#include <string.h>

#include "match/index.h"
#include "match/judge.h"
#include "match/search.h"

/* A runner-up or another claim within this many bits is as good. */
static const float CLOSE_WITHIN = 4;

struct run {
        const struct match_row *rows;
        const struct facts *facts;
        size_t row_count;
        const struct pupil *pool;
        const struct match_options *options;
        const struct shortlist *lists;
        bool *listed_twin; /* another row has the surname and date of birth but not the forename */
        struct match_result *out;
};

/* Born on one day into one family. */
static bool are_twins(const struct pupil *a, const struct facts *fa, const struct pupil *b,
                      const struct facts *fb)
{
        bool home = fa->postcode[0] && strcmp(fa->postcode, fb->postcode) == 0;
        bool family = name_same(&fa->surname, &fb->surname) && a->school == b->school;
        return fa->dob && fa->dob == fb->dob && (home || family);
}

/* Best has a twin for whom the row's forename could be meant too. A namesake is the same child's other
 * record, and when the twins' names are alike (Ellie, Elsie) only an identifier tells them apart. */
static bool twin_is_meant(const struct listed *best, const struct pupil *p, const struct pupil *other)
{
        struct facts fp, fo;
        facts_make(&fp, &p->record);
        facts_make(&fo, &other->record);
        enum grade likeness = name_forename(&fp.forename, &fo.forename);
        if (!are_twins(p, &fp, other, &fo) || likeness == GRADE_SAME)
                return false;
        if (best->agreement.grade[ASPECT_FORENAME] != GRADE_SAME)
                return true;
        return likeness != GRADE_DIFFERENT && !agreement_strong(&best->agreement);
}

static bool twin_doubt(const struct run *run, size_t row, const struct listed *best)
{
        const struct shortlist *list = &run->lists[row];
        if (run->listed_twin[row] && best->agreement.grade[ASPECT_FORENAME] != GRADE_SAME)
                return true;
        for (unsigned i = 0; i < list->count; i++)
                if (list->items[i].pupil != best->pupil &&
                    twin_is_meant(best, &run->pool[best->pupil], &run->pool[list->items[i].pupil]))
                        return true;
        return false;
}

/* The next best after best that is worth showing, or NULL. */
static const struct listed *runner_up(const struct shortlist *list, const struct listed *best)
{
        for (unsigned i = 0; i < list->count; i++)
                if (list->items[i].pupil != best->pupil && !match_unlike(&list->items[i].agreement))
                        return &list->items[i];
        return NULL;
}

/* Another pupil has the identifier that the row gives, and best has not or has it beside a child it does not
 * fit. */
static bool identifier_elsewhere(const struct shortlist *list, const struct listed *best)
{
        if (!list->has_strong)
                return false;
        if (!agreement_strong(&best->agreement))
                return true;
        for (unsigned i = 0; i < list->count; i++)
                if (list->items[i].pupil != best->pupil && agreement_strong(&list->items[i].agreement) &&
                    !match_supported(list->items[i].agreement.grade))
                        return true;
        return false;
}

static unsigned reasons(const struct run *run, size_t row, const struct listed *best,
                        const struct listed *second)
{
        const struct pupil *p = &run->pool[best->pupil];
        unsigned why = match_doubts(&best->agreement);
        if (!agreement_strong(&best->agreement) && !match_own(p, run->options))
                why |= run->options->whole || p->school == run->options->school ? WHY_LEFT : WHY_ELSEWHERE;
        if (identifier_elsewhere(&run->lists[row], best))
                why |= WHY_IDENTIFIER;
        if (twin_doubt(run, row, best))
                why |= WHY_TWINS;
        if (second && (best->agreement.weight - second->agreement.weight < CLOSE_WITHIN ||
                       (match_own(&run->pool[second->pupil], run->options) && !match_own(p, run->options))))
                why |= WHY_CLOSE;
        return why;
}

static struct match_candidate candidate(const struct run *run, const struct listed *it)
{
        struct match_candidate none = { .pupil = NULL };
        return it ? (struct match_candidate){ &run->pool[it->pupil], it->agreement } : none;
}

static void decide(const struct run *run, size_t row)
{
        const struct shortlist *list = &run->lists[row];
        const struct listed *best = list->count ? &list->items[0] : NULL;
        struct match_result *out = &run->out[row];
        *out = (struct match_result){ .outcome = MATCH_NEW };
        if (best && !best->same && match_unlike(&best->agreement))
                best = list->has_strong ? &list->strong : NULL;
        if (!best)
                return;
        const struct listed *second = runner_up(list, best);
        if (!second && list->has_strong && list->strong.pupil != best->pupil)
                second = &list->strong;
        out->best = candidate(run, best);
        out->second = candidate(run, second);
        out->why = best->same ? WHY_VERDICT : reasons(run, row, best, second);
        out->outcome = best->same || !out->why ? MATCH_SURE : MATCH_CHECK;
}

static uint64_t birth_key(const struct facts *f)
{
        return hash_number(f->surname.hash, f->dob);
}

static void find_listed_twins(struct run *run, struct arena *a)
{
        struct index *births = index_new(a, run->row_count);
        run->listed_twin = arena_array(a, run->row_count, sizeof *run->listed_twin);
        for (size_t row = 0; row < run->row_count; row++) {
                const struct facts *f = &run->facts[row];
                if (!f->dob || !f->surname.len)
                        continue;
                for (uint32_t e = index_find(births, birth_key(f)); e; e = index_next(births, e)) {
                        uint32_t other = index_row(births, e);
                        if (!name_same(&f->forename, &run->facts[other].forename))
                                run->listed_twin[row] = run->listed_twin[other] = true;
                }
                index_add(births, birth_key(f), (uint32_t)row);
        }
}

/* A claim that another row makes as well, or nearly. */
static void contest(struct match_result *out)
{
        out->why |= WHY_CLAIMED;
        out->outcome = MATCH_CHECK;
}

/* The heaviest claim stands when every other is far weaker; what the authority said stands in any case. */
static void settle(const struct run *run, const uint32_t *claims, size_t count)
{
        float heaviest = -1e9f, next = -1e9f;
        for (size_t i = 0; i < count; i++) {
                float weight = run->out[claims[i]].best.agreement.weight;
                if (weight > heaviest) {
                        next = heaviest;
                        heaviest = weight;
                } else if (weight > next) {
                        next = weight;
                }
        }
        size_t sure = 0;
        for (size_t i = 0; i < count; i++)
                sure += run->out[claims[i]].outcome == MATCH_SURE;
        for (size_t i = 0; i < count; i++) {
                struct match_result *out = &run->out[claims[i]];
                bool stands =
                    sure == 1 && out->best.agreement.weight == heaviest && heaviest - next >= CLOSE_WITHIN;
                if (out->why != WHY_VERDICT && !(out->outcome == MATCH_SURE && stands))
                        contest(out);
        }
}

struct claim {
        const struct pupil *pupil;
        uint32_t row;
};

static int by_pupil(const void *a, const void *b)
{
        const struct claim *x = a, *y = b;
        if (x->pupil != y->pupil)
                return x->pupil < y->pupil ? -1 : 1;
        return x->row < y->row ? -1 : x->row > y->row;
}

static void settle_claims(const struct run *run, struct arena *a)
{
        struct claim *claims = arena_array(a, run->row_count, sizeof *claims);
        uint32_t *rows = arena_array(a, run->row_count, sizeof *rows);
        size_t count = 0;
        for (size_t row = 0; row < run->row_count; row++)
                if (run->out[row].best.pupil)
                        claims[count++] = (struct claim){ run->out[row].best.pupil, (uint32_t)row };
        qsort(claims, count, sizeof *claims, by_pupil);
        for (size_t i = 0, end; i < count; i = end) {
                for (end = i; end < count && claims[end].pupil == claims[i].pupil; end++)
                        rows[end - i] = claims[end].row;
                if (end - i > 1)
                        settle(run, rows, end - i);
        }
}

static struct facts *facts_of(struct arena *a, const struct match_row *rows, size_t count)
{
        struct facts *facts = arena_array(a, count, sizeof *facts);
        for (size_t i = 0; i < count; i++)
                facts_make(&facts[i], rows[i].record);
        return facts;
}

void match_rows(struct arena *a, const struct match_row *rows, size_t row_count, const struct pupil *pool,
                size_t pool_count, const struct match_options *options, struct match_result *out)
{
        struct run run = {
                .rows = rows, .row_count = row_count, .pool = pool, .options = options, .out = out
        };
        run.facts = facts_of(a, rows, row_count);
        run.lists = match_search(a, rows, run.facts, row_count, pool, pool_count, options);
        find_listed_twins(&run, a);
        for (size_t row = 0; row < row_count; row++)
                decide(&run, row);
        settle_claims(&run, a);
}
