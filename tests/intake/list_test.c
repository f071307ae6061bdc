/* Whole files to rows: what schools do to their lists, and the public samples beside the project. */
#include "intake/list.h"
#include "model/row_key.h"
#include "tap.h"
#include "sheet/given.h"

static struct arena *a;
static struct corrections corrections;
static struct fixes fixes;

static struct intake_list read_bytes(const char *bytes, size_t len)
{
        struct list_context c = { .file = "",
                                  .academic = 2025,
                                  .today = date_from_iso("2025-11-22"),
                                  .authority = "801",
                                  .laestab = "8012000",
                                  .urn = "123456",
                                  .low = "R",
                                  .high = "11",
                                  .school = 7 };
        struct book *b = arena_alloc(a, sizeof *b);
        *b = given(a, bytes, len);
        struct intake_list l;
        list_read(a, b, &c, &corrections, &fixes, &l);
        return l;
}

static struct intake_list read_text(const char *text)
{
        return read_bytes(text, strlen(text));
}

/* Without tap's names in the way: does a note have these words? */
static int noted(const struct intake_list *l, const char *words)
{
        for (size_t i = 0; i < l->note_count; i++)
                if (strstr(l->notes[i], words))
                        return 1;
        return 0;
}

static int issues_of(const struct intake_list *l, enum cause cause)
{
        int n = 0;
        for (size_t i = 0; i < l->issues.count; i++)
                n += l->issues.items[i].cause == cause;
        return n;
}

static int errors(const struct intake_list *l)
{
        int n = 0;
        for (size_t i = 0; i < l->row_count; i++)
                n += l->rows[i].error;
        return n;
}

static const char *value(const struct intake_list *l, size_t row, enum field field)
{
        return row < l->row_count ? l->rows[row].record.value[field] : "(no row)";
}

static void a_teachers_list(void)
{
        struct intake_list l = read_text("Oakfield Primary School,,,\nClass 3B - Mrs Smith,,,\n,,,\nPlease fill in every column,,,\n"
                                  "No,Pupil Name,DOB,M/F\n1,\"SMITH, Anna (Annie)\",3/4/17,Girl\n2,Ben Jones,31.12.2016,B\n"
                                  "3,\"O'Neill, Sean\",42827,M\n\nNo,Pupil Name,DOB,M/F\n4,\"Lee, Kim\",1042017,male\n"
                                  ",Total: 4,,\nPrinted on 3 September 2025,,,\n");
        is_long((long)l.row_count, 4, "four children");
        is_long(errors(&l), 0, "no errors");
        is_text(value(&l, 0, FIELD_SURNAME), "SMITH", "surname as typed");
        is_text(value(&l, 0, FIELD_PREFERRED_FORENAME), "Annie", "known as");
        is_text(value(&l, 1, FIELD_FORENAME), "Ben", "forename first");
        is_text(value(&l, 2, FIELD_DOB), "2017-04-02", "serial number");
        is_text(value(&l, 3, FIELD_DOB), "2017-04-01", "lost leading zero");
        is_text(value(&l, 3, FIELD_CLASS), "3B", "class from the title");
        is_text(value(&l, 3, FIELD_NC_YEAR), "", "the NC year is not guessed from it");
        is_long(issues_of(&l, CAUSE_YEAR_MISSING), 4, "but asked for");
        ok(noted(&l, "headings are in row 5"), "says where the headings are");
        ok(noted(&l, "Row 10 was skipped (headings again") || noted(&l, "Row 11 was skipped (headings again") , "says what it skipped");
        ok(noted(&l, "totals: 'Total: 4'") && noted(&l, "a remark: 'Printed on 3 September 2025'"), "totals and remarks too");
        ok(noted(&l, "The title says class 3B"), "says where the class is from");
}

static void two_rows_of_headings(void)
{
        struct intake_list l = read_text("Pupil,,,Contact 1,\nSurname,Forename,Date of birth,Surname,Forename\nSmith,Ann,2016-10-01,Smith,Bob\n");
        is_long((long)l.row_count, 1, "one child");
        is_text(value(&l, 0, FIELD_FORENAME), "Ann", "the pupil and not the contact");
        is_long((long)l.issues.count, 1, "only the NC year is asked for");
}

static void legal_names(void)
{
        struct intake_list l = read_text("UPN,Legal Surname,Legal Forename,Surname,Forename,DOB,Year\nB801200005001,Smith,Ann,Smyth,Annie,01/10/2016,Year 4\n");
        is_text(value(&l, 0, FIELD_SURNAME), "Smith", "legal surname");
        is_text(value(&l, 0, FIELD_PREFERRED_SURNAME), "Smyth", "the other is the preferred one");
        ok(noted(&l, "As there is a column for the legal name"), "which is said");
        is_long((long)l.issues.count, 0, "no issues");
}

