/* Files as they come: kept encrypted, noticed a second time, replaced, removed, and said to be what they are.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "gate/vault.h"
#include "moving.h"
#include "sheet/zipped.h"
#include "store/batch.h"
#include "store/upload.h"

static struct moving m;

#define LIST                                                                                                 \
        "Surname,Forename,Date of "                                                                          \
        "birth,Year\nQuillfeather,Zebedee,04/03/2018,3\nOkonkwo,Ngozi,09/01/2018,3\n"

SQL(plain_found, "SELECT COUNT(*) FROM upload_piece WHERE upload_id = ? AND LOCATE(?, cipher) > 0");
SQL(piece_count, "SELECT COUNT(*) FROM upload_piece WHERE upload_id = ?");
SQL(row_count, "SELECT COUNT(*) FROM list_row WHERE batch_id = ? AND upload_id = ?");
SQL(alter_piece, "UPDATE upload_piece SET cipher = CONCAT(LEFT(cipher, 20), CHAR((ASCII(SUBSTRING(cipher, "
                 "21, 1)) + 1) % 256), "
                 "SUBSTRING(cipher, 22)) WHERE upload_id = ? AND n = ?");
SQL(move_pieces, "UPDATE upload_piece SET upload_id = ? WHERE upload_id = ?");
SQL(swap_pieces,
    "UPDATE upload_piece SET n = CASE n WHEN 1 THEN 102 WHEN 2 THEN 101 ELSE n END WHERE upload_id = ?");
SQL(swapped_back, "UPDATE upload_piece SET n = n - 100 WHERE upload_id = ? AND n > 100");
SQL(cut_pieces, "DELETE FROM upload_piece WHERE upload_id = ? AND n = ?");

static struct arg id(unsigned long n)
{
        return arg_number((long long)n);
}

static enum outcome receive(const char *label, const char *text, size_t len, unsigned long replaces,
                            unsigned long *upload)
{
        struct batch b = moving_batch(&m);
        struct incoming in = { label, text, len, replaces };
        m.why = (struct refusal){ "", "" };
        return flow_receive(&m.flow, &b, &in, upload);
}

static struct upload found(unsigned long upload)
{
        struct upload u = { .message = "", .file_name = "" };
        if (upload_find(m.d.db, m.a, &m.scope, m.batch, upload, &u) != DONE)
                ok(0, "upload %lu", upload);
        return u;
}

static unsigned long kept_and_read(void)
{
        unsigned long first, second;
        is_long(receive("C:\\Lists\\Year 3.csv", LIST, strlen(LIST), 0, &first), DONE, "a list");
        struct upload u = found(first);
        ok(u.read && u.rows == 2 && u.bytes_kept, "is read");
        is_text(u.file_name, "Year 3.csv", "by its own name");
        is_long(moving_number(&m, &plain_found, ARGS(id(first), arg_text("Quillfeather"))), 0,
                "nobody's name lies in the database");
        ok(moving_number(&m, &piece_count, ARGS(id(first))) == 2, "but its bytes do");
        is_long(receive("Again.csv", LIST, strlen(LIST), 0, &second), REFUSED, "the same file twice");
        ok(strstr(m.why.words, "exactly the same") != NULL, "is said");
        return first;
}

static void read_back(unsigned long upload)
{
        struct book book;
        is_long(flow_book(&m.flow, upload, &book), DONE, "given back");
        ok(book.sheet_count == 1 && book.sheets[0].rows == 3, "as it came");
}

static void replaced(unsigned long first)
{
        unsigned long second;
        static const char other[] = LIST "Frost,Ida,05/05/2018,3\n";
        is_long(receive("Year 3 new.csv", other, strlen(other), first, &second), DONE, "replaced");
        is_long(moving_number(&m, &row_count, ARGS(id(m.batch), id(first))), 0,
                "the rows of the first are gone");
        is_long(moving_number(&m, &piece_count, ARGS(id(first))), 0, "and its bytes");
        is_long(moving_number(&m, &row_count, ARGS(id(m.batch), id(second))), 3, "the second has its own");
        is_long(receive("Year 3.csv", LIST, strlen(LIST), 0, &first), DONE, "the first may come back");
        is_long(upload_remove(m.d.db, &m.scope, m.batch, first), DONE, "removed");
        is_long(upload_remove(m.d.db, &m.scope, m.batch, first), ABSENT, "once");
        is_long((long)moving_plan(&m).uploads.count, 1, "one is left");
        is_long((long)moving_plan(&m).rows.count, 3, "with its rows");
        is_long(receive("x.csv", "Surname\nA\n", 10, 99999, &first), ABSENT,
                "nothing takes the place of nothing");
}

static void unreadable(void)
{
        static const char noise[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on";
        unsigned long upload;
        is_long(receive("photo.xlsx", noise, sizeof noise, 0, &upload), DONE, "a picture is kept");
        struct upload u = found(upload);
        ok(!u.read && strlen(u.message) > 20, "and said to be none: %s", u.message);
        is_long(moving_plan(&m).files_unread, 1, "the plan knows");
        is_long(upload_remove(m.d.db, &m.scope, m.batch, upload), DONE, "taken away");
        is_long(receive("empty.csv", "", 0, 0, &upload), DONE, "nothing at all");
        u = found(upload);
        ok(!u.read && *u.message, "is said to be: %s", u.message);
        is_long(upload_remove(m.d.db, &m.scope, m.batch, upload), DONE, "taken away");
}

/* More issues than a small number counts, and more rows than are taken. */
static void large(void)
{
        struct buf b = BUF_EMPTY;
        unsigned long upload;
        buf_text(&b, "Surname,Forename,Date of birth,UPN,Postcode,Sex,Year\n");
        for (int i = 0; i < 14000; i++)
                buf_printf(&b, "Surname%c%c,Forename%c,99/99/99,Z%d,nowhere,what,never\n", 'a' + i % 26,
                           'a' + i / 26 % 26, 'a' + i / 676, i);
        is_long(receive("nonsense.csv", b.bytes, b.len, 0, &upload), DONE, "70,000 mistakes in one file");
        struct upload u = found(upload);
        ok(u.read && u.errors > 65536, "are all told: %lu", u.errors);
        is_long(upload_remove(m.d.db, &m.scope, m.batch, upload), DONE, "taken away");
        for (int i = 14000; i < 20001; i++)
                buf_printf(&b, "Surname%c%c,Forename%c,2018-01-01,,,,3\n", 'a' + i % 26, 'a' + i / 26 % 26,
                           'a' + i / 676);
        is_long(receive("everybody.csv", b.bytes, b.len, 0, &upload), DONE, "20,001 pupils");
        u = found(upload);
        ok(!u.read && strstr(u.message, "20000"), "are too many: %s", u.message);
        is_long(upload_remove(m.d.db, &m.scope, m.batch, upload), DONE, "taken away");
        buf_free(&b);
}

