/* Codes of the DfE's tables and NC years as people write them: the code, its words, or both. */
#ifndef INTAKE_READ_CODE_H
#define INTAKE_READ_CODE_H

#include "base/arena.h"
#include "model/code.h"
#include "model/field.h"

/* The code of a field of KIND_CODE, or NULL. A code of an open table that is not in it is given back as it
 * is. */
const char *read_code(struct arena *a, enum field field, const char *text);

/* The same of any table, by its codes and words alone. */
const char *read_code_of(struct arena *a, const struct code_table *table, const char *text);

/* "7" for "Year 7", "Y7", "07"; "R" for "Reception"; NULL when it is no NC year. */
const char *read_year(struct arena *a, const char *text);

#endif
