/* Rosters of other systems as lists of pupils: small ones of each kind, and the public samples beside the
 * project. */
#include "intake/roster.h"

#include <dirent.h>

#include "intake/list.h"
#include "sheet/given.h"
#include "sheet/zipped.h"
#include "tap.h"

static struct arena *a;
static bool delta;

/* The pupils' sheet of a set of files, or why there is none. */
static const char *pupils(const struct zipped_part *parts, size_t count, struct book *out)
{
        size_t len;
        struct book *in = arena_alloc(a, sizeof *in);
        char *bytes = zipped(a, parts, count, NULL, &len);
        *in = given(a, bytes, len);
        *out = (struct book){ .kind = "" };
        if (!roster_book(a, in, out, &delta))
                return given_words ? given_words : "(no roster)";
        return given_text(a, out, 0);
}

static bool noted(const struct book *b, const char *words)
{
        for (size_t i = 0; i < b->note_count; i++)
                if (strstr(b->notes[i], words))
                        return true;
        return false;
}

#define MANIFEST(how)                                                                                        \
        {                                                                                                    \
                "manifest.csv",                                                                              \
                    "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users," how "\n", \
                    0, 0                                                                                     \
        }
#define ORGS                                                                                                 \
        {                                                                                                    \
                "orgs.csv",                                                                                  \
                    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"               \
                    "d,,,Shire,district,,\ns1,,,Oak,school,9992001,d\ns2,,,Elm,school,9992002,d\n"           \
                    "s3,,,Ash,school,123456,d\n",                                                            \
                    0, 0                                                                                     \
        }
#define USERS                                                                                                \
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"       \
        "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"

static void one_roster(void)
{
        struct book b;
        const struct zipped_part parts[] = {
                MANIFEST("bulk"),
                ORGS,
                { "users.csv",
                  USERS "u1,,,true,\"d,s1\",student,ann,{UPN:B801200005001},Anna,Smith,May,,,,,,07,\n"
                        "u2,,,true,s1,teacher,bea,,Bea,Brown,,,,,,,,\n"
                        "u3,,,true,\"s2,s1\",student,cy,,Cy,Cole,,H801200001001,,,,,R,\n"
                        "u4,,,true,s3,student,di,,Di,Dale,,12345,,,,,3,\n",
                  0, 0 },
                { "demographics.csv",
                  "sourcedId,status,dateLastModified,birthDate,sex\nu1,,,2014-03-04,female\nu3,,,2020-11-05,other\n"
                  "u2,,,1980-01-01,female\n",
                  0, 0 },
                { "classes.csv",
                  "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
                  "schoolSourcedId\nc1,,,7 Maths,,,,scheduled,,s1\nc2,,,7A,,,,homeroom,,s1\nc3,,,Robins,,,,scheduled,,s2\n",
                  0, 0 },
                { "enrollments.csv",
                  "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role\n"
                  "e1,,,c1,s1,u1,student\ne2,,,c2,s1,u1,student\ne3,,,c3,s2,u3,student\ne4,,,c3,s2,u2,teacher\n"
                  "e5,,,c1,s1,u4,student\ne6,,,c3,s1,u4,student\ne7,,,nowhere,s1,u4,student\n",
                  0, 0 },
        };
        is_text(pupils(parts, 6, &b),
                "DfE number|URN|UPN|Surname|Forename|Middle names|Date of birth|Sex|NC year|Class\n"
                "9992001||B801200005001|Smith|Anna|May|2014-03-04|female|07|7A\n\n"
                "9992002||H801200001001|Cole|Cy||2020-11-05||R|Robins\n"
                "|123456||Dale|Di||||3",
                "OneRoster 1.1, each where the file of users has it");
        ok(!delta && strcmp(b.kind, ROSTER_KIND) == 0, "all of them");
        ok(noted(&b, "1 person of the file is no pupil") && noted(&b, "1 pupil is in several classes") &&
               noted(&b, "1 pupil belongs to another school"),
           "what was left out is said");
}

/* 1.2 keeps roles apart; a set of changes. */
static void changes(void)
{
        struct book b;
        const struct zipped_part parts[] = {
                MANIFEST("delta"),
                ORGS,
                { "users.csv",
                  "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
                  "identifier,grades,preferredGivenName,preferredFamilyName,primaryOrgSourcedId\n"
                  "u1,active,2025-09-01T00:00:00Z,true,a,,Anna,Smith,,,7,Annie,,s1\n"
                  "u2,tobedeleted,2025-09-01T00:00:00Z,true,b,,Ben,Smith,,,7,,,s1\n"
                  "u3,active,2025-09-01T00:00:00Z,true,c,,Eve,Jones,,,,,,s1\n"
                  "u4,active,2025-09-01T00:00:00Z,true,d,,No,Role,,,,,,s1\n",
                  0, 0 },
                { "roles.csv",
                  "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
                  "r1,active,,u1,secondary,aide,,,s2\nr2,active,,u1,primary,student,,,s2\nr3,active,,u2,primary,student,,,s1\n"
                  "r4,active,,u3,primary,teacher,,,s1\n",
                  0, 0 },
        };
        is_text(pupils(parts, 4, &b), "DfE number|UPN|Surname|Forename|Preferred forename|Date of birth|NC year\n"
                                      "9992002||Smith|Anna|Annie||7",
                "OneRoster 1.2, who has the role of a pupil");
        ok(delta && strcmp(b.kind, CHANGES_KIND) == 0, "changes alone");
        ok(noted(&b, "holds changes alone") && noted(&b, "1 pupil is marked to be deleted") &&
               noted(&b, "2 people of the file are no pupils"),
           "and that is said");
        const struct zipped_part bare[] = {
                ORGS, { "users.csv", USERS "u1,active,x,true,s1,student,ann,,Anna,Smith,,,,,,,07,\n", 0, 0 }
        };
        pupils(bare, 2, &b);
        ok(delta, "without a manifest, the status says so");
}

static void uk(void)
{
        struct book b;
        const struct zipped_part parts[] = {
                { "School.csv", "DfE Number,Name\n9992001,Oak\n", 0, 0 },
                { "Student.csv",
                  "ID,School DfE Number,First Name,Last Name,Username,Password,State ID,Middle Name,Grade,Status,Birthdate\n"
                  "1,9992001,Anna,Smith,a,p,B801200005001,May,7,Active,04/03/2014\n"
                  "2,9992001,Ben,Brown,b,p,WA,,7,Deleted,05/03/2014\n"
                  "3,9992001,Cy,Cole,c,p,WA,,8,Active,25/03/2013\n",
                  0, 0 },
                { "Section.csv", "ID,School DfE Number,Section Name\n10,9992001,7A\n11,9992001,Maths\n", 0, 0 },
                { "StudentEnrollment.csv", "Section ID,ID\n10,1\n10,3\n11,3\n99,1\n", 0, 0 },
        };
        is_text(pupils(parts, 4, &b), "DfE number|UPN|Surname|Forename|Middle names|Date of birth|NC year|Class\n"
                                      "9992001|B801200005001|Smith|Anna|May|04/03/2014|7|7A\n\n"
                                      "9992001||Cole|Cy||25/03/2013|8",
                "School Data Sync for the UK");
        ok(!delta && noted(&b, "1 pupil is marked to be deleted") && noted(&b, "in several classes"), "and its notes");
}

static void none(void)
{
        static const struct { const char *what; struct zipped_part parts[2]; } t[] = {
                { "lists of classes", { { "3A.csv", "Surname,Forename\nSmith,Anna\n", 0, 0 }, { "3B.csv", "Name\nA B\n", 0, 0 } } },
                { "users without organisations", { { "users.csv", USERS, 0, 0 }, { "x.csv", "a\n", 0, 0 } } },
                { "headings in other letters",
                  { { "users.csv", "SourcedId,GivenName,FamilyName\n1,A,B\n", 0, 0 }, ORGS } },
                { "students without schools", { { "student.csv", "ID,School DfE Number,First Name,Last Name\n", 0, 0 },
                                                { "x.csv", "a\n", 0, 0 } } },
                { "empty files", { { "users.csv", "", 0, 0 }, ORGS } },
        };
        struct book b;
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                is_text(pupils(t[i].parts, 2, &b), "(no roster)", t[i].what);
                is_text(b.kind, "", "and nothing is made");
        }
        const struct zipped_part nobody[] = { ORGS, { "users.csv", USERS, 0, 0 } };
        is_text(pupils(nobody, 2, &b), "UPN|Surname|Forename|Date of birth", "a set without anybody has headings");
}

