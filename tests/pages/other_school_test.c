/* Things of one school, asked for by another: every route, with every number in its path and its form,
 * answers as if they were not there, and nothing of them changes. Also the authority's addresses that name a
 * school and a thing of another school. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gate/scope.h"
#include "http/url.h"
#include "pages/routes.h"
#include "agents.h"
#include "store/batch.h"
#include "store/conflict.h"
#include "store/delivery.h"
#include "store/existing_task.h"
#include "model/data_set.h"
#include "store/import.h"
#include "store/involvement.h"
#include "store/match_case.h"
#include "store/pause.h"
#include "store/pupil_deed.h"
#include "store/restore.h"
#include "store/school.h"
#include "store/upload.h"

enum { NOBODY = 4000000001U };

static struct site_test s;
static struct arena *a;

/* A school with one of everything. */
struct world {
        unsigned long school, pupil, removed, batch, held, applied, upload, row, match, request, involvement, conflict, pause,
            delivery, import, task, existing, agent;
        struct scope scope;
        struct visitor head;
};

static struct world oak, elm;

/* ---- making it ---- */

static unsigned long make_pupil(const struct scope *scope, const char *surname)
{
        struct record r;
        unsigned long id = 0;
        record_blank(&r);
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_FORENAME] = "Ann";
        r.value[FIELD_DOB] = "2018-03-04";
        r.value[FIELD_SEX] = "F";
        r.value[FIELD_NC_YEAR] = "3";
        ok(pupil_add(s.d.db, a, scope, &r, &id) == DONE, "a pupil");
        return id;
}

static void seal(void *with, unsigned long id, struct upload_piece **pieces, size_t *count)
{
        static struct upload_piece piece = { (const unsigned char *)"sealed", 6 };
        (void)with, (void)id;
        *pieces = &piece;
        *count = 1;
}

static void make_upload(struct world *w, const char *name)
{
        unsigned long twin;
        const struct upload_new n = { .batch = w->batch,
                                      .file_name = name,
                                      .size = 6,
                                      .sha256 = (const unsigned char *)"0123456789abcdef0123456789abcdef",
                                      .keep_days = 30,
                                      .seal = seal };
        struct record r;
        record_blank(&r);
        r.value[FIELD_SURNAME] = "Listed";
        struct list_column column = { 0, 0, "Sheet 1", "Surname", "surname", "surname", name };
        struct stored_row row = { .sheet_name = "Sheet 1", .row = 1, .left_out = "", .record = r };
        struct stored_issue issue = {
                .severity = 'E', .cause = "dob", .field = "date_of_birth", .found = "x", .words = name
        };
        struct reading_result read = { .batch = w->batch,
                                       .kind = "csv",
                                       .message = "",
                                       .notes = "",
                                       .columns = { 1, &column },
                                       .rows = { 1, &row },
                                       .issues = { 1, &issue } };
        struct stored_rows rows;
        ok(upload_add(s.d.db, &w->scope, &n, &w->upload, &twin) == DONE, "a file");
        read.upload = w->upload;
        ok(list_store(s.d.db, &w->scope, &read) == DONE &&
               list_rows(s.d.db, a, &w->scope, w->batch, &rows) == DONE,
           "what it says");
        w->row = rows.items[0].id;
}

static void make_case(struct world *w)
{
        const struct row_match match = { w->row, ROW_CHECK, 0, 0 };
        const struct match_case c = { .row = w->row,
                                      .pupil = w->pupil,
                                      .pupil_school = w->school,
                                      .print = { "fingerprint" },
                                      .reasons = "" };
        struct match_cases cases;
        struct batch b = { 0 };
        ok(batch_find(s.d.db, a, &w->scope, w->batch, &b) == DONE &&
               list_set_matches(s.d.db, &w->scope, &b, 1, &match, 1, &c, 1) == DONE &&
               case_list(s.d.db, a, &w->scope, w->batch, &cases) == DONE && cases.count == 1,
           "a possible match");
        w->match = cases.items[0].id;
}

