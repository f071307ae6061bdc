#include "sheet/ctf_table.h"

#include <stddef.h>
#include <string.h>

#define WHO                                                                                                  \
        { "DfE number" }, { "UPN" }, { "Surname" }, { "Forename" },                                          \
        {                                                                                                    \
                "Date of birth", true                                                                        \
        }

/* Headings of the pupils' sheet are those that intake/header_words.c knows. */
const struct ctf_sheet_info ctf_sheets[CTF_SHEETS] = {
        [CTF_SHEET_HEADER] = { "Header",
                               17,
                               { { "CTFversion" },
                                 { "DateTime" },
                                 { "SourceLEA" },
                                 { "SourceEstab" },
                                 { "DocumentName" },
                                 { "DocumentQualifier" },
                                 { "DataQualifier" },
                                 { "DataDescriptor" },
                                 { "SupplierID" },
                                 { "SourceURN" },
                                 { "SourceSchoolName" },
                                 { "AcademicYear" },
                                 { "DestLEA" },
                                 { "DestEstab" },
                                 { "DestURN" },
                                 { "DestSchoolName" },
                                 { "DestAcademicYear" } } },
        [CTF_SHEET_PUPILS] = { "Pupils",
                               33,
                               { WHO,
                                 { "Sex" },
                                 { "Date of entry", true },
                                 { "First language" },
                                 { "SEN provision" },
                                 { "SEN need" },
                                 { "Secondary SEN need" },
                                 { "Free school meals" },
                                 { "Address" },
                                 { "Town" },
                                 { "Telephone" },
                                 { "ULN" },
                                 { "Former UPN" },
                                 { "Middle names" },
                                 { "Preferred surname" },
                                 { "Preferred forename" },
                                 { "Former surname" },
                                 { "Former forename" },
                                 { "NC year" },
                                 { "Enrolment status" },
                                 { "Ethnicity" },
                                 { "Looked after" },
                                 { "Postcode" },
                                 { "County" },
                                 { "Country" },
                                 { "UPRN" },
                                 { "Email" },
                                 { "UCI" },
                                 { "Care authority" } } },
        [CTF_SHEET_ATTENDANCE] = { "Attendance",
                                   12,
                                   { WHO,
                                     { "Year" },
                                     { "SessionsPossible" },
                                     { "SessionsAuthorised" },
                                     { "SessionsAttended" },
                                     { "SessionsUnauthorised" },
                                     { "Attended DfE number" },
                                     { "Attended school" } } },
        [CTF_SHEET_MARKS] = { "Attendance marks",
                              7,
                              { WHO, { "AttendanceStartDate", true }, { "AttendanceMarks" } } },
        [CTF_SHEET_ASSESSMENTS] = { "Assessments",
                                    15,
                                    { WHO,
                                      { "Stage" },
                                      { "Locale" },
                                      { "Year" },
                                      { "Subject" },
                                      { "Method" },
                                      { "Component" },
                                      { "ResultStatus" },
                                      { "ResultQualifier" },
                                      { "Result" },
                                      { "ResultDate", true } } },
        [CTF_SHEET_SEN] = { "SEN history",
                            8,
                            { WHO, { "StartDate", true }, { "SENprovision" }, { "EndDate", true } } },
        [CTF_SHEET_NEEDS] = { "SEN needs", 7, { WHO, { "SENtypeRank" }, { "SENtype" } } },
        [CTF_SHEET_SCHOOLS] = { "School history",
                                11,
                                { WHO,
                                  { "School DfE number" },
                                  { "SchoolName" },
                                  { "EntryDate", true },
                                  { "LeavingDate", true },
                                  { "RemovalGrounds" },
                                  { "LastSchool" } } },
        [CTF_SHEET_MEALS] = { "FSM history",
                              8,
                              { WHO, { "FSMstartDate", true }, { "FSMendDate", true }, { "UKcountry" } } },
        [CTF_SHEET_CONTACTS] = { "Contacts",
                                 19,
                                 { WHO,
                                   { "Contact order" },
                                   { "Contact title" },
                                   { "Contact surname" },
                                   { "Contact forename" },
                                   { "Contact sex" },
                                   { "Contact middle names" },
                                   { "Relationship" },
                                   { "Responsibility" },
                                   { "Address as pupil" },
                                   { "Contact address" },
                                   { "Contact town" },
                                   { "Contact postcode" },
                                   { "Contact telephone" },
                                   { "Contact email" } } },
};

