/* model/attendance: sessions as numbers, merging, and the statutory triggers as a table of registers. */
#include "model/attendance.h"

#include "tap.h"

static long session(const char *date, bool afternoon)
{
        return session_of(date_from_iso(date), afternoon);
}

static const char *date_of(long s)
{
        static char text[DATE_TEXT];
        return date_to_iso(session_date(s), text);
}

static void test_sessions(void)
{
        is_long(session("1970-01-05", false), 0, "the first");
        is_long(session("2026-09-05", true), NO_SESSION, "not on a Saturday");
        is_long(session("2026-09-06", false), NO_SESSION, "nor on a Sunday");
        is_long(session_of(NO_DATE, false), NO_SESSION, "nor without a date");
        is_long(session("2026-09-07", false) - session("2026-09-04", true), 1, "Monday follows Friday");
        is_text(date_of(session("2026-09-07", true)), "2026-09-07", "and back");
        ok(session_afternoon(session("2026-09-07", true)) && !session_afternoon(session("2026-09-07", false)),
           "which half");
        is_long(session_from(date_from_iso("2026-09-05")), session("2026-09-07", false),
                "from a Saturday on");
        is_long(session_from(date_from_iso("2026-09-04")), session("2026-09-04", false), "from a Friday on");
        is_text(date_of(session_of_year(2026)), "2026-09-01", "an academic year begins");
        is_text(date_of(session_of_year(2024)), "2024-09-02", "on Monday after a Sunday");
        is_text(date_of(session_week(session("2026-09-11", true))), "2026-09-07", "the week");
        is_long(session_period(session("2026-09-11", true)) % PERIOD_SESSIONS, 0, "the piece");
        for (long s = session("2023-08-28", false), wrong = 0; s < session("2026-09-11", true); s++) {
                wrong += session_of(session_date(s), session_afternoon(s)) != s;
                if (s == session("2026-09-11", true) - 1)
                        is_long(wrong, 0, "three years there and back");
        }
}

/* Codes without the spaces; "-" is no mark. */
static size_t marks_of(const char *text, mark *out)
{
        size_t count = 0;
        for (mark m; *text;) {
                if (*text == ' ') {
                        text++;
                        continue;
                }
                if (mark_next(&text, SPACE_IS_NO_MARK, &m) == TOKEN_UNKNOWN)
                        break;
                out[count++] = m;
        }
        return count;
}

static void test_merge(void)
{
        mark held[20], in[20];
        size_t count = marks_of("/\\ NN -- I-", held);
        is_long((long)marks_of("-- II /\\ I-", in), (long)count, "as many came");
        is_long(marks_merge(held, in, count), 4, "two changed and two are new");
        mark want[20];
        marks_of("/\\ II /\\ I-", want);
        ok(memcmp(held, want, count) == 0, "nothing overwrites nothing else");
        is_long(marks_merge(held, in, count), 0, "a second time nothing changes");
        is_long((long)marks_length(held, count), 7, "what need be stored");
        memset(in, MARK_NONE, sizeof in);
        is_long(marks_merge(held, in, count), 0, "no mark overwrites no mark");
        is_long((long)marks_length(in, 20), 0, "nothing need not be stored");
}

static void test_cut(void)
{
        mark of[20];
        struct marks m = { 100, marks_of("/\\ II OO ## LV", of), of }, c;
        struct attendance_figures f;
        is_long(marks_at(&m, 103), MARK_ILLNESS, "one");
        is_long(marks_at(&m, 99), MARK_NONE, "one before");
        is_long(marks_at(&m, 110), MARK_NONE, "one after");
        c = marks_cut(&m, 102, 106);
        ok(c.first == 102 && c.count == 4 && c.of == of + 2, "a part");
        c = marks_cut(&m, 0, 9999);
        ok(c.first == 100 && c.count == 10, "all of it");
        is_long((long)marks_cut(&m, 110, 120).count, 0, "nothing of it");
        marks_figures(&m, &f);
        ok(f.of[CLASS_ATTENDING] == 4 && f.of[CLASS_AUTHORISED] == 2 && f.of[CLASS_UNAUTHORISED] == 2 &&
               f.of[CLASS_NOT_COLLECTED] == 2,
           "figures of it");
}

/* Weeks from Monday 7 September 2026 on. */
#define WEEK   "/\\/\\/\\/\\/\\ "
#define OWEEK  "OGUNOOOOOO "
#define IWEEK  "IIIIIIIIII "
#define CLOSED "########## "

