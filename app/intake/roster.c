#include "intake/roster.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "model/upn.h"

/* ---- files as tables ---- */

/* A file of the set; columns are asked for by their exact heading. */
struct file {
        const struct sheet *sheet;
        size_t *start; /* of each row, and one more */
};

static void open_file(struct arena *a, const struct book *b, const char *name, struct file *out)
{
        *out = (struct file){ NULL, NULL };
        for (size_t i = 0; i < b->sheet_count && !out->sheet; i++)
                if (strcasecmp(b->sheets[i].name, name) == 0 && b->sheets[i].rows > 0)
                        out->sheet = &b->sheets[i];
        if (!out->sheet)
                return;
        out->start = arena_array(a, (size_t)out->sheet->rows + 1, sizeof *out->start);
        uint32_t row = 0;
        for (size_t i = 0; i < out->sheet->cell_count; i++)
                while (row < out->sheet->cells[i].row)
                        out->start[++row] = i;
        while (row < out->sheet->rows)
                out->start[++row] = out->sheet->cell_count;
}

static uint32_t rows_of(const struct file *f)
{
        return f->sheet ? f->sheet->rows : 0;
}

static const char *at(const struct file *f, uint32_t row, int column)
{
        for (size_t i = f->start[row]; column >= 0 && i < f->start[row + 1]; i++)
                if (f->sheet->cells[i].column == column)
                        return f->sheet->cells[i].text;
        return "";
}

static int column_of(const struct file *f, const char *heading)
{
        for (size_t i = 0; f->sheet && i < f->start[1]; i++)
                if (strcmp(f->sheet->cells[i].text, heading) == 0)
                        return f->sheet->cells[i].column;
        return -1;
}

static bool has(const struct file *f, const char *const *headings)
{
        for (; *headings; headings++)
                if (column_of(f, *headings) < 0)
                        return false;
        return true;
}

/* The rows of a file by what stands in one of their columns; the first row of a value counts. */
static GHashTable *index_by(const struct file *f, const char *heading)
{
        GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
        int column = column_of(f, heading);
        for (uint32_t row = 1; column >= 0 && row < rows_of(f); row++) {
                const char *key = at(f, row, column);
                if (*key && !g_hash_table_contains(index, key))
                        g_hash_table_insert(index, (gpointer)key, GUINT_TO_POINTER(row));
        }
        return index;
}

static uint32_t find(GHashTable *index, const char *key)
{
        return GPOINTER_TO_UINT(g_hash_table_lookup(index, key));
}

/* "" when there is no such row or column. */
static const char *value(const struct file *f, uint32_t row, const char *heading)
{
        return f->sheet && row ? at(f, row, column_of(f, heading)) : "";
}

/* ---- the sheet that is made ---- */

enum to {
        TO_SCHOOL,
        TO_URN,
        TO_UPN,
        TO_SURNAME,
        TO_FORENAME,
        TO_MIDDLE,
        TO_PREFERRED_SURNAME,
        TO_PREFERRED_FORENAME,
        TO_BIRTH,
        TO_SEX,
        TO_YEAR,
        TO_CLASS,
        TO_COLUMNS
};

static const char *const headings[TO_COLUMNS] = { "DfE number",
                                                  "URN",
                                                  "UPN",
                                                  "Surname",
                                                  "Forename",
                                                  "Middle names",
                                                  "Preferred surname",
                                                  "Preferred forename",
                                                  "Date of birth",
                                                  "Sex",
                                                  "NC year",
                                                  "Class" };

struct pupil_row {
        uint32_t row; /* in the file of users, 0: none */
        const char *values[TO_COLUMNS];
};

struct making {
        struct arena *arena;
        const struct book *in;
        size_t count;
        struct pupil_row *pupils;
        unsigned others, deleted, classes, schools;
};

static struct pupil_row *add(struct making *m, uint32_t row)
{
        struct pupil_row *p = &m->pupils[m->count++];
        p->row = row;
        for (int i = 0; i < TO_COLUMNS; i++)
                p->values[i] = "";
        return p;
}

