#include "agent/work.h"

#include <string.h>

#include "agent/existing.h"
#include "agent/keep.h"
#include "agent/place.h"
#include "agent/ready.h"
#include "agent/send.h"
#include "base/log.h"

/* NOTE_DAYS: what was put into the folder and could not be confirmed is remembered so long, lest it is put there twice. */
enum { ANSWERS_MAX = 1000, NOTE_DAYS = 60 };

static bool report(struct site *s, struct arena *a, const char *version)
{
        struct json *j = json_new(), *got;
        json_text(j, "version", version);
        ready_say(a, s->config, json_inside(j, "ready"));
        enum said said = site_post(s, a, "/api/v1/agent", NULL, json_end(j, a), &got);
        if (got)
                json_drop(got);
        return said == SAID_YES;
}

static enum work one(struct site *s, struct arena *a, const struct json *answer, long *id)
{
        const char *way = json_get_text(answer, "way");
        if (!way || !json_get_number(answer, "id", 1, 4294967295L, id))
                return WORK_LATER;
        const char *data = json_get_text(answer, "data");
        if (data && strcmp(data, "tasks") == 0)
                return existing_answer(s, a, answer);
        return way[0] == 's' ? place_answer(s, a, answer) : send_answer(s, a, answer);
}

/* The same answer twice in one run means that nothing gets further with it: it is left to the next. */
static bool take_all(struct site *s, struct arena *a)
{
        long before = 0;
        for (int i = 0; i < ANSWERS_MAX; i++) {
                struct json *answer;
                long id = 0;
                arena_reset(a);
                enum said said = site_post(s, a, "/api/v1/answers/take", NULL, NULL, &answer);
                if (said == SAID_NOTHING) {
                        keep_forget_all(a, "get-", 0); /* of answers that are no more */
                        keep_forget_all(a, "put-", NOTE_DAYS);
                        return true;
                }
                if (said != SAID_YES)
                        return false;
                enum work work = one(s, a, answer, &id);
                json_drop(answer);
                log_event("answer", "%ld: %s", id, work == WORK_OVER ? "done" : work == WORK_LATER ? "later" : "not wanted any more");
                if (work == WORK_LATER || id == before)
                        return false;
                before = id;
        }
        return false;
}

bool work_run(struct site *s, const char *version)
{
        struct arena *a = arena_new();
        bool good = report(s, a, version);
        if (good) {
                bool settled = existing_work(s, a);
                good = take_all(s, a) && settled;
        }
        arena_free(a);
        return good;
}
