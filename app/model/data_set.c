#include "model/data_set.h"

#include <string.h>

#include "model/rule.h"

const struct data_set_info data_set_table[DATA_SETS] = {
        [SET_PUPILS] = { "pupils", "Pupil details",
                         "Names, identifiers, address, class, needs and circumstances", RULE_ITEMS },
        [SET_ATTENDANCE] = { "attendance", "Attendance", "The marks of each session", RULE_ATTENDANCE },
        [SET_ATTAINMENT] = { "attainment", "Attainment", "Results of assessments and tests",
                             RULE_ATTAINMENT },
        [SET_SCHOOL_HISTORY] = { "school_history", "School history",
                                 "The schools that a pupil was at, with dates", RULE_SCHOOL_HISTORY },
        [SET_SEN] = { "sen_history", "SEN history", "SEN provision and types of need, with dates",
                      RULE_SEN_HISTORY },
        [SET_EXCLUSIONS] = { "exclusions", "Suspensions and exclusions",
                             "Suspensions and permanent exclusions, with reasons", RULE_EXCLUSIONS },
};

enum data_set data_set_of_key(const char *key)
{
        int set = 0;
        while (set < DATA_SETS && strcmp(data_set_table[set].key, key) != 0)
                set++;
        return (enum data_set)set;
}

const char *data_sets_words(struct arena *a, unsigned sets)
{
        const char *words = "";
        for (int set = DATA_SETS; set-- > 0;) {
                unsigned above = sets >> set >> 1;
                if (sets >> set & 1)
                        words = arena_printf(a, "%s%s%s", data_set_table[set].words,
                                             !above                ? ""
                                             : above & (above - 1) ? ", "
                                                                   : " and ",
                                             words);
        }
        return words;
}
