/* The lists of who came to a school and who left it, with the returns that are due: whoever was added, by file or by hand, and
 * whoever left or was removed, in the last 30 days; of the school alone. */
#include "pages/la_leavers.h"

#include <string.h>

#include "gate/scope.h"
#include "site.h"
#include "store/pupil_deed.h"

static struct site_test s;
static struct arena *a;
static struct scope oak, elm; /* the program's */
static struct visitor reader, head;

static void run(const char *sql)
{
        ok(db_script(s.d.db, sql) == DONE, "%.80s", sql);
}

static unsigned long add(const struct scope *scope, const char *surname, const char *year, const char *entry)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = "Ada";
        r.value[FIELD_DOB] = "2014-10-10";
        r.value[FIELD_NC_YEAR] = year;
        r.value[FIELD_ENTRY_DATE] = entry;
        is_long(pupil_add(s.d.db, a, scope, &r, &id), DONE, surname);
        return id;
}

/* By an import that is in that state. */
static unsigned long add_by_file(const char *surname, const char *state)
{
        static unsigned long batch = 100;
        unsigned long id = add(&oak, surname, "3", "2026-03-30");
        run(arena_printf(a,
                         "INSERT INTO batch (school_id, id, kind, academic_year, state, opened_by, opened_at) VALUES (%lu, %lu, "
                         "'I', 2026, '%s', 0, UTC_TIMESTAMP());\n"
                         "UPDATE pupil_change SET batch_id = %lu, file_name = 'night.csv', row_n = 7 WHERE pupil_id = %lu;\n",
                         oak.school, batch, state, batch, id));
        batch++;
        return id;
}

static unsigned long leave(unsigned long pupil, const char *on)
{
        is_long(pupil_leave(s.d.db, a, &oak, &(struct pupil_leaving){ { pupil, 0 }, on, "a", "Ash House", 0 }), DONE, on);
        return pupil;
}

static void look(const struct scope *school)
{
        is_long(site_get(&s, &reader, arena_printf(a, "/la/schools/%lu/leavers", school->school)), 200, "the page");
}

/* The row of the pupil says all of it. */
static void row_says(const char *surname, const char *x, const char *y)
{
        const char *p = strstr(s.response.body, arena_printf(a, ">%s, Ada</a>", surname)), *end = p ? strstr(p, "</tr>") : NULL;
        const char *row = end ? arena_bytes(a, p, (size_t)(end - p)) : "";
        ok(*row && strstr(row, x) && strstr(row, y), "%s: %s, %s", surname, x, y);
}

static void no_row(const char *surname, const char *why)
{
        ok(!site_says(&s, arena_printf(a, ">%s, Ada</a>", surname)), "not %s: %s", surname, why);
}

static void came(void)
{
        struct scope hand = gate_own_scope(&head.person);
        look(&oak);
        ok(site_says(&s, "No pupil was added") && site_says(&s, "Nobody has left"), "nothing yet");
        unsigned long typed = add(&hand, "Typed", "3", "2026-03-30");
        add(&hand, "Starter", "R", "2026-09-03");
        add(&hand, "Dateless", "R", "");
        add_by_file("Imported", "applied");
        add_by_file("Undone", "undone");
        add(&oak, "Register", "3", "2026-03-30");
        look(&oak);
        row_says("Typed", ">30 March 2026<", ">4 April 2026<");
        row_says("Typed", "By hand: Hester", "On the roll");
        row_says("Starter", ">3 September 2026<", "Not needed: start of the youngest year");
        row_says("Imported", "Row 7 of night.csv", ">4 April 2026<");
        no_row("Undone", "never came");
        no_row("Register", "was there from the beginning");
        ok(site_says(&s, ">Dateless, Ada</a>"), "without a date the day counts on which they were added");
        run(arena_printf(a, "UPDATE pupil SET created_at = UTC_TIMESTAMP() - INTERVAL 31 DAY WHERE id = %lu;\n", typed));
        look(&oak);
        no_row("Typed", "came more than 30 days ago");
        look(&elm);
        no_row("Imported", "is another school's");
}

static void left(void)
{
        unsigned long early = leave(add(&oak, "Early", "4", ""), "2026-03-02"),
                      final = leave(add(&oak, "Final", "6", ""), "2026-07-21");
        look(&oak);
        row_says("Early", "(a) Registered at another school", "Ash House");
        const char *day = strstr(s.response.body, ">2 March 2026<");
        ok(day && strstr(day + 1, ">2 March 2026<"), "the day of leaving, and the return due on it");
        row_says("Final", ">21 July 2026<", "Not needed: end of the final year");
        run(arena_printf(a, "UPDATE pupil_change SET at = at - INTERVAL 31 DAY WHERE pupil_id IN (%lu, %lu);\n", early, final));
        look(&oak);
        no_row("Early", "was removed more than 30 days ago");
        run(arena_printf(a, "UPDATE pupil SET left_on = UTC_DATE() - INTERVAL 29 DAY WHERE id = %lu;\n", early));
        look(&oak);
        ok(site_says(&s, ">Early, Ada</a>"), "who is said to have left lately");
        no_row("Final", "left more than 30 days ago");
        look(&elm);
        no_row("Early", "was another school's");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        oak = database_school(&s.d, "9992001");
        elm = database_school(&s.d, "9992002");
        reader = site_person(&s, ROLE_LA_READER, 0, "Rory");
        head = site_person(&s, ROLE_SCHOOL_ADMIN, oak.school, "Hester");
        came();
        left();
        site_close(&s);
        return done_testing();
}
