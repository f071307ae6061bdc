#include "sheet/xlsx.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "sheet/xlsx_parts.h"

enum { TARGET_MAX = 1024 };

/* A relationship of a part: type is the last word of its type, target the full name of a part. */
struct link {
        struct link *next;
        const char *id, *type, *target;
};

struct tab {
        struct tab *next;
        const char *name, *id;
        bool hidden;
};

struct workbook {
        struct arena *arena;
        struct package *package;
        struct sink *sink;
        const char *name; /* of the main part */
        struct link *links, **last_link;
        struct tab *tabs, **last_tab;
        struct xlsx_shared shared;
};

/* "worksheets/a.xml" seen from "xl/workbook.xml" is "xl/worksheets/a.xml"; "/xl/a.xml" is "xl/a.xml" from
 * anywhere. */
static const char *resolve(struct arena *a, const char *from, const char *target)
{
        const char *slash = strrchr(from, '/');
        int folder = slash && *target != '/' && *target != '\\' ? (int)(slash - from) + 1 : 0;
        char *path = arena_printf(a, "%.*s%s", folder, from, target), *to = path, *up;
        for (char *p = path; *p; p++)
                *to++ = *p == '\\' ? '/' : *p;
        while (*path == '/')
                path++;
        while ((up = strstr(path, "../"))) {
                char *start = up > path ? up - 1 : path;
                while (start > path && start[-1] != '/')
                        start--;
                memmove(start, up + 3, strlen(up + 3) + 1);
        }
        while ((up = strstr(path, "./")))
                memmove(up, up + 2, strlen(up + 2) + 1);
        return path;
}

static enum outcome open_link(void *with, const char *name, const char **attributes)
{
        struct workbook *w = with;
        const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type"),
                   *target = xml_attribute(attributes, "Target"),
                   *mode = xml_attribute(attributes, "TargetMode");
        if (strcmp(name, "Relationship") != 0 || !id || !type || !target || strlen(target) > TARGET_MAX ||
            (mode && strcasecmp(mode, "External") == 0))
                return DONE;
        struct link *l = *w->last_link = arena_alloc(w->arena, sizeof *l);
        w->last_link = &l->next;
        l->id = arena_text(w->arena, id);
        l->type = arena_text(w->arena, strrchr(type, '/') ? strrchr(type, '/') + 1 : type);
        l->target = resolve(w->arena, w->name, target);
        return DONE;
}

static enum outcome ignore_close(void *with, const char *name)
{
        (void)with, (void)name;
        return DONE;
}

static enum outcome read_links(struct workbook *w, const char *name)
{
        static const struct xml_calls calls = { open_link, ignore_close, NULL, NULL };
        w->links = NULL;
        w->last_link = &w->links;
        return xml_read_part(w->package, name, w->sink, &calls, w);
}

static const struct link *link_of_type(const struct workbook *w, const char *type)
{
        for (const struct link *l = w->links; l; l = l->next)
                if (strcmp(l->type, type) == 0)
                        return l;
        return NULL;
}

static const struct link *link_of_id(const struct workbook *w, const char *id)
{
        for (const struct link *l = w->links; l; l = l->next)
                if (strcmp(l->id, id) == 0)
                        return l;
        return NULL;
}

static bool is_on(const char *value)
{
        return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0);
}

static const char *id_of_link(const char **attributes)
{
        for (; *attributes; attributes += 2)
                if (strchr(*attributes, ':') && strcmp(xml_local(*attributes), "id") == 0)
                        return attributes[1];
        return "";
}

static enum outcome open_workbook(void *with, const char *name, const char **attributes)
{
        struct workbook *w = with;
        if (strcmp(name, "workbookPr") == 0)
                w->shared.epoch_1904 = is_on(xml_attribute(attributes, "date1904"));
        if (strcmp(name, "sheet") != 0)
                return DONE;
        const char *state = xml_attribute(attributes, "state");
        struct tab *t = *w->last_tab = arena_alloc(w->arena, sizeof *t);
        w->last_tab = &t->next;
        t->name = arena_text(w->arena, xml_attribute(attributes, "name"));
        t->id = arena_text(w->arena, id_of_link(attributes));
        t->hidden = state && strcmp(state, "visible") != 0;
        return DONE;
}

