/* SPDX-License-Identifier: GPL-3.0-or-later
** Dot-commands: a row each at the end, a function each. A function gets its
** arguments split at blanks ('...' and "..." hold them together) and returns an
** exit code after its message. */
#include <stdlib.h>
#include <string.h>

#include "law/suggest.h"
#include "message.h"
#include "shell.h"
#include "strbuf.h"

enum { DOT_ARGS = 8 };

struct dot {
  const char *name;
  int min, max; /* arguments */
  bool unsafe;  /* refused under --safe */
  int (*run)(struct un_shell *shell, int argc, char **argv);
  const char *usage;
  const char *help;
};

extern const struct dot dots[];
extern const int dots_count;

/* Run one query with up to one text argument, rendered like any other. */
static int query(struct un_shell *shell, const char *sql, const char *arg) {
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(shell->db, sql, -1, &stmt, NULL), code = un_exit_of_sqlite(rc);
  if (code == 0) {
    if (sqlite3_bind_parameter_count(stmt) > 0) {
      sqlite3_bind_text(stmt, 1, arg, -1, SQLITE_TRANSIENT);
    }
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
  int code = query(shell, sql, arg);
  shell->style = style;
  return code;
}

static int do_help(struct un_shell *shell, int argc, char **argv) {
  struct un_strbuf line = UN_STRBUF_INIT;
  bool found = argc == 0;
  for (int i = 0; i < dots_count; i++) {
    const struct dot *dot = &dots[i];
    const char *name = argc > 0 ? argv[0] + (argv[0][0] == '.') : NULL;
    if (name && strcmp(name, dot->name) != 0) continue;
    found = true;
    un_strbuf_printf(&line, ".%-28s %s\n", dot->usage, dot->help);
  }
  un_out_puts(shell->out, line.text);
  un_strbuf_free(&line);
  return found ? 0 : un_fail_unknown("dot-command", argv[0], NULL);
}

static int do_tables(struct un_shell *shell, int argc, char **argv) {
  return query_list(shell,
                    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name LIKE ?1 ORDER BY name",
                    argc > 0 ? argv[0] : "%");
}

static int do_schema(struct un_shell *shell, int argc, char **argv) {
  return query_list(shell,
                    "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL "
                    "AND tbl_name LIKE ?1 ORDER BY rowid",
                    argc > 0 ? argv[0] : "%");
}

static int do_functions(struct un_shell *shell, int argc, char **argv) {
  return query(shell,
               "SELECT signature, summary FROM unseal_functions WHERE name LIKE ?1 "
               "ORDER BY name, nargs",
               argc > 0 ? argv[0] : "%");
}

static int do_mode(struct un_shell *shell, int argc, char **argv) {
  const char *nearest = NULL;
  if (argc == 0) {
    un_out_puts(shell->out, shell->style.format->name);
    un_out_putc(shell->out, '\n');
    return 0;
  }
  const struct un_format *format = un_format_find(argv[0], &nearest);
  if (!format) return un_fail_unknown("format", argv[0], nearest);
  shell->style.format = format;
  return 0;
}

static int do_headers(struct un_shell *shell, int argc, char **argv) {
  (void)argc;
  bool on = strcmp(argv[0], "on") == 0;
  if (!on && strcmp(argv[0], "off") != 0) {
    return un_fail(UN_EXIT_USAGE, "'%s' is not on or off", argv[0]);
  }
  shell->style.headers = on ? UN_HEADERS_ON : UN_HEADERS_OFF;
  return 0;
}

static int do_nullvalue(struct un_shell *shell, int argc, char **argv) {
  (void)argc;
  free(shell->style.null_text);
  shell->style.null_text = un_strdup(argv[0]);
  return 0;
}

static int do_read(struct un_shell *shell, int argc, char **argv) {
  (void)argc;
  return un_run_file(shell, argv[0]);
}

static int do_open(struct un_shell *shell, int argc, char **argv) {
  (void)argc;
  return un_shell_open(shell, argv[0], shell->read_only ? UN_OPEN_READ : UN_OPEN_CREATE);
}

/* The file is complete when the next .output, or the end, commits it. */
static int do_output(struct un_shell *shell, int argc, char **argv) {
  struct un_out *out;
  int code = un_out_open(argc > 0 ? argv[0] : "-", &out);
  if (code != 0) return code;
  code = un_out_commit(shell->out);
  shell->out = out;
  return code;
}

static int do_asof(struct un_shell *shell, int argc, char **argv) {
  return query_list(shell, argc > 0 ? "SELECT unseal_asof(?1)" : "SELECT unseal_asof()",
                    argc > 0 ? argv[0] : NULL);
}

static int do_param(struct un_shell *shell, int argc, char **argv) {
  if (strcmp(argv[0], "set") == 0 && argc == 3) {
    un_params_set(&shell->params, argv[1] + (strchr(":@$", argv[1][0]) != NULL), argv[2]);
  } else if (strcmp(argv[0], "unset") == 0 && argc == 2) {
    un_params_unset(&shell->params, argv[1] + (strchr(":@$", argv[1][0]) != NULL));
  } else if (strcmp(argv[0], "clear") == 0 && argc == 1) {
    un_params_free(&shell->params);
  } else if (strcmp(argv[0], "list") == 0 && argc == 1) {
    struct un_strbuf text = UN_STRBUF_INIT;
    for (int i = 0; i < shell->params.count; i++) {
      un_strbuf_printf(&text, ":%s %s\n", shell->params.items[i].name, shell->params.items[i].text);
    }
    un_out_puts(shell->out, text.text);
    un_strbuf_free(&text);
  } else {
    return un_fail(UN_EXIT_USAGE, "usage: .param set NAME VALUE | unset NAME | list | clear");
  }
  return 0;
}

static int do_quit(struct un_shell *shell, int argc, char **argv) {
  (void)argc, (void)argv;
  shell->quit = true;
  return 0;
}

const struct dot dots[] = {
    {"asof", 0, 1, false, do_asof, "asof [DATE]", "show or set the as-of date"},
    {"exit", 0, 0, false, do_quit, "exit", "leave"},
    {"functions", 0, 1, false, do_functions, "functions [PATTERN]", "unseal's SQL functions"},
    {"headers", 1, 1, false, do_headers, "headers on|off", "column names above rows"},
    {"help", 0, 1, false, do_help, "help [COMMAND]", "this list"},
    {"mode", 0, 1, false, do_mode, "mode [FORMAT]", "show or set how rows are printed"},
    {"nullvalue", 1, 1, false, do_nullvalue, "nullvalue TEXT", "what is printed for NULL"},
    {"open", 1, 1, true, do_open, "open FILE", "close this database, open another"},
    {"output", 0, 1, true, do_output, "output [FILE]", "write results to FILE, or back here"},
    {"param", 1, 3, false, do_param, "param set|unset|list|clear", "values of :NAME in SQL"},
    {"quit", 0, 0, false, do_quit, "quit", "leave"},
    {"read", 1, 1, true, do_read, "read FILE", "run SQL and dot-commands from FILE"},
    {"schema", 0, 1, false, do_schema, "schema [TABLE]", "the CREATE statements"},
    {"tables", 0, 1, false, do_tables, "tables [PATTERN]", "tables and views, LIKE PATTERN"},
};
const int dots_count = sizeof dots / sizeof *dots;

const char *un_dot_at(int i) { return i < dots_count ? dots[i].name : NULL; }

static const char *name_at(const void *list, size_t i) {
  (void)list;
  return dots[i].name;
}

/* Cut the line in place; -1 when a quote is open or there are too many words. */
static int split(char *line, char **words) {
  int n = 0;
  for (char *p = line + strspn(line, " \t\r\n"); *p; p += strspn(p, " \t\r\n")) {
    char quote = *p == '\'' || *p == '"' ? *p++ : '\0';
    if (n == DOT_ARGS) return -1;
    words[n++] = p;
    p += quote ? strcspn(p, quote == '"' ? "\"" : "'") : strcspn(p, " \t\r\n");
    if (quote && !*p) return -1;
    if (*p) *p++ = '\0';
  }
  return n;
}

int un_dot(struct un_shell *shell, const char *line) {
  char *copy = un_strdup(line + 1), *words[DOT_ARGS];
  int n = split(copy, words), code = -1;
  if (n <= 0) {
    code = un_fail(UN_EXIT_USAGE, n < 0 ? "a quote is not closed, or too many words" : "no command; see .help");
  }
  for (int i = 0; i < dots_count && code < 0; i++) {
    const struct dot *dot = &dots[i];
    if (strcmp(dot->name, words[0]) != 0) continue;
    if (dot->unsafe && shell->safe) code = un_fail(UN_EXIT_SQL, ".%s is not allowed with --safe", dot->name);
    else if (n - 1 < dot->min || n - 1 > dot->max) code = un_fail(UN_EXIT_USAGE, "usage: .%s", dot->usage);
    else code = dot->run(shell, n - 1, words + 1);
  }
  if (code < 0) {
    const char *nearest = un_nearest(words[0], strlen(words[0]), name_at, NULL, (size_t)dots_count);
    code = un_fail_unknown("dot-command", words[0], nearest);
  }
  free(copy);
  return code;
}
