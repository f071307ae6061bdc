#include "pages/la_rules_form.h"

#include <string.h>

#include "base/buf.h"
#include "pages/la.h"

/* ---- one choice ---- */

const char *rules_form_verdict(struct arena *a, int item, enum cohort cohort, char letter)
{
        return arena_printf(a, "%s.%c.%.1s", rule_item_key(item), cohort_letters[cohort], &letter);
}

const char *rules_form_hand(struct arena *a, int item, char letter)
{
        return arena_printf(a, "%s.%.1s", rule_item_key(item), &letter);
}

/* The item of "key.rest" or RULE_ITEMS; *rest points behind the full stop. */
static int item_of(struct arena *a, const char *text, const char **rest)
{
        size_t len = strcspn(text, ".");
        if (!text[len])
                return RULE_ITEMS;
        *rest = text + len + 1;
        return rule_item_of_key(arena_bytes(a, text, len));
}

static bool one_of(const char *letters, char letter)
{
        return letter == RULE_AS_BELOW || strchr(letters, letter);
}

/* letter: one of verdict_letters, or as below. */
static bool may_be(int item, char letter)
{
        return letter == RULE_AS_BELOW || rule_may(item, verdict_of_letter(letter));
}

static void read_verdict(struct arena *a, const char *text, struct rule_layer *out)
{
        const char *rest = "";
        int item = item_of(a, text, &rest);
        if (item == RULE_ITEMS || !rest[0] || !strchr(cohort_letters, rest[0]) || rest[1] != '.' ||
            !one_of(verdict_letters, rest[2]) || (rest[2] && rest[3]) || !may_be(item, rest[2]))
                return;
        out->verdict[item][cohort_of_letter(rest[0])] = rest[2];
}

static void read_hand(struct arena *a, const char *text, struct rule_layer *out)
{
        const char *rest = "";
        int item = item_of(a, text, &rest);
        if (item < FIELD_COUNT && one_of("KO", rest[0]) && (!rest[0] || !rest[1]))
                out->hand[item] = rest[0];
}

/* ---- a whole form ---- */

static const char *text_of(const struct pairs *from, const char *name)
{
        const char *text = pairs_get(from, name);
        return text ? text : "";
}

/* Boxes that are not ticked are not sent: a form with all of them says so. */
static void read_choices(struct arena *a, const struct pairs *from, struct rule_layer *out)
{
        if (*text_of(from, "whole"))
                memset(out->hand, HAND_KEPT, sizeof out->hand);
        for (size_t i = 0; i < from->count; i++) {
                if (strcmp(from->items[i].name, "rule") == 0)
                        read_verdict(a, from->items[i].value, out);
                if (strcmp(from->items[i].name, "hand") == 0)
                        read_hand(a, from->items[i].value, out);
        }
}

/* "Set all of this group": the button names the group, "all" holds "2.A.C" for each select of it that was
 * used. An item that does not know the verdict stays as it is. */
static void read_groups(const struct pairs *from, struct rule_layer *out)
{
        unsigned long pressed = la_number(text_of(from, "group"));
        for (size_t i = 0; i < from->count; i++) {
                const char *p = from->items[i].value;
                if (!pressed || strcmp(from->items[i].name, "all") != 0 || strlen(p) != 5 ||
                    (unsigned long)(p[0] - '0') != pressed || !strchr(cohort_letters, p[2]) ||
                    !(p[4] == '-' || strchr(verdict_letters, p[4])))
                        continue;
                char letter = p[4] == '-' ? RULE_AS_BELOW : p[4];
                for (int item = 0; item < RULE_ITEMS; item++)
                        if ((unsigned long)rule_item_group(item) + 1 == pressed && may_be(item, letter))
                                out->verdict[item][cohort_of_letter(p[2])] = letter;
        }
}

enum outcome rules_form_read(struct visit *v, const struct pairs *from, struct rules_form *out)
{
        *out = (struct rules_form){ 0 };
        enum outcome result = v->scope ? la_school(v, &out->school) : DONE;
        if (result == DONE)
                result = rule_set_read(v->db, v->arena, out->school.id, &out->set);
        if (result != DONE)
                return result;
        const char *version = text_of(from, "version");
        out->version = *version ? (unsigned)la_number(version) : out->set.version;
        if (!*text_of(from, "reset"))
                out->chosen = out->set.layer;
        read_choices(v->arena, from, &out->chosen);
        read_groups(from, &out->chosen);
        if (!out->school.id)
                rule_layer_trim(&out->chosen, &out->set.below);
        return DONE;
}

/* ---- and back ---- */

const char *rules_form_url(struct arena *a, const struct rules_form *f)
{
        return f->school.id ? url_make(a, LA_SCHOOL_RULES, &f->school.id) : LA_RULES;
}

const char *rules_form_check_url(struct arena *a, const struct rules_form *f)
{
        return f->school.id ? url_make(a, LA_SCHOOL_RULES_CHECK, &f->school.id) : LA_RULES_CHECK;
}

static const char *value_of(struct arena *a, const struct rule_change *c)
{
        return c->of_hand ? rules_form_hand(a, c->item, c->after)
                          : rules_form_verdict(a, c->item, c->cohort, c->after);
}

const char *rules_form_link(struct arena *a, const struct rules_form *f, const char *path, const char *more)
{
        struct rule_change changes[RULE_CHANGES_MAX];
        size_t count = rule_changes(&f->set.layer, &f->chosen, changes);
        struct buf b = BUF_EMPTY;
        buf_printf(&b, "%s?version=%u", path, f->version);
        for (size_t i = 0; i < count; i++) {
                buf_printf(&b, "&%s=", changes[i].of_hand ? "hand" : "rule");
                url_encode(&b, value_of(a, &changes[i]));
        }
        if (*more)
                buf_printf(&b, "&%s", more);
        const char *url = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return url;
}

struct html rules_form_hidden(struct arena *a, const struct rules_form *f)
{
        struct rule_change changes[RULE_CHANGES_MAX];
        size_t count = rule_changes(&f->set.layer, &f->chosen, changes);
        struct html fields[RULE_CHANGES_MAX];
        for (size_t i = 0; i < count; i++)
                fields[i] = part_hidden(a, changes[i].of_hand ? "hand" : "rule", value_of(a, &changes[i]));
        return html_join(a, count, fields);
}

/* ---- words ---- */

const char *rules_hand_words(bool kept)
{
        return kept ? "Becomes a conflict" : "Is overwritten";
}

const char *rules_form_words(struct arena *a, const struct rules_form *f, const struct rule_change *change,
                             char letter)
{
        const struct rule *below = &f->set.below.of[change->item][change->cohort];
        const char *words;
        if (change->of_hand)
                words = rules_hand_words(letter ? letter != HAND_OVERWRITTEN : below->hand_kept);
        else
                words = verdict_words[letter ? verdict_of_letter(letter) : below->verdict];
        if (letter)
                return words;
        return arena_printf(a, f->school.id ? "As the default: %s" : "%s (as shipped)", words);
}
