/* Confirming: exactly the plan, all of it, once; and what is shown when the roll changed after it was
 * checked. */
#include "base/buf.h"
#include "moving.h"
#include "store/batch.h"
#include "store/outbox.h"
#include "store/pupil.h"
#include "store/pupil_deed.h"
#include "store/pupil_history.h"
#include "store/school.h"

static struct moving m;

SQL(roll_count, "SELECT COUNT(*) FROM pupil WHERE school_id = ? AND state = 'R'");
SQL(kept_count, "SELECT COUNT(*) FROM pupil WHERE school_id = ?");
SQL(change_count, "SELECT COUNT(*) FROM pupil_change WHERE batch_id = ?");
SQL(set_agreed, "UPDATE school SET agreed_pupils = 5 WHERE id = ?");
SQL(count_above, "SELECT COUNT(*) FROM audit WHERE verb = 'roll-above-agreed' AND school_id = ?");

static struct arg school_arg(void)
{
        return arg_number((long long)m.scope.school);
}

static long held_count(void)
{
        return moving_number(&m, &kept_count, ARGS(school_arg()));
}

static struct school school_now(void)
{
        struct school s = { 0 };
        if (school_by_id(m.d.db, m.a, m.scope.school, &s) != DONE)
                ok(0, "the school");
        return s;
}

static void counter_is_count(void)
{
        is_long((long)school_now().on_roll, moving_number(&m, &roll_count, ARGS(school_arg())),
                "the school's counter is the number on its roll");
}

/* Everything up to the last click. */
static const char *ready(const struct record *rows, size_t count)
{
        moving_begin(&m, true);
        moving_receive(&m, "All years.csv", moving_csv(&m, rows, count));
        moving_tick(&m);
        if (moving_answer(&m))
                moving_again(&m);
        moving_acknowledge(&m);
        return moving_check(&m);
}

static const struct pupil *on_roll(const struct pupils *roll, unsigned long id)
{
        for (size_t i = 0; i < roll->count; i++)
                if (roll->items[i].id == id)
                        return &roll->items[i];
        return NULL;
}

/* ---- between check and confirm ---- */

static void shown_again(const char *hash, unsigned long pupil)
{
        bool changed = false;
        const char *before = moving_state(m.d.db, m.a);
        is_long(moving_confirm(&m, hash, &changed), REFUSED, "what was checked is no longer so");
        ok(changed && m.why.words && strstr(m.why.words, "Nothing was applied"), "which is said");
        is_text(moving_state(m.d.db, m.a), before, "and nothing was written");
        struct batch b = moving_batch(&m);
        struct flow_plan p = moving_plan(&m);
        struct pupils out = { 0, NULL };
        moving_done(&m, flow_changed(&m.flow, &b, &p, &out), "who changed");
        ok(out.count == 1 && out.items[0].id == pupil, "that pupil and nobody else");
}

static void edited_in_between(void)
{
        size_t count;
        bool changed;
        moving_school(&m, "9992011", "Anna", 30);
        struct record *rows = moving_list(&m, &count);
        const char *hash = ready(rows, count);
        struct pupils roll = moving_roll(&m);
        struct pupil one = roll.items[7];
        one.record.value[FIELD_TOWN] = "Little Whittling";
        moving_done(&m, pupil_edit(m.d.db, m.a, &m.scope, &one), "somebody edits a pupil");
        shown_again(hash, one.id);
        moving_acknowledge(&m);
        hash = moving_check(&m);
        moving_done(&m, moving_confirm(&m, hash, &changed), "checked again, it is confirmed");
        roll = moving_roll(&m);
        const struct pupil *now = on_roll(&roll, one.id);
        ok(!now || strcmp(now->record.value[FIELD_TOWN], "Little Whittling") == 0, "and the edit is kept");
        counter_is_count();
}

static void never_checked(void)
{
        size_t count;
        bool changed;
        moving_school(&m, "9992012", "Anna", 12);
        struct record *rows = moving_list(&m, &count);
        moving_begin(&m, true);
        moving_receive(&m, "All.csv", moving_csv(&m, rows, count));
        is_long(moving_confirm(&m, moving_plan(&m).plan.hash, &changed), REFUSED,
                "not before the box is ticked");
        moving_tick(&m);
        if (moving_plan(&m).plan.leaver_count)
                is_long(moving_confirm(&m, moving_plan(&m).plan.hash, &changed), REFUSED,
                        "nor before who leaves is acknowledged");
        moving_acknowledge(&m);
        is_long(moving_confirm(&m, moving_plan(&m).plan.hash, &changed), REFUSED,
                "nor before it was checked");
        const char *hash = moving_check(&m);
        is_long(moving_confirm(&m, "0123456789abcdef0123456789abcdef", &changed), REFUSED,
                "nor something else than was checked");
        moving_done(&m, moving_confirm(&m, hash, &changed), "but then");
        is_long(moving_confirm(&m, hash, &changed), REFUSED, "and once");
        ok(strstr(m.why.words, "Anna") && strstr(m.why.words, moving_batch(&m).applied.reference), "%s",
           m.why.words);
}

