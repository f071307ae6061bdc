#include "ctl/demo.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "demo/demo.h"
#include "demo/history.h"
#include "demo/layout.h"
#include "demo/night.h"
#include "demo/register.h"
#include "gate/password.h"
#include "gate/scope.h"
#include "match/key.h"

static const char password[] = "invented-children-only";

enum { EXAMPLE_SCHOOLS = 8, REGISTERS = 3 }; /* REGISTERS: schools that have marks, results and histories */

struct options {
        long schools, pupils, seed, night;
        const char *files;
};

static bool read_options(struct ctl *c, int argc, char **argv, struct options *o)
{
        static const struct option known[] = {
                { "schools", required_argument, NULL, 'n' },
                { "pupils", required_argument, NULL, 'p' },
                { "seed", required_argument, NULL, 's' },
                { "files", required_argument, NULL, 'f' },
                { "night", required_argument, NULL, 't' },
                { NULL, 0, NULL, 0 },
        };
        *o = (struct options){ DEMO_SCHOOLS, DEMO_PUPILS, DEMO_SEED, 0, NULL };
        bool good = true;
        for (int got; (got = getopt_long(argc, argv, "", known, NULL)) != -1;)
                switch (got) {
                case 'n': good &= text_to_long(optarg, 1, 1000, &o->schools); break;
                case 'p': good &= text_to_long(optarg, 1, 400000, &o->pupils); break;
                case 's': good &= text_to_long(optarg, 0, 2000000000, &o->seed); break;
                case 'f': o->files = optarg; break;
                case 't': good &= text_to_long(optarg, 1, 1000, &o->night); break;
                default: good = false;
                }
        if (good && optind == argc && o->pupils <= o->schools * 700 && (!o->night || o->files))
                return true;
        ctl_fail(c, CTL_USAGE,
                 "want demo [--schools 1-1000] [--pupils N, at most 700 a school] [--seed N] [--files DIR] [--night N --files "
                 "DIR]");
        return false;
}

static int load(struct ctl *c, const struct demo *d)
{
        char hash[PASSWORD_HASH];
        if (!password_hash(password, hash))
                return ctl_fail(c, CTL_BROKEN, "there is not enough memory to hash a password");
        struct refusal why = {
                "",
                "this database has schools, people or pupils already: the demo authority wants an empty one"
        };
        enum outcome result = demo_load(c->db, c->arena, d, hash, match_keys);
        if (result == DONE)
                result = registers_load(c->db, d, REGISTERS, gate_program_scope);
        if (result == DONE)
                result = histories_load(c->db, d, REGISTERS, gate_program_scope);
        return ctl_outcome(c, result, &why);
}

/* The example files need a large first school, and others with pupils of every kind to come from. */
static bool has_examples(const struct demo *d)
{
        return d->authority->schools[0].pupils == EXAMPLE_PUPILS && d->authority->count >= EXAMPLE_SCHOOLS;
}

static int write_files(struct ctl *c, const struct demo *d, const char *folder)
{
        const char *path = folder;
        struct example e = example_new(c->arena, d);
        if ((mkdir(folder, 0777) && errno != EEXIST) || !layout_write(c->arena, d, &e, folder, &path))
                return ctl_fail(c, CTL_BROKEN, "%s cannot be written: %s", path, strerror(errno));
        ctl_text(c, "files", folder);
        return CTL_DONE;
}

/* ---- nights ---- */

static bool write_file(const char *path, const struct buf *b)
{
        FILE *f = fopen(path, "we");
        return f && fwrite(b->bytes, 1, b->len, f) == b->len && fclose(f) == 0;
}

static bool write_school(struct ctl *c, const struct nights *n, const struct demo_school *s, const char *folder)
{
        struct buf b = BUF_EMPTY;
        const char *own = arena_printf(c->arena, "%s/%s", folder, s->laestab);
        night_csv(n, s, &b);
        bool good = (mkdir(own, 0777) == 0 || errno == EEXIST) &&
                    write_file(arena_printf(c->arena, "%s/night-%03u.csv", own, n->night), &b);
        buf_free(&b);
        b = BUF_EMPTY;
        if (good && night_results(n, s, &b))
                good = write_file(arena_printf(c->arena, "%s/results-%03u.csv", own, n->night), &b);
        buf_free(&b);
        return good;
}

/* What the schools' systems would put into the drop folder in that night, and beside it the truth, which nobody takes. */
static int write_night(struct ctl *c, const struct demo *d, long night, const char *folder)
{
        struct nights n = nights_new(c->arena, d);
        struct buf truth = BUF_EMPTY;
        while (n.night < (unsigned)night)
                nights_next(&n, false);
        night_truth(&n, &truth);
        bool good = (mkdir(folder, 0777) == 0 || errno == EEXIST) &&
                    write_file(arena_printf(c->arena, "%s/truth-%03u.csv", folder, n.night), &truth);
        buf_free(&truth);
        for (unsigned s = 0; good && s < d->authority->count; s++)
                good = write_school(c, &n, &d->authority->schools[s], folder);
        if (!good)
                return ctl_fail(c, CTL_BROKEN, "%s cannot be written: %s", folder, strerror(errno));
        ctl_number(c, "night", n.night);
        ctl_number(c, "files", d->authority->count);
        return CTL_DONE;
}

static void report(struct ctl *c, const struct demo *d)
{
        ctl_number(c, "schools", d->authority->count);
        ctl_number(c, "pupils", (long long)d->pupils.count);
        ctl_number(c, "people", (long long)d->person_count);
        ctl_text(c, "password", password);
        for (size_t i = 0; i < d->person_count && d->people[i].school <= 1; i++) {
                ctl_row(c, "sign_ins");
                ctl_text(c, "email", d->people[i].email);
                ctl_text(c, "role", role_table[d->people[i].role].words);
        }
        ctl_row(c, NULL);
}

int ctl_demo(struct ctl *c, int argc, char **argv)
{
        struct options o;
        if (!read_options(c, argc, argv, &o))
                return CTL_USAGE;
        if (!o.night && !ctl_connect(c))
                return CTL_BROKEN;
        struct demo d =
            demo_new(c->arena, (unsigned)o.schools, (unsigned)o.pupils, (unsigned long)o.seed, date_today());
        if (o.night)
                return write_night(c, &d, o.night, o.files);
        if (o.files && !has_examples(&d))
                return ctl_fail(c, CTL_REFUSED, "the example files want 2,000 pupils and %d schools, or more", EXAMPLE_SCHOOLS);
        int code = load(c, &d);
        if (code == CTL_DONE)
                report(c, &d);
        if (code == CTL_DONE && o.files)
                code = write_files(c, &d, o.files);
        return code;
}