static void two_columns(void)
{
        static const char file[] = "Surname,First name,DOB,Date of birth,Year\nSmith,Ann,01/10/2016,02/10/2016,4\n";
        struct intake_list l = read_text(file);
        is_long(issues_of(&l, CAUSE_COLUMN_TWICE), 1, "two columns of one meaning that differ are an error of the row");
        ok(errors(&l) == 1 && noted(&l, "both look like: Date of birth"), "and a note");
        struct correction c[] = { { "dob", COLUMN_IGNORED } };
        corrections = (struct corrections){ 1, c };
        l = read_text(file);
        is_long((long)l.issues.count, 0, "until a person says which");
        is_text(value(&l, 0, FIELD_DOB), "2016-10-02", "and that one is read");
        c[0] = (struct correction){ "dob", FIELD_DOB };
        l = read_text(file);
        is_text(value(&l, 0, FIELD_DOB), "2016-10-01", "or the other");
        corrections.count = 0;
        l = read_text("Surname,First name,DOB,Date of birth,Year\nSmith,Ann,01/10/2016,01/10/2016,4\nLee,Bo,,02/10/2016,4\n");
        is_long((long)l.issues.count, 0, "two columns that agree are none");
        is_text(value(&l, 1, FIELD_DOB), "2016-10-02", "the fuller one is read");
}

static void corrected_columns(void)
{
        static const char file[] = "Nom,Pr\xC3\xA9nom,DOB\nSmith,Ann,01/10/2016\n";
        is_long((long)read_text(file).row_count, 0, "headings that nobody knows");
        const struct correction c[] = { { "nom", FIELD_SURNAME }, { "prenom", FIELD_FORENAME } };
        corrections = (struct corrections){ 2, c };
        struct intake_list l = read_text(file);
        is_text(value(&l, 0, FIELD_FORENAME), "Ann", "a correction makes them known");
        ok(l.row_count && l.sheets[0].header.columns[0].corrected, "and is shown as one");
        corrections.count = 0;
}

static void no_headings(void)
{
        static const char file[] = "B801200005001,\"Smith, Ann\",01/10/2016,F,Oak\nH801200001001,\"Jones, Ben\",02/10/2016,M,Oak\n";
        struct intake_list l = read_text(file);
        is_long((long)l.row_count, 2, "a list without headings");
        is_text(value(&l, 1, FIELD_UPN), "H801200001001", "UPN");
        is_text(value(&l, 1, FIELD_SEX), "M", "sex");
        ok(noted(&l, "No row of headings was found"), "which is said");
        ok(noted(&l, "Column E is not known"), "what is not plain is not guessed");
        const struct correction c[] = { { "column-e", FIELD_CLASS } };
        corrections = (struct corrections){ 1, c };
        l = read_text(file);
        is_text(value(&l, 0, FIELD_CLASS), "Oak", "a person can say");
        corrections.count = 0;
}

static void dates(void)
{
        struct intake_list l = read_text("Surname,Forename,DOB,Year\nA,B,4/2/2016,5\nC,D,12/19/2015,5\nE,F,6/20/2016,5\n");
        is_text(value(&l, 0, FIELD_DOB), "2016-04-02", "a whole column with the month first");
        is_long(issues_of(&l, CAUSE_DATE_SWAPPED), 1, "is asked about once");
        l = read_text("Surname,Forename,DOB,Year\nA,B,4/2/2016,5\nC,D,12/19/2015,5\nE,F,20/6/2016,5\n");
        is_text(value(&l, 0, FIELD_DOB), "2016-02-04", "a mixed column is read with the day first");
        is_long(issues_of(&l, CAUSE_DATE_SWAPPED), 1, "and the row that cannot be so is asked about");
        l = read_text("Surname,Forename,DOB,Year\nA,B,03/09/2016,5\nC,D,20/06/2016,5\n");
        is_long(issues_of(&l, CAUSE_DATE_SWAPPED), 1, "3 September would be Year 4, 9 March Year 5");
        is_text(value(&l, 0, FIELD_DOB), "2016-09-03", "but nothing is changed");
        l = read_text("Surname,Forename,DOB,Year\nA,B,20/06/2016,3\nC,D,20/06/2016,6\n");
        is_long(issues_of(&l, CAUSE_YEAR_UNEXPECTED), 2, "a year too low or too high");
        l = read_text("Surname,Forename,DOB,Year\nA,B,20/06/2009,12\n");
        is_long(issues_of(&l, CAUSE_YEAR_NOT_TAUGHT), 1, "a year that the school has not");
}

