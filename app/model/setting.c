#include "model/setting.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/ready.h"

static const struct setting_choice yes_no[] = { { "no", "No" }, { "yes", "Yes" } };
static const struct setting_choice new_pupils[] = {
        { "ask", "Ask a person before each is added" },
        { "add", "Add them automatically" },
};

#define PER_CENT "per cent"
#define DAYS     "days"

#define VERSION(first, second) ((first) * 10000 + (second)) /* as ready_version */

const struct setting_info setting_table[SETTING_COUNT] = {
        [SETTING_AMBER_SHARE] = { "amber_share", "Amber from this share of work left",
                                  "Of all that a school’s data left to people, how much is not yet worked on",
                                  SETTING_OF_DASHBOARD, SETTING_NUMBER, 5, 1, 100, PER_CENT, NULL },
        [SETTING_RED_SHARE] = { "red_share", "Red from this share of work left", "", SETTING_OF_DASHBOARD,
                                SETTING_NUMBER, 20, 1, 100, PER_CENT, NULL },
        [SETTING_AMBER_DAYS] = { "amber_days", "Amber when the oldest open item is this old", "",
                                 SETTING_OF_DASHBOARD, SETTING_NUMBER, 3, 1, 365, DAYS, NULL },
        [SETTING_RED_DAYS] = { "red_days", "Red when the oldest open item is this old", "",
                               SETTING_OF_DASHBOARD, SETTING_NUMBER, 7, 1, 365, DAYS, NULL },
        [SETTING_BEHIND_DAYS] = { "behind_days", "Behind after this long without data",
                                  "A school that sends every night is behind after 1 day",
                                  SETTING_OF_DASHBOARD, SETTING_NUMBER, 1, 1, 365, DAYS, NULL },
        [SETTING_SILENT_DAYS] = { "silent_days", "“No data” after this long without data", "",
                                  SETTING_OF_DASHBOARD, SETTING_NUMBER, 2, 1, 365, DAYS, NULL },
        [SETTING_REMOVALS_FREE] = { "removals_free", "Pupils who may be missing without a hold",
                                    "Data waits when more pupils than this, and more than that share of the "
                                    "roll, would leave a school before its last year",
                                    SETTING_OF_HOLDS, SETTING_NUMBER, 5, 0, 1000, "pupils", NULL },
        [SETTING_REMOVALS_PART] = { "removals_part", "Share of the roll that may be missing without a hold",
                                    "", SETTING_OF_HOLDS, SETTING_NUMBER, 10, 0, 100, PER_CENT, NULL },
        [SETTING_CHANGED_PART] = { "changed_part", "Share of the roll that may change without a hold", "",
                                   SETTING_OF_HOLDS, SETTING_NUMBER, 50, 1, 100, PER_CENT, NULL },
        [SETTING_SHRUNK_PART] = { "shrunk_part", "How much smaller a file may be than the last one", "",
                                  SETTING_OF_HOLDS, SETTING_NUMBER, 30, 1, 100, PER_CENT, NULL },
        [SETTING_SECOND_PERSON] = { "second_person", "Must a second person agree before a hold is released?",
                                    "", SETTING_OF_HOLDS, SETTING_YES_NO, 0, 0, 1, "", yes_no },
        [SETTING_NEW_AUTOMATIC] = { "new_automatic", "Pupils who are found nowhere",
                                    "Pupils in a school’s data whom no school of the authority knows",
                                    SETTING_OF_IMPORTS, SETTING_CHOICE, 1, 0, 1, "", new_pupils },
        [SETTING_KEEP_DAYS] = { "keep_days", "Keep delivered files for",
                                "They are encrypted, and deleted after that", SETTING_OF_IMPORTS,
                                SETTING_NUMBER, 30, 1, 365, DAYS, NULL },
        [SETTING_EXCHANGE_FAILURES] = { "exchange_failures",
                                        "Tell a school’s data contact after this many failures in a row",
                                        "Once, by e-mail; without a contact, the school’s administrators",
                                        SETTING_OF_EXCHANGES, SETTING_NUMBER, 3, 1, 100, "failures", NULL },
        [SETTING_SIMS_VERSION] = { "sims_version", "The oldest version of SIMS that can answer tasks",
                                   "A school with an older one is not ready, and is not asked",
                                   SETTING_OF_EXCHANGES, SETTING_VERSION, VERSION(7, 166), VERSION(1, 0),
                                   VERSION(999, 0), "", NULL },
};

