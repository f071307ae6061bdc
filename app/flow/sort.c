#include "flow/sort.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "flow/agreed.h"
#include "flow/deliver.h"
#include "flow/kept.h"
#include "gate/scope.h"
#include "intake/roster.h"
#include "intake/transfer.h"
#include "model/year.h"
#include "store/import.h"
#include "store/school.h"
#include "store/status.h"

enum { NAMED = 5 }; /* rows that are named in a note about more of them */

/* ---- reading ---- */

static struct list_context context_of(struct arena *a, const struct delivery *d, const struct school *s)
{
        const struct date today = date_today();
        return (struct list_context){ .file = d->file_name,
                                      .academic = year_academic(today),
                                      .today = today,
                                      .authority = s ? arena_bytes(a, s->laestab, 3) : "",
                                      .laestab = s ? s->laestab : "",
                                      .urn = s ? s->urn : "",
                                      .low = "",
                                      .high = "",
                                      .school = s ? s->id : 0,
                                      .any_school = !s,
                                      .lenient = true };
}

static const char *add_notes(struct arena *a, const char *words, const char *const *notes, size_t count)
{
        for (size_t i = 0; i < count; i++)
                words = arena_printf(a, "%s%s\n", words, notes[i]);
        return words;
}

/* Registers and the like are not lists of pupils, though they have names in them. */
static struct book without_others(struct arena *a, const struct book *book)
{
        struct sheet *sheets = arena_array(a, book->sheet_count + 1, sizeof *sheets);
        struct book out = *book;
        out.sheets = sheets;
        out.sheet_count = 0;
        for (size_t i = 0; i < book->sheet_count; i++)
                if (!attendance_sheet(a, &book->sheets[i], date_today()) && !entry_sheet(a, &book->sheets[i]))
                        sheets[out.sheet_count++] = book->sheets[i];
        return out;
}

/* ---- telling schools apart ---- */

/* The schools by DfE number without leading noughts, by URN and, where only one has it, by the four digits of the establishment. */
struct directory {
        GHashTable *by_number; /* to the number of the school, -1 for several */
};

static void enter(struct directory *d, const char *number, unsigned long school)
{
        number += strspn(number, "0");
        if (!*number)
                return;
        gpointer held = g_hash_table_lookup(d->by_number, number);
        g_hash_table_insert(d->by_number, (gpointer)number, held && held != GSIZE_TO_POINTER(school) ? GINT_TO_POINTER(-1)
                                                                                                      : GSIZE_TO_POINTER(school));
}

static struct directory directory_of(const struct schools *schools)
{
        struct directory d = { g_hash_table_new(g_str_hash, g_str_equal) };
        for (size_t i = 0; i < schools->count; i++) {
                const struct school *s = &schools->items[i];
                enter(&d, s->laestab, s->id);
                enter(&d, s->urn, s->id);
                if (strlen(s->laestab) == 7)
                        enter(&d, s->laestab + 3, s->id);
        }
        return d;
}

static unsigned long school_of(const struct directory *d, const char *number)
{
        gpointer held = g_hash_table_lookup(d->by_number, number + strspn(number, "0"));
        return held == GINT_TO_POINTER(-1) ? 0 : GPOINTER_TO_SIZE(held);
}

/* A row of the list, or (row NULL) one of another set. */
struct placed {
        unsigned long school;
        enum data_set set;
        const struct list_row *row;
};

static int by_school(const void *left, const void *right)
{
        const struct placed *a = left, *b = right;
        if (a->school != b->school)
                return a->school < b->school ? -1 : 1;
        if (!a->row || !b->row)
                return !a->row - !b->row;
        return a->row < b->row ? -1 : a->row > b->row; /* of one array */
}

static void divide(struct arena *a, struct placed *placed, size_t count, struct sorted *s)
{
        struct sorted_part *parts = arena_array(a, count + 1, sizeof *parts);
        const struct list_row **rows = arena_array(a, count + 1, sizeof *rows);
        if (count)
                qsort(placed, count, sizeof *placed, by_school);
        for (size_t i = 0; i < count; i++) {
                rows[i] = placed[i].row;
                if (i == 0 || placed[i].school != placed[i - 1].school)
                        parts[s->part_count++] = (struct sorted_part){ .school = placed[i].school, .rows = rows + i };
                parts[s->part_count - 1].of[placed[i].set]++;
        }
        s->parts = parts;
}

/* Everything in the file, as one list. */
struct item {
        enum data_set set;
        const char *school; /* as the file names it */
        const struct place *at;
        const struct list_row *row;
};

