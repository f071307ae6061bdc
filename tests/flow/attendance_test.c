/* flow/attendance: whose marks they are, whose are taken, and that twice changes nothing. */
#include "flow/attendance.h"

#include <stdlib.h>

#include "base/buf.h"
#include "database.h"
#include "gate/scope.h"
#include "sheet/given.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "tap.h"

static struct database d;
static struct arena *a;
static struct scope oak, elm;
static struct refusal why;

#define ANN "B801200005001"
#define BEN "H801200001001"
#define OLD "D883201324001"

static struct scope school_of(const char *laestab, const char *name)
{
        const struct school s = { .laestab = laestab,
                                  .urn = "",
                                  .name = name,
                                  .phase = "PS",
                                  .year_low = "R",
                                  .year_high = "6",
                                  .contact_email = "" };
        unsigned long id = 0;
        is_long(school_add(d.db, 0, &s, &id), DONE, name);
        return gate_program_scope(id);
}

struct named {
        const char *upn, *former, *surname, *forename, *preferred, *dob;
};

static unsigned long pupil_of(const struct scope *scope, struct named w)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_UPN] = w.upn;
        r.value[FIELD_FORMER_UPN] = w.former;
        r.value[FIELD_SURNAME] = w.surname;
        r.value[FIELD_FORENAME] = w.forename;
        r.value[FIELD_PREFERRED_FORENAME] = w.preferred;
        r.value[FIELD_DOB] = w.dob;
        r.value[FIELD_NC_YEAR] = "5";
        is_long(pupil_add(d.db, a, scope, &r, &id), DONE, w.forename);
        return id;
}

static void leave(const struct scope *scope, unsigned long id, const char *on)
{
        const struct pupil_leaving l = { { id, 0 }, on, "a", "", 0 };
        is_long(pupil_leave(d.db, a, scope, &l), DONE, "left");
}

static struct attendance_result import(const struct scope *scope, const char *text,
                                       const struct attendance_source *source)
{
        const struct attendance_source all = { .batch = 5, .file = "marks.csv" };
        const struct flow f = { a, d.db, d.config, scope, &why };
        struct book *b = arena_alloc(a, sizeof *b);
        struct attendance_result out = { .nobody = 99 };
        *b = given(a, text, strlen(text));
        is_long(attendance_import(&f, b, source ? source : &all, &out), DONE, "imported");
        return out;
}

/* The codes of one day of the pupil: "/\", "-" for none. */
static const char *day(const struct scope *scope, unsigned long pupil, const char *date)
{
        struct marks m;
        long s = session_of(date_from_iso(date), false);
        if (attendance_of_pupil(d.db, a, scope, pupil, 2026, &m) != DONE)
                return "broken";
        const char *am = mark_table[marks_at(&m, s)].code, *pm = mark_table[marks_at(&m, s + 1)].code;
        return arena_printf(a, "%s%s", *am ? am : "-", *pm ? pm : "-");
}

#define HEAD "UPN,Surname,Forename,DOB,Date,AM,PM\n"
#define ON   ",07/09/2026,"

static void test_who(unsigned long ann, unsigned long ben, unsigned long cat)
{
        struct attendance_result r = import(&oak,
                                            HEAD ANN ",Wrong,Name,01/01/2000" ON "/,\\\n" OLD ",,," ON "L,I\n"
                                                     ",oneill,catherine,02/03/2016" ON "C1,C2\n",
                                            NULL);
        ok(r.sheets == 1 && r.rows == 3 && r.children == 3 && r.matched == 3 && r.nobody == 0,
           "three children");
        ok(r.changed.pupils == 3 && r.changed.marks == 6, "six marks");
        is_text(day(&oak, ann, "2026-09-07"), "/\\", "by UPN, whatever the names are");
        is_text(day(&oak, ben, "2026-09-07"), "LI", "by former UPN");
        is_text(day(&oak, cat, "2026-09-07"), "C1C2", "by names as people write them, and date of birth");
        r = import(&oak,
                   HEAD ",O'Neill,Kate,2016-03-02" ON "M,M\n"
                        ",O'Neill,Catherine,2016-03-02" ON ",O\n",
                   NULL);
        ok(r.matched == 2 && r.changed.pupils == 1 && r.changed.marks == 2, "one child by two names");
        is_text(day(&oak, cat, "2026-09-07"), "MO", "merged in the order of the file");
        r = import(&oak,
                   HEAD ",O'Neill,Kate,2016-03-02" ON "M,M\n"
                        ",O'Neill,Catherine,2016-03-02" ON ",O\n",
                   NULL);
        ok(r.matched == 2 && r.changed.pupils == 0, "twice changes nothing");
}

static void is_nobody(const char *row, const char *words)
{
        struct attendance_result r = import(&oak, arena_printf(a, HEAD "%s" ON "/,\\\n", row), NULL);
        ok(r.nobody == 1 && r.matched == 0 && r.changed.pupils == 0, "nobody: %s", row);
        ok(r.issues.count == 1 && r.issues.items[0].cause == CAUSE_NOBODY, "is said");
        is_text(issue_words(a, &r.issues.items[0]), words, "in words");
}

