#include "model/role.h"

#include <string.h>

const struct role_info role_table[ROLE_COUNT] = {
        [ROLE_LA_ADMIN] = { "la_admin", "LA administrator", 0 },
        [ROLE_LA_OFFICER] = { "la_officer", "LA officer", 0 },
        [ROLE_LA_READER] = { "la_reader", "LA read-only", 0 },
        [ROLE_SCHOOL_ADMIN] = { "school_admin", "School administrator", 1 },
        [ROLE_TEACHER] = { "teacher", "Teacher", 1 },
};

enum role role_of_key(const char *key)
{
        int r = 0;
        while (r < ROLE_COUNT && strcmp(role_table[r].key, key) != 0)
                r++;
        return (enum role)r;
}

const struct token_scope token_scopes[] = {
        { "involvements:write", "Send involvements of services with pupils", WHO_INVOLVEMENTS_WRITE },
        { "pupils:read", "Read which pupils changed, with all that is held of them", WHO_PUPILS_READ },
        { 0 },
};

unsigned token_scopes_of(const char *keys)
{
        unsigned set = 0;
        for (size_t len; *keys; keys += len + (keys[len] == ' ')) {
                len = strcspn(keys, " ");
                for (const struct token_scope *t = token_scopes; t->key; t++)
                        if (strlen(t->key) == len && strncmp(t->key, keys, len) == 0)
                                set |= t->who;
        }
        return set;
}
