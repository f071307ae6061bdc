/* Possible matches: who goes to the authority, what it says, and that it is asked once. */
#include "flow/decide.h"
#include "moving.h"
#include "store/batch.h"
#include "store/outbox.h"
#include "store/pupil_deed.h"
#include "store/upload.h"

static struct moving m;
static unsigned long gone; /* a pupil who has left, and is listed again */
static struct record *rows;
static size_t count;

SQL(make_check, "UPDATE list_row SET outcome = 'C' WHERE batch_id = ? AND id = ?");
SQL(make_case, "INSERT INTO match_case (school_id, batch_id, fingerprint, row_id, pupil_id, pupil_school_id, "
               "weight, why, reasons, "
               "answer, created_at) SELECT school_id, batch_id, REPEAT('x', 16), id, pupil_id, "
               "pupil_school_id, 0, 0, '', 'D', "
               "UTC_TIMESTAMP() FROM list_row WHERE id = ?");

/* A school of twelve, one of whom leaves and is listed all the same. */
static void begin(const char *laestab)
{
        moving_school(&m, laestab, "Anna", 12);
        rows = moving_list(&m, &count);
        struct pupils roll = moving_roll(&m);
        for (size_t i = 0; i < roll.count; i++)
                if (strcmp(roll.items[i].record.value[FIELD_UPN], rows[0].value[FIELD_UPN]) == 0)
                        gone = roll.items[i].id;
        struct pupil_leaving l = { { gone, 0 }, "2026-07-20", "a", "Elm", 0 };
        moving_done(&m, pupil_leave(m.d.db, m.a, &m.scope, &l), "one has left");
        rows[0].value[FIELD_UPN] = "";
        moving_begin(&m, true);
        moving_receive(&m, "All.csv", moving_csv(&m, rows, count));
        moving_tick(&m);
}

static struct match_case only_case(void)
{
        struct flow_plan p = moving_plan(&m);
        if (ok(p.cases.count == 1, "one possible match"))
                return p.cases.items[0];
        return (struct match_case){ .question = "", .school_note = "" };
}

static const struct plan_row *row_of(const struct flow_plan *p, unsigned long row)
{
        for (size_t i = 0; i < p->child_count; i++)
                if (p->children[i].parts[0]->id == row)
                        return &p->plan.rows[i];
        return NULL;
}

static size_t mails(const char *words)
{
        struct mail mail;
        size_t n = 0;
        while (outbox_take(m.d.db, m.a, &mail) == DONE)
                n += strstr(mail.body, words) != NULL;
        return n;
}

static void read_again(void)
{
        struct flow_plan p = moving_plan(&m);
        struct batch b = moving_batch(&m);
        const struct upload *u = &p.uploads.items[0];
        moving_done(&m, flow_reread(&m.flow, &b, u->id, u->file_name), "read again");
        is_long((long)moving_plan(&m).plan.counts[PLAN_WAITS], (long)count,
                "rows that were read again wait for matching");
        moving_again(&m);
}

static void asked_and_kept(void)
{
        struct match_case c = only_case();
        is_long((long)c.pupil, (long)gone, "the pupil who left");
        is_long(moving_plan(&m).waiting, 1, "waits");
        (void)mails("");
        moving_done(&m, flow_answer_case(&m.flow, &c, CASE_ASKED, false, "Is this the boy from Elm?"),
                    "the school is asked");
        is_long((long)mails("Is this the boy"), 1, "by mail");
        is_long(flow_answer_case(&m.flow, &c, CASE_SAME, false, ""), REFUSED,
                "an answer to what was shown before is refused");
        c = only_case();
        ok(c.answer == CASE_ASKED, "it waits for the school");
        moving_done(&m, case_note(m.d.db, &m.scope, &c, "He is a new boy"), "which answers");
        read_again();
        c = only_case();
        is_text(c.question, "Is this the boy from Elm?", "the question is kept");
        is_text(c.school_note, "He is a new boy", "and the answer");
        ok(c.answer == CASE_WAITING, "it waits for the authority");
}

