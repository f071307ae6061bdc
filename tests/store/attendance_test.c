/* store/attendance and attendance_merge: what comes over what is held, and summaries that equal a
 * recomputation. */
#include "store/attendance_merge.h"

#include <stdlib.h>

#include "database.h"
#include "gate/scope.h"
#include "model/year.h"
#include "store/pupil_deed.h"
#include "store/school.h"
#include "tap.h"

static struct database d;
static struct arena *a;
static struct scope oak, elm;

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

static unsigned long pupil_of(const struct scope *scope, const char *surname)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = "Ann";
        r.value[FIELD_DOB] = "2016-10-01";
        r.value[FIELD_NC_YEAR] = "5";
        is_long(pupil_add(d.db, a, scope, &r, &id), DONE, surname);
        return id;
}

static long session(const char *date)
{
        return session_of(date_from_iso(date), false);
}

/* From a day on; "-" no mark, spaces are for the reader. */
static struct attendance_marks from(unsigned long pupil, const char *date, const char *text)
{
        mark *of = arena_alloc(a, strlen(text) + 1);
        size_t count = 0;
        for (mark m; *text;) {
                while (*text == ' ')
                        text++;
                if (mark_next(&text, SPACE_IS_NO_MARK, &m) == TOKEN_END)
                        break;
                of[count++] = m;
        }
        return (struct attendance_marks){ pupil, { session(date), count, of } };
}

static struct attendance_merged merge(const struct scope *scope, const struct attendance_marks *in,
                                      size_t count)
{
        struct attendance_merged out = { 99, 99, 99 };
        is_long(attendance_merge(d.db, scope, 7, in, count, &out), DONE, "merged");
        return out;
}

static const char *held(const struct scope *scope, unsigned long pupil, const char *date, size_t count)
{
        struct marks m;
        char *text = arena_alloc(a, count * 3 + 1);
        struct date on = date_from_iso(date);
        if (attendance_of_pupil(d.db, a, scope, pupil, year_academic(on), &m) != DONE)
                return "broken";
        for (size_t i = 0; i < count; i++) {
                const char *code = mark_table[marks_at(&m, session(date) + (long)i)].code;
                strcat(text, *code ? code : "-");
        }
        return text;
}

static void test_merge(unsigned long anna, unsigned long ben)
{
        struct attendance_marks in[] = { from(anna, "2026-09-07", "/\\/\\ NN /\\ I"),
                                         from(ben, "2026-09-09", "C1Y2") };
        struct attendance_merged m = merge(&oak, in, 2);
        ok(m.pupils == 2 && m.marks == 11 && m.overwritten == 0, "new marks");
        is_text(held(&oak, anna, "2026-09-07", 10), "/\\/\\NN/\\I-", "as they came");
        is_text(held(&oak, ben, "2026-09-07", 8), "----C1Y2--", "of another as well");
        m = merge(&oak, in, 2);
        ok(m.pupils == 0 && m.marks == 0, "the same again changes nothing");
        in[0] = from(anna, "2026-09-08", "-- II -- -L");
        m = merge(&oak, in, 1);
        ok(m.pupils == 1 && m.marks == 3 && m.overwritten == 2, "a correction overwrites what it names");
        is_text(held(&oak, anna, "2026-09-07", 10), "/\\/\\II/\\IL", "and nothing else");
        in[0] = from(anna, "2026-09-07", "----");
        m = merge(&oak, in, 1);
        ok(m.pupils == 0, "no mark overwrites none");
        m = merge(&oak, in, 0);
        ok(m.pupils == 0, "nobody");
}

static void test_pieces(unsigned long anna)
{
        /* From the last Monday of one piece on: the pieces are counted from 1970. */
        long start = session_period(session("2026-11-02")) + PERIOD_SESSIONS - 4;
        mark of[8] = { 1, 2, 13, 13, 21, 21, 1, 2 };
        struct attendance_marks in = { anna, { start, 8, of } };
        struct attendance_merged m = merge(&oak, &in, 1);
        is_long((long)m.marks, 8, "across two pieces");
        struct marks held_now;
        ok(attendance_of_pupil(d.db, a, &oak, anna, 2026, &held_now) == DONE, "read");
        for (int i = 0; i < 8; i++)
                is_long(marks_at(&held_now, start + i), of[i], "each session");
}

static void test_years(unsigned long anna)
{
        struct attendance_marks in = from(anna, "2025-08-28", "/\\ OO // // II");
        struct marks m;
        merge(&oak, &in, 1); /* 28 and 29 August; 1, 2 and 3 September */
        ok(attendance_of_pupil(d.db, a, &oak, anna, 2024, &m) == DONE, "the year before");
        is_long(m.first, session_of_year(2024), "from its first session on");
        struct attendance_year y;
        ok(attendance_year_find(d.db, a, &oak, 2024, anna, &y) == DONE && figures_possible(&y.figures) == 4,
           "its figures");
        is_text(y.marked_to, "2025-08-29", "up to its last day");
        ok(attendance_year_find(d.db, a, &oak, 2025, anna, &y) == DONE && figures_possible(&y.figures) == 6,
           "the next one's");
        is_text(y.surname, "Adams", "of whom");
        struct attendance_academic years;
        ok(attendance_years_held(d.db, a, &oak, &years) == DONE && years.count == 3 &&
               years.years[0] == 2026 && years.years[2] == 2024,
           "three years");
        is_long(attendance_year_find(d.db, a, &oak, 2023, anna, &y), ABSENT, "not of a year without marks");
}

