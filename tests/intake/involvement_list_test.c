/* Lists of involvements, as services keep them, and the SSDA903 return, as text and as the public sample
 * beside the project. */
#include "intake/involvement_list.h"

#include "model/upn.h"
#include "sheet/given.h"
#include "tap.h"

#define CARE "../shared/data/looked-after"

static struct arena *a;

static struct involvement_list read_files(const struct involvement_file *files, size_t count)
{
        const struct involvement_context c = { date_from_iso("2026-09-10"), "801" };
        struct involvement_list l;
        involvement_list_read(a, files, count, &c, &l);
        return l;
}

static struct involvement_file file(const char *name, const char *text)
{
        struct book *b = arena_alloc(a, sizeof *b);
        *b = given(a, text, strlen(text));
        return (struct involvement_file){ name, b };
}

static struct involvement_list read_text(const char *text)
{
        const struct involvement_file f = file("list.csv", text);
        return read_files(&f, 1);
}

static const struct involvement_line *line(const struct involvement_list *l, size_t n)
{
        static const struct involvement_line none = { .service = "(no line)",
                                                      .team = "",
                                                      .from = "",
                                                      .to = "",
                                                      .reference = "",
                                                      .problem = "(no line)",
                                                      .doubt = "" };
        return n < l->line_count ? &l->lines[n] : &none;
}

static void says(const char *text, const char *words, const char *what)
{
        if (!ok(strstr(text, words) != NULL, "%s", what))
                printf("# got \"%s\"\n# want \"%s\" in it\n", text, words);
}

static void our_own(void)
{
        struct involvement_list l =
            read_text("UPN,Forename,Surname,Date of birth,Service,Team,From,To,Reference\n"
                      "B801200005001,Ann,Smith,01/10/2016,Early help,Team North,03/09/2026,,EH 12\n"
                      ",Ben,O'Neill,2015-05-05,Early help,,1 Sept 2026,30/09/2026,\n"
                      ",,,,,,,,\n");
        is_long((long)l.line_count, 2, "two involvements, blank rows apart");
        is_text(line(&l, 0)->who.value[FIELD_UPN], "B801200005001", "UPN");
        is_text(line(&l, 0)->who.value[FIELD_SURNAME], "Smith", "surname");
        is_text(line(&l, 0)->who.value[FIELD_DOB], "2016-10-01", "date of birth");
        is_text(line(&l, 0)->service, "Early help", "service");
        is_text(line(&l, 0)->team, "Team North", "team");
        is_text(line(&l, 0)->from, "2026-09-03", "from");
        is_text(line(&l, 0)->to, "", "no end");
        is_text(line(&l, 0)->reference, "EH 12", "reference");
        is_text(line(&l, 1)->from, "2026-09-01", "a date in words");
        is_text(line(&l, 1)->to, "2026-09-30", "with an end");
        ok(!*line(&l, 0)->problem && !*line(&l, 1)->problem && l.issues.count == 0, "nothing is wrong");
        ok(!line(&l, 1)->ends && line(&l, 1)->at.row == 2, "it begins one, in row 3");
        ok(l.sheet_count == 1 && l.sheets[0].kind == SHEET_LIST && l.sheets[0].heading == 0,
           "where the headings are");
}

static void other_peoples(void)
{
        struct involvement_list l =
            read_text("Cases of Team West,,,,\nChild's name,DOB,Start date,End date,Case number\n"
                      "\"SMITH, Anna (Annie)\",3/4/17,04/01/2026,,17\n");
        is_long((long)l.line_count, 1, "a title above the headings");
        is_text(line(&l, 0)->who.value[FIELD_SURNAME], "SMITH", "the surname of a full name");
        is_text(line(&l, 0)->who.value[FIELD_PREFERRED_FORENAME], "Annie", "known as");
        is_text(line(&l, 0)->from, "2026-01-04", "start date, the day first");
        is_text(line(&l, 0)->reference, "17", "case number");
        is_text(line(&l, 0)->service, "", "no service: the one that is chosen");
        is_text(line(&l, 0)->problem, "", "nothing is wrong");
}

static void what_is_wrong(void)
{
        struct involvement_list l = read_text("UPN,Forename,Surname,Date of birth,Service,From,To\n"
                                              "A801200005001,Ann,Smith,01/10/2016,Early help,03/09/2026,\n"
                                              "A801200005001,,,,Early help,03/09/2026,\n"
                                              ",Ann,Smith,01/10/2016,Early help,,\n"
                                              ",Ann,Smith,01/10/2016,Early help,Sept,\n"
                                              ",Ann,Smith,01/10/2016,Early help,03/09/2026,02/09/2026\n"
                                              ",Ann,,01/10/2016,Early help,03/09/2026,#N/A\n");
        is_long((long)l.line_count, 6, "six rows");
        is_text(line(&l, 0)->problem, "", "a wrong check letter is no problem where there is a name");
        says(line(&l, 0)->doubt, "check letter agree", "but it is known");
        says(line(&l, 1)->problem, "Nobody can be found by it", "without a name it is");
        says(line(&l, 1)->problem, "found 'A801200005001'", "and the UPN is named");
        says(line(&l, 2)->problem, "From: want the first day", "no first day");
        says(line(&l, 3)->problem, "found 'Sept'", "no date");
        ok(strstr(line(&l, 3)->problem, "From: ") && !strstr(line(&l, 3)->problem, "first day"),
           "is said once");
        says(line(&l, 4)->problem, "not before the first", "an end before the beginning");
        says(line(&l, 5)->problem, "Nobody can be found", "half a name");
        says(line(&l, 5)->problem, "found '#N/A'", "and an error of the spreadsheet: all at once");
        says(issue_words(a, &l.issues.items[0]), "Row 2, column A (UPN): want a UPN",
             "with sheet, row and column");
        l = read_text("Name,Address\nAnn,Oak Road\n");
        ok(l.line_count == 0 && l.note_count == 1 && l.sheet_count == 0, "no headings of ours");
        says(l.note_count ? l.notes[0] : "", "no headings were found", "which is said");
        l = read_text("UPN,From,Start date\nB801200005001,03/09/2026,04/09/2026\n");
        says(l.note_count ? l.notes[0] : "", "another column has the meaning of 'Start date'",
             "two columns of one meaning");
        l = read_text(arena_printf(a, "UPN,From,Reference\nB801200005001,03/09/2026,%041d\n", 1));
        says(line(&l, 0)->problem, "Reference: want at most 40 characters", "a reference that is too long");
}

