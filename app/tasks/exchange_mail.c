#include "tasks/exchange_mail.h"

#include "base/buf.h"
#include "model/exchange.h"
#include "model/schedule.h"
#include "store/exchange_work.h"
#include "store/outbox.h"
#include "store/setting.h"
#include "store/task_day.h"
#include "view/format.h"

enum { DAY = 86400, MORNING = 6 * 60, NAMED = 30 };

/* ---- to a school ---- */

struct telling {
        const struct exchange_trouble *t;
        const char *subject, *body;
        time_t now;
        bool mine;
};

static enum outcome do_tell(struct db *db, void *context)
{
        struct telling *d = context;
        enum outcome result = exchange_tell(db, d->t, d->now, &d->mine);
        if (result != DONE || !d->mine)
                return result;
        return *d->t->contact ? outbox_add(db, d->t->contact, d->subject, d->body)
                              : outbox_add_for_school(db, d->t->school, d->subject, d->body);
}

static enum outcome tell(struct db *db, struct arena *a, const struct exchange_trouble *t, time_t now,
                         unsigned long *count)
{
        struct telling d = {
                .t = t,
                .now = now,
                .subject = "Your school’s scheduled exchanges do not succeed",
                .body = arena_printf(
                    a,
                    "The last %lu exchanges of data between %s and the authority did not succeed.\n\n"
                    "Please look whether the computer on which Onroll’s agent runs is on and can reach the "
                    "internet, and "
                    "whether your management system still writes its exports.\n\n"
                    "Sign in to Onroll and open “Exchanges” to see each task with its last result.\n\n"
                    "You get this message once, until an exchange succeeds again.\n",
                    t->failures, t->name),
        };
        enum outcome result = db_transaction(db, do_tell, &d);
        *count += result == DONE && d.mine;
        return result;
}

static enum outcome tell_schools(struct db *db, struct arena *a, time_t now, unsigned long *count)
{
        struct settings settings;
        struct exchange_troubles all = { 0, NULL };
        enum outcome result = settings_read(db, a, &settings);
        if (result == DONE)
                result = exchange_troubles(db, a, now, settings.exchange_failures, &all);
        for (size_t i = 0; result == DONE && i < all.count; i++)
                result = tell(db, a, &all.items[i], now, count);
        return result;
}

/* ---- to the authority ---- */

static const char *digest(struct arena *a, const struct exchange_day *d)
{
        struct buf b = BUF_EMPTY;
        buf_printf(&b, "%s of tasks in the last 24 hours asked for %s:\n\n",
                   format_count(a, (long)d->runs, "run", NULL),
                   format_count(a, (long)d->all, "answer", NULL));
        buf_printf(&b,
                   "%lu done\n%lu still open\n%lu not answered\n%lu failed\n%lu no longer available at the "
                   "school\n%lu not ready\n",
                   d->done, d->open, d->none, d->failed, d->unavailable, d->not_ready);
        for (size_t i = 0; i < d->trouble_count; i++)
                buf_printf(&b, "%s%s: %s, %s. %s\n", i ? "" : "\n", d->troubles[i].school,
                           d->troubles[i].task, exchange_state_find(d->troubles[i].state)->words,
                           d->troubles[i].words);
        if (d->none + d->failed + d->unavailable + d->not_ready > d->trouble_count)
                buf_text(&b, "and others\n");
        buf_text(&b,
                 "\nSign in to Onroll and open “Exchanges” to see each run, and to try again what failed.\n");
        const char *text = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return text;
}

struct digesting {
        struct arena *a;
        time_t now;
        bool mine;
};

/* The day is taken in the transaction that writes the mails: killed in between, another program writes them.
 */
static enum outcome do_digest(struct db *db, void *context)
{
        struct digesting *d = context;
        struct exchange_day day;
        enum outcome result = task_day_take(db, "exchange-digest", &d->mine);
        if (result != DONE || !d->mine)
                return result;
        result = exchange_day(db, d->a, d->now - DAY, NAMED, &day);
        d->mine = result == DONE && day.runs;
        return d->mine ? outbox_add_for_la(db, "Scheduled exchanges: the last 24 hours", digest(d->a, &day))
                       : result;
}

static enum outcome send_digest(struct db *db, struct arena *a, time_t now, unsigned long *count)
{
        struct digesting d = { a, now, false };
        unsigned minute;
        schedule_day(now, &minute);
        if (minute < MORNING)
                return DONE;
        enum outcome result = db_transaction(db, do_digest, &d);
        *count += result == DONE && d.mine;
        return result;
}

/* ---- both ---- */

enum outcome exchange_mail_at(struct db *db, time_t now, unsigned long *count)
{
        struct arena *a = arena_new();
        enum outcome result = tell_schools(db, a, now, count);
        if (result == DONE)
                result = send_digest(db, a, now, count);
        arena_free(a);
        return result;
}

enum outcome exchange_mail_run(struct db *db, const struct config *c, unsigned long *count)
{
        (void)c;
        return exchange_mail_at(db, time(NULL), count);
}