const char *const setting_group_words[SETTING_GROUPS] = { "Colours and states of the dashboard", "Holds",
                                                          "Imports", "Scheduled exchanges" };

/* The one place that ties names to members. */
static unsigned *number_of(struct settings *s, enum setting which)
{
        static const size_t at[SETTING_COUNT] = {
                [SETTING_AMBER_SHARE] = offsetof(struct settings, amber_share),
                [SETTING_RED_SHARE] = offsetof(struct settings, red_share),
                [SETTING_AMBER_DAYS] = offsetof(struct settings, amber_days),
                [SETTING_RED_DAYS] = offsetof(struct settings, red_days),
                [SETTING_SILENT_DAYS] = offsetof(struct settings, silent_days),
                [SETTING_BEHIND_DAYS] = offsetof(struct settings, behind_days),
                [SETTING_REMOVALS_FREE] = offsetof(struct settings, removals_free),
                [SETTING_REMOVALS_PART] = offsetof(struct settings, removals_part),
                [SETTING_CHANGED_PART] = offsetof(struct settings, changed_part),
                [SETTING_SHRUNK_PART] = offsetof(struct settings, shrunk_part),
                [SETTING_KEEP_DAYS] = offsetof(struct settings, keep_days),
                [SETTING_EXCHANGE_FAILURES] = offsetof(struct settings, exchange_failures),
                [SETTING_SIMS_VERSION] = offsetof(struct settings, sims_version),
        };
        return (unsigned *)(void *)((char *)s + at[which]);
}

unsigned setting_get(const struct settings *s, enum setting which)
{
        struct settings copy = *s;
        switch (which) {
        case SETTING_SECOND_PERSON: return s->second_person;
        case SETTING_NEW_AUTOMATIC: return s->new_automatic;
        default: return *number_of(&copy, which);
        }
}

void setting_put(struct settings *s, enum setting which, unsigned value)
{
        switch (which) {
        case SETTING_SECOND_PERSON: s->second_person = value; break;
        case SETTING_NEW_AUTOMATIC: s->new_automatic = value; break;
        default: *number_of(s, which) = value;
        }
}

void settings_standard(struct settings *out)
{
        *out = (struct settings){ 0 };
        for (int i = 0; i < SETTING_COUNT; i++)
                setting_put(out, (enum setting)i, setting_table[i].standard);
}

enum setting setting_of_name(const char *name)
{
        int i = 0;
        while (i < SETTING_COUNT && strcmp(setting_table[i].name, name) != 0)
                i++;
        return (enum setting)i;
}

bool setting_read(enum setting which, const char *text, unsigned *out)
{
        const struct setting_info *info = &setting_table[which];
        unsigned version;
        long n;
        if (info->kind == SETTING_NUMBER) {
                if (!text_to_long(text, (long)info->min, (long)info->max, &n))
                        return false;
                *out = (unsigned)n;
                return true;
        }
        if (info->kind == SETTING_VERSION)
                return ready_version(text, &version) && version >= info->min && version <= info->max &&
                       (*out = version, true);
        for (unsigned i = 0; i < 2; i++)
                if (strcmp(info->choices[i].key, text) == 0) {
                        *out = i;
                        return true;
                }
        return false;
}

const char *setting_text(enum setting which, unsigned value, char room[SETTING_TEXT])
{
        const struct setting_info *info = &setting_table[which];
        if (info->kind == SETTING_NUMBER)
                snprintf(room, SETTING_TEXT, "%u", value);
        else if (info->kind == SETTING_VERSION)
                snprintf(room, SETTING_TEXT, "%u.%u", value / VERSION(1, 0), value % VERSION(1, 0));
        else
                snprintf(room, SETTING_TEXT, "%s", info->choices[value != 0].key);
        return room;
}

const char *settings_problem(const struct settings *s, enum setting *which)
{
        *which = SETTING_RED_SHARE;
        if (s->red_share <= s->amber_share)
                return "Red must begin at a larger share than amber.";
        *which = SETTING_RED_DAYS;
        if (s->red_days <= s->amber_days)
                return "Red must begin at a greater age than amber.";
        *which = SETTING_SILENT_DAYS;
        if (s->silent_days < s->behind_days)
                return "“No data” cannot begin before a school is behind.";
        return NULL;
}