static bool has_shape(struct arena *a, const char *text)
{
        return *text && upn_check(upn_tidy(a, text)) != UPN_MALFORMED;
}

/* Its letters and digits are those of a UPN. */
static const char *upn_in(struct arena *a, const char *text)
{
        return has_shape(a, text) ? text : "";
}

static const char *digits_in(const char *text, size_t len)
{
        return text_digits(text) && strlen(text) == len ? text : "";
}

/* The part before the comma; *text moves behind it, and is NULL after the last. */
static char *next_of(struct arena *a, const char **text)
{
        size_t len = strcspn(*text, ",");
        char *part = text_tidy(a, arena_bytes(a, *text, len));
        *text = (*text)[len] ? *text + len + 1 : NULL;
        return part;
}

/* ---- the class of a pupil, from enrolments ---- */

/* A user's class: its title, or several without one that is the home room. */
struct class_of {
        const char *title;
        bool home;
        unsigned count;
};

static void take_class(struct arena *a, GHashTable *classes, const char *user, const char *title, bool home)
{
        struct class_of *c = g_hash_table_lookup(classes, user);
        if (!*user || !*title)
                return;
        if (!c) {
                c = arena_alloc(a, sizeof *c);
                g_hash_table_insert(classes, (gpointer)user, c);
        }
        if (c->count && !home && strcmp(c->title, title) == 0)
                return;
        if (!c->home)
                c->title = title;
        c->home |= home;
        c->count++;
}

static void set_class(struct making *m, struct pupil_row *p, GHashTable *classes, const char *user)
{
        const struct class_of *c = g_hash_table_lookup(classes, user);
        if (c && (c->home || c->count == 1))
                p->values[TO_CLASS] = c->title;
        else if (c)
                m->classes++;
}

/* ---- OneRoster, and School Data Sync 2.1 after it ---- */

struct one {
        struct file users, roles, orgs, people, enrolments, classes;
        GHashTable *role_of, *org_of, *person_of, *class_row, *classes_of;
};

static bool deleted(const struct file *f, uint32_t row)
{
        return strcasecmp(value(f, row, "status"), "tobedeleted") == 0;
}

/* Where somebody has several roles, that of a pupil counts. */
static GHashTable *index_roles(const struct file *f)
{
        GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
        int user = column_of(f, "userSourcedId"), role = column_of(f, "role");
        for (uint32_t row = 1; user >= 0 && row < rows_of(f); row++) {
                const char *key = at(f, row, user);
                if (!deleted(f, row) &&
                    (strcmp(at(f, row, role), "student") == 0 || !g_hash_table_contains(index, key)))
                        g_hash_table_insert(index, (gpointer)key, GUINT_TO_POINTER(row));
        }
        return index;
}

static GHashTable *classes_by_user(struct arena *a, const struct one *o)
{
        const struct file *f = &o->enrolments;
        GHashTable *classes = g_hash_table_new(g_str_hash, g_str_equal);
        int user = column_of(f, "userSourcedId"), class = column_of(f, "classSourcedId"),
            role = column_of(f, "role");
        for (uint32_t row = 1; user >= 0 && row < rows_of(f); row++) {
                uint32_t of = find(o->class_row, at(f, row, class));
                if (!of || deleted(f, row) || (role >= 0 && strcmp(at(f, row, role), "student") != 0))
                        continue;
                take_class(a, classes, at(f, row, user), value(&o->classes, of, "title"),
                           strcmp(value(&o->classes, of, "classType"), "homeroom") == 0);
        }
        return classes;
}

/* "{UPN:B801200005001},{LDAP:x}": the first that has the shape of a UPN. */
static const char *upn_of_ids(struct arena *a, const char *ids)
{
        while (ids) {
                char *part = next_of(a, &ids), *colon = strrchr(part, ':'), *id = colon ? colon + 1 : part;
                id[strcspn(id, "}")] = '\0';
                if (has_shape(a, id))
                        return id;
        }
        return "";
}

