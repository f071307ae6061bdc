#include "intake/join.h"
#include "tap.h"

static struct arena *a;

/* A row of the list called file: "UPN|surname|forename|date of birth|class|postcode". */
static struct list_row row(const char *file, uint32_t at, unsigned long pupil, const char *values)
{
        static const enum field order[] = { FIELD_UPN, FIELD_SURNAME, FIELD_FORENAME, FIELD_DOB, FIELD_CLASS, FIELD_POSTCODE };
        struct list_row r = { .at = { file, "", at, NO_COLUMN }, .pupil = pupil };
        record_blank(&r.record);
        char *rest = arena_text(a, values), *value;
        for (size_t i = 0; i < 6 && (value = strsep(&rest, "|")); i++)
                r.record.value[order[i]] = value;
        return r;
}

static struct joined join(size_t count, struct list_row *rows)
{
        struct intake_list lists[2] = { { .row_count = 1, .rows = rows }, { .row_count = count - 1, .rows = rows + 1 } };
        const struct intake_list *both[] = { &lists[0], &lists[1] };
        struct joined out;
        join_rows(a, both, 2, &out);
        return out;
}

static struct joined two(const char *one, unsigned long key_one, const char *other, unsigned long key_other)
{
        struct list_row *rows = arena_array(a, 2, sizeof *rows);
        rows[0] = row("oak.csv", 1, key_one, one);
        rows[1] = row("ash.csv", 4, key_other, other);
        return join(2, rows);
}

static void joins(void)
{
        struct joined j = two("|Smith|Ann|2016-10-01|4A|", 0, "|SMITH|Ann|2016-10-01||SW1A 1AA", 0);
        is_long((long)j.row_count, 1, "same name and date of birth");
        is_text(j.rows[0].record.value[FIELD_CLASS], "4A", "from one");
        is_text(j.rows[0].record.value[FIELD_POSTCODE], "SW1A 1AA", "from the other");
        is_long((long)j.rows[0].part_count, 2, "two parts");
        ok(!j.rows[0].error && j.issues.count == 0, "no issue");

        j = two("B801200005001|Smith|Ann|2016-10-01||", 0, "B801200005001|Smyth|Ann|2016-10-01||", 0);
        is_long((long)j.row_count, 1, "same UPN");
        ok(j.rows[0].error && j.issues.count == 1 && j.issues.items[0].cause == CAUSE_CONTRADICTION, "another name is reported");
        is_text(issue_words(a, &j.issues.items[0]), "ash.csv, row 5 (surname): want 'Smith' as in oak.csv, row 2, found 'Smyth'", "with both places");

        j = two("|Smith|Ann|||", 99, "|Smith|Ann Jane|2016-10-01||", 99);
        is_long((long)j.row_count, 1, "same row key");
        is_long((long)j.rows[0].pupil, 99, "which stays");

        j = two("|Smith|Ann|2016-10-01|4A|", 0, "|Smith|Ann|2016-10-01|4B|", 0);
        ok(j.row_count == 1 && j.rows[0].error, "two classes contradict");
}

static void stays_apart(void)
{
        struct joined j = two("|Smith|Ann|2016-10-01||", 0, "|Smith|Ann|2016-10-02||", 0);
        ok(j.row_count == 2 && j.issues.count == 0, "another date of birth");
        j = two("|Smith|Ann|||", 0, "|Smith|Ann|||", 0);
        is_long((long)j.row_count, 2, "a name alone joins nobody");
        j = two("B801200005001|Smith|Ann|2016-10-01||", 0, "B801200005001|Jones|Ben|2015-10-01||", 0);
        ok(j.row_count == 2 && j.rows[0].error && j.rows[1].error, "one UPN for two children is wrong in both");
        is_long(j.issues.items[0].cause, CAUSE_UPN_DUPLICATE, "message 1520");
        j = two("B801200005001|Smith|Ann|2016-10-01||", 0, "H801200001001|Smith|Ann|2016-10-01||", 0);
        ok(j.row_count == 2 && j.rows[0].error && j.rows[1].error, "two UPNs for one name and date");
}

static void over_three(void)
{
        struct list_row rows[3] = { row("oak.csv", 1, 0, "|Smith|Ann|2016-10-01|4A|"),
                                    row("ash.csv", 1, 0, "B801200005001|Smith|Ann|2016-10-01||"),
                                    row("ash.csv", 2, 0, "B801200005001|Smith||||SW1A 1AA") };
        struct joined j = join(3, rows);
        is_long((long)j.row_count, 1, "by name, then by the UPN that came with it");
        is_text(j.rows[0].record.value[FIELD_POSTCODE], "SW1A 1AA", "all three");
        rows[0].at.file = "ash.csv";
        j = join(3, rows);
        is_long(j.issues.count ? (long)j.issues.items[0].cause : -1, CAUSE_SAME_TWICE, "twice in one sheet is asked about");
        ok(!j.rows[0].error, "but no error");
}

int main(void)
{
        a = arena_new();
        joins();
        stays_apart();
        over_three();
        arena_free(a);
        return done_testing();
}
