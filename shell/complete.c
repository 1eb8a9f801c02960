/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "complete.h"

#include <stdio.h>

#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "columnar/module.h"
#include "columns.h"
#include "dot.h"
#include "law/catalogue.h"
#include "report_text.h"
#include "split.h"
#include "sql/table.h"
#include "strbuf.h"

static const char schema_tables[] =
    "SELECT name FROM sqlite_schema s WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND " UN_NO_PART("main") " UNION SELECT name FROM sqlite_temp_schema WHERE type IN ('table', 'view') ORDER BY name";

/* --- the statement's tables ------------------------------------------------------------- */

/* A source of columns: `FROM requests r` has table requests, alias r. */
struct source {
  char *table, *alias;
};

struct sources {
  struct source *at;
  size_t count;
};

static bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

/* The next word of SQL, quotes taken off; past strings and comments. NULL at the end. */
static char *next_word(const char **at) {
  const char *p = *at;
  for (;;) {
    while (*p && !is_name(*p) && !strchr("\"`[',();.-/", *p)) p++;
    if (strncmp(p, "--", 2) == 0) p += strcspn(p, "\n");
    else if (strncmp(p, "/*", 2) == 0 && strstr(p + 2, "*/")) p = strstr(p + 2, "*/") + 2;
    else if (*p == '\'') {
      p += 1 + strcspn(p + 1, "'");
      if (*p) p++;
    } else if (*p == '-' || *p == '/') p++;
    else break;
  }
  if (!*p) return *at = p, NULL;
  const char *begin = p;
  if (*p == '"' || *p == '`' || *p == '[') {
    char close = *p == '[' ? ']' : *p;
    begin = ++p;
    while (*p && *p != close) p++;
    *at = *p ? p + 1 : p;
    return strndup(begin, (size_t)(p - begin));
  }
  if (!is_name(*p)) p++;
  else while (is_name(*p)) p++;
  *at = p;
  return strndup(begin, (size_t)(p - begin));
}

static bool any_of(const char *word, const char *const *list) {
  for (; *list; list++) {
    if (strcasecmp(word, *list) == 0) return true;
  }
  return false;
}

/* After these a table's name stands; these end a list of tables. */
static const char *const before_table[] = {"from", "join", "into", "update", "table", NULL};
static const char *const after_tables[] = {"where", "on", "using", "group", "order", "limit", "having", "set", "left", "right",
                                           "inner", "cross", "join", "natural", "full", "outer", "window", "union", "values",
                                           "select", "from", "except", "intersect", "returning", "default", "indexed", "not", NULL};

static void add_source(struct sources *sources, char *table, char *alias) {
  sources->at = un_realloc(sources->at, (sources->count + 1) * sizeof *sources->at);
  sources->at[sources->count++] = (struct source){table, alias};
}

static void find_sources(const char *sql, struct sources *sources) {
  char *word;
  bool expecting = false;
  while ((word = next_word(&sql))) {
    if (any_of(word, before_table)) {
      expecting = true;
    } else if (expecting && (is_name(word[0]))) {
      const char *behind = sql;
      char *next = next_word(&behind), *alias = NULL;
      if (next && strcmp(next, ".") == 0) { /* schema.table */
        free(word);
        free(next);
        sql = behind;
        continue;
      }
      if (next && strcasecmp(next, "as") == 0) {
        free(next);
        next = next_word(&behind);
      }
      if (next && is_name(next[0]) && !any_of(next, after_tables)) {
        alias = next;
        sql = behind;
        next = next_word(&behind);
      }
      expecting = next && strcmp(next, ",") == 0;
      free(next);
      add_source(sources, word, alias);
      continue;
    } else if (expecting && strcmp(word, "(") != 0 && strcmp(word, ",") != 0) {
      expecting = false;
    }
    free(word);
  }
}

static void free_sources(struct sources *sources) {
  for (size_t i = 0; i < sources->count; i++) {
    free(sources->at[i].table);
    free(sources->at[i].alias);
  }
  free(sources->at);
}

/* --- candidates ---------------------------------------------------------------------------- */

