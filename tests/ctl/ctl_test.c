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
        says(run(CTL_DONE, "demo --schools 5 --pupils 100"), "admin@la.example");
        says(run(CTL_REFUSED, "--json demo"), "empty");
        by_hand(d, "DELETE FROM school;\nDELETE FROM person;\nDELETE FROM pupil;\nDELETE FROM pupil_key;\n"
                   "DELETE FROM pupil_change;\nDELETE FROM migration_window;\n");
        ok(mkdtemp(folder) != NULL, "a folder");
        says(run(CTL_DONE, arena_printf(arena, "--json demo --schools 10 --pupils 2500 --files %s", folder)),
             "\"pupils\": 2500");
        says(run(CTL_DONE, "doctor"), "10 schools, 2500 pupils");
        is_long(access(arena_printf(arena, "%s/truth.csv", folder), R_OK), 0, "example files");
        remove_files(folder);
        by_hand(d, "UPDATE school SET on_roll = on_roll + 1 WHERE id = 3;\n");
        says(run(CTL_REFUSED, "doctor"), "BAD  rolls  1 ");
        by_hand(d, "UPDATE school SET on_roll = on_roll - 1 WHERE id = 3;\nDELETE FROM pupil_key WHERE "
                   "pupil_id = 7;\n");
        says(run(CTL_REFUSED, "doctor"), "BAD  keys  1 ");
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
        demonstrate(&d);
        unlink(file);
        rmdir(key);
        database_close(&d);
        return done_testing();
}
