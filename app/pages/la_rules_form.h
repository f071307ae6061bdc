/* A set of rules on its way through the pages: what is set, what somebody chose, and how choices stand in
 * forms and addresses. The pages are la_rules.c (to look and to choose) and la_rules_check.c (to try and to
 * save). */
#ifndef PAGES_LA_RULES_FORM_H
#define PAGES_LA_RULES_FORM_H

#include "model/school.h"
#include "pages/visit.h"
#include "store/rule.h"

#define LA_RULES              "/la/rules"
#define LA_RULES_CHECK        "/la/rules/check"
#define LA_SCHOOL_RULES       "/la/schools/{}/rules"
#define LA_SCHOOL_RULES_CHECK "/la/schools/{}/rules/check"

struct rules_form {
        struct school school; /* id 0: the default set */
        struct rule_set set;  /* as it is set */
        struct rule_layer chosen;
        unsigned version; /* that was seen when choosing began */
};

/* The set that the path names with the choices of a query or a form over it. ABSENT: no such school. */
enum outcome rules_form_read(struct visit *v, const struct pairs *from, struct rules_form *out) MUST_USE;

/* One choice as the value of field "rule" ("date_of_birth.N.A") or "hand" ("date_of_birth.O"). */
const char *rules_form_verdict(struct arena *a, int item, enum cohort cohort, char letter);
const char *rules_form_hand(struct arena *a, int item, char letter);

/* The addresses of the set's pages. */
const char *rules_form_url(struct arena *a, const struct rules_form *f);
const char *rules_form_check_url(struct arena *a, const struct rules_form *f);

/* What was chosen otherwise than it is set: in the query of an address, and as hidden fields. more:
 * "days=14". */
const char *rules_form_link(struct arena *a, const struct rules_form *f, const char *path, const char *more);
struct html rules_form_hidden(struct arena *a, const struct rules_form *f);

/* "Always import"; of a letter that is empty what lies below, said to be that. */
const char *rules_form_words(struct arena *a, const struct rules_form *f, const struct rule_change *change,
                             char letter);
const char *rules_hand_words(bool kept);

#endif
