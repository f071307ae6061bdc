/* Registers of a file to the marks of a school's pupils: who the children are, and the merge. Reading them is
 * intake/attendance_list.h, what becomes of the marks store/attendance_merge.h. */
#ifndef FLOW_ATTENDANCE_H
#define FLOW_ATTENDANCE_H

#include "base/book.h"
#include "flow/flow.h"
#include "intake/attendance_list.h"
#include "store/attendance_merge.h"

/* Where marks come from, and whose are taken. */
struct attendance_source {
        unsigned long batch; /* the import, or 0 */
        const char *file;    /* its name, for messages that name several files; or "" */
        /* False for pupils whose cohort's rule says Don't import; NULL takes everybody's. child is
         * pupil.child_id. */
        bool (*takes)(void *with, unsigned long pupil, unsigned long child);
        void *with;
        bool alone; /* the file came for this school alone: of children of another school's number it is said that they are left out */
};

struct attendance_result {
        size_t sheets, rows; /* registers in the file, and their rows; sheets 0: there is none in it */
        size_t children;     /* that they name, of this school or without a school's number */
        size_t elsewhere;    /* children of another school's number: not looked at; of a file for this school alone each is an issue */
        size_t matched;
        size_t ignored; /* matched, and not taken by the rule */
        size_t nobody;  /* no pupil of the school, or possibly several: each is an issue, CAUSE_NOBODY */
        struct attendance_merged changed;
        struct issues issues; /* of the reading and of the matching */
        size_t note_count;
        const char *const *notes;
};

/* The registers of a book into the school of the scope, all or nothing, in the caller's transaction when one
 * is open. A child is found by UPN (or former UPN), else by names (also preferred and former ones) and date
 * of birth, which must be exact and one pupil's alone, on the roll or left since the academic year of the
 * first mark began. Nothing is done twice. DONE also without any register (sheets 0). */
enum outcome attendance_import(const struct flow *f, const struct book *book,
                               const struct attendance_source *source,
                               struct attendance_result *out) MUST_USE;

/* The same of what was read before: for files that hold several schools. Rows that name none are taken for
 * the scope's school. */
enum outcome attendance_import_list(const struct flow *f, const struct attendance_list *list,
                                    const struct attendance_source *source,
                                    struct attendance_result *out) MUST_USE;

#endif
