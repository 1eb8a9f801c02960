/* SPDX-License-Identifier: GPL-3.0-or-later
** .dump: the database as SQL that any sqlite3 reads back, of one moment (a
** savepoint holds it). Tables with their rows first, then indexes, triggers and
** views. A table that cannot be read makes the dump end in ROLLBACK and fail. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "dot.h"
#include "message.h"
#include "render.h"
#include "strbuf.h"

struct dump {
  struct un_shell *shell;
  bool rowids, data_only, nosys, writable;
  int errors;
};

static void put(struct dump *dump, const char *text) {
  struct un_out *out = dump->shell->out;
  un_show(out, un_out_is_terminal(out), text, strlen(text));
}

static void add_name(struct un_strbuf *text, const char *name) {
  if (un_is_plain_name(name)) {
    un_strbuf_puts(text, name);
  } else {
    char *quoted = sqlite3_mprintf("\"%w\"", name);
    un_strbuf_puts(text, quoted);
    sqlite3_free(quoted);
  }
}

static long long count(sqlite3 *db, const char *sql, const char *a, const char *b, long long otherwise) {
  un_ask_int(db, sql, a, b, &otherwise);
  return otherwise;
}

/* A name under which the rowid is readable and not already a column, or NULL. */
static const char *rowid_of(sqlite3 *db, const char *table) {
  static const char *const names[] = {"rowid", "_rowid_", "oid"};
  char *keys = un_ask(db, "SELECT count(*) || '.' || sum(upper(type) = 'INTEGER') FROM pragma_table_info(?1) WHERE pk > 0", table, NULL);
  bool alias = keys && strcmp(keys, "1.1") == 0 &&
               count(db, "SELECT count(*) FROM pragma_index_list(?1) WHERE origin = 'pk'", table, NULL, 0) == 0;
  free(keys);
  if (alias) return NULL;
  for (size_t i = 0; i < 3; i++) {
    if (count(db, "SELECT count(*) FROM pragma_table_info(?1) WHERE name = ?2 COLLATE NOCASE", table, names[i], 1) > 0) continue;
    char *sql = sqlite3_mprintf("SELECT %s FROM \"%w\" LIMIT 0", names[i], table);
    bool there = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(sql);
    return there ? names[i] : NULL;
  }
  return NULL;
}

static void dump_rows(struct dump *dump, const char *table) {
  sqlite3 *db = dump->shell->db;
  sqlite3_stmt *stmt = NULL;
  struct un_names columns;
  struct un_strbuf select = UN_STRBUF_INIT, head = UN_STRBUF_INIT, line = UN_STRBUF_INIT;
  const char *rowid = dump->rowids ? rowid_of(db, table) : NULL;
  bool hidden = count(db, "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE hidden <> 0", table, NULL, 0) > 0;
  un_ask_names(db, "SELECT name FROM pragma_table_info(?1)", table, &columns);
  un_strbuf_puts(&head, "INSERT INTO ");
  add_name(&head, table);
  un_strbuf_printf(&select, "SELECT %s%s", rowid ? rowid : "", rowid ? "," : "");
  if (rowid) un_strbuf_printf(&head, "(%s", rowid);
  else if (hidden) un_strbuf_putc(&head, '(');
  for (size_t i = 0; i < columns.count; i++) {
    char *name = sqlite3_mprintf("%s\"%w\"", i > 0 ? "," : "", columns.list[i]);
    un_strbuf_puts(&select, name);
    sqlite3_free(name);
    if (!rowid && !hidden) continue;
    if (rowid || i > 0) un_strbuf_putc(&head, ',');
    add_name(&head, columns.list[i]);
  }
  un_strbuf_puts(&head, rowid || hidden ? ") VALUES(" : " VALUES(");
  char *from = sqlite3_mprintf(" FROM \"%w\"", table);
  un_strbuf_puts(&select, from);
  sqlite3_free(from);
  int rc = sqlite3_prepare_v2(db, select.text, -1, &stmt, NULL);
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    un_strbuf_clear(&line);
    un_strbuf_add(&line, head.text, head.len);
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      if (i > 0) un_strbuf_putc(&line, ',');
      un_literal(&line, stmt, i);
    }
    un_strbuf_puts(&line, ");\n");
    un_show(dump->shell->out, un_out_is_terminal(dump->shell->out), line.text, line.len);
    rc = un_interrupted || un_out_failed(dump->shell->out) ? SQLITE_INTERRUPT : SQLITE_OK;
  }
  if (rc != SQLITE_DONE && !un_interrupted && !un_out_failed(dump->shell->out)) {
    dump->errors++;
    un_fail(UN_EXIT_SQL, ".dump: table %s: %s", table, sqlite3_errmsg(db));
  }
  sqlite3_finalize(stmt);
  un_names_free(&columns);
  un_strbuf_free(&select);
  un_strbuf_free(&head);
  un_strbuf_free(&line);
}

