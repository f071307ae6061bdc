/* The rules of match.h one by one, on a small school. The rates are gates_test.c's. */
#include "match/explain.h"
#include "match/match.h"
#include "match/pair.h"
#include "model/upn.h"

#include "../tap.h"

enum { SCHOOL = 7, OTHER_SCHOOL = 8 };

/* The pool; ids count from 1 in this order. */
enum {
        BEN = 1,
        AMELIA,
        TWIN_JACK,
        TWIN_LUCY,
        KHAN,
        LEAVER,
        ELSEWHERE,
        MUHAMMAD_A,
        MUHAMMAD_B,
        ROSE,
        ELLIE,
        ELSIE,
        ENTRIES = ELSIE
};

static struct pupil pool[ENTRIES];
static char upns[ENTRIES + 1][14];

static const char *upn_of(int id)
{
        snprintf(upns[id], sizeof upns[id], "?9992001%05d", id);
        upns[id][0] = upn_letter(upns[id] + 1);
        return upns[id];
}

static struct record record_of(const char *forename, const char *surname, const char *dob,
                               const char *postcode)
{
        struct record r;
        record_blank(&r);
        r.value[FIELD_FORENAME] = forename;
        r.value[FIELD_SURNAME] = surname;
        r.value[FIELD_DOB] = dob;
        r.value[FIELD_POSTCODE] = postcode;
        return r;
}

static void hold(int id, unsigned long school, bool on_roll, const char *forename, const char *surname,
                 const char *dob, const char *postcode)
{
        struct pupil *p = &pool[id - 1];
        *p = (struct pupil){ .id = (unsigned long)id, .school = school, .on_roll = on_roll };
        p->record = record_of(forename, surname, dob, postcode);
        p->record.value[FIELD_UPN] = upn_of(id);
}

static void fill(void)
{
        hold(BEN, SCHOOL, true, "Benjamin", "Carter", "2014-03-05", "ZZ1 1AA");
        hold(AMELIA, SCHOOL, true, "Amelia", "Fox-Hill", "2015-10-20", "ZZ1 1AB");
        hold(TWIN_JACK, SCHOOL, true, "Jack", "Moss", "2013-06-07", "ZZ1 1AC");
        hold(TWIN_LUCY, SCHOOL, true, "Lucy", "Moss", "2013-06-07", "ZZ1 1AC");
        hold(KHAN, SCHOOL, true, "Mohammed", "Khan", "2014-11-30", "ZZ1 1AD");
        hold(LEAVER, SCHOOL, false, "Imogen", "Tarrant", "2012-02-29", "ZZ1 1AE");
        hold(ELSEWHERE, OTHER_SCHOOL, true, "Dexter", "Vickers", "2013-08-17", "ZZ2 1AA");
        hold(MUHAMMAD_A, SCHOOL, true, "Muhammad Hassan", "Raja", "2013-01-20", "ZZ1 1AF");
        hold(MUHAMMAD_B, SCHOOL, true, "Muhammad Hussain", "Raja", "2013-01-20", "ZZ1 1AF");
        hold(ELLIE, SCHOOL, true, "Ellie", "Nash", "2015-05-05", "ZZ1 1AH");
        hold(ELSIE, SCHOOL, true, "Elsie", "Nash", "2015-05-05", "ZZ1 1AH");
        hold(ROSE, SCHOOL, true, "Rose", "Underhill", "2013-12-01", "ZZ1 1AG");
}

static struct match_options options = { .school = SCHOOL, .school_pupils = 400, .authority_pupils = 100000 };

static struct match_result one(struct record r, unsigned long key)
{
        struct arena *a = arena_new();
        struct match_row row = { &r, key };
        struct match_result out;
        match_rows(a, &row, 1, pool, ENTRIES, &options, &out);
        arena_free(a);
        return out;
}

static void expect(const char *what, struct match_result r, enum match_outcome outcome, int id, unsigned why)
{
        unsigned long best = r.best.pupil ? r.best.pupil->id : 0;
        if (!ok(r.outcome == outcome && best == (unsigned long)id && (r.why & why) == why && (why || !r.why),
                "%s", what))
                printf("#   outcome %d, pupil %lu, why %x, weight %.1f\n", r.outcome, best, r.why,
                       r.best.agreement.weight);
}

static struct record with_upn(struct record r, const char *upn)
{
        r.value[FIELD_UPN] = upn;
        return r;
}

