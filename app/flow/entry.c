#include "flow/entry.h"

#include <glib.h>
#include <string.h>

#include "flow/import_rules.h"
#include "flow/pupil_keys.h"
#include "model/year.h"
#include "store/audit.h"
#include "store/entry_conflict.h"
#include "store/roll.h"
#include "store/school.h"
#include "store/status.h"

/* One entry of the file, and whose it is. */
struct found {
        unsigned long pupil;
        const struct entry_row *row;
        const char *key;
};

struct importing {
        const struct flow *f;
        const struct entry_list *list;
        const struct entry_import *how;
        struct entry_result *out;
        const char *laestab; /* of the school */
        struct pupil_keys keys;
        size_t found_count, write_count, conflict_count;
        struct found *found;
        GHashTable *held, *conflicts; /* by name_of: struct entry_held, struct entry_conflict */
        struct entry_held *writes;
        struct entry_conflict *opens;
};

static char *name_of(struct arena *a, enum entry_kind kind, unsigned long pupil, const char *key)
{
        return arena_printf(a, "%c%lu|%s", entry_table[kind].letter, pupil, key);
}

/* ---- whose ---- */

static bool same_child(const struct named *a, const struct named *b)
{
        return strcmp(a->upn, b->upn) == 0 && strcmp(a->surname, b->surname) == 0 &&
               strcmp(a->forename, b->forename) == 0 && strcmp(a->dob, b->dob) == 0;
}

static bool is_taken(const struct importing *m, enum entry_kind kind, const char *named)
{
        bool here = m->how->every_row || strcmp(named, m->laestab) == 0;
        return here && (m->how->sets >> entry_table[kind].set & 1);
}

/* Each entry once, the last row of it; by names of GHashTable places counted from 1. */
static void keep(struct importing *m, GHashTable *places, unsigned long pupil, const struct entry_row *row)
{
        struct arena *a = m->f->arena;
        const char *key = entry_key(a, &row->entry);
        char *name = name_of(a, row->entry.kind, pupil, key);
        size_t place = GPOINTER_TO_SIZE(g_hash_table_lookup(places, name));
        if (!place) {
                place = ++m->found_count;
                g_hash_table_insert(places, name, GSIZE_TO_POINTER(place));
        }
        m->found[place - 1] = (struct found){ pupil, row, key };
}

static void find_all(struct importing *m)
{
        struct arena *a = m->f->arena;
        GHashTable *places = g_hash_table_new(g_str_hash, g_str_equal);
        const struct entry_row *last = NULL;
        const struct attendance_pupil *p = NULL;
        for (size_t i = 0; i < m->list->row_count; i++) {
                const struct entry_row *row = &m->list->rows[i];
                bool several = false;
                if (!is_taken(m, row->entry.kind, row->who.laestab))
                        continue;
                bool again = last && same_child(&last->who, &row->who) && last->entry.kind == row->entry.kind;
                if (!again)
                        p = pupil_keys_find(a, &m->keys, &row->who, &several);
                last = row;
                m->out->matched += p != NULL;
                m->out->nobody += !p;
                if (p)
                        keep(m, places, p->id, row);
                else if (!again) /* once for all rows of the child that follow one another */
                        issues_add(a, &m->out->issues, pupil_keys_nobody(a, &row->who, several, &row->at));
        }
        g_hash_table_destroy(places);
}

/* ---- weighing ---- */

static struct entry_held write_of(const struct importing *m, const struct found *x, const struct entry *shall)
{
        return (struct entry_held){ .pupil = x->pupil,
                                    .entry = *shall,
                                    .key = x->key,
                                    .batch = m->how->batch,
                                    .sheet = x->row->at.sheet,
                                    .row = x->row->at.row + 1 };
}

static struct entry_conflict conflict_of(const struct importing *m, const struct found *x,
                                         const struct entry *theirs, const struct entry_held *held)
{
        struct entry_conflict c = { .pupil = x->pupil,
                                    .key = x->key,
                                    .theirs = *theirs,
                                    .any = held != NULL,
                                    .cohort = weigh_cohort(m->how->by, x->pupil),
                                    .batch = m->how->batch,
                                    .sheet = x->row->at.sheet,
                                    .row = x->row->at.row + 1 };
        if (held)
                c.ours = held->entry;
        return c;
}

static bool same_conflict(struct arena *a, const struct entry_conflict *old, const struct entry_conflict *new)
{
        return old->cohort == new->cohort &&
               old->any == new->any &&strcmp(entry_pack(a, &old->theirs), entry_pack(a, &new->theirs)) == 0 &&
               (!new->any || strcmp(entry_pack(a, &old->ours), entry_pack(a, &new->ours)) == 0);
}

static enum outcome end_conflict(const struct importing *m, const struct entry_conflict *old)
{
        return old ? entry_conflict_end(m->f->db, m->f->arena, m->f->scope, old) : DONE;
}

