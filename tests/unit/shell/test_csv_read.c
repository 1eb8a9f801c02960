/* The CSV reader: every abuse of RFC 4180 has its place, and any buffer size gives
** the same records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "csv_source.h"
#include "reader.h"
#include "shell.h"

static void check(const char *data, size_t len, const char *wanted) {
  char *got = outline(data, len, NULL, 0, UN_CSV_BUFFER, SIZE_MAX);
  assert_string_equal(got, wanted);
  free(got);
}
#define CHECK(data, wanted) check(data, sizeof(data) - 1, wanted)

static void line_ends_mix_and_blank_lines_are_skipped(void **state) {
  (void)state;
  CHECK("a,b\r\n\r\nc,d\re,f\n\n\r\rg,h", "1@0 [a][b]\n3@7 [c][d]\n4@11 [e][f]\n8@18 [g][h]\n");
  CHECK("", "");
  CHECK("\n\r\n", "");
}

static void a_byte_order_mark_is_skipped_and_counted(void **state) {
  (void)state;
  CHECK("\xef\xbb\xbf" "a,b\nc,d\n", "1@3 [a][b]\n2@7 [c][d]\n");
}

static void empty_is_null_and_quoted_empty_is_a_text(void **state) {
  (void)state;
  CHECK(",\"\"\n\"\",", "1@0 [NULL][]\n2@4 [][NULL]\n");
}

static void quoted_line_ends_are_kept_and_counted(void **state) {
  (void)state;
  CHECK("\"a\nb\r\nc\rd\",x\ny,z\n", "1@0 [a\nb\r\nc\rd][x]\n5@13 [y][z]\n");
}

static void doubled_quotes_are_one(void **state) {
  (void)state;
  CHECK("\"\"\"a\"\"\"\"b\",\"\"\"\"\n", "1@0 [\"a\"\"b][\"]\n");
}

static void an_open_quote_is_named_where_it_opens_and_swallows_a_line(void **state) {
  (void)state;
  CHECK("h,i\na,\"open\nnext,x\n",
        "1@0 [h][i]\n2@4 column 2: a quote that is never closed {a,\"open}\n3@12 [next][x]\n");
  CHECK("\"h\n1\",\"open\nnext,x\n",
        "2@0 column 2: a quote that is never closed {\"h\n1\",\"open}\n3@12 [next][x]\n");
}

static void text_after_a_closing_quote_is_a_fault(void **state) {
  (void)state;
  CHECK("\"a\"b,c\nnext,x\n", "1@0 column 1: text after a closing quote {\"a\"b,c}\n2@7 [next][x]\n");
  /* A stray quote that closes lines later costs its own line only. */
  CHECK("\"a,b\nc,d\n\"e\",f\n",
        "1@0 column 1: text after a closing quote {\"a,b}\n2@5 [c][d]\n3@9 [e][f]\n");
}

static void a_lone_quote_in_an_unquoted_field_is_a_fault(void **state) {
  (void)state;
  CHECK("x,5\" disk\nnext,x\n",
        "1@0 column 2: a quote inside an unquoted field {x,5\" disk}\n2@10 [next][x]\n");
}

static void nul_and_bad_utf8_cost_their_record_only(void **state) {
  (void)state;
  CHECK("a,\xff\nb,c\n", "1@0 column 2: bytes that are not UTF-8 {a,\xff}\n2@4 [b][c]\n");
  CHECK("\"a\n\xed\xa0\x80\nb\",c\nd,e\n",
        "1@0 column 1: bytes that are not UTF-8 {\"a\n\xed\xa0\x80\nb\",c}\n4@12 [d][e]\n");
  char *got = outline("a,b\0c\nd,e", 9, NULL, 0, UN_CSV_BUFFER, SIZE_MAX);
  assert_non_null(strstr(got, "1@0 column 2: a NUL byte {"));
  free(got);
}

static void the_delimiter_is_the_one_the_first_line_has_most_of(void **state) {
  (void)state;
  CHECK("a;b,1;c\n1,5;2;3\n", "1@0 [a][b,1][c]\n2@8 [1,5][2][3]\n");
  CHECK("a\tb\n1,5\t2\n", "1@0 [a][b]\n2@4 [1,5][2]\n");
  CHECK("\"a;b;c\",d\n", "1@0 [a;b;c][d]\n");
  CHECK("title\n\na;b\n", "1@0 [title]\n3@7 [a][b]\n");
  CHECK("single\nvalue\n", "1@0 [single]\n2@7 [value]\n");
  char *got = outline("a|b,c\n", 6, NULL, '|', 64, 64);
  assert_string_equal(got, "1@0 [a][b,c]\n");
  free(got);
}

