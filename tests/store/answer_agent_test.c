/* Answers as agents see them: one agent at a time, leases that run out, tries that grow apart, and which NC years are sent to a school. */
#include "store/answer_agent.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agents.h"
#include "flow/answer.h"
#include "gate/caller.h"
#include "gate/scope.h"
#include "model/exchange.h"
#include "model/field.h"
#include "store/school.h"

static struct site_test s;
static struct database *d;
static struct arena *a;
static unsigned long school, other;
static struct scope scope;
static struct test_agent first, second;

SQL(lease_over, "UPDATE exchange_answer SET lease_until = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE id = ?");
SQL(short_lease, "UPDATE exchange_answer SET lease_until = UTC_TIMESTAMP() + INTERVAL 60 SECOND WHERE id = ?");
SQL(lease_left, "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), lease_until) FROM exchange_answer WHERE id = ?");
SQL(later_tries, "UPDATE exchange_answer SET next_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE id = ?");
SQL(end_window, "UPDATE exchange_answer SET gives_up_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE id = ?");
SQL(not_yet, "UPDATE exchange_answer SET offer_at = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id = ?");
SQL(count_lost, "SELECT COUNT(*) FROM exchange_attempt WHERE answer_id = ? AND outcome = 'L'");
SQL(count_open, "SELECT COUNT(*) FROM exchange_attempt WHERE answer_id = ? AND outcome = ''");
SQL(count_attempts, "SELECT COUNT(*) FROM exchange_attempt WHERE answer_id = ?");
SQL(wait_seconds, "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), next_at) FROM exchange_answer WHERE id = ?");
SQL(count_parts, "SELECT COUNT(*) FROM exchange_part WHERE answer_id = ?");
SQL(count_clear, "SELECT COUNT(*) FROM exchange_part WHERE answer_id = ? AND LOCATE('Quagmirish', cipher) > 0");
SQL(count_gone, "SELECT COUNT(*) FROM exchange_gone WHERE answer_id = ?");
SQL(drop_all, "UPDATE exchange_answer SET state = 'C' WHERE school_id = ? AND state IN ('W', 'T')");

static unsigned long waits(const char *way, const char *data)
{
        ok(db_run(d->db, &drop_all, ARGS(arg_id(school))) == DONE, "only one waits");
        return answer_waits(d, school, &(struct waiting){ way, data, "A", 0, 0 });
}

static unsigned long take(const struct test_agent *g)
{
        struct agent_answer w = { 0 };
        const struct answering by = { &scope, g->id };
        enum outcome result = answer_take(d->db, a, &by, &w);
        return result == DONE ? w.id : 0;
}

static void leases(void)
{
        unsigned long id = waits("G", "changed");
        const struct answering by_first = { &scope, first.id };
        ok(db_run(d->db, &not_yet, ARGS(arg_id(id))) == DONE && take(&first) == 0, "nobody takes it before its time");
        id = waits("G", "changed");
        ok(take(&first) == id, "one takes it");
        ok(take(&second) == 0, "another does not");
        ok(take(&first) == id && ask_number(d, &count_attempts, id) == 1, "the same one again: it is the same try");
        ok(db_run(d->db, &lease_over, ARGS(arg_id(id))) == DONE && take(&second) == id, "after the lease another does");
        is_long(ask_number(d, &count_lost, id), 1, "the first try was lost");
        is_long(ask_number(d, &count_open, id), 1, "the second goes on");
        ok(answer_renew(d->db, &by_first, id) == REFUSED, "the first does not hold it any more");
        const struct answering by_second = { &scope, second.id };
        ok(db_run(d->db, &short_lease, ARGS(arg_id(id))) == DONE && answer_renew(d->db, &by_second, id) == DONE, "the second does");
        ok(ask_number(d, &lease_left, id) > 200, "its lease is a new one");
        ok(db_run(d->db, &end_window, ARGS(arg_id(id))) == DONE && take(&second) == 0, "after its window nobody takes it");
        ok(db_run(d->db, &short_lease, ARGS(arg_id(id))) == DONE && answer_renew(d->db, &by_second, id) == DONE, "who holds it may end it");
        ok(ask_number(d, &lease_left, id) < 100, "but has no more time for that, however often it asks");
}

