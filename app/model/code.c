#include "model/code.h"

#include <stddef.h>
#include <string.h>

static const struct code sex[] = {
        { "M", "Male" },
        { "F", "Female" },
        { NULL, NULL },
};

static const struct code enrolment[] = {
        { "C", "Current, single registration" },
        { "M", "Current, main school (dual registration)" },
        { "S", "Current, subsidiary school (dual registration)" },
        { "G", "Guest" },
        { "F", "Further education college" },
        { "O", "Other provider" },
        { "P", "Previous" },
        { NULL, NULL },
};

static const struct code ethnicity[] = {
        { "WBRI", "White British" },
        { "WIRI", "White Irish" },
        { "WIRT", "Traveller of Irish heritage" },
        { "WROM", "Gypsy or Roma" },
        { "WOTH", "Any other White background" },
        { "MWBC", "White and Black Caribbean" },
        { "MWBA", "White and Black African" },
        { "MWAS", "White and Asian" },
        { "MOTH", "Any other mixed background" },
        { "AIND", "Indian" },
        { "APKN", "Pakistani" },
        { "ABAN", "Bangladeshi" },
        { "AOTH", "Any other Asian background" },
        { "CHNE", "Chinese" },
        { "BCRB", "Black Caribbean" },
        { "BAFR", "Black African" },
        { "BOTH", "Any other Black background" },
        { "OOTH", "Any other ethnic group" },
        { "REFU", "Refused" },
        { "NOBT", "Not yet obtained" },
        { NULL, NULL },
};

/* The usual ones; the DfE's list has 255. */
static const struct code language[] = {
        { "ENG", "English" },
        { "ENB", "Believed to be English" },
        { "OTH", "Other than English" },
        { "OTB", "Believed to be other than English" },
        { "REF", "Refused" },
        { "NOT", "Not obtained" },
        { "ARA", "Arabic" },
        { "BNG", "Bengali" },
        { "FRN", "French" },
        { "GUJ", "Gujarati" },
        { "PNJ", "Panjabi" },
        { "POL", "Polish" },
        { "POR", "Portuguese" },
        { "RMN", "Romanian" },
        { "TUR", "Turkish" },
        { "URD", "Urdu" },
        { NULL, NULL },
};

static const struct code sen[] = {
        { "N", "No special educational need" },
        { "K", "SEN support" },
        { "E", "Education, health and care plan" },
        { NULL, NULL },
};

static const struct code yes_no[] = {
        { "Y", "Yes" },
        { "N", "No" },
        { NULL, NULL },
};

static const struct code service_child[] = {
        { "Y", "Yes" }, { "N", "No" }, { "U", "Unknown" }, { "R", "Refused" }, { NULL, NULL },
};

static const struct code sen_type[] = {
        { "SPLD", "Specific learning difficulty" },
        { "MLD", "Moderate learning difficulty" },
        { "SLD", "Severe learning difficulty" },
        { "PMLD", "Profound and multiple learning difficulty" },
        { "SEMH", "Social, emotional and mental health" },
        { "SLCN", "Speech, language and communication needs" },
        { "HI", "Hearing impairment" },
        { "VI", "Vision impairment" },
        { "MSI", "Multi-sensory impairment" },
        { "PD", "Physical disability" },
        { "ASD", "Autistic spectrum disorder" },
        { "DS", "Down syndrome" },
        { "OTH", "Other difficulty or disability" },
        { "NSA", "SEN support, no specialist assessment of type of need" },
        { NULL, NULL },
};

static const struct code post_looked_after[] = {
        { "N", "Not declared" },
        { "A", "Adoption" },
        { "G", "Special guardianship" },
        { "R", "Residence order" },
        { "C", "Child arrangements order" },
        { "O", "Adopted from state care outside England and Wales" },
        { NULL, NULL },
};

static const struct code young_carer[] = {
        { "P", "Identified by parent or guardian" },
        { "S", "Identified by the school" },
        { "N", "Not declared" },
        { NULL, NULL },
};

static const struct code boarder[] = {
        { "B", "Boarder, nights a week not stated" },
        { "6", "Boarder, six nights or fewer a week" },
        { "7", "Boarder, seven nights a week" },
        { "N", "Not a boarder" },
        { NULL, NULL },
};

static const struct code english[] = {
        { "A", "New to English" }, { "B", "Early acquisition" }, { "C", "Developing competence" },
        { "D", "Competent" },      { "E", "Fluent" },            { "N", "Not yet assessed" },
        { NULL, NULL },
};

/* The School Attendance (Pupil Registration) (England) Regulations 2024, regulation 9(1): by letter. */
static const struct code ground[] = {
        { "a", "Registered at another school" },
        { "b", "Not continuing after nursery" },
        { "c", "Dual registration ended by agreement" },
        { "d", "School attendance order changed to another school" },
        { "e", "School attendance order revoked" },
        { "f", "Parent has notified in writing: educated otherwise" },
        { "g", "No longer lives within reasonable distance" },
        { "h", "Did not return after leave" },
        { "i", "Continuously absent for 20 school days, after joint enquiries" },
        { "j", "Sentence of detention" },
        { "k", "Died" },
        { "l", "Over compulsory school age and not entering the sixth form" },
        { "m", "Boarding fees unpaid" },
        { "n", "Left an independent or non-maintained special school" },
        { "o", "Permanently excluded" },
        { NULL, NULL },
};

