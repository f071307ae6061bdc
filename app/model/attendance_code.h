/* The codes of attendance registers in England, what each counts as, strings of marks, and the figures that
 * follow, as the Department for Education counts them. Whose marks they are and of which day is
 * model/attendance.h. */
#ifndef MODEL_ATTENDANCE_CODE_H
#define MODEL_ATTENDANCE_CODE_H

#include <stdbool.h>

#include "base/date.h"

/* A mark is its code's number in mark_table. The numbers are stored (table attendance): new ones go to the
 * end. */
typedef unsigned char mark;
enum {
        MARK_NONE, /* no mark was made, or none is known */
        MARK_PRESENT_AM,
        MARK_PRESENT_PM,
        MARK_LATE,
        MARK_ILLNESS = 13,
        MARK_PLANNED_CLOSURE = 34,
        MARK_COUNT = 41
};

enum mark_class {
        CLASS_NONE, /* of MARK_NONE alone */
        CLASS_ATTENDING,
        CLASS_AUTHORISED,
        CLASS_UNAUTHORISED,
        CLASS_NOT_POSSIBLE,  /* unable to attend, or not required to: not a possible session */
        CLASS_NOT_COLLECTED, /* planned closure, or not on the register */
        MARK_CLASSES
};

struct mark_info {
        const char *code, *words;
        enum mark_class class;
        const char *from,
            *until; /* yyyy-mm-dd: the first day it may be used on, and the first it may not; "" no limit */
};

extern const struct mark_info mark_table[MARK_COUNT];
extern const char *const mark_class_words[MARK_CLASSES];

static inline enum mark_class mark_class(mark m)
{
        return m < MARK_COUNT ? mark_table[m].class : CLASS_NONE;
}

/* attending, authorised and unauthorised: what the percentage is of. */
static inline bool mark_possible(mark m)
{
        enum mark_class c = mark_class(m);
        return c == CLASS_ATTENDING || c == CLASS_AUTHORISED || c == CLASS_UNAUTHORISED;
}

/* The mark of a code, which may be in lower case; MARK_COUNT when there is none. */
mark mark_of_code(const char *code);

/* May the code stand on that day? H, J, Y and earlier ones were withdrawn on 19 August 2024, when others
 * came. */
bool mark_valid_on(mark m, struct date on);

/* Present as it is written in that session: some systems write / in the afternoon too. */
mark mark_in_session(mark m, bool afternoon);

/* ---- strings of marks ---- */

enum mark_token { TOKEN_END, TOKEN_MARK, TOKEN_NONE, TOKEN_UNKNOWN };

/* How the spaces of one string are meant; see marks_spacing. */
enum mark_spacing { SPACE_IS_NO_MARK, SPACE_PARTS, COMMA_PARTS };

/* "/ \ / \", "/\ /\" and "/\/\/\/\/\ /\/\/\/\/\" are parted by their spaces; in "/\/\  /\" two marks are
 * missing. Spaces part when there is never more than one of them, when what stands between them is one mark
 * each or an even number, and when / and \ then stand in mornings and afternoons. afternoon: the string
 * begins with one. A comma always parts. */
enum mark_spacing marks_spacing(const char *text, bool afternoon);

/* The next mark of a string, longest code first; *at moves on behind it. TOKEN_NONE: '-', '.', a space that
 * parts nothing, or nothing between two commas. TOKEN_UNKNOWN: *at stays where it is. */
enum mark_token mark_next(const char **at, enum mark_spacing spacing, mark *out);

/* ---- figures ---- */

struct attendance_figures {
        unsigned long of[MARK_CLASSES]; /* sessions of each class */
};

void figures_add(struct attendance_figures *f, mark m, unsigned long sessions);
unsigned long figures_possible(const struct attendance_figures *f);
unsigned long figures_missed(const struct attendance_figures *f);

/* Attendance in tenths of a percent, to the nearest; -1 without a possible session. */
long figures_permille(const struct attendance_figures *f);

/* 10 % of possible sessions missed, or more; 50 % or more. Whoever is severely absent is persistently absent
 * as well. */
bool figures_persistent(const struct attendance_figures *f);
bool figures_severe(const struct attendance_figures *f);

#endif
