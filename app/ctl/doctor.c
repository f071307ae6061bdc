#include "ctl/doctor.h"

#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/date.h"
#include "gate/keys.h"
#include "reader/reader.h"
#include "store/cohort.h"
#include "store/health.h"
#include "store/schema.h"

enum { MAIL_MINUTES_MAX = 15 };

/* Each check is a row: its name, whether all is well, and what was found. */
struct round {
        struct ctl *c;
        int bad;
};

static __attribute__((format(printf, 4, 5))) bool check(struct round *r, const char *name, bool good,
                                                        const char *format, ...)
{
        va_list args;
        va_start(args, format);
        const char *found = arena_vprintf(r->c->arena, format, args);
        va_end(args);
        ctl_row(r->c, "checks");
        ctl_text(r->c, "state", good ? "good" : "BAD");
        ctl_text(r->c, "check", name);
        ctl_text(r->c, "found", found);
        r->bad += !good;
        return good;
}

static bool check_schema(struct round *r)
{
        struct schema s;
        struct refusal why = { "", "the database does not answer" };
        if (schema_compare(r->c->db, r->c->arena, ctl_sql_dir(r->c), &s, &why) != DONE)
                return check(r, "schema", false, "%s", why.words);
        if (s.applied < s.known)
                return check(r, "schema", false, "%d of %d steps are applied: run onrollctl setup", s.applied,
                             s.known);
        return check(r, "schema", true, "%d steps", s.applied);
}

/* Just after midnight onroll-work may not have looked yet. */
static void check_cohort(struct round *r)
{
        unsigned long wrong = 0;
        char day[DATE_TEXT];
        bool good = cohort_wrong(r->c->db, date_to_iso(date_today_utc(), day), &wrong) == DONE && wrong == 0;
        check(r, "cohort", good, "%lu children whose involvements say another cohort", wrong);
}

static void check_data(struct round *r)
{
        struct health h = { 0 };
        if (health_read(r->c->db, r->c->arena, &h) != DONE) {
                check(r, "data", false, "the database does not answer");
                return;
        }
        check(r, "data", true, "%lld schools, %lld pupils on roll, %lld people", h.schools, h.pupils,
              h.people);
        check(r, "rolls", !h.rolls_wrong, "%lld schools whose roll is not the number of their pupils",
              h.rolls_wrong);
        check(r, "classes", !h.classes_wrong, "%lld schools whose classes do not add up%s", h.classes_wrong,
              h.classes_wrong ? ": run onrollctl setup" : "");
        check(r, "counters", !h.counters_wrong, "%lld schools whose counts are not what they count", h.counters_wrong);
        check(r, "keys", !h.keyless, "%lld pupils whom no list could find", h.keyless);
        check_cohort(r);
        check(r, "uploads", !h.uploads_overdue, "%lld kept beyond their time", h.uploads_overdue);
        check(r, "e-mail", h.mail_minutes <= MAIL_MINUTES_MAX, "%lld waiting, the oldest for %lld minutes",
              h.mail_waiting, h.mail_minutes);
}

/* onroll-read refuses to read when it cannot lock itself down, so that a file read is the proof. */
static void check_reader(struct round *r)
{
        static const char list[] = "Surname,Forename\nDoctor,Test\n";
        struct reader reader = { config_get(r->c->config, "read_program", "onroll-read"), 0 };
        struct book book;
        struct refusal why = { "", "it could not be started" };
        int fd = memfd_create("doctor", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        bool good = fd >= 0 && write(fd, list, sizeof list - 1) == sizeof list - 1 &&
                    reader_book(r->c->arena, &reader, fd, &book, &why) == DONE;
        if (fd >= 0)
                close(fd);
        if (good)
                good = book.sheet_count == 1 && book.sheets[0].cell_count == 4;
        check(r, "reader", good, "%s: %s", reader.program, good ? "reads, locked down" : why.words);
}

int ctl_doctor(struct ctl *c, int argc, char **argv)
{
        struct round r = { c, 0 };
        (void)argv;
        if (argc > 1)
                return ctl_fail(c, CTL_USAGE, "doctor takes no arguments");
        if (!ctl_connect(c))
                return CTL_BROKEN;
        check(&r, "server", true, "answers, with the settings that the program rests on");
        if (check_schema(&r)) {
                bool fit = db_prepare_all(c->db) == DONE;
                check(&r, "statements", fit,
                      fit ? "all fit the schema" : "the line before this names one that does not");
                check_data(&r);
        }
        bool key = keys_open(c->config) == DONE;
        check(&r, "key", key, key ? "is there" : "the line before this says what is wrong with the key file");
        check_reader(&r);
        ctl_row(c, NULL);
        return r.bad ? ctl_fail(c, CTL_REFUSED, "%d of these are not right", r.bad) : CTL_DONE;
}
