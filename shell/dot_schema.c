/* SPDX-License-Identifier: GPL-3.0-or-later
** Dot-commands that show what is there: tables, schema, functions, help. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "args.h"
#include "columnar/module.h"
#include "columns.h"
#include "dot.h"
#include "law/suggest.h"
#include "message.h"
#include "report_text.h"
#include "sql/function.h"
#include "sql/table.h"
#include "strbuf.h"
#include "text.h"

/* Run one query with up to one text argument, rendered like any other. */
static int query(struct un_shell *shell, const char *sql, const char *arg) {
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(shell->db, sql, -1, &stmt, NULL), code = un_exit_of_sqlite(rc);
  if (code == 0) {
    if (sqlite3_bind_parameter_count(stmt) > 0) sqlite3_bind_text(stmt, 1, arg, -1, SQLITE_TRANSIENT);
    code = un_render(shell, stmt);
  }
  if (code == UN_EXIT_SQL || code == UN_EXIT_OPEN) un_fail(code, "%s", sqlite3_errmsg(shell->db));
  sqlite3_finalize(stmt);
  return code;
}

/* The same as plain lines, whatever the mode: for text that is not a table. */
static int query_list(struct un_shell *shell, const char *sql, const char *arg) {
  struct un_style style = shell->style;
  shell->style.format = un_format_find("list", NULL);
  shell->style.headers = UN_HEADERS_OFF;
  shell->style.spreadsheet = false;
  shell->style.column_separator = shell->style.row_separator = NULL;
  int code = query(shell, sql, arg);
  shell->style = style;
  return code;
}

/* --- tables, indexes: names in columns, as wide as the screen --------------------------- */

static int put_columns(struct un_shell *shell, const struct un_names *names) {
  size_t widest = 0, n = names->count;
  struct un_strbuf line = UN_STRBUF_INIT;
  for (size_t i = 0; i < n; i++) {
    size_t width = un_text_width(names->list[i], strlen(names->list[i]));
    if (width > widest) widest = width;
  }
  size_t across = 80 / (widest + 2);
  if (across == 0) across = 1;
  size_t down = (n + across - 1) / across;
  for (size_t row = 0; row < down; row++) {
    for (size_t i = row; i < n; i += down) {
      un_text_escape(&line, names->list[i], strlen(names->list[i]), UN_ESCAPE_ALL);
      size_t width = un_text_width(names->list[i], strlen(names->list[i]));
      for (size_t pad = i + down < n ? widest + 2 - width : 0; pad > 0; pad--) un_strbuf_putc(&line, ' ');
    }
    un_strbuf_putc(&line, '\n');
  }
  un_out_puts(shell->out, line.text);
  un_strbuf_free(&line);
  return 0;
}

/* The names over every attached database; others than main are named with theirs. The
** parts of a columnar table are listed only when a pattern asks for them. */
static int list_names(struct un_shell *shell, const char *what, const char *pattern) {
  struct un_names schemas, names;
  struct un_strbuf sql = UN_STRBUF_INIT;
  un_ask_names(shell->db, "SELECT name FROM pragma_database_list ORDER BY seq", NULL, &schemas);
  for (size_t i = 0; i < schemas.count; i++) {
    bool plain = strcmp(schemas.list[i], "main") == 0;
    char *prefix = plain ? NULL : sqlite3_mprintf("%s.", schemas.list[i]);
    char *part = sqlite3_mprintf("%s SELECT %Q || name FROM \"%w\".sqlite_schema s WHERE %s AND (?1 <> '%%' OR "
                                 UN_NO_PART("\"%w\"") ")", i > 0 ? " UNION ALL" : "", prefix ? prefix : "",
                                 schemas.list[i], what, schemas.list[i]);
    sqlite3_free(prefix);
    un_strbuf_puts(&sql, part);
    sqlite3_free(part);
  }
  un_strbuf_puts(&sql, " ORDER BY 1");
  un_ask_names(shell->db, sql.text, pattern, &names);
  int code = names.count > 0 ? put_columns(shell, &names) : 0;
  un_names_free(&names);
  un_names_free(&schemas);
  un_strbuf_free(&sql);
  return code;
}

int un_dot_tables(struct un_shell *shell, const struct un_words *words) {
  return list_names(shell, "type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name LIKE ?1",
                    words->count > 1 ? words->at[1] : "%");
}

int un_dot_indexes(struct un_shell *shell, const struct un_words *words) {
  return list_names(shell, "type = 'index' AND tbl_name LIKE ?1", words->count > 1 ? words->at[1] : "%");
}

