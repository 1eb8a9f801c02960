/* Each format against cells made by hand: what every one of them prints, whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "shell.h"
#include "text.h"

static sqlite3 *db;

static int open_db(void **state) {
  (void)state;
  return sqlite3_open(":memory:", &db);
}

static int close_db(void **state) {
  (void)state;
  return sqlite3_close(db);
}

/* What a query prints; the caller frees it. */
static char *printed(const char *format, const char *sql, struct un_style style) {
  struct un_shell shell = {.db = db, .style = style};
  char path[32];
  int fd = memfd_create("rows", MFD_CLOEXEC);
  sqlite3_stmt *stmt = NULL;
  assert_true(fd >= 0);
  snprintf(path, sizeof path, "/dev/fd/%d", fd);
  shell.style.format = un_format_find(format, NULL);
  assert_non_null(shell.style.format);
  assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
  assert_int_equal(un_out_open(path, &shell.out), 0);
  assert_int_equal(un_render(&shell, stmt), 0);
  sqlite3_finalize(stmt);
  assert_int_equal(un_out_commit(shell.out), 0);
  off_t size = lseek(fd, 0, SEEK_END);
  char *text = malloc((size_t)size + 1);
  assert_non_null(text);
  assert_int_equal(pread(fd, text, (size_t)size, 0), size);
  text[size] = '\0';
  close(fd);
  return text;
}

static void prints(const char *format, const char *sql, const char *wanted) {
  char *text = printed(format, sql, (struct un_style){0});
  assert_string_equal(text, wanted);
  free(text);
}

struct print {
  const char *format, *wanted;
};

static void each_prints(const char *sql, const struct print *prints_of, size_t count) {
  for (size_t i = 0; i < count; i++) prints(prints_of[i].format, sql, prints_of[i].wanted);
}
#define EACH(sql, list) each_prints(sql, list, sizeof(list) / sizeof *(list))

#define PAGE "<!DOCTYPE html>\n<html lang=\"en\">\n"

/* The part of an HTML page that the rows make. */
static void prints_html(const char *sql, const char *wanted) {
  char *page = printed("html", sql, (struct un_style){0});
  assert_memory_equal(page, PAGE, sizeof PAGE - 1);
  const char *table = strstr(page, "<table>");
  assert_non_null(table);
  assert_string_equal(table, wanted);
  free(page);
}

static void a_value_of_each_type(void **state) {
  (void)state;
  static const char sql[] = "SELECT NULL AS n, 7 AS i, 2.5 AS r, X'41ff' AS b, 'text' AS t, '' AS e";
  static const struct print all[] = {
      {"list", "|7|2.5|A\xff|text|\n"},
      {"tabs", "\t7\t2.5\tA\xff\ttext\t\n"},
      {"ascii", "\x1f" "7\x1f" "2.5\x1f" "A\xff\x1ftext\x1f\x1e"},
      {"tcl", "\"\" \"7\" \"2.5\" \"A\\377\" \"text\" \"\"\n"},
      {"csv", "n,i,r,b,t,e\n,7,2.5,41ff,text,\"\"\n"},
      {"tsv", "n\ti\tr\tb\tt\te\n\\N\t7\t2.5\t41ff\ttext\t\n"},
      {"json", "[{\"n\":null,\"i\":7,\"r\":2.5,\"b\":\"41ff\",\"t\":\"text\",\"e\":\"\"}]\n"},
      {"ndjson", "{\"n\":null,\"i\":7,\"r\":2.5,\"b\":\"41ff\",\"t\":\"text\",\"e\":\"\"}\n"},
      {"quote", "NULL,7,2.5,X'41ff','text',''\n"},
      {"insert", "INSERT INTO result(n,i,r,b,t,e) VALUES(NULL,7,2.5,X'41ff','text','');\n"},
      {"line", "    n = \n    i = 7\n    r = 2.5\n    b = A\\xff\n    t = text\n    e = \n"},
      {"table", "┌───┬───┬─────┬───────┬──────┬───┐\n"
                "│ n │ i │   r │ b     │ t    │ e │\n"
                "├───┼───┼─────┼───────┼──────┼───┤\n"
                "│   │ 7 │ 2.5 │ A\\xff │ text │   │\n"
                "└───┴───┴─────┴───────┴──────┴───┘\n"},
      {"column", "n  i    r  b      t     e\n─  ─  ───  ─────  ────  ─\n   7  2.5  A\\xff  text  \n"},
      {"markdown", "| n | i | r | b | t | e |\n| --- | --- | --- | --- | --- | --- |\n|  | 7 | 2.5 | A\\\\xff | text |  |\n"},
  };
  EACH(sql, all);
  prints_html(sql, "<table>\n<thead><tr><th scope=\"col\">n</th><th scope=\"col\">i</th><th scope=\"col\">r</th>"
                   "<th scope=\"col\">b</th><th scope=\"col\">t</th><th scope=\"col\">e</th></tr></thead>\n"
                   "<tr><td class=\"n\"></td><td class=\"n\">7</td><td class=\"n\">2.5</td><td>A\\xff</td><td>text</td><td></td></tr>\n"
                   "</table>\n");
}

