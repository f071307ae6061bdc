#include "reader/reader.h"
#include "../tap.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static struct arena *a;

static int file_of(const char *bytes, size_t len)
{
        int fd = memfd_create("body", MFD_ALLOW_SEALING);
        if (write(fd, bytes, len) != (ssize_t)len)
                abort();
        return fd;
}

/* A stand-in that answers what it is told; a child that has been broken into. */
static const char *liar(const char *shell)
{
        char *path = arena_printf(a, "build/liar.%d", getpid());
        FILE *f = fopen(path, "w");
        fprintf(f, "#!/bin/sh\n%s\n", shell);
        fclose(f);
        chmod(path, 0700);
        return path;
}

static double seconds(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void honest(const struct reader *r)
{
        struct book b;
        struct refusal why;
        int fd = file_of("Name,Age\nAnn,7\n", 15);
        ok(reader_book(a, r, fd, &b, &why) == DONE && b.sheet_count == 1, "a file is read");
        is_text(b.sheets[0].cells[3].text, "7", "its last cell");
        is_text(b.kind, "csv", "its kind");
        lseek(fd, 7, SEEK_SET);
        ok(reader_book(a, r, fd, &b, &why) == DONE && b.sheets[0].cell_count == 4,
           "and again from its start");
        close(fd);
        fd = file_of("", 0);
        ok(reader_book(a, r, fd, &b, &why) == REFUSED && strstr(why.words, "empty"),
           "an empty one is refused");
        close(fd);
        fd = memfd_create("huge", MFD_ALLOW_SEALING);
        ok(ftruncate(fd, (64 << 20) + 1) == 0 && reader_book(a, r, fd, &b, &why) == REFUSED,
           "a file that is too large");
        ok(strstr(why.words, "64 MiB") != NULL, "is told so");
        close(fd);
        struct reader none = { "build/no-such-program", 5 };
        fd = file_of("a", 1);
        ok(reader_book(a, &none, fd, &b, &why) == BROKEN, "no program, no answer");
        close(fd);
}

static void forms(const struct reader *r)
{
        static const char body[] =
            "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nT\r\n"
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"7b.csv\"\r\n"
            "Content-Type: text/csv\r\n\r\na,b\r\n--x--\r\n";
        struct reader_form form;
        struct refusal why;
        int fd = file_of(body, sizeof body - 1);
        ok(reader_form(a, r, fd, "x", &form, &why) == DONE && form.field_count == 1 && form.file_count == 1,
           "a form");
        is_text(reader_value(&form, "token"), "T", "a field");
        ok(!reader_value(&form, "other"), "a field that is not there");
        is_text(form.files[0].label, "7b.csv", "a file's label");
        ok(form.files[0].size == 3 && memcmp(body + form.files[0].offset, "a,b", 3) == 0, "a file's place");
        ok(reader_form(a, r, fd, "y", &form, &why) == REFUSED && strstr(why.words, "browser"),
           "another boundary");
        close(fd);
}

/* Each of these would be believed by a caller that trusts. */
static void lies(void)
{
        static const char *const t[] = {
                "exit 0",
                "printf 'E'",
                "printf 'K\\003\\000csv\\000E'",
                "printf "
                "'K\\003\\000csv\\000S\\000\\000\\000\\000R\\000\\000\\000\\000\\001\\000\\000\\001\\000a\\00"
                "0E'; exit 3",
                "printf "
                "'K\\003\\000csv\\000S\\000\\000\\000\\000R\\000\\000\\000\\000\\001\\000\\000\\001\\000\\377"
                "\\000E'",
                "printf "
                "'K\\003\\000csv\\000S\\000\\000\\000\\000R\\377\\377\\377\\177\\001\\000\\000\\001\\000a\\00"
                "0E'",
                "printf "
                "'K\\003\\000csv\\000S\\000\\000\\000\\000R\\000\\000\\000\\000\\001\\000\\000\\377\\377a\\00"
                "0E'",
                "printf 'X\\000\\000\\000'",
                "kill -9 $$",
        };
        struct book b;
        struct refusal why;
        int fd = file_of("a", 1);
        for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
                struct reader r = { liar(t[i]), 5 };
                ok(reader_book(a, &r, fd, &b, &why) == REFUSED && strstr(why.words, "could not be read"),
                   "not believed: %s", t[i]);
        }
        struct reader unable = { liar("exit 2"), 5 };
        ok(reader_book(a, &unable, fd, &b, &why) == BROKEN,
           "a reader that cannot lock itself down is our fault");
        struct reader true_one = { liar("printf "
                                        "'K\\003\\000csv\\000S\\000\\000\\000\\000R\\000\\000\\000\\000\\001"
                                        "\\000\\000\\001\\000a\\000E'"),
                                   5 };
        ok(reader_book(a, &true_one, fd, &b, &why) == DONE, "the same without a fault is believed");
        struct reader chatter = { liar("while :; do printf '%65536d' 1; done"), 20 };
        ok(reader_book(a, &chatter, fd, &b, &why) == REFUSED, "one that never stops is stopped");
        struct reader range = { liar("printf "
                                     "'U\\001\\000f\\000\\001\\000l\\000\\001\\000\\000\\000\\000\\000\\000\\"
                                     "000\\001\\000\\000\\000"
                                     "\\000\\000\\000\\000E'"),
                                5 };
        struct reader_form form;
        ok(reader_form(a, &range, fd, "x", &form, &why) == REFUSED, "a range outside the body");
        double start = seconds();
        struct reader sleeper = { liar("exec sleep 30"), 1 };
        ok(reader_book(a, &sleeper, fd, &b, &why) == REFUSED && strstr(why.words, "too long"),
           "one that sleeps");
        ok(seconds() - start < 2, "is woken in time");
        unlink(sleeper.program);
        close(fd);
}

