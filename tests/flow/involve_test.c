/* Lists of involvements from the file to the record: who the rows are, what is seen before, that nothing half
 * is done, and that nothing lies in the clear in between. */
#include "flow/involve.h"

#include <stdlib.h>

#include "gate/scope.h"
#include "moving.h"
#include "store/cohort.h"
#include "store/involvement.h"
#include "store/pupil.h"
#include "store/service.h"

SQL(count_involvements, "SELECT COUNT(*) FROM involvement");
SQL(in_the_clear, "SELECT COUNT(*) FROM involvement_piece WHERE LOCATE(?, cipher) > 0");
SQL(count_pieces, "SELECT COUNT(*) FROM involvement_piece");
SQL(alter_piece,
    "UPDATE involvement_piece SET cipher = CONCAT(LEFT(cipher, 20), CHAR((ASCII(SUBSTRING(cipher, 21, 1)) + "
    "1) % "
    "256), SUBSTRING(cipher, 22)) WHERE file_id = (SELECT MAX(id) FROM involvement_file) AND n = 1");
SQL(make_old, "UPDATE involvement_upload SET delete_after = UTC_DATE() - INTERVAL 1 DAY WHERE id = ?");
SQL(service_named, "SELECT id FROM service WHERE name = ?");

static struct moving m;
static struct person head;
static struct pupils roll;
static unsigned long help, social, early;
static struct involve_plan plan;

static const char *value(size_t n, enum field f)
{
        return roll.items[n].record.value[f];
}

static unsigned long receive(const struct involve_incoming *files, size_t count, enum outcome want,
                             const char *what)
{
        unsigned long upload = 0;
        m.why = (struct refusal){ "", "" };
        ok(flow_involve_receive(&m.flow, head.id, files, count, social, &upload) == want, "%s %s", what,
           m.why.words);
        return upload;
}

static unsigned long receive_text(const char *text, const char *what)
{
        const struct involve_incoming in = { "C:\\Cases\\cases.csv", text, strlen(text) };
        return receive(&in, 1, DONE, what);
}

static void look(unsigned long upload)
{
        is_long(flow_involve_plan(&m.flow, upload, &plan), DONE, "what it would do");
}

static enum outcome apply(unsigned long upload, const char *seen, bool *changed)
{
        m.why = (struct refusal){ "", NULL };
        return flow_involve_apply(&m.flow, head.id, upload, seen, changed, &plan);
}

static void fates(unsigned long begun, unsigned long ended, unsigned long same, unsigned long left_out,
                  const char *what)
{
        ok(plan.of[INVOLVE_NEW] == begun && plan.of[INVOLVE_ENDED] == ended &&
               plan.of[INVOLVE_UNCHANGED] + plan.of[INVOLVE_PAST] == same &&
               involve_left_out(&plan) == left_out,
           "%s: %lu new, %lu ended, %lu unchanged, %lu left out", what, plan.of[INVOLVE_NEW],
           plan.of[INVOLVE_ENDED], plan.of[INVOLVE_UNCHANGED] + plan.of[INVOLVE_PAST],
           involve_left_out(&plan));
}

static void line_is(size_t n, enum involve_fate fate, unsigned long child, const char *words)
{
        const struct involve_line *l = &plan.lines[n];
        if (!ok(n < plan.list.line_count && l->fate == fate && l->who.child == child &&
                    strstr(l->words, words),
                "row %zu: %s", n + 2, words))
                printf("# fate %d, child %lu, %s\n", l->fate, l->who.child, l->words);
}

#define HEADINGS "UPN,Forename,Surname,Date of birth,Service,Team,From,To,Reference\n"

static const char *text_of(const char *last)
{
        return arena_printf(m.a,
                            HEADINGS
                            "%s,,,,Early help,,03/09/2026,%s,1\n"    /* by UPN alone */
                            ",%s,%s,%s,EARLY HELP,,01/09/2026,%s,\n" /* by name */
                            ",%s,%s,%s,,,01/09/2026,%s,\n"           /* again, no service */
                            "%s,Zelda,Quillfeather,01/01/2001,Early help,,01/09/2026,,\n" /* another's UPN */
                            ",Zelda,Quillfeather,01/01/2017,Early help,,01/09/2026,,\n"   /* nobody */
                            "%s,,,,Fire brigade,,01/09/2026,,\n" /* no such service */
                            "%s,,,,Early help,Nobody's team,01/09/2026,,\n"
                            "%s,,,,Early years,,01/09/2026,,\n" /* closed */
                            "%s,,,,Early help,,,,\n",           /* no first day */
                            value(0, FIELD_UPN), last, value(1, FIELD_FORENAME), value(1, FIELD_SURNAME),
                            value(1, FIELD_DOB), last, value(1, FIELD_FORENAME), value(1, FIELD_SURNAME),
                            value(1, FIELD_DOB), last, value(2, FIELD_UPN), value(2, FIELD_UPN),
                            value(2, FIELD_UPN), value(2, FIELD_UPN), value(2, FIELD_UPN));
}

