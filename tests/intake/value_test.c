#include "intake/value.h"
#include "intake/read_name.h"
#include "tap.h"

static struct arena *a;

static struct value read(enum field field, int kind, const char *text)
{
        struct value_context c = { 2025, date_from_iso("2025-11-22"), "801", DATE_DAY_FIRST };
        struct cell cell = { .kind = (uint8_t)kind, .text = text };
        return value_read(a, &c, field, &cell);
}

/* want: the value; "" with a cause: an error; a value with a cause: a query. */
static void values(void)
{
        static const struct { enum field field; const char *from, *want; int cause; } t[] = {
                { FIELD_DOB, "31/08/2012", "2012-08-31", -1 },
                { FIELD_DOB, "31/8/12", "2012-08-31", -1 },
                { FIELD_DOB, "31 Aug 2012", "2012-08-31", -1 },
                { FIELD_DOB, "31st August 2012", "2012-08-31", -1 },
                { FIELD_DOB, "Fri 31 August, 2012", "2012-08-31", -1 },
                { FIELD_DOB, "Aug 31 2012", "2012-08-31", -1 },
                { FIELD_DOB, "2012-08-31", "2012-08-31", -1 },
                { FIELD_DOB, "2012-08-31T00:00:00", "2012-08-31", -1 },
                { FIELD_DOB, "31/08/2012 00:00:00", "2012-08-31", -1 },
                { FIELD_DOB, "31/08/2012 12:00:00 AM", "2012-08-31", -1 },
                { FIELD_DOB, "31.08.2012", "2012-08-31", -1 },
                { FIELD_DOB, "31-Aug-12", "2012-08-31", -1 },
                { FIELD_DOB, "1 Sept 2012", "2012-09-01", -1 },
                { FIELD_DOB, "41152", "2012-08-31", -1 },
                { FIELD_DOB, "31082012", "2012-08-31", CAUSE_DATE_GUESSED },
                { FIELD_DOB, "20120831", "2012-08-31", CAUSE_DATE_GUESSED },
                { FIELD_DOB, "1092012", "2012-09-01", CAUSE_DATE_GUESSED },
                { FIELD_DOB, "08/31/2012", "2012-08-31", CAUSE_DATE_SWAPPED },
                { FIELD_DOB, "31/08/1985", "1985-08-31", CAUSE_DATE_IMPLAUSIBLE },
                { FIELD_DOB, "31/08/2030", "", CAUSE_DATE_IMPLAUSIBLE },
                { FIELD_DOB, "Sept", "", CAUSE_UNREADABLE },
                { FIELD_DOB, "31/02/2012", "", CAUSE_UNREADABLE },
                { FIELD_DOB, "31/08", "", CAUSE_UNREADABLE },
                { FIELD_DOB, "08/2012", "", CAUSE_UNREADABLE },
                { FIELD_DOB, "31/08/2012 or later", "", CAUSE_UNREADABLE },
                { FIELD_DOB, "#N/A", "", CAUSE_CELL_ERROR },
                { FIELD_DOB, "n/a", "", -1 },
                { FIELD_ENTRY_DATE, "01/09/26", "2026-09-01", -1 },
                { FIELD_NC_YEAR, "Year 7", "7", -1 },
                { FIELD_NC_YEAR, "Y7", "7", -1 },
                { FIELD_NC_YEAR, "Yr 07", "7", -1 },
                { FIELD_NC_YEAR, "07", "7", -1 },
                { FIELD_NC_YEAR, "7", "7", -1 },
                { FIELD_NC_YEAR, "Reception", "R", -1 },
                { FIELD_NC_YEAR, "Year R", "R", -1 },
                { FIELD_NC_YEAR, "YR", "R", -1 },
                { FIELD_NC_YEAR, "0", "R", -1 },
                { FIELD_NC_YEAR, "N2", "N2", -1 },
                { FIELD_NC_YEAR, "x", "X", -1 },
                { FIELD_NC_YEAR, "Nursery", "", CAUSE_UNREADABLE },
                { FIELD_NC_YEAR, "15", "", CAUSE_UNREADABLE },
                { FIELD_NC_YEAR, "7B", "", CAUSE_UNREADABLE },
                { FIELD_NC_YEAR, "2025", "", CAUSE_UNREADABLE },
                { FIELD_UPN, " b801 2000 05001 ", "B801200005001", -1 },
                { FIELD_UPN, "W20136142501K", "W20136142501K", -1 },
                { FIELD_UPN, "B801200005002", "", CAUSE_UPN_LETTER },
                { FIELD_UPN, "Y123456789001", "Y123456789001", CAUSE_UPN_AUTHORITY },
                { FIELD_UPN, "801200005001", "", CAUSE_UNREADABLE },
                { FIELD_UPN, "9.31202E+11", "", CAUSE_CHANGED_BY_APP },
                { FIELD_ULN, "9276 308 686", "9276308686", -1 },
                { FIELD_ULN, "9276308687", "", CAUSE_UNREADABLE },
                { FIELD_SEX, "female", "F", -1 },
                { FIELD_SEX, "Boy", "M", -1 },
                { FIELD_SEX, "G", "F", -1 },
                { FIELD_SEX, "m", "M", -1 },
                { FIELD_SEX, "maybe", "", CAUSE_UNREADABLE },
                { FIELD_CLASS, "7B (Mrs Smith)", "7B", -1 },
                { FIELD_CLASS, "7B - Mr J. Jones", "7B", -1 },
                { FIELD_CLASS, "Year 2 - Ms Singh", "Year 2 - Ms Singh", -1 },
                { FIELD_CLASS, "7B Miss Jones", "7B", -1 },
                { FIELD_CLASS, "Mrs Smith", "Mrs Smith", -1 },
                { FIELD_CLASS, "Oak/Ash", "Oak/Ash", -1 },
                { FIELD_POSTCODE, "sw1a1aa", "SW1A 1AA", -1 },
                { FIELD_POSTCODE, "Bristol", "", CAUSE_UNREADABLE },
                { FIELD_ETHNICITY, "White British", "WBRI", -1 },
                { FIELD_ETHNICITY, "White - British", "WBRI", -1 },
                { FIELD_ETHNICITY, "wbri", "WBRI", -1 },
                { FIELD_ETHNICITY, "WBRI - White British", "WBRI", -1 },
                { FIELD_ETHNICITY, "Mixed - White and Black Caribbean", "MWBC", -1 },
                { FIELD_ETHNICITY, "Asian or Asian British - Indian", "AIND", -1 },
                { FIELD_ETHNICITY, "Black or Black British - African", "BAFR", -1 },
                { FIELD_ETHNICITY, "Any other Asian background", "AOTH", -1 },
                { FIELD_ETHNICITY, "Traveller of Irish Heritage", "WIRT", -1 },
                { FIELD_ETHNICITY, "Martian", "", CAUSE_UNREADABLE },
                { FIELD_ETHNICITY, "WXYZ", "", CAUSE_UNREADABLE },
                { FIELD_LANGUAGE, "English", "ENG", -1 },
                { FIELD_LANGUAGE, "Punjabi", "PNJ", -1 },
                { FIELD_LANGUAGE, "SOM", "SOM", CAUSE_CODE_UNKNOWN },
                { FIELD_LANGUAGE, "Klingon", "", CAUSE_UNREADABLE },
                { FIELD_SEN, "K - SEN Support", "K", -1 },
                { FIELD_SEN, "EHCP", "E", -1 },
                { FIELD_SEN, "No SEN", "N", -1 },
                { FIELD_SEN, "none", "N", -1 },
                { FIELD_SEN_NEED, "slcn", "SLCN", -1 },
                { FIELD_SEN_NEED, "Autistic Spectrum Disorder", "ASD", -1 },
                { FIELD_SEN_NEED_2, "MLD - Moderate learning difficulty", "MLD", -1 },
                { FIELD_SEN_NEED, "tall", "", CAUSE_UNREADABLE },
                { FIELD_LOOKED_AFTER, "true", "Y", -1 },
                { FIELD_LOOKED_AFTER, "0", "N", -1 },
                { FIELD_POST_LOOKED_AFTER, "Special guardianship", "G", -1 },
                { FIELD_YOUNG_CARER, "No", "N", -1 },
                { FIELD_BOARDER, "7", "7", -1 },
                { FIELD_BOARDER, "Day pupil", "N", -1 },
                { FIELD_ENGLISH, "Developing competence", "C", -1 },
                { FIELD_FSM, "TRUE", "Y", -1 },
                { FIELD_FSM, "No", "N", -1 },
                { FIELD_SURNAME, "  O\xE2\x80\x99Neill  Smith ", "O\xE2\x80\x99Neill Smith", -1 },
                { FIELD_SURNAME, "Smith\x1fJones\x01", "Smith Jones", -1 },
                { FIELD_SURNAME, "Sm1th", "Sm1th", CAUSE_NAME_DOUBTFUL },
                { FIELD_SURNAME, "***", "", CAUSE_UNREADABLE },
                { FIELD_SURNAME, "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD", "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD", -1 },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct value v = read(t[i].field, CELL_TEXT, t[i].from);
                is_text(v.text, t[i].want, t[i].from);
                is_long(v.doubtful ? (int)v.issue.cause : -1, t[i].cause, t[i].from);
                if (v.doubtful)
                        is_long(v.issue.severity, t[i].want[0] ? SEVERITY_QUERY : SEVERITY_ERROR, t[i].from);
        }
}

