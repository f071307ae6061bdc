#include "model/delivery_progress.h"

const char *const delivery_phase_keys[DELIVERY_PHASES] = { "waiting", "reading", "processing", "done" };

/* The rest at the pace so far; nothing is said of the pace before some of it is done. */
static long left(const struct delivery_facts *f)
{
        if (f->rows_done <= 0 || f->seconds <= 0)
                return -1;
        return (f->rows - f->rows_done) * f->seconds / f->rows_done;
}

struct delivery_progress delivery_progress_of(const struct delivery_facts *f)
{
        struct delivery_progress p = { .schools_done = f->imports - f->open,
                                       .schools = f->imports - f->stopped,
                                       .rows_done = f->rows_done,
                                       .rows = f->rows,
                                       .seconds_left = -1 };
        if (f->waits)
                p.phase = f->taken ? DELIVERY_READING : DELIVERY_WAITING;
        else if (f->open > f->stopped)
                p.phase = DELIVERY_PROCESSING;
        else
                p.phase = DELIVERY_OVER;
        if (p.phase == DELIVERY_PROCESSING)
                p.seconds_left = left(f);
        else if (p.phase == DELIVERY_OVER)
                p.seconds_left = 0;
        return p;
}
