/* Separated values from a file, piece by piece while each is at hand, which is several times as fast as to look at them as a
 * whole. Nothing here knows what a cell is. */
#ifndef SHEET_STREAM_H
#define SHEET_STREAM_H

#include <stddef.h>

#include "base/outcome.h"
#include "sheet/sink.h"

/* Takes for granted that the file of len bytes is UTF-8 throughout and has nothing wrong with it. ABSENT when it turns out
 * otherwise, or to be of another kind: then the sink has forgotten all, and the file is to be read as a whole
 * (sheet/detect.h), which also finds the words for what is wrong. */
enum outcome stream_read(int fd, size_t len, struct sink *s) MUST_USE;

/* The same with another size of the pieces, for tests. */
enum outcome stream_read_by(int fd, size_t len, size_t piece, struct sink *s) MUST_USE;

#endif
