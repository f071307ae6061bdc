#include "flow/asked.h"

#include "flow/pupil_keys.h"
#include "model/data_set.h"
#include "store/cohort.h"

/* While the rows are gone through. */
struct asking {
        struct arena *arena;
        const struct asked *asked;
        unsigned sets;
        struct pupil_keys keys;
        struct cohort_set in_care;
        struct asked_file *out;
};

/* ---- one pupil ---- */

static bool is_asked(const struct asking *w, const struct named *who, const char *year,
                     const char *looked_after)
{
        bool several;
        const struct attendance_pupil *p = pupil_keys_find(w->arena, &w->keys, who, &several);
        const struct asked_pupil pupil = { .year = year,
                                           .looked_after = looked_after,
                                           .held_year = p ? p->nc_year : "",
                                           .held_looked_after = p ? p->looked_after : "",
                                           .in_care = p && cohort_has(&w->in_care, p->id),
                                           .left = p && !p->on_roll };
        return asked_for(w->asked, &pupil);
}

static bool row_is_asked(const struct asking *w, const struct list_row *row)
{
        const char *const *value = row->record.value;
        const struct named who = { "", value[FIELD_UPN], value[FIELD_SURNAME], value[FIELD_FORENAME],
                                   value[FIELD_DOB] };
        return is_asked(w, &who, value[FIELD_NC_YEAR], value[FIELD_LOOKED_AFTER]);
}

static bool child_is_asked(const struct asking *w, const struct attendance_child *c)
{
        const struct named who = { c->laestab, c->upn, c->surname, c->forename, c->dob };
        return is_asked(w, &who, "", "");
}

/* ---- the three kinds of rows ---- */

static void leave_rows(struct asking *w)
{
        struct asked_file *out = w->out;
        const struct list_row **kept = arena_array(w->arena, out->row_count + 1, sizeof *kept);
        size_t count = 0;
        for (size_t i = 0; i < out->row_count; i++) {
                if (!row_is_asked(w, out->rows[i]))
                        out->rows_left++;
                else if (w->asked->group != GROUP_LEAVERS)
                        kept[count++] = out->rows[i];
        }
        out->rows = kept;
        out->row_count = count;
}

static void leave_children(struct asking *w)
{
        struct attendance_list *l = &w->out->registers;
        const struct attendance_list all = *l;
        bool *stays = arena_array(w->arena, all.child_count + 1, sizeof *stays);
        struct attendance_child *children = arena_array(w->arena, all.child_count + 1, sizeof *children);
        l->child_count = 0;
        for (size_t i = 0; i < all.child_count; i++) {
                const struct attendance_child *c = &all.children[i];
                stays[i] = child_is_asked(w, c);
                w->out->rows_left += !stays[i];
                w->out->marks_left += stays[i] ? (unsigned)c->before : 0;
                if (stays[i] && (c->count || !c->before))
                        children[l->child_count++] = *c;
        }
        l->children = children;
        l->whose = NULL; /* by the indexes of before */
        l->issues = (struct issues){ 0 };
        for (size_t i = 0; i < all.issues.count; i++)
                if (all.whose[i] == ATTENDANCE_NOBODY || stays[all.whose[i]])
                        issues_add(w->arena, &l->issues, all.issues.items[i]);
}

/* An entry, or one that cannot be read. */
static bool entry_stays(struct asking *w, enum entry_kind kind, const struct named *who)
{
        bool stays = is_asked(w, who, "", "");
        w->out->rows_left += !stays && w->sets >> entry_table[kind].set & 1;
        return stays;
}

static void leave_entries(struct asking *w)
{
        struct entry_list *l = &w->out->entries;
        const struct entry_list all = *l;
        l->rows = arena_array(w->arena, all.row_count + 1, sizeof *l->rows);
        l->wrong = arena_array(w->arena, all.wrong_count + 1, sizeof *l->wrong);
        l->row_count = l->wrong_count = 0;
        for (size_t i = 0; i < all.row_count; i++)
                if (entry_stays(w, all.rows[i].entry.kind, &all.rows[i].who))
                        l->rows[l->row_count++] = all.rows[i];
        for (size_t i = 0; i < all.wrong_count; i++)
                if (entry_stays(w, all.wrong[i].kind, &all.wrong[i].who))
                        l->wrong[l->wrong_count++] = all.wrong[i];
}

/* ---- all of it ---- */

static enum outcome load(const struct flow *f, struct asking *w)
{
        struct attendance_pupils pupils;
        char day[DATE_TEXT];
        w->arena = f->arena;
        enum outcome result =
            attendance_pupils(f->db, f->arena, f->scope, (struct date){ 1900, 1, 1 }, &pupils);
        if (result == DONE && w->asked->group == GROUP_LOOKED_AFTER)
                result = cohort_in_care(f->db, f->arena, f->scope, date_to_iso(date_today_utc(), day),
                                        &w->in_care);
        if (result == DONE)
                pupil_keys_make(f->arena, &pupils, &w->keys);
        return result;
}

enum outcome flow_asked(const struct flow *f, const struct asked *asked, unsigned sets,
                        const struct sorted *s, struct asked_file *out)
{
        struct asking w = { .asked = asked, .sets = sets, .out = out };
        const struct sorted_part *part = sorted_part(s, f->scope->school);
        bool rows = part && sets >> SET_PUPILS & 1,
             marks = part && part->of[SET_ATTENDANCE] && sets >> SET_ATTENDANCE & 1;
        *out = (struct asked_file){ .entries = s->entries };
        if (rows) {
                out->row_count = part->of[SET_PUPILS];
                out->rows = part->rows;
        }
        if (marks)
                out->registers = s->registers;
        if (!asked_narrow(asked) && !date_known(asked->since))
                return DONE;
        enum outcome result = load(f, &w);
        if (result != DONE)
                return result;
        leave_rows(&w);
        leave_children(&w);
        leave_entries(&w);
        return DONE;
}
