#include "intake/title.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "intake/read_code.h"

enum { WORDS_MAX = 24 };

struct words {
        int count;
        const char *as_written[WORDS_MAX], *folded[WORDS_MAX];
};

static void cut(struct arena *a, const char *text, struct words *w)
{
        static const char gaps[] = " -,:;()/|_.";
        char *rest = text_tidy(a, text), *word;
        w->count = 0;
        while (w->count < WORDS_MAX && (word = strsep(&rest, gaps))) {
                if (word[0] == '\0')
                        continue;
                w->as_written[w->count] = word;
                w->folded[w->count++] = text_fold(a, word);
        }
}

static bool is_one_of(const char *word, const char *const *list)
{
        for (; *list; list++)
                if (strcmp(word, *list) == 0)
                        return true;
        return false;
}

/* "3B", "Oak", "RJ"; not "list" or "of". */
static bool can_name_class(const struct words *w, int i)
{
        static const char *const others[] = {
                "list",         "lists", "teacher", "register", "registers", "name", "names", "group",
                "groups",       "size",  "year",    "pupils",   "xlsx",      "xls",  "csv",   "ods",
                "the",          "new",   "my",      "our",      "total",     "and",  "form",  "class",
                "registration", "whole", "all",     "each",     "this",      "per",  NULL
        };
        if (i < 0 || i >= w->count || is_one_of(w->folded[i], others))
                return false;
        const char *word = w->as_written[i];
        return isdigit((unsigned char)word[0]) ? strlen(word) <= 4 : isupper((unsigned char)word[0]) != 0;
}

static const char *class_in(const struct words *w)
{
        static const char *const before[] = { "class", "form", "reg", "tutor", "registration", NULL };
        for (int i = 0; i < w->count; i++) {
                if (!is_one_of(w->folded[i], before))
                        continue;
                bool group = i + 1 < w->count && strcmp(w->folded[i + 1], "group") == 0;
                if (can_name_class(w, i + 1 + group))
                        return w->as_written[i + 1 + group];
                if (strcmp(w->folded[i], "class") == 0 && can_name_class(w, i - 1))
                        return w->as_written[i - 1];
        }
        return NULL;
}

/* The year that word i begins to say, or NULL; *end is the word after it. */
static const char *year_at(struct arena *a, const struct words *w, int i, int *end)
{
        const char *word = w->folded[i], *next = i + 1 < w->count ? w->folded[i + 1] : "";
        bool two = strcmp(word, "year") == 0 || strcmp(word, "yr") == 0;
        *end = i + 1 + two;
        if (two)
                return text_digits(next) ? read_year(a, next) : NULL;
        if (strcmp(word, "reception") == 0 || (word[0] == 'y' && strpbrk(word, "0123456789")))
                return read_year(a, word);
        return NULL;
}

/* Not of "Year 3/4" or "Reception and Year 1": a title of two years says nothing about one child. */
static const char *year_in(struct arena *a, const struct words *w)
{
        const char *found = NULL;
        for (int i = 0, end; i < w->count; i++) {
                const char *year = year_at(a, w, i, &end), *after = end < w->count ? w->folded[end] : "";
                if (!year)
                        continue;
                if ((found && strcmp(found, year) != 0) || text_digits(after) || strcmp(after, "and") == 0)
                        return NULL;
                found = year;
        }
        return found;
}

void title_read(struct arena *a, const char *text, const char **class, const char **year)
{
        struct words w;
        cut(a, text, &w);
        const char *c = class_in(&w), *y = year_in(a, &w);
        if (c)
                *class = c;
        if (y)
                *year = y;
}

/* "3 Oak" and "R Ash": a year and a word that tells its classes apart. */
static bool is_year_and_class(struct arena *a, const struct words *w, const char **year)
{
        if (w->count != 2 || !(text_digits(w->folded[0]) || strcmp(w->folded[0], "r") == 0) ||
            text_digits(w->folded[1]) || !can_name_class(w, 1))
                return false;
        const char *read = read_year(a, w->folded[0]);
        if (read)
                *year = read;
        return read != NULL;
}

void title_read_name(struct arena *a, const char *name, const char **class, const char **year)
{
        const char *tidy = text_tidy(a, name);
        struct words w;
        cut(a, name, &w);
        size_t digits = strspn(tidy, "0123456789"), letters = 0;
        while (isalpha((unsigned char)tidy[digits + letters]))
                letters++;
        if ((digits >= 1 && digits <= 2 && letters >= 1 && letters <= 3 && tidy[digits + letters] == '\0') ||
            is_year_and_class(a, &w, year))
                *class = tidy;
        else
                title_read(a, name, class, year);
}
