/* Pauses: what is current at which second, one at a time for each school, several schools in one deed,
 * versions, ends. */
#include "store/pause.h"

#include <sys/wait.h>
#include <unistd.h>

#include "database.h"
#include "gate/scope.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/school.h"

enum { NOW = 1790000000, HOUR = 3600, DAY = 24 * HOUR, SCHOOLS = 5 };

static struct database d;
static struct arena *a;
static unsigned long schools[SCHOOLS], officer;
static struct scope scopes[SCHOOLS];

static unsigned long add_school(int i)
{
        const struct school s = { .laestab = arena_printf(a, "999200%d", i),
                                  .urn = "",
                                  .name = arena_printf(a, "School %d", i),
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(d.db, 0, &s, &id) == DONE, "%s", s.name);
        return id;
}

static size_t add(time_t from, time_t until, const unsigned long *whose, size_t count)
{
        const struct pause p = { .from_at = from, .until_at = until, .reason = "Summer", .all = true };
        size_t added = 99;
        ok(pause_add(d.db, officer, &p, whose, count, &added) == DONE, "pausing %zu", count);
        return added;
}

static struct pause current(int school, time_t now)
{
        struct pause p = { 0 };
        enum outcome result = pause_current(d.db, a, &scopes[school], now, &p);
        ok(result == DONE || result == ABSENT, "asked for the current one");
        return p;
}

/* Each row takes more than a second to be written, as hundreds of them do. */
static void slowly(void)
{
        const time_t then = NOW - 40 * DAY;
        struct pauses all;
        ok(db_script(d.db, "CREATE TRIGGER slow BEFORE INSERT ON pause FOR EACH ROW DO SLEEP(1.1);\n") == DONE, "a slow table");
        is_long((long)add(then, then + DAY, schools, 2), 2, "two schools");
        ok(db_script(d.db, "DROP TRIGGER slow;\n") == DONE, "as fast as before");
        ok(pause_between(d.db, a, then, then + DAY, &all) == DONE && all.count == 2 && all.items[0].set_at == all.items[1].set_at,
           "were paused at one moment, however long it took");
}

static void several(void)
{
        struct pause p;
        is_long((long)add(NOW, NOW + DAY, schools, 3), 3, "three schools at once");
        p = current(0, NOW);
        ok(p.id && p.school == schools[0] && p.until_at == NOW + DAY && p.all &&
               strcmp(p.reason, "Summer") == 0 && strcmp(p.set_by, "Pat") == 0 &&
               strcmp(p.school_name, "School 0") == 0 && !p.ended_at,
           "is current from its first second");
        ok(!current(0, NOW - 1).id, "not before it");
        ok(current(0, NOW + DAY - 1).id, "until its last");
        ok(!current(0, NOW + DAY).id, "and ends by itself");
        ok(current(2, NOW).id && !current(3, NOW).id, "of those schools alone");
}

static void one_at_a_time(void)
{
        is_long((long)add(NOW + DAY - 1, NOW + 2 * DAY, schools, 4), 1,
                "a school with one in that time is left as it is");
        ok(current(3, NOW + DAY).id && !current(0, NOW + DAY).id, "it is");
        is_long((long)add(NOW - DAY, NOW + 1, schools, 1), 0, "one that runs into it");
        is_long((long)add(NOW - DAY, 0, schools, 1), 0, "one without an end before it");
        is_long((long)add(NOW - DAY, NOW, schools, 1), 1, "one that ends where it begins");
        is_long((long)add(NOW + DAY, 0, schools, 1), 1, "one without an end after it");
        is_long((long)add(NOW + 99 * DAY, NOW + 100 * DAY, schools, 1), 0,
                "nothing after one without an end");
        ok(current(0, NOW + 1000 * DAY).until_at == 0, "which goes on");
}

