/* Where a school stands: every state, also when several apply; shares at their edges; bands by share and by
 * age. */
#include "model/desk_state.h"

#include "tap.h"

enum { NOW = 1800000000, DAY = 86400 };

static const struct settings settings = {
        .amber_share = 5, .red_share = 20, .amber_days = 7, .red_days = 21, .silent_days = 7, .behind_days = 2
};

/* A school with nothing left to do. */
static struct desk_numbers quiet(void)
{
        return (struct desk_numbers){ .received_at = NOW - DAY, .on_roll = 200, .in_file = 200 };
}

static void states(void)
{
        static const struct {
                const char *words;
                struct desk_numbers n;
                enum desk_state want;
        } cases[] = {
                { "nothing is left", { .received_at = NOW - DAY }, DESK_UP_TO_DATE },
                { "two days without data less a second",
                  { .received_at = NOW - 2 * DAY + 1 },
                  DESK_UP_TO_DATE },
                { "two days without data", { .received_at = NOW - 2 * DAY }, DESK_BEHIND },
                { "seven days without data less a second",
                  { .received_at = NOW - 7 * DAY + 1 },
                  DESK_BEHIND },
                { "seven days without data", { .received_at = NOW - 7 * DAY }, DESK_SILENT },
                { "no data ever", { 0 }, DESK_SILENT },
                { "a file waits since yesterday",
                  { .received_at = NOW, .waiting_files = 1, .waiting_since = NOW - 2 * DAY + 1 },
                  DESK_UP_TO_DATE },
                { "a file waits for two days",
                  { .received_at = NOW, .waiting_files = 1, .waiting_since = NOW - 2 * DAY },
                  DESK_BEHIND },
                { "behind goes before no data",
                  { .waiting_files = 1, .waiting_since = NOW - 2 * DAY },
                  DESK_BEHIND },
                { "one proposed leaver", { .received_at = NOW, .missing = 1 }, DESK_REVIEW },
                { "one unmatched", { .received_at = NOW, .unmatched = 1 }, DESK_REVIEW },
                { "one conflict of an active pupil",
                  { .received_at = NOW, .conflicts_active = 1 },
                  DESK_REVIEW },
                { "one conflict of another", { .received_at = NOW, .conflicts_other = 1 }, DESK_REVIEW },
                { "one rejected row", { .received_at = NOW, .rejected = 1 }, DESK_REVIEW },
                { "one pupil claimed twice", { .received_at = NOW, .claimed = 1 }, DESK_REVIEW },
                { "one UPN problem", { .received_at = NOW, .upn_problems = 1 }, DESK_REVIEW },
                { "to review goes before behind",
                  { .missing = 1, .waiting_files = 1, .waiting_since = NOW - 2 * DAY },
                  DESK_REVIEW },
                { "paused goes before to review", { .paused = true, .missing = 1 }, DESK_PAUSED },
                { "not answered goes before to review", { .unanswered = 1, .missing = 1 }, DESK_UNANSWERED },
                { "paused goes before not answered", { .paused = true, .unanswered = 2 }, DESK_PAUSED },
                { "paused without an end", { .paused = true }, DESK_PAUSED },
                { "on hold goes before paused", { .held_files = 1, .paused = true }, DESK_HOLD },
                { "an error goes before all",
                  { .error = true, .held_files = 1, .paused = true },
                  DESK_ERROR },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                enum desk_state got = desk_state(&cases[i].n, &settings, NOW);
                ok(got == cases[i].want, "%s: %s (%s)", cases[i].words, desk_state_words[cases[i].want],
                   desk_state_words[got]);
        }
}

static void days_that_do_not_count(void)
{
        struct settings never = settings;
        struct desk_numbers n = { .waiting_files = 1, .waiting_since = NOW - 400 * DAY };
        never.silent_days = never.behind_days = never.amber_days = never.red_days = 0;
        is_long(desk_state(&n, &never, NOW), DESK_UP_TO_DATE, "days of 0 make nobody behind or silent");
        n = quiet();
        n.missing = 1;
        n.oldest_at = NOW - 400 * DAY;
        is_long(desk_band(&n, &never, NOW), BAND_LITTLE, "nor does age then colour anything");
        is_long(desk_days(NOW + 5, NOW), 0, "what a faster clock wrote is not less than no day old");
}

