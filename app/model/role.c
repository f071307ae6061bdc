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
