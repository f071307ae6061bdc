/* Headings as systems and people write them. */
#include "intake/header_words.h"
#include "model/row_key.h"
#include "tap.h"

static struct arena *a;

static void own(void)
{
        for (int f = 0; f < FIELD_COUNT; f++) {
                is_long(header_meaning(a, field_table[f].heading), f, field_table[f].heading);
                is_long(header_meaning(a, field_table[f].key), f, field_table[f].key);
                if (field_table[f].ctf[0])
                        is_long(header_meaning(a, field_table[f].ctf), f, field_table[f].ctf);
        }
        is_long(header_meaning(a, ROW_KEY_HEADING), COLUMN_ROW_KEY, "our row key");
        is_long(header_meaning(a, "Result"), COLUMN_IGNORED, "our results");
        is_long(header_meaning(a, "Errors"), COLUMN_IGNORED, "our errors");
        for (int m = 0; m < COLUMN_MEANINGS; m++)
                is_long(meaning_of_name(meaning_name(m)), m, meaning_words(m));
        is_long(meaning_of_name("nonsense"), COLUMN_UNKNOWN, "no name of a meaning");
}

static void others(void)
{
        static const struct { int meaning; const char *headings; } t[] = {
                { FIELD_UPN, "UPN|upn *|Unique Pupil Number|UPN (required)|Pupil UPN|U.P.N." },
                { FIELD_ULN, "ULN|Unique Learner Number" },
                { FIELD_SURNAME, "Surname|Last name|Legal Surname|Legal Last Name|Family name|familyName|Pupil's surname|LAST_NAME" },
                { FIELD_FORENAME, "Forename|First Name|Firstname|Legal Forename|Legal First Name|Given name|givenName|CHILD_FIRST_NAME" },
                { FIELD_MIDDLE_NAMES, "Middle Name(s)|Middle names|MiddleNames" },
                { FIELD_PREFERRED_FORENAME, "Known as|Preferred Forename|Preferred First Name|Chosen name" },
                { FIELD_PREFERRED_SURNAME, "Preferred Surname|Preferred Last Name" },
                { FIELD_DOB, "DOB|D.O.B.|Date of Birth|date of birth (dd/mm/yyyy)|Birthdate|DOB*|Date of Birth - required" },
                { FIELD_SEX, "Sex|Gender|M/F|Boy/Girl|Legal Sex" },
                { FIELD_NC_YEAR, "Year|Year Group|NC Year|Yr|NCyearActual|Curriculum Year|Year taught in|Grade" },
                { FIELD_CLASS, "Class|Reg|Form|Reg Group|Registration Group|Tutor Group|Registration form|New class" },
                { FIELD_ENROLMENT, "Enrolment Status|EnrolStatus" },
                { FIELD_ENTRY_DATE, "Admission Date|Date of Admission|Entry date|EntryDate|DOA" },
                { FIELD_POSTCODE, "Postcode|Post Code|PostCode|Postal code|Home postcode" },
                { FIELD_ADDRESS, "Address|Address line 1|Address Line 2|Street" },
                { FIELD_TOWN, "Town|Town/City|Post town" },
                { FIELD_ETHNICITY, "Ethnicity|Ethnicity code|Ethnic group" },
                { FIELD_LANGUAGE, "First Language|Home language|Mother tongue" },
                { FIELD_SEN, "SEN Status|SEN provision|SEN|SEND" },
                { FIELD_SEN_NEED, "SEN Need|SENtype|SEN Type|Primary SEN need|Primary need|Pupil SEN need" },
                { FIELD_SEN_NEED_2, "SEN Need 2|Secondary SEN type|Secondary need" },
                { FIELD_LOOKED_AFTER, "In care|InCare|LAC|Looked after|Looked-after child" },
                { FIELD_POST_LOOKED_AFTER, "Post looked after arrangements|Previously looked after" },
                { FIELD_YOUNG_CARER, "Young carer|Young Carer Indicator" },
                { FIELD_BOARDER, "Boarder|Boarder status" },
                { FIELD_ENGLISH, "Proficiency in English|EAL stage" },
                { FIELD_FORMER_FORENAME, "Former forename|FormerForename|Previous first name" },
                { FIELD_FSM, "FSM|Eligible for free meals|Free School Meals|FSM Eligible" },
                { FIELD_SERVICE_CHILD, "Service child|Service Children in Education" },
                { COLUMN_FULL_NAME, "Name|Pupil name|Student Name|Full name|Pupil|Children's names" },
                { COLUMN_FULL_NAME_REVERSED, "Surname Forename|Surname, Forename|Name (surname first)" },
                { COLUMN_SCHOOL, "DfE Number|School DfE Number|LAESTAB" },
                { COLUMN_URN, "URN|School URN" },
                { COLUMN_LEAVING_DATE, "Leaving Date|Date of leaving" },
                { COLUMN_IGNORED, "Parent 1 name|Contact 1 Surname|Mother's name|Email|Home phone|NHS number|House|Adno|Attendance|Username" },
                { COLUMN_UNKNOWN, "Group|Banana|Please fill in the surname and the forename|2025|" },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                char *rest = arena_text(a, t[i].headings), *heading;
                while ((heading = strsep(&rest, "|")))
                        is_text(meaning_name(header_meaning(a, heading)), meaning_name(t[i].meaning), heading);
        }
}

int main(void)
{
        a = arena_new();
        own();
        others();
        arena_free(a);
        return done_testing();
}
