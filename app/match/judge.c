#include "match/judge.h"

#include "match/match.h"

/* In bits. SURE is one wrong in 250 before the rules below, which do more than the weight against twins and
 * namesakes. */
static const float SURE_FROM = 8, CHECK_FROM = -2;

static bool alike(enum grade g)
{
        return g != GRADE_NONE && g != GRADE_DIFFERENT;
}

static bool dob_alike(enum grade g)
{
        return g == GRADE_SAME || g == GRADE_SWAPPED || g == GRADE_SLIP;
}

bool match_supported(const unsigned char *grade)
{
        enum grade forename = grade[ASPECT_FORENAME], surname = grade[ASPECT_SURNAME],
                   dob = grade[ASPECT_DOB];
        if (alike(forename))
                return alike(surname) || dob_alike(dob);
        return dob_alike(dob) && alike(surname);
}

unsigned match_doubts(const struct agreement *g)
{
        enum grade forename = g->grade[ASPECT_FORENAME], surname = g->grade[ASPECT_SURNAME];
        enum grade dob = g->grade[ASPECT_DOB];
        unsigned why = g->grade[ASPECT_UPN] == GRADE_DIFFERENT ? WHY_TWO_UPNS : 0;
        if (agreement_strong(g))
                return why | (match_supported(g->grade) ? 0 : WHY_UNSUPPORTED);
        if (!alike(forename))
                why |= dob == GRADE_SAME && surname == GRADE_SAME ? WHY_NAME | WHY_TWINS : WHY_NAME;
        if (dob == GRADE_NONE ? forename != GRADE_SAME || surname != GRADE_SAME : !dob_alike(dob))
                why |= dob == GRADE_NONE ? WHY_WEAK : WHY_DOB;
        return g->weight < SURE_FROM ? why | WHY_WEAK : why;
}

bool match_unlike(const struct agreement *g)
{
        if (agreement_strong(g))
                return false;
        return g->weight < CHECK_FROM ||
               (!alike(g->grade[ASPECT_FORENAME]) && !dob_alike(g->grade[ASPECT_DOB]));
}
