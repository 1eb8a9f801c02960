/* What xlsx_book.c reads of a workbook and xlsx_sheet.c needs. */
#ifndef UN_SHELL_XLSX_BOOK_H
#define UN_SHELL_XLSX_BOOK_H

#include "sheet_value.h"
#include "xlsx.h"
#include "xml_part.h"

struct un_sheet {
  char *name, *part;
  bool hidden;
};

struct un_xlsx {
  struct un_zip *zip;
  struct un_sheet *sheets;
  int count;
  bool from_1904;
  enum un_sheet_format *formats; /* of each cell format (cellXfs) */
  int format_count;
  struct un_strbuf shared; /* texts, NUL-ended */
  size_t *shared_at;
  int shared_count, shared_room;
  /* the sheet at hand */
  struct un_xml xml;
  bool open, ready;        /* begun; a row is complete */
  const struct un_sheet *sheet;
  struct un_record record;
  long long row;
  int column;              /* of the cell at hand, from 1 */
  int style;
  char type[12];           /* its t attribute */
  bool has_value, has_formula, phonetic;
  struct un_strbuf raw, fault;
};

/* `_x000D_` is a character that XML cannot write (ECMA-376 22.9.2.19). */
void un_xlsx_unescape(struct un_strbuf *text);

#endif
