#include "pages/pupils.h"

#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/text.h"
#include "intake/value.h"
#include "model/code.h"
#include "model/ctf.h"
#include "model/year.h"
#include "pages/words.h"
#include "store/audit.h"
#include "store/pupil.h"
#include "store/school.h"
#include "view/csv.h"
#include "view/format.h"
#include "view/input.h"
#include "view/list.h"
#include "view/xlsx.h"

enum { PER_PAGE = 50, FILE_MAX = 20000 };

/* ---- columns ---- */

static const char *value_of(const void *row, enum field field)
{
        return ((const struct pupil_full *)row)->pupil.record.value[field];
}

static const char *name(struct arena *a, const void *row)
{
        return words_list_name(a, &((const struct pupil_full *)row)->pupil.record);
}

static struct html name_link(struct arena *a, const void *row)
{
        const struct pupil_full *p = row;
        return part_link(a, words_list_name(a, &p->pupil.record),
                         url_make(a, "/school/pupils/{}", &p->pupil.id));
}

/* Files have values as an upload takes them back; pages have them in words. */
#define FIELD_OF(function, field)                                                                            \
        static const char *function(struct arena *a, const void *row)                                        \
        {                                                                                                    \
                const char *value = value_of(row, field);                                                    \
                return field_table[field].kind == KIND_DATE ? value_words(a, field, value) : value;          \
        }
#define WORDS_OF(function, field)                                                                            \
        static const char *function(struct arena *a, const void *row)                                        \
        {                                                                                                    \
                return value_words(a, field, value_of(row, field));                                          \
        }
FIELD_OF(upn, FIELD_UPN)
FIELD_OF(former_upn, FIELD_FORMER_UPN)
FIELD_OF(uln, FIELD_ULN)
FIELD_OF(surname, FIELD_SURNAME)
FIELD_OF(forename, FIELD_FORENAME)
FIELD_OF(middle_names, FIELD_MIDDLE_NAMES)
FIELD_OF(preferred_surname, FIELD_PREFERRED_SURNAME)
FIELD_OF(preferred_forename, FIELD_PREFERRED_FORENAME)
FIELD_OF(former_surname, FIELD_FORMER_SURNAME)
FIELD_OF(dob, FIELD_DOB)
FIELD_OF(sex, FIELD_SEX)
FIELD_OF(nc_year, FIELD_NC_YEAR)
FIELD_OF(class, FIELD_CLASS)
FIELD_OF(enrolment, FIELD_ENROLMENT)
FIELD_OF(entry_date, FIELD_ENTRY_DATE)
FIELD_OF(address, FIELD_ADDRESS)
FIELD_OF(town, FIELD_TOWN)
FIELD_OF(postcode, FIELD_POSTCODE)
FIELD_OF(ethnicity, FIELD_ETHNICITY)
FIELD_OF(language, FIELD_LANGUAGE)
FIELD_OF(sen, FIELD_SEN)
FIELD_OF(fsm, FIELD_FSM)
FIELD_OF(service_child, FIELD_SERVICE_CHILD)
FIELD_OF(former_forename, FIELD_FORMER_FORENAME)
FIELD_OF(sen_need, FIELD_SEN_NEED)
FIELD_OF(sen_need_2, FIELD_SEN_NEED_2)
FIELD_OF(looked_after, FIELD_LOOKED_AFTER)
FIELD_OF(post_looked_after, FIELD_POST_LOOKED_AFTER)
FIELD_OF(young_carer, FIELD_YOUNG_CARER)
FIELD_OF(boarder, FIELD_BOARDER)
FIELD_OF(english_proficiency, FIELD_ENGLISH)
WORDS_OF(sex_words, FIELD_SEX)
WORDS_OF(year_words, FIELD_NC_YEAR)

static const char *left_on(struct arena *a, const void *row)
{
        char text[DATE_TEXT];
        return arena_text(a, date_to_uk(date_from_iso(((const struct pupil_full *)row)->left_on), text));
}

