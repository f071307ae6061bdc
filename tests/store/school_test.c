#include "store/school.h"

#include "database.h"
#include "store/window.h"
#include "tap.h"

static struct database d;
static struct arena *a;

static void schools(void)
{
        struct school s = { .laestab = "9992001",
                            .urn = "100001",
                            .name = "Oak 100% Primary",
                            .phase = "PS",
                            .year_low = "R",
                            .year_high = "6",
                            .contact_email = "office@oak.example" },
                      seen;
        unsigned long id;
        struct schools list;
        is_long(school_add(d.db, 0, &s, &id), DONE, "a school");
        is_long(school_add(d.db, 0, &s, &id), REFUSED, "a second one of its number");
        is_long(school_by_laestab(d.db, a, "9992001", &seen), DONE, "found by its number");
        ok(seen.agreed_pupils == 0 && seen.on_roll == 0 && seen.version == 1,
           "nothing agreed, nobody on the roll");
        is_long(school_by_laestab(d.db, a, "9992009", &s), ABSENT, "one that is not there");
        s = seen;
        s.agreed_pupils = 420;
        s.name = "Oak Primary";
        is_long(school_set(d.db, 0, &s), DONE, "its settings");
        is_long(school_set(d.db, 0, &s), REFUSED, "set by an old version");
        ok(school_by_id(d.db, a, seen.id, &seen) == DONE && seen.agreed_pupils == 420 && seen.version == 2,
           "are kept");
        ok(school_list(d.db, a, "oak", &list) == DONE && list.count == 1, "sought by a part of the name");
        ok(school_list(d.db, a, "2001", &list) == DONE && list.count == 1, "sought by a part of the number");
        ok(school_list(d.db, a, "%", &list) == DONE && list.count == 0, "a sign of LIKE is but a sign");
        ok(school_list(d.db, a, "", &list) == DONE && list.count == 1, "all");
}

static void coming(unsigned long school, const char *day, const char *want, bool open)
{
        struct window w = { .opens_on = "none", .closes_on = "" };
        enum outcome result = window_coming(d.db, a, school, day, &w);
        if (is_text(w.opens_on, want, arena_printf(a, "school %lu on %s", school, day)) && result == DONE)
                ok(window_open(&w, day) == open, "%s", open ? "open" : "not open");
}

static void windows(void)
{
        struct window all = { 0, 2026, "2026-06-15", "2026-09-30", 0 },
                      own = { 7, 2026, "2026-10-01", "2026-10-31", 0 };
        struct window next = { 0, 2027, "2027-06-15", "2027-09-30", 0 }, w;
        struct windows list;
        is_long(window_find(d.db, a, 7, 2026, &w), ABSENT, "no window yet");
        ok(window_set(d.db, 0, &all) == DONE && window_set(d.db, 0, &own) == DONE &&
               window_set(d.db, 0, &next) == DONE,
           "three windows");
        is_long(window_set(d.db, 0, &all), REFUSED, "one that somebody else has set already");
        ok(window_find(d.db, a, 8, 2026, &w) == DONE && w.school == 0,
           "the authority's counts for a school without");
        ok(window_find(d.db, a, 7, 2026, &w) == DONE && w.school == 7, "a school's own counts before it");
        coming(8, "2026-06-14", "2026-06-15", false);
        coming(8, "2026-06-15", "2026-06-15", true);
        coming(8, "2026-09-30", "2026-06-15", true);
        coming(8, "2026-10-01", "2027-06-15", false);
        coming(7, "2026-07-01", "2026-10-01", false);
        coming(7, "2026-11-01", "2027-06-15", false);
        coming(8, "2028-01-01", "none", false);
        all.version = 1;
        all.closes_on = "2026-08-31";
        is_long(window_set(d.db, 0, &all), DONE, "closed earlier");
        is_long(window_set(d.db, 0, &all), REFUSED, "set by an old version");
        coming(8, "2026-09-30", "2027-06-15", false);
        own.version = 2;
        is_long(window_remove(d.db, 0, &own), REFUSED, "taken away by a wrong version");
        own.version = 1;
        is_long(window_remove(d.db, 0, &own), DONE, "taken away");
        coming(7, "2026-07-01", "2026-06-15", true);
        ok(window_list(d.db, a, &list) == DONE && list.count == 2 && list.items[0].academic == 2027,
           "all, newest first");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        schools();
        windows();
        database_close(&d);
        return done_testing();
}