/* Marks, overrides and isolates of direction would turn a terminal's line about. */
static void json_escapes_every_mark_of_direction(void **state) {
  (void)state;
  static const char sql[] = "SELECT char(8206,8207,8234,8235,8236,8237,8238,8294,8295,8296,8297,1564) AS c";
  static const struct print all[] = {
      {"json", "[{\"c\":\"\\u200e\\u200f\\u202a\\u202b\\u202c\\u202d\\u202e\\u2066\\u2067\\u2068\\u2069\\u061c\"}]\n"},
      {"ndjson", "{\"c\":\"\\u200e\\u200f\\u202a\\u202b\\u202c\\u202d\\u202e\\u2066\\u2067\\u2068\\u2069\\u061c\"}\n"},
  };
  EACH(sql, all);
}

/* Tab, newline, return, escape, DEL, a C1 control and a bidi override: shown where
** people read, as they are where programs do. */
static void control_characters(void **state) {
  (void)state;
  static const char sql[] = "SELECT 'a' || char(9,10,13,27,127,133,8238) || 'z' AS c";
#define RAW "a\t\n\r\x1b\x7f\xc2\x85\xe2\x80\xaez"
  static const struct print all[] = {
      {"list", RAW "\n"},
      {"csv", "c\n\"" RAW "\"\n"},
      {"tsv", "c\na\\t\\n\\r\x1b\x7f\xc2\x85\xe2\x80\xaez\n"},
      {"json", "[{\"c\":\"a\\u0009\\n\\u000d\\u001b\\u007f\\u0085\\u202ez\"}]\n"},
      {"quote", "'" RAW "'\n"},
      {"tcl", "\"a\\t\\n\\r\\033\\177\\302\\205\\342\\200\\256z\"\n"},
      {"line", "    c = a\\t\\n\\r\\x1b\\x7f\\xc2\\x85\\xe2\\x80\\xaez\n"},
      {"table", "┌──────────────────────────────────────┐\n"
                "│ c                                    │\n"
                "├──────────────────────────────────────┤\n"
                "│ a\\t\\n\\r\\x1b\\x7f\\xc2\\x85\\xe2\\x80\\xaez │\n"
                "└──────────────────────────────────────┘\n"},
      {"markdown", "| c |\n| --- |\n| a\\\\t<br>\\\\r\\\\x1b\\\\x7f\\\\xc2\\\\x85\\\\xe2\\\\x80\\\\xaez |\n"},
  };
  EACH(sql, all);
  prints_html(sql, "<table>\n<thead><tr><th scope=\"col\">c</th></tr></thead>\n"
                   "<tr><td>a\\t<br>\\r\\x1b\\x7f\\xc2\\x85\\xe2\\x80\\xaez</td></tr>\n</table>\n");
}

/* Trap 8: what Markdown and HTML would read as their own. */
static void marks_of_the_format_itself(void **state) {
  (void)state;
  static const char sql[] = "SELECT 'a|b' AS \"x|y\", '<b>&\"*_`[]\\' AS m, 'one' || char(13, 10) || 'two' AS n";
  prints("markdown", sql, "| x\\|y | m | n |\n| --- | --- | --- |\n"
                          "| a\\|b | \\<b\\>&\"\\*\\_\\`\\[\\]\\\\ | one<br>two |\n");
  prints_html(sql, "<table>\n<thead><tr><th scope=\"col\">x|y</th><th scope=\"col\">m</th><th scope=\"col\">n</th></tr></thead>\n"
                   "<tr><td>a|b</td><td>&lt;b&gt;&amp;&quot;*_`[]\\</td><td>one<br>two</td></tr>\n</table>\n");
  prints("quote", "SELECT 'it''s', char(0)", "'it''s',CAST(X'00' AS TEXT)\n");
}