static const char *ground(struct arena *a, const void *row)
{
        (void)a;
        const char *code = ((const struct pupil_full *)row)->ground;
        return *code ? code_words(&code_ground, code) : "";
}

static const char *destination(struct arena *a, const void *row)
{
        (void)a;
        return ((const struct pupil_full *)row)->destination;
}

#define ON_PAGE                                                                                              \
        { "name", "Name", name, name_link, COLUMN_SORT | COLUMN_PAGE_ONLY },                                 \
            { "upn", "UPN", upn, NULL, COLUMN_SORT }, { "dob", "Date of birth", dob, NULL, COLUMN_SORT },    \
            { "sex", "Sex", sex_words, NULL, COLUMN_SORT | COLUMN_PAGE_ONLY },                               \
            { "year", "NC year", year_words, NULL, COLUMN_SORT | COLUMN_PAGE_ONLY },                         \
        {                                                                                                    \
                "class", "Class", class, NULL, COLUMN_SORT | COLUMN_PAGE_ONLY                                \
        }

#define IN_FILE                                                                                              \
        { "former_upn", "Former UPN", former_upn, NULL, COLUMN_FILE_ONLY },                                  \
            { "uln", "ULN", uln, NULL, COLUMN_FILE_ONLY },                                                   \
            { "surname", "Surname", surname, NULL, COLUMN_FILE_ONLY },                                       \
            { "forename", "Forename", forename, NULL, COLUMN_FILE_ONLY },                                    \
            { "middle_names", "Middle names", middle_names, NULL, COLUMN_FILE_ONLY },                        \
            { "preferred_surname", "Preferred surname", preferred_surname, NULL, COLUMN_FILE_ONLY },         \
            { "preferred_forename", "Preferred forename", preferred_forename, NULL, COLUMN_FILE_ONLY },      \
            { "former_surname", "Former surname", former_surname, NULL, COLUMN_FILE_ONLY },                  \
            { "sex", "Sex", sex, NULL, COLUMN_FILE_ONLY },                                                   \
            { "nc_year", "NC year", nc_year, NULL, COLUMN_FILE_ONLY },                                       \
            { "class", "Class", class, NULL, COLUMN_FILE_ONLY },                                             \
            { "enrolment", "Enrolment status", enrolment, NULL, COLUMN_FILE_ONLY },                          \
            { "entry_date", "Date of entry", entry_date, NULL, COLUMN_FILE_ONLY },                           \
            { "address", "Address", address, NULL, COLUMN_FILE_ONLY },                                       \
            { "town", "Town", town, NULL, COLUMN_FILE_ONLY },                                                \
            { "postcode", "Postcode", postcode, NULL, COLUMN_FILE_ONLY },                                    \
            { "ethnicity", "Ethnicity", ethnicity, NULL, COLUMN_FILE_ONLY },                                 \
            { "language", "First language", language, NULL, COLUMN_FILE_ONLY },                              \
            { "sen", "SEN provision", sen, NULL, COLUMN_FILE_ONLY },                                         \
            { "fsm", "Free school meals", fsm, NULL, COLUMN_FILE_ONLY },                                     \
            { "service_child", "Service child", service_child, NULL, COLUMN_FILE_ONLY },                     \
            { "former_forename", "Former forename", former_forename, NULL, COLUMN_FILE_ONLY },               \
            { "sen_need", "SEN need", sen_need, NULL, COLUMN_FILE_ONLY },                                    \
            { "sen_need_2", "Secondary SEN need", sen_need_2, NULL, COLUMN_FILE_ONLY },                      \
            { "looked_after", "Looked after", looked_after, NULL, COLUMN_FILE_ONLY },                        \
            { "post_looked_after", "Post-looked-after arrangement", post_looked_after, NULL,         \
              COLUMN_FILE_ONLY },                                                                            \
            { "young_carer", "Young carer", young_carer, NULL, COLUMN_FILE_ONLY },                           \
            { "boarder", "Boarder", boarder, NULL, COLUMN_FILE_ONLY },                                       \
        {                                                                                                    \
                "english_proficiency", "English proficiency", english_proficiency, NULL, COLUMN_FILE_ONLY    \
        }

