#include "agent/existing.h"

#include <glib.h>
#include <string.h>

#include "agent/command.h"
#include "agent/keep.h"
#include "base/log.h"
#include "base/text.h"
#include "model/existing.h"

enum { FILE_MAX = 1 << 20 };

#define API "/api/v1/existing-tasks"

/* ---- the list ---- */

struct listing {
        struct arena *arena;
        struct json *out;  /* the list of the report */
        struct json *task; /* the one that is read, or NULL */
        const char *described;
        const char *why;
        size_t count;
};

static void copy_json(struct listing *l, const struct json *task)
{
        struct json *to = json_add(l->out);
        for (int f = 0; f < EXISTING_FIELDS; f++) {
                const char *text = json_get_text(task, existing_fields[f]);
                if (text)
                        json_text(to, existing_fields[f], text);
        }
}

static void read_json(struct listing *l, const char *text, size_t len)
{
        struct json *j = json_read(text, len);
        const struct json *tasks = j ? json_get_list(j, "tasks", &l->count) : NULL;
        l->why = tasks ? NULL : "The list of existing tasks is no JSON with a list “tasks”.";
        for (size_t i = 0; tasks && i < l->count; i++) {
                if (json_at(tasks, i))
                        copy_json(l, json_at(tasks, i));
                else
                        l->why = "A task in the list of existing tasks is no object.";
        }
        if (j)
                json_drop(j);
}

static void on_start(GMarkupParseContext *context, const char *name, const char **names, const char **values,
                     void *with, GError **error)
{
        struct listing *l = with;
        (void)context;
        (void)error;
        if (strcmp(name, "task") != 0)
                return;
        l->count++;
        l->task = json_add(l->out);
        l->described = "";
        for (size_t i = 0; names[i]; i++)
                json_text(l->task, names[i], values[i]);
}

static void on_text(GMarkupParseContext *context, const char *text, size_t len, void *with, GError **error)
{
        struct listing *l = with;
        (void)context;
        (void)error;
        if (l->task)
                l->described = arena_printf(l->arena, "%s%s", l->described, arena_bytes(l->arena, text, len));
}

static void on_end(GMarkupParseContext *context, const char *name, void *with, GError **error)
{
        struct listing *l = with;
        (void)context;
        (void)error;
        if (!l->task || strcmp(name, "task") != 0)
                return;
        const char *words = text_tidy(l->arena, l->described);
        if (*words)
                json_text(l->task, "described", words);
        l->task = NULL;
}

static void read_xml(struct listing *l, const char *text, size_t len)
{
        static const GMarkupParser parser = { on_start, on_end, on_text, NULL, NULL };
        GMarkupParseContext *c = g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, l, NULL);
        if (!g_markup_parse_context_parse(c, text, (gssize)len, NULL) ||
            !g_markup_parse_context_end_parse(c, NULL))
                l->why = "The list of existing tasks is no sound XML.";
        g_markup_parse_context_free(c);
}

const char *existing_body(struct arena *a, const char *text, size_t len, long answer, const char **why)
{
        struct json *j = json_new();
        struct listing l = { .arena = a, .out = json_list(j, "tasks") };
        size_t bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        text += bom;
        len -= bom;
        if (!text_valid(text, len))
                l.why = "The list of existing tasks is not written in UTF-8.";
        else if (text[strspn(text, " \t\r\n")] == '<')
                read_xml(&l, text, len);
        else
                read_json(&l, text, len);
        if (!l.why && l.count > EXISTING_MAX)
                l.why = "There are more than 200 tasks in the list of existing tasks.";
        if (answer)
                json_number(j, "answer", answer);
        *why = l.why;
        const char *body = json_end(j, a);
        return l.why ? NULL : body;
}

/* NULL: *why says why. */
static const char *read_list(struct site *s, struct arena *a, long answer, const char **why)
{
        const char *path = config_get(s->config, "tasks", NULL);
        char *text;
        size_t len;
        *why = "The agent’s configuration names no list of existing tasks.";
        if (!path)
                return NULL;
        *why = "The list of existing tasks cannot be read by the agent.";
        if (keep_read(a, path, &text, &len) != DONE)
                return NULL;
        *why = "The list of existing tasks is larger than 1 MB.";
        return len > FILE_MAX ? NULL : existing_body(a, text, len, answer, why);
}

/* ---- switching off ---- */

static void nothing(void *with)
{
        (void)with;
}

static const char *decision_of(const struct json *task)
{
        const char *decision = json_get_text(task, "decision");
        return decision ? decision : "";
}

static bool is_due(const struct json *task)
{
        return task && json_get_text(task, "ref") && *decision_of(task) && !json_get_flag(task, "off");
}

