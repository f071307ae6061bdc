#include "model/attendance_code.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#define SINCE "2024-08-19" /* the School Attendance (Pupil Registration) (England) Regulations 2024 */

const struct mark_info mark_table[MARK_COUNT] = {
        { "", "No mark", CLASS_NONE, "", "" },
        { "/", "Present in the morning", CLASS_ATTENDING, "", "" },
        { "\\", "Present in the afternoon", CLASS_ATTENDING, "", "" },
        { "L", "Late, register still open", CLASS_ATTENDING, "", "" },
        { "K", "Provision arranged by the local authority", CLASS_ATTENDING, SINCE, "" },
        { "V", "Educational visit or trip", CLASS_ATTENDING, "", "" },
        { "P", "Approved sporting activity", CLASS_ATTENDING, "", "" },
        { "W", "Work experience", CLASS_ATTENDING, "", "" },
        { "B", "Other approved education off site", CLASS_ATTENDING, "", "" },
        { "C", "Leave in exceptional circumstances", CLASS_AUTHORISED, "", "" },
        { "C1", "Regulated performance or employment abroad", CLASS_AUTHORISED, SINCE, "" },
        { "C2", "Agreed part-time timetable", CLASS_AUTHORISED, SINCE, "" },
        { "E", "Suspended or excluded, no alternative made", CLASS_AUTHORISED, "", "" },
        { "I", "Illness", CLASS_AUTHORISED, "", "" },
        { "J1", "Interview", CLASS_AUTHORISED, SINCE, "" },
        { "M", "Medical or dental appointment", CLASS_AUTHORISED, "", "" },
        { "R", "Religious observance", CLASS_AUTHORISED, "", "" },
        { "S", "Study leave", CLASS_AUTHORISED, "", "" },
        { "T", "Parent travelling for work", CLASS_AUTHORISED, "", "" },
        { "N", "Reason not yet established", CLASS_UNAUTHORISED, "", "" },
        { "G", "Holiday not granted", CLASS_UNAUTHORISED, "", "" },
        { "O", "Other or unknown", CLASS_UNAUTHORISED, "", "" },
        { "U", "Late, register closed", CLASS_UNAUTHORISED, "", "" },
        { "D", "At the other school of a dual registration", CLASS_NOT_POSSIBLE, "", "" },
        { "X", "Not of compulsory age and not required", CLASS_NOT_POSSIBLE, "", "" },
        { "Q", "No access arrangements", CLASS_NOT_POSSIBLE, SINCE, "" },
        { "Y1", "Transport not available", CLASS_NOT_POSSIBLE, SINCE, "" },
        { "Y2", "Widespread disruption of travel", CLASS_NOT_POSSIBLE, SINCE, "" },
        { "Y3", "Part of the premises closed", CLASS_NOT_POSSIBLE, SINCE, "" },
        { "Y4", "Whole site unexpectedly closed", CLASS_NOT_POSSIBLE, SINCE, "" },
        { "Y5", "In criminal justice detention", CLASS_NOT_POSSIBLE, SINCE, "" },
        { "Y6", "Public health guidance or law", CLASS_NOT_POSSIBLE, SINCE, "" },
        { "Y7", "Other unavoidable cause", CLASS_NOT_POSSIBLE, SINCE, "" },
        { "Z", "Prospective pupil, not on the register", CLASS_NOT_COLLECTED, "", "" },
        { "#", "Planned closure", CLASS_NOT_COLLECTED, "", "" },
        { "H", "Holiday granted (withdrawn)", CLASS_AUTHORISED, "", SINCE },
        { "J", "Interview (withdrawn)", CLASS_ATTENDING, "", SINCE },
        { "Y", "Unable to attend (withdrawn)", CLASS_NOT_POSSIBLE, "", SINCE },
        { "F", "Extended family holiday granted (withdrawn)", CLASS_AUTHORISED, "", SINCE },
        { "X01", "Not required because of coronavirus (withdrawn)", CLASS_NOT_POSSIBLE, "", SINCE },
        { "I01", "Illness with coronavirus (withdrawn)", CLASS_AUTHORISED, "", SINCE },
};

const char *const mark_class_words[MARK_CLASSES] = {
        "No mark",      "Attending", "Authorised absence", "Unauthorised absence", "Not a possible session",
        "Not collected"
};

