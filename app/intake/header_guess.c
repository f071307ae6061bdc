#include "intake/header_guess.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "intake/header_words.h"
#include "intake/read_code.h"
#include "intake/read_date.h"
#include "model/postcode.h"
#include "model/upn.h"

enum { ROWS_LOOKED_AT = 60 };

typedef bool looks(struct arena *a, const struct cell *c);

static bool like_upn(struct arena *a, const struct cell *c)
{
        return upn_check(upn_tidy(a, c->text)) != UPN_MALFORMED;
}

static bool like_date(struct arena *a, const struct cell *c)
{
        (void)a;
        struct date d;
        enum date_form form = read_date(c->text, DATE_DAY_FIRST, date_today(), &d);
        return form != DATE_NONE && form != DATE_PACKED && form != DATE_SERIAL;
}

static bool like_sex(struct arena *a, const struct cell *c)
{
        const char *sex = read_code(a, FIELD_SEX, c->text);
        return sex && (strcmp(sex, "M") == 0 || strcmp(sex, "F") == 0);
}

/* A bare number could be anything. */
static bool like_year(struct arena *a, const struct cell *c)
{
        const char *folded = text_fold(a, c->text);
        return read_year(a, c->text) && !text_digits(folded) && strlen(folded) > 1;
}

static bool like_postcode(struct arena *a, const struct cell *c)
{
        return postcode_tidy(a, c->text) != NULL;
}

/* "Smith, Anna": words on both sides of one comma. */
static bool like_name_with_comma(struct arena *a, const struct cell *c)
{
        const char *comma = strchr(c->text, ',');
        (void)a;
        return comma && comma != c->text && !strchr(comma + 1, ',') && !text_empty(comma + 1) &&
               !strpbrk(c->text, "0123456789@:;");
}

static bool mostly(struct arena *a, const struct grid *g, uint32_t body, uint32_t column, looks *like)
{
        unsigned seen = 0, alike = 0;
        for (uint32_t row = body; row < g->rows && seen < ROWS_LOOKED_AT; row++) {
                const struct cell *c = grid_cell(g, row, column);
                if (!c)
                        continue;
                seen++;
                alike += like(a, c);
        }
        return seen > 0 && alike * 10 >= seen * 9;
}

int header_guess(struct arena *a, const struct grid *g, uint32_t body, uint32_t column)
{
        static const struct {
                looks *like;
                int meaning;
        } guesses[] = {
                { like_upn, FIELD_UPN },           { like_date, FIELD_DOB },
                { like_sex, FIELD_SEX },           { like_year, FIELD_NC_YEAR },
                { like_postcode, FIELD_POSTCODE }, { like_name_with_comma, COLUMN_FULL_NAME },
        };
        for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++)
                if (mostly(a, g, body, column, guesses[i].like))
                        return guesses[i].meaning;
        return COLUMN_UNKNOWN;
}