static void offer(struct un_names *names, const char *word, const char *prefix, const char *text, const char *suffix) {
  struct un_strbuf full = UN_STRBUF_INIT;
  un_strbuf_printf(&full, "%s%s%s", prefix, text, suffix);
  if (strncasecmp(full.text, word, strlen(word)) == 0 && !un_names_have(names, full.text)) {
    un_names_add(names, full.text, full.len);
  }
  un_strbuf_free(&full);
}

static void offer_query(struct un_shell *shell, struct un_names *names, const char *word, const char *prefix,
                        const char *sql, const char *arg, const char *suffix) {
  struct un_names found;
  un_ask_names(shell->db, sql, arg, &found);
  for (size_t i = 0; i < found.count; i++) offer(names, word, prefix, found.list[i], suffix);
  un_names_free(&found);
}

static void offer_tables(struct un_shell *shell, struct un_names *names, const char *word) {
  offer_query(shell, names, word, "", schema_tables, NULL, "");
  for (int i = 0; i < un_tables_count; i++) offer(names, word, "", un_tables[i].name, "");
}

static void offer_keywords(struct un_names *names, const char *word) {
  static const char *const keywords[] = {"SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "JOIN", "LEFT JOIN",
                                         "INSERT INTO", "VALUES", "UPDATE", "SET", "DELETE FROM", "CREATE TABLE", "CREATE VIEW",
                                         "CREATE INDEX", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "DISTINCT", "BETWEEN", "IS NULL",
                                         "IS NOT NULL", "OVER", "PARTITION BY", "UNION ALL", "WITH", "EXPLAIN QUERY PLAN", "CASE",
                                         "WHEN", "THEN", "ELSE", "END", "AND", "OR", "NOT", "EXISTS", "LIKE", "DESC", "USING", "ON", "AS"};
  bool lower = *word >= 'a' && *word <= 'z';
  for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
    char text[32];
    snprintf(text, sizeof text, "%s", keywords[i]);
    for (char *p = text; lower && *p; p++) *p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
    offer(names, word, "", text, "");
  }
}

/* A word as typed before the one at hand decides: a table, or anything. */
static void complete_sql(struct un_shell *shell, const char *text, size_t upto, const char *word, struct un_names *names) {
  static const char columns_of[] = "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden <> 1";
  static const char tables_of[] = "SELECT name FROM pragma_table_list WHERE schema = ?1 COLLATE NOCASE AND type IN ('table', 'view', "
                                  "'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
  struct un_split split = {0};
  un_split_feed(&split, text, upto);
  if (split.open == '\'') return; /* a text is the user's own */
  struct sources sources = {0};
  char *head = strndup(text, upto), *last = NULL, *each;
  const char *at = head, *dot = strrchr(word, '.');
  while ((each = next_word(&at))) {
    free(last);
    last = each;
  }
  find_sources(text, &sources);
  if (dot) {
    char *qualifier = strndup(word, (size_t)(dot - word)), *prefix = strndup(word, (size_t)(dot - word) + 1);
    if (last && any_of(last, before_table)) offer_query(shell, names, word, prefix, tables_of, qualifier, "");
    for (size_t i = 0; i < sources.count; i++) {
      const struct source *s = &sources.at[i];
      bool named = strcasecmp(s->table, qualifier) == 0 || (s->alias && strcasecmp(s->alias, qualifier) == 0);
      if (named) offer_query(shell, names, word, prefix, columns_of, s->table, "");
    }
    free(qualifier);
    free(prefix);
  } else if (last && any_of(last, before_table)) {
    offer_tables(shell, names, word);
  } else if (last && strcasecmp(last, "pragma") == 0) {
    offer_query(shell, names, word, "", "SELECT name FROM pragma_pragma_list ORDER BY name", NULL, "");
  } else {
    for (size_t i = 0; i < sources.count; i++) {
      offer_query(shell, names, word, "", columns_of, sources.at[i].table, "");
      if (sources.at[i].alias) offer(names, word, "", sources.at[i].alias, ".");
    }
    offer_query(shell, names, word, "", "SELECT DISTINCT name FROM unseal_functions ORDER BY name", NULL, "(");
    if (*word) {
      offer_query(shell, names, word, "",
                  "SELECT DISTINCT name FROM pragma_function_list WHERE name GLOB '[a-z]*' ORDER BY name", NULL, "(");
      offer_tables(shell, names, word);
    }
    offer_keywords(names, word);
  }
  free_sources(&sources);
  free(last);
  free(head);
}

