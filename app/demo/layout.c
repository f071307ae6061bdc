#include "demo/layout.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "demo/grid.h"

/* What stands in a column, and how it is written. */
enum content {
        END,
        SURNAME,
        FORENAME,
        COMMA_NAME, /* "Smith, Anna" */
        KNOWN_AS,
        BIRTH,      /* a date of the spreadsheet */
        BIRTH_UK,   /* as text: 31/08/2018 */
        BIRTH_LONG, /* 31 August 2018 */
        BIRTH_ISO,
        UPN,
        UPN_SMALL,  /* lower case */
        UPN_SPACED, /* "A 999 2001 24 001" */
        SEX,
        SEX_WORD,
        YEAR_WORDS, /* "Year 3" */
        YEAR_TWO,   /* "06" */
        CLASS,
        POSTCODE,
        ADDRESS,
        ADMISSION, /* a number that has lost its zeros; nobody needs it */
        ETHNICITY,
        LANGUAGE,
        SEN
};

struct heading {
        const char *text;
        enum content content;
};

struct writer {
        struct arena *a;
        const struct demo *d;
        const struct example *e;
        const char *folder, *file;
        struct buf truth;
};

/* ---- cells ---- */

static const char *spaced(struct arena *a, const char *upn)
{
        if (strlen(upn) != 13)
                return upn;
        return arena_printf(a, "%.1s %.3s %.4s %.2s %s", upn, upn + 1, upn + 4, upn + 8, upn + 10);
}

static const char *small(struct arena *a, const char *text)
{
        char *out = arena_text(a, text);
        for (char *p = out; *p; p++)
                if (*p >= 'A' && *p <= 'Z')
                        *p = (char)(*p + 'a' - 'A');
        return out;
}

static const char *birth_words(struct arena *a, struct date d, enum content how)
{
        static const char *const months[] = { "January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December" };
        if (how == BIRTH_LONG)
                return arena_printf(a, "%d %s %d", d.day, months[d.month - 1], d.year);
        char *out = arena_alloc(a, DATE_TEXT);
        return how == BIRTH_ISO ? date_to_iso(d, out) : date_to_uk(d, out);
}

static struct grid_cell birth_cell(struct arena *a, const struct listed *l, enum content how)
{
        struct date d = date_from_iso(l->record.value[FIELD_DOB]);
        if (l->birth_text)
                return (struct grid_cell){ .text = l->birth_text };
        return how == BIRTH ? (struct grid_cell){ .date = d }
                            : (struct grid_cell){ .text = birth_words(a, d, how) };
}

static struct grid_cell cell(struct arena *a, const struct listed *l, enum content what)
{
        const char *const *v = l->record.value;
        switch (what) {
        case SURNAME: return (struct grid_cell){ .text = v[FIELD_SURNAME] };
        case FORENAME: return (struct grid_cell){ .text = v[FIELD_FORENAME] };
        case COMMA_NAME:
                return (struct grid_cell){ .text = arena_printf(a, "%s, %s", v[FIELD_SURNAME],
                                                                v[FIELD_FORENAME]) };
        case KNOWN_AS: return (struct grid_cell){ .text = v[FIELD_PREFERRED_FORENAME] };
        case BIRTH:
        case BIRTH_UK:
        case BIRTH_LONG:
        case BIRTH_ISO: return birth_cell(a, l, what);
        case UPN: return (struct grid_cell){ .text = v[FIELD_UPN] };
        case UPN_SMALL: return (struct grid_cell){ .text = small(a, v[FIELD_UPN]) };
        case UPN_SPACED: return (struct grid_cell){ .text = spaced(a, v[FIELD_UPN]) };
        case SEX: return (struct grid_cell){ .text = v[FIELD_SEX] };
        case SEX_WORD: return (struct grid_cell){ .text = v[FIELD_SEX][0] == 'F' ? "Girl" : "Boy" };
        case YEAR_WORDS: return (struct grid_cell){ .text = arena_printf(a, "Year %s", v[FIELD_NC_YEAR]) };
        case YEAR_TWO: return (struct grid_cell){ .text = arena_printf(a, "0%s", v[FIELD_NC_YEAR]) };
        case CLASS: return (struct grid_cell){ .text = v[FIELD_CLASS] };
        case POSTCODE: return (struct grid_cell){ .text = v[FIELD_POSTCODE] };
        case ADDRESS: return (struct grid_cell){ .text = v[FIELD_ADDRESS] };
        case ADMISSION:
                return (struct grid_cell){ .text = arena_printf(a, "%u", 412 + l->child * 3),
                                           .number = true };
        case ETHNICITY: return (struct grid_cell){ .text = v[FIELD_ETHNICITY] };
        case LANGUAGE: return (struct grid_cell){ .text = v[FIELD_LANGUAGE] };
        case SEN: return (struct grid_cell){ .text = v[FIELD_SEN] };
        case END: break;
        }
        return (struct grid_cell){ .text = "" };
}