static const char *one_upn(struct arena *a, const struct file *users, uint32_t row)
{
        static const char *const columns[] = { "identifier", "userMasterIdentifier", "sourcedId" };
        const char *upn = upn_of_ids(a, value(users, row, "userIds"));
        for (size_t i = 0; i < sizeof columns / sizeof *columns && !*upn; i++)
                upn = upn_in(a, value(users, row, columns[i]));
        return upn;
}

/* The first of the user's organisations that has a school's number. */
static void one_school(struct making *m, const struct one *o, struct pupil_row *p, uint32_t role)
{
        const char *lists[] = { value(&o->roles, role, "orgSourcedId"),
                                value(&o->users, p->row, "primaryOrgSourcedId"),
                                value(&o->users, p->row, "orgSourcedIds") };
        bool several = false;
        for (size_t i = 0; i < 3; i++)
                for (const char *rest = lists[i]; rest && *rest;) {
                        const char *id = next_of(m->arena, &rest);
                        const char *number = value(&o->orgs, find(o->org_of, id), "identifier");
                        const char *dfe = digits_in(*number ? number : id, 7), *urn = digits_in(number, 6);
                        bool known = *p->values[TO_SCHOOL] || *p->values[TO_URN];
                        several |= known && *dfe && strcmp(dfe, p->values[TO_SCHOOL]) != 0;
                        if (!known)
                                p->values[TO_SCHOOL] = dfe, p->values[TO_URN] = urn;
                }
        m->schools += several;
}

/* What the DfE has no code for is left to be asked. */
static const char *one_sex(const char *sex)
{
        return strcmp(sex, "other") == 0 || strcmp(sex, "unspecified") == 0 ? "" : sex;
}

static void one_user(struct making *m, const struct one *o, uint32_t row)
{
        const struct file *f = &o->users;
        const char *id = value(f, row, "sourcedId"), *role = value(f, row, "role");
        uint32_t role_row = find(o->role_of, id), person = find(o->person_of, id);
        if (!*role)
                role = value(&o->roles, role_row, "role");
        if (!*id || strcmp(role, "student") != 0) {
                m->others += *id != '\0';
                return;
        }
        if (deleted(f, row)) {
                m->deleted++;
                return;
        }
        struct pupil_row *p = add(m, row);
        const char *year = value(f, row, "grades");
        p->values[TO_UPN] = one_upn(m->arena, f, row);
        p->values[TO_SURNAME] = value(f, row, "familyName");
        p->values[TO_FORENAME] = value(f, row, "givenName");
        p->values[TO_MIDDLE] = value(f, row, "middleName");
        p->values[TO_PREFERRED_SURNAME] = value(f, row, "preferredFamilyName");
        p->values[TO_PREFERRED_FORENAME] = value(f, row, "preferredGivenName");
        p->values[TO_BIRTH] = value(&o->people, person, "birthDate");
        p->values[TO_SEX] = one_sex(value(&o->people, person, "sex"));
        p->values[TO_YEAR] = *year ? year : value(&o->roles, role_row, "grade");
        one_school(m, o, p, role_row);
        set_class(m, p, o->classes_of, id);
}

/* The manifest says it; where there is none, a status on any user does. */
static bool one_delta(struct arena *a, const struct book *in, const struct file *users)
{
        struct file manifest;
        open_file(a, in, "manifest", &manifest);
        int name = column_of(&manifest, "propertyName"), as = column_of(&manifest, "value");
        for (uint32_t row = 1; name >= 0 && row < rows_of(&manifest); row++)
                if (strcmp(at(&manifest, row, name), "file.users") == 0)
                        return strcmp(at(&manifest, row, as), "delta") == 0;
        int status = column_of(users, "status");
        for (uint32_t row = 1; status >= 0 && row < rows_of(users); row++)
                if (*at(users, row, status))
                        return true;
        return false;
}

