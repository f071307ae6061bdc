#include "pages/deliver.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "flow/deliver.h"
#include "view/input.h"

#define ACCEPTED ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.xml,.ctf,.zip"

/* ---- taking one ---- */

static enum outcome read_file(struct visit *v, const struct sent_file *file, unsigned char **bytes)
{
        *bytes = arena_alloc(v->arena, file->len + 1);
        return pread(v->request->body, *bytes, file->len, (off_t)file->offset) == (ssize_t)file->len ? DONE
                                                                                                     : BROKEN;
}

static enum outcome refuse(struct visit *v, const char *field, const char *words)
{
        v->why = (struct refusal){ field, words };
        return REFUSED;
}

enum outcome deliver_take(struct visit *v, const struct scope *scope, unsigned long *id,
                          enum delivery_state *state)
{
        const struct request *r = v->request;
        const char *everyone = request_form(r, "everyone");
        bool all = strcmp(everyone, "yes") == 0;
        unsigned char *bytes;
        if (r->file_count != 1)
                return refuse(v, "file",
                              r->file_count ? "Choose one file at a time." : "Choose a file first.");
        if (!all && strcmp(everyone, "no") != 0)
                return refuse(v, "everyone", "Say whether everyone on roll is in the file.");
        enum outcome result = read_file(v, &r->files[0], &bytes);
        if (result != DONE)
                return result;
        const struct delivering d = { .label = r->files[0].label,
                                      .bytes = bytes,
                                      .len = r->files[0].len,
                                      .source =
                                          strncmp(r->path, "/la", 3) == 0 ? FROM_AUTHORITY : FROM_SCHOOL,
                                      .complete = all };
        struct flow f = { v->arena, v->db, v->config, scope, &v->why };
        result = flow_deliver(&f, &d, id, state);
        if (result == REFUSED)
                v->why.field = "file";
        return result;
}

const char *deliver_notice(enum delivery_state state)
{
        return state == DELIVERY_TWIN ? "The same file came before. Nothing is done with it again."
                                      : DELIVER_RECEIVED;
}

/* ---- the form ---- */

static const char *error_of(const struct refusal *why, const char *field)
{
        return why && strcmp(why->field, field) == 0 ? why->words : NULL;
}

struct html deliver_file_input(struct visit *v, const struct refusal *why)
{
        return part_upload(
            v->arena,
            &(struct input){
                .name = "file",
                .label = "File",
                .hint = "A spreadsheet (XLSX, XLS, ODS or CSV), a Common Transfer File (XML), or a ZIP "
                        "of CSV files such as a OneRoster set. At most 12 MB.",
                .accept = ACCEPTED,
                .error = error_of(why, "file") });
}

struct html deliver_everyone_input(struct visit *v, const struct refusal *why)
{
        const struct choice choices[] = {
                { .value = "yes",
                  .text = "Everyone on roll is in it",
                  .hint = "Who is on roll and not in the file becomes a proposed leaver. A person says who "
                          "has left." },
                { .value = "no",
                  .text = "Changes alone",
                  .hint =
                      "It says nothing about pupils who are not in it: nobody becomes a proposed leaver." },
        };
        return part_radios(v->arena, &(struct input){ .name = "everyone",
                                                      .label = "Who is in the file?",
                                                      .error = error_of(why, "everyone"),
                                                      .value = request_form(v->request, "everyone"),
                                                      .choice_count = 2,
                                                      .choices = choices });
}

/* ---- words ---- */

const char *deliver_state_words(enum delivery_state state)
{
        static const char *const words[DELIVERY_STATES] = { [DELIVERY_NEW] = "Waiting to be read",
                                                            [DELIVERY_SORTED] = "Sorted",
                                                            [DELIVERY_TWIN] = "The same as before",
                                                            [DELIVERY_REFUSED] = "Refused" };
        return words[state];
}

struct html deliver_state_html(struct arena *a, const struct delivery *d, const char *twin_url)
{
        static const char *const colours[DELIVERY_STATES] = { [DELIVERY_NEW] = "blue",
                                                              [DELIVERY_SORTED] = "green",
                                                              [DELIVERY_TWIN] = "grey",
                                                              [DELIVERY_REFUSED] = "red" };
        struct view *v = view_new(a, "la/delivery-state");
        bool being_read = d->state == DELIVERY_NEW && d->taken;
        view_html(v, "tag",
                  part_tag(a, being_read ? "Being read" : deliver_state_words(d->state), colours[d->state]));
        view_text(v, "more", d->state == DELIVERY_REFUSED ? d->message : "");
        view_text(v, "twin", d->state == DELIVERY_TWIN ? twin_url : "");
        return view_render(v);
}

struct html deliver_lines(struct arena *a, const char *lines)
{
        struct view *rows = view_new(a, "la/line");
        for (const char *end; *lines; lines = *end ? end + 1 : end) {
                end = strchrnul(lines, '\n');
                view_text(rows, "text", arena_bytes(a, lines, (size_t)(end - lines)));
                view_next(rows);
        }
        return view_rows(rows);
}

const char *deliver_kind(struct arena *a, const struct delivery *d)
{
        char *kind = arena_text(a, d->kind);
        for (char *p = kind; *p; p++)
                *p = (char)toupper((unsigned char)*p);
        return kind;
}

char deliver_source(const struct delivery *d)
{
        return "LSDA"[d->source];
}
