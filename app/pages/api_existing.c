#include "pages/api_existing.h"

#include "model/api_body.h"
#include "pages/api.h"
#include "store/answer_agent.h"
#include "store/existing_task.h"

enum outcome api_existing(struct visit *v)
{
        struct existing_tasks all;
        enum outcome result = existing_task_list(v->db, v->arena, v->scope, &all);
        if (result != DONE)
                return result;
        struct json *j = json_new(), *list = json_list(j, "tasks");
        for (size_t i = 0; i < all.count; i++) {
                struct json *one = json_add(list);
                json_text(one, "ref", all.items[i].is.ref);
                json_text(one, "name", all.items[i].is.name);
                json_text(one, "decision", existing_answer_key(all.items[i].answer));
                json_flag(one, "off", all.items[i].off_at);
        }
        return api_send(v, 200, j);
}

/* The list first: it may come once more, when the answer could not be ended. */
enum outcome api_existing_post(struct visit *v)
{
        struct api_existing said;
        const struct answering by = { v->scope, v->caller->agent };
        const char *why = api_read_existing(v->arena, v->request->content, v->request->content_len, &said);
        if (why)
                return api_malformed(v, why);
        enum outcome result = existing_task_read(v->db, v->scope, said.items, said.count);
        if (result == DONE && said.answer)
                result = answer_nothing(v->db, &by, (unsigned long)said.answer,
                                        arena_printf(v->arena, "Tasks that were read: %zu.", said.count));
        if (result == REFUSED)
                return api_problem(v, 409, "not-held",
                                   "This agent does not hold the answer, or it asks for other data.");
        return result == DONE ? api_existing(v) : result;
}

enum outcome api_existing_off_post(struct visit *v)
{
        struct api_off said;
        const char *why = api_read_off(v->arena, v->request->content, v->request->content_len, &said);
        if (why)
                return api_malformed(v, why);
        enum outcome result = existing_task_off(v->db, v->scope, said.refs, said.count);
        return result == DONE ? api_existing(v) : result;
}
