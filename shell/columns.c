/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

#include "ask.h"

bool un_columns_there(sqlite3 *db) {
  long long there = 0;
  return un_ask_int(db, "SELECT 1 FROM main.sqlite_schema WHERE name = 'request_columns' AND type = 'table' AND "
                        "sql LIKE 'CREATE VIRTUAL TABLE%USING columnar%'", NULL, NULL, &there) == SQLITE_ROW;
}

int un_columns_refresh(sqlite3 *db) {
  if (!un_columns_there(db)) return SQLITE_OK;
  return sqlite3_exec(db, "INSERT INTO main.request_columns(request_columns) VALUES('refresh')", NULL, NULL, NULL);
}
