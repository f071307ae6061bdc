/* What two records by themselves allow to conclude. What other pupils and rows add to it is match.c's. */
#ifndef MATCH_JUDGE_H
#define MATCH_JUDGE_H

#include <stdbool.h>

#include "match/weigh.h"

/*
 * True when name or date of birth bears out an identifier that agrees. An identifier alone proves nothing: a
 * copied row or a sorted column gives one child another's. A brother has the surname and a stranger may have
 * the date of birth; the forename with either, or surname with date of birth, is the child. grade is that of
 * an agreement.
 */
bool match_supported(const unsigned char *grade);

/* What speaks against a match: bits of enum match_why; 0 for none. */
unsigned match_doubts(const struct agreement *g);

/* Too unlike to trouble anybody with: brothers and sisters, namesakes, neighbours. */
bool match_unlike(const struct agreement *g);

#endif