static void test_nobody(void)
{
        is_nobody("W20136142501K,,,", "marks.csv, row 2: want a pupil of the school, found 'W20136142501K'");
        is_nobody(",O'Neill,Kate,2016-03-03",
                  "marks.csv, row 2: want a pupil of the school, found 'O'Neill, Kate, 2016-03-03'");
        is_nobody(",Twin,Jo,2016-05-05", "marks.csv, row 2: want a child who can be one pupil of the school "
                                         "alone, found 'Twin, Jo, 2016-05-05'");
        is_nobody(",Elms,Eve,2016-06-06",
                  "marks.csv, row 2: want a pupil of the school, found 'Elms, Eve, 2016-06-06'");
}

static void test_left(unsigned long now, unsigned long before)
{
        struct attendance_result r = import(&oak,
                                            HEAD ",Gone,Now,2015-01-01" ON "/,\\\n"
                                                 ",Gone,Before,2015-01-02" ON "/,\\\n",
                                            NULL);
        ok(r.matched == 1 && r.nobody == 1, "who left in the year is found, who left before is not");
        is_text(day(&oak, now, "2026-09-07"), "/\\", "and has marks");
        is_text(day(&oak, before, "2026-09-07"), "--", "the other has none");
        r = import(&oak, HEAD ",Gone,Before,2015-01-02,06/07/2026,/,\\\n", NULL);
        ok(r.matched == 1 && r.changed.marks == 2, "marks of the year before are taken of who left then");
}

static bool not_ann(void *with, unsigned long pupil, unsigned long child)
{
        return pupil != *(unsigned long *)with && child != 0;
}

static void test_rule(unsigned long ann, unsigned long ben)
{
        const struct attendance_source source = { 6, "", not_ann, &ann, false };
        struct attendance_result r =
            import(&oak, "UPN,Date,AM,PM\n" ANN ",08/09/2026,I,I\n" BEN ",08/09/2026,I,I\n", &source);
        ok(r.matched == 2 && r.ignored == 1 && r.changed.pupils == 1, "whose marks are not imported");
        is_text(day(&oak, ann, "2026-09-08"), "--", "has none");
        is_text(day(&oak, ben, "2026-09-08"), "II", "the other has");
}

static void test_schools(unsigned long ann, unsigned long eve)
{
        static const char both[] =
            "DfE number,UPN,Surname,Forename,Date of birth,AttendanceStartDate,AttendanceMarks\n"
            "999/2001," ANN ",,,,2026-09-09,II\n9992002,,Elms,Eve,2016-06-06,2026-09-09,OO\n";
        struct attendance_result r = import(&oak, both, NULL);
        ok(r.children == 1 && r.elsewhere == 1 && r.matched == 1 && r.issues.count == 0,
           "a file of two schools, to the one");
        is_text(day(&elm, eve, "2026-09-09"), "--", "nothing of the other yet");
        r = import(&elm, both, NULL);
        ok(r.children == 1 && r.elsewhere == 1 && r.matched == 1, "and to the other");
        is_text(day(&oak, ann, "2026-09-09"), "II", "each has");
        is_text(day(&elm, eve, "2026-09-09"), "OO", "its own");
        r = import(&elm, "UPN,Date,AM,PM\n" ANN ",10/09/2026,/,\\\n", NULL);
        ok(r.nobody == 1 && r.changed.pupils == 0, "a UPN of another school is nobody here");
        is_text(day(&oak, ann, "2026-09-10"), "--", "and nothing is written there");
}

static void test_none(void)
{
        struct attendance_result r = import(&oak, "UPN,Surname,Forename,DOB\n" ANN ",A,B,2016-01-01\n", NULL);
        ok(r.sheets == 0 && r.children == 0 && r.issues.count == 0, "a list of pupils is no register");
        r = import(&oak, HEAD ANN ",,," ON "zz,\\\n", NULL);
        ok(r.matched == 1 && r.issues.count == 1 && r.issues.items[0].cause == CAUSE_MARK_UNKNOWN,
           "problems of the reading are told");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        setenv("ONROLL_TODAY", "2026-11-26", 1);
        oak = school_of("9992001", "Oak");
        elm = school_of("9992002", "Elm");
        unsigned long ann = pupil_of(&oak, (struct named){ ANN, "", "Smith", "Ann", "", "2016-10-01" });
        unsigned long ben = pupil_of(&oak, (struct named){ BEN, OLD, "Jones", "Ben", "", "2016-10-02" });
        unsigned long cat =
            pupil_of(&oak, (struct named){ "", "", "O'Neill", "Catherine", "Kate", "2016-03-02" });
        pupil_of(&oak, (struct named){ "", "", "Twin", "Jo", "", "2016-05-05" });
        pupil_of(&oak, (struct named){ "", "", "Twin", "Jo", "", "2016-05-05" });
        unsigned long now = pupil_of(&oak, (struct named){ "", "", "Gone", "Now", "", "2015-01-01" });
        unsigned long before = pupil_of(&oak, (struct named){ "", "", "Gone", "Before", "", "2015-01-02" });
        leave(&oak, now, "2026-10-02");
        leave(&oak, before, "2026-07-17");
        unsigned long eve = pupil_of(&elm, (struct named){ "", "", "Elms", "Eve", "", "2016-06-06" });
        test_who(ann, ben, cat);
        test_nobody();
        test_left(now, before);
        test_rule(ann, ben);
        test_schools(ann, eve);
        test_none();
        database_close(&d);
        return done_testing();
}
