#include "agent/place.h"

#include <string.h>

#include "agent/command.h"
#include "agent/keep.h"
#include "base/buf.h"
#include "base/log.h"

enum { FILE_MAX = 64 << 20, NAME_MAX_BYTES = 120 };

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
        for (size_t n = 1; n <= count && out->len <= FILE_MAX; n++) {
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

/* WORK_OVER with a copy kept: it is to be put in its place. */
static enum work fetch(const struct placing *p)
{
        struct buf b = BUF_EMPTY;
        enum said said = fetch_parts(p, &b);
        enum work work = said == SAID_NO ? WORK_LOST : WORK_LATER;
        if (said == SAID_YES && (b.len > FILE_MAX || strcmp(site_sha256(p->arena, b.bytes, b.len), p->sha256) != 0))
                work = fail(p, "What came is not what was sent: its SHA-256 differs.");
        else if (said == SAID_YES && keep_write(p->arena, p->kept, b.bytes, b.len) == DONE)
                work = WORK_OVER;
        buf_free(&b);
        return work;
}

/* ---- putting ---- */

/* Nothing that could lead out of the folder, be taken for a hidden file, or be anything but a Common Transfer File. */
static bool is_plain(const char *name)
{
        size_t len = strlen(name);
        return len > 4 && len <= NAME_MAX_BYTES && *name != '.' && strcmp(name + len - 4, ".xml") == 0 &&
               strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.") == len;
}

/* The copy lies in the folder under a hidden name when the note is written; then it gets its own. After a kill in between, a note
 * without the hidden file says that it has got it: it is not put there twice, also when the school's system has taken it since. Numbers of
 * files come again after 999: one that lies there still is left alone. Returns NULL, or why it is not there. */
static const char *put_in_folder(const struct placing *p, const char *folder)
{
        static const char unwritten[] = "The file could not be written into the school’s folder.";
        struct arena *a = p->arena;
        const char *hidden = arena_printf(a, "%s/.onroll-%ld", folder, p->id);
        char *bytes;
        size_t len;
        if (!keep_there(p->placed)) {
                if (keep_read(a, p->kept, &bytes, &len) != DONE || keep_write(a, hidden, bytes, len) != DONE ||
                    keep_share(hidden, folder) != DONE || keep_write(a, p->placed, "", 0) != DONE)
                        return unwritten;
        }
        const char *path = arena_printf(a, "%s/%s", folder, p->name);
        if (!keep_there(hidden))
                return NULL;
        if (keep_there(path))
                return "A file of that name still lies in the school’s folder: its system has not taken it yet.";
        return keep_rename(hidden, path) == DONE ? NULL : unwritten;
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
                return put_in_folder(p, destination + 7);
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
        if (!read_answer(&p))
                return p.id ? fail(&p, "The file has no name that the agent would write to.") : WORK_LATER;
        p.kept = keep_path(a, arena_printf(a, "put-%ld", p.id));
        p.placed = arena_printf(a, "%s.placed", p.kept);
        if (!keep_there(p.kept) && !keep_there(p.placed)) {
                enum work work = fetch(&p);
                if (!keep_there(p.kept))
                        return work;
        }
        const char *why = put(&p);
        return why ? fail(&p, why) : confirm(&p);
}