static void a_record_above_the_limit_is_a_fault(void **state) {
  (void)state;
  static const char next[] = {'\n', 'a', ',', 'b', '\n'};
  size_t len = UN_CSV_RECORD_MAX + 100;
  char *data = malloc(len + sizeof next);
  assert_non_null(data);
  memset(data, 'x', len);
  memcpy(data + len, next, sizeof next);
  struct opened o;
  for (int quoted = 0; quoted < 2; quoted++) {
    if (quoted) data[0] = '"';
    open_bytes(&o, data, len + sizeof next, NULL, ',', 4096, SIZE_MAX);
    assert_int_equal(un_csv_next(&o.csv), UN_RECORD_FAULT);
    assert_non_null(strstr(o.csv.record.fault, "more than 16 MiB"));
    assert_int_equal(un_csv_next(&o.csv), UN_RECORD_READ);
    assert_int_equal(o.csv.record.line, 2);
    assert_int_equal(o.csv.record.byte, len + 1);
    un_csv_free(&o.csv);
  }
  free(data);
}

/* --- encodings -------------------------------------------------------------------- */

static void check_encoded(const char *encoding, const char *data, size_t len, const char *wanted) {
  char *got = outline(data, len, encoding, 0, 4, 3);
  assert_string_equal(got, wanted);
  free(got);
}

static void utf16_is_read_by_its_mark(void **state) {
  (void)state;
  static const char le[] = "\xff\xfe" "a\0,\0\xe9\0\n\0\x3d\xd8\x00\xde,\0b\0",
                    be[] = "\xfe\xff" "\0a\0,\0\xe9\0\n\xd8\x3d\xde\x00\0,\0b";
  static const char wanted[] = "1@2 [a][é]\n2@10 [😀][b]\n";
  check_encoded(NULL, le, sizeof le - 1, wanted);
  check_encoded(NULL, be, sizeof be - 1, wanted);
  check_encoded("utf-16", be, sizeof be - 1, wanted);
  check_encoded("UTF-16LE", le + 2, sizeof le - 3, "1@0 [a][é]\n2@8 [😀][b]\n");
}

static void half_a_utf16_character_is_a_fault(void **state) {
  (void)state;
  static const char lone[] = "\xff\xfe" "a\0\x3d\xd8,\0b\0\n\0c\0,\0d\0", half[] = "\xff\xfe" "a\0,\0b\0\n\0c\0,";
  check_encoded(NULL, lone, sizeof lone - 1,
                "1@2 column 1: half a character (UTF-16) {a\xed\xa0\xbd,b}\n2@12 [c][d]\n");
  check_encoded(NULL, half, sizeof half - 1,
                "1@2 [a][b]\n2@10 column 1: half a character (UTF-16) {c\xff}\n");
}

static void single_byte_encodings_are_read_when_declared(void **state) {
  (void)state;
  check_encoded("windows-1252", "na\xefve,\x80\n\x93x\x94,y\n", 14, "1@0 [naïve][€]\n2@8 [“x”][y]\n");
  check_encoded("mac-roman", "na\x95ve,\xdb\n", 8, "1@0 [naïve][€]\n");
  check_encoded("ISO-8859-15", "\xa4,b\n", 4, "1@0 [€][b]\n");
  check_encoded("windows-1252", "a,\x81\nb,c\n", 8,
                "1@0 column 2: a byte that the encoding has no character for {a,\xff}\n2@4 [b][c]\n");
}

static void unknown_wide_and_contradicted_encodings_are_refused(void **state) {
  (void)state;
  struct un_decoder decoder;
  struct bytes bytes = {"\xef\xbb\xbf" "a", 4, 0, 99};
  static const char *const names[] = {"latin-nine", "UTF-7", "UTF-32", "SHIFT_JIS", "GB18030", "EBCDIC-US", "ISO-2022-JP"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    bytes.at = 0;
    assert_int_equal(un_decode_open(&decoder, read_bytes, &bytes, names[i]), UN_DECODE_UNKNOWN);
  }
  bytes.at = 0;
  assert_int_equal(un_decode_open(&decoder, read_bytes, &bytes, "windows-1252"), UN_DECODE_CONTRADICTED);
  assert_string_equal(decoder.name, "UTF-8");
  bytes.at = 0;
  assert_int_equal(un_decode_open(&decoder, read_bytes, &bytes, "utf8"), UN_DECODE_OK);
}

/* --- sweeps ------------------------------------------------------------------------ */

static const char abuse[] = "\xef\xbb\xbf" "a,b\r\n\"x\r\n\"\"y\",\"\"\r\n\r\"op,en\n,\r\xff,é\n\"q\"z,\n\xe2\x82\xac,\"";

static void every_buffer_and_portion_gives_the_same(void **state) {
  (void)state;
  char *whole = outline(abuse, sizeof abuse - 1, NULL, 0, UN_CSV_BUFFER, SIZE_MAX);
  for (size_t buffer = 1; buffer <= sizeof abuse + 1; buffer++) {
    for (size_t portion = 1; portion <= sizeof abuse + 1; portion++) {
      char *got = outline(abuse, sizeof abuse - 1, NULL, 0, buffer, portion);
      assert_string_equal(got, whole);
      free(got);
    }
  }
  free(whole);
}

