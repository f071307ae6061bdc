#include "model/attendance_tally.h"

void tally_begin(struct attendance_tally *t, int academic)
{
        *t = (struct attendance_tally){ .first = session_week(session_of_year(academic)) };
}

void tally_add(struct attendance_tally *t, const struct marks *m)
{
        for (size_t i = 0; i < m->count; i++) {
                long at = m->first + (long)i - t->first;
                mark of = m->of[i];
                if (of == MARK_NONE || of >= MARK_COUNT || at < 0 || at >= TALLY_WEEKS * WEEK_SESSIONS)
                        continue;
                t->marks[of]++;
                figures_add(&t->all, of, 1);
                figures_add(&t->weeks[at / WEEK_SESSIONS], of, 1);
        }
}

bool tally_span(const struct attendance_tally *t, size_t *first, size_t *last)
{
        bool any = false;
        for (size_t w = 0; w < TALLY_WEEKS; w++) {
                if (!figures_possible(&t->weeks[w]))
                        continue;
                *first = any ? *first : w;
                *last = w;
                any = true;
        }
        return any;
}

struct date tally_monday(const struct attendance_tally *t, size_t week)
{
        return session_date(t->first + (long)week * WEEK_SESSIONS);
}
