#include "flow/deliver.h"

#include "flow/kept.h"
#include "gate/vault.h"
#include "store/setting.h"

enum { BYTES_MAX = 64 * 1024 * 1024 };

/* Uploads and deliveries are numbered apart: their seals must be too. */
#define SEAL_LABEL(id) ((id) | 1UL << 40)

static void seal(void *with, unsigned long id, struct upload_piece **pieces, size_t *count)
{
        kept_seal(with, SEAL_LABEL(id), pieces, count);
}

enum outcome flow_deliver(const struct flow *f, const struct delivering *d, unsigned long *id, enum delivery_state *state)
{
        unsigned char hash[32];
        struct settings settings;
        struct sealing sealing = { f->arena, d->bytes, d->len };
        if (d->len == 0)
                return flow_refuse(f, "The file is empty: it has no bytes at all. Save the data again and send that.");
        if (d->len > BYTES_MAX)
                return flow_refuse(f, "The file is larger than 64 MB. Send each school’s data in a file of its own.");
        enum outcome result = settings_read(f->db, f->arena, &settings);
        if (result != DONE)
                return result;
        vault_hash(d->bytes, d->len, hash);
        const struct delivery_new n = { .school = f->scope->school,
                                        .person = f->scope->person,
                                        .source = d->source,
                                        .complete = d->complete,
                                        .asked = d->asked,
                                        .file_name = kept_label(f->arena, d->label),
                                        .size = d->len,
                                        .sha256 = hash,
                                        .keep_days = settings.keep_days,
                                        .seal = seal,
                                        .with = &sealing };
        return delivery_add(f->db, &n, id, state);
}

enum outcome flow_delivered(const struct flow *f, unsigned long id, unsigned char **bytes, size_t *len)
{
        struct upload_piece *pieces;
        size_t count;
        enum outcome result = delivery_bytes(f->db, f->arena, id, &pieces, &count);
        return result == DONE ? kept_open(f->arena, SEAL_LABEL(id), pieces, count, bytes, len) : result;
}
