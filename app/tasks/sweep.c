#include "tasks/sweep.h"

#include "store/agent.h"
#include "store/answer_agent.h"
#include "store/api_answer.h"
#include "store/delivery.h"
#include "store/involvement_upload.h"
#include "store/session.h"
#include "store/upload.h"

enum outcome sweep_run(struct db *db, const struct config *c, unsigned long *count)
{
        (void)c;
        enum outcome result = upload_sweep(db, count);
        if (result == DONE)
                result = involvement_upload_sweep(db, count);
        if (result == DONE)
                result = delivery_sweep(db, count);
        if (result == DONE)
                result = agent_sweep(db);
        if (result == DONE)
                result = answer_sweep(db);
        if (result == DONE)
                result = api_answer_sweep(db);
        return result == DONE ? session_sweep(db) : result;
}
