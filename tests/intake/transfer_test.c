/* Transfer files as lists of pupils: what is read of them, for whom, and what is said about their version. */
#include "intake/transfer.h"

#include "intake/list.h"
#include "sheet/given.h"
#include "tap.h"

static struct arena *a;

#define SCHOOL(lea, estab) "<LEA>" lea "</LEA><Estab>" estab "</Estab>"
#define FILE_OF(version, source, dest)                                                                       \
        "<CTfile><Header><CTFversion>" version "</CTFversion><DocumentQualifier>partial</DocumentQualifier>" \
        "<SourceSchool>" source "</SourceSchool><DestSchool>" dest "</DestSchool></Header><CTFpupilData>"    \
        "<Pupil><UPN>B801200005001</UPN><Surname>SMITH</Surname><Forename>Anna</Forename><DOB>2015-03-04"    \
        "</DOB><Sex>F</Sex><BasicDetails><NCyearActual>06</NCyearActual><EnrolStatus>C</EnrolStatus>"        \
        "</BasicDetails><LookedAfter><InCare>false</InCare></LookedAfter><SENneeds><SENneed><SENtypeRank>1"  \
        "</SENtypeRank><SENtype>SLCN</SENtype></SENneed></SENneeds><Phones><Phone><PhoneNo>01632 96 0001"    \
        "</PhoneNo></Phone></Phones><SchoolHistory><School>" source "<EntryDate>2020-09-02</EntryDate>"      \
        "<LeavingDate/></School></SchoolHistory></Pupil></CTFpupilData></CTfile>"
#define OURS   SCHOOL("801", "2000")
#define THEIRS SCHOOL("801", "2007")

static struct intake_list list_of(const char *text, struct transfer *t)
{
        const struct list_context c = { .file = "8012007_CTF_8012000_001.xml",
                                        .academic = 2025,
                                        .today = date_from_iso("2025-11-22"),
                                        .authority = "801",
                                        .laestab = "8012000",
                                        .urn = "",
                                        .low = "R",
                                        .high = "11" };
        struct book *b = arena_alloc(a, sizeof *b);
        struct intake_list l;
        *b = given(a, text, strlen(text));
        ok(transfer_read(a, b, t), "it is a transfer file");
        list_read(a, b, &c, NULL, NULL, &l);
        for (size_t i = 0; i < l.note_count; i++)
                printf("# %s\n", l.notes[i]);
        return l;
}

static bool noted(const struct intake_list *l, const char *words)
{
        for (size_t i = 0; i < l->note_count; i++)
                if (strstr(l->notes[i], words))
                        return true;
        return false;
}

static void own(void)
{
        static const struct {
                enum field field;
                const char *want;
        } t[] = { { FIELD_UPN, "B801200005001" },
                  { FIELD_SURNAME, "SMITH" },
                  { FIELD_FORENAME, "Anna" },
                  { FIELD_DOB, "2015-03-04" },
                  { FIELD_SEX, "F" },
                  { FIELD_NC_YEAR, "6" },
                  { FIELD_ENROLMENT, "C" },
                  { FIELD_ENTRY_DATE, "2020-09-02" },
                  { FIELD_LOOKED_AFTER, "N" },
                  { FIELD_SEN_NEED, "SLCN" },
                  { FIELD_CLASS, "" } };
        struct transfer f;
        struct intake_list l = list_of(FILE_OF("25.0", OURS, SCHOOL("801", "2009")), &f);
        ok(l.row_count == 1 && !l.rows[0].error && !l.rows[0].other_school, "one pupil of this school");
        for (size_t i = 0; i < sizeof t / sizeof *t && l.row_count; i++)
                is_text(l.rows[0].record.value[t[i].field], t[i].want, field_table[t[i].field].key);
        ok(noted(&l, "SEN needs: this sheet was not read") &&
               noted(&l, "School history: this sheet was not read"),
           "the other sheets are said not to be read");
        ok(!noted(&l, "version") && !noted(&l, "Header") && !noted(&l, "not known"), "and nothing else is");
        ok(strcmp(f.source, "8012000") == 0 && strcmp(f.dest, "8012009") == 0 && !f.full &&
               strcmp(f.version, "25.0") == 0,
           "the header");
}

/* Made for us by the school that the child left, and made for another. */
static void others(void)
{
        struct transfer f;
        struct intake_list l = list_of(FILE_OF("24.0", THEIRS, OURS), &f);
        ok(l.row_count == 1 && !l.rows[0].other_school && l.issues.count == 0, "one for this school");
        is_text(l.rows[0].record.value[FIELD_ENTRY_DATE], "", "does not say when the child came here");
        is_text(l.rows[0].record.value[FIELD_ENROLMENT], "", "nor how it is registered here");
        ok(!noted(&l, "version"), "the version before is in use");
        l = list_of(FILE_OF("24.0", THEIRS, SCHOOL("801", "2009")), &f);
        ok(l.row_count == 1 && l.rows[0].other_school, "one for another school is seen to be");
        l = list_of(FILE_OF("19.0", OURS, OURS), &f);
        ok(noted(&l, "of version 19.0, which is older than those in use (24.0 and 25.0)"), "an old version");
        is_text(l.rows[0].record.value[FIELD_ENTRY_DATE], "2020-09-02", "from a school to itself all counts");
        l = list_of(FILE_OF("26.0", OURS, OURS), &f);
        ok(noted(&l, "newer"), "a new one");
        l = list_of(FILE_OF("", SCHOOL("801", "LLLL"), ""), &f);
        ok(noted(&l, "does not say which version") && !*f.source && !*f.dest, "none; and no school");
}

int main(void)
{
        a = arena_new();
        struct transfer f;
        const struct book csv = { .kind = "csv" };
        ok(!transfer_read(a, &csv, &f) && !*f.version && !*f.dest, "another file is none");
        own();
        others();
        arena_free(a);
        return done_testing();
}
