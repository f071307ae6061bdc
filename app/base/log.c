#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

static const char *program = "onroll";
static unsigned long current_request, current_user;

void log_program(const char *name)
{
        program = name;
}

void log_context(unsigned long request, unsigned long user)
{
        current_request = request;
        current_user = user;
}

/* Everything outside printable ASCII is escaped byte by byte: no separator or direction mark reaches a terminal. */
static void add_string(struct buf *b, const char *text)
{
        buf_char(b, '"');
        for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
                if (*p == '"' || *p == '\\')
                        buf_char(b, '\\');
                if (*p < 0x20 || *p >= 0x7F)
                        buf_printf(b, "\\u%04x", *p);
                else
                        buf_char(b, (char)*p);
        }
        buf_char(b, '"');
}

void log_event(const char *event, const char *format, ...)
{
        struct buf line = BUF_EMPTY;
        char room[1024], at[32];
        va_list args;
        va_start(args, format);
        vsnprintf(room, sizeof room, format, args);
        va_end(args);
        time_t now = time(NULL);
        struct tm tm;
        strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
        buf_printf(&line, "{\"at\":\"%s\",\"program\":\"%s\",\"pid\":%d,\"request\":%lu,\"user\":%lu,\"event\":", at,
                   program, (int)getpid(), current_request, current_user);
        add_string(&line, event);
        buf_text(&line, ",\"more\":");
        add_string(&line, room);
        buf_text(&line, "}\n");
        if (write(STDERR_FILENO, line.bytes, line.len) < 0) {
                /* There is nowhere left to say it. */
        }
        buf_free(&line);
}
