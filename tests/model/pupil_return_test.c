/* Which returns a school owes for who joins or leaves, and by when. */
#include "model/pupil_return.h"

#include "tap.h"

int main(void)
{
        static const struct {
                const char *what, *year, *low, *entry, *by; /* by NULL: not needed */
        } came[] = {
                { "the first day of the youngest year", "R", "R", "2026-09-01", NULL },
                { "a staggered start", "R", "R", "2026-09-30", NULL },
                { "put on the register in the holiday", "7", "7", "2026-08-24", NULL },
                { "the youngest year, later", "R", "R", "2026-10-01", "2026-10-06" },
                { "the youngest year, at its end", "R", "R", "2027-07-30", "2027-08-04" },
                { "another year, at its start", "3", "R", "2026-09-01", "2026-09-06" },
                { "over the end of a year", "3", "R", "2026-12-29", "2027-01-03" },
                { "a nursery class before Reception", "R", "N1", "2026-09-01", "2026-09-06" },
                { "no NC year", "", "R", "2026-09-01", "2026-09-06" },
                { "no day", "R", "R", "", "" },
        };
        static const struct {
                const char *what, *year, *birth, *high, *left, *by;
        } went[] = {
                { "the last day of the final year", "6", "2016-03-03", "6", "2027-08-31", NULL },
                { "the end of its last term", "6", "2016-03-03", "6", "2027-07-21", NULL },
                { "deleted in autumn, past the final year", "6", "2016-03-03", "6", "2027-09-14", NULL },
                { "without a date of birth, in the holiday", "6", "", "6", "2027-08-31", NULL },
                { "without a date of birth, in autumn: perhaps just begun", "6", "", "6", "2027-09-14", "2027-09-14" },
                { "the final year, just begun", "6", "2016-03-03", "6", "2026-09-14", "2026-09-14" },
                { "the final year, in the middle of a term", "6", "2016-03-03", "6", "2027-07-14", "2027-07-14" },
                { "another year, at its end", "5", "2017-03-03", "6", "2027-08-31", "2027-08-31" },
                { "kept back, with a year to come", "5", "2016-03-03", "6", "2027-08-31", "2027-08-31" },
                { "no day", "6", "2016-03-03", "6", "", "" },
        };
        char text[DATE_TEXT];
        for (size_t i = 0; i < sizeof came / sizeof *came; i++) {
                struct pupil_return r = pupil_return_new(came[i].year, came[i].low, date_from_iso(came[i].entry));
                ok(r.due == !!came[i].by, "new: %s", came[i].what);
                is_text(date_to_iso(r.by, text), came[i].by ? came[i].by : "", "by then");
        }
        for (size_t i = 0; i < sizeof went / sizeof *went; i++) {
                struct pupil_return r = pupil_return_deletion(went[i].year, date_from_iso(went[i].birth), went[i].high,
                                                              date_from_iso(went[i].left));
                ok(r.due == !!went[i].by, "deletion: %s", went[i].what);
                is_text(date_to_iso(r.by, text), went[i].by ? went[i].by : "", "by then");
        }
        return done_testing();
}
