/* Tasks from before in the database: read again and again, decided once, off for good; and which schools are
 * open to new tasks. */
#include "store/existing_task.h"

#include "exchanging.h"
#include "gate/scope.h"

static struct database d;
static struct arena *a;
static struct scope here, there;
static const struct exchange_by la = { 0, NULL };

SQL(task_count, "SELECT COUNT(*) FROM exchange_task");

static struct existing task(const char *ref, const char *name)
{
        return (struct existing){ ref,
                                  name,
                                  "",
                                  { EXCHANGE_GET, "snapshot", GROUP_YEARS, 0, 0 },
                                  { SCHEDULE_WEEKLY, 1, 0, 120, NO_DATE, NO_DATE } };
}

static void read_list(const struct scope *scope, size_t count, const struct existing *items)
{
        ok(existing_task_read(d.db, scope, items, count) == DONE, "a list of %zu", count);
}

/* "ref answer off;" of each, by ref. */
static const char *seen(const struct scope *scope)
{
        struct existing_tasks all = { 0 };
        const char *text = "";
        ok(existing_task_list(d.db, a, scope, &all) == DONE, "listed");
        for (char ref = '1'; ref < '9'; ref++)
                for (size_t i = 0; i < all.count; i++)
                        if (*all.items[i].is.ref == ref)
                                text = arena_printf(
                                    a, "%s%s %s%s;", text, all.items[i].is.name,
                                    all.items[i].answer ? existing_answer_key(all.items[i].answer) : "open",
                                    all.items[i].off_at ? " off" : "");
        return text;
}

static struct existing_task find(const struct scope *scope, char ref)
{
        struct existing_tasks all = { 0 };
        ok(existing_task_list(d.db, a, scope, &all) == DONE, "listed");
        for (size_t i = 0; i < all.count; i++)
                if (*all.items[i].is.ref == ref)
                        return all.items[i];
        return (struct existing_task){ 0 };
}

static size_t unsettled(void)
{
        struct exchange_picks schools = { 99, NULL };
        ok(existing_task_schools(d.db, a, &schools) == DONE, "schools");
        return schools.count;
}

static void lists(void)
{
        is_long((long)unsettled(), 0, "no school has any");
        read_list(&here, 2, (const struct existing[]){ task("1", "One"), task("2", "Two") });
        read_list(&there, 1, (const struct existing[]){ task("1", "Theirs") });
        is_text(seen(&here), "One open;Two open;", "two are open");
        is_long((long)unsettled(), 2, "two schools are not settled");
        struct existing_task before = find(&here, '1');
        read_list(&here, 2, (const struct existing[]){ task("1", "One, renamed"), task("3", "Three") });
        is_text(seen(&here), "One, renamed open;Three open;", "the second has gone, the third come");
        is_long(existing_task_drop(d.db, &la, &before), REFUSED,
                "what was seen before the list changed decides nothing");
        read_list(&there, 0, NULL);
        is_long((long)unsettled(), 1, "the other school has none any more");
        is_text(seen(&there), "", "and nobody needs to decide");
}

static void decisions(void)
{
        struct existing_task e = find(&here, '1');
        struct exchange_task t = exchanging_nightly("One");
        unsigned long id = 0, twice = 0;
        ok(existing_task_take(d.db, &la, &e, EXISTING_ACCEPTED, &t, &(struct exchange_picks){ 0 },
                              exchanging_at("2026-10-01 12:00"), &id) == DONE &&
               id,
           "taken");
        is_long(existing_task_take(d.db, &la, &e, EXISTING_CHANGED, &t, &(struct exchange_picks){ 0 },
                                   exchanging_at("2026-10-01 12:00"), &twice),
                REFUSED, "once");
        is_long(exchanging_count(&d, &task_count), 1, "with one task");
        is_long((long)find(&here, '1').task, (long)id, "which it knows");
        e = find(&here, '3');
        ok(existing_task_drop(d.db, &la, &e) == DONE, "dropped");
        const char *const refs[] = { "1", "3", "9" };
        ok(existing_task_off(d.db, &there, refs, 3) == DONE, "another school says that they are off");
        is_text(seen(&here), "One, renamed accepted;Three dropped;", "they are not");
        ok(existing_task_off(d.db, &here, refs, 1) == DONE, "one is");
        is_text(seen(&here), "One, renamed accepted off;Three dropped;", "off");
        is_long((long)unsettled(), 1, "one is left");
        read_list(&here, 1, (const struct existing[]){ task("1", "One, renamed") });
        is_text(seen(&here), "One, renamed accepted off;Three dropped off;",
                "what is in no list any more is off; what is off stays so");
        is_long((long)unsettled(), 0, "all is settled");
        read_list(&here, 1, (const struct existing[]){ task("4", "Four") });
        const char *const four[] = { "4" };
        ok(existing_task_off(d.db, &here, four, 1) == DONE, "off before anybody decided");
        is_text(seen(&here), "One, renamed accepted off;Three dropped off;Four open;", "does not count");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        here = gate_program_scope(exchanging_school(&d, 1, "PS"));
        there = gate_program_scope(exchanging_school(&d, 2, "PS"));
        lists();
        decisions();
        database_close(&d);
        return done_testing();
}
