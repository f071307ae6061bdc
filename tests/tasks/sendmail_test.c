/* Mails on their way out: what the mail program is given, and what is done when it fails. */
#include "tasks/mail.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "database.h"
#include "store/outbox.h"
#include "../tap.h"

static struct database d;
static char program[64], heard[80];

/* A stand-in that writes down its words, its environment, its descriptors and the message. */
static void write_program(int code)
{
        FILE *f = fopen(program, "we");
        fprintf(f,
                "#!/bin/sh\n{ echo \"words $*\"; tr '\\0' ' ' < /proc/$$/environ; for n in 3 4 5 6 7 8 9; do "
                "[ -e /proc/$$/fd/$n ] && "
                "[ \"$(readlink /proc/$$/fd/$n)\" != \"$0\" ] && echo open $n; done; cat; } > %s\nexit %d\n",
                heard, code);
        fclose(f);
        chmod(program, 0700);
}

static const char *what_was_heard(void)
{
        static char all[4096];
        FILE *f = fopen(heard, "re");
        size_t n = f ? fread(all, 1, sizeof all - 1, f) : 0;
        if (f)
                fclose(f);
        all[n] = '\0';
        return all;
}

int main(void)
{
        unsigned long count = 0;
        const struct config *c;
        if (!database_open(&d, true)) {
                skip("mails", "no server: run it by tests/server");
                return done_testing();
        }
        snprintf(program, sizeof program, "/tmp/onroll-sendmail-%d", getpid());
        snprintf(heard, sizeof heard, "%s.out", program);
        FILE *f = fopen(getenv("ONROLL_CONF"), "ae");
        fprintf(f, "sendmail = %s\nmail_from = onroll@la.example\n", program);
        fclose(f);
        ok(config_read(d.arena, getenv("ONROLL_CONF"), &c) == DONE, "a configuration");
        setenv("SECRET", "not-for-mail", 1);
        int open_file = dup(STDOUT_FILENO); /* as a connection is that somebody forgot to close */
        ok(outbox_add(d.db, "a@b.example", "Subject", "Body") == DONE, "a mail");
        write_program(1);
        ok(mail_run(d.db, c, &count) == DONE && count == 0, "a program that fails has sent nothing");
        ok(db_script(d.db, "UPDATE outbox SET next_try_at = UTC_TIMESTAMP();\n") == DONE, "later");
        write_program(0);
        ok(mail_run(d.db, c, &count) == DONE && count == 1, "it is tried again");
        const char *all = what_was_heard();
        ok(strstr(all, "words -t -oi\n") &&
               strstr(all, "From: Onroll <onroll@la.example>\r\nTo: <a@b.example>\r\n"),
           "and is whole");
        ok(!strstr(all, "SECRET") && strstr(all, "PATH="), "our environment stays here");
        ok(!strstr(all, "open "), "and so do our connections");
        count = 0;
        ok(mail_run(d.db, c, &count) == DONE && count == 0, "it is not sent twice");
        close(open_file);
        unlink(program);
        unlink(heard);
        database_close(&d);
        return done_testing();
}
