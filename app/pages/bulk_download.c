#include "pages/bulk_download.h"

#include <string.h>

#include "model/row_key.h"
#include "model/year.h"
#include "pages/batch.h"
#include "store/audit.h"
#include "store/pupil.h"
#include "view/csv.h"
#include "view/xlsx.h"

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* A pupil as the list for the next year has it. */
struct line {
        const struct pupil *pupil;
        const char *year;
};

static const char *key(struct arena *a, const void *row)
{
        const struct pupil *p = ((const struct line *)row)->pupil;
        return row_key_text(a, p->school, p->id);
}

static const char *value(const void *row, enum field f)
{
        const struct line *line = row;
        return f == FIELD_NC_YEAR ? line->year : line->pupil->record.value[f];
}

/* Dates as schools write them; a column of them is text, so no spreadsheet program turns them round. */
static const char *date(struct arena *a, const void *row, enum field f)
{
        char out[DATE_TEXT];
        return arena_text(a, date_to_uk(date_from_iso(value(row, f)), out));
}

#define TEXT(name, field)                                                                                              \
        static const char *name(struct arena *a, const void *row)                                                      \
        {                                                                                                              \
                return arena_text(a, value(row, field));                                                               \
        }
#define DATE(name, field)                                                                                              \
        static const char *name(struct arena *a, const void *row)                                                      \
        {                                                                                                              \
                return date(a, row, field);                                                                            \
        }
TEXT(upn, FIELD_UPN)
TEXT(former_upn, FIELD_FORMER_UPN)
TEXT(uln, FIELD_ULN)
TEXT(surname, FIELD_SURNAME)
TEXT(forename, FIELD_FORENAME)
TEXT(middle_names, FIELD_MIDDLE_NAMES)
TEXT(preferred_surname, FIELD_PREFERRED_SURNAME)
TEXT(preferred_forename, FIELD_PREFERRED_FORENAME)
TEXT(former_surname, FIELD_FORMER_SURNAME)
DATE(date_of_birth, FIELD_DOB)
TEXT(sex, FIELD_SEX)
TEXT(nc_year, FIELD_NC_YEAR)
TEXT(class, FIELD_CLASS)
TEXT(enrolment, FIELD_ENROLMENT)
DATE(entry_date, FIELD_ENTRY_DATE)
TEXT(address, FIELD_ADDRESS)
TEXT(town, FIELD_TOWN)
TEXT(postcode, FIELD_POSTCODE)
TEXT(ethnicity, FIELD_ETHNICITY)
TEXT(language, FIELD_LANGUAGE)
TEXT(sen, FIELD_SEN)
TEXT(fsm, FIELD_FSM)
TEXT(service_child, FIELD_SERVICE_CHILD)
TEXT(former_forename, FIELD_FORMER_FORENAME)
TEXT(sen_need, FIELD_SEN_NEED)
TEXT(sen_need_2, FIELD_SEN_NEED_2)
TEXT(looked_after, FIELD_LOOKED_AFTER)
TEXT(post_looked_after, FIELD_POST_LOOKED_AFTER)
TEXT(young_carer, FIELD_YOUNG_CARER)
TEXT(boarder, FIELD_BOARDER)
TEXT(english_proficiency, FIELD_ENGLISH)

