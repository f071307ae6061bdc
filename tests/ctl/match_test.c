/* onrollctl match as an operator runs it: files in, CSV out. */
#include "base/arena.h"
#include "../tap.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena *a;
static char dir[] = "/tmp/onroll-match.XXXXXX";

static const char *file_of(const char *name, const char *bytes)
{
        const char *path = arena_printf(a, "%s/%s", dir, name);
        FILE *f = fopen(path, "w");
        fputs(bytes, f);
        fclose(f);
        return path;
}

/* What it prints, errors with it; the exit code goes to *code. */
static const char *run(const char *arguments, int *code)
{
        const char *build = getenv("B") ? getenv("B") : "build";
        FILE *f = popen(arena_printf(a, "%s/onrollctl %s 2>&1", build, arguments), "r");
        static char out[65536];
        out[fread(out, 1, sizeof out - 1, f)] = '\0';
        *code = WEXITSTATUS(pclose(f));
        return out;
}

int main(void)
{
        int code;
        a = arena_new();
        if (!mkdtemp(dir))
                return 1;
        const char *school = file_of("a.csv", "Surname,Forename,Date of birth\nCarter,Ben,05/03/2014\n"
                                              "\"O'Neill\",Zoë,31/08/2013\nQuill,Zelda,01/01/2012\n");
        const char *held = file_of("b.csv", "Legal Surname,Legal Forename,DOB\nONeill,Zoe,31/08/2013\n"
                                            "Carter,Benjamin,05/03/2014\nCarter,Bejnamin,05/03/2014\n");
        const char *odd =
            file_of("odd.csv", "Clan,Called,Came\nCarter,Benjamin,05/03/2014\nQuill,Zelda,01/01/2012\n");
        const char *none = file_of("none.csv", "Dish,Price\nSoup,3.50\nBread,1.20\n");

        is_text(run(arena_printf(a, "match %s %s", school, held), &code),
                "row,other_row,weight,outcome,reasons\r\n"
                "2,3,21.7,check,A twin may be meant; Forename differs: Ben / Benjamin (short "
                "form); "
                "Same surname; Same date of birth\r\n"
                "3,2,36.1,sure,Same forename; Same surname; Same date of birth\r\n"
                "4,,,new,\r\n",
                "one list against another");
        is_long(code, 0, "its code");
        const char *out = run(arena_printf(a, "match %s", held), &code);
        ok(strstr(out, "\r\n3,4,") && strstr(out, ",sure,Forename differs: Benjamin / Bejnamin") && code == 0,
           "a list against itself");
        ok(strstr(run(arena_printf(a, "--json match %s", held), &code), "\"other_row\": \"4\"") && code == 0,
           "as JSON");
        out = run(arena_printf(a, "match %s %s --columns Clan=surname,Called=forename,Came=date_of_birth",
                               odd, held),
                  &code);
        ok(strstr(out, "\r\n2,3,") && code == 0, "headings named by hand");
        run(arena_printf(a, "match %s --columns Clan=tribe", odd), &code);
        is_long(code, 2, "a field that is not one");
        out = run(arena_printf(a, "match %s", none), &code);
        ok(strstr(out, "none.csv: ") && code == 1, "a file that is no list is refused with a reason");
        run(arena_printf(a, "match %s/absent.csv", dir), &code);
        is_long(code, 1, "no such file");
        run("match", &code);
        is_long(code, 2, "no file at all");
        run(arena_printf(a, "match %s %s %s", held, held, held), &code);
        is_long(code, 2, "three files");
        const char *made[] = { school, held, odd, none };
        for (size_t i = 0; i < sizeof made / sizeof *made; i++)
                unlink(made[i]);
        rmdir(dir);
        arena_free(a);
        return done_testing();
}
