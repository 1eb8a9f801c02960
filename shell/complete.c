/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "complete.h"

#include <stdio.h>

#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>

#include "columnar/module.h"
#include "columns.h"
#include "dot.h"
#include "report_text.h"
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

/* `-- param NAME TYPE`: its name after --, its words after it. */
static void offer_parameters(struct un_names *names, const char *word, const char *name, const char *before) {
  for (int file = 0; file < 2; file++) { /* the report's own, then what all have */
    for (const char *at = un_report_text(file ? "_common" : name); at && (at = strstr(at, "-- param ")); at++) {
      char param[64], type[512];
      if (sscanf(at, "-- param %63s %511s", param, type) != 2) continue;
      if (strncmp(before, "--", 2) != 0) offer(names, word, "--", param, "");
      else if (strcmp(before + 2, param) == 0) {
        for (char *save = NULL, *value = strtok_r(type, "|", &save); value && strchr(at, '|'); value = strtok_r(NULL, "|", &save)) {
          offer(names, word, "", value, "");
        }
      }
    }
  }
}

static void complete_dot(struct un_shell *shell, const char *line, size_t start, const char *word, struct un_names *names,
                         bool *files) {
  static const char *const params[] = {"set", "unset", "list", "clear"};
  struct un_words words;
  const char *name;
  if (start == 0) {
    for (int i = 0; i < un_dots_count; i++) {
      if (un_dots[i].run || strcmp(un_dots[i].name, "edit") == 0) offer(names, word, ".", un_dots[i].name, "");
    }
    return;
  }
  un_words_cut(line, &words);
  const struct un_dot *dot = words.count > 0 ? un_dot_find('.', words.at[0] + 1) : NULL;
  int given = words.count - (*word ? 1 : 0);
  switch (dot ? dot->argument : UN_ARG_NOTHING) {
  case UN_ARG_NOTHING: break;
  case UN_ARG_FILE: *files = true; break;
  case UN_ARG_ON_OFF:
    offer(names, word, "", "on", "");
    offer(names, word, "", "off", "");
    break;
  case UN_ARG_FORMAT:
    for (int i = 0; (name = un_format_at(i, NULL)); i++) offer(names, word, "", name, "");
    break;
  case UN_ARG_TABLE: offer_tables(shell, names, word); break;
  case UN_ARG_FUNCTION: offer_query(shell, names, word, "", "SELECT DISTINCT name FROM unseal_functions", NULL, ""); break;
  case UN_ARG_DOT:
    for (int i = 0; i < un_dots_count; i++) offer(names, word, "", un_dots[i].name, "");
    offer_query(shell, names, word, "", "SELECT DISTINCT name FROM unseal_functions", NULL, "");
    for (int i = 0; i < un_tables_count; i++) offer(names, word, "", un_tables[i].name, "");
    for (int i = 0; i < un_modules_count; i++) offer(names, word, "", un_modules[i].name, "");
    offer_reports(names, word);
    break;
  case UN_ARG_REPORT:
    if (given <= 1) offer_reports(names, word);
    else offer_parameters(names, word, words.at[1], words.at[given - 1]);
    break;
  case UN_ARG_PARAM:
    for (size_t i = 0; given <= 1 && i < sizeof params / sizeof *params; i++) offer(names, word, "", params[i], "");
    for (int i = 0; given > 1 && i < shell->params.count; i++) offer(names, word, ":", shell->params.items[i].name, "");
    break;
  }
  un_words_free(&words);
}

void un_complete(struct un_shell *shell, const char *before, const char *line, size_t start, const char *word,
                 struct un_names *names, bool *files) {
  *names = (struct un_names){0};
  *files = false;
  if (!*before && line[0] == '.') {
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
