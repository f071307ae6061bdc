/* One flat JSON object, as scripts of ours read it. The only door of the pages to json-c. */
#ifndef VIEW_JSON_H
#define VIEW_JSON_H

#include "base/arena.h"

struct json;

struct json *json_new(void);
void json_text(struct json *j, const char *name, const char *value);
void json_number(struct json *j, const char *name, long value);
void json_null(struct json *j, const char *name);

/* The whole of it, in the arena; j is gone. */
const char *json_end(struct json *j, struct arena *a);

#endif