/* ---- the public samples ---- */

static struct book sample(const char *folder)
{
        static struct zipped_part parts[20];
        size_t count = 0;
        DIR *d = opendir(folder);
        for (struct dirent *e; d && count < 20 && (e = readdir(d));) {
                char *text = given_file(a, arena_printf(a, "%s/%s", folder, e->d_name), &parts[count].len);
                if (strstr(e->d_name, ".csv") && text)
                        parts[count++] = (struct zipped_part){ arena_text(a, e->d_name), text, parts[count].len, 0 };
        }
        if (d)
                closedir(d);
        struct book b = { .kind = "" };
        if (count)
                pupils(parts, count, &b);
        return b;
}

static struct intake_list list_of(const struct book *b, const char *laestab)
{
        const struct list_context c = { .file = "roster.zip",
                                        .academic = 2017,
                                        .today = date_from_iso("2017-11-22"),
                                        .authority = "",
                                        .laestab = laestab,
                                        .urn = "",
                                        .low = "7",
                                        .high = "13" };
        struct intake_list l;
        list_read(a, b, &c, NULL, NULL, &l);
        for (size_t i = 0; i < l.note_count; i++)
                printf("# %s\n", l.notes[i]);
        return l;
}

static void samples(void)
{
        struct book b = sample("../shared/data/rosters/uk-format/100-users");
        if (!b.sheet_count) {
                skip("public samples", "../shared/data/rosters is not here");
                return;
        }
        struct intake_list l = list_of(&b, "");
        is_long((long)l.row_count, 86, "every student of the UK's sample is read");
        size_t born = 0, errors = 0;
        for (size_t i = 0; i < l.row_count; i++) {
                born += date_known(date_from_iso(l.rows[i].record.value[FIELD_DOB]));
                errors += l.rows[i].error;
        }
        ok(born == l.row_count && errors == 0, "with a date of birth and without an error");
        is_text(l.rows[0].record.value[FIELD_DOB], "2000-04-02", "the month is seen to stand first");
        is_text(l.rows[0].record.value[FIELD_NC_YEAR], "9", "a year");
        is_long(l.rows[0].at.row, 1, "in the row of its file");
        ok(!noted(&b, "no pupils"), "teachers have a file of their own");
        b = sample("../shared/data/rosters/sds-v2.1");
        l = list_of(&b, "");
        is_long((long)l.row_count, 4, "who has the role of a student in the sample of version 2.1");
        is_text(l.rows[0].record.value[FIELD_SURNAME], "Craig", "the first of them");
        is_text(l.rows[0].record.value[FIELD_SEX], "M", "its sex");
        ok(!delta && noted(&b, "people of the file are no pupils"), "the others are counted");
}

int main(void)
{
        a = arena_new();
        one_roster();
        changes();
        uk();
        none();
        samples();
        arena_free(a);
        return done_testing();
}
