#include "model/field.h"

#include <string.h>

#include "model/code.h"

const struct field_info field_table[FIELD_COUNT] = {
        [FIELD_UPN] = { "upn", "UPN", "UPN", "UPN", KIND_UPN, 13 },
        [FIELD_FORMER_UPN] = { "former_upn", "Former UPN", "former UPN", "FormerUPN", KIND_UPN, 13 },
        [FIELD_ULN] = { "uln", "ULN", "ULN", "UniqueLearnerNumber", KIND_ULN, 10 },
        [FIELD_SURNAME] = { "surname", "Surname", "surname", "Surname", KIND_NAME, 100, NULL, true, true },
        [FIELD_FORENAME] = { "forename", "Forename", "forename", "Forename", KIND_NAME, 100, NULL, true,
                             true },
        [FIELD_MIDDLE_NAMES] = { "middle_names", "Middle names", "middle names", "MiddleNames", KIND_NAME,
                                 100, NULL, true },
        [FIELD_PREFERRED_SURNAME] = { "preferred_surname", "Preferred surname", "preferred surname",
                                      "PreferredSurname", KIND_NAME, 100, NULL, true },
        [FIELD_PREFERRED_FORENAME] = { "preferred_forename", "Preferred forename", "preferred forename",
                                       "PreferredForename", KIND_NAME, 100, NULL, true },
        [FIELD_FORMER_SURNAME] = { "former_surname", "Former surname", "former surname", "FormerSurname",
                                   KIND_NAME, 100, NULL, true },
        [FIELD_DOB] = { "date_of_birth", "Date of birth", "date of birth", "DOB", KIND_DATE, 10, NULL, false,
                        true },
        [FIELD_SEX] = { "sex", "Sex", "sex", "Sex", KIND_CODE, 1, &code_sex },
        [FIELD_NC_YEAR] = { "nc_year", "NC year", "NC year", "NCyearActual", KIND_YEAR, 2 },
        [FIELD_CLASS] = { "class", "Class", "class", "", KIND_TEXT, 40 },
        [FIELD_ENROLMENT] = { "enrolment", "Enrolment status", "enrolment status", "EnrolStatus", KIND_CODE,
                              1, &code_enrolment },
        [FIELD_ENTRY_DATE] = { "entry_date", "Date of entry", "date of entry", "EntryDate", KIND_DATE, 10 },
        [FIELD_ADDRESS] = { "address", "Address", "address", "", KIND_TEXT, 250 },
        [FIELD_TOWN] = { "town", "Town", "town", "Town", KIND_TEXT, 60 },
        [FIELD_POSTCODE] = { "postcode", "Postcode", "postcode", "PostCode", KIND_POSTCODE, 8 },
        [FIELD_ETHNICITY] = { "ethnicity", "Ethnicity", "ethnicity", "Ethnicity", KIND_CODE, 4,
                              &code_ethnicity },
        [FIELD_LANGUAGE] = { "language", "First language", "first language", "Language", KIND_CODE, 4,
                             &code_language },
        [FIELD_SEN] = { "sen", "SEN provision", "SEN provision", "SENprovision", KIND_CODE, 1, &code_sen },
        [FIELD_FSM] = { "fsm", "Free school meals", "free school meals", "", KIND_CODE, 1, &code_yes_no },
        [FIELD_SERVICE_CHILD] = { "service_child", "Service child", "service child", "", KIND_CODE, 1,
                                  &code_service_child },
        [FIELD_FORMER_FORENAME] = { "former_forename", "Former forename", "former forename", "FormerForename",
                                    KIND_NAME, 100, NULL, true },
        [FIELD_SEN_NEED] = { "sen_need", "SEN need", "SEN need", "SENtype", KIND_CODE, 4, &code_sen_type },
        [FIELD_SEN_NEED_2] = { "sen_need_2", "Secondary SEN need", "secondary SEN need", "", KIND_CODE, 4,
                               &code_sen_type },
        [FIELD_LOOKED_AFTER] = { "looked_after", "Looked after", "looked after", "InCare", KIND_CODE,
                                 1, &code_yes_no },
        [FIELD_POST_LOOKED_AFTER] = { "post_looked_after", "Post-looked-after arrangement",
                                      "post-looked-after arrangement", "", KIND_CODE, 1,
                                      &code_post_looked_after },
        [FIELD_YOUNG_CARER] = { "young_carer", "Young carer", "young carer", "", KIND_CODE, 1,
                                &code_young_carer },
        [FIELD_BOARDER] = { "boarder", "Boarder", "boarder", "", KIND_CODE, 1, &code_boarder },
        [FIELD_ENGLISH] = { "english_proficiency", "English proficiency", "English proficiency", "",
                            KIND_CODE, 1, &code_english },
};

enum field field_of_key(const char *key)
{
        int f = 0;
        while (f < FIELD_COUNT && strcmp(field_table[f].key, key) != 0)
                f++;
        return (enum field)f;
}

void record_blank(struct record *r)
{
        for (int f = 0; f < FIELD_COUNT; f++)
                r->value[f] = "";
}
