/* Holds over a migration's life: what is rejected and comes again is held again. */
#include "moving.h"
#include "store/batch.h"

static struct moving m;

/* A list that forgets every third pupil of the years below the last. */
static const char *thin_list(void)
{
        size_t count, kept = 0;
        struct record *rows = moving_list(&m, &count);
        for (size_t i = 0; i < count; i++)
                if (i % 3)
                        rows[kept++] = rows[i];
        return moving_csv(&m, rows, kept);
}

static enum batch_hold answer(enum batch_hold answer)
{
        struct batch b = moving_batch(&m);
        moving_done(&m, batch_answer_hold(m.d.db, &m.scope, &b, answer, "Ring us first."), "the authority answers");
        return moving_batch(&m).hold.state;
}

static void untick(void)
{
        struct batch b = moving_batch(&m);
        moving_done(&m, batch_tick(m.d.db, &m.scope, &b, false), "there is more to come");
}

static void rejected_then_again(void)
{
        moving_school(&m, "9992031", "Anna", 60);
        moving_begin(&m, true);
        moving_receive(&m, "thin.csv", thin_list());
        moving_tick(&m);
        is_long(moving_batch(&m).hold.state, HOLD_HELD, "too many would be removed: held");
        is_long(answer(HOLD_REJECTED), HOLD_REJECTED, "rejected");
        moving_again(&m);
        is_long(moving_batch(&m).hold.state, HOLD_REJECTED, "and stays so while the school only looks");
        untick();
        moving_tick(&m);
        is_long(moving_batch(&m).hold.state, HOLD_HELD, "the same files again: the authority is asked again");
        is_long(answer(HOLD_RELEASED), HOLD_RELEASED, "released");
        ok(!moving_plan(&m).held, "and nothing holds the plan");
}

int main(void)
{
        if (moving_open(&m)) {
                rejected_then_again();
                moving_close(&m);
        }
        return done_testing();
}
