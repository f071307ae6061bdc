#include "store/bulk.h"

#include <stdint.h>
#include <string.h>

#include "model/involvement.h"

#include "store/class_count.h"

SQL(count_held,
    "SELECT (SELECT COUNT(*) FROM school) + (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM pupil)");

#define SCHOOL                                                                                               \
        "INSERT INTO school (id, laestab, urn, name, phase, year_low, year_high, contact_email, "            \
        "agreed_pupils, on_roll)"
#define SCHOOL_ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
SQL(school_one, SCHOOL " VALUES " SCHOOL_ROW);
SQL(school_fifty, SCHOOL " VALUES " SQL_ROWS50(SCHOOL_ROW));
enum { SCHOOL_ARGS = 10 };

#define PERSON     "INSERT INTO person (id, email, name, role, school_id, password, created_at)"
#define PERSON_ROW "(?, ?, ?, ?, ?, ?, ?)"
SQL(person_one, PERSON " VALUES " PERSON_ROW);
SQL(person_fifty, PERSON " VALUES " SQL_ROWS50(PERSON_ROW));
enum { PERSON_ARGS = 7 };

#define PUPIL                                                                                                \
        "INSERT INTO pupil (school_id, id, child_id, sort_name, created_at, upn, former_upn, uln, surname, " \
        "forename, "                                                                                         \
        "middle_names, preferred_surname, preferred_forename, former_surname, date_of_birth, sex, nc_year, " \
        "class, "                                                                                            \
        "enrolment, entry_date, address, town, postcode, ethnicity, language, sen, fsm, service_child, "     \
        "former_forename, sen_need, sen_need_2, looked_after, post_looked_after, young_carer, boarder, "     \
        "english_proficiency, "                                                                              \
        "state, roll_ver)"
#define PUPIL_ROW                                                                                            \
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "   \
        "?, ?, ?, ?, 'R', 1)"
SQL(pupil_one, PUPIL " VALUES " PUPIL_ROW);
SQL(pupil_fifty, PUPIL " VALUES " SQL_ROWS50(PUPIL_ROW));
enum { PUPIL_ARGS = 5 + FIELD_COUNT };

#define CHANGE "INSERT INTO pupil_change (school_id, pupil_id, at, kind)"
SQL(change_one, CHANGE " VALUES (?, ?, ?, 'created')");
SQL(change_fifty, CHANGE " VALUES " SQL_ROWS50("(?, ?, ?, 'created')"));
enum { CHANGE_ARGS = 3 };

/* Keys are many and short: ten of them make one row for insert. */
#define KEY      "INSERT INTO pupil_key (key_value, school_id, pupil_id)"
#define TEN_KEYS SQL_ROWS5("(?, ?, ?)") "," SQL_ROWS5("(?, ?, ?)")
SQL(key_one, KEY " VALUES (?, ?, ?)");
SQL(ten_keys, KEY " VALUES " TEN_KEYS);
SQL(ten_keys_fifty, KEY " VALUES " SQL_ROWS50(TEN_KEYS));
enum { KEY_ARGS = 3, TEN_KEYS_ARGS = 30 };

SQL(insert_status, "INSERT INTO school_status (school_id) SELECT id FROM school");
/* A new database has one service of each kind that is used here. */
#define OF_KIND "(SELECT MIN(id) FROM service WHERE kind = ?)"
SQL(team_one, "INSERT INTO team (service_id, name) VALUES (" OF_KIND ", ?)");
#define INVOLVEMENT                                                                                          \
        "INSERT INTO involvement (child_id, service_id, team_id, from_on, to_on, reference, added_at)"
#define INVOLVEMENT_ROW                                                                                      \
        "(?, " OF_KIND ", COALESCE((SELECT MIN(id) FROM team WHERE service_id = " OF_KIND " AND name = ?), 0), ?, ?, ?, ?)"
