/* Workbooks: cells as a spreadsheet shows them, and nothing hostile comes in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "book.h"
#include "reader.h"
#include "sheet_value.h"
#include "xlsx.h"
#include "zip_read.h"

static int file_of(const struct un_strbuf *bytes) {
  int fd = memfd_create("book", 0);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, bytes->text, bytes->len), bytes->len);
  return fd;
}

/* `7: [a][NULL][c]` a row, `D7: reason {raw}` a fault, `! reason` what ends it. */
static char *outline_sheet(struct un_xlsx *book, int sheet) {
  struct un_strbuf out = UN_STRBUF_INIT;
  un_xlsx_begin(book, sheet);
  for (enum un_record_result r; (r = un_xlsx_next(book)) != UN_RECORD_END;) {
    const struct un_record *record = un_xlsx_record(book);
    char address[32];
    un_sheet_address(record->fault_column, record->line, address);
    if (r == UN_RECORD_FAULT) {
      un_strbuf_printf(&out, "%s: %s {%.*s}", address, record->fault, (int)record->raw_len, record->raw);
    } else {
      un_strbuf_printf(&out, "%lld: ", record->line);
      for (int i = 0; i < record->count; i++) {
        const char *text = un_record_text(record, i);
        un_strbuf_printf(&out, "[%s]", text ? text : "NULL");
      }
    }
    un_strbuf_puts(&out, "\n");
  }
  if (un_xlsx_error(book)) un_strbuf_printf(&out, "! %s\n", un_xlsx_error(book));
  return un_strbuf_take(&out);
}

static void check_book(const char *rows, const char *workbook, const char *wanted) {
  struct un_strbuf bytes = UN_STRBUF_INIT;
  char *why = NULL;
  make_book(&bytes, rows, workbook);
  int fd = file_of(&bytes);
  struct un_xlsx *book = un_xlsx_open(fd, &why);
  assert_null(why);
  assert_non_null(book);
  char *got = outline_sheet(book, 0);
  assert_string_equal(got, wanted);
  free(got);
  un_xlsx_close(book);
  close(fd);
  un_strbuf_free(&bytes);
}

/* --- cells ------------------------------------------------------------------------ */

static void texts_are_shared_inline_rich_and_of_formulas(void **state) {
  (void)state;
  check_book("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
             "<c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>"
             "<c r=\"F1\" t=\"str\"><f>A1&amp;\"x\"</f><v>computed</v></c></row>",
             NULL, "1: [Country][Turkey ][a\r&_b][NULL][inline][computed]\n");
}

static void booleans_errors_and_iso_dates_stand_as_they_are(void **state) {
  (void)state;
  check_book("<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#REF!</v></c>"
             "<c t=\"d\"><v>2024-01-02</v></c></row>",
             NULL, "1: [TRUE][FALSE][#REF!][2024-01-02]\n");
}

static void sparse_rows_and_merged_cells_leave_empty_fields(void **state) {
  (void)state;
  check_book("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" s=\"1\"/></row><row r=\"3\"/>"
             "<row r=\"7\"><c r=\"C7\"><v>2</v></c><c r=\"AB7\"><v>3</v></c></row>",
             NULL, "1: [1]\n7: [NULL][NULL][2][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL]"
                   "[NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][NULL][3]\n");
}

static void formats_make_percents_and_dates(void **state) {
  (void)state;
  check_book("<row><c s=\"1\"><v>0.54</v></c><c s=\"2\"><v>45293</v></c><c s=\"3\"><v>45293.4375</v></c>"
             "<c s=\"4\"><v>1.5</v></c><c s=\"5\"><v>90</v></c><c s=\"99\"><v>7</v></c></row>",
             NULL, "1: [54%][2024-01-02][2024-01-02T10:30][36:00:00][90][7]\n");
}

static void the_1904_system_counts_from_1904(void **state) {
  (void)state;
  check_book("<row><c s=\"2\"><v>0</v></c><c s=\"2\"><v>43831</v></c></row>",
             XML "<workbook " MAIN_NS " xmlns:r=\"" REL "\"><workbookPr date1904=\"1\"/><sheets>"
             "<sheet name=\"M\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
             "1: [1904-01-01][2024-01-02]\n");
}

