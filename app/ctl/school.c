#include "ctl/school.h"

#include <getopt.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "model/code.h"
#include "model/year.h"
#include "store/school.h"
#include "store/window.h"

static const char usage[] =
    "want school list [WORDS] | add LAESTAB SETTINGS | set LAESTAB SETTINGS, where SETTINGS are --name "
    "TEXT --phase PS --years R-6 --urn N --email ADDRESS --agreed N --closed yyyy-mm-dd; or school window "
    "[all|LAESTAB YEAR OPENS CLOSES | all|LAESTAB YEAR none]";

/* "R-6" to its two years; false when they are none or the wrong way round. */
static bool read_years(struct ctl *c, const char *text, struct school *s)
{
        char *low = arena_text(c->arena, text), *high = strchr(low, '-');
        if (!high)
                return false;
        *high++ = '\0';
        s->year_low = low;
        s->year_high = high;
        return year_order(low) <= YEAR_LAST && year_order(high) <= YEAR_LAST &&
               year_order(low) <= year_order(high);
}

static bool read_setting(struct ctl *c, int option, const char *value, struct school *s)
{
        long n;
        switch (option) {
        case 'n': s->name = value; return !text_empty(value);
        case 'p': s->phase = value; return code_find(&code_phase, value) != NULL;
        case 'y': return read_years(c, value, s);
        case 'u': s->urn = value; return text_digits(value) && strlen(value) == 6;
        case 'e': s->contact_email = value; return strchr(value, '@') != NULL;
        case 'c': s->closed_on = value; return !*value || date_known(date_from_iso(value));
        case 'a':
                if (!text_to_long(value, 0, 100000, &n))
                        return false;
                s->agreed_pupils = (unsigned long)n;
                return true;
        default: return false;
        }
}

/* argv[0] is the LAESTAB, which getopt takes for the program's name. */
static int read_settings(struct ctl *c, int argc, char **argv, struct school *s)
{
        static const struct option known[] = {
                { "name", required_argument, NULL, 'n' },   { "phase", required_argument, NULL, 'p' },
                { "years", required_argument, NULL, 'y' },  { "urn", required_argument, NULL, 'u' },
                { "email", required_argument, NULL, 'e' },  { "agreed", required_argument, NULL, 'a' },
                { "closed", required_argument, NULL, 'c' }, { NULL, 0, NULL, 0 },
        };
        optind = 0;
        for (int index, option; (option = getopt_long(argc, argv, "", known, &index)) != -1;) {
                if (option == '?')
                        return ctl_fail(c, CTL_USAGE, "%s", usage);
                if (!read_setting(c, option, optarg, s))
                        return ctl_fail(c, CTL_USAGE, "--%s cannot be \"%s\"", known[index].name, optarg);
        }
        return optind == argc ? CTL_DONE : ctl_fail(c, CTL_USAGE, "%s", usage);
}

static void show(struct ctl *c, const struct school *s)
{
        ctl_row(c, "schools");
        ctl_text(c, "laestab", s->laestab);
        ctl_text(c, "name", s->name);
        ctl_text(c, "phase", s->phase);
        ctl_text(c, "years", arena_printf(c->arena, "%s-%s", s->year_low, s->year_high));
        ctl_number(c, "on_roll", (long long)s->on_roll);
        ctl_number(c, "agreed", (long long)s->agreed_pupils);
}

static int list(struct ctl *c, int argc, char **argv)
{
        struct schools schools;
        if (argc > 1)
                return ctl_fail(c, CTL_USAGE, "%s", usage);
        int code = ctl_outcome(c, school_list(c->db, c->arena, argc ? argv[0] : "", &schools), NULL);
        for (size_t i = 0; code == CTL_DONE && i < schools.count; i++)
                show(c, &schools.items[i]);
        return code;
}

static int add(struct ctl *c, int argc, char **argv)
{
        struct school s = { .laestab = argv[0],
                            .urn = "",
                            .name = "",
                            .phase = "",
                            .year_low = "",
                            .year_high = "",
                            .contact_email = "",
                            .closed_on = "" };
        unsigned long id;
        int code = read_settings(c, argc, argv, &s);
        if (code != CTL_DONE)
                return code;
        if (!text_digits(s.laestab) || strlen(s.laestab) != 7)
                return ctl_fail(c, CTL_USAGE,
                                "a LAESTAB has seven digits: three of the authority, four of the school");
        if (!*s.name || !*s.phase || !*s.year_low)
                return ctl_fail(c, CTL_USAGE, "a new school wants --name, --phase and --years");
        struct refusal why = { "laestab", "there is a school with this LAESTAB already" };
        return ctl_outcome(c, school_add(c->db, 0, &s, &id), &why);
}