static void kinds(void)
{
        is_text(read(FIELD_DOB, CELL_DATE, "2012-08-31").text, "2012-08-31", "a date cell");
        ok(!read(FIELD_DOB, CELL_DATE, "2012-08-31").adapted, "which is no news");
        is_text(read(FIELD_DOB, CELL_MOMENT, "2012-08-31T09:00:00").text, "2012-08-31", "a moment");
        is_text(read(FIELD_DOB, CELL_NUMBER, "41152").text, "2012-08-31", "a serial number");
        is_long(read(FIELD_DOB, CELL_ERROR, "#N/A").issue.cause, CAUSE_CELL_ERROR, "a spreadsheet's error");
        is_long(read(FIELD_CLASS, CELL_DATE, "2025-04-03").issue.cause, CAUSE_CHANGED_BY_APP, "class 3-4 became a date");
        is_text(read(FIELD_NC_YEAR, CELL_NUMBER, "7").text, "7", "a year as a number");
        is_text(read(FIELD_FSM, CELL_BOOLEAN, "TRUE").text, "Y", "a boolean");
        ok(!read(FIELD_UPN, CELL_EMPTY, "").doubtful, "an empty cell is no issue");
        ok(read(FIELD_NC_YEAR, CELL_TEXT, "Year 7").adapted && !read(FIELD_NC_YEAR, CELL_TEXT, "7").adapted, "adapted");
}

