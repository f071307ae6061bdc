#include "model/desk_state.h"

const char *const desk_state_keys[DESK_STATES] = { "error",  "hold",   "paused",     "unanswered",
                                                   "review", "behind", "silent", "up-to-date" };

const char *const desk_state_words[DESK_STATES] = { "Error",  "On hold", "Paused",  "Not answered",
                                                    "To review", "Behind", "No data", "Up to date" };

const struct desk_band_info desk_band_table[DESK_BANDS] = {
        [BAND_NONE] = { "none", "Nothing left", "\xE2\x97\x8F", "green" },
        [BAND_LITTLE] = { "little", "Little left", "\xE2\x97\x8F", "green" },
        [BAND_SOME] = { "some", "Some left", "\xE2\x96\xB2", "amber" },
        [BAND_MUCH] = { "much", "Much left", "\xE2\x96\xA0", "red" },
};

long desk_open(const struct desk_numbers *n)
{
        return n->missing + n->unmatched + n->conflicts_active + n->conflicts_other + n->rejected +
               n->claimed + n->upn_problems;
}

long desk_left(const struct desk_numbers *n)
{
        return desk_open(n) + n->waiting_rows;
}

long desk_difference(const struct desk_numbers *n)
{
        return n->in_file < 0 ? 0 : n->on_roll - n->in_file;
}

long desk_days(time_t at, time_t now)
{
        return now > at ? (long)(now - at) / 86400 : 0;
}

/* For that many days, where days count at all. */
static bool for_days(time_t since, unsigned days, time_t now)
{
        return days && desk_days(since, now) >= (long)days;
}

enum desk_state desk_state(const struct desk_numbers *n, const struct settings *settings, time_t now)
{
        if (n->error)
                return DESK_ERROR;
        if (n->held_files)
                return DESK_HOLD;
        if (n->paused)
                return DESK_PAUSED;
        if (n->unanswered)
                return DESK_UNANSWERED;
        if (desk_open(n))
                return DESK_REVIEW;
        if (n->waiting_files && for_days(n->waiting_since, settings->behind_days, now))
                return DESK_BEHIND;
        if (for_days(n->received_at, settings->silent_days, now))
                return DESK_SILENT;
        return for_days(n->received_at, settings->behind_days, now) ? DESK_BEHIND : DESK_UP_TO_DATE;
}

static long most(long a, long b)
{
        return a > b ? a : b;
}

/* What the share is of: the pupils of the school, or the rows that came, whichever is more. */
static long whole(const struct desk_numbers *n)
{
        return most(most(n->on_roll, n->in_file), most(n->waiting_rows, desk_left(n)));
}

int desk_processed(const struct desk_numbers *n)
{
        long all = whole(n), left = desk_left(n);
        return left ? (int)((all - left) * 100 / all) : 100;
}

enum desk_band desk_band(const struct desk_numbers *n, const struct settings *settings, time_t now)
{
        long all = whole(n), left = desk_left(n);
        bool open = desk_open(n) && n->oldest_at;
        if (!left)
                return BAND_NONE;
        if (left * 100 >= (long)settings->red_share * all ||
            (open && for_days(n->oldest_at, settings->red_days, now)))
                return BAND_MUCH;
        if (left * 100 >= (long)settings->amber_share * all ||
            (open && for_days(n->oldest_at, settings->amber_days, now)))
                return BAND_SOME;
        return BAND_LITTLE;
}
