#include "tasks/import.h"

#include <stdio.h>
#include <sys/random.h>
#include <time.h>

#include "base/log.h"
#include "flow/import.h"
#include "gate/scope.h"
#include "intake/import_hold.h"
#include "store/batch.h"
#include "store/status.h"

enum { WAIT_SECONDS = 50, LOOK_AGAIN_MS = 200 }; /* the next runner comes within the minute */
enum { FAILURES = 3, TRIES = 20 }; /* a try that ends the program, or the machine, is none of the file's failures at first */

struct work {
        struct db *db;
        const struct config *config;
        char by[33];
        unsigned long *count;
        struct arena *file, *school; /* of the delivery in memory; of one school's import */
        struct sorted sorted;
        bool in_memory;
        struct refusal why;
};

static struct flow flow_of(struct work *w, struct arena *a, const struct scope *scope)
{
        return (struct flow){ a, w->db, w->config, scope, &w->why };
}

static void name_program(char by[33])
{
        unsigned char bytes[16] = { 0 };
        if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
                log_event("random", "too few bytes");
        for (int i = 0; i < 16; i++)
                snprintf(by + 2 * i, 3, "%02x", bytes[i]);
}

/* ---- the file ---- */

/* Keeps one delivery in memory: most of its schools follow one another. */
static enum outcome read_file(struct work *w, const struct delivery *d)
{
        struct scope nobody = gate_program_scope(0);
        struct flow f = flow_of(w, w->file, &nobody);
        w->in_memory = false;
        arena_reset(w->file);
        struct delivery kept;
        enum outcome result = delivery_find(w->db, w->file, d->id, &kept); /* d may stand in what was just given back */
        if (result == DONE)
                result = flow_read_delivery(&f, &kept, &w->sorted);
        w->in_memory = result == DONE;
        return result;
}

static enum outcome have_file(struct work *w, unsigned long delivery)
{
        const struct delivery d = { .id = delivery };
        return w->in_memory && w->sorted.delivery.id == delivery ? DONE : read_file(w, &d);
}

/* ---- one school ---- */

struct giving_up {
        const struct scope *scope;
        const struct import *i;
        const char *words;
};

/* It is tried again next minute; after some tries it waits for a person. */
static enum outcome do_note_failure(struct db *db, void *context)
{
        const struct giving_up *g = context;
        enum outcome result = import_failed(db, g->scope, g->i->batch.id, g->words);
        if (result == DONE)
                result = status_problem(db, g->scope, g->words);
        if (result == DONE && g->i->tries + 1 >= FAILURES)
                result = batch_hold(db, g->scope, &g->i->batch, IMPORT_FAILED, 0, g->words);
        return result == DONE ? status_count(db, g->scope) : result;
}

static void note_failure(struct work *w, const struct scope *scope, const struct import *i, enum outcome how)
{
        const struct giving_up g = { scope, i,
                                     how == ABSENT ? "The file’s own bytes were deleted after their time. Ask for it again."
                                                   : "The file could not be processed. Whoever looks after Onroll finds more in its log." };
        log_event("import-failed", "school %lu import %lu", scope->school, i->batch.id);
        if (db_transaction(w->db, do_note_failure, (void *)&g) != DONE)
                log_event("import-failed", "could not be noted");
}

static enum outcome import_one(struct work *w, const struct scope *scope, const struct import *i)
{
        struct flow f = flow_of(w, w->school, scope);
        enum outcome result = i->tries < TRIES ? import_try(w->db, scope, i->batch.id) : BROKEN;
        if (result == DONE)
                result = have_file(w, i->delivery);
        if (result == DONE && w->sorted.why)
                result = ABSENT; /* what could be read once cannot be read again */
        return result == DONE ? flow_import(&f, w->by, i, &w->sorted) : result;
}

/* Everything that waits for the school, in order. False when its work had to end. */
static bool process_school(struct work *w, unsigned long school)
{
        struct scope scope = gate_program_scope(school);
        unsigned long dropped;
        bool good = import_drop_older(w->db, &scope, &dropped) == DONE;
        if (good && dropped)
                good = status_count(w->db, &scope) == DONE;
        while (good) {
                struct import i;
                arena_reset(w->school);
                enum outcome result = import_next(w->db, w->school, &scope, &i);
                if (result != DONE)
                        return result == ABSENT;
                result = import_one(w, &scope, &i);
                *w->count += result == DONE;
                good = result == DONE;
                if (result == ABSENT || (result == BROKEN && !db_in_the_way(w->db)))
                        note_failure(w, &scope, &i, result);
        }
        return false;
}

/* school 0: the one whose data waits longest. */
static enum outcome lease_and_process(struct work *w, unsigned long school)
{
        unsigned long leased;
        arena_reset(w->school);
        enum outcome result = status_lease(w->db, w->school, school, w->by, &leased);
        if (result != DONE)
                return result;
        bool good = process_school(w, leased);
        result = good ? status_release(w->db, leased, w->by) : status_rest(w->db, leased, w->by);
        return result;
}

/* ---- all ---- */

/* A new delivery, with the imports it makes. */
static enum outcome take_delivery(struct work *w)
{
        struct delivery d;
        struct scope nobody = gate_program_scope(0);
        arena_reset(w->school);
        enum outcome result = delivery_take(w->db, w->school, w->by, &d);
        if (result == REFUSED)
                return DONE; /* given up; on to the next */
        if (result == DONE)
                result = read_file(w, &d);
        if (result != DONE)
                return result;
        struct flow f = flow_of(w, w->file, &nobody);
        result = flow_sort(&f, w->by, &w->sorted);
        for (size_t i = 0; result == DONE && !w->sorted.why && i < w->sorted.part_count; i++)
                if (lease_and_process(w, w->sorted.parts[i].school) == BROKEN)
                        result = BROKEN;
        return result == REFUSED ? DONE : result;
}

/* ABSENT: nothing is left that nobody has. */
static enum outcome take_all(struct work *w)
{
        enum outcome result;
        do
                result = take_delivery(w);
        while (result == DONE);
        while (result == ABSENT && (result = lease_and_process(w, 0)) == DONE)
                result = ABSENT;
        return result;
}

/* While another program reads a file of several schools this one reads it too: it will have a share of the schools, and each needs the
 * file. ABSENT: nobody does. */
static enum outcome await_file(struct work *w)
{
        const struct timespec moment = { 0, LOOK_AGAIN_MS * 1000000L };
        unsigned long delivery;
        arena_reset(w->school);
        enum outcome result = delivery_being_read(w->db, w->school, &delivery);
        if (result == DONE && w->in_memory && w->sorted.delivery.id == delivery)
                nanosleep(&moment, NULL);
        else if (result == DONE)
                result = have_file(w, delivery);
        return result;
}

enum outcome import_run(struct db *db, const struct config *c, unsigned long *count)
{
        struct work w = { .db = db, .config = c, .count = count, .file = arena_new(), .school = arena_new() };
        const time_t end = time(NULL) + WAIT_SECONDS;
        name_program(w.by);
        enum outcome result = take_all(&w), awaited = DONE;
        while (result == ABSENT && awaited == DONE && time(NULL) < end) {
                awaited = await_file(&w);
                result = awaited == DONE || awaited == ABSENT ? take_all(&w) : awaited; /* it may have been sorted just now */
        }
        arena_free(w.file);
        arena_free(w.school);
        return result == ABSENT ? DONE : result;
}
