/* Sends what waits in the outbox: by sendmail, or into a directory under `make run`. */
#ifndef TASKS_MAIL_H
#define TASKS_MAIL_H

#include "base/buf.h"
#include "base/config.h"
#include "db/db.h"
#include "store/outbox.h"

/* The configuration's mail_dir (a file a mail) goes before its sendmail; mail_from is the sender. */
enum outcome mail_run(struct db *db, const struct config *c, unsigned long *count) MUST_USE;

/* The whole message as sendmail wants it. REFUSED: the address or subject has a control character. */
enum outcome mail_write(const struct mail *m, const char *from, struct buf *out) MUST_USE;

#endif
