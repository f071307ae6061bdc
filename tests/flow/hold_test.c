/* What stops a batch until the authority releases it, and the acknowledgement of who leaves. */
#include "flow/decide.h"
#include "moving.h"
#include "store/batch.h"
#include "store/outbox.h"
#include "store/upload.h"
#include "store/window.h"

static struct moving m;
static struct record *rows; /* those who should stay, in their new year */
static size_t count;

static void untick(void)
{
        struct batch b = moving_batch(&m);
        moving_done(&m, batch_tick(m.d.db, &m.scope, &b, false), "unticked");
}

static void take_all_away(void)
{
        struct flow_plan p = moving_plan(&m);
        for (size_t i = 0; i < p.uploads.count; i++)
                moving_done(&m, upload_remove(m.d.db, &m.scope, m.batch, p.uploads.items[i].id),
                            "taken away");
}

/* All but so many of those who should stay are listed. */
static struct flow_plan without(size_t missing)
{
        if (moving_batch(&m).state == BATCH_LISTED)
                untick();
        take_all_away();
        moving_receive(&m, "All.csv", moving_csv(&m, rows + missing, count - missing));
        moving_tick(&m);
        if (moving_answer(&m))
                moving_again(&m);
        struct flow_plan p = moving_plan(&m);
        is_long(p.plan.removals, (long)missing, "removed before their time");
        return p;
}

static void answer(enum batch_hold how)
{
        struct batch b = moving_batch(&m);
        moving_done(&m, flow_answer_hold(&m.flow, &b, how, "We have spoken"),
                    how == HOLD_RELEASED ? "released" : "rejected");
}

static bool held(const struct flow_plan *p)
{
        struct batch b = moving_batch(&m);
        return p->held && b.hold.state == HOLD_HELD && flow_obstacle(&b, p) != NULL;
}

static size_t mails(const char *words)
{
        struct mail mail;
        size_t n = 0;
        while (outbox_take(m.d.db, m.a, &mail) == DONE)
                n += strstr(mail.body, words) != NULL;
        return n;
}

/* Ten in a hundred, and five in any case, may leave without a word. */
static void removals(void)
{
        size_t limit = moving_roll(&m).count / 10;
        struct flow_plan p = without(limit);
        ok(!p.held && moving_batch(&m).hold.state == HOLD_NONE, "a tenth of the roll is nothing to hold");
        (void)mails("");
        p = without(limit + 1);
        ok(held(&p), "one more is");
        is_long((long)mails("would be removed"), 1, "the authority is told");
        moving_again(&m);
        is_long((long)mails("would be removed"), 0, "once");
        answer(HOLD_RELEASED);
        p = moving_plan(&m);
        ok(!p.held && moving_batch(&m).hold.state == HOLD_RELEASED, "released");
        moving_again(&m);
        p = moving_plan(&m);
        ok(!p.held, "and still is after matching again");
        p = without(limit + 2);
        ok(held(&p), "the release does not cover one more");
        answer(HOLD_RELEASED);
        p = without(limit + 1);
        ok(!p.held, "but one less");
        p = without(0);
        ok(!p.held, "and nobody");
}

static void rejected(void)
{
        size_t limit = moving_roll(&m).count / 10;
        moving_school(&m, "9992032", "Anna", 60);
        rows = moving_list(&m, &count);
        moving_begin(&m, true);
        struct flow_plan p = without(limit + 3);
        ok(held(&p), "held");
        struct batch b = moving_batch(&m);
        answer(HOLD_REJECTED);
        is_long(flow_answer_hold(&m.flow, &b, HOLD_RELEASED, "Late"), REFUSED, "answered once");
        p = moving_plan(&m);
        b = moving_batch(&m);
        ok(p.held && flow_obstacle(&b, &p), "what was rejected cannot be confirmed");
        moving_again(&m);
        ok(moving_batch(&m).hold.state == HOLD_REJECTED, "and is not asked again while it is the same");
        p = without(limit + 2);
        ok(held(&p), "but when it is another number");
        answer(HOLD_REJECTED);
        p = without(0);
        ok(!p.held && moving_batch(&m).hold.state == HOLD_NONE, "when its reason is gone it ends");
}

/* After the files were matched somebody adds pupils by hand, whom no file lists: too many would leave now. Going on asks the
 * authority, which nobody had done. */
static void too_many_later(void)
{
        bool changed;
        struct batch b;
        moving_school(&m, "9992039", "Anna", 60);
        rows = moving_list(&m, &count);
        moving_begin(&m, true);
        struct flow_plan p = without(5);
        ok(!p.held && !p.unasked, "as many as may leave");
        (void)mails("");
        for (int i = 0; i < 2; i++) {
                struct record r = moving_child(&m);
                unsigned long id;
                moving_done(&m, pupil_add(m.d.db, m.a, &m.scope, &r, &id), "added by hand");
        }
        p = moving_plan(&m), b = moving_batch(&m);
        ok(p.unasked && !p.held, "two more, and nobody was asked");
        ok(!strstr(flow_obstacle(&b, &p), "release"), "the school is not told to wait for a release");
        is_long(flow_check(&m.flow, m.batch, p.plan.hash, &changed), REFUSED, "but no further");
        ok(strstr(m.why.words, "release") != NULL, "since it has to be released");
        p = moving_plan(&m);
        ok(held(&p), "it is on hold now");
        is_long((long)mails("would be removed"), 1, "and the authority is told");
        answer(HOLD_RELEASED);
        p = moving_plan(&m);
        ok(!p.held && !p.unasked, "and may release it");
}