static void row_keys(void)
{
        const char *own = row_key_text(a, 7, 1234), *other = row_key_text(a, 8, 1234);
        struct intake_list l = read_text(arena_printf(a, "Onroll key,Surname,Forename,Date of birth,Result,Errors\n%s,Smith,Ann,,ok,none\n%s,Lee,Bo,01/10/2016,,\n", own, other));
        is_long(l.row_count ? (long)l.rows[0].pupil : -1, 1234, "our own download comes back");
        is_long(errors(&l), 0, "with a key a date of birth may be missing");
        is_long(l.row_count > 1 ? (long)l.rows[1].pupil : -1, 0, "another school's key is none");
        is_long(issues_of(&l, CAUSE_ROW_KEY), 1, "and is asked about");
}

static void fixed_cells(void)
{
        static const char file[] = "Surname,Forename,DOB,Year\nSmith,Ann,Sept,4\n\"Lee\",Bo,01/10/2016,4\n";
        struct intake_list l = read_text(file);
        is_long(errors(&l), 1, "an error");
        is_text(l.issues.count ? issue_words(a, &l.issues.items[0]) : "", "Row 2, column C (date of birth): want a date like 31/08/2012, found 'Sept'", "in words");
        const struct fix f[] = { { 0, 1, FIELD_DOB, "1/9/2017" } };
        fixes = (struct fixes){ 1, f };
        l = read_text(file);
        is_text(value(&l, 0, FIELD_DOB), "2017-09-01", "put right on the page");
        is_long(errors(&l), 0, "no error any more");
        fixes.count = 0;
}

static void other_schools(void)
{
        struct intake_list l = read_text("School DfE Number,Surname,Forename,DOB,Year,Leaving date\n801/2000,A,B,20/06/2016,5,\n2000,C,D,20/06/2016,5,\n8012001,E,F,20/06/2016,5,\n,G,H,20/06/2016,5,31/08/2025\n");
        is_long(issues_of(&l, CAUSE_OTHER_SCHOOL), 1, "one row names another school");
        ok(l.row_count == 4 && l.rows[2].other_school && !l.rows[1].other_school, "the third");
        is_long(issues_of(&l, CAUSE_LEFT), 1, "a leaving date is asked about");
}

/* In November 2025. */
static void leaving_dates(void)
{
        static const struct {
                const char *date;
                bool left;
                int left_asked, unreadable;
        } cases[] = { { "", false, 0, 0 },           { "31/08/2025", true, 1, 0 },          { "21/11/2025", true, 1, 0 },
                      { "22/11/2025", true, 1, 0 },  { "23/11/2025", false, 0, 0 },         { "31/08/2026", false, 0, 0 },
                      { "31/08/26", false, 0, 0 },   { "20/07/98", true, 1, 0 },            { "2025-07-20 00:00:00", true, 1, 0 },
                      { "46265", false, 0, 0 },      { "31/08/2026 12:00", false, 0, 0 },   { "soon", false, 0, 1 },
                      { "31/02/2025", false, 0, 1 }, { "in Summer 2025", false, 0, 1 } };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct intake_list l = read_text(arena_printf(a, "Surname,Forename,DOB,Year,Leaving date\nA,B,20/06/2016,5,%s\n", cases[i].date));
                ok(l.row_count == 1 && date_known(l.rows[0].left_on) == cases[i].left && !l.rows[0].error, "left on '%s': %s", cases[i].date,
                   cases[i].left ? "gone" : "there");
                is_long(issues_of(&l, CAUSE_LEFT), cases[i].left_asked, "who has left is asked about");
                is_long(issues_of(&l, CAUSE_UNREADABLE), cases[i].unreadable, "as is what cannot be read");
        }
        struct intake_list l = read_text("Surname,Forename,DOB,Year,Leaving date\nA,B,20/06/2016,5,31/08/2025\n");
        const struct date august = { 2025, 8, 31 };
        ok(date_compare(l.rows[0].left_on, august) == 0, "and the day is kept");
        l = read_text("Surname,Forename,DOB,Year,Leaving date\nA,B,20/06/2016,5,soon\n");
        is_text(l.issues.count ? issue_words(a, &l.issues.items[0]) : "",
                "Row 2, column E: expected a leaving date like 31/08/2012, or nothing, found 'soon'", "in words");
}

