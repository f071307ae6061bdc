#include "store/pupil.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/upn.h"
#include "store/pupil_columns.h"

/* The words of a search are folded, so they hold no % or _. */
#define WORD " AND (? = '' OR CONCAT(' ', sort_name) LIKE CONCAT('% ', ?, '%'))"
#define SOUGHT                                                                                               \
        " FROM pupil WHERE school_id = ? AND state = ? AND (? = '' OR nc_year = ?) AND (? = '' OR class = "  \
        "?)"                                                                                                 \
        " AND ((? <> '' AND upn LIKE CONCAT(?, '%')) OR (TRUE" WORD WORD WORD WORD "))"
enum { WORDS = 4 };

/* What the page of a roll shows: the server needs half the time that all columns take it. */
#define BRIEF "id, upn, surname, forename, date_of_birth, sex, nc_year, class, entry_date"
static const enum field brief_fields[] = { FIELD_UPN, FIELD_SURNAME, FIELD_FORENAME, FIELD_DOB,
                                           FIELD_SEX, FIELD_NC_YEAR, FIELD_CLASS,    FIELD_ENTRY_DATE };
enum { BRIEF_FIELDS = sizeof brief_fields / sizeof *brief_fields };

#define IN_ORDER(name, columns, order)                                                                       \
        SQL(name, "SELECT " columns SOUGHT " ORDER BY " order ", id LIMIT ? OFFSET ?")