/* --- dot-commands ----------------------------------------------------------------------------- */

static void offer_reports(struct un_names *names, const char *word) {
  struct un_report_name report;
  for (int i = 0; un_report_at(i, &report); i++) {
    if (report.name[0] != '_') offer(names, word, "", report.name, "");
  }
}

static void offer_formats(struct un_names *names, const char *word) {
  const char *name;
  for (int i = 0; (name = un_format_at(i, NULL)); i++) offer(names, word, "", name, "");
}

/* What the usage spells out: options, and words between bars. */
static void offer_usage(struct un_names *names, const char *word, const char *usage) {
  char *copy = un_strdup(usage), *save = NULL;
  for (char *token = strtok_r(copy, " ?|", &save); token; token = strtok_r(NULL, " ?|", &save)) {
    if (token[0] == '-' ? word[0] == '-' : token[0] >= 'a' && token[0] <= 'z') offer(names, word, "", token, "");
  }
  free(copy);
}

/* .import FILE TABLE: what stands before is the file, not an option or its value. */
static bool is_behind_file(const struct un_words *words, int given) {
  static const char *const with_value[] = {"--skip", "--schema", "--rejects", NULL};
  return given >= 2 && words->at[given - 1][0] != '-' && !(given >= 3 && any_of(words->at[given - 2], with_value));
}

/* A parameter's values, where they are few: `a|b`, or names of the law. */
static void offer_values(struct un_shell *shell, struct un_names *names, const char *word, char *type) {
  for (int i = 0; strcmp(type, "definition") == 0 && i < un_definitions_count; i++) {
    if (un_definitions[i].refusal) offer(names, word, "", un_definitions[i].name, "");
  }
  if (strcmp(type, "basis") == 0) offer_query(shell, names, word, "", "SELECT code FROM legal_bases", NULL, "");
  if (strcmp(type, "jurisdiction") == 0) {
    offer_query(shell, names, word, "", "SELECT code FROM jurisdictions WHERE kind = 'country'", NULL, "");
  }
  bool few = strchr(type, '|');
  for (char *save = NULL, *value = strtok_r(type, "|", &save); few && value; value = strtok_r(NULL, "|", &save)) {
    offer(names, word, "", value, "");
  }
}

/* `-- param NAME TYPE`: its name after --, its values after it; the options of `report`. */
static void offer_parameters(struct un_shell *shell, struct un_names *names, const char *word, const char *name, const char *before) {
  for (int file = 0; file < 2; file++) { /* the report's own, then what all have */
    for (const char *at = un_report_text(file ? "_common" : name); at && (at = strstr(at, "-- param ")); at++) {
      char param[64], type[512];
      if (sscanf(at, "-- param %63s %511s", param, type) != 2) continue;
      if (strncmp(before, "--", 2) != 0) offer(names, word, "--", param, "");
      else if (strcmp(before + 2, param) == 0) offer_values(shell, names, word, type);
    }
  }
  struct un_option_row option;
  const struct un_command *command = NULL;
  for (int i = 0; (command = un_command_at(i)) && (!command->name || strcmp(command->name, "report") != 0);) i++;
  for (int i = 0; strncmp(before, "--", 2) != 0 && un_option_at(i, &option); i++) {
    if (!option.old && !option.hidden && un_option_is_of(&option, command)) offer(names, word, "--", option.name, "");
  }
  if (strcmp(before, "--format") == 0) offer_formats(names, word);
}

