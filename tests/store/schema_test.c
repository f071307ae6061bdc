#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../database.h"
#include "../tap.h"

static char folder[] = "/tmp/onroll-schema-XXXXXX";

static void put(const char *name, const char *text)
{
        char path[200];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        FILE *f = text ? fopen(path, "we") : NULL;
        if (f) {
                fputs(text, f);
                fclose(f);
        } else {
                unlink(path);
        }
}

static void upgrades(struct database *d, enum outcome want, int known, int applied, const char *what)
{
        struct schema s = { -1, -1 };
        struct refusal why = { "", "" };
        is_long(schema_upgrade(d->db, d->arena, folder, &s, &why), want, what);
        if (want == DONE)
                ok(s.known == known && s.applied == applied, "%s: %d known, %d applied before", what, s.known,
                   s.applied);
        else if (want == REFUSED)
                ok(strlen(why.words) > 20, "%s: %s", what, why.words);
}

static void by_hand(struct database *d, const char *words)
{
        if (db_script(d->db, words) != DONE)
                ok(0, "%s", words);
}

static void steps(struct database *d)
{
        struct schema s;
        struct refusal why = { "", "" };
        upgrades(d, REFUSED, 0, 0, "an empty folder");
        put("0001-one.sql", "CREATE TABLE one (n INT PRIMARY KEY);\n");
        put("0002-two.sql", "CREATE TABLE two (n INT PRIMARY KEY);\nINSERT INTO two VALUES (2);\n");
        put("readme.txt", "not a step");
        ok(schema_compare(d->db, d->arena, folder, &s, &why) == DONE && s.known == 2 && s.applied == 0,
           "nothing yet");
        upgrades(d, DONE, 2, 0, "an empty database");
        upgrades(d, DONE, 2, 2, "again");
        put("0004-four.sql", "CREATE TABLE four (n INT PRIMARY KEY);\n");
        upgrades(d, REFUSED, 0, 0, "a gap in the numbers");
        put("0004-four.sql", NULL);
        put("0003-three.sql",
            "CREATE TABLE three (n INT PRIMARY KEY);\nCREATE TABLE one (n INT PRIMARY KEY);\n");
        upgrades(d, BROKEN, 0, 0, "a step that fails half way");
        upgrades(d, REFUSED, 0, 0, "after a step that failed half way");
        by_hand(d, "DELETE FROM schema_step WHERE n = 3;\nDROP TABLE three;\n");
        put("0003-three.sql", NULL);
        upgrades(d, DONE, 2, 2, "repaired by hand");
        put("0002-two.sql", "CREATE TABLE two (n BIGINT PRIMARY KEY);\n");
        upgrades(d, REFUSED, 0, 0, "an edited step");
        put("0002-two.sql", NULL);
        upgrades(d, REFUSED, 0, 0, "a database newer than the program");
        ok(schema_compare(d->db, d->arena, folder, &s, &why) == REFUSED, "compare says so too");
}

int main(void)
{
        struct database d;
        if (!database_open(&d, false))
                return done_testing();
        if (!mkdtemp(folder))
                return 1;
        steps(&d);
        put("0001-one.sql", NULL);
        put("readme.txt", NULL);
        is_long(rmdir(folder), 0, "the folder goes");
        database_close(&d);
        if (!database_open(&d, true))
                return 1;
        struct schema s;
        struct refusal why = { "", "" };
        ok(schema_compare(d.db, d.arena, "sql", &s, &why) == DONE && s.known == s.applied,
           "sql/ applies from start to end");
        database_close(&d);
        return done_testing();
}
