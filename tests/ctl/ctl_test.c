#include "ctl/ctl.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "database.h"
#include "gate/keys.h"

static struct arena *arena;

/* Runs onrollctl by the shell and gives back all that it said on standard output. */
static const char *run(int want, const char *arguments)
{
        static char said[65536];
        const char *b = getenv("B") ? getenv("B") : "build";
        FILE *p = popen(arena_printf(arena, "%s/onrollctl %s 2> /dev/null", b, arguments), "r");
        size_t got = p ? fread(said, 1, sizeof said - 1, p) : 0;
        int status = p ? pclose(p) : -1;
        said[got] = '\0';
        is_long(WIFEXITED(status) ? WEXITSTATUS(status) : -1, want, arguments);
        return said;
}

static void says(const char *said, const char *words)
{
        if (!ok(strstr(said, words) != NULL, "says %s", words))
                printf("# it says: %.300s\n", said);
}

static void by_hand(struct database *d, const char *words)
{
        if (db_script(d->db, words) != DONE)
                ok(0, "%s", words);
}

static void configure(const char *key)
{
        const char *b = getenv("B") ? getenv("B") : "build";
        FILE *f = fopen(getenv("ONROLL_CONF"), "ae");
        ok(keys_create(key) == DONE && f, "a key");
        fprintf(f, "key_file = %s\nread_program = %s/onroll-read\n", key, b);
        fclose(f);
}

static void command_line(void)
{
        says(run(CTL_DONE, "--help"), "setup");
        run(CTL_USAGE, "");
        run(CTL_USAGE, "dance");
        run(CTL_USAGE, "setup now");
        run(CTL_USAGE, "--nonsense setup");
        run(CTL_USAGE, "demo --pupils many");
        run(CTL_USAGE, "demo --schools 2 --pupils 5000");
        run(CTL_BROKEN, "--conf /nonexistent setup");
        says(run(CTL_BROKEN, "--json --conf /nonexistent setup"), "\"error\": \"");
        says(run(CTL_REFUSED, "--json --sql /nonexistent setup"), "/nonexistent");
}

static void set_up(struct database *d)
{
        says(run(CTL_REFUSED, "doctor"), "run onrollctl setup");
        says(run(CTL_DONE, "setup"), "applied: ");
        says(run(CTL_DONE, "setup"), "applied: 0");
        says(run(CTL_DONE, "--json setup"), "\"applied\": 0");
        says(run(CTL_DONE, "doctor"), "reads, locked down");
        by_hand(d, "INSERT INTO schema_step VALUES (9999, '9999-later.sql', '', UTC_TIMESTAMP(), "
                   "UTC_TIMESTAMP());\n");
        says(run(CTL_REFUSED, "--json setup"), "newer");
        by_hand(d, "DELETE FROM schema_step WHERE n = 9999;\n");
}

static void remove_files(const char *folder)
{
        DIR *dir = opendir(folder);
        for (struct dirent *e; dir && (e = readdir(dir));)
                unlinkat(dirfd(dir), e->d_name, 0);
        if (dir)
                closedir(dir);
        is_long(rmdir(folder), 0, "the folder goes");
}

static void demonstrate(struct database *d)
{
        char folder[] = "/tmp/onroll-ctl-XXXXXX";
        says(run(CTL_REFUSED, "--json demo"), "empty");
        by_hand(d, "DELETE FROM school;\nDELETE FROM school_status;\nDELETE FROM person;\nDELETE FROM pupil;\nDELETE FROM pupil_key;\n"
                   "DELETE FROM class_count;\nDELETE FROM pupil_change;\nDELETE FROM migration_window;\n");
        ok(mkdtemp(folder) != NULL, "a folder");
        says(run(CTL_REFUSED, arena_printf(arena, "--json demo --schools 3 --pupils 2000 --files %s", folder)), "8 schools");
        says(run(CTL_DONE, arena_printf(arena, "--json demo --schools 10 --pupils 2500 --files %s", folder)),
             "\"pupils\": 2500");
        says(run(CTL_DONE, "doctor"), "10 schools, 2500 pupils");
        is_long(access(arena_printf(arena, "%s/truth.csv", folder), R_OK), 0, "example files");
        remove_files(folder);
        by_hand(d, "UPDATE school SET on_roll = on_roll + 1 WHERE id = 3;\n");
        says(run(CTL_REFUSED, "doctor"), "BAD  rolls  1 ");
        by_hand(d, "UPDATE school SET on_roll = on_roll - 1 WHERE id = 3;\nUPDATE class_count SET pupils = pupils + 1 WHERE "
                   "school_id = 4 LIMIT 1;\n");
        says(run(CTL_REFUSED, "doctor"), "BAD  classes  1 ");
        run(CTL_DONE, "setup");
        says(run(CTL_DONE, "doctor"), "classes  0 ");
        by_hand(d, "UPDATE school_status SET missing = missing + 1 WHERE school_id IN (2, 5);\n");
        says(run(CTL_REFUSED, "doctor"), "BAD  counters  2 schools whose counts are not what they count");
        by_hand(d, "UPDATE school_status SET missing = missing - 1 WHERE school_id IN (2, 5);\n");
        says(run(CTL_DONE, "doctor"), "counters  0 schools");
        by_hand(d, "DELETE FROM pupil_key WHERE "
                   "pupil_id = 7;\n");
        says(run(CTL_REFUSED, "doctor"), "BAD  keys  1 ");
}