/* All that was decided so far: whoever reads it late misses nothing. */
static bool write_file(struct arena *a, const char *path, const struct json *tasks, size_t count)
{
        struct json *j = json_new(), *list = json_list(j, "tasks");
        for (size_t i = 0; i < count; i++) {
                const struct json *t = json_at(tasks, i);
                if (!t || !json_get_text(t, "ref") || !*decision_of(t))
                        continue;
                struct json *one = json_add(list);
                json_text(one, "ref", json_get_text(t, "ref"));
                json_text(one, "name", json_get_text(t, "name") ? json_get_text(t, "name") : "");
                json_text(one, "decision", decision_of(t));
        }
        const char *text = json_end(j, a);
        return keep_write(a, path, text, strlen(text)) == DONE;
}

static bool run_command(struct arena *a, const char *line, const struct json *task)
{
        const char *const variables[] = { arena_printf(a, "ONROLL_TASK=%s", json_get_text(task, "ref")),
                                          arena_printf(a, "ONROLL_DECISION=%s", decision_of(task)), NULL };
        const struct command c = { .line = line, .variables = variables, .tick = nothing };
        return command_run(a, &c) == 0;
}

/* The body that says which are off, or NULL: none is. *good: all that are due were switched off. */
static const char *switch_off(struct site *s, struct arena *a, const struct json *tasks, size_t count,
                              bool *good)
{
        const char *how = config_get(s->config, "tasks_off", "");
        bool file = strncmp(how, "file ", 5) == 0, command = strncmp(how, "command ", 8) == 0,
             written = false;
        struct json *j = json_new(), *refs = json_list(j, "refs");
        size_t off = 0;
        for (size_t i = 0; i < count; i++) {
                const struct json *t = json_at(tasks, i);
                if (!is_due(t))
                        continue;
                if (file && !written)
                        written = write_file(a, how + 5, tasks, count);
                if (written || (command && run_command(a, how + 8, t))) {
                        json_add_text(refs, json_get_text(t, "ref"));
                        off++;
                } else {
                        log_event(
                            "tasks-off",
                            "an existing task could not be switched off: see tasks_off in the configuration");
                        *good = false;
                }
        }
        const char *body = json_end(j, a);
        return off ? body : NULL;
}

static bool obey(struct site *s, struct arena *a)
{
        struct web_answer w;
        const struct site_ask ask = { .method = "GET", .path = API };
        struct json *got, *j = site_ask(s, a, &ask, &w) == SAID_YES ? json_read(w.bytes, w.len) : NULL;
        bool good = j != NULL;
        if (!j)
                return false;
        size_t count = 0;
        const struct json *tasks = json_get_list(j, "tasks", &count);
        const char *body = tasks ? switch_off(s, a, tasks, count, &good) : NULL;
        if (body) {
                good &= site_post(s, a, API "/off", NULL, body, &got) == SAID_YES;
                if (got)
                        json_drop(got);
        }
        json_drop(j);
        return good;
}

/* ---- what the agent does ---- */

static bool is_known(struct arena *a, const char *path, const char *hash)
{
        char *text;
        size_t len;
        return keep_there(path) && keep_read(a, path, &text, &len) == DONE && strcmp(text, hash) == 0;
}

/* A list that is wrong is said in the log, and again when a task asks for it. */
static bool report(struct site *s, struct arena *a)
{
        const char *why, *body = read_list(s, a, 0, &why), *known = keep_path(a, "existing-tasks");
        struct json *got;
        if (!body) {
                log_event("tasks", "%s", why);
                return false;
        }
        const char *hash = site_sha256(a, body, strlen(body));
        if (is_known(a, known, hash))
                return true;
        enum said said = site_post(s, a, API, NULL, body, &got);
        if (got)
                json_drop(got);
        return said == SAID_YES && keep_write(a, known, hash, strlen(hash)) == DONE;
}

bool existing_work(struct site *s, struct arena *a)
{
        if (!config_get(s->config, "tasks", NULL))
                return true;
        bool good = report(s, a);
        return obey(s, a) && good;
}

enum work existing_answer(struct site *s, struct arena *a, const struct json *answer)
{
        long id;
        const char *why;
        struct json *got = NULL;
        if (!json_get_number(answer, "id", 1, 4294967295L, &id))
                return WORK_LATER;
        const char *body = read_list(s, a, id, &why), *path = API;
        if (!body) {
                struct json *j = json_new();
                json_text(j, "words", why);
                body = json_end(j, a);
                path = arena_printf(a, "/api/v1/answers/%ld/failed", id);
        }
        enum said said = site_post(s, a, path, NULL, body, &got);
        if (got)
                json_drop(got);
        return said == SAID_LATER ? WORK_LATER : said == SAID_NO ? WORK_LOST : WORK_OVER;
}