#define LIST(name, order)                                                                                    \
        IN_ORDER(name, PUPIL_COLUMNS, order);                                                                \
        IN_ORDER(brief_##name, BRIEF, order)

SQL(count_list, "SELECT COUNT(*)" SOUGHT);
LIST(name_up, "sort_name");
LIST(name_down, "sort_name DESC");
LIST(forename_up, "forename, sort_name");
LIST(forename_down, "forename DESC, sort_name DESC");
LIST(upn_up, "upn, sort_name");
LIST(upn_down, "upn DESC, sort_name DESC");
LIST(dob_up, "date_of_birth, sort_name");
LIST(dob_down, "date_of_birth DESC, sort_name DESC");
LIST(sex_up, "sex, sort_name");
LIST(sex_down, "sex DESC, sort_name DESC");
LIST(year_up, YEAR_ORDER("nc_year") ", class, sort_name");
LIST(year_down, YEAR_ORDER("nc_year") " DESC, class DESC, sort_name DESC");
LIST(class_up, "class, sort_name");
LIST(class_down, "class DESC, sort_name DESC");
LIST(entry_up, "entry_date, sort_name");
LIST(entry_down, "entry_date DESC, sort_name DESC");
LIST(left_up, "left_on, sort_name");
LIST(left_down, "left_on DESC, sort_name DESC");

#define WAYS(order) { { &order##_up, &order##_down }, { &brief_##order##_up, &brief_##order##_down } }
static const struct sql *const lists[ORDER_COUNT][2][2] = {
        [ORDER_NAME] = WAYS(name),   [ORDER_FORENAME] = WAYS(forename), [ORDER_UPN] = WAYS(upn),
        [ORDER_DOB] = WAYS(dob),     [ORDER_SEX] = WAYS(sex),           [ORDER_YEAR] = WAYS(year),
        [ORDER_CLASS] = WAYS(class), [ORDER_ENTRY] = WAYS(entry),       [ORDER_LEFT] = WAYS(left),
};

/* Keys fill all 64 bits, and a bound number is signed. */
#define FIFTY_KEYS SQL_ROWS50("?")

#define PUPIL "SELECT " PUPIL_COLUMNS " FROM pupil WHERE "
SQL(one, PUPIL "school_id = ? AND id = ?");
SQL(roll, PUPIL "school_id = ? AND state = 'R' ORDER BY sort_name, id");
SQL(of_ids, PUPIL "id IN (" FIFTY ")");
/* Who came with a migration that was undone never came: were they found again, its second try would ask about each. */
SQL(candidates_of_ids, PUPIL "id IN (" FIFTY ") AND (state = 'R' OR left_batch_id IS NULL OR left_batch_id NOT IN (SELECT id FROM "
                             "batch WHERE state = 'undone'))");
SQL(ids_of_keys, "SELECT DISTINCT pupil_id FROM pupil_key WHERE key_value IN (" FIFTY_KEYS ")");
SQL(alike,
    PUPIL "school_id = ? AND id IN (SELECT pupil_id FROM pupil_key WHERE school_id = ? AND key_value IN "
          "(" FIFTY_KEYS ")) ORDER BY sort_name, id");

enum { FIRST_FIELD = 10 }; /* of PUPIL_COLUMNS */

struct pupil_full pupil_of(const struct result *r, size_t row)
{
        struct pupil_full p = {
                .pupil = { .id = (unsigned long)result_number(r, row, 1),
                           .school = (unsigned long)result_number(r, row, 0),
                           .version = (unsigned)result_number(r, row, 2),
                           .on_roll = *result_text(r, row, 3) == 'R',
                           .by_hand = (uint64_t)result_number(r, row, 9) },
                .child = (unsigned long)result_number(r, row, 4),
                .left_on = result_text(r, row, 5),
                .ground = result_text(r, row, 6),
                .destination = result_text(r, row, 7),
                .left_batch = (unsigned long)result_number(r, row, 8),
        };
        for (unsigned f = 0; f < FIELD_COUNT; f++)
                p.pupil.record.value[f] = result_text(r, row, FIRST_FIELD + f);
        return p;
}

static struct pupil_full brief_of(const struct result *r, size_t row, unsigned long school)
{
        struct pupil_full p = { .pupil = { .id = (unsigned long)result_number(r, row, 0),
                                           .school = school,
                                           .on_roll = true },
                                .left_on = "",
                                .ground = "",
                                .destination = "" };
        for (unsigned f = 0; f < FIELD_COUNT; f++)
                p.pupil.record.value[f] = "";
        for (unsigned i = 0; i < BRIEF_FIELDS; i++)
                p.pupil.record.value[brief_fields[i]] = result_text(r, row, i + 1);
        return p;
}

/* school: of rows in brief; 0 for whole ones. */
static struct pupil_list list_of(struct arena *a, const struct result *r, unsigned long school)
{
        struct pupil_full *items = arena_array(a, r->count + 1, sizeof *items);
        for (size_t i = 0; i < r->count; i++)
                items[i] = school ? brief_of(r, i, school) : pupil_of(r, i);
        return (struct pupil_list){ r->count, r->count, items };
}

void in_list(struct arg *args, const unsigned long *ids, size_t count)
{
        for (size_t i = 0; i < IN_LIST; i++)
                args[i] = arg_number((long long)ids[i < count ? i : count - 1]);
}

/* ---- lists ---- */

/* What was typed, when it can be the beginning of a UPN. */
static const char *upn_sought(struct arena *a, const char *words)
{
        char *upn = upn_tidy(a, words);
        bool digit = false;
        for (const char *c = upn; *c; c++) {
                if (!isalnum((unsigned char)*c))
                        return "";
                digit |= isdigit((unsigned char)*c) != 0;
        }
        return digit ? upn : "";
}

enum { FILTER_ARGS = 8 + 2 * WORDS };

/* Words past the fourth are not looked at. */
static void filter_args(struct arena *a, const struct scope *scope, const struct pupil_filter *f,
                        struct arg *args)
{
        const char *words = f->words ? f->words : "", *upn = upn_sought(a, words);
        char *rest = text_fold(a, words);
        struct arg year = arg_text(f->year), class = arg_text(f->class);
        *args++ = arg_number((long long)scope->school);
        *args++ = arg_text(f->left ? "L" : "R");
        *args++ = year;
        *args++ = year;
        *args++ = class;
        *args++ = class;
        *args++ = arg_text(upn);
        *args++ = arg_text(upn);
        for (int i = 0; i < WORDS; i++) {
                const char *word = strsep(&rest, " ");
                *args++ = arg_text(word);
                *args++ = arg_text(word);
        }
}

/* Counting reads every pupil of the school, so only where nothing else knows: not for a first page that is
 * not full, nor for the whole roll when the caller has counted it. */
static enum outcome count_sought(struct db *db, struct arena *a, const struct pupil_filter *f,
                                 const struct arg *args, struct pupil_list *out)
{
        struct result r;
        bool whole_roll = text_empty(f->words) && text_empty(f->year) && text_empty(f->class) && !f->left;
        out->total = whole_roll && f->on_roll ? f->on_roll : out->count;
        if ((whole_roll && f->on_roll) || (f->page == 0 && out->count < f->per_page))
                return DONE;
        enum outcome result = db_find(db, a, &r, &count_list, args, FILTER_ARGS);
        if (result == DONE)
                out->total = (size_t)result_number(&r, 0, 0);
        return result;
}

enum outcome pupil_list(struct db *db, struct arena *a, const struct scope *scope,
                        const struct pupil_filter *f, struct pupil_list *out)
{
        struct result r;
        struct arg args[FILTER_ARGS + 2];
        bool brief = f->brief && !f->left;
        filter_args(a, scope, f, args);
        args[FILTER_ARGS] = arg_number(f->per_page);
        args[FILTER_ARGS + 1] = arg_number((long long)f->page * f->per_page);
        enum outcome result = db_query(db, a, &r, lists[f->order][brief][f->down], args, FILTER_ARGS + 2);
        *out = list_of(a, &r, brief ? scope->school : 0);
        return result == DONE ? count_sought(db, a, f, args, out) : result;
}

enum outcome pupil_find(struct db *db, struct arena *a, const struct scope *scope, unsigned long id,
                        struct pupil_full *out)
{
        struct result r;
        enum outcome result =
            db_find(db, a, &r, &one, ARGS(arg_number((long long)scope->school), arg_number((long long)id)));
        if (result == DONE)
                *out = pupil_of(&r, 0);
        return result;
}

static void add_pupils(struct pupil *to, const struct result *r)
{
        for (size_t i = 0; i < r->count; i++)
                to[i] = pupil_of(r, i).pupil;
}

enum outcome pupil_roll(struct db *db, struct arena *a, const struct scope *scope, struct pupils *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &roll, ARGS(arg_number((long long)scope->school)));
        struct pupil *items = arena_array(a, r.count + 1, sizeof *items);
        add_pupils(items, &r);
        *out = (struct pupils){ r.count, items };
        return result;
}

