/* model/attendance_code: every code, strings of marks, and the figures against the totals that the DfE
 * publishes. */
#include "model/attendance_code.h"

#include <stdlib.h>

#include "tap.h"

#define ORACLE "../shared/data/attendance/attendance-by-code-2025.csv"

/* DOMAIN: the codes of each class. */
static void test_classes(void)
{
        static const char *const of[MARK_CLASSES] = { "",
                                                      "/ \\ L K V P W B J",
                                                      "C C1 C2 E I J1 M R S T H F I01",
                                                      "G N O U",
                                                      "D X Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 Y X01",
                                                      "Z #" };
        int seen = 0;
        for (int c = 1; c < MARK_CLASSES; c++) {
                char codes[100];
                snprintf(codes, sizeof codes, "%s", of[c]);
                for (char *p = strtok(codes, " "); p; p = strtok(NULL, " "), seen++)
                        is_long(mark_class(mark_of_code(p)), c, p);
        }
        is_long(seen, MARK_COUNT - 1, "every code has a class");
        is_long(mark_class(MARK_NONE), CLASS_NONE, "no mark has none");
        is_text(mark_table[MARK_PRESENT_PM].code, "\\", "the numbers that are named");
        is_text(mark_table[MARK_LATE].code, "L", "L");
        is_text(mark_table[MARK_ILLNESS].code, "I", "I");
        is_text(mark_table[MARK_PLANNED_CLOSURE].code, "#", "#");
        is_long(mark_of_code("c2"), mark_of_code("C2"), "small letters");
        is_long(mark_of_code(""), MARK_COUNT, "nothing is no code");
        is_long(mark_of_code("Y8"), MARK_COUNT, "nor is Y8");
        is_long(mark_of_code("//"), MARK_COUNT, "nor are two");
        is_long(mark_in_session(MARK_PRESENT_AM, true), MARK_PRESENT_PM, "/ of an afternoon");
        is_long(mark_in_session(MARK_LATE, true), MARK_LATE, "L stays");
}

static void test_valid(void)
{
        struct date last = date_from_iso("2024-08-18"), first = date_from_iso("2024-08-19");
        static const char *const gone[] = { "H", "J", "Y", "F", "X01", "I01" }, *const come[] = { "J1", "C2",
                                                                                                  "Y7", "K",
                                                                                                  "Q" };
        for (int i = 0; i < 6; i++) {
                ok(mark_valid_on(mark_of_code(gone[i]), last), "%s before it was withdrawn", gone[i]);
                ok(!mark_valid_on(mark_of_code(gone[i]), first), "not after");
        }
        for (int i = 0; i < 5; i++) {
                ok(!mark_valid_on(mark_of_code(come[i]), last), "%s before it came", come[i]);
                ok(mark_valid_on(mark_of_code(come[i]), first), "after");
        }
        ok(mark_valid_on(MARK_PRESENT_AM, last) && mark_valid_on(MARK_PRESENT_AM, first), "/ at any time");
}

/* The codes with a bar between them, "-" for no mark; "?" where it stops. */
static const char *read_marks(const char *text, bool afternoon)
{
        static char out[300];
        enum mark_spacing spacing = marks_spacing(text, afternoon);
        enum mark_token t;
        mark m;
        out[0] = '\0';
        while ((t = mark_next(&text, spacing, &m)) != TOKEN_END) {
                snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", out[0] ? "|" : "",
                         t == TOKEN_UNKNOWN ? "?"
                         : t == TOKEN_NONE  ? "-"
                                            : mark_table[m].code);
                if (t == TOKEN_UNKNOWN)
                        break;
        }
        return out;
}