static void by_name(void)
{
        expect("all the same", one(record_of("Benjamin", "Carter", "2014-03-05", ""), 0), MATCH_SURE, BEN, 0);
        expect("a short form", one(record_of("Ben", "Carter", "2014-03-05", ""), 0), MATCH_SURE, BEN, 0);
        expect("capitals", one(record_of("BENJAMIN", "CARTER", "2014-03-05", ""), 0), MATCH_SURE, BEN, 0);
        expect("half of a double-barrelled name", one(record_of("Amelia", "Fox", "2015-10-20", ""), 0),
               MATCH_SURE, AMELIA, 0);
        expect("names exchanged", one(record_of("Carter", "Benjamin", "2014-03-05", ""), 0), MATCH_SURE, BEN,
               0);
        expect("day and month swapped", one(record_of("Benjamin", "Carter", "2014-05-03", ""), 0), MATCH_SURE,
               BEN, 0);
        expect("one digit wrong", one(record_of("Benjamin", "Carter", "2014-03-15", "ZZ1 1AA"), 0),
               MATCH_SURE, BEN, 0);
        expect("no date of birth", one(record_of("Rose", "Underhill", "", ""), 0), MATCH_SURE, ROSE, 0);
        expect("another forename", one(record_of("Tobias", "Carter", "2014-03-05", "ZZ1 1AA"), 0),
               MATCH_CHECK, BEN, WHY_NAME | WHY_TWINS);
        expect("another date of birth", one(record_of("Rose", "Underhill", "2012-04-17", "ZZ1 1AG"), 0),
               MATCH_CHECK, ROSE, WHY_DOB);
        expect("a brother", one(record_of("Oliver", "Carter", "2017-09-11", "ZZ1 1AA"), 0), MATCH_NEW, 0, 0);
        expect("a namesake", one(record_of("Mohammed", "Khan", "2016-04-12", "ZZ5 5AA"), 0), MATCH_NEW, 0, 0);
        expect("a stranger", one(record_of("Zelda", "Quill", "2014-03-09", ""), 0), MATCH_NEW, 0, 0);
        expect("an empty row", one(record_of("", "", "", ""), 0), MATCH_NEW, 0, 0);
}

static void by_identifier(void)
{
        struct record stranger = record_of("Zelda", "Quill", "2012-07-09", "");
        const char *ben = upn_of(BEN);
        expect("UPN and name", one(with_upn(record_of("Ben", "Carter", "", ""), ben), 0), MATCH_SURE, BEN, 0);
        expect("UPN, surname and date", one(with_upn(record_of("TJ", "Carter", "2014-03-05", ""), ben), 0),
               MATCH_SURE, BEN, 0);
        expect("UPN, forename and date", one(with_upn(record_of("Ben", "Quill", "2014-03-05", ""), ben), 0),
               MATCH_SURE, BEN, 0);
        expect("a UPN alone", one(with_upn(stranger, ben), 0), MATCH_CHECK, BEN, WHY_UNSUPPORTED);
        expect("a brother with the UPN",
               one(with_upn(record_of("Zak", "Carter", "2011-07-09", "ZZ1 1AA"), ben), 0), MATCH_CHECK, BEN,
               WHY_UNSUPPORTED);
        expect("a row key and name", one(record_of("Rosie", "Underhill", "", ""), ROSE), MATCH_SURE, ROSE, 0);
        expect("a row key alone", one(stranger, ROSE), MATCH_CHECK, ROSE, WHY_UNSUPPORTED);
        expect("a UPN of one, name and date of another",
               one(with_upn(record_of("Rose", "Underhill", "2013-12-01", ""), ben), 0), MATCH_CHECK, ROSE,
               WHY_IDENTIFIER | WHY_TWO_UPNS);
        expect("two valid UPNs",
               one(with_upn(record_of("Benjamin", "Carter", "2014-03-05", "ZZ1 1AA"), "B801200005001"), 0),
               MATCH_CHECK, BEN, WHY_TWO_UPNS);
        expect("two valid UPNs and the row key",
               one(with_upn(record_of("Benjamin", "Carter", "2014-03-05", ""), "B801200005001"), BEN),
               MATCH_CHECK, BEN, WHY_TWO_UPNS);
        expect("a UPN with a wrong letter says nothing",
               one(with_upn(record_of("Benjamin", "Carter", "2014-03-05", ""), "A801200005001"), 0),
               MATCH_SURE, BEN, 0);
        pool[BEN - 1].record.value[FIELD_FORMER_UPN] = "B801200005001";
        expect("a former UPN",
               one(with_upn(record_of("Benjamin", "Carter", "2014-03-05", ""), "B801200005001"), 0),
               MATCH_SURE, BEN, 0);
        pool[BEN - 1].record.value[FIELD_FORMER_UPN] = "";
}

