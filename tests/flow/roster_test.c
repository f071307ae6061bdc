/* A OneRoster zip, or one of School Data Sync, that is delivered for a school goes the whole way of an import. */
#include "tasks/import.h"

#include <string.h>

#include "flow/deliver.h"
#include "gate/scope.h"
#include "moving.h"
#include "sheet/zipped.h"
#include "store/import.h"

static struct moving m;

SQL(proposed, "SELECT COUNT(*) FROM missing_pupil WHERE state = ''");

/* Its import, after it was processed. */
static struct import deliver(const char *name, const struct zipped_part *parts, size_t count)
{
        size_t len;
        unsigned long id, done = 0;
        enum delivery_state state = DELIVERY_REFUSED;
        struct imports all = { 0, NULL };
        const char *bytes = zipped(m.a, parts, count, NULL, &len);
        const struct delivering d = { .label = name, .bytes = bytes, .len = len, .source = FROM_FOLDER, .complete = true };
        moving_done(&m, flow_deliver(&m.flow, &d, &id, &state), name);
        ok(state == DELIVERY_NEW, "%s is received", name);
        moving_done(&m, import_run(m.d.db, m.d.config, &done), "the runner");
        is_long((long)done, 1, "it is processed");
        moving_done(&m, import_list(m.d.db, m.a, &m.scope, 1, &all), "its import");
        return all.count ? all.items[0] : (struct import){ 0 };
}

/* A whole roster is a school's snapshot: who is not in it is missing. One of changes alone never says so. */
int main(void)
{
        static const struct zipped_part parts[] = {
                { "manifest.csv", "propertyName,value\nfile.users,delta\n", 0, 0 },
                { "orgs.csv", "sourcedId,name,identifier\ns,Oak,9992001\n", 0, 0 },
                { "users.csv", "sourcedId,role,givenName,familyName,grades,orgSourcedIds\nu,student,Zebedee,Quillfeather,04,s\n"
                               "t,teacher,A,B,,s\n",
                  0, 0 },
                { "demographics.csv", "sourcedId,birthDate,sex\nu,2017-03-04,male\n", 0, 0 },
        };
        if (!moving_open(&m))
                return done_testing();
        const struct person admin = moving_school(&m, "9992001", "Anna", 4);
        moving_act(&m, gate_program_scope(admin.school));
        struct import i = deliver("changes.zip", parts, 4);
        ok(i.batch.state == BATCH_APPLIED && !i.complete && i.rows == 1, "a zip of changes has one pupil, and no teacher");
        is_long((long)moving_roll(&m).count, 5, "who is on the roll now");
        is_long(moving_number(&m, &proposed, NULL, 0), 0, "and nothing is said of others");
        i = deliver("roster.zip", parts + 1, 3);
        ok(i.batch.state == BATCH_APPLIED && i.complete && i.rows == 1, "a whole roster has all that there are");
        is_long((long)moving_roll(&m).count, 5, "nobody leaves by it");
        is_long(moving_number(&m, &proposed, NULL, 0), 4, "but four are proposed");
        moving_close(&m);
        return done_testing();
}
