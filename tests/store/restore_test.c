#include "store/restore.h"

#include "database.h"
#include "gate/scope.h"
#include "store/person.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "tap.h"

static struct database d;
static struct arena *a;

static struct scope school_of(const char *laestab, unsigned long *person)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = laestab,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        struct person p = { .name = "Pat", .email = laestab, .role = ROLE_SCHOOL_ADMIN };
        if (school_add(d.db, 0, &s, &p.school) != DONE || person_add(d.db, 0, &p, person) != DONE)
                ok(0, "school %s", laestab);
        p.id = *person;
        return gate_own_scope(&p);
}

static unsigned long pupil_of(const struct scope *scope, const char *forename)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = "Smith";
        r.value[FIELD_FORENAME] = forename;
        is_long(pupil_add(d.db, a, scope, &r, &id), DONE, forename);
        return id;
}

static void gone(const struct scope *scope, unsigned long id)
{
        is_long(pupil_leave(d.db, a, scope, &(struct pupil_leaving){ { id, 0 }, "2026-07-20", "", "", 0 }),
                DONE, "gone");
}

static bool on_roll(const struct scope *scope, unsigned long id)
{
        struct pupil_full p;
        return pupil_find(d.db, a, scope, id, &p) == DONE && p.pupil.on_roll;
}

int main(void)
{
        unsigned long of_oak, of_elm;
        struct restore_requests list;
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        struct scope oak = school_of("9992001", &of_oak), elm = school_of("9992002", &of_elm);
        unsigned long anna = pupil_of(&oak, "Anna"), ben = pupil_of(&oak, "Ben");
        is_long(restore_ask(d.db, a, &oak, anna, "Why?"), REFUSED, "nobody asks for a pupil on the roll");
        gone(&oak, anna);
        gone(&oak, ben);
        is_long(restore_ask(d.db, a, &elm, anna, "Ours"), ABSENT, "nor for another school's");
        is_long(restore_ask(d.db, a, &oak, anna, "Came back"), DONE, "asked");
        is_long(restore_ask(d.db, a, &oak, anna, "Again"), REFUSED, "asked twice");
        is_long(restore_ask(d.db, a, &oak, ben, "Also"), DONE, "for another pupil");
        ok(restore_waiting(d.db, a, &list) == DONE && list.count == 2 && list.items[0].pupil == anna,
           "two wait");
        is_text(list.items[0].note, "Came back", "with what the school wrote");
        struct restore_request first = list.items[0], second = list.items[1];
        is_long(restore_answer(d.db, a, &elm, first.id, first.version, true, ""), ABSENT,
                "not under another school");
        ok(!on_roll(&oak, anna), "nothing was restored");
        is_long(restore_answer(d.db, a, &oak, first.id, first.version, true, "Welcome"), DONE, "granted");
        ok(on_roll(&oak, anna), "back on the roll");
        is_long(restore_answer(d.db, a, &oak, first.id, first.version, false, ""), REFUSED, "answered once");
        is_long(pupil_restore(d.db, a, &oak, (struct pupil_seen){ ben, 0 }), DONE, "restored by another way");
        is_long(restore_answer(d.db, a, &oak, second.id, second.version, true, ""), REFUSED,
                "cannot be restored again");
        ok(restore_waiting(d.db, a, &list) == DONE && list.count == 1, "and so still waits");
        is_long(restore_answer(d.db, a, &oak, second.id, second.version, false, "Is back already"), DONE,
                "refused");
        ok(restore_of_school(d.db, a, &oak, &list) == DONE && list.count == 2 &&
               list.items[0].answer == 'N' && list.items[1].answer == 'R',
           "the school sees the answers");
        ok(restore_of_school(d.db, a, &elm, &list) == DONE && list.count == 0, "another school sees nothing");
        database_close(&d);
        return done_testing();
}
