/* The main job from end to end, without pages: the demo's example school moves to the new year from five
 * teachers' lists; every row's outcome is compared with the truth beside the lists. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "database.h"
#include "demo/layout.h"
#include "flow/confirm.h"
#include "flow/match.h"
#include "flow/receive.h"
#include "gate/keys.h"
#include "gate/scope.h"
#include "match/key.h"
#include "store/batch.h"
#include "store/pupil.h"

static const char *const files[] = { "Reception and Year 1.xlsx", "Year 2 class lists.csv", "Year 3.xls",
                                     "Years 4 and 5.ods", "Year 6 September.txt" };
enum { FILES = sizeof files / sizeof *files, FINAL_YEAR = EXAMPLE_COHORT, EARLY = 7 };

struct story {
        struct database d;
        struct flow flow;
        struct scope scope;
        struct refusal why;
        struct demo demo;
        struct example example; /* the truth: rows in the order of the files' sheets */
        char folder[32];
        unsigned long batch;
};

static bool done(struct story *s, enum outcome o, const char *what)
{
        return ok(o == DONE, "%s%s%s", what, o == REFUSED ? ": " : "", o == REFUSED ? s->why.words : "");
}

static const char *path_of(struct story *s, const char *name)
{
        return arena_printf(s->d.arena, "%s/%s", s->folder, name);
}

static void configure(struct story *s)
{
        const char *b = getenv("B") ? getenv("B") : "build", *conf = getenv("ONROLL_CONF");
        FILE *f = fopen(conf, "ae");
        ok(f && keys_create(path_of(s, "key")) == DONE, "a key");
        fprintf(f, "key_file = %s\nread_program = %s/onroll-read\n", path_of(s, "key"), b);
        fclose(f);
        done(s, config_read(s->d.arena, conf, &s->d.config), "a configuration");
        done(s, keys_open(s->d.config), "keys");
        unlink(path_of(s, "key"));
}

static bool begin(struct story *s)
{
        const char *path = "";
        if (!database_open(&s->d, true))
                return false;
        strcpy(s->folder, "/tmp/onroll-story-XXXXXX");
        ok(mkdtemp(s->folder) != NULL, "a folder");
        configure(s);
        s->demo = demo_new(s->d.arena, DEMO_SCHOOLS, DEMO_PUPILS, DEMO_SEED, date_from_iso("2026-09-10"));
        s->example = example_new(s->d.arena, &s->demo);
        done(s, demo_load(s->d.db, s->d.arena, &s->demo, "", match_keys), "the demo authority");
        ok(layout_write(s->d.arena, &s->demo, &s->example, s->folder, &path), "the five lists");
        unlink(path_of(s, "truth.csv"));
        s->scope = gate_own_scope(&s->demo.people[3]);
        s->flow = (struct flow){ s->d.arena, s->d.db, s->d.config, &s->scope, &s->why };
        return s->scope.school == 1;
}

static struct batch batch_now(struct story *s)
{
        struct batch b = { 0 };
        done(s, batch_find(s->d.db, s->d.arena, &s->scope, s->batch, &b), "the batch");
        return b;
}

static struct flow_plan plan_now(struct story *s)
{
        struct flow_plan p = { 0 };
        struct batch b = batch_now(s);
        done(s, flow_plan(&s->flow, &b, &p), "a plan");
        return p;
}

static void upload(struct story *s)
{
        done(s, batch_add(s->d.db, &s->scope, true, s->demo.academic, &s->batch), "a migration is opened");
        for (int i = 0; i < FILES; i++) {
                const char *path = path_of(s, files[i]);
                struct stat st = { 0 };
                int fd = open(path, O_RDONLY | O_CLOEXEC);
                fstat(fd, &st);
                void *bytes = arena_alloc(s->d.arena, (size_t)st.st_size);
                ok(read(fd, bytes, (size_t)st.st_size) == st.st_size, "%s is there", files[i]);
                close(fd);
                unlink(path);
                struct incoming in = { files[i], bytes, (size_t)st.st_size, 0 };
                struct batch b = batch_now(s);
                unsigned long id;
                done(s, flow_receive(&s->flow, &b, &in, &id), "and received");
        }
}

static void compile(struct story *s)
{
        struct batch b = batch_now(s);
        done(s, batch_tick(s->d.db, &s->scope, &b, true), "all spreadsheets are uploaded");
        b = batch_now(s);
        done(s, flow_match(&s->flow, &b), "matched");
        done(s, flow_settle(&s->flow, &b, true), "settled");
}

/* ---- against the truth ---- */

/* The example's rows are in the order in which they were laid out, sheet after sheet. */
static const struct listed *truth_of(struct story *s, const struct flow_plan *p, const struct stored_row *row)
{
        size_t at = (size_t)(row - p->rows.items);
        return at < s->example.count ? &s->example.items[at] : NULL;
}

static bool is_kind(const struct listed *l, const char *begins)
{
        return strncmp(l->kind, begins, strlen(begins)) == 0;
}

