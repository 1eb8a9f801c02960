/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ask.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "law/suggest.h"
#include "strbuf.h"

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql, const char *a, const char *b) {
  sqlite3_stmt *stmt = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) return NULL;
  int count = sqlite3_bind_parameter_count(stmt);
  if (count >= 1) sqlite3_bind_text(stmt, 1, a, -1, SQLITE_TRANSIENT);
  if (count >= 2) sqlite3_bind_text(stmt, 2, b, -1, SQLITE_TRANSIENT);
  return stmt;
}

char *un_ask(sqlite3 *db, const char *sql, const char *a, const char *b) {
  sqlite3_stmt *stmt = prepare(db, sql, a, b);
  char *text = NULL;
  if (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
    const char *own = (const char *)sqlite3_column_text(stmt, 0);
    if (own) text = un_strdup(own);
  }
  sqlite3_finalize(stmt);
  return text;
}

bool un_whole(const char *text, long long min, long long max, long long *value) {
  char *end;
  const char *digits = text + (text[0] == '-');
  if (digits[0] < '0' || digits[0] > '9') return false;
  errno = 0;
  long long n = strtoll(text, &end, 10);
  if (*end || errno != 0 || n < min || n > max) return false;
  *value = n;
  return true;
}

int un_ask_int(sqlite3 *db, const char *sql, const char *a, const char *b, long long *value) {
  sqlite3_stmt *stmt = prepare(db, sql, a, b);
  int rc = stmt ? sqlite3_step(stmt) : sqlite3_errcode(db);
  if (rc == SQLITE_ROW && sqlite3_column_type(stmt, 0) == SQLITE_NULL) {
    rc = SQLITE_DONE;
  } else if (rc == SQLITE_ROW) {
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    if (!text || !un_whole(text, LLONG_MIN, LLONG_MAX, value)) rc = SQLITE_MISMATCH;
  }
  sqlite3_finalize(stmt);
  return rc;
}

void un_names_add(struct un_names *names, const char *text, size_t len) {
  char *copy = un_alloc(len + 1);
  memcpy(copy, text, len);
  copy[len] = '\0';
  names->list = un_realloc(names->list, (names->count + 1) * sizeof *names->list);
  names->list[names->count++] = copy;
}

void un_ask_names(sqlite3 *db, const char *sql, const char *a, struct un_names *names) {
  sqlite3_stmt *stmt = prepare(db, sql, a, NULL);
  *names = (struct un_names){0};
  while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    if (text) un_names_add(names, text, strlen(text));
  }
  sqlite3_finalize(stmt);
}

bool un_names_have(const struct un_names *names, const char *name) {
  for (size_t i = 0; i < names->count; i++) {
    if (strcmp(names->list[i], name) == 0) return true;
  }
  return false;
}

const char *un_names_nearest(const struct un_names *names, const char *name) {
  return un_nearest_name(name, (const char *const *)names->list, names->count);
}

const char *un_names_nearest_or_begun(const struct un_names *names, const char *name) {
  return un_nearest_or_begun_name(name, (const char *const *)names->list, names->count);
}

void un_names_free(struct un_names *names) {
  for (size_t i = 0; i < names->count; i++) free(names->list[i]);
  free(names->list);
  *names = (struct un_names){0};
}

void un_ask_words(sqlite3 *db, const char *table, const char *column, struct un_names *words) {
  char *sql = un_ask(db, "SELECT sql FROM sqlite_schema WHERE name = ?1", table, NULL);
  struct un_strbuf head = UN_STRBUF_INIT;
  *words = (struct un_names){0};
  un_strbuf_printf(&head, "CASE %s\n", column);
  const char *at = sql ? strstr(sql, head.text) : NULL;
  const char *end = at ? strstr(at, "ELSE") : NULL;
  if (end) at = strstr(at, "WHEN '");
  while (end && at && at < end) {
    at += strlen("WHEN '");
    un_names_add(words, at, strcspn(at, "'"));
    at = strstr(at, "WHEN '");
  }
  un_strbuf_free(&head);
  free(sql);
}
