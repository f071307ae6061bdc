/* Common Transfer Files: the versions that are about, who they come from, and the damage that is known. */
#include "sheet/ctf.h"

#include "given.h"
#include "tap.h"

static struct arena *a;

#define XML    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define HEADER(version, source)                                                                              \
        "<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>" version "</CTFversion>"      \
        "<DateTime>2025-10-01T09:00:00</DateTime><DocumentQualifier>full</DocumentQualifier>"                \
        "<SupplierID>MIS</SupplierID><SourceSchool>" source "<AcademicYear>2025</AcademicYear>"              \
        "</SourceSchool><DestSchool><LEA>999</LEA><Estab>2002</Estab></DestSchool></Header>"
#define OAK        "<LEA>999</LEA><Estab>2001</Estab><SchoolName>Oak</SchoolName>"
#define FILE_OF(h, pupils) XML "<CTfile>" h "<CTFpupilData>" pupils "</CTFpupilData></CTfile>"
#define ANNA                                                                                                 \
        "<UPN>B801200005001</UPN><Surname>SMITH</Surname><Forename>Anna</Forename><DOB>2015-03-04</DOB>"
#define WHO "9992001|B801200005001|SMITH|Anna|2015-03-04"

static struct book transfer(const char *text)
{
        struct book b = given(a, text, strlen(text));
        if (given_words)
                printf("# %s\n", given_words);
        return b;
}

static const char *sheet(const struct book *b, const char *name)
{
        for (size_t i = 0; i < b->sheet_count; i++)
                if (strcmp(b->sheets[i].name, name) == 0)
                        return given_text(a, b, i);
        return "(none)";
}

static bool noted(const struct book *b, const char *words)
{
        for (size_t i = 0; i < b->note_count; i++)
                if (strstr(b->notes[i], words))
                        return true;
        return false;
}

