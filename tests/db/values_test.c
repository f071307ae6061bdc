/* Every kind of value comes out of the database as the text that the server writes, to its last digit. */
#include "db/db.h"

#include <string.h>

#include "../tap.h"
#include "database.h"

#define MAKE_NUMBERS                                                                                         \
        "CREATE TABLE numbers (id INT PRIMARY KEY, tiny TINYINT, small SMALLINT, medium MEDIUMINT, whole INT, big BIGINT, " \
        "utiny TINYINT UNSIGNED, usmall SMALLINT UNSIGNED, umedium MEDIUMINT UNSIGNED, uwhole INT UNSIGNED, ubig BIGINT UNSIGNED, " \
        "padded INT(5) ZEROFILL);\n"                                                                         \
        "INSERT INTO numbers VALUES (1, -128, -32768, -8388608, -2147483648, -9223372036854775808, 0, 0, 0, 0, 0, 7), " \
        "(2, 127, 32767, 8388607, 2147483647, 9223372036854775807, 255, 65535, 16777215, 4294967295, 18446744073709551615, 70000), " \
        "(3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (4, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1);\n"

#define NUMBERS 11
SQL(read_numbers, "SELECT tiny, small, medium, whole, big, utiny, usmall, umedium, uwhole, ubig, padded FROM numbers ORDER BY id");
SQL(read_others, "SELECT 1 = 1, NULL IS NULL, COUNT(*), SUM(id), UNIX_TIMESTAMP('2026-09-21 14:13:20'), 1.50, 2e0, DATE '2026-09-01', "
                 "COALESCE(NULL, 3), -(5), REPEAT('x', 300), '' FROM numbers");

static void numbers(struct database *d)
{
        static const char *const want[4][NUMBERS] = {
                { "-128", "-32768", "-8388608", "-2147483648", "-9223372036854775808", "0", "0", "0", "0", "0", "00007" },
                { "127", "32767", "8388607", "2147483647", "9223372036854775807", "255", "65535", "16777215", "4294967295",
                  "18446744073709551615", "70000" },
                { "", "", "", "", "", "", "", "", "", "", "" },
                { "-1", "-1", "-1", "-1", "-1", "1", "1", "1", "1", "1", "00001" },
        };
        struct result r;
        if (!ok(db_query(d->db, d->arena, &r, &read_numbers, ARGS()) == DONE && r.count == 4 && r.columns == NUMBERS, "four rows"))
                return;
        for (size_t row = 0; row < 4; row++)
                for (unsigned i = 0; i < NUMBERS; i++) {
                        is_text(result_text(&r, row, i), want[row][i], arena_printf(d->arena, "row %zu, column %u", row, i));
                        ok(result_null(&r, row, i) == (row == 2) && result_bytes(&r, row, i).len == strlen(want[row][i]), "its length");
                }
        is_long((long)result_number(&r, 0, 3), -2147483648L, "as a number, the lowest, when its digits were asked for");
        if (db_query(d->db, d->arena, &r, &read_numbers, ARGS()) != DONE)
                return;
        is_long((long)result_number(&r, 0, 3), -2147483648L, "and before");
        is_long((long)result_number(&r, 1, 8), 4294967295L, "and the highest of those without a sign");
}

static void others(struct database *d)
{
        static const char *const want[] = { "1", "1", "4", "10", "1790000000", "1.50", "2", "2026-09-01", "3", "-5" };
        struct result r;
        if (!ok(db_query(d->db, d->arena, &r, &read_others, ARGS()) == DONE && r.count == 1, "what the server works out"))
                return;
        for (unsigned i = 0; i < sizeof want / sizeof *want; i++)
                is_text(result_text(&r, 0, i), want[i], want[i]);
        is_long((long)result_bytes(&r, 0, 10).len, 300, "a long text");
        is_text(result_text(&r, 0, 11), "", "and none");
}

int main(void)
{
        static struct database d;
        if (!database_open(&d, false)) {
                skip("values", "no server: run it by tests/server");
                return done_testing();
        }
        ok(db_script(d.db, MAKE_NUMBERS) == DONE, "a table of numbers");
        numbers(&d);
        others(&d);
        database_close(&d);
        return done_testing();
}