static void choices(void)
{
        struct pause_choices c = { 0 };
        ok(pause_choices(d.db, a, NOW, NOW + DAY, &c) == DONE && c.count == SCHOOLS,
           "all open schools to choose from");
        ok(c.items[0].taken && c.items[1].taken && c.items[2].taken && c.items[3].taken && !c.items[4].taken,
           "with those that have a pause in that time");
        ok(pause_choices(d.db, a, NOW, NOW + DAY - 1, &c) == DONE && !c.items[3].taken, "in that very time");
        ok(pause_choices(d.db, a, NOW + 50 * DAY, 0, &c) == DONE && c.items[0].taken && !c.items[1].taken,
           "or in all time to come");
}

static void changing(void)
{
        struct pause p = current(1, NOW), seen;
        bool taken;
        p.until_at = NOW + 2 * DAY;
        p.from_at = NOW - 5 * DAY;
        p.reason = "Longer";
        p.all = false;
        is_long(pause_change(d.db, &scopes[1], &p, NOW, &taken), DONE, "a current one is changed");
        seen = current(1, NOW + DAY);
        ok(seen.id == p.id && seen.from_at == NOW && !seen.all && strcmp(seen.reason, "Longer") == 0,
           "all but when it began");
        is_long(pause_change(d.db, &scopes[1], &p, NOW, &taken), REFUSED, "from a page that is out of date");
        ok(!taken, "and that is why");
        is_long(pause_change(d.db, &scopes[0], &seen, NOW, &taken), REFUSED, "not through another school");
        is_long(pause_change(d.db, &scopes[1], &seen, NOW + 2 * DAY, &taken), REFUSED, "nor once it is over");
        is_long((long)add(NOW + 3 * DAY, NOW + 4 * DAY, &schools[1], 1), 1, "one is planned after it");
        seen.until_at = NOW + 3 * DAY + 1;
        is_long(pause_change(d.db, &scopes[1], &seen, NOW, &taken), REFUSED, "they may not meet");
        ok(taken, "and that is why");
        p = current(1, NOW + 3 * DAY);
        p.from_at = NOW + 2 * DAY;
        p.until_at = 0;
        is_long(pause_change(d.db, &scopes[1], &p, NOW, &taken), DONE, "the planned one begins earlier");
        is_long(current(1, NOW + 2 * DAY).from_at, NOW + 2 * DAY, "it does");
}

static void ending(void)
{
        struct pause p = current(2, NOW), last;
        is_long(pause_ended(d.db, a, &scopes[2], NOW, &last), ABSENT, "none is over yet");
        is_long(pause_end(d.db, &scopes[2], p.id, p.version + 1, p.all, NOW + HOUR), REFUSED,
                "ended from a page that is out of date");
        is_long(pause_end(d.db, &scopes[0], p.id, p.version, p.all, NOW + HOUR), REFUSED,
                "ended through another school");
        is_long(pause_end(d.db, &scopes[2], p.id, p.version, p.all, NOW + HOUR), DONE, "ended by hand");
        ok(!current(2, NOW + HOUR).id, "it is over");
        is_long(pause_end(d.db, &scopes[2], p.id, p.version + 1, p.all, NOW + HOUR), REFUSED, "not twice");
        ok(pause_ended(d.db, a, &scopes[2], NOW + HOUR, &last) == DONE && last.id == p.id && last.all &&
               strcmp(last.ended_by, "Pat") == 0 && last.ended_at == NOW + HOUR,
           "who ended it, and what is to be done now");
        is_long((long)add(NOW + HOUR, NOW + DAY, &schools[2], 1), 1, "its time is free again");
        ok(pause_ended(d.db, a, &scopes[2], NOW + DAY, &last) == DONE && last.until_at == NOW + DAY &&
               !last.ended_at,
           "the last one that ended by itself");
}

