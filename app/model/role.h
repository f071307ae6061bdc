/* The roles of people who sign in, and sets of them. */
#ifndef MODEL_ROLE_H
#define MODEL_ROLE_H

enum role { ROLE_LA_ADMIN, ROLE_LA_OFFICER, ROLE_LA_READER, ROLE_SCHOOL_ADMIN, ROLE_TEACHER, ROLE_COUNT };

/* Sets, for the table of routes. */
enum who {
        WHO_LA_ADMIN = 1 << ROLE_LA_ADMIN,
        WHO_LA_OFFICER = WHO_LA_ADMIN | 1 << ROLE_LA_OFFICER, /* may decide */
        WHO_LA = WHO_LA_OFFICER | 1 << ROLE_LA_READER,        /* may look */
        WHO_SCHOOL_ADMIN = 1 << ROLE_SCHOOL_ADMIN,
        WHO_SCHOOL = WHO_SCHOOL_ADMIN | 1 << ROLE_TEACHER,
        WHO_SIGNED_IN = WHO_LA | WHO_SCHOOL,
        WHO_ANYONE = 1 << ROLE_COUNT, /* also without signing in */

        /* programs, which speak to /api: a school's agent, and tokens by what they are good for */
        WHO_AGENT = 1 << (ROLE_COUNT + 1),
        WHO_INVOLVEMENTS_WRITE = 1 << (ROLE_COUNT + 2),
        WHO_PUPILS_READ = 1 << (ROLE_COUNT + 3),
        WHO_TOKEN = WHO_INVOLVEMENTS_WRITE | WHO_PUPILS_READ,
        WHO_PROGRAM = WHO_AGENT | WHO_TOKEN
};

/* What a token may be good for. */
struct token_scope {
        const char *key;   /* in MySQL, forms and the API: "pupils:read" */
        const char *words; /* for people */
        unsigned who;
};

/* Ends with a NULL key. */
extern const struct token_scope token_scopes[];

/* The set of the keys with a space between; what is none is left out. */
unsigned token_scopes_of(const char *keys);

struct role_info {
        const char *key;   /* in MySQL and forms: "school_admin" */
        const char *words; /* "School administrator" */
        int of_school;     /* 1: belongs to a school */
};

extern const struct role_info role_table[ROLE_COUNT];

/* The role of that key, or ROLE_COUNT. */
enum role role_of_key(const char *key);

#endif
