/* The pool as nginx meets it, and as a worse peer would: FastCGI by hand on the socket. */
#include "http/serve.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../tap.h"

static struct serve_options options = { .workers = 1, .watchdog = 60, .requests_max = 1000 };

/* ---- the pool: answers with its process id and what it was sent; "/slow" takes its time ---- */

static void *start(void *nothing)
{
        (void)nothing;
        static int something;
        return &something;
}

/* Longer than one call of the system takes, and no two places alike. */
enum { LONG_NUMBERS = 5000000 };

static void send_long(struct response *out)
{
        uint32_t *numbers = calloc(LONG_NUMBERS, sizeof *numbers);
        for (uint32_t i = 0; numbers && i < LONG_NUMBERS; i++)
                numbers[i] = i;
        response_send(out, 200, "text/plain", numbers, LONG_NUMBERS * sizeof *numbers);
        free(numbers);
}

static void answer(void *context, struct request *r, struct response *out)
{
        char text[300];
        (void)context;
        if (strcmp(r->path, "/long") == 0) {
                send_long(out);
                return;
        }
        if (strcmp(r->path, "/slow") == 0)
                usleep(700 * 1000);
        if (strcmp(r->path, "/stuck") == 0)
                sleep(30);
        snprintf(text, sizeof text, "pid %d a=%s %zu bytes, %d", getpid(), request_form(r, "a"), r->body_len,
                 r->body >= 0);
        response_header(out, "X-Split", request_query(r, "header"));
        response_send(out, 200, "text/plain", text, strlen(text));
}

static pid_t pool(const char *name)
{
        static const struct serve_work work = { start, answer, NULL };
        static char path[64];
        snprintf(path, sizeof path, "/tmp/onroll-serve-%d-%s", getpid(), name);
        options.socket = path;
        pid_t pid = fork();
        if (pid == 0)
                _exit(serve(&options, &work));
        for (int i = 0; i < 500 && access(path, F_OK); i++)
                usleep(10 * 1000);
        usleep(50 * 1000);
        return pid;
}

static int end(pid_t supervisor)
{
        int status = -1;
        kill(supervisor, SIGTERM);
        waitpid(supervisor, &status, 0);
        unlink(options.socket);
        return status;
}

/* ---- the peer ---- */

static int reach(const char *path)
{
        struct sockaddr_un to = { .sun_family = AF_UNIX };
        snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to))
                abort();
        return fd;
}

static void record(struct buf *b, int type, const void *bytes, size_t len)
{
        const unsigned char head[8] = {
                1, (unsigned char)type, 0, 1, (unsigned char)(len >> 8), (unsigned char)len, 0, 0
        };
        buf_add(b, head, sizeof head);
        buf_add(b, bytes, len);
}

static void param(struct buf *b, const char *name, const char *value)
{
        buf_char(b, (char)strlen(name));
        buf_char(b, (char)strlen(value));
        buf_text(b, name);
        buf_text(b, value);
}

struct asked {
        const char *method, *uri, *type, *length, *body;
        const char *twice; /* a variable that comes a second time */
        bool unfinished;   /* the variables never end */
};

static struct buf request_of(const struct asked *q)
{
        static const char begin[8] = { 0, 1, 0 };
        struct buf b = BUF_EMPTY, params = BUF_EMPTY;
        param(&params, "REQUEST_METHOD", q->method);
        param(&params, "REQUEST_URI", q->uri);
        param(&params, "REMOTE_ADDR", "192.0.2.1");
        param(&params, "CONTENT_TYPE", q->type ? q->type : "");
        param(&params, "CONTENT_LENGTH", q->length ? q->length : "");
        if (q->twice)
                param(&params, q->twice, "a"), param(&params, q->twice, "b");
        record(&b, 1, begin, sizeof begin);
        record(&b, 4, params.bytes, params.len);
        buf_free(&params);
        if (q->unfinished)
                return b;
        record(&b, 4, "", 0);
        if (q->body)
                record(&b, 5, q->body, strlen(q->body));
        record(&b, 5, "", 0);
        return b;
}

