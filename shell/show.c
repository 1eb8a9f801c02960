/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal show DB REF`: one case on one screen, as of the as-of date: the request,
** its gags with their last day and why, events, clocks, what may be told and
** since when. With --format the same facts are rows: section, id, name, value. */
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "ask.h"
#include "message.h"
#include "pager.h"
#include "shell.h"
#include "strbuf.h"
#include "text.h"

struct show {
  struct un_shell *shell;
  struct un_strbuf text;
  char *id;          /* of the request */
  bool rows;         /* --format: into temp.shown */
  const char *section;
};

/* --- the facts ------------------------------------------------------------------ */

static const char request_sql[] = "SELECT * FROM requests_asof WHERE id = ?1";

/* A date no finer than it is known, in SQL: `d`.`of` is the date. */
#define KNOWN(d, of) "iif(" d ".date_precision = 'day', " d "." of ", period_of(" d "." of ", " d ".date_precision))"

/* Why a gag ends when it does (law.md 1.3: P1 a named day, P2 a term, P4 the
** rule's own, P5 and P6 no end; 2.2: a gag ends late). */
static const char gags_sql[] =
    "SELECT d.gag_id AS id, d.basis, b.title, b.citation, d.started_on, g.date_precision, d.ordered, d.nominal_end, d.expires_on, "
    "iif(l.runs_until <> d.expires_on, l.runs_until, NULL) AS runs_until, d.status, d.days_left, d.flags, d.scope, g.note, "
    "CASE WHEN d.status = 'invalid' THEN (SELECT gag_problem(g.basis, g.started_on, g.ordered, e.event_on, e.kind, "
    "  e.ordered, unseal_asof()) FROM (SELECT 1) LEFT JOIN gag_events e ON e.gag_id = g.id AND e.event_on <= unseal_asof()) "
    "WHEN d.flags LIKE '%no_gag%' THEN 'this basis gags nobody' "
    "ELSE CASE WHEN d.ordered IS NULL AND d.flags LIKE '%assumed%' THEN 'the instrument is silent: the rule''s own term, ' || b.silent "
    "WHEN d.ordered IS NULL THEN 'the instrument is silent and the rule sets no end' "
    "WHEN d.ordered = 'indefinite' THEN 'ordered without an end' "
    "WHEN d.ordered LIKE 'P%' THEN 'ordered for ' || d.ordered || ' from ' || " KNOWN("g", "started_on") " || ', nominally until ' || d.nominal_end "
    "ELSE 'the instrument names the day ' || d.ordered || ', which does not move' END "
    "|| coalesce((SELECT '; ' || group_concat(kind || iif(date_precision = 'day', ' on ', ' in ') || known_on || coalesce(' (' || ordered || ')', ''), ', ') FROM "
    "  (SELECT kind, " KNOWN("v", "event_on") " AS known_on, date_precision, ordered FROM gag_events v WHERE gag_id = g.id "
    "   AND event_on <= unseal_asof() AND kind IN ('renewed', 'modified', 'lifted', 'vacated') ORDER BY event_on, id)), '') "
    "|| CASE WHEN d.lifted_on IS NOT NULL THEN ': the day before the lift is the last' "
    "WHEN d.expires_on <> d.nominal_end AND NOT EXISTS (SELECT 1 FROM gag_events e WHERE e.gag_id = g.id "
    "  AND e.event_on <= unseal_asof() AND e.kind IN ('renewed', 'modified', 'lifted', 'vacated')) "
    "  THEN ', no working day: it ends on the next' ELSE '' END "
    "|| CASE WHEN d.flags LIKE '%exceeds_max%' THEN '; longer than the rule allows (' || b.max_term || '), not shortened' "
    "WHEN d.flags LIKE '%over_policy%' THEN '; longer than policy allows (' || b.max_term || ')' ELSE '' END "
    "|| iif(d.flags LIKE '%not_in_force%', '; the rule was not in force at the start', '') END AS why "
    "FROM gag_docket d JOIN gags g ON g.id = d.gag_id JOIN gag_latest l ON l.gag_id = d.gag_id LEFT JOIN legal_bases b ON b.code = d.basis "
    "WHERE d.request_id = ?1 ORDER BY d.started_on, d.gag_id";

static const char events_sql[] =
    "SELECT e.id, e.gag_id, e.event_on, e.date_precision, e.kind, e.ordered, e.note FROM gag_events e JOIN gags g ON g.id = e.gag_id "
    "WHERE g.request_id = ?1 AND e.event_on <= unseal_asof() ORDER BY e.event_on, e.id";

static const char clocks_sql[] =
    "SELECT NULL AS id, d.clock, d.who, d.due_at, d.days_left, coalesce(c.effect, 'return date of the instrument') AS effect "
    "FROM deadlines d LEFT JOIN clocks c ON c.code = d.clock WHERE d.request_id = ?1 ORDER BY d.due_at, d.clock";

static const char challenges_sql[] =
    "SELECT id, filed_on, date_precision, clock, forum, government_applied_on, result, result_on FROM challenges "
    "WHERE request_id = ?1 AND filed_on <= unseal_asof() ORDER BY filed_on, id";

static const char notices_sql[] =
    "SELECT id, sent_on, channel, result FROM notices WHERE request_id = ?1 AND sent_on <= unseal_asof() ORDER BY sent_on, id";

static const char documents_sql[] =
    "SELECT id, path, received_on, sha256 FROM documents d WHERE (request_id = ?1 OR gag_id IN (SELECT id FROM gags WHERE "
    "request_id = ?1)) AND (received_on IS NULL OR received_on <= unseal_asof()) ORDER BY received_on, id";

/* notify_queue's conditions, each with its reason (law.md 1.3 P13). */
static const char told_sql[] =
    "SELECT NULL AS id, since, reason FROM ("
    "SELECT 1 AS ord, clear_on AS since, 'the customer may be told; waiting for ' || waiting_days || ' days' AS reason "
    "  FROM notify_queue WHERE request_id = ?1 "
    "UNION ALL SELECT 2, NULL, 'told on ' || sent_on || coalesce(' by ' || channel, '') FROM notices WHERE request_id = ?1 AND sent_on <= unseal_asof() "
    "UNION ALL SELECT 3, NULL, 'not yet: gag ' || gag_id || CASE WHEN status = 'invalid' THEN ' is invalid and blocks until it is mended' "
    "  WHEN expires_on = 'indefinite' THEN ' has no known end'"
    "  WHEN runs_until <> expires_on THEN iif(expires_on >= unseal_asof(), ' is in force until ' || expires_on || ' and may run ', ' may run ') || iif(runs_until = 'indefinite', 'on, nobody knows to which day', 'until ' || runs_until) || ': '"
    "    || iif((SELECT date_precision FROM gags WHERE id = gag_id) = 'day', 'the day of an event', 'its first day') || ' is not known' "
    "  ELSE ' is in force until ' || expires_on END "
    "  FROM gag_latest WHERE request_id = ?1 AND in_force "
    "UNION ALL SELECT 4, NULL, 'not yet: the outcome is ' || outcome FROM requests_asof WHERE id = ?1 AND outcome = 'pending' "
    "UNION ALL SELECT 5, NULL, 'no notice: the outcome is ' || outcome FROM requests_asof WHERE id = ?1 AND outcome IN ('duplicate', 'preservation') "
    "UNION ALL SELECT 6, NULL, 'no notice by us: the issuing authority informs (via eu_order)' FROM requests_asof WHERE id = ?1 AND via = 'eu_order') "
    "ORDER BY ord, reason";

/* --- printing ------------------------------------------------------------------------ */

static const char *cell(sqlite3_stmt *stmt, const char *name) {
  for (int i = 0; i < sqlite3_column_count(stmt); i++) {
    if (strcmp(sqlite3_column_name(stmt, i), name) == 0) return (const char *)sqlite3_column_text(stmt, i);
  }
  return NULL;
}

static void put(struct show *show, const char *before, const char *text, const char *after) {
  if (!text || !*text) return;
  un_strbuf_puts(&show->text, before);
  un_text_escape(&show->text, text, strlen(text), UN_ESCAPE_ALL);
  un_strbuf_puts(&show->text, after);
}

static void heading(struct show *show, const char *text) {
  bool bold = un_out_is_terminal(show->shell->out) && un_color_wanted();
  un_strbuf_printf(&show->text, bold ? "\n\033[1m%s\033[0m\n" : "\n%s\n", text);
}

/* A date no finer than it is known: 2013, 2013-05, 2013-H1. */
static void put_known(struct show *show, const char *day, const char *precision) {
  int cut = strcmp(precision, "year") == 0 ? 4 : strcmp(precision, "month") == 0 ? 7 : 10;
  if (strcmp(precision, "half") == 0) un_strbuf_printf(&show->text, "%.4s-H%d", day, atoi(day + 5) > 6 ? 2 : 1);
  else un_strbuf_printf(&show->text, "%.*s", cut, day);
}

static void print_request(struct show *show, sqlite3_stmt *stmt) {
  static const char *const hidden[] = {"id", "date_precision", "rate_outcome", "ref"};
  const char *ref = cell(stmt, "ref"), *precision = cell(stmt, "date_precision");
  bool bold = un_out_is_terminal(show->shell->out) && un_color_wanted();
  put(show, bold ? "\033[1m" : "", ref, bold ? "\033[0m\n" : "\n");
  for (int i = 0; i < sqlite3_column_count(stmt); i++) {
    const char *name = sqlite3_column_name(stmt, i), *text = (const char *)sqlite3_column_text(stmt, i);
    bool skip = !text;
    for (size_t h = 0; h < sizeof hidden / sizeof *hidden; h++) skip = skip || strcmp(hidden[h], name) == 0;
    if (skip || (strcmp(name, "emergency") == 0 && strcmp(text, "0") == 0)) continue;
    un_strbuf_printf(&show->text, "  %-17s ", name);
    if (strcmp(name, "received_on") == 0) put_known(show, text, precision);
    else un_text_escape(&show->text, text, strlen(text), UN_ESCAPE_ALL);
    if (strcmp(name, "basis") == 0) {
      char *title = un_ask(show->shell->db, "SELECT title || coalesce(', ' || citation, '') FROM legal_bases WHERE code = ?1", text, NULL);
      put(show, "  ", title, "");
      free(title);
    } else if (strcmp(name, "origin") == 0 || strcmp(name, "customer_country") == 0 || strcmp(name, "data_region") == 0) {
      char *place = un_ask(show->shell->db, "SELECT jurisdiction_name(?1)", text, NULL);
      put(show, "  ", place, "");
      free(place);
    } else if (strcmp(name, "follows_id") == 0) {
      char *other = un_ask(show->shell->db, "SELECT ref FROM requests WHERE id = ?1", text, NULL);
      put(show, "  ", other, "");
      free(other);
    }
    un_strbuf_putc(&show->text, '\n');
  }
}

static void print_gag(struct show *show, sqlite3_stmt *stmt) {
  const char *expires = cell(stmt, "expires_on"), *left = cell(stmt, "days_left"), *status = cell(stmt, "status");
  const char *started = cell(stmt, "started_on"), *precision = cell(stmt, "date_precision"), *latest = cell(stmt, "runs_until");
  put(show, "  ", cell(stmt, "id"), "  ");
  put(show, "", cell(stmt, "basis"), "");
  put(show, "  ", cell(stmt, "title"), "");
  put(show, " (", cell(stmt, "citation"), ")");
  un_strbuf_puts(&show->text, "\n     from ");
  put_known(show, started, precision);
  if (strcmp(precision, "day") != 0) un_strbuf_printf(&show->text, " (known to the %s)", strcmp(precision, "half") == 0 ? "half-year" : precision);
  if (!expires) un_strbuf_puts(&show->text, ", no last day");
  if (expires && strcmp(expires, "indefinite") == 0) un_strbuf_puts(&show->text, ", no known end");
  else put(show, ", last day in force ", expires, "");
  put(show, ": ", status, "");
  if (left && strcmp(status, "active") == 0) put(show, ", ", left, " days left");
  if (latest && strcmp(latest, "indefinite") == 0) un_strbuf_puts(&show->text, "; it may run on without a known end");
  else put(show, "; it may run until ", latest, "");
  put(show, ", scope ", cell(stmt, "scope"), "");
  put(show, ", ", cell(stmt, "flags"), "");
  put(show, "\n     because: ", cell(stmt, "why"), "");
  put(show, "\n     note: ", cell(stmt, "note"), "");
  un_strbuf_putc(&show->text, '\n');
}

/* One line: every value that is there, the first few without their names. */
static void print_line(struct show *show, sqlite3_stmt *stmt) {
  const char *separator = "  ";
  for (int i = 0; i < sqlite3_column_count(stmt); i++) {
    const char *name = sqlite3_column_name(stmt, i), *text = (const char *)sqlite3_column_text(stmt, i);
    bool number = strcmp(name, "id") == 0;
    if (!text || strcmp(name, "date_precision") == 0) continue;
    un_strbuf_puts(&show->text, separator);
    if (strcmp(name, "days_left") == 0 && text[0] == '-') put(show, "(", text + 1, " days ago)");
    else if (strcmp(name, "days_left") == 0) put(show, "(", text, " days left)");
    else if (strcmp(name, "event_on") == 0 || strcmp(name, "filed_on") == 0) put_known(show, text, cell(stmt, "date_precision"));
    else if (strcmp(name, "gag_id") == 0) put(show, "gag ", text, "");
    else if (strcmp(name, "due_at") == 0) put(show, "due ", text, "");
    else if (strcmp(name, "since") == 0) put(show, "since ", text, ":");
    else if (strcmp(name, "government_applied_on") == 0) put(show, "government applied on ", text, "");
    else put(show, "", text, "");
    separator = number ? "  " : " ";
  }
  un_strbuf_putc(&show->text, '\n');
}

static int keep_row(struct show *show, sqlite3_stmt *stmt, sqlite3_stmt *insert) {
  for (int i = 0; i < sqlite3_column_count(stmt); i++) {
    const char *name = sqlite3_column_name(stmt, i);
    if (strcmp(name, "id") == 0) continue;
    char *id = cell(stmt, "id") ? un_strdup(cell(stmt, "id")) : NULL;
    sqlite3_bind_text(insert, 1, show->section, -1, SQLITE_STATIC);
    if (id) sqlite3_bind_int64(insert, 2, strtoll(id, NULL, 10));
    else sqlite3_bind_null(insert, 2);
    sqlite3_bind_text(insert, 3, name, -1, SQLITE_TRANSIENT);
    sqlite3_bind_value(insert, 4, sqlite3_column_value(stmt, i));
    free(id);
    if (sqlite3_step(insert) != SQLITE_DONE) return sqlite3_errcode(show->shell->db);
    sqlite3_reset(insert);
  }
  return SQLITE_OK;
}

struct part {
  const char *section, *title, *sql;
  void (*print)(struct show *show, sqlite3_stmt *stmt);
  const char *none; /* said when there is nothing; NULL: the part is left out */
};

static const struct part parts[] = {
    {"request", NULL, request_sql, print_request, NULL},
    {"gag", "Gags", gags_sql, print_gag, "none"},
    {"event", "Events", events_sql, print_line, NULL},
    {"clock", "Clocks that run", clocks_sql, print_line, "none"},
    {"challenge", "Challenges", challenges_sql, print_line, NULL},
    {"notice", "Notices", notices_sql, print_line, NULL},
    {"document", "Documents", documents_sql, print_line, NULL},
    {"told", "What may be told", told_sql, print_line, "nothing is known that allows or forbids notice"},
};

static int show_part(struct show *show, const struct part *part, sqlite3_stmt *insert) {
  sqlite3_stmt *stmt = NULL;
  sqlite3 *db = show->shell->db;
  int n = 0, rc = sqlite3_prepare_v2(db, part->sql, -1, &stmt, NULL);
  show->section = part->section;
  if (rc == SQLITE_OK) sqlite3_bind_text(stmt, 1, show->id, -1, SQLITE_STATIC);
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    if (n++ == 0 && part->title) heading(show, part->title);
    if (show->rows) rc = keep_row(show, stmt, insert);
    else part->print(show, stmt), rc = SQLITE_OK;
  }
  int code = rc == SQLITE_DONE ? 0 : un_exit_of_sqlite(rc);
  if (code != 0 && code <= 128) un_fail(code, "%s: %s", show->shell->path, un_sqlite_error(db));
  if (code == 0 && n == 0 && part->none) {
    heading(show, part->title);
    un_strbuf_printf(&show->text, "  %s\n", part->none);
  }
  sqlite3_finalize(stmt);
  return code;
}

static int print_rows(struct show *show) {
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(show->shell->db, "SELECT section, id, name, value FROM temp.shown ORDER BY rowid", -1, &stmt, NULL);
  int code = rc == SQLITE_OK ? un_render(show->shell, stmt) : un_exit_of_sqlite(rc);
  sqlite3_finalize(stmt);
  return code;
}

static int show_case(struct show *show) {
  sqlite3 *db = show->shell->db;
  sqlite3_stmt *insert = NULL;
  int code = 0;
  if (show->rows) {
    sqlite3_exec(db, "CREATE TEMP TABLE shown(section TEXT, id INTEGER, name TEXT, value ANY)", NULL, NULL, NULL);
    sqlite3_prepare_v2(db, "INSERT INTO temp.shown VALUES(?1, ?2, ?3, ?4)", -1, &insert, NULL);
  }
  for (size_t i = 0; i < sizeof parts / sizeof *parts && code == 0; i++) code = show_part(show, &parts[i], insert);
  sqlite3_finalize(insert);
  if (code == 0 && show->rows) code = print_rows(show);
  if (code == 0 && !show->rows) {
    char *as_of = un_ask(db, "SELECT unseal_asof()", NULL, NULL);
    un_strbuf_printf(&show->text, "\nas of %s\n", as_of ? as_of : "?");
    free(as_of);
    un_out_puts(show->shell->out, show->text.text);
  }
  return code;
}

static int find_request(struct show *show, const char *ref) {
  sqlite3 *db = show->shell->db;
  show->id = un_ask(db, "SELECT id FROM requests WHERE ref = ?1 AND received_on <= unseal_asof()", ref, NULL);
  if (show->id) return 0;
  char *later = un_ask(db, "SELECT received_on FROM requests WHERE ref = ?1", ref, NULL);
  if (later) {
    un_fail(UN_EXIT_USAGE, "the request '%s' was received on %s, after the as-of date", ref, later);
    free(later);
    return UN_EXIT_USAGE;
  }
  if (sqlite3_exec(db, "SELECT 1 FROM requests_asof LIMIT 0", NULL, NULL, NULL) != SQLITE_OK) {
    return un_fail(UN_EXIT_SQL, "%s: not a register; make one with `unseal init`", show->shell->path);
  }
  struct un_names refs;
  un_ask_names(db, "SELECT ref FROM requests", NULL, &refs);
  int code = un_fail_unknown("ref", ref, un_names_nearest(&refs, ref));
  un_names_free(&refs);
  return code;
}

int un_show_main(struct un_shell *shell, const struct un_args *args) {
  struct show show = {.shell = shell, .text = UN_STRBUF_INIT, .rows = shell->style.format != NULL};
  const char *output = un_args_get(args, "output");
  if (args->operand_count != 2) return un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
  int code = un_shell_open(shell, args->operands[0], UN_OPEN_READ);
  if (code == 0) code = find_request(&show, args->operands[1]);
  if (code == 0 && output) code = un_out_open(output, &shell->out);
  if (code == 0) {
    code = show_case(&show);
    if (code == 0) code = un_out_commit(shell->out);
    else un_out_abort(shell->out);
  }
  un_strbuf_free(&show.text);
  free(show.id);
  return code;
}
