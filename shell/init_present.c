/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "init_present.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "message.h"
#include "texts.h"
#include "unseal.h"

static const char prefix[] = "schema/register/";

/* A register in memory, of the files alone; NULL after a message. */
static sqlite3 *make_model(void) {
  sqlite3 *db = NULL;
  int rc = sqlite3_open(":memory:", &db);
  if (rc == SQLITE_OK) rc = sqlite3_unseal_init(db, NULL, NULL);
  for (int i = 0; i < un_texts_count && rc == SQLITE_OK; i++) {
    if (strncmp(un_texts[i].path, prefix, sizeof prefix - 1) == 0) {
      rc = sqlite3_exec(db, un_texts[i].text, NULL, NULL, NULL);
    }
  }
  if (rc == SQLITE_OK) return db;
  un_fail(UN_EXIT_SQL, "register in memory: %s", sqlite3_errmsg(db));
  sqlite3_close(db);
  return NULL;
}

/* Make one view, index or trigger as `sql` says, unless it is so already; a virtual
** table only where there is none of that name. */
static int renew(struct un_shell *shell, const char *path, const char *type, const char *name, const char *sql,
                 struct un_strbuf *renewed) {
  char *there = un_ask(shell->db, "SELECT sql FROM main.sqlite_schema WHERE type = ?1 AND name = ?2", type, name);
  bool stays = there && strcmp(type, "table") == 0;
  int code = 0;
  if (!stays && (!there || strcmp(there, sql) != 0)) {
    char *drop = sqlite3_mprintf("DROP %s main.\"%w\"", type, name);
    if (there) code = un_exec(shell, drop, path);
    if (code == 0) code = un_exec(shell, sql, path);
    sqlite3_free(drop);
    un_strbuf_printf(renewed, "%s%s", renewed->len > 0 ? ", " : "", name);
  }
  free(there);
  return code;
}

int un_init_present(struct un_shell *shell, const char *path, struct un_strbuf *renewed) {
  sqlite3_stmt *stmt = NULL;
  sqlite3 *model = make_model();
  int code = model ? 0 : UN_EXIT_SQL, rc = SQLITE_OK;
  if (code == 0) {
    rc = sqlite3_prepare_v2(model, "SELECT type, name, sql FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%' OR (type IN ('view', "
                                   "'index', 'trigger') AND sql IS NOT NULL AND name NOT GLOB 'request_columns*') ORDER BY rowid", -1, &stmt, NULL);
    while (rc == SQLITE_OK && code == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
      code = renew(shell, path, (const char *)sqlite3_column_text(stmt, 0), (const char *)sqlite3_column_text(stmt, 1),
                   (const char *)sqlite3_column_text(stmt, 2), renewed);
      rc = SQLITE_OK;
    }
    if (code == 0 && rc != SQLITE_DONE) code = un_fail(UN_EXIT_SQL, "register in memory: %s", sqlite3_errmsg(model));
  }
  sqlite3_finalize(stmt);
  sqlite3_close(model);
  return code;
}
