#include "flow/flow.h"

enum outcome flow_refuse(const struct flow *f, const char *words)
{
        *f->why = (struct refusal){ "", words };
        return REFUSED;
}
