/* Bytes as a terminal shows them: UTF-8, widths, control characters.
**
** Independent of locale (W4): combining marks are 0 columns, East Asian wide
** and fullwidth characters 2, ambiguous ones 1 (Unicode 15 EastAsianWidth).
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

/* Columns that escaped text takes. */
size_t un_text_width(const char *text, size_t len);

/* Bytes of the well-formed UTF-8 character at text (0: none), its code point. */
size_t un_utf8(const char *text, size_t len, unsigned *code);

/* A REAL with the fewest digits that read back the same; always with a point. */
void un_real_text(double x, char out[40]);

#endif
