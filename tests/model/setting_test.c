/* The table of settings: the shipped ones are the customer's, each member has one name, text comes back. */
#include "model/setting.h"

#include "tap.h"

static void shipped(void)
{
        struct settings s;
        enum setting which;
        settings_standard(&s);
        ok(s.silent_days == 2 && s.removals_free == 5 && s.removals_part == 10 && s.changed_part == 50 &&
               s.shrunk_part == 30 && s.keep_days == 30 && s.sims_version == 70166 && !s.second_person && s.new_automatic,
           "as the customer wants them");
        is_text(settings_problem(&s, &which), NULL, "they do not contradict each other");
}

/* Putting one changes it and no other. */
static void members(void)
{
        for (int i = 0; i < SETTING_COUNT; i++) {
                const struct setting_info *info = &setting_table[i];
                struct settings s;
                unsigned wrong = 0;
                settings_standard(&s);
                setting_put(&s, (enum setting)i, info->standard == info->max ? info->min : info->max);
                for (int k = 0; k < SETTING_COUNT; k++)
                        wrong += (setting_get(&s, (enum setting)k) != setting_table[k].standard) != (k == i);
                is_long(wrong, 0, info->name);
                ok(info->min <= info->standard && info->standard <= info->max && *info->words,
                   "%s: shipped within its limits, with words", info->name);
                is_long(setting_of_name(info->name), i, "found by its name");
        }
        is_long(setting_of_name("shoe_size"), SETTING_COUNT, "no such setting");
}

static void texts(void)
{
        static const struct {
                enum setting which;
                const char *text;
                bool good;
                unsigned want;
        } cases[] = {
                { SETTING_AMBER_SHARE, "5", true, 5 },
                { SETTING_AMBER_SHARE, "0", false, 0 },
                { SETTING_AMBER_SHARE, "100", true, 100 },
                { SETTING_AMBER_SHARE, "101", false, 0 },
                { SETTING_AMBER_SHARE, "", false, 0 },
                { SETTING_AMBER_SHARE, "5 %", false, 0 },
                { SETTING_AMBER_SHARE, "-5", false, 0 },
                { SETTING_REMOVALS_FREE, "0", true, 0 },
                { SETTING_SECOND_PERSON, "yes", true, 1 },
                { SETTING_SECOND_PERSON, "no", true, 0 },
                { SETTING_SECOND_PERSON, "1", false, 0 },
                { SETTING_NEW_AUTOMATIC, "add", true, 1 },
                { SETTING_NEW_AUTOMATIC, "ask", true, 0 },
                { SETTING_NEW_AUTOMATIC, "yes", false, 0 },
                { SETTING_KEEP_DAYS, "99999999999999", false, 0 },
                { SETTING_SIMS_VERSION, "7.166", true, 70166 },
                { SETTING_SIMS_VERSION, "new", false, 0 },
                { SETTING_SIMS_VERSION, "0.5", false, 0 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                unsigned got = 77;
                char room[SETTING_TEXT];
                bool good = setting_read(cases[i].which, cases[i].text, &got);
                ok(good == cases[i].good && got == (good ? cases[i].want : 77), "%s '%s'",
                   setting_table[cases[i].which].name, cases[i].text);
                if (good)
                        is_text(setting_text(cases[i].which, got, room), cases[i].text, "and back");
        }
}

static void contradictions(void)
{
        static const struct {
                enum setting changed;
                unsigned to;
                enum setting said;
        } cases[] = {
                { SETTING_AMBER_SHARE, 20, SETTING_RED_SHARE },
                { SETTING_RED_SHARE, 3, SETTING_RED_SHARE },
                { SETTING_AMBER_DAYS, 7, SETTING_RED_DAYS },
                { SETTING_BEHIND_DAYS, 3, SETTING_SILENT_DAYS },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct settings s;
                enum setting which;
                settings_standard(&s);
                setting_put(&s, cases[i].changed, cases[i].to);
                const char *words = settings_problem(&s, &which);
                ok(words && which == cases[i].said, "%s %u: %s", setting_table[cases[i].changed].name,
                   cases[i].to, words ? words : "");
        }
}

int main(void)
{
        shipped();
        members();
        texts();
        contradictions();
        return done_testing();
}
