/* Registers as schools' systems write them, to marks; and what is said of those that cannot be read. */
#include "intake/attendance_list.h"

#include "base/buf.h"
#include "sheet/given.h"
#include "tap.h"

static struct arena *a;

static struct date since; /* NO_DATE but for the test of it */

static struct attendance_list read_book(const struct book *b)
{
        struct attendance_context c = { "", date_from_iso("2026-11-26"), since };
        struct attendance_list l;
        attendance_list_read(a, b, &c, &l);
        return l;
}

static struct attendance_list read_text(const char *text)
{
        struct book *b = arena_alloc(a, sizeof *b);
        *b = given(a, text, strlen(text));
        return read_book(b);
}

/* "upn or name: day/AM code day/PM code", a line a child. */
static const char *shown(const struct attendance_list *l)
{
        struct buf out = BUF_EMPTY;
        char uk[DATE_TEXT];
        buf_text(&out, "");
        for (size_t i = 0; i < l->child_count; i++) {
                const struct attendance_child *c = &l->children[i];
                buf_printf(&out, "%s%s%s%s:", i ? "\n" : "", c->laestab, c->laestab[0] ? " " : "", c->upn);
                if (!c->upn[0])
                        buf_printf(&out, "%s,%s,%s", c->surname, c->forename, c->dob);
                long day = -1;
                for (size_t m = 0; m < c->count; m++) {
                        long session = c->marks[m].session;
                        if (session / 2 != day)
                                buf_printf(&out, " %.5s", date_to_uk(session_date(session), uk));
                        else
                                buf_char(&out, ',');
                        if (session / 2 != day)
                                buf_text(&out, session % 2 ? "p" : "a");
                        buf_text(&out, mark_table[c->marks[m].mark].code);
                        day = session / 2;
                }
        }
        const char *text = arena_bytes(a, out.bytes, out.len);
        buf_free(&out);
        return text;
}

static const char *problems(const struct attendance_list *l)
{
        const char *out = "";
        for (size_t i = 0; i < l->issues.count; i++)
                out = arena_printf(a, "%s%s%s", out, i ? "\n" : "", issue_words(a, &l->issues.items[i]));
        return out;
}

static const char *notes(const struct attendance_list *l)
{
        const char *out = "";
        for (size_t i = 0; i < l->note_count; i++)
                out = arena_printf(a, "%s%s%s", out, i ? "\n" : "", l->notes[i]);
        return out;
}

struct layout {
        const char *what, *text, *want, *problems;
};

#define ANN "B801200005001"
#define BEN "H801200001001"

