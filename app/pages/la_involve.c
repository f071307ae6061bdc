#include "pages/la_involve.h"

#include <string.h>
#include <unistd.h>

#include "flow/involve.h"
#include "intake/value.h"
#include "pages/la.h"
#include "pages/la_pupil.h"
#include "pages/la_services.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/service.h"
#include "view/format.h"
#include "view/input.h"
#include "view/xlsx.h"

enum { SHOWN_MAX = 500, NEWEST = 20, FILES_MAX = 10, CELLS_MAX = 4000000 };

#define ACCEPTED ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods"
#define XLSX     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* ---- uploading ---- */

#define UPLOAD(row) ((const struct involvement_upload *)(row))

static const char *const state_words[] = {
        [KEPT_OPEN] = "Not confirmed yet", [KEPT_APPLIED] = "Done", [KEPT_DROPPED] = "Given up"
};

static const char *done_words(struct arena *a, const struct involvement_upload *u)
{
        return u->state == KEPT_APPLIED ? arena_printf(a, "%lu new, %lu ended, %lu unchanged, %lu not taken",
                                                       u->begun, u->ended, u->unchanged, u->left_out)
                                        : "";
}

TEXT_OF(upload_files, UPLOAD(row)->files)
TEXT_OF(upload_by,
        arena_printf(a, "%s, %s", UPLOAD(row)->uploaded_by, words_moment(a, UPLOAD(row)->uploaded_at)))
TEXT_OF(upload_state, state_words[UPLOAD(row)->state])
TEXT_OF(upload_done, done_words(a, UPLOAD(row)))

static struct html upload_link(struct arena *a, const void *row)
{
        return part_link(a, UPLOAD(row)->files, url_make(a, LA_INVOLVE_UPLOAD, &UPLOAD(row)->id));
}

static const struct column upload_columns[] = {
        { "files", "Files", upload_files, upload_link, 0 },
        { "by", "Uploaded by", upload_by, NULL, 0 },
        { "state", "State", upload_state, NULL, 0 },
        { "done", "What was done", upload_done, NULL, 0 },
};

/* Social care, from which the return comes, unless another was chosen. */
static struct html service_select(struct visit *v, const struct services *services, unsigned long chosen,
                                  const char *error)
{
        struct choice *choices = arena_array(v->arena, services->count + 1, sizeof *choices);
        size_t n = 0;
        for (size_t i = 0; i < services->count; i++) {
                const struct service *s = &services->items[i];
                if (s->closed)
                        continue;
                if (!chosen && s->kind == 'C')
                        chosen = s->id;
                choices[n++] =
                    (struct choice){ .value = arena_printf(v->arena, "%lu", s->id), .text = s->name };
        }
        return part_select(v->arena, &(struct input){ .name = "service",
                                                      .label = "Service of rows that name none",
                                                      .hint = "The SSDA903 return names none.",
                                                      .value = arena_printf(v->arena, "%lu", chosen),
                                                      .error = error,
                                                      .choice_count = n,
                                                      .choices = choices });
}

static enum outcome show_form(struct visit *v, unsigned long service, const struct refusal *why)
{
        char day[DATE_TEXT];
        struct services services;
        struct involvement_uploads uploads;
        enum outcome result = service_list(v->db, v->arena, date_to_iso(date_today_utc(), day), &services);
        if (result == DONE)
                result = involvement_upload_list(v->db, v->arena, NEWEST, &uploads);
        if (result != DONE)
                return result;
        struct list list = { .id = "uploads",
                             .caption = "The latest lists",
                             .columns = upload_columns,
                             .column_count = sizeof upload_columns / sizeof *upload_columns,
                             .rows = uploads.items,
                             .row_count = uploads.count,
                             .row_size = sizeof *uploads.items,
                             .empty = "No list was uploaded yet." };
        const struct page_link trail[] = { { .text = "Services", .url = LA_SERVICES },
                                           { .text = "Lists of involvements" } };
        struct view *page = view_new(v->arena, "la/involve");
        la_trail(v, 2, trail);
        v->errors = why != NULL;
        view_html(page, "errors", part_errors(v->arena, why ? 1 : 0, why));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_text(page, "token", visit_token(v));
        view_html(
            page, "file",
            part_upload(v->arena, &(struct input){ .name = "file",
                                                   .label = "Files",
                                                   .multiple = true,
                                                   .accept = ACCEPTED,
                                                   .error = why && *why->field == 'f' ? why->words : NULL }));
        view_html(page, "service",
                  service_select(v, &services, service, why && *why->field == 's' ? why->words : NULL));
        view_html(page, "list", list_html(v->arena, &list));
        return visit_show(v, "Lists of involvements", page);
}

