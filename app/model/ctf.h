/* The Common Transfer File as it is written: strictly, in the order and with the values that the DfE wants.
 * Reading one is sheet/ctf.h's, which takes much more. */
#ifndef MODEL_CTF_H
#define MODEL_CTF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/pupil.h"
#include "model/school.h"

struct ctf_file {
        const struct school *source;
        const char *dest;   /* DfE number of seven digits, or "": not known */
        int academic;       /* the year in which the academic year starts; the version follows from it */
        const char *moment; /* yyyy-mm-ddThh:mm:ss */
        bool full;          /* all data that there is of these pupils */
        unsigned counter;   /* of files from this school to that one, from 1 */
};

/* "9992001_CTF_9992002_001.xml". */
const char *ctf_file_name(struct arena *a, const struct ctf_file *f);

/* UTF-8 without a namespace. An element whose value we do not hold, or hold in a form that the file does not
 * have, is left out; and so are free school meals and SEN provision, which it knows only with the day on
 * which they began, and class, service child, boarder, young carer, post-looked-after and English
 * proficiency, for which it has no element. */
void ctf_write(struct arena *a, const struct ctf_file *f, const struct pupil *pupils, size_t count,
               struct buf *out);

#endif
