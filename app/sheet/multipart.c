#include "sheet/multipart.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/wire.h"

enum { PARTS_MAX = 32, HEADERS_MAX = 1024, NAME_MAX_BYTES = 64, LABEL_MAX = 255 };

/* One body on its way. delimiter is CR LF -- boundary. wrong is why it is refused. */
struct body {
        const char *start, *at, *end;
        char delimiter[80];
        size_t delimiter_len;
        unsigned parts;
        char names[PARTS_MAX][NAME_MAX_BYTES + 1];
        struct buf *out;
        const char *wrong;
};

struct part {
        char name[NAME_MAX_BYTES + 1], label[LABEL_MAX + 1];
        bool is_file;
        const char *bytes;
        size_t len;
};

static bool refuse(struct body *b, const char *why)
{
        b->wrong = why;
        return false;
}

static bool is_boundary(const char *text)
{
        size_t len = strlen(text);
        return len >= 1 && len <= 70 && text[len - 1] != ' ' &&
               strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=? ") ==
                   len;
}

static bool take(struct body *b, const char *want)
{
        size_t len = strlen(want);
        if ((size_t)(b->end - b->at) < len || memcmp(b->at, want, len) != 0)
                return false;
        b->at += len;
        return true;
}

/* A quoted value of Content-Disposition. Browsers send a quotation mark, CR and LF in it as %22, %0D and %0A,
 * so no backslash has a meaning here. */
static bool take_quoted(const char **at, const char *end, char *out, size_t room)
{
        const char *close = memchr(*at, '"', (size_t)(end - *at));
        if (!close || (size_t)(close - *at) >= room || !text_valid(*at, (size_t)(close - *at)))
                return false;
        memcpy(out, *at, (size_t)(close - *at));
        out[close - *at] = '\0';
        *at = close + 1;
        return true;
}

/* The last piece of what some browsers send as a whole path; control characters have no place in a label. */
static void make_label(const char *sent, char out[LABEL_MAX + 1])
{
        const char *base = sent;
        for (const char *p = sent; *p; p++)
                if (*p == '/' || *p == '\\')
                        base = p + 1;
        snprintf(out, LABEL_MAX + 1, "%s", base);
        for (char *p = out; *p; p++)
                if ((unsigned char)*p < 32 || *p == 127)
                        *p = '_';
}

static bool parse_disposition(struct body *b, const char *at, const char *end, struct part *p)
{
        static const char form[] = "form-data; name=\"", file[] = "; filename=\"";
        char sent[LABEL_MAX + 1];
        at += at < end && *at == ' ';
        if ((size_t)(end - at) < sizeof form - 1 || strncasecmp(at, form, sizeof form - 1) != 0)
                return refuse(b, "a part without a name");
        at += sizeof form - 1;
        if (!take_quoted(&at, end, p->name, sizeof p->name) ||
            strspn(p->name, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.-") !=
                strlen(p->name) ||
            !*p->name)
                return refuse(b, "a part's name that no form of ours has");
        if ((size_t)(end - at) >= sizeof file - 1 && strncasecmp(at, file, sizeof file - 1) == 0) {
                at += sizeof file - 1;
                if (!take_quoted(&at, end, sent, sizeof sent))
                        return refuse(b, "a file's name that is too long or not text");
                make_label(sent, p->label);
                p->is_file = true;
        }
        return at == end || refuse(b, "a part described in a way that no browser does");
}

static bool parse_header(struct body *b, const char *line, const char *end, struct part *p)
{
        static const char disposition[] = "Content-Disposition:", type[] = "Content-Type:",
                          nested[] = "multipart/";
        size_t len = (size_t)(end - line);
        if (memchr(line, '\r', len) || memchr(line, '\n', len))
                return refuse(b, "a line end that is not CR LF");
        if (len >= sizeof disposition - 1 && strncasecmp(line, disposition, sizeof disposition - 1) == 0)
                return *p->name ? refuse(b, "a part that is described twice")
                                : parse_disposition(b, line + sizeof disposition - 1, end, p);
        if (len < sizeof type - 1 || strncasecmp(line, type, sizeof type - 1) != 0)
                return refuse(b, "a header that no browser sends");
        for (const char *c = line; c + sizeof nested - 1 <= end; c++)
                if (strncasecmp(c, nested, sizeof nested - 1) == 0)
                        return refuse(b, "a form within a form");
        return true;
}

static bool take_headers(struct body *b, struct part *p)
{
        const char *most = b->end - b->at > HEADERS_MAX ? b->at + HEADERS_MAX : b->end;
        while (!take(b, "\r\n")) {
                const char *end = b->at < most ? memmem(b->at, (size_t)(most - b->at), "\r\n", 2) : NULL;
                if (!end)
                        return refuse(b, "headers that are too long or cut short");
                if (!parse_header(b, b->at, end, p))
                        return false;
                b->at = end + 2;
        }
        return *p->name || refuse(b, "a part without a name");
}

/* A field's name may come once; several files may share one, as an input for many files sends them. */
static bool note_name(struct body *b, const struct part *p)
{
        for (unsigned i = 0; !p->is_file && i < b->parts; i++)
                if (strcmp(b->names[i], p->name) == 0)
                        return refuse(b, "a field that comes twice");
        if (b->parts == PARTS_MAX)
                return refuse(b, "more than 32 parts");
        memcpy(b->names[b->parts++], p->name, sizeof p->name);
        return true;
}

static bool put_part(struct body *b, const struct part *p)
{
        if (p->is_file) {
                if (p->len || *p->label) /* neither: nothing was chosen */
                        wire_put_file(b->out, p->name, p->label, (uint64_t)(p->bytes - b->start), p->len);
                return true;
        }
        if (p->len > WIRE_TEXT_MAX || !text_valid(p->bytes, p->len))
                return refuse(b, "a field that is too long or not text");
        wire_put_field(b->out, p->name, p->bytes, p->len);
        return true;
}

static bool take_part(struct body *b)
{
        struct part p = { .bytes = NULL };
        if (!take_headers(b, &p) || !note_name(b, &p))
                return false;
        p.bytes = b->at;
        const char *end = memmem(b->at, (size_t)(b->end - b->at), b->delimiter, b->delimiter_len);
        if (!end)
                return refuse(b, "no end: it was cut short on its way");
        p.len = (size_t)(end - b->at);
        b->at = end + b->delimiter_len;
        return put_part(b, &p);
}

static bool take_all(struct body *b)
{
        if (!take(b, b->delimiter + 2))
                return refuse(b, "no boundary at its start");
        while (take(b, "\r\n"))
                if (!take_part(b))
                        return false;
        if (!take(b, "--"))
                return refuse(b, "a boundary that does not end its line");
        take(b, "\r\n");
        return b->at == b->end || refuse(b, "something after its end");
}

void multipart_read(const unsigned char *body, size_t len, const char *boundary, struct buf *out)
{
        struct body b = { (const char *)body, (const char *)body, (const char *)body + len, .out = out };
        bool good = is_boundary(boundary);
        if (good) {
                b.delimiter_len = (size_t)snprintf(b.delimiter, sizeof b.delimiter, "\r\n--%s", boundary);
                good = take_all(&b);
        } else {
                b.wrong = "a boundary that is not allowed";
        }
        if (good) {
                wire_put_end(out);
                return;
        }
        char words[200];
        int n = snprintf(words, sizeof words,
                         "The form did not arrive as a browser sends it (%s). Try again.", b.wrong);
        out->len = 0;
        wire_put_text(out, WIRE_REFUSED, words, (size_t)n);
}