enum outcome la_involve_page(struct visit *v)
{
        return show_form(v, 0, NULL);
}

static enum outcome take_files(struct visit *v, struct involve_incoming *files)
{
        const struct request *r = v->request;
        for (size_t i = 0; i < r->file_count; i++) {
                unsigned char *bytes = arena_alloc(v->arena, r->files[i].len + 1);
                if (pread(r->body, bytes, r->files[i].len, (off_t)r->files[i].offset) !=
                    (ssize_t)r->files[i].len)
                        return BROKEN;
                files[i] = (struct involve_incoming){ r->files[i].label, bytes, r->files[i].len };
        }
        return DONE;
}

static enum outcome is_open_service(struct visit *v, unsigned long id)
{
        char day[DATE_TEXT];
        struct service s;
        enum outcome result = service_find(v->db, v->arena, id, date_to_iso(date_today_utc(), day), &s);
        return result == ABSENT || (result == DONE && s.closed) ? REFUSED : result;
}

enum outcome la_involve_post(struct visit *v)
{
        struct flow f = la_flow(v);
        size_t count = v->request->file_count;
        struct involve_incoming *files = arena_array(v->arena, count + 1, sizeof *files);
        unsigned long upload, service = la_number(request_form(v->request, "service"));
        if (count == 0 || count > FILES_MAX) {
                v->why = (struct refusal){ "file", count ? "Choose at most ten files at a time."
                                                         : "Choose one or more files first." };
                return show_form(v, service, &v->why);
        }
        enum outcome result = is_open_service(v, service);
        if (result == REFUSED) {
                v->why = (struct refusal){ "service", "Choose a service." };
                return show_form(v, 0, &v->why);
        }
        if (result == DONE)
                result = take_files(v, files);
        if (result == DONE)
                result = flow_involve_receive(&f, v->session->person.id, files, count, service, &upload);
        if (result == REFUSED) {
                v->why.field = "file";
                return show_form(v, service, &v->why);
        }
        return result == DONE ? visit_go(v, LA_INVOLVE_UPLOAD, &upload) : result;
}

/* ---- the preview ---- */

struct line {
        const struct involvement_line *is;
        const struct involve_line *fate;
};

#define IS(row)   (((const struct line *)(row))->is)
#define FATE(row) (((const struct line *)(row))->fate)

static const char *who_words(struct arena *a, const void *row)
{
        const struct record *r = &IS(row)->who;
        if (*r->value[FIELD_SURNAME])
                return words_list_name(a, r);
        return *r->value[FIELD_UPN] ? r->value[FIELD_UPN] : IS(row)->reference;
}

static struct html pupil_link(struct arena *a, const void *row)
{
        const struct pupil *p = FATE(row)->who.pupil;
        if (!p)
                return (struct html){ 0 };
        const unsigned long numbers[] = { p->school, p->id };
        return part_link(a, words_list_name(a, &p->record), url_make(a, LA_PUPIL, numbers));
}

TEXT_OF(line_place, place_words(a, &IS(row)->at))
TEXT_OF(line_service,
        *IS(row)->team ? arena_printf(a, "%s: %s", IS(row)->service, IS(row)->team) : IS(row)->service)
TEXT_OF(line_dob, value_words(a, FIELD_DOB, IS(row)->who.value[FIELD_DOB]))
TEXT_OF(line_from, value_words(a, FIELD_ENTRY_DATE, IS(row)->from))
TEXT_OF(line_to, value_words(a, FIELD_ENTRY_DATE, IS(row)->to))
TEXT_OF(line_words, FATE(row)->words)

static const struct column line_columns[] = {
        { "place", "Where", line_place, NULL, 0 },     { "who", "In the list", who_words, NULL, 0 },
        { "dob", "Date of birth", line_dob, NULL, 0 }, { "service", "Service", line_service, NULL, 0 },
        { "from", "From", line_from, NULL, 0 },        { "to", "To", line_to, NULL, 0 },
        { "pupil", "Pupil", NULL, pupil_link, 0 },     { "words", "What becomes of it", line_words, NULL, 0 },
};

/* Those that are not taken, or those that are; as many as fit a page. */
static struct html lines_html(struct visit *v, const struct involve_plan *p, bool taken, const char *id,
                              const char *caption, const char *empty)
{
        struct line *lines = arena_array(v->arena, p->list.line_count + 1, sizeof *lines);
        size_t count = 0;
        for (size_t i = 0; i < p->list.line_count && count < SHOWN_MAX; i++) {
                enum involve_fate fate = p->lines[i].fate;
                if (taken ? fate == INVOLVE_NEW || fate == INVOLVE_ENDED : fate >= INVOLVE_PROBLEM)
                        lines[count++] = (struct line){ &p->list.lines[i], &p->lines[i] };
        }
        struct list list = { .id = id,
                             .caption = caption,
                             .columns = line_columns,
                             .column_count = sizeof line_columns / sizeof *line_columns,
                             .rows = lines,
                             .row_count = count,
                             .row_size = sizeof *lines,
                             .empty = empty };
        return list_html(v->arena, &list);
}