static void test_strings(void)
{
        static const struct {
                const char *text, *want, *what;
        } cases[] = {
                { "", "", "nothing" },
                { "/\\LI", "/|\\|L|I", "one after the other" },
                { "C1C2CJ1Y7YC", "C1|C2|C|J1|Y7|Y|C", "two characters first" },
                { "X01XI01I1", "X01|X|I01|I|?", "three too; a digit alone is nothing" },
                { "c1/y3\\", "C1|/|Y3|\\", "small letters" },
                { "/-.\\", "/|-|-|\\", "no marks" },
                { "/ \\ C1 L", "/|\\|C1|L", "a space after each mark" },
                { "/\\ /\\ I I", "/|\\|-|/|\\|-|I|-|I", "an odd part: a space is a missing mark" },
                { "/\\ /\\ II", "/|\\|/|\\|I|I", "a space after each day" },
                { "/\\/\\/\\/\\/\\ ##########", "/|\\|/|\\|/|\\|/|\\|/|\\|#|#|#|#|#|#|#|#|#|#",
                  "after each week" },
                { "/\\  /\\", "/|\\|-|-|/|\\", "two spaces: a day without marks" },
                { "/\\ \\/\\/ /\\", "/|\\|-|\\|/|\\|/|-|/|\\", "/ and \\ say which session it is" },
                { "/ / / /", "/|-|/|-|/|-|/", "mornings alone" },
                { "/ \\", "/|\\", "one day" },
                { "I O", "I|O", "of absence" },
                { " /\\", "-|/|\\", "a space first" },
                { "/,\\,,C1, L ,O", "/|\\|-|C1|L|O", "commas, and nothing between two" },
                { "/\\,II", "/|\\|I|I", "days with commas" },
                { "/;\\", "/|?", "something else" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                is_text(read_marks(cases[i].text, false), cases[i].want, cases[i].what);
        is_text(read_marks("\\ / \\", true), "\\|/|\\", "from an afternoon on");
        is_text(read_marks("\\ / \\", false), "\\|-|/|-|\\", "which the same string cannot be of a morning");
}

static struct attendance_figures figures(const char *codes)
{
        struct attendance_figures f = { { 0 } };
        enum mark_token t;
        mark m;
        while ((t = mark_next(&codes, SPACE_IS_NO_MARK, &m)) != TOKEN_END && t != TOKEN_UNKNOWN)
                figures_add(&f, m, 1);
        return f;
}

static void test_figures(void)
{
        struct attendance_figures f = figures("/\\LBVPWKJ CC1C2EIJ1MRSTH GNOU DXQY1Y7 #Z-");
        is_long((long)f.of[CLASS_ATTENDING], 9, "attending");
        is_long((long)f.of[CLASS_AUTHORISED], 11, "authorised");
        is_long((long)f.of[CLASS_UNAUTHORISED], 4, "unauthorised");
        is_long((long)figures_possible(&f), 24, "possible: neither not possible ones nor closures");
        is_long(figures_permille(&f), 375, "attendance");
        f = figures("###YYY");
        is_long(figures_permille(&f), -1, "no possible session, no percentage");
        ok(!figures_persistent(&f) && !figures_severe(&f), "and nothing missed");
        f = figures("/\\/\\/\\/\\/I");
        ok(figures_persistent(&f) && !figures_severe(&f), "one of ten is persistent");
        f = figures("/\\/\\/\\/\\/\\O");
        ok(!figures_persistent(&f), "one of eleven is not");
        f = figures("/\\II");
        ok(figures_persistent(&f) && figures_severe(&f), "half is severe");
        f = figures("/\\/II");
        ok(!figures_severe(&f), "less is not");
}

/* ---- the oracle ---- */

struct table {
        char *line;
        size_t room;
        char *cells[128];
        int count;
};

/* No cell of this file holds a comma between quotes but names, which may; quotes do not nest. */
static void cut(char *line, char **cells, int *count)
{
        bool quoted = false;
        *count = 0;
        cells[(*count)++] = line;
        for (char *p = line, *to = line; *p; p++) {
                if (*p == '"')
                        quoted = !quoted;
                else if ((*p == ',' && !quoted) || *p == '\n') {
                        *to++ = '\0';
                        cells[(*count)++] = to;
                } else
                        *to++ = *p;
                if (p[1] == '\0')
                        *to = '\0';
        }
}

static int column(char *const *heads, int count, const char *name)
{
        for (int i = 0; i < count; i++)
                if (strcmp(heads[i], name) == 0)
                        return i;
        ok(false, "column %s", name);
        return 0;
}

static const struct {
        const char *column, *code;
} published[] = {
        { "reason_present_am", "/" },
        { "reason_present_pm", "\\" },
        { "reason_l_present_late_before_registers_closed", "L" },
        { "reason_i_authorised_illness", "I" },
        { "reason_m_authorised_medical_dental", "M" },
        { "reason_r_authorised_religious_observance", "R" },
        { "reason_s_authorised_study_leave", "S" },
        { "reason_t_authorised_mobile_child", "T" },
        { "reason_h_authorised_holiday", "H" },
        { "reason_e_authorised_excluded", "E" },
        { "reason_c_authorised_other", "C" },
        { "reason_c1_authorised_regulated_performance", "C1" },
        { "reason_j1_authorised_interview", "J1" },
        { "reason_c2_authorised_temp_reduced_timetable", "C2" },
        { "reason_b_aea_education_off_site", "B" },
        { "reason_j_aea_interview", "J" },
        { "reason_p_aea_approved_sporting_activity", "P" },
        { "reason_v_aea_educational_visit_trip", "V" },
        { "reason_w_aea_work_experience", "W" },
        { "reason_k_aea_education_arranged_by_la", "K" },
        { "reason_g_unauthorised_holiday", "G" },
        { "reason_u_unauthorised_late_after_registers_closed", "U" },
        { "reason_o_other_unauthorised", "O" },
        { "reason_n_no_reason_yet", "N" },
};

struct agreed {
        int rows, attending, unauthorised, possible, percent, authorised, traces;
};

struct columns {
        int code[sizeof published / sizeof *published], attendance, authorised, unauthorised, absence,
            possible, percent;
};

static unsigned long number(char *const *cells, int i)
{
        return strtoul(cells[i], NULL, 10);
}

static void compare(char *const *cells, const struct columns *c, struct agreed *sum)
{
        struct attendance_figures f = { { 0 } };
        for (size_t i = 0; i < sizeof published / sizeof *published; i++)
                figures_add(&f, mark_of_code(published[i].code), number(cells, c->code[i]));
        unsigned long authorised = number(cells, c->authorised), trace = authorised - f.of[CLASS_AUTHORISED];
        sum->rows++;
        sum->attending += f.of[CLASS_ATTENDING] == number(cells, c->attendance);
        sum->unauthorised += f.of[CLASS_UNAUTHORISED] == number(cells, c->unauthorised);
        sum->authorised += trace == 0;
        sum->traces +=
            trace > 0 && trace <= 106 && (double)trace <= 0.00013 * (double)number(cells, c->possible);
        f.of[CLASS_AUTHORISED] = authorised; /* with the sessions whose code is not published */
        sum->possible += figures_possible(&f) == number(cells, c->possible) &&
                         figures_missed(&f) == number(cells, c->absence);
        double percent = strtod(cells[c->percent], NULL), ours = (double)figures_permille(&f) / 10;
        sum->percent += ours - percent < 0.0501 && percent - ours < 0.0501;
}

static void test_oracle(void)
{
        struct table t = { .line = NULL };
        char *heads = NULL, *names[128];
        size_t room = 0;
        int count = 0;
        struct columns c;
        struct agreed sum = { 0 };
        FILE *f = fopen(ORACLE, "r");
        if (!f) {
                skip("the DfE's published totals", ORACLE " is not there");
                return;
        }
        ok(getline(&heads, &room, f) > 0, "headings");
        cut(heads, names, &count);
        for (size_t i = 0; i < sizeof published / sizeof *published; i++)
                c.code[i] = column(names, count, published[i].column);
        c.attendance = column(names, count, "overall_attendance");
        c.authorised = column(names, count, "authorised_absence");
        c.unauthorised = column(names, count, "unauthorised_absence");
        c.absence = column(names, count, "overall_absence");
        c.possible = column(names, count, "possible_sessions");
        c.percent = column(names, count, "attendance_perc");
        while (getline(&t.line, &t.room, f) > 0) {
                cut(t.line, t.cells, &t.count);
                if (number(t.cells, c.possible)) /* four rows are suppressed */
                        compare(t.cells, &c, &sum);
        }
        fclose(f);
        free(heads);
        free(t.line);
        is_long(sum.rows, 643, "rows with figures");
        is_long(sum.attending, 643, "attendance is exact in all");
        is_long(sum.unauthorised, 643, "unauthorised absence is exact in all");
        is_long(sum.possible, 643, "possible sessions and absence are exact in all");
        is_long(sum.percent, 643, "and so is the percentage, to the nearest tenth");
        is_long(sum.authorised, 592, "authorised absence is exact in 592");
        is_long(sum.traces, 51, "in the others a trace of a code that is not published is missing");
}

int main(void)
{
        test_classes();
        test_valid();
        test_strings();
        test_figures();
        test_oracle();
        return done_testing();
}