static void not_lists(void)
{
        struct intake_list l = read_text("Surname,Forename,DOB\n");
        ok(l.header_only && l.row_count == 0, "headings and nothing else");
        ok(noted(&l, "headings and no pupil"), "are said");
        l = read_text("Menu,Price\nPizza,2\n");
        ok(!l.header_only && noted(&l, "No list of pupils was found"), "a menu");
        l = read_text("Surname,Forename,DOB\n,,\nTotal,0,\n");
        ok(l.header_only && noted(&l, "blank"), "headings and totals");
}

static struct cell cell(uint32_t row, uint16_t column, int kind, const char *text)
{
        return (struct cell){ row, column, (uint8_t)kind, text };
}

static void several_sheets(void)
{
        const struct cell one[] = { cell(0, 0, CELL_TEXT, "Name"),       cell(0, 1, CELL_TEXT, "DOB"), cell(1, 0, CELL_TEXT, "Smith, Ann"),
                                    cell(1, 1, CELL_DATE, "2016-10-01"), cell(3, 0, CELL_TEXT, "Lee, Bo"), cell(3, 1, CELL_NUMBER, "42644") };
        const struct cell staff[] = { cell(0, 0, CELL_TEXT, "Name"), cell(0, 1, CELL_TEXT, "Class"), cell(1, 0, CELL_TEXT, "Mrs Smith"), cell(1, 1, CELL_TEXT, "4B") };
        const struct sheet sheets[] = { { "4B", false, 4, 2, 6, one },      { "Year 4 Oak Class", false, 4, 2, 6, one },
                                        { "Staff", false, 2, 2, 4, staff }, { "Old", true, 4, 2, 6, one },
                                        { "Empty", false, 0, 0, 0, NULL } };
        const struct book b = { "xlsx", 5, sheets, 0, NULL };
        struct list_context c = { .file = "2025.xlsx", .academic = 2025, .today = date_from_iso("2025-11-22"), .authority = "801",
                                  .laestab = "", .urn = "", .low = "", .high = "" };
        struct intake_list l;
        list_read(a, &b, &c, NULL, NULL, &l);
        is_long((long)l.row_count, 4, "two sheets of two children");
        is_text(value(&l, 0, FIELD_CLASS), "4B", "class from the name of a sheet");
        is_text(value(&l, 2, FIELD_CLASS), "Oak", "and from a longer one");
        is_text(value(&l, 2, FIELD_NC_YEAR), "4", "with the year");
        is_text(value(&l, 1, FIELD_DOB), "2016-10-01", "a serial number");
        ok(noted(&l, "Sheet Staff: this sheet was not read: it does not look like a list of pupils"), "staff are no pupils");
        ok(noted(&l, "Sheet Old: this sheet was not read: it is hidden"), "a hidden list is not passed over in silence");
        ok(noted(&l, "Sheet 4B: row 3 was skipped (blank)"), "nor is a blank row");
        is_text(l.issues.count ? issue_words(a, &l.issues.items[0]) : "",
                "2025.xlsx, sheet 4B, row 2 (NC year): expected an NC year (children born on 01/10/2016 are mostly in Year 4), found nothing", "where");
}

static void fillers(void)
{
        struct intake_list l = read_text("UPN,Surname,Forename,DOB,Year\nnone,A,B,n/a,4\nTBC,Na,Nil,01/10/2016,-\n");
        is_long(issues_of(&l, CAUSE_MISSING), 1, "n/a is no date of birth");
        is_text(value(&l, 1, FIELD_SURNAME), "Na", "but can be a surname");
        is_long(issues_of(&l, CAUSE_YEAR_MISSING), 1, "and - no NC year");
        is_long((long)l.issues.count, 2, "no UPN is no issue");
        l = read_text("Surname,Forename,DOB,Year\nA,B,01/10/2016,3\nC,D,01/11/2016,3\nE,F,01/12/2016,3\n");
        ok(noted(&l, "Most NC years look like those before 2025/26"), "last year's list");
}