static enum outcome weigh_one(struct importing *m, const struct found *x)
{
        struct arena *a = m->f->arena;
        enum entry_kind kind = x->row->entry.kind;
        const char *name = name_of(a, kind, x->pupil, x->key);
        const struct entry_held *held = g_hash_table_lookup(m->held, name);
        const struct entry_conflict *old = g_hash_table_lookup(m->conflicts, name);
        struct entry shall = x->row->entry;
        bool hand;
        enum entry_difference difference =
            held ? entry_over(&held->entry, &x->row->entry, &shall) : ENTRY_FILLS;
        if (difference == ENTRY_SAME)
                return end_conflict(m, old);
        enum verdict verdict = rule_judge(m->how->by->rules, data_set_table[entry_table[kind].set].item,
                                          weigh_cohort(m->how->by, x->pupil),
                                          difference == ENTRY_FILLS ? "" : "held", false, &hand);
        if (verdict == VERDICT_CONFLICT) {
                struct entry_conflict c = conflict_of(m, x, &shall, held);
                m->out->conflicts += !(old && old->kept && same_conflict(a, old, &c));
                if (!old || !same_conflict(a, old, &c))
                        m->opens[m->conflict_count++] = c;
                return DONE;
        }
        if (verdict == VERDICT_APPLY) {
                m->writes[m->write_count++] = write_of(m, x, &shall);
                m->out->new += !held;
                m->out->changed += held != NULL;
        }
        return end_conflict(m, old);
}

/* ---- what is held ---- */

static enum outcome load_held(struct importing *m)
{
        struct arena *a = m->f->arena;
        bool any[ENTRY_KINDS] = { false };
        enum outcome result = DONE;
        for (size_t i = 0; i < m->found_count; i++)
                any[m->found[i].row->entry.kind] = true;
        for (int kind = 0; result == DONE && kind < ENTRY_KINDS; kind++) {
                struct entries all = { 0, NULL };
                if (any[kind])
                        result = entry_of_school(m->f->db, a, m->f->scope, (enum entry_kind)kind, &all);
                for (size_t i = 0; result == DONE && i < all.count; i++)
                        g_hash_table_insert(
                            m->held, name_of(a, (enum entry_kind)kind, all.items[i].pupil, all.items[i].key),
                            (gpointer)&all.items[i]);
        }
        return result;
}

static enum outcome load_conflicts(struct importing *m)
{
        struct entry_conflicts all;
        enum outcome result = entry_conflict_list(m->f->db, m->f->arena, m->f->scope, &all);
        for (size_t i = 0; result == DONE && i < all.count; i++) {
                const struct entry_conflict *c = &all.items[i];
                g_hash_table_insert(m->conflicts, name_of(m->f->arena, c->theirs.kind, c->pupil, c->key),
                                    (gpointer)c);
        }
        return result;
}

static enum outcome weigh_all(struct importing *m)
{
        const struct flow *f = m->f;
        enum outcome result = load_held(m);
        if (result == DONE)
                result = load_conflicts(m);
        m->writes = arena_array(f->arena, m->found_count + 1, sizeof *m->writes);
        m->opens = arena_array(f->arena, m->found_count + 1, sizeof *m->opens);
        for (size_t i = 0; result == DONE && i < m->found_count; i++)
                result = weigh_one(m, &m->found[i]);
        if (result == DONE)
                result = entry_write(f->db, f->arena, f->scope, m->writes, m->write_count);
        return result == DONE ? entry_conflict_open(f->db, f->arena, f->scope, m->opens, m->conflict_count)
                              : result;
}

/* ---- all of it ---- */

/* Of rows that are not taken nothing is said either. */
static void take_issues(struct importing *m)
{
        for (size_t i = 0; i < m->list->wrong_count; i++) {
                const struct entry_wrong *w = &m->list->wrong[i];
                if (is_taken(m, w->kind, w->who.laestab))
                        issues_add(m->f->arena, &m->out->issues, w->issue);
        }
}

enum outcome entry_import(const struct flow *f, const struct entry_list *list, const struct entry_import *how,
                          struct entry_result *out)
{
        struct importing m = { .f = f, .list = list, .how = how, .out = out };
        struct school school;
        struct attendance_pupils pupils;
        const struct date since = { how->whoever_left ? 1900 : (short)year_academic(date_today()), 9, 1 };
        *out = (struct entry_result){ 0 };
        enum outcome result = school_by_id(f->db, f->arena, f->scope->school, &school);
        if (result == DONE)
                result = attendance_pupils(f->db, f->arena, f->scope, since, &pupils);
        if (result != DONE)
                return result;
        m.found = arena_array(f->arena, list->row_count + 1, sizeof *m.found);
        m.held = g_hash_table_new(g_str_hash, g_str_equal);
        m.conflicts = g_hash_table_new(g_str_hash, g_str_equal);
        pupil_keys_make(f->arena, &pupils, &m.keys);
        m.laestab = school.laestab;
        take_issues(&m);
        find_all(&m);
        result = weigh_all(&m);
        g_hash_table_destroy(m.held);
        g_hash_table_destroy(m.conflicts);
        return result;
}