static void twins(void)
{
        expect("a twin by name", one(record_of("Lucy", "Moss", "2013-06-07", "ZZ1 1AC"), 0), MATCH_SURE,
               TWIN_LUCY, 0);
        expect("a twin by UPN and name",
               one(with_upn(record_of("Jack", "Moss", "2013-06-07", ""), upn_of(TWIN_JACK)), 0), MATCH_SURE,
               TWIN_JACK, 0);
        expect("a twin by another spelling", one(record_of("Lucie", "Moss", "2013-06-07", ""), 0),
               MATCH_CHECK, TWIN_LUCY, WHY_TWINS);
        expect("a third of the birth", one(record_of("Noah", "Moss", "2013-06-07", ""), 0), MATCH_CHECK,
               TWIN_JACK, WHY_NAME | WHY_CLOSE);
        struct match_result r =
            one(with_upn(record_of("Lucy", "Moss", "2013-06-07", ""), upn_of(TWIN_JACK)), 0);
        ok(r.outcome == MATCH_CHECK && r.second.pupil, "one twin's name with the other's UPN");
        expect("twins of nearly one name", one(record_of("Muhammad", "Raja", "2013-01-20", ""), 0),
               MATCH_CHECK, MUHAMMAD_A, WHY_TWINS | WHY_CLOSE);
        struct record listed[] = { record_of("Benjamin", "Carter", "2014-03-05", ""),
                                   record_of("Bern", "Carter", "2014-03-05", "") };
        struct match_row rows[] = { { &listed[0], 0 }, { &listed[1], 0 } };
        struct match_result out[2];
        struct arena *a = arena_new();
        match_rows(a, rows, 2, pool, ENTRIES, &options, out);
        ok(out[0].outcome == MATCH_SURE && out[1].outcome == MATCH_CHECK, "a twin who is only in the list");
        arena_free(a);
}

static void places(void)
{
        struct record moved = record_of("Dexter", "Vickers", "2013-08-17", "ZZ2 1AA");
        expect("at another school, similar only", one(moved, 0), MATCH_CHECK, ELSEWHERE, WHY_ELSEWHERE);
        expect("at another school, with the UPN", one(with_upn(moved, upn_of(ELSEWHERE)), 0), MATCH_SURE,
               ELSEWHERE, 0);
        struct record back = record_of("Imogen", "Tarrant", "2012-02-29", "ZZ1 1AE");
        expect("has left", one(back, 0), MATCH_CHECK, LEAVER, WHY_LEFT);
        options.whole = true;
        expect("in a list of the whole authority no school is another", one(moved, 0), MATCH_SURE, ELSEWHERE, 0);
        expect("but who has left has left", one(back, 0), MATCH_CHECK, LEAVER, WHY_LEFT);
        options.whole = false;
        struct pupil both[2] = { pool[BEN - 1], pool[BEN - 1] };
        both[0].id = 20;
        both[0].school = OTHER_SCHOOL;
        struct match_row row = { &both[0].record, 0 };
        struct match_result out;
        struct arena *a = arena_new();
        match_rows(a, &row, 1, both, 2, &options, &out);
        expect("the school's own record comes first", out, MATCH_SURE, BEN, 0);
        both[1].record.value[FIELD_UPN] = "";
        match_rows(a, &row, 1, both, 2, &options, &out);
        ok(out.outcome == MATCH_CHECK && out.why & WHY_CLOSE && out.second.pupil,
           "no child of another school is taken while its own roll has one so like it");
        arena_free(a);
}

static void claims(void)
{
        struct record r[] = { record_of("Benjamin", "Carter", "2014-03-05", ""),
                              record_of("Ben", "Carter", "2014-03-05", "ZZ1 1AA"),
                              record_of("Rose", "Underhill", "2013-12-01", ""),
                              record_of("Rose", "Underhill", "2012-04-17", "ZZ1 1AG") };
        struct match_row rows[] = { { &r[0], 0 }, { &r[1], 0 }, { &r[2], 0 }, { &r[3], 0 } };
        struct match_result out[4];
        struct arena *a = arena_new();
        match_rows(a, rows, 4, pool, ENTRIES, &options, out);
        expect("two rows claim Ben: the first", out[0], MATCH_CHECK, BEN, WHY_CLAIMED);
        expect("and the second", out[1], MATCH_CHECK, BEN, WHY_CLAIMED);
        expect("a far better claim stands", out[2], MATCH_SURE, ROSE, 0);
        expect("the weak one is looked at", out[3], MATCH_CHECK, ROSE, WHY_CLAIMED);
        struct match_verdict said = { match_fingerprint(&r[0]), BEN, true };
        options.verdicts = &said;
        options.verdict_count = 1;
        match_rows(a, rows, 2, pool, ENTRIES, &options, out);
        expect("what the authority said stands", out[0], MATCH_SURE, BEN, WHY_VERDICT);
        expect("against another claim", out[1], MATCH_CHECK, BEN, WHY_CLAIMED);
        options.verdict_count = 0;
        arena_free(a);
}

