/* Result rows to text. A format is a row of one table (render.c): name, help,
** begin, row, end. Every writer streams: memory does not grow with rows (W8).
**
** Ownership: a un_rows and what hangs on it live for one un_render call.
*/
#ifndef UN_SHELL_RENDER_H
#define UN_SHELL_RENDER_H

#include <stdbool.h>
#include <sqlite3.h>

#include "number.h"
#include "strbuf.h"

struct un_out;
struct un_rows;

enum un_headers { UN_HEADERS_DEFAULT, UN_HEADERS_ON, UN_HEADERS_OFF };

struct un_format {
  const char *name;
  const char *help;
  bool header;      /* column names by default */
  bool mode_header; /* and by .mode */
  bool guarded;   /* --spreadsheet keeps its cells from being formulas, or they never are */
  bool human;     /* for reading: controls are escaped, style.decimals holds */
  const char *comment; /* a line about the data goes in as this, %s; NULL: not at all */
  void (*escape)(struct un_strbuf *out, const char *text); /* for a text in it; NULL: as it is */
  const char *page;    /* begins an output that has nothing yet; NULL: nothing does */
  const char *separators; /* between columns; NULL: the format has none that can be set */
  const char *aliases;    /* other names, blanks between; NULL: none */
  void (*begin)(struct un_rows *rows);
  void (*row)(struct un_rows *rows);
  void (*end)(struct un_rows *rows); /* may be NULL; also after a cut where begin made something to free */
  const char *(*check)(const struct un_rows *rows); /* what it lacks, or NULL; may be NULL */
};

struct un_style {
  const struct un_format *format;
  enum un_headers headers;
  char *null_text;        /* NULL: the format's own */
  char *column_separator; /* of list, csv, tabs ...; NULL: the format's own */
  char *row_separator;
  char *table;            /* of insert; NULL: the first column's */
  int *widths;            /* of table and column: at least; below 0: to the right */
  int width_count;
  bool by_mode;           /* the format was set by .mode: headers as sqlite3 has them */
  bool spreadsheet;
  int wrap;               /* table: columns of a cell at most, 0: as many as it has */
  bool footer;            /* table on a terminal: how many rows */
  int decimals;           /* of REALs in human formats; 0: all that there are */
  /* a report's: the as-of date, and what makes its rows calendar events, or NULL */
  char as_of[11];
  const char *uid, *on_date, *summary;
};

/* One cell as the formats see it; text is the column's, valid until the step. */
struct un_cell {
  int type; /* SQLITE_INTEGER ... */
  const char *text;
  size_t len;
  char number[UN_NUMBER_ROOM];
};

enum { UN_WIDTH_ROWS = 512 }; /* rows whose widths a table waits for */

struct un_rows {
  struct un_out *out;
  sqlite3_stmt *stmt;
  const struct un_style *style;
  int columns;
  char **names;           /* unique: a, a:1, ... */
  const char *separator;  /* the style's, else the format's; NULL: it has none */
  size_t separator_len;
  bool header;
  bool terminal, color;
  long long count;
  struct un_strbuf line, scratch;
  /* tables only: rows that wait for their widths, as escaped texts */
  size_t *widths;
  bool *right;            /* only numbers seen so far */
  char **waiting;
  int waiting_rows;
  bool flowing;           /* widths are fixed */
  /* ics: UIDs so far (a tree of search.h), rows without a date; xlsx: the workbook */
  void *seen;
  long long undated;
  long long replaced;     /* json: texts with U+FFFD in the place of bytes */
  struct un_book *book;
  int failed;             /* an exit code after a message: the format cannot go on */
  bool cut;               /* not all rows came: end frees, and writes nothing */
};

/* The format of that name, or NULL; the nearest name through `nearest`. */
const struct un_format *un_format_find(const char *name, const char **nearest);

/* The i-th row's name, or NULL past the end: for help and completion. */
const char *un_format_at(int i, const char **help);

/* A value as an SQL literal; a name that needs no quotes. */
void un_literal(struct un_strbuf *line, sqlite3_stmt *stmt, int column);
bool un_is_plain_name(const char *name);

bool un_style_header(const struct un_style *style);

/* The line that was built, to the output, escaped for a terminal. */
void un_flush_line(struct un_rows *rows);
void un_show(struct un_out *out, bool terminal, const char *text, size_t len);
void un_add_hex(struct un_strbuf *line, const struct un_cell *cell);

/* Why --spreadsheet does nothing in that style, into `out`; false when it does, or is not set. */
bool un_style_unguarded(const struct un_style *style, struct un_strbuf *out);

void un_cell_read(const struct un_rows *rows, int column, struct un_cell *cell);

/* What is printed for NULL: the style's text, else `otherwise`. */
const char *un_null_text(const struct un_rows *rows, const char *otherwise);

/* Writers, by file. */
void un_tcl_row(struct un_rows *), un_tcl_begin(struct un_rows *);
void un_ascii_begin(struct un_rows *), un_ascii_row(struct un_rows *);
void un_list_begin(struct un_rows *), un_list_row(struct un_rows *);
void un_csv_begin(struct un_rows *), un_csv_row(struct un_rows *);
void un_tsv_begin(struct un_rows *), un_tsv_row(struct un_rows *);
void un_quote_begin(struct un_rows *), un_quote_row(struct un_rows *);
void un_insert_row(struct un_rows *);
void un_json_begin(struct un_rows *), un_json_row(struct un_rows *), un_json_end(struct un_rows *);
void un_ndjson_row(struct un_rows *);
void un_table_begin(struct un_rows *), un_table_row(struct un_rows *), un_table_end(struct un_rows *);
void un_column_end(struct un_rows *), un_column_row(struct un_rows *);
void un_line_row(struct un_rows *);
void un_markdown_begin(struct un_rows *), un_markdown_row(struct un_rows *);
void un_html_begin(struct un_rows *), un_html_row(struct un_rows *), un_html_end(struct un_rows *);

void un_ics_begin(struct un_rows *), un_ics_row(struct un_rows *), un_ics_end(struct un_rows *);
void un_book_begin(struct un_rows *), un_book_row(struct un_rows *), un_book_end(struct un_rows *);
const char *un_ics_check(const struct un_rows *), *un_book_check(const struct un_rows *);

#endif