static const struct column roll_columns[] = {
        ON_PAGE, { "entry", "Date of entry", entry_date, NULL, COLUMN_SORT | COLUMN_PAGE_ONLY }, IN_FILE
};
static const struct column left_columns[] = { ON_PAGE,
                                              { "left", "Left on", left_on, NULL, COLUMN_SORT },
                                              { "ground", "Ground", ground, NULL, 0 },
                                              { "destination", "Destination", destination, NULL, 0 },
                                              IN_FILE };

static const char *const order_keys[ORDER_COUNT] = {
        [ORDER_NAME] = "name", [ORDER_UPN] = "upn",     [ORDER_DOB] = "dob",     [ORDER_SEX] = "sex",
        [ORDER_YEAR] = "year", [ORDER_CLASS] = "class", [ORDER_ENTRY] = "entry", [ORDER_LEFT] = "left",
};

/* ---- what is asked for ---- */

struct asked {
        struct pupil_filter filter;
        const char *sorted; /* as in the address */
};

static enum pupil_order order_of(const char *key)
{
        for (int o = 0; o < ORDER_COUNT; o++)
                if (order_keys[o] && strcmp(order_keys[o], key) == 0)
                        return (enum pupil_order)o;
        return ORDER_NAME;
}

static struct asked asked_for(const struct visit *v)
{
        const struct request *r = v->request;
        const char *sort = request_query(r, "sort");
        long page = 1;
        bool down = *sort == '-';
        enum pupil_order order = order_of(sort + down);
        (void)!text_to_long(request_query(r, "page"), 1, 100000, &page);
        return (struct asked){ .filter = { .words = request_query(r, "q"),
                                           .year = request_query(r, "year"),
                                           .class = request_query(r, "class"),
                                           .left = strcmp(request_query(r, "state"), "left") == 0,
                                           .order = order,
                                           .down = down,
                                           .page = (unsigned)page - 1,
                                           .per_page = PER_PAGE },
                               .sorted = arena_printf(v->arena, "%s%s", down ? "-" : "", order_keys[order]) };
}

/* "/school/pupils.csv?q=...&sort=": what is asked for again, with another end. */
static const char *again(struct arena *a, const char *path, const struct asked *asked, const char *end)
{
        const struct pupil_filter *f = &asked->filter;
        const char *const pairs[][2] = { { "q", f->words },
                                         { "year", f->year },
                                         { "class", f->class },
                                         { "state", f->left ? "left" : "" } };
        struct buf b = BUF_EMPTY;
        buf_printf(&b, "%s?", path);
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
                if (*pairs[i][1]) {
                        buf_printf(&b, "%s=", pairs[i][0]);
                        url_encode(&b, pairs[i][1]);
                        buf_char(&b, '&');
                }
        buf_text(&b, end);
        const char *url = arena_bytes(a, b.bytes, b.len);
        buf_free(&b);
        return url;
}

static struct list list_of(const struct asked *asked, const struct pupil_list *pupils)
{
        bool left = asked->filter.left;
        return (struct list){
                .id = "pupils",
                .caption = left ? "Pupils who have left" : "Pupils on the roll",
                .quiet = true,
                .columns = left ? left_columns : roll_columns,
                .column_count = left ? sizeof left_columns / sizeof *left_columns
                                     : sizeof roll_columns / sizeof *roll_columns,
                .rows = pupils->items,
                .row_count = pupils->count,
                .row_size = sizeof *pupils->items,
                .sorted = asked->sorted,
                .empty =
                    left ? "Nobody who has left matches. Search for less, or look among the pupils on the "
                           "roll."
                         : "No pupil on the roll matches. Search for less, or look among the pupils who have "
                           "left."
        };
}

/* ---- the page ---- */