static unsigned long child_of(size_t n)
{
        struct pupil_full p;
        return pupil_find(m.d.db, m.a, &m.scope, roll.items[n].id, &p) == DONE ? p.child : 0;
}

static void a_list(void)
{
        bool changed;
        struct cohort_set active;
        unsigned long upload = receive_text(text_of(""), "a list is received");
        is_long(moving_number(&m, &count_involvements, ARGS()), 0, "nothing is done yet");
        is_long(moving_number(&m, &in_the_clear, ARGS(arg_text("Quillfeather"))), 0,
                "nobody's name lies in the database");
        ok(moving_number(&m, &count_pieces, ARGS()) >= 2, "but its bytes do");
        look(upload);
        fates(3, 0, 0, 6, "seen before");
        is_text(plan.upload.files, "cases.csv", "by its own name");
        line_is(0, INVOLVE_NEW, child_of(0), "New, from 03/09/2026");
        line_is(1, INVOLVE_NEW, child_of(1), "New, from 01/09/2026");
        line_is(2, INVOLVE_NEW, child_of(1), "New");
        ok(plan.lines[1].service == help && plan.lines[2].service == social,
           "whatever the capitals; and the one that was chosen");
        line_is(3, INVOLVE_DOUBTFUL, 0, "another name or date of birth");
        line_is(4, INVOLVE_UNMATCHED, 0, "No pupil of any school is like");
        line_is(5, INVOLVE_UNKNOWN, child_of(2), "no service called 'Fire brigade'");
        line_is(6, INVOLVE_UNKNOWN, child_of(2), "no team called 'Nobody's team'");
        line_is(7, INVOLVE_UNKNOWN, child_of(2), "Early years is closed");
        line_is(8, INVOLVE_PROBLEM, 0, "want the first day");
        is_long(apply(upload, "0123456789abcdef0123456789abcdef", &changed), REFUSED, "not what was seen");
        ok(changed && moving_number(&m, &count_involvements, ARGS()) == 0, "is not done");
        is_long(apply(upload, plan.hash, &changed), DONE, "confirmed");
        is_long(moving_number(&m, &count_involvements, ARGS()), 3, "three involvements");
        ok(cohort_of_school(m.d.db, m.a, &m.scope, &active) == DONE && active.count == 2,
           "two pupils are active");
        is_long(apply(upload, plan.hash, &changed), REFUSED, "not twice");
        ok(!changed && m.why.words && strstr(m.why.words, "already"), "which is said");
}

static void again(void)
{
        bool changed;
        unsigned long upload = receive_text(text_of(""), "the same list");
        look(upload);
        fates(0, 0, 3, 6, "changes nothing");
        is_long(apply(upload, plan.hash, &changed), DONE, "confirmed");
        is_long(moving_number(&m, &count_involvements, ARGS()), 3, "three as before");
        upload = receive_text(text_of("05/09/2026"), "with last days");
        look(upload);
        fates(0, 3, 0, 6, "ends them");
        line_is(0, INVOLVE_ENDED, child_of(0), "Ended on 05/09/2026");
        is_long(apply(upload, plan.hash, &changed), DONE, "confirmed");
        struct cohort_set active;
        ok(cohort_of_school(m.d.db, m.a, &m.scope, &active) == DONE && active.count == 0, "nobody is active");
        struct involvement_upload u = { 0 };
        ok(involvement_upload_find(m.d.db, m.a, upload, &u) == DONE && u.state == KEPT_APPLIED &&
               u.ended == 3 && u.left_out == 6,
           "what was done is kept with it");
}

static void meanwhile(void)
{
        bool changed;
        unsigned long id,
            upload = receive_text(arena_printf(m.a, "UPN,From\n%s,08/09/2026\n", value(4, FIELD_UPN)),
                                  "a short list");
        look(upload);
        fates(1, 0, 0, 0, "seen");
        char seen[33];
        memcpy(seen, plan.hash, sizeof seen);
        const struct involvement same = { .child = child_of(4),
                                          .service = social,
                                          .from = "2026-09-08",
                                          .to = "",
                                          .reference = "",
                                          .file = "" };
        is_long(involvement_add(m.d.db, 0, &same, &id), DONE, "somebody adds the same on a page");
        is_long(apply(upload, seen, &changed), REFUSED, "no longer what was seen");
        ok(changed, "it is shown again");
        fates(0, 0, 1, 0, "as it is now");
        struct involvement_upload u = plan.upload;
        is_long(involvement_upload_drop(m.d.db, head.id, &u), DONE, "given up");
        is_long(involvement_upload_drop(m.d.db, head.id, &u), REFUSED, "once");
        is_long(flow_involve_plan(&m.flow, upload, &plan), ABSENT, "its bytes are gone");
}