static void test_scope(unsigned long anna)
{
        struct marks m;
        struct attendance_year y;
        struct attendance_years list;
        struct attendance_rows rows;
        ok(attendance_of_pupil(d.db, a, &elm, anna, 2026, &m) == DONE && m.count == 0,
           "another school sees no marks");
        is_long(attendance_year_find(d.db, a, &elm, 2026, anna, &y), ABSENT, "and no summary");
        ok(attendance_year_list(d.db, a, &elm, 2026, &list) == DONE && list.count == 0, "nor a list");
        ok(attendance_of_school(d.db, a, &elm, 2026, &rows) == DONE && rows.count == 0, "nor rows");
        ok(attendance_year_list(d.db, a, &oak, 2026, &list) == DONE && list.count == 2, "the school does");
        ok(attendance_of_school(d.db, a, &oak, 2026, &rows) == DONE && rows.count == 2, "a pupil each");
}

static void test_triggers(unsigned long cara)
{
        struct attendance_year y;
        struct attendance_marks in = from(cara, "2026-09-07", "OOOOOOOOOO OOOOOOOO");
        merge(&oak, &in, 1);
        ok(attendance_year_find(d.db, a, &oak, 2026, cara, &y) == DONE, "a pupil");
        is_long(y.trigger_now, 1 << TRIGGER_PENALTY, "nine days: ten sessions alone");
        is_text(y.since[TRIGGER_PENALTY], "2026-09-11", "since");
        in = from(cara, "2026-09-18", "OO");
        merge(&oak, &in, 1);
        ok(attendance_year_find(d.db, a, &oak, 2026, cara, &y) == DONE, "the tenth day");
        is_long(y.trigger_now, (1 << TRIGGER_PENALTY) | (1 << TRIGGER_UNAUTHORISED),
                "is found with what was held");
        is_text(y.since[TRIGGER_UNAUTHORISED], "2026-09-18", "since");
        is_long(y.days[TRIGGER_UNAUTHORISED], 10, "ten");
        is_text(y.since[TRIGGER_CONTINUOUS], "", "not twenty");
        in = from(cara, "2026-09-21", "/\\");
        merge(&oak, &in, 1);
        ok(attendance_year_find(d.db, a, &oak, 2026, cara, &y) == DONE, "back at school");
        is_long(y.trigger_now, 1 << TRIGGER_PENALTY, "the run is over");
        is_text(y.since[TRIGGER_UNAUTHORISED], "2026-09-18", "its day stays");
}

/* A correction of July changes what holds in September. */
static void test_summer(unsigned long dan)
{
        struct attendance_year y;
        struct attendance_marks in = from(dan, "2026-07-13", "/\\/\\/\\/\\/\\");
        merge(&oak, &in, 1);
        in = from(dan, "2026-09-07", "OOOO/\\");
        merge(&oak, &in, 1);
        ok(attendance_year_find(d.db, a, &oak, 2026, dan, &y) == DONE && y.trigger_now == 0, "four sessions");
        in = from(dan, "2026-07-13", "OOOOOO");
        merge(&oak, &in, 1);
        ok(attendance_year_find(d.db, a, &oak, 2026, dan, &y) == DONE &&
               y.trigger_now == 1 << TRIGGER_PENALTY,
           "and six of July");
        is_text(y.since[TRIGGER_PENALTY], "2026-09-08", "since September");
}

/* ---- any sequence of merges equals the last mark of each session ---- */

enum { PUPILS = 6, DAYS = 500, SESSIONS = DAYS * 2 };

static mark truth[PUPILS][SESSIONS];

static bool same_year(unsigned long pupil, const struct marks *all, int year)
{
        struct attendance_year y;
        struct attendance_sum sum;
        enum outcome found = attendance_year_find(d.db, a, &oak, year, pupil, &y);
        if (!attendance_sum_up(all, year, &sum))
                return found == ABSENT;
        bool same =
            found == DONE && memcmp(&sum.figures.of[1], &y.figures.of[1], 3 * sizeof sum.figures.of[1]) == 0;
        for (int i = 0; same && i < TRIGGERS; i++) {
                const struct trigger_state *t = &sum.triggers[i];
                same = ((y.trigger_now >> i) & 1) == t->holds && (y.since[i][0] != '\0') == t->reached &&
                       y.days[i] == t->count;
        }
        return same;
}