static void growing_pauses(void)
{
        unsigned long id = waits("G", "changed");
        const struct answering by = { &scope, first.id };
        struct agent_answer w;
        long before = 0;
        for (int i = 1; i < EXCHANGE_TRIES; i++) {
                ok(take(&first) == id && answer_failed(d->db, &by, id, "The folder is empty.") == DONE, "try %d fails", i);
                long wait = ask_number(d, &wait_seconds, id);
                ok(wait > before || wait >= 3599, "and waits longer: %ld s", wait);
                before = wait;
                ok(take(&first) == 0 && db_run(d->db, &later_tries, ARGS(arg_id(id))) == DONE, "until then it is not to be had");
        }
        ok(answer_failed(d->db, &by, id, "again") == REFUSED, "who does not hold it cannot fail");
        ok(take(&first) == id && answer_failed(d->db, &by, id, "The folder is empty.") == DONE, "the last try fails");
        ok(answer_find(d->db, a, &scope, id, &w) == DONE && w.state == ANSWER_FAILED && take(&first) == 0, "and it is given up");
}

/* Eight programs of one school at once: each answer goes to one of them. */
static void many_at_once(void)
{
        enum { ANSWERS = 8 };
        unsigned long ids[ANSWERS];
        waits("G", "changed");
        ok(db_run(d->db, &drop_all, ARGS(arg_id(school))) == DONE, "none waits");
        for (int i = 0; i < ANSWERS; i++)
                ids[i] = answer_waits(d, school, &(struct waiting){ "G", "changed", "A", 0, 0 });
        struct test_agent agents[ANSWERS];
        for (int i = 0; i < ANSWERS; i++)
                agent_of(d, school, &agents[i]);
        fflush(stdout);
        for (int i = 0; i < ANSWERS; i++)
                if (fork() == 0) {
                        struct db *own;
                        struct agent_answer w;
                        const struct answering by = { &scope, agents[i].id };
                        _exit(db_open(d->config, &own) == DONE && answer_take(own, a, &by, &w) == DONE ? 0 : 1);
                }
        int good = 0, status;
        while (wait(&status) > 0)
                good += status == 0;
        is_long(good, ANSWERS, "each took one");
        for (int i = 0; i < ANSWERS; i++)
                is_long(ask_number(d, &count_attempts, ids[i]), 1, "and each was taken once");
}

static void sealed(void)
{
        unsigned long id = waits("G", "snapshot");
        struct refusal why = { 0 };
        const struct flow f = { a, d->db, d->config, &scope, &why };
        static const char bytes[] = "Quagmirish,Zoe";
        unsigned char hash[32];
        ok(take(&first) == id && gate_from_hex(hex_of_sha256(a, bytes, sizeof bytes - 1), hash, sizeof hash), "taken");
        ok(flow_answer_put(&f, first.id, id, 1, bytes, sizeof bytes - 1, hash) == DONE, "a part is kept");
        is_long(ask_number(d, &count_clear, id), 0, "and cannot be read in the database");
        ok(answer_sweep(d->db) == DONE && ask_number(d, &count_parts, id) == 1, "what is on its way stays");
        unsigned long given_up = waits("G", "snapshot");
        ok(take(&first) == given_up && flow_answer_put(&f, first.id, given_up, 1, bytes, sizeof bytes - 1, hash) == DONE &&
               db_run(d->db, &drop_all, ARGS(arg_id(school))) == DONE && answer_sweep(d->db) == DONE,
           "one that is cancelled half way");
        is_long(ask_number(d, &count_parts, given_up), 0, "leaves no bytes behind");
        id = waits("G", "snapshot");
        ok(take(&first) == id && flow_answer_put(&f, first.id, id, 1, bytes, sizeof bytes - 1, hash) == DONE, "another");
        const struct answering by = { &scope, first.id };
        const struct answer_gone gone = { "leavers", "Deleted" };
        const struct answer_gone before[] = { { "addresses", "" }, { "names", "" } };
        ok(answer_gone_add(d->db, &by, id, before, 2, false) == DONE, "some kinds are gone");
        is_long(ask_number(d, &count_gone, id), 2, "two");
        ok(answer_gone_add(d->db, &by, id, &gone, 1, true) == DONE, "all is gone after all");
        is_long(ask_number(d, &count_parts, id), 0, "the parts go");
        is_long(ask_number(d, &count_gone, id), 1, "what is said last stays, and no more than that");
}