static void make_held(struct world *w)
{
        struct batch b;
        ok(batch_add(s.d.db, &w->scope, true, 2026, &w->held) == DONE &&
               batch_find(s.d.db, a, &w->scope, w->held, &b) == DONE &&
               batch_hold(s.d.db, &w->scope, &b, 1, 9, "Many leave") == DONE,
           "a migration on hold");
        ok(batch_add(s.d.db, &w->scope, false, 2026, &w->applied) == DONE &&
               db_script(s.d.db, arena_printf(a,
                                              "UPDATE batch SET state = 'applied', reference = 'B-%lu', "
                                              "applied_at = opened_at WHERE id = %lu;\n",
                                              w->applied, w->applied)) == DONE,
           "one that was applied");
}

static void make_removed(struct world *w)
{
        struct restore_requests all;
        w->removed = make_pupil(&w->scope, "Gone");
        const struct pupil_leaving gone = { { w->removed, 0 }, "2026-07-20", "", "", 0 };
        ok(pupil_leave(s.d.db, a, &w->scope, &gone) == DONE &&
               restore_ask(s.d.db, a, &w->scope, w->removed, "back") == DONE &&
               restore_of_school(s.d.db, a, &w->scope, &all) == DONE && all.count == 1,
           "a removed pupil and a request");
        w->request = all.items[0].id;
}

/* A child's number is that of its first pupil. */
static void make_involvement(struct world *w)
{
        const struct involvement i = {
                .child = w->pupil, .service = 1, .from = "2026-09-01", .to = "", .reference = "", .file = ""
        };
        ok(involvement_add(s.d.db, 0, &i, &w->involvement) == DONE, "an involvement");
}

static enum outcome do_open(struct db *db, void *context)
{
        const struct world *w = context;
        const struct conflict c = { .pupil = w->pupil, .field = FIELD_DOB, .theirs = "2018-03-05", .ours = "2018-03-04",
                                    .cohort = COHORT_OTHER, .rule = VERDICT_CONFLICT, .file = "", .sheet = "" };
        return conflict_open(db, a, &w->scope, &c, 1);
}

static void make_conflict(struct world *w)
{
        struct conflicts all;
        ok(db_transaction(s.d.db, do_open, w) == DONE && conflict_list(s.d.db, a, &w->scope, &all) == DONE && all.count == 1,
           "a conflict");
        w->conflict = all.items[0].id;
}

static void make_pause(struct world *w)
{
        const struct pause p = { .from_at = time(NULL), .reason = "A new system" };
        struct pauses all;
        size_t added;
        ok(pause_add(s.d.db, w->head.person.id, &p, &w->school, 1, &added) == DONE && pause_list(s.d.db, a, &w->scope, &all) == DONE && all.count == 1,
           "a pause");
        w->pause = all.items[0].id;
}

/* One of its own. */
static void make_task(struct world *w)
{
        const struct exchange_task t = { .name = "Nightly",
                                         .ask = { EXCHANGE_GET, "snapshot", GROUP_YEARS, 0, 0 },
                                         .schools = SCHOOLS_PICKED,
                                         .phase = "",
                                         .when = { SCHEDULE_WEEKLY, 127, 0, 120, { 2026, 10, 1 }, NO_DATE },
                                         .wait = 60 };
        const struct exchange_picks self = { 1, &w->school };
        const struct exchange_by by = { w->head.person.id, &w->scope };
        ok(exchange_task_add(s.d.db, &by, &t, &self, time(NULL), &w->task) == DONE, "a task");
}

/* A task from before, and the agent that reports it. */
static void make_existing(struct world *w)
{
        const struct existing e = { "1", "Nightly", "", { EXCHANGE_GET, "snapshot", GROUP_YEARS, 0, 0 }, { SCHEDULE_WEEKLY, 1, 0, 120, NO_DATE, NO_DATE } };
        struct existing_tasks all;
        struct test_agent g;
        ok(existing_task_read(s.d.db, &w->scope, &e, 1) == DONE && existing_task_list(s.d.db, a, &w->scope, &all) == DONE && all.count == 1,
           "a task from before");
        w->existing = all.items[0].id;
        agent_of(&s.d, w->school, &g);
        w->agent = g.id;
}