static void dump_table(struct dump *dump, const char *name, const char *sql) {
  bool system = strncmp(name, "sqlite_", 7) == 0;
  if (strcmp(name, "sqlite_sequence") == 0) {
    if (!dump->data_only) put(dump, "DELETE FROM sqlite_sequence;\n");
  } else if (strncmp(name, "sqlite_stat", 11) == 0) {
    if (!dump->data_only) put(dump, "ANALYZE sqlite_schema;\n");
  } else if (system) {
    return;
  } else if (strncasecmp(sql, "CREATE VIRTUAL TABLE", 20) == 0) {
    char *row = sqlite3_mprintf("INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','%q','%q',0,'%q');\n",
                                name, name, sql);
    if (!dump->data_only && !dump->writable) put(dump, "PRAGMA writable_schema=ON;\n");
    if (!dump->data_only) put(dump, row);
    if (!dump->data_only) dump->writable = true;
    sqlite3_free(row);
    return;
  } else if (!dump->data_only) {
    put(dump, sql);
    put(dump, ";\n");
  }
  dump_rows(dump, name);
}

/* Rows of the schema that fit, in their order. */
static int each(struct dump *dump, const char *where, const char *pattern, bool tables) {
  sqlite3_stmt *stmt = NULL;
  struct un_strbuf sql = UN_STRBUF_INIT;
  un_strbuf_printf(&sql, "SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL AND %s AND (name LIKE ?1 ESCAPE '\\' OR "
                         "(?2 AND tbl_name LIKE ?1 ESCAPE '\\'))%s ORDER BY %s",
                   where, dump->nosys ? " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'" : "",
                   tables ? "tbl_name = 'sqlite_sequence', rowid" : "type COLLATE NOCASE, rowid");
  int rc = sqlite3_prepare_v2(dump->shell->db, sql.text, -1, &stmt, NULL);
  if (rc == SQLITE_OK) sqlite3_bind_text(stmt, 1, pattern, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK) sqlite3_bind_int(stmt, 2, !tables);
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(stmt, 0), *text = (const char *)sqlite3_column_text(stmt, 1);
    if (tables) {
      dump_table(dump, name, text);
    } else {
      put(dump, text);
      put(dump, ";\n");
    }
    rc = un_interrupted || un_out_failed(dump->shell->out) ? SQLITE_INTERRUPT : SQLITE_OK;
  }
  sqlite3_finalize(stmt);
  un_strbuf_free(&sql);
  if (rc != SQLITE_DONE && !un_interrupted && !un_out_failed(dump->shell->out)) dump->errors++;
  return rc == SQLITE_DONE ? 0 : un_exit_of_sqlite(rc);
}

int un_dot_dump(struct un_shell *shell, const struct un_words *words) {
  struct dump dump = {.shell = shell};
  struct un_names patterns = {0};
  int code = 0;
  for (int i = 1; i < words->count && code == 0; i++) {
    const char *word = words->at[i];
    if (word[0] != '-') un_names_add(&patterns, word, strlen(word));
    else if (strcmp(word + (word[1] == '-'), "-preserve-rowids") == 0) dump.rowids = true;
    else if (strcmp(word + (word[1] == '-'), "-data-only") == 0) dump.data_only = true;
    else if (strcmp(word + (word[1] == '-'), "-nosys") == 0) dump.nosys = true;
    else if (strcmp(word + (word[1] == '-'), "-newlines") != 0) {
      code = un_dot_fail(shell, words, i, UN_EXIT_USAGE, "unknown option '%s'", word);
    }
  }
  if (patterns.count == 0) un_names_add(&patterns, "%", 1);
  if (code == 0) code = un_exec(shell, "SAVEPOINT dump", ".dump");
  if (code == 0) {
    if (!dump.data_only) put(&dump, "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n");
    for (size_t i = 0; i < patterns.count && code == 0; i++) code = each(&dump, "type = 'table'", patterns.list[i], true);
    for (size_t i = 0; i < patterns.count && code == 0 && !dump.data_only; i++) {
      code = each(&dump, "type IN ('index', 'trigger', 'view')", patterns.list[i], false);
    }
    if (dump.writable) put(&dump, "PRAGMA writable_schema=OFF;\n");
    if (!dump.data_only) put(&dump, dump.errors || code ? "ROLLBACK; -- due to errors\n" : "COMMIT;\n");
    sqlite3_exec(shell->db, "RELEASE dump", NULL, NULL, NULL);
  }
  if (dump.errors || code) un_out_break(shell->out, !shell->bail && !shell->base); /* W3 */
  un_names_free(&patterns);
  if (code == 0 && un_out_failed(shell->out)) code = un_out_flush(shell->out);
  return code == 0 && dump.errors > 0 ? UN_EXIT_SQL : code;
}
