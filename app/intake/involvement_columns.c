#include "intake/involvement_columns.h"

#include <string.h>

#include "base/text.h"
#include "intake/grid.h"
#include "intake/header_words.h"
#include "intake/issue.h"

enum { WITHIN = 30 /* rows */ };

/* By the keys of header_words.h; a space on either side of each. */
static const struct {
        enum involvement_column column;
        const char *keys;
} words[] = {
        { INVOLVED_SERVICE, " service servicename agency involvedservice " },
        { INVOLVED_TEAM, " team teamname allocatedteam socialworkteam workerteam " },
        { INVOLVED_FROM,
          " from fromdate datefrom start startdate datestarted started startedon involvementstart "
          "involvementstartdate involvementfrom opened dateopened openeddate opendate begin begins " },
        { INVOLVED_TO,
          " to todate dateto until end enddate dateended ended endedon involvementend involvementenddate "
          "involvementto closed dateclosed closeddate closuredate " },
        { INVOLVED_REFERENCE,
          " reference ref referencenumber referenceno caseid casenumber caseno caseref casereference "
          "clientid personid systemid id " },
};

/* Fields of the pupil by which a child is found. */
static const struct {
        int meaning;
        enum involvement_column column;
} fields[] = {
        { FIELD_UPN, INVOLVED_UPN },
        { FIELD_FORMER_UPN, INVOLVED_FORMER_UPN },
        { FIELD_SURNAME, INVOLVED_SURNAME },
        { FIELD_FORENAME, INVOLVED_FORENAME },
        { FIELD_MIDDLE_NAMES, INVOLVED_MIDDLE_NAMES },
        { FIELD_PREFERRED_FORENAME, INVOLVED_PREFERRED_FORENAME },
        { COLUMN_FULL_NAME, INVOLVED_FULL_NAME },
        { COLUMN_FULL_NAME_REVERSED, INVOLVED_FULL_NAME_REVERSED },
        { FIELD_DOB, INVOLVED_DOB },
        { FIELD_SEX, INVOLVED_SEX },
        { FIELD_POSTCODE, INVOLVED_POSTCODE },
};

/* The return's own names, which mean nothing elsewhere. */
static const struct {
        const char *name;
        enum involvement_column column;
} care[] = { { "CHILD", INVOLVED_REFERENCE }, { "DOB", INVOLVED_DOB },    { "UPN", INVOLVED_UPN },
             { "SEX", INVOLVED_SEX },         { "DECOM", INVOLVED_FROM }, { "DEC", INVOLVED_TO } };

static enum involvement_column column_of(struct arena *a, const char *text)
{
        char *needle = arena_printf(a, " %s ", header_key(a, text));
        int meaning = header_meaning(a, text);
        for (size_t i = 0; needle[2] && i < sizeof words / sizeof *words; i++)
                if (strstr(words[i].keys, needle))
                        return words[i].column;
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
                if (fields[i].meaning == meaning)
                        return fields[i].column;
        return INVOLVED_COLUMNS;
}

static enum involvement_column care_column_of(struct arena *a, const char *text)
{
        const char *name = text_upper(text_tidy(a, text));
        for (size_t i = 0; i < sizeof care / sizeof *care; i++)
                if (strcmp(care[i].name, name) == 0)
                        return care[i].column;
        return INVOLVED_COLUMNS;
}

typedef enum involvement_column reader(struct arena *a, const char *text);

static struct involvement_columns read_row(struct arena *a, const struct grid *g, uint32_t row, reader *read)
{
        struct involvement_columns c = { .row = row, .twice = "" };
        for (int i = 0; i < INVOLVED_COLUMNS; i++)
                c.of[i] = NO_COLUMN;
        for (uint32_t column = 0; column < g->columns; column++) {
                const char *text = grid_text(g, row, column);
                enum involvement_column is = *text && strlen(text) <= 80 ? read(a, text) : INVOLVED_COLUMNS;
                if (is == INVOLVED_COLUMNS)
                        continue;
                if (c.of[is] == NO_COLUMN)
                        c.of[is] = (int32_t)column;
                else
                        c.twice = text;
        }
        return c;
}

static bool has(const struct involvement_columns *c, enum involvement_column column)
{
        return c->of[column] != NO_COLUMN;
}

static enum involvement_sheet_kind care_kind(const struct involvement_columns *c)
{
        if (!has(c, INVOLVED_REFERENCE))
                return SHEET_OTHER;
        if (has(c, INVOLVED_FROM) && has(c, INVOLVED_TO))
                return SHEET_EPISODES;
        return has(c, INVOLVED_DOB) && has(c, INVOLVED_UPN) && has(c, INVOLVED_SEX) ? SHEET_HEADER
                                                                                    : SHEET_OTHER;
}

/* Who, and since when. */
static bool is_list(const struct involvement_columns *c)
{
        bool who = has(c, INVOLVED_UPN) || has(c, INVOLVED_FULL_NAME) ||
                   has(c, INVOLVED_FULL_NAME_REVERSED) ||
                   (has(c, INVOLVED_SURNAME) && has(c, INVOLVED_FORENAME));
        return who && has(c, INVOLVED_FROM);
}

struct involvement_columns involvement_columns_of(struct arena *a, const struct grid *g)
{
        struct involvement_columns c = { .kind = SHEET_OTHER, .twice = "" };
        for (uint32_t row = 0; row < g->rows && row < WITHIN; row++) {
                c = read_row(a, g, row, care_column_of);
                c.kind = care_kind(&c);
                if (c.kind != SHEET_OTHER)
                        return c;
                c = read_row(a, g, row, column_of);
                c.kind = is_list(&c) ? SHEET_LIST : SHEET_OTHER;
                if (c.kind != SHEET_OTHER)
                        return c;
        }
        return c;
}
