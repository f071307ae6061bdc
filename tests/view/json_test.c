/* JSON as our scripts read it: every kind of value, and text that would end a string. */
#include "view/json.h"

#include "tap.h"

int main(void)
{
        struct arena *a = arena_new();
        struct json *j = json_new();
        json_text(j, "words", "a \"b\" \\ </script> \n Zoë");
        json_number(j, "rows", -1234567890123L);
        json_null(j, "left");
        is_text(json_end(j, a),
                "{\"words\":\"a \\\"b\\\" \\\\ </script> \\n Zoë\",\"rows\":-1234567890123,\"left\":null}",
                "an object");
        is_text(json_end(json_new(), a), "{}", "an empty one");
        arena_free(a);
        return done_testing();
}
