#include "model/batch.h"

const char *const batch_state_keys[BATCH_STATES] = { "open", "listed", "applied", "dropped", "undone" };
const char *const batch_hold_keys[BATCH_HOLDS] = { "", "held", "released", "rejected" };
