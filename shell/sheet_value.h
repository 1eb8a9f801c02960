/* What a workbook's cell shows, as a text that a column can read.
**
** (1) A number has 15 significant digits, as spreadsheets have, without exponent:
**     20.140000000000001 is `20.14`, 1.0E3 is `1000`; a whole number written in
**     digits keeps them all. With a percent format it is `54%`, not rounded to
**     the decimals that the format shows.
** (2) With a date format it is `2024-01-02`, with a time of day
**     `2024-01-02T10:30` or `...:15`; below one day `10:30:00`; an elapsed time
**     (`[h]`) `36:00:00`. Serials count from 1899-12-31 (and 60 is no date: 1900
**     had no 29 February), or from 1904-01-01 (ECMA-376 18.17.4).
*/
#ifndef UN_SHELL_SHEET_VALUE_H
#define UN_SHELL_SHEET_VALUE_H

#include <stdbool.h>
#include <stddef.h>

enum un_sheet_format { UN_SHEET_NUMBER, UN_SHEET_PERCENT, UN_SHEET_DATE, UN_SHEET_TIME, UN_SHEET_ELAPSED };

/* Of a number format code, `0.0%` or `yyyy\-mm\-dd;@`. */
enum un_sheet_format un_sheet_format_of(const char *code);

/* Of a built-in format's number (ECMA-376 18.8.30). */
enum un_sheet_format un_sheet_format_builtin(int number);

enum { UN_SHEET_TEXT = 400 };

/* The text of the stored number; NULL, or what is wrong with it. */
const char *un_sheet_number(const char *stored, enum un_sheet_format format, bool from_1904,
                            char out[UN_SHEET_TEXT]);

/* `D17` of column 4 (from 1) and row 17. */
void un_sheet_address(int column, long long row, char out[32]);

#endif