static size_t item_count(const struct sorted *s)
{
        return s->list.row_count + s->registers.child_count + s->entries.row_count + s->entries.wrong_count;
}

static struct item item_of(const struct sorted *s, size_t i)
{
        if (i < s->list.row_count)
                return (struct item){ SET_PUPILS, s->list.rows[i].school, &s->list.rows[i].at, &s->list.rows[i] };
        i -= s->list.row_count;
        if (i < s->registers.child_count)
                return (struct item){ SET_ATTENDANCE, s->registers.children[i].laestab, &s->registers.children[i].at, NULL };
        i -= s->registers.child_count;
        if (i < s->entries.row_count) {
                const struct entry_row *row = &s->entries.rows[i];
                return (struct item){ entry_table[row->entry.kind].set, row->who.laestab, &row->at, NULL };
        }
        const struct entry_wrong *wrong = &s->entries.wrong[i - s->entries.row_count];
        return (struct item){ entry_table[wrong->kind].set, wrong->who.laestab, &wrong->issue.at, NULL };
}

static void note_lost(struct arena *a, struct sorted *s, size_t lost, const char *places)
{
        if (lost)
                s->notes = arena_printf(a, "%s%zu %s of no school that Onroll knows and left out: %s%s.\n", s->notes, lost,
                                        lost == 1 ? "row is" : "rows are", places, lost > NAMED ? " and others" : "");
}

static enum outcome place_rows(const struct flow *f, struct sorted *s)
{
        struct schools schools;
        enum outcome result = school_list(f->db, f->arena, "", &schools);
        if (result != DONE)
                return result;
        struct directory d = directory_of(&schools);
        struct placed *placed = arena_array(f->arena, item_count(s) + 1, sizeof *placed);
        const char *places = "";
        size_t count = 0, lost = 0;
        for (size_t i = 0; i < item_count(s); i++) {
                const struct item item = item_of(s, i);
                unsigned long school = school_of(&d, item.school);
                if (school)
                        placed[count++] = (struct placed){ school, item.set, item.row };
                else if (lost++ < NAMED)
                        places = arena_printf(f->arena, "%s%s%s%s", places, *places ? "; " : "", place_words(f->arena, item.at),
                                              *item.school ? arena_printf(f->arena, " ('%s')", item.school) : "");
        }
        g_hash_table_destroy(d.by_number);
        divide(f->arena, placed, count, s);
        note_lost(f->arena, s, lost, places);
        if (!count && lost)
                s->why = "No row names a school that Onroll knows. The file needs a column with each pupil’s school: its DfE number "
                         "(like 9992001) or URN.";
        return DONE;
}

/* A file that came for one school is that school's, whatever its rows say. */
static void place_all(struct arena *a, unsigned long school, struct sorted *s)
{
        size_t count = item_count(s);
        struct placed *placed = arena_array(a, count + 1, sizeof *placed);
        struct sorted_part *one = arena_array(a, 1, sizeof *one);
        for (size_t i = 0; i < count; i++) {
                const struct item item = item_of(s, i);
                placed[i] = (struct placed){ school, item.set, item.row };
        }
        divide(a, placed, count, s);
        if (s->part_count)
                return;
        one->school = school; /* headings and no pupil: that is for a person to see */
        s->parts = one;
        s->part_count = 1;
}

static bool has_list(const struct intake_list *list)
{
        for (size_t i = 0; i < list->sheet_count; i++)
                if (list->sheets[i].header.is_list)
                        return true;
        return false;
}

/* Whatever its sender says: a transfer file is data of its pupils and never the whole roll, and a set of changes holds changes. */
static bool is_partial(const struct book *book)
{
        return strcmp(book->kind, TRANSFER_KIND) == 0 || strcmp(book->kind, CHANGES_KIND) == 0;
}