static void rows_are_the_truth(struct story *s, const struct flow_plan *p)
{
        long unlike = 0;
        is_long((long)p->rows.count, (long)s->example.count, "every row of every list, and no other");
        for (size_t i = 0; i < p->rows.count; i++) {
                const char *written = s->example.items[i].record.value[FIELD_FORENAME];
                unlike += strcmp(p->rows.items[i].record.value[FIELD_FORENAME], written) != 0 &&
                          !strchr(written, '?') &&
                          (unsigned char)written[strcspn(written, "\xc5\xc4\xc8")] < 0x80;
        }
        is_long(unlike, 0, "in the order of the truth");
}

struct score {
        long wrong, missed, alarms, checks, sure, elsewhere, elsewhere_check, unlisted_new;
};

static void count_child(struct story *s, const struct flow_plan *p, const struct child *c, struct score *n)
{
        const struct stored_row *row = c->parts[0];
        const struct listed *l = truth_of(s, p, row);
        unsigned long truth = l->pupil ? l->pupil->id : 0;
        bool other = row->outcome == ROW_SURE && row->pupil != truth;
        n->wrong += other || (row->outcome == ROW_NEW && row->pupil && row->pupil != truth);
        if (other)
                printf("# wrong: %s row %lu (%s)\n", row->file_name, row->row + 1, l->kind);
        n->checks += row->outcome == ROW_CHECK;
        n->sure += row->outcome == ROW_SURE;
        n->alarms += !truth && row->outcome == ROW_CHECK;
        n->missed += truth && row->outcome == ROW_NEW;
        if (truth && row->outcome == ROW_NEW)
                printf("# missed: %s row %lu (%s)\n", row->file_name, row->row + 1, l->kind);
        if (row->outcome == ROW_CHECK)
                printf("# to be looked at: %s row %lu (%s)\n", row->file_name, row->row + 1, l->kind);
        n->elsewhere += is_kind(l, "elsewhere");
        n->elsewhere_check += is_kind(l, "elsewhere-similar") && row->outcome == ROW_CHECK;
}

static void outcomes(struct story *s)
{
        struct flow_plan p = plan_now(s);
        struct score n = { 0 };
        rows_are_the_truth(s, &p);
        for (size_t i = 0; i < p.child_count; i++)
                count_child(s, &p, &p.children[i], &n);
        printf("# %zu children: %ld sure, %ld to be looked at (%ld of them new), %ld missed\n", p.child_count,
               n.sure, n.checks, n.alarms, n.missed);
        is_long(n.wrong, 0, "nobody is taken for another child");
        ok(n.checks > 0 && n.checks <= (long)p.child_count / 20,
           "%ld rows to the manual check: some, and at most 5 %%", n.checks);
        ok(n.missed <= 2, "%ld pupils missed", n.missed);
        is_long(n.elsewhere, 11, "children of other schools");
        ok(n.elsewhere_check > 0, "%ld similar children at other schools are looked at", n.elsewhere_check);
        ok(p.problems > 0, "%u problems to put right", p.problems);
        is_long(p.waiting, n.checks, "the school sees how many wait");
}

/* ---- people answer ---- */

static const struct stored_row *row_of(const struct flow_plan *p, unsigned long id)
{
        for (size_t i = 0; i < p->rows.count; i++)
                if (p->rows.items[i].id == id)
                        return &p->rows.items[i];
        return NULL;
}

static void authority_answers(struct story *s)
{
        struct flow_plan p = plan_now(s);
        for (size_t i = 0; i < p.cases.count; i++) {
                const struct match_case *c = &p.cases.items[i];
                const struct stored_row *row = row_of(&p, c->row);
                const struct listed *l = row ? truth_of(s, &p, row) : NULL;
                if (!ok(l != NULL, "a case is of a row"))
                        continue;
                bool same = l->pupil && (l->pupil->id == c->pupil || l->pupil->id == c->runner);
                done(s,
                     case_answer(s->d.db, &s->scope, c, same ? CASE_SAME : CASE_DIFFERENT,
                                 same ? l->pupil->id : 0, same ? l->pupil->school->id : 0, ""),
                     same ? "the authority: the same child" : "the authority: another child");
        }
}

static void put_right(struct story *s, const struct stored_row *row, const char *field, const char *value)
{
        struct row_fix fix = { row->sheet, row->row, field, value };
        done(s, fix_set(s->d.db, &s->scope, s->batch, row->upload, &fix, 1),
             *field ? field : "a row is left out");
}

/* Unreadable values as they should be; of a child in two lists the row of the wrong year is left out. */
static void school_puts_right(struct story *s)
{
        struct flow_plan p = plan_now(s);
        bool touched[FILES + 2] = { false };
        for (size_t i = 0; i < p.rows.count; i++) {
                const struct stored_row *row = &p.rows.items[i];
                const struct listed *l = truth_of(s, &p, row);
                if (is_kind(l, "upn-letter") || is_kind(l, "upn-short"))
                        put_right(s, row, "upn", l->pupil->record.value[FIELD_UPN]);
                else if (is_kind(l, "birth-unreadable") || is_kind(l, "birth-missing"))
                        put_right(s, row, "date_of_birth", l->pupil->record.value[FIELD_DOB]);
                else if (is_kind(l, "repeat") && l->slot != l->pupil->slot + 1)
                        put_right(s, row, "", "is in another class");
                else
                        continue;
                touched[row->upload % (FILES + 2)] = true;
        }
        for (size_t i = 0; i < p.uploads.count; i++) {
                struct batch b = batch_now(s);
                if (touched[p.uploads.items[i].id % (FILES + 2)])
                        done(s,
                             flow_reread(&s->flow, &b, p.uploads.items[i].id, p.uploads.items[i].file_name),
                             "read again");
        }
        struct batch b = batch_now(s);
        done(s, flow_match(&s->flow, &b), "matched again");
}

