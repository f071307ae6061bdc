/* Transfer files as they are written: their text, and that reading them gives the same pupils back. */
#include "model/ctf.h"

#include "intake/list.h"
#include "intake/transfer.h"
#include "model/code.h"
#include "model/upn.h"
#include "sheet/given.h"
#include "tap.h"

static struct arena *a;
static const struct school oak = { .laestab = "9992001", .urn = "123456", .name = "Oak & Ash <Primary>" };

static struct ctf_file file_of(const char *dest)
{
        return (struct ctf_file){
                .source = &oak, .dest = dest, .academic = 2025, .moment = "2025-10-01T09:00:00", .counter = 1
        };
}

static const char *written(const struct ctf_file *f, const struct pupil *pupils, size_t count)
{
        struct buf b = BUF_EMPTY;
        ctf_write(a, f, pupils, count, &b);
        const char *text = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return text;
}

static struct pupil pupil(const char *surname, const char *forename, const char *dob)
{
        struct pupil p = { .on_roll = true };
        record_blank(&p.record);
        p.record.value[FIELD_SURNAME] = surname;
        p.record.value[FIELD_FORENAME] = forename;
        p.record.value[FIELD_DOB] = dob;
        return p;
}

static void names(void)
{
        struct ctf_file f = file_of("9992002");
        is_text(ctf_file_name(a, &f), "9992001_CTF_9992002_001.xml", "from one school to another");
        f = file_of("");
        f.counter = 12;
        is_text(ctf_file_name(a, &f), "9992001_CTF_" "X" "X" "X" "X" "X" "X" "X" "_012.xml", "to one that is not known");
}

static void whole(void)
{
        struct pupil p = pupil("O'Neill", "Zo\xC3\xAB", "2014-03-04");
        static const struct { enum field field; const char *value; } more[] = {
                { FIELD_UPN, "B801200005001" }, { FIELD_FORMER_UPN, "W20136142501K" }, { FIELD_ULN, "1000000019" },
                { FIELD_MIDDLE_NAMES, "May & June" }, { FIELD_PREFERRED_SURNAME, "Neill" },
                { FIELD_PREFERRED_FORENAME, "Zo" }, { FIELD_FORMER_SURNAME, "Brown" }, { FIELD_FORMER_FORENAME, "Zoe" },
                { FIELD_SEX, "F" }, { FIELD_NC_YEAR, "6" }, { FIELD_CLASS, "6A" }, { FIELD_ENROLMENT, "C" },
                { FIELD_ENTRY_DATE, "2020-09-02" }, { FIELD_ADDRESS, "Flat 2, 14 High Street, Northside" },
                { FIELD_TOWN, "Elm" }, { FIELD_POSTCODE, "ZZ1 1AA" }, { FIELD_ETHNICITY, "WBRI" },
                { FIELD_LANGUAGE, "ENG" }, { FIELD_SEN, "K" }, { FIELD_FSM, "Y" }, { FIELD_SEN_NEED, "SLCN" },
                { FIELD_SEN_NEED_2, "MLD" }, { FIELD_LOOKED_AFTER, "N" },
        };
        for (size_t i = 0; i < sizeof more / sizeof *more; i++)
                p.record.value[more[i].field] = more[i].value;
        struct ctf_file f = file_of("9992002");
        f.full = true;
        is_text(written(&f, &p, 1),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CTfile><Header>\n"
                "<DocumentName>Common Transfer File</DocumentName>\n<CTFversion>25.0</CTFversion>\n"
                "<DateTime>2025-10-01T09:00:00</DateTime>\n<DocumentQualifier>full</DocumentQualifier>\n"
                "<SupplierID>Onroll</SupplierID>\n<SourceSchool>\n<LEA>999</LEA>\n<Estab>2001</Estab>\n<URN>123456</URN>\n"
                "<SchoolName>Oak &amp; Ash &lt;Primary&gt;</SchoolName>\n<AcademicYear>2025</AcademicYear>\n</SourceSchool>\n"
                "<DestSchool>\n<LEA>999</LEA>\n<Estab>2002</Estab>\n</DestSchool>\n</Header>\n<CTFpupilData><Pupil>\n"
                "<UPN>B801200005001</UPN>\n<UniqueLearnerNumber>1000000019</UniqueLearnerNumber>\n<Surname>O'Neill</Surname>\n"
                "<Forename>Zo\xC3\xAB</Forename>\n<DOB>2014-03-04</DOB>\n<Sex>F</Sex>\n<BasicDetails>\n"
                "<FormerUPN>W20136142501K</FormerUPN>\n<PreferredSurname>Neill</PreferredSurname>\n"
                "<PreferredForename>Zo</PreferredForename>\n<FormerSurname>Brown</FormerSurname>\n"
                "<FormerForename>Zoe</FormerForename>\n<MiddleNames>May &amp; June</MiddleNames>\n"
                "<NCyearActual>6</NCyearActual>\n<Ethnicity>WBRI</Ethnicity>\n<EnrolStatus>C</EnrolStatus>\n<Languages>\n"
                "<Type>\n<LanguageType>F</LanguageType>\n<Language>ENG</Language>\n</Type>\n</Languages>\n</BasicDetails>\n"
                "<LookedAfter>\n<InCare>false</InCare>\n</LookedAfter>\n<SENneeds>\n<SENneed>\n<SENtypeRank>1</SENtypeRank>\n"
                "<SENtype>SLCN</SENtype>\n</SENneed>\n<SENneed>\n<SENtypeRank>2</SENtypeRank>\n<SENtype>MLD</SENtype>\n"
                "</SENneed>\n</SENneeds>\n<Address>\n<BS7666Address>\n<SAON>Flat 2</SAON>\n<PAON>14</PAON>\n"
                "<Street>High Street</Street>\n<Locality>Northside</Locality>\n<Town>Elm</Town>\n</BS7666Address>\n"
                "<PostCode>ZZ1 1AA</PostCode>\n</Address>\n<SchoolHistory>\n<School>\n<LEA>999</LEA>\n<Estab>2001</Estab>\n"
                "<SchoolName>Oak &amp; Ash &lt;Primary&gt;</SchoolName>\n<EntryDate>2020-09-02</EntryDate>\n"
                "<LastSchool>true</LastSchool>\n</School>\n</SchoolHistory>\n</Pupil>\n</CTFpupilData>\n</CTfile>\n",
                "a pupil of whom everything is known");
}