static void what_is_wrong_with_a_cell_has_its_address(void **state) {
  (void)state;
  check_book("<row><c><v>1</v></c><c s=\"2\"><v>60</v></c></row><row><c t=\"s\"><v>4</v></c></row>"
             "<row><c><f>A1</f></c></row><row><c><v>x,y</v></c></row><row><c><v>2</v></c></row>",
             NULL,
             "B1: '60' is no date: 1900 had no 29 February {1,60}\n"
             "A2: '4' is not one of the shared texts {}\n"
             "A3: a formula without a stored value; save the file in a spreadsheet {}\n"
             "A4: 'x,y' is not a number {\"x,y\"}\n5: [2]\n");
}

static void check_number(const char *stored, enum un_sheet_format format, const char *wanted) {
  char text[UN_SHEET_TEXT];
  const char *wrong = un_sheet_number(stored, format, false, text);
  assert_string_equal(wrong ? wrong : text, wanted);
}

static void numbers_have_no_noise_and_no_exponent(void **state) {
  (void)state;
  static const struct {
    const char *stored;
    enum un_sheet_format format;
    const char *text;
  } cells[] = {{"1.0E3", UN_SHEET_NUMBER, "1000"}, {"20.140000000000001", UN_SHEET_NUMBER, "20.14"},
               {"39083.421897734355", UN_SHEET_NUMBER, "39083.4218977344"}, {"-0.1", UN_SHEET_NUMBER, "-0.1"},
               {"1E-7", UN_SHEET_NUMBER, "0.0000001"}, {"1.5E+20", UN_SHEET_NUMBER, "150000000000000000000"},
               {"12345678901234567890", UN_SHEET_NUMBER, "12345678901234567890"}, {"007", UN_SHEET_NUMBER, "7"},
               {"-0", UN_SHEET_NUMBER, "0"}, {"0.30000000000000004", UN_SHEET_NUMBER, "0.3"},
               {"0.57", UN_SHEET_PERCENT, "57%"}, {"0.07", UN_SHEET_PERCENT, "7%"}, {"1", UN_SHEET_PERCENT, "100%"},
               {"0.0219647273900419", UN_SHEET_PERCENT, "2.19647273900419%"}, {"0", UN_SHEET_PERCENT, "0%"},
               {"nan", UN_SHEET_NUMBER, "is not a number"}, {"0x10", UN_SHEET_NUMBER, "is not a number"},
               {"1e999", UN_SHEET_NUMBER, "is not a number"}, {"", UN_SHEET_NUMBER, "is not a number"}};
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
    check_number(cells[i].stored, cells[i].format, cells[i].text);
  }
}

/* ECMA-376 18.17.4.1 and the day that never was. */
static void serials_are_days(void **state) {
  (void)state;
  static const struct {
    const char *stored, *text;
  } days[] = {{"1", "1900-01-01"}, {"59", "1900-02-28"}, {"60", "is no date: 1900 had no 29 February"},
              {"61", "1900-03-01"}, {"36526", "2000-01-01"}, {"2958465", "9999-12-31"}, {"2958466", "is no date"},
              {"-1", "is no date"}, {"45293.999999", "2024-01-03"}, {"45293.5", "2024-01-02T12:00"},
              {"45293.00001", "2024-01-02T00:00:01"}, {"0.5", "12:00:00"}, {"0", "is no date"}};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++) check_number(days[i].stored, UN_SHEET_DATE, days[i].text);
  check_number("0", UN_SHEET_TIME, "00:00:00");
}

static void format_codes_are_told_apart(void **state) {
  (void)state;
  static const struct {
    const char *code;
    enum un_sheet_format format;
  } codes[] = {{"General", UN_SHEET_NUMBER}, {"#,##0.00;[Red]-#,##0.00", UN_SHEET_NUMBER}, {"0.0%", UN_SHEET_PERCENT},
               {"d\\.m\\.yyyy", UN_SHEET_DATE}, {"[$-409]mmmm d, yyyy;@", UN_SHEET_DATE}, {"mmm", UN_SHEET_DATE},
               {"h:mm AM/PM", UN_SHEET_TIME}, {"[h]:mm:ss", UN_SHEET_ELAPSED}, {"0\" days\"", UN_SHEET_NUMBER},
               {"0\\d", UN_SHEET_NUMBER}, {"0.00E+00", UN_SHEET_NUMBER}, {"_(* #,##0_)", UN_SHEET_NUMBER},
               {"@", UN_SHEET_NUMBER}, {"[Red]0", UN_SHEET_NUMBER}, {"\"open", UN_SHEET_NUMBER}};
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    assert_int_equal(un_sheet_format_of(codes[i].code), codes[i].format);
  }
}