/* rows, rows with errors, and a note or cause that says what is special; of every file of the folder. */
static const struct {
        const char *file;
        int rows, errors;
        const char *special; /* a cause's key, words of a note, or why it was refused */
} samples[] = {
        { "class_import/duplicates", 3, 0, "year-missing" },
        { "class_import/invalid_fields", 16, 5, "missing" },
        { "class_import/invalid_instruction_row", 1, 1, "instructions: 'Required: Free text'" },
        { "class_import/invalid_minimal", 1, 1, "missing" },
        { "class_import/malformed", 0, 0, "never closed" },
        { "class_import/pds_extravaganza", 1, 0, "year-unexpected" },
        { "class_import/review_one", 4, 0, "year-unexpected" },
        { "class_import/review_one_new_patient", 1, 0, "year-unexpected" },
        { "class_import/review_two", 5, 0, "year-unexpected" },
        { "class_import/valid", 4, 0, "year-missing" },
        { "class_import/valid_extra_fields", 3, 0, "year-unexpected" },
        { "class_import/valid_instruction_row", 1, 0, "instructions: 'Required: Free text'" },
        { "class_import/valid_minimal", 1, 0, "year-missing" },
        { "class_import/valid_with_bom", 1, 0, "year-missing" },
        { "cohort_import/duplicate_except_postcode", 1, 0, "year-unexpected" },
        { "cohort_import/duplicate_nhs_numbers", 2, 0, "year-missing" },
        { "cohort_import/invalid_fields", 20, 5, "missing" },
        { "cohort_import/invalid_instruction_row", 1, 1, "missing" },
        { "cohort_import/invalid_iso_8859_1_encoding", 1, 1, "missing" },
        { "cohort_import/invalid_minimal", 1, 1, "missing" },
        { "cohort_import/malformed", 0, 0, "never closed" },
        { "cohort_import/pds_extravaganza", 10, 0, "other-school" },
        { "cohort_import/pds_extravaganza_invalid", 12, 0, "other-school" },
        { "cohort_import/valid", 3, 0, "other-school" },
        { "cohort_import/valid_extra_fields", 3, 0, "year-unexpected" },
        { "cohort_import/valid_instruction_row", 1, 0, "instructions" },
        { "cohort_import/valid_iso_8859_1_encoding", 16, 0, "other-school" },
        { "cohort_import/valid_minimal", 1, 0, "year-missing" },
        { "cohort_import/valid_unknown_school", 2, 0, "other-school" },
        { "cohort_import/valid_with_changes", 1, 0, "year-missing" },
        { "cohort_import/valid_with_duplicates", 4, 0, "other-school" },
};

static void one_sample(const char *path, int rows, int wrong, const char *special)
{
        size_t len = 0;
        char *bytes = given_file(a, path, &len);
        if (!ok(bytes != NULL, "%s is there", path))
                return;
        struct intake_list l = read_bytes(bytes, len);
        is_long((long)l.row_count, rows, arena_printf(a, "%s: rows", path));
        is_long(errors(&l), wrong, arena_printf(a, "%s: rows with errors", path));
        enum cause cause = cause_of_key(special);
        ok(cause < CAUSE_COUNT ? issues_of(&l, cause) > 0 : noted(&l, special) || (given_words && strstr(given_words, special)), "%s: %s", path, special);
}

static void all_samples(void)
{
        static const char folder[] = "../shared/data/class-lists/mavis";
        size_t len;
        if (!given_file(a, arena_printf(a, "%s/class_import/valid.csv", folder), &len)) {
                skip("class lists", "../shared/data is not there");
                return;
        }
        for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
                one_sample(arena_printf(a, "%s/%s.csv", folder, samples[i].file), samples[i].rows, samples[i].errors, samples[i].special);
}

static void rosters(void)
{
        static const struct { const char *file; int rows; const char *special; } t[] = {
                { "uk-format/100-users/student", 86, "date-swapped" },
                { "uk-format/100-users/teacher", 0, "does not look like a list of pupils" },
                { "uk-format/100-users/school", 0, "does not look like a list of pupils" },
                { "uk-format/100-users/section", 0, "no row of headings" },
                { "uk-format/100-users/studentenrollment", 0, "no row of headings" },
                { "uk-format/100-users/teacherroster", 0, "no row of headings" },
                { "sds-v2.1/users", 8, "no column of dates of birth" },
                { "sds-v2.1/demographics", 0, "no column of names" },
                { "sds-v2.1/orgs", 0, "no row of headings" },
        };
        size_t len;
        if (!given_file(a, "../shared/data/rosters/sds-v2.1/users.csv", &len)) {
                skip("rosters", "../shared/data is not there");
                return;
        }
        for (size_t i = 0; i < sizeof t / sizeof *t; i++)
                one_sample(arena_printf(a, "../shared/data/rosters/%s.csv", t[i].file), t[i].rows, 0, t[i].special);
}

int main(void)
{
        a = arena_new();
        a_teachers_list();
        two_rows_of_headings();
        legal_names();
        two_columns();
        corrected_columns();
        no_headings();
        dates();
        row_keys();
        fixed_cells();
        other_schools();
        leaving_dates();
        not_lists();
        several_sheets();
        fillers();
        all_samples();
        rosters();
        arena_free(a);
        return done_testing();
}
