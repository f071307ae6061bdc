#include "pages/file_progress.h"

#include <string.h>

#include "base/json.h"
#include "view/format.h"

static const char *time_left(struct arena *a, long seconds)
{
        if (seconds < 0)
                return "";
        if (seconds < 60)
                return ", less than a minute left";
        return arena_printf(a, ", about %s left", format_count(a, (seconds + 59) / 60, "minute", NULL));
}

/* " 1 school is on hold, 2 schools are paused.", "" when none is. */
static const char *stopped_words(struct arena *a, const struct delivery_made *m)
{
        const char *held = m->held ? format_count(a, m->held, "school is on hold", "schools are on hold") : "",
                   *kept = m->kept ? format_count(a, m->kept, "school is paused", "schools are paused") : "";
        return m->held + m->kept ? arena_printf(a, " %s%s%s.", held, *held && *kept ? ", " : "", kept) : "";
}

/* "Processing: 12 of 60 schools, 3,600 of 18,000 rows, about 2 minutes left" */
static const char *words_of(struct arena *a, const struct delivery *d, const struct delivery_made *m,
                            const struct delivery_progress *p)
{
        const char *stopped = stopped_words(a, m), *rows = format_count(a, p->rows, "row", NULL),
                   *left = time_left(a, p->seconds_left);
        switch (p->phase) {
        case DELIVERY_WAITING: return "Waiting to be read. That begins within a minute.";
        case DELIVERY_READING: return "Being read.";
        case DELIVERY_PROCESSING:
                if (d->school)
                        return arena_printf(a, "Processing: %s of %s%s.", format_number(a, p->rows_done), rows, left);
                return arena_printf(a, "Processing: %s of %s, %s of %s%s.%s", format_number(a, p->schools_done),
                                    format_count(a, p->schools, "school", NULL), format_number(a, p->rows_done), rows, left,
                                    stopped);
        default: break;
        }
        if (d->state != DELIVERY_SORTED)
                return d->message;
        return arena_printf(a, "Done: %s processed.%s", format_count(a, m->imports - m->open, "school", NULL),
                            stopped);
}

struct file_progress file_progress_of(struct arena *a, const struct delivery *d, const struct delivery_made *m)
{
        struct file_progress f = { .p = delivery_progress_of(&(struct delivery_facts){ .waits = d->state == DELIVERY_NEW,
                                                                                       .taken = d->taken,
                                                                                       .imports = m->imports,
                                                                                       .open = m->open,
                                                                                       .stopped = m->held + m->kept,
                                                                                       .rows = m->rows,
                                                                                       .rows_done = m->rows_done,
                                                                                       .seconds = m->seconds }) };
        f.words = words_of(a, d, m, &f.p);
        return f;
}

void file_progress_set(struct view *page, const struct file_progress *f, const char *url)
{
        view_text(page, "progress", f->words);
        view_flag(page, "more", f->p.phase != DELIVERY_OVER);
        view_text(page, "progress_url", url);
}

enum outcome file_progress_send(struct visit *v, const struct file_progress *f)
{
        const struct delivery_progress *p = &f->p;
        struct json *j = json_new();
        json_text(j, "phase", delivery_phase_keys[p->phase]);
        json_text(j, "words", f->words);
        json_number(j, "schools_done", p->schools_done);
        json_number(j, "schools", p->schools);
        json_number(j, "rows_done", p->rows_done);
        json_number(j, "rows", p->rows);
        if (p->seconds_left < 0)
                json_null(j, "seconds_left");
        else
                json_number(j, "seconds_left", p->seconds_left);
        const char *text = json_end(j, v->arena);
        response_send(v->response, 200, "application/json", text, strlen(text));
        return DONE;
}