static void verdicts(void)
{
        struct record r = record_of("Dexter", "Vickers", "2013-08-17", "ZZ2 1AA"),
                      other = record_of("Zelda", "Quill", "", "");
        struct match_verdict said[] = { { match_fingerprint(&other), ROSE, true },
                                        { match_fingerprint(&r), ELSEWHERE, true } };
        options.verdicts = said;
        options.verdict_count = 2;
        expect("same child", one(r, 0), MATCH_SURE, ELSEWHERE, WHY_VERDICT);
        expect("same child though nothing agrees", one(other, 0), MATCH_SURE, ROSE, WHY_VERDICT);
        said[1].same = false;
        expect("another child", one(r, 0), MATCH_NEW, 0, 0);
        r.value[FIELD_DOB] = "2013-08-16";
        expect("a record that changed is asked about again", one(r, 0), MATCH_CHECK, ELSEWHERE,
               WHY_ELSEWHERE);
        options.verdict_count = 0;
}

static void words(void)
{
        struct arena *a = arena_new();
        struct record r = record_of("Ben", "Carter", "2014-05-03", "");
        struct match_result m = one(with_upn(r, "B801200005001"), 0);
        const char *codes = match_reason_codes(a, &m.best.agreement), *out[MATCH_WORDS_MAX];
        is_text(codes, "upn:different forename:short surname:same dob:swapped", "codes");
        is_long((long)match_words(a, codes, &r, &m.best.pupil->record, out), 4, "a sentence each");
        is_text(out[1], "Forename differs: Ben / Benjamin (short form)", "of a forename");
        is_text(out[2], "Same surname", "of a surname");
        is_text(out[3], "Day and month swapped: 03/05/2014 / 05/03/2014", "of a date");
        codes = match_why_codes(a, WHY_TWINS | WHY_CLOSE);
        is_text(codes, "twins close", "codes of a doubt");
        is_long((long)match_words(a, codes, &r, NULL, out), 2, "a sentence each");
        is_text(out[1], "Another pupil is nearly as likely", "of a doubt");
        is_long((long)match_words(a, "forename:odd what dob: :same", &r, NULL, out), 0,
                "codes of another release");
        unsigned silent = 0;
        for (unsigned aspect = 0; aspect < ASPECT_COUNT; aspect++) {
                struct agreement g = { .grade = { 0 } };
                g.grade[aspect] = GRADE_DIFFERENT;
                silent += !match_words(a, match_reason_codes(a, &g), &r, &r, out);
                g.grade[aspect] = GRADE_SAME;
                silent += !match_words(a, match_reason_codes(a, &g), &r, &r, out);
        }
        is_long(silent, 1, "every reason has words, but a row key never differs");
        for (unsigned bit = 1; bit <= WHY_VERDICT; bit *= 2)
                silent += !match_words(a, match_why_codes(a, bit), &r, &r, out);
        is_long(silent, 1, "and every doubt");
        arena_free(a);
}

static void pairs(void)
{
        struct record r[] = { record_of("Benjamin", "Carter", "2014-03-05", ""),
                              record_of("Rose", "Underhill", "2013-12-01", ""),
                              record_of("Ben", "Carter", "2014-05-03", ""),
                              record_of("Rosie", "Underhill", "2013-12-01", "") };
        struct match_row rows[] = { { &r[0], 0 }, { &r[1], 0 }, { &r[2], 0 }, { &r[3], 0 } };
        struct match_pair *out;
        struct arena *a = arena_new();
        is_long((long)match_pairs(a, rows, 4, &out), 2, "two pairs in one list");
        ok(out[0].first == 0 && out[0].second == 2 && out[1].first == 1 && out[1].second == 3,
           "the right ones");
        is_long((long)match_pairs(a, rows, 0, &out), 0, "none in an empty list");
        arena_free(a);
}

/* Found by the fuzzer: exchanged names with a slip were graded by who was asked first. */
static void either_way(void)
{
        struct record r[] = { record_of("Benjcmin", "Carter-Jones", "", ""),
                              record_of("Caruer-Jones", "Benjamin0", "", "") };
        struct agreement ab, ba;
        struct facts a, b;
        facts_make(&a, &r[0]);
        facts_make(&b, &r[1]);
        agreement_grade(&ab, &a, &b);
        agreement_grade(&ba, &b, &a);
        ok(memcmp(ab.grade, ba.grade, sizeof ab.grade) == 0, "two records compare alike either way round");
}

int main(void)
{
        fill();
        either_way();
        by_name();
        by_identifier();
        twins();
        places();
        claims();
        verdicts();
        words();
        pairs();
        return done_testing();
}
