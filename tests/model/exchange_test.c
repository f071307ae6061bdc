/* What may be asked for and sent: everything that the table allows, and that nothing else is; how many marks
 * travel. */
#include "model/exchange.h"
#include "model/year.h"
#include "tap.h"

static struct arena *a;

static bool allowed(char way, const char *data, char group, unsigned years, unsigned months)
{
        const char *field = NULL,
                   *words =
                       exchange_problem(&(struct exchange_ask){ way, data, group, years, months }, &field);
        return !words;
}

static const char *field_of(char way, const char *data, char group, unsigned years, unsigned months)
{
        const char *field = NULL,
                   *words =
                       exchange_problem(&(struct exchange_ask){ way, data, group, years, months }, &field);
        return words ? field : "none";
}

/* Every way, set of data, group, some years and number of months, against the rules written another
 * way. */
static void everything(void)
{
        static const char ways[] = "GSX", groups[] = "ALVX";
        static const unsigned years[] = { 0, 1, 0xFFFFF, 0x100000 };
        long asked = 0, sent = 0, wrong = 0;
        for (const char *w = ways; *w; w++)
                for (const struct exchange_data *d = exchange_data_table; d->key; d++)
                        for (const char *g = groups; *g; g++)
                                for (size_t y = 0; y < 4; y++)
                                        for (unsigned m = 0; m <= 14; m++) {
                                                bool attendance = strncmp(d->key, "att-", 4) == 0,
                                                     tasks = strcmp(d->key, "tasks") == 0;
                                                bool want = *g != 'X' && *w != 'X' && years[y] <= 0xFFFFF &&
                                                            (*g == 'A' || years[y] == 0) &&
                                                            (attendance ? m >= 1 && m <= 13 : m == 0) &&
                                                            (!tasks || (*g == 'A' && !years[y])) &&
                                                            (*w == 'G' ||
                                                             (strcmp(d->key, "changed") == 0 && *g == 'A'));
                                                bool is = allowed(*w, d->key, *g, years[y], m);
                                                wrong += is != want;
                                                asked += is && *w == 'G';
                                                sent += is && *w == 'S';
                                        }
        is_long(wrong, 0, "each of all combinations is as the rules say");
        is_long(sent, 3, "sent is changed data for NC years alone");
        is_long(asked, 3 * 5 + 5 * 5 * 13 + 1,
                "asked for: three sets by five groups, attendance by months, existing tasks");
}

static void words(void)
{
        is_text(field_of('G', "everything", 'A', 0, 0), "data", "a set that there is not");
        is_text(field_of('S', "snapshot", 'A', 0, 0), "data", "a snapshot is not sent");
        is_text(field_of('S', "changed", 'V', 0, 0), "group", "nor leavers");
        is_text(field_of('G', "snapshot", 'L', 1, 0), "years", "looked-after pupils of certain years");
        is_text(field_of('G', "att-changed", 'A', 0, 14), "months", "14 months");
        is_text(field_of('G', "snapshot", 'A', 0, 1), "months", "months of a snapshot");
        is_text(exchange_data_words(a, &(struct exchange_ask){ 'S', "changed", 'A', 0, 0 }),
                "Send to school: Changed data", "words of it");
        is_text(exchange_group_words(a, &(struct exchange_ask){ 'G', "changed", 'A', 1u << 4 | 1u << 5, 0 }),
                "Reception, Year 1", "of years");
        is_text(exchange_group_words(a, &(struct exchange_ask){ 'G', "changed", 'A', 0, 0 }), "All NC years",
                "of all");
        is_text(exchange_group_words(a, &(struct exchange_ask){ 'G', "tasks", 'A', 0, 0 }), "", "of none");
        is_text(exchange_group_words(a, &(struct exchange_ask){ 'G', "changed", 'V', 0, 0 }), "Leavers",
                "of leavers");
}

static void marks(void)
{
        is_long((long)exchange_marks(&(struct exchange_ask){ 'G', "att-current", 'A', 0, 12 }, 100), 39000,
                "a year of a hundred pupils");
        is_long((long)exchange_marks(&(struct exchange_ask){ 'G', "att-current", 'A', 0, 1 }, 216000),
                7020000, "a month of a whole authority");
        is_long((long)exchange_marks(&(struct exchange_ask){ 'G', "snapshot", 'A', 0, 0 }, 100), 0,
                "no marks in a snapshot");
}

static void answers(void)
{
        long over = 0, failed = 0;
        for (const struct exchange_state *s = exchange_state_table; s->key; s++)
                over += s->over, failed += s->failed,
                    ok(exchange_state_find(s->key) == s, "%c is %s", s->key, s->words);
        ok(!exchange_state_find('Z') && !exchange_state_find('\0'), "no other");
        ok(over == 6 && failed == 4, "what is over, and may be tried again");
        for (unsigned n = 1; n < 40; n++)
                if (exchange_pause(n + 1) < exchange_pause(n))
                        ok(0, "the pause after try %u is shorter", n + 1);
        ok(exchange_pause(1) == 60 && exchange_pause(2) == 240 && exchange_pause(99) == 3600,
           "pauses grow up to an hour");
}

int main(void)
{
        a = arena_new();
        everything();
        words();
        marks();
        answers();
        arena_free(a);
        return done_testing();
}
