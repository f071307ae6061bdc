#include "flow/decide_import.h"

#include "store/audit.h"
#include "store/batch.h"
#include "store/list.h"
#include "store/match_case.h"
#include "store/missing.h"
#include "store/outbox.h"
#include "store/pupil_deed.h"
#include "store/roll.h"
#include "store/setting.h"
#include "store/status.h"

/* ---- proposed leavers ---- */

struct leaving {
        const struct flow *f;
        const struct leaver_answer *answers;
        size_t count;
};

static bool is_open(const struct missings *all, const struct leaver_answer *a)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].pupil == a->pupil)
                        return all->items[i].version == a->version && !all->items[i].kept;
        return false;
}

static enum outcome stay(const struct flow *f, const struct leaver_answer *a)
{
        const struct missing m = { .pupil = a->pupil, .version = a->version };
        enum outcome result = missing_keep(f->db, f->scope, &m);
        return result == DONE ? audit_add(f->db, f->scope->person, f->scope->school, "leaver-stays", a->pupil, "") : result;
}

static enum outcome leave(const struct flow *f, const struct leaver_answer *a)
{
        const struct pupil_leaving l = { { a->pupil, 0 }, a->left_on, a->ground, a->destination, 0 };
        enum outcome result = pupil_apply_leave(f->db, f->arena, f->scope, &l, 1);
        return result == DONE ? audit_add(f->db, f->scope->person, f->scope->school, "pupil-left", a->pupil, a->ground) : result;
}

static enum outcome do_decide_leavers(struct db *db, void *context)
{
        const struct leaving *l = context;
        const struct flow *f = l->f;
        struct missings all;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = missing_list(db, f->arena, f->scope, &all);
        for (size_t i = 0; result == DONE && i < l->count; i++) {
                if (!is_open(&all, &l->answers[i]))
                        return REFUSED;
                result = *l->answers[i].left_on ? leave(f, &l->answers[i]) : stay(f, &l->answers[i]);
        }
        return result == DONE ? status_count(db, f->scope) : result;
}

enum outcome flow_decide_leavers(const struct flow *f, const struct leaver_answer *answers, size_t count)
{
        struct leaving l = { f, answers, count };
        return db_transaction(f->db, do_decide_leavers, &l);
}

/* ---- holds ---- */

struct answering {
        const struct flow *f;
        const struct import *i;
        enum hold_answer answer;
        const char *reason;
        bool two, second;
};

static enum outcome reject(struct db *db, const struct answering *w)
{
        const struct flow *f = w->f;
        struct batch b = w->i->batch;
        enum outcome result = batch_answer_hold(db, f->scope, &b, HOLD_REJECTED, w->reason);
        b.version++;
        if (result == DONE)
                result = batch_drop(db, f->scope, &b);
        if (result != DONE)
                return result;
        return outbox_add_for_school(db, f->scope->school, "A file of your data was not taken",
                                     arena_printf(f->arena,
                                                  "The local authority has looked at %s, which was on hold because:\n\n%s\n\nIt rejected the "
                                                  "file with this reason:\n\n%s\n\nNothing of it was applied.\n",
                                                  w->i->file_name, w->i->batch.hold.why, w->reason));
}

static enum outcome release(struct db *db, struct answering *w)
{
        const struct flow *f = w->f;
        if (w->two && !w->i->first_released_by) {
                w->second = true;
                return import_first_release(db, f->scope, w->i);
        }
        if (w->two && w->i->first_released_by == f->scope->person)
                return flow_refuse(f, "You have released this already. Your authority wants a second person to agree.");
        enum outcome result = import_released(db, f->scope, w->i->batch.id, w->answer == HOLD_RELEASE_ADDITIONS);
        return result == DONE ? batch_answer_hold(db, f->scope, &w->i->batch, HOLD_RELEASED, w->reason) : result;
}

static enum outcome do_answer_hold(struct db *db, void *context)
{
        struct answering *w = context;
        w->second = false;
        enum outcome result = w->answer == HOLD_REJECT ? reject(db, w) : release(db, w);
        return result == DONE ? status_count(db, w->f->scope) : result;
}

enum outcome flow_answer_import_hold(const struct flow *f, const struct import *i, enum hold_answer answer, const char *reason,
                                     bool *second)
{
        struct settings s;
        *second = false;
        if (!*reason)
                return flow_refuse(f, "Write the reason; whoever looks later needs it.");
        enum outcome result = settings_read(f->db, f->arena, &s);
        if (result != DONE)
                return result;
        struct answering w = { f, i, answer, reason, s.second_person, false };
        result = db_transaction(f->db, do_answer_hold, &w);
        *second = w.second;
        return result;
}

/* ---- rejected rows ---- */

struct aside {
        const struct flow *f;
        unsigned long batch;
};

static enum outcome do_put_aside(struct db *db, void *context)
{
        const struct aside *w = context;
        const struct flow *f = w->f;
        struct stored_rows rows;
        size_t count = 0;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = list_rows(db, f->arena, f->scope, w->batch, &rows);
        if (result != DONE)
                return result;
        unsigned long *ids = arena_array(f->arena, rows.count + 1, sizeof *ids);
        for (size_t i = 0; i < rows.count; i++)
                if (rows.items[i].outcome != ROW_CHECK)
                        ids[count++] = rows.items[i].id;
        result = list_forget_rows(db, f->scope, w->batch, ids, count);
        if (result == DONE)
                result = import_close(db, f->scope, w->batch, (unsigned)(rows.count - count), 0);
        if (result == DONE)
                result = audit_add(db, f->scope->person, f->scope->school, "rejected-rows-seen", w->batch, "");
        return result == DONE ? status_count(db, f->scope) : result;
}

enum outcome flow_put_rejected_aside(const struct flow *f, unsigned long batch)
{
        struct aside w = { f, batch };
        return db_transaction(f->db, do_put_aside, &w);
}