static void calling_off(void)
{
        struct pause p, last;
        is_long((long)add(NOW + DAY, NOW + 2 * DAY, &schools[4], 1), 1, "one is planned");
        p = current(4, NOW + DAY);
        ok(pause_when(&p, NOW) == PAUSE_PLANNED && pause_when(&p, NOW + DAY) == PAUSE_CURRENT &&
               pause_when(&p, NOW + 2 * DAY) == PAUSE_PAST,
           "planned, current, past");
        is_long(pause_end(d.db, &scopes[4], p.id, p.version, p.all, NOW), DONE, "and called off");
        ok(!current(4, NOW + DAY).id, "it never begins");
        is_long(pause_ended(d.db, a, &scopes[4], NOW + 9 * DAY, &last), ABSENT,
                "so there is nothing to resume");
        ok(pause_find(d.db, a, &scopes[4], p.id, &last) == DONE && pause_when(&last, NOW) == PAUSE_PAST,
           "but it is kept");
        is_long(pause_find(d.db, a, &scopes[3], p.id, &last), ABSENT, "in its own school");
}

static void lists(void)
{
        struct pauses l = { 0 };
        ok(pause_list(d.db, a, &scopes[2], &l) == DONE && l.count == 2 && l.items[0].from_at == NOW + HOUR &&
               l.items[1].from_at == NOW,
           "of one school, the latest first");
        ok(pause_between(d.db, a, NOW, NOW + HOUR, &l) == DONE && l.count == 3, "of all in one hour");
        ok(pause_between(d.db, a, NOW - DAY, NOW, &l) == DONE && l.count == 1 &&
               l.items[0].school == schools[0],
           "of all on the day before");
        ok(pause_between(d.db, a, NOW + HOUR, NOW + HOUR + 1, &l) == DONE && l.count == 3,
           "one that was ended counts until then");
}

static void closed(void)
{
        ok(db_script(d.db, arena_printf(a, "UPDATE school SET closed_on = '2026-08-31' WHERE id = %lu;\n",
                                        schools[4])) == DONE,
           "a school closes");
        is_long((long)add(NOW + 500 * DAY, 0, &schools[4], 1), 0, "and cannot be paused");
}

static void audited(void)
{
        const struct audit_filter f = { .verb = "pause-set", .from = "", .to = "", .limit = 100 };
        struct audit_rows rows = { 0 };
        ok(audit_list(d.db, a, &f, &rows) == DONE && rows.count == 9, "each pause has its row in the audit");
        is_text(rows.items[rows.count - 1].detail, "from 2026-09-21 14:13 until 2026-09-22 14:13 UTC",
                "which says when");
}

/* Several people pause the same school for the same time at once. The code of each one's program is how many
 * they have paused. */
static int pause_it(void)
{
        const struct pause p = { .from_at = NOW + 300 * DAY, .until_at = NOW + 301 * DAY, .reason = "Both" };
        struct db *db;
        size_t added = 9;
        if (db_open(d.config, &db) != DONE || pause_add(db, officer, &p, &schools[3], 1, &added) != DONE)
                return 9;
        db_close(db);
        return (int)added;
}

static void at_once(void)
{
        int status, sum = 0;
        for (int i = 0; i < 4; i++)
                if (fork() == 0)
                        _exit(pause_it());
        while (wait(&status) > 0)
                sum += WIFEXITED(status) ? WEXITSTATUS(status) : 9;
        is_long(sum, 1, "of four at once one has paused it, the others left it as it was");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        const struct person p = { .name = "Pat", .email = "officer@la.example", .role = ROLE_LA_OFFICER };
        ok(person_add(d.db, 0, &p, &officer) == DONE, "an officer");
        const struct person who = { .id = officer };
        for (int i = 0; i < SCHOOLS; i++) {
                schools[i] = add_school(i);
                scopes[i] = gate_la_scope(&who, schools[i]);
        }
        several();
        one_at_a_time();
        choices();
        changing();
        ending();
        calling_off();
        lists();
        audited();
        closed();
        at_once();
        slowly();
        database_close(&d);
        return done_testing();
}
