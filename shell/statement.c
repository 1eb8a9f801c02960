/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "statement.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "message.h"
#include "strbuf.h"
#include "view.h"

/* --- the plan --------------------------------------------------------------------- */

/* EXPLAIN QUERY PLAN's rows (id, parent, unused, detail) as a tree. */
struct plan {
  int id, parent;
  char *detail;
};

static void add_children(struct un_strbuf *text, const struct plan *rows, int count, int parent, struct un_strbuf *indent) {
  for (int i = 0; i < count; i++) {
    if (rows[i].parent != parent) continue;
    bool last = true;
    for (int j = i + 1; j < count && last; j++) last = rows[j].parent != parent;
    size_t len = indent->len;
    un_strbuf_printf(text, "%s%s%s\n", indent->text, last ? "`--" : "|--", rows[i].detail);
    un_strbuf_puts(indent, last ? "   " : "|  ");
    if (rows[i].id != parent) add_children(text, rows, count, rows[i].id, indent);
    indent->len = len;
    indent->text[len] = '\0';
  }
}

static int plan_tree(sqlite3_stmt *stmt, struct un_strbuf *text) {
  struct plan *rows = NULL;
  struct un_strbuf indent = UN_STRBUF_INIT;
  int count = 0, rc;
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    rows = un_realloc(rows, ((size_t)count + 1) * sizeof *rows);
    const char *detail = (const char *)sqlite3_column_text(stmt, 3);
    rows[count++] = (struct plan){sqlite3_column_int(stmt, 0), sqlite3_column_int(stmt, 1), un_strdup(detail ? detail : "")};
  }
  un_strbuf_puts(text, "QUERY PLAN\n");
  add_children(text, rows, count, 0, &indent);
  for (int i = 0; i < count; i++) free(rows[i].detail);
  free(rows);
  un_strbuf_free(&indent);
  return rc == SQLITE_DONE ? 0 : un_exit_of_sqlite(rc);
}

void un_note_plan(struct un_shell *shell, sqlite3_stmt *stmt) {
  sqlite3_stmt *explain = NULL;
  struct un_strbuf text = UN_STRBUF_INIT;
  char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sqlite3_sql(stmt));
  if (sqlite3_stmt_isexplain(stmt) == 0 && sqlite3_prepare_v2(shell->db, sql, -1, &explain, NULL) == SQLITE_OK && explain) {
    plan_tree(explain, &text);
    if (strchr(text.text, '-')) un_plain("%.*s", (int)text.len - 1, text.text);
  }
  sqlite3_finalize(explain);
  sqlite3_free(sql);
  un_strbuf_free(&text);
}

/* --- around it ------------------------------------------------------------------------ */

struct times {
  double real, user, system;
};

static struct times now(void) {
  struct timespec t;
  struct rusage use;
  clock_gettime(CLOCK_MONOTONIC, &t);
  getrusage(RUSAGE_SELF, &use);
  return (struct times){(double)t.tv_sec + (double)t.tv_nsec / 1e9,
                        (double)use.ru_utime.tv_sec + (double)use.ru_utime.tv_usec / 1e6,
                        (double)use.ru_stime.tv_sec + (double)use.ru_stime.tv_usec / 1e6};
}

/* SQLite does not count (main.c): the program's memory is what the C library says. */
static void print_memory(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
#if defined __GLIBC__ && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  struct mallinfo2 heap = mallinfo2();
  un_plain("%-36s %zu bytes", "Memory Used:", heap.uordblks + heap.hblkhd);
#endif
  un_plain("%-36s %ld kB", "Most Memory Resident:", use.ru_maxrss);
}

