#include "intake/join.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

struct group {
        struct joined_row row;
        const struct list_row **parts;
        size_t room;
};

/* While rows are being joined. groups is as long as all lists together. */
struct joining {
        struct arena *arena;
        GHashTable *by_key; /* "K<pupil>", "U<UPN>", "N<name and date>" to its group */
        struct group *groups;
        size_t count;
        struct issues *issues;
};

enum key { KEY_PUPIL, KEY_UPN, KEY_NAME, KEYS };

static const char *key_of(struct arena *a, enum key kind, const struct record *r, unsigned long pupil)
{
        switch (kind) {
        case KEY_PUPIL: return pupil ? arena_printf(a, "K%lu", pupil) : NULL;
        case KEY_UPN: return r->value[FIELD_UPN][0] ? arena_printf(a, "U%s", r->value[FIELD_UPN]) : NULL;
        default:
                if (!r->value[FIELD_SURNAME][0] || !r->value[FIELD_FORENAME][0] || !r->value[FIELD_DOB][0])
                        return NULL;
                return arena_printf(a, "N%s|%s|%s", text_fold(a, r->value[FIELD_SURNAME]),
                                    text_fold(a, r->value[FIELD_FORENAME]), r->value[FIELD_DOB]);
        }
}

/* Names that differ only in capitals, accents and marks are the same. */
static bool same_value(struct arena *a, enum field field, const char *one, const char *two)
{
        if (strcmp(one, two) == 0)
                return true;
        return field_table[field].is_name && strcmp(text_fold(a, one), text_fold(a, two)) == 0;
}

static bool may_be_same(struct arena *a, enum field field, const struct record *one, const struct record *two)
{
        const char *x = one->value[field], *y = two->value[field];
        return !x[0] || !y[0] || same_value(a, field, x, y);
}

/* False when nothing but the number says that the two are one child. */
static bool supported(struct arena *a, const struct record *one, const struct record *two)
{
        return may_be_same(a, FIELD_DOB, one, two) ||
               (may_be_same(a, FIELD_SURNAME, one, two) && may_be_same(a, FIELD_FORENAME, one, two));
}

static void report(struct joining *j, const struct list_row *row, struct group *with, enum cause cause,
                   enum severity severity, enum field field, const char *wanted, const char *found)
{
        issues_add(j->arena, j->issues,
                   (struct issue){ .severity = severity,
                                   .cause = cause,
                                   .at = row->at,
                                   .field = field,
                                   .wanted = arena_printf(j->arena, "%s %s", wanted,
                                                          place_words(j->arena, &with->parts[0]->at)),
                                   .found = found,
                                   .used = "" });
        if (severity == SEVERITY_ERROR)
                with->row.error = true;
}

/* Takes what the group has not; what differs is reported and the first value stays. */
static void merge(struct joining *j, struct group *g, const struct list_row *row)
{
        for (int f = 0; f < FIELD_COUNT; f++) {
                const char **ours = &g->row.record.value[f], *theirs = row->record.value[f];
                if (!(*ours)[0])
                        *ours = theirs;
                else if (theirs[0] && !same_value(j->arena, (enum field)f, *ours, theirs))
                        report(j, row, g, CAUSE_CONTRADICTION, SEVERITY_ERROR, (enum field)f,
                               arena_printf(j->arena, "'%s' as in", *ours), theirs);
        }
}

static bool same_sheet(const struct place *one, const struct place *two)
{
        return strcmp(one->file, two->file) == 0 && strcmp(one->sheet, two->sheet) == 0;
}

static void add_part(struct joining *j, struct group *g, const struct list_row *row)
{
        if (g->row.part_count == g->room) {
                g->room = g->room ? 2 * g->room : 2;
                const struct list_row **parts = arena_array(j->arena, g->room, sizeof(*parts));
                if (g->row.part_count)
                        memcpy(parts, g->parts, g->row.part_count * sizeof(*parts));
                g->parts = parts;
        }
        g->parts[g->row.part_count++] = row;
        g->row.error |= row->error;
        g->row.other_school |= row->other_school;
        if (!g->row.pupil)
                g->row.pupil = row->pupil;
}

/* Two rows with one number and nothing else in common: each stays a row of its own, and both are wrong. */
static void clash(struct joining *j, struct group *g, const struct list_row *row, enum key kind, bool *error)
{
        bool upn = kind == KEY_UPN;
        report(j, row, g,
               upn                 ? CAUSE_UPN_DUPLICATE
               : kind == KEY_PUPIL ? CAUSE_ROW_KEY
                                   : CAUSE_CONTRADICTION,
               SEVERITY_ERROR, upn || kind == KEY_NAME ? FIELD_UPN : FIELD_COUNT,
               kind == KEY_NAME ? "the same UPN for the same name and date of birth as in"
                                : "another number than the other child in",
               upn || kind == KEY_NAME ? row->record.value[FIELD_UPN] : "the same key");
        *error = true;
}

/* The group that the row belongs to, or NULL. */
static struct group *find(struct joining *j, const struct list_row *row, bool *error)
{
        for (int k = 0; k < KEYS; k++) {
                const char *key = key_of(j->arena, (enum key)k, &row->record, row->pupil);
                struct group *g = key ? g_hash_table_lookup(j->by_key, key) : NULL;
                if (!g)
                        continue;
                bool numbers = may_be_same(j->arena, FIELD_UPN, &g->row.record, &row->record) &&
                               (!g->row.pupil || !row->pupil || g->row.pupil == row->pupil);
                if (k == KEY_NAME ? numbers : supported(j->arena, &g->row.record, &row->record))
                        return g;
                clash(j, g, row, (enum key)k, error);
        }
        return NULL;
}

static void remember(struct joining *j, struct group *g)
{
        for (int k = 0; k < KEYS; k++) {
                const char *key = key_of(j->arena, (enum key)k, &g->row.record, g->row.pupil);
                if (key && !g_hash_table_contains(j->by_key, key))
                        g_hash_table_insert(j->by_key, (gpointer)key, g);
        }
}

static void add_row(struct joining *j, const struct list_row *row)
{
        bool error = false;
        struct group *g = find(j, row, &error);
        if (g) {
                merge(j, g, row);
                if (same_sheet(&g->parts[0]->at, &row->at))
                        report(j, row, g, CAUSE_SAME_TWICE, SEVERITY_QUERY, FIELD_COUNT,
                               "a child once, and it is in", row->record.value[FIELD_SURNAME]);
        } else {
                g = &j->groups[j->count++];
                g->row.record = row->record;
                g->row.error = error;
        }
        add_part(j, g, row);
        remember(j, g);
}

void join_rows(struct arena *a, const struct intake_list *const *lists, size_t list_count, struct joined *out)
{
        size_t total = 0;
        for (size_t i = 0; i < list_count; i++)
                total += lists[i]->row_count;
        *out = (struct joined){ 0 };
        struct joining j = { .arena = a,
                             .by_key = g_hash_table_new(g_str_hash, g_str_equal),
                             .groups = arena_array(a, total, sizeof *j.groups),
                             .issues = &out->issues };
        for (size_t i = 0; i < list_count; i++)
                for (size_t r = 0; r < lists[i]->row_count; r++)
                        add_row(&j, &lists[i]->rows[r]);
        g_hash_table_destroy(j.by_key);
        struct joined_row *rows = arena_array(a, j.count, sizeof *rows);
        for (size_t i = 0; i < j.count; i++) {
                rows[i] = j.groups[i].row;
                rows[i].parts = j.groups[i].parts;
        }
        out->row_count = j.count;
        out->rows = rows;
}