static void the_return(void)
{
        bool changed;
        const char *header = arena_printf(
            m.a, "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,1,%s,WBRI,%s,,\n2,1,01/01/2001,WBRI,%s,,\n",
            value(5, FIELD_DOB), value(5, FIELD_UPN), value(6, FIELD_UPN));
        const char *episodes =
            "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n1,01/02/2025,S,C2,N1,U1,,\n2,01/02/2025,S,C2,N1,U1,,\n"
            "1,01/02/2024,S,C2,N1,U1,01/06/2024,X1\n";
        const struct involve_incoming in[] = { { "header.csv", header, strlen(header) },
                                               { "episodes.csv", episodes, strlen(episodes) } };
        unsigned long upload = receive(in, 2, DONE, "the SSDA903 return");
        look(upload);
        fates(1, 0, 1, 1, "an episode that goes on");
        line_is(0, INVOLVE_NEW, child_of(5), "New, from 01/02/2025");
        line_is(1, INVOLVE_DOUBTFUL, 0, "another name or date of birth");
        line_is(2, INVOLVE_PAST, child_of(5), "not on record");
        ok(plan.lines[0].service == social, "with the service that was chosen");
        is_long(apply(upload, plan.hash, &changed), DONE, "confirmed");
        struct cohort_state s;
        ok(cohort_since(m.d.db, m.a, child_of(5), "2026-09-10", &s) == DONE && s.active &&
               strcmp(s.since, "2025-02-01") == 0 && strcmp(s.because.items[0].reference, "1") == 0 &&
               strcmp(s.because.items[0].file, "episodes.csv") == 0,
           "active since it began, with its number and file");
        receive(in, 1, REFUSED, "a header alone is refused:");
}

static void what_is_refused(void)
{
        const struct involve_incoming empty = { "empty.csv", "", 0 },
                                      letter = { "letter.csv", "Dear all,\n", 10 };
        receive(&empty, 1, REFUSED, "an empty file:");
        receive(&letter, 1, REFUSED, "a letter:");
        unsigned long upload = receive_text(text_of(""), "one more");
        ok(db_run(m.d.db, &alter_piece, ARGS()) == DONE, "whose bytes somebody alters");
        is_long(flow_involve_plan(&m.flow, upload, &plan), BROKEN, "is not believed");
        is_long(flow_involve_plan(&m.flow, 4000000, &plan), ABSENT, "one that is not there");
}

static void time_goes(void)
{
        unsigned long count = 0, upload = receive_text(text_of(""), "one that nobody finishes");
        ok(involvement_upload_sweep(m.d.db, &count) == DONE && count == 0, "is kept for its time");
        ok(db_run(m.d.db, &make_old, ARGS(arg_id(upload))) == DONE &&
               involvement_upload_sweep(m.d.db, &count) == DONE && count == 1,
           "then its bytes go");
        struct involvement_upload u = { 0 };
        ok(involvement_upload_find(m.d.db, m.a, upload, &u) == DONE && u.state == KEPT_DROPPED &&
               !u.bytes_kept,
           "and it is given up");
        struct involvement_uploads all;
        ok(involvement_upload_list(m.d.db, m.a, 3, &all) == DONE && all.count == 3 &&
               all.items[0].id == upload,
           "the newest first");
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        head = moving_school(&m, "9992001", "Robin", 20);
        roll = moving_roll(&m);
        help = (unsigned long)moving_number(&m, &service_named, ARGS(arg_text("Early help")));
        social = (unsigned long)moving_number(&m, &service_named, ARGS(arg_text("Children's social care")));
        early = (unsigned long)moving_number(&m, &service_named, ARGS(arg_text("Early years")));
        struct service s;
        ok(service_find(m.d.db, m.a, early, "2026-09-10", &s) == DONE, "early years");
        s.closed = true;
        ok(service_set(m.d.db, 0, &s) == DONE, "is closed");
        a_list();
        again();
        meanwhile();
        the_return();
        what_is_refused();
        time_goes();
        moving_close(&m);
        return done_testing();
}
