/* What programs send to /api/v1 as JSON, read into structs and checked for its form. Pure. templates/api/openapi.json describes it. */
#ifndef MODEL_API_BODY_H
#define MODEL_API_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/existing.h"
#include "model/ready.h"

/* The API's files go in parts of this many bytes, the last one shorter; so many at most. */
enum { API_PART = 512 * 1024, API_PARTS_MAX = 128 };
enum { API_KIND_MAX = 24, API_WORDS_MAX = 250, API_GONE_MAX = 20, API_INVOLVEMENTS_MAX = 2000 };

/* Each returns NULL, or a sentence that says what is wrong. Texts are in the arena, and "" where they were not given. */

struct api_enrol {
        const char *code, *public_key, *proof, *name, *version;
};
const char *api_read_enrol(struct arena *a, const char *text, size_t len, struct api_enrol *out);

/* What an agent says of itself and of its school. ready: it says something of whether the school can answer tasks. */
struct api_report {
        const char *version;
        bool ready;
        const char *system, *system_version;
        enum ready_said phase_2, services;
};
const char *api_read_report(struct arena *a, const char *text, size_t len, struct api_report *out);

/* The whole of what was sent in parts. */
struct api_complete {
        long parts, size;
        const char *sha256, *file_name;
};
const char *api_read_complete(struct arena *a, const char *text, size_t len, struct api_complete *out);

/* What the school's system no longer has. all: nothing of what was asked is left. */
struct api_gone_kind {
        const char *kind, *words;
};
struct api_gone {
        bool all;
        size_t count;
        struct api_gone_kind *items;
};
const char *api_read_gone(struct arena *a, const char *text, size_t len, struct api_gone *out);

/* One text: "words" of what failed, "sha256" of what was fetched. */
const char *api_read_text(struct arena *a, const char *text, size_t len, const char *name, size_t max, const char **out);

/* The tasks that a school has in its own system. answer: to the task that asked for them, 0: none did. */
struct api_existing {
        size_t count;
        struct existing *items;
        long answer;
};
const char *api_read_existing(struct arena *a, const char *text, size_t len, struct api_existing *out);

/* Which of them are off. */
struct api_off {
        size_t count;
        const char **refs;
};
const char *api_read_off(struct arena *a, const char *text, size_t len, struct api_off *out);

struct api_involvement {
        const char *upn, *surname, *forename, *date_of_birth, *service, *team, *from, *to, *reference;
};
struct api_involvements {
        size_t count;
        struct api_involvement *items;
};
const char *api_read_involvements(struct arena *a, const char *text, size_t len, struct api_involvements *out);

/* True for so many lower-case hexadecimal digits. */
bool api_hex(const char *text, size_t digits);

#endif
