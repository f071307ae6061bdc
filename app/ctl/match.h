/* onrollctl match: an authority tries the matcher on its own lists, without a database. */
#ifndef CTL_MATCH_H
#define CTL_MATCH_H

#include "ctl/ctl.h"

/* match A [B] [--columns HEADING=FIELD,...]: A's rows against B's, or A's against each other, as CSV on
 * standard output (--json: "rows"). Lists may be in any format that an upload may have. */
int ctl_match(struct ctl *c, int argc, char **argv);

#endif