/* Every column that an upload understands, in the order of model/field.h, and the hidden key. A test reads the file back. */
static const struct column columns[] = {
        { "upn", "UPN", upn, NULL, 0 },
        { "former_upn", "Former UPN", former_upn, NULL, 0 },
        { "uln", "ULN", uln, NULL, 0 },
        { "surname", "Surname", surname, NULL, 0 },
        { "forename", "Forename", forename, NULL, 0 },
        { "middle_names", "Middle names", middle_names, NULL, 0 },
        { "preferred_surname", "Preferred surname", preferred_surname, NULL, 0 },
        { "preferred_forename", "Preferred forename", preferred_forename, NULL, 0 },
        { "former_surname", "Former surname", former_surname, NULL, 0 },
        { "date_of_birth", "Date of birth", date_of_birth, NULL, 0 },
        { "sex", "Sex", sex, NULL, 0 },
        { "nc_year", "NC year", nc_year, NULL, 0 },
        { "class", "Class", class, NULL, 0 },
        { "enrolment", "Enrolment status", enrolment, NULL, 0 },
        { "entry_date", "Date of entry", entry_date, NULL, 0 },
        { "address", "Address", address, NULL, 0 },
        { "town", "Town", town, NULL, 0 },
        { "postcode", "Postcode", postcode, NULL, 0 },
        { "ethnicity", "Ethnicity", ethnicity, NULL, 0 },
        { "language", "First language", language, NULL, 0 },
        { "sen", "SEN provision", sen, NULL, 0 },
        { "fsm", "Free school meals", fsm, NULL, 0 },
        { "service_child", "Service child", service_child, NULL, 0 },
        { "former_forename", "Former forename", former_forename, NULL, 0 },
        { "sen_need", "SEN need", sen_need, NULL, 0 },
        { "sen_need_2", "Secondary SEN need", sen_need_2, NULL, 0 },
        { "looked_after", "Looked after", looked_after, NULL, 0 },
        { "post_looked_after", "Post-looked-after arrangement", post_looked_after, NULL, 0 },
        { "young_carer", "Young carer", young_carer, NULL, 0 },
        { "boarder", "Boarder", boarder, NULL, 0 },
        { "english_proficiency", "English proficiency", english_proficiency, NULL, 0 },
        { "row_key", ROW_KEY_HEADING, key, NULL, COLUMN_HIDDEN },
};

enum outcome bulk_download_page(struct visit *v)
{
        struct batch_visit bv;
        enum outcome result = batch_visit_short(v, &bv);
        if (result != DONE)
                return result;
        struct view *page = view_new(v->arena, "batch/download");
        view_text(page, "xlsx", batch_url(&bv, v, BATCH_HOME "/pupils.xlsx", 0));
        view_text(page, "csv", batch_url(&bv, v, BATCH_HOME "/pupils.csv", 0));
        view_text(page, "next", batch_url(&bv, v, BATCH_FILES, 0));
        view_flag(page, "migration", bv.b.migration);
        batch_trail(v, &bv, "Download your current pupils");
        return visit_show(v, "Download your current pupils", page);
}

/* Who leaves by age stays in the file with the year they would go up into, or none: the school strikes them out or not. */
static enum outcome make_list(struct visit *v, struct batch_visit *bv, struct list *out)
{
        struct pupils roll;
        enum outcome result = batch_visit_short(v, bv);
        if (result == DONE)
                result = pupil_roll(v->db, v->arena, v->scope, &roll);
        if (result == DONE)
                result = audit_add(v->db, v->scope->person, v->scope->school, "roll-downloaded", bv->b.id, "");
        if (result != DONE)
                return result;
        struct line *lines = arena_array(v->arena, roll.count + 1, sizeof *lines);
        for (size_t i = 0; i < roll.count; i++) {
                const char *year = roll.items[i].record.value[FIELD_NC_YEAR];
                lines[i] = (struct line){ &roll.items[i], bv->b.migration ? year_next(year) : year };
        }
        *out = (struct list){ .id = "pupils", .caption = "Pupils", .columns = columns,
                              .column_count = sizeof columns / sizeof *columns, .rows = lines, .row_count = roll.count,
                              .row_size = sizeof *lines };
        return DONE;
}

enum outcome bulk_download_xlsx(struct visit *v)
{
        struct batch_visit bv;
        struct list list;
        struct buf file = BUF_EMPTY;
        enum outcome result = make_list(v, &bv, &list);
        if (result == DONE)
                result = list_xlsx(&list, "Pupils", &file);
        if (result == DONE)
                response_download(v->response, "current-pupils.xlsx", XLSX, file.bytes, file.len);
        buf_free(&file);
        return result;
}

enum outcome bulk_download_csv(struct visit *v)
{
        struct batch_visit bv;
        struct list list;
        struct buf file = BUF_EMPTY;
        enum outcome result = make_list(v, &bv, &list);
        if (result != DONE)
                return result;
        list_csv(&list, &file);
        response_download(v->response, "current-pupils.csv", "text/csv; charset=utf-8", file.bytes, file.len);
        buf_free(&file);
        return DONE;
}
