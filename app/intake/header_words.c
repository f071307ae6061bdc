#include "intake/header_words.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* A meaning and its headings as header_key gives them, each between two spaces. SIMS, Arbor, Bromcom, the
 * DfE's templates and the CTF's elements, Microsoft's School Data Sync for the UK, our own downloads, and
 * what teachers write. */
static const struct {
        int meaning;
        const char *keys;
} words[] = {
        { FIELD_UPN, " upn uniquepupilnumber uniquepupilno upnnumber upnno currentupn "
                     "uniquepupilidentifier uniquepupilreference upncode uniquepupilnumberupn " },
        { FIELD_FORMER_UPN, " formerupn previousupn oldupn upnformer " },
        { FIELD_ULN, " uln uniquelearnernumber uniquelearnerno ulnnumber uniquelearnernumberuln " },
        { FIELD_SURNAME, " surname lastname familyname legalsurname legallastname legalfamilyname secondname "
                         "surnamelegal lname sname surnames lastnames lastnamelegal " },
        { FIELD_FORENAME,
          " forename firstname givenname legalforename legalfirstname legalgivenname "
          "christianname forenamelegal fname forenames firstnames givennames firstnamelegal " },
        { FIELD_MIDDLE_NAMES,
          " middlenames middlename othernames legalmiddlename legalmiddlenames middleforename "
          "middleforenames secondforename additionalnames mname " },
        { FIELD_PREFERRED_SURNAME,
          " preferredsurname preferredlastname preferredfamilyname chosensurname knownassurname "
          "chosenlastname surnamepreferred " },
        { FIELD_PREFERRED_FORENAME,
          " preferredforename preferredfirstname preferredgivenname preferredname knownas "
          "chosenname chosenforename chosenfirstname nickname likestobecalled forenamepreferred "
          "knownasname calledname firstnamepreferred " },
        { FIELD_FORMER_SURNAME, " formersurname previoussurname formerlastname previouslastname birthsurname "
                                "maidenname " },
        { FIELD_DOB, " dateofbirth dob birthdate birthday dateofbirthdob dobdateofbirth birth born dofb "
                     "datebirth dateofbirthddmmyyyy dobddmmyyyy " },
        { FIELD_SEX, " sex gender mf boygirl genderatbirth sexatbirth legalsex legalgender gendermf sexmf "
                     "boyorgirl gend bg malefemale " },
        { FIELD_NC_YEAR,
          " ncyear ncyearactual ncyr yeargroup year yr yrgroup yrgrp yeargrp yg "
          "nationalcurriculumyear nationalcurriculumyeargroup curriculumyear currentyear "
          "currentyeargroup yeartaughtin actualyeargroup grade gradelevel newyear newyeargroup "
          "schoolyear nextyear nextyeargroup ncyeargroup actualncyear yeargroupactual yearcode " },
        { FIELD_CLASS, " class classname form formgroup tutorgroup reg reggroup regclass regform "
                       "registration registrationgroup registrationform registrationclass classgroup "
                       "newclass newform tg tutorgrp reggrp primaryclass formname currentclass nextclass "
                       "homeroom regisgroup formclass " },
        { FIELD_ENROLMENT, " enrolment enrolmentstatus enrolstatus enrollmentstatus registrationstatus "
                           "enrolmenttype " },
        { FIELD_ENTRY_DATE, " entrydate dateofentry admissiondate dateofadmission admitted startdate "
                            "dateofarrival joiningdate datejoined dateadmitted enrolmentdate dateofenrolment "
                            "entrydateddmmyyyy doa admission joined enrolmentstartdate schoolentrydate " },
        { FIELD_ADDRESS, " address addressline addressline1 addressline2 addressline3 addressline4 "
                         "addressline5 address1 address2 address3 address4 street homeaddress addresslines "
                         "addressblock houseno housenumber housename housenameno housenumberandstreet paon "
                         "saon locality fulladdress streetaddress mainaddress apartment " },
        { FIELD_TOWN, " town city towncity towncitty posttown townorcity addresstown citytown " },
        { FIELD_POSTCODE, " postcode postalcode zip zipcode homepostcode addresspostcode pcode " },
        { FIELD_ETHNICITY,
          " ethnicity ethnicgroup ethniccode ethnicitycode ethnicorigin ethnic ethnicbackground " },
        { FIELD_LANGUAGE, " language firstlanguage homelanguage mothertongue languagecode firstlanguagecode "
                          "languagehome firstlang nativelanguage " },
        { FIELD_SEN, " sen senprovision senstatus senstage senlevel sencode send sendstatus "
                     "specialeducationalneeds senprovisioncode senprovisiontype specialneeds "
                     "currentsenprovision senprovisionstatus " },
        { FIELD_FSM, " fsm freeschoolmeals freeschoolmeal fsmeligible eligibleforfreemeals fsmeligibility "
                     "freemeals fsmeligibilty eligibleforfsm eligibleforfreeschoolmeals "
                     "fsmeligiblecurrently currentfsm " },
        { FIELD_SERVICE_CHILD,
          " servicechild servicechildindicator servicechildreneducation servicechildren "
          "servicefamily servicechildrenineducation serviceschild parentinservices armedforces " },
        { FIELD_FORMER_FORENAME, " formerforename previousforename formerfirstname previousfirstname " },
        { FIELD_SEN_NEED, " senneed sentype senneeds sentypes primarysenneed primarysentype primaryneed "
                          "primarysendneed senneed1 sentype1 senneedtype sentypecode senneedcode "
                          "sendneed primarysenneedtype primarysentypecode mainsenneed areaofneed "
                          "primaryareaofneed sentyperank1 " },
        { FIELD_SEN_NEED_2, " senneed2 sentype2 secondarysenneed secondarysentype secondaryneed "
                            "secondarysendneed secondarysenneedtype secondarysentypecode "
                            "secondaryareaofneed sentyperank2 " },
        { FIELD_LOOKED_AFTER, " lookedafter incare lac cla lookedafterchild childlookedafter "
                              "lookedafterstatus lookedafterindicator incareindicator lacstatus "
                              "currentlyincare currentlylookedafter "
                              "childrenlookedafter incarestatus " },
        { FIELD_POST_LOOKED_AFTER,
          " postlookedafter postlookedafterarrangement postlookedafterarrangements previouslylookedafter "
          "postlac plac pla plaa previouslylookedafterchild postlookedafterstatus " },
        { FIELD_YOUNG_CARER, " youngcarer youngcarerindicator youngcarerstatus youngcareridentified "
                             "youngcarers isyoungcarer youngcarertype " },
        { FIELD_BOARDER, " boarder boarderindicator boarderstatus boardingstatus boarding boardertype "
                         "boarderflag " },
        { FIELD_ENGLISH, " englishproficiency proficiencyinenglish englishlanguageproficiency "
                         "ealproficiency ealstage proficiencyinenglishcode englishproficiencycode "
                         "proficiencyenglish englishlevel proficiencyinenglishlanguage " },
        { COLUMN_FULL_NAME,
          " name fullname pupilname studentname childname childsname childrensname learnername "
          "pupilsname legalname legalfullname displayname pupil student child pupils names "
          "nameofchild nameofpupil forenamesurname firstnamelastname firstnamesurname "
          "forenameandsurname forenamelastname preferredfullname fullpupilname namefull "
          "surnameandforename " },
        { COLUMN_FULL_NAME_REVERSED,
          " surnameforename lastnamefirstname surnamefirstname surnamefirst namesurnamefirst "
          "surnamegivenname lastfirst " },
        { COLUMN_ROW_KEY, " onrollkey " },
        { COLUMN_SCHOOL, " laestab dfenumber dfeno dfenum schooldfenumber schooldfeno dfesnumber estabno "
                         "establishmentnumber schoollaestab laestabnumber laestabno dfe schooldfe "
                         "dfeestablishmentnumber " },
        { COLUMN_URN, " urn schoolurn currentschoolurn childschoolurn " },
        { COLUMN_LEAVING_DATE, " leavingdate dateofleaving leftdate dateleft dol enrolmentenddate leaverdate "
                               "exitdate " },
        { COLUMN_IGNORED,
          " result results errors error house adno admissionnumber admno admissionno "
          "admissionnum email username password phone telephone mobile attendance "
          "attendancepercentage photo sourcesystemid id sourcedid personid misid externalid "
          "arborid arborstudentid studentid pupilid studentnumber pupilnumber stateid status "
          "graduationyear secondaryemail teacher teachername classteacher formtutor tutorname "
          "teachingassistant no number rowno sn serialno notes comments comment remarks "
          "nationality countryofbirth country county religion medical medicalneeds allergies "
          "dietaryneeds eal pupilpremium pp schoolname school "
          "photoconsent age ageyears reading maths writing dateoflastupdate title "
          "uniquepropertyreferencenumber uprn easting northing schoolnumber enrolmentmode "
          "uci careauthority everfsm fsmever6 fsm6 englishasadditionallanguage previousschool destination " },
};