static bool read_one(struct making *m, bool *delta)
{
        static const char *const needed[] = { "sourcedId", "givenName", "familyName", NULL };
        static const char *const org_needed[] = { "sourcedId", "name", NULL };
        struct one o;
        open_file(m->arena, m->in, "users", &o.users);
        open_file(m->arena, m->in, "orgs", &o.orgs);
        if (!has(&o.users, needed) || !has(&o.orgs, org_needed))
                return false;
        open_file(m->arena, m->in, "roles", &o.roles);
        open_file(m->arena, m->in, "demographics", &o.people);
        open_file(m->arena, m->in, "enrollments", &o.enrolments);
        open_file(m->arena, m->in, "classes", &o.classes);
        o.org_of = index_by(&o.orgs, "sourcedId");
        o.class_row = index_by(&o.classes, "sourcedId");
        o.person_of =
            index_by(&o.people, column_of(&o.people, "userSourcedId") >= 0 ? "userSourcedId" : "sourcedId");
        o.role_of = index_roles(&o.roles);
        o.classes_of = classes_by_user(m->arena, &o);
        *delta = one_delta(m->arena, m->in, &o.users);
        m->pupils = arena_array(m->arena, rows_of(&o.users) + 1u, sizeof *m->pupils);
        for (uint32_t row = 1; row < rows_of(&o.users); row++)
                one_user(m, &o, row);
        g_hash_table_destroy(o.org_of);
        g_hash_table_destroy(o.class_row);
        g_hash_table_destroy(o.person_of);
        g_hash_table_destroy(o.role_of);
        g_hash_table_destroy(o.classes_of);
        return true;
}

/* ---- School Data Sync for the UK ---- */

static GHashTable *sections_by_pupil(struct making *m, GHashTable **rows)
{
        struct file sections, enrolments;
        open_file(m->arena, m->in, "section", &sections);
        open_file(m->arena, m->in, "studentenrollment", &enrolments);
        GHashTable *classes = g_hash_table_new(g_str_hash, g_str_equal);
        *rows = index_by(&sections, "ID");
        int section = column_of(&enrolments, "Section ID"), pupil = column_of(&enrolments, "ID");
        for (uint32_t row = 1; section >= 0 && row < rows_of(&enrolments); row++) {
                uint32_t of = find(*rows, at(&enrolments, row, section));
                take_class(m->arena, classes, at(&enrolments, row, pupil),
                           value(&sections, of, "Section Name"), false);
        }
        return classes;
}

static void uk_pupil(struct making *m, const struct file *f, uint32_t row, GHashTable *classes)
{
        static const struct {
                enum to to;
                const char *heading;
        } plain[] = { { TO_SCHOOL, "School DfE Number" }, { TO_SURNAME, "Last Name" },
                      { TO_FORENAME, "First Name" },      { TO_MIDDLE, "Middle Name" },
                      { TO_BIRTH, "Birthdate" },          { TO_YEAR, "Grade" } };
        static const char *const upns[] = { "State ID", "Student Number", "ID" };
        const char *id = value(f, row, "ID");
        if (!*id)
                return;
        if (strcasecmp(value(f, row, "Status"), "deleted") == 0) {
                m->deleted++;
                return;
        }
        struct pupil_row *p = add(m, row);
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
                p->values[plain[i].to] = value(f, row, plain[i].heading);
        for (size_t i = 0; i < sizeof upns / sizeof *upns && !*p->values[TO_UPN]; i++)
                p->values[TO_UPN] = upn_in(m->arena, value(f, row, upns[i]));
        set_class(m, p, classes, id);
}

