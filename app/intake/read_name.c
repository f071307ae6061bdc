#include "intake/read_name.h"

#include <ctype.h>
#include <glib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "intake/read_code.h"

/* Takes "(Jon)" out of the text; "" when there is none. */
static const char *take_bracket(struct arena *a, char *text)
{
        char *open = strchr(text, '('), *close = open ? strchr(open, ')') : NULL;
        if (!close)
                return "";
        const char *inside = arena_bytes(a, open + 1, (size_t)(close - open - 1));
        memmove(open, close + 1, strlen(close + 1) + 1);
        return text_tidy(a, inside);
}

/* Two letters or more, all of them capitals. */
static bool in_capitals(const char *word, const char *end)
{
        int letters = 0;
        for (const char *p = word; p < end; p = g_utf8_next_char(p)) {
                gunichar c = g_utf8_get_char(p);
                if (!g_unichar_isalpha(c))
                        continue;
                if (!g_unichar_isupper(c))
                        return false;
                letters++;
        }
        return letters >= 2;
}

static void cut_at(struct arena *a, const char *text, const char *gap, bool surname_first,
                   struct full_name *out)
{
        const char *left = arena_bytes(a, text, (size_t)(gap - text)), *right = arena_text(a, gap + 1);
        out->surname = surname_first ? left : right;
        out->forename = surname_first ? right : left;
}

/* "SMITH Anna", "Ana DE LA CRUZ": the words in capitals at one end are the surname. */
static bool cut_by_capitals(struct arena *a, const char *text, struct full_name *out)
{
        const char *change = NULL;
        bool first = false, before = false;
        int changes = 0;
        for (const char *word = text; *word;) {
                const char *end = word + strcspn(word, " ");
                bool capitals = in_capitals(word, end);
                if (word == text)
                        first = capitals;
                else if (capitals != before && ++changes)
                        change = word - 1;
                before = capitals;
                word = *end ? end + 1 : end;
        }
        if (changes != 1)
                return false;
        cut_at(a, text, change, first, out);
        return true;
}

/* Back over the small words that belong to a surname: "Ana de la Cruz", "Jan van Dijk". */
static const char *before_particles(const char *text, const char *gap)
{
        static const char *const particles[] = { "de",  "da", "do", "dos", "del", "della", "di",
                                                 "du",  "la", "le", "van", "von", "der",   "den",
                                                 "ter", "el", "al", "bin", "ibn", "st",    "mac" };
        for (;;) {
                const char *word = gap;
                while (word > text && word[-1] != ' ')
                        word--;
                bool particle = false;
                for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
                        particle |= strlen(particles[i]) == (size_t)(gap - word) &&
                                    strncasecmp(particles[i], word, (size_t)(gap - word)) == 0;
                if (!particle || word == text)
                        return gap;
                gap = word - 1;
        }
}

static bool cut_by_order(struct arena *a, const char *text, bool reversed, struct full_name *out)
{
        const char *first = strchr(text, ' '), *last = strrchr(text, ' ');
        if (!first)
                return false;
        cut_at(a, text, reversed ? first : before_particles(text, last), reversed, out);
        out->doubtful = first != last;
        return true;
}

bool read_full_name(struct arena *a, const char *text, bool reversed, struct full_name *out)
{
        char *tidy = text_tidy(a, text);
        *out = (struct full_name){ "", "", take_bracket(a, tidy), false };
        tidy = text_tidy(a, tidy);
        char *comma = strchr(tidy, ',');
        if (comma) {
                out->surname = text_tidy(a, arena_bytes(a, tidy, (size_t)(comma - tidy)));
                out->forename = text_tidy(a, comma + 1);
                return out->surname[0] && out->forename[0];
        }
        if (cut_by_capitals(a, tidy, out) || cut_by_order(a, tidy, reversed, out))
                return true;
        out->surname = tidy;
        return false;
}

static bool is_title(const char *word)
{
        static const char *const titles[] = { "mr", "mrs", "miss", "ms", "mx", "dr" };
        size_t len = strcspn(word, " .)");
        for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
                if (strlen(titles[i]) == len && strncasecmp(titles[i], word, len) == 0 && word[len])
                        return true;
        return false;
}

const char *read_class(struct arena *a, const char *text)
{
        char *tidy = text_tidy(a, text);
        for (char *gap = strpbrk(tidy, " (-/"); gap; gap = strpbrk(gap + 1, " (-/")) {
                if (!is_title(gap + 1))
                        continue;
                while (gap > tidy && strchr(" (-/", gap[-1]))
                        gap--;
                if (gap == tidy)
                        break;
                *gap = '\0';
                return read_year(a, tidy) ? text_tidy(a, text) : tidy;
        }
        return tidy;
}