enum ctf_sheet ctf_rows_of(enum ctf_group group)
{
        switch (group) {
        case CTF_MEAL: return CTF_SHEET_MEALS;
        case CTF_SEN: return CTF_SHEET_SEN;
        case CTF_NEED: return CTF_SHEET_NEEDS;
        case CTF_CONTACT: return CTF_SHEET_CONTACTS;
        case CTF_YEAR: return CTF_SHEET_ATTENDANCE;
        case CTF_SESSIONS: return CTF_SHEET_MARKS;
        case CTF_ASSESSMENT: return CTF_SHEET_ASSESSMENTS;
        case CTF_SCHOOL: return CTF_SHEET_SCHOOLS;
        default: return CTF_SHEETS;
        }
}

static const struct {
        enum ctf_group in;
        const char *name;
        enum ctf_group to;
} groups[] = {
        { CTF_OUTSIDE, "CTfile", CTF_FILE },
        { CTF_OUTSIDE, "ATfile", CTF_FILE },
        { CTF_FILE, "Header", CTF_HEADER },
        { CTF_FILE, "CTFpupilData", CTF_DATA },
        { CTF_FILE, "ATFpupilData", CTF_DATA },
        { CTF_HEADER, "SourceSchool", CTF_SOURCE },
        { CTF_HEADER, "DestSchool", CTF_DEST },
        { CTF_HEADER, "SuppID", CTF_NOTHING },
        { CTF_DATA, "Pupil", CTF_PUPIL },
        { CTF_PUPIL, "BasicDetails", CTF_PUPIL },
        { CTF_PUPIL, "Languages", CTF_LANGUAGES },
        { CTF_PUPIL, "FSMhistory", CTF_MEALS },
        { CTF_PUPIL, "LookedAfter", CTF_CARE },
        { CTF_PUPIL, "SENhistory", CTF_SENS },
        { CTF_PUPIL, "SENneeds", CTF_NEEDS },
        { CTF_PUPIL, "Address", CTF_ADDRESS },
        { CTF_PUPIL, "Phones", CTF_PHONES },
        { CTF_PUPIL, "Contacts", CTF_CONTACTS },
        { CTF_PUPIL, "Attendance", CTF_YEARS },
        { CTF_PUPIL, "StageAssessments", CTF_STAGES },
        { CTF_PUPIL, "SchoolHistory", CTF_SCHOOLS },
        { CTF_PUPIL, "NAWdetails", CTF_NOTHING },
        { CTF_PUPIL, "Admissions", CTF_NOTHING },
        { CTF_PUPIL, "Disabilities", CTF_NOTHING },
        { CTF_PUPIL, "MedicalFlag", CTF_NOTHING },
        { CTF_PUPIL, "EthnicitySource", CTF_NOTHING },
        { CTF_PUPIL, "ApplicationReference", CTF_NOTHING },
        { CTF_LANGUAGES, "Type", CTF_LANGUAGE },
        { CTF_MEALS, "FSMinstance", CTF_MEAL },
        { CTF_MEALS, "FSMreviewDate", CTF_NOTHING },
        { CTF_SENS, "SEN", CTF_SEN },
        { CTF_SENS, "SENneeds", CTF_NEEDS },
        { CTF_NEEDS, "SENneed", CTF_NEED },
        { CTF_ADDRESS, "BS7666Address", CTF_ADDRESS },
        { CTF_ADDRESS, "AddressLines", CTF_ADDRESS },
        { CTF_ADDRESS, "AdministrativeArea", CTF_NOTHING },
        { CTF_ADDRESS, "Easting", CTF_NOTHING },
        { CTF_ADDRESS, "Northing", CTF_NOTHING },
        { CTF_PHONES, "Phone", CTF_PHONE },
        { CTF_PHONE, "TelephoneType", CTF_NOTHING },
        { CTF_CONTACTS, "Contact", CTF_CONTACT },
        { CTF_CONTACT, "Address", CTF_CONTACT_ADDRESS },
        { CTF_CONTACT, "Phones", CTF_CONTACT_PHONES },
        { CTF_CONTACT_ADDRESS, "BS7666Address", CTF_CONTACT_ADDRESS },
        { CTF_CONTACT_ADDRESS, "AddressLines", CTF_CONTACT_ADDRESS },
        { CTF_CONTACT_ADDRESS, "AdministrativeArea", CTF_NOTHING },
        { CTF_CONTACT_ADDRESS, "County", CTF_NOTHING },
        { CTF_CONTACT_ADDRESS, "Country", CTF_NOTHING },
        { CTF_CONTACT_ADDRESS, "UniquePropertyReferenceNumber", CTF_NOTHING },
        { CTF_CONTACT_ADDRESS, "Easting", CTF_NOTHING },
        { CTF_CONTACT_ADDRESS, "Northing", CTF_NOTHING },
        { CTF_CONTACT_PHONES, "Phone", CTF_CONTACT_PHONE },
        { CTF_CONTACT_PHONE, "TelephoneType", CTF_NOTHING },
        { CTF_YEARS, "YearData", CTF_YEAR },
        { CTF_YEAR, "AttendSessions", CTF_SESSIONS },
        { CTF_STAGES, "KeyStage", CTF_STAGE },
        { CTF_STAGE, "StageAssessment", CTF_ASSESSMENT },
        { CTF_SCHOOLS, "School", CTF_SCHOOL },
};

