#include "http/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "http/fastcgi.h"

enum { WORKERS_MAX = 64 };

static volatile sig_atomic_t stopping, child_ended;

static void on_stop(int signal)
{
        (void)signal;
        stopping = 1;
}

static void on_child(int signal)
{
        (void)signal;
        child_ended = 1;
}

static void on_alarm(int signal)
{
        (void)signal;
        static const char line[] = "{\"event\":\"watchdog\",\"more\":\"a request took too long; its worker ends\"}\n";
        if (write(STDERR_FILENO, line, sizeof line - 1) < 0)
                _exit(71);
        _exit(70);
}

/* libfcgi replaces handlers without SA_RESTART, which would cut answers short: ours stand before it starts. */
static void handle(int signal, void (*handler)(int))
{
        struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };
        sigemptyset(&action.sa_mask);
        sigaction(signal, &action, NULL);
}

/* ---- worker ---- */

static bool peer_allowed(int fd, uid_t peer)
{
        struct ucred who;
        socklen_t len = sizeof who;
        if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) || who.uid != peer) {
                log_event("peer-refused", "a connection by another user than nginx's");
                return false;
        }
        struct timeval wait = { 10, 0 };
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
        return true;
}

static void answer_one(struct fastcgi *f, struct arena *a, const struct serve_options *o, const struct serve_work *work, void *context)
{
        static unsigned long number;
        static struct response response;
        struct request request = { .arena = a, .number = ++number, .body = -1 };
        response_reset(&response);
        int status = fastcgi_read(f, &request, o->content_max);
        if (status == 0)
                work->answer(context, &request, &response);
        else
                fastcgi_refuse(&response, status);
        if (status >= 0)
                fastcgi_write(f, &response);
        else
                fastcgi_drop(f);
        if (request.body >= 0)
                close(request.body);
        arena_reset(a);
}

int serve_worker(int listener, const struct serve_options *o, const struct serve_work *work)
{
        sigset_t blocked, open_mask;
        sigemptyset(&blocked);
        sigaddset(&blocked, SIGTERM);
        sigaddset(&blocked, SIGINT);
        handle(SIGTERM, on_stop);
        handle(SIGINT, on_stop);
        handle(SIGALRM, on_alarm);
        handle(SIGPIPE, SIG_IGN);
        sigprocmask(SIG_BLOCK, &blocked, &open_mask);
        sigdelset(&open_mask, SIGTERM);
        sigdelset(&open_mask, SIGINT);
        void *context = work->start(work->options);
        struct fastcgi *f = context ? fastcgi_start() : NULL;
        if (!f)
                return 1;
        struct arena *a = arena_new();
        for (unsigned served = 0; served < o->requests_max;) {
                struct pollfd p = { listener, POLLIN, 0 };
                struct timespec none = { 0, 0 };
                int ready = ppoll(&p, 1, stopping ? &none : NULL, &open_mask);
                if (ready <= 0) {
                        if (stopping)
                                break;
                        continue;
                }
                int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
                if (fd < 0)
                        continue;
                if (!peer_allowed(fd, o->peer)) {
                        close(fd);
                        continue;
                }
                alarm(o->watchdog); /* receiving is watched too: a peer that dribbles passes every time-out of the socket */
                if (fastcgi_accept(f, fd)) {
                        answer_one(f, a, o, work, context);
                        served++;
                }
                alarm(0);
        }
        arena_free(a);
        return 0;
}

/* ---- pool ---- */

/* systemd's socket, when there is one that is meant for this process. */
static bool handed_over(void)
{
        const char *count = getenv("LISTEN_FDS"), *pid = getenv("LISTEN_PID");
        return count && pid && strcmp(count, "1") == 0 && strtol(pid, NULL, 10) == getpid();
}

static int listen_on(const char *path)
{
        if (handed_over()) {
                fcntl(3, F_SETFD, FD_CLOEXEC);
                fcntl(3, F_SETFL, fcntl(3, F_GETFL) | O_NONBLOCK);
                fcntl(3, F_SETFD, FD_CLOEXEC);
                return 3;
        }
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        if (strlen(path) >= sizeof address.sun_path) {
                log_event("socket", "path too long: %s", path);
                return -1;
        }
        memcpy(address.sun_path, path, strlen(path) + 1);
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        unlink(path);
        mode_t old = umask(0117);
        int bad = fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 511);
        umask(old);
        if (!bad)
                return fd;
        log_event("socket", "%s: %s", path, strerror(errno));
        return -1;
}

static pid_t start_worker(int listener, const struct serve_options *o, const struct serve_work *work, sigset_t *mask)
{
        pid_t parent = getpid(), pid = fork();
        if (pid != 0)
                return pid;
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent)
                _exit(0);
        stopping = 0;
        sigprocmask(SIG_SETMASK, mask, NULL);
        _exit(serve_worker(listener, o, work));
}

/* A worker that dies young is not replaced at once, or a broken start would spin. */
static void reap(pid_t *pids, time_t *started, int count)
{
        int status;
        for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
                for (int i = 0; i < count; i++)
                        if (pids[i] == pid) {
                                pids[i] = 0;
                                if (status)
                                        log_event("worker-ended", "pid %d status %d", (int)pid, status);
                                if (!status || time(NULL) - started[i] > 5)
                                        started[i] = 0;
                        }
}

static void end_all(const pid_t *pids, int count)
{
        for (int i = 0; i < count; i++)
                if (pids[i] > 0)
                        kill(pids[i], SIGTERM);
        while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
                ;
}

int serve(const struct serve_options *o, const struct serve_work *work)
{
        pid_t pids[WORKERS_MAX] = { 0 };
        time_t started[WORKERS_MAX] = { 0 };
        int count = o->workers < 1 ? 1 : o->workers > WORKERS_MAX ? WORKERS_MAX : o->workers;
        int listener = listen_on(o->socket);
        if (listener < 0)
                return 1;
        sigset_t blocked, open_mask;
        sigemptyset(&blocked);
        sigaddset(&blocked, SIGTERM);
        sigaddset(&blocked, SIGINT);
        sigaddset(&blocked, SIGCHLD);
        sigprocmask(SIG_BLOCK, &blocked, &open_mask);
        handle(SIGTERM, on_stop);
        handle(SIGINT, on_stop);
        handle(SIGCHLD, on_child);
        while (!stopping) {
                for (int i = 0; i < count; i++)
                        if (pids[i] <= 0 && time(NULL) - started[i] > 2) {
                                started[i] = time(NULL);
                                pids[i] = start_worker(listener, o, work, &open_mask);
                        }
                struct timespec wait = { 3, 0 };
                ppoll(NULL, 0, &wait, &open_mask);
                if (child_ended) {
                        child_ended = 0;
                        reap(pids, started, count);
                }
        }
        close(listener);
        end_all(pids, count);
        return 0;
}
