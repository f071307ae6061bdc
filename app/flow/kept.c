#include "flow/kept.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "gate/vault.h"
#include "intake/roster.h"
#include "reader/reader.h"

void kept_seal(void *with, unsigned long id, struct upload_piece **pieces, size_t *count)
{
        const struct sealing *s = with;
        struct vault_piece *sealed;
        vault_seal(s->arena, id, s->bytes, s->len, &sealed, count);
        *pieces = arena_array(s->arena, *count, sizeof **pieces);
        for (size_t i = 0; i < *count; i++)
                (*pieces)[i] = (struct upload_piece){ sealed[i].bytes, sealed[i].len };
}

enum outcome kept_open(struct arena *a, unsigned long id, const struct upload_piece *kept, size_t count, unsigned char **bytes,
                       size_t *len)
{
        struct vault_piece *pieces = arena_array(a, count, sizeof *pieces);
        for (size_t i = 0; i < count; i++)
                pieces[i] = (struct vault_piece){ kept[i].bytes, kept[i].len };
        return vault_open(a, id, pieces, count, bytes, len);
}

const char *kept_label(struct arena *a, const char *label)
{
        const char *slash = strrchr(label, '/'), *backslash = strrchr(label, '\\');
        const char *name = slash > backslash ? slash : backslash;
        name = text_tidy(a, name ? name + 1 : label);
        return strlen(name) > 200 ? "spreadsheet" : *name ? name : "spreadsheet";
}

/* To the sandbox by a memory file. */
enum outcome kept_read(const struct flow *f, const void *bytes, size_t len, struct book *out)
{
        struct reader reader = { config_get(f->config, "read_program", "onroll-read"), 0 };
        int fd = memfd_create("file", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        if (fd < 0 || write(fd, bytes, len) != (ssize_t)len) {
                log_event("memory-file", "%zu bytes", len);
                if (fd >= 0)
                        close(fd);
                return BROKEN;
        }
        struct book book;
        bool delta;
        enum outcome result = reader_book(f->arena, &reader, fd, &book, f->why);
        close(fd);
        if (result == DONE && !roster_book(f->arena, &book, out, &delta))
                *out = book;
        return result;
}
