#include "agent/roster.h"

#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "agent/web.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"

enum { FILE_MAX = 64 << 20, PAGE = 100, PAGES_MAX = 10000, TIMEOUT_SECONDS = 60, FILES = 5 };

struct fetching {
        struct arena *arena;
        const struct config *config;
        struct web *web;
        const char *base, *bearer;
        void (*tick)(void *with);
        void *with;
        const char *words;
};

/* ---- a line of CSV for each thing ---- */

static void cell(struct buf *b, const char *text, bool last)
{
        buf_char(b, '"');
        for (; text && *text; text++) {
                if (*text == '"')
                        buf_char(b, '"');
                buf_char(b, *text);
        }
        buf_text(b, last ? "\"\r\n" : "\",");
}

static void line(struct buf *b, const char *const *cells, size_t count)
{
        for (size_t i = 0; i < count; i++)
                cell(b, cells[i], i + 1 == count);
}
#define LINE(b, ...) line(b, (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static const char *text(const struct json *j, const char *name)
{
        return j ? json_get_text(j, name) : NULL;
}

static const char *id_in(const struct json *j, const char *name)
{
        return text(j ? json_get_object(j, name) : NULL, "sourcedId");
}

/* The texts of a list, or what `pick` finds in its objects, with commas between. */
static const char *joined(struct arena *a, const struct json *j, const char *name, const char *(*pick)(struct arena *a, const struct json *one))
{
        size_t count;
        const char *all = "";
        const struct json *list = json_get_list(j, name, &count);
        for (size_t i = 0; i < count; i++) {
                const struct json *one = json_at(list, i);
                const char *part = pick ? one ? pick(a, one) : NULL : json_text_at(list, i);
                if (part && *part)
                        all = *all ? arena_printf(a, "%s,%s", all, part) : part;
        }
        return all;
}

static const char *source_id(struct arena *a, const struct json *one)
{
        (void)a;
        return text(one, "sourcedId");
}

static const char *user_id(struct arena *a, const struct json *one)
{
        const char *type = text(one, "type"), *id = text(one, "identifier");
        return id ? arena_printf(a, "{%s:%s}", type ? type : "", id) : NULL;
}

/* Of 1.2: the organisations in which somebody has a role. */
static const char *role_org(struct arena *a, const struct json *one)
{
        (void)a;
        return id_in(one, "org");
}

/* /students lists pupils alone. */
static void put_user(struct arena *a, struct buf *b, const struct json *j)
{
        const char *orgs = joined(a, j, "orgs", source_id);
        if (!*orgs)
                orgs = joined(a, j, "roles", role_org);
        LINE(b, text(j, "sourcedId"), "", "", orgs, "student", joined(a, j, "userIds", user_id), text(j, "givenName"), text(j, "familyName"),
             text(j, "middleName"), text(j, "identifier"), joined(a, j, "grades", NULL), text(j, "preferredFirstName"),
             text(j, "preferredLastName"), text(j, "userMasterIdentifier"), id_in(j, "primaryOrg"));
}

static void put_org(struct arena *a, struct buf *b, const struct json *j)
{
        (void)a;
        LINE(b, text(j, "sourcedId"), "", "", text(j, "name"), text(j, "type"), text(j, "identifier"));
}

static void put_person(struct arena *a, struct buf *b, const struct json *j)
{
        (void)a;
        const char *sex = text(j, "sex");
        LINE(b, text(j, "sourcedId"), "", "", text(j, "birthDate"), sex ? sex : text(j, "gender"));
}

static void put_class(struct arena *a, struct buf *b, const struct json *j)
{
        (void)a;
        LINE(b, text(j, "sourcedId"), "", "", text(j, "title"), text(j, "classType"));
}

static void put_enrolment(struct arena *a, struct buf *b, const struct json *j)
{
        (void)a;
        LINE(b, text(j, "sourcedId"), "", "", id_in(j, "class"), id_in(j, "user"), text(j, "role"));
}

