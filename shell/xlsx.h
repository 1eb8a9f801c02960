/* Workbooks (ECMA-376, .xlsx) to records, a sheet at a time, a row at a time.
**
** (1) Cells are what a spreadsheet shows, see sheet_value.h; texts are shared,
**     inline (rich text runs joined, phonetic runs left out) or a formula's stored
**     result; booleans TRUE and FALSE, errors as they stand (`#REF!`). Formulas are
**     not computed: one without a stored value is a fault.
** (2) A merged cell's value is in its first cell, the others are empty, as when a
**     spreadsheet writes CSV. Rows without a value are skipped; a row ends with its
**     last value.
** (3) What zip_read.h and xml_part.h refuse is refused. Memory is that of the
**     shared texts and one row.
**
** Ownership: un_xlsx_open's result is the caller's, ended by un_xlsx_close; the
** descriptor is borrowed; a record lives until the next call.
*/
#ifndef UN_SHELL_XLSX_H
#define UN_SHELL_XLSX_H

#include <stdbool.h>

#include "record.h"

struct un_xlsx;

/* NULL: refused, with the reason in *why (the caller's, freed with free()). */
struct un_xlsx *un_xlsx_open(int fd, char **why);
void un_xlsx_close(struct un_xlsx *book);

/* The worksheets in their order. */
int un_xlsx_count(const struct un_xlsx *book);
const char *un_xlsx_name(const struct un_xlsx *book, int sheet, bool *hidden);

/* Begin a sheet, then its rows. After UN_RECORD_END: un_xlsx_error, or NULL. */
void un_xlsx_begin(struct un_xlsx *book, int sheet);
enum un_record_result un_xlsx_next(struct un_xlsx *book);
struct un_record *un_xlsx_record(struct un_xlsx *book);
const char *un_xlsx_error(const struct un_xlsx *book);

#endif