static const struct {
        int meaning;
        const char *name, *words;
} meanings[] = {
        { COLUMN_FULL_NAME, "full_name", "Full name (Surname, Forename or Forename Surname)" },
        { COLUMN_FULL_NAME_REVERSED, "full_name_reversed", "Full name (Surname Forename)" },
        { COLUMN_ROW_KEY, "row_key", "Onroll key" },
        { COLUMN_SCHOOL, "school", "School (DfE number)" },
        { COLUMN_URN, "urn", "School (URN)" },
        { COLUMN_LEAVING_DATE, "leaving_date", "Leaving date" },
        { COLUMN_IGNORED, "ignored", "Not needed" },
        { COLUMN_UNKNOWN, "unknown", "Not recognised" },
};
enum { MEANINGS = sizeof meanings / sizeof *meanings };

char *header_key(struct arena *a, const char *text)
{
        char *key = text_fold(a, text), *to = key;
        for (const char *from = key; *from; from++)
                if (*from != ' ')
                        *to++ = *from;
        *to = '\0';
        return key;
}

/* Longer than every heading of the table, with the spaces about it. */
enum { KEY_MAX = 48 };

static int look_up(const char *key, size_t len)
{
        char needle[KEY_MAX];
        if (len == 0 || len + 3 > sizeof needle)
                return COLUMN_UNKNOWN;
        needle[0] = ' ';
        memcpy(needle + 1, key, len);
        memcpy(needle + 1 + len, " ", 2);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (strstr(words[i].keys, needle))
                        return words[i].meaning;
        return COLUMN_UNKNOWN;
}

