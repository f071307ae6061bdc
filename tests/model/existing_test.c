/* Tasks from before: what the words of a list mean, and whether Onroll can have the very same. */
#include "model/existing.h"

#include "model/year.h"
#include "tap.h"

static struct arena *a;

/* In the order of existing_fields. */
struct row {
        struct existing_words words;
        bool same; /* Onroll can have it */
        const char *asks, *group, *when;
};

static const struct row rows[] = {
        { { { "12", "Nightly", "", "get", "snapshot", "years", "1,2", "", "weekly", "mon, Thursday", "",
              "02:15" } },
          true,
          "Get from school: Snapshot data",
          "Year 1, Year 2",
          "Every Monday and Thursday at 2:15am" },
        { { { "13", "Back", "", "send", "changed", "", "", "", "monthly", "", "31", "6pm" } },
          true,
          "Send to school: Changed data",
          "All NC years",
          "On the 31st of each month (or its last day) at 6pm" },
        { { { "14", "Marks", "", "get", "att-changed", "looked-after", "", "3", "weekly", "sun", "",
              "12:00" } },
          true,
          "Get from school: Attendance: changed data",
          "Looked-after pupils",
          "Every Sunday at noon" },
        { { { "15", "Marks", "", "get", "att-changed", "", "", "", "weekly", "sun", "", "12:00" } },
          false,
          NULL,
          NULL,
          NULL },
        { { { "16", "Dinners", "", "get", "dinner-money", "", "", "", "weekly", "sun", "", "12:00" } },
          false,
          NULL,
          NULL,
          NULL },
        { { { "17", "Back", "", "send", "snapshot", "", "", "", "weekly", "sun", "", "12:00" } },
          false,
          NULL,
          NULL,
          NULL },
        { { { "18", "When?", "", "get", "changed", "", "", "", "weekly", "", "", "12:00" } },
          false,
          NULL,
          NULL,
          NULL },
        { { { "19", "When?", "", "get", "changed", "", "", "", "weekly", "mon", "", "soon" } },
          false,
          NULL,
          NULL,
          NULL },
        { { { "20", "When?", "", "get", "changed", "", "", "", "hourly", "", "", "12:00" } },
          false,
          NULL,
          NULL,
          NULL },
        { { { "21", "When?", "", "get", "changed", "", "", "", "monthly", "", "32", "12:00" } },
          false,
          NULL,
          NULL,
          NULL },
};

static void meanings(void)
{
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                const struct row *r = &rows[i];
                struct existing e;
                is_text(existing_read(a, &r->words, &e), NULL, r->words.value[EXISTING_NAME]);
                const char *why = existing_problem(&e);
                ok((why == NULL) == r->same, "%s: %s", e.ref, why ? why : "the same");
                if (!r->same)
                        continue;
                const char *asks = exchange_data_words(a, &e.ask);
                is_text(asks, r->asks, "what it asks");
                is_text(exchange_group_words(a, &e.ask), r->group, "whose");
                is_text(schedule_words(a, &e.when), r->when, "when");
        }
}

static void refused(void)
{
        struct existing e;
        struct existing_words w = rows[0].words;
        char longer[4 * EXISTING_WORDS_MAX];
        memset(longer, 'x', sizeof longer - 1);
        longer[sizeof longer - 1] = '\0';
        for (int f = EXISTING_REF; f <= EXISTING_DESCRIBED; f++) {
                w = rows[0].words;
                w.value[f] = longer;
                ok(existing_read(a, &w, &e) != NULL, "%s: too long", existing_fields[f]);
                w.value[f] = "";
                ok((existing_read(a, &w, &e) != NULL) == (f != EXISTING_DESCRIBED), "%s: empty",
                   existing_fields[f]);
        }
        is_text(existing_answer_key(EXISTING_CHANGED), "changed", "a decision's word");
        is_text(existing_answer_key(0), "", "none yet");
}

int main(void)
{
        a = arena_new();
        meanings();
        refused();
        arena_free(a);
        return done_testing();
}