/* A file of several pieces, of which one is altered, moved or missing. */
static void vault(void)
{
        size_t len = 2 * VAULT_PIECE + 500;
        char *text = arena_alloc(m.a, len + 1);
        unsigned long one, two;
        struct book book;
        size_t at = (size_t)sprintf(text, LIST);
        memset(text + at, '\n', len - at);
        is_long(receive("long.csv", text, len, 0, &one), DONE, "a long file");
        text[at] = ' ';
        is_long(receive("long too.csv", text, len, 0, &two), DONE, "and another");
        is_long(flow_book(&m.flow, one, &book), DONE, "open");
        if (db_run(m.d.db, &swap_pieces, ARGS(id(one))) != DONE ||
            db_run(m.d.db, &swapped_back, ARGS(id(one))) != DONE)
                ok(0, "moved");
        is_long(flow_book(&m.flow, one, &book), BROKEN, "with two pieces exchanged it does not");
        is_long(upload_remove(m.d.db, &m.scope, m.batch, one), DONE, "gone");
        is_long(db_run(m.d.db, &move_pieces, ARGS(id(one), id(two))), DONE, "pieces of another upload");
        is_long(db_run(m.d.db, &move_pieces, ARGS(id(two), id(one))), DONE, "and back");
        is_long(flow_book(&m.flow, two, &book), DONE, "open where they belong");
        is_long(db_run(m.d.db, &alter_piece, ARGS(id(two), arg_number(2))), DONE, "one byte");
        is_long(flow_book(&m.flow, two, &book), BROKEN, "altered");
        is_long(db_run(m.d.db, &cut_pieces, ARGS(id(two), arg_number(3))), DONE, "the end");
        is_long(flow_book(&m.flow, two, &book), BROKEN, "missing");
        is_long(upload_remove(m.d.db, &m.scope, m.batch, two), DONE, "gone");
}

