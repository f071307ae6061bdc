#include "intake/value.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "intake/read_code.h"
#include "intake/read_name.h"
#include "model/code.h"
#include "model/postcode.h"
#include "model/uln.h"
#include "model/upn.h"
#include "model/year.h"

static void doubt(struct value *v, enum severity severity, enum cause cause, const char *wanted)
{
        v->doubtful = true;
        v->issue =
            (struct issue){ .severity = severity, .cause = cause, .wanted = wanted, .found = "", .used = "" };
}

static void refuse(struct value *v, enum cause cause, const char *wanted)
{
        doubt(v, SEVERITY_ERROR, cause, wanted);
        v->text = "";
}

/* All codes when they are few: "M (Male), F (Female)". */
static const char *wanted_code(struct arena *a, const struct code_table *table)
{
        const struct code *c = table->items;
        const char *list = arena_printf(a, "%s (%s)", c->code, c->words);
        if (table->open || (c[1].code && c[2].code && c[3].code && c[4].code))
                return arena_printf(a, "a code like %s", list);
        for (c++; c->code; c++)
                list = arena_printf(a, "%s%s %s (%s)", list, c[1].code ? "," : " or", c->code, c->words);
        return list;
}

static const char *wanted(struct arena *a, enum field field)
{
        const struct field_info *info = &field_table[field];
        switch (info->kind) {
        case KIND_DATE: return "a date like 31/08/2012";
        case KIND_UPN: return "a UPN: a letter and 12 digits, like B801200005001";
        case KIND_ULN: return "a ULN: 10 digits";
        case KIND_YEAR: return "an NC year like 7, R or N2";
        case KIND_POSTCODE: return "a postcode like SW1A 1AA";
        case KIND_CODE: return wanted_code(a, info->codes);
        default: return arena_printf(a, "a %s", info->words);
        }
}

static bool is_one_of(const char *text, const char *const *list)
{
        for (; *list; list++)
                if (strcmp(text, *list) == 0)
                        return true;
        return false;
}

/* People write these for "nothing"; the words only where they cannot be a name or a code. */
static bool stands_for_nothing(struct arena *a, enum field field, const char *text)
{
        static const char *const marks[] = { "-", "--", "---", ".", "?", NULL };
        static const char *const letters[] = { "n a", "na", "tbc", "tba", NULL };
        static const char *const words[] = { "none",          "unknown",   "not known", "no upn",
                                             "no uln",        "pending",   "null",      "nil",
                                             "not yet known", "to follow", NULL };
        enum field_kind kind = field_table[field].kind;
        const char *folded = text_fold(a, text);
        if (is_one_of(text, marks) || (kind != KIND_NAME && is_one_of(folded, letters)))
                return true;
        return kind != KIND_NAME && kind != KIND_TEXT && kind != KIND_CODE && is_one_of(folded, words);
}

static void take_text(struct arena *a, struct value *v, enum field field, const char *text)
{
        v->text = field == FIELD_CLASS ? read_class(a, text) : text;
        v->adapted = !text_same(v->text, text);
        if (g_utf8_strlen(v->text, -1) > (long)field_table[field].max)
                refuse(v, CAUSE_TOO_LONG, arena_printf(a, "at most %u characters", field_table[field].max));
}

static void take_name(struct arena *a, struct value *v, enum field field, const char *text)
{
        take_text(a, v, field, text);
        if (v->doubtful)
                return;
        if (text_fold(a, text)[0] == '\0')
                refuse(v, CAUSE_UNREADABLE, wanted(a, field));
        else if (strpbrk(text, "0123456789@") != NULL)
                doubt(v, SEVERITY_QUERY, CAUSE_NAME_DOUBTFUL,
                      arena_printf(a, "a %s without digits", field_table[field].words));
}

static void birth_in_range(struct value *v, const struct value_context *c, struct date d)
{
        if (date_compare(d, c->today) > 0)
                refuse(v, CAUSE_DATE_IMPLAUSIBLE, "a date of birth that is not in the future");
        else if (!v->doubtful && year_expected(d, c->academic)[0] == '\0')
                doubt(v, SEVERITY_QUERY, CAUSE_DATE_IMPLAUSIBLE,
                      "a date of birth between nursery and Year 14");
}

static void take_date(struct arena *a, struct value *v, const struct value_context *c, enum field field,
                      const struct cell *cell, const char *text)
{
        struct date d, latest = c->today;
        char iso[DATE_TEXT], uk[DATE_TEXT];
        if (field != FIELD_DOB)
                latest.year += 2;
        enum date_form form = read_date(text, c->order, latest, &d);
        if (form == DATE_NONE || !date_known(d)) {
                refuse(v, CAUSE_UNREADABLE, wanted(a, field));
                return;
        }
        v->text = arena_text(a, date_to_iso(d, iso));
        v->adapted = cell->kind != CELL_DATE && cell->kind != CELL_MOMENT && !text_same(text, v->text) &&
                     !text_same(text, date_to_uk(d, uk));
        if (form == DATE_AGAINST)
                doubt(v, SEVERITY_QUERY, CAUSE_DATE_SWAPPED,
                      c->order == DATE_DAY_FIRST ? "the day before the month" : "the month before the day");
        else if (form == DATE_PACKED)
                doubt(v, SEVERITY_QUERY, CAUSE_DATE_GUESSED, wanted(a, field));
        if (v->doubtful)
                v->issue.used = arena_text(a, date_to_uk(d, uk));
        if (field == FIELD_DOB)
                birth_in_range(v, c, d);
}

