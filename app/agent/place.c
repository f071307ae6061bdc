#include "agent/place.h"

#include <string.h>

#include "agent/command.h"
#include "agent/keep.h"
#include "base/buf.h"
#include "base/log.h"

struct placing {
        struct site *site;
        struct arena *arena;
        const struct json *answer;
        long id;
        const char *name, *sha256; /* of the file */
        const char *kept;          /* path of the agent's own copy */
        const char *placed;        /* path of the note that it is being put in its place */
};

static enum said post(const struct placing *p, const char *what, const char *body)
{
        struct json *got;
        enum said said = site_post(p->site, p->arena, arena_printf(p->arena, "/api/v1/answers/%ld/%s", p->id, what), NULL, body, &got);
        if (got)
                json_drop(got);
        return said;
}

static void renew(void *with)
{
        (void)post(with, "renew", NULL);
}

static enum work fail(const struct placing *p, const char *words)
{
        struct json *j = json_new();
        json_text(j, "words", words);
        log_event("destination", "answer %ld: %s", p->id, words);
        return post(p, "failed", json_end(j, p->arena)) == SAID_LATER ? WORK_LATER : WORK_OVER;
}

/* ---- fetching ---- */

static enum said fetch_parts(const struct placing *p, struct buf *out)
{
        size_t count;
        (void)json_get_list(p->answer, "parts", &count);
        for (size_t n = 1; n <= count; n++) {
                struct web_answer got;
                const struct site_ask ask = { .method = "GET",
                                              .path = arena_printf(p->arena, "/api/v1/answers/%ld/parts/%zu", p->id, n) };
                enum said said = site_ask(p->site, p->arena, &ask, &got);
                if (said != SAID_YES)
                        return said;
                buf_add(out, got.bytes, got.len);
        }
        return count ? SAID_YES : SAID_NO;
}

static enum work fetch(const struct placing *p)
{
        struct buf b = BUF_EMPTY;
        enum said said = fetch_parts(p, &b);
        enum work work = said == SAID_NO ? WORK_LOST : WORK_LATER;
        if (said == SAID_YES && strcmp(site_sha256(p->arena, b.bytes, b.len), p->sha256) != 0)
                log_event("fetch", "answer %ld: what came is not what was sent", p->id);
        else if (said == SAID_YES && keep_write(p->arena, p->kept, b.bytes, b.len) == DONE)
                work = WORK_OVER;
        buf_free(&b);
        return work;
}

/* ---- putting ---- */

/* Nothing that could lead out of the folder, or be taken for a hidden file. */
static bool is_plain(const char *name)
{
        return *name && *name != '.' && strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.") == strlen(name);
}

/* The copy lies in the folder under a hidden name when the note is written; then it gets its own. After a kill in between, a note
 * without the hidden file says that it has got it: it is not put there twice, also when the school's system has taken it since. */
static bool put_in_folder(const struct placing *p, const char *folder)
{
        struct arena *a = p->arena;
        const char *hidden = arena_printf(a, "%s/.onroll-%ld", folder, p->id);
        char *bytes;
        size_t len;
        if (!keep_there(p->placed)) {
                if (keep_read(a, p->kept, &bytes, &len) != DONE || keep_write(a, hidden, bytes, len) != DONE ||
                    keep_write(a, p->placed, "", 0) != DONE)
                        return false;
        }
        return !keep_there(hidden) || keep_rename(hidden, arena_printf(a, "%s/%s", folder, p->name)) == DONE;
}

/* At least once: a kill while the command runs cannot be told from one before. */
static bool give_to_command(struct placing *p, const char *line)
{
        if (keep_there(p->placed))
                return true;
        const char *const variables[] = { arena_printf(p->arena, "ONROLL_FILE=%s", p->name), "ONROLL_DATA=changed", NULL };
        const struct command c = { .line = line, .in = p->kept, .variables = variables, .tick = renew, .with = p };
        return command_run(p->arena, &c) == 0 && keep_write(p->arena, p->placed, "", 0) == DONE;
}

/* NULL, or why it is not where it should be. */
static const char *put(struct placing *p)
{
        const char *destination = config_get(p->site->config, "destination", "");
        if (strncmp(destination, "folder ", 7) == 0)
                return put_in_folder(p, destination + 7) ? NULL : "The file could not be written into the school’s folder.";
        if (strncmp(destination, "command ", 8) == 0)
                return give_to_command(p, destination + 8) ? NULL : "The school’s command did not take the file.";
        return "The agent’s configuration names no destination for what is sent to the school.";
}

static enum work confirm(const struct placing *p)
{
        struct json *j = json_new();
        json_text(j, "sha256", p->sha256);
        enum said said = post(p, "confirm", json_end(j, p->arena));
        if (said == SAID_LATER)
                return WORK_LATER;
        keep_forget(p->kept);
        keep_forget(p->placed);
        return said == SAID_NO ? WORK_LOST : WORK_OVER;
}

static bool read_answer(struct placing *p)
{
        const struct json *file = json_get_object(p->answer, "file");
        p->name = file ? json_get_text(file, "name") : NULL;
        p->sha256 = file ? json_get_text(file, "sha256") : NULL;
        return json_get_number(p->answer, "id", 1, 4294967295L, &p->id) && p->name && p->sha256 && is_plain(p->name);
}

enum work place_answer(struct site *site, struct arena *a, const struct json *answer)
{
        struct placing p = { .site = site, .arena = a, .answer = answer };
        if (!read_answer(&p)) {
                log_event("fetch", "the site sends a file without a sound name");
                return WORK_LATER;
        }
        p.kept = keep_path(a, arena_printf(a, "put-%ld", p.id));
        p.placed = arena_printf(a, "%s.placed", p.kept);
        enum work work = keep_there(p.kept) || keep_there(p.placed) ? WORK_OVER : fetch(&p);
        if (work != WORK_OVER)
                return work;
        const char *why = put(&p);
        return why ? fail(&p, why) : confirm(&p);
}