static const struct layout layouts[] = {
        { "a row a session",
          "UPN,Date,Session,Mark,Minutes late,Comment\n" ANN ",07/09/2026,AM,/,,\n" ANN
          ",07/09/2026,PM,\\,,\n" BEN ",07/09/2026,AM,L,12,bus\n" ANN ",2026-09-08,1,c2,,\n" ANN
          ",8 Sep 2026,2,Y4,,\n" BEN ",08/09/2026,Afternoon,/,,\n",
          ANN ": 07/09a/,\\ 08/09aC2,Y4\n" BEN ": 07/09aL 08/09p\\", "" },
        { "names and dates of birth in place of a UPN",
          "Surname,Forename,DOB,Attendance date,Session,Attendance "
          "code\nSmith,Ann,31/08/2015,07/09/2026,AM,I\nSMITH,ann,2015-08-31,07/09/2026,PM,I\n",
          ":Smith,Ann,2015-08-31 07/09aI,I", "" },
        { "a full name", "Name,DOB,UPN,Date,Session,Code\n\"Smith, Ann\",31/08/2015,,07/09/2026,AM,I\n",
          ":Smith,Ann,2015-08-31 07/09aI", "" },
        { "a row a day",
          "Attendance of Oak\n\nUPN,Date,AM,PM\n" ANN ",07/09/2026,/,\\\n" ANN ",08/09/2026,,N\n" BEN
          ",07/09/2026,-,O\n",
          ANN ": 07/09a/,\\ 08/09pN\n" BEN ": 07/09pO", "" },
        { "both marks of a day in one cell",
          "UPN,Date,Attendance mark\n" ANN ",07/09/2026,/\\\n" ANN ",08/09/2026,I I\n" ANN ",09/09/2026,#\n",
          ANN ": 07/09a/,\\ 08/09aI,I 09/09a#,#", "" },
        { "a column a day",
          "UPN,Surname,07/09/2026,08/09/2026\n" ANN ",Smith,/\\,C1C2\n" BEN
          ",Jones,,LU\n,,2,2\nTotal present,,1,1\n",
          ANN ": 07/09a/,\\ 08/09aC1,C2\n" BEN ": 08/09aL,U", "" },
        { "two columns a day",
          "UPN,Mon 07/09/2026 AM,Mon 07/09/2026 PM,8 Sep 2026 (AM),8 Sep 2026 (PM)\n" ANN ",/,\\,I,\n",
          ANN ": 07/09a/,\\ 08/09aI", "" },
        { "the day twice", "UPN,07/09/2026,07/09/2026\n" ANN ",/,O\n", ANN ": 07/09a/,O", "" },
        { "AM and PM below the days",
          "UPN,Surname,07/09/2026,,08/09/2026,\n,,AM,PM,AM,PM\n" ANN ",Smith,/,\\,M,\\\n",
          ANN ": 07/09a/,\\ 08/09aM,\\", "" },
        { "the days above AM and PM",
          ",,07/09/2026,,08/09/2026,\nUPN,Surname,AM,PM,AM,PM\n" ANN ",Smith,/,\\,M,\\\n",
          ANN ": 07/09a/,\\ 08/09aM,\\", "" },
        { "a string of school days",
          "UPN,AttendanceStartDate,AttendanceMarks\n" ANN ",2026-09-10,/\\/\\IIC1\\\n",
          ANN ": 10/09a/,\\ 11/09a/,\\ 14/09aI,I 15/09aC1,\\", "" },
        { "a string with weekends",
          "DfE number,UPN,Surname,Forename,Date of birth,AttendanceStartDate,AttendanceMarks\n801/2000," ANN
          ",Smith,Ann,2015-08-31,2026-09-10,/\\/\\####I\\\n8012001," BEN
          ",Jones,Ben,2015-08-30,2026-09-11,/\\----OO\n",
          "8012000 " ANN ": 10/09a/,\\ 11/09a/,\\ 14/09aI,\\\n8012001 " BEN ": 11/09a/,\\ 14/09aO,O", "" },
        { "months first", "UPN,Date,AM,PM\n" ANN ",09/07/2026,/,\\\n" ANN ",09/28/2026,I,I\n",
          ANN ": 07/09a/,\\ 28/09aI,I", "" },
        { "H before it was withdrawn", "UPN,Date,AM,PM\n" ANN ",15/07/2024,H,H\n", ANN ": 15/07aH,H", "" },
        { "not yet come", "UPN,Date,AM,PM\n" ANN ",26/11/2026,/,\\\n" ANN ",27/11/2026,/,#\n",
          ANN ": 26/11a/,\\ 27/11p#", "" },
        { "the same twice", "UPN,Date,AM,PM\n" ANN ",07/09/2026,N,\\\n" ANN ",07/09/2026,N,\\\n",
          ANN ": 07/09aN,\\", "" },

        { "no code", "UPN,Date,AM,PM\n" ANN ",07/09/2026,Ill,\\\n", ANN ": 07/09p\\",
          "Row 2, column C: want an attendance code such as / \\ L I or C2, found 'Ill'" },
        { "a withdrawn code", "UPN,Date,AM,PM\n" ANN ",07/09/2026,H,\\\n", ANN ": 07/09p\\",
          "Row 2, column C: want a code that was in use on 07/09/2026, found 'H'" },
        { "a Saturday", "UPN,Date,AM,PM\n" ANN ",05/09/2026,/,#\n", ANN ":",
          "Row 2, column C: want a day from Monday to Friday, found '/ on 05/09/2026'" },
        { "long ago", "UPN,Date,AM,PM\n" ANN ",05/09/2016,/,\n", ANN ":",
          "Row 2, column C: want a day of the last eight years, found '/ on 05/09/2016'" },
        { "no date", "UPN,Date,AM,PM\n" ANN ",Monday,/,\n" ANN ",,/,\n", ANN ":",
          "Row 2, column B: want a date like 07/09/2026, found 'Monday'\nRow 3, column B: want a date like "
          "07/09/2026, found nothing" },
        { "no session", "UPN,Date,Session,Code\n" ANN ",07/09/2026,Lunch,/\n", ANN ":",
          "Row 2, column C: want a session: AM or PM, found 'Lunch'" },
        { "nobody", "UPN,Surname,Date,AM,PM\n,Smith,07/09/2026,/,\\\n", "",
          "Row 2: want a UPN, or surname, forename and date of birth, found nothing" },
        { "a wrong UPN", "UPN,Date,AM,PM\nA801200005001,07/09/2026,/,\\\n", "",
          "Row 2, column A (UPN): want a UPN whose digits and check letter agree (these digits have B), "
          "found 'A801200005001'" },
        { "one mark for a day", "UPN,07/09/2026\n" ANN ",I\n", ANN ":",
          "Row 2, column B: want two marks, morning and afternoon, such as /\\, found 'I'" },
        { "something else in a string",
          "UPN,AttendanceStartDate,AttendanceMarks\n" ANN ",2026-09-07,/\\/?/\\\n", ANN ":",
          "Row 2, column C: want an attendance code such as / \\ L I or C2, found '?/\\ at character 4'" },
        { "two codes for one session", "UPN,Date,AM,PM\n" ANN ",07/09/2026,N,\\\n" ANN ",07/09/2026,I,\\\n",
          ANN ": 07/09aI,\\", "Row 3: expected N as in row 2, found 'I'; read as I" },
};

