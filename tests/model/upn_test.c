#include "model/upn.h"
#include "model/uln.h"
#include "tap.h"

static void checks(void)
{
        static const struct { const char *upn; enum upn_verdict want; } t[] = {
                { "B801200005001", UPN_PERMANENT },    { "H801200001001", UPN_PERMANENT },
                { "D883201324001", UPN_PERMANENT },    { "E938409922123", UPN_PERMANENT },
                { "R674123101121", UPN_PERMANENT },    { "R201100018042", UPN_PERMANENT },
                { "W20136142501K", UPN_TEMPORARY },    { "B38020932400A", UPN_TEMPORARY },
                { "T20110001804V", UPN_TEMPORARY },    { "A123456789001", UPN_WRONG_LETTER },
                { "Q207000016049", UPN_WRONG_LETTER }, { "P207000016049", UPN_PERMANENT },
                { "I801200005001", UPN_MALFORMED },    { "O801200005001", UPN_MALFORMED },
                { "S801200005001", UPN_MALFORMED },    { "W20136142501I", UPN_MALFORMED },
                { "W20136142501O", UPN_MALFORMED },    { "W20136142501S", UPN_MALFORMED },
                { "W2013614250KK", UPN_MALFORMED },    { "B80120000500", UPN_MALFORMED },
                { "B8012000050011", UPN_MALFORMED },   { "b801200005001", UPN_MALFORMED },
                { "", UPN_MALFORMED },                 { "B", UPN_MALFORMED },
                { "1801200005001", UPN_MALFORMED },    { "B80120000500?", UPN_MALFORMED },
        };
        for (size_t i = 0; i < sizeof t / sizeof *t; i++)
                is_long(upn_check(t[i].upn), t[i].want, t[i].upn);
        is_long(upn_letter("123456789001"), 'Y', "the letter that A123456789001 should have");
        is_long(upn_letter("12345678900"), 0, "no letter for 11 digits");
}

/* Every wrong check letter is caught, and so is every wrong digit: 23 is prime and the weights are below it. */
static void one_wrong(void)
{
        char upn[] = "B801200005001";
        int wrong = 0, caught = 0;
        for (int i = 1; i < 13; i++) {
                char keep = upn[i];
                for (char c = '0'; c <= '9'; c++) {
                        upn[i] = c;
                        wrong += c != keep;
                        caught += c != keep && upn_check(upn) == UPN_WRONG_LETTER;
                }
                upn[i] = keep;
        }
        is_long(caught, wrong, "one wrong digit never passes");
}

static void authority(void)
{
        ok(upn_authority_known("B801200005001", ""), "Bristol");
        ok(upn_authority_known("R674123101121", ""), "Wales");
        ok(upn_authority_known("A820000000000", "") && upn_authority_known("A928000000000", ""), "former authorities");
        ok(upn_authority_known("A838000000000", "") && upn_authority_known("A943000000000", ""), "new authorities");
        ok(upn_authority_known("A708000000000", "") && !upn_authority_known("A703000000000", ""), "overseas");
        ok(!upn_authority_known("A123456789001", ""), "123 is none");
        ok(!upn_authority_known("A999456789001", "") && upn_authority_known("A999456789001", "999"), "one's own is known");
        ok(!upn_authority_known("", "") && !upn_authority_known("A80", "801"), "too short");
}

int main(void)
{
        struct arena *a = arena_new();
        checks();
        one_wrong();
        authority();
        is_text(upn_tidy(a, " b801 2000-05001\xC2\xA0"), "B801200005001", "tidied");

        ok(uln_valid("9276308686") && uln_valid("1000000019") && uln_valid("1234567899") && uln_valid("1000000000"), "ULNs");
        char uln[] = "9876543210";
        int valid = 0;
        for (uln[9] = '0'; uln[9] <= '9'; uln[9]++)
                valid += uln_valid(uln);
        is_long(valid, 0, "a stem without a check digit");
        ok(!uln_valid("") && !uln_valid("0276308686") && !uln_valid("927630868") && !uln_valid("92763086866") && !uln_valid("9276308687"), "no ULNs");
        arena_free(a);
        return done_testing();
}