static void csv_quotes_what_needs_it(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"'plain'", "plain"}, {"'two words'", "two words"}, {"'a,b'", "\"a,b\""}, {"' a'", "\" a\""}, {"'a '", "\"a \""},
      {"'say \"\"'", "\"say \"\"\"\"\""}, {"'\"'", "\"\"\"\""}, {"char(10)", "\"\n\""}, {"char(13)", "\"\r\""},
      {"'twelve bytes and more'", "twelve bytes and more"}, {"NULL", ""}, {"''", "\"\""}, {"12", "12"},
      {"'12345678,'", "\"12345678,\""}, {"'1234567,'", "\"1234567,\""}, {"',2345678'", "\",2345678\""},
      {"'-----..//\x7f\xac\x8a'", "-----..//\x7f\xac\x8a"}, /* bytes beside and 128 above those that count */
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char sql[128], wanted[128];
    snprintf(sql, sizeof sql, "SELECT %s AS c", cases[i][0]);
    snprintf(wanted, sizeof wanted, "c\n%s\n", cases[i][1]);
    prints("csv", sql, wanted);
  }
}

/* A byte that needs quotes is found wherever it stands in a long field. */
static void csv_finds_the_byte_anywhere(void **state) {
  (void)state;
  static const char special[] = ",\"\n\r";
  for (size_t length = 1; length < 40; length++) {
    for (size_t at = 0; at < length; at++) {
      for (const char *c = special; *c; c++) {
        char *sql = sqlite3_mprintf("SELECT substr('%.*c', 1, %d) || char(%d) || '%.*c' AS c", (int)length, 'x', (int)at, *c,
                                    (int)(length - at), 'y');
        char *text = printed("csv", sql, (struct un_style){0});
        assert_int_equal(text[2], '"');
        assert_int_equal(strlen(text), length + (*c == '"' ? 7u : 6u));
        free(text);
        sqlite3_free(sql);
      }
    }
  }
}

static void every_line_of_a_frame_is_as_wide(const char *sql) {
  char *text = printed("table", sql, (struct un_style){0});
  size_t width = 0;
  for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
    size_t n = un_text_width(line, strlen(line));
    if (width == 0) width = n;
    assert_int_equal(n, width);
  }
  assert_true(width > 0);
  free(text);
}

static void wide_marked_and_joined_characters_line_up(void **state) {
  (void)state;
  static const char sql[] = "VALUES('東京'), ('e\xcc\x81te\xcc\x81'), ('👨‍👩‍👧‍👦'), ('🇩🇪🇫🇷'), ('👍🏽'), ('❤️'), ('한글'), ('x')";
  every_line_of_a_frame_is_as_wide(sql);
  prints("table", sql, "┌─────────┐\n"
                       "│ column1 │\n"
                       "├─────────┤\n"
                       "│ 東京    │\n"
                       "│ e\xcc\x81te\xcc\x81     │\n"
                       "│ 👨‍👩‍👧‍👦      │\n"
                       "│ 🇩🇪🇫🇷    │\n"
                       "│ 👍🏽      │\n"
                       "│ ❤️      │\n"
                       "│ 한글    │\n"
                       "│ x       │\n"
                       "└─────────┘\n");
}

/* Letters from right to left are as they are; the marks that would turn the rest of
** the line are shown. */
static void right_to_left_stays_in_its_cell(void **state) {
  (void)state;
  static const char sql[] = "SELECT 'שלום' AS a, 'سلام' AS b, 'x' || char(8238) || 'y' AS c";
  every_line_of_a_frame_is_as_wide(sql);
  prints("line", sql, "    a = שלום\n    b = سلام\n    c = x\\xe2\\x80\\xaey\n");
}

static void a_very_long_cell_is_whole(void **state) {
  (void)state;
  enum { LONG = 300000 };
  static const char *const formats[] = {"list", "csv", "tsv", "json", "line", "table", "markdown", "html"};
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    char *text = printed(formats[i], "SELECT replace(hex(zeroblob(150000)), '0', 'x') AS long", (struct un_style){0});
    const char *at = strstr(text, "xxxx");
    assert_non_null(at);
    assert_int_equal(strspn(at, "x"), LONG);
    free(text);
  }
}

/* Wider than the first UN_WIDTH_ROWS rows said: the frame breaks, the cell does not. */
static void a_late_wide_cell_is_whole(void **state) {
  (void)state;
  char *text = printed("table",
                       "WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 1000) "
                       "SELECT iif(x = 1000, 'far too wide for it', 'x') AS c FROM i", (struct un_style){0});
  assert_non_null(strstr(text, "│ far too wide for it │\n"));
  free(text);
}

static void wrap_cuts_between_characters(void **state) {
  (void)state;
  char *text = printed("table", "SELECT 'abcdefgh' AS c, 'é👨‍👩‍👧‍👦東京' AS d", (struct un_style){.wrap = 4});
  assert_string_equal(text, "┌──────┬──────┐\n"
                            "│ c    │ d    │\n"
                            "├──────┼──────┤\n"
                            "│ abcd │ é👨‍👩‍👧‍👦  │\n"
                            "│ efgh │ 東京 │\n"
                            "└──────┴──────┘\n");
  free(text);
}

