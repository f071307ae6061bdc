#include "agent/source.h"

#include <ctype.h>
#include <dirent.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "agent/command.h"
#include "agent/keep.h"
#include "agent/roster.h"
#include "base/text.h"

enum { FILE_MAX = 64 << 20, KIND_MAX = 24, WORDS_MAX = 250, LABEL_MAX = 120, QUIET_SECONDS = 60, EXIT_GONE = 3 };

static const char being_written[] = "The newest file in the folder is still being written.";

static enum source_result failed(struct source_got *out, const char *words)
{
        out->words = words;
        return SOURCE_FAILED;
}

/* ---- what is gone ---- */

static const char *cut(struct arena *a, const char *text, size_t max)
{
        size_t len = strlen(text);
        return arena_bytes(a, text, text_valid_length(text, len < max ? len : max));
}

static void add_gone(struct arena *a, struct source_got *out, const char *kind, const char *words)
{
        char *plain = arena_text(a, kind);
        for (char *p = plain; *p; p++)
                *p = isalnum((unsigned char)*p) ? (char)tolower((unsigned char)*p) : '-';
        if (*plain && out->gone_count < SOURCE_GONE_MAX)
                out->gone[out->gone_count++] = (struct source_gone){ cut(a, plain, KIND_MAX), cut(a, words, WORDS_MAX) };
}

/* Lines "KIND: words". True: one of them is "all". */
static bool read_gone(struct arena *a, const char *path, struct source_got *out)
{
        char *text;
        size_t len;
        bool all = false;
        if (keep_read(a, path, &text, &len) != DONE || !text_valid(text, len))
                return false;
        for (char *line; (line = strsep(&text, "\n"));) {
                char *words = strchr(line, ':');
                if (words)
                        *words++ = '\0';
                const char *kind = text_tidy(a, line);
                add_gone(a, out, kind, words ? text_tidy(a, words) : "");
                all |= strcasecmp(kind, "all") == 0;
        }
        return all;
}

/* ---- a folder ---- */

struct found {
        const char *name;
        struct stat st;
};

static bool is_newer(const struct stat *left, const struct stat *right)
{
        const struct timespec a = left->st_mtim, b = right->st_mtim;
        return a.tv_sec > b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec > b.tv_nsec);
}

static void look_at(struct arena *a, const char *folder, const char *name, const char *pattern, struct found *newest)
{
        struct stat st;
        size_t len = strlen(name);
        bool gone = len > 5 && strcmp(name + len - 5, ".gone") == 0;
        if (name[0] == '.' || gone || fnmatch(pattern, name, 0) != 0 || stat(arena_printf(a, "%s/%s", folder, name), &st) != 0 ||
            !S_ISREG(st.st_mode))
                return;
        if (!newest->name || is_newer(&st, &newest->st))
                *newest = (struct found){ arena_text(a, name), st };
}

/* What a site takes as a file's name: the same, but for letters in no known encoding and more of them than fit. */
static const char *label_of(struct arena *a, const char *name)
{
        const char *label = text_valid(name, strlen(name)) ? text_tidy(a, cut(a, text_tidy(a, name), LABEL_MAX)) : "";
        return *label ? label : "data";
}

static bool find_newest(struct arena *a, const char *folder, const char *pattern, struct found *newest)
{
        DIR *list = opendir(folder);
        if (!list)
                return false;
        for (struct dirent *e; (e = readdir(list));)
                look_at(a, folder, e->d_name, pattern, newest);
        closedir(list);
        return true;
}

/* A file that says that all is gone counts as long as no newer data lies beside it. */
static bool gone_now(struct arena *a, const char *folder, const char *data, const struct found *newest, struct source_got *out)
{
        struct stat st;
        const char *path = arena_printf(a, "%s/%s.gone", folder, data);
        if (stat(path, &st) != 0)
                return false;
        bool all = read_gone(a, path, out);
        if (all && newest->name && is_newer(&newest->st, &st)) {
                out->gone_count = 0;
                return false;
        }
        return all;
}

static enum source_result copy(struct arena *a, const char *from, const struct stat *was, const char *path, struct source_got *out)
{
        char *bytes;
        size_t len;
        struct stat now;
        if (was->st_size == 0)
                return failed(out, "The newest file in the folder is empty.");
        if (was->st_size > FILE_MAX)
                return failed(out, "The newest file in the folder is larger than 64 MB.");
        if (keep_read(a, from, &bytes, &len) != DONE)
                return failed(out, "The newest file in the folder cannot be read by the agent.");
        if (stat(from, &now) != 0 || now.st_size != was->st_size || now.st_mtime != was->st_mtime)
                return failed(out, being_written);
        return keep_write(a, path, bytes, len) == DONE ? SOURCE_GOT : failed(out, "The agent could not write its own copy of the file.");
}

