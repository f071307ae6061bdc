#include "ctl/key.h"

#include "gate/keys.h"

int ctl_key(struct ctl *c, int argc, char **argv)
{
        if (argc != 2)
                return ctl_fail(c, CTL_USAGE, "want the name of one file to make");
        switch (keys_create(argv[1])) {
        case DONE: return CTL_DONE;
        case REFUSED:
                return ctl_fail(c, CTL_REFUSED, "%s is there already: sessions and stored uploads hang on it",
                                argv[1]);
        default:
                return ctl_fail(c, CTL_BROKEN, "%s could not be written: the line before this says why",
                                argv[1]);
        }
}