/* Nothing that the DfE would refuse, and nothing that is no XML. */
static void strict(void)
{
        struct pupil p = pupil("A\x01\x7f" "B\xEF\xBF\xBF<i>", "&lt;", "2014-02-30");
        p.record.value[FIELD_UPN] = "Q207000016049";
        p.record.value[FIELD_ULN] = "123";
        p.record.value[FIELD_SEX] = "Z";
        p.record.value[FIELD_NC_YEAR] = "99";
        p.record.value[FIELD_ETHNICITY] = "PAKI";
        p.record.value[FIELD_LANGUAGE] = "SOM";
        p.record.value[FIELD_ENTRY_DATE] = "soon";
        struct ctf_file f = file_of("");
        const char *text = written(&f, &p, 1);
        is_text(strstr(text, "<CTFpupilData>"),
                "<CTFpupilData><Pupil>\n<Surname>AB&lt;i&gt;</Surname>\n<Forename>&amp;lt;</Forename>\n<BasicDetails>\n"
                "<Languages>\n<Type>\n<LanguageType>F</LanguageType>\n<Language>SOM</Language>\n</Type>\n</Languages>\n"
                "</BasicDetails>\n</Pupil>\n</CTFpupilData>\n</CTfile>\n",
                "what is not valid is left out, and so is what would be empty");
        ok(strstr(text, "<DocumentQualifier>partial<") != NULL, "partial");
        ok(strstr(written(&f, NULL, 0), "<CTFpupilData></CTFpupilData>") != NULL, "nobody");
}

/* ---- there and back ---- */

static const char *const addresses[] = {
        "14 High Street", "14a High Street, Northside", "Flat 2, 14 High Street", "Rose Cottage", "Rose Cottage, Low Lane",
        "Flat 2, The Mill, Low Lane, Northside", "14", "Flat 1, 2 High Street, Northside, Southside", "", "Unit 3, 4, 5 Row",
        "1 A, 2 B, 3 C", "The Old School, School Lane, Little Elm",
};

