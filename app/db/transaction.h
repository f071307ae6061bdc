/* Transactions: all of it or nothing, run again where that is right. Comes with db.h. */
#ifndef DB_TRANSACTION_H
#define DB_TRANSACTION_H

#include <stdbool.h>

#include "base/outcome.h"

struct db;

/* Runs work in a transaction: COMMIT when it returns DONE, ROLLBACK otherwise. After a deadlock, a lock time-out, a lost
 * certification or a lost connection before COMMIT the whole of it is run again, five times at most: work must not keep
 * anything from a run before. BROKEN with db_unknown() true: the connection was lost at COMMIT and nobody knows; read the
 * deed's own row to settle it. BROKEN with db_in_the_way() true: others were in its way each time, or the server was gone; nothing is
 * wrong with the deed, which may be done later. Nested calls run inside the outer transaction. */
enum outcome db_transaction(struct db *db, enum outcome (*work)(struct db *, void *), void *context) MUST_USE;
bool db_unknown(const struct db *db);
bool db_in_the_way(const struct db *db);

#endif
