/* JSON, made and read: the answers that scripts and other programs read, and what they send. The only door to json-c but for the
 * operator's command. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* An object or a list. The outermost is ended by json_end or json_drop, and with it all that is inside. */
struct json;

/* ---- making ---- */

struct json *json_new(void);
void json_text(struct json *j, const char *name, const char *value);
void json_number(struct json *j, const char *name, long long value);
void json_flag(struct json *j, const char *name, bool value);
void json_null(struct json *j, const char *name);

/* An object inside of it, a list inside of it; an object or a text at the end of a list. */
struct json *json_inside(struct json *j, const char *name);
struct json *json_list(struct json *j, const char *name);
struct json *json_add(struct json *list);
void json_add_text(struct json *list, const char *value);

/* The whole of it, in the arena; j is gone. */
const char *json_end(struct json *j, struct arena *a);

/* ---- reading ---- */

/* NULL when it is not one object of sound JSON in UTF-8, or nested deeper than sixteen. */
struct json *json_read(const char *text, size_t len);
void json_drop(struct json *j);

/* What has that name: NULL or false when nothing does, or what does is of another kind, or (texts) holds a NUL. What is returned lives
 * as long as j. */
const char *json_get_text(const struct json *j, const char *name);
bool json_get_number(const struct json *j, const char *name, long min, long max, long *out);
bool json_get_flag(const struct json *j, const char *name);
const struct json *json_get_object(const struct json *j, const char *name);
const struct json *json_get_list(const struct json *j, const char *name, size_t *count);
bool json_has(const struct json *j, const char *name);
bool json_is_flag(const struct json *j, const char *name);

/* Of a list: NULL when the thing at that place is of another kind. */
const struct json *json_at(const struct json *list, size_t place);
const char *json_text_at(const struct json *list, size_t place);

/* Calls each with every name of an object. */
void json_names(const struct json *j, void (*each)(void *with, const char *name, const struct json *value), void *with);

#endif
