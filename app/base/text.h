/* UTF-8 text: checking, folding for comparison, small parsing helpers. No markup and no names of people here. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* True for well-formed UTF-8 without NUL, surrogates or overlong forms. */
bool text_valid(const char *bytes, size_t len);

/* How many bytes of the start are so. A letter that is cut off by the end is none. */
size_t text_valid_length(const char *bytes, size_t len);

/* Leading and trailing white space (also no-break and zero-width) off, inner runs of it to one space, in NFC.
 * text must be valid UTF-8. */
char *text_tidy(struct arena *a, const char *text);

/* For comparing what people typed: lower case, accents off, apostrophes, hyphens and full stops dropped or made a space
 * as people do ("O'Neill-Smith" and "oneill smith" are alike), everything else but letters and digits a space.
 * text must be valid UTF-8. */
char *text_fold(struct arena *a, const char *text);

/* ASCII only, in place; returns text. */
char *text_upper(char *text);

bool text_empty(const char *text);         /* NULL, "" or only white space */
bool text_same(const char *a, const char *b); /* NULL equals "" */
bool text_digits(const char *text);        /* one digit or more and nothing else */

/* Writes n in digits, which take TEXT_DIGITS bytes at most with the NUL behind them; returns where that is. */
enum { TEXT_DIGITS = 21 };
char *text_number(char *to, unsigned long n);

/* A decimal integer within the limits and nothing else; false leaves *out alone. */
bool text_to_long(const char *text, long min, long max, long *out);

#endif