/* --- sheets ------------------------------------------------------------------------ */

static void the_sheets_are_the_visible_ones_or_the_one_asked_for(void **state) {
  (void)state;
  struct un_strbuf bytes = UN_STRBUF_INIT;
  make_book(&bytes, "<row><c><v>1</v></c></row>", NULL);
  char path[64];
  int fd = file_of(&bytes);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  struct un_reader reader;
  struct un_reader_options options = {.sheet = NULL};
  for (int i = 0; i < 2; i++) {
    options.sheet = i == 0 ? NULL : "Notes";
    assert_int_equal(un_reader_open(&reader, path, &options), 0);
    assert_true(un_reader_next_table(&reader));
    assert_int_equal(un_reader_next(&reader), UN_RECORD_READ);
    assert_string_equal(un_record_text(reader.record, 0), i == 0 ? "1" : "note");
    assert_string_equal(reader.record->sheet, i == 0 ? "Main" : "Notes");
    assert_int_equal(un_reader_next(&reader), UN_RECORD_END);
    assert_int_equal(un_reader_finish(&reader), 0);
    assert_false(un_reader_next_table(&reader));
    un_reader_close(&reader);
  }
  close(fd);
  un_strbuf_free(&bytes);
}

/* --- hostile files ------------------------------------------------------------------ */

static void check_refused(const struct un_strbuf *bytes, const char *wanted) {
  char *why = NULL;
  int fd = file_of(bytes);
  struct un_xlsx *book = un_xlsx_open(fd, &why);
  if (book) {
    why = outline_sheet(book, 0);
    un_xlsx_close(book);
  }
  assert_non_null(why);
  if (!strstr(why, wanted)) assert_string_equal(why, wanted);
  free(why);
  close(fd);
}

static void refuse_zip(struct part part, const char *wanted) {
  struct un_strbuf bytes = UN_STRBUF_INIT;
  const struct part parts[] = {{.name = "_rels/.rels", .data = book_root}, part};
  make_zip(&bytes, parts, 2);
  check_refused(&bytes, wanted);
  un_strbuf_free(&bytes);
}

static void archives_that_lie_are_refused(void **state) {
  (void)state;
  refuse_zip((struct part){.name = "/etc/passwd", .data = "x"}, "entry '/etc/passwd' has an absolute name");
  refuse_zip((struct part){.name = "C:x", .data = "x"}, "has an absolute name");
  refuse_zip((struct part){.name = "xl/../../x", .data = "x"}, "has a name that goes up with '..'");
  refuse_zip((struct part){.name = "xl\\x", .data = "x"}, "has a name with a backslash");
  refuse_zip((struct part){.name = "_RELS/.rels", .data = "x"}, "two entries are named");
  refuse_zip((struct part){.name = "x", .data = "x", .flags = 1}, "entry 'x' is encrypted");
  refuse_zip((struct part){.name = "x", .data = "x", .method = 14}, "entry 'x' is packed by method 14");
  refuse_zip((struct part){.name = "x", .data = "x", .claimed = 2000000000}, "unpacks to more than 1024 MiB");
  refuse_zip((struct part){.name = "x", .data = "x", .claimed = 200000000}, "unpacks to more than 256 times its size");
}

static void a_bomb_is_refused_before_it_is_unpacked(void **state) {
  (void)state;
  size_t len = 8 << 20;
  char *zeros = calloc(1, len);
  assert_non_null(zeros);
  refuse_zip((struct part){.name = "xl/x", .data = zeros, .len = len, .method = 8}, "like a bomb");
  /* One that claims to be small is cut at what it claims. */
  memset(zeros, ' ', len);
  memcpy(zeros, book_root, sizeof book_root - 1);
  struct un_strbuf bytes = UN_STRBUF_INIT;
  const struct part part = {.name = "_rels/.rels", .data = zeros, .len = len, .method = 8, .claimed = 100};
  make_zip(&bytes, &part, 1);
  check_refused(&bytes, "part '_rels/.rels': is damaged or cut short");
  un_strbuf_free(&bytes);
  free(zeros);
}

