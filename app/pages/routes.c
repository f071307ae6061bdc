#include "pages/routes.h"

#include "pages/la_schools.h"
#include "pages/sign_in.h"

static const struct form_field sign_in_form[] = { { "email", 190 }, { "password", 200 }, { "next", 200 }, { 0 } };
static const struct form_field set_password_form[] = { { "link", 64 }, { "password", 1000 }, { 0 } };
static const struct form_field account_form[] = { { "old", 200 }, { "password", 1000 }, { 0 } };

const struct route route_table[] = {
        { "GET", "/", WHO_ANYONE, SCHOOL_NONE, NULL, front_page },
        { "GET", "/sign-in", WHO_ANYONE, SCHOOL_NONE, NULL, sign_in_page },
        { "POST", "/sign-in", WHO_ANYONE, SCHOOL_NONE, sign_in_form, sign_in_post },
        { "POST", "/sign-out", WHO_ANYONE, SCHOOL_NONE, NULL, sign_out_post },
        { "GET", "/set-password", WHO_ANYONE, SCHOOL_NONE, NULL, set_password_page },
        { "POST", "/set-password", WHO_ANYONE, SCHOOL_NONE, set_password_form, set_password_post },
        { "GET", "/account", WHO_SIGNED_IN, SCHOOL_NONE, NULL, account_page },
        { "POST", "/account", WHO_SIGNED_IN, SCHOOL_NONE, account_form, account_post },

        /* the authority's */
        { "GET", "/la", WHO_LA, SCHOOL_NONE, NULL, la_schools_page },
        { "GET", "/la/schools.csv", WHO_LA, SCHOOL_NONE, NULL, la_schools_csv },
        { "GET", "/la/schools.xlsx", WHO_LA, SCHOOL_NONE, NULL, la_schools_xlsx },

        { 0 }
};
