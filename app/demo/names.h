/* Names of the invented families, by the naming traditions of several communities and as often as they are
 * met. */
#ifndef DEMO_NAMES_H
#define DEMO_NAMES_H

#include <stdbool.h>

#include "base/arena.h"
#include "demo/chance.h"

enum tradition {
        ENGLISH,
        CARIBBEAN, /* English forenames */
        SOUTH_ASIAN_MUSLIM,
        BANGLADESHI, /* the forenames of the former */
        SIKH,
        HINDU, /* the forenames of the former */
        POLISH,
        ROMANIAN,
        WEST_AFRICAN,
        SOMALI,
        CHINESE,
        ARABIC,
        PORTUGUESE,
        TRADITIONS
};

struct names;

/* Kept in the arena. */
struct names *names_new(struct arena *a);

const char *names_forename(const struct names *n, struct chance *c, enum tradition t, bool girl);

/* As the family bears it: "Kowalsk*" ends in i or a. */
const char *names_surname(const struct names *n, struct chance *c, enum tradition t);

/* The form of a family's surname that this child bears. */
const char *names_of_child(struct arena *a, const char *family, bool girl);

/* "Tom" for "Thomas"; NULL when none is usual. */
const char *names_short(const char *forename);

#endif
