/* libxlsxwriter, opened when the first workbook is written: linked, it and the
** libcrypto it needs would cost every start 0.8 ms (`make bench`, start).
**
** Ownership: the library stays open until the program ends; callers own nothing.
*/
#ifndef UN_SHELL_XLSX_LIBRARY_H
#define UN_SHELL_XLSX_LIBRARY_H

#include <xlsxwriter.h>

/* What is used of it; a further function is one row. */
#define UN_XLSXWRITER(X)                                                          \
  X(workbook_new_opt)                                                             \
  X(workbook_add_worksheet)                                                       \
  X(workbook_set_properties)                                                      \
  X(workbook_add_format)                                                          \
  X(workbook_close)                                                               \
  X(format_set_bold)                                                              \
  X(worksheet_set_column)                                                         \
  X(worksheet_write_string)                                                       \
  X(worksheet_write_number)                                                       \
  X(worksheet_freeze_panes)                                                       \
  X(worksheet_autofilter)                                                         \
  X(lxw_strerror)

struct un_xlsx_library {
#define UN_MEMBER(name) __typeof__(name) *(name);
  UN_XLSXWRITER(UN_MEMBER)
#undef UN_MEMBER
};

/* The library, of the version this was compiled with; NULL where it cannot be opened,
** and then `*why` says so until the next call. */
const struct un_xlsx_library *un_xlsx_library(const char **why);

#endif