/* One pupil with everything. */
static void whole(void)
{
        struct book b = transfer(FILE_OF(HEADER("25.0", OAK),
            "<Pupil><UPN>B801200005001</UPN><UniqueLearnerNumber>1000000019</UniqueLearnerNumber><UCI>U1</UCI>"
            "<Surname>SMITH</Surname><Forename>Anna</Forename><DOB>2015-03-04</DOB><Sex>F</Sex>"
            "<BasicDetails><FormerUPN>W20136142501K</FormerUPN><PreferredSurname>Smith-Jones</PreferredSurname>"
            "<PreferredForename>Annie</PreferredForename><FormerSurname>Brown</FormerSurname>"
            "<FormerForename>Ann</FormerForename><MiddleNames>May</MiddleNames><NCyearActual>5</NCyearActual>"
            "<Ethnicity>WBRI</Ethnicity><EthnicitySource>P</EthnicitySource><EnrolStatus>C</EnrolStatus>"
            "<Languages><Type><LanguageType>H</LanguageType><Language>POL</Language></Type>"
            "<Type><LanguageType>F</LanguageType><Language>ENG</Language></Type></Languages>"
            "<MedicalFlag>true</MedicalFlag><Disabilities><Disability>NONE</Disability></Disabilities></BasicDetails>"
            "<FSMhistory><FSMreviewDate>2025-12-01</FSMreviewDate><FSMinstance><FSMstartDate>2023-09-01</FSMstartDate>"
            "<FSMendDate>2024-07-31</FSMendDate><UKcountry>ENG</UKcountry></FSMinstance><FSMinstance>"
            "<FSMstartDate>2025-09-01</FSMstartDate><UKcountry>ENG</UKcountry></FSMinstance></FSMhistory>"
            "<LookedAfter><InCare>true</InCare><CareAuthority>999</CareAuthority></LookedAfter>"
            "<SENhistory><SEN><StartDate>2022-01-10</StartDate><SENprovision>E</SENprovision></SEN>"
            "<SEN><StartDate>2020-01-10</StartDate><SENprovision>K</SENprovision></SEN>"
            "<SENneeds><SENneed><SENtypeRank>2</SENtypeRank><SENtype>MLD</SENtype></SENneed>"
            "<SENneed><SENtypeRank>1</SENtypeRank><SENtype>SLCN</SENtype></SENneed></SENneeds></SENhistory>"
            "<Address><BS7666Address><SAON>Flat 2</SAON><PAON>14</PAON><Street>High Street</Street>"
            "<Locality>Northside</Locality><Town>Elm</Town><UniquePropertyReferenceNumber>10</UniquePropertyReferenceNumber>"
            "</BS7666Address><County>Shire</County><PostCode>ZZ1 1AA</PostCode><Easting>1</Easting></Address>"
            "<Phones><Phone><TelephoneType>H</TelephoneType><PhoneNo>01632 960 001</PhoneNo></Phone>"
            "<Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900002</PhoneNo></Phone></Phones>"
            "<Email>a@b.example</Email>"
            "<Contacts><Contact><Order>1</Order><Title>Ms</Title><Surname>Brown</Surname><Forename>Eve</Forename>"
            "<Gender>F</Gender><Relationship>PAM</Relationship><Responsibility>true</Responsibility><Address>"
            "<AddressLines><AddressLine1>The Cottage</AddressLine1><AddressLine2>Low Lane</AddressLine2></AddressLines>"
            "<PostCode>ZZ1 1AB</PostCode></Address><Phones><Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900003"
            "</PhoneNo></Phone></Phones><Email>e@b.example</Email></Contact><Contact><Order>2</Order>"
            "<Surname>Smith</Surname><AddressAsPupil>true</AddressAsPupil></Contact></Contacts>"
            "<Attendance><YearData><Year>2024</Year><LEA>999</LEA><Estab>2007</Estab><SchoolName>Ash</SchoolName>"
            "<SessionsPossible>380</SessionsPossible><SessionsAuthorised>10</SessionsAuthorised>"
            "<SessionsAttended>365</SessionsAttended><SessionsUnauthorised>5</SessionsUnauthorised><AttendSessions>"
            "<AttendanceStartDate>2024-09-02</AttendanceStartDate><AttendanceMarks>/\\LI</AttendanceMarks>"
            "<AttendanceStartDate>2025-01-06</AttendanceStartDate><AttendanceMarks>##</AttendanceMarks>"
            "</AttendSessions></YearData></Attendance>"
            "<StageAssessments><KeyStage><Stage>KS1</Stage><StageAssessment><Locale>ENG</Locale><Year>2022</Year>"
            "<Subject>MAT</Subject><Method>TA</Method><Component>SUB</Component><ResultStatus>R</ResultStatus>"
            "<ResultQualifier>NC</ResultQualifier><Result>EXS</Result><ResultDate>2022-06-30</ResultDate>"
            "</StageAssessment><StageAssessment><Subject>ENG</Subject><Result>WTS</Result></StageAssessment></KeyStage>"
            "<KeyStage><Stage>KS2</Stage><StageAssessment><Subject>MAT</Subject></StageAssessment></KeyStage></StageAssessments>"
            "<SchoolHistory><School><LEA>999</LEA><Estab>2007</Estab><SchoolName>Ash</SchoolName><EntryDate>2019-09-03"
            "</EntryDate><LeavingDate>2021-07-20</LeavingDate><RemovalGrounds>a</RemovalGrounds><LastSchool>false</LastSchool>"
            "</School><School><LEA>999</LEA><Estab>2001</Estab><SchoolName>Oak</SchoolName><EntryDate>2021-09-02</EntryDate>"
            "<LeavingDate></LeavingDate><RemovalGrounds/><LastSchool>true</LastSchool></School></SchoolHistory></Pupil>"));
        is_text(b.kind, "ctf", "its kind");
        is_text(sheet(&b, "Pupils"),
                "DfE number|UPN|Surname|Forename|Date of birth|Sex|Date of entry|First language|SEN provision|SEN need|"
                "Secondary SEN need|Free school meals|Address|Town|Telephone|ULN|Former UPN|Middle names|"
                "Preferred surname|Preferred forename|Former surname|Former forename|NC year|Enrolment status|Ethnicity|"
                "Looked after|Postcode|County|UPRN|Email|UCI|Care authority\n" WHO
                "|F|2021-09-02|ENG|E|SLCN|MLD|Y|Flat 2, 14 High Street, Northside|Elm|01632 960 001|1000000019|"
                "W20136142501K|May|Smith-Jones|Annie|Brown|Ann|5|C|WBRI|true|ZZ1 1AA|Shire|10|a@b.example|U1|999",
                "the pupil");
        is_text(sheet(&b, "Attendance"),
                "DfE number|UPN|Surname|Forename|Date of birth|Year|SessionsPossible|SessionsAuthorised|SessionsAttended|"
                "SessionsUnauthorised|Attended DfE number|Attended school\n" WHO "|2024|380|10|365|5|9992007|Ash",
                "attendance, with the school where it was");
        is_text(sheet(&b, "Attendance marks"),
                "DfE number|UPN|Surname|Forename|Date of birth|AttendanceStartDate|AttendanceMarks\n" WHO
                "|2024-09-02|/\\LI\n" WHO "|2025-01-06|##",
                "marks, a row for each beginning");
        is_text(sheet(&b, "Assessments"),
                "DfE number|UPN|Surname|Forename|Date of birth|Stage|Locale|Year|Subject|Method|Component|ResultStatus|"
                "ResultQualifier|Result|ResultDate\n" WHO "|KS1|ENG|2022|MAT|TA|SUB|R|NC|EXS|2022-06-30\n" WHO
                "|KS1|||ENG|||||WTS\n" WHO "|KS2|||MAT",
                "assessments, each with its stage");
        is_text(sheet(&b, "SEN history"),
                "DfE number|UPN|Surname|Forename|Date of birth|StartDate|SENprovision|EndDate\n" WHO "|2022-01-10|E\n" WHO
                "|2020-01-10|K",
                "SEN history");
        is_text(sheet(&b, "SEN needs"),
                "DfE number|UPN|Surname|Forename|Date of birth|SENtypeRank|SENtype\n" WHO "|2|MLD\n" WHO "|1|SLCN", "needs");
        is_text(sheet(&b, "School history"),
                "DfE number|UPN|Surname|Forename|Date of birth|School DfE number|SchoolName|EntryDate|LeavingDate|"
                "RemovalGrounds|LastSchool\n" WHO "|9992007|Ash|2019-09-03|2021-07-20|a|false\n" WHO
                "|9992001|Oak|2021-09-02|||true",
                "schools; an empty leaving date is none");
        is_text(sheet(&b, "FSM history"),
                "DfE number|UPN|Surname|Forename|Date of birth|FSMstartDate|FSMendDate|UKcountry\n" WHO
                "|2023-09-01|2024-07-31|ENG\n" WHO "|2025-09-01||ENG",
                "meals");
        is_text(sheet(&b, "Contacts"),
                "DfE number|UPN|Surname|Forename|Date of birth|Contact order|Contact title|Contact surname|Contact forename|"
                "Contact sex|Contact middle names|Relationship|Responsibility|Address as pupil|Contact address|Contact town|"
                "Contact postcode|Contact telephone|Contact email\n" WHO
                "|1|Ms|Brown|Eve|F||PAM|true||The Cottage, Low Lane||ZZ1 1AB|07700 900003|e@b.example\n" WHO
                "|2||Smith||||||true",
                "contacts");
        ok(b.note_count == 0, "and nothing to say about it");
}