int un_dot_databases(struct un_shell *shell, const struct un_words *words) {
  struct un_names names;
  struct un_strbuf text = UN_STRBUF_INIT;
  (void)words;
  un_ask_names(shell->db, "SELECT name FROM pragma_database_list ORDER BY seq", NULL, &names);
  for (size_t i = 0; i < names.count; i++) {
    const char *file = sqlite3_db_filename(shell->db, names.list[i]);
    un_text_escape(&text, names.list[i], strlen(names.list[i]), UN_ESCAPE_ALL);
    un_strbuf_puts(&text, ": ");
    if (!file || !*file) un_strbuf_puts(&text, "\"\"");
    else un_text_escape(&text, file, strlen(file), UN_ESCAPE_ALL);
    un_strbuf_puts(&text, sqlite3_db_readonly(shell->db, names.list[i]) == 1 ? " r/o\n" : " r/w\n");
  }
  un_out_puts(shell->out, text.text);
  un_strbuf_free(&text);
  un_names_free(&names);
  return 0;
}

/* --- schema --------------------------------------------------------------------------- */

/* A view's columns follow it in a comment, since its SQL need not name them. What a
** columnar table makes itself is left out, so that the whole can be run again; what is not
** in main is named with its database, as in sqlite3 (%Q: `temp.`). */
static const char schema_sql[] =
    "SELECT CASE WHEN type = 'view' OR sql LIKE 'CREATE VIRTUAL%%' THEN sql || char(10) || '/* ' || %Q || \"name\" || '(' || "
    "(SELECT group_concat(iif(c.name GLOB '*[^a-zA-Z0-9_]*' OR c.name GLOB '[0-9]*' OR c.name = '', "
    "'\"' || replace(c.name, '\"', '\"\"') || '\"', c.name), ',') FROM pragma_table_xinfo(s.name, %Q) c WHERE c.hidden <> 1) "
    "|| ') */;' ELSE sql || ';' END FROM "
    "(SELECT rowid, type, name, tbl_name, substr(sql, 1, n) || %Q || substr(sql, n + 1) AS sql FROM (SELECT rowid, *, CASE type "
    "WHEN 'table' THEN iif(sql LIKE 'CREATE VIRTUAL%%', 21, 13) WHEN 'index' THEN iif(sql LIKE 'CREATE UNIQUE%%', 20, 13) "
    "WHEN 'view' THEN 12 ELSE 15 END AS n FROM \"%w\".sqlite_schema)) s WHERE sql IS NOT NULL "
    "AND (tbl_name LIKE ?1 ESCAPE '\\' OR name LIKE ?1 ESCAPE '\\' OR (instr(?1, '.') AND %Q || '.' || tbl_name LIKE ?1 ESCAPE '\\')) "
    "AND (?1 <> '%%' OR "
    UN_NO_PART("\"%w\"") ") %s ORDER BY rowid";

/* The schema's own table, under each of its names, has no row in itself. */
static void own_table(struct un_shell *shell, const char *pattern) {
  static const char *const names[] = {"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcasecmp(pattern, names[i]) != 0) continue;
    un_out_puts(shell->out, "CREATE TABLE ");
    un_out_puts(shell->out, names[i]);
    un_out_puts(shell->out, " (\n  type text,\n  name text,\n  tbl_name text,\n  rootpage integer,\n  sql text\n);\n");
  }
}

int un_dot_schema(struct un_shell *shell, const struct un_words *words) {
  const char *pattern = "%", *more = "";
  struct un_names schemas;
  int code = 0, patterns = 0;
  for (int i = 1; i < words->count; i++) {
    const char *word = words->at[i];
    if (strcmp(word, "--indent") == 0 || strcmp(word, "-indent") == 0) continue; /* as it was written */
    if (strcmp(word, "--nosys") == 0 || strcmp(word, "-nosys") == 0) more = "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    else if (word[0] == '-') return un_dot_fail(shell, words, i, UN_EXIT_USAGE, "unknown option '%s'", word);
    else if (patterns++ > 0) return un_dot_usage(un_dot_find('.', "schema"));
    else pattern = word;
  }
  own_table(shell, pattern);
  un_ask_names(shell->db, "SELECT name FROM pragma_database_list ORDER BY seq", NULL, &schemas);
  for (size_t i = 0; i < schemas.count && code == 0; i++) {
    const char *name = schemas.list[i], *quoted = un_is_plain_name(name) || strcmp(name, "temp") == 0 ? "%s." : "\"%w\".";
    char *prefix = strcmp(name, "main") == 0 ? sqlite3_mprintf("") : sqlite3_mprintf(quoted, name);
    char *sql = sqlite3_mprintf(schema_sql, prefix, name, prefix, name, name, name, more);
    sqlite3_free(prefix);
    code = query_list(shell, sql, pattern);
    sqlite3_free(sql);
  }
  un_names_free(&schemas);
  return code;
}

/* --- functions and help ------------------------------------------------------------------ */