/* ---- NC years ---- */

static void run(const char *text)
{
        ok(db_script(d->db, arena_printf(a, "%s\n", text)) == DONE, "%.*s", (int)strcspn(text, "\n("), text);
}

static unsigned long add_pupil(const char *upn, const char *year)
{
        static unsigned long id;
        run(arena_printf(a,
                         "INSERT INTO pupil (school_id, id, child_id, state, upn, surname, forename, date_of_birth, sex, nc_year, postcode, "
                         "sort_name, created_at, roll_ver) VALUES (%lu, %lu, %lu, 'R', '%s', 'Quagmirish', 'Zoë', '2015-03-04', 'F', '%s', "
                         "'AB1 2CD', 'quagmirish zoe', UTC_TIMESTAMP(), 1);",
                         school, id + 900, id + 900, upn, year));
        return 900 + id++;
}

static void change(unsigned long pupil, const char *from, const char *to, const char *batch, int hours_ago)
{
        run(arena_printf(a,
                         "INSERT INTO pupil_change (school_id, pupil_id, at, kind, field, old_value, new_value, batch_id) VALUES (%lu, %lu, "
                         "UTC_TIMESTAMP() - INTERVAL %d HOUR, 'changed', 'nc_year', '%s', '%s', %s);",
                         school, pupil, hours_ago, from, to, batch));
}

static void conflict(unsigned long pupil, const char *theirs, const char *ours, const char *state)
{
        run(arena_printf(a,
                         "INSERT INTO conflict (school_id, pupil_id, field, theirs, ours, cohort, verdict, state, batch_id, opened_at) VALUES "
                         "(%lu, %lu, 'nc_year', '%s', '%s', 'N', 'C', '%s', 1, UTC_TIMESTAMP());",
                         school, pupil, theirs, ours, state));
}

static bool differs(unsigned long pupil)
{
        struct answer_pupils p;
        if (answer_years_that_differ(d->db, a, &scope, &p) != DONE)
                return false;
        for (size_t i = 0; i < p.count; i++)
                if (p.ids[i] == pupil)
                        return true;
        return false;
}

static void imported(int hours_ago, int complete, unsigned long long filled)
{
        run(arena_printf(a,
                         "INSERT INTO batch (school_id, kind, academic_year, state, opened_by, opened_at, applied_at) VALUES (%lu, 'I', 2026, "
                         "'applied', 0, UTC_TIMESTAMP(), UTC_TIMESTAMP() - INTERVAL %d HOUR);\nINSERT INTO import (school_id, batch_id, "
                         "delivery_id, complete, row_total, filled) VALUES (%lu, LAST_INSERT_ID(), 1, %d, 1, %llu);",
                         school, hours_ago, school, complete, filled));
}

static void years_that_differ(void)
{
        unsigned long plain = add_pupil("B801200005001", "5"), by_person = add_pupil("Q801200005002", "6"),
                      kept = add_pupil("E801200005003", "6"), open = add_pupil("U801200005004", "6"),
                      theirs = add_pupil("H801200005005", "6"), agreed = add_pupil("X801200005006", "6");
        run(arena_printf(a, "INSERT INTO batch (school_id, id, kind, academic_year, state, opened_by, opened_at) VALUES (%lu, 77, 'I', 2026, "
                            "'applied', 0, UTC_TIMESTAMP());", school));
        change(by_person, "5", "6", "NULL", 5);
        change(open, "5", "6", "NULL", 5);
        change(theirs, "5", "6", "77", 5);
        conflict(kept, "5", "6", "K");
        conflict(open, "5", "6", "");
        conflict(agreed, "6", "6", "K");
        ok(!differs(plain), "what nobody changed is not sent");
        ok(differs(by_person), "what a person changed is");
        ok(differs(kept), "and what a person kept against the school's value");
        ok(!differs(open), "not what nobody has decided yet");
        ok(!differs(theirs), "not what the school sent itself");
        ok(!differs(agreed), "nor what is the same by now");
        imported(2, 0, 1u << FIELD_NC_YEAR);
        ok(differs(by_person), "a file of changes does not say that the school has it");
        imported(2, 1, 1u << FIELD_UPN);
        ok(differs(by_person), "nor does a complete one without NC years");
        imported(9, 1, 1u << FIELD_NC_YEAR);
        ok(differs(by_person), "nor one from before");
        imported(1, 1, 1u << FIELD_NC_YEAR);
        ok(!differs(by_person) && differs(kept), "a complete one with NC years does; what was kept against it differs still");
}