/* ---- by key ---- */

static void key_list(struct arg *args, const uint64_t *keys, size_t count)
{
        for (size_t i = 0; i < IN_LIST; i++)
                args[i] = arg_number((long long)keys[i < count ? i : 0]);
}

enum outcome pupil_alike(struct db *db, struct arena *a, const struct scope *scope, const uint64_t *keys,
                         size_t count, struct pupil_list *out)
{
        struct result r;
        struct arg args[2 + IN_LIST];
        *out = (struct pupil_list){ 0, 0, NULL };
        if (count == 0)
                return DONE;
        args[0] = args[1] = arg_number((long long)scope->school);
        key_list(args + 2, keys, count < IN_LIST ? count : IN_LIST);
        enum outcome result = db_query(db, a, &r, &alike, args, 2 + IN_LIST);
        *out = list_of(a, &r, 0);
        return result;
}

struct ids {
        size_t count, room;
        unsigned long *items;
};

static void add_ids(struct ids *ids, const struct result *r)
{
        if (ids->count + r->count > ids->room) {
                ids->room = (ids->count + r->count) * 2;
                ids->items = realloc(ids->items, ids->room * sizeof *ids->items);
                if (!ids->items)
                        abort();
        }
        for (size_t i = 0; i < r->count; i++)
                ids->items[ids->count++] = (unsigned long)result_number(r, i, 0);
}

static int by_number(const void *a, const void *b)
{
        unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;
        return (x > y) - (x < y);
}

static void sort_once(struct ids *ids)
{
        size_t kept = 0;
        if (ids->count)
                qsort(ids->items, ids->count, sizeof *ids->items, by_number);
        for (size_t i = 0; i < ids->count; i++)
                if (i == 0 || ids->items[i] != ids->items[kept - 1])
                        ids->items[kept++] = ids->items[i];
        ids->count = kept;
}

static enum outcome find_ids(struct db *db, const uint64_t *keys, size_t count, struct ids *out)
{
        enum outcome result = DONE;
        struct arena *scratch = arena_new();
        for (size_t i = 0; result == DONE && i < count; i += IN_LIST) {
                struct result r;
                struct arg args[IN_LIST];
                key_list(args, keys + i, count - i < IN_LIST ? count - i : IN_LIST);
                result = db_query(db, scratch, &r, &ids_of_keys, args, IN_LIST);
                add_ids(out, &r);
                arena_reset(scratch);
        }
        arena_free(scratch);
        sort_once(out);
        return result;
}

static enum outcome read_ids(struct db *db, struct arena *a, const struct sql *q, const struct ids *ids, struct pupils *out)
{
        struct pupil *items = arena_array(a, ids->count + 1, sizeof *items);
        enum outcome result = DONE;
        size_t found = 0;
        for (size_t i = 0; result == DONE && i < ids->count; i += IN_LIST) {
                struct result r;
                struct arg args[IN_LIST];
                in_list(args, ids->items + i, ids->count - i < IN_LIST ? ids->count - i : IN_LIST);
                result = db_query(db, a, &r, q, args, IN_LIST);
                add_pupils(items + found, &r);
                found += r.count;
        }
        *out = (struct pupils){ found, items };
        return result;
}

enum outcome pupil_by_ids(struct db *db, struct arena *a, const unsigned long *ids, size_t count,
                          struct pupils *out)
{
        struct ids list = { count, count, arena_array(a, count + 1, sizeof *ids) };
        memcpy(list.items, ids, count * sizeof *ids);
        *out = (struct pupils){ 0, NULL };
        return read_ids(db, a, &of_ids, &list, out);
}

enum outcome pupil_candidates(struct db *db, struct arena *a, const uint64_t *keys, size_t count,
                              struct pupils *out)
{
        struct ids ids = { 0, 0, NULL };
        enum outcome result = find_ids(db, keys, count, &ids);
        *out = (struct pupils){ 0, NULL };
        if (result == DONE)
                result = read_ids(db, a, &candidates_of_ids, &ids, out);
        free(ids.items);
        return result;
}