static bool read_uk(struct making *m)
{
        static const char *const needed[] = { "ID", "School DfE Number", "First Name", "Last Name", NULL };
        struct file f, schools;
        open_file(m->arena, m->in, "student", &f);
        open_file(m->arena, m->in, "school", &schools);
        if (!has(&f, needed) || !schools.sheet)
                return false;
        GHashTable *rows, *classes = sections_by_pupil(m, &rows);
        m->pupils = arena_array(m->arena, rows_of(&f) + 1u, sizeof *m->pupils);
        for (uint32_t row = 1; row < rows_of(&f); row++)
                uk_pupil(m, &f, row, classes);
        g_hash_table_destroy(rows);
        g_hash_table_destroy(classes);
        return true;
}

/* ---- the book ---- */

static bool used(const struct making *m, int column)
{
        bool any = column == TO_SURNAME || column == TO_FORENAME || column == TO_BIRTH || column == TO_UPN;
        for (size_t i = 0; i < m->count && !any; i++)
                any = *m->pupils[i].values[column];
        return any;
}

/* Columns that nobody has anything in are left out. */
static struct sheet *make_sheet(const struct making *m)
{
        struct sheet *s = arena_alloc(m->arena, sizeof *s);
        struct cell *cells = arena_array(m->arena, (m->count + 1) * TO_COLUMNS, sizeof *cells);
        int place[TO_COLUMNS];
        *s = (struct sheet){ .name = "Pupils", .rows = 1, .cells = cells };
        for (int i = 0; i < TO_COLUMNS; i++) {
                place[i] = used(m, i) ? (int)s->columns++ : -1;
                if (place[i] >= 0)
                        cells[s->cell_count++] =
                            (struct cell){ 0, (uint16_t)place[i], CELL_TEXT, headings[i] };
        }
        for (size_t n = 0; n < m->count; n++)
                for (int i = 0; i < TO_COLUMNS; i++)
                        if (*m->pupils[n].values[i]) {
                                s->rows = m->pupils[n].row + 1;
                                cells[s->cell_count++] = (struct cell){ m->pupils[n].row, (uint16_t)place[i],
                                                                        CELL_TEXT, m->pupils[n].values[i] };
                        }
        return s;
}

/* words: of one, then of several. */
static void say(const struct making *m, const char **notes, size_t *count, unsigned n,
                const char *const words[2])
{
        if (n)
                notes[(*count)++] = arena_printf(m->arena, "%u %s", n, words[n != 1]);
}

static void make_notes(const struct making *m, bool delta, struct book *out)
{
        static const char *const others
            [] = { "person of the file is no pupil and was left out.",
                   "people of the file are no pupils and were left out." },
      *const marked
            [] = { "pupil is marked to be deleted and was left out; that alone takes nobody off the roll.",
                   "pupils are marked to be deleted and were left out; that alone takes nobody off the "
                   "roll." },
      *const classes[] = { "pupil is in several classes; the class was left empty.",
                           "pupils are in several classes; their class was left empty." },
      *const schools[] = { "pupil belongs to another school as well; the first counts.",
                           "pupils belong to another school as well; the first counts." };
        const char **notes = arena_array(m->arena, m->in->note_count + 6, sizeof *notes);
        size_t count = 0;
        for (; count < m->in->note_count; count++)
                notes[count] = m->in->notes[count];
        if (delta)
                notes[count++] = "This set of files holds changes alone; who is not in it has not left.";
        say(m, notes, &count, m->others, others);
        say(m, notes, &count, m->deleted, marked);
        say(m, notes, &count, m->classes, classes);
        say(m, notes, &count, m->schools, schools);
        out->notes = notes;
        out->note_count = count;
}

bool roster_book(struct arena *a, const struct book *in, struct book *out, bool *delta)
{
        struct making m = { .arena = a, .in = in };
        bool changes = false;
        if (!read_one(&m, &changes) && !read_uk(&m))
                return false;
        *out = (struct book){ .kind = changes ? CHANGES_KIND : ROSTER_KIND,
                              .sheet_count = 1,
                              .sheets = make_sheet(&m) };
        make_notes(&m, changes, out);
        *delta = changes;
        return true;
}
