/* What an authority may set: one table of names, words, kinds and limits, and the struct that the rest of the
 * program asks. What is set stands in store/setting.h. */
#ifndef MODEL_SETTING_H
#define MODEL_SETTING_H

#include <stdbool.h>

/* Shares and parts are in per cent. */
struct settings {
        unsigned amber_share, red_share;   /* dashboard: share of a school's data that is left to work on */
        unsigned amber_days, red_days;     /* dashboard: age of a school's oldest open item */
        unsigned silent_days, behind_days; /* without data until "no data for N days", until "behind" */
        unsigned removals_free;            /* hold: as many pupils may always go missing */
        unsigned removals_part, changed_part; /* hold: of the pupils on roll */
        unsigned shrunk_part;                 /* hold: smaller than the school's last complete file */
        unsigned keep_days;                   /* delivered files */
        unsigned exchange_failures;           /* in a row, until a school's contact is told */
        unsigned sims_version;                /* the oldest that can answer tasks, as model/ready.h reads it */
        bool second_person;                   /* a hold is released by two people */
        bool new_automatic;                   /* new pupils are added; else a person is asked */
};

/* In the order of the page. */
enum setting {
        SETTING_AMBER_SHARE,
        SETTING_RED_SHARE,
        SETTING_AMBER_DAYS,
        SETTING_RED_DAYS,
        SETTING_BEHIND_DAYS,
        SETTING_SILENT_DAYS,
        SETTING_REMOVALS_FREE,
        SETTING_REMOVALS_PART,
        SETTING_CHANGED_PART,
        SETTING_SHRUNK_PART,
        SETTING_SECOND_PERSON,
        SETTING_NEW_AUTOMATIC,
        SETTING_KEEP_DAYS,
        SETTING_EXCHANGE_FAILURES,
        SETTING_SIMS_VERSION,
        SETTING_COUNT
};

enum setting_kind {
        SETTING_NUMBER, /* from min to max, in MySQL and forms as digits */
        SETTING_VERSION, /* the same, as model/ready.h reads and writes versions */
        SETTING_CHOICE, /* one of choices, as its key; the number is its place */
        SETTING_YES_NO  /* "yes" or "no"; 1 or 0 */
};

enum setting_group { SETTING_OF_DASHBOARD, SETTING_OF_HOLDS, SETTING_OF_IMPORTS, SETTING_OF_EXCHANGES, SETTING_GROUPS };

struct setting_choice {
        const char *key, *words;
};

struct setting_info {
        const char *name;  /* in MySQL and forms: "amber_share" */
        const char *words; /* the question */
        const char *hint;
        enum setting_group group;
        enum setting_kind kind;
        unsigned standard;                    /* as shipped */
        unsigned min, max;                    /* of a number; 0 and 1 of the others */
        const char *unit;                     /* of a number: "per cent", "days", "pupils" */
        const struct setting_choice *choices; /* of the others: two, the first for 0 */
};

extern const struct setting_info setting_table[SETTING_COUNT];
extern const char *const setting_group_words[SETTING_GROUPS];

/* All as shipped. */
void settings_standard(struct settings *out);

/* The setting of that name, or SETTING_COUNT. */
enum setting setting_of_name(const char *name);

/* One member of the struct as a number. */
unsigned setting_get(const struct settings *s, enum setting which);
void setting_put(struct settings *s, enum setting which, unsigned value);

/* From the text of MySQL and forms; false when it is none, and *out stays. And back: borrowed, valid until
 * the next call with the same room. */
bool setting_read(enum setting which, const char *text, unsigned *out);
enum { SETTING_TEXT = 24 };
const char *setting_text(enum setting which, unsigned value, char room[SETTING_TEXT]);

/* Settings that contradict each other: the later of the two with a sentence, else NULL. */
const char *settings_problem(const struct settings *s, enum setting *which);

#endif
