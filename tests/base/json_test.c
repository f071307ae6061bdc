/* JSON: what is made is sound whatever it holds, and what is read is refused when it is not. */
#include "base/json.h"

#include "tap.h"

static struct arena *a;

static void made(void)
{
        struct json *j = json_new();
        json_text(j, "words", "a \"b\" \\ </script> \n Zoë");
        json_number(j, "rows", -1234567890123L);
        json_null(j, "left");
        is_text(json_end(j, a), "{\"words\":\"a \\\"b\\\" \\\\ </script> \\n Zoë\",\"rows\":-1234567890123,\"left\":null}",
                "an object of texts, numbers and nothing");
        j = json_new();
        json_flag(j, "good", true);
        json_text(json_inside(j, "school"), "name", "A");
        struct json *list = json_list(j, "parts");
        json_number(json_add(list), "n", 1);
        json_add_text(list, "x");
        is_text(json_end(j, a), "{\"good\":true,\"school\":{\"name\":\"A\"},\"parts\":[{\"n\":1},\"x\"]}", "objects and lists in it");
}

static void read(void)
{
        static const char text[] = " {\"a\":\"b\",\"n\":12,\"f\":true,\"o\":{\"x\":\"y\"},\"l\":[{\"k\":\"v\"},\"t\",3]} \n";
        struct json *j = json_read(text, strlen(text));
        size_t count;
        long n = 7;
        if (!ok(j != NULL, "an object is read, with white space around it"))
                return;
        is_text(json_get_text(j, "a"), "b", "a text");
        ok(!json_get_text(j, "n") && !json_get_text(j, "none"), "no text where there is none");
        ok(json_get_number(j, "n", 1, 12, &n) && n == 12, "a number");
        ok(!json_get_number(j, "n", 1, 11, &n) && !json_get_number(j, "a", 0, 99, &n) && n == 12, "within its limits, and no other kind");
        ok(json_get_flag(j, "f") && !json_get_flag(j, "n"), "a flag");
        is_text(json_get_text(json_get_object(j, "o"), "x"), "y", "an object inside");
        const struct json *list = json_get_list(j, "l", &count);
        is_long((long)count, 3, "a list");
        is_text(json_get_text(json_at(list, 0), "k"), "v", "and what is in it");
        is_text(json_text_at(list, 1), "t", "also a text");
        ok(!json_at(list, 1) && !json_at(list, 2) && !json_text_at(list, 2) && !json_at(list, 9), "but no other kind");
        json_drop(j);
}

static void refused(void)
{
        static const char *const bad[] = { "",       " ",       "[]",           "null",         "1",       "{",
                                           "{\"a\"}", "{\"a\":1,}",   "{\"a\":1} x",  "{}{}",    "{\"a\":\"\xff\"}",
                                           "{\"a\":nan}", "{/* */}", "{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}" };
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                struct json *j = json_read(bad[i], strlen(bad[i]));
                ok(!j, "not read: %s", bad[i]);
                if (j)
                        json_drop(j);
        }
        ok(!json_read("{}\0", 3), "nor with a NUL behind it");
        struct json *j = json_read("{\"a\":\"b\\u0000c\"}", 16);
        ok(j && !json_get_text(j, "a"), "a text with a NUL in it is none");
        if (j)
                json_drop(j);
}

int main(void)
{
        a = arena_new();
        made();
        read();
        refused();
        arena_free(a);
        return done_testing();
}