int un_dot_functions(struct un_shell *shell, const struct un_words *words) {
  return query(shell, "SELECT signature, summary FROM unseal_functions WHERE name LIKE ?1 ORDER BY name, nargs",
               words->count > 1 ? words->at[1] : "%");
}

static void help_dot(struct un_strbuf *text, const struct un_dot *dot) {
  un_strbuf_printf(text, ".%s%s%s\n    %s\n", dot->name, *dot->usage ? " " : "", dot->usage, dot->help);
  for (int i = 0; i < un_dot_aliases_count; i++) {
    const struct un_dot_alias *alias = &un_dot_aliases[i];
    if (strcmp(alias->dot, dot->name) == 0) un_strbuf_printf(text, "    also %c%s\n", alias->sign, alias->name);
  }
  if (dot->is & UN_DOT_UNSAFE) un_strbuf_puts(text, "    refused under --safe\n");
}

static void help_all(struct un_strbuf *text) {
  for (int i = 0; i < un_dots_count; i++) {
    const struct un_dot *dot = &un_dots[i];
    if (!dot->run) continue;
    un_strbuf_printf(text, ".%-10s %s\n", dot->name, dot->help);
  }
  un_strbuf_puts(text, "\n.help TOPIC tells more of a command, here or of the program (`unseal import`), an SQL function\n"
                       "or table, a report or a format.\n"
                       "SQL ends with a semicolon; names of commands may be cut while they are unique.\n");
}

/* A command of the program, which may have the name of one here. */
static bool help_command(struct un_strbuf *text, const char *topic) {
  const struct un_command *command;
  for (int i = 1; (command = un_command_at(i)); i++) {
    if (strcmp(command->name, topic) != 0) continue;
    if (text->len > 0) un_strbuf_putc(text, '\n');
    un_args_usage(command, text);
    un_strbuf_printf(text, "\n`unseal %s --help` tells more.\n", command->name);
    return true;
  }
  return false;
}

static bool help_function(struct un_strbuf *text, const char *topic) {
  bool found = false;
  for (int i = 0; i < un_functions_count; i++) {
    const struct un_function *f = &un_functions[i];
    if (strcasecmp(f->name, topic) != 0) continue;
    bool whole = strncmp(f->example, "SELECT", 6) == 0 || strncmp(f->example, "WITH", 4) == 0;
    un_strbuf_printf(text, "%s%s\n    %s\n    %s%s", found ? "\n" : "", f->signature, f->summary, whole ? "" : "SELECT ",
                     f->example);
    un_strbuf_printf(text, "  ->  %s\n", f->result ? f->result : "NULL");
    found = true;
  }
  return found;
}

/* `periods(first, last [, unit])`, its text and its columns: SQLite knows their names. */
static bool help_table(struct un_shell *shell, struct un_strbuf *text, const char *topic) {
  for (int i = 0; i < un_tables_count; i++) {
    const struct un_table *t = &un_tables[i];
    struct un_names arguments;
    if (strcasecmp(t->name, topic) != 0) continue;
    un_ask_names(shell->db, "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 1 ORDER BY cid", t->name, &arguments);
    char *columns = un_ask(shell->db, "SELECT group_concat(name, ', ') FROM pragma_table_info(?1)", t->name, NULL);
    un_strbuf_puts(text, t->name);
    for (int a = 0; a < (int)arguments.count; a++) {
      const char *mark = a < t->required ? a > 0 ? ", " : "(" : a > 0 ? " [, " : "([";
      un_strbuf_printf(text, "%s%s", mark, arguments.list[a]);
    }
    for (int a = t->required; a < t->args; a++) un_strbuf_putc(text, ']');
    un_strbuf_printf(text, "%s\n    %s\n    SELECT %s FROM %s%s\n", t->args > 0 ? ")" : "", t->summary, columns ? columns : "*",
                     t->name, t->args > 0 ? "(...)" : "");
    free(columns);
    un_names_free(&arguments);
    return true;
  }
  return false;
}

static bool help_module(struct un_strbuf *text, const char *topic) {
  for (int i = 0; i < un_modules_count; i++) {
    const struct un_module *m = &un_modules[i];
    if (strcasecmp(m->name, topic) != 0) continue;
    un_strbuf_printf(text, "%s\n", m->usage);
    for (const char *line = m->help, *end; (end = strchr(line, '\n')); line = end + 1) {
      un_strbuf_printf(text, "    %.*s\n", (int)(end - line), line);
    }
    return true;
  }
  return false;
}

static bool help_format(struct un_strbuf *text, const char *topic) {
  const char *help = NULL, *name;
  bool all = strcasecmp(topic, "format") == 0;
  bool found = false;
  for (int i = 0; (name = un_format_at(i, &help)); i++) {
    if (!all && strcmp(name, topic) != 0) continue;
    un_strbuf_printf(text, "%-10s %s\n", name, help);
    found = true;
  }
  return found;
}