static void sums(void)
{
        struct desk_numbers n = { .on_roll = 200,
                                  .in_file = 190,
                                  .missing = 1,
                                  .unmatched = 2,
                                  .conflicts_active = 4,
                                  .conflicts_other = 8,
                                  .rejected = 16,
                                  .claimed = 32,
                                  .upn_problems = 64,
                                  .waiting_rows = 128,
                                  .held_files = 1,
                                  .waiting_files = 1,
                                  .new = 512,
                                  .changed = 512 };
        is_long(desk_open(&n), 127, "each kind of open item counts once");
        is_long(desk_left(&n), 255, "and so do the rows that wait for the program");
        is_long(desk_difference(&n), 10, "ten more on roll than in the file");
        n.in_file = 210;
        is_long(desk_difference(&n), -10, "ten fewer");
        n.in_file = -1;
        is_long(desk_difference(&n), 0, "without a file there is no difference");
}

static void shares(void)
{
        static const struct {
                long roll, file, rows, missing;
                int want;
        } cases[] = {
                { 200, 200, 0, 0, 100 },  { 200, 200, 0, 1, 99 },  { 1000, 1000, 0, 1, 99 },
                { 200, 200, 0, 100, 50 }, { 200, 200, 200, 0, 0 }, { 200, -1, 200, 100, 0 },
                { 0, -1, 0, 0, 100 },     { 0, -1, 0, 3, 0 },      { 100, 200, 0, 50, 75 },
                { 200, 200, 100, 0, 50 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct desk_numbers n = { .on_roll = cases[i].roll,
                                          .in_file = cases[i].file,
                                          .waiting_rows = cases[i].rows,
                                          .missing = cases[i].missing };
                int got = desk_processed(&n);
                ok(got == cases[i].want, "%ld on roll, %ld rows wait, %ld open: %d %% (%d)", cases[i].roll,
                   cases[i].rows, cases[i].missing, cases[i].want, got);
        }
}

static void bands(void)
{
        static const struct {
                long missing, rows;
                time_t oldest;
                enum desk_band want;
        } cases[] = {
                { 0, 0, 0, BAND_NONE },
                { 1, 0, NOW, BAND_LITTLE },
                { 9, 0, NOW, BAND_LITTLE },
                { 10, 0, NOW, BAND_SOME }, /* 5 % of 200 */
                { 39, 0, NOW, BAND_SOME },
                { 40, 0, NOW, BAND_MUCH }, /* 20 % */
                { 0, 40, 0, BAND_MUCH },
                { 1, 0, NOW - 7 * DAY + 1, BAND_LITTLE },
                { 1, 0, NOW - 7 * DAY, BAND_SOME },
                { 1, 0, NOW - 21 * DAY, BAND_MUCH },
                { 0, 1, NOW - 21 * DAY, BAND_LITTLE }, /* nothing of that age is open any more */
                { 0, 0, NOW - 21 * DAY, BAND_NONE },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct desk_numbers n = quiet();
                n.missing = cases[i].missing;
                n.waiting_rows = cases[i].rows;
                n.oldest_at = cases[i].oldest;
                enum desk_band got = desk_band(&n, &settings, NOW);
                ok(got == cases[i].want, "%ld open, %ld rows, %ld days old: %s (%s)", cases[i].missing,
                   cases[i].rows, cases[i].oldest ? desk_days(cases[i].oldest, NOW) : 0,
                   desk_band_table[cases[i].want].words, desk_band_table[got].words);
        }
}

int main(void)
{
        states();
        days_that_do_not_count();
        sums();
        shares();
        bands();
        return done_testing();
}
