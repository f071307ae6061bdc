#include "agent/keep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

static const char *directory = ".";

static enum outcome broken(const char *path)
{
        log_event("file", "%s: %s", path, strerror(errno));
        return BROKEN;
}

/* The lock ends with the process, however that ends. */
enum outcome keep_open(const char *path)
{
        struct arena *a = arena_new();
        directory = path;
        int fd = open(keep_path(a, "lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
        enum outcome result = fd < 0 ? broken(path) : fcntl(fd, F_SETLK, &lock) != 0 ? REFUSED : DONE;
        arena_free(a);
        return result;
}

const char *keep_path(struct arena *a, const char *name)
{
        return arena_printf(a, "%s/%s", directory, name);
}

static enum outcome read_all(struct arena *a, int fd, char **bytes, size_t *len)
{
        struct stat st;
        if (fstat(fd, &st) != 0)
                return BROKEN;
        *bytes = arena_alloc(a, (size_t)st.st_size + 1);
        for (*len = 0; *len < (size_t)st.st_size;) {
                ssize_t got = read(fd, *bytes + *len, (size_t)st.st_size - *len);
                if (got <= 0)
                        return BROKEN;
                *len += (size_t)got;
        }
        return DONE;
}

enum outcome keep_read(struct arena *a, const char *path, char **bytes, size_t *len)
{
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
                return errno == ENOENT ? ABSENT : broken(path);
        enum outcome result = read_all(a, fd, bytes, len);
        close(fd);
        return result == DONE ? DONE : broken(path);
}

static bool write_all(int fd, const char *bytes, size_t len)
{
        for (ssize_t put; len; bytes += put, len -= (size_t)put)
                if ((put = write(fd, bytes, len)) <= 0)
                        return false;
        return true;
}

enum outcome keep_write(struct arena *a, const char *path, const void *bytes, size_t len)
{
        const char *beside = arena_printf(a, "%s.new", path);
        int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600); /* others may write into the folder */
        if (fd < 0)
                return broken(beside);
        bool good = write_all(fd, bytes, len);
        good = close(fd) == 0 && good;
        return good ? keep_rename(beside, path) : broken(beside);
}

static void force(const char *path)
{
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
                fsync(fd);
                close(fd);
        }
}

/* The bytes and then the directory, or a power cut could leave the name without them, or the old name. */
enum outcome keep_rename(const char *from, const char *to)
{
        force(from);
        if (rename(from, to) != 0)
                return broken(to);
        struct arena *a = arena_new();
        force(dirname(arena_text(a, to)));
        arena_free(a);
        return DONE;
}

enum outcome keep_share(const char *path, const char *folder)
{
        struct stat st;
        return stat(folder, &st) == 0 && fchmodat(AT_FDCWD, path, st.st_mode & 0660, AT_SYMLINK_NOFOLLOW) == 0 ? DONE : broken(path);
}

bool keep_there(const char *path)
{
        return access(path, F_OK) == 0;
}

void keep_forget(const char *path)
{
        if (unlink(path) != 0 && errno != ENOENT)
                log_event("file", "%s: %s", path, strerror(errno));
}

static bool is_old(const char *path, long days)
{
        struct stat st;
        return stat(path, &st) == 0 && time(NULL) - st.st_mtime >= days * 86400;
}

void keep_forget_all(struct arena *a, const char *start, long days)
{
        DIR *list = opendir(directory);
        for (struct dirent *e; list && (e = readdir(list));)
                if (strncmp(e->d_name, start, strlen(start)) == 0 && is_old(keep_path(a, e->d_name), days))
                        keep_forget(keep_path(a, e->d_name));
        if (list)
                closedir(list);
}