/* The adults about a child, and how to reach them: none of ours, whatever follows. */
static bool about_others(const char *key)
{
        static const char *const parts[] = { "parent",  "contact", "guardian", "carer",  "emergency",
                                             "email",   "phone",   "mobile",   "doctor", "nhs",
                                             "medical", "consent", "sibling" };
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
                if (strstr(key, parts[i]))
                        return true;
        return strncmp(key, "mother", 6) == 0 || strncmp(key, "father", 6) == 0;
}

static size_t without_end(const char *key, size_t len)
{
        static const char *const ends[] = { "required", "optional", "mandatory", "ddmmyyyy", "ddmmyy" };
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
                size_t n = strlen(ends[i]);
                if (len > n && memcmp(key + len - n, ends[i], n) == 0)
                        return len - n;
        }
        return len;
}

/* "Pupil surname" begins with "pupils" as well as with "pupil": every beginning is tried. */
static int without_start(const char *key, size_t len)
{
        static const char *const starts[] = { "childrens", "pupils",  "students", "childs", "learners",
                                              "pupil",     "student", "child",    "learner" };
        int meaning = COLUMN_UNKNOWN;
        for (size_t i = 0; meaning == COLUMN_UNKNOWN && i < sizeof starts / sizeof *starts; i++) {
                size_t n = strlen(starts[i]);
                if (len > n && strncmp(key, starts[i], n) == 0)
                        meaning = look_up(key + n, len - n);
        }
        return meaning;
}

static int of_key(const char *key)
{
        size_t len = without_end(key, strlen(key));
        int meaning = look_up(key, strlen(key));
        if (meaning == COLUMN_UNKNOWN)
                meaning = look_up(key, len);
        return meaning == COLUMN_UNKNOWN ? without_start(key, len) : meaning;
}

int header_meaning(struct arena *a, const char *text)
{
        const char *key = header_key(a, text);
        int meaning = strlen(text) <= 80 ? of_key(key) : COLUMN_UNKNOWN;
        if (meaning == COLUMN_UNKNOWN && about_others(key))
                return COLUMN_IGNORED;
        size_t head = strcspn(text, "([:\n");
        if (meaning == COLUMN_UNKNOWN && head > 0 && text[head])
                meaning = of_key(header_key(a, arena_bytes(a, text, head)));
        return meaning;
}

const char *meaning_name(int meaning)
{
        for (size_t i = 0; i < MEANINGS; i++)
                if (meanings[i].meaning == meaning)
                        return meanings[i].name;
        return field_table[meaning].key;
}

int meaning_of_name(const char *name)
{
        for (size_t i = 0; i < MEANINGS; i++)
                if (strcmp(meanings[i].name, name) == 0)
                        return meanings[i].meaning;
        enum field field = field_of_key(name);
        return field < FIELD_COUNT ? (int)field : COLUMN_UNKNOWN;
}

const char *meaning_words(int meaning)
{
        for (size_t i = 0; i < MEANINGS; i++)
                if (meanings[i].meaning == meaning)
                        return meanings[i].words;
        return field_table[meaning].heading;
}