/* ---- rows ---- */

static struct grid *new_grid(struct writer *w, const char *name)
{
        struct grid *g = arena_alloc(w->a, sizeof *g);
        g->name = name;
        return g;
}

static void words(struct grid *g, unsigned column, const char *text)
{
        g->cells[g->rows][column].text = text;
}

static void headings(struct grid *g, const struct heading *h)
{
        for (unsigned column = 0; h[column].content; column++)
                words(g, column, h[column].text);
        g->rows++;
}

static void row(struct writer *w, struct grid *g, const struct heading *h, const struct listed *l)
{
        for (unsigned column = 0; h[column].content; column++)
                g->cells[g->rows][column] = cell(w->a, l, h[column].content);
        g->rows++;
        buf_printf(&w->truth, "\"%s\",\"%s\",%u,%u,", w->file, g->name, g->rows, l->child);
        if (l->pupil)
                buf_printf(&w->truth, "%u,%u,", l->pupil->id, l->pupil->school->id);
        else
                buf_text(&w->truth, ",,");
        buf_printf(&w->truth, "%s\r\n", l->kind);
}

/* Everybody of those years, or of one class of them; blank: an empty row between classes. */
static unsigned rows(struct writer *w, struct grid *g, const struct heading *h, int slot, const char *class,
                     bool blank)
{
        unsigned count = 0;
        const char *last = NULL;
        for (size_t i = 0; i < w->e->count; i++) {
                const struct listed *l = &w->e->items[i];
                const char *own = l->record.value[FIELD_CLASS];
                if (l->slot != slot || (class && strcmp(class, own)))
                        continue;
                if (blank && last && strcmp(last, own))
                        g->rows++;
                last = own;
                row(w, g, h, l);
                count++;
        }
        return count;
}

static const char *start(struct writer *w, const char *file)
{
        w->file = file;
        return arena_printf(w->a, "%s/%s", w->folder, file);
}

/* ---- the five teachers ---- */

/* A workbook with a sheet for each class, three rows above the headings, a sheet that is no list and a hidden
 * one. */
static bool reception_and_year_1(struct writer *w, const char **path)
{
        static const struct heading h[] = { { "Surname", SURNAME },
                                            { "Forename", FORENAME },
                                            { "Known as", KNOWN_AS },
                                            { "Gender", SEX },
                                            { "DOB", BIRTH },
                                            { "UPN", UPN },
                                            { "Adm No", ADMISSION },
                                            { "Address", ADDRESS },
                                            { "Home postcode", POSTCODE },
                                            { NULL, END } };
        const struct grid *sheets[GRID_SHEETS];
        unsigned count = 0;
        *path = start(w, "Reception and Year 1.xlsx");
        struct grid *notes = new_grid(w, "Read me");
        words(notes, 0, "Please check your class and return to the office by Friday. Thank you! Sue");
        notes->rows = 1;
        sheets[count++] = notes;
        for (int slot = SLOT_RECEPTION; slot <= SLOT_YEAR1; slot++)
                for (unsigned n = 2; n-- > 0;) { /* Ash before Oak: in the order of the example */
                        const char *class = school_class(w->a, &w->d->authority->schools[0], slot, n, 2);
                        struct grid *g = new_grid(w, class);
                        words(g, 0,
                              arena_printf(w->a, "%s - %s - September %d", w->d->authority->schools[0].name,
                                           class, w->d->academic));
                        g->rows = 1;
                        words(g, 0, "Draft 3, from the transition meeting");
                        g->rows = 3;
                        headings(g, h);
                        unsigned listed = rows(w, g, h, slot, class, false);
                        words(g, 0, "Total");
                        g->cells[g->rows++][1] =
                            (struct grid_cell){ .text = arena_printf(w->a, "%u", listed), .number = true };
                        sheets[count++] = g;
                }
        struct grid *codes = new_grid(w, "Codes");
        codes->hidden = true;
        words(codes, 0, "Gender");
        codes->rows = 1;
        words(codes, 0, "M");
        codes->rows = 2;
        words(codes, 0, "F");
        codes->rows = 3;
        sheets[count++] = codes;
        return grid_xlsx(*path, sheets, count);
}

