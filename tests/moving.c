#include "moving.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "demo/demo.h"
#include "gate/keys.h"
#include "gate/scope.h"
#include "match/key.h"
#include "store/batch.h"
#include "store/person.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/school.h"

bool moving_done(struct moving *m, enum outcome o, const char *what)
{
        const char *words = o == REFUSED && m->why.words ? m->why.words : "";
        return ok(o == DONE, "%s%s%s", what, *words ? ": " : "", words);
}

/* ---- children ---- */

static bool is_primary(const struct demo_pupil *p)
{
        return p->slot >= SLOT_RECEPTION && p->slot < SLOT_YEAR7;
}

/* Shuffled, so that every school has children of every year and few twins. */
static void make_children(struct moving *m)
{
        struct demo d = demo_new(m->a, 40, 12000, 7, date_from_iso("2026-09-10"));
        struct record *children = arena_array(m->a, d.pupils.count, sizeof *children);
        for (size_t i = 0; i < d.pupils.count; i++)
                if (is_primary(&d.pupils.items[i]))
                        children[m->child_count++] = d.pupils.items[i].record;
        srandom(1);
        for (size_t i = m->child_count; i > 1; i--) {
                size_t j = (size_t)random() % i;
                struct record r = children[i - 1];
                children[i - 1] = children[j];
                children[j] = r;
        }
        m->children = children;
}

struct record moving_child(struct moving *m)
{
        if (m->taken == m->child_count) {
                printf("Bail out! no children left\n");
                exit(1);
        }
        return m->children[m->taken++];
}

/* ---- schools ---- */

bool moving_open(struct moving *m)
{
        *m = (struct moving){ .why = { "", "" } };
        setenv("ONROLL_TODAY", "2026-09-10", 1);
        if (!database_open(&m->d, true))
                return false;
        const char *b = getenv("B") ? getenv("B") : "build", *conf = getenv("ONROLL_CONF");
        const char *key = arena_printf(m->d.arena, "%s.key", conf);
        FILE *f = fopen(conf, "ae");
        fprintf(f, "key_file = %s\nread_program = %s/onroll-read\n", key, b);
        fclose(f);
        m->a = m->d.arena;
        ok(keys_create(key) == DONE && config_read(m->a, conf, &m->d.config) == DONE &&
               keys_open(m->d.config) == DONE,
           "a database and a key");
        unlink(key);
        make_children(m);
        return true;
}

void moving_close(struct moving *m)
{
        database_close(&m->d);
}

void moving_act(struct moving *m, struct scope as)
{
        m->scope = as;
        m->flow = (struct flow){ m->a, m->d.db, m->d.config, &m->scope, &m->why };
}

struct person moving_person(struct moving *m, unsigned long school, enum role role, const char *name)
{
        struct person p = { .school = school, .name = name, .role = role };
        p.email = arena_printf(m->a, "%s.%lu@example.org", name, school);
        moving_done(m, person_add(m->d.db, 0, &p, &p.id), name);
        return p;
}

struct filling {
        struct moving *m;
        size_t count;
};

static enum outcome do_fill(struct db *db, void *context)
{
        const struct filling *f = context;
        struct moving *m = f->m;
        size_t n = f->count;
        struct pupil_new *items = arena_array(m->a, n + 1, sizeof *items);
        struct record *records = arena_array(m->a, n + 1, sizeof *records);
        for (size_t i = 0; i < n; i++) {
                records[i] = moving_child(m);
                items[i].record = &records[i];
        }
        return pupil_apply_new(db, m->a, &m->scope, items, n);
}

struct person moving_school(struct moving *m, const char *laestab, const char *admin, size_t pupils)
{
        struct school s = { .laestab = laestab,
                            .urn = "",
                            .name = arena_printf(m->a, "School %s", laestab),
                            .phase = "PS",
                            .year_low = "R",
                            .year_high = "6",
                            .contact_email = "" };
        moving_done(m, school_add(m->d.db, 0, &s, &s.id), laestab);
        struct person p = moving_person(m, s.id, ROLE_SCHOOL_ADMIN, admin);
        moving_act(m, gate_own_scope(&p));
        struct filling f = { m, pupils };
        moving_done(m, db_transaction(m->d.db, do_fill, &f), "its pupils");
        return p;
}