SQL(involvement_one, INVOLVEMENT " VALUES " INVOLVEMENT_ROW);
SQL(involvement_fifty, INVOLVEMENT " VALUES " SQL_ROWS50(INVOLVEMENT_ROW));
enum { INVOLVEMENT_ARGS = 8 };
SQL(kinds_that_count, "SELECT kind FROM service WHERE counts = 1 AND closed = 0");
SQL(active_one, "INSERT INTO active_child (child_id, since) VALUES (?, ?)");
SQL(insert_window,
    "INSERT INTO migration_window (school_id, academic_year, opens_on, closes_on) VALUES (0, ?, ?, ?)");

enum { AT_ONCE = 50, ARGS_MAX = 40 };

/* Puts the arguments of row n into args. */
typedef void fill(const struct bulk *all, size_t n, struct arg *args);

static void fill_school(const struct bulk *all, size_t n, struct arg *args)
{
        const struct bulk_school *s = &all->schools[n];
        *args++ = arg_number((long long)s->id);
        *args++ = arg_text(s->laestab);
        *args++ = arg_text(s->urn);
        *args++ = arg_text(s->name);
        *args++ = arg_text(s->phase);
        *args++ = arg_text(s->year_low);
        *args++ = arg_text(s->year_high);
        *args++ = arg_text(s->email);
        *args++ = arg_number(s->agreed);
        *args++ = arg_number(s->on_roll);
}

static void fill_person(const struct bulk *all, size_t n, struct arg *args)
{
        const struct person *p = &all->people[n];
        *args++ = arg_number((long long)p->id);
        *args++ = arg_text(p->email);
        *args++ = arg_text(p->name);
        *args++ = arg_text(role_table[p->role].key);
        *args++ = arg_number_or_null((long long)p->school);
        *args++ = arg_text(all->password);
        *args++ = arg_text(all->created);
}

static void fill_pupil(const struct bulk *all, size_t n, struct arg *args)
{
        const struct bulk_pupil *p = &all->pupils[n];
        *args++ = arg_number((long long)p->pupil.school);
        *args++ = arg_number((long long)p->pupil.id);
        *args++ = arg_number((long long)p->pupil.id);
        *args++ = arg_text(p->sort_name);
        *args++ = arg_text(all->created);
        for (int f = 0; f < FIELD_COUNT; f++) {
                const char *value = p->pupil.record.value[f];
                *args++ = field_table[f].kind == KIND_DATE ? arg_text_or_null(value) : arg_text(value);
        }
}

static void fill_change(const struct bulk *all, size_t n, struct arg *args)
{
        const struct bulk_pupil *p = &all->pupils[n];
        *args++ = arg_number((long long)p->pupil.school);
        *args++ = arg_number((long long)p->pupil.id);
        *args++ = arg_text(all->created);
}

static void fill_key(const struct bulk *all, size_t n, struct arg *args)
{
        const struct bulk_key *k = &all->keys[n];
        *args++ = arg_number(k->value);
        *args++ = arg_number((long long)k->school);
        *args++ = arg_number((long long)k->pupil);
}

static void fill_ten_keys(const struct bulk *all, size_t n, struct arg *args)
{
        for (size_t i = 0; i < 10; i++)
                fill_key(all, n * 10 + i, args + i * KEY_ARGS);
}

static void fill_last_key(const struct bulk *all, size_t n, struct arg *args)
{
        fill_key(all, all->key_count / 10 * 10 + n, args);
}

static void fill_involvement(const struct bulk *all, size_t n, struct arg *args)
{
        const struct bulk_involvement *i = &all->involvements[n];
        *args++ = arg_number((long long)i->child);
        *args++ = arg_bytes(&i->kind, 1);
        *args++ = arg_bytes(&i->kind, 1);
        *args++ = arg_text(i->team);
        *args++ = arg_text(i->from);
        *args++ = arg_text_or_null(i->to);
        *args++ = arg_text(i->reference);
        *args++ = arg_text(all->created);
}

static enum outcome insert(struct db *db, const struct bulk *all, size_t rows, size_t per_row, fill *row,
                           const struct sql *fifty, const struct sql *one)
{
        struct arg args[AT_ONCE * ARGS_MAX];
        enum outcome result = DONE;
        for (size_t done = 0; result == DONE && done < rows;) {
                size_t n = rows - done < AT_ONCE ? rows - done : AT_ONCE;
                for (size_t i = 0; i < n; i++)
                        row(all, done + i, args + i * per_row);
                result = db_run_many(db, fifty, one, args, n, per_row);
                done += n;
        }
        return result;
}

