/* Results, SEN, exclusions and schools as systems write them, to entries; and what is said of rows that
 * cannot be read. */
#include "intake/entry_list.h"

#include "base/buf.h"
#include "sheet/given.h"
#include "sheet/zipped.h"
#include "tap.h"

static struct arena *a;

static struct entry_list read_text(const char *text)
{
        const struct entry_context c = { "", date_from_iso("2026-11-26") };
        struct book *b = arena_alloc(a, sizeof *b);
        struct entry_list l;
        *b = given(a, text, strlen(text));
        entry_list_read(a, b, &c, &l);
        return l;
}

/* A line a row: kind, school, who, what. */
static const char *shown(const struct entry_list *l)
{
        const char *out = "";
        for (size_t i = 0; i < l->row_count; i++) {
                const struct entry_row *r = &l->rows[i];
                const char *who =
                    *r->who.upn ? r->who.upn
                                : arena_printf(a, "%s,%s,%s", r->who.surname, r->who.forename, r->who.dob);
                out = arena_printf(a, "%s%s%c %s%s%s: %s", out, i ? "\n" : "",
                                   entry_table[r->entry.kind].letter, r->who.laestab,
                                   *r->who.laestab ? " " : "", who, entry_pack(a, &r->entry));
        }
        return out;
}

static const char *problems(const struct entry_list *l)
{
        const char *out = "";
        for (size_t i = 0; i < l->wrong_count; i++)
                out = arena_printf(a, "%s%s%s", out, i ? "\n" : "", issue_words(a, &l->wrong[i].issue));
        return out;
}

static const char *notes(const struct entry_list *l)
{
        const char *out = "";
        for (size_t i = 0; i < l->note_count; i++)
                out = arena_printf(a, "%s%s%s", out, i ? "\n" : "", l->notes[i]);
        return out;
}

#define ANN "B801200005001"
#define BEN "H801200001001"

static const struct {
        const char *what, *text, *want, *problems;
} sheets[] = {
        { "results",
          "UPN,Key stage,Subject,Method,Component,Result,Result date\n" ANN
          ",KS2,MAT,TT,SCA,107,12/05/2026\n" BEN ",KS2,REA,TT,,99,2026-05-11\n",
          "R " ANN ": KS2|MAT|TT|SCA||107|2026-05-12|||\nR " BEN ": KS2|REA|TT|||99|2026-05-11|||", "" },
        { "results with names, years and NC years in other columns",
          "Attainment of Oak\n\nSurname,Forename,DOB,Year,Reg,Subject,Grade,Assessment "
          "year\nSmith,Ann,31/08/2015,Year 6,6B,Maths,EXS,2025/26\n",
          "R Smith,Ann,2015-08-31: |Maths||||EXS||2026||", "" },
        { "a subject without a result says nothing",
          "UPN,Subject,Grade,Year\n" ANN ",Maths,,2026\n" ANN ",Reading,GDS,2026\n",
          "R " ANN ": |Reading||||GDS||2026||", "" },
        { "a result without a day or a year, and one of nobody",
          "UPN,Subject,Result,Date\n" ANN ",Maths,107,\n,Maths,107,12/05/2026\n" BEN ",Maths,107,soon\n", "",
          "Row 2, column D: want a value in column Date or Year, found nothing\n"
          "Row 3: want a UPN, or surname, forename and date of birth, found nothing\n"
          "Row 4, column D: want a date like 07/09/2026 in column Date, found 'soon'" },
        { "exclusions as systems print them",
          "Surname,Forename,DOB,Year Group,Category,Reason,Start date,End date,Number of sessions\n"
          "Smith,Ann,31/08/2015,Year 6,Suspension,DB - Persistent disruptive "
          "behaviour,02/11/2026,04/11/2026,6\n"
          "Jones,Ben,01/09/2015,Year 6,Fixed term,Bullying,03/11/2026,,1.50\n",
          "X Smith,Ann,2015-08-31: 2026-11-02|SUSP|DB|||6|2026-11-04\nX Jones,Ben,2015-09-01: "
          "2026-11-03|SUSP|BU|||1.5|",
          "" },
        { "codes that are none",
          "UPN,Exclusion category,Reason,Start date,Sessions\n" ANN ",DETN,QQ,02/11/2026,two\n", "",
          "Row 2, column B: want a code of the DfE, such as SUSP, in column Category, found 'DETN'\n"
          "Row 2, column C: want a code of the DfE, such as PP, in column Reason, found 'QQ'\n"
          "Row 2, column E: want a number in column Sessions, found 'two'" },
        { "SEN",
          "UPN,SEN provision,Start date,End date\n" ANN ",K,01/09/2024,\n" ANN ",EHC plan,10/01/2026,\n" BEN
          ",School Action,02/09/2012,\n" BEN ",Z,02/09/2012,\n" BEN ",S,02/09/2013,\n",
          "P " ANN ": 2024-09-01|K|\nP " ANN ": 2026-01-10|E|\nP " BEN ": 2012-09-02|A|\nP " BEN
          ": 2013-09-02|S|",
          "Row 5, column B: want a code of the DfE, such as N, in column Provision, found 'Z'" },
        { "needs", "UPN,SEN type,Rank\n" ANN ",SLCN,1\n" ANN ",Autistic spectrum disorder,2\n",
          "N " ANN ": 1||SLCN|\nN " ANN ": 2||ASD|", "" },
        { "schools",
          "UPN,Previous school,Previous school DfE number,Entry date,Leaving date\n" ANN
          ",Elm,999/2002,01/09/2019,21/07/2023\n",
          "H " ANN ": 9992002|Elm|2019-09-01|2023-07-21||", "" },
        { "months first, where days cannot be",
          "UPN,Subject,Result,Date\n" ANN ",Maths,1,05/13/2026\n" ANN ",Reading,2,05/11/2026\n",
          "R " ANN ": |Maths||||1|2026-05-13|||\nR " ANN ": |Reading||||2|2026-05-11|||", "" },
        { "a bar is none of the values'", "UPN,Subject,Result,Year\n" ANN ",Maths|Stats,7|8,2026\n",
          "R " ANN ": |Maths/Stats||||7/8||2026||", "" },
        { "too long",
          "UPN,Subject,Result,Year\n" ANN ",Maths,12345678901234567890123456789012345678901,2026\n", "",
          "Row 2, column C: want at most 40 characters in column Result, found "
          "'12345678901234567890123456789012345678901'" },
};

