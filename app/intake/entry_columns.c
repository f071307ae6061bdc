#include "intake/entry_columns.h"

#include <string.h>

#include "intake/header_words.h"

enum { HEADINGS_WITHIN = 30 };

/* By the parts of model/entry.c in their order: headings as header_key gives them, each between two spaces.
 * The elements of the Common Transfer File, the names of the CBDS, and what systems print. */
static const char *const words[ENTRY_KINDS][ENTRY_PARTS] = {
        [ENTRY_RESULT] = { " stage keystage ks assessmentstage ",
                           " subject subjectname subjectcode assessmentsubject ", " method assessmentmethod ",
                           " component assessmentcomponent componentname paper ",
                           " resultqualifier qualifier resulttype kindofresult ",
                           " result grade score mark outcome level resultvalue assessmentresult ",
                           " resultdate date dateofresult assessmentdate dateofassessment examdate testdate "
                           "awarddate ",
                           " year resultyear assessmentyear academicyear examyear ", " resultstatus status ",
                           " locale resultlocale " },
        [ENTRY_SEN] = { " startdate start from datefrom senstartdate senprovisionstartdate "
                        "provisionstartdate senstart sendstartdate "
                        "senstatusstartdate ",
                        " provision provisiontype ",
                        " enddate end to dateto senenddate senprovisionenddate provisionenddate senend "
                        "sendenddate senstatusenddate " },
        [ENTRY_NEED] = { " sentyperank rank senneedrank needrank senrank sentyperanking ranking priority ",
                         " startdate start from datefrom senneedstartdate sentypestartdate needstartdate ",
                         " need needtype type ",
                         " enddate end to dateto senneedenddate sentypeenddate needenddate " },
        [ENTRY_EXCLUSION] = { " startdate start from datefrom exclusionstartdate suspensionstartdate "
                              "dateofexclusion exclusiondate "
                              "dateofsuspension suspensiondate exclusionstart begindate date ",
                              " category exclusioncategory exclusiontype suspensiontype suspensioncategory "
                              "typeofexclusion type "
                              "exclusioncategorycode ",
                              " reason reason1 exclusionreason exclusionreason1 exclusionreasoncode "
                              "suspensionreason reasonforexclusion "
                              "reasonforsuspension mainreason primaryreason firstreason suspensionreason1 ",
                              " reason2 exclusionreason2 secondreason secondaryreason suspensionreason2 ",
                              " reason3 exclusionreason3 thirdreason suspensionreason3 ",
                              " sessions numberofsessions actualnumberofsessions exclusionsessions "
                              "sessionsexcluded noofsessions "
                              "actualsessions totalsessions sessionsmissed sessionssuspended ",
                              " enddate end to dateto exclusionenddate suspensionenddate exclusionend " },
        [ENTRY_SCHOOL] = { " schooldfenumber historydfenumber previousschooldfenumber previousschoollaestab "
                           "previousdfenumber "
                           "previouslaestab schoollaestab ",
                           " schoolname school previousschool previousschoolname nameofschool ",
                           " entrydate dateofentry startdate admissiondate datefrom from start ",
                           " leavingdate dateofleaving enddate dateto to end dateleft ",
                           " removalgrounds groundsforremoval leavingreason reasonforleaving "
                           "groundforremoval ",
                           " lastschool " },
};

struct heading {
        int32_t column;
        const char *key; /* between two spaces */
        int meaning;     /* of intake/header_words.h */
        enum named_column who;
};

struct headings {
        size_t count;
        struct heading of[GRID_COLUMNS];
};

static void read_headings(struct arena *a, const struct grid *g, uint32_t row, struct headings *out)
{
        out->count = 0;
        for (uint32_t i = 0; i < g->columns; i++) {
                const struct cell *c = grid_cell(g, row, i);
                if (!c || c->kind != CELL_TEXT)
                        continue;
                int meaning = header_meaning(a, c->text);
                const char *key = arena_printf(a, " %s ", header_key(a, c->text));
                out->of[out->count++] =
                    (struct heading){ (int32_t)i, key, meaning, named_column_of(meaning) };
        }
}

static struct named_columns who_of(const struct headings *h)
{
        struct named_columns who;
        for (int w = 0; w < NAMED_COLUMNS; w++)
                who.at[w] = NO_COLUMN;
        for (size_t i = h->count; i-- > 0;)
                if (h->of[i].who != NAMED_COLUMNS)
                        who.at[h->of[i].who] = h->of[i].column;
        return who;
}

