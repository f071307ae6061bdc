#include "store/child.h"

#include <string.h>

#include "base/text.h"
#include "match/key.h"
#include "store/pupil_columns.h"

SQL(of_pupils, "SELECT id, child_id FROM pupil WHERE id IN (" FIFTY ")");

#define FOUND                                                                                                \
        "SELECT p.school_id, p.id, p.child_id, s.name, p.surname, p.forename, p.date_of_birth, p.upn, "      \
        "p.nc_year, p.left_on, p.state = 'R', EXISTS (SELECT 1 FROM active_child a WHERE a.child_id = "      \
        "p.child_id) FROM "
/* Who came with a migration that was undone never came. */
#define CAME                                                                                                 \
        "(p.state = 'R' OR p.left_batch_id IS NULL OR p.left_batch_id NOT IN (SELECT id FROM batch WHERE "   \
        "state = 'undone'))"
#define WORD  " AND (? = '' OR CONCAT(' ', sort_name) LIKE CONCAT('% ', ?, '%'))"
#define ORDER "ORDER BY p.state DESC, p.sort_name, p.id"

/* The key by_name holds all that the words are compared with: the rows themselves are read for those found.
 */
SQL(by_words,
    FOUND "(SELECT school_id, id FROM pupil WHERE TRUE" WORD WORD WORD WORD ") k JOIN pupil p ON "
          "p.school_id = k.school_id AND p.id = k.id JOIN school s ON s.id = p.school_id WHERE (? = '' OR "
          "p.date_of_birth = COALESCE(?, '1000-01-01')) AND " CAME " " ORDER " LIMIT ? OFFSET ?");
SQL(by_upn,
    FOUND "pupil p JOIN school s ON s.id = p.school_id WHERE p.id IN (SELECT pupil_id FROM pupil_key WHERE "
          "key_value IN (" SQL_ROWS5("?") "," SQL_ROWS5(
              "?") ")) AND (p.upn = ? OR p.former_upn = ?) AND (? = '' OR "
                   "p.date_of_birth = COALESCE(?, '1000-01-01')) AND " CAME " " ORDER " LIMIT ? OFFSET ?");
SQL(elsewhere, FOUND
    "pupil p JOIN school s ON s.id = p.school_id WHERE p.child_id = ? AND p.id <> ? AND " CAME " " ORDER);
enum { WORDS = 4, UPN_KEYS = 10 };

enum outcome child_of_pupils(struct db *db, const unsigned long *pupils, size_t count,
                             unsigned long *children)
{
        enum outcome result = DONE;
        struct arena *a = arena_new();
        for (size_t at = 0; result == DONE && at < count; at += IN_LIST) {
                struct result r;
                struct arg args[IN_LIST];
                size_t n = count - at < IN_LIST ? count - at : IN_LIST;
                in_list(args, pupils + at, n);
                result = db_query(db, a, &r, &of_pupils, args, IN_LIST);
                for (size_t i = 0; i < n; i++) {
                        children[at + i] = 0;
                        for (size_t row = 0; row < r.count; row++)
                                if ((unsigned long)result_number(&r, row, 0) == pupils[at + i])
                                        children[at + i] = (unsigned long)result_number(&r, row, 1);
                }
                arena_reset(a);
        }
        arena_free(a);
        return result;
}

/* One more than a page was asked for. */
static struct children_found found_of(struct arena *a, const struct result *r, size_t page)
{
        struct child_found *items = arena_array(a, r->count + 1, sizeof *items);
        for (size_t i = 0; i < r->count; i++)
                items[i] = (struct child_found){ .school = (unsigned long)result_number(r, i, 0),
                                                 .pupil = (unsigned long)result_number(r, i, 1),
                                                 .child = (unsigned long)result_number(r, i, 2),
                                                 .school_name = result_text(r, i, 3),
                                                 .surname = result_text(r, i, 4),
                                                 .forename = result_text(r, i, 5),
                                                 .dob = result_text(r, i, 6),
                                                 .upn = result_text(r, i, 7),
                                                 .year = result_text(r, i, 8),
                                                 .left_on = result_text(r, i, 9),
                                                 .on_roll = result_number(r, i, 10) != 0,
                                                 .active = result_number(r, i, 11) != 0 };
        return (struct children_found){ r->count > page, r->count > page ? page : r->count, items };
}

static size_t last_args(const struct child_filter *f, struct arg *args)
{
        args[0] = arg_text(f->dob);
        args[1] = arg_text_or_null(f->dob);
        args[2] = arg_number((long long)f->per_page + 1);
        args[3] = arg_number((long long)f->page * f->per_page);
        return 4;
}

static enum outcome search_words(struct db *db, struct arena *a, const struct child_filter *f,
                                 struct result *r)
{
        struct arg args[2 * WORDS + 4];
        char *rest = text_fold(a, f->words);
        size_t n = 0;
        for (int i = 0; i < WORDS; i++) {
                const char *word = strsep(&rest, " ");
                args[n++] = arg_text(word);
                args[n++] = arg_text(word);
        }
        n += last_args(f, args + n);
        return db_query(db, a, r, &by_words, args, n);
}

static enum outcome search_upn(struct db *db, struct arena *a, const struct child_filter *f, struct result *r)
{
        struct arg args[UPN_KEYS + 6];
        uint64_t keys[MATCH_KEYS_MAX];
        struct record sought;
        record_blank(&sought);
        sought.value[FIELD_UPN] = f->upn;
        unsigned count = match_keys(&sought, keys);
        if (count == 0) {
                *r = (struct result){ 0 };
                return DONE;
        }
        size_t n = 0;
        for (; n < UPN_KEYS; n++)
                args[n] = arg_number((long long)keys[n < count ? n : 0]);
        args[n++] = arg_text(f->upn);
        args[n++] = arg_text(f->upn);
        n += last_args(f, args + n);
        return db_query(db, a, r, &by_upn, args, n);
}

enum outcome child_search(struct db *db, struct arena *a, const struct child_filter *f,
                          struct children_found *out)
{
        struct result r;
        enum outcome result = *f->upn ? search_upn(db, a, f, &r) : search_words(db, a, f, &r);
        *out = found_of(a, &r, f->per_page);
        return result;
}

enum outcome child_elsewhere(struct db *db, struct arena *a, unsigned long child, unsigned long pupil,
                             struct children_found *out)
{
        struct result r;
        enum outcome result = db_query(db, a, &r, &elsewhere, ARGS(arg_id(child), arg_id(pupil)));
        *out = found_of(a, &r, r.count);
        return result;
}