static const struct {
        const char *what, *text;
} others[] = {
        { "a list of pupils with SEN and dates",
          "UPN,Surname,Forename,DOB,Sex,SEN provision,Start date,End date\n" ANN
          ",Smith,Ann,31/08/2015,F,K,01/09/2019,\n" },
        { "a list of pupils with need and rank",
          "UPN,Surname,Forename,Class,SEN type,Rank\n" ANN ",Smith,Ann,6B,SLCN,1\n" },
        { "a list of leavers", "UPN,Surname,Forename,DOB,School,Entry date,Leaving date\n" ANN
                               ",Smith,Ann,31/08/2015,Oak,01/09/2019,21/07/2026\n" },
        { "our own results of a check", "UPN,Surname,Forename,Result,Errors\n" ANN ",Smith,Ann,taken,\n" },
        { "behaviour", "UPN,Date,Type\n" ANN ",02/11/2026,Detention\n" },
        { "subjects of nobody", "Subject,Result,Year\nMaths,107,2026\n" },
};

static void test_sheets(void)
{
        for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
                struct entry_list l = read_text(sheets[i].text);
                is_long((long)l.sheet_count, 1, sheets[i].what);
                is_text(shown(&l), sheets[i].want, "its entries");
                is_text(problems(&l), sheets[i].problems, "what is wrong");
        }
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
                struct entry_list l = read_text(others[i].text);
                is_long((long)l.sheet_count, 0, others[i].what);
                is_long((long)(l.row_count + l.wrong_count), 0, "nothing is taken of it, and nothing said");
        }
}

static void test_notes(void)
{
        struct entry_list l =
            read_text("UPN,Subject,Result,Date\n" ANN ",Maths,1,05/13/2026\n" ANN ",Reading,,\n");
        is_text(notes(&l),
                "the dates of column Date have the month first, and were read so.\nread as Results: 1 "
                "row.\n1 row is without a value that says "
                "something: left out.",
                "what is noticed");
}

#define PUPIL(more)                                                                                          \
        "<CTfile><Header><CTFversion>26.0</CTFversion><SourceSchool><LEA>999</LEA><Estab>2001</Estab></"     \
        "SourceSchool></Header>"                                                                             \
        "<CTFpupilData><Pupil><UPN>" ANN                                                                     \
        "</UPN><Surname>Smith</Surname><Forename>Ann</Forename><DOB>2015-08-31</DOB>" more                   \
        "</Pupil></CTFpupilData></CTfile>"

