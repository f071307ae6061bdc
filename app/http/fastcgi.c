#include "http/fastcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <stdint.h>
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

enum { RECORD_END = 3, RECORD_OUT = 6, RECORD_HEAD = 8, RECORD_MAX = 65528 };
enum { SOCKET_HOLDS = 96 * 1024, SOCKET_ROOM = 1 << 20, PIECES_AT_ONCE = 512 };

/* An answer as it goes into the socket: the heads of its records are written here, what they carry lies where it is. */
struct records {
        int id;
        size_t count, bytes;
        struct iovec *pieces;
        unsigned char (*heads)[RECORD_HEAD]; /* one a record */
};

static struct records records_for(int id, size_t count)
{
        struct records r = { .id = id, .pieces = calloc(2 * count, sizeof *r.pieces), .heads = calloc(count, sizeof *r.heads) };
        if (!r.pieces || !r.heads)
                abort();
        return r;
}

static void add_record(struct records *to, int type, const char *bytes, size_t len)
{
        unsigned char *head = to->heads[to->count / 2];
        head[0] = 1;
        head[1] = (unsigned char)type;
        head[2] = (unsigned char)(to->id >> 8), head[3] = (unsigned char)to->id;
        head[4] = (unsigned char)(len >> 8), head[5] = (unsigned char)len;
        to->pieces[to->count++] = (struct iovec){ head, RECORD_HEAD };
        to->pieces[to->count++] = (struct iovec){ (void *)(uintptr_t)bytes, len };
        to->bytes += RECORD_HEAD + len;
}

static size_t records_of(size_t len)
{
        return (len + RECORD_MAX - 1) / RECORD_MAX;
}

static void add_records(struct records *to, const char *bytes, size_t len)
{
        for (size_t at = 0, n; at < len; at += n) {
                n = len - at < RECORD_MAX ? len - at : RECORD_MAX;
                add_record(to, RECORD_OUT, bytes + at, n);
        }
}

/* No more output, and the request is done. */
static void add_end(struct records *to)
{
        static const char done[8] = { 0 };
        add_record(to, RECORD_OUT, "", 0);
        add_record(to, RECORD_END, done, sizeof done);
}

/* A long answer goes into the socket as a whole, where the system lets it: no worker waits for nginx to take it. */
static void make_room(int fd, size_t len)
{
        int room = SOCKET_ROOM;
        if (len > SOCKET_HOLDS)
                setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

/* Passes n bytes of the pieces from *at on. */
static void pass(struct records *r, size_t *at, size_t n)
{
        for (; *at < r->count && n >= r->pieces[*at].iov_len; ++*at)
                n -= r->pieces[*at].iov_len;
        if (*at < r->count) {
                r->pieces[*at].iov_base = (char *)r->pieces[*at].iov_base + n;
                r->pieces[*at].iov_len -= n;
        }
}

/* False: nginx has gone, or takes nothing any more (SO_SNDTIMEO). */
static bool write_all(int fd, struct records *r)
{
        make_room(fd, r->bytes);
        for (size_t at = 0; at < r->count;) {
                size_t count = r->count - at < PIECES_AT_ONCE ? r->count - at : PIECES_AT_ONCE;
                ssize_t n = sendmsg(fd, &(struct msghdr){ .msg_iov = r->pieces + at, .msg_iovlen = count }, MSG_NOSIGNAL);
                if (n < 0 && errno != EINTR)
                        return false;
                pass(r, &at, n > 0 ? (size_t)n : 0);
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
        struct buf head = BUF_EMPTY;
        bool whole = all_read(f);
        buf_printf(&head, "Status: %d\r\nContent-Length: %zu\r\n", r->status, r->body_len);
        buf_add(&head, r->headers.bytes ? r->headers.bytes : "", r->headers.len);
        buf_text(&head, "\r\n");
        struct records records = records_for(f->request.requestId, records_of(head.len) + records_of(r->body_len) + 2);
        add_records(&records, head.bytes, head.len);
        add_records(&records, r->body, r->body_len);
        if (whole)
                add_end(&records);
        if (!write_all(f->request.ipcFd, &records))
                shutdown(f->request.ipcFd, SHUT_RDWR);
        if (whole)
                close_now(f);
        else
                FCGX_Finish_r(&f->request);
        free(records.pieces);
        free(records.heads);
        buf_free(&head);
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