static int send_to(const char *path, const struct asked *q)
{
        int fd = reach(path);
        struct buf b = request_of(q);
        if (send(fd, b.bytes, b.len, MSG_NOSIGNAL) < 0 && errno != EPIPE)
                abort();
        buf_free(&b);
        return fd;
}

/* What comes back until the other side closes, "" when nothing does. */
static const char *hear(int fd)
{
        static char all[8192];
        size_t len = 0;
        struct pollfd p = { fd, POLLIN, 0 };
        for (ssize_t n; poll(&p, 1, 20000) > 0 && (n = read(fd, all + len, sizeof all - len - 1)) > 0;)
                len += (size_t)n;
        close(fd);
        for (size_t i = 0; i < len; i++)
                if (!all[i])
                        all[i] = ' '; /* heads of records hold NULs */
        all[len] = '\0';
        return all;
}

static const char *ask(const struct asked *q)
{
        return hear(send_to(options.socket, q));
}

static const struct asked plain = { .method = "GET", .uri = "/" };

static long pid_in(const char *words)
{
        const char *at = strstr(words, "pid ");
        return at ? strtol(at + 4, NULL, 10) : 0;
}

static double seconds(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- what it must do ---- */

static void requests(void)
{
        pid_t p = pool("requests");
        struct stat st;
        ok(stat(options.socket, &st) == 0 && (st.st_mode & 07777) == 0660,
           "the socket is for its owner and group");
        ok(strstr(ask(&plain), "Status: 200") != NULL, "a request is answered");
        const struct asked form = { "POST", "/",  "application/x-www-form-urlencoded", "7", "a=b%21c",
                                    NULL,   false };
        ok(strstr(ask(&form), "a=b!c") != NULL, "a form arrives");
        const struct asked upload = { "POST", "/",  "multipart/form-data; boundary=x", "5", "12345",
                                      NULL,   false };
        ok(strstr(ask(&upload), "5 bytes, 1") != NULL, "a body of parts arrives as a file");
        const struct asked faults[] = {
                { "POST", "/", "application/x-www-form-urlencoded", "600000", "a=b", NULL, false },
                { "POST", "/", "multipart/form-data; boundary=x", "12582913", "a", NULL, false },
                { "POST", "/", "application/json", "2", "{}", NULL, false },
                { "POST", "/", "application/x-www-form-urlencoded", "-1", "a=b", NULL, false },
                { "POST", "/", "application/x-www-form-urlencoded", "3", "%zz", NULL, false },
                { "GET", "/?a=%00", NULL, NULL, NULL, NULL, false },
                { "GET", "/", NULL, NULL, NULL, "HTTP_COOKIE", false },
                { "GET", "/", NULL, NULL, NULL, "HTTP_ORIGIN", false },
                { "GET", "/", NULL, NULL, NULL, "HTTP_SEC_FETCH_SITE", false },
                { "GET", "/", NULL, NULL, NULL, "CONTENT_LENGTH", false },
        };
        static const char *const status[] = { "413", "413", "415", "411", "400",
                                              "400", "400", "400", "400", "400" };
        for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
                char want[20];
                snprintf(want, sizeof want, "Status: %s", status[i]);
                ok(strstr(ask(&faults[i]), want) != NULL, "fault %zu: %s", i, want);
        }
        const struct asked split = { .method = "GET", .uri = "/?header=a%0D%0ASet-Cookie:%20b" };
        const char *words = ask(&split);
        ok(strstr(words, "Status: 200") && !strstr(words, "X-Split") && !strstr(words, "Set-Cookie"),
           "no header can be split");
        ok(end(p) == 0, "and it ends");
}