static void names(void)
{
        static const struct { const char *from; bool reversed; const char *surname, *forename, *preferred; bool doubtful; } t[] = {
                { "Smith, Anna", false, "Smith", "Anna", "", false },
                { "Smith, Anna Jane", false, "Smith", "Anna Jane", "", false },
                { "Smith, Jonathan (Jon)", false, "Smith", "Jonathan", "Jon", false },
                { "Anna Smith", false, "Smith", "Anna", "", false },
                { "Smith Anna", true, "Smith", "Anna", "", false },
                { "SMITH Anna", false, "SMITH", "Anna", "", false },
                { "Anna SMITH", true, "SMITH", "Anna", "", false },
                { "Ana DE LA CRUZ", false, "DE LA CRUZ", "Ana", "", false },
                { "Ana de la Cruz", false, "de la Cruz", "Ana", "", true },
                { "Mary Ann Smith", false, "Smith", "Mary Ann", "", true },
                { "ANNA SMITH", false, "SMITH", "ANNA", "", false },
                { "van Dijk", false, "Dijk", "van", "", false },
        };
        struct full_name n;
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                ok(read_full_name(a, t[i].from, t[i].reversed, &n), "%s has two parts", t[i].from);
                is_text(n.surname, t[i].surname, t[i].from);
                is_text(n.forename, t[i].forename, t[i].from);
                is_text(n.preferred, t[i].preferred, t[i].from);
                is_long(n.doubtful, t[i].doubtful, t[i].from);
        }
        ok(!read_full_name(a, "Madonna", false, &n) && !read_full_name(a, "Smith,", false, &n) && !read_full_name(a, "()", false, &n), "one part");
}

static void words(void)
{
        struct issue i = { SEVERITY_ERROR, CAUSE_UNREADABLE, { "", "", 13, 3 }, FIELD_DOB, "a date like 31/08/2012", "Sept", "" };
        is_text(issue_words(a, &i), "Row 14, column D (date of birth): want a date like 31/08/2012, found 'Sept'", "an error");
        i.at.file = "oak.xlsx";
        i.at.sheet = "3B";
        i.at.column = NO_COLUMN;
        i.found = "";
        i.severity = SEVERITY_QUERY;
        is_text(issue_words(a, &i), "oak.xlsx, sheet 3B, row 14 (date of birth): expected a date like 31/08/2012, found nothing", "a query");
        i.at.file = "";
        is_text(place_words(a, &i.at), "Sheet 3B, row 14", "a place");
        for (int c = 0; c < CAUSE_COUNT; c++)
                is_long(cause_of_key(cause_key((enum cause)c)), c, cause_words((enum cause)c));
        ok(*cause_words(cause_of_key("of another version")), "a cause that this version does not know has words too");
}

int main(void)
{
        a = arena_new();
        values();
        kinds();
        names();
        words();
        arena_free(a);
        return done_testing();
}
