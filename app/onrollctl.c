/* onrollctl: the operator's command. One table of commands; each stands in ctl/. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/process.h"
#include "ctl/ctl.h"
#include "ctl/demo.h"
#include "ctl/doctor.h"
#include "ctl/key.h"
#include "ctl/match.h"
#include "ctl/school.h"
#include "ctl/setup.h"
#include "ctl/user.h"

static const struct ctl_command commands[] = {
        { "key", "FILE", "make the file of the installation's secret key", ctl_key },
        { "setup", "", "make the schema, or bring it up to this program", ctl_setup },
        { "doctor", "", "look at what the program rests on, and say what is not right", ctl_doctor },
        { "user",
          "list [LAESTAB] | add EMAIL NAME ROLE [LAESTAB] | reset EMAIL | disable EMAIL | enable EMAIL",
          "people who sign in; add and reset print the link to choose a password", ctl_user },
        { "school", "list [WORDS] | add LAESTAB SETTINGS | set LAESTAB SETTINGS | window [...]",
          "schools, their settings, and when they may move to the new year", ctl_school },
        { "demo", "[--schools N] [--pupils N] [--seed N] [--files DIR] [--night N]",
          "fill an empty database with an invented authority and write example spreadsheets; or the files of one night", ctl_demo },
        { "match", "A.csv [B.csv] [--columns HEADING=FIELD,...]",
          "compare two lists of pupils, or one with itself; no database", ctl_match },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static int usage(FILE *to)
{
        fputs("usage: onrollctl [--json] [--conf FILE] [--sql DIR] COMMAND ...\n", to);
        for (size_t i = 0; i < COMMANDS; i++)
                fprintf(to, "  %s %s\n        %s\n", commands[i].name, commands[i].arguments,
                        commands[i].summary);
        return to == stdout ? CTL_DONE : CTL_USAGE;
}

static int run(struct ctl *c, int argc, char **argv)
{
        for (size_t i = 0; i < COMMANDS; i++)
                if (strcmp(commands[i].name, argv[0]) == 0) {
                        optind = 0; /* getopt starts afresh */
                        return commands[i].run(c, argc, argv);
                }
        ctl_fail(c, CTL_USAGE, "there is no command \"%s\"", argv[0]);
        return c->json ? CTL_USAGE : usage(stderr);
}

int main(int argc, char **argv)
{
        static const struct option options[] = {
                { "json", no_argument, NULL, 'j' },
                { "conf", required_argument, NULL, 'c' },
                { "sql", required_argument, NULL, 's' },
                { "help", no_argument, NULL, 'h' },
                { NULL, 0, NULL, 0 },
        };
        struct ctl c = { 0 };
        log_program("onrollctl");
        process_private();
        process_clock();
        for (int o; (o = getopt_long(argc, argv, "+", options, NULL)) != -1;)
                switch (o) {
                case 'j': c.json = true; break;
                case 'c': c.conf = optarg; break;
                case 's': c.sql = optarg; break;
                case 'h': return usage(stdout);
                default: return CTL_USAGE;
                }
        if (optind == argc)
                return usage(stderr);
        ctl_begin(&c);
        int code = run(&c, argc - optind, argv + optind);
        ctl_end(&c);
        return code;
}
