#include "tasks/mail.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

enum { AT_ONCE = 200 };

/* One line without anything that could begin another header. */
static bool one_line(const char *text)
{
        for (const char *p = text; *p; p++)
                if ((unsigned char)*p < 0x20 || *p == 0x7F)
                        return false;
        return *text != '\0';
}

/* RFC 2047 in pieces that keep each encoded word and its line below 78 characters and never split a letter. */
static void add_subject(struct buf *out, const char *subject)
{
        while (*subject) {
                const char *end = subject;
                while (*end && g_utf8_next_char(end) - subject <= 39)
                        end = g_utf8_next_char(end);
                gchar *coded = g_base64_encode((const guchar *)subject, (gsize)(end - subject));
                buf_printf(out, "=?UTF-8?B?%s?=%s", coded, *end ? "\r\n " : "\r\n");
                g_free(coded);
                subject = end;
        }
}

static void add_body(struct buf *out, const char *body)
{
        gchar *coded = g_base64_encode((const guchar *)body, strlen(body));
        for (const char *p = coded; *p; p += strnlen(p, 76))
                buf_printf(out, "%.76s\r\n", p);
        g_free(coded);
}

enum outcome mail_write(const struct mail *m, const char *from, struct buf *out)
{
        if (!one_line(m->to) || !one_line(m->subject) || strpbrk(m->to, " ,;<>\"") || !strchr(m->to, '@'))
                return REFUSED;
        buf_printf(out, "From: Onroll <%s>\r\nTo: <%s>\r\nSubject: ", from, m->to);
        add_subject(out, m->subject);
        buf_text(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
                      "Auto-Submitted: auto-generated\r\n\r\n");
        add_body(out, m->body);
        return DONE;
}

/* ---- where it goes ---- */

/* For people who look into the directory: the words as they are. Written beside and renamed, so that it is whole. */
static const char *to_directory(const char *dir, const struct mail *m)
{
        char path[512], part[520];
        snprintf(path, sizeof path, "%s/%08lu.txt", dir, m->id);
        snprintf(part, sizeof part, "%s.part", path);
        FILE *f = fopen(part, "we");
        if (!f)
                return strerror(errno);
        fprintf(f, "To: %s\nSubject: %s\n\n%s", m->to, m->subject, m->body);
        if (fclose(f) || rename(part, path))
                return strerror(errno);
        return NULL;
}

static const char *to_sendmail(const char *program, const struct buf *message)
{
        static char *environment[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL };
        char *arguments[] = { "sendmail", "-t", "-oi", NULL };
        posix_spawn_file_actions_t actions;
        pid_t pid;
        int status = -1, fd = memfd_create("mail", MFD_CLOEXEC);
        if (fd < 0 || write(fd, message->bytes, message->len) != (ssize_t)message->len || lseek(fd, 0, SEEK_SET)) {
                if (fd >= 0)
                        close(fd);
                return "no memory file";
        }
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&actions, 3); /* our connection to the database is not its business */
        int error = posix_spawn(&pid, program, &actions, NULL, arguments, environment);
        posix_spawn_file_actions_destroy(&actions);
        close(fd);
        if (error)
                return strerror(error);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                ;
        return status == 0 ? NULL : "sendmail did not take it";
}

static const char *send_one(const struct config *c, const struct mail *m)
{
        struct buf message = BUF_EMPTY;
        const char *dir = config_get(c, "mail_dir", NULL), *problem = "the address or the subject is not sound";
        if (mail_write(m, config_get(c, "mail_from", "onroll@localhost"), &message) == DONE)
                problem = dir ? to_directory(dir, m) : to_sendmail(config_get(c, "sendmail", "/usr/sbin/sendmail"), &message);
        buf_free(&message);
        return problem;
}

enum outcome mail_run(struct db *db, const struct config *c, unsigned long *count)
{
        enum outcome result = DONE;
        struct arena *a = arena_new();
        for (int n = 0; result == DONE && n < AT_ONCE; n++) {
                struct mail m;
                arena_reset(a);
                result = outbox_take(db, a, &m);
                if (result != DONE)
                        break;
                const char *problem = send_one(c, &m);
                if (problem)
                        log_event("mail-failed", "%lu: %s", m.id, problem);
                result = problem ? outbox_failed(db, m.id, problem) : outbox_sent(db, m.id);
                *count += !problem;
        }
        arena_free(a);
        return result == ABSENT ? DONE : result;
}
