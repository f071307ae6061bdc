#include "pages/words.h"

#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/text.h"
#include "view/format.h"

static long number(struct arena *a, const char *text, size_t at, size_t len)
{
        long n = 0;
        if (strlen(text) >= at + len)
                (void)!text_to_long(arena_bytes(a, text + at, len), 0, 99, &n);
        return n;
}

const char *words_moment(struct arena *a, const char *utc)
{
        struct date d = date_from_iso(arena_bytes(a, utc, strnlen(utc, 10)));
        if (!date_known(d))
                return "";
        long seconds = number(a, utc, 11, 2) * 3600 + number(a, utc, 14, 2) * 60 + number(a, utc, 17, 2);
        return format_moment(a, (time_t)(date_to_days(d) * 86400 + seconds));
}

const char *words_date(struct arena *a, const char *iso)
{
        return format_date(a, date_from_iso(iso));
}

static const char *either(const char *first, const char *second)
{
        return *first ? first : second;
}

const char *words_place(struct arena *a, const char *file, const char *sheet, unsigned row)
{
        if (!*file)
                return "";
        return arena_printf(a, "%s%s%s%s", row ? arena_printf(a, "Row %u of ", row) : "", file,
                            *sheet ? ", sheet " : "", sheet);
}

const char *words_name(struct arena *a, const struct record *r)
{
        return arena_printf(a, "%s %s", either(r->value[FIELD_PREFERRED_FORENAME], r->value[FIELD_FORENAME]),
                            either(r->value[FIELD_PREFERRED_SURNAME], r->value[FIELD_SURNAME]));
}

const char *words_list_name(struct arena *a, const struct record *r)
{
        return arena_printf(a, "%s, %s", r->value[FIELD_SURNAME], r->value[FIELD_FORENAME]);
}
