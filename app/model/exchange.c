#include "model/exchange.h"

#include <string.h>

#include "model/year.h"

const struct exchange_data exchange_data_table[] = {
        { "attainment", "Attainment", "Results of assessments and examinations", false, true },
        { "att-current", "Attendance: all attendances for the current academic year",
          "Every mark of every session", true, true },
        { "att-unauthorised", "Attendance: all unauthorised absences for the current academic year",
          "Marks G, N, O and U alone", true, true },
        { "att-absences", "Attendance: all absences for the current academic year",
          "Authorised and unauthorised", true, true },
        { "att-previous", "Attendance: all attendances for the previous academic year",
          "Every mark of every session", true, true },
        { "att-changed", "Attendance: changed data", "Marks that were written or changed since the last time",
          true, true },
        { "changed", "Changed data", "What has changed in pupils’ records since the last time", false, true },
        { "snapshot", "Snapshot data",
          "All pupils’ records as they are; whoever is in none of them is proposed as a leaver", false,
          true },
        { "tasks", "Existing tasks", "The tasks that are set up in the school’s own system; no pupils’ data",
          false, false },
        { NULL, NULL, NULL, false, false },
};

const struct exchange_data *exchange_data_find(const char *key)
{
        const struct exchange_data *d = exchange_data_table;
        while (d->key && strcmp(d->key, key) != 0)
                d++;
        return d->key ? d : NULL;
}

/* Bits of NC years that there are. */
static unsigned all_years(void)
{
        unsigned n = 0;
        while (year_at(n))
                n++;
        return (1u << n) - 1;
}

static const char *group_problem(const struct exchange_ask *a, const struct exchange_data *d,
                                 const char **field)
{
        *field = "group";
        if (a->group != GROUP_YEARS && a->group != GROUP_LOOKED_AFTER && a->group != GROUP_LEAVERS)
                return "Choose whose data it is.";
        if (a->way == EXCHANGE_SEND && a->group != GROUP_YEARS)
                return "Data can be sent for NC years alone, not for looked-after pupils or leavers. Choose "
                       "NC years.";
        if (!d->pupils && (a->group != GROUP_YEARS || a->years))
                return "Existing tasks are a school’s, not a group of pupils’. Choose another set of data, "
                       "or no group.";
        *field = "years";
        if (a->years & ~all_years() || (a->years && a->group != GROUP_YEARS))
                return "Choose NC years from the list, or all of them.";
        return NULL;
}

const char *exchange_problem(const struct exchange_ask *a, const char **field)
{
        const struct exchange_data *d = exchange_data_find(a->data);
        *field = "data";
        if (!d || (a->way != EXCHANGE_GET && a->way != EXCHANGE_SEND))
                return "Choose what is asked for or sent.";
        if (a->way == EXCHANGE_SEND && strcmp(d->key, "changed") != 0)
                return "Changed data is all that can be sent to a school. Choose it, or get data from the "
                       "school.";
        const char *words = group_problem(a, d, field);
        if (words)
                return words;
        *field = "months";
        if (d->attendance && (a->months < 1 || a->months > EXCHANGE_MONTHS))
                return "Choose how many months of attendance: from 1 to 13.";
        return a->months && !d->attendance ? "Months go with attendance alone." : NULL;
}

const char *exchange_data_words(struct arena *a, const struct exchange_ask *ask)
{
        const struct exchange_data *d = exchange_data_find(ask->data);
        return arena_printf(a, "%s: %s", ask->way == EXCHANGE_SEND ? "Send to school" : "Get from school",
                            d ? d->words : ask->data);
}

const char *exchange_group_words(struct arena *a, const struct exchange_ask *ask)
{
        const struct exchange_data *d = exchange_data_find(ask->data);
        return d && d->pupils ? exchange_pupils_words(a, ask->group, ask->years) : "";
}

const char *exchange_pupils_words(struct arena *a, char group, unsigned years)
{
        const char *text = "";
        if (group != GROUP_YEARS)
                return group == GROUP_LEAVERS ? "Leavers" : "Looked-after pupils";
        for (size_t i = 0; year_at(i); i++)
                if (years >> i & 1)
                        text = arena_printf(a, "%s%s%s", text, *text ? ", " : "", year_label(year_at(i)));
        return *text ? text : "All NC years";
}

unsigned long exchange_marks(const struct exchange_ask *a, unsigned long pupils)
{
        const struct exchange_data *d = exchange_data_find(a->data);
        return d && d->attendance ? pupils * SESSIONS_A_YEAR * a->months / 12 : 0;
}

const struct exchange_state exchange_state_table[] = {
        { ANSWER_DONE, "Done", "green", true, false },
        { ANSWER_RECEIVED, "Received", "teal", false, false },
        { ANSWER_TAKEN, "Answering", "blue", false, false },
        { ANSWER_WAITS, "Waiting", "grey", false, false },
        { ANSWER_HELD, "Held", "purple", false, false },
        { ANSWER_NONE, "Not answered", "red", true, true },
        { ANSWER_FAILED, "Failed", "red", true, true },
        { ANSWER_UNAVAILABLE, "No longer available", "orange", true, true },
        { ANSWER_NOT_READY, "Not ready", "yellow", true, true },
        { ANSWER_CANCELLED, "Cancelled", "grey", true, false },
        { 0, NULL, NULL, false, false },
};

const struct exchange_state *exchange_state_find(char key)
{
        const struct exchange_state *s = exchange_state_table;
        while (s->key && s->key != key)
                s++;
        return s->key ? s : NULL;
}

const char *exchange_shut_words(bool locked, bool unsettled)
{
        return locked      ? "The school had locked its tasks when this one was set up or changed. Ask the "
                             "school to unlock them, then save the task again."
               : unsettled ? "The school has tasks from before that are not decided and off. Settle them "
                             "on its page Existing tasks."
                           : NULL;
}

/* 1, 4, 16 minutes and so on, an hour at most. */
unsigned exchange_pause(unsigned tries)
{
        unsigned minutes = tries > 3 ? 60 : 1u << 2 * (tries ? tries - 1 : 0);
        return (minutes < 60 ? minutes : 60) * 60;
}