static void test_layouts(void)
{
        for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
                struct attendance_list l = read_text(layouts[i].text);
                is_long((long)l.sheet_count, 1, layouts[i].what);
                is_text(shown(&l), layouts[i].want, "marks");
                is_text(problems(&l), layouts[i].problems, "problems");
        }
}

static void test_notes(void)
{
        struct attendance_list l = read_text(layouts[12].text);
        is_text(notes(&l), "the dates have the month first, and were read so.", "months first is said");
        l = read_text(layouts[14].text);
        is_text(notes(&l), "1 mark of days to come was left out.", "what is left out is said");
}

static const char *const others[] = {
        "UPN,Surname,Forename,DOB,Year\n" ANN ",Smith,Ann,31/08/2015,6\n",
        "UPN,Date,Subject,Mark\n" ANN ",07/09/2026,Maths,B\n",
        "UPN,Start date,End date,Reason\n" ANN ",07/09/2026,08/09/2026,PP\n",
        "Date,AM,PM\n07/09/2026,210,208\n",
        "Surname,Forename,Date,AM,PM\nSmith,Ann,07/09/2026,/,\\\n",
        "",
};

static void test_others(void)
{
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
                struct attendance_list l = read_text(others[i]);
                is_long((long)l.sheet_count, 0, others[i]);
                is_long((long)l.child_count, 0, "nobody of it");
        }
}

/* Cells of a workbook are dates and numbers, not texts; and beside a register there is a list. */
static void test_cells(void)
{
        static const struct cell list[] = { { 0, 0, CELL_TEXT, "UPN" },
                                            { 0, 1, CELL_TEXT, "Surname" },
                                            { 1, 0, CELL_TEXT, ANN } };
        static const struct cell marks[] = {
                { 0, 0, CELL_TEXT, "UPN" },        { 0, 1, CELL_MOMENT, "2026-09-07T00:00:00" },
                { 0, 2, CELL_DATE, "2026-09-08" }, { 1, 0, CELL_TEXT, ANN },
                { 1, 1, CELL_TEXT, "/\\" },        { 1, 2, CELL_TEXT, "?" },
        };
        static const struct sheet sheets[] = { { "Pupils", false, 2, 2, 3, list },
                                               { "Autumn", false, 2, 3, 6, marks } };
        const struct book b = { .kind = "xlsx", .sheet_count = 2, .sheets = sheets };
        struct attendance_list l = read_book(&b);
        is_long((long)l.sheet_count, 1, "one of two sheets");
        is_text(shown(&l), ANN ": 07/09a/,\\", "its marks");
        is_text(problems(&l),
                "Sheet Autumn, row 2, column C: want an attendance code such as / \\ L I or C2, found '?'",
                "the sheet is named");
        struct date today = date_from_iso("2026-11-26");
        ok(!attendance_sheet(a, &sheets[0], today) && attendance_sheet(a, &sheets[1], today),
           "which is which");
}

