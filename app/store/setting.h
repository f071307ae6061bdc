/* The authority's settings as they are set: their SQL. What can be set is model/setting.h. */
#ifndef STORE_SETTING_H
#define STORE_SETTING_H

#include "db/db.h"
#include "model/setting.h"

/* One query. What nobody has set, and what does not fit the table any more, is as shipped. */
enum outcome settings_read(struct db *db, struct arena *a, struct settings *out) MUST_USE;

/* The same for the page that changes them: with the version, and who set each and when. */
struct settings_seen {
        struct settings settings;
        unsigned version; /* 0: none was ever set */
        struct {
                const char *by, *at; /* at: "yyyy-mm-dd hh:mm:ss" in UTC, "" when it is as shipped */
        } set[SETTING_COUNT];
};
enum outcome settings_see(struct db *db, struct arena *a, struct settings_seen *out) MUST_USE;

/* All of them at once, with an audit row for each that changes. version: the one that was seen; REFUSED when
 * it is not the latest. by: who does it. */
enum outcome settings_set(struct db *db, struct arena *a, unsigned long by, unsigned version,
                          const struct settings *shall) MUST_USE;

#endif