static void too_many_entries_are_refused(void **state) {
  (void)state;
  struct un_strbuf bytes = UN_STRBUF_INIT;
  struct part *parts = calloc(5000, sizeof *parts);
  char (*names)[8] = calloc(5000, sizeof *names);
  for (int i = 0; i < 5000; i++) {
    snprintf(names[i], sizeof names[i], "%d", i);
    parts[i] = (struct part){.name = names[i], .data = "x"};
  }
  make_zip(&bytes, parts, 5000);
  check_refused(&bytes, "more than 4096 entries");
  un_strbuf_free(&bytes);
  free(parts);
  free(names);
}

static void a_cut_or_damaged_archive_is_refused(void **state) {
  (void)state;
  struct un_strbuf bytes = UN_STRBUF_INIT;
  make_book(&bytes, "<row><c><v>1</v></c></row>", NULL);
  size_t whole = bytes.len;
  for (size_t len = 0; len < whole; len += 7) {
    bytes.len = len;
    check_refused(&bytes, "cut short");
  }
  bytes.len = whole;
  un_strbuf_free(&bytes);
}

/* Any byte turned over is found by the CRC, or does no harm; never a crash. */
static void a_byte_turned_over_never_goes_unseen_in_the_sheet(void **state) {
  (void)state;
  struct un_strbuf bytes = UN_STRBUF_INIT;
  make_book(&bytes, "<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>kept</t></is></c></row>", NULL);
  for (size_t at = 0; at < bytes.len; at++) {
    char kept = bytes.text[at], *why = NULL;
    bytes.text[at] = (char)(kept ^ 0x55);
    int fd = file_of(&bytes);
    struct un_xlsx *book = un_xlsx_open(fd, &why);
    char *got = book ? outline_sheet(book, 0) : NULL;
    if (got && *got && !strchr(got, '!')) assert_string_equal(got, "1: [1][kept]\n");
    free(got);
    free(why);
    un_xlsx_close(book);
    close(fd);
    bytes.text[at] = kept;
  }
  un_strbuf_free(&bytes);
}

static void other_files_are_named(void **state) {
  (void)state;
  struct un_strbuf bytes = UN_STRBUF_INIT;
  const struct part ods[] = {{.name = "mimetype", .data = "x"}, {.name = "content.xml", .data = "x"}};
  make_zip(&bytes, ods, 2);
  check_refused(&bytes, "OpenDocument");
  un_strbuf_free(&bytes);
  make_zip(&bytes, ods, 1);
  check_refused(&bytes, "no workbook");
  un_strbuf_free(&bytes);
}

/* --- hostile XML ----------------------------------------------------------------------- */

static void refuse_sheet(const char *rows, const char *wanted) {
  struct un_strbuf bytes = UN_STRBUF_INIT;
  make_book(&bytes, rows, NULL);
  check_refused(&bytes, wanted);
  un_strbuf_free(&bytes);
}

static void refuse_workbook(const char *xml, const char *wanted) {
  struct un_strbuf bytes = UN_STRBUF_INIT;
  make_book(&bytes, "", xml);
  check_refused(&bytes, wanted);
  un_strbuf_free(&bytes);
}