static void too_many(void)
{
        struct buf b = BUF_EMPTY;
        buf_text(&b, "UPN,From\n");
        for (int i = 0; i <= INVOLVEMENT_LINES_MAX; i++)
                buf_text(&b, "B801200005001,03/09/2026\n");
        struct involvement_list l = read_text(b.bytes);
        ok(l.too_many == INVOLVEMENT_LINES_MAX + 1 && l.line_count == 0,
           "a list that is too long is not read");
        buf_free(&b);
}

/* ---- the return ---- */

static const char header[] = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
                             "101,2,27/03/2008,WROM,B801200005001,,\n"
                             "102,1,09/09/2011,REFU,A801200005001,,\n"
                             "103,1,09/09/2011,REFU,UN3,,\n"
                             "105,1,09/09/2011,REFU,B801200005001,,\n"
                             "105,1,10/09/2011,REFU,B801200005001,,\n";
static const char episodes[] = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,URN\n"
                               "101,15/02/2016,L,C2,N3,T2,PR0,14/08/2017,X1,4244474\n"
                               "101,14/08/2017,T,C2,N3,A3,PR3,,,8969628\n"
                               "102,14/08/2017,T,C2,N3,A3,PR3,,,8969628\n"
                               "103,14/08/2017,T,C2,N3,A3,PR3,,,8969628\n"
                               "104,14/08/2017,T,C2,N3,A3,PR3,,,8969628\n"
                               "105,14/08/2017,T,C2,N3,A3,PR3,,,8969628\n";

static void the_return(bool header_first)
{
        struct involvement_file files[2];
        files[!header_first] = file("header.csv", header);
        files[header_first] = file("episodes.csv", episodes);
        struct involvement_list l = read_files(files, 2);
        is_long((long)l.line_count, 6, "an involvement an episode");
        ok(line(&l, 0)->ends && strcmp(line(&l, 0)->to, "2017-08-14") == 0, "one that is over ends one");
        ok(!line(&l, 1)->ends && !*line(&l, 1)->problem, "one that goes on begins one");
        is_text(line(&l, 1)->from, "2017-08-14", "DECOM is its first day");
        is_text(line(&l, 1)->reference, "101", "CHILD is its reference");
        is_text(line(&l, 1)->who.value[FIELD_UPN], "B801200005001", "the header says who");
        is_text(line(&l, 1)->who.value[FIELD_SEX], "F", "2 is a girl");
        is_text(line(&l, 1)->service, "", "the service is chosen on the page");
        says(line(&l, 2)->problem, "Nobody can be found by it", "a UPN of a wrong check letter finds nobody");
        says(line(&l, 3)->problem, "Nobody can be found by it", "nor does none");
        says(line(&l, 4)->problem, "want a child of the header", "a child whom the header has not");
        says(line(&l, 5)->problem, "whom the header describes once", "a child whom it has twice, as two");
        says(place_words(a, &line(&l, 4)->at), "episodes.csv, row 6", "with the file, as there are two");
}

static void the_sample(void)
{
        size_t len;
        struct involvement_file files[2];
        long open = 0, over = 0, by_upn = 0, nobody = 0;
        const char *names[] = { CARE "/header.csv", CARE "/episodes.csv" };
        for (int i = 0; i < 2; i++) {
                char *bytes = given_file(a, names[i], &len);
                if (!bytes) {
                        skip("the sample return", "there is no " CARE);
                        return;
                }
                struct book *b = arena_alloc(a, sizeof *b);
                *b = given(a, bytes, len);
                files[i] = (struct involvement_file){ strrchr(names[i], '/') + 1, b };
        }
        struct involvement_list l = read_files(files, 2);
        for (size_t i = 0; i < l.line_count; i++) {
                const struct involvement_line *x = &l.lines[i];
                open += !*x->to;
                over += x->ends;
                by_upn += upn_valid(x->who.value[FIELD_UPN]);
                nobody += strstr(x->problem, "Nobody can be found") != NULL;
        }
        size_t rows = 0;
        for (size_t i = 0; i < files[1].book->sheets[0].cell_count; i++)
                rows += files[1].book->sheets[0].cells[i].column == 0;
        is_long((long)l.line_count, (long)rows - 1, "every episode");
        ok(open > 0 && over > 0 && open + over == (long)l.line_count, "%ld open, %ld over", open, over);
        ok(nobody > by_upn && nobody + by_upn == (long)l.line_count,
           "most UPNs are wrong: %ld found by it, %ld by nothing", by_upn, nobody);
}

int main(void)
{
        a = arena_new();
        our_own();
        other_peoples();
        what_is_wrong();
        too_many();
        the_return(true);
        the_return(false);
        the_sample();
        arena_free(a);
        return done_testing();
}
