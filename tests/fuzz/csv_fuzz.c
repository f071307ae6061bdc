/* Separated values in any encoding; and in pieces of any size, which must give the same. */
#include "fuzz.h"
#include "sheet/csv.h"
#include "sheet/plain.h"

/* As a caller does who has room for `piece` bytes, and for twice as many where no cell fits in. */
static enum outcome read_pieces(const struct plain *p, size_t piece, struct sink *s)
{
        struct csv *c;
        enum outcome o = csv_start(p->text, p->len, s, &c);
        for (size_t at = 0, room = piece + 5, taken; o == DONE && at < p->len; at += taken) {
                bool last = room >= p->len - at;
                size_t len = last ? p->len - at : room;
                char *copy = (char *)fuzz_copy((const unsigned char *)p->text + at, len);
                o = csv_take(c, copy, len, last, &taken);
                room = taken ? piece + 5 : room * 2;
                free(copy);
        }
        csv_end(c);
        return o;
}

static struct book book_of(struct arena *a, struct sink *s, enum outcome o)
{
        const char *words;
        struct book b = { .sheet_count = 0 };
        sink_end(s);
        const struct buf *r = sink_records(s);
        enum wire_answer answer = wire_book(a, arena_bytes(a, r->bytes, r->len), r->len, &b, &words);
        if (answer == WIRE_DAMAGED || (o != DONE && answer == WIRE_GOOD))
                abort();
        sink_free(s);
        return b;
}

static void same_cells(const struct book *x, const struct book *y)
{
        if (x->sheet_count != y->sheet_count || x->note_count != y->note_count)
                abort();
        if (x->sheet_count && x->sheets[0].cell_count != y->sheets[0].cell_count)
                abort();
        for (size_t i = 0; x->sheet_count && i < x->sheets[0].cell_count; i++) {
                const struct cell *a = &x->sheets[0].cells[i], *b = &y->sheets[0].cells[i];
                if (a->row != b->row || a->column != b->column || strcmp(a->text, b->text) != 0)
                        abort();
        }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
        struct plain p;
        unsigned char *copy = fuzz_copy(bytes, len);
        if (plain_open(&p, copy, len)) {
                struct arena *a = arena_new();
                struct sink *s = sink_new(-1), *t = sink_new(-1);
                struct book whole = book_of(a, s, csv_read(p.text, p.len, s)),
                            pieces = book_of(a, t, read_pieces(&p, bytes[len / 2], t));
                same_cells(&whole, &pieces);
                arena_free(a);
        }
        plain_free(&p);
        free(copy);
        return 0;
}