static void bad_peers(void)
{
        pid_t p = pool("peers");
        struct asked half = plain;
        half.unfinished = true;
        long pid = pid_in(ask(&plain));
        int fd = send_to(options.socket, &half);
        shutdown(fd, SHUT_WR);
        ok(!strstr(hear(fd), "Status"), "half a request is not answered");
        const struct asked cut = {
                "POST", "/", "application/x-www-form-urlencoded", "10", "a=b", NULL, false
        };
        ok(!strstr(ask(&cut), "Status"), "nor one whose body is cut");
        close(reach(options.socket));
        fd = reach(options.socket);
        ok(send(fd, "GET / HTTP/1.1\r\n\r\n", 18, MSG_NOSIGNAL) == 18, "nor another protocol");
        shutdown(fd, SHUT_WR);
        ok(!strstr(hear(fd), "Status"), "at all");
        ok(pid_in(ask(&plain)) == pid, "the worker goes on");
        end(p);
        options.peer = getuid() + 1;
        p = pool("strangers");
        ok(!strstr(ask(&plain), "Status"), "another user than nginx's is not served");
        options.peer = getuid();
        end(p);
}

/* One byte a time, so that no read takes long. */
static void dribble(void)
{
        options.watchdog = 2;
        pid_t p = pool("dribble");
        struct buf b = request_of(&plain);
        double began = seconds();
        int fd = reach(options.socket);
        for (size_t i = 0; i < b.len && seconds() - began < 10; i++) {
                if (send(fd, b.bytes + i, 1, MSG_NOSIGNAL) != 1)
                        break;
                usleep(200 * 1000);
        }
        ok(seconds() - began < 6, "who dribbles is let go after the watchdog's time: %.1f s",
           seconds() - began);
        close(fd);
        buf_free(&b);
        ok(strstr(ask(&plain), "Status: 200") != NULL, "others are served");
        const struct asked stuck = { .method = "GET", .uri = "/stuck" };
        long before = pid_in(ask(&plain));
        began = seconds();
        ok(!strstr(ask(&stuck), "Status") && seconds() - began < 6,
           "a request that hangs is ended with its worker");
        long after = pid_in(ask(&plain));
        ok(after && after != before, "which is replaced");
        options.watchdog = 60;
        end(p);
}

static void endings(void)
{
        pid_t p = pool("endings");
        const struct asked slow = { .method = "GET", .uri = "/slow" };
        long before = pid_in(ask(&plain));
        int fd = send_to(options.socket, &slow);
        usleep(200 * 1000);
        kill((pid_t)before, SIGTERM);
        int waiting = send_to(options.socket, &plain);
        ok(strstr(hear(fd), "Status: 200") != NULL, "a worker that is told to end finishes its request");
        ok(strstr(hear(waiting), "Status: 200") != NULL, "and who waited is served");
        long after = before; /* it serves whoever has come by then */
        for (int i = 0; i < 20 && after == before; i++) {
                usleep(50 * 1000);
                after = pid_in(ask(&plain));
        }
        ok(after && after != before, "by the next");
        kill((pid_t)after, SIGKILL);
        ok(strstr(ask(&plain), "Status: 200") != NULL, "a worker that dies is replaced");
        fd = send_to(options.socket, &slow);
        usleep(200 * 1000);
        ok(end(p) == 0, "the pool ends");
        ok(strstr(hear(fd), "Status: 200") != NULL, "when its last request is answered");
}

/* Peers that keep their side open after the answer, as nginx does for a moment. */
static void open_peers(void)
{
        pid_t p = pool("open");
        double began = seconds();
        int open[8];
        for (size_t i = 0; i < 8; i++)
                open[i] = send_to(options.socket, &plain);
        ok(strstr(ask(&plain), "Status: 200") != NULL && seconds() - began < 1,
           "nobody waits for those who were answered and stay: %.2f s", seconds() - began);
        for (size_t i = 0; i < 8; i++)
                ok(strstr(hear(open[i]), "Status: 200") != NULL, "whose answer is there when they look");
        const struct asked unread = { "POST", "/", "application/json", "2", "{}", NULL, false };
        ok(strstr(ask(&unread), "Status: 415") != NULL, "a body that nobody reads loses no answer");
        end(p);
}