/* Where the main part is; packages without the link have been seen, and then its usual name is tried. */
static enum outcome find_workbook(struct workbook *w)
{
        w->name = "";
        enum outcome result = read_links(w, "_rels/.rels");
        if (result != DONE && result != ABSENT)
                return result;
        const struct link *main = link_of_type(w, "officeDocument");
        w->name = main ? main->target : "xl/workbook.xml";
        if (strstr(w->name, "word/"))
                return sink_refuse(w->sink,
                                   "This is a Word document. Put the list into a spreadsheet and send that.");
        if (strstr(w->name, "ppt/"))
                return sink_refuse(w->sink,
                                   "This is a PowerPoint presentation. Send the spreadsheet instead.");
        if (strlen(w->name) > 4 && strcasecmp(w->name + strlen(w->name) - 4, ".bin") == 0)
                return sink_refuse(
                    w->sink,
                    "This is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx) and send that.");
        return package_has(w->package, w->name) ? DONE : ABSENT;
}

static enum outcome read_workbook(struct workbook *w)
{
        static const struct xml_calls calls = { open_workbook, ignore_close, NULL, NULL };
        const char *slash = strrchr(w->name, '/'), *base = slash ? slash + 1 : w->name;
        enum outcome result = xml_read_part(w->package, w->name, w->sink, &calls, w);
        if (result == DONE)
                result = read_links(
                    w, arena_printf(w->arena, "%.*s_rels/%s.rels", (int)(base - w->name), w->name, base));
        return result == ABSENT ? DONE : result;
}

static enum outcome read_shared(struct workbook *w)
{
        const struct link *styles = link_of_type(w, "styles"), *strings = link_of_type(w, "sharedStrings");
        enum outcome result =
            styles ? xlsx_read_styles(w->package, styles->target, w->sink, &w->shared) : DONE;
        if (result == DONE || result == ABSENT)
                result = strings ? xlsx_read_strings(w->package, strings->target, w->sink, &w->shared) : DONE;
        return result == ABSENT ? DONE : result;
}

/* A sheet that is named and not there must not pass for an empty one. */
static enum outcome read_tab(struct workbook *w, const struct tab *t, const struct link *l)
{
        enum outcome result = sink_sheet(w->sink, t->name, t->hidden);
        if (result != DONE || (l && strcmp(l->type, "worksheet") != 0))
                return result;
        result = l ? xlsx_read_grid(w->package, l->target, w->sink, &w->shared) : ABSENT;
        if (result != ABSENT)
                return result;
        return sink_refuse(
            w->sink,
            "The workbook is damaged: sheet \"%s\" is not in the file. Open it in Excel, save it again "
            "and send that.",
            t->name);
}

static enum outcome read_tabs(struct workbook *w)
{
        enum outcome result = DONE;
        if (!w->tabs)
                return sink_refuse(
                    w->sink, "The workbook has no sheets. Open it in Excel, save it again and send that.");
        bool grids = false;
        for (const struct tab *t = w->tabs; t && result == DONE; t = t->next) {
                const struct link *l = link_of_id(w, t->id);
                grids |= l && strcmp(l->type, "worksheet") == 0;
                result = read_tab(w, t, l);
        }
        if (result == DONE && !grids)
                return sink_refuse(
                    w->sink,
                    "The workbook holds charts only, no sheet with rows. Send the one with the list.");
        return result;
}

enum outcome xlsx_read(struct package *p, struct sink *s)
{
        struct workbook w = { .arena = arena_new(), .package = p, .sink = s };
        w.last_tab = &w.tabs;
        enum outcome result = find_workbook(&w);
        if (result == DONE) {
                sink_kind(s, "xlsx");
                result = read_workbook(&w);
        }
        if (result == DONE)
                result = read_shared(&w);
        if (result == DONE)
                result = read_tabs(&w);
        xlsx_free(&w.shared);
        arena_free(w.arena);
        return result;
}