static const struct collection {
        const char *path, *member, *file, *headings;
        void (*put)(struct arena *a, struct buf *b, const struct json *j);
        const char *kind; /* what is missing when the system has it no more; NULL: without it there is nothing */
} collections[FILES] = {
        { "/students", "users", "users.csv",
          "sourcedId,status,dateLastModified,orgSourcedIds,role,userIds,givenName,familyName,middleName,identifier,grades,preferredGivenName,"
          "preferredFamilyName,userMasterIdentifier,primaryOrgSourcedId\r\n",
          put_user, NULL },
        { "/orgs", "orgs", "orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier\r\n", put_org, NULL },
        { "/demographics", "demographics", "demographics.csv", "sourcedId,status,dateLastModified,birthDate,sex\r\n", put_person,
          "demographics" },
        { "/classes", "classes", "classes.csv", "sourcedId,status,dateLastModified,title,classType\r\n", put_class, "classes" },
        { "/enrollments", "enrollments", "enrollments.csv",
          "sourcedId,status,dateLastModified,classSourcedId,userSourcedId,role\r\n", put_enrolment, "enrolments" },
};

/* ---- asking ---- */

static bool failed(struct fetching *f, const char *words)
{
        f->words = words;
        return false;
}

static bool get_token(struct fetching *f)
{
        const struct config *c = f->config;
        const char *scope = config_get(c, "oneroster_scope", ""), *why = "";
        const char *body = *scope ? arena_printf(f->arena, "grant_type=client_credentials&scope=%s", scope) : "grant_type=client_credentials";
        struct web_answer got;
        const struct web_ask ask = { .method = "POST",
                                     .url = config_get(c, "oneroster_token_url", ""),
                                     .type = "application/x-www-form-urlencoded",
                                     .user = arena_printf(f->arena, "%s:%s", config_get(c, "oneroster_client_id", ""),
                                                          config_get(c, "oneroster_client_secret", "")),
                                     .body = body,
                                     .len = strlen(body) };
        if (!web_send(f->web, f->arena, &ask, &got, &why))
                return failed(f, arena_printf(f->arena, "The school’s system gives no token: %s", why));
        struct json *j = json_read(got.bytes, got.len);
        const char *token = j && got.status == 200 ? json_get_text(j, "access_token") : NULL;
        f->bearer = token ? arena_printf(f->arena, "Bearer %s", token) : NULL;
        if (j)
                json_drop(j);
        return f->bearer ? true : failed(f, arena_printf(f->arena, "The school’s system gives no token: it answered %ld.", got.status));
}

/* What is marked to be deleted is not there any more. */
static size_t put_page(struct fetching *f, const struct collection *c, const struct json *page, struct buf *out)
{
        size_t count;
        const struct json *list = json_get_list(page, c->member, &count);
        for (size_t i = 0; i < count; i++) {
                const struct json *one = json_at(list, i);
                const char *status = text(one, "status");
                if (one && !(status && strcmp(status, "tobedeleted") == 0))
                        c->put(f->arena, out, one);
        }
        return list ? count : 0;
}

static bool get_page(struct fetching *f, const struct collection *c, long offset, struct web_answer *got)
{
        const char *why = "";
        const struct web_ask ask = { .method = "GET",
                                     .url = arena_printf(f->arena, "%s%s?limit=%d&offset=%ld", f->base, c->path, PAGE, offset),
                                     .authorization = f->bearer };
        if (!web_send(f->web, f->arena, &ask, got, &why))
                return failed(f, arena_printf(f->arena, "The school’s system does not answer: %s", why));
        return got->status == 200 || got->status == 410
                   ? true
                   : failed(f, arena_printf(f->arena, "The school’s system answered %ld when asked for %s.", got->status, c->member));
}