static void wrong_number(void)
{
        unsigned long one, two;
        struct book book;
        is_long(receive("a.csv", LIST, strlen(LIST), 0, &one), DONE, "one");
        is_long(receive("b.csv", LIST "Frost,Ida,05/05/2018,4\n", strlen(LIST) + 23, 0, &two), DONE, "two");
        is_long(db_run(m.d.db, &cut_pieces, ARGS(id(two), arg_number(0))), DONE, "the bytes of one");
        is_long(db_run(m.d.db, &cut_pieces, ARGS(id(two), arg_number(1))), DONE, "in the place");
        is_long(db_run(m.d.db, &move_pieces, ARGS(id(two), id(one))), DONE, "of the other");
        is_long(flow_book(&m.flow, two, &book), BROKEN, "do not open");
        is_long(flow_book(&m.flow, one, &book), ABSENT, "and there is nothing in their own");
        is_long(flow_reread(&m.flow, &(struct batch){ .id = m.batch, .academic = ACADEMIC }, one, "a.csv"),
                REFUSED, "so it cannot be read again");
        ok(strstr(m.why.words, "deleted") != NULL, "with words");
        is_long(upload_remove(m.d.db, &m.scope, m.batch, one), DONE, "gone");
        is_long(upload_remove(m.d.db, &m.scope, m.batch, two), DONE, "gone");
}

static void after_the_tick(void)
{
        unsigned long upload, mine = moving_plan(&m).uploads.items[0].id;
        moving_tick(&m);
        is_long(receive("late.csv", LIST, strlen(LIST), 0, &upload), REFUSED, "a late file");
        ok(strstr(m.why.words, "Untick") != NULL, "with what to do");
        is_long(receive("late.csv", LIST, strlen(LIST), mine, &upload), REFUSED,
                "also in the place of another");
        is_long(upload_remove(m.d.db, &m.scope, m.batch, mine), REFUSED, "nor does one go");
        is_long((long)moving_plan(&m).rows.count, 3, "all is as it was");
        struct batch b = moving_batch(&m);
        is_long(batch_tick(m.d.db, &m.scope, &b, false), DONE, "unticked");
        is_long(receive("late.csv", LIST, strlen(LIST), 0, &upload), DONE, "now it comes");
}

static void other_schools(void)
{
        struct scope ours = m.scope;
        unsigned long upload, mine = moving_plan(&m).uploads.items[0].id;
        struct book book;
        struct upload u;
        struct batch b = moving_batch(&m);
        struct incoming in = { "theirs.csv", LIST, strlen(LIST), 0 };
        moving_school(&m, "9992002", "Eve", 1);
        is_long(flow_receive(&m.flow, &b, &in, &upload), ABSENT, "nobody adds to another school's batch");
        is_long(flow_book(&m.flow, mine, &book), ABSENT, "reads its file");
        is_long(flow_reread(&m.flow, &b, mine, "x.csv"), REFUSED, "has it read again");
        is_long(upload_find(m.d.db, m.a, &m.scope, b.id, mine, &u), ABSENT, "sees it");
        is_long(upload_remove(m.d.db, &m.scope, b.id, mine), ABSENT, "or takes it away");
        moving_act(&m, ours);
}