static int set(struct ctl *c, int argc, char **argv)
{
        struct school s;
        enum outcome found = school_by_laestab(c->db, c->arena, argv[0], &s);
        struct refusal why = { "", "somebody changed this school just now: try again" };
        if (found != DONE)
                return found == ABSENT
                           ? ctl_fail(c, CTL_REFUSED, "there is no school with the LAESTAB %s", argv[0])
                           : ctl_outcome(c, found, NULL);
        int code = read_settings(c, argc, argv, &s);
        return code == CTL_DONE ? ctl_outcome(c, school_set(c->db, 0, &s), &why) : code;
}

/* ---- migration windows ---- */

static int list_windows(struct ctl *c)
{
        struct windows windows;
        struct school s = { 0 };
        int code = ctl_outcome(c, window_list(c->db, c->arena, &windows), NULL);
        for (size_t i = 0; code == CTL_DONE && i < windows.count; i++) {
                const struct window *w = &windows.items[i];
                if (w->school)
                        code = ctl_outcome(c, school_by_id(c->db, c->arena, w->school, &s), NULL);
                ctl_row(c, "windows");
                ctl_text(c, "for", w->school ? s.laestab : "all");
                ctl_number(c, "year", w->academic);
                ctl_text(c, "opens", w->opens_on);
                ctl_text(c, "closes", w->closes_on);
        }
        return code;
}

/* The version of the one that is set for that school (0: all) and year; 0 when none is. */
static enum outcome window_version(struct ctl *c, struct window *w)
{
        struct window held;
        enum outcome result = window_find(c->db, c->arena, w->school, w->academic, &held);
        w->version = result == DONE && held.school == w->school ? held.version : 0;
        return result == ABSENT ? DONE : result;
}

static int change_window(struct ctl *c, struct window *w, bool remove)
{
        struct refusal why = { "", "no such window is set, or somebody changed it just now: try again" };
        enum outcome result = window_version(c, w);
        if (result == DONE)
                result = remove ? window_remove(c->db, 0, w) : window_set(c->db, 0, w);
        return ctl_outcome(c, result, &why);
}

static int window(struct ctl *c, int argc, char **argv)
{
        long year;
        struct school s = { 0 };
        bool all = argc && strcmp(argv[0], "all") == 0, remove = argc == 3 && strcmp(argv[2], "none") == 0;
        if (argc == 0)
                return list_windows(c);
        if ((argc != 4 && !remove) || !text_to_long(argv[1], 2000, 2198, &year))
                return ctl_fail(c, CTL_USAGE, "%s", usage);
        struct date opens = date_from_iso(remove ? "" : argv[2]), closes = date_from_iso(remove ? "" : argv[3]);
        if (!remove && (!date_known(opens) || date_compare(closes, opens) < 0))
                return ctl_fail(c, CTL_USAGE, "want two days like 2026-06-15, the first before the last");
        if (!all && school_by_laestab(c->db, c->arena, argv[0], &s) != DONE)
                return ctl_fail(c, CTL_REFUSED, "there is no school with the LAESTAB %s", argv[0]);
        struct window w = { .school = s.id, .academic = (int)year, .opens_on = remove ? "" : argv[2],
                            .closes_on = remove ? "" : argv[3] };
        return change_window(c, &w, remove);
}

int ctl_school(struct ctl *c, int argc, char **argv)
{
        static const struct {
                const char *name;
                int least; /* arguments */
                int (*run)(struct ctl *c, int argc, char **argv);
        } deeds[] = { { "list", 0, list }, { "add", 1, add }, { "set", 2, set }, { "window", 0, window } };
        for (size_t i = 0; argc > 1 && i < sizeof deeds / sizeof *deeds; i++)
                if (strcmp(deeds[i].name, argv[1]) == 0 && argc - 2 >= deeds[i].least)
                        return ctl_connect(c) ? deeds[i].run(c, argc - 2, argv + 2) : CTL_BROKEN;
        return ctl_fail(c, CTL_USAGE, "%s", usage);
}