/* The batch changes after its plan was made, at the worst moment: while pupils are written. */
static void changed_while_writing(void)
{
        size_t count;
        bool changed;
        moving_school(&m, "9992018", "Anna", 12);
        struct record *rows = moving_list(&m, &count);
        const char *hash = ready(rows, count), *before = moving_state(m.d.db, m.a);
        is_long(db_script(m.d.db, "CREATE TRIGGER meanwhile BEFORE UPDATE ON school FOR EACH ROW UPDATE "
                                  "batch SET ver = ver + 1 "
                                  "WHERE school_id = NEW.id;\n"),
                DONE, "somebody changes the batch while it is applied");
        is_long(moving_confirm(&m, hash, &changed), REFUSED, "it is refused");
        ok(changed && m.why.words && strstr(m.why.words, "Nothing was applied"), "with words");
        is_text(moving_state(m.d.db, m.a), before, "and nothing of it was written");
        is_long(db_script(m.d.db, "DROP TRIGGER meanwhile;\n"), DONE, "afterwards");
        moving_done(&m, moving_confirm(&m, hash, &changed), "it is confirmed");
}

/* ---- where values come from ---- */

static const struct pupil_event *source(const struct pupil_events *events, enum field field)
{
        return pupil_value_source(events, field);
}

static bool from(const struct pupil_event *e, const char *file, unsigned row)
{
        return e && e->batch == m.batch && strcmp(e->file, file) == 0 && e->row == row;
}

/* Row i of the list is row i + 2 of the file, for people. */
static void named_source(const struct record *listed, const struct pupil *now, unsigned row, long *wrong)
{
        struct pupil_events events = { 0, NULL };
        if (pupil_history(m.d.db, m.a, &m.scope, now->id, &events) != DONE)
                ok(0, "history");
        *wrong += strcmp(now->record.value[FIELD_CLASS], listed->value[FIELD_CLASS]) != 0;
        *wrong += !from(source(&events, FIELD_CLASS), "All years.csv", row);
        *wrong += !from(source(&events, FIELD_NC_YEAR), "All years.csv", row);
}

static const struct pupil *with_upn(const struct pupils *roll, const char *upn)
{
        for (size_t i = 0; i < roll->count; i++)
                if (*upn && strcmp(roll->items[i].record.value[FIELD_UPN], upn) == 0)
                        return &roll->items[i];
        return NULL;
}

static void provenance(void)
{
        size_t count;
        bool changed;
        long wrong = 0;
        struct mail mail;
        long mails = 0;
        moving_school(&m, "9992013", "Anna", 25);
        struct person la = moving_person(&m, 0, ROLE_LA_OFFICER, "Olive");
        ok(la.id != 0 && db_run(m.d.db, &set_agreed, ARGS(school_arg())) == DONE, "five pupils are agreed");
        struct record *rows = moving_list(&m, &count);
        rows[count] = moving_child(&m);
        rows[count++].value[FIELD_NC_YEAR] = "R";
        const char *hash = ready(rows, count);
        struct flow_plan p = moving_plan(&m);
        while (outbox_take(m.d.db, m.a, &mail) == DONE)
                continue;
        moving_done(&m, moving_confirm(&m, hash, &changed), "confirmed");
        struct pupils roll = moving_roll(&m);
        for (size_t i = 0; i < count; i++) {
                const struct pupil *now = with_upn(&roll, rows[i].value[FIELD_UPN]);
                if (now)
                        named_source(&rows[i], now, (unsigned)i + 2, &wrong);
                wrong += !now;
        }
        is_long(wrong, 0, "every value names its file and row");
        ok(moving_number(&m, &change_count, ARGS(arg_number((long long)m.batch))) > (long)(2 * count - 2),
           "in the history of everybody");
        is_long(moving_number(&m, &count_above, ARGS(school_arg())), 1,
                "going over what was agreed is in the log");
        while (outbox_take(m.d.db, m.a, &mail) == DONE)
                mails += strstr(mail.body, moving_batch(&m).applied.reference) && strstr(mail.body, "agreed");
        is_long(mails, 2, "the school and the authority have the receipt");
        struct batch b = moving_batch(&m);
        ok(b.applied.roll_before == p.plan.held && b.applied.roll_after == roll.count &&
               b.applied.new == p.plan.counts[PLAN_NEW] && b.applied.changed == p.plan.counts[PLAN_CHANGED] &&
               b.applied.leaving == p.plan.leaver_count,
           "with the numbers of the plan");
}

/* ---- names, and bulk uploads ---- */

