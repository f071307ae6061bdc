#include "model/service.h"

#include "model/code.h"

static const struct code kinds[] = { { "H", "Early help" },  { "C", "Social care" }, { "E", "Education" },
                                     { "Y", "Early years" }, { "O", "Other" },       { 0 } };

const struct code_table service_kinds = { "service-kind", kinds, false };