/* CSV of a Windows Excel: one column for the name, UPNs in lower case, a total. */
static bool year_2(struct writer *w, const char **path)
{
        static const struct heading h[] = { { "Name", COMMA_NAME }, { "Sex", SEX },
                                            { "D.O.B.", BIRTH_UK }, { "upn", UPN_SMALL },
                                            { "Class", CLASS },     { "Post Code", POSTCODE },
                                            { NULL, END } };
        *path = start(w, "Year 2 class lists.csv");
        struct grid *g = new_grid(w, "");
        headings(g, h);
        unsigned listed = rows(w, g, h, SLOT_YEAR1 + 1, NULL, true);
        g->rows++;
        words(g, 0, arena_printf(w->a, "Total: %u children", listed));
        g->rows++;
        return grid_csv_1252(*path, g);
}

/* What a management information system calls an Excel export: a web page. */
static bool year_3(struct writer *w, const char **path)
{
        static const struct heading h[] = { { "First name", FORENAME },      { "Last name", SURNAME },
                                            { "Date of birth", BIRTH_LONG }, { "Boy/Girl", SEX_WORD },
                                            { "UPN", UPN_SPACED },           { "Year group", YEAR_WORDS },
                                            { "Registration group", CLASS }, { NULL, END } };
        *path = start(w, "Year 3.xls");
        struct grid *g = new_grid(w, "");
        headings(g, h);
        rows(w, g, h, SLOT_YEAR1 + 2, NULL, false);
        return grid_html(*path, g);
}

/* Two sheets, no UPNs, a row of blanks between the classes. */
static bool years_4_and_5(struct writer *w, const char **path)
{
        static const struct heading h[] = { { "Pupil surname", SURNAME },
                                            { "Pupil forename", FORENAME },
                                            { "Birth date", BIRTH },
                                            { "M/F", SEX },
                                            { "Class", CLASS },
                                            { "Postcode", POSTCODE },
                                            { NULL, END } };
        const struct grid *sheets[2];
        *path = start(w, "Years 4 and 5.ods");
        for (int i = 0; i < 2; i++) {
                struct grid *g = new_grid(w, i ? "Year 5" : "Year 4");
                headings(g, h);
                rows(w, g, h, SLOT_YEAR1 + 3 + i, NULL, true);
                sheets[i] = g;
        }
        return grid_ods(*path, sheets, 2);
}

/* Excel's "Unicode text", with years of two digits. */
static bool year_6(struct writer *w, const char **path)
{
        static const struct heading h[] = { { "Legal surname", SURNAME },
                                            { "Legal forename", FORENAME },
                                            { "Preferred forename", KNOWN_AS },
                                            { "Date of birth", BIRTH_ISO },
                                            { "UPN", UPN },
                                            { "NC year", YEAR_TWO },
                                            { "Reg", CLASS },
                                            { "Ethnicity", ETHNICITY },
                                            { "First language", LANGUAGE },
                                            { "SEN status", SEN },
                                            { NULL, END } };
        *path = start(w, "Year 6 September.txt");
        struct grid *g = new_grid(w, "");
        words(g, 0, arena_printf(w->a, "Year 6 %d/%02d", w->d->academic, (w->d->academic + 1) % 100));
        g->rows = 2;
        headings(g, h);
        rows(w, g, h, SLOT_YEAR7 - 1, NULL, false);
        return grid_tsv_utf16(*path, g);
}

static bool truth(struct writer *w, const char **path)
{
        *path = start(w, "truth.csv");
        FILE *f = fopen(*path, "we");
        bool good = f && fwrite(w->truth.bytes, 1, w->truth.len, f) == w->truth.len;
        if (f)
                good &= fclose(f) == 0;
        return good;
}

bool layout_write(struct arena *a, const struct demo *d, const struct example *e, const char *folder,
                  const char **path)
{
        struct writer w = { .a = a, .d = d, .e = e, .folder = folder, .truth = BUF_EMPTY };
        buf_text(&w.truth, "file,sheet,row,child,pupil,school,kind\r\n");
        bool good = reception_and_year_1(&w, path) && year_2(&w, path) && year_3(&w, path) &&
                    years_4_and_5(&w, path) && year_6(&w, path) && truth(&w, path);
        buf_free(&w.truth);
        return good;
}
