#include "http/response.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

void response_reset(struct response *r)
{
        r->status = 0;
        r->headers.len = r->body_len = 0;
        r->body = "";
}

void response_free(struct response *r)
{
        buf_free(&r->headers);
        buf_free(&r->room);
}

void response_header(struct response *r, const char *name, const char *value)
{
        for (const char *p = value; *p; p++)
                if ((unsigned char)*p < 0x20 || (unsigned char)*p > 0x7E) {
                        log_event("header-refused", "%s", name);
                        return;
                }
        buf_printf(&r->headers, "%s: %s\r\n", name, value);
}

void response_send(struct response *r, int status, const char *type, const void *bytes, size_t len)
{
        r->room.len = 0;
        buf_add(&r->room, bytes, len);
        response_lend(r, status, type, r->room.bytes, len);
}

void response_lend(struct response *r, int status, const char *type, const char *text, size_t len)
{
        r->status = status;
        response_header(r, "Content-Type", type);
        r->body = text;
        r->body_len = len;
}

void response_redirect(struct response *r, const char *url)
{
        response_header(r, "Location", url);
        response_send(r, 303, "text/plain; charset=utf-8", "", 0);
}

void response_download(struct response *r, const char *file_name, const char *type, const void *bytes, size_t len)
{
        char value[200];
        int used = snprintf(value, sizeof value, "attachment; filename=\"");
        for (const char *p = file_name; *p && used < (int)sizeof value - 2; p++)
                value[used++] = isalnum((unsigned char)*p) || strchr("-._", *p) ? *p : '-';
        value[used++] = '"';
        value[used] = '\0';
        response_header(r, "Content-Disposition", value);
        response_send(r, 200, type, bytes, len);
}
