/* Services that know children beside the school, and their teams. */
#ifndef MODEL_SERVICE_H
#define MODEL_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

enum { SERVICE_NAME_MAX = 80 };

struct service {
        unsigned long id;
        const char *name;
        char kind;           /* a code of service_kinds */
        bool counts, closed; /* a current involvement makes the pupil active, unless it is closed */
        unsigned version;
        unsigned long current; /* involvements that run today */
};

struct services {
        size_t count;
        const struct service *items;
};

struct team {
        unsigned long id, service;
        const char *name;
        bool closed;
        unsigned version;
        unsigned long current;
};

struct teams {
        size_t count;
        const struct team *items;
};

struct code_table; /* model/code.h */
extern const struct code_table service_kinds;

#endif