/* Every byte value at every place, so at every boundary of the small buffers. */
static void every_byte_at_every_boundary_gives_the_same(void **state) {
  (void)state;
  static const size_t buffers[] = {1, 2, 3, 4, 7, 8};
  char data[] = "ab,\"cd\"\r\nef,gh\nij,kl\n";
  for (size_t at = 0; at < sizeof data - 1; at++) {
    char kept = data[at];
    for (int byte = 0; byte < 256; byte++) {
      data[at] = (char)byte;
      char *whole = outline(data, sizeof data - 1, NULL, ',', UN_CSV_BUFFER, SIZE_MAX);
      for (size_t b = 0; b < sizeof buffers / sizeof *buffers; b++) {
        char *got = outline(data, sizeof data - 1, NULL, ',', buffers[b], buffers[b]);
        assert_string_equal(got, whole);
        free(got);
      }
      free(whole);
    }
    data[at] = kept;
  }
}

/* --- parse(write(x)) = x, with the product's own writer ------------------------------ */

static unsigned next_random(unsigned *seed) {
  *seed = *seed * 1103515245u + 12345u;
  return *seed >> 16;
}

static void what_the_csv_format_writes_reads_back(void **state) {
  (void)state;
  static const char *const parts[] = {"a", ",", "\"", "\n", "\r\n", "\r", "é", " ", "", "=1", "x\"\"y", "\t", ";"};
  enum { ROWS = 2000, COLUMNS = 3 };
  static char *cells[ROWS][COLUMNS];
  char path[] = "/tmp/unseal-csv.XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  close(fd);
  unsigned seed = 42;
  struct un_shell shell = {.style.format = un_format_find("csv", NULL)};
  assert_int_equal(un_shell_open(&shell, ":memory:", UN_OPEN_CREATE), 0);
  assert_int_equal(un_exec(&shell, "CREATE TABLE t(a, b, c)", "test"), 0);
  sqlite3_stmt *insert;
  sqlite3_prepare_v2(shell.db, "INSERT INTO t VALUES(?, ?, ?)", -1, &insert, NULL);
  for (int r = 0; r < ROWS; r++) {
    for (int c = 0; c < COLUMNS; c++) {
      struct un_strbuf text = UN_STRBUF_INIT;
      for (int p = 0; p < 3; p++) un_strbuf_puts(&text, parts[next_random(&seed) % 13]);
      cells[r][c] = un_strbuf_take(&text);
      if (next_random(&seed) % 5 == 0) free(cells[r][c]), cells[r][c] = NULL;
      sqlite3_bind_text(insert, c + 1, cells[r][c], -1, SQLITE_STATIC);
    }
    assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  assert_int_equal(un_out_open(path, &shell.out), 0);
  assert_int_equal(un_run_sql(&shell, "SELECT * FROM t ORDER BY rowid", "test", 1), 0);
  assert_int_equal(un_out_commit(shell.out), 0);
  un_shell_close(&shell);

  struct un_reader reader;
  const struct un_reader_options options = {.delimiter = ','};
  assert_int_equal(un_reader_open(&reader, path, &options), 0);
  assert_true(un_reader_next_table(&reader));
  assert_int_equal(un_reader_next(&reader), UN_RECORD_READ);
  for (int r = 0; r < ROWS; r++) {
    assert_int_equal(un_reader_next(&reader), UN_RECORD_READ);
    assert_int_equal(reader.record->count, COLUMNS);
    for (int c = 0; c < COLUMNS; c++) {
      const char *text = un_record_text(reader.record, c);
      if (cells[r][c]) assert_string_equal(text, cells[r][c]);
      else assert_null(text);
      free(cells[r][c]);
    }
  }
  assert_int_equal(un_reader_next(&reader), UN_RECORD_END);
  un_reader_close(&reader);
  unlink(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(line_ends_mix_and_blank_lines_are_skipped),
      cmocka_unit_test(a_byte_order_mark_is_skipped_and_counted),
      cmocka_unit_test(empty_is_null_and_quoted_empty_is_a_text),
      cmocka_unit_test(quoted_line_ends_are_kept_and_counted),
      cmocka_unit_test(doubled_quotes_are_one),
      cmocka_unit_test(an_open_quote_is_named_where_it_opens_and_swallows_a_line),
      cmocka_unit_test(text_after_a_closing_quote_is_a_fault),
      cmocka_unit_test(a_lone_quote_in_an_unquoted_field_is_a_fault),
      cmocka_unit_test(nul_and_bad_utf8_cost_their_record_only),
      cmocka_unit_test(the_delimiter_is_the_one_the_first_line_has_most_of),
      cmocka_unit_test(a_record_above_the_limit_is_a_fault),
      cmocka_unit_test(utf16_is_read_by_its_mark),
      cmocka_unit_test(half_a_utf16_character_is_a_fault),
      cmocka_unit_test(single_byte_encodings_are_read_when_declared),
      cmocka_unit_test(unknown_wide_and_contradicted_encodings_are_refused),
      cmocka_unit_test(every_buffer_and_portion_gives_the_same),
      cmocka_unit_test(every_byte_at_every_boundary_gives_the_same),
      cmocka_unit_test(what_the_csv_format_writes_reads_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
