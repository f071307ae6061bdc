/* The drop folder: whose folder it is, what is a whole list and what changes, what is left where it lies,
 * what is refused with its reason, and two programs at the same time. */
#include "tasks/drop.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "site.h"
#include "store/delivery.h"
#include "store/school.h"

#define LIST "Surname,Forename,Date of birth\n"

static struct site_test s;
static struct arena *a;
static char drop[] = "/tmp/onroll-drop-XXXXXX";
static const struct config *config;
static unsigned long oak;

/* ---- folders ---- */

static const char *at(const char *name)
{
        return arena_printf(a, "%s/%s", drop, name);
}

static void make_folder(const char *name)
{
        ok(mkdir(at(name), 0700) == 0, "folder %s", name);
}

static void age(const char *name, long seconds)
{
        const struct timespec then[2] = { { time(NULL) - seconds, 0 }, { time(NULL) - seconds, 0 } };
        ok(utimensat(AT_FDCWD, at(name), then, 0) == 0, "%s was written %ld seconds ago", name, seconds);
}

static void put(const char *name, const char *text)
{
        FILE *f = fopen(at(name), "we");
        ok(f && fputs(text, f) >= 0 && fclose(f) == 0, "%s", name);
        age(name, 120);
}

static bool there(const char *name)
{
        struct stat st;
        return lstat(at(name), &st) == 0;
}

static const char *read_text(const char *name)
{
        char text[500] = "";
        FILE *f = fopen(at(name), "re");
        if (f) {
                text[fread(text, 1, sizeof text - 1, f)] = '\0';
                fclose(f);
        }
        return arena_text(a, text);
}

static unsigned long run(void)
{
        unsigned long count = 0;
        ok(drop_run(s.d.db, config, &count) == DONE, "the task");
        return count;
}

static struct deliveries all(void)
{
        struct deliveries out = { 0, NULL };
        ok(delivery_list(s.d.db, a, 0, 0, 100, &out) == DONE, "deliveries");
        return out;
}

/* ---- what comes ---- */

static void taken(void)
{
        make_folder("9992001");
        make_folder("999");
        put("9992001/night.csv", LIST "Abbott,Amir,2016-01-01\n");
        is_long((long)run(), 1, "a school's file is kept");
        struct delivery d = all().items[0];
        ok(d.school == oak && d.complete && d.source == FROM_FOLDER && d.state == DELIVERY_NEW,
           "a whole list of that school");
        is_text(d.file_name, "night.csv", "by its name");
        ok(!there("9992001/night.csv"), "and gone from the folder");

        put("9992001/again.csv", LIST "Abbott,Amir,2016-01-01\n");
        is_long((long)run(), 1, "the same bytes again");
        is_long(all().items[0].state, DELIVERY_TWIN, "are noticed");
        ok(!there("9992001/again.csv"), "and not left behind");

        put("9992001/changes-night.csv", LIST "Barker,Bea,2016-01-01\n");
        put("999/all.csv", "LAESTAB," LIST "9992001,Abbott,Amir,2016-01-01\n");
        is_long((long)run(), 2, "changes, and the authority's");
        for (size_t i = 0; i < 2; i++) {
                d = all().items[i];
                if (strcmp(d.file_name, "all.csv") == 0)
                        ok(d.school == 0 && d.complete, "for the whole authority");
                else
                        ok(d.school == oak && !d.complete, "not everyone is in it");
        }
        is_long((long)run(), 0, "nothing is left");
}

static void still_written(void)
{
        put("9992001/slow.csv", LIST "Cole,Cal,2016-01-01\n");
        age("9992001/slow.csv", 3);
        is_long((long)run(), 0, "a file that is still being written");
        ok(there("9992001/slow.csv"), "stays");
        age("9992001/slow.csv", 61);
        is_long((long)run(), 1, "until it is quiet");
}

