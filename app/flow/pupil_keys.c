#include "flow/pupil_keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* A way to find a pupil: a UPN, or folded names and date of birth. */
struct pupil_key {
        const char *text;
        const struct attendance_pupil *pupil;
};

static const char *name_key(struct arena *a, const char *surname, const char *forename, const char *dob)
{
        return arena_printf(a, "N %s|%s|%s", text_fold(a, surname), text_fold(a, forename), dob);
}

static void add_key(struct pupil_keys *k, const char *text, const struct attendance_pupil *p)
{
        k->items[k->count++] = (struct pupil_key){ text, p };
}

static void add_names(struct arena *a, struct pupil_keys *k, const struct attendance_pupil *p)
{
        const char *surnames[] = { p->surname, p->preferred_surname, p->former_surname };
        const char *forenames[] = { p->forename, p->preferred_forename };
        for (int s = 0; p->dob[0] && s < 3; s++)
                for (int f = 0; surnames[s][0] && f < 2; f++)
                        if (forenames[f][0])
                                add_key(k, name_key(a, surnames[s], forenames[f], p->dob), p);
}

enum { KEYS_A_PUPIL = 8 };

static int by_text(const void *a, const void *b)
{
        return strcmp(((const struct pupil_key *)a)->text, ((const struct pupil_key *)b)->text);
}

void pupil_keys_make(struct arena *a, const struct attendance_pupils *pupils, struct pupil_keys *out)
{
        *out = (struct pupil_keys){ 0, arena_array(a, pupils->count * KEYS_A_PUPIL + 1, sizeof *out->items) };
        for (size_t i = 0; i < pupils->count; i++) {
                const struct attendance_pupil *p = &pupils->items[i];
                if (p->upn[0])
                        add_key(out, arena_printf(a, "U %s", p->upn), p);
                if (p->former_upn[0])
                        add_key(out, arena_printf(a, "F %s", p->former_upn), p);
                add_names(a, out, p);
        }
        qsort(out->items, out->count, sizeof *out->items, by_text);
}

/* The one pupil of that key: of several, the only one on the roll. NULL when there is none; *several when it
 * could be more than one. */
static const struct attendance_pupil *only(const struct pupil_keys *k, const char *text, bool *several)
{
        const struct pupil_key sought = { text, NULL };
        const struct pupil_key *at =
            k->count ? bsearch(&sought, k->items, k->count, sizeof sought, by_text) : NULL;
        const struct attendance_pupil *one = NULL;
        bool doubt = false;
        if (!at)
                return NULL;
        while (at > k->items && strcmp(at[-1].text, text) == 0)
                at--;
        for (; at < k->items + k->count && strcmp(at->text, text) == 0; at++) {
                if (!one || (at->pupil->on_roll && !one->on_roll)) {
                        one = at->pupil;
                        doubt = false;
                } else if (at->pupil->id != one->id && at->pupil->on_roll == one->on_roll) {
                        doubt = true;
                }
        }
        *several |= doubt;
        return doubt ? NULL : one;
}

const struct attendance_pupil *pupil_keys_find(struct arena *a, const struct pupil_keys *k,
                                               const struct named *who, bool *several)
{
        const struct attendance_pupil *p = NULL;
        *several = false;
        if (who->upn[0])
                p = only(k, arena_printf(a, "U %s", who->upn), several);
        if (!p && who->upn[0] && !*several)
                p = only(k, arena_printf(a, "F %s", who->upn), several);
        if (!p && !*several && who->surname[0] && who->forename[0] && who->dob[0])
                p = only(k, name_key(a, who->surname, who->forename, who->dob), several);
        return p;
}

struct issue pupil_keys_nobody(struct arena *a, const struct named *who, bool several, const struct place *at)
{
        return (struct issue){ .severity = SEVERITY_ERROR,
                               .cause = CAUSE_NOBODY,
                               .at = *at,
                               .field = FIELD_COUNT,
                               .wanted = several ? "a child who can be one pupil of the school alone"
                                                 : "a pupil of the school",
                               .found = who->upn[0] ? who->upn
                                                    : arena_printf(a, "%s, %s, %s", who->surname,
                                                                   who->forename, who->dob),
                               .used = "" };
}