/* What differs between versions and senders gives the same rows. */
static void versions(void)
{
        static const struct { const char *what, *text, *rows; } t[] = {
                { "the version before", FILE_OF(HEADER("24.0", OAK), "<Pupil>" ANNA "<Gender>F</Gender></Pupil>"), WHO "|F" },
                { "an old one", FILE_OF(HEADER("15.0", OAK), "<Pupil>" ANNA "<Gender>F</Gender></Pupil>"), WHO "|F" },
                { "with a namespace",
                  XML "<CTfile xmlns=\"urn:x\">" HEADER("25.0", OAK) "<CTFpupilData><Pupil>" ANNA
                      "</Pupil></CTFpupilData></CTfile>", WHO },
                { "with a prefix",
                  XML "<!-- made by hand -->\n<c:CTfile xmlns:c=\"urn:x\"><c:Header><c:SourceSchool><c:LEA>999</c:LEA>"
                      "<c:Estab>2001</c:Estab></c:SourceSchool></c:Header><c:CTFpupilData><c:Pupil><c:UPN>B801200005001</c:UPN>"
                      "<c:Surname>SMITH</c:Surname><c:Forename>Anna</c:Forename><c:DOB>2015-03-04</c:DOB></c:Pupil>"
                      "</c:CTFpupilData></c:CTfile>", WHO },
                { "in small letters",
                  "<ctfile><header><ctfVersion>25.0</ctfVersion><sourceschool><lea>999</lea><estab>2001</estab></sourceschool>"
                  "</header><ctfpupildata><pupil><upn>B801200005001</upn><surname>SMITH</surname><forename>Anna</forename>"
                  "<dob>2015-03-04</dob></pupil></ctfpupildata></ctfile>", WHO },
                { "names with spaces about them",
                  FILE_OF(HEADER("25.0", OAK), "<Pupil><UPN>\n B801200005001 </UPN><Surname> SMITH\t</Surname>"
                                               "<Forename>Anna</Forename><DOB>2015-03-04</DOB></Pupil>"), WHO },
                { "a pupil without a surname",
                  FILE_OF(HEADER("25.0", OAK), "<Pupil><UPN>B801200005001</UPN><Surname/><Forename>Anna</Forename></Pupil>"),
                  "9992001|B801200005001||Anna" },
                { "a date that is none",
                  FILE_OF(HEADER("25.0", OAK), "<Pupil><Surname>A</Surname><DOB>2015-02-30</DOB></Pupil>"),
                  "9992001||A||2015-02-30" },
                { "a file that is partial, without addresses and contacts",
                  FILE_OF("<Header><DocumentQualifier>partial</DocumentQualifier><SourceSchool>" OAK "</SourceSchool></Header>",
                          "<Pupil>" ANNA "<Address/><Contacts/><FSMhistory><FSMinstance/></FSMhistory></Pupil>"), WHO },
                { "an authority's",
                  FILE_OF(HEADER("25.0", "<LEA>999</LEA><Estab>LLLL</Estab>"),
                          "<Pupil>" ANNA "<SchoolHistory><School><LEA>999</LEA><Estab>2009</Estab><LeavingDate>2024-07-20"
                          "</LeavingDate></School><School><LEA>999</LEA><Estab>2001</Estab><LeavingDate/></School>"
                          "</SchoolHistory></Pupil>"), WHO },
                { "with CDATA and entities",
                  FILE_OF(HEADER("25.0", OAK), "<Pupil><Surname><![CDATA[O'Neill]]> &amp; Sons</Surname></Pupil>"),
                  "9992001||O'Neill & Sons" },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct book b = transfer(t[i].text);
                const char *rows = strchr(sheet(&b, "Pupils"), '\n');
                is_text(rows ? rows + 1 : "(no row)", t[i].rows, t[i].what);
        }
}

