/* The invented authority as a whole: made from a seed, put into an empty database. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "demo/authority.h"
#include "demo/family.h"
#include "store/bulk.h"

enum { DEMO_SCHOOLS = 60, DEMO_PUPILS = 18000, DEMO_SEED = 999 };

struct demo {
        struct authority *authority;
        struct demo_pupils pupils; /* of the year before the migration */
        size_t person_count;
        const struct person *people;
        int academic; /* the year that the schools migrate to: the one of today */
        struct date today;
        struct chance chance; /* goes on from here */
};

/* today decides the school year: the roll is of the year before. */
struct demo demo_new(struct arena *a, unsigned schools, unsigned pupils, unsigned long seed,
                     struct date today);

/* What makes the keys of table pupil_key: match_keys of match/key.h, which the caller brings. */
typedef unsigned demo_key_maker(const struct record *r, uint64_t *out);
enum { DEMO_KEYS_MAX = 32 };

/* REFUSED when the database is not empty. password: the hash that everybody gets. */
enum outcome demo_load(struct db *db, struct arena *a, const struct demo *d, const char *password,
                       demo_key_maker *make) MUST_USE;

#endif