/* Page after page, until one is empty or the number that the system says is reached. */
static enum roster_result fetch(struct fetching *f, const struct collection *c, struct buf *out)
{
        long offset = 0;
        buf_text(out, c->headings);
        for (int n = 0; n < PAGES_MAX; n++) {
                struct web_answer got;
                if (!get_page(f, c, offset, &got))
                        return ROSTER_FAILED;
                if (got.status == 410)
                        return ROSTER_GONE;
                struct json *page = json_read(got.bytes, got.len);
                if (!page || !json_has(page, c->member)) {
                        if (page)
                                json_drop(page);
                        failed(f, arena_printf(f->arena, "The school’s system answered with something that is no list of %s.", c->member));
                        return ROSTER_FAILED;
                }
                size_t count = put_page(f, c, page, out);
                json_drop(page);
                offset += (long)count;
                if (count == 0 || (got.total >= 0 && offset >= got.total))
                        return ROSTER_GOT;
                if (out->len > FILE_MAX)
                        break;
                f->tick(f->with);
        }
        failed(f, "The school’s system does not come to an end.");
        return ROSTER_FAILED;
}

/* ---- the zip ---- */

static bool add_file(zip_t *z, const char *name, const struct buf *b)
{
        zip_source_t *source = zip_source_buffer(z, b->bytes, b->len, 0);
        if (source && zip_file_add(z, name, source, ZIP_FL_ENC_UTF_8) >= 0)
                return true;
        zip_source_free(source);
        return false;
}

static bool write_zip(const char *path, const struct buf files[FILES], const char *version)
{
        struct buf manifest = BUF_EMPTY;
        int fault;
        buf_printf(&manifest, "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,%s\r\n", version);
        for (size_t i = 0; i < FILES; i++)
                buf_printf(&manifest, "file.%.*s,bulk\r\n", (int)strcspn(collections[i].file, "."), collections[i].file);
        zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &fault);
        bool good = z && add_file(z, "manifest.csv", &manifest);
        for (size_t i = 0; good && i < FILES; i++)
                good = add_file(z, collections[i].file, &files[i]);
        if (z && !good)
                zip_discard(z);
        good = good && zip_close(z) == 0;
        buf_free(&manifest);
        return good;
}

static enum roster_result fetch_all(struct fetching *f, struct buf files[FILES], const char **gone)
{
        *gone = "";
        for (size_t i = 0; i < FILES; i++) {
                enum roster_result result = fetch(f, &collections[i], &files[i]);
                if (result == ROSTER_GONE && collections[i].kind)
                        *gone = collections[i].kind;
                else if (result != ROSTER_GOT)
                        return result;
        }
        if (files[0].len == strlen(collections[0].headings)) {
                failed(f, "The school’s system lists no pupils at all. Look whether the agent may read them.");
                return ROSTER_FAILED;
        }
        return ROSTER_GOT;
}

enum roster_result roster_fetch(struct arena *a, const struct config *c, const char *path, void (*tick)(void *with), void *with,
                                const char **words)
{
        struct fetching f = { .arena = a, .config = c, .base = config_get(c, "oneroster_url", ""), .tick = tick, .with = with, .words = "" };
        struct buf files[FILES] = { 0 };
        const char *gone = "";
        f.web = web_open(config_get(c, "oneroster_ca_file", config_get(c, "ca_file", NULL)), TIMEOUT_SECONDS);
        enum roster_result result = get_token(&f) ? fetch_all(&f, files, &gone) : ROSTER_FAILED;
        if (result == ROSTER_GOT && !write_zip(path, files, config_get(c, "oneroster_version", "1.1"))) {
                result = ROSTER_FAILED;
                f.words = "The data of the school’s system could not be written down on this machine.";
        }
        *words = result == ROSTER_GOT ? gone : result == ROSTER_GONE ? "The school’s system says that it has no pupils’ data any more." : f.words;
        for (size_t i = 0; i < FILES; i++)
                buf_free(&files[i]);
        web_close(f.web);
        return result;
}