static const struct code phase[] = {
        { "NS", "Nursery" },
        { "PS", "Primary" },
        { "MP", "Middle, deemed primary" },
        { "MS", "Middle, deemed secondary" },
        { "SS", "Secondary" },
        { "SP", "Special" },
        { "AT", "All-through" },
        { "EY", "Early years setting" },
        { "PR", "Pupil referral unit" },
        { "NO", "Not on any roll" },
        { NULL, NULL },
};

/* English local authorities of 2025/26, then the former ones whose codes live on in UPNs. */
static const struct code authority[] = {
        { "201", "City of London" },
        { "202", "Camden" },
        { "203", "Greenwich" },
        { "204", "Hackney" },
        { "205", "Hammersmith and Fulham" },
        { "206", "Islington" },
        { "207", "Kensington and Chelsea" },
        { "208", "Lambeth" },
        { "209", "Lewisham" },
        { "210", "Southwark" },
        { "211", "Tower Hamlets" },
        { "212", "Wandsworth" },
        { "213", "Westminster" },
        { "301", "Barking and Dagenham" },
        { "302", "Barnet" },
        { "303", "Bexley" },
        { "304", "Brent" },
        { "305", "Bromley" },
        { "306", "Croydon" },
        { "307", "Ealing" },
        { "308", "Enfield" },
        { "309", "Haringey" },
        { "310", "Harrow" },
        { "311", "Havering" },
        { "312", "Hillingdon" },
        { "313", "Hounslow" },
        { "314", "Kingston upon Thames" },
        { "315", "Merton" },
        { "316", "Newham" },
        { "317", "Redbridge" },
        { "318", "Richmond upon Thames" },
        { "319", "Sutton" },
        { "320", "Waltham Forest" },
        { "330", "Birmingham" },
        { "331", "Coventry" },
        { "332", "Dudley" },
        { "333", "Sandwell" },
        { "334", "Solihull" },
        { "335", "Walsall" },
        { "336", "Wolverhampton" },
        { "340", "Knowsley" },
        { "341", "Liverpool" },
        { "342", "St. Helens" },
        { "343", "Sefton" },
        { "344", "Wirral" },
        { "350", "Bolton" },
        { "351", "Bury" },
        { "352", "Manchester" },
        { "353", "Oldham" },
        { "354", "Rochdale" },
        { "355", "Salford" },
        { "356", "Stockport" },
        { "357", "Tameside" },
        { "358", "Trafford" },
        { "359", "Wigan" },
        { "370", "Barnsley" },
        { "371", "Doncaster" },
        { "372", "Rotherham" },
        { "373", "Sheffield" },
        { "380", "Bradford" },
        { "381", "Calderdale" },
        { "382", "Kirklees" },
        { "383", "Leeds" },
        { "384", "Wakefield" },
        { "390", "Gateshead" },
        { "391", "Newcastle upon Tyne" },
        { "392", "North Tyneside" },
        { "393", "South Tyneside" },
        { "394", "Sunderland" },
        { "420", "Isles of Scilly" },
        { "800", "Bath and North East Somerset" },
        { "801", "Bristol" },
        { "802", "North Somerset" },
        { "803", "South Gloucestershire" },
        { "805", "Hartlepool" },
        { "806", "Middlesbrough" },
        { "807", "Redcar and Cleveland" },
        { "808", "Stockton-on-Tees" },
        { "810", "Kingston upon Hull" },
        { "811", "East Riding of Yorkshire" },
        { "812", "North East Lincolnshire" },
        { "813", "North Lincolnshire" },
        { "815", "North Yorkshire" },
        { "816", "York" },
        { "821", "Luton" },
        { "822", "Bedford" },
        { "823", "Central Bedfordshire" },
        { "825", "Buckinghamshire" },
        { "826", "Milton Keynes" },
        { "830", "Derbyshire" },
        { "831", "Derby" },
        { "838", "Dorset" },
        { "839", "Bournemouth, Christchurch and Poole" },
        { "840", "County Durham" },
        { "841", "Darlington" },
        { "845", "East Sussex" },
        { "846", "Brighton and Hove" },
        { "850", "Hampshire" },
        { "851", "Portsmouth" },
        { "852", "Southampton" },
        { "855", "Leicestershire" },
        { "856", "Leicester" },
        { "857", "Rutland" },
        { "860", "Staffordshire" },
        { "861", "Stoke-on-Trent" },
        { "865", "Wiltshire" },
        { "866", "Swindon" },
        { "867", "Bracknell Forest" },
        { "868", "Windsor and Maidenhead" },
        { "869", "West Berkshire" },
        { "870", "Reading" },
        { "871", "Slough" },
        { "872", "Wokingham" },
        { "873", "Cambridgeshire" },
        { "874", "Peterborough" },
        { "876", "Halton" },
        { "877", "Warrington" },
        { "878", "Devon" },
        { "879", "Plymouth" },
        { "880", "Torbay" },
        { "881", "Essex" },
        { "882", "Southend-on-Sea" },
        { "883", "Thurrock" },
        { "884", "Herefordshire" },
        { "885", "Worcestershire" },
        { "886", "Kent" },
        { "887", "Medway" },
        { "888", "Lancashire" },
        { "889", "Blackburn with Darwen" },
        { "890", "Blackpool" },
        { "891", "Nottinghamshire" },
        { "892", "Nottingham" },
        { "893", "Shropshire" },
        { "894", "Telford and Wrekin" },
        { "895", "Cheshire East" },
        { "896", "Cheshire West and Chester" },
        { "908", "Cornwall" },
        { "916", "Gloucestershire" },
        { "919", "Hertfordshire" },
        { "921", "Isle of Wight" },
        { "925", "Lincolnshire" },
        { "926", "Norfolk" },
        { "929", "Northumberland" },
        { "931", "Oxfordshire" },
        { "933", "Somerset" },
        { "935", "Suffolk" },
        { "936", "Surrey" },
        { "937", "Warwickshire" },
        { "938", "West Sussex" },
        { "940", "North Northamptonshire" },
        { "941", "West Northamptonshire" },
        { "942", "Cumberland" },
        { "943", "Westmorland and Furness" },
        { "820", "Bedfordshire (former)" },
        { "835", "Dorset (former)" },
        { "836", "Poole (former)" },
        { "837", "Bournemouth (former)" },
        { "875", "Cheshire (former)" },
        { "909", "Cumbria (former)" },
        { "928", "Northamptonshire (former)" },
        { NULL, NULL },
};

