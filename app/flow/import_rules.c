#include "flow/import_rules.h"

#include "store/cohort.h"
#include "store/rule.h"
#include "store/setting.h"

enum outcome flow_import_rules(const struct flow *f, struct weigh_rules **out)
{
        struct rules *rules = arena_array(f->arena, 1, sizeof *rules);
        struct weigh_rules *by = *out = arena_array(f->arena, 1, sizeof *by);
        struct settings settings;
        struct cohort_set active;
        enum outcome result = rules_of(f->db, f->arena, f->scope->school, rules);
        if (result == DONE)
                result = cohort_of_school(f->db, f->arena, f->scope, &active);
        if (result == DONE)
                result = settings_read(f->db, f->arena, &settings);
        if (result == DONE)
                *by = (struct weigh_rules){ .rules = rules,
                                            .active = active.pupils,
                                            .active_count = active.count,
                                            .ask_for_new = !settings.new_automatic };
        return result;
}
