/* What is signed, and the header that carries it: by tables. That a signature fits its key is tests/pages/api_test.c's. */
#include "model/signature.h"

#include "tap.h"

#define NONCE "00112233445566778899aabbccddeeff"
#define HASH  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SIGN  HASH HASH

int main(void)
{
        struct arena *a = arena_new();
        const struct signed_request r = { 7, 1790000000, NONCE, "PUT", "/api/v1/answers/3/parts/1?sha256=ab", HASH };
        is_text(signature_text(a, &r),
                "onroll-request-1\n7\n1790000000\n" NONCE "\nPUT\n/api/v1/answers/3/parts/1?sha256=ab\n" HASH "\n", "seven lines are signed");
        is_text(signature_header(a, &r, SIGN), "Onroll agent=\"7\", time=\"1790000000\", nonce=\"" NONCE "\", signature=\"" SIGN "\"",
                "the header");
        is_text(signature_enrol_text(a, "AB-CD", HASH), "onroll-enrol-1\nAB-CD\n" HASH "\n", "what is signed to enrol");
        struct signed_request got;
        const char *sign;
        ok(signature_parse(a, signature_header(a, &r, SIGN), &got, &sign), "and back");
        is_long((long)got.agent, 7, "the agent");
        is_long(got.time, 1790000000, "the time");
        is_text(got.nonce, NONCE, "the nonce");
        is_text(sign, SIGN, "the signature");
#define REST "nonce=\"" NONCE "\", signature=\"" SIGN "\""
        static const char *const bad[] = {
                "",
                "Onroll",
                "Bearer onroll_00",
                "Onroll agent=\"7\"",
                "onroll agent=\"7\", time=\"1\", " REST,
                "Onroll agent=\"0\", time=\"1\", " REST,
                "Onroll agent=\"-7\", time=\"1\", " REST,
                "Onroll agent=\"7x\", time=\"1\", " REST,
                "Onroll agent=\"4294967296\", time=\"1\", " REST,
                "Onroll agent=\"7\", time=\"\", " REST,
                "Onroll agent=\"7\", time=\"99999999999999\", " REST,
                "Onroll time=\"1\", agent=\"7\", " REST,
                "Onroll agent=\"7\", time=\"1\", " REST ", more=\"1\"",
                "Onroll agent=\"7\", time=\"1\", nonce=\"00\", signature=\"" SIGN "\"",
                "Onroll agent=\"7\", time=\"1\", nonce=\"00112233445566778899AABBCCDDEEFF\", signature=\"" SIGN "\"",
                "Onroll agent=\"7\", time=\"1\", nonce=\"" NONCE "\", signature=\"" HASH "\"",
                "Onroll agent=\"7\", time=\"1\", nonce=\"" NONCE "\", signature=\"" SIGN,
        };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ok(!signature_parse(a, bad[i], &got, &sign), "no header of an agent: %.60s", bad[i]);
        arena_free(a);
        return done_testing();
}
