#include "base/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

struct config {
        struct config *next;
        const char *name, *value;
};

static char *trim(char *text)
{
        text += strspn(text, " \t");
        size_t len = strlen(text);
        while (len && strchr(" \t\r\n", text[len - 1]))
                text[--len] = '\0';
        return text;
}

static enum outcome read_line(struct arena *a, char *line, const struct config **list)
{
        char *text = trim(line);
        if (!*text || *text == '#')
                return DONE;
        char *equals = strchr(text, '=');
        if (!equals)
                return REFUSED;
        *equals = '\0';
        struct config *c = arena_alloc(a, sizeof *c);
        *c = (struct config){ (struct config *)*list, arena_text(a, trim(text)), arena_text(a, trim(equals + 1)) };
        *list = c;
        return DONE;
}

enum outcome config_read(struct arena *a, const char *path, const struct config **out)
{
        if (!path)
                path = getenv("ONROLL_CONF");
        if (!path)
                path = "/etc/onroll/onroll.conf";
        FILE *f = fopen(path, "re");
        if (!f) {
                log_event("config-unreadable", "%s: %s", path, strerror(errno));
                return BROKEN;
        }
        char line[1024];
        enum outcome result = DONE;
        *out = NULL;
        for (int n = 1; result == DONE && fgets(line, sizeof line, f); n++)
                if (read_line(a, line, out) != DONE) {
                        log_event("config-not-understood", "%s line %d: want name = value", path, n);
                        result = BROKEN;
                }
        fclose(f);
        return result;
}

const char *config_get(const struct config *c, const char *name, const char *fallback)
{
        for (; c; c = c->next)
                if (strcmp(c->name, name) == 0)
                        return c->value;
        return fallback;
}

long config_number(const struct config *c, const char *name, long fallback)
{
        text_to_long(config_get(c, name, ""), 0, 1000000000, &fallback);
        return fallback;
}
