#include "store/school.h"

#include <stdlib.h>
#include <string.h>

#include "model/year.h"
#include "store/audit.h"

#define SCHOOL                                                                                               \
        "SELECT id, laestab, urn, name, phase, year_low, year_high, contact_email, "                         \
        "COALESCE(agreed_pupils, 0), on_roll, roll_ver, closed_on, ver FROM school "

SQL(school_of_id, SCHOOL "WHERE id = ?");
SQL(school_of_laestab, SCHOOL "WHERE laestab = ?");
SQL(search_schools, SCHOOL "WHERE closed_on IS NULL AND (LOCATE(?, name) > 0 OR LOCATE(?, laestab) > 0) "
                           "ORDER BY name, id");
SQL(insert_school, "INSERT INTO school (laestab, urn, name, phase, year_low, year_high, contact_email, "
                   "agreed_pupils) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
SQL(insert_status, "INSERT INTO school_status (school_id) VALUES (?)");
SQL(update_school,
    "UPDATE school SET urn = ?, name = ?, phase = ?, year_low = ?, year_high = ?, "
    "contact_email = ?, agreed_pupils = ?, closed_on = ?, ver = ver + 1 WHERE id = ? AND ver = ?");
SQL(class_counts, "SELECT nc_year, class, pupils FROM class_count WHERE school_id = ? AND pupils > 0");

static struct school school_of(const struct result *r, size_t row)
{
        return (struct school){
                .id = (unsigned long)result_number(r, row, 0),
                .laestab = result_text(r, row, 1),
                .urn = result_text(r, row, 2),
                .name = result_text(r, row, 3),
                .phase = result_text(r, row, 4),
                .year_low = result_text(r, row, 5),
                .year_high = result_text(r, row, 6),
                .contact_email = result_text(r, row, 7),
                .agreed_pupils = (unsigned long)result_number(r, row, 8),
                .on_roll = (unsigned long)result_number(r, row, 9),
                .roll_version = (unsigned long long)result_number(r, row, 10),
                .closed_on = result_text(r, row, 11),
                .version = (unsigned)result_number(r, row, 12),
        };
}

enum outcome school_by_id(struct db *db, struct arena *a, unsigned long id, struct school *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &school_of_id, ARGS(arg_number((long long)id)));
        if (result == DONE)
                *out = school_of(&r, 0);
        return result;
}

enum outcome school_by_laestab(struct db *db, struct arena *a, const char *laestab, struct school *out)
{
        struct result r;
        enum outcome result = db_find(db, a, &r, &school_of_laestab, ARGS(arg_text(laestab)));
        if (result == DONE)
                *out = school_of(&r, 0);
        return result;
}

enum outcome school_list(struct db *db, struct arena *a, const char *sought, struct schools *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &search_schools, ARGS(arg_text(sought), arg_text(sought)));
        struct school *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = school_of(&r, i);
        *out = (struct schools){ r.count, items };
        return result;
}

struct school_deed {
        unsigned long by, id;
        const struct school *school;
};

static enum outcome do_add(struct db *db, void *context)
{
        struct school_deed *d = context;
        const struct school *s = d->school;
        enum outcome result =
            db_run(db, &insert_school,
                   ARGS(arg_text(s->laestab), arg_text(s->urn), arg_text(s->name), arg_text(s->phase),
                        arg_text(s->year_low), arg_text(s->year_high), arg_text(s->contact_email),
                        arg_number_or_null((long long)s->agreed_pupils)));
        if (result != DONE)
                return result;
        d->id = db_last_id(db);
        result = db_run(db, &insert_status, ARGS(arg_id(d->id)));
        return result == DONE ? audit_add(db, d->by, d->id, "school-added", d->id, s->laestab) : result;
}

enum outcome school_add(struct db *db, unsigned long by, const struct school *s, unsigned long *id)
{
        struct school_deed d = { .by = by, .school = s };
        enum outcome result = db_transaction(db, do_add, &d);
        *id = d.id;
        return result;
}

static enum outcome do_set(struct db *db, void *context)
{
        struct school_deed *d = context;
        const struct school *s = d->school;
        enum outcome result =
            db_run(db, &update_school,
                   ARGS(arg_text(s->urn), arg_text(s->name), arg_text(s->phase), arg_text(s->year_low),
                        arg_text(s->year_high), arg_text(s->contact_email),
                        arg_number_or_null((long long)s->agreed_pupils), arg_text_or_null(s->closed_on),
                        arg_number((long long)s->id), arg_number(s->version)));
        if (result == DONE && db_affected(db) == 0)
                return REFUSED;
        if (result == DONE)
                result = audit_add(db, d->by, s->id, "school-set", s->id, s->laestab);
        return result;
}

enum outcome school_set(struct db *db, unsigned long by, const struct school *s)
{
        struct school_deed d = { .by = by, .school = s };
        return db_transaction(db, do_set, &d);
}

static int by_year(const void *a, const void *b)
{
        const struct class_count *x = a, *y = b;
        int year = year_order(x->year) - year_order(y->year);
        return year ? year : strcmp(x->class, y->class);
}

enum outcome school_classes(struct db *db, struct arena *a, const struct scope *scope,
                            struct class_counts *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &class_counts, ARGS(arg_number((long long)scope->school)));
        struct class_count *items = arena_array(a, r.count + 1, sizeof *items);
        for (size_t i = 0; i < r.count; i++)
                items[i] = (struct class_count){ result_text(&r, i, 0), result_text(&r, i, 1),
                                                 (unsigned long)result_number(&r, i, 2) };
        qsort(items, r.count, sizeof *items, by_year);
        *out = (struct class_counts){ r.count, items };
        return result;
}
