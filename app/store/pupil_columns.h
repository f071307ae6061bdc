/* The columns of table pupil, for the statements of store/pupil*.c alone. */
#ifndef STORE_PUPIL_COLUMNS_H
#define STORE_PUPIL_COLUMNS_H

#include "db/db.h"
#include "store/pupil.h"

/* The keys of model/field.h in its order; tests/store/pupil_test.c compares the two. */
#define PUPIL_FIELDS                                                                                         \
        "upn, former_upn, uln, surname, forename, middle_names, preferred_surname, preferred_forename, "     \
        "former_surname, date_of_birth, sex, nc_year, class, enrolment, entry_date, address, town, "         \
        "postcode, ethnicity, language, sen, fsm, service_child, former_forename, sen_need, sen_need_2, "    \
        "looked_after, post_looked_after, young_carer, boarder, english_proficiency"

#define PUPIL_COLUMNS                                                                                        \
        "school_id, id, ver, state, child_id, left_on, ground, destination, left_batch_id, by_hand, " PUPIL_FIELDS

/* What NC years are sorted by: model/year.h's order. */
#define YEAR_ORDER(year)                                                                                     \
        "FIELD(" year ", 'N1', 'N2', 'E1', 'E2', 'R', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', "   \
        "'11', '12', '13', '14', 'X')"

/* Fifty question marks: of an IN list. */
#define FIFTY SQL_ROWS50("?")
enum { IN_LIST = 50 };

/* A row that was selected as PUPIL_COLUMNS. */
struct pupil_full pupil_of(const struct result *r, size_t row);

/* Fills the question marks of FIFTY with ids, the last one over and over where there are fewer: an id that
 * nobody has would lock the gap where another school's pupils go. */
void in_list(struct arg *args, const unsigned long *ids, size_t count);

#endif
