#include "agent/ready.h"

#include <string.h>

#include "agent/command.h"
#include "agent/keep.h"
#include "base/log.h"

static void nothing(void *with)
{
        (void)with;
}

/* What the command wrote, as lines of a configuration. False: it failed. */
static bool ask_command(struct arena *a, const char *line, const struct config **out)
{
        const char *made = keep_path(a, "making.ready"), *const none[] = { NULL };
        const struct command c = { .line = line, .out = made, .variables = none, .tick = nothing };
        int code = command_run(a, &c);
        bool good = code == 0 && config_read(a, made, out) == DONE;
        if (!good)
                log_event("ready-command", "it ended with code %d, or wrote no lines of name = value", code);
        keep_forget(made);
        return good;
}

/* The command's word counts before the file's. */
struct knowing {
        const struct config *found, *file;
};

static const char *get(const struct knowing *k, const char *name)
{
        return config_get(k->found, name, config_get(k->file, name, ""));
}

static void say_text(const struct knowing *k, const char *name, struct json *out)
{
        if (*get(k, name))
                json_text(out, name, get(k, name));
}

static void say_flag(const struct knowing *k, const char *name, struct json *out)
{
        const char *value = get(k, name);
        bool yes = strcasecmp(value, "yes") == 0;
        if (yes || strcasecmp(value, "no") == 0)
                json_flag(out, name, yes);
        else if (*value)
                log_event("configuration", "%s: want yes or no", name);
}

void ready_say(struct arena *a, const struct config *c, struct json *out)
{
        struct knowing k = { NULL, c };
        const char *line = config_get(c, "ready_command", NULL);
        if (line && !ask_command(a, line, &k.found))
                return;
        say_text(&k, "system", out);
        say_text(&k, "system_version", out);
        say_flag(&k, "phase_2", out);
        say_flag(&k, "services", out);
}