/* ---- what there is ---- */

struct pupils moving_roll(struct moving *m)
{
        struct pupils p = { 0, NULL };
        if (pupil_roll(m->d.db, m->a, &m->scope, &p) != DONE)
                ok(0, "the roll");
        return p;
}

struct batch moving_batch(struct moving *m)
{
        struct batch b = { 0 };
        if (batch_find(m->d.db, m->a, &m->scope, m->batch, &b) != DONE)
                ok(0, "the batch");
        return b;
}

struct flow_plan moving_plan(struct moving *m)
{
        struct flow_plan p = { 0 };
        struct batch b = moving_batch(m);
        if (flow_plan(&m->flow, &b, &p) != DONE)
                ok(0, "a plan");
        return p;
}

/* ---- lists ---- */

struct record *moving_list(struct moving *m, size_t *count)
{
        static const char years[] = "R123456";
        struct pupils roll = moving_roll(m);
        struct record *rows = arena_array(m->a, roll.count + MOVING_MORE, sizeof *rows);
        *count = 0;
        for (size_t i = 0; i < roll.count; i++) {
                struct record r = roll.items[i].record;
                const char *at = strchr(years, *r.value[FIELD_NC_YEAR]);
                if (!at || !at[1])
                        continue;
                r.value[FIELD_NC_YEAR] = arena_bytes(m->a, at + 1, 1);
                r.value[FIELD_CLASS] = arena_printf(m->a, "Oak %c", at[1]);
                rows[(*count)++] = r;
        }
        return rows;
}

const char *moving_csv(struct moving *m, const struct record *rows, size_t count)
{
        static const enum field fields[] = { FIELD_UPN, FIELD_SURNAME, FIELD_FORENAME, FIELD_DOB,
                                             FIELD_SEX, FIELD_NC_YEAR, FIELD_CLASS,    FIELD_POSTCODE };
        enum { N = sizeof fields / sizeof *fields };
        struct buf b = BUF_EMPTY;
        for (size_t f = 0; f < N; f++)
                buf_printf(&b, "%s%s", field_table[fields[f]].heading, f + 1 < N ? "," : "\n");
        for (size_t i = 0; i < count; i++)
                for (size_t f = 0; f < N; f++)
                        buf_printf(&b, "\"%s\"%s", rows[i].value[fields[f]], f + 1 < N ? "," : "\n");
        const char *text = arena_bytes(m->a, b.bytes, b.len);
        buf_free(&b);
        return text;
}

/* ---- what people do ---- */

void moving_begin(struct moving *m, bool migration)
{
        moving_done(m, batch_add(m->d.db, &m->scope, migration, ACADEMIC, &m->batch), "begun");
}

unsigned long moving_receive(struct moving *m, const char *label, const char *text)
{
        struct batch b = moving_batch(m);
        struct incoming in = { label, text, strlen(text), 0 };
        unsigned long id = 0;
        moving_done(m, flow_receive(&m->flow, &b, &in, &id), label);
        return id;
}

void moving_again(struct moving *m)
{
        struct batch b = moving_batch(m);
        moving_done(m, flow_match(&m->flow, &b), "matched");
        moving_done(m, flow_settle(&m->flow, &b, false), "settled");
}

void moving_tick(struct moving *m)
{
        struct batch b = moving_batch(m);
        moving_done(m, batch_tick(m->d.db, &m->scope, &b, true), "all files are there");
        moving_again(m);
}

void moving_fix(struct moving *m, const struct stored_row *row, const char *field, const char *value)
{
        struct row_fix fix = { row->sheet, row->row, field, value };
        struct batch b = moving_batch(m);
        moving_done(m, fix_set(m->d.db, &m->scope, m->batch, row->upload, &fix, 1),
                    *field ? field : "a row is left out");
        moving_done(m, flow_reread(&m->flow, &b, row->upload, row->file_name), "read again");
}