struct want {
        const char *since; /* "" never */
        bool holds;
        unsigned count;
};

static const struct {
        const char *what, *marks;
        enum trigger trigger;
        struct want want;
} cases[] = {
        { "nothing", "", TRIGGER_UNAUTHORISED, { "", false, 0 } },
        { "nine days", OWEEK "OOOOOOOO", TRIGGER_UNAUTHORISED, { "", false, 9 } },
        { "ten days", OWEEK OWEEK, TRIGGER_UNAUTHORISED, { "2026-09-18", true, 10 } },
        { "ten days and back at school", OWEEK OWEEK WEEK, TRIGGER_UNAUTHORISED, { "2026-09-18", false, 0 } },
        { "eleven days", "/\\/\\/\\/\\OO" OWEEK OWEEK, TRIGGER_UNAUTHORISED, { "2026-09-24", true, 11 } },
        { "one afternoon there", OWEEK "OOOOO\\OOOO" OWEEK, TRIGGER_UNAUTHORISED, { "", false, 7 } },
        { "one day of illness breaks it", OWEEK "OOOOIIOOOO" OWEEK, TRIGGER_UNAUTHORISED, { "", false, 7 } },
        { "a half day closed counts", OWEEK "OOOOO#OOOO", TRIGGER_UNAUTHORISED, { "2026-09-18", true, 10 } },
        { "a week closed neither counts nor breaks",
          OWEEK CLOSED OWEEK,
          TRIGGER_UNAUTHORISED,
          { "2026-09-25", true, 10 } },
        { "nor does a day that was not possible",
          OWEEK "OOOOY2Y2OOOO"
                "OO",
          TRIGGER_UNAUTHORISED,
          { "2026-09-21", true, 10 } },
        { "nor a week without marks",
          OWEEK "----------" OWEEK,
          TRIGGER_UNAUTHORISED,
          { "2026-09-25", true, 10 } },
        { "a morning alone does not count yet", OWEEK "OOOOOOOOO-", TRIGGER_UNAUTHORISED, { "", false, 9 } },
        { "and does not break",
          OWEEK "OOOOOOO-OO"
                "OO",
          TRIGGER_UNAUTHORISED,
          { "2026-09-21", true, 10 } },
        { "attendance in the morning alone breaks",
          OWEEK "OOOOOO/-OO" OWEEK,
          TRIGGER_UNAUTHORISED,
          { "", false, 6 } },

        { "nineteen days of any absence",
          OWEEK IWEEK OWEEK "CCC1C2EEMM",
          TRIGGER_CONTINUOUS,
          { "", false, 19 } },
        { "twenty", OWEEK IWEEK OWEEK "CCC1C2EEMMSS", TRIGGER_CONTINUOUS, { "2026-10-02", true, 20 } },
        { "a day at another school is passed over",
          OWEEK IWEEK OWEEK "CCCCCCCCDDCC",
          TRIGGER_CONTINUOUS,
          { "2026-10-05", true, 20 } },
        { "a visit breaks it", OWEEK IWEEK OWEEK "VVCCCCCCCC", TRIGGER_CONTINUOUS, { "", false, 4 } },

        { "fourteen and a half days of illness",
          IWEEK IWEEK "IIIIIIIII/",
          TRIGGER_ILLNESS,
          { "", false, 14 } },
        { "fifteen in a row", IWEEK IWEEK IWEEK, TRIGGER_ILLNESS, { "2026-09-25", true, 15 } },
        { "it stays for the year", IWEEK IWEEK IWEEK WEEK, TRIGGER_ILLNESS, { "2026-09-25", true, 15 } },
        { "fifteen here and there",
          IWEEK WEEK IWEEK WEEK IWEEK,
          TRIGGER_ILLNESS,
          { "2026-10-09", true, 15 } },
        { "twenty-nine half days",
          "I\\I\\I\\I\\I\\"
          "I\\I\\I\\I\\I\\"
          "I\\I\\I\\I\\I\\" IWEEK "IIII/\\/\\",
          TRIGGER_ILLNESS,
          { "", false, 14 } },
        { "thirty",
          "I\\I\\I\\I\\I\\"
          "I\\I\\I\\I\\I\\"
          "I\\I\\I\\I\\I\\" IWEEK "IIIII\\/\\",
          TRIGGER_ILLNESS,
          { "2026-10-07", true, 15 } },
        { "fifteen days of one session",
          "I#I#I#I#I#"
          "I#I#I#I#I#"
          "I#I#I#I#I#",
          TRIGGER_ILLNESS,
          { "2026-09-25", true, 15 } },
        { "an appointment is no illness", IWEEK IWEEK "MMIIIIIIII", TRIGGER_ILLNESS, { "", false, 14 } },

        { "nine sessions",
          "OOOO/\\/\\/\\"
          "UUUUU\\/\\/\\",
          TRIGGER_PENALTY,
          { "", false, 9 } },
        { "ten sessions in two weeks",
          "OOOO/\\/\\/\\"
          "UUUUUU/\\/\\",
          TRIGGER_PENALTY,
          { "2026-09-16", true, 10 } },
        { "one a week for ten weeks",
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\",
          TRIGGER_PENALTY,
          { "2026-11-09", true, 10 } },
        { "in ten weeks of eleven",
          "O\\/\\/\\/\\/\\" WEEK "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\",
          TRIGGER_PENALTY,
          { "", false, 9 } },
        { "a half term between is no school week",
          "O\\/\\/\\/\\/\\" CLOSED "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\"
          "O\\/\\/\\/\\/\\",
          TRIGGER_PENALTY,
          { "2026-11-16", true, 10 } },
        { "nine weeks later it still stands",
          OWEEK WEEK WEEK WEEK WEEK WEEK WEEK WEEK WEEK WEEK,
          TRIGGER_PENALTY,
          { "2026-09-11", true, 10 } },
        { "ten weeks later no more",
          OWEEK WEEK WEEK WEEK WEEK WEEK WEEK WEEK WEEK WEEK WEEK,
          TRIGGER_PENALTY,
          { "2026-09-11", false, 0 } },
        { "twenty sessions: since the tenth", OWEEK OWEEK, TRIGGER_PENALTY, { "2026-09-11", true, 20 } },
};