/* As GIAP writes it: no school is named, and no digits stand for one. */
static void unnamed(void)
{
        struct book b = transfer(FILE_OF(HEADER("25.0", "<LEA>" "X" "X" "X" "</LEA><Estab>" "X" "X" "X" "X" "</Estab>"),
                                     "<Pupil>" ANNA "</Pupil><Pupil>" ANNA "<SchoolHistory><School><LEA>999</LEA>"
                                     "<Estab>2007</Estab><EntryDate>2020-09-01</EntryDate></School></SchoolHistory></Pupil>"));
        is_text(sheet(&b, "Pupils"), "DfE number|UPN|Surname|Forename|Date of birth|Sex|Date of entry\n"
                                     "|B801200005001|SMITH|Anna|2015-03-04\n"
                                     "9992007|B801200005001|SMITH|Anna|2015-03-04||2020-09-01",
                "the school is the one that the pupil has not left, or not known");
        ok(noted(&b, "for 1 pupil it names no school"), "and that is said");
}

static void header(void)
{
        struct book b = transfer(FILE_OF(HEADER("19.0", OAK), ""));
        is_text(sheet(&b, "Header"),
                "CTFversion|19.0\nDateTime|2025-10-01T09:00:00\nSourceLEA|999\nSourceEstab|2001\n"
                "DocumentName|Common Transfer File\nDocumentQualifier|full\nSupplierID|MIS\nSourceSchoolName|Oak\n"
                "AcademicYear|2025\nDestLEA|999\nDestEstab|2002",
                "what the file says of itself");
        is_text(sheet(&b, "Pupils"), "DfE number|UPN|Surname|Forename|Date of birth|Sex", "headings, and no pupil");
        ok(b.sheet_count == 2, "and no other sheet");
}