static const struct record *record_of_row(const struct flow_plan *p, unsigned long row)
{
        for (size_t i = 0; i < p->child_count; i++)
                if (p->children[i].parts[0]->id == row)
                        return &p->children[i].record;
        return NULL;
}

static bool is_child(struct moving *m, const struct record *listed, unsigned long pupil)
{
        struct pupils found = { 0, NULL };
        if (!pupil || pupil_by_ids(m->d.db, m->a, &pupil, 1, &found) != DONE || found.count != 1)
                return false;
        const struct record *held = &found.items[0].record;
        if (*listed->value[FIELD_UPN] && *held->value[FIELD_UPN])
                return strcmp(listed->value[FIELD_UPN], held->value[FIELD_UPN]) == 0;
        return strcmp(listed->value[FIELD_DOB], held->value[FIELD_DOB]) == 0 &&
               strcmp(listed->value[FIELD_FORENAME], held->value[FIELD_FORENAME]) == 0;
}

size_t moving_answer(struct moving *m)
{
        struct flow_plan p = moving_plan(m);
        size_t n = 0;
        for (size_t i = 0; i < p.cases.count; i++) {
                const struct match_case *c = &p.cases.items[i];
                const struct record *listed = record_of_row(&p, c->row);
                if (!listed || c->answer == CASE_SAME || c->answer == CASE_DIFFERENT)
                        continue;
                bool first = is_child(m, listed, c->pupil), second = !first && is_child(m, listed, c->runner);
                moving_done(m,
                            case_answer(m->d.db, &m->scope, c, first || second ? CASE_SAME : CASE_DIFFERENT,
                                        second ? c->runner : c->pupil,
                                        second ? c->runner_school : c->pupil_school, ""),
                            "the authority answers");
                n++;
        }
        return n;
}

void moving_acknowledge(struct moving *m)
{
        struct flow_plan p = moving_plan(m);
        struct leaver *all = arena_array(m->a, p.plan.leaver_count + 1, sizeof *all);
        for (size_t i = 0; i < p.plan.leaver_count; i++)
                all[i] =
                    (struct leaver){ p.plan.leavers[i].pupil->id, "a", "Westmarsh School", "2026-07-20" };
        moving_done(m, leaver_set(m->d.db, &m->scope, m->batch, all, p.plan.leaver_count), "grounds");
        struct batch b = moving_batch(m);
        moving_done(m, batch_acknowledge(m->d.db, &m->scope, &b, (long)p.plan.leaver_count, p.leavers_hash),
                    "acknowledged");
}

static void show_problems(struct moving *m, const struct flow_plan *p)
{
        struct stored_issues issues = { 0, NULL };
        if (p->problems && list_issues(m->d.db, m->a, &m->scope, m->batch, 0, &issues) == DONE)
                for (size_t i = 0; i < issues.count; i++)
                        printf("# %s\n", issues.items[i].words);
        for (size_t i = 0; i < p->child_count; i++)
                if (p->plan.rows[i].kind == PLAN_PROBLEM)
                        printf("# %s row %lu: %s\n", p->children[i].parts[0]->file_name,
                               p->children[i].parts[0]->row + 1, p->plan.rows[i].problem);
}

const char *moving_check(struct moving *m)
{
        struct flow_plan p = moving_plan(m);
        bool changed;
        m->why = (struct refusal){ "", "" };
        show_problems(m, &p);
        moving_done(m, flow_check(&m->flow, m->batch, p.plan.hash, &changed), "checked");
        return arena_text(m->a, p.plan.hash);
}

enum outcome moving_confirm(struct moving *m, const char *hash, bool *changed)
{
        m->why = (struct refusal){ "", "" };
        return flow_confirm(&m->flow, m->batch, hash, changed);
}

/* ---- everything that is held ---- */

/* The number of rows and the sum of their digests, in no order. */
#define DIGEST(values)                                                                                       \
        "CONCAT(COUNT(*), ' ', COALESCE(SUM(CAST(CONV(LEFT(MD5(CONCAT_WS('|', " values                       \
        ")), 13), 16, 10) AS UNSIGNED)), 0))"
