#include "pages/la_api_tokens.h"

#include <string.h>

#include "base/text.h"
#include "pages/la.h"
#include "pages/words.h"
#include "store/api_token.h"
#include "view/format.h"
#include "view/input.h"

enum { NAME_MAX_BYTES = 120, DAYS_MAX = 366, DAYS_USUAL = 180, SCOPES_MAX = 8 };

#define TOKEN(row) ((const struct api_token *)(row))

static const char *scope_words(struct arena *a, const char *scopes)
{
        const char *text = "";
        for (const struct token_scope *t = token_scopes; t->key; t++)
                if (token_scopes_of(scopes) & t->who)
                        text = arena_printf(a, "%s%s%s", text, *text ? ". " : "", t->words);
        return text;
}

static const char *state_words(const struct api_token *t)
{
        return t->good ? "In use" : *t->revoked_at ? "Revoked" : "Expired";
}

TEXT_OF(token_name, TOKEN(row)->name)
TEXT_OF(token_scopes_words, scope_words(a, TOKEN(row)->scopes))
TEXT_OF(token_made, arena_printf(a, "%s, %s", words_moment(a, TOKEN(row)->made_at), TOKEN(row)->maker))
TEXT_OF(token_expires, words_moment(a, TOKEN(row)->expires_at))
TEXT_OF(token_used, *TOKEN(row)->used_at ? words_moment(a, TOKEN(row)->used_at) : "Never")

static struct html token_state(struct arena *a, const void *row)
{
        return part_tag(a, state_words(TOKEN(row)), TOKEN(row)->good ? "green" : "grey");
}

static const struct column columns[] = {
        { "name", "System", token_name, NULL, 0 },   { "may", "May", token_scopes_words, NULL, 0 },
        { "state", "State", NULL, token_state, 0 },  { "expires", "Expires", token_expires, NULL, 0 },
        { "used", "Last used", token_used, NULL, 0 }, { "made", "Made", token_made, NULL, 0 },
};

static struct html deeds(struct visit *v, const struct api_tokens *tokens)
{
        struct view *rows = view_new(v->arena, "la/api-token-revoke");
        for (size_t i = 0; i < tokens->count; i++) {
                if (!tokens->items[i].good)
                        continue;
                view_text(rows, "action", url_make(v->arena, LA_API_TOKEN_REVOKE, &tokens->items[i].id));
                view_text(rows, "token", visit_token(v));
                view_text(rows, "name", tokens->items[i].name);
                view_next(rows);
        }
        return view_rows(rows);
}

/* ---- the form ---- */

struct asked {
        const char *name, *days, *scopes;
        long days_number;
};

static const char *wrong(const struct refusal *why, const char *field)
{
        return why && strcmp(why->field, field) == 0 ? why->words : NULL;
}

static struct html scope_boxes(struct visit *v, const struct asked *asked, const struct refusal *why)
{
        struct choice choices[SCOPES_MAX];
        size_t n = 0;
        for (const struct token_scope *t = token_scopes; t->key; t++)
                choices[n++] = (struct choice){ .value = t->key, .text = t->words, .hint = t->key,
                                                .checked = token_scopes_of(asked->scopes) & t->who };
        return part_checkboxes(v->arena, &(struct input){ .name = "scope", .label = "What it may do", .error = wrong(why, "scope"),
                                                          .choice_count = n, .choices = choices });
}

/* secret: a token that was just made, shown this once; "" for none. */
static enum outcome show(struct visit *v, const struct asked *asked, const struct refusal *why, const char *secret)
{
        struct api_tokens tokens;
        enum outcome result = api_token_list(v->db, v->arena, &tokens);
        if (result != DONE)
                return result;
        const struct list list = { .id = "tokens", .caption = "Tokens", .quiet = true, .columns = columns,
                                   .column_count = sizeof columns / sizeof *columns, .rows = tokens.items,
                                   .row_count = tokens.count, .row_size = sizeof *tokens.items, .empty = "There is no token." };
        struct view *page = view_new(v->arena, "la/api-tokens");
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_text(page, "secret", secret);
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "deeds", deeds(v, &tokens));
        view_text(page, "token", visit_token(v));
        view_html(page, "name", part_input(v->arena, &(struct input){ .name = "name", .label = "Name of the system", .width = 20,
                                                                      .value = asked->name, .error = wrong(why, "name") }));
        view_html(page, "days", part_input(v->arena, &(struct input){ .name = "days", .label = "Days until it expires", .width = 4,
                                                                      .inputmode = "numeric", .value = asked->days,
                                                                      .error = wrong(why, "days") }));
        view_html(page, "scopes", scope_boxes(v, asked, why));
        const struct page_link trail[] = { { .text = "Exchanges", .url = "/la/exchanges" },
                                           { .text = "Agents", .url = "/la/agents" },
                                           { .text = "Tokens for other systems" } };
        la_trail(v, 3, trail);
        return visit_show(v, "Tokens for other systems", page);
}

enum outcome la_api_tokens_page(struct visit *v)
{
        const struct asked asked = { .name = "", .days = arena_printf(v->arena, "%d", DAYS_USUAL), .scopes = "" };
        return show(v, &asked, NULL, "");
}

/* The keys that were ticked and that there are. */
static const char *ticked(struct visit *v)
{
        const char *keys = "";
        for (const struct token_scope *t = token_scopes; t->key; t++)
                for (size_t n = 0; request_form_nth(v->request, "scope", n); n++)
                        if (strcmp(request_form_nth(v->request, "scope", n), t->key) == 0) {
                                keys = arena_printf(v->arena, "%s%s%s", keys, *keys ? " " : "", t->key);
                                break;
                        }
        return keys;
}

static struct refusal problem_of(struct visit *v, struct asked *asked)
{
        if (!*asked->name || strlen(asked->name) > NAME_MAX_BYTES)
                return (struct refusal){ "name", "Give the system a name of at most 120 letters." };
        if (!*asked->scopes)
                return (struct refusal){ "scope", "Choose what it may do." };
        if (!text_to_long(asked->days, 1, DAYS_MAX, &asked->days_number))
                return (struct refusal){ "days", arena_printf(v->arena, "Want a number of days from 1 to %d.", DAYS_MAX) };
        return (struct refusal){ "", NULL };
}

/* Shown by the answer itself, as the codes of agents.c are. */
enum outcome la_api_tokens_post(struct visit *v)
{
        char secret[TOKEN_TEXT];
        unsigned char hash[SECRET_HASH];
        struct asked asked = { .name = text_tidy(v->arena, request_form(v->request, "name")),
                               .days = text_tidy(v->arena, request_form(v->request, "days")),
                               .scopes = ticked(v) };
        struct refusal why = problem_of(v, &asked);
        if (why.words)
                return show(v, &asked, &why, "");
        gate_token_make(secret, hash);
        const struct api_token t = { .name = asked.name, .scopes = asked.scopes, .made_by = v->session->person.id };
        enum outcome result = api_token_add(v->db, &t, hash, (unsigned)asked.days_number);
        const struct asked none = { .name = "", .days = asked.days, .scopes = "" };
        return result == DONE ? show(v, &none, NULL, arena_text(v->arena, secret)) : result;
}

enum outcome la_api_token_revoke_post(struct visit *v)
{
        enum outcome result = api_token_revoke(v->db, v->session->person.id, visit_part(v, 0));
        return la_done(v, result, "The token was revoked. It is good for nothing any more.", LA_API_TOKENS, NULL);
}
