/* What was read from a file: sheets of cells with their positions. Made by reader/ or sheet/, used by intake/. */
#ifndef BASE_BOOK_H
#define BASE_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows and columns count from 0 here; people see row 1 and column A (book_column). */
enum { BOOK_ROWS_MAX = 1048576, BOOK_COLUMNS_MAX = 16384, BOOK_CELL_MAX = 32767 };

enum cell_kind {
        CELL_EMPTY,
        CELL_TEXT,    /* as typed; never converted */
        CELL_NUMBER,  /* text is the shortest decimal that gives the value back: "7", "0.1", "1234567890123" */
        CELL_DATE,    /* text is yyyy-mm-dd */
        CELL_TIME,    /* text is hh:mm:ss */
        CELL_MOMENT,  /* text is yyyy-mm-ddThh:mm:ss */
        CELL_BOOLEAN, /* text is TRUE or FALSE */
        CELL_ERROR    /* text is the spreadsheet's error, "#N/A" */
};

/* text is valid UTF-8 and never NULL. */
struct cell {
        uint32_t row;
        uint16_t column;
        uint8_t kind; /* enum cell_kind */
        const char *text;
};

/* cells has no CELL_EMPTY and is sorted by row, then column. */
struct sheet {
        const char *name;
        bool hidden;
        uint32_t rows, columns; /* one more than the last used */
        size_t cell_count;
        const struct cell *cells;
};

/* kind is "csv", "tsv", "xlsx", "xls", "ods", "html" ... as detected from the bytes.
 * notes are sentences for the person, as "The file is called .xls but holds a web page." */
struct book {
        const char *kind;
        size_t sheet_count;
        const struct sheet *sheets;
        size_t note_count;
        const char *const *notes;
};

/* "A", "B" ... "XFD" for 0 ... 16383. Returns out. */
char *book_column(uint32_t column, char out[8]);

#endif