static struct html counts_html(struct visit *v, const struct involve_plan *p)
{
        static const struct {
                const char *words;
                enum involve_fate fate;
        } kinds[] = { { "New", INVOLVE_NEW },
                      { "Ended", INVOLVE_ENDED },
                      { "Unchanged", INVOLVE_UNCHANGED },
                      { "Over, and not on record", INVOLVE_PAST },
                      { "Not taken: no pupil is like the child", INVOLVE_UNMATCHED },
                      { "Not taken: the child is not sure", INVOLVE_DOUBTFUL },
                      { "Not taken: no such service or team", INVOLVE_UNKNOWN },
                      { "Not taken: the row cannot be read", INVOLVE_PROBLEM } };
        struct fact facts[sizeof kinds / sizeof *kinds];
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
                facts[i] =
                    (struct fact){ .key = kinds[i].words,
                                   .value = format_count(v->arena, (long)p->of[kinds[i].fate], "row", NULL) };
        return part_facts(v->arena, sizeof facts / sizeof *facts, facts);
}

static struct html notes_html(struct visit *v, const struct involve_plan *p)
{
        struct view *rows = view_new(v->arena, "la/line");
        for (size_t i = 0; i < p->list.note_count; i++) {
                view_text(rows, "text", p->list.notes[i]);
                view_next(rows);
        }
        return view_rows(rows);
}

static void set_trail(struct visit *v, const struct involvement_upload *u)
{
        const struct page_link trail[] = { { .text = "Services", .url = LA_SERVICES },
                                           { .text = "Lists of involvements", .url = LA_INVOLVE },
                                           { .text = u->files } };
        la_trail(v, 3, trail);
}

static enum outcome show_preview(struct visit *v, const struct involve_plan *p, bool changed)
{
        const unsigned long id = p->upload.id;
        const struct refusal why = {
                "",
                "Something has changed since you looked. Nothing was done: this is what would be done now."
        };
        struct view *page = view_new(v->arena, "la/involve-preview");
        set_trail(v, &p->upload);
        v->errors = changed;
        view_html(page, "errors", part_errors(v->arena, changed, &why));
        view_text(page, "files", p->upload.files);
        view_html(page, "notes", notes_html(v, p));
        view_html(page, "counts", counts_html(v, p));
        view_html(page, "taken",
                  lines_html(v, p, true, "taken", "What would be done", "Nothing would be done."));
        view_html(page, "left_out",
                  lines_html(v, p, false, "left-out", "Rows that are not taken", "Every row is taken."));
        view_flag(page, "more", p->list.line_count > SHOWN_MAX);
        view_text(page, "result", url_make(v->arena, LA_INVOLVE_RESULT, &id));
        view_flag(page, "may", visit_may(v, WHO_LA_OFFICER));
        view_flag(page, "something", p->of[INVOLVE_NEW] + p->of[INVOLVE_ENDED] != 0);
        view_text(page, "token", visit_token(v));
        view_text(page, "action", url_make(v->arena, LA_INVOLVE_UPLOAD, &id));
        view_text(page, "drop", url_make(v->arena, LA_INVOLVE_DROP, &id));
        view_printf(page, "version", "%u", p->upload.version);
        view_text(page, "hash", p->hash);
        return visit_show(v, p->upload.files, page);
}

static enum outcome show_settled(struct visit *v, const struct involvement_upload *u)
{
        struct view *page = view_new(v->arena, "la/involve-done");
        set_trail(v, u);
        view_text(page, "files", u->files);
        view_text(page, "state", state_words[u->state]);
        view_text(page, "by",
                  arena_printf(v->arena, "%s%s%s", u->settled_by, *u->settled_by ? ", " : "",
                               words_moment(v->arena, u->settled_at)));
        view_text(page, "counts", done_words(v->arena, u));
        view_text(page, "result",
                  u->state == KEPT_APPLIED && u->bytes_kept ? url_make(v->arena, LA_INVOLVE_RESULT, &u->id)
                                                            : "");
        return visit_show(v, u->files, page);
}

enum outcome la_involve_upload_page(struct visit *v)
{
        struct involvement_upload u;
        struct involve_plan p;
        struct flow f = la_flow(v);
        enum outcome result = involvement_upload_find(v->db, v->arena, visit_part(v, 0), &u);
        if (result != DONE)
                return result;
        if (u.state != KEPT_OPEN)
                return show_settled(v, &u);
        result = flow_involve_plan(&f, u.id, &p);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, 0, "involvements-previewed", u.id, "");
        return result == DONE ? show_preview(v, &p, false) : result;
}

