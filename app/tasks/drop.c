#include "tasks/drop.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "flow/deliver.h"
#include "gate/scope.h"
#include "store/school.h"

enum { QUIET_SECONDS = 60, LA_DIGITS = 3, LAESTAB_DIGITS = 7 };

struct dropping {
        struct db *db;
        const struct config *config;
        unsigned long *count;
        long quiet;
        struct arena *arena; /* of one file */
        struct refusal why;
};

/* ---- one file ---- */

static void say_why(int refused, const char *name, const char *words)
{
        char note[300];
        snprintf(note, sizeof note, "%.280s.why.txt", name);
        int fd = openat(refused, note, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
        if (fd < 0 || dprintf(fd, "%s\n", words) < 0)
                log_event("drop", "the reason could not be written: %s", strerror(errno));
        if (fd >= 0)
                close(fd);
}

/* Kept for whoever put it there. */
static void refuse(int folder, const char *name, const char *words)
{
        int made = mkdirat(folder, "refused", 0750);
        int refused = made == 0 || errno == EEXIST ? openat(folder, "refused", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) : -1;
        if (refused < 0 || renameat(folder, name, refused, name) != 0)
                log_event("drop", "a file could not be moved: %s", strerror(errno));
        else
                say_why(refused, name, words);
        if (refused >= 0)
                close(refused);
}

static enum outcome deliver(struct dropping *d, const struct scope *scope, const char *name, const void *bytes, size_t len)
{
        unsigned long id;
        enum delivery_state state;
        struct flow f = { d->arena, d->db, d->config, scope, &d->why };
        const struct delivering file = { .label = name,
                                         .bytes = bytes,
                                         .len = len,
                                         .source = FROM_FOLDER,
                                         .complete = strncasecmp(name, "changes", 7) != 0 };
        return flow_deliver(&f, &file, &id, &state);
}

/* It may be long: it is mapped, not read. Its writer has gone; whoever cuts it short now ends this program, and the file is tried again. */
static enum outcome deliver_file(struct dropping *d, const struct scope *scope, const char *name, int fd, size_t len)
{
        if (len == 0)
                return deliver(d, scope, name, "", 0);
        void *bytes = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes == MAP_FAILED) {
                log_event("drop", "a file could not be read: %s", strerror(errno));
                return BROKEN;
        }
        enum outcome result = deliver(d, scope, name, bytes, len);
        munmap(bytes, len);
        return result;
}

static bool is_quiet(const struct dropping *d, const struct stat *st)
{
        return S_ISREG(st->st_mode) && time(NULL) - st->st_mtime >= d->quiet;
}

/* Of several programs one has the file until it is closed, and those that opened it meanwhile find it gone: kept twice, with another file
 * in between, it would be newer than that. Where files cannot be locked nobody is kept out. */
static bool is_ours(int folder, const char *name, int fd, struct stat *st)
{
        struct stat there;
        if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
                return false;
        return fstat(fd, st) == 0 && fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0 && there.st_ino == st->st_ino &&
               there.st_dev == st->st_dev;
}

static enum outcome take_file(struct dropping *d, const struct scope *scope, int folder, const char *name)
{
        struct stat st;
        enum outcome result = DONE;
        int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (fd < 0)
                return DONE;
        if (is_ours(folder, name, fd, &st) && is_quiet(d, &st)) {
                arena_reset(d->arena);
                result = deliver_file(d, scope, name, fd, (size_t)st.st_size);
                if (result == REFUSED)
                        refuse(folder, name, d->why.words);
                else if (result == DONE && unlinkat(folder, name, 0) != 0)
                        log_event("drop", "a file that was kept could not be deleted: %s", strerror(errno));
                *d->count += result == DONE;
        }
        close(fd);
        return result == REFUSED ? DONE : result;
}

/* ---- folders ---- */

static enum outcome take_folder(struct dropping *d, const struct scope *scope, int folder)
{
        enum outcome result = DONE;
        DIR *list = fdopendir(folder);
        if (!list) {
                close(folder);
                return BROKEN;
        }
        for (struct dirent *e; result == DONE && (e = readdir(list));)
                if (e->d_name[0] != '.')
                        result = take_file(d, scope, folder, e->d_name);
        closedir(list);
        return result;
}

/* Whose folder is it? False for one that is nobody's. */
static bool whose(struct dropping *d, const char *name, struct scope *scope)
{
        struct school s;
        if (!text_digits(name))
                return false;
        if (strlen(name) == LA_DIGITS) {
                *scope = gate_program_scope(0);
                return true;
        }
        if (strlen(name) != LAESTAB_DIGITS || school_by_laestab(d->db, d->arena, name, &s) != DONE)
                return false;
        *scope = gate_program_scope(s.id);
        return true;
}

static enum outcome take_all(struct dropping *d, DIR *drop)
{
        enum outcome result = DONE;
        for (struct dirent *e; result == DONE && (e = readdir(drop));) {
                struct scope scope = { 0 };
                arena_reset(d->arena);
                if (!whose(d, e->d_name, &scope))
                        continue;
                int folder = openat(dirfd(drop), e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
                if (folder >= 0)
                        result = take_folder(d, &scope, folder);
        }
        return result;
}

enum outcome drop_run(struct db *db, const struct config *c, unsigned long *count)
{
        const char *path = config_get(c, "drop_dir", NULL);
        DIR *drop = path ? opendir(path) : NULL;
        if (path && !drop)
                log_event("drop", "drop_dir cannot be opened: %s", strerror(errno));
        if (!drop)
                return path ? BROKEN : DONE;
        struct dropping d = { .db = db, .config = c, .count = count, .quiet = config_number(c, "drop_quiet_seconds", QUIET_SECONDS),
                              .arena = arena_new() };
        enum outcome result = take_all(&d, drop);
        arena_free(d.arena);
        closedir(drop);
        return result;
}
