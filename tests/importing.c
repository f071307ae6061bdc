#include "importing.h"

#include <string.h>

#include "flow/deliver.h"
#include "gate/scope.h"
#include "store/pupil_deed.h"
#include "tasks/import.h"

unsigned long importing_school(struct moving *m, const char *laestab, size_t pupils)
{
        struct person p = moving_school(m, laestab, "Admin", 0);
        moving_act(m, gate_program_scope(p.school));
        struct pupil_new *items = arena_array(m->a, pupils + 1, sizeof *items);
        struct record *records = arena_array(m->a, pupils + 1, sizeof *records);
        for (size_t i = 0; i < pupils; i++) {
                records[i] = moving_child(m);
                items[i].record = &records[i];
        }
        moving_done(m, pupil_apply_new(m->d.db, m->a, &m->scope, items, pupils), "its pupils");
        return p.school;
}

size_t importing_roll(struct moving *m, struct record *to)
{
        struct pupils roll = moving_roll(m);
        for (size_t i = 0; i < roll.count; i++)
                to[i] = roll.items[i].record;
        return roll.count;
}

enum delivery_state importing_deliver(struct moving *m, const char *name, const char *text, bool complete)
{
        unsigned long id;
        enum delivery_state state = DELIVERY_REFUSED;
        const struct delivering d = { .label = name, .bytes = text, .len = strlen(text), .source = FROM_FOLDER, .complete = complete };
        moving_done(m, flow_deliver(&m->flow, &d, &id, &state), name);
        return state;
}

unsigned long importing_process(struct moving *m)
{
        unsigned long done = 0;
        moving_done(m, import_run(m->d.db, m->d.config, &done), "the runner");
        return done;
}

struct import importing_last(struct moving *m)
{
        struct imports all = { 0, NULL };
        moving_done(m, import_list(m->d.db, m->a, &m->scope, 1, &all), "the last import");
        return all.count ? all.items[0] : (struct import){ 0 };
}
