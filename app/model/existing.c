#include "model/existing.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "model/year.h"

const char *const existing_fields[EXISTING_FIELDS] = { "ref",     "name",  "described", "way",
                                                       "data",    "group", "years",     "months",
                                                       "repeats", "days",  "day",       "at" };

/* Calls put with each word between commas. */
static void each_word(struct arena *a, const char *text, void (*put)(const char *word, unsigned *set),
                      unsigned *set)
{
        for (size_t len; *text; text += len + (text[len] == ',')) {
                len = strcspn(text, ",");
                put(text_tidy(a, arena_bytes(a, text, len)), set);
        }
}

static void put_year(const char *word, unsigned *set)
{
        for (unsigned n = 0; year_at(n); n++)
                if (strcasecmp(year_at(n), word) == 0)
                        *set |= 1u << n;
}

static void put_day(const char *word, unsigned *set)
{
        static const char days[] = "montuewedthufrisatsun";
        for (unsigned n = 0; n < 7; n++)
                if (strncasecmp(word, days + 3 * n, 3) == 0)
                        *set |= 1u << n;
}

static unsigned number(const char *text, long max)
{
        long n = 0;
        return text_to_long(text, 1, max, &n) ? (unsigned)n : 0;
}

static char group_of(const char *word)
{
        return strcmp(word, "looked-after") == 0 ? GROUP_LOOKED_AFTER
               : strcmp(word, "leavers") == 0    ? GROUP_LEAVERS
                                                 : GROUP_YEARS;
}

static char repeats_of(const char *word)
{
        return strcmp(word, "once") == 0      ? SCHEDULE_ONCE
               : strcmp(word, "weekly") == 0  ? SCHEDULE_WEEKLY
               : strcmp(word, "monthly") == 0 ? SCHEDULE_MONTHLY
                                              : 0;
}

static void read_when(struct arena *a, const struct existing_words *w, struct schedule *out)
{
        *out = (struct schedule){ .repeats = repeats_of(w->value[EXISTING_REPEATS]), .last_on = NO_DATE };
        if (out->repeats == SCHEDULE_WEEKLY)
                each_word(a, w->value[EXISTING_DAYS], put_day, &out->days);
        if (out->repeats == SCHEDULE_MONTHLY)
                out->day = number(w->value[EXISTING_DAY], 31);
        if (!schedule_read_clock(w->value[EXISTING_AT], &out->at_minute))
                out->repeats = 0;
}

const char *existing_read(struct arena *a, const struct existing_words *w, struct existing *out)
{
        const struct exchange_data *d = exchange_data_find(w->value[EXISTING_DATA]);
        *out =
            (struct existing){ w->value[EXISTING_REF],
                               w->value[EXISTING_NAME],
                               w->value[EXISTING_DESCRIBED],
                               { strcmp(w->value[EXISTING_WAY], "send") == 0 ? EXCHANGE_SEND : EXCHANGE_GET,
                                 d ? d->key : "", group_of(w->value[EXISTING_GROUP]), 0,
                                 number(w->value[EXISTING_MONTHS], EXCHANGE_MONTHS) },
                               { 0 } };
        each_word(a, w->value[EXISTING_YEARS], put_year, &out->ask.years);
        read_when(a, w, &out->when);
        if (!*out->ref || g_utf8_strlen(out->ref, -1) > EXISTING_REF_MAX)
                return "ref: want a text of at most 64 letters.";
        if (!*out->name || g_utf8_strlen(out->name, -1) > EXISTING_NAME_MAX)
                return "name: want a text of at most 120 letters.";
        return g_utf8_strlen(out->described, -1) > EXISTING_WORDS_MAX
                   ? "described: want a text of at most 1000 letters."
                   : NULL;
}

const char *existing_problem(const struct existing *e)
{
        const char *field, *why = exchange_problem(&e->ask, &field);
        struct schedule when = e->when;
        if (why)
                return "What it asks for is not said in words that Onroll knows, or is nothing that Onroll "
                       "asks for.";
        when.first_on = date_today();
        return !when.repeats || schedule_problem(&when, schedule_moment(when.first_on, 0) - 1, &field)
                   ? "When it runs is not said in words that Onroll knows."
                   : NULL;
}

const char *existing_answer_key(char answer)
{
        return answer == EXISTING_ACCEPTED  ? "accepted"
               : answer == EXISTING_CHANGED ? "changed"
               : answer == EXISTING_DROPPED ? "dropped"
                                            : "";
}