static enum outcome recognise(const struct flow *f, const struct book *book, struct sorted *s)
{
        struct school school;
        const struct delivery *d = &s->delivery;
        enum outcome result = d->school ? school_by_id(f->db, f->arena, d->school, &school) : DONE;
        if (result != DONE)
                return result;
        struct list_context context = context_of(f->arena, d, d->school ? &school : NULL);
        struct attendance_context registers = { d->file_name, date_today(), d->asked.since };
        struct entry_context entries = { d->file_name, date_today() };
        struct book lists = without_others(f->arena, book);
        bool others;
        attendance_list_read(f->arena, book, &registers, &s->registers);
        entry_list_read(f->arena, book, &entries, &s->entries);
        others = s->registers.sheet_count || s->entries.sheet_count;
        list_read(f->arena, &lists, &context, NULL, NULL, &s->list);
        s->kind = book->kind;
        s->has_list = has_list(&s->list);
        s->complete = d->complete && s->has_list && !is_partial(book);
        s->notes = add_notes(f->arena, "", book->notes, book->note_count);
        if (s->has_list || !others)
                s->notes = add_notes(f->arena, s->notes, s->list.notes, s->list.note_count);
        s->notes = add_notes(f->arena, s->notes, s->registers.notes, s->registers.note_count);
        s->notes = add_notes(f->arena, s->notes, s->entries.notes, s->entries.note_count);
        if (!s->has_list && !others)
                s->why = "No list of pupils was found in this file, and no register, results or other set of data.";
        else if (s->list.row_count >= LIST_ROWS_MAX)
                s->why = "The file lists more pupils than any authority has. Send each school’s data in a file of its own.";
        else if (!d->school && item_count(s) == 0)
                s->why = "The file has headings and no pupil below them.";
        if (s->why)
                return DONE;
        if (!d->school)
                return place_rows(f, s);
        place_all(f->arena, d->school, s);
        return DONE;
}

enum outcome flow_read_delivery(const struct flow *f, const struct delivery *d, struct sorted *out)
{
        struct book book;
        unsigned char *bytes;
        size_t len;
        *out = (struct sorted){ .delivery = *d, .complete = d->complete, .kind = "", .notes = "" };
        enum outcome result = flow_delivered(f, d->id, &bytes, &len);
        if (result == DONE)
                result = kept_read(f, bytes, len, &book);
        if (result == REFUSED) {
                out->why = f->why->words;
                return DONE;
        }
        return result == DONE ? recognise(f, &book, out) : result;
}

/* ---- the imports ---- */

struct sorting {
        const struct flow *f;
        const char *by;
        const struct sorted *s;
        const unsigned *sets; /* of each part: what is in it and is agreed; 0: nothing */
};

static size_t rows_of(const struct sorted_part *part, unsigned sets)
{
        size_t rows = 0;
        if (sets & 1u << SET_PUPILS && part->of[SET_PUPILS])
                return part->of[SET_PUPILS];
        for (int set = 0; set < DATA_SETS; set++)
                rows += sets >> set & 1 ? part->of[set] : 0;
        return rows;
}

static enum outcome add_import(struct db *db, const struct sorting *w, const struct sorted_part *part, unsigned sets)
{
        struct scope there = gate_program_scope(part->school);
        unsigned long batch;
        const struct import_new new = { .delivery = w->s->delivery.id,
                                        .rows = rows_of(part, sets),
                                        .complete = w->s->complete && sets & 1u << SET_PUPILS, /* not a school of whom there are only registers */
                                        .academic = year_academic(date_today()),
                                        .sets = sets };
        enum outcome result = import_add(db, &there, &new, &batch);
        return result == DONE ? status_count(db, &there) : result;
}

/* Before anything is read: who else processes these schools meanwhile would make the reading old, and the transaction fail again and again. */
static enum outcome mark_received(struct db *db, const struct sorting *w)
{
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < w->s->part_count; i++) {
                const struct sorted_part *part = &w->s->parts[i];
                const struct scope there = gate_program_scope(part->school);
                if (w->sets[i])
                        result = status_received(db, &there, rows_of(part, w->sets[i]));
        }
        return result;
}

static enum outcome do_sort(struct db *db, void *context)
{
        const struct sorting *w = context;
        const struct sorted *s = w->s;
        const struct delivery_sorted found = { .kind = s->kind,
                                               .message = s->why ? s->why : "",
                                               .notes = s->notes,
                                               .rows = s->list.row_count ? s->list.row_count : item_count(s),
                                               .complete = s->complete };
        enum outcome result = delivery_sorted(db, s->delivery.id, w->by, &found);
        if (result == DONE && !s->why)
                result = mark_received(db, w);
        for (size_t i = 0; result == DONE && !s->why && i < s->part_count; i++)
                if (w->sets[i])
                        result = add_import(db, w, &s->parts[i], w->sets[i]);
        return result;
}

enum outcome flow_sort(const struct flow *f, const char *by, struct sorted *s)
{
        unsigned *sets = arena_array(f->arena, s->part_count + 1, sizeof *sets);
        struct sorting w = { f, by, s, sets };
        enum outcome result = s->why ? DONE : flow_agreed(f, s, sets);
        return result == DONE ? db_transaction(f->db, do_sort, &w) : result;
}

const struct sorted_part *sorted_part(const struct sorted *s, unsigned long school)
{
        for (size_t i = 0; i < s->part_count; i++)
                if (s->parts[i].school == school)
                        return &s->parts[i];
        return NULL;
}