/* Each year once; classes of the chosen year, or all. */
static struct html year_select(struct visit *v, const struct class_counts *classes, const char *chosen)
{
        struct choice *choices = arena_array(v->arena, classes->count + 1, sizeof *choices);
        size_t count = 0;
        choices[count++] = (struct choice){ .value = "", .text = "All years" };
        for (size_t i = 0; i < classes->count; i++) {
                const char *year = classes->items[i].year;
                if (*year && strcmp(choices[count - 1].value, year) != 0)
                        choices[count++] = (struct choice){ .value = year, .text = year_label(year) };
        }
        return part_select(v->arena, &(struct input){ .name = "year",
                                                      .label = "NC year",
                                                      .value = chosen,
                                                      .choice_count = count,
                                                      .choices = choices });
}

static bool has_choice(const struct choice *choices, size_t count, const char *value)
{
        for (size_t i = 0; i < count; i++)
                if (strcmp(choices[i].value, value) == 0)
                        return true;
        return false;
}

static struct html class_select(struct visit *v, const struct class_counts *classes, const char *year,
                                const char *chosen)
{
        struct choice *choices = arena_array(v->arena, classes->count + 1, sizeof *choices);
        size_t count = 0;
        choices[count++] = (struct choice){ .value = "", .text = "All classes" };
        for (size_t i = 0; i < classes->count; i++) {
                const struct class_count *c = &classes->items[i];
                if ((!*year || strcmp(c->year, year) == 0) && !has_choice(choices, count, c->class))
                        choices[count++] = (struct choice){ .value = c->class, .text = c->class };
        }
        return part_select(v->arena, &(struct input){ .name = "class",
                                                      .label = "Class",
                                                      .value = chosen,
                                                      .choice_count = count,
                                                      .choices = choices });
}

static struct html state_select(struct visit *v, bool left)
{
        static const struct choice states[] = { { .value = "", .text = "On the roll" },
                                                { .value = "left", .text = "Have left" } };
        return part_select(v->arena, &(struct input){ .name = "state",
                                                      .label = "Show",
                                                      .value = left ? "left" : "",
                                                      .choice_count = 2,
                                                      .choices = states });
}

static void set_filter(struct visit *v, struct view *page, const struct asked *asked,
                       const struct class_counts *classes)
{
        const struct pupil_filter *f = &asked->filter;
        view_html(page, "search",
                  part_input(v->arena, &(struct input){ .name = "q",
                                                        .label = "Name or UPN",
                                                        .value = f->words,
                                                        .width = 20,
                                                        .autocomplete = "off" }));
        view_html(page, "year", year_select(v, classes, f->year));
        view_html(page, "class", class_select(v, classes, f->year, f->class));
        view_html(page, "state", state_select(v, f->left));
        view_text(page, "sort", asked->sorted);
        view_flag(page, "filtered", *f->words || *f->year || *f->class || f->left);
}

static enum outcome show(struct visit *v, const struct asked *asked, const struct pupil_list *pupils,
                         const struct class_counts *classes)
{
        struct view *page = view_new(v->arena, "school/pupils");
        struct list list = list_of(asked, pupils);
        list.sort_url = again(v->arena, "/school/pupils", asked, "sort=");
        const char *pages = arena_printf(v->arena, "sort=%s&page=", asked->sorted);
        const char *sort = arena_printf(v->arena, "sort=%s", asked->sorted);
        set_filter(v, page, asked, classes);
        view_text(page, "count", format_count(v->arena, (long)pupils->total, "pupil", NULL));
        view_flag(page, "left", asked->filter.left);
        view_html(page, "list", list_html(v->arena, &list));
        view_html(page, "pages",
                  part_pages(v->arena, again(v->arena, "/school/pupils", asked, pages),
                             (long)asked->filter.page + 1,
                             (long)((pupils->total + PER_PAGE - 1) / PER_PAGE)));
        view_text(page, "csv", again(v->arena, "/school/pupils.csv", asked, sort));
        view_text(page, "xlsx", again(v->arena, "/school/pupils.xlsx", asked, sort));
        view_flag(page, "ctf_offered",
                  visit_may(v, WHO_SCHOOL_ADMIN) && !asked->filter.left && pupils->total);
        view_text(page, "ctf", again(v->arena, "/school/pupils.ctf", asked, sort));
        return visit_show(v, "Manage pupils", page);
}