/* ---- the file ---- */

static const char *whole(const struct flow *f, unsigned long id)
{
        unsigned char *bytes = NULL;
        size_t len = 0;
        return flow_answer_part(f, id, 1, &bytes, &len) == DONE ? arena_bytes(a, bytes, len) : "";
}

static void sent(void)
{
        unsigned long id = waits("S", "changed");
        struct refusal why = { 0 };
        struct agent_answer w;
        const struct flow f = { a, d->db, d->config, &scope, &why };
        const struct answering by = { &scope, first.id };
        ok(answer_take(d->db, a, &by, &w) == DONE && flow_answer_make(&f, first.id, &w) == DONE, "a file is made");
        ok(answer_find(d->db, a, &scope, id, &w) == DONE, "and found");
        is_text(w.file_name, "999LLLL_CTF_9992001_001.xml", "its name says from whom, to whom, and which it is");
        const char *text = whole(&f, id);
        ok(strstr(text, "<UPN>E801200005003</UPN>") && strstr(text, "<NCyearActual>6</NCyearActual>"), "the pupil and the year");
        ok(strstr(text, "<DocumentQualifier>partial") && strstr(text, "<Estab>LLLL</Estab>"), "from the authority, and partial");
        ok(!strstr(text, "AB1 2CD") && !strstr(text, "B801200005001"), "and nothing else of anybody");
        ok(flow_answer_make(&f, first.id, &w) == DONE && strcmp(whole(&f, id), text) == 0, "made once: taken again it is the same");
        ok(answer_confirm(d->db, &by, id, first.secret) == REFUSED, "other bytes are not confirmed");
        ok(answer_confirm(d->db, &by, id, w.sha256) == DONE && answer_confirm(d->db, &by, id, w.sha256) == DONE, "these are, and again");
        is_long(ask_number(d, &count_parts, id), 0, "its bytes go");
        id = waits("S", "changed");
        ok(answer_take(d->db, a, &by, &w) == DONE && flow_answer_make(&f, first.id, &w) == DONE &&
               answer_find(d->db, a, &scope, id, &w) == DONE,
           "another one");
        is_text(w.file_name, "999LLLL_CTF_9992001_002.xml", "has the next number");
        run(arena_printf(a, "UPDATE ctf_counter SET last_n = 999 WHERE school_id = %lu;\nDELETE FROM conflict;", school));
        id = waits("S", "changed");
        ok(answer_take(d->db, a, &by, &w) == DONE && flow_answer_make(&f, first.id, &w) == ABSENT, "nothing differs: no file");
        ok(answer_find(d->db, a, &scope, id, &w) == DONE && w.state == 'D', "and it is done");
        conflict(902, "5", "6", "K");
        id = waits("S", "changed");
        ok(answer_take(d->db, a, &by, &w) == DONE && flow_answer_make(&f, first.id, &w) == DONE &&
               answer_find(d->db, a, &scope, id, &w) == DONE,
           "one more");
        is_text(w.file_name, "999LLLL_CTF_9992001_001.xml", "after 999 comes 1");
}

int main(void)
{
        if (!site_open(&s))
                return done_testing();
        d = &s.d;
        a = d->arena;
        for (int i = 0; i < 2; i++) {
                const struct school is = { .laestab = i ? "9992002" : "9992001", .urn = "", .name = "A school", .phase = "PS",
                                           .year_low = "R", .year_high = "6", .contact_email = "" };
                ok(school_add(d->db, 0, &is, i ? &other : &school) == DONE, "a school");
        }
        scope = gate_program_scope(school);
        agent_of(d, school, &first);
        agent_of(d, school, &second);
        leases();
        growing_pauses();
        many_at_once();
        sealed();
        years_that_differ();
        sent();
        site_close(&s);
        return done_testing();
}