static void take_upn(struct arena *a, struct value *v, const struct value_context *c, enum field field,
                     const char *text)
{
        v->text = upn_tidy(a, text);
        v->adapted = !text_same(v->text, text);
        switch (upn_check(v->text)) {
        case UPN_MALFORMED: refuse(v, CAUSE_UNREADABLE, wanted(a, field)); break;
        case UPN_WRONG_LETTER:
                refuse(v, CAUSE_UPN_LETTER,
                       arena_printf(a, "a UPN whose digits and check letter agree (these digits have %c)",
                                    upn_letter(v->text + 1)));
                break;
        default:
                if (!upn_authority_known(v->text, c->authority))
                        doubt(v, SEVERITY_QUERY, CAUSE_UPN_AUTHORITY,
                              "a UPN whose characters 2 to 4 are the number of an authority");
        }
}

static void take_uln(struct arena *a, struct value *v, const char *text)
{
        char *compact = upn_tidy(a, text);
        v->text = compact;
        v->adapted = !text_same(compact, text);
        if (!uln_valid(compact))
                refuse(v, CAUSE_UNREADABLE, "a ULN: 10 digits with a right check digit");
}

static void take_year(struct arena *a, struct value *v, const char *text)
{
        const char *year = read_year(a, text);
        v->text = year ? year : "";
        v->adapted = year && !text_same(year, text);
        if (!year && strcmp(text_fold(a, text), "nursery") == 0)
                refuse(v, CAUSE_UNREADABLE, "N1 or N2 for a year of nursery");
        else if (!year)
                refuse(v, CAUSE_UNREADABLE, wanted(a, FIELD_NC_YEAR));
}

static void take_code(struct arena *a, struct value *v, enum field field, const char *text)
{
        const char *code = read_code(a, field, text);
        v->text = code ? code : "";
        v->adapted = code && !text_same(code, text);
        if (!code)
                refuse(v, CAUSE_UNREADABLE, wanted(a, field));
        else if (!code_find(field_table[field].codes, code))
                doubt(v, SEVERITY_QUERY, CAUSE_CODE_UNKNOWN, "a code that is in our list");
}

static void take_postcode(struct arena *a, struct value *v, const char *text)
{
        const char *postcode = postcode_tidy(a, text);
        v->text = postcode ? postcode : "";
        v->adapted = postcode && !text_same(postcode, text);
        if (!postcode)
                refuse(v, CAUSE_UNREADABLE, wanted(a, FIELD_POSTCODE));
}

static void take(struct arena *a, struct value *v, const struct value_context *c, enum field field,
                 const struct cell *cell, const char *text)
{
        switch (field_table[field].kind) {
        case KIND_TEXT: take_text(a, v, field, text); break;
        case KIND_NAME: take_name(a, v, field, text); break;
        case KIND_DATE: take_date(a, v, c, field, cell, text); break;
        case KIND_UPN: take_upn(a, v, c, field, text); break;
        case KIND_ULN: take_uln(a, v, text); break;
        case KIND_YEAR: take_year(a, v, text); break;
        case KIND_POSTCODE: take_postcode(a, v, text); break;
        case KIND_CODE: take_code(a, v, field, text); break;
        }
}

/* In a CSV file the spreadsheet's errors are text. */
static bool is_cell_error(const struct cell *cell, const char *text)
{
        static const char *const errors[] = { "#N/A",    "#REF!", "#VALUE!", "#NAME?",
                                              "#DIV/0!", "#NUM!", "#NULL!",  NULL };
        return cell->kind == CELL_ERROR || is_one_of(text, errors);
}

/* A class "3-4" that became 3 April, a UPN that became 9.3E+11: what was typed is lost. */
static bool changed_by_app(enum field field, const struct cell *cell)
{
        bool date = cell->kind == CELL_DATE || cell->kind == CELL_MOMENT || cell->kind == CELL_TIME;
        if (date)
                return field_table[field].kind != KIND_DATE;
        size_t digits = strspn(cell->text, "0123456789.");
        return digits > 0 && (cell->text[digits] == 'E' || cell->text[digits] == 'e') &&
               cell->text[digits + 1] == '+';
}

/* Control characters become spaces, and spaces are tidied. */
static const char *clean(struct arena *a, const char *text)
{
        char *copy = arena_text(a, text);
        for (char *p = copy; *p; p++)
                if ((unsigned char)*p < ' ' || *p == 0x7f)
                        *p = ' ';
        return text_tidy(a, copy);
}

struct value value_read(struct arena *a, const struct value_context *context, enum field field,
                        const struct cell *cell)
{
        struct value v = { .text = "" };
        const char *text = cell ? clean(a, cell->text) : "";
        if (text[0] == '\0' || (cell && cell->kind == CELL_EMPTY))
                return v;
        if (is_cell_error(cell, text))
                refuse(&v, CAUSE_CELL_ERROR, wanted(a, field));
        else if (changed_by_app(field, cell))
                refuse(&v, CAUSE_CHANGED_BY_APP, arena_printf(a, "%s, as text", wanted(a, field)));
        else if (stands_for_nothing(a, field, text))
                v.adapted = true;
        else
                take(a, &v, context, field, cell, text);
        if (v.doubtful) {
                v.issue.field = field;
                v.issue.found = text;
        }
        return v;
}

const char *value_words(struct arena *a, enum field field, const char *value)
{
        const struct field_info *info = &field_table[field];
        char uk[DATE_TEXT];
        struct date d;
        switch (info->kind) {
        case KIND_DATE:
                d = date_from_iso(value);
                return date_known(d) ? arena_text(a, date_to_uk(d, uk)) : value;
        case KIND_YEAR: return year_label(value);
        case KIND_CODE: return code_words(info->codes, value);
        default: return value;
        }
}
