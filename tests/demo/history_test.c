/* demo/history: the first schools have results and histories, the others none; all of it can be, and none
 * lies in the future. */
#include "demo/history.h"

#include <stdlib.h>

#include "database.h"
#include "gate/scope.h"
#include "match/key.h"
#include "model/code.h"
#include "store/entry.h"
#include "tap.h"

static struct database d;

static bool can_be(const struct entry *e, const char *today)
{
        const struct entry_info *info = &entry_table[e->kind];
        for (size_t i = 0; i < info->part_count; i++) {
                const char *value = e->part[i];
                if (info->parts[i].kind == PART_CODE && *value && !code_possible(info->parts[i].codes, value))
                        return false;
                if (info->parts[i].kind == PART_DATE && *value && strcmp(value, today) > 0)
                        return false;
                if ((info->parts[i].use == PART_KEY || info->parts[i].use == PART_SAYS) && !*value)
                        return false;
        }
        return true;
}

static long count(unsigned long school, enum entry_kind kind, long *odd)
{
        struct scope scope = gate_program_scope(school);
        struct entries all = { 0, NULL };
        is_long(entry_list(d.db, d.arena, &scope, kind, &all), DONE, entry_table[kind].words);
        for (size_t i = 0; i < all.count; i++)
                *odd += !can_be(&all.items[i].entry, "2026-09-10");
        return (long)all.count;
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        setenv("ONROLL_TODAY", "2026-09-10", 1);
        struct demo demo = demo_new(d.arena, 4, 800, 7, date_today());
        long pupils = 0, odd = 0;
        is_long(demo_load(d.db, d.arena, &demo, "", match_keys), DONE, "the authority");
        is_long(histories_load(d.db, &demo, 2, gate_program_scope), DONE, "its histories");
        for (size_t i = 0; i < demo.pupils.count; i++)
                pupils += demo.pupils.items[i].school->id == 1;
        is_long(count(1, ENTRY_RESULT, &odd), 3 * pupils, "three results a pupil");
        ok(count(1, ENTRY_SEN, &odd) > 0 && count(1, ENTRY_NEED, &odd) > 0 &&
               count(1, ENTRY_SCHOOL, &odd) > 0,
           "and the rest");
        is_long(odd, 0, "all of it can be");
        ok(count(2, ENTRY_RESULT, &odd) > 0, "the second school has some");
        is_long(count(3, ENTRY_RESULT, &odd), 0, "the third has none");
        database_close(&d);
        return done_testing();
}
