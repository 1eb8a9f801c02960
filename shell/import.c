/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal import`: all or nothing over all its files, unless --rejects keeps what
** is bad aside, with its line, byte, column, reason and raw text (W5).
**
** A record is one row of the temp table `staged`; the map's SQL runs for it with
** :file_id :provider :published :period :update. It says no by an SQL error, or
** by reject('column', 'reason'), which only import has. A record whose SQL
** changes nothing is unchanged. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "columns.h"
#include "import.h"
#include "law/date.h"
#include "law/period.h"
#include "law/suggest.h"
#include "message.h"
#include "own_path.h"
#include "strbuf.h"
#include "texts.h"

/* --- maps ------------------------------------------------------------------------- */

static char *read_file(const char *path) {
  FILE *file = fopen(path, "rbe");
  struct un_strbuf text = UN_STRBUF_INIT;
  char block[65536];
  if (!file) return NULL;
  for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) un_strbuf_add(&text, block, n);
  bool bad = ferror(file);
  fclose(file);
  char *data = un_strbuf_take(&text);
  if (!bad) return data;
  free(data);
  return NULL;
}

static int add_map(struct un_import *in, const char *path) {
  char *text = read_file(path);
  if (!text) return un_fail(UN_EXIT_USAGE, "%s: %s", path, strerror(errno));
  int code = in->map_count < UN_IMPORT_MAPS ? un_map_parse(path, text, &in->maps[in->map_count++])
                                            : un_fail(UN_EXIT_USAGE, "%s: more than %d import maps", path, UN_IMPORT_MAPS);
  free(text);
  return code;
}

static int is_sql(const struct dirent *entry) {
  size_t n = strlen(entry->d_name);
  return n > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 4, ".sql") == 0;
}

/* The user's own come first, so that one may replace ours of the same name. */
static int load_own_maps(struct un_import *in) {
  char *folder = un_own_config("imports");
  struct dirent **entries = NULL;
  int code = 0;
  int n = folder ? scandir(folder, &entries, is_sql, alphasort) : 0;
  for (int i = 0; i < n; i++) {
    struct un_strbuf path = UN_STRBUF_INIT;
    un_strbuf_printf(&path, "%s/%s", folder, entries[i]->d_name);
    if (code == 0) code = add_map(in, path.text);
    un_strbuf_free(&path);
    free(entries[i]);
  }
  free(entries);
  free(folder);
  in->own_count = in->map_count;
  return code;
}

/* Whether one of the user's own has the name of the newest map. */
static bool is_replaced(const struct un_import *in) {
  for (int i = 0; i < in->own_count; i++) {
    if (strcmp(in->maps[i].name, in->maps[in->map_count - 1].name) == 0) return true;
  }
  return false;
}

static int load_maps(struct un_import *in) {
  static const char prefix[] = "schema/imports/";
  const char *own = un_args_get(in->args, "map");
  int code = load_own_maps(in);
  for (int i = 0; i < un_texts_count && code == 0; i++) {
    if (strncmp(un_texts[i].path, prefix, sizeof prefix - 1) != 0 || in->map_count == UN_IMPORT_MAPS) continue;
    code = un_map_parse(un_texts[i].path, un_texts[i].text, &in->maps[in->map_count++]);
    if (code == 0 && is_replaced(in)) un_map_free(&in->maps[--in->map_count]);
  }
  return code == 0 && own ? add_map(in, own) : code;
}

static int list_maps(const struct un_import *in) {
  for (int i = 0; i < in->map_count; i++) {
    struct un_strbuf line = UN_STRBUF_INIT;
    un_strbuf_printf(&line, "%-20s %s\n", in->maps[i].name, in->maps[i].title ? in->maps[i].title : "");
    un_out_puts(in->shell->out, line.text);
    un_strbuf_free(&line);
  }
  return 0;
}

static const char *map_name_at(const void *list, size_t i) {
  return ((const struct un_map *)list)[i].name;
}

/* --as NAME; the only map of --map; with auto NULL: each file finds its own. */
static int choose_map(struct un_import *in, const struct un_map **map) {
  const char *as = un_args_get(in->args, "as");
  *map = un_args_has(in->args, "map") ? &in->maps[in->map_count - 1] : NULL;
  if (!as && !*map) return un_fail(UN_EXIT_USAGE, "import needs --as MAP or --as auto; see import --list");
  if (!as || strcmp(as, "auto") == 0) return 0;
  for (int i = 0; i < in->map_count; i++) {
    if (strcmp(in->maps[i].name, as) == 0) {
      *map = &in->maps[i];
      return 0;
    }
  }
  return un_fail_unknown("import map", as, un_nearest_or_begun(as, map_name_at, in->maps, (size_t)in->map_count));
}

/* --- a file ----------------------------------------------------------------------------- */

static void finish_file(struct un_import *in) {
  un_import_finalize(in);
  un_reader_close(&in->reader);
  free(in->reason);
  in->reason = NULL;
}

struct un_reader_options un_import_options(const struct un_import *in, struct un_import_source *file) {
  return (struct un_reader_options){.encoding = un_args_get(in->args, "encoding"),
                                    .sheet = un_args_get(in->args, "sheet"),
                                    .delimiter = in->delimiter,
                                    .kept = &file->kept};
}

static int import_file(struct un_import *in, struct un_import_source *file, const struct un_map *map) {
  struct un_reader_options options = un_import_options(in, file);
  const char *path = in->path = file->path;
  in->rows = in->changed = in->bad = in->seen = 0;
  int code = un_reader_open(&in->reader, path, &options);
  bool already = false;
  if (code == 0) code = un_import_order_sheets(in, &map);
  if (code == 0) code = un_import_tables(in, map, &already);
  if (code == 0 && !already) code = un_import_end_file(in, &already);
  if (code == 0 && already) {
    code = un_import_say_again(in);
  } else if (code == 0) {
    code = un_import_notes(in);
    if (code == 0) {
      /* A publisher's record that adds nothing has no figure; a register's is there already. */
      bool figureless = in->map->provider && in->changed < in->rows;
      un_note("%s: %lld record%s as %s/%s: %lld stored, %lld %s, %lld rejected", path,
              in->rows + in->bad, un_s(in->rows + in->bad), in->map->name, in->several ? "several tables" : in->layout->name, in->changed,
              in->rows - in->changed, figureless ? "without figures" : "unchanged", in->bad);
    }
  }
  finish_file(in);
  return code;
}

/* --- the command --------------------------------------------------------------------------- */

/* One ASCII character, or its name. */
static int set_delimiter(struct un_import *in) {
  static const struct {
    const char *name;
    char delimiter;
  } names[] = {{"tab", '\t'}, {"\\t", '\t'}, {"comma", ','}, {"semicolon", ';'}, {"pipe", '|'}};
  const char *text = un_args_get(in->args, "delimiter");
  if (!text) return 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(names[i].name, text) == 0) in->delimiter = names[i].delimiter;
  }
  if (in->delimiter == 0 && strlen(text) == 1 && (unsigned char)*text < 0x80 && !strchr("\"\r\n", *text)) {
    in->delimiter = *text;
  }
  return in->delimiter ? 0 : un_fail(UN_EXIT_USAGE, "--delimiter '%s' is not one character (or tab)", text);
}

static int check_options(const struct un_args *args) {
  const char *published = un_args_get(args, "published"), *period = un_args_get(args, "period");
  un_day day;
  struct un_period p;
  if (published && (!un_date_parse(published, strlen(published), &day) || strlen(published) != 10)) {
    return un_fail(UN_EXIT_USAGE, "--published '%s' is not a date (YYYY-MM-DD)", published);
  }
  if (period && !un_period_parse(period, strlen(period), &p)) {
    return un_fail(UN_EXIT_USAGE, "--period '%s' is not a period (2026-H1, 2026-Q3, 2026, 2026-07)", period);
  }
  return args->operand_count >= 2 ? 0 : un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
}

/* The snapshot takes in what was imported, so that reports need not read it anew. One
** that is damaged or lost its triggers stays as it was and stops no import. */
static int refresh_columns(struct un_import *in) {
  struct un_shell *shell = in->shell;
  int code = un_exec(shell, "SAVEPOINT refresh", shell->path);
  if (code != 0) return code;
  int rc = un_columns_refresh(shell->db);
  if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_ERROR) {
    un_warn("request_columns was not refreshed: %s", sqlite3_errmsg(shell->db));
    code = un_exec(shell, "ROLLBACK TO refresh", shell->path);
  } else if ((code = un_exit_of_sqlite(rc)) != 0) {
    return code > 128 ? code : un_fail(code, "request_columns: %s", un_sqlite_error(shell->db));
  }
  return code == 0 ? un_exec(shell, "RELEASE refresh", shell->path) : code;
}

/* Every file that was named. */
static int import_files(struct un_import *in, const struct un_map *map) {
  int count = in->args->operand_count - 1;
  struct un_import_source *files = un_alloc((size_t)count * sizeof *files);
  for (int i = 0; i < count; i++) {
    files[i] = (struct un_import_source){.path = in->args->operands[i + 1], .kept = {.fd = -1}, .place = i};
  }
  int code = un_import_order_files(in, map, files, count);
  for (int i = 0; i < count && code == 0; i++) code = import_file(in, &files[i], map);
  for (int i = 0; i < count; i++) {
    if (files[i].kept.fd >= 0) close(files[i].kept.fd);
  }
  free(files);
  return code;
}

static int import_all(struct un_import *in, const struct un_map *map) {
  struct un_shell *shell = in->shell;
  bool dry = un_args_has(in->args, "dry-run");
  int code = un_exec(shell, "BEGIN IMMEDIATE", shell->path);
  if (code != 0) return code;
  code = import_files(in, map);
  if (code == 0 && !dry) code = refresh_columns(in);
  /* The rejects are on disk before the database says so, and have their name after. */
  if (code == 0 && in->rejects && !dry) code = un_out_settle(in->rejects);
  if (code == 0 && !dry) code = un_exec(shell, "COMMIT", shell->path);
  if (code == 0 && in->rejects && !dry) {
    int named = un_out_commit(in->rejects);
    in->rejects = NULL;
    if (named != 0) return un_fail(named, "the files are imported; their rejects are in import_rejects");
  }
  if (code != 0 || dry) sqlite3_exec(shell->db, "ROLLBACK", NULL, NULL, NULL);
  if (code != 0) return un_fail(code, "nothing was imported");
  if (dry) un_note("dry run: nothing was kept");
  return in->rejected > 0 ? UN_EXIT_REJECTS : 0;
}

/* DB `:memory:` is a register for this run: -c asks it. */
static int open_register(struct un_shell *shell, const struct un_args *args) {
  const char *path = args->operands[0];
  bool memory = strcmp(path, ":memory:") == 0;
  int code = un_shell_open(shell, path, memory ? UN_OPEN_CREATE : UN_OPEN_WRITE);
  if (code == 0 && memory) code = un_init_schema(shell, path);
  if (code != 0) return code;
  if (sqlite3_exec(shell->db, "SELECT sha256 FROM import_files LIMIT 0", NULL, NULL, NULL) == SQLITE_OK) return 0;
  return un_fail(UN_EXIT_SQL, "%s: not a register; make one with `unseal init`", path);
}

/* Of a day to come its figures do not exist yet: a slip of the keys would hide them all. */
static void warn_of_day_to_come(struct un_shell *shell, const char *published) {
  char *as_of = published ? un_ask(shell->db, "SELECT unseal_asof() WHERE ?1 > unseal_asof()", published, NULL) : NULL;
  if (as_of) un_warn("--published %s is after the as-of date %s: until then the figures are in no view or report", published, as_of);
  free(as_of);
}

/* -c after the import; what it finds is printed though some records were rejected. */
static int run_questions(struct un_shell *shell, const struct un_args *args, int imported) {
  int code = 0;
  if (imported != 0 && imported != UN_EXIT_REJECTS) return imported;
  if (!un_args_has(args, "command")) return imported;
  if (un_args_has(args, "dry-run") && strcmp(args->operands[0], ":memory:") != 0) {
    return un_fail(UN_EXIT_USAGE, "-c after --dry-run would ask a register without the files");
  }
  code = un_shell_batch(shell, args, args->operand_count);
  return code ? code : imported;
}

int un_import_main(struct un_shell *shell, const struct un_args *args) {
  struct un_import *in = calloc(1, sizeof *in); /* large and mostly never touched */
  const struct un_map *map = NULL;
  const char *rejects = un_args_get(args, "rejects");
  if (!in) return un_fail(UN_EXIT_SQL, "out of memory");
  in->shell = shell;
  in->args = args;
  int code = load_maps(in);
  if (code != 0) goto done;
  if (un_args_has(args, "list")) {
    code = list_maps(in);
    goto done;
  }
  code = check_options(args);
  if (code == 0) code = set_delimiter(in);
  if (code == 0) code = choose_map(in, &map);
  if (code == 0) code = open_register(shell, args);
  if (code != 0) goto done;
  in->named = map != NULL;
  un_import_functions(in);
  for (int i = 1; rejects && i < args->operand_count && code == 0; i++) code = un_out_refuse_input(rejects, args->operands[i]);
  if (rejects && code == 0 && un_args_has(args, "map")) code = un_out_refuse_input(rejects, un_args_get(args, "map"));
  if (rejects && code == 0) code = un_out_open(rejects, &in->rejects);
  if (code != 0) goto done;
  warn_of_day_to_come(shell, un_args_get(args, "published"));
  if (in->rejects) un_out_puts(in->rejects, "file,line,byte,column,reason,raw\n");
  code = import_all(in, map);
  sqlite3_update_hook(shell->db, NULL, NULL);
  code = run_questions(shell, args, code);

done:
  if (in->rejects) un_out_abort(in->rejects);
  for (int i = 0; i < in->map_count; i++) un_map_free(&in->maps[i]);
  free(in);
  return code;
}