/* ---- answers ---- */

struct deciding {
        const struct flow *f;
        const struct conflict_seen *seen;
        size_t count;
        enum conflict_answer answer;
        const char *note;
};

static const struct entry_conflict *find_conflict(const struct entry_conflicts *all,
                                                  const struct conflict_seen *seen)
{
        for (size_t i = 0; i < all->count; i++)
                if (all->items[i].id == seen->id)
                        return all->items[i].version == seen->version ? &all->items[i] : NULL;
        return NULL;
}

static enum outcome take_theirs(const struct flow *f, const struct entry_conflict *c)
{
        const struct entry_held shall = { .pupil = c->pupil,
                                          .entry = c->theirs,
                                          .key = c->key,
                                          .batch = c->batch,
                                          .sheet = c->sheet,
                                          .row = c->row };
        enum outcome result = entry_write(f->db, f->arena, f->scope, &shall, 1);
        return result == DONE ? entry_conflict_end(f->db, f->arena, f->scope, c) : result;
}

static enum outcome decide_one(const struct deciding *d, const struct entry_conflict *c)
{
        if (d->answer == ANSWER_ACCEPT)
                return take_theirs(d->f, c);
        return entry_conflict_keep(d->f->db, d->f->scope, c, d->answer == ANSWER_TELL ? d->note : "");
}

static enum outcome do_decide(struct db *db, void *context)
{
        static const char *const verbs[] = { "entry-accepted", "entry-kept", "entry-told" };
        const struct deciding *d = context;
        const struct flow *f = d->f;
        struct entry_conflicts all;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = entry_conflict_list(db, f->arena, f->scope, &all);
        for (size_t i = 0; result == DONE && i < d->count; i++) {
                const struct entry_conflict *c = find_conflict(&all, &d->seen[i]);
                result = c ? decide_one(d, c) : REFUSED;
                if (result == DONE)
                        result = audit_add(db, f->scope->person, f->scope->school, verbs[d->answer], c->pupil,
                                           entry_table[c->theirs.kind].words);
        }
        if (result == DONE && d->answer == ANSWER_TELL)
                result = flow_tell_kept(f, d->count, d->note);
        return result == DONE ? status_count(db, f->scope) : result;
}

enum outcome entry_decide(const struct flow *f, const struct conflict_seen *seen, size_t count,
                          enum conflict_answer answer, const char *note)
{
        struct deciding d = { f, seen, count, answer, note };
        return db_transaction(f->db, do_decide, &d);
}

/* ---- judging again ---- */

struct reweighing {
        const struct flow *f;
        unsigned long pupil; /* 0: all of the school */
        unsigned applied;
};

/* What only fills was no conflict under Import if null; what was held back by Always put in conflict may be
 * either. */
static enum outcome judge_one(struct reweighing *w, const struct weigh_rules *by,
                              const struct entry_conflict *old)
{
        const struct flow *f = w->f;
        struct entry_conflict c = *old;
        struct entry over;
        bool hand, changes = old->any && entry_over(&old->ours, &old->theirs, &over) == ENTRY_CHANGES;
        c.cohort = weigh_cohort(by, c.pupil);
        enum verdict verdict = rule_judge(by->rules, data_set_table[entry_table[c.theirs.kind].set].item,
                                          c.cohort, changes ? "held" : "", false, &hand);
        if (verdict == VERDICT_CONFLICT)
                return c.cohort == old->cohort ? DONE : entry_conflict_open(f->db, f->arena, f->scope, &c, 1);
        if (verdict == VERDICT_IGNORE)
                return entry_conflict_end(f->db, f->arena, f->scope, old);
        w->applied++;
        return take_theirs(f, old);
}

static enum outcome do_reweigh(struct db *db, void *context)
{
        struct reweighing *w = context;
        const struct flow *f = w->f;
        struct weigh_rules *by;
        struct entry_conflicts all;
        w->applied = 0;
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = flow_import_rules(f, &by);
        if (result == DONE)
                result = entry_conflict_list(db, f->arena, f->scope, &all);
        for (size_t i = 0; result == DONE && i < all.count; i++)
                if ((!w->pupil || all.items[i].pupil == w->pupil) && !all.items[i].kept)
                        result = judge_one(w, by, &all.items[i]);
        return result == DONE ? status_count(db, f->scope) : result;
}

enum outcome entry_reweigh(const struct flow *f, unsigned long pupil, unsigned *applied)
{
        struct reweighing w = { .f = f, .pupil = pupil };
        enum outcome result = db_transaction(f->db, do_reweigh, &w);
        *applied = result == DONE ? w.applied : 0;
        return result;
}
