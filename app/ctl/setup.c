#include "ctl/setup.h"

#include "store/class_count.h"
#include "store/schema.h"

int ctl_setup(struct ctl *c, int argc, char **argv)
{
        (void)argv;
        if (argc > 1)
                return ctl_fail(c, CTL_USAGE, "setup takes no arguments");
        if (!ctl_connect(c))
                return CTL_BROKEN;
        struct schema before;
        struct refusal why = { "", NULL };
        enum outcome result = schema_upgrade(c->db, c->arena, ctl_sql_dir(c), &before, &why);
        if (result == DONE)
                result = class_count_all(c->db);
        if (result != DONE)
                return ctl_outcome(c, result, &why);
        ctl_number(c, "schema", before.known);
        ctl_number(c, "applied", before.known - before.applied);
        return CTL_DONE;
}
