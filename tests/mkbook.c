/* mkbook < ROWS > BOOK.xlsx: a workbook whose sheet Main has the <row> elements of
** stdin, beside a hidden sheet Notes (unit/shell/book.h). */
#include "unit/shell/book.h"

int main(void) {
  struct un_strbuf rows = UN_STRBUF_INIT, book = UN_STRBUF_INIT;
  char block[4096];
  for (size_t n; (n = fread(block, 1, sizeof block, stdin)) > 0;) un_strbuf_add(&rows, block, n);
  make_book(&book, rows.text, NULL);
  fwrite(book.text, 1, book.len, stdout);
  un_strbuf_free(&rows);
  un_strbuf_free(&book);
  return fflush(stdout) == 0 ? 0 : 1;
}