static void names_stay(void)
{
        size_t count;
        bool changed;
        moving_school(&m, "9992014", "Anna", 20);
        struct pupils before = moving_roll(&m);
        struct record *rows = moving_list(&m, &count);
        for (size_t i = 0; i < count; i += 4)
                rows[i].value[FIELD_FORENAME] = "Bartholomew";
        const char *hash = ready(rows, count);
        moving_done(&m, moving_confirm(&m, hash, &changed), "other forenames in the lists");
        struct pupils roll = moving_roll(&m);
        long renamed = 0, kept = 0;
        for (size_t i = 0; i < roll.count; i++) {
                const struct pupil *was = on_roll(&before, roll.items[i].id);
                kept += was != NULL;
                renamed += was && strcmp(was->record.value[FIELD_FORENAME],
                                         roll.items[i].record.value[FIELD_FORENAME]) != 0;
        }
        is_long(kept, (long)count, "everybody was found by the UPN");
        is_long(renamed, 0, "and has the name that was held");
}

static void bulk_never_removes(void)
{
        size_t count;
        bool changed;
        moving_school(&m, "9992015", "Anna", 20);
        struct record *rows = moving_list(&m, &count);
        rows[3] = moving_child(&m);
        moving_begin(&m, false);
        moving_receive(&m, "Four.csv", moving_csv(&m, rows, 4));
        moving_tick(&m);
        if (moving_answer(&m))
                moving_again(&m);
        struct flow_plan p = moving_plan(&m);
        ok(p.plan.leaver_count == 0 && !p.held, "a bulk upload of four: nobody leaves, nothing to hold");
        const char *hash = moving_check(&m);
        moving_done(&m, moving_confirm(&m, hash, &changed), "confirmed");
        is_long((long)moving_roll(&m).count, 21, "twenty and the new one are on the roll");
        ok(strncmp(moving_batch(&m).applied.reference, "B-26-", 5) == 0, "its reference begins with B");
        counter_is_count();
}

/* A child of the list whom somebody adds by hand after the rows were matched. */
static unsigned long by_hand(const struct record *r)
{
        unsigned long id;
        moving_done(&m, pupil_add(m.d.db, m.a, &m.scope, r, &id), "added by hand");
        return id;
}

static void once(size_t before, unsigned long id)
{
        bool changed;
        moving_done(&m, moving_confirm(&m, moving_check(&m), &changed), "confirmed");
        struct pupils roll = moving_roll(&m);
        is_long((long)roll.count, (long)before, "is on the roll once");
        ok(on_roll(&roll, id) != NULL, "as the pupil who was added");
}

static void added_meanwhile(void)
{
        size_t count;
        bool changed;
        moving_school(&m, "9992017", "Anna", 20);
        struct record *rows = moving_list(&m, &count), more = moving_child(&m);
        more.value[FIELD_UPN] = "";
        rows[count++] = more;
        moving_begin(&m, true);
        moving_receive(&m, "All.csv", moving_csv(&m, rows, count));
        moving_tick(&m);
        is_long(moving_plan(&m).plan.counts[PLAN_NEW], 1, "one is new");
        unsigned long id = by_hand(&more);
        moving_acknowledge(&m);
        is_long(flow_check(&m.flow, m.batch, moving_plan(&m).plan.hash, &changed), REFUSED,
                "the rows are matched again");
        is_long(moving_plan(&m).plan.counts[PLAN_NEW], 0, "nobody is new any more");
        moving_acknowledge(&m);
        once(count, id);
        more = moving_child(&m);
        more.value[FIELD_UPN] = "";
        moving_begin(&m, false);
        moving_receive(&m, "One.csv", moving_csv(&m, &more, 1));
        moving_tick(&m);
        const char *hash = moving_check(&m);
        id = by_hand(&more);
        is_long(moving_confirm(&m, hash, &changed), REFUSED, "in a bulk upload that was checked too");
        ok(changed, "it is shown again");
        is_long(flow_check(&m.flow, m.batch, hash, &changed), REFUSED, "as another plan");
        ok(changed, "which is said");
        once(count + 1, id);
}

/* The same lists once more: nothing is left to do. */
static void twice(void)
{
        size_t count;
        bool changed;
        moving_school(&m, "9992016", "Anna", 24);
        struct record *rows = moving_list(&m, &count);
        rows[count++] = moving_child(&m);
        rows[count - 1].value[FIELD_NC_YEAR] = "R";
        const char *hash = ready(rows, count);
        moving_done(&m, moving_confirm(&m, hash, &changed), "the first time");
        long held = held_count();
        struct school s = school_now();
        hash = ready(rows, count);
        struct flow_plan p = moving_plan(&m);
        ok(p.plan.counts[PLAN_UNCHANGED] == count && p.plan.leaver_count == 0,
           "the second time everybody is unchanged");
        moving_done(&m, moving_confirm(&m, hash, &changed), "confirmed");
        is_long(moving_number(&m, &change_count, ARGS(arg_number((long long)m.batch))), 0,
                "no value changed");
        is_long(held_count(), held, "nobody was added");
        ok(school_now().roll_version == s.roll_version, "the roll's version stands");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        edited_in_between();
        never_checked();
        changed_while_writing();
        provenance();
        names_stay();
        bulk_never_removes();
        twice();
        added_meanwhile();
        moving_close(&m);
        return done_testing();
}
