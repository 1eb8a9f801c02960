/* What Tab offers, for statements and dot-commands as they stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "complete.h"
#include "shell.h"
#include "strbuf.h"

static struct un_shell shell;

static int open_shell(void **state) {
  (void)state;
  shell = (struct un_shell){.out = un_out_stdout(), .where = "test"};
  if (un_shell_open(&shell, ":memory:", UN_OPEN_CREATE) != 0) return 1;
  return sqlite3_exec(shell.db, "CREATE TABLE requests(ref, received_on, process); CREATE TABLE gags(request_id, basis, received_at)",
                      NULL, NULL, NULL);
}

static int close_shell(void **state) {
  (void)state;
  un_shell_free(&shell);
  return 0;
}

/* Is `wanted` offered where | stands in the line? */
static bool offers(const char *before, const char *line, const char *wanted) {
  struct un_names names;
  char text[256], word[256];
  bool files;
  const char *bar = strchr(line, '|');
  size_t at = (size_t)(bar - line), start = at;
  while (start > 0 && !strchr(" ,(=", line[start - 1])) start--;
  memcpy(text, line, at);
  strcpy(text + at, bar + 1);
  memcpy(word, line + start, at - start);
  word[at - start] = '\0';
  un_complete(&shell, before, text, start, word, &names, &files);
  bool found = un_names_have(&names, wanted) || (files && strcmp(wanted, "<file>") == 0);
  un_names_free(&names);
  return found;
}

static void tables_stand_after_from_and_join(void **state) {
  (void)state;
  assert_true(offers("", "SELECT * FROM r|", "requests"));
  assert_true(offers("", "SELECT * FROM requests JOIN g|", "gags"));
  assert_true(offers("", "INSERT INTO g|", "gags"));
  assert_true(offers("", "SELECT * FROM leg|", "legal_bases"));
  assert_false(offers("", "SELECT * FROM r|", "received_on"));
}

static void columns_are_those_of_the_statements_tables(void **state) {
  (void)state;
  assert_true(offers("", "SELECT received| FROM requests", "received_on"));
  assert_false(offers("", "SELECT received| FROM requests", "received_at"));
  assert_true(offers("", "SELECT received| FROM requests, gags", "received_at"));
  assert_true(offers("SELECT *\nFROM requests", "WHERE pro|", "process"));
  assert_true(offers("", "SELECT pro| FROM main.requests", "process"));
}

static void aliases_bring_their_tables_columns(void **state) {
  (void)state;
  assert_true(offers("", "SELECT r.re| FROM requests AS r JOIN gags g", "r.ref"));
  assert_true(offers("", "SELECT g.re| FROM requests AS r JOIN gags g", "g.request_id"));
  assert_false(offers("", "SELECT g.re| FROM requests AS r JOIN gags g", "g.ref"));
  assert_true(offers("", "SELECT requests.re| FROM requests", "requests.ref"));
}

static void functions_and_keywords_are_offered(void **state) {
  (void)state;
  assert_true(offers("", "SELECT gag_exp|", "gag_expiry("));
  assert_true(offers("", "SELECT coal|", "coalesce("));
  assert_true(offers("", "sel|", "select"));
  assert_true(offers("", "SEL|", "SELECT"));
}

static void what_is_in_strings_and_comments_names_no_table(void **state) {
  (void)state;
  assert_false(offers("", "SELECT pro| FROM gags WHERE x = 'from requests'", "process"));
  assert_false(offers("", "SELECT pro| FROM gags /* , requests */", "process"));
  assert_false(offers("", "SELECT * FROM requests WHERE origin = ' re|", "ref"));
  assert_true(offers("", "SELECT 'x', re| FROM requests", "ref"));
}

static void dot_commands_and_their_arguments(void **state) {
  (void)state;
  assert_true(offers("", ".mo|", ".mode"));
  assert_true(offers("", ".mode ma|", "markdown"));
  assert_true(offers("", ".headers o|", "off"));
  assert_true(offers("", ".schema re|", "requests"));
  assert_true(offers("", ".read x|", "<file>"));
  assert_true(offers("", ".report ref|", "refusals"));
  assert_true(offers("", ".report refusals --defin|", "--definition"));
  assert_true(offers("", ".report refusals --by pro|", "process"));
  assert_true(offers("", ".help gag_e|", "gag_expiry"));
  un_params_set(&shell.params, "day", "2024-01-01");
  assert_true(offers("", ".param unset :d|", ":day"));
}

static void options_and_words_of_the_usage(void **state) {
  (void)state;
  assert_true(offers("", ".import --cs|", "--csv"));
  assert_true(offers("", ".import f.csv re|", "requests"));
  assert_true(offers("", ".import --skip 1 f|", "<file>"));
  assert_true(offers("", ".mode --w|", "--wrap"));
  assert_true(offers("", ".eqp f|", "full"));
  assert_false(offers("", ".timer |", "auto"));
  assert_true(offers("", ".param in|", "init"));
  assert_true(offers("", ".help .mo|", ".mode"));
  assert_true(offers("", "\\tim|", "\\timing"));
  assert_true(offers("", "\\i x|", "<file>"));
  assert_false(offers("", "\\|", ".mode"));
}

static void values_of_a_reports_parameters(void **state) {
  (void)state;
  assert_true(offers("", ".report refusals --definition br|", "broad"));
  assert_false(offers("", ".report refusals --window |", "positive"));
  assert_true(offers("", ".report gag-docket --basis US_NDO|", "US_NDO_2705B"));
  assert_true(offers("", ".report transparency --origin D|", "DE"));
  assert_true(offers("", ".report transparency --as|", "--as-of"));
  assert_true(offers("", ".report transparency --format nd|", "ndjson"));
  assert_true(offers("", ".report transparency -o x|", "<file>"));
}

static void tables_of_a_schema(void **state) {
  (void)state;
  assert_true(offers("", "SELECT * FROM main.re|", "main.requests"));
  assert_false(offers("", "SELECT main.re|", "main.requests"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tables_stand_after_from_and_join),
      cmocka_unit_test(columns_are_those_of_the_statements_tables),
      cmocka_unit_test(aliases_bring_their_tables_columns),
      cmocka_unit_test(functions_and_keywords_are_offered),
      cmocka_unit_test(what_is_in_strings_and_comments_names_no_table),
      cmocka_unit_test(dot_commands_and_their_arguments),
      cmocka_unit_test(options_and_words_of_the_usage),
      cmocka_unit_test(values_of_a_reports_parameters),
      cmocka_unit_test(tables_of_a_schema),
  };
  return cmocka_run_group_tests(tests, open_shell, close_shell);
}
