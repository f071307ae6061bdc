#include "model/uln.h"

#include <string.h>

#include "base/text.h"

bool uln_valid(const char *uln)
{
        if (!text_digits(uln) || strlen(uln) != 10 || uln[0] == '0')
                return false;
        int sum = 0;
        for (int i = 0; i < 9; i++)
                sum += (uln[i] - '0') * (10 - i);
        int rest = sum % 11;
        return rest != 0 && 10 - rest == uln[9] - '0';
}
