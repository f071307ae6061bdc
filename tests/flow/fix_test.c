/* What people say about headings and cells is kept: over reading again, and for the school's next files. */
#include "moving.h"
#include "store/batch.h"
#include "store/upload.h"

static struct moving m;

#define HEADINGS "Surname,Forename,Date of birth,Year,Tutor set\n"
#define LIST                                                                                                 \
        HEADINGS                                                                                             \
            "Quillfeather,Zebedee,Sept,3,3A\nOkonkwo,Ngozi,09/01/2018,3,3A\nFrost,Ida,05/05/2018,never,3B\n" \
            "Moss,Ada,06/05/2018,3,3B\n"

static void read_again(unsigned long upload)
{
        struct batch b = moving_batch(&m);
        moving_done(&m, flow_reread(&m.flow, &b, upload, "Year 3.csv"), "read again");
}

/* The row of that number in the file, as people count. */
static const struct stored_row *row(const struct flow_plan *p, unsigned long n)
{
        for (size_t i = 0; i < p->rows.count; i++)
                if (p->rows.items[i].row + 1 == n)
                        return &p->rows.items[i];
        ok(0, "row %lu", n);
        return &p->rows.items[0];
}

static void cells(unsigned long upload)
{
        struct flow_plan p = moving_plan(&m);
        ok(row(&p, 2)->error && row(&p, 4)->error && !row(&p, 3)->error, "two rows have an error");
        moving_fix(&m, row(&p, 2), "date_of_birth", "01/09/2018");
        p = moving_plan(&m);
        ok(!row(&p, 2)->error, "one is put right");
        is_text(row(&p, 2)->record.value[FIELD_DOB], "2018-09-01", "with the value that was typed");
        moving_fix(&m, row(&p, 4), "", "has moved away");
        moving_fix(&m, row(&p, 5), "class", "3C");
        read_again(upload);
        p = moving_plan(&m);
        ok(!row(&p, 2)->error, "after reading again it is still right");
        is_text(row(&p, 4)->left_out, "has moved away", "the row left out still is, with the reason");
        is_text(row(&p, 5)->record.value[FIELD_CLASS], "3C", "a fix wins over what the file says");
        is_text(row(&p, 3)->record.value[FIELD_CLASS], "", "of the row alone");
        moving_fix(&m, row(&p, 5), "class", "");
        p = moving_plan(&m);
        is_text(row(&p, 5)->record.value[FIELD_CLASS], "", "taken away, the file's own value is back");
        moving_fix(&m, row(&p, 4), "", "");
        p = moving_plan(&m);
        ok(!*row(&p, 4)->left_out && row(&p, 4)->error, "a row that is taken in again has its error again");
        moving_fix(&m, row(&p, 2), "date_of_birth", "tomorrow");
        p = moving_plan(&m);
        ok(row(&p, 2)->error, "a fix that is wrong is an error");
}

static struct list_column column(unsigned long upload, const char *heading)
{
        struct list_columns columns = { 0, NULL };
        moving_done(&m, list_columns_of(m.d.db, m.a, &m.scope, upload, &columns), "columns");
        for (size_t i = 0; i < columns.count; i++)
                if (strcmp(columns.items[i].heading, heading) == 0)
                        return columns.items[i];
        ok(0, "a column %s", heading);
        return (struct list_column){ .meaning = "", .key = "" };
}

static void headings(unsigned long upload)
{
        struct list_column c = column(upload, "Tutor set");
        is_text(c.meaning, "unknown", "a heading that nobody knows");
        struct heading say = { c.key, "class" };
        moving_done(&m, heading_set(m.d.db, &m.scope, &say, 1), "is explained");
        read_again(upload);
        struct flow_plan p = moving_plan(&m);
        is_text(row(&p, 3)->record.value[FIELD_CLASS], "3A", "and understood");
        unsigned long next = moving_receive(&m, "Year 4.csv", HEADINGS "Birch,Tom,01/02/2017,4,4Z\n");
        is_text(column(next, "Tutor set").meaning, "class", "also in the next file");
        struct batch b = moving_batch(&m);
        moving_done(&m, batch_drop(m.d.db, &m.scope, &b), "and next year");
        moving_begin(&m, true);
        next = moving_receive(&m, "Year 4.csv", HEADINGS "Birch,Tom,01/02/2017,4,4Z\n");
        is_text(column(next, "Tutor set").meaning, "class", "it still is");
}

static void of_that_school_alone(void)
{
        struct scope ours = m.scope;
        struct flow_plan p = moving_plan(&m);
        unsigned long upload = p.uploads.items[0].id, batch = m.batch;
        struct row_fix fix = { 0, 1, "class", "9Z" };
        struct row_fixes fixes = { 9, NULL };
        moving_school(&m, "9992042", "Eve", 0);
        is_long(fix_set(m.d.db, &m.scope, batch, upload, &fix, 1), REFUSED,
                "another school puts nothing right");
        is_long(fix_list(m.d.db, m.a, &m.scope, upload, &fixes), DONE, "sees what was");
        is_long((long)fixes.count, 0, "nothing");
        moving_begin(&m, true);
        unsigned long own = moving_receive(&m, "Year 4.csv", HEADINGS "Birch,Tom,01/02/2017,4,4Z\n");
        is_text(column(own, "Tutor set").meaning, "unknown", "and explains its own headings");
        is_long(fix_set(m.d.db, &m.scope, m.batch, upload, &fix, 1), ABSENT, "nor by way of its own batch");
        moving_act(&m, ours);
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        moving_school(&m, "9992041", "Anna", 3);
        moving_begin(&m, true);
        unsigned long upload = moving_receive(&m, "Year 3.csv", LIST);
        cells(upload);
        headings(upload);
        of_that_school_alone();
        moving_close(&m);
        return done_testing();
}
