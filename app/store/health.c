#include "store/health.h"

#include "store/status.h"

SQL(counts, "SELECT (SELECT COUNT(*) FROM school), (SELECT COUNT(*) FROM pupil WHERE state = 'R'), "
            "(SELECT COUNT(*) FROM person WHERE disabled_at IS NULL)");
SQL(rolls_wrong, "SELECT COUNT(*) FROM school s WHERE s.on_roll <> "
                 "(SELECT COUNT(*) FROM pupil p WHERE p.school_id = s.id AND p.state = 'R')");
SQL(classes_wrong, "SELECT COUNT(*) FROM school s WHERE "
                   "(SELECT COUNT(*) FROM pupil p WHERE p.school_id = s.id AND p.state = 'R') <> "
                   "(SELECT COALESCE(SUM(c.pupils), 0) FROM class_count c WHERE c.school_id = s.id)");
SQL(keyless, "SELECT COUNT(*) FROM pupil p WHERE NOT EXISTS "
             "(SELECT 1 FROM pupil_key k WHERE k.school_id = p.school_id AND k.pupil_id = p.id)");
SQL(uploads_overdue,
    "SELECT COUNT(*) FROM upload u WHERE u.delete_after < UTC_DATE() - INTERVAL 1 DAY AND EXISTS "
    "(SELECT 1 FROM upload_piece c WHERE c.upload_id = u.id)");
SQL(mail, "SELECT COUNT(*), COALESCE(TIMESTAMPDIFF(MINUTE, MIN(created_at), UTC_TIMESTAMP()), 0) FROM outbox "
          "WHERE sent_at IS NULL");

enum outcome health_read(struct db *db, struct arena *a, struct health *out)
{
        const struct {
                const struct sql *q;
                long long *to[3];
        } questions[] = {
                { &counts, { &out->schools, &out->pupils, &out->people } },
                { &rolls_wrong, { &out->rolls_wrong } },
                { &classes_wrong, { &out->classes_wrong } },
                { &keyless, { &out->keyless } },
                { &uploads_overdue, { &out->uploads_overdue } },
                { &mail, { &out->mail_waiting, &out->mail_minutes } },
        };
        for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
                struct result r;
                if (db_query(db, a, &r, questions[i].q, ARGS()) != DONE)
                        return BROKEN;
                for (unsigned n = 0; n < 3 && questions[i].to[n]; n++)
                        *questions[i].to[n] = result_number(&r, 0, n);
        }
        struct status_wrong wrong;
        if (status_wrong(db, a, &wrong) != DONE)
                return BROKEN;
        out->counters_wrong = (long long)wrong.count;
        return DONE;
}