static const struct code exclusion[] = {
        { "SUSP", "Suspension" },
        { "PERM", "Permanent exclusion" },
        { "LNCH", "Lunchtime suspension" },
        { NULL, NULL },
};

/* Those without words of their own are codes of earlier years that systems still send. */
static const struct code exclusion_reason[] = {
        { "PP", "Physical assault against a pupil" },
        { "PA", "Physical assault against an adult" },
        { "VP", "Verbal abuse or threatening behaviour against a pupil" },
        { "VA", "Verbal abuse or threatening behaviour against an adult" },
        { "OW", "Use or threat of use of an offensive weapon or prohibited item" },
        { "BU", "Bullying" },
        { "RA", "Racist abuse" },
        { "LG", "Abuse against sexual orientation or gender identity" },
        { "DS", "Abuse relating to disability" },
        { "SM", "Sexual misconduct" },
        { "DA", "Drug and alcohol related" },
        { "DM", "Damage" },
        { "TH", "Theft" },
        { "DB", "Persistent or general disruptive behaviour" },
        { "MT", "Inappropriate use of social media or online technology" },
        { "PH", "Wilful and repeated transgression of protective measures" },
        { "BW", "BW" },
        { "TB", "TB" },
        { "SB", "SB" },
        { "MB", "MB" },
        { "AB", "AB" },
        { "DR", "DR" },
        { "AR", "AR" },
        { "SR", "SR" },
        { "VR", "VR" },
        { "LD", "LD" },
        { "CB", "CB" },
        { "MP", "MP" },
        { "OS", "OS" },
        { NULL, NULL },
};

const struct code_table code_sex = { "sex", sex, false };
const struct code_table code_enrolment = { "enrolment", enrolment, false };
const struct code_table code_ethnicity = { "ethnicity", ethnicity, false };
const struct code_table code_language = { "language", language, true };
const struct code_table code_sen = { "sen", sen, false };
const struct code_table code_yes_no = { "yes no", yes_no, false };
const struct code_table code_service_child = { "service child", service_child, false };
const struct code_table code_sen_type = { "SEN type", sen_type, false };
const struct code_table code_post_looked_after = { "post-looked-after", post_looked_after, false };
const struct code_table code_young_carer = { "young carer", young_carer, false };
const struct code_table code_boarder = { "boarder", boarder, false };
const struct code_table code_english = { "English proficiency", english, false };
const struct code_table code_exclusion = { "exclusion category", exclusion, false };
const struct code_table code_exclusion_reason = { "exclusion reason", exclusion_reason, false };
const struct code_table code_ground = { "ground", ground, false };
const struct code_table code_phase = { "phase", phase, false };
const struct code_table code_authority = { "authority", authority, false };

const struct code *code_find(const struct code_table *table, const char *code)
{
        for (const struct code *c = table->items; c->code; c++)
                if (strcmp(c->code, code) == 0)
                        return c;
        return NULL;
}

const char *code_words(const struct code_table *table, const char *code)
{
        const struct code *c = code_find(table, code);
        return c ? c->words : code;
}

bool code_possible(const struct code_table *table, const char *code)
{
        if (code_find(table, code))
                return true;
        size_t len = strlen(code);
        return table->open && (len == 3 || len == 4) && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == len;
}
