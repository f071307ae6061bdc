#include "exchanging.h"

#include "store/school.h"

time_t exchanging_at(const char *text)
{
        struct tm t = { 0 };
        return strptime(text, "%Y-%m-%d %H:%M", &t) ? timegm(&t) : -1;
}

unsigned long exchanging_bare_school(struct database *d, unsigned number, const char *phase)
{
        const struct school s = { .laestab = arena_printf(d->arena, "999%04u", number),
                                  .urn = "",
                                  .name = arena_printf(d->arena, "School %u", number),
                                  .phase = phase,
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email =
                                      arena_printf(d->arena, "office%u@school.example", number) };
        unsigned long id = 0;
        if (school_add(d->db, 0, &s, &id) != DONE)
                ok(0, "a school");
        return id;
}

unsigned long exchanging_school(struct database *d, unsigned number, const char *phase)
{
        unsigned long id = exchanging_bare_school(d, number, phase);
        exchanging_ready(d, id);
        return id;
}

/* Heard from in times to come, so that it is so whatever time a test plays in. */
void exchanging_ready(struct database *d, unsigned long school)
{
        exchanging_script(d, arena_printf(d->arena,
            "INSERT INTO agent (school_id, public_key, name, enrolled_at, seen_at) VALUES (%lu, UNHEX(SHA2('%lu', 256)), 'Office', "
            "'2026-09-01', '2037-01-01');\n"
            "INSERT INTO person (email, name, role, school_id, created_at) VALUES ('admin%lu@ready.example', 'Admin', 'school_admin', %lu, "
            "'2026-09-01');\n"
            "INSERT INTO school_ready (school_id, item, good, words, checked_at) VALUES (%lu, 'system', 1, 'SIMS', '2026-09-01'), (%lu, "
            "'version', 1, '7.166', '2026-09-01'), (%lu, 'phase-2', 1, '', '2026-09-01'), (%lu, 'services', 1, '', '2026-09-01');\n",
            school, school, school, school, school, school, school, school));
}

struct exchange_task exchanging_nightly(const char *name)
{
        return (struct exchange_task){ .name = name,
                                       .ask = { EXCHANGE_GET, "snapshot", GROUP_YEARS, 0, 0 },
                                       .schools = SCHOOLS_FILTER,
                                       .phase = "",
                                       .when = { SCHEDULE_WEEKLY, 127, 0, 120, date_from_iso("2026-10-01"),
                                                 NO_DATE },
                                       .window = 60,
                                       .wait = 60 };
}

long exchanging_count(struct database *d, const struct sql *q)
{
        struct result r;
        return db_find(d->db, d->arena, &r, q, ARGS()) == DONE ? (long)result_number(&r, 0, 0) : -1;
}

void exchanging_script(struct database *d, const char *sql)
{
        if (db_script(d->db, sql) != DONE)
                ok(0, "%.70s", sql);
}
