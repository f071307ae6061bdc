#include "model/api_body.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"

enum { SHA256_DIGITS = 64, KEY_DIGITS = 64, PROOF_DIGITS = 128, NAME_MAX_BYTES = 120, VERSION_MAX = 40, CODE_MAX = 40, VALUE_MAX = 250 };

static const char no_json[] = "The body is not a JSON object.";

bool api_hex(const char *text, size_t digits)
{
        return strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

/* Tidied; "" when there is none. False: it is no text, or too long. */
static bool take(struct arena *a, const struct json *j, const char *name, size_t max, const char **out)
{
        const char *text = json_get_text(j, name);
        *out = text ? text_tidy(a, text) : "";
        return (text || !json_has(j, name)) && strlen(*out) <= max;
}

static const char *wrong(struct arena *a, const char *name, size_t max)
{
        return arena_printf(a, "%s: want a text of at most %zu bytes.", name, max);
}

/* Starts and ends the reading of one object. */
typedef const char *reader(struct arena *a, const struct json *j, void *out);

static const char *read_object(struct arena *a, const char *text, size_t len, reader *read, void *out)
{
        struct json *j = json_read(text, len);
        if (!j)
                return no_json;
        const char *why = read(a, j, out);
        json_drop(j);
        return why;
}

/* ---- enrolling ---- */

static const char *read_enrol(struct arena *a, const struct json *j, void *context)
{
        struct api_enrol *out = context;
        if (!take(a, j, "code", CODE_MAX, &out->code) || !*out->code)
                return "code: want the one-time code from the portal.";
        if (!take(a, j, "public_key", KEY_DIGITS, &out->public_key) || !api_hex(out->public_key, KEY_DIGITS))
                return "public_key: want 64 hexadecimal digits.";
        if (!take(a, j, "proof", PROOF_DIGITS, &out->proof) || !api_hex(out->proof, PROOF_DIGITS))
                return "proof: want 128 hexadecimal digits.";
        if (!take(a, j, "name", NAME_MAX_BYTES, &out->name))
                return wrong(a, "name", NAME_MAX_BYTES);
        return take(a, j, "version", VERSION_MAX, &out->version) ? NULL : wrong(a, "version", VERSION_MAX);
}

const char *api_read_enrol(struct arena *a, const char *text, size_t len, struct api_enrol *out)
{
        return read_object(a, text, len, read_enrol, out);
}

/* ---- reporting ---- */

static bool take_said(const struct json *j, const char *name, enum ready_said *out)
{
        *out = !json_has(j, name) ? READY_UNSAID : json_get_flag(j, name) ? READY_GOOD : READY_BAD;
        return json_is_flag(j, name) || !json_has(j, name);
}

static const char *read_report(struct arena *a, const struct json *j, void *context)
{
        struct api_report *out = context;
        const struct json *ready = json_get_object(j, "ready");
        *out = (struct api_report){ .ready = ready, .system = "", .system_version = "" };
        if (!take(a, j, "version", VERSION_MAX, &out->version) || !*out->version)
                return wrong(a, "version", VERSION_MAX);
        if (!ready)
                return json_has(j, "ready") ? "ready: want an object." : NULL;
        if (!take(a, ready, "system", VERSION_MAX, &out->system))
                return wrong(a, "ready.system", VERSION_MAX);
        if (!take(a, ready, "system_version", VERSION_MAX, &out->system_version))
                return wrong(a, "ready.system_version", VERSION_MAX);
        if (!take_said(ready, "phase_2", &out->phase_2))
                return "ready.phase_2: want true or false.";
        return take_said(ready, "services", &out->services) ? NULL : "ready.services: want true or false.";
}

const char *api_read_report(struct arena *a, const char *text, size_t len, struct api_report *out)
{
        return read_object(a, text, len, read_report, out);
}

/* ---- answers ---- */

static const char *read_complete(struct arena *a, const struct json *j, void *context)
{
        struct api_complete *out = context;
        if (!json_get_number(j, "parts", 1, API_PARTS_MAX, &out->parts))
                return arena_printf(a, "parts: want a number from 1 to %d.", API_PARTS_MAX);
        if (!json_get_number(j, "size", 1, (long)API_PART * API_PARTS_MAX, &out->size))
                return arena_printf(a, "size: want a number from 1 to %ld.", (long)API_PART * API_PARTS_MAX);
        if (!take(a, j, "sha256", SHA256_DIGITS, &out->sha256) || !api_hex(out->sha256, SHA256_DIGITS))
                return "sha256: want 64 hexadecimal digits.";
        if (!take(a, j, "file_name", NAME_MAX_BYTES, &out->file_name) || !*out->file_name)
                return "file_name: want the name of the file.";
        return NULL;
}

const char *api_read_complete(struct arena *a, const char *text, size_t len, struct api_complete *out)
{
        return read_object(a, text, len, read_complete, out);
}

static bool is_kind(const char *kind)
{
        size_t len = strlen(kind);
        return len && len <= API_KIND_MAX && strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static const char *read_gone(struct arena *a, const struct json *j, void *context)
{
        struct api_gone *out = context;
        const struct json *list = json_get_list(j, "gone", &out->count);
        out->all = json_get_flag(j, "all");
        if (!list || out->count == 0 || out->count > API_GONE_MAX)
                return arena_printf(a, "gone: want a list of 1 to %d kinds of data.", API_GONE_MAX);
        out->items = arena_array(a, out->count, sizeof *out->items);
        for (size_t i = 0; i < out->count; i++) {
                const struct json *one = json_at(list, i);
                if (!one || !take(a, one, "kind", API_KIND_MAX, &out->items[i].kind) || !is_kind(out->items[i].kind))
                        return arena_printf(a, "gone[%zu].kind: want small letters, digits and dashes.", i);
                if (!take(a, one, "words", API_WORDS_MAX, &out->items[i].words))
                        return wrong(a, "words", API_WORDS_MAX);
        }
        return NULL;
}

const char *api_read_gone(struct arena *a, const char *text, size_t len, struct api_gone *out)
{
        return read_object(a, text, len, read_gone, out);
}

struct one_text {
        const char *name, **out;
        size_t max;
};

static const char *read_text(struct arena *a, const struct json *j, void *context)
{
        struct one_text *t = context;
        return take(a, j, t->name, t->max, t->out) && **t->out ? NULL : wrong(a, t->name, t->max);
}

const char *api_read_text(struct arena *a, const char *text, size_t len, const char *name, size_t max, const char **out)
{
        struct one_text t = { name, out, max };
        return read_object(a, text, len, read_text, &t);
}

/* ---- tasks from before ---- */

static const char *read_task(struct arena *a, const struct json *j, struct existing *out)
{
        struct existing_words w;
        for (int f = 0; f < EXISTING_FIELDS; f++)
                if (!take(a, j, existing_fields[f], 4 * EXISTING_WORDS_MAX, &w.value[f]))
                        return arena_printf(a, "%s: want a text.", existing_fields[f]);
        return existing_read(a, &w, out);
}

static const char *read_existing(struct arena *a, const struct json *j, void *context)
{
        struct api_existing *out = context;
        const struct json *list = json_get_list(j, "tasks", &out->count);
        const char *why = NULL;
        out->answer = 0;
        if (!list || out->count > EXISTING_MAX)
                return arena_printf(a, "tasks: want a list of at most %d.", EXISTING_MAX);
        if (json_has(j, "answer") && !json_get_number(j, "answer", 1, 4294967295L, &out->answer))
                return "answer: want the number of an answer.";
        out->items = arena_array(a, out->count + 1, sizeof *out->items);
        for (size_t i = 0; i < out->count && !why; i++) {
                const struct json *one = json_at(list, i);
                why = one ? read_task(a, one, &out->items[i]) : "want an object.";
                if (why)
                        why = arena_printf(a, "tasks[%zu]: %s", i, why);
        }
        return why;
}

const char *api_read_existing(struct arena *a, const char *text, size_t len, struct api_existing *out)
{
        return read_object(a, text, len, read_existing, out);
}

static const char *read_off(struct arena *a, const struct json *j, void *context)
{
        struct api_off *out = context;
        const struct json *list = json_get_list(j, "refs", &out->count);
        if (!list || out->count == 0 || out->count > EXISTING_MAX)
                return arena_printf(a, "refs: want a list of 1 to %d.", EXISTING_MAX);
        out->refs = arena_array(a, out->count, sizeof *out->refs);
        for (size_t i = 0; i < out->count; i++) {
                if (!json_text_at(list, i))
                        return arena_printf(a, "refs[%zu]: want a text.", i);
                out->refs[i] = arena_text(a, json_text_at(list, i));
        }
        return NULL;
}

const char *api_read_off(struct arena *a, const char *text, size_t len, struct api_off *out)
{
        return read_object(a, text, len, read_off, out);
}

/* ---- involvements ---- */

static const char *read_involvement(struct arena *a, const struct json *j, struct api_involvement *out)
{
        const struct {
                const char *name, **to;
        } texts[] = { { "upn", &out->upn },
                      { "surname", &out->surname },
                      { "forename", &out->forename },
                      { "date_of_birth", &out->date_of_birth },
                      { "service", &out->service },
                      { "team", &out->team },
                      { "from", &out->from },
                      { "to", &out->to },
                      { "reference", &out->reference } };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
                if (!take(a, j, texts[i].name, VALUE_MAX, texts[i].to))
                        return wrong(a, texts[i].name, VALUE_MAX);
        return NULL;
}

static const char *read_involvements(struct arena *a, const struct json *j, void *context)
{
        struct api_involvements *out = context;
        const struct json *list = json_get_list(j, "involvements", &out->count);
        const char *why = NULL;
        if (!list || out->count == 0 || out->count > API_INVOLVEMENTS_MAX)
                return arena_printf(a, "involvements: want a list of 1 to %d.", API_INVOLVEMENTS_MAX);
        out->items = arena_array(a, out->count, sizeof *out->items);
        for (size_t i = 0; i < out->count && !why; i++) {
                const struct json *one = json_at(list, i);
                why = one ? read_involvement(a, one, &out->items[i]) : "want an object.";
                if (why)
                        why = arena_printf(a, "involvements[%zu]: %s", i, why);
        }
        return why;
}

const char *api_read_involvements(struct arena *a, const char *text, size_t len, struct api_involvements *out)
{
        return read_object(a, text, len, read_involvements, out);
}