static void unknown(void)
{
        struct book b = transfer(FILE_OF(HEADER("25.0", OAK),
                                     "<Pupil>" ANNA "<Shoe>3</Shoe><Hat><Size>4</Size></Hat><Sex>F<b>x</b></Sex></Pupil>"
                                     "<Pupil>" ANNA "<Shoe>3</Shoe></Pupil><Teacher><Surname>No</Surname></Teacher>"));
        ok(noted(&b, "5 elements of the file are not known here and were left out: Shoe, Hat, b, Teacher."),
           "elements that nobody knows are counted and named");
        ok(!strstr(sheet(&b, "Pupils"), "No"), "and who is no pupil is none");
}

static char *repeated(const char *before, const char *often, int times, const char *after)
{
        struct buf b = BUF_EMPTY;
        buf_text(&b, before);
        while (times--)
                buf_text(&b, often);
        buf_text(&b, after);
        char *text = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return text;
}

static void hostile(void)
{
        const struct { const char *what, *text, *words; } t[] = {
                { "a document type", "<!DOCTYPE CTfile [<!ENTITY a \"b\">]><CTfile>&a;</CTfile>", "declares a document type" },
                { "cut short", "<CTfile><CTFpupilData><Pupil><UPN>B80", "Ask for the transfer file to be made again" },
                { "very deep", repeated("<CTfile>", "<a>", 200, ""), "nested deeper" },
                { "millions of empty pupils", repeated("<CTfile><CTFpupilData>", "<Pupil/>", 700000, ""), "too large" },
                { "an entity from elsewhere", "<CTfile>&other;</CTfile>", "damaged" },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                given(a, t[i].text, strlen(t[i].text));
                ok(given_words && strstr(given_words, t[i].words), "%s: %s", t[i].what, given_words ? given_words : "read");
        }
        /* Short rows that stand for long ones: who a row is about is written on each. */
        struct buf b = BUF_EMPTY;
        buf_text(&b, "<CTfile><CTFpupilData><Pupil><Surname>");
        for (int i = 0; i < 30000; i++)
                buf_char(&b, 'x');
        buf_text(&b, "</Surname><SENhistory>");
        for (int i = 0; i < 50000; i++)
                buf_text(&b, "<SEN><StartDate>1</StartDate></SEN>");
        buf_text(&b, "</SENhistory></Pupil></CTFpupilData></CTfile>");
        given(a, b.bytes, b.len);
        ok(given_words && strstr(given_words, "too large"), "a surname fifty thousand times: %s",
           given_words ? given_words : "read");
        buf_free(&b);
}

static void seen(void)
{
        static const struct { const char *text; bool is; } t[] = {
                { "<CTfile>", true }, { "  <ctfile/>", true }, { "<a:CTfile x='1'>", true }, { "<ATfile>", true },
                { "<?xml version='1.0'?><!-- <html> --><CTfile>", true }, { "<CTfiles>", false }, { "<Pupil>", false },
                { "<html><CTfile>", false }, { "<?xml", false }, { "<!-- ", false }, { "", false }, { "<", false },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++)
                ok(ctf_is(t[i].text) == t[i].is, "%s is%s a transfer file", t[i].text, t[i].is ? "" : " not");
}

int main(void)
{
        a = arena_new();
        seen();
        whole();
        versions();
        unnamed();
        header();
        unknown();
        hostile();
        arena_free(a);
        return done_testing();
}