/* ---- doing it ---- */

enum outcome la_involve_confirm_post(struct visit *v)
{
        struct involve_plan p;
        struct flow f = la_flow(v);
        bool changed;
        unsigned long id = visit_part(v, 0);
        enum outcome result =
            flow_involve_apply(&f, v->session->person.id, id, request_form(v->request, "hash"), &changed, &p);
        if (result == REFUSED && changed) {
                result = flow_involve_plan(&f, id, &p);
                if (result == DONE && p.upload.state == KEPT_OPEN)
                        return show_preview(v, &p, true);
                return result == DONE ? visit_refuse(v, "This list was confirmed or given up already.")
                                      : result;
        }
        const char *notice =
            result == DONE
                ? arena_printf(v->arena, "Done: %lu new, %lu ended. %s not taken.", p.of[INVOLVE_NEW],
                               p.of[INVOLVE_ENDED],
                               format_count(v->arena, (long)involve_left_out(&p), "row was", "rows were"))
                : "";
        return la_done(v, result, notice, LA_INVOLVE_UPLOAD, &id);
}

enum outcome la_involve_drop_post(struct visit *v)
{
        struct involvement_upload u;
        enum outcome result = involvement_upload_find(v->db, v->arena, visit_part(v, 0), &u);
        if (result != DONE)
                return result;
        u.version = (unsigned)la_number(request_form(v->request, "version"));
        return la_done(v, involvement_upload_drop(v->db, v->session->person.id, &u),
                       "The list was given up. Nothing was done.", LA_INVOLVE, NULL);
}

/* ---- the list back ---- */

static size_t cells_of(const struct involve_plan *p)
{
        size_t cells = 0;
        for (size_t f = 0; f < p->file_count; f++)
                for (size_t n = 0; n < p->files[f].book->sheet_count; n++)
                        cells += (size_t)p->files[f].book->sheets[n].rows *
                                 (p->files[f].book->sheets[n].columns + 1);
        return cells;
}

static struct grid grid_of(struct arena *a, const struct sheet *s, const char *name)
{
        struct grid g = { name, s->hidden, s->rows, s->columns + 1, NULL };
        g.cells = arena_array(a, g.rows * g.columns + 1, sizeof *g.cells);
        for (size_t i = 0; i < s->cell_count; i++)
                g.cells[s->cells[i].row * g.columns + s->cells[i].column] = s->cells[i].text;
        return g;
}

static void write_results(struct grid *g, const struct involve_plan *p, size_t file, unsigned sheet)
{
        for (size_t i = 0; i < p->list.sheet_count; i++) {
                const struct involvement_sheet *s = &p->list.sheets[i];
                if (s->file == file && s->sheet == sheet && s->kind != SHEET_HEADER && s->heading < g->rows)
                        g->cells[(s->heading + 1) * g->columns - 1] = "Result";
        }
        for (size_t i = 0; i < p->list.line_count; i++) {
                const struct involvement_line *l = &p->list.lines[i];
                if (l->file == file && l->sheet == sheet && l->at.row < g->rows)
                        g->cells[(l->at.row + 1) * g->columns - 1] = p->lines[i].words;
        }
}

static enum outcome write_file(struct arena *a, const struct involve_plan *p, struct buf *out)
{
        size_t room = 0, count = 0;
        for (size_t f = 0; f < p->file_count; f++)
                room += p->files[f].book->sheet_count;
        struct grid *grids = arena_array(a, room + 1, sizeof *grids);
        for (size_t f = 0; f < p->file_count; f++)
                for (unsigned n = 0; n < p->files[f].book->sheet_count; n++) {
                        const struct sheet *s = &p->files[f].book->sheets[n];
                        grids[count] = grid_of(a, s, *s->name ? s->name : p->files[f].name);
                        write_results(&grids[count++], p, f, n);
                }
        return grids_xlsx(grids, count, out);
}

enum outcome la_involve_result_xlsx(struct visit *v)
{
        struct involve_plan p;
        struct flow f = la_flow(v);
        struct buf file = BUF_EMPTY;
        enum outcome result = flow_involve_plan(&f, visit_part(v, 0), &p);
        if (result == DONE && cells_of(&p) > CELLS_MAX)
                return visit_refuse(v, "The file reaches too far to the right or down to be sent back.");
        if (result == DONE)
                result = write_file(v->arena, &p, &file);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, 0, "involvements-result-downloaded",
                                   p.upload.id, "");
        if (result == DONE)
                response_download(v->response, "involvements with results.xlsx", XLSX, file.bytes, file.len);
        buf_free(&file);
        return result;
}
