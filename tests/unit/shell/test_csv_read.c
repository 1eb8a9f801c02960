/* The CSV reader: what is written reads back, and every fault has its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "csv_read.h"

static void assert_record(struct un_csv *csv, int line, int count, const char *first) {
  assert_int_equal(un_csv_next(csv), UN_CSV_RECORD);
  assert_int_equal(csv->record_line, line);
  assert_int_equal(csv->count, count);
  if (first) assert_string_equal(un_csv_text(csv, 0), first);
  else assert_null(un_csv_text(csv, 0));
}

static void line_ends_bom_and_blank_lines(void **state) {
  (void)state;
  static const char data[] = "\xef\xbb\xbf" "a,b\r\n\r\nc,d\re,f\n\n\n";
  struct un_csv csv;
  un_csv_open(&csv, data, sizeof data - 1);
  assert_record(&csv, 1, 2, "a");
  assert_int_equal(csv.record_byte, 3);
  assert_record(&csv, 3, 2, "c");
  assert_record(&csv, 4, 2, "e");
  assert_int_equal(un_csv_next(&csv), UN_CSV_END);
  un_csv_free(&csv);
}

static void empty_is_null_and_quoted_empty_is_a_text(void **state) {
  (void)state;
  struct un_csv csv;
  un_csv_open(&csv, ",\"\"\n\"\",", 7);
  assert_record(&csv, 1, 2, NULL);
  assert_string_equal(un_csv_text(&csv, 1), "");
  assert_record(&csv, 2, 2, "");
  assert_null(un_csv_text(&csv, 1));
  un_csv_free(&csv);
}

static void lines_are_counted_inside_quotes(void **state) {
  (void)state;
  static const char data[] = "\"a\nb\r\nc\",x\ny,z\n";
  struct un_csv csv;
  un_csv_open(&csv, data, sizeof data - 1);
  assert_record(&csv, 1, 2, "a\nb\r\nc");
  assert_record(&csv, 4, 2, "y");
  un_csv_free(&csv);
}

static void assert_fault(const char *data, size_t len, int column, const char *reason) {
  struct un_csv csv;
  un_csv_open(&csv, data, len);
  assert_record(&csv, 1, 2, "h");
  assert_int_equal(un_csv_next(&csv), UN_CSV_FAULT);
  assert_int_equal(csv.record_line, 2);
  assert_int_equal(csv.record_byte, 4);
  assert_int_equal(csv.fault_column, column);
  assert_string_equal(csv.fault, reason);
  assert_record(&csv, 3, 2, "next"); /* the fault swallows one line only */
  un_csv_free(&csv);
}

static void faults_have_line_byte_and_column(void **state) {
  (void)state;
  static const char open[] = "h,i\na,\"open\nnext,x\n", after[] = "h,i\n\"a\"b,c\nnext,x\n",
                    inside[] = "h,i\nab\"c,d\nnext,x\n", bytes[] = "h,i\na,\xff\nnext,x\n",
                    nul[] = "h,i\na,b\0c\nnext,x\n";
  assert_fault(open, sizeof open - 1, 2, "a quote that is never closed");
  assert_fault(after, sizeof after - 1, 1, "text after a closing quote");
  assert_fault(inside, sizeof inside - 1, 1, "a quote inside an unquoted field");
  assert_fault(bytes, sizeof bytes - 1, 2, "bytes that are not UTF-8");
  assert_fault(nul, sizeof nul - 1, 2, "a NUL byte");
}

static void utf16_is_named(void **state) {
  (void)state;
  struct un_csv csv;
  un_csv_open(&csv, "\xff\xfe" "a\0", 4);
  assert_int_equal(un_csv_next(&csv), UN_CSV_FAULT);
  assert_non_null(strstr(csv.fault, "UTF-16"));
  assert_int_equal(un_csv_next(&csv), UN_CSV_END);
  un_csv_free(&csv);
}

/* Random records, written by RFC 4180's rules, read back the same. */
static void what_is_written_reads_back(void **state) {
  (void)state;
  static const char *const parts[] = {"a", ",", "\"", "\n", "\r\n", "é", " ", "", "=1", "x\"\"y"};
  unsigned seed = 42;
  for (int run = 0; run < 3000; run++) {
    struct un_strbuf fields[4], csv_text = UN_STRBUF_INIT;
    for (int f = 0; f < 4; f++) {
      fields[f] = (struct un_strbuf)UN_STRBUF_INIT;
      for (int p = 0; p < 3; p++) {
        seed = seed * 1103515245u + 12345u;
        un_strbuf_puts(&fields[f], parts[(seed >> 16) % 10]);
      }
      un_strbuf_puts(&csv_text, f > 0 ? ",\"" : "\"");
      for (const char *c = fields[f].text; *c; c++) {
        if (*c == '"') un_strbuf_putc(&csv_text, '"');
        un_strbuf_putc(&csv_text, *c);
      }
      un_strbuf_putc(&csv_text, '"');
    }
    struct un_csv csv;
    un_csv_open(&csv, csv_text.text, csv_text.len);
    assert_int_equal(un_csv_next(&csv), UN_CSV_RECORD);
    assert_int_equal(csv.count, 4);
    for (int f = 0; f < 4; f++) {
      assert_string_equal(un_csv_text(&csv, f), fields[f].text);
      un_strbuf_free(&fields[f]);
    }
    assert_int_equal(un_csv_next(&csv), UN_CSV_END);
    un_csv_free(&csv);
    un_strbuf_free(&csv_text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(line_ends_bom_and_blank_lines),
      cmocka_unit_test(empty_is_null_and_quoted_empty_is_a_text),
      cmocka_unit_test(lines_are_counted_inside_quotes),
      cmocka_unit_test(faults_have_line_byte_and_column),
      cmocka_unit_test(utf16_is_named),
      cmocka_unit_test(what_is_written_reads_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