/* A child that has been broken into writes into what it was given to read. */
static void vandal(void)
{
        struct book b;
        struct refusal why;
        char kept[4] = "";
        int fd = file_of("abc", 3);
        lseek(fd, 0, SEEK_SET);
        struct reader r = { liar("printf XYZ 1>&0; exit 3"), 5 };
        ok(reader_book(a, &r, fd, &b, &why) == REFUSED, "a vandal");
        ok(pread(fd, kept, 3, 0) == 3 && strcmp(kept, "abc") == 0, "changes nothing of the file");
        close(fd);
        fd = memfd_create("open", 0);
        ok(reader_book(a, &r, fd, &b, &why) == BROKEN, "a file that cannot be sealed is not given away");
        unlink(r.program);
        close(fd);
}

/* What the child can see: no variable, no descriptor but three. */
static void bare(void)
{
        struct book b;
        struct refusal why;
        int fd = file_of("a", 1), other = open("/dev/null", O_RDONLY);
        struct reader r = {
                liar("n=0; for f in 3 4 5 6 7 8 9 11 12 13; do [ -e /proc/$$/fd/$f ] && n=$f; done\n"
                     "v=$(tr -d '\\000' < /proc/$$/environ | wc -c); t=\"$n-$v-\"; printf "
                     "'X\\003\\000%.3s\\000' \"$t\""),
                5
        };
        ok(reader_book(a, &r, fd, &b, &why) == REFUSED, "a look around");
        is_text(why.words, "0-0", "three descriptors, no environment");
        unlink(r.program);
        close(fd);
        close(other);
}

static const char *line_of(const char *path, const char *start)
{
        static char line[512];
        FILE *f = fopen(path, "r");
        while (f && fgets(line, sizeof line, f))
                if (strncmp(line, start, strlen(start)) == 0) {
                        fclose(f);
                        return line;
                }
        if (f)
                fclose(f);
        return "";
}

static int long_list(void)
{
        int in = memfd_create("body", 0);
        for (int i = 0; i < 50000; i++)
                if (write(in, "name,12/05/2012\n", 16) != 16)
                        abort();
        lseek(in, 0, SEEK_SET);
        return in;
}

static pid_t start(const char *program, int in, int out)
{
        pid_t pid = fork();
        if (pid != 0)
                return pid;
        dup2(in, STDIN_FILENO);
        dup2(out, STDOUT_FILENO);
        execl(program, program, (char *)NULL);
        _exit(127);
}

/* A worker that is killed leaves no reader behind: what had been said is all that is ever said. */
static void orphan(const char *program)
{
        int in = long_list(), out[2];
        char some[65536];
        size_t said = 0;
        if (pipe2(out, O_CLOEXEC) != 0)
                abort();
        pid_t worker = fork();
        if (worker == 0) {
                start(program, in, out[1]);
                _exit(read(out[0], some, 1) != 1);
        }
        close(out[1]);
        waitpid(worker, NULL, 0);
        usleep(200 * 1000);
        for (ssize_t n; (n = read(out[0], some, sizeof some)) > 0;)
                said += (size_t)n;
        ok(said > 0 && said <= 65536, "a reader ends with its worker");
        close(in);
        close(out[0]);
}

/* The program as it is built, caught while it waits for somebody to read: it is in its cage. */
static void locked(const char *program)
{
        int in = long_list(), out[2];
        if (pipe2(out, O_CLOEXEC) != 0)
                abort();
        pid_t pid = start(program, in, out[1]);
        char first;
        bool began = read(out[0], &first, 1) == 1;
        const char *status = arena_printf(a, "/proc/%d/status", pid),
                   *limits = arena_printf(a, "/proc/%d/limits", pid);
        ok(began && strstr(line_of(status, "NoNewPrivs:"), "1"), "no new privileges");
#ifndef ONROLL_SANITIZED
        ok(strstr(line_of(status, "Seccomp:"), "2") != NULL, "a list of calls");
        ok(strstr(line_of(limits, "Max address space"), " 268435456 ") != NULL, "memory has a limit");
#endif
        ok(strstr(line_of(limits, "Max cpu time"), " 10 ") != NULL, "time has one");
        ok(strstr(line_of(limits, "Max file size"), " 0 ") != NULL, "files have one");
        ok(strstr(line_of(limits, "Max open files"), " 8 ") != NULL, "descriptors have one");
        ok(strstr(line_of(limits, "Max processes"), " 0 ") != NULL, "it starts no process");
        ok(*line_of(limits, "Max core") && !strstr(line_of(limits, "Max core"), "unlimited"),
           "and leaves no core");
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        close(in);
        close(out[0]);
        close(out[1]);
}

int main(int count, char **words)
{
        (void)count;
        a = arena_new();
        const char *build = dirname(dirname(dirname(arena_text(a, words[0]))));
        struct reader r = { arena_printf(a, "%s/onroll-read", build), 10 };
        honest(&r);
        locked(r.program);
        orphan(r.program);
        forms(&r);
        lies();
        bare();
        vandal();
        arena_free(a);
        return done_testing();
}
