/* SQL text alone: which schools a task t concerns, s being a school. */
#ifndef STORE_EXCHANGE_SCHOOLS_H
#define STORE_EXCHANGE_SCHOOLS_H

#define SCHOOL_OF_TASK                                                                                       \
        "s.closed_on IS NULL AND ((t.schools = 'P' AND EXISTS (SELECT 1 FROM exchange_task_school k WHERE "  \
        "k.task_id = t.id AND "                                                                              \
        "k.school_id = s.id)) OR (t.schools = 'F' AND (t.phase = '' OR t.phase = s.phase)) OR (t.schools = " \
        "'L' AND EXISTS (SELECT "                                                                            \
        "1 FROM school_list_member m WHERE m.list_id = t.list_id AND m.school_id = s.id)))"

#endif
