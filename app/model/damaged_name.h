/* Names whose letters were lost on the way, because one program wrote them in an encoding and another read them in one that differs. */
#ifndef MODEL_DAMAGED_NAME_H
#define MODEL_DAMAGED_NAME_H

#include <stdbool.h>

/* True for a replacement character ("Zo\uFFFD"), for UTF-8 that was read as Windows-1252 ("ZoÃ«", "ZOÃ‹", "Oâ€™Neill") and for a ? between
 * letters ("Jos?phine"). name is UTF-8. */
bool damaged_name(const char *name);

#endif