static void complete_dot(struct un_shell *shell, const char *line, size_t start, const char *word, struct un_names *names,
                         bool *files) {
  struct un_words words;
  if (start == 0) {
    for (int i = 0; line[0] == '\\' && i < un_dot_aliases_count; i++) {
      if (un_dot_aliases[i].sign == '\\') offer(names, word, "\\", un_dot_aliases[i].name, "");
    }
    for (int i = 0; i < un_dots_count; i++) {
      if (un_dots[i].run) offer(names, word, ".", un_dots[i].name, "");
    }
    return;
  }
  un_words_cut(line + 1, &words); /* a backslash is no escape here */
  const struct un_dot *dot = words.count > 0 ? un_dot_find(line[0], words.at[0]) : NULL;
  int given = words.count - (*word ? 1 : 0);
  if (dot && word[0] == '-') offer_usage(names, word, dot->usage);
  switch (dot ? dot->argument : UN_ARG_NOTHING) {
  case UN_ARG_NOTHING: break;
  case UN_ARG_FILE:
    if (strcmp(dot->name, "import") == 0 && is_behind_file(&words, given)) offer_tables(shell, names, word);
    else *files = word[0] != '-';
    break;
  case UN_ARG_ON_OFF: offer_usage(names, word, dot->usage); break;
  case UN_ARG_FORMAT: offer_formats(names, word); break;
  case UN_ARG_TABLE: offer_tables(shell, names, word); break;
  case UN_ARG_FUNCTION: offer_query(shell, names, word, "", "SELECT DISTINCT name FROM unseal_functions", NULL, ""); break;
  case UN_ARG_DOT:
    for (int i = 0; i < un_dots_count; i++) offer(names, word, word[0] == '.' ? "." : "", un_dots[i].name, "");
    for (int i = 1; un_command_at(i); i++) offer(names, word, "", un_command_at(i)->name, "");
    offer_query(shell, names, word, "", "SELECT DISTINCT name FROM unseal_functions", NULL, "");
    for (int i = 0; i < un_tables_count; i++) offer(names, word, "", un_tables[i].name, "");
    for (int i = 0; i < un_modules_count; i++) offer(names, word, "", un_modules[i].name, "");
    offer_reports(names, word);
    break;
  case UN_ARG_REPORT:
    if (given <= 1) offer_reports(names, word);
    else if (strcmp(words.at[given - 1], "-o") == 0 || strcmp(words.at[given - 1], "--output") == 0) *files = true;
    else offer_parameters(shell, names, word, words.at[1], words.at[given - 1]);
    break;
  case UN_ARG_PARAM:
    if (line[0] == '\\') given++; /* \set NAME VALUE */
    if (given <= 1) offer_usage(names, word, dot->usage);
    for (int i = 0; given > 1 && i < shell->params.count; i++) offer(names, word, ":", shell->params.items[i].name, "");
    break;
  }
  un_words_free(&words);
}

void un_complete(struct un_shell *shell, const char *before, const char *line, size_t start, const char *word,
                 struct un_names *names, bool *files) {
  *names = (struct un_names){0};
  *files = false;
  if (!*before && (line[0] == '.' || line[0] == '\\')) {
    complete_dot(shell, line, start, word, names, files);
    return;
  }
  struct un_strbuf text = UN_STRBUF_INIT;
  un_strbuf_printf(&text, "%s%s%s", before, *before ? "\n" : "", line);
  size_t at = strlen(before) + (*before ? 1 : 0) + start;
  complete_sql(shell, text.text, at, word, names);
  un_strbuf_free(&text);
}

/* --- readline: its callbacks take no argument, so these are globals ------------------------------ */

static struct un_shell *completing;
static const struct un_strbuf *pending; /* the statement's lines before this one */
static struct un_names found;

void un_complete_pending(const struct un_strbuf *sql) { pending = sql; }

static char *next_found(const char *text, int state) {
  static size_t at;
  (void)text;
  if (state == 0) at = 0;
  return at < found.count ? strdup(found.list[at++]) : NULL;
}

static char **complete(const char *text, int start, int end) {
  bool files;
  char *line = strndup(rl_line_buffer, (size_t)rl_end);
  (void)end;
  un_names_free(&found);
  un_complete(completing, pending ? pending->text : "", line, (size_t)start, text, &found, &files);
  free(line);
  rl_attempted_completion_over = !files;
  rl_completion_append_character = files ? ' ' : '\0';
  return files ? NULL : rl_completion_matches(text, next_found);
}

void un_complete_set_up(struct un_shell *shell) {
  completing = shell;
  rl_attempted_completion_function = complete;
  rl_completer_word_break_characters = " \t\n\"'`@$><=;|&{(,";
  rl_variable_bind("completion-ignore-case", "on");
}
