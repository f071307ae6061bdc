#include "reader/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/wire.h"

/* CANNOT is the program's code for not being able to work at all, as when it may not lock itself down. */
enum { PIECE = 256 * 1024, SECONDS = 20, CANNOT = 2 };

static const char unreadable[] =
    "This file could not be read: it is damaged, or made in a way that asks too much of the "
    "reader. Open it in Excel or LibreOffice, save it again as .xlsx and send that.";
static const char slow[] =
    "Reading this file took too long. Delete the sheets, rows and columns that are not needed, save it "
    "again and send that.";

static long now_ms(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Every signal back to its default and unblocked; no descriptor but 0, 1 and 2; an empty environment. */
static int spawn(const struct reader *r, char *const *words, int in, int out, pid_t *pid)
{
        static char *const empty[] = { NULL };
        posix_spawn_file_actions_t files;
        posix_spawnattr_t how;
        sigset_t all, none;
        sigfillset(&all);
        sigemptyset(&none);
        posix_spawnattr_init(&how);
        posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        posix_spawnattr_setsigdefault(&how, &all);
        posix_spawnattr_setsigmask(&how, &none);
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&files, 3);
        int error = posix_spawn(pid, r->program, &files, &how, words, empty);
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&how);
        return error;
}

/* All that the child says, until it closes, the deadline passes or it says too much; then it is dead. */
static bool listen_to(int fd, long deadline, struct buf *answer)
{
        for (;;) {
                long left = deadline - now_ms();
                struct pollfd p = { fd, POLLIN, 0 };
                if (left <= 0 || answer->len > WIRE_BYTES_MAX)
                        return false;
                if (poll(&p, 1, (int)left) <= 0)
                        continue;
                ssize_t n = read(fd, buf_reserve(answer, PIECE), PIECE);
                if (n == 0)
                        return true;
                answer->len += n > 0 ? (size_t)n : 0;
        }
}

static enum outcome refuse(struct refusal *why, const char *words)
{
        *why = (struct refusal){ "", words };
        return REFUSED;
}

/* An end of its own shows in the status even though we kill: by then it has closed the pipe on its way out.
 */
static enum outcome await(pid_t pid, bool closed, struct refusal *why)
{
        int status = 0;
        kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                ;
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        if (closed && WIFEXITED(status) && code == 0)
                return DONE;
        log_event("reader-ended", "closed %d, signal %d, code %d", closed,
                  WIFSIGNALED(status) ? WTERMSIG(status) : 0, code);
        if (closed && code == CANNOT)
                return BROKEN;
        return refuse(why, closed ? unreadable : slow);
}

static enum outcome ask(const struct reader *r, char *const *words, int fd, struct buf *answer,
                        struct refusal *why)
{
        int ends[2];
        pid_t pid;
        if (pipe2(ends, O_CLOEXEC) != 0) {
                log_event("reader-not-started", "pipe: %s", strerror(errno));
                return BROKEN;
        }
        /* Nobody can change the file from here on, the child least of all: it has the descriptor for good. A file that
         * was opened for reading alone, as the operator's command does, the child cannot change either. */
        if ((fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY &&
            fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK) != 0) {
                log_event("reader-not-started", "the file cannot be sealed: %s", strerror(errno));
                close(ends[0]);
                close(ends[1]);
                return BROKEN;
        }
        fcntl(ends[0], F_SETPIPE_SZ, PIECE);
        long deadline = now_ms() + 1000L * (r->seconds ? r->seconds : SECONDS);
        int error = spawn(r, words, fd, ends[1], &pid);
        close(ends[1]);
        enum outcome result = BROKEN;
        if (error)
                log_event("reader-not-started", "%s: %s", r->program, strerror(error));
        else
                result = await(pid, listen_to(ends[0], deadline, answer), why);
        close(ends[0]);
        return result;
}

static enum outcome damaged(struct refusal *why)
{
        log_event("reader-distrusted", "its answer was not as it must be");
        return refuse(why, unreadable);
}

/* The answer moves into the arena, for the book points into it. */
static enum outcome make_book(struct arena *a, const struct buf *answer, struct book *out,
                              struct refusal *why)
{
        const char *words, *bytes = arena_bytes(a, answer->bytes, answer->len);
        switch (wire_book(a, bytes, answer->len, out, &words)) {
        case WIRE_GOOD: return DONE;
        case WIRE_SAYS_NO: return refuse(why, words);
        default: return damaged(why);
        }
}

enum outcome reader_book(struct arena *a, const struct reader *r, int fd, struct book *out,
                         struct refusal *why)
{
        char *words[] = { (char *)"onroll-read", NULL };
        struct buf answer = BUF_EMPTY;
        enum outcome result = ask(r, words, fd, &answer, why);
        if (result == DONE)
                result = make_book(a, &answer, out, why);
        buf_free(&answer);
        return result;
}

const char *reader_value(const struct reader_form *form, const char *name)
{
        for (size_t i = 0; i < form->field_count; i++)
                if (strcmp(form->fields[i].name, name) == 0)
                        return form->fields[i].value;
        return NULL;
}

static bool take_item(struct reader_form *form, const struct wire_item *i, uint64_t body)
{
        if (form->field_count + form->file_count == WIRE_FIELDS_MAX)
                return false;
        if (i->tag == WIRE_FIELD && !reader_value(form, i->name)) {
                struct reader_field *fields = (struct reader_field *)form->fields;
                fields[form->field_count++] = (struct reader_field){ i->name, i->text };
                return true;
        }
        if (i->tag != WIRE_FILE || i->size > body || i->offset > body - i->size)
                return false;
        struct reader_file *files = (struct reader_file *)form->files;
        files[form->file_count++] = (struct reader_file){ i->name, i->text, i->offset, i->size };
        return true;
}

static enum outcome make_form(struct arena *a, const struct buf *answer, uint64_t body,
                              struct reader_form *out, struct refusal *why)
{
        const char *at = arena_bytes(a, answer->bytes, answer->len), *end = at + answer->len;
        struct wire_item item;
        *out = (struct reader_form){ 0, 0, arena_array(a, WIRE_FIELDS_MAX, sizeof *out->fields),
                                     arena_array(a, WIRE_FIELDS_MAX, sizeof *out->files) };
        while (wire_next(&at, end, &item)) {
                if (item.tag == WIRE_END && at == end)
                        return DONE;
                if (item.tag == WIRE_REFUSED && at == end && item.len)
                        return refuse(why, item.text);
                if (!take_item(out, &item, body))
                        break;
        }
        return damaged(why);
}

enum outcome reader_form(struct arena *a, const struct reader *r, int fd, const char *boundary,
                         struct reader_form *out, struct refusal *why)
{
        char *words[] = { (char *)"onroll-read", (char *)"--multipart", (char *)boundary, NULL };
        struct buf answer = BUF_EMPTY;
        struct stat st;
        if (fstat(fd, &st) != 0) {
                log_event("reader-body", "%s", strerror(errno));
                return BROKEN;
        }
        enum outcome result = ask(r, words, fd, &answer, why);
        if (result == DONE)
                result = make_form(a, &answer, (uint64_t)st.st_size, out, why);
        buf_free(&answer);
        return result;
}
