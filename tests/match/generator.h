/*
 * Labelled lists to hold the matcher to account: an invented authority and its schools' new-year lists, with
 * the truth. people.c makes the children, lists.c writes them down as teachers do. Names and their variants
 * come from public lists
 * (../shared/data/names), not from the matcher's own tables, and nothing here includes app/match.
 */
#ifndef TESTS_GENERATOR_H
#define TESTS_GENERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/pupil.h"

/* A child is a number from 1; two records of one child (two schools) have the same. */
struct authority {
        size_t pupil_count, school_count;
        struct pupil *pupils; /* sorted by school */
        unsigned *child;      /* of each pupil */
        unsigned children, upns;
        struct names *names;
        struct family *families;
        size_t family_count;
        uint64_t random;
};

struct class_list {
        unsigned long school;
        size_t count;
        struct record *rows;
        unsigned *child; /* who each row is; more than authority.children when nobody in the pool */
};

/* NULL when the lists of names are not there. */
struct authority *authority_make(struct arena *a, uint64_t seed, size_t pupils);

/* The new-year list of that school: everybody who stays, movers and new children, with the slips of those who
 * type. */
struct class_list list_make(struct arena *a, struct authority *la, unsigned long school, bool with_upn);

#endif
