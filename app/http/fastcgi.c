#include "http/fastcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

struct fastcgi {
        FCGX_Request request;
};

struct fastcgi *fastcgi_start(void)
{
        static struct fastcgi f;
        setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "200", 1);
        /* Listening descriptor -1: libfcgi can never accept by itself. */
        if (FCGX_Init() || FCGX_InitRequest(&f.request, -1, 0))
                return NULL;
        return &f;
}

static const char *param(const struct fastcgi *f, const char *name)
{
        const char *value = FCGX_GetParam(name, f->request.envp);
        return value ? value : "";
}

bool fastcgi_accept(struct fastcgi *f, int fd)
{
        f->request.ipcFd = fd;
        f->request.keepConnection = 1; /* else libfcgi closes our descriptor before reading it */
        if (FCGX_Accept_r(&f->request) < 0)
                return false;
        f->request.keepConnection = 0;
        /* A half-received request is handed out all the same, with variables missing. */
        if (FCGX_GetError(f->request.in) || !*param(f, "REQUEST_METHOD") || !*param(f, "REQUEST_URI") ||
            !*param(f, "REMOTE_ADDR")) {
                FCGX_Finish_r(&f->request);
                return false;
        }
        return true;
}

/* A header sent twice arrives as two variables, of which libfcgi shows the first: refuse it where we read it. */
static bool given_twice(const struct fastcgi *f, const char *name)
{
        int seen = 0;
        size_t len = strlen(name);
        for (char **p = f->request.envp; *p; p++)
                seen += strncmp(*p, name, len) == 0 && (*p)[len] == '=';
        return seen > 1;
}

static int read_form(struct fastcgi *f, struct request *r, long len)
{
        if (len > FORM_MAX)
                return 413;
        char *body = arena_alloc(r->arena, (size_t)len + 1);
        if (FCGX_GetStr(body, (int)len, f->request.in) != (int)len)
                return -1;
        return pairs_parse(r->arena, body, (size_t)len, &r->form) == DONE ? 0 : 400;
}

