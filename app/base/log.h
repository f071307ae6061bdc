/* The log: one JSON line an event on standard error. Ids only: never a name, date of birth, UPN or cell. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

/* Set once at start: the program's name, kept by pointer. */
void log_program(const char *name);

/* Set at the start of each request or task, 0 when there is none; they go into every line. */
void log_context(unsigned long request, unsigned long user);

/* event is a fixed word like "sql-failed"; the rest says more. Control characters and invalid UTF-8 are escaped. */
void log_event(const char *event, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