/* Words that lists of pupils have as well are taken by what they mean there. */
static bool is_part(const struct heading *h, enum entry_kind kind, size_t part)
{
        if (kind == ENTRY_SEN && part == 1 && h->meaning == FIELD_SEN)
                return true;
        if (kind == ENTRY_NEED && part == 2 && h->meaning == FIELD_SEN_NEED)
                return true;
        return h->key[2] && strstr(words[kind][part], h->key) != NULL;
}

static bool any_with(const struct headings *h, const char *piece)
{
        for (size_t i = 0; i < h->count; i++)
                if (strstr(h->of[i].key, piece))
                        return true;
        return false;
}

/* Every row of a list of pupils has some of these, a history none. */
static bool is_pupil_list(const struct headings *h)
{
        for (size_t i = 0; i < h->count; i++)
                switch (h->of[i].meaning) {
                case FIELD_NC_YEAR:
                case FIELD_CLASS:
                case FIELD_SEX:
                case FIELD_ENROLMENT:
                case FIELD_ADDRESS:
                case FIELD_POSTCODE:
                case FIELD_ETHNICITY:
                case FIELD_LANGUAGE:
                case FIELD_FSM: return true;
                default: break;
                }
        return false;
}

/* What a sheet of another purpose would hardly have. */
static bool is_meant(const struct headings *h, const struct entry_columns *c)
{
        switch (c->kind) {
        case ENTRY_RESULT: return true; /* a subject and a result */
        case ENTRY_EXCLUSION:
                return c->part[2] != NO_COLUMN || c->part[5] != NO_COLUMN || any_with(h, "exclusion") ||
                       any_with(h, "suspension");
        case ENTRY_SEN: return !is_pupil_list(h) && (c->part[2] != NO_COLUMN || any_with(h, "sen"));
        case ENTRY_NEED: return !is_pupil_list(h);
        default:
                return !is_pupil_list(h) &&
                       (c->part[4] != NO_COLUMN || c->part[5] != NO_COLUMN || any_with(h, "previous"));
        }
}

static bool has_needed(const struct entry_columns *c)
{
        const struct entry_info *info = &entry_table[c->kind];
        for (size_t i = 0; i < info->part_count; i++) {
                bool there = c->part[i] != NO_COLUMN;
                if ((info->parts[i].use == PART_KEY || info->parts[i].use == PART_SAYS) && !there)
                        return false;
                if (info->parts[i].use == PART_KEY_ELSE && !there && c->part[i - 1] == NO_COLUMN)
                        return false;
        }
        return true;
}

/* Of several columns the one with the longest heading: "Exclusion category" before "Type". */
static int32_t column_of(const struct headings *h, const struct entry_columns *c, size_t part)
{
        const struct heading *best = NULL;
        for (size_t i = 0; part < entry_table[c->kind].part_count && i < h->count; i++) {
                const struct heading *x = &h->of[i];
                if (is_part(x, c->kind, part) && x->column != c->who.at[NAMED_SCHOOL] &&
                    (!best || strlen(x->key) > strlen(best->key)))
                        best = x;
        }
        return best ? best->column : NO_COLUMN;
}

static bool try_kind(const struct headings *h, enum entry_kind kind, struct entry_columns *c)
{
        c->kind = kind;
        for (size_t part = 0; part < ENTRY_PARTS; part++)
                c->part[part] = column_of(h, c, part);
        return has_needed(c) && is_meant(h, c);
}

bool entry_columns_find(struct arena *a, const struct grid *g, struct entry_columns *out)
{
        static const enum entry_kind order[] = { ENTRY_RESULT, ENTRY_EXCLUSION, ENTRY_NEED, ENTRY_SEN,
                                                 ENTRY_SCHOOL };
        struct headings h;
        for (uint32_t row = 0; row < g->rows && row < HEADINGS_WITHIN; row++) {
                read_headings(a, g, row, &h);
                out->row = row;
                out->who = who_of(&h);
                if (!named_enough(&out->who))
                        continue;
                for (size_t i = 0; i < sizeof order / sizeof *order; i++)
                        if (try_kind(&h, order[i], out))
                                return true;
                return false; /* these are the headings, of something else */
        }
        return false;
}
