/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal publish`: lint, write, exchange, remember. */
#include "publish.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "ask.h"
#include "lint.h"
#include "message.h"

/* --- folders -------------------------------------------------------------------------- */

/* No link is followed: it may have come since. */
static DIR *open_folder(const char *path) {
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
  if (fd >= 0 && !dir) close(fd);
  return dir;
}

static bool is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

/* Its files, those named only (`names` NULL: all, of a folder that is ours alone). */
static bool remove_folder(const char *path, const struct un_names *names) {
  DIR *dir = open_folder(path);
  for (struct dirent *entry; dir && (entry = readdir(dir));) {
    if (is_dots(entry->d_name) || (names && !un_names_have(names, entry->d_name))) continue;
    unlinkat(dirfd(dir), entry->d_name, 0);
  }
  if (dir) closedir(dir);
  return rmdir(path) == 0 || errno == ENOENT;
}

static char *read_text(const char *path) {
  FILE *file = fopen(path, "re");
  struct un_strbuf text = UN_STRBUF_INIT;
  char block[8192];
  if (!file) return NULL;
  for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) un_strbuf_add(&text, block, n);
  fclose(file);
  return un_strbuf_take(&text);
}

/* May the folder be replaced? Files that its manifest does not list are not ours;
** those that it does are in `ours`. */
static int check_target(struct un_shell *shell, const char *target, struct un_names *ours) {
  struct stat status;
  struct un_strbuf path = UN_STRBUF_INIT;
  long long valid = 0;
  int code = 0;
  un_names_free(ours);
  if (lstat(target, &status) != 0 && errno == ENOENT) return 0;
  DIR *dir = open_folder(target);
  if (!dir) return un_fail(UN_EXIT_WRITE, "%s: %s", target, strerror(errno));
  un_strbuf_printf(&path, "%s/manifest.json", target);
  char *manifest = read_text(path.text);
  if (manifest) un_ask_int(shell->db, "SELECT json_valid(?1)", manifest, NULL, &valid);
  if (valid) {
    un_ask_names(shell->db, "SELECT json_extract(value, '$.name') FROM json_each(?1, '$.files') "
                            "UNION ALL SELECT 'manifest.json'", manifest, ours);
  }
  for (struct dirent *entry; code == 0 && (entry = readdir(dir));) {
    if (!is_dots(entry->d_name) && !un_names_have(ours, entry->d_name)) {
      code = un_fail(UN_EXIT_WRITE, "%s/%s is no file of a publication: nothing is replaced", target, entry->d_name);
    }
  }
  closedir(dir);
  free(manifest);
  un_strbuf_free(&path);
  return code;
}

/* Where the folder is: a link stays a link, and what it names is replaced. */
static char *real_target(const char *operand) {
  struct stat status;
  char *target = un_strdup(operand), *real = NULL;
  for (size_t n = strlen(target); n > 1 && target[n - 1] == '/'; n--) target[n - 1] = '\0';
  if (lstat(target, &status) == 0 && S_ISLNK(status.st_mode)) real = realpath(target, NULL);
  if (!real) return target;
  free(target);
  return real;
}

static void sync_folder(const char *path) {
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    fsync(fd);
    close(fd);
  }
}

static char *parent_of(const char *target) {
  const char *slash = strrchr(target, '/');
  return slash ? strndup(target, (size_t)(slash - target) + 1) : strdup(".");
}

/* The new folder takes the target's place; what stood there is then at `fresh`. */
static int exchange(const char *fresh, const char *target, bool *old) {
  struct stat status;
  *old = lstat(target, &status) == 0;
  if (*old && !S_ISDIR(status.st_mode)) return errno = ENOTDIR, -1;
  if (!*old) return rename(fresh, target);
  if (renameat2(AT_FDCWD, fresh, AT_FDCWD, target, RENAME_EXCHANGE) == 0) return 0;
  if (errno != ENOSYS && errno != EINVAL) return -1;
  struct un_strbuf away = UN_STRBUF_INIT;
  un_strbuf_printf(&away, "%s.old", fresh);
  int rc = rename(target, away.text);
  if (rc == 0 && (rc = rename(fresh, target)) != 0) rename(away.text, target);
  else if (rc == 0) rc = rename(away.text, fresh);
  un_strbuf_free(&away);
  return rc;
}

/* A file that publish makes, or its temporary one: `x.csv`, `.x.csv.XXXXXX`. */
static bool is_of_publication(int folder, const char *name) {
  static const char *const endings[] = {".csv", ".json", ".md", ".html"};
  struct stat status;
  size_t len = strlen(name);
  if (*name == '.' && len > 8) len -= 7;
  bool found = false;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t n = strlen(endings[i]);
    found = found || (len > n && memcmp(name + len - n, endings[i], n) == 0);
  }
  return found && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
}

/* What a publish that was killed left beside the target: folders `.NAME.unseal-XXXXXX` of
** an hour ago or more that hold nothing else. */
static void remove_leftovers(const char *target) {
  enum { HOUR = 3600 };
  const char *slash = strrchr(target, '/'), *name = slash ? slash + 1 : target;
  size_t len = strlen(name);
  char *parent = parent_of(target);
  DIR *beside = open_folder(parent);
  for (struct dirent *entry; beside && (entry = readdir(beside));) {
    const char *at = entry->d_name;
    struct stat status;
    if (*at != '.' || strncmp(at + 1, name, len) != 0 || strncmp(at + 1 + len, ".unseal-", 8) != 0 || strlen(at + 9 + len) != 6) continue;
    if (fstatat(dirfd(beside), at, &status, AT_SYMLINK_NOFOLLOW) != 0 || time(NULL) - status.st_mtime < HOUR) continue;
    struct un_strbuf path = UN_STRBUF_INIT;
    un_strbuf_printf(&path, "%s/%s", parent, at);
    DIR *dir = open_folder(path.text);
    bool all = dir != NULL;
    for (struct dirent *file; all && (file = readdir(dir));) all = is_dots(file->d_name) || is_of_publication(dirfd(dir), file->d_name);
    if (dir) closedir(dir);
    if (all && remove_folder(path.text, NULL)) un_note("%s: removed, a publish that was killed had left it", path.text);
    un_strbuf_free(&path);
  }
  if (beside) closedir(beside);
  free(parent);
}

/* `.NAME.unseal-XXXXXX` beside the target, with its mode, or that of a new folder. */
static char *make_fresh(const char *target) {
  struct un_strbuf path = UN_STRBUF_INIT;
  struct stat old;
  char *parent = parent_of(target);
  const char *slash = strrchr(target, '/');
  un_strbuf_printf(&path, "%s%s.%s.unseal-XXXXXX", parent, slash ? "" : "/", slash ? slash + 1 : target);
  free(parent);
  char *made = mkdtemp(path.text);
  if (made) {
    mode_t mask = umask(0);
    umask(mask);
    chmod(made, stat(target, &old) == 0 ? old.st_mode & 07777 : 0777 & ~mask);
    return un_strbuf_take(&path);
  }
  parent = parent_of(target);
  un_fail(UN_EXIT_WRITE, "%s: cannot be made in %s: %s", target, parent, strerror(errno));
  free(parent);
  un_strbuf_free(&path);
  return NULL;
}

/* --- publications -------------------------------------------------------------------------- */

/* With the SHA-256 of each report's csv. */
static int remember(struct un_publication *publication) {
  const struct un_figure_set *sheets = publication->sheets;
  char sha[UN_FIGURE_SETS][65] = {""};
  const char *list[UN_FIGURE_SETS];
  for (int i = 0; i < sheets->count; i++) {
    struct un_strbuf name = UN_STRBUF_INIT;
    un_strbuf_printf(&name, "%s.csv", sheets->at[i].name);
    bool read = un_publish_hash_file(publication, name.text, sha[i]);
    un_strbuf_free(&name);
    if (!read) return un_fail(UN_EXIT_WRITE, "%s/%s.csv: cannot be read back", publication->folder, sheets->at[i].name);
    list[i] = sha[i];
  }
  return un_told_remember(publication->shell, sheets, list);
}

/* --- the run ----------------------------------------------------------------------------------- */

/* What was left out and why, for the house: on stdout, as csv. */
static int print_left_out(struct un_publication *publication) {
  struct un_shell *shell = publication->shell;
  sqlite3_stmt *stmt = NULL;
  int code = un_exec(shell, "CREATE TEMP TABLE left_out(report TEXT, \"row\" TEXT, cells TEXT, why TEXT)", "publish");
  for (int i = 0; i < publication->sheets->count && code == 0; i++) {
    const struct un_figures *sheet = &publication->sheets->at[i];
    for (size_t r = 0; r < sheet->count && code == 0; r++) {
      const struct un_figure_row *row = &sheet->rows[r];
      if (!row->why) continue;
      char *cells = un_figures_left_out(sheet, row);
      char *sql = sqlite3_mprintf("INSERT INTO temp.left_out VALUES(%Q, %Q, %Q, %Q)", sheet->name, row->key, cells, row->why);
      free(cells);
      code = un_exec(shell, sql, "publish");
      sqlite3_free(sql);
    }
  }
  if (code == 0) code = un_exit_of_sqlite(sqlite3_prepare_v2(shell->db, "SELECT * FROM temp.left_out ORDER BY rowid", -1, &stmt, NULL));
  shell->style.format = un_format_find("csv", NULL);
  shell->out = un_out_stdout();
  if (code == 0) code = un_render(shell, stmt);
  sqlite3_finalize(stmt);
  return code;
}

static void ask_facts(struct un_publication *publication) {
  sqlite3 *db = publication->shell->db;
  char *debug = un_ask(db, "SELECT unseal_debug()", NULL, NULL);
  const char *at = debug ? strstr(debug, " catalogue rows verified") : NULL;
  while (at && at > debug && at[-1] != '\n' && at[-1] != ',' && at[-1] != ';') at--;
  if (at) sscanf(at, " %d of %d", &publication->verified, &publication->rules);
  free(debug);
  char *option = un_ask(db, "SELECT value FROM settings WHERE name = 'us_1874_option'", NULL, NULL);
  snprintf(publication->option, sizeof publication->option, "%s", option ? option : "1");
  free(option);
  publication->provider = un_ask(db, "SELECT value FROM settings WHERE name = 'provider'", NULL, NULL);
}

/* Lint; says its errors when it refuses: stdout is for what was left out. */
static int judge(struct un_shell *shell, const struct un_reports *reports, struct un_figure_set *sheets) {
  struct un_lint lint;
  int code = un_lint_begin(shell, &lint);
  if (code == 0) code = un_lint_register(&lint, reports, sheets);
  if (code != 0 || lint.errors == 0) return code;
  un_lint_say_errors(&lint);
  return un_fail(UN_EXIT_REJECTS, "not published: %lld error%s", lint.errors, un_s(lint.errors));
}

static int write_folder(struct un_publication *publication, const char *target) {
  bool old = false;
  struct un_names ours = {0};
  remove_leftovers(target);
  publication->folder = make_fresh(target);
  if (!publication->folder) return UN_EXIT_WRITE;
  int code = un_publish_files(publication);
  if (code == 0) code = un_publish_page(publication);
  if (code == 0) code = un_publish_manifest(publication);
  if (code == 0) code = remember(publication);
  if (code == 0 && un_interrupted) code = un_interrupted_code();
  if (code == 0) code = check_target(publication->shell, target, &ours); /* again: it took a while */
  if (code == 0) {
    sync_folder(publication->folder);
    if (exchange(publication->folder, target, &old) != 0) code = un_fail(UN_EXIT_WRITE, "%s: %s", target, strerror(errno));
  }
  if (code == 0 && (code = un_exec(publication->shell, "COMMIT", "publications")) != 0) {
    /* The register does not know of it: the old folder comes back. */
    if (old) exchange(publication->folder, target, &old);
    else rename(target, publication->folder);
  }
  char *parent = parent_of(target);
  sync_folder(parent);
  free(parent);
  if (!remove_folder(publication->folder, code == 0 ? &ours : NULL)) {
    un_warn("%s: is kept, not all in it is of a publication", publication->folder);
  }
  un_names_free(&ours);
  free(publication->folder);
  return code;
}

static int check_usage(const struct un_args *args) {
  const char *period = un_args_get(args, "period");
  char near[8];
  if (args->operand_count != 2) return un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
  if (!period) return un_fail(UN_EXIT_USAGE, "publish: --period is missing, as --period 2026-H1");
  const char *base = strrchr(args->operands[1], '/');
  if (is_dots(base ? base + 1 : args->operands[1])) {
    return un_fail(UN_EXIT_USAGE, "publish: '%s' is replaced by another folder; give it by its name", args->operands[1]);
  }
  if (un_report_is_period(period)) return 0;
  bool is_near = un_report_nearest_period(period, near);
  return un_fail(UN_EXIT_USAGE, "--period '%s' is not a period: 2026-H1, 2026-Q3, 2026, 2026-07%s%s%s", period,
                 is_near ? "; did you mean '" : "", is_near ? near : "", is_near ? "'?" : "");
}

int un_publish_main(struct un_shell *shell, const struct un_args *args) {
  struct un_reports *reports = un_alloc(sizeof *reports);
  struct un_figure_set *sheets = un_alloc(sizeof *sheets);
  struct un_publication publication = {.shell = shell, .sheets = sheets};
  struct un_names ours = {0};
  char *target = NULL;
  reports->count = 0;
  *sheets = (struct un_figure_set){.count = 0};
  int code = check_usage(args);
  if (code == 0) code = un_reports_load(reports, args);
  if (code == 0) code = un_shell_open(shell, args->operands[0], UN_OPEN_WRITE);
  if (code == 0) {
    target = real_target(args->operands[1]);
    code = check_target(shell, target, &ours);
  }
  if (code == 0) code = un_exec(shell, "BEGIN IMMEDIATE", shell->path);
  if (code == 0) code = un_figure_set_load(shell, reports, un_args_get(args, "period"), args, sheets);
  if (code == 0) code = judge(shell, reports, sheets);
  if (code == 0) code = un_publish_hash(shell, publication.database);
  if (code == 0) {
    ask_facts(&publication);
    code = write_folder(&publication, target);
  }
  if (code == 0) code = print_left_out(&publication);
  if (code == 0) un_note("published %s as of %s in %s", sheets->period, sheets->as_of, args->operands[1]);
  free(publication.provider);
  un_names_free(&ours);
  free(target);
  un_figure_set_free(sheets);
  free(sheets);
  un_reports_free(reports);
  free(reports);
  return code;
}
