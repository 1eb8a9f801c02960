/* SPDX-License-Identifier: GPL-3.0-or-later
** Solve the system that system.sql makes of a publication: `solve SYSTEM.db SMALL`.
** Each count of fewer than SMALL demands with a live gag among them is made as large
** as the equations allow (GLPK); where that stays below SMALL, who reads the
** publication knows of it. Of what came on top since an earlier publication that is
** said only where there must be some. Prints one line a leak, and how many counts were tried.
**
** The true counts must fulfil every equation: else the attack, not the publication,
** is wrong, and that is said. */
#include <glpk.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static double number(sqlite3_stmt *stmt, int column, double fallback) {
  return sqlite3_column_type(stmt, column) == SQLITE_NULL ? fallback : sqlite3_column_double(stmt, column);
}

static sqlite3_stmt *query(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
    fprintf(stderr, "solve: %s\n", sqlite3_errmsg(db));
    exit(1);
  }
  return stmt;
}

static int bounds(double low, double high) {
  if (low == high) return GLP_FX;
  return isinf(low) ? isinf(high) ? GLP_FR : GLP_UP : isinf(high) ? GLP_LO : GLP_DB;
}

/* Columns are the counts, rows the sums: their rowids. */
static glp_prob *read_system(sqlite3 *db) {
  glp_prob *lp = glp_create_prob();
  sqlite3_stmt *stmt = query(db, "SELECT count(*), (SELECT max(rowid) FROM con), (SELECT count(*) FROM term) FROM var");
  sqlite3_step(stmt);
  int vars = sqlite3_column_int(stmt, 0), cons = sqlite3_column_int(stmt, 1), terms = sqlite3_column_int(stmt, 2);
  sqlite3_finalize(stmt);
  glp_add_cols(lp, vars);
  glp_add_rows(lp, cons);
  stmt = query(db, "SELECT rowid, coalesce(low, 0), high FROM var");
  while (sqlite3_step(stmt) == SQLITE_ROW) {
    double low = sqlite3_column_double(stmt, 1), high = number(stmt, 2, INFINITY);
    glp_set_col_bnds(lp, sqlite3_column_int(stmt, 0), bounds(low, high), low, high);
  }
  sqlite3_finalize(stmt);
  stmt = query(db, "SELECT rowid, low, high FROM con");
  while (sqlite3_step(stmt) == SQLITE_ROW) {
    double low = number(stmt, 1, -INFINITY), high = number(stmt, 2, INFINITY);
    glp_set_row_bnds(lp, sqlite3_column_int(stmt, 0), bounds(low, high), low, high);
  }
  sqlite3_finalize(stmt);
  int *row = calloc((size_t)terms + 1, sizeof *row), *column = calloc((size_t)terms + 1, sizeof *column), n = 0;
  double *coef = calloc((size_t)terms + 1, sizeof *coef);
  if (!row || !column || !coef) abort();
  stmt = query(db, "SELECT c.rowid, v.rowid, sum(t.coef) FROM term t JOIN con c ON c.name = t.con JOIN var v ON v.name = t.var GROUP BY 1, 2");
  while (n < terms && sqlite3_step(stmt) == SQLITE_ROW) {
    row[++n] = sqlite3_column_int(stmt, 0);
    column[n] = sqlite3_column_int(stmt, 1);
    coef[n] = sqlite3_column_double(stmt, 2);
  }
  sqlite3_finalize(stmt);
  glp_load_matrix(lp, n, row, column, coef);
  free(row);
  free(column);
  free(coef);
  return lp;
}

/* What does not hold of the true counts. */
static int false_equations(sqlite3 *db) {
  int found = 0;
  sqlite3_stmt *stmt = query(db,
    "SELECT 'told otherwise: ' || name || ' is ' || n FROM var WHERE n < low OR n > high "
    "UNION ALL SELECT 'told, and not in the register: ' || name FROM unknown "
    "UNION ALL SELECT 'wrong sum: ' || c.name || ' is ' || sum(t.coef * v.n) FROM con c JOIN term t ON t.con = c.name JOIN var v ON v.name = t.var "
    "GROUP BY c.name HAVING sum(t.coef * v.n) < c.low OR sum(t.coef * v.n) > c.high LIMIT 10");
  for (; sqlite3_step(stmt) == SQLITE_ROW; found++) puts((const char *)sqlite3_column_text(stmt, 0));
  sqlite3_finalize(stmt);
  return found;
}

/* The largest or smallest value of a count; INFINITY where nothing bounds it. */
static int solve(glp_prob *lp, int column, int direction, double *value) {
  glp_smcp how;
  glp_init_smcp(&how);
  glp_set_obj_dir(lp, direction);
  glp_set_obj_coef(lp, column, 1.0);
  int rc = glp_simplex(lp, &how);
  *value = rc == 0 && glp_get_status(lp) == GLP_UNBND ? INFINITY : glp_get_obj_val(lp);
  glp_set_obj_coef(lp, column, 0.0);
  return rc;
}

int main(int argc, char **argv) {
  sqlite3 *db = NULL;
  int tried = 0, leaks = 0;
  if (argc != 3 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
    fputs("usage: solve SYSTEM.db SMALL\n", stderr);
    return 2;
  }
  double small = atof(argv[2]);
  int wrong = false_equations(db);
  glp_term_out(GLP_OFF);
  glp_prob *lp = read_system(db);
  glp_scale_prob(lp, GLP_SF_AUTO);
  glp_adv_basis(lp, 0);
  sqlite3_stmt *stmt = query(db, "SELECT rowid, name, n, tab = 'since' FROM var WHERE gagged > 0 AND n BETWEEN 1 AND ?1 - 1 ORDER BY name");
  sqlite3_bind_double(stmt, 1, small);
  for (; sqlite3_step(stmt) == SQLITE_ROW; tried++) {
    int column = sqlite3_column_int(stmt, 0);
    double least = 1, most = 0;
    int rc = solve(lp, column, GLP_MAX, &most), status = glp_get_status(lp);
    if (rc == 0 && most < small - 0.5 && sqlite3_column_int(stmt, 3)) rc = solve(lp, column, GLP_MIN, &least);
    if (rc != 0 || (status != GLP_OPT && status != GLP_UNBND)) {
      printf("not solved (%d, %d): %s\n", rc, status, (const char *)sqlite3_column_text(stmt, 1));
      wrong++;
      break;
    }
    if (most > small - 0.5 || least < 0.5) continue;
    if (leaks++ < 20) printf("leak: %s is at most %.0f, and %d\n", (const char *)sqlite3_column_text(stmt, 1), most, sqlite3_column_int(stmt, 2));
  }
  sqlite3_finalize(stmt);
  printf("%d leaks of %d\n", leaks, tried);
  glp_delete_prob(lp);
  sqlite3_close(db);
  return wrong > 0 || leaks > 0;
}