static void people(void)
{
        run(CTL_USAGE, "user");
        run(CTL_USAGE, "user add one@la.example");
        run(CTL_USAGE, "user add nobody 'No Body' la_admin");
        run(CTL_USAGE, "user add one@la.example 'One' king");
        run(CTL_USAGE, "user add one@la.example 'One' la_admin 9990001");
        run(CTL_USAGE, "user add one@la.example 'One' teacher");
        run(CTL_REFUSED, "user add one@la.example 'One' teacher 9990009");
        says(run(CTL_DONE, "user add one@la.example 'One Person' la_admin"), "/set-password?token=");
        run(CTL_REFUSED, "user add one@la.example 'Again' la_officer");
        says(run(CTL_DONE, "user list"), "one@la.example  One Person  la_admin  invited");
        run(CTL_DONE, "user add two@school.example 'Two' school_admin 9990001");
        says(run(CTL_DONE, "--json user list 9990001"), "\"email\": \"two@school.example\"");
        says(run(CTL_DONE, "user reset two@school.example"), "/set-password?token=");
        run(CTL_DONE, "user disable two@school.example");
        says(run(CTL_DONE, "user list 9990001"), "disabled");
        run(CTL_REFUSED, "user reset two@school.example");
        run(CTL_DONE, "user enable two@school.example");
        says(run(CTL_DONE, "user list 9990001"), "invited");
        run(CTL_REFUSED, "user reset nobody@la.example");
}

static void schools(void)
{
        run(CTL_USAGE, "school add 9990001");
        run(CTL_USAGE, "school add 99900 --name A --phase PS --years R-6");
        run(CTL_USAGE, "school add 9990001 --name A --phase ZZ --years R-6");
        run(CTL_USAGE, "school add 9990001 --name A --phase PS --years 6-R");
        run(CTL_USAGE, "school add 9990001 --name A --phase PS --years R-6 --colour red");
        run(CTL_DONE, "school add 9990001 --name 'Oak Tree' --phase PS --years R-6 --agreed 210");
        run(CTL_REFUSED, "school add 9990001 --name 'Oak Tree' --phase PS --years R-6");
        says(run(CTL_DONE, "school list"), "9990001  Oak Tree  PS  R-6  0  210");
        run(CTL_DONE, "school set 9990001 --name 'Elm Tree' --agreed 0");
        says(run(CTL_DONE, "--json school list Elm"), "\"name\": \"Elm Tree\"");
        run(CTL_REFUSED, "school set 9990009 --name 'Elm Tree'");
        run(CTL_USAGE, "school set 9990001 --closed yesterday");
        run(CTL_DONE, "school set 9990001 --closed 2026-08-31");
        ok(!strstr(run(CTL_DONE, "school list"), "9990001"), "a closed school is not listed");
        run(CTL_DONE, "school set 9990001 --closed ''");
}

static void windows(void)
{
        run(CTL_USAGE, "school window all");
        run(CTL_USAGE, "school window all 2026 2026-06-15");
        run(CTL_USAGE, "school window all 2026 2026-06-15 2026-06-14");
        run(CTL_USAGE, "school window all soon 2026-06-15 2026-09-30");
        run(CTL_REFUSED, "school window 9990009 2026 2026-06-15 2026-09-30");
        run(CTL_REFUSED, "school window all 2026 none");
        run(CTL_DONE, "school window all 2026 2026-06-15 2026-09-30");
        run(CTL_DONE, "school window 9990001 2026 2026-06-15 2026-10-31");
        run(CTL_DONE, "school window all 2026 2026-06-15 2026-10-01");
        says(run(CTL_DONE, "school window"), "all  2026  2026-06-15  2026-10-01");
        says(run(CTL_DONE, "--json school window"), "\"for\": \"9990001\"");
        run(CTL_DONE, "school window 9990001 2026 none");
        ok(!strstr(run(CTL_DONE, "school window"), "9990001"), "it is gone");
        run(CTL_DONE, "school window all 2026 none");
}

int main(void)
{
        struct database d;
        char key[] = "/tmp/onroll-key-XXXXXX";
        if (!database_open(&d, false))
                return done_testing();
        arena = d.arena;
        ok(mkdtemp(key) != NULL, "a place for the key");
        const char *file = arena_printf(arena, "%s/key", key);
        configure(file);
        command_line();
        set_up(&d);
        schools();
        windows();
        people();
        demonstrate(&d);
        unlink(file);
        rmdir(key);
        database_close(&d);
        return done_testing();
}
