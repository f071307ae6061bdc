/* Memory that lives as long as one request, task or file, and is given back all at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new arena. Out of memory ends the process, here and in every call below: nothing returns NULL. */
struct arena *arena_new(void);

/* Gives back everything that was allocated from it, and the arena itself. NULL is allowed. */
void arena_free(struct arena *a);

/* Gives back everything that was allocated from it; the arena stays usable. */
void arena_reset(struct arena *a);

/* Bytes handed out since the arena was made or last reset; for limits and benchmarks. */
size_t arena_used(const struct arena *a);

/* size zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((malloc, returns_nonnull));

/* The same, not zeroed: for long texts that are written at once. */
char *arena_room(struct arena *a, size_t size) __attribute__((malloc, returns_nonnull));

/* count zeroed elements; an overflow of the product ends the process. */
void *arena_array(struct arena *a, size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* A copy with a NUL after it. arena_text of NULL is "". */
char *arena_text(struct arena *a, const char *text) __attribute__((returns_nonnull));
char *arena_bytes(struct arena *a, const void *bytes, size_t len) __attribute__((returns_nonnull));

char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0), returns_nonnull));

#endif