static void entities_and_doctypes_are_refused(void **state) {
  (void)state;
  static const char refusal[] = "part 'xl/workbook.xml': a document type declaration, which no workbook has";
  refuse_workbook("<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                  "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><workbook>&c;</workbook>", refusal);
  refuse_workbook("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><workbook>&x;</workbook>", refusal);
  refuse_workbook("<!DOCTYPE w SYSTEM \"http://example.org/x.dtd\"><workbook/>", refusal);
  refuse_workbook("<workbook>&undefined;</workbook>", "undefined entity");
}

static void xml_that_is_no_sheet_is_refused_with_its_place(void **state) {
  (void)state;
  refuse_sheet("<row><c></row>", "part 'xl/worksheets/sheet1.xml': line 2: mismatched tag");
  refuse_sheet("<row r=\"5\"><c><v>1</v></c></row><row r=\"5\"/>", "row '5' after row 5");
  refuse_sheet("<row r=\"1048577\"/>", "row '1048577' after row 0");
  refuse_sheet("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"/></row>", "row 1: cell 'A1' out of order");
  refuse_sheet("<row><c r=\"XFE1\"/></row>", "cell 'XFE1' out of order");
  refuse_workbook("<workbook/>", "an Office file without worksheets");
  struct un_strbuf deep = UN_STRBUF_INIT;
  for (int i = 0; i < 70; i++) un_strbuf_puts(&deep, "<a>");
  refuse_sheet(deep.text, "elements more than 64 deep");
  un_strbuf_free(&deep);
}

/* --- the published workbooks ------------------------------------------------------------ */

/* The sheet that was saved as CSV beside the workbook: the same cells, but numbers
** as they show. */
static void the_published_workbook_is_its_csv(void **state) {
  (void)state;
  const char *shared = getenv("SHARED");
  struct un_strbuf book_path = UN_STRBUF_INIT, csv_path = UN_STRBUF_INIT;
  un_strbuf_printf(&book_path, "%s/microsoft/Microsoft LERR_2013_H1.xlsx", shared ? shared : "");
  un_strbuf_printf(&csv_path, "%s/microsoft/Microsoft_LERR_2013_H1__MSFT.csv", shared ? shared : "");
  if (access(book_path.text, R_OK) != 0) {
    un_strbuf_free(&book_path);
    un_strbuf_free(&csv_path);
    skip();
  }
  struct un_reader book, csv;
  const struct un_reader_options sheet = {.sheet = "MSFT"}, none = {.sheet = NULL};
  assert_int_equal(un_reader_open(&book, book_path.text, &sheet), 0);
  assert_int_equal(un_reader_open(&csv, csv_path.text, &none), 0);
  assert_true(un_reader_next_table(&book) && un_reader_next_table(&csv));
  int rows = 0, cells = 0;
  while (un_reader_next(&csv) == UN_RECORD_READ) {
    bool empty = true;
    for (int i = 0; i < csv.record->count; i++) empty = empty && !un_record_text(csv.record, i);
    if (empty) continue;
    assert_int_equal(un_reader_next(&book), UN_RECORD_READ);
    for (int i = 0; i < csv.record->count; i++) {
      const char *a = un_record_text(csv.record, i), *b = un_record_text(book.record, i);
      assert_int_equal(a != NULL, b != NULL);
      if (!a || !b) continue;
      char *end;
      double x = strtod(a, &end);
      if (*end == '\0') {
        double y = strtod(b, &end);
        if (*end == '%') y /= 100;
        assert_true(x - y < 1e-9 && y - x < 1e-9);
      } else {
        assert_string_equal(b, a);
      }
      cells++;
    }
    rows++;
  }
  assert_true(rows > 60 && cells > 700);
  un_reader_close(&book);
  un_reader_close(&csv);
  un_strbuf_free(&book_path);
  un_strbuf_free(&csv_path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(texts_are_shared_inline_rich_and_of_formulas),
      cmocka_unit_test(booleans_errors_and_iso_dates_stand_as_they_are),
      cmocka_unit_test(sparse_rows_and_merged_cells_leave_empty_fields),
      cmocka_unit_test(formats_make_percents_and_dates),
      cmocka_unit_test(the_1904_system_counts_from_1904),
      cmocka_unit_test(what_is_wrong_with_a_cell_has_its_address),
      cmocka_unit_test(numbers_have_no_noise_and_no_exponent),
      cmocka_unit_test(serials_are_days),
      cmocka_unit_test(format_codes_are_told_apart),
      cmocka_unit_test(the_sheets_are_the_visible_ones_or_the_one_asked_for),
      cmocka_unit_test(archives_that_lie_are_refused),
      cmocka_unit_test(a_bomb_is_refused_before_it_is_unpacked),
      cmocka_unit_test(too_many_entries_are_refused),
      cmocka_unit_test(a_cut_or_damaged_archive_is_refused),
      cmocka_unit_test(a_byte_turned_over_never_goes_unseen_in_the_sheet),
      cmocka_unit_test(other_files_are_named),
      cmocka_unit_test(entities_and_doctypes_are_refused),
      cmocka_unit_test(xml_that_is_no_sheet_is_refused_with_its_place),
      cmocka_unit_test(the_published_workbook_is_its_csv),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