static void acknowledge(struct story *s)
{
        struct flow_plan p = plan_now(s);
        struct leaver *all = arena_array(s->d.arena, p.plan.leaver_count + 1, sizeof *all);
        long final = 0;
        for (size_t i = 0; i < p.plan.leaver_count; i++) {
                all[i] =
                    (struct leaver){ p.plan.leavers[i].pupil->id, "a", "Westmarsh School", "2026-07-20" };
                final += p.plan.leavers[i].final_year;
        }
        is_long(p.problems, 0, "no problem is left");
        is_long(p.waiting, 0, "nobody waits");
        is_long(p.plan.leaver_count, FINAL_YEAR + EARLY, "who leaves");
        ok(final >= FINAL_YEAR - 2 && final <= FINAL_YEAR, "%ld of them because of age", final);
        ok(!p.held, "seven is nothing to hold a migration for");
        done(s, leaver_set(s->d.db, &s->scope, s->batch, all, p.plan.leaver_count),
             "grounds and destinations");
        struct batch b = batch_now(s);
        done(s, batch_acknowledge(s->d.db, &s->scope, &b, (long)p.plan.leaver_count, p.leavers_hash),
             "acknowledged");
}

static void confirm(struct story *s)
{
        struct flow_plan p = plan_now(s);
        struct batch b = batch_now(s);
        bool changed;
        printf("# new %u, changed %u, unchanged %u, left out %u, leaving %zu; %u on roll before, %u after\n",
               p.plan.counts[PLAN_NEW], p.plan.counts[PLAN_CHANGED], p.plan.counts[PLAN_UNCHANGED],
               p.plan.counts[PLAN_LEFT_OUT], p.plan.leaver_count, p.plan.held, p.plan.after);
        is_text(flow_obstacle(&b, &p), NULL, "nothing stands in the way");
        done(s, batch_checked(s->d.db, &s->scope, &b, p.plan.hash, p.school.roll_version), "checked");
        done(s, flow_confirm(&s->flow, s->batch, p.plan.hash, &changed), "confirmed");
        is_long(flow_confirm(&s->flow, s->batch, p.plan.hash, &changed), REFUSED, "once");
}

static bool is_listed(struct story *s, unsigned long id)
{
        for (size_t i = 0; i < s->example.count; i++)
                if (s->example.items[i].pupil && s->example.items[i].pupil->id == id)
                        return true;
        return false;
}

static void roll_is_right(struct story *s)
{
        struct pupils roll = { 0, NULL };
        long kept = 0, renamed = 0, strangers = 0, years = 0, expected = 0;
        for (size_t i = 0; i < s->example.count; i++)
                expected += !is_kind(&s->example.items[i], "repeat") ||
                            s->example.items[i].slot == s->example.items[i].pupil->slot + 1;
        done(s, pupil_roll(s->d.db, s->d.arena, &s->scope, &roll), "the roll afterwards");
        for (size_t i = 0; i < roll.count; i++) {
                const struct pupil *p = &roll.items[i];
                bool old = p->id <= EXAMPLE_PUPILS;
                const struct record *before = old ? &s->demo.pupils.items[p->id - 1].record : NULL;
                kept += old;
                strangers += old && !is_listed(s, p->id);
                renamed += old && (strcmp(before->value[FIELD_FORENAME], p->record.value[FIELD_FORENAME]) ||
                                   strcmp(before->value[FIELD_SURNAME], p->record.value[FIELD_SURNAME]));
                years += old && strcmp(p->record.value[FIELD_NC_YEAR],
                                       slot_year(s->demo.pupils.items[p->id - 1].slot + 1)) == 0;
        }
        is_long((long)roll.count, expected - 1, "everybody who was listed, once");
        is_long(kept, EXAMPLE_PUPILS - FINAL_YEAR - EARLY, "all who stay");
        is_long(strangers, 0, "and nobody who left");
        is_long(years, kept, "a year up");
        is_long(renamed, 0, "by their own names");
}

int main(void)
{
        struct story s = { 0 };
        setenv("ONROLL_TODAY", "2026-09-10", 1);
        if (!begin(&s))
                return done_testing();
        upload(&s);
        compile(&s);
        outcomes(&s);
        authority_answers(&s);
        school_puts_right(&s);
        authority_answers(&s);
        acknowledge(&s);
        confirm(&s);
        roll_is_right(&s);
        is_long(rmdir(s.folder), 0, "the folder goes");
        database_close(&s.d);
        return done_testing();
}