static void test_triggers(void)
{
        static mark of[400];
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct trigger_state out[TRIGGERS], *t = &out[cases[i].trigger];
                struct marks m = { session("2026-09-07", false), marks_of(cases[i].marks, of), of };
                triggers_weigh(&m, session_of_year(2026), out);
                is_text(date_of(t->since), cases[i].want.since, cases[i].what);
                is_long(t->holds, cases[i].want.holds, "holds at the end");
                is_long(t->reached, cases[i].want.since[0] != '\0', "was reached");
                is_long(t->count, cases[i].want.count, "so many");
        }
}

/* From Monday 6 July 2026 on: two weeks, six of holidays, and on. */
static void test_across_years(void)
{
        static mark of[400];
        struct trigger_state t[TRIGGERS];
        long first = session("2026-07-06", false), year = session_of_year(2026);
        struct marks m = { first,
                           marks_of(WEEK OWEEK CLOSED CLOSED CLOSED CLOSED CLOSED CLOSED CLOSED OWEEK, of),
                           of };
        triggers_weigh(&m, year, t);
        is_text(date_of(t[TRIGGER_UNAUTHORISED].since), "2026-09-11", "a run goes on over the summer");
        m.count = marks_of(OWEEK OWEEK CLOSED CLOSED CLOSED CLOSED CLOSED CLOSED CLOSED WEEK, of);
        triggers_weigh(&m, year, t);
        ok(!t[TRIGGER_UNAUTHORISED].reached && !t[TRIGGER_UNAUTHORISED].holds,
           "one that ended before is the last year's");
        ok(t[TRIGGER_PENALTY].reached && t[TRIGGER_PENALTY].holds, "ten weeks reach over the summer");
        m.count = marks_of(IWEEK IWEEK CLOSED CLOSED CLOSED CLOSED CLOSED CLOSED CLOSED IWEEK, of);
        triggers_weigh(&m, year, t);
        is_long(t[TRIGGER_ILLNESS].count, 5, "days of illness are counted in the academic year");
        ok(!t[TRIGGER_ILLNESS].reached, "and not reached");
}

int main(void)
{
        test_sessions();
        test_merge();
        test_cut();
        test_triggers();
        test_across_years();
        is_long(trigger_of_key("penalty"), TRIGGER_PENALTY, "a trigger's key");
        is_long(trigger_of_key("x"), TRIGGERS, "and none");
        return done_testing();
}