/* The longest code that text begins with, and its length; MARK_COUNT when none does. */
static mark longest(const char *text, size_t *len)
{
        char upper[4] = "";
        mark found = MARK_COUNT;
        for (size_t i = 0; i < 3 && text[i]; i++)
                upper[i] = (char)toupper((unsigned char)text[i]);
        *len = 0;
        for (int m = 1; m < MARK_COUNT; m++) {
                size_t n = strlen(mark_table[m].code);
                if (n > *len && strncmp(upper, mark_table[m].code, n) == 0) {
                        found = (mark)m;
                        *len = n;
                }
        }
        return found;
}

mark mark_of_code(const char *code)
{
        size_t len;
        mark m = longest(code, &len);
        return code[len] ? MARK_COUNT : m;
}

bool mark_valid_on(mark m, struct date on)
{
        const struct mark_info *i = &mark_table[m];
        return (!i->from[0] || date_compare(on, date_from_iso(i->from)) >= 0) &&
               (!i->until[0] || date_compare(on, date_from_iso(i->until)) < 0);
}

mark mark_in_session(mark m, bool afternoon)
{
        if (m == MARK_PRESENT_AM || m == MARK_PRESENT_PM)
                return afternoon ? MARK_PRESENT_PM : MARK_PRESENT_AM;
        return m;
}

/* ---- strings of marks ---- */

static bool is_space(char c)
{
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Marks up to the next space or the end; *wrong when a present mark is not where afternoons or mornings are.
 */
static unsigned part(const char **at, bool afternoon, bool *wrong)
{
        unsigned count = 0;
        mark m;
        while (**at && !is_space(**at)) {
                enum mark_token t = mark_next(at, SPACE_PARTS, &m);
                if (t == TOKEN_UNKNOWN) {
                        *wrong = true;
                        return count;
                }
                if (t == TOKEN_MARK)
                        *wrong |= m == (afternoon ? MARK_PRESENT_AM : MARK_PRESENT_PM);
                afternoon = !afternoon;
                count++;
        }
        return count;
}

enum mark_spacing marks_spacing(const char *text, bool afternoon)
{
        unsigned parts = 0, ones = 0, even = 0;
        bool wrong = false, any = false;
        if (strchr(text, ','))
                return COMMA_PARTS;
        for (const char *at = text; *at; parts++) {
                unsigned count = part(&at, ones % 2 ? !afternoon : afternoon, &wrong);
                if (wrong || !count)
                        return SPACE_IS_NO_MARK;
                ones += count == 1;
                even += count % 2 == 0;
                any |= *at != '\0';
                at += *at != '\0';
        }
        return any && (ones == parts || even == parts) ? SPACE_PARTS : SPACE_IS_NO_MARK;
}

/* Behind the comma that follows a mark, if one does. */
static void pass_comma(const char **at)
{
        const char *p = *at;
        while (is_space(*p))
                p++;
        if (*p == ',')
                p++;
        while (is_space(*p))
                p++;
        *at = p;
}

enum mark_token mark_next(const char **at, enum mark_spacing spacing, mark *out)
{
        size_t len;
        *out = MARK_NONE;
        while (spacing != SPACE_IS_NO_MARK && is_space(**at))
                ++*at;
        if (!**at)
                return TOKEN_END;
        if (spacing == COMMA_PARTS && **at == ',') {
                pass_comma(at);
                return TOKEN_NONE;
        }
        bool none = **at == '-' || **at == '.' || is_space(**at);
        mark m = none ? MARK_NONE : longest(*at, &len);
        if (m == MARK_COUNT)
                return TOKEN_UNKNOWN;
        *at += none ? 1 : len;
        if (spacing == COMMA_PARTS)
                pass_comma(at);
        *out = m;
        return none ? TOKEN_NONE : TOKEN_MARK;
}

/* ---- figures ---- */

void figures_add(struct attendance_figures *f, mark m, unsigned long sessions)
{
        f->of[mark_class(m)] += sessions;
}

unsigned long figures_missed(const struct attendance_figures *f)
{
        return f->of[CLASS_AUTHORISED] + f->of[CLASS_UNAUTHORISED];
}

unsigned long figures_possible(const struct attendance_figures *f)
{
        return f->of[CLASS_ATTENDING] + figures_missed(f);
}

long figures_permille(const struct attendance_figures *f)
{
        unsigned long possible = figures_possible(f);
        return possible ? (long)((f->of[CLASS_ATTENDING] * 1000 + possible / 2) / possible) : -1;
}

bool figures_persistent(const struct attendance_figures *f)
{
        unsigned long possible = figures_possible(f);
        return possible && figures_missed(f) * 10 >= possible;
}

bool figures_severe(const struct attendance_figures *f)
{
        unsigned long possible = figures_possible(f);
        return possible && figures_missed(f) * 2 >= possible;
}