/* The counts of the classes say how long the roll is as well. */
enum outcome pupils_page(struct visit *v)
{
        struct asked asked = asked_for(v);
        struct pupil_list pupils;
        struct class_counts classes;
        enum outcome result = school_classes(v->db, v->arena, v->scope, &classes);
        asked.filter.brief = true;
        for (size_t i = 0; result == DONE && i < classes.count; i++)
                asked.filter.on_roll += classes.items[i].pupils;
        if (result == DONE)
                result = pupil_list(v->db, v->arena, v->scope, &asked.filter, &pupils);
        return result == DONE ? show(v, &asked, &pupils, &classes) : result;
}

/* ---- files ---- */

/* Everything that is asked for, not only one page of it. */
static enum outcome pupils_for_file(struct visit *v, struct asked *asked, const char *as,
                                    struct pupil_list *pupils)
{
        asked->filter.page = 0;
        asked->filter.per_page = FILE_MAX;
        enum outcome result = pupil_list(v->db, v->arena, v->scope, &asked->filter, pupils);
        if (result == DONE)
                result = audit_add(v->db, v->session->person.id, v->scope->school, "pupils-downloaded",
                                   pupils->count, as);
        return result;
}

static enum outcome list_for_file(struct visit *v, struct list *list)
{
        struct asked asked = asked_for(v);
        struct pupil_list *pupils = arena_alloc(v->arena, sizeof *pupils);
        enum outcome result = pupils_for_file(v, &asked, "", pupils);
        *list = list_of(&asked, pupils);
        return result;
}

enum outcome pupils_csv(struct visit *v)
{
        struct list list;
        struct buf file = BUF_EMPTY;
        enum outcome result = list_for_file(v, &list);
        if (result != DONE)
                return result;
        list_csv(&list, &file);
        response_download(v->response, "pupils.csv", "text/csv; charset=utf-8", file.bytes, file.len);
        buf_free(&file);
        return DONE;
}

enum outcome pupils_xlsx(struct visit *v)
{
        struct list list;
        struct buf file = BUF_EMPTY;
        enum outcome result = list_for_file(v, &list);
        if (result == DONE)
                result = list_xlsx(&list, "Pupils", &file);
        if (result == DONE)
                response_download(v->response, "pupils.xlsx",
                                  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                  file.bytes, file.len);
        buf_free(&file);
        return result;
}

/* The day is the program's, as everywhere; the time of day is the clock's. */
static const char *moment_now(struct arena *a)
{
        char day[DATE_TEXT], clock[16];
        time_t now = time(NULL);
        struct tm parts;
        localtime_r(&now, &parts);
        strftime(clock, sizeof clock, "%H:%M:%S", &parts);
        return arena_printf(a, "%sT%s", date_to_iso(date_today(), day), clock);
}

/* Not everything that a transfer file can hold is held here, so it never calls itself full. */
static void write_ctf(struct visit *v, const struct school *school, const struct pupil_list *list)
{
        struct pupil *pupils = arena_array(v->arena, list->count + 1, sizeof *pupils);
        struct buf file = BUF_EMPTY;
        const struct ctf_file f = { .source = school,
                                    .dest = "",
                                    .academic = year_academic(date_today()),
                                    .moment = moment_now(v->arena),
                                    .counter = 1 };
        for (size_t i = 0; i < list->count; i++)
                pupils[i] = list->items[i].pupil;
        ctf_write(v->arena, &f, pupils, list->count, &file);
        response_download(v->response, ctf_file_name(v->arena, &f), "application/xml", file.bytes, file.len);
        buf_free(&file);
}

enum outcome pupils_ctf(struct visit *v)
{
        struct asked asked = asked_for(v);
        struct pupil_list pupils;
        struct school school;
        asked.filter.left = false;
        enum outcome result = school_by_id(v->db, v->arena, v->scope->school, &school);
        if (result == DONE)
                result = pupils_for_file(v, &asked, "ctf", &pupils);
        if (result == DONE)
                write_ctf(v, &school, &pupils);
        return result;
}