static void theirs_here(const struct record *theirs, size_t n, const char *what)
{
        untick();
        take_all_away();
        moving_receive(&m, "Theirs.csv", moving_csv(&m, theirs, n));
        moving_tick(&m);
        struct flow_plan p = moving_plan(&m);
        ok(held(&p) && (p.plan.holds & HOLD_OTHER_SCHOOL), "%s", what);
}

/* A list that forgets every third pupil of the years below the last; rejected, and then the same once more.
 */
static void rejected_then_again(void)
{
        size_t kept = 0;
        moving_school(&m, "9992034", "Anna", 60);
        rows = moving_list(&m, &count);
        for (size_t i = 0; i < count; i++)
                if (i % 3)
                        rows[kept++] = rows[i];
        moving_begin(&m, true);
        moving_receive(&m, "thin.csv", moving_csv(&m, rows, kept));
        moving_tick(&m);
        is_long(moving_batch(&m).hold.state, HOLD_HELD, "too many would be removed: held");
        answer(HOLD_REJECTED);
        untick();
        moving_tick(&m);
        is_long(moving_batch(&m).hold.state, HOLD_HELD, "the same files again: the authority is asked again");
        answer(HOLD_RELEASED);
        ok(!moving_plan(&m).held, "and nothing holds the plan");
}

static void other_file(void)
{
        size_t n;
        struct scope ours = m.scope;
        unsigned long batch = m.batch;
        moving_school(&m, "9992033", "Eve", 40);
        struct record *theirs = moving_list(&m, &n);
        moving_act(&m, ours);
        m.batch = batch;
        theirs_here(theirs, n, "a file of another school is held as that");
        for (size_t i = 0; i < n; i++)
                theirs[i].value[FIELD_UPN] = "";
        theirs_here(theirs, n, "also without UPNs, when all are possible matches");
}

static void header_only(void)
{
        untick();
        take_all_away();
        moving_receive(&m, "All.csv", moving_csv(&m, rows, count));
        unsigned long empty = moving_receive(&m, "Year 2.csv", moving_csv(&m, NULL, 0));
        moving_tick(&m);
        struct flow_plan p = moving_plan(&m);
        ok(held(&p) && p.plan.holds == HOLD_HEADER_ONLY, "headings and no pupil");
        untick();
        moving_done(&m, upload_remove(m.d.db, &m.scope, m.batch, empty), "without that file");
        moving_tick(&m);
        p = moving_plan(&m);
        ok(!p.held && moving_batch(&m).hold.state == HOLD_NONE, "nothing is held");
}

static void acknowledgement(void)
{
        struct flow_plan p = without(3);
        struct batch b = moving_batch(&m);
        ok(!p.acknowledged && strstr(flow_obstacle(&b, &p), "Acknowledge"),
           "nothing goes on without acknowledging");
        moving_acknowledge(&m);
        p = moving_plan(&m);
        ok(p.acknowledged && p.without_ground == 0, "acknowledged, each with a ground");
        moving_again(&m);
        ok(moving_plan(&m).acknowledged, "matching again changes nothing of that");
        const struct pupil *back = p.plan.leavers[0].pupil;
        moving_done(&m, list_add_row(m.d.db, &m.scope, m.batch, back->id, &back->record),
                    "one has not left after all");
        moving_again(&m);
        p = moving_plan(&m);
        b = moving_batch(&m);
        ok(!p.acknowledged && flow_obstacle(&b, &p), "the acknowledgement falls away");
        for (size_t i = 0; i < p.plan.leaver_count; i++)
                ok(p.plan.leavers[i].pupil->id != back->id, "who was added does not leave");
        is_long(batch_acknowledge(m.d.db, &m.scope, &b, (long)p.plan.leaver_count + 1, p.leavers_hash), DONE,
                "another number");
        ok(!moving_plan(&m).acknowledged, "acknowledges nobody");
        is_long(batch_acknowledge(m.d.db, &m.scope, &b, 1, "x"), REFUSED, "nor does what was seen before");
        moving_acknowledge(&m);
        ok(moving_plan(&m).acknowledged, "acknowledged again");
}

/* The window's last day, ten days ago; set later again, it goes on. */
static void window_over(void)
{
        struct window w = { 0, ACADEMIC, "2026-07-01", "2026-08-31", 0 };
        without(0);
        moving_acknowledge(&m);
        ok(!moving_plan(&m).closed, "no window was set: nothing is over");
        moving_done(&m, window_set(m.d.db, 0, &w), "a window that is over");
        struct batch b = moving_batch(&m);
        struct flow_plan p = moving_plan(&m);
        const char *words = flow_obstacle(&b, &p);
        ok(words && strstr(words, "window is over"), "nothing can be confirmed any more");
        w.closes_on = "2026-09-10";
        w.version = 1;
        moving_done(&m, window_set(m.d.db, 0, &w), "prolonged to today");
        p = moving_plan(&m);
        ok(!p.closed, "it goes on");
        words = flow_obstacle(&b, &p);
        ok(!words, "and nothing else is in the way: %s", words ? words : "");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        moving_school(&m, "9992031", "Anna", 60);
        moving_person(&m, 0, ROLE_LA_OFFICER, "Olive");
        rows = moving_list(&m, &count);
        moving_begin(&m, true);
        removals();
        rejected_then_again();
        rejected();
        other_file();
        header_only();
        acknowledgement();
        window_over();
        too_many_later();
        moving_close(&m);
        return done_testing();
}
