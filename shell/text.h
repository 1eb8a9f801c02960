/* Bytes as a terminal shows them: UTF-8, widths, control characters.
**
** Independent of locale (W4): the table width_table.h (its Unicode version is in its
** first line). What a reader sees as one character is one cluster: a letter with
** its marks, a flag, a family of pictographs joined by U+200D, a pictograph with
** its skin or in emoji style. East Asian wide ones and pictographs take 2 columns,
** ambiguous ones 1.
** Controls (C0, DEL, C1, bidi overrides) and bytes that are no UTF-8 are shown
** as `\xNN` (W7), newline, carriage return and tab as `\n`, `\r`, `\t`.
*/
#ifndef UN_SHELL_TEXT_H
#define UN_SHELL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct un_strbuf;

enum un_escape {
  UN_ESCAPE_ALL,   /* tables: nothing may break the layout */
  UN_ESCAPE_LINES  /* list and csv on a terminal: newline and tab pass */
};

/* Append text with its controls escaped. */
void un_text_escape(struct un_strbuf *out, const char *text, size_t len, enum un_escape how);

/* C0, DEL, C1, marks and overrides of direction, line and paragraph separators. */
bool un_is_control(unsigned code);

/* Bytes and columns of the cluster at text, which is no control. */
size_t un_cluster(const char *text, size_t len, size_t *width);

/* Columns that escaped text takes. */
size_t un_text_width(const char *text, size_t len);

/* Bytes of the well-formed UTF-8 character at text (0: none), its code point. */
size_t un_utf8(const char *text, size_t len, unsigned *code);

#endif
