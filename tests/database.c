#include "database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gate/scope.h"
#include "store/schema.h"
#include "store/school.h"

static void must(bool good, const char *what)
{
        if (good)
                return;
        printf("Bail out! %s\n", what);
        exit(1);
}

static void copy_conf(struct database *d, const char *from)
{
        const char *to = arena_printf(d->arena, "%s.%s", from, d->name);
        char line[1024];
        FILE *in = fopen(from, "re"), *out = fopen(to, "we");
        must(in && out, "a configuration for the test's database");
        while (fgets(line, sizeof line, in))
                fputs(line, out);
        fprintf(out, "db_name = %s\n", d->name);
        fclose(in);
        fclose(out);
        setenv("ONROLL_CONF", to, 1);
        must(config_read(d->arena, to, &d->config) == DONE, "the configuration");
}

static void run(struct database *d, const struct config *c, const char *format)
{
        struct db *db;
        must(db_open(c, &db) == DONE, "the server that tests/server started");
        char words[200];
        snprintf(words, sizeof words, "%s DATABASE %s;\n", format, d->name);
        must(db_script(db, words) == DONE, words);
        db_close(db);
}

static void apply_schema(struct database *d)
{
        struct schema s;
        struct refusal why = { "", "the schema" };
        enum outcome result =
            schema_upgrade(d->db, d->arena, config_get(d->config, "sql_dir", "sql"), &s, &why);
        must(result == DONE, why.words);
}

bool database_make(struct database *d, bool with_schema)
{
        static int count;
        const char *conf = getenv("ONROLL_CONF");
        if (!conf)
                return false;
        *d = (struct database){ .arena = arena_new() };
        must(config_read(d->arena, conf, &d->config) == DONE, conf);
        d->server = arena_text(d->arena, conf);
        d->name = arena_printf(d->arena, "onroll_test_%d_%d", (int)getpid(), ++count);
        run(d, d->config, "CREATE");
        copy_conf(d, conf);
        must(db_open(d->config, &d->db) == DONE, "the test's database");
        if (with_schema)
                apply_schema(d);
        return true;
}

void database_close(struct database *d)
{
        db_close(d->db);
        run(d, d->config, "DROP");
        unlink(getenv("ONROLL_CONF"));
        setenv("ONROLL_CONF", d->server, 1);
        arena_free(d->arena);
}

struct scope database_school(struct database *d, const char *laestab)
{
        const struct school school = { .laestab = laestab,
                                       .urn = "",
                                       .name = laestab,
                                       .phase = "PS",
                                       .year_low = "R",
                                       .year_high = "6",
                                       .contact_email = "" };
        unsigned long id = 0;
        ok(school_add(d->db, 0, &school, &id) == DONE, "school %s", laestab);
        return gate_program_scope(id);
}
