/* Result rows to text. A format is a row of one table (render.c): name, help,
** begin, row, end. Every writer streams: memory does not grow with rows (W8).
**
** Ownership: nothing is kept between un_render calls.
*/
#ifndef UN_SHELL_RENDER_H
#define UN_SHELL_RENDER_H

#include <stdbool.h>
#include <sqlite3.h>

struct un_out;

enum un_headers { UN_HEADERS_DEFAULT, UN_HEADERS_ON, UN_HEADERS_OFF };

struct un_format;

struct un_style {
  const struct un_format *format;
  enum un_headers headers; /* default: what the format does by itself */
  char *null_text;         /* NULL: the format's own */
  char *column_separator;  /* NULL: the format's own */
};

/* The format of that name, or NULL; the nearest name through `nearest`. */
const struct un_format *un_format_find(const char *name, const char **nearest);
const char *un_format_name(const struct un_format *format);

/* The i-th row's name, or NULL past the end: for help and completion. */
const char *un_format_at(int i, const char **help);

#endif