void un_stats_print(struct un_shell *shell, sqlite3_stmt *stmt) {
  static const struct {
    const char *name;
    int what;
  } db_rows[] = {{"Lookaside Slots Used:", SQLITE_DBSTATUS_LOOKASIDE_USED}, {"Pager Heap Usage:", SQLITE_DBSTATUS_CACHE_USED},
                 {"Page cache hits:", SQLITE_DBSTATUS_CACHE_HIT},           {"Page cache misses:", SQLITE_DBSTATUS_CACHE_MISS},
                 {"Schema Heap Usage:", SQLITE_DBSTATUS_SCHEMA_USED},       {"Statement Heap/Lookaside Usage:", SQLITE_DBSTATUS_STMT_USED}},
    stmt_rows[] = {{"Fullscan Steps:", SQLITE_STMTSTATUS_FULLSCAN_STEP}, {"Sort Operations:", SQLITE_STMTSTATUS_SORT},
                   {"Autoindex Inserts:", SQLITE_STMTSTATUS_AUTOINDEX},  {"Virtual Machine Steps:", SQLITE_STMTSTATUS_VM_STEP},
                   {"Number of times run:", SQLITE_STMTSTATUS_RUN}};
  print_memory();
  for (size_t i = 0; i < sizeof db_rows / sizeof *db_rows; i++) {
    int now_used = 0, most = 0;
    sqlite3_db_status(shell->db, db_rows[i].what, &now_used, &most, 0);
    un_plain("%-36s %d", db_rows[i].name, now_used);
  }
  for (size_t i = 0; stmt && i < sizeof stmt_rows / sizeof *stmt_rows; i++) {
    un_plain("%-36s %d", stmt_rows[i].name, sqlite3_stmt_status(stmt, stmt_rows[i].what, 0));
  }
}

static void bring_back_style(struct un_shell *shell) {
  struct un_style *style = &shell->style;
  if (!shell->after.format) return;
  free(style->column_separator);
  free(style->row_separator);
  free(style->table);
  style->format = shell->after.format;
  style->by_mode = shell->after.by_mode;
  style->wrap = shell->after.wrap;
  style->column_separator = shell->after.column_separator;
  style->row_separator = shell->after.row_separator;
  style->table = shell->after.table;
  shell->after.format = NULL;
}

int un_statement_end_once(struct un_shell *shell, int code) {
  bring_back_style(shell);
  if (!shell->base) return code;
  if (code == 0) code = un_out_commit(shell->out);
  else un_out_abort(shell->out);
  shell->out = shell->base;
  shell->base = NULL;
  return code;
}

static int render(struct un_shell *shell, sqlite3_stmt *stmt) {
  const struct un_format *format = shell->style.format;
  int explains = sqlite3_stmt_isexplain(stmt), code;
  bool plain = strcmp(format->name, "list") == 0 || strcmp(format->name, "table") == 0 || strcmp(format->name, "column") == 0;
  if (shell->view && sqlite3_column_count(stmt) > 0) return un_view(shell, stmt);
  if (explains == 2 && plain) {
    struct un_strbuf text = UN_STRBUF_INIT;
    code = plan_tree(stmt, &text);
    un_show(shell->out, un_out_is_terminal(shell->out), text.text, text.len);
    un_strbuf_free(&text);
    return code;
  }
  bool columns = explains == 1 && (shell->explain == UN_EXPLAIN_ON || (shell->explain == UN_EXPLAIN_AUTO && plain));
  if (columns) shell->style.format = un_format_find("column", NULL);
  code = un_render(shell, stmt);
  shell->style.format = format;
  return code;
}

int un_statement(struct un_shell *shell, sqlite3_stmt *stmt, bool *said) {
  struct times start = {0};
  if (shell->eqp != UN_EQP_OFF) un_note_plan(shell, stmt);
  long long before = sqlite3_total_changes64(shell->db);
  if (shell->timer) start = now();
  *said = shell->view != UN_VIEW_PLAIN && sqlite3_column_count(stmt) > 0;
  int code = render(shell, stmt);
  code = un_statement_end_once(shell, code);
  if (un_interrupted && shell->interactive && (shell->timer || shell->changes || shell->stats)) un_plain("%s", "");
  if (shell->timer) {
    struct times end = now();
    un_plain("Run Time: real %.3f user %.6f sys %.6f", end.real - start.real, end.user - start.user, end.system - start.system);
  }
  if (shell->changes) {
    long long after = sqlite3_total_changes64(shell->db);
    un_plain("changes: %lld   total_changes: %lld", after - before, after);
  }
  if (shell->stats) un_stats_print(shell, stmt);
  return code;
}
