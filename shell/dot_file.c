/* SPDX-License-Identifier: GPL-3.0-or-later
** Dot-commands that reach files: none of them runs under --safe. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backup.h"
#include "dot.h"
#include "message.h"
#include "strbuf.h"

int un_dot_backup(struct un_shell *shell, const struct un_words *words) {
  if (words->count == 1) {
    un_plain("missing FILENAME argument on .backup");
    return UN_EXIT_USAGE;
  }
  bool schema = words->count > 2;
  return un_backup(shell, schema ? words->at[1] : "main", words->at[schema ? 2 : 1]);
}

int un_dot_cd(struct un_shell *shell, const struct un_words *words) {
  if (chdir(words->at[1]) == 0) return 0;
  return un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "%s: %s", words->at[1], strerror(errno));
}

/* The C function is allowed while it runs, load_extension() in SQL never. */
int un_dot_load(struct un_shell *shell, const struct un_words *words) {
  char *error = NULL;
  int code = 0;
  sqlite3_db_config(shell->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
  if (sqlite3_load_extension(shell->db, words->at[1], words->count > 2 ? words->at[2] : NULL, &error) != SQLITE_OK) {
    code = un_dot_fail(shell, words, 1, UN_EXIT_SQL, "%s", error ? error : sqlite3_errmsg(shell->db));
  }
  sqlite3_free(error);
  sqlite3_db_config(shell->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  return code;
}

int un_dot_open(struct un_shell *shell, const struct un_words *words) {
  bool read_only = shell->read_only;
  const char *path = NULL;
  for (int i = 1; i < words->count; i++) {
    if (strcmp(words->at[i], "--readonly") == 0 || strcmp(words->at[i], "-readonly") == 0) read_only = true;
    else if (words->at[i][0] == '-' && words->at[i][1]) {
      return un_dot_fail(shell, words, i, UN_EXIT_USAGE, "unknown option '%s'; --readonly is one", words->at[i]);
    } else if (path) return un_dot_fail(shell, words, i, UN_EXIT_USAGE, "one database only");
    else path = words->at[i];
  }
  int code = un_shell_open(shell, path ? path : ":memory:", read_only && path ? UN_OPEN_READ : UN_OPEN_CREATE);
  if (code == 0) un_trace_again(shell);
  return code;
}

/* A relative name is looked for beside the script that reads it, then here. */
static char *resolve(const struct un_shell *shell, const char *path) {
  const char *slash = strrchr(shell->where, '/');
  struct un_strbuf beside = UN_STRBUF_INIT;
  if (path[0] == '/' || path[0] == '|' || shell->depth == 0 || !slash) return un_strdup(path);
  un_strbuf_add(&beside, shell->where, (size_t)(slash - shell->where) + 1);
  un_strbuf_puts(&beside, path);
  if (access(beside.text, F_OK) == 0) return un_strbuf_take(&beside);
  un_strbuf_free(&beside);
  return un_strdup(path);
}

static int read_pipe(struct un_shell *shell, const char *command) {
  FILE *pipe = popen(command, "re");
  if (!pipe) return un_fail(UN_EXIT_SQL, "%s: %s", command, strerror(errno));
  int code = un_run_stream(shell, pipe, command), status = pclose(pipe);
  if (code == 0 && status != 0) code = un_fail(UN_EXIT_SQL, "'%s' ended with %d", command, WEXITSTATUS(status));
  return code;
}

int un_dot_read(struct un_shell *shell, const struct un_words *words) {
  char *path = resolve(shell, words->at[1]);
  int code;
  if (path[0] == '|') code = read_pipe(shell, path + 1);
  else if (access(path, R_OK) != 0) code = un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "%s: %s", path, strerror(errno));
  else code = un_run_file(shell, path);
  free(path);
  return code;
}

int un_dot_system(struct un_shell *shell, const struct un_words *words) {
  struct un_strbuf command = UN_STRBUF_INIT;
  for (int i = 1; i < words->count; i++) {
    bool quote = i > 1 && strpbrk(words->at[i], " \t*?[]'\"$&|;<>()");
    un_strbuf_printf(&command, quote ? "%s\"%s\"" : "%s%s", i > 1 ? " " : "", words->at[i]);
  }
  un_out_flush(shell->out);
  int status = system(command.text);
  un_strbuf_free(&command);
  if (status == 0) return 0;
  return un_dot_fail(shell, words, 1, UN_EXIT_SQL, "ended with %d", WIFEXITED(status) ? WEXITSTATUS(status) : status);
}
