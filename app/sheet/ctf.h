/* The Common Transfer File (DfE) as a book: its header, its pupils, and a sheet each of attendance, marks,
 * assessments, SEN, schools, meals and contacts where there are any. Tolerant of versions and of the damage
 * that is known; which version is in use today is not known here. */
#ifndef SHEET_CTF_H
#define SHEET_CTF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

/* Is the first element one of a transfer file? text ends with NUL. */
bool ctf_is(const char *text);

/* text is valid UTF-8 without NUL. On every row the number of the school that sent the file; where an
 * authority or an unnamed sender did, that of the school that the pupil has not left, if the history names
 * one. Nothing says that a pupil has left: leaving dates stay in the school history. */
enum outcome ctf_read(const char *text, size_t len, struct sink *s) MUST_USE;

#endif