/* A file of its data, and the import that was made of it: on hold. */
static void make_import(struct world *w)
{
        const unsigned char *hash = (const unsigned char *)"0123456789abcdef0123456789abcdef";
        const struct delivery_new n = { .school = w->school, .person = w->head.person.id, .source = FROM_SCHOOL, .complete = true,
                                        .file_name = "night.csv", .size = 6, .sha256 = hash, .keep_days = 30, .seal = seal };
        enum delivery_state state;
        struct batch b;
        ok(delivery_add(s.d.db, &n, &w->delivery, &state) == DONE && state == DELIVERY_NEW &&
               import_add(s.d.db, &w->scope, &(struct import_new){ w->delivery, 1, true, 2026, SETS_ALL }, &w->import) == DONE &&
               batch_find(s.d.db, a, &w->scope, w->import, &b) == DONE &&
               batch_hold(s.d.db, &w->scope, &b, 4, 9, "Many are missing") == DONE,
           "an import on hold");
}

static void make(struct world *w, const char *laestab)
{
        const struct school school = { .laestab = laestab,
                                       .urn = "",
                                       .name = laestab,
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        ok(school_add(s.d.db, 0, &school, &w->school) == DONE, "a school");
        w->head = site_person(&s, ROLE_SCHOOL_ADMIN, w->school, laestab);
        w->scope = gate_own_scope(&w->head.person);
        w->pupil = make_pupil(&w->scope, "Here");
        ok(batch_add(s.d.db, &w->scope, false, 2026, &w->batch) == DONE, "a bulk upload");
        make_upload(w, laestab);
        make_case(w);
        make_held(w);
        make_removed(w);
        make_involvement(w);
        make_conflict(w);
        make_pause(w);
        make_import(w);
        make_task(w);
        make_existing(w);
}

/* ---- asking ---- */

/* The numbers that a path asks for, of that world. */
static void numbers_of(const struct route *r, const struct world *w, unsigned long out[URL_PARTS])
{
        static const struct {
                const char *begins;
                size_t second;
                size_t first, third;
        } known[] = {
                { "/la/matches/", offsetof(struct world, match), 0, 0 },
                { "/la/holds/", offsetof(struct world, held), 0, 0 },
                { "/la/removed/", offsetof(struct world, removed), 0, 0 },
                { "/la/restore-requests/", offsetof(struct world, request), 0, 0 },
                { "/la/schools/{}/pupils/", offsetof(struct world, pupil), 0, offsetof(struct world, involvement) },
                { "/la/schools/{}/conflicts/", offsetof(struct world, conflict), 0, 0 },
                { "/la/schools/{}/pauses/", offsetof(struct world, pause), 0, 0 },
                { "/la/schools/{}/imports/", offsetof(struct world, import), 0, 0 },
                { "/la/schools/{}/data/existing/", offsetof(struct world, existing), 0, 0 },
                { "/la/schools/{}/agent/", offsetof(struct world, agent), 0, 0 },
                { "/la/schools/", offsetof(struct world, applied), 0, 0 },
                { "/school/agent/", 0, offsetof(struct world, agent), 0 },
                { "/school/data/", 0, offsetof(struct world, delivery), 0 },
                { "/school/exchanges/", 0, offsetof(struct world, task), 0 },
                { "/school/batches/{}/leavers", 0, offsetof(struct world, held), 0 },
                { "/school/batches/", offsetof(struct world, upload), offsetof(struct world, batch), 0 },
                { "/school/pupils/{}/ask", 0, offsetof(struct world, removed), 0 },
                { "/school/pupils/", 0, offsetof(struct world, pupil), 0 },
        };
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                if (strncmp(r->path, known[i].begins, strlen(known[i].begins)) == 0) {
                        memcpy(&out[0], (const char *)w + known[i].first, sizeof *out);
                        memcpy(&out[1], (const char *)w + known[i].second, sizeof *out);
                        memcpy(&out[2], (const char *)w + known[i].third, sizeof *out);
                        return;
                }
        ok(0, "%s: this test must learn its numbers", r->path);
}

/* Every field of the form, filled so that it would do something to that world. */
static const char *form_of(const struct route *r, const struct world *w)
{
        const struct {
                const char *name, *value;
        } known[] = {
                { "case", arena_printf(a, "%lu", w->match) },
                { "pupil", arena_printf(a, "%lu", w->pupil) },
                { "keep", strstr(r->path, "leavers") ? arena_printf(a, "%lu", w->pupil) : "" },
                { "cell", arena_printf(a, "%lu.0.1.surname", w->upload) },
                { "leave", arena_printf(a, "%lu.0.1", w->upload) },
                { "back", arena_printf(a, "%lu.0.1", w->upload) },
                { "key", "surname" },
                { "meaning", "forename" },
                { "date_of_birth", "05/06/2018" },
                { "left_on", "20/07/2026" },
                { "ground", "A" },
                { "from", "02/09/2026" },
                { "to", "" },
                { "last", "03/09/2026" },
                { "state", "D" },
                { "nc_year", "4" },
                { "sex", "M" },
                { "answer", strstr(r->path, "conflicts") ? "accept"
                            : strstr(r->path, "hold")    ? "release"
                            : strstr(r->path, "matches") ? "same"
                            : strstr(r->path, "existing") ? "D"
                                                         : "restore" },
        };
        struct buf b = BUF_EMPTY;
        for (const struct form_field *f = r->form; f && f->name; f++) {
                if (!f->max)
                        continue; /* a file */
                const char *value = "1";
                for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                        if (strcmp(known[i].name, f->name) == 0)
                                value = known[i].value;
                buf_printf(&b, "%s%s=", b.len ? "&" : "", f->name);
                url_encode(&b, value);
        }
        const char *text = arena_bytes(a, b.len ? b.bytes : "", b.len);
        buf_free(&b);
        return text;
}

static int ask(const struct route *r, const struct visitor *who, const unsigned long *numbers,
               const char *form)
{
        const char *path = url_make(a, r->path, numbers);
        return strcmp(r->method, "POST") == 0 ? site_post(&s, who, path, form) : site_get(&s, who, path);
}

/* Everything of a school that anybody could change, as one text. */
static const char *state_of(const struct world *w)
{
        SQL(state, "SELECT CONCAT_WS(' ', (SELECT GROUP_CONCAT(id, ' ', ver, state, checked_hash, ack_hash, "
                   "hold ORDER BY id) FROM batch WHERE "
                   "school_id = ?), (SELECT GROUP_CONCAT(id, ' ', ver, state, left_on ORDER BY id) FROM "
                   "pupil WHERE school_id = ?), "
                   "(SELECT GROUP_CONCAT(id, ' ', ver, state ORDER BY id) FROM upload WHERE school_id = ?), "
                   "(SELECT GROUP_CONCAT(id, ' ', ver, "
                   "answer, school_note ORDER BY id) FROM match_case WHERE school_id = ?), (SELECT "
                   "GROUP_CONCAT(id, ' ', ver, answer ORDER BY "
                   "id) FROM restore_request WHERE school_id = ?), (SELECT COUNT(*) FROM list_row WHERE "
                   "school_id = ?), (SELECT COUNT(*) FROM "
                   "leaver WHERE school_id = ?), (SELECT COUNT(*) FROM heading_meaning WHERE school_id = ?), "
                   "(SELECT COUNT(*) FROM row_fix f "
                   "JOIN upload u ON u.id = f.upload_id WHERE u.school_id = ?), (SELECT COUNT(*) FROM "
                   "row_issue WHERE school_id = ?), (SELECT GROUP_CONCAT(id, ' ', ver ORDER BY id) FROM "
                   "involvement WHERE child_id IN (SELECT child_id FROM pupil WHERE school_id = ?)), (SELECT "
                   "GROUP_CONCAT(id, ' ', ver, state ORDER BY id) FROM conflict WHERE school_id = ?), (SELECT "
                   "GROUP_CONCAT(id, ' ', ver, COALESCE(ended_at, '') ORDER BY id) FROM pause WHERE school_id = ?), (SELECT "
                   "GROUP_CONCAT(id, ' ', ver, state ORDER BY id) FROM exchange_task WHERE owner_school = ?), (SELECT "
                   "GROUP_CONCAT(id, ' ', ver, answer ORDER BY id) FROM existing_task WHERE school_id = ?), (SELECT COUNT(revoked_at) FROM agent "
                   "WHERE school_id = ?))");
        struct result r;
        struct arg id = arg_number((long long)w->school);
        ok(db_find(s.d.db, a, &r, &state, ARGS(id, id, id, id, id, id, id, id, id, id, id, id, id, id, id, id)) == DONE, "its state");
        return result_text(&r, 0, 0);
}

static unsigned count_numbers(const struct route *r)
{
        unsigned n = 0;
        for (const char *p = r->path; (p = strstr(p, "{}")); p++)
                n++;
        return n;
}

static void is_not_there(const struct route *r, const struct visitor *who, const unsigned long *numbers,
                         const char *what)
{
        static const unsigned long none[URL_PARTS] = { NOBODY, NOBODY, NOBODY, NOBODY };
        const char *before = state_of(&oak);
        int absent = ask(r, who, none, form_of(r, &oak));
        const char *page = arena_text(a, s.response.body);
        int status = ask(r, who, numbers, form_of(r, &oak));
        ok(absent == 404 && status == 404, "%s %s: %s is not there (%d)", r->method, r->path, what, status);
        is_text(s.response.body, page, "no more than what never was");
        is_text(state_of(&oak), before, "and nothing of it has changed");
}

static void by_another_school(const struct route *r)
{
        unsigned long theirs[URL_PARTS] = { 0 }, mixed[URL_PARTS] = { 0 };
        numbers_of(r, &oak, theirs);
        if (strcmp(r->method, "GET") == 0) {
                int status = ask(r, &oak.head, theirs, "");
                ok(status == 200 || status == 303 || status == 409 || strstr(r->path, "result.xlsx"),
                   "%s: there for its own school (%d)", r->path, status);
        }
        is_not_there(r, &elm.head, theirs, "another school's");
        if (count_numbers(r) < 2)
                return;
        numbers_of(r, &elm, mixed);
        mixed[1] = theirs[1];
        const char *before = state_of(&oak);
        int status = ask(r, &elm.head, mixed, form_of(r, &oak));
        ok(status == 404 || (status == 409 && strstr(r->path, "replace")),
           "%s %s: another school's file in one's own batch (%d)", r->method, r->path, status);
        is_text(state_of(&oak), before, "nothing has changed");
}

/* One's own batch, and a form that names another school's pupil, file or match. */
static void by_form(const struct route *r)
{
        unsigned long own[URL_PARTS] = { 0 };
        SQL(strangers, "SELECT (SELECT COUNT(*) FROM leaver WHERE school_id = ? AND pupil_id = ?) + (SELECT "
                       "COUNT(*) FROM list_row "
                       "WHERE school_id = ? AND row_pupil = ?)");
        struct result found;
        struct arg school = arg_number((long long)elm.school), pupil = arg_number((long long)oak.pupil);
        if (strcmp(r->method, "POST") != 0 || !r->form)
                return;
        numbers_of(r, &elm, own);
        const char *before = state_of(&oak);
        ask(r, &elm.head, own, form_of(r, &oak));
        is_text(state_of(&oak), before,
                arena_printf(a, "%s: a form that names another school's things", r->path));
        ok(db_find(s.d.db, a, &found, &strangers, ARGS(school, pupil, school, pupil)) == DONE &&
               !result_number(&found, 0, 0),
           "nor does a stranger come in");
}

static void by_the_authority(const struct route *r, const struct visitor *la)
{
        unsigned long theirs[URL_PARTS] = { 0 }, mixed[URL_PARTS] = { 0 };
        numbers_of(r, &oak, theirs);
        theirs[0] = oak.school;
        if (strcmp(r->method, "GET") == 0) {
                int status = ask(r, la, theirs, "");
                ok(status == 200 || status == 409, "%s: there under its own school (%d)", r->path, status);
        }
        memcpy(mixed, theirs, sizeof mixed);
        mixed[0] = elm.school;
        is_not_there(r, la, mixed, "a thing under another school's number");
}

int main(void)
{
        if (!site_open(&s)) {
                skip("other schools", "no server: run it by tests/server");
                return done_testing();
        }
        a = s.d.arena;
        make(&oak, "9992001");
        make(&elm, "9992002");
        struct visitor la = site_person(&s, ROLE_LA_ADMIN, 0, "Robin");
        for (const struct route *r = route_table; r->method; r++) {
                if (r->school == SCHOOL_OWN && count_numbers(r))
                        by_another_school(r);
                if (r->school == SCHOOL_FIRST && count_numbers(r) > 1)
                        by_the_authority(r, &la);
        }
        for (const struct route *r = route_table; r->method; r++)
                if (r->school == SCHOOL_OWN && count_numbers(r))
                        by_form(r);
        site_close(&s);
        return done_testing();
}
