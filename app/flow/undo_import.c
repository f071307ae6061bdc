#include "flow/undo_import.h"

#include "flow/import_upn.h"
#include "store/attendance.h"
#include "store/conflict.h"
#include "store/import.h"
#include "store/list.h"
#include "store/missing.h"
#include "store/pupil.h"
#include "store/status.h"
#include "store/upn_problem.h"

/* ---- what it brought ---- */

struct brought {
        size_t conflict_count, missing_count;
        struct conflict *conflicts;
        unsigned long *missing;
};

/* What a person has answered stays: asked again it would be answered the same. */
static enum outcome read_brought(const struct flow *f, const struct batch *b, struct brought *out)
{
        struct conflicts conflicts;
        struct missings missing;
        *out = (struct brought){ 0 };
        enum outcome result = conflict_list(f->db, f->arena, f->scope, &conflicts);
        if (result == DONE)
                result = missing_list(f->db, f->arena, f->scope, &missing);
        if (result != DONE)
                return result;
        out->conflicts = arena_array(f->arena, conflicts.count + 1, sizeof *out->conflicts);
        out->missing = arena_array(f->arena, missing.count + 1, sizeof *out->missing);
        for (size_t i = 0; i < conflicts.count; i++)
                if (conflicts.items[i].batch == b->id && !conflicts.items[i].kept)
                        out->conflicts[out->conflict_count++] = conflicts.items[i];
        for (size_t i = 0; i < missing.count; i++)
                if (missing.items[i].batch == b->id && !missing.items[i].kept)
                        out->missing[out->missing_count++] = missing.items[i].pupil;
        return DONE;
}

enum outcome flow_undo_import_plan(const struct flow *f, const struct batch *b, struct undo_import *out)
{
        struct brought brought;
        struct stored_rows rows = { 0, NULL };
        struct import last;
        *out = (struct undo_import){ .newer = "" };
        enum outcome result = read_brought(f, b, &brought);
        if (result == DONE && b->state == BATCH_LISTED)
                result = list_rows(f->db, f->arena, f->scope, b->id, &rows);
        if (result == DONE)
                result = attendance_of_batch(f->db, f->arena, f->scope, b->id, &out->marked);
        if (result == DONE)
                result = import_last(f->db, f->arena, f->scope, &last);
        if (result != DONE)
                return result;
        out->conflicts = brought.conflict_count;
        out->missing = brought.missing_count;
        out->rows = rows.count;
        if (last.batch.id != b->id)
                out->newer = last.batch.applied.reference;
        return DONE;
}

/* ---- taking it back ---- */

enum outcome flow_undo_import_questions(const struct flow *f, const struct batch *b)
{
        struct brought brought;
        enum outcome result = read_brought(f, b, &brought);
        if (result == DONE)
                result = conflict_end(f->db, f->arena, f->scope, brought.conflicts, brought.conflict_count, CONFLICT_UNDONE);
        if (result == DONE)
                result = missing_forget(f->db, f->scope, brought.missing, brought.missing_count);
        if (result == DONE)
                result = upn_problem_forget_batch(f->db, f->scope, b->id);
        return result == DONE ? import_forget_left(f->db, f->scope, b->id) : result;
}

/* No row is looked at: of the roll it is said anew what is wrong with identifiers. */
enum outcome flow_undo_import_settle(const struct flow *f, const struct batch *b)
{
        const struct flow_plan nothing = { 0 };
        const struct intake_list no_list = { 0 };
        struct pupils roll;
        enum outcome result = pupil_roll(f->db, f->arena, f->scope, &roll);
        if (result == DONE)
                result = import_settle_upns(f, b, &nothing, &no_list, &roll, false);
        if (result == DONE)
                result = status_undone(f->db, f->scope);
        return result == DONE ? status_count(f->db, f->scope) : result;
}