static bool carried(enum field f)
{
        static const enum field without[] = { FIELD_CLASS, FIELD_SEN, FIELD_FSM, FIELD_SERVICE_CHILD,
                                              FIELD_POST_LOOKED_AFTER, FIELD_YOUNG_CARER, FIELD_BOARDER, FIELD_ENGLISH };
        for (size_t i = 0; i < sizeof without / sizeof *without; i++)
                if (without[i] == f)
                        return false;
        return true;
}

/* A value for every field, another for every pupil. */
static struct pupil made(unsigned n)
{
        static const char *const years[] = { "R", "1", "2", "3", "4", "5", "6" };
        struct pupil p = pupil(arena_printf(a, "Smith%c", 'a' + (int)n), n % 2 ? "Anna-May" : "Zo\xC3\xAB & Co",
                               arena_printf(a, "%u-0%u-04", 2020 - n % 7, 1 + n % 8));
        for (int f = 0; f < FIELD_COUNT; f++) {
                const struct field_info *info = &field_table[f];
                size_t codes = 0;
                while (info->codes && info->codes->items[codes].code)
                        codes++;
                if (codes)
                        p.record.value[f] = info->codes->items[n % codes].code;
                else if (info->kind == KIND_NAME && !*p.record.value[f])
                        p.record.value[f] = arena_printf(a, "Name%c%c", 'a' + f % 26, 'a' + (int)n);
        }
        char tail[16];
        snprintf(tail, sizeof tail, "99920012%04u", n);
        p.record.value[FIELD_UPN] = arena_printf(a, "%c%s", upn_letter(tail), tail);
        snprintf(tail, sizeof tail, "99920011%04u", n);
        p.record.value[FIELD_FORMER_UPN] = arena_printf(a, "%c%s", upn_letter(tail), tail);
        p.record.value[FIELD_NC_YEAR] = years[n % 7];
        p.record.value[FIELD_ENTRY_DATE] = arena_printf(a, "2025-0%u-02", 1 + n % 9);
        p.record.value[FIELD_ADDRESS] = addresses[n];
        p.record.value[FIELD_TOWN] = n % 3 ? "Elm" : "";
        p.record.value[FIELD_POSTCODE] = "ZZ1 1AA";
        p.record.value[FIELD_CLASS] = "6A";
        return p;
}

static void there_and_back(void)
{
        enum { PUPILS = sizeof addresses / sizeof *addresses };
        struct pupil pupils[PUPILS];
        for (unsigned i = 0; i < PUPILS; i++)
                pupils[i] = made(i);
        struct ctf_file f = file_of("9992001");
        const char *text = written(&f, pupils, PUPILS);
        struct book b = given(a, text, strlen(text));
        struct transfer t;
        ok(transfer_read(a, &b, &t) && strcmp(t.source, "9992001") == 0 && strcmp(t.dest, "9992001") == 0 && !t.full &&
               strcmp(t.version, "25.0") == 0 && strcmp(t.source_name, oak.name) == 0,
           "its header is read");
        is_long((long)b.note_count, 0, "and the reader wonders at nothing");
        const struct list_context c = { .file = "x.xml", .academic = 2025, .today = date_from_iso("2025-11-22"),
                                        .authority = "999", .laestab = "9992001", .urn = "123456", .low = "R", .high = "11" };
        struct intake_list l;
        list_read(a, &b, &c, NULL, NULL, &l);
        is_long((long)l.row_count, PUPILS, "every pupil comes back");
        for (size_t i = 0; i < l.row_count && i < PUPILS; i++)
                for (int n = 0; n < FIELD_COUNT; n++) {
                        const char *want = carried((enum field)n) ? pupils[i].record.value[n] : "";
                        if (strcmp(l.rows[i].record.value[n], want) != 0)
                                ok(0, "pupil %zu, %s: got '%s', want '%s'", i, field_table[n].key,
                                   l.rows[i].record.value[n], want);
                }
        ok(l.row_count == PUPILS && !l.rows[0].error, "as it was, but for what the file cannot hold");
}

int main(void)
{
        a = arena_new();
        names();
        whole();
        strict();
        there_and_back();
        arena_free(a);
        return done_testing();
}
