/* SQL text alone: which schools a task t concerns, s being a school. */
#ifndef STORE_EXCHANGE_SCHOOLS_H
#define STORE_EXCHANGE_SCHOOLS_H

#define SCHOOL_OF_TASK                                                                                       \
        "s.closed_on IS NULL AND ((t.schools = 'P' AND EXISTS (SELECT 1 FROM exchange_task_school k WHERE "  \
        "k.task_id = t.id AND "                                                                              \
        "k.school_id = s.id)) OR (t.schools = 'F' AND (t.phase = '' OR t.phase = s.phase)) OR (t.schools = " \
        "'L' AND EXISTS (SELECT "                                                                            \
        "1 FROM school_list_member m WHERE m.list_id = t.list_id AND m.school_id = s.id)))"

/* The authority may change tasks of that owner (a school, 0: its own): no school has locked them, and none has tasks from before that are not
 * decided and off. */
#define OPEN_TO_AUTHORITY(owner)                                                                             \
        "NOT EXISTS (SELECT 1 FROM exchange_lock k WHERE k.school_id = " owner ") AND NOT EXISTS (SELECT 1 " \
        "FROM existing_task x WHERE x.school_id = " owner " AND x.off_at IS NULL)"

/* Two numbers, of a school s that the task t concerns: it had locked its tasks when the authority's was set up or changed; and it had
 * tasks from before that are not decided and off. In words: exchange_shut_words of model/exchange.h. */
#define SHUT_TO_TASK                                                                                          \
        "t.owner_school = 0 AND EXISTS (SELECT 1 FROM exchange_lock k WHERE k.school_id = s.id AND "          \
        "k.locked_at <= t.set_at), t.owner_school = 0 AND t.data <> 'tasks' AND EXISTS (SELECT 1 FROM "       \
        "existing_task x WHERE x.school_id = s.id AND x.off_at IS NULL AND x.read_at <= t.set_at)"

#endif