/* A table or view of the database that is open: names of its making, printed as .schema does. */
static const char own_sql[] =
    "SELECT name || char(10) || '    of this database; .schema ' || name || ' has how it is made' || char(10) || '    SELECT ' "
    "|| (SELECT group_concat(c.name, ', ') FROM pragma_table_info(t.name) c) || ' FROM ' || name "
    "FROM pragma_table_list t WHERE name = ?1 COLLATE NOCASE AND type <> 'shadow' LIMIT 1";

/* What SQLite brings is SQLite's to explain; here is how many arguments, and where. */
static const char sqlite_sql[] =
    "SELECT name || '()' || char(10) || '    of SQLite; arguments: ' || iif(min(narg) < 0, 'any number', replace(group_concat(DISTINCT narg), ',', ' or ')) "
    "|| '; https://sqlite.org/' || CASE WHEN name LIKE 'json%' THEN 'json1' "
    "WHEN name IN ('date', 'time', 'datetime', 'julianday', 'unixepoch', 'strftime') THEN 'lang_datefunc' "
    "WHEN name IN ('row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile', 'lag', 'lead', 'first_value', "
    "'last_value', 'nth_value') THEN 'windowfunctions' WHEN name IN ('acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'ceil', "
    "'ceiling', 'cos', 'cosh', 'degrees', 'exp', 'floor', 'ln', 'log', 'log10', 'log2', 'mod', 'pi', 'pow', 'power', 'radians', "
    "'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc') THEN 'lang_mathfunc' WHEN max(type) = 'w' THEN 'lang_aggfunc' ELSE 'lang_corefunc' END "
    "|| '.html' FROM pragma_function_list WHERE builtin AND name = ?1 COLLATE NOCASE GROUP BY name";

/* What the database itself knows of it. */
static bool help_asked(struct un_shell *shell, const char *sql, const char *topic, int *code) {
  char *name = un_ask(shell->db, sql, topic, NULL);
  if (name) *code = query_list(shell, sql, topic);
  free(name);
  return name != NULL;
}

/* Nothing of that name: the nearest of all there is. */
static int unknown_topic(struct un_shell *shell, const struct un_words *words, const char *topic) {
  struct un_names names = {0};
  const char *name;
  for (int i = 0; i < un_dots_count; i++) un_names_add(&names, un_dots[i].name, strlen(un_dots[i].name));
  for (int i = 1; un_command_at(i); i++) un_names_add(&names, un_command_at(i)->name, strlen(un_command_at(i)->name));
  for (int i = 0; i < un_functions_count; i++) un_names_add(&names, un_functions[i].name, strlen(un_functions[i].name));
  for (int i = 0; i < un_tables_count; i++) un_names_add(&names, un_tables[i].name, strlen(un_tables[i].name));
  for (int i = 0; i < un_modules_count; i++) un_names_add(&names, un_modules[i].name, strlen(un_modules[i].name));
  for (int i = 0; (name = un_format_at(i, NULL)); i++) un_names_add(&names, name, strlen(name));
  struct un_report_name report;
  for (int i = 0; un_report_at(i, &report); i++) {
    if (report.name[0] != '_') un_names_add(&names, report.name, strlen(report.name));
  }
  const char *word = topic + (topic[0] == '.' || topic[0] == '\\');
  const char *near = un_nearest_or_begun_name(word, (const char *const *)names.list, names.count);
  int code = un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "no help on '%s'%s%s%s", topic, near ? "; did you mean '" : "",
                         near ? near : "", near ? "'?" : "");
  un_names_free(&names);
  return code;
}

int un_dot_help(struct un_shell *shell, const struct un_words *words) {
  struct un_strbuf text = UN_STRBUF_INIT;
  const char *topic = words->count > 1 ? words->at[1] : "*";
  int code = 0;
  bool found = false;
  if (topic[0] == '-' || strcmp(topic, "*") == 0) {
    help_all(&text);
    found = true;
  } else {
    const struct un_dot *dot = un_dot_find('.', topic + (topic[0] == '.'));
    if (dot) help_dot(&text, dot);
    found = dot != NULL;
    found = help_command(&text, topic) || found;
    found = help_function(&text, topic) || found;
    found = help_table(shell, &text, topic) || found;
    found = help_module(&text, topic) || found;
    found = help_format(&text, topic) || found;
  }
  un_out_puts(shell->out, text.text);
  if (!found && un_report_exists(topic)) code = un_report_help(shell, topic);
  else if (!found && !help_asked(shell, own_sql, topic, &code) && !help_asked(shell, sqlite_sql, topic, &code)) {
    code = unknown_topic(shell, words, topic);
  }
  un_strbuf_free(&text);
  return code;
}