#define TRANSFER                                                                                             \
        "<CTfile><Header><CTFversion>26.0</CTFversion><DocumentQualifier>full</DocumentQualifier>"           \
        "<SourceSchool><LEA>999</LEA><Estab>2001</Estab></SourceSchool></Header><CTFpupilData><Pupil>"       \
        "<Surname>Quillfeather</Surname><Forename>Zebedee</Forename><DOB>2018-03-04</DOB><Shoe>3</Shoe>"     \
        "</Pupil></CTFpupilData></CTfile>"

/* Another batch in the place of this one. */
static void begin_again(bool migration)
{
        struct batch b = moving_batch(&m);
        is_long(batch_drop(m.d.db, &m.scope, &b), DONE, "given up");
        moving_begin(&m, migration);
}

/* The same bytes in a migration, which asks about everybody they do not name, and in a bulk upload. */
static void taken_by_bulk(const char *label, const char *bytes, size_t len, const char *kind, const char *note)
{
        unsigned long upload;
        struct book book;
        begin_again(true);
        is_long(receive(label, bytes, len, 0, &upload), DONE, label);
        struct upload u = found(upload);
        ok(!u.read && u.rows == 0 && strstr(u.message, "who has left"), "a migration refuses it: %s", u.message);
        is_long(moving_plan(&m).files_unread, 1, "and cannot go on with it");
        begin_again(false);
        is_long(receive(label, bytes, len, 0, &upload), DONE, label);
        u = found(upload);
        ok(u.read && u.rows == 1 && strcmp(u.kind, kind) == 0, "a bulk upload takes it as a list: %s", u.message);
        ok(strstr(u.notes, note) != NULL, "and tells what its reader said: %s", u.notes);
        is_long(flow_book(&m.flow, upload, &book), DONE, "it is given back");
        is_text(book.kind, kind, "as it was read");
}

static void sets(void)
{
        size_t len;
        const struct zipped_part parts[] = {
                { "manifest.csv", "propertyName,value\nfile.users,delta\n", 0, 0 },
                { "orgs.csv", "sourcedId,name,identifier\ns,Oak,9992001\n", 0, 0 },
                { "users.csv", "sourcedId,role,givenName,familyName,orgSourcedIds\nu,student,Zebedee,Quillfeather,s\n"
                               "t,teacher,A,B,s\n",
                  0, 0 },
        };
        taken_by_bulk("9992001_CTF_9992001_001.xml", TRANSFER, strlen(TRANSFER), "ctf", "Shoe");
        const char *bytes = zipped(m.a, parts, 3, NULL, &len);
        taken_by_bulk("changes.zip", bytes, len, "delta", "1 person of the file is no pupil");
        unsigned long upload;
        bytes = zipped(m.a, parts + 1, 2, NULL, &len);
        begin_again(true);
        is_long(receive("roster.zip", bytes, len, 0, &upload), DONE, "a whole roster");
        struct upload u = found(upload);
        ok(u.read && u.rows == 1 && strcmp(u.kind, "roster") == 0, "may tell a migration who has left: %s", u.message);
}

int main(void)
{
        if (!moving_open(&m))
                return done_testing();
        moving_school(&m, "9992001", "Anna", 3);
        moving_begin(&m, true);
        unsigned long first = kept_and_read();
        read_back(first);
        replaced(first);
        unreadable();
        large();
        vault();
        wrong_number();
        after_the_tick();
        other_schools();
        sets();
        moving_close(&m);
        return done_testing();
}
