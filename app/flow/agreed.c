#include "flow/agreed.h"

#include <string.h>

#include "store/agreement.h"
#include "store/school.h"

enum { NAMED = 5 }; /* schools that are named in a note about more of them */

/* What is in the part. Headings of a list without a pupil below them, or nothing at all, are a list too: that
 * is for a person to see. */
static unsigned sets_in(const struct sorted *s, const struct sorted_part *part)
{
        unsigned sets = 0;
        for (int set = 0; set < DATA_SETS; set++)
                sets |= (unsigned)(part->of[set] != 0) << set;
        return !sets || (s->has_list && s->delivery.school) ? sets | 1u << SET_PUPILS : sets;
}

static enum outcome name_schools(const struct flow *f, const struct sorted *s, const unsigned *sets,
                                 unsigned set, const char **names)
{
        size_t count = 0;
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < s->part_count; i++) {
                struct school school;
                if (!(sets_in(s, &s->parts[i]) & ~sets[i] & set) || count++ >= NAMED)
                        continue;
                result = school_by_id(f->db, f->arena, s->parts[i].school, &school);
                if (result == DONE)
                        *names = arena_printf(f->arena, "%s%s%s", *names, **names ? ", " : "", school.name);
        }
        if (count > NAMED)
                *names = arena_printf(f->arena, "%s and %zu more", *names, count - NAMED);
        return result;
}

/* A sentence for each set that is refused, with what can be done about it. */
static enum outcome refused_words(const struct flow *f, const struct sorted *s, const unsigned *sets,
                                  const char **words)
{
        enum outcome result = DONE;
        for (int set = 0; result == DONE && set < DATA_SETS; set++) {
                const char *names = "";
                result = name_schools(f, s, sets, 1u << set, &names);
                if (*names)
                        *words = arena_printf(
                            f->arena,
                            "%s%s is not agreed with %s, and was left out. Send files without it, or have "
                            "the authority agree "
                            "it with the school (Settings, Sets of data) and send the file again.\n",
                            *words, data_set_table[set].words, names);
        }
        return result;
}

enum outcome flow_agreed(const struct flow *f, struct sorted *s, unsigned *sets)
{
        const char *refused = "";
        bool any = false;
        enum outcome result = DONE;
        for (size_t i = 0; result == DONE && i < s->part_count; i++) {
                struct agreement agreement;
                result = agreement_of(f->db, f->arena, s->parts[i].school, &agreement);
                sets[i] = sets_in(s, &s->parts[i]) & agreement.sets;
                any |= sets[i] != 0;
        }
        if (result == DONE)
                result = refused_words(f, s, sets, &refused);
        if (result != DONE || !*refused)
                return result;
        if (any)
                s->notes = arena_printf(f->arena, "%s%s", s->notes, refused);
        else
                s->why = arena_bytes(f->arena, refused, strlen(refused) - 1);
        return DONE;
}
