#include "pages/la_authority.h"

#include <string.h>

#include "base/text.h"
#include "model/ready.h"
#include "pages/la.h"
#include "pages/words.h"
#include "store/setting.h"
#include "view/input.h"

/* The form as it is shown: what is set, or what somebody typed. */
struct typed {
        struct settings_seen seen;
        const char *text[SETTING_COUNT];
        const char *wrong[SETTING_COUNT]; /* NULL: nothing */
        unsigned version;
};

/* ---- the form ---- */

static const char *standard_words(struct arena *a, enum setting which)
{
        const struct setting_info *info = &setting_table[which];
        char room[SETTING_TEXT];
        return info->choices ? info->choices[info->standard].words
                             : arena_text(a, setting_text(which, info->standard, room));
}

/* Who set it stands in the hint, so that one need not remember what was shipped. */
static const char *hint(struct arena *a, const struct typed *t, enum setting which)
{
        const struct setting_info *info = &setting_table[which];
        const char *words = *info->hint ? arena_printf(a, "%s. ", info->hint) : "";
        if (!*t->seen.set[which].at)
                return words;
        return arena_printf(a, "%sSet by %s, %s; shipped as “%s”.", words,
                            *t->seen.set[which].by ? t->seen.set[which].by : "the operator",
                            words_moment(a, t->seen.set[which].at), standard_words(a, which));
}

static struct html question(struct arena *a, const struct typed *t, enum setting which)
{
        const struct setting_info *info = &setting_table[which];
        struct choice choices[2];
        struct input in = { .name = info->name,
                            .label = info->words,
                            .hint = hint(a, t, which),
                            .value = t->text[which],
                            .error = t->wrong[which] };
        if (info->kind == SETTING_NUMBER) {
                in.label = arena_printf(a, "%s (%s)", info->words, info->unit);
                in.width = 4;
                in.inputmode = "numeric";
                return part_input(a, &in);
        }
        if (info->kind == SETTING_VERSION) {
                in.width = 10;
                return part_input(a, &in);
        }
        for (int i = 0; i < 2; i++)
                choices[i] = (struct choice){ .value = info->choices[i].key, .text = info->choices[i].words };
        in.choices = choices;
        in.choice_count = 2;
        in.row = info->kind == SETTING_YES_NO;
        return part_radios(a, &in);
}

static struct html groups(struct arena *a, const struct typed *t)
{
        struct view *group = view_new(a, "la/authority-group");
        for (int g = 0; g < SETTING_GROUPS; g++) {
                struct html questions[SETTING_COUNT];
                size_t n = 0;
                for (int i = 0; i < SETTING_COUNT; i++)
                        if (setting_table[i].group == (enum setting_group)g)
                                questions[n++] = question(a, t, (enum setting)i);
                view_text(group, "name", setting_group_words[g]);
                view_html(group, "questions", html_join(a, n, questions));
                view_next(group);
        }
        return view_rows(group);
}

static enum outcome show(struct visit *v, const struct typed *t)
{
        struct refusal errors[SETTING_COUNT];
        size_t n = 0;
        for (int i = 0; i < SETTING_COUNT; i++)
                if (t->wrong[i])
                        errors[n++] = (struct refusal){ setting_table[i].name, t->wrong[i] };
        struct view *page = view_new(v->arena, "la/authority");
        v->errors = n > 0;
        view_html(page, "errors", part_errors(v->arena, n, errors));
        view_text(page, "token", visit_token(v));
        view_printf(page, "version", "%u", t->version);
        view_html(page, "groups", groups(v->arena, t));
        return visit_show(v, "Settings", page);
}

enum outcome la_authority_page(struct visit *v)
{
        struct typed t = { 0 };
        enum outcome result = settings_see(v->db, v->arena, &t.seen);
        if (result != DONE)
                return result;
        t.version = t.seen.version;
        for (int i = 0; i < SETTING_COUNT; i++) {
                char room[SETTING_TEXT];
                enum setting which = (enum setting)i;
                t.text[i] =
                    arena_text(v->arena, setting_text(which, setting_get(&t.seen.settings, which), room));
        }
        return show(v, &t);
}

/* ---- what was typed ---- */

static const char *wanted(struct arena *a, const struct setting_info *info)
{
        if (info->kind == SETTING_NUMBER)
                return arena_printf(a, "%s: write a number from %u to %u.", info->words, info->min,
                                    info->max);
        if (info->kind == SETTING_VERSION)
                return arena_printf(a, "%s: write a version like %s.", info->words,
                                    ready_version_words(a, info->standard));
        return arena_printf(a, "%s: choose one of the two.", info->words);
}

/* False when something is wrong; all of it is said at once. */
static bool read_form(struct visit *v, struct typed *t, struct settings *out)
{
        bool good = true;
        for (int i = 0; i < SETTING_COUNT; i++) {
                const struct setting_info *info = &setting_table[i];
                unsigned number;
                t->text[i] = text_tidy(v->arena, request_form(v->request, info->name));
                if (setting_read((enum setting)i, t->text[i], &number)) {
                        setting_put(out, (enum setting)i, number);
                } else {
                        t->wrong[i] = wanted(v->arena, info);
                        good = false;
                }
        }
        if (good) {
                enum setting which;
                const char *words = settings_problem(out, &which);
                if (words)
                        t->wrong[which] = words;
                good = !words;
        }
        return good;
}

enum outcome la_authority_post(struct visit *v)
{
        struct typed t = { .version = (unsigned)la_number(request_form(v->request, "version")) };
        struct settings shall;
        enum outcome result = settings_see(v->db, v->arena, &t.seen);
        if (result != DONE)
                return result;
        shall = t.seen.settings;
        if (!read_form(v, &t, &shall))
                return show(v, &t);
        result = settings_set(v->db, v->arena, v->session->person.id, t.version, &shall);
        return la_done(v, result, "The settings are saved.", LA_AUTHORITY, NULL);
}