/* Many children, so that the table of them grows; and more problems than are listed. */
static void test_many(void)
{
        struct buf text = BUF_EMPTY;
        buf_text(&text, "Surname,Forename,DOB,Date,AM,PM\n");
        for (int n = 0; n < 3000; n++)
                buf_printf(&text, "S%c%c,F%c,31/08/2015,0%d/09/2026,%s,\\\n", 'a' + n % 20, 'a' + n / 20 % 20,
                           'a' + n / 400 % 3, n < 1200 ? 7 : 8, n % 2 ? "/" : "bad");
        struct attendance_list l = read_text(text.bytes);
        buf_free(&text);
        is_long((long)l.child_count, 1200, "each child once");
        is_long((long)l.row_count, 3000, "rows");
        is_long((long)l.issues.count, ATTENDANCE_ISSUES, "a thousand problems");
        is_text(notes(&l), "500 more problems are not listed.", "and how many more");
        size_t marks = 0;
        for (size_t i = 0; i < l.child_count; i++)
                marks += l.children[i].count;
        is_long((long)marks, 600 * 2 + 600 + 600 * 2 + 600, "their marks");
}

/* What stands of days before is counted and not looked at, in every layout. */
static void test_since(void)
{
        static const struct {
                const char *what, *text, *want, *problems;
                size_t before;
        } rows[] = {
                { "a row a session",
                  "UPN,Date,Session,Mark\n" ANN ",07/09/2026,AM,?\n" ANN ",08/09/2026,AM,/\n" ANN
                  ",07/09/2026,PM,L\n",
                  ANN ": 08/09a/", "", 2 },
                { "a row a day", "UPN,Date,AM,PM\n" ANN ",07/09/2026,,?\n" ANN ",08/09/2026,?,/\n",
                  ANN ": 08/09p\\",
                  "Row 3, column C: want an attendance code such as / \\ L I or C2, found '?'", 1 },
                { "a Saturday, a withdrawn code, long ago",
                  "UPN,Date,AM,PM\n" ANN ",05/09/2026,/,/\n" ANN ",03/09/2026,H,\n" ANN ",01/09/2003,/,/\n",
                  ANN ":", "", 5 },
                { "a column a day", "UPN,07/09/2026,08/09/2026\n" ANN ",/\\,C1C2\n" BEN ",?,LU\n",
                  ANN ": 08/09aC1,C2\n" BEN ": 08/09aL,U", "", 2 },
                { "a string", "UPN,AttendanceStartDate,AttendanceMarks\n" ANN ",2026-09-04,/\\--II\n",
                  ANN ": 08/09aI,I", "", 2 },
        };
        since = date_from_iso("2026-09-08");
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct attendance_list l = read_text(rows[i].text);
                size_t before = 0;
                for (size_t n = 0; n < l.child_count; n++)
                        before += l.children[n].before;
                is_text(shown(&l), rows[i].want, rows[i].what);
                is_text(problems(&l), rows[i].problems, "what is said of it");
                is_long((long)before, (long)rows[i].before, "marks before the day");
        }
        since = NO_DATE;
}

/* Whose each problem is. */
static void test_whose(void)
{
        struct attendance_list l = read_text(
            "UPN,Surname,Forename,DOB,Date,AM\n" ANN ",,,,07/09/2026,/\n" BEN ",,,,07/09/2026,?\n" ANN
            ",,,,08/09/2026,?\n,,,,07/09/2026,/\nX1,Fox,Eve,01/02/2016,07/09/2026,/\n" BEN
            ",,,,someday,/\n" ANN ",,,,07/09/2026,L\n");
        static const uint32_t want[] = { 1, 0, ATTENDANCE_NOBODY, 2, 1, 0 };
        if (is_long((long)l.issues.count, 6, "six problems"))
                for (size_t i = 0; i < 6; i++)
                        is_long(l.whose[i], want[i], issue_words(a, &l.issues.items[i]));
}

int main(void)
{
        a = arena_new();
        test_layouts();
        test_notes();
        test_others();
        test_cells();
        test_many();
        test_since();
        test_whose();
        arena_free(a);
        return done_testing();
}