bool ctf_find_group(enum ctf_group in, const char *name, enum ctf_group *to)
{
        for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
                if (groups[i].in == in && strcasecmp(groups[i].name, name) == 0) {
                        *to = groups[i].to;
                        return true;
                }
        return false;
}

#define HEADER(n) CTF_SHEET_HEADER, n
#define PUPIL(n)  CTF_SHEET_PUPILS, n
#define ASIDE(n)  CTF_ASIDE, n
#define ROW(s, n) CTF_SHEET_##s, CTF_WHO + (n)
#define ADDRESS(g)                                                                                           \
        { g, "SAON", ASIDE(PART_SAON) }, { g, "PAON", ASIDE(PART_PAON) },                                    \
            { g, "Street", ASIDE(PART_STREET) }, { g, "Locality", ASIDE(PART_LOCALITY) },                    \
            { g, "Town", ASIDE(PART_TOWN) }, { g, "PostTown", ASIDE(PART_POST_TOWN) },                       \
            { g, "AddressLine1", ASIDE(PART_LINE_1) }, { g, "AddressLine2", ASIDE(PART_LINE_2) },            \
            { g, "AddressLine3", ASIDE(PART_LINE_3) }, { g, "AddressLine4", ASIDE(PART_LINE_4) },            \
        {                                                                                                    \
                g, "AddressLine5", ASIDE(PART_LINE_5)                                                        \
        }

