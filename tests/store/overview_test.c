/* The authority's overview: each open school once, with the newest of its migrations that counts. */
#include "store/overview.h"

#include <string.h>

#include "database.h"
#include "gate/scope.h"
#include "store/batch.h"
#include "store/school.h"
#include "tap.h"

static struct database d;
static struct arena *a;
enum { OAK, ELM, ASH, YEW, SCHOOLS };
static struct scope schools[SCHOOLS];

static void add_schools(void)
{
        static const char *const names[SCHOOLS] = { "Oak", "Elm", "Ash", "Yew" };
        for (int i = 0; i < SCHOOLS; i++) {
                const struct school s = { .laestab = arena_printf(a, "999200%d", i), .urn = "", .name = names[i], .phase = "PS",
                                          .year_low = "R", .year_high = "6", .contact_email = "",
                                          .agreed_pupils = i == OAK ? 420 : 0 };
                unsigned long id = 0;
                ok(school_add(d.db, 0, &s, &id) == DONE, "%s", names[i]);
                schools[i] = gate_program_scope(id);
        }
}

static struct batch begin(int school, bool migration, int academic)
{
        struct batch b = { .id = 0 };
        unsigned long id = 0;
        ok(batch_add(d.db, &schools[school], migration, academic, &id) == DONE &&
               batch_find(d.db, a, &schools[school], id, &b) == DONE,
           "a batch of %d", academic);
        return b;
}

static void drop(int school, const struct batch *b)
{
        ok(batch_drop(d.db, &schools[school], b) == DONE, "dropped");
}

static const struct overview *of(const struct overviews *all, int school)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].school.id == schools[school].school)
                        return &all->items[i];
        static const struct overview none = { .school = { .name = "none" } };
        return &none;
}

static struct overviews list(unsigned long school)
{
        struct overviews all;
        is_long(overview_list(d.db, a, 2026, school, &all), DONE, "the overview");
        return all;
}

static void nothing_begun(void)
{
        struct overviews all = list(0);
        const struct school *oak = &of(&all, OAK)->school;
        is_long((long)all.count, SCHOOLS, "every school");
        ok(strcmp(oak->name, "Oak") == 0 && strcmp(oak->laestab, "9992000") == 0 && strcmp(oak->phase, "PS") == 0 &&
               oak->agreed_pupils == 420 && oak->on_roll == 0,
           "as it is");
        ok(of(&all, ELM)->school.agreed_pupils == 0, "with nothing agreed");
        for (size_t i = 0; i < all.count; i++)
                ok(!all.items[i].batch.id && !all.items[i].files && !all.items[i].waiting && !*all.items[i].batch.applied.reference,
                   "and not begun");
}

/* Oak dropped one and began again; Elm dropped its own; Ash does a bulk upload and last year's; Yew is closed. */
static void begun(struct batch *oak, struct batch *yew)
{
        struct batch dropped = begin(OAK, true, 2026), also = begin(ELM, true, 2026);
        drop(OAK, &dropped);
        drop(ELM, &also);
        *oak = begin(OAK, true, 2026);
        begin(ASH, false, 2026);
        begin(ASH, true, 2025);
        *yew = begin(YEW, true, 2026);
        struct overviews all = list(0);
        is_long((long)all.count, SCHOOLS, "each once");
        const struct batch *b = &of(&all, OAK)->batch;
        ok(b->id == oak->id && b->state == BATCH_OPEN && b->migration && b->academic == 2026, "the one that was not dropped");
        ok(!of(&all, ELM)->batch.id, "a dropped one is none");
        ok(!of(&all, ASH)->batch.id, "nor is a bulk upload, nor last year's");
        ok(of(&all, YEW)->batch.id == yew->id, "the last school has its own");
}

static void applied(const struct batch *oak)
{
        const char *words = arena_printf(a,
                                         "UPDATE batch SET state = 'applied', applied_at = '2026-07-08 09:10:11', reference = "
                                         "'ABCD-EFGH', count_new = 3, count_changed = 4, count_leaving = 5 WHERE id = %lu;\n",
                                         oak->id);
        is_long(db_script(d.db, words), DONE, "applied");
        struct overviews all = list(0);
        const struct batch *b = &of(&all, OAK)->batch;
        ok(b->state == BATCH_APPLIED && b->applied.new == 3 && b->applied.changed == 4 && b->applied.leaving == 5, "with its numbers");
        begin(OAK, true, 2026);
        all = list(0);
        ok(of(&all, OAK)->batch.id > oak->id && of(&all, OAK)->batch.state == BATCH_OPEN &&
               !of(&all, OAK)->batch.applied.new && !*of(&all, OAK)->batch.applied.reference,
           "one that is begun after it hides it");
        is_text(b->applied.reference, "ABCD-EFGH", "its reference");
        is_text(b->applied.at, "2026-07-08 09:10:11", "and when");
}

static void one_and_closed(const struct batch *yew)
{
        struct overviews all = list(schools[YEW].school);
        ok(all.count == 1 && all.items[0].batch.id == yew->id, "one school by itself");
        struct school s;
        ok(school_by_id(d.db, a, schools[ELM].school, &s) == DONE, "a school");
        s.closed_on = "2026-01-01";
        ok(school_set(d.db, 0, &s) == DONE, "closes");
        ok(school_by_id(d.db, a, schools[OAK].school, &s) == DONE, "and the first");
        s.closed_on = "2026-01-01";
        ok(school_set(d.db, 0, &s) == DONE, "which has a migration");
        all = list(0);
        ok(all.count == 2 && !of(&all, ASH)->batch.id && of(&all, YEW)->batch.id == yew->id,
           "the others keep what is theirs");
        ok(list(schools[OAK].school).count == 0, "a closed one is in no overview");
}

int main(void)
{
        struct batch oak, yew;
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        add_schools();
        nothing_begun();
        begun(&oak, &yew);
        applied(&oak);
        one_and_closed(&yew);
        database_close(&d);
        return done_testing();
}