static void test_check(void)
{
        size_t pupils = 0, wrong = 99;
        is_long(attendance_check(d.db, &oak, 2026, &pupils, &wrong), DONE, "checked");
        ok(pupils == 10 && wrong == 0, "the summaries of ten pupils are right");
        is_long(attendance_check(d.db, &elm, 2026, &pupils, &wrong), DONE, "a school without marks");
        ok(pupils == 0 && wrong == 0, "has nothing wrong");
        static const char *const harms[] = {
                "UPDATE attendance_year SET authorised = authorised + 1 WHERE academic_year = 2026 ORDER BY "
                "pupil_id LIMIT 1;\n",
                "UPDATE attendance_year SET penalty_on = '2026-01-01' WHERE academic_year = 2026 ORDER BY "
                "pupil_id DESC LIMIT 1;\n",
        };
        is_long(db_script(d.db, harms[0]), DONE, "a number is harmed");
        ok(attendance_check(d.db, &oak, 2026, &pupils, &wrong) == DONE && wrong == 1, "and found");
        is_long(db_script(d.db, harms[1]), DONE, "a date");
        ok(attendance_check(d.db, &oak, 2026, &pupils, &wrong) == DONE && wrong == 2, "and found");
        is_long(
            db_script(d.db,
                      "DELETE FROM attendance_year WHERE academic_year = 2026 ORDER BY pupil_id LIMIT 1;\n"),
            DONE, "a row is gone");
        ok(attendance_check(d.db, &oak, 2026, &pupils, &wrong) == DONE && wrong == 2,
           "which still is one that is wrong");
        is_long(db_script(d.db, "DELETE FROM attendance WHERE marks <> '' ORDER BY pupil_id LIMIT 100;\n"),
                DONE, "marks are gone");
        ok(attendance_check(d.db, &oak, 2026, &pupils, &wrong) == DONE && wrong == 9,
           "rows of nobody's marks are wrong");
}

static void test_any_sequence(void)
{
        static const char codes[] = "////////\\\\\\\\\\\\LLIIOOUGNCVB#X";
        unsigned long ids[PUPILS];
        long first = session("2025-06-02");
        srandom(13);
        for (int p = 0; p < PUPILS; p++)
                ids[p] = pupil_of(&oak, arena_printf(a, "Zz%c", 'A' + p));
        for (int n = 0; n < 60; n++) {
                struct attendance_marks in[PUPILS];
                size_t count = 0;
                for (int p = 0; p < PUPILS; p++) {
                        size_t start = (size_t)random() % (SESSIONS - 100),
                               length = (size_t)random() % 100 + 1;
                        if (random() % 2)
                                continue;
                        mark *of = arena_alloc(a, length);
                        for (size_t i = 0; i < length; i++) {
                                char code[2] = { codes[(size_t)random() % (sizeof codes - 1)], '\0' };
                                of[i] = random() % 4 ? mark_of_code(p == 0   ? "O"
                                                                    : p == 1 ? "I"
                                                                             : code)
                                                     : MARK_NONE;
                                truth[p][start + i] = of[i] ? of[i] : truth[p][start + i];
                        }
                        in[count++] =
                            (struct attendance_marks){ ids[p], { first + (long)start, length, of } };
                }
                struct attendance_merged out;
                if (attendance_merge(d.db, &oak, 1, in, count, &out) != DONE)
                        ok(false, "merge %d", n);
        }
        for (int p = 0; p < PUPILS; p++) {
                struct marks all = { first, SESSIONS, truth[p] };
                for (int year = 2024; year <= 2027; year++) {
                        struct marks m,
                            cut = marks_cut(&all, session_of_year(year), session_of_year(year + 1));
                        int wrong = attendance_of_pupil(d.db, a, &oak, ids[p], year, &m) != DONE;
                        for (long s = session_of_year(year); s < session_of_year(year + 1); s++)
                                wrong += marks_at(&m, s) != marks_at(&cut, s);
                        is_long(wrong, 0, "marks as they came last");
                        ok(same_year(ids[p], &all, year),
                           "the summary of pupil %d in %d equals a recomputation", p, year);
                }
        }
}

/* A transaction that fails later leaves nothing. */
static enum outcome fail_later(struct db *db, void *context)
{
        struct attendance_merged out;
        if (attendance_merge(db, &oak, 9, context, 1, &out) != DONE || out.marks == 0)
                return BROKEN;
        return REFUSED;
}

static void test_all_or_nothing(unsigned long ben)
{
        struct attendance_marks in = from(ben, "2026-10-05", "OOOO");
        is_long(db_transaction(d.db, fail_later, &in), REFUSED, "a transaction that ends otherwise");
        is_text(held(&oak, ben, "2026-10-05", 4), "----", "leaves no mark");
}

int main(void)
{
        if (!database_open(&d, true))
                return done_testing();
        a = d.arena;
        oak = school_of("9992001", "Oak");
        elm = school_of("9992002", "Elm");
        unsigned long anna = pupil_of(&oak, "Adams"), ben = pupil_of(&oak, "Brown");
        test_merge(anna, ben);
        test_pieces(anna);
        test_years(anna);
        test_scope(anna);
        test_all_or_nothing(ben);
        test_triggers(pupil_of(&oak, "Clark"));
        test_summer(pupil_of(&oak, "Davies"));
        test_any_sequence();
        test_check();
        is_long(db_prepare_all(d.db), DONE, "every statement");
        database_close(&d);
        return done_testing();
}