static enum outcome insert_all(struct db *db, const struct bulk *all)
{
        const struct {
                size_t rows, per_row;
                fill *row;
                const struct sql *fifty, *one;
        } steps[] = {
                { all->school_count, SCHOOL_ARGS, fill_school, &school_fifty, &school_one },
                { all->person_count, PERSON_ARGS, fill_person, &person_fifty, &person_one },
                { all->pupil_count, PUPIL_ARGS, fill_pupil, &pupil_fifty, &pupil_one },
                { all->pupil_count, CHANGE_ARGS, fill_change, &change_fifty, &change_one },
                { all->key_count / 10, TEN_KEYS_ARGS, fill_ten_keys, &ten_keys_fifty, &ten_keys },
                { all->key_count % 10, KEY_ARGS, fill_last_key, &key_one, &key_one },
                { all->involvement_count, INVOLVEMENT_ARGS, fill_involvement, &involvement_fifty, &involvement_one },
        };
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < all->team_count; i++)
                result =
                    db_run(db, &team_one, ARGS(arg_bytes(&all->teams[i].kind, 1), arg_text(all->teams[i].name)));
        for (size_t i = 0; result == DONE && i < sizeof steps / sizeof *steps; i++)
                result = insert(db, all, steps[i].rows, steps[i].per_row, steps[i].row, steps[i].fifty,
                                steps[i].one);
        return result;
}

/* One child's, from i on. Returns where the next child's begin. */
static size_t since_of(struct arena *a, const struct bulk *all, size_t i, const char *counting, const char **since)
{
        size_t end = i;
        while (end < all->involvement_count && all->involvements[end].child == all->involvements[i].child)
                end++;
        struct involvement *items = arena_array(a, end - i, sizeof *items);
        for (size_t n = i; n < end; n++)
                items[n - i] = (struct involvement){ .from = all->involvements[n].from,
                                                     .to = all->involvements[n].to,
                                                     .counts = strchr(counting, all->involvements[n].kind) != NULL };
        *since = involvement_active_since(&(struct involvements){ end - i, items }, all->day);
        return end;
}

static enum outcome enter_active(struct db *db, struct arena *a, const struct bulk *all)
{
        struct result r;
        const char *counting = "", *since;
        enum outcome result = db_query(db, a, &r, &kinds_that_count, ARGS());
        for (size_t i = 0; i < r.count; i++)
                counting = arena_printf(a, "%s%s", counting, result_text(&r, i, 0));
        for (size_t i = 0; result == DONE && i < all->involvement_count;) {
                unsigned long child = all->involvements[i].child;
                i = since_of(a, all, i, counting, &since);
                if (since)
                        result = db_run(db, &active_one, ARGS(arg_id(child), arg_text(since)));
        }
        return result;
}

static enum outcome load(struct db *db, void *context)
{
        const struct bulk *all = context;
        char opens[DATE_TEXT], closes[DATE_TEXT];
        struct arena *a = arena_new();
        struct result held;
        enum outcome result = db_query(db, a, &held, &count_held, ARGS());
        if (result == DONE && result_number(&held, 0, 0))
                result = REFUSED;
        if (result == DONE)
                result = insert_all(db, all);
        if (result == DONE)
                result = db_run(db, &insert_status, ARGS());
        if (result == DONE)
                result = enter_active(db, a, all);
        if (result == DONE)
                result = class_count_all(db);
        if (result == DONE)
                result = db_run(db, &insert_window,
                                ARGS(arg_number(all->academic_year), arg_text(date_to_iso(all->opens, opens)),
                                     arg_text(date_to_iso(all->closes, closes))));
        arena_free(a);
        return result;
}

enum outcome bulk_load(struct db *db, const struct bulk *all)
{
        return db_transaction(db, load, (void *)(uintptr_t)all);
}
