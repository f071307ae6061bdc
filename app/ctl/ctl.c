#include "ctl/ctl.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* at is where facts go: the whole answer, or the row that was begun. column counts the facts on the line of a
 * row. */
struct ctl_output {
        json_object *whole, *at;
        bool in_row;
        int column;
};

void ctl_begin(struct ctl *c)
{
        c->arena = arena_new();
        c->output = arena_alloc(c->arena, sizeof *c->output);
        c->output->whole = c->output->at = json_object_new_object();
}

void ctl_end(struct ctl *c)
{
        ctl_row(c, NULL);
        if (c->json)
                puts(json_object_to_json_string_ext(c->output->whole, JSON_C_TO_STRING_PRETTY |
                                                                          JSON_C_TO_STRING_SPACED |
                                                                          JSON_C_TO_STRING_NOSLASHESCAPE));
        json_object_put(c->output->whole);
        db_close(c->db);
        arena_free(c->arena);
}

/* ---- configuration and database ---- */

bool ctl_configure(struct ctl *c)
{
        if (!c->config && config_read(c->arena, c->conf, &c->config) != DONE) {
                ctl_fail(c, CTL_BROKEN,
                         "there is no usable configuration: name one with --conf FILE or ONROLL_CONF");
                return false;
        }
        return true;
}

bool ctl_connect(struct ctl *c)
{
        if (!ctl_configure(c))
                return false;
        if (!c->db && db_open(c->config, &c->db) != DONE) {
                ctl_fail(c, CTL_BROKEN, "the database cannot be used: the line before this says why");
                return false;
        }
        return true;
}

const char *ctl_sql_dir(const struct ctl *c)
{
        return c->sql ? c->sql : config_get(c->config, "sql_dir", ONROLL_SHARE "/sql");
}

/* ---- output ---- */

static void put(struct ctl *c, const char *name, json_object *value, const char *text)
{
        struct ctl_output *o = c->output;
        if (c->json) {
                json_object_object_add(o->at, name, value);
                return;
        }
        json_object_put(value);
        if (o->in_row)
                printf("%s%s", o->column++ ? "  " : "", text);
        else
                printf("%s: %s\n", name, text);
}

void ctl_text(struct ctl *c, const char *name, const char *value)
{
        put(c, name, json_object_new_string(value), value);
}

void ctl_number(struct ctl *c, const char *name, long long value)
{
        char text[24];
        snprintf(text, sizeof text, "%lld", value);
        put(c, name, json_object_new_int64(value), text);
}

void ctl_flag(struct ctl *c, const char *name, bool value)
{
        put(c, name, json_object_new_boolean(value), value ? "yes" : "no");
}

void ctl_row(struct ctl *c, const char *list)
{
        struct ctl_output *o = c->output;
        if (o->in_row && !c->json)
                putchar('\n');
        o->in_row = list != NULL;
        o->column = 0;
        o->at = o->whole;
        if (!list)
                return;
        json_object *rows;
        if (!json_object_object_get_ex(o->whole, list, &rows)) {
                rows = json_object_new_array();
                json_object_object_add(o->whole, list, rows);
        }
        o->at = json_object_new_object();
        json_object_array_add(rows, o->at);
}

int ctl_fail(struct ctl *c, int code, const char *format, ...)
{
        va_list args;
        va_start(args, format);
        const char *words = arena_vprintf(c->arena, format, args);
        va_end(args);
        if (c->json)
                json_object_object_add(c->output->whole, "error", json_object_new_string(words));
        else
                fprintf(stderr, "onrollctl: %s\n", words);
        return code;
}

int ctl_outcome(struct ctl *c, enum outcome o, const struct refusal *why)
{
        if (o == DONE)
                return CTL_DONE;
        if (o == BROKEN)
                return ctl_fail(c, CTL_BROKEN, "the database failed: the line before this says why");
        return ctl_fail(c, CTL_REFUSED, "%s", why && why->words ? why->words : "there is no such thing");
}