static const char *heads(void)
{
        static char types[32];
        unsigned char bytes[4096], *at = bytes;
        int fd = send_to(options.socket, &plain);
        size_t count = 0;
        ssize_t len = recv(fd, bytes, sizeof bytes, MSG_WAITALL);
        for (; len >= 8 && count < sizeof types - 1; count++) {
                size_t record = 8u + at[4] * 256u + at[5] + at[6];
                types[count] = (char)('0' + at[1]);
                at += record;
                len -= (ssize_t)record;
        }
        types[count] = '\0';
        close(fd);
        return types;
}

static struct buf hear_long(void)
{
        const struct asked q = { .method = "GET", .uri = "/long" };
        struct buf all = BUF_EMPTY;
        int fd = send_to(options.socket, &q);
        char some[10000];
        for (ssize_t n; (n = recv(fd, some, sizeof some, 0)) > 0;)
                buf_add(&all, some, (size_t)n);
        close(fd);
        return all;
}

/* What its records of output carry, one behind the other, behind the lines of the head. */
static struct buf body_of(const struct buf *answer)
{
        struct buf out = BUF_EMPTY;
        const unsigned char *at = (const unsigned char *)answer->bytes, *end = at + answer->len;
        for (size_t n; end - at >= 8; at += 8 + n + at[6]) {
                n = at[4] * 256u + at[5];
                if (at[1] == 6)
                        buf_add(&out, (const char *)at + 8, n);
        }
        const char *head = out.len ? memmem(out.bytes, out.len, "\r\n\r\n", 4) : NULL;
        ok(head != NULL, "a head");
        size_t skip = head ? (size_t)(head - out.bytes) + 4 : 0;
        memmove(out.bytes, out.bytes + skip, out.len - skip);
        out.len -= skip;
        return out;
}

static void long_answer(void)
{
        struct buf answer = hear_long(), body = body_of(&answer);
        const uint32_t *numbers = (const void *)body.bytes;
        size_t right = 0;
        is_long((long)body.len, LONG_NUMBERS * (long)sizeof *numbers, "a long answer comes whole");
        while (right < body.len / sizeof *numbers && numbers[right] == (uint32_t)right)
                right++;
        is_long((long)right, LONG_NUMBERS, "and in order, to a peer that reads slower than it is sent");
        buf_free(&answer);
        buf_free(&body);
}

static void records(void)
{
        pid_t p = pool("records");
        long_answer();
        is_text(heads(), "6663", "head, body, the end of the output and of the request");
        end(p);
}

static void recycling(void)
{
        options.requests_max = 3;
        pid_t p = pool("recycling");
        long first = pid_in(ask(&plain));
        ok(pid_in(ask(&plain)) == first && pid_in(ask(&plain)) == first,
           "a worker serves its number of requests");
        long next = pid_in(ask(&plain));
        ok(next && next != first, "and another one goes on");
        options.requests_max = 1000;
        end(p);
}

int main(void)
{
        options.peer = getuid();
        /* Its 10 seconds run beside the rest. */
        pid_t silent_pool = pool("silent");
        char silent_path[64];
        snprintf(silent_path, sizeof silent_path, "%s", options.socket);
        struct asked half = plain;
        half.unfinished = true;
        int silent = send_to(silent_path, &half);
        double began = seconds();
        requests();
        bad_peers();
        dribble();
        endings();
        records();
        open_peers();
        recycling();
        double rest = seconds() - began; /* may take longer on a busy machine: then the peer has gone by now */
        ok(!strstr(hear(silent), "Status") && seconds() - began < fmax(rest, 10) + 8,
           "a silent peer is let go after ten seconds: %.1f", seconds() - began);
        options.socket = silent_path;
        ok(strstr(ask(&plain), "Status: 200") != NULL, "and its worker serves others");
        end(silent_pool);
        return done_testing();
}