static void no_rows(void **state) {
  (void)state;
  static const char sql[] = "SELECT 1 AS a, 2 AS b WHERE 0";
  static const struct print all[] = {
      {"list", ""}, {"csv", "a,b\n"}, {"tsv", "a\tb\n"}, {"json", "[]\n"}, {"ndjson", ""}, {"quote", ""}, {"insert", ""}, {"line", ""},
      {"table", "┌───┬───┐\n│ a │ b │\n├───┼───┤\n└───┴───┘\n"}, {"column", "a  b\n─  ─\n"}, {"markdown", "| a | b |\n| --- | --- |\n"},
  };
  EACH(sql, all);
  prints_html(sql, "<table>\n<thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead>\n</table>\n");
}

static void one_column(void **state) {
  (void)state;
  static const struct print all[] = {
      {"list", "5\n"}, {"csv", "n\n5\n"}, {"tsv", "n\n5\n"}, {"json", "[{\"n\":5}]\n"}, {"line", "    n = 5\n"},
      {"table", "┌───┐\n│ n │\n├───┤\n│ 5 │\n└───┘\n"}, {"column", "n\n─\n5\n"}, {"markdown", "| n |\n| --- |\n| 5 |\n"},
  };
  EACH("SELECT 5 AS n", all);
}

/* Trap 7. */
static void keys_of_json_are_unique(void **state) {
  (void)state;
  static const char sql[] = "SELECT 1 AS a, 2 AS a, 3 AS \"a:1\", 4 AS a";
  prints("json", sql, "[{\"a\":1,\"a:1\":2,\"a:1:1\":3,\"a:2\":4}]\n");
  prints("ndjson", sql, "{\"a\":1,\"a:1\":2,\"a:1:1\":3,\"a:2\":4}\n");
}

static void json_numbers_are_exact(void **state) {
  (void)state;
  prints("json", "SELECT 9223372036854775807 AS i, -9223372036854775808 AS least, 0.1 AS r, 1e308 * 10 AS inf, 1e300 AS big, '\xff' AS bad",
         "[{\"i\":9223372036854775807,\"least\":-9223372036854775808,\"r\":0.1,\"inf\":9.0e+999,\"big\":1.0e+300,\"bad\":\"\\ufffd\"}]\n");
}

/* W9: a rate has so many decimals where people read; a number with more digits than
** a cell has room for is not cut. */
static void decimals_cut_no_number(void **state) {
  (void)state;
  char *text = printed("line", "SELECT 1.0 / 3 AS rate, 1e300 AS big, -1e308 * 10 AS inf", (struct un_style){.decimals = 4});
  assert_string_equal(text, " rate = 0.3333\n  big = 1.0e+300\n  inf = -Inf\n");
  free(text);
  text = printed("csv", "SELECT 0.5 / 3 AS rate", (struct un_style){.decimals = 4});
  assert_string_equal(text, "rate\n0.16666666666666666\n"); /* files have them all */
  free(text);
}

static void spreadsheets_run_no_cell(void **state) {
  (void)state;
  char *text = printed("csv", "SELECT '=1+1' AS a, '-x' AS b, -5 AS c, 'x=1' AS d", (struct un_style){.spreadsheet = true});
  assert_string_equal(text, "a,b,c,d\n\"'=1+1\",\"'-x\",-5,x=1\n");
  free(text);
}

static void separators_and_null_text_are_those_set(void **state) {
  (void)state;
  char between[] = "::", after[] = "!", none[] = "(none)";
  struct un_style style = {.column_separator = between, .row_separator = after, .null_text = none};
  char *text = printed("list", "SELECT 1, NULL, 'x'", style);
  assert_string_equal(text, "1::(none)::x!");
  free(text);
  text = printed("csv", "SELECT 'a::b' AS c, NULL AS d", style);
  assert_string_equal(text, "c::d!\"a::b\"::(none)!");
  free(text);
}

#define T(test) cmocka_unit_test_setup_teardown(test, open_db, close_db)

int main(void) {
  const struct CMUnitTest tests[] = {
      T(a_value_of_each_type), T(control_characters), T(json_escapes_every_mark_of_direction), T(marks_of_the_format_itself),
      T(csv_quotes_what_needs_it),
      T(csv_finds_the_byte_anywhere), T(wide_marked_and_joined_characters_line_up), T(right_to_left_stays_in_its_cell),
      T(a_very_long_cell_is_whole), T(a_late_wide_cell_is_whole), T(wrap_cuts_between_characters), T(no_rows), T(one_column),
      T(keys_of_json_are_unique), T(json_numbers_are_exact), T(decimals_cut_no_number), T(spreadsheets_run_no_cell),
      T(separators_and_null_text_are_those_set),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
