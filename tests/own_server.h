/* A database server of a test's own, for the tests that kill it. */
#ifndef TESTS_OWN_SERVER_H
#define TESTS_OWN_SERVER_H

#include <stdbool.h>

/* Starts it below the directory of the one that tests/server started; ONROLL_CONF names it from then on. It ends with the test. */
bool own_server(void);

/* kill -9, and back with everything that it had on disk. */
void own_server_kill(void);
bool own_server_start(void);

#endif
