#include "model/upn.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/code.h"
#include "model/uln.h"

enum { UPN_LENGTH = 13 };

static const char alphabet[] = "ABCDEFGHJKLMNPQRTUVWXYZ"; /* no I, O, S; the index is the value */

char *upn_tidy(struct arena *a, const char *text)
{
        char *tidy = text_tidy(a, text), *to = tidy;
        for (const char *from = tidy; *from; from++)
                if (*from != ' ' && *from != '-')
                        *to++ = *from;
        *to = '\0';
        return text_upper(tidy);
}

/* A letter stands at position 13 alone. -1: cannot stand there. */
static int value_at(char c, int position)
{
        if (isdigit((unsigned char)c))
                return c - '0';
        const char *letter = position == UPN_LENGTH && c ? strchr(alphabet, c) : NULL;
        return letter ? (int)(letter - alphabet) : -1;
}

char upn_letter(const char *tail)
{
        int sum = 0;
        if (strlen(tail) != UPN_LENGTH - 1)
                return 0;
        for (int position = 2; position <= UPN_LENGTH; position++) {
                int value = value_at(tail[position - 2], position);
                if (value < 0)
                        return 0;
                sum += value * position;
        }
        return alphabet[sum % 23];
}

enum upn_verdict upn_check(const char *upn)
{
        if (!upn[0] || !strchr(alphabet, upn[0]))
                return UPN_MALFORMED;
        char letter = upn_letter(upn + 1);
        if (!letter)
                return UPN_MALFORMED;
        if (letter != upn[0])
                return UPN_WRONG_LETTER;
        return isdigit((unsigned char)upn[UPN_LENGTH - 1]) ? UPN_PERMANENT : UPN_TEMPORARY;
}

bool upn_authority_known(const char *upn, const char *own)
{
        if (strlen(upn) < 4)
                return false;
        const char la[4] = { upn[1], upn[2], upn[3], '\0' };
        int number = atoi(la);
        bool wales = number >= 660 && number <= 681;
        bool overseas = number == 701 || number == 702 || (number >= 704 && number <= 708);
        return wales || overseas || strcmp(la, own) == 0 || code_find(&code_authority, la);
}

const char *upn_message_words(unsigned message)
{
        switch (message) {
        case UPN_MESSAGE_TWO: return "Same person, different UPN";
        case UPN_MESSAGE_MISSING: return "UPN missing (1500)";
        case UPN_MESSAGE_LETTER: return "UPN check letter or shape wrong (1510)";
        case UPN_MESSAGE_DUPLICATE: return "Same UPN (1520)";
        case UPN_MESSAGE_AUTHORITY: return "UPN of an unknown authority (1530)";
        case ULN_MESSAGE_INVALID: return "ULN wrong (1575)";
        default: return "Identifier doubtful";
        }
}