static void left_alone(void)
{
        char elsewhere[] = "/tmp/onroll-else-XXXXXX";
        ok(mkdtemp(elsewhere) != NULL, "a folder elsewhere");
        const char *secret = arena_printf(a, "%s/secret.csv", elsewhere);
        FILE *f = fopen(secret, "we");
        ok(f && fputs(LIST, f) >= 0 && fclose(f) == 0, "a file elsewhere");
        ok(symlink(secret, at("9992001/link.csv")) == 0 && symlink(elsewhere, at("9992002")) == 0,
           "symbolic links to both");
        const struct timespec then[2] = { { 0, 0 }, { 0, 0 } };
        ok(utimensat(AT_FDCWD, secret, then, 0) == 0, "long ago");
        make_folder("9999999");
        put("9999999/x.csv", LIST);
        make_folder("notes");
        put("notes/x.csv", LIST);
        put("loose.csv", LIST);
        put("9992001/.part.csv", LIST);
        make_folder("9992001/folder");
        put("9992001/folder/x.csv", LIST);
        ok(mkfifo(at("9992001/pipe.csv"), 0600) == 0, "a pipe");
        age("9992001/pipe.csv", 120);
        age("9992001/folder", 120);
        size_t before = all().count;
        is_long((long)run(), 0, "none of them is anybody's file");
        is_long((long)all().count, (long)before, "nothing was kept");
        static const char *const names[] = { "9992001/link.csv",     "9992002",         "9999999/x.csv",
                                             "notes/x.csv",          "loose.csv",       "9992001/.part.csv",
                                             "9992001/folder/x.csv", "9992001/pipe.csv" };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                ok(there(names[i]), "%s is where it was", names[i]);
        is_long(access(secret, R_OK), 0, "and so is what was linked to");
        unlink(secret);
        rmdir(elsewhere);
        unlink(at("9992002"));
}

static void refused(void)
{
        size_t before = all().count;
        put("9992001/empty.csv", "");
        is_long((long)run(), 0, "an empty file");
        ok(!there("9992001/empty.csv") && there("9992001/refused/empty.csv"), "is put aside");
        ok(strstr(read_text("9992001/refused/empty.csv.why.txt"), "The file is empty") != NULL,
           "with the reason beside it");
        is_long((long)all().count, (long)before, "nothing was kept");
        put("9992001/empty.csv", "");
        is_long((long)run(), 0, "the next one too");
        put("9992001/full.csv", LIST "Dunn,Dee,2016-01-01\n");
        is_long((long)run(), 1, "and the next good one is taken");
}

/* ---- two programs ---- */

static pid_t start(void)
{
        unsigned long count = 0;
        struct db *db = NULL;
        pid_t pid = fork();
        if (pid)
                return pid;
        _exit(db_open(config, &db) == DONE && drop_run(db, config, &count) == DONE ? 0 : 99);
}

static void at_the_same_time(void)
{
        enum { FILES = 20 };
        int first, second;
        size_t before = all().count, new = 0;
        for (int i = 0; i < FILES; i++)
                put(arena_printf(a, "9992001/many-%d.csv", i),
                    arena_printf(a, LIST "Many,Number%d,2016-01-01\n", i));
        pid_t one = start(), two = start();
        waitpid(one, &first, 0);
        waitpid(two, &second, 0);
        ok(WIFEXITED(first) && WIFEXITED(second) && !WEXITSTATUS(first) && !WEXITSTATUS(second),
           "two programs at the same time");
        struct deliveries now = all();
        for (size_t i = 0; i + before < now.count; i++)
                new += now.items[i].state == DELIVERY_NEW;
        is_long((long)new, FILES, "each file is kept once");
        ok(!there("9992001/many-0.csv") && !there("9992001/many-19.csv"), "and none is left");
        is_long((long)run(), 0, "nothing is left to do");
}

static void without_folder(void)
{
        unsigned long count = 0;
        ok(drop_run(s.d.db, s.d.config, &count) == DONE && count == 0,
           "without a drop folder there is nothing to do");
        ok(rename(drop, arena_printf(a, "%s.away", drop)) == 0, "the folder is away");
        ok(drop_run(s.d.db, config, &count) == BROKEN, "which is said");
        ok(rename(arena_printf(a, "%s.away", drop), drop) == 0, "and back");
}

static void set_config(void)
{
        const char *path = getenv("ONROLL_CONF");
        FILE *f = fopen(path, "ae");
        ok(f && fprintf(f, "drop_dir = %s\n", drop) > 0 && fclose(f) == 0 &&
               config_read(a, path, &config) == DONE,
           "drop_dir");
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
        (void)st, (void)kind, (void)f;
        return remove(path);
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        a = s.d.arena;
        const struct school school = { .laestab = "9992001",
                                       .urn = "",
                                       .name = "Oak",
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        ok(school_add(s.d.db, 0, &school, &oak) == DONE && mkdtemp(drop) != NULL, "a school and a folder");
        set_config();
        taken();
        still_written();
        left_alone();
        refused();
        at_the_same_time();
        without_folder();
        ok(nftw(drop, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0, "the folder goes");
        site_close(&s);
        return done_testing();
}
