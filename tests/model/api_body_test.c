/* What programs send as JSON: what is taken, and the sentence for what is not. */
#include "model/api_body.h"

#include "tap.h"

#define HEX64  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HEX128 HEX64 HEX64

static struct arena *a;

static void enrol(void)
{
        struct api_enrol e;
        const char *good = "{\"code\":\" AB-CD \",\"public_key\":\"" HEX64 "\",\"proof\":\"" HEX128 "\",\"name\":\"Zo\\u00eb\",\"more\":1}";
        ok(!api_read_enrol(a, good, strlen(good), &e), "an agent enrols");
        is_text(e.code, "AB-CD", "its code");
        is_text(e.name, "Zoë", "its name");
        is_text(e.version, "", "what is not there is empty");
        static const char *const bad[] = { "", "[]", "{}", "{\"code\":7}", "{\"code\":\"A\",\"public_key\":\"00\"}",
                                           "{\"code\":\"A\",\"public_key\":\"" HEX64 "\",\"proof\":\"" HEX64 "\"}",
                                           "{\"code\":\"A\",\"public_key\":\"" HEX64 "\",\"proof\":\"" HEX128 "\",\"name\":[]}" };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ok(api_read_enrol(a, bad[i], strlen(bad[i]), &e) != NULL, "refused: %.40s", bad[i]);
}

static void report(void)
{
        struct api_report r;
        const char *good = "{\"version\":\"1.0\",\"ready\":{\"system\":\"SIMS\",\"phase_2\":true,\"services\":false}}";
        ok(!api_read_report(a, good, strlen(good), &r) && r.ready && r.phase_2 == READY_GOOD && r.services == READY_BAD, "what a school has");
        is_text(r.system_version, "", "what is not there is empty");
        ok(!api_read_report(a, "{\"version\":\"1\"}", 15, &r) && !r.ready && r.phase_2 == READY_UNSAID, "a report without it");
        static const char *const bad[] = { "{}", "{\"version\":\"\"}", "{\"version\":\"1\",\"ready\":[]}",
                                           "{\"version\":\"1\",\"ready\":{\"phase_2\":1}}",
                                           "{\"version\":\"1\",\"ready\":{\"system\":true}}" };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ok(api_read_report(a, bad[i], strlen(bad[i]), &r) != NULL, "refused: %.40s", bad[i]);
}

static void complete(void)
{
        struct api_complete c;
        const char *good = "{\"parts\":128,\"size\":67108864,\"sha256\":\"" HEX64 "\",\"file_name\":\"a.csv\"}";
        ok(!api_read_complete(a, good, strlen(good), &c) && c.parts == 128 && c.size == 67108864, "a whole file");
        static const char *const bad[] = { "{\"parts\":0,\"size\":1,\"sha256\":\"" HEX64 "\",\"file_name\":\"a\"}",
                                           "{\"parts\":129,\"size\":1,\"sha256\":\"" HEX64 "\",\"file_name\":\"a\"}",
                                           "{\"parts\":1,\"size\":67108865,\"sha256\":\"" HEX64 "\",\"file_name\":\"a\"}",
                                           "{\"parts\":1.5,\"size\":1,\"sha256\":\"" HEX64 "\",\"file_name\":\"a\"}",
                                           "{\"parts\":1,\"size\":1,\"sha256\":\"" HEX128 "\",\"file_name\":\"a\"}",
                                           "{\"parts\":1,\"size\":1,\"sha256\":\"" HEX64 "\",\"file_name\":\"\"}" };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ok(api_read_complete(a, bad[i], strlen(bad[i]), &c) != NULL, "refused: %.40s", bad[i]);
}

static void gone(void)
{
        struct api_gone g;
        const char *good = "{\"all\":true,\"gone\":[{\"kind\":\"leavers\",\"words\":\"Deleted\\n in 2024\"},{\"kind\":\"marks-2\"}]}";
        ok(!api_read_gone(a, good, strlen(good), &g) && g.all && g.count == 2, "two kinds");
        is_text(g.items[0].words, "Deleted in 2024", "with words on one line");
        static const char *const bad[] = { "{\"gone\":[]}", "{\"all\":true}", "{\"gone\":[\"leavers\"]}", "{\"gone\":[{\"kind\":\"A b\"}]}",
                                           "{\"gone\":[{\"kind\":\"\"}]}", "{\"gone\":[{\"kind\":\"abcdefghijklmnopqrstuvwxy\"}]}" };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ok(api_read_gone(a, bad[i], strlen(bad[i]), &g) != NULL, "refused: %.40s", bad[i]);
}

static void existing(void)
{
        struct api_existing all;
        struct api_off off;
        const char *good = "{\"answer\":7,\"tasks\":[{\"ref\":\"1\",\"name\":\"Nightly\",\"data\":\"snapshot\",\"more\":1}]}";
        ok(!api_read_existing(a, good, strlen(good), &all) && all.count == 1 && all.answer == 7, "a task from before");
        is_text(all.items[0].ask.data, "snapshot", "what it asks");
        ok(!api_read_existing(a, "{\"tasks\":[]}", 12, &all) && all.count == 0 && all.answer == 0, "a school that has none");
        static const char *const bad[] = { "{}", "{\"tasks\":[7]}", "{\"tasks\":[{\"ref\":\"1\"}]}", "{\"tasks\":[{\"ref\":1,\"name\":\"N\"}]}",
                                           "{\"tasks\":[],\"answer\":0}" };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ok(api_read_existing(a, bad[i], strlen(bad[i]), &all) != NULL, "refused: %.40s", bad[i]);
        ok(!api_read_off(a, "{\"refs\":[\"1\",\"2\"]}", 18, &off) && off.count == 2, "two are off");
        ok(api_read_off(a, "{\"refs\":[]}", 11, &off) && api_read_off(a, "{\"refs\":[1]}", 12, &off), "no list, no text");
}

static void others(void)
{
        struct api_involvements all;
        const char *text, *good = "{\"involvements\":[{\"upn\":\"B801200005001\",\"service\":\"Early help\",\"from\":\"2026-09-01\"}]}";
        ok(!api_read_involvements(a, good, strlen(good), &all) && all.count == 1, "an involvement");
        is_text(all.items[0].service, "Early help", "its service");
        is_text(all.items[0].to, "", "no end");
        is_text(api_read_involvements(a, "{\"involvements\":[{},7]}", 23, &all), "involvements[1]: want an object.", "which is wrong is said");
        ok(!api_read_text(a, "{\"words\":\"No folder\"}", 21, "words", 500, &text) && strcmp(text, "No folder") == 0, "a text");
        ok(api_read_text(a, "{\"words\":\"\"}", 12, "words", 500, &text) && api_read_text(a, "{\"words\":\"abc\"}", 15, "words", 2, &text),
           "not an empty one, nor a long one");
        ok(api_hex(HEX64, 64) && !api_hex(HEX64, 63) && !api_hex("AB", 2), "hexadecimal digits are small");
}

int main(void)
{
        a = arena_new();
        enrol();
        report();
        complete();
        gone();
        existing();
        others();
        arena_free(a);
        return done_testing();
}