#define WHO "p.school_id, p.surname, p.forename, COALESCE(p.date_of_birth, '')"

SQL(state_school, "SELECT " DIGEST("id, on_roll, roll_ver, ver") " FROM school");
SQL(state_pupil,
    "SELECT " DIGEST(WHO
                     ", p.state, p.upn, p.former_upn, p.sex, p.nc_year, p.class, p.postcode, "
                     "p.sort_name, COALESCE(p.left_on, ''), p.ground, p.destination, "
                     "COALESCE(p.left_batch_id, 0), p.roll_ver, p.ver, p.child_id = p.id") " FROM pupil p");
SQL(state_key,
    "SELECT " DIGEST(WHO ", k.key_value") " FROM pupil_key k LEFT JOIN pupil p ON p.id = k.pupil_id AND "
                                          "p.school_id = k.school_id");
SQL(state_change,
    "SELECT " DIGEST(
        WHO
        ", c.kind, c.field, c.old_value, c.new_value, COALESCE(c.person_id, 0), "
        "COALESCE(c.batch_id, 0), c.file_name, c.sheet, c.row_n") " FROM pupil_change c "
                                                                  "LEFT JOIN pupil p ON p.id = c.pupil_id "
                                                                  "AND p.school_id = c.school_id");
SQL(state_batch,
    "SELECT " DIGEST("id, kind, state, ver, hold, checked_hash, COALESCE(applied_by, 0), "
                     "COALESCE(applied_at IS NULL, 9), COALESCE(reference, ''), COALESCE(roll_before, 0), "
                     "COALESCE(roll_after, 0), COALESCE(count_new, 0), COALESCE(count_changed, 0), "
                     "COALESCE(count_unchanged, 0), COALESCE(count_leaving, 0)") " FROM batch");
SQL(state_class, "SELECT " DIGEST("school_id, nc_year, class, pupils") " FROM class_count WHERE pupils <> 0");
SQL(state_outbox, "SELECT " DIGEST("to_address, subject, body") " FROM outbox");
SQL(state_audit,
    "SELECT " DIGEST(
        "COALESCE(person_id, 0), COALESCE(school_id, 0), verb, object_id, detail") " FROM audit");

const char *moving_state(struct db *db, struct arena *a)
{
        static const struct {
                const char *name;
                const struct sql *q;
        } parts[] = { { "school", &state_school }, { "pupil", &state_pupil }, { "pupil_key", &state_key },
                      { "class_count", &state_class },
                      { "change", &state_change }, { "batch", &state_batch }, { "outbox", &state_outbox },
                      { "audit", &state_audit } };
        const char *text = "";
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
                struct result r;
                if (db_find(db, a, &r, parts[i].q, ARGS()) != DONE)
                        return "not to be read";
                text = arena_printf(a, "%s%s %s\n", text, parts[i].name, result_text(&r, 0, 0));
        }
        return text;
}

#define EACH(what)                                                                                           \
        what(school) what(pupil) what(pupil_key) what(class_count) what(pupil_change) what(batch) what(outbox) what(audit)
#define KEEP(t)     "CREATE TABLE kept_" #t " AS SELECT * FROM " #t ";\n"
#define PUT_BACK(t) "DELETE FROM " #t ";\nINSERT INTO " #t " SELECT * FROM kept_" #t ";\n"

void moving_keep(struct moving *m)
{
        moving_done(m, db_script(m->d.db, EACH(KEEP)), "kept");
}

void moving_put_back(struct moving *m)
{
        if (db_script(m->d.db, "START TRANSACTION;\n" EACH(PUT_BACK) "COMMIT;\n") != DONE)
                ok(0, "put back");
}

long moving_number(struct moving *m, const struct sql *q, const struct arg *args, size_t count)
{
        struct result r;
        if (db_find(m->d.db, m->a, &r, q, args, count) != DONE)
                return -1;
        return (long)result_number(&r, 0, 0);
}
