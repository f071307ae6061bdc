#include "flow/decide.h"

#include "flow/confirm.h"
#include "flow/import.h"
#include "flow/match.h"
#include "store/batch.h"
#include "store/outbox.h"
#include "store/restore.h"

/* ---- possible matches ---- */

struct answering {
        const struct flow *f;
        const struct match_case *c;
        enum case_answer answer;
        bool runner;
        const char *question;
};

static enum outcome do_answer_case(struct db *db, void *context)
{
        const struct answering *d = context;
        const struct match_case *c = d->c;
        enum outcome result = case_answer(db, d->f->scope, c, d->answer, d->runner ? c->runner : c->pupil,
                                          d->runner ? c->runner_school : c->pupil_school, d->question);
        if (result != DONE || d->answer != CASE_ASKED)
                return result;
        return outbox_add_for_school(
            db, d->f->scope->school, "A question about a pupil in your spreadsheets",
            arena_printf(d->f->arena,
                         "The local authority asks about a pupil in your spreadsheets who may be "
                         "someone on record already:\n\n%s\n\nSign in to Onroll: your first page "
                         "leads to the question.\n",
                         d->question));
}

enum outcome flow_answer_case(const struct flow *f, const struct match_case *c, enum case_answer answer,
                              bool runner, const char *question)
{
        struct answering d = { f, c, answer, runner, question };
        struct batch b;
        enum outcome result = db_transaction(f->db, do_answer_case, &d);
        if (result != DONE || answer == CASE_ASKED)
                return result;
        result = batch_find(f->db, f->arena, f->scope, c->batch, &b);
        if (result == DONE && b.import)
                return flow_import_answered(f, b.id);
        /* The answer stands. Whoever changed the batch meanwhile settles it after that change. */
        if (result == DONE)
                result = flow_settle(f, &b, false);
        return result == REFUSED ? DONE : result;
}

enum outcome flow_reopen_case(const struct flow *f, const struct match_case *c)
{
        struct batch b;
        enum outcome result = case_reopen(f->db, f->scope, c);
        if (result == DONE)
                result = batch_find(f->db, f->arena, f->scope, c->batch, &b);
        if (result != DONE || b.state != BATCH_LISTED || b.import) /* the next import asks again */
                return result;
        result = flow_match(f, &b);
        if (result == DONE)
                result = flow_settle(f, &b, false);
        return result == REFUSED ? DONE : result;
}

/* ---- holds ---- */

struct releasing {
        const struct flow *f;
        const struct batch *b;
        enum batch_hold answer;
        const char *reason;
};

static enum outcome do_answer_hold(struct db *db, void *context)
{
        const struct releasing *d = context;
        bool released = d->answer == HOLD_RELEASED;
        enum outcome result = batch_answer_hold(db, d->f->scope, d->b, d->answer, d->reason);
        if (result != DONE)
                return result;
        return outbox_add_for_school(
            db, d->f->scope->school,
            released ? "Your spreadsheets were released" : "Your spreadsheets were not released",
            arena_printf(
                d->f->arena,
                "The local authority has looked at your spreadsheets, which were on hold because:\n\n%s\n\n"
                "%s with this reason:\n\n%s\n\n%s\n",
                d->b->hold.why, released ? "It released them" : "It did not release them", d->reason,
                released ? "Sign in to Onroll to go on."
                         : "Nothing on your roll has changed. Sign in to Onroll to put the files right."));
}

enum outcome flow_answer_hold(const struct flow *f, const struct batch *b, enum batch_hold answer,
                              const char *reason)
{
        struct releasing d = { f, b, answer, reason };
        return db_transaction(f->db, do_answer_hold, &d);
}

/* ---- removed pupils ---- */

struct restoring {
        const struct flow *f;
        unsigned long request;
        unsigned version;
        bool restore;
        const char *note;
        struct pupil_seen pupil;
};

static enum outcome do_answer_restore(struct db *db, void *context)
{
        const struct restoring *d = context;
        enum outcome result =
            restore_answer(db, d->f->arena, d->f->scope, d->request, d->version, d->restore, d->note);
        if (result != DONE)
                return result;
        return outbox_add_for_school(
            db, d->f->scope->school,
            d->restore ? "A removed pupil is back on your roll" : "Your request for a removed pupil",
            arena_printf(d->f->arena,
                         "You asked the local authority for a removed pupil. %s%s%s\n\nSign "
                         "in to Onroll and open Pupils to see who it is about.\n",
                         d->restore ? "The pupil is back on your roll, with the whole record."
                                    : "The pupil was not restored.",
                         *d->note ? "\n\n" : "", d->note));
}

enum outcome flow_answer_restore(const struct flow *f, unsigned long request, unsigned version, bool restore,
                                 const char *note)
{
        struct restoring d = {
                .f = f, .request = request, .version = version, .restore = restore, .note = note
        };
        return db_transaction(f->db, do_answer_restore, &d);
}

static enum outcome do_restore(struct db *db, void *context)
{
        const struct restoring *d = context;
        enum outcome result = pupil_restore(db, d->f->arena, d->f->scope, d->pupil);
        if (result != DONE)
                return result;
        return outbox_add_for_school(
            db, d->f->scope->school, "A removed pupil is back on your roll",
            "The local authority has put a removed pupil back on your roll, with the whole record. Sign "
            "in to Onroll and open Pupils to see who it is.\n");
}

enum outcome flow_restore(const struct flow *f, struct pupil_seen pupil)
{
        struct restoring d = { .f = f, .pupil = pupil };
        return db_transaction(f->db, do_restore, &d);
}