static void decided_once(void)
{
        struct match_case c = only_case();
        moving_done(&m, flow_answer_case(&m.flow, &c, CASE_DIFFERENT, false, ""), "a different child");
        struct flow_plan p = moving_plan(&m);
        const struct plan_row *row = row_of(&p, c.row);
        ok(row && row->kind == PLAN_NEW && p.waiting == 0, "is new, and nobody waits");
        read_again();
        is_long(moving_plan(&m).waiting, 0, "after reading again nobody is asked again");
        struct batch b = moving_batch(&m);
        moving_done(&m, batch_drop(m.d.db, &m.scope, &b), "dropped");
        moving_begin(&m, true);
        moving_receive(&m, "All.csv", moving_csv(&m, rows, count));
        moving_tick(&m);
        is_long(moving_plan(&m).waiting, 0, "nor in the next batch");
}

static void same_child(void)
{
        begin("9992022");
        struct match_case c = only_case();
        moving_done(&m, flow_answer_case(&m.flow, &c, CASE_SAME, false, ""), "the same child");
        read_again();
        struct flow_plan p = moving_plan(&m);
        is_long(p.waiting, 0, "is not asked again");
        for (size_t i = 0; i < p.child_count; i++)
                if (p.children[i].link)
                        ok(p.children[i].link == gone && p.plan.rows[i].kind == PLAN_NEW,
                           "comes back as that child");
}

/* A row that is left out claims nobody, and its pupil has not left. */
static void left_out(void)
{
        begin("9992023");
        moving_answer(&m);
        struct batch b = moving_batch(&m);
        moving_done(&m, batch_tick(m.d.db, &m.scope, &b, false), "unticked");
        struct record twice = rows[4];
        twice.value[FIELD_UPN] = "";
        twice.value[FIELD_DOB] = "2019-02-11";
        moving_receive(&m, "Again.csv", moving_csv(&m, &twice, 1));
        moving_tick(&m);
        struct flow_plan p = moving_plan(&m);
        ok(p.cases.count >= 1, "two rows of one child go to the authority");
        size_t listed = p.plan.leaver_count;
        for (size_t i = 0; i < p.rows.count; i++)
                if (strcmp(p.rows.items[i].file_name, "Again.csv") == 0)
                        moving_fix(&m, &p.rows.items[i], "", "is in the other list");
        moving_again(&m);
        p = moving_plan(&m);
        is_long(p.waiting, 0, "one of them is left out, and nobody waits");
        is_long(p.plan.counts[PLAN_LEFT_OUT], 1, "one is left out");
        is_long((long)p.plan.leaver_count, (long)listed, "nobody leaves because of it");
        for (size_t i = 0; i < p.rows.count; i++)
                if (*p.rows.items[i].left_out)
                        moving_fix(&m, &p.rows.items[i], "", "");
        moving_again(&m);
        ok(moving_plan(&m).waiting >= 1, "taken in again, it waits");
}

static void in_doubt(void)
{
        begin("9992024");
        moving_answer(&m);
        struct flow_plan p = moving_plan(&m);
        unsigned long sure = 0;
        for (size_t i = 0; i < p.child_count && !sure; i++)
                if (p.plan.rows[i].kind == PLAN_CHANGED)
                        sure = p.children[i].parts[0]->id;
        is_long(
            db_run(m.d.db, &make_check, ARGS(arg_number((long long)m.batch), arg_number((long long)sure))),
            DONE, "a doubt");
        p = moving_plan(&m);
        ok(row_of(&p, sure)->kind == PLAN_WAITS, "without a case still waits");
        is_long(db_run(m.d.db, &make_case, ARGS(arg_number((long long)sure))), DONE, "a case: different");
        p = moving_plan(&m);
        ok(row_of(&p, sure)->kind != PLAN_CHANGED && row_of(&p, sure)->kind != PLAN_UNCHANGED,
           "nobody is changed who was said to be another child");
}

/* Matching that began before somebody's change must not undo it. */
static void no_lost_update(void)
{
        begin("9992025");
        struct batch before = moving_batch(&m);
        struct match_case c = only_case();
        moving_done(&m, flow_answer_case(&m.flow, &c, CASE_DIFFERENT, false, ""),
                    "the authority answers meanwhile");
        is_long(list_set_matches(m.d.db, &m.scope, &before, 1, NULL, 0, NULL, 0), REFUSED,
                "what rests on an older state is refused");
        is_long(moving_plan(&m).waiting, 0, "the answer stands");
        moving_done(&m, flow_match(&m.flow, &before), "matching reads again what is old");
        is_long(moving_plan(&m).waiting, 0, "and the answer still stands");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        begin("9992021");
        asked_and_kept();
        decided_once();
        same_child();
        left_out();
        in_doubt();
        no_lost_update();
        moving_close(&m);
        return done_testing();
}