static void test_transfer(void)
{
        struct entry_list l = read_text(PUPIL(
            "<SENhistory><SEN><StartDate>2022-01-10</StartDate><SENprovision>E</SENprovision></SEN></"
            "SENhistory>"
            "<SENneeds><SENneed><SENtypeRank>1</SENtypeRank><SENtype>SLCN</SENtype></SENneed></SENneeds>"
            "<StageAssessments><KeyStage><Stage>KS2</Stage><StageAssessment><Locale>ENG</Locale><Year>2026</"
            "Year><Subject>MAT</Subject>"
            "<Method>TT</Method><Component>SCA</Component><ResultStatus>R</ResultStatus><ResultQualifier>NS</"
            "ResultQualifier>"
            "<Result>107</Result><ResultDate>2026-05-12</ResultDate></StageAssessment></KeyStage></"
            "StageAssessments>"
            "<SchoolHistory><School><LEA>999</LEA><Estab>2002</Estab><SchoolName>Elm</"
            "SchoolName><EntryDate>2019-09-01</EntryDate>"
            "<LeavingDate>2023-07-21</LeavingDate></School><School><SchoolName>École</"
            "SchoolName><EntryDate>2018-09-01</EntryDate>"
            "</School></SchoolHistory>"));
        is_text(shown(&l),
                "R 9992001 " ANN ": KS2|MAT|TT|SCA|NS|107|2026-05-12|2026|R|ENG\nP 9992001 " ANN
                ": 2022-01-10|E|\nN 9992001 " ANN ": 1||SLCN|\nH 9992001 " ANN
                ": 9992002|Elm|2019-09-01|2023-07-21||\nH 9992001 " ANN ": |École|2018-09-01|||",
                "all sets of a transfer file");
        is_text(problems(&l), "", "nothing is wrong");
        is_text(notes(&l), "", "nothing is said");
        l = read_text(PUPIL(
            "<SENneeds><SENneed><SENtypeRank>1</SENtypeRank><SENtype>ZZZZ</SENtype></SENneed></SENneeds>"));
        is_text(problems(&l),
                "Sheet SEN needs, row 2, column G: want a code of the DfE, such as SPLD, in column Type of "
                "need, found 'ZZZZ'",
                "a code that is none");
}

/* Each file of the archive is a sheet; the list of pupils and the register are others' to read. */
static void test_archive(void)
{
        const struct entry_context c = { "all.zip", date_from_iso("2026-11-26") };
        const struct zipped_part parts[] = {
                { "pupils.csv", "UPN,Surname,Forename,DOB,NC year\n" ANN ",Smith,Ann,31/08/2015,6\n", 0, 0 },
                { "register.csv", "UPN,Date,AM,PM\n" ANN ",07/09/2026,/,\\\n", 0, 0 },
                { "results.csv",
                  "UPN,Subject,Result,Year\n" ANN ",Maths,EXS,2026\n" ANN ",Art,,x\n" ANN ",Music,1,x\n", 0,
                  0 },
                { "sen.csv", "UPN,SEN provision,SEN start date\n" ANN ",K,01/09/2024\n", 0, 0 },
        };
        size_t len;
        char *bytes = zipped(a, parts, 4, NULL, &len);
        struct book b = given(a, bytes, len);
        struct entry_list l;
        entry_list_read(a, &b, &c, &l);
        is_text(shown(&l), "R " ANN ": |Maths||||EXS||2026||\nP " ANN ": 2024-09-01|K|",
                "results and SEN of an archive");
        is_text(problems(&l),
                "all.zip, sheet results, row 4, column D: want a value in column Date or Year, found 'x'",
                "what is wrong");
        for (size_t i = 0; i < b.sheet_count; i++)
                is_long(entry_sheet(a, &b.sheets[i]), i > 1, b.sheets[i].name);
}

static void test_many(void)
{
        struct buf text = BUF_EMPTY;
        buf_text(&text, "UPN,Subject,Result,Date\n");
        for (int n = 0; n < 1200; n++)
                buf_printf(&text, ANN ",S%d,1,%s\n" ANN ",T%d,1,12/05/2026\n", n, "never", n);
        struct entry_list l = read_text(text.bytes);
        buf_free(&text);
        is_long((long)l.row_count, 1200, "rows");
        is_long((long)l.wrong_count, ENTRY_ISSUES, "a thousand problems");
        ok(strstr(notes(&l), "200 more problems are not listed.") != NULL, "and how many more");
}

int main(void)
{
        a = arena_new();
        test_sheets();
        test_notes();
        test_transfer();
        test_archive();
        test_many();
        arena_free(a);
        return done_testing();
}