static const struct ctf_leaf leaves[] = {
        { CTF_HEADER, "CTFversion", HEADER(HEADER_VERSION) },
        { CTF_HEADER, "ATFversion", HEADER(HEADER_VERSION) },
        { CTF_HEADER, "DateTime", HEADER(HEADER_MOMENT) },
        { CTF_HEADER, "DocumentName", HEADER(4) },
        { CTF_HEADER, "DocumentQualifier", HEADER(5) },
        { CTF_HEADER, "DataQualifier", HEADER(6) },
        { CTF_HEADER, "DataDescriptor", HEADER(7) },
        { CTF_HEADER, "SupplierID", HEADER(8) },
        { CTF_SOURCE, "LEA", HEADER(HEADER_SOURCE_LEA) },
        { CTF_SOURCE, "Estab", HEADER(HEADER_SOURCE_ESTAB) },
        { CTF_SOURCE, "URN", HEADER(9) },
        { CTF_SOURCE, "SchoolName", HEADER(10) },
        { CTF_SOURCE, "AcademicYear", HEADER(11) },
        { CTF_DEST, "LEA", HEADER(12) },
        { CTF_DEST, "Estab", HEADER(13) },
        { CTF_DEST, "URN", HEADER(14) },
        { CTF_DEST, "SchoolName", HEADER(15) },
        { CTF_DEST, "AcademicYear", HEADER(16) },
        { CTF_PUPIL, "UPN", PUPIL(PUPIL_UPN) },
        { CTF_PUPIL, "Surname", PUPIL(PUPIL_SURNAME) },
        { CTF_PUPIL, "Forename", PUPIL(PUPIL_FORENAME) },
        { CTF_PUPIL, "DOB", PUPIL(PUPIL_BIRTH) },
        { CTF_PUPIL, "Sex", PUPIL(PUPIL_SEX) },
        { CTF_PUPIL, "Gender", PUPIL(PUPIL_SEX) },
        { CTF_PUPIL, "UniqueLearnerNumber", PUPIL(PUPIL_OTHERS) },
        { CTF_PUPIL, "ULN", PUPIL(PUPIL_OTHERS) },
        { CTF_PUPIL, "FormerUPN", PUPIL(PUPIL_OTHERS + 1) },
        { CTF_PUPIL, "MiddleNames", PUPIL(PUPIL_OTHERS + 2) },
        { CTF_PUPIL, "PreferredSurname", PUPIL(PUPIL_OTHERS + 3) },
        { CTF_PUPIL, "PreferredForename", PUPIL(PUPIL_OTHERS + 4) },
        { CTF_PUPIL, "FormerSurname", PUPIL(PUPIL_OTHERS + 5) },
        { CTF_PUPIL, "FormerForename", PUPIL(PUPIL_OTHERS + 6) },
        { CTF_PUPIL, "NCyearActual", PUPIL(PUPIL_OTHERS + 7) },
        { CTF_PUPIL, "EnrolStatus", PUPIL(PUPIL_OTHERS + 8) },
        { CTF_PUPIL, "Ethnicity", PUPIL(PUPIL_OTHERS + 9) },
        { CTF_CARE, "InCare", PUPIL(PUPIL_OTHERS + 10) },
        { CTF_ADDRESS, "PostCode", PUPIL(PUPIL_OTHERS + 11) },
        { CTF_ADDRESS, "Zip", PUPIL(PUPIL_OTHERS + 11) },
        { CTF_ADDRESS, "County", PUPIL(PUPIL_OTHERS + 12) },
        { CTF_ADDRESS, "Country", PUPIL(PUPIL_OTHERS + 13) },
        { CTF_ADDRESS, "UniquePropertyReferenceNumber", PUPIL(PUPIL_OTHERS + 14) },
        { CTF_PUPIL, "Email", PUPIL(PUPIL_OTHERS + 15) },
        { CTF_PUPIL, "UCI", PUPIL(PUPIL_OTHERS + 16) },
        { CTF_CARE, "CareAuthority", PUPIL(PUPIL_OTHERS + 17) },
        { CTF_PHONE, "PhoneNo", PUPIL(PUPIL_PHONE) },
        ADDRESS(CTF_ADDRESS),
        { CTF_LANGUAGE, "LanguageType", ASIDE(PART_LANGUAGE_TYPE) },
        { CTF_LANGUAGE, "Language", ASIDE(PART_LANGUAGE) },
        { CTF_MEAL, "FSMstartDate", CTF_SHEET_MEALS, MEAL_START },
        { CTF_MEAL, "FSMendDate", CTF_SHEET_MEALS, MEAL_END },
        { CTF_MEAL, "UKcountry", ROW(MEALS, 2) },
        { CTF_SEN, "StartDate", CTF_SHEET_SEN, SEN_START },
        { CTF_SEN, "SENprovision", CTF_SHEET_SEN, SEN_PROVISION },
        { CTF_SEN, "EndDate", ROW(SEN, 2) },
        { CTF_NEED, "SENtypeRank", CTF_SHEET_NEEDS, NEED_RANK },
        { CTF_NEED, "SENtype", CTF_SHEET_NEEDS, NEED_TYPE },
        { CTF_YEAR, "Year", ROW(ATTENDANCE, 0) },
        { CTF_YEAR, "SessionsPossible", ROW(ATTENDANCE, 1) },
        { CTF_YEAR, "SessionsAuthorised", ROW(ATTENDANCE, 2) },
        { CTF_YEAR, "SessionsAttended", ROW(ATTENDANCE, 3) },
        { CTF_YEAR, "SessionsUnauthorised", ROW(ATTENDANCE, 4) },
        { CTF_YEAR, "LEA", ASIDE(PART_LEA) },
        { CTF_YEAR, "Estab", ASIDE(PART_ESTAB) },
        { CTF_YEAR, "SchoolName", ROW(ATTENDANCE, 6) },
        { CTF_SESSIONS, "AttendanceStartDate", CTF_SHEET_MARKS, MARKS_FROM },
        { CTF_SESSIONS, "AttendanceMarks", ROW(MARKS, 1) },
        { CTF_STAGE, "Stage", ASIDE(PART_STAGE) },
        { CTF_ASSESSMENT, "Stage", CTF_SHEET_ASSESSMENTS, ASSESSMENT_STAGE },
        { CTF_ASSESSMENT, "Locale", ROW(ASSESSMENTS, 1) },
        { CTF_ASSESSMENT, "Year", ROW(ASSESSMENTS, 2) },
        { CTF_ASSESSMENT, "Subject", ROW(ASSESSMENTS, 3) },
        { CTF_ASSESSMENT, "Method", ROW(ASSESSMENTS, 4) },
        { CTF_ASSESSMENT, "Component", ROW(ASSESSMENTS, 5) },
        { CTF_ASSESSMENT, "ResultStatus", ROW(ASSESSMENTS, 6) },
        { CTF_ASSESSMENT, "ResultQualifier", ROW(ASSESSMENTS, 7) },
        { CTF_ASSESSMENT, "Result", ROW(ASSESSMENTS, 8) },
        { CTF_ASSESSMENT, "ResultDate", ROW(ASSESSMENTS, 9) },
        { CTF_SCHOOL, "LEA", ASIDE(PART_LEA) },
        { CTF_SCHOOL, "Estab", ASIDE(PART_ESTAB) },
        { CTF_SCHOOL, "SchoolName", CTF_SHEET_SCHOOLS, SCHOOL_NAME },
        { CTF_SCHOOL, "EntryDate", CTF_SHEET_SCHOOLS, SCHOOL_ENTRY },
        { CTF_SCHOOL, "LeavingDate", CTF_SHEET_SCHOOLS, SCHOOL_LEAVING },
        { CTF_SCHOOL, "LeavingReason", ROW(SCHOOLS, 4) },
        { CTF_SCHOOL, "RemovalGrounds", ROW(SCHOOLS, 4) },
        { CTF_SCHOOL, "LastSchool", ROW(SCHOOLS, 5) },
        { CTF_CONTACT, "Order", ROW(CONTACTS, 0) },
        { CTF_CONTACT, "Title", ROW(CONTACTS, 1) },
        { CTF_CONTACT, "Surname", ROW(CONTACTS, 2) },
        { CTF_CONTACT, "Forename", ROW(CONTACTS, 3) },
        { CTF_CONTACT, "Gender", ROW(CONTACTS, 4) },
        { CTF_CONTACT, "Sex", ROW(CONTACTS, 4) },
        { CTF_CONTACT, "MiddleNames", ROW(CONTACTS, 5) },
        { CTF_CONTACT, "Relationship", ROW(CONTACTS, 6) },
        { CTF_CONTACT, "Responsibility", ROW(CONTACTS, 7) },
        { CTF_CONTACT, "AddressAsPupil", ROW(CONTACTS, 8) },
        ADDRESS(CTF_CONTACT_ADDRESS),
        { CTF_CONTACT_ADDRESS, "PostCode", ROW(CONTACTS, 11) },
        { CTF_CONTACT_ADDRESS, "Zip", ROW(CONTACTS, 11) },
        { CTF_CONTACT_PHONE, "PhoneNo", CTF_SHEET_CONTACTS, CONTACT_PHONE },
        { CTF_CONTACT, "Email", ROW(CONTACTS, 13) },
};

const struct ctf_leaf *ctf_find_leaf(enum ctf_group in, const char *name)
{
        for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
                if (leaves[i].in == in && strcasecmp(leaves[i].name, name) == 0)
                        return &leaves[i];
        return NULL;
}
