/* The agent's own directory: its key, and what it is at, each a file that is there whole or not at all. A lock lets in one agent at a time. */
#ifndef AGENT_KEEP_H
#define AGENT_KEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/outcome.h"

/* REFUSED: another agent runs just now. BROKEN is logged. */
enum outcome keep_open(const char *directory) MUST_USE;

/* The path of a file in it. */
const char *keep_path(struct arena *a, const char *name);

/* Reads a whole file, wherever it is. ABSENT: there is none. */
enum outcome keep_read(struct arena *a, const char *path, char **bytes, size_t *len) MUST_USE;

/* Written beside it, forced to the disk, and put in its place. */
enum outcome keep_write(struct arena *a, const char *path, const void *bytes, size_t len) MUST_USE;

/* The second half of the above alone: what a program wrote gets its name. */
enum outcome keep_rename(const char *from, const char *to) MUST_USE;

/* The file may be read and written by whom the folder's own mode lets in, but for everybody: the school's system is another user. */
enum outcome keep_share(const char *path, const char *folder) MUST_USE;

bool keep_there(const char *path);
void keep_forget(const char *path);

/* Deletes the files whose names begin so and which are that old. */
void keep_forget_all(struct arena *a, const char *start, long days);

#endif