/* A memory file: no path, nothing to clean up after a crash, and the reader gets the descriptor. */
static int read_upload(struct fastcgi *f, struct request *r, long len)
{
        if (len > UPLOAD_MAX)
                return 413;
        char piece[65536];
        r->body = memfd_create("upload", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        if (r->body < 0)
                return 503;
        for (long left = len; left > 0;) {
                int got = FCGX_GetStr(piece, left < (long)sizeof piece ? (int)left : (int)sizeof piece, f->request.in);
                if (got <= 0)
                        return -1;
                if (write(r->body, piece, (size_t)got) != got)
                        return 503;
                left -= got;
        }
        lseek(r->body, 0, SEEK_SET);
        r->body_len = (size_t)len;
        return 0;
}

static int read_content(struct fastcgi *f, struct request *r, long len, size_t max)
{
        if ((size_t)len > max)
                return 413;
        char *bytes = arena_alloc(r->arena, (size_t)len + 1);
        if (len && FCGX_GetStr(bytes, (int)len, f->request.in) != (int)len)
                return -1;
        r->content = bytes;
        r->content_len = (size_t)len;
        return 0;
}

static int read_body(struct fastcgi *f, struct request *r, size_t content_max)
{
        long len;
        if (strcmp(r->method, "POST") != 0 && !(content_max && strcmp(r->method, "PUT") == 0))
                return 0;
        if (!text_to_long(param(f, "CONTENT_LENGTH"), 0, 1L << 40, &len))
                return 411;
        if (content_max)
                return read_content(f, r, len, content_max);
        if (strncmp(r->content_type, "application/x-www-form-urlencoded", 33) == 0)
                return read_form(f, r, len);
        if (strncmp(r->content_type, "multipart/form-data;", 20) == 0)
                return read_upload(f, r, len);
        return len ? 415 : 0;
}

int fastcgi_read(struct fastcgi *f, struct request *r, size_t content_max)
{
        static const char *const once[] = { "HTTP_COOKIE", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "CONTENT_LENGTH",
                                            "CONTENT_TYPE", "HTTP_AUTHORIZATION", "HTTP_IDEMPOTENCY_KEY" };
        for (size_t i = 0; i < sizeof once / sizeof *once; i++)
                if (given_twice(f, once[i]))
                        return 400;
        const char *uri = param(f, "REQUEST_URI"), *mark = strchr(uri, '?');
        r->method = arena_text(r->arena, param(f, "REQUEST_METHOD"));
        r->path = arena_bytes(r->arena, uri, mark ? (size_t)(mark - uri) : strlen(uri));
        r->query_text = arena_text(r->arena, mark ? mark + 1 : "");
        r->address = arena_text(r->arena, param(f, "REMOTE_ADDR"));
        r->origin = arena_text(r->arena, param(f, "HTTP_ORIGIN"));
        r->host = arena_text(r->arena, param(f, "HTTP_HOST"));
        r->fetch_site = arena_text(r->arena, param(f, "HTTP_SEC_FETCH_SITE"));
        r->target = arena_text(r->arena, uri);
        r->authorization = arena_text(r->arena, param(f, "HTTP_AUTHORIZATION"));
        r->request_key = arena_text(r->arena, param(f, "HTTP_IDEMPOTENCY_KEY"));
        r->content = "";
        r->content_type = arena_text(r->arena, param(f, "CONTENT_TYPE"));
        pairs_parse_cookies(r->arena, param(f, "HTTP_COOKIE"), &r->cookies);
        if (pairs_parse(r->arena, r->query_text, strlen(r->query_text), &r->query) != DONE)
                return 400;
        return read_body(f, r, content_max);
}

enum { RECORD_END = 3, RECORD_OUT = 6, RECORD_HEAD = 8, RECORD_MAX = 65528, OTHER_ROOM = 256 };
enum { SOCKET_HOLDS = 96 * 1024, SOCKET_ROOM = 1 << 20 };

static void add_head(struct buf *to, int type, int id, size_t len)
{
        const unsigned char head[RECORD_HEAD] = { 1, (unsigned char)type, (unsigned char)(id >> 8), (unsigned char)id,
                                                  (unsigned char)(len >> 8), (unsigned char)len };
        buf_add(to, (const char *)head, sizeof head);
}

static void add_records(struct buf *to, int id, const struct buf *from)
{
        for (size_t at = 0, n; at < from->len; at += n) {
                n = from->len - at < RECORD_MAX ? from->len - at : RECORD_MAX;
                add_head(to, RECORD_OUT, id, n);
                buf_add(to, from->bytes + at, n);
        }
}

/* No more output, and the request is done. */
static void add_end(struct buf *to, int id)
{
        static const char done[8] = { 0 };
        add_head(to, RECORD_OUT, id, 0);
        add_head(to, RECORD_END, id, sizeof done);
        buf_add(to, done, sizeof done);
}

static void add_answer(struct buf *to, int id, const struct response *r)
{
        struct buf head = BUF_EMPTY;
        buf_printf(&head, "Status: %d\r\nContent-Length: %zu\r\n", r->status, r->body.len);
        buf_add(&head, r->headers.bytes ? r->headers.bytes : "", r->headers.len);
        buf_text(&head, "\r\n");
        buf_reserve(to, head.len + r->body.len + r->body.len / RECORD_MAX * RECORD_HEAD + OTHER_ROOM);
        add_records(to, id, &head);
        add_records(to, id, &r->body);
        buf_free(&head);
}

/* A long answer goes into the socket as a whole, where the system lets it: no worker waits for nginx to take it. */
static void make_room(int fd, size_t len)
{
        int room = SOCKET_ROOM;
        if (len > SOCKET_HOLDS)
                setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

/* False: nginx has gone, or takes nothing any more (SO_SNDTIMEO). */
static bool write_all(int fd, const struct buf *b)
{
        make_room(fd, b->len);
        for (size_t done = 0; done < b->len;) {
                ssize_t n = send(fd, b->bytes + done, b->len - done, MSG_NOSIGNAL);
                if (n < 0 && errno != EINTR)
                        return false;
                done += n > 0 ? (size_t)n : 0;
        }
        return true;
}

/* The whole request has come: closing the socket loses nothing of the answer. */
static bool all_read(const struct fastcgi *f)
{
        return FCGX_GetChar(f->request.in) == EOF && !FCGX_GetError(f->request.in);
}

static void close_now(struct fastcgi *f)
{
        FCGX_Free(&f->request, 0);
        close(f->request.ipcFd);
        f->request.ipcFd = -1;
}

/* All at once, with the end that libfcgi would write by itself: nginx wakes for each piece. And libfcgi would wait until nginx
 * closes, which only a request that was not read to its end needs. */
void fastcgi_write(struct fastcgi *f, struct response *r)
{
        struct buf records = BUF_EMPTY;
        bool whole = all_read(f);
        add_answer(&records, f->request.requestId, r);
        if (whole)
                add_end(&records, f->request.requestId);
        if (!write_all(f->request.ipcFd, &records))
                shutdown(f->request.ipcFd, SHUT_RDWR);
        if (whole)
                close_now(f);
        else
                FCGX_Finish_r(&f->request);
        buf_free(&records);
}

void fastcgi_drop(struct fastcgi *f)
{
        FCGX_Finish_r(&f->request);
}

void fastcgi_refuse(struct response *r, int status)
{
        static const char words[] = "The request could not be read. Go back and try again.\n";
        response_send(r, status, "text/plain; charset=utf-8", words, sizeof words - 1);
}
