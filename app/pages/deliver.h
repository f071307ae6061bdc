/* Files of pupils' data that people send, for the authority's and the school's pages: taking one from a form,
 * and the words for what became of it. */
#ifndef PAGES_DELIVER_H
#define PAGES_DELIVER_H

#include "pages/visit.h"
#include "store/delivery.h"

/* What they are told when a file was taken. */
#define DELIVER_RECEIVED "Received. It is processed within a minute."

/* Takes the one file of the form's field "file", with "everyone" saying whether all on roll are in it, for
 * the school of the scope, or (school 0) for the whole authority. REFUSED with v->why: its field is "file" or
 * "everyone". */
enum outcome deliver_take(struct visit *v, const struct scope *scope, unsigned long *id,
                          enum delivery_state *state) MUST_USE;

/* The notice for that state. */
const char *deliver_notice(enum delivery_state state);

/* The questions of the form: the file, and who is in it. why may be NULL. */
struct html deliver_file_input(struct visit *v, const struct refusal *why);
struct html deliver_everyone_input(struct visit *v, const struct refusal *why);

/* "Waiting to be read" and so on, with the reason beside it. */
struct html deliver_state_html(struct arena *a, const struct delivery *d, const char *twin_url);
const char *deliver_state_words(enum delivery_state state);

/* Lines of text as items of a list, for its notes. */
struct html deliver_lines(struct arena *a, const char *lines);

/* "CSV", "XLSX" ...; "" before it was read. */
const char *deliver_kind(struct arena *a, const struct delivery *d);

/* The letter of the source in MySQL, for import_sender. */
char deliver_source(const struct delivery *d);

#endif
