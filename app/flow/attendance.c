#include "flow/attendance.h"

#include <stdlib.h>
#include <string.h>

#include "flow/pupil_keys.h"
#include "model/year.h"
#include "store/roll.h"
#include "store/school.h"

/* A child of the file and the pupil it is. */
struct found {
        const struct attendance_child *child;
        unsigned long pupil;
};

struct importing {
        const struct flow *flow;
        const struct attendance_list *list;
        const struct attendance_source *source;
        struct attendance_result *out;
        struct pupil_keys keys;
        struct found *found;
        size_t found_count;
};

/* ---- finding pupils ---- */

static void leave_elsewhere(struct importing *m, const struct attendance_child *c, const char *laestab)
{
        struct arena *a = m->flow->arena;
        m->out->elsewhere++;
        if (m->source->alone)
                issues_add(a, &m->out->issues,
                           (struct issue){ .severity = SEVERITY_ERROR,
                                           .cause = CAUSE_OTHER_SCHOOL,
                                           .at = c->at,
                                           .field = FIELD_COUNT,
                                           .wanted = arena_printf(a, "this school's number %s", laestab),
                                           .found = c->laestab,
                                           .used = "" });
}

static void find_all(struct importing *m, const char *laestab)
{
        for (size_t i = 0; i < m->list->child_count; i++) {
                const struct attendance_child *c = &m->list->children[i];
                bool several;
                if (c->laestab[0] && strcmp(c->laestab, laestab) != 0) {
                        leave_elsewhere(m, c, laestab);
                        continue;
                }
                m->out->children++;
                const struct named who = { c->laestab, c->upn, c->surname, c->forename, c->dob };
                const struct attendance_pupil *p = pupil_keys_find(m->flow->arena, &m->keys, &who, &several);
                if (!p) {
                        issues_add(m->flow->arena, &m->out->issues, pupil_keys_nobody(m->flow->arena, &who, several, &c->at));
                        m->out->nobody++;
                        continue;
                }
                m->out->matched++;
                if (m->source->takes && !m->source->takes(m->source->with, p->id, p->child))
                        m->out->ignored++;
                else if (c->count)
                        m->found[m->found_count++] = (struct found){ c, p->id };
        }
}

/* ---- marks ---- */

static int by_pupil(const void *a, const void *b)
{
        const struct found *x = a, *y = b;
        if (x->pupil != y->pupil)
                return x->pupil < y->pupil ? -1 : 1;
        return x->child < y->child ? -1 : x->child > y->child;
}

/* Of one pupil, whom the file may name in two ways: found[0] ... found[count - 1]. */
static struct attendance_marks marks_of(struct arena *a, const struct found *found, size_t count)
{
        long first = found->child->marks[0].session, last = first;
        for (size_t i = 0; i < count; i++) {
                const struct attendance_child *c = found[i].child;
                first = c->marks[0].session < first ? c->marks[0].session : first;
                last = c->marks[c->count - 1].session > last ? c->marks[c->count - 1].session : last;
        }
        first -= first % 2;
        mark *of = arena_alloc(a, (size_t)(last - first) + 1);
        for (size_t i = 0; i < count; i++)
                for (size_t n = 0; n < found[i].child->count; n++)
                        of[found[i].child->marks[n].session - first] = found[i].child->marks[n].mark;
        return (struct attendance_marks){ found->pupil, { first, (size_t)(last - first) + 1, of } };
}

static enum outcome merge_all(struct importing *m)
{
        struct arena *a = m->flow->arena;
        struct attendance_marks *in = arena_array(a, m->found_count + 1, sizeof *in);
        size_t count = 0;
        qsort(m->found, m->found_count, sizeof *m->found, by_pupil);
        for (size_t i = 0, same; i < m->found_count; i += same) {
                for (same = 1; i + same < m->found_count && m->found[i + same].pupil == m->found[i].pupil;)
                        same++;
                in[count++] = marks_of(a, &m->found[i], same);
        }
        return attendance_merge(m->flow->db, m->flow->scope, m->source->batch, in, count, &m->out->changed);
}

/* ---- all of it ---- */

static struct date first_day(const struct attendance_list *list)
{
        long first = 0;
        bool any = false;
        for (size_t i = 0; i < list->child_count; i++)
                if (list->children[i].count && (!any || list->children[i].marks[0].session < first)) {
                        first = list->children[i].marks[0].session;
                        any = true;
                }
        int academic = year_academic(any ? session_date(first) : date_today());
        return (struct date){ (short)academic, 9, 1 };
}

static void begin(struct importing *m)
{
        const struct attendance_list *l = m->list;
        *m->out = (struct attendance_result){
                .sheets = l->sheet_count, .rows = l->row_count, .note_count = l->note_count, .notes = l->notes
        };
        for (size_t i = 0; i < l->issues.count; i++)
                issues_add(m->flow->arena, &m->out->issues, l->issues.items[i]);
        m->found = arena_array(m->flow->arena, l->child_count + 1, sizeof *m->found);
        m->found_count = 0;
}

static enum outcome work(struct db *db, void *context)
{
        struct importing *m = context;
        struct school school;
        struct attendance_pupils pupils;
        const struct flow *f = m->flow;
        begin(m);
        enum outcome result = roll_lock(db, f->scope);
        if (result == DONE)
                result = school_by_id(db, f->arena, f->scope->school, &school);
        if (result == DONE)
                result = attendance_pupils(db, f->arena, f->scope, first_day(m->list), &pupils);
        if (result != DONE)
                return result;
        pupil_keys_make(f->arena, &pupils, &m->keys);
        find_all(m, school.laestab);
        return merge_all(m);
}

enum outcome attendance_import_list(const struct flow *f, const struct attendance_list *list,
                                    const struct attendance_source *source, struct attendance_result *out)
{
        struct importing m = { .flow = f, .list = list, .source = source, .out = out };
        if (list->child_count)
                return db_transaction(f->db, work, &m);
        begin(&m);
        return DONE;
}

enum outcome attendance_import(const struct flow *f, const struct book *book,
                               const struct attendance_source *source, struct attendance_result *out)
{
        struct attendance_list list;
        const struct attendance_context c = { source->file, date_today(), NO_DATE };
        attendance_list_read(f->arena, book, &c, &list);
        return attendance_import_list(f, &list, source, out);
}