/* rest: the folder, and maybe a pattern of names. */
static enum source_result from_folder(struct arena *a, const struct config *c, const struct source_asked *asked, const char *rest,
                                      const char *path, struct source_got *out)
{
        size_t len = strcspn(rest, " ");
        const char *folder = arena_bytes(a, rest, len), *pattern = rest[len] ? rest + len + 1 : "*";
        struct found newest = { 0 };
        long hours = config_number(c, "max_age_hours", 0);
        if (!find_newest(a, folder, pattern, &newest))
                return failed(out, "The folder of the school’s exports cannot be opened by the agent.");
        if (gone_now(a, folder, asked->data, &newest, out))
                return SOURCE_GONE;
        if (!newest.name)
                return failed(out, "There is no file in the folder of the school’s exports.");
        long age = (long)(time(NULL) - newest.st.st_mtime);
        if (age < config_number(c, "quiet_seconds", QUIET_SECONDS))
                return failed(out, being_written);
        if (hours && age > hours * 3600)
                return failed(out, arena_printf(a, "The newest file in the folder is %ld hours old: does the school’s system still write it?",
                                                age / 3600));
        out->label = label_of(a, newest.name);
        return copy(a, arena_printf(a, "%s/%s", folder, newest.name), &newest.st, path, out);
}

/* ---- a command ---- */

static enum source_result take_output(struct arena *a, const char *made, const char *path, struct source_got *out)
{
        struct stat st;
        if (stat(made, &st) != 0 || st.st_size == 0)
                return failed(out, "The command wrote nothing.");
        if (st.st_size > FILE_MAX)
                return failed(out, "The command wrote more than 64 MB.");
        (void)a;
        return keep_rename(made, path) == DONE ? SOURCE_GOT : failed(out, "The agent could not keep what the command wrote.");
}

static enum source_result from_command(struct arena *a, const struct source_asked *asked, const char *line, const char *path,
                                       struct source_got *out)
{
        const char *made = keep_path(a, "making.out"), *gone = keep_path(a, "making.gone");
        const char *const variables[] = { arena_printf(a, "ONROLL_DATA=%s", asked->data),
                                          arena_printf(a, "ONROLL_GROUP=%s", asked->group),
                                          arena_printf(a, "ONROLL_YEARS=%s", asked->years),
                                          arena_printf(a, "ONROLL_MONTHS=%ld", asked->months),
                                          arena_printf(a, "ONROLL_RUN=%ld", asked->run),
                                          arena_printf(a, "ONROLL_GONE=%s", gone),
                                          NULL };
        keep_forget(gone);
        const struct command c = { .line = line, .out = made, .variables = variables, .tick = asked->tick, .with = asked->with };
        int code = command_run(a, &c);
        bool all = read_gone(a, gone, out);
        keep_forget(gone);
        out->label = arena_printf(a, "%s from a command", asked->data);
        if (code == EXIT_GONE || (code == 0 && all)) {
                if (!out->gone_count)
                        read_gone(a, made, out);
                if (!out->gone_count)
                        add_gone(a, out, "all", "");
                keep_forget(made);
                return SOURCE_GONE;
        }
        if (code != 0)
                return failed(out, arena_printf(a, "The command ended with code %d.", code));
        return take_output(a, made, path, out);
}

/* ---- OneRoster ---- */

static enum source_result from_roster(struct arena *a, const struct config *c, const struct source_asked *asked, const char *path,
                                      struct source_got *out)
{
        const char *words, *made = keep_path(a, "making.zip");
        enum roster_result result = roster_fetch(a, c, made, asked->tick, asked->with, &words);
        out->label = "oneroster.zip";
        if (result == ROSTER_FAILED)
                return failed(out, words);
        if (result == ROSTER_GONE) {
                add_gone(a, out, "all", words);
                return SOURCE_GONE;
        }
        add_gone(a, out, words, "The school’s system has these no more.");
        return keep_rename(made, path) == DONE ? SOURCE_GOT : failed(out, "The agent could not keep what it fetched.");
}

/* ---- which it is ---- */

static const char *after(const char *source, const char *word)
{
        size_t len = strlen(word);
        if (!source || strncmp(source, word, len) != 0 || (source[len] && source[len] != ' '))
                return NULL;
        return source + len + strspn(source + len, " ");
}

/* source_DATA_GROUP goes before source_DATA, and that before source. */
static const char *source_of(struct arena *a, const struct config *c, const struct source_asked *asked)
{
        const char *common = config_get(c, "source", NULL);
        const char *of_data = config_get(c, arena_printf(a, "source_%s", asked->data), common);
        return config_get(c, arena_printf(a, "source_%s_%s", asked->data, asked->group), of_data);
}

enum source_result source_get(struct arena *a, const struct config *c, const struct source_asked *asked, const char *path,
                              struct source_got *out)
{
        const char *source = source_of(a, c, asked), *rest;
        *out = (struct source_got){ .label = "", .words = "" };
        if ((rest = after(source, "folder")) && *rest)
                return from_folder(a, c, asked, rest, path, out);
        if ((rest = after(source, "command")) && *rest)
                return from_command(a, asked, rest, path, out);
        if (after(source, "oneroster"))
                return from_roster(a, c, asked, path, out);
        return failed(out, arena_printf(a, "The agent’s configuration names no source for the data “%s”.", asked->data));
}
