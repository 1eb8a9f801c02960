/* SPDX-License-Identifier: GPL-3.0-or-later
** Finding and running a dot-command; its rows are in dot_table.c. */
#include "dot.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "law/suggest.h"
#include "message.h"
#include "statement.h"
#include "strbuf.h"
#include "text.h"

static const struct un_dot *by_name(const char *name) {
  for (int i = 0; i < un_dots_count; i++) {
    if (strcmp(un_dots[i].name, name) == 0) return &un_dots[i];
  }
  return NULL;
}

const struct un_dot *un_dot_find(char sign, const char *name) {
  const struct un_dot *found = NULL;
  size_t len = strlen(name);
  int count = 0;
  for (int i = 0; i < un_dot_aliases_count; i++) {
    if (un_dot_aliases[i].sign == sign && strcmp(un_dot_aliases[i].name, name) == 0) {
      return by_name(un_dot_aliases[i].dot);
    }
  }
  if (sign != '.' || len == 0) return NULL;
  if ((found = by_name(name)) != NULL) return found;
  for (int i = 0; i < un_dots_count; i++) {
    if (!un_dots[i].run || strncmp(un_dots[i].name, name, len) != 0) continue;
    found = &un_dots[i];
    count++;
  }
  return count == 1 ? found : NULL;
}

/* --- messages ---------------------------------------------------------------------- */

int un_dot_fail(struct un_shell *shell, const struct un_words *words, int word, int code, const char *format, ...) {
  struct un_strbuf text = UN_STRBUF_INIT, message = UN_STRBUF_INIT;
  size_t offset = word == 0 ? 0 : word < words->count ? words->offset[word] : words->unclosed;
  va_list args;
  va_start(args, format);
  un_strbuf_vprintf(&message, format, args);
  va_end(args);
  size_t column = un_text_width(words->line, offset);
  if (shell->line > 0) un_strbuf_printf(&text, "%s:%d:%zu: ", shell->where, shell->line, column + 1);
  un_strbuf_puts(&text, message.text);
  if (strlen(words->line) <= 200) {
    un_strbuf_printf(&text, "\n  %s\n  ", words->line);
    for (size_t i = 0; i < column; i++) un_strbuf_putc(&text, ' ');
    un_strbuf_putc(&text, '^');
  }
  un_fail(code, "%s", text.text);
  un_strbuf_free(&text);
  un_strbuf_free(&message);
  return code;
}

int un_dot_usage(const struct un_dot *dot) {
  un_plain("Usage: .%s%s%s", dot->name, *dot->usage ? " " : "", dot->usage);
  return UN_EXIT_USAGE;
}

int un_dot_on_off(struct un_shell *shell, const struct un_words *words, int word, bool *on) {
  static const char *const yes[] = {"on", "yes", "1", "true"}, *const no[] = {"off", "no", "0", "false"};
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
    if (strcasecmp(words->at[word], yes[i]) == 0) return *on = true, 0;
    if (strcasecmp(words->at[word], no[i]) == 0) return *on = false, 0;
  }
  return un_dot_fail(shell, words, word, UN_EXIT_USAGE, "'%s' is not on or off", words->at[word]);
}

static const char *name_at(const void *list, size_t i) {
  (void)list;
  return un_dots[i].name;
}

/* Several begin like this, or none does and one is near. */
static int unknown(struct un_shell *shell, const struct un_words *words, const char *name) {
  struct un_strbuf several = UN_STRBUF_INIT;
  size_t len = strlen(name);
  int count = 0, code;
  for (int i = 0; i < un_dots_count && len > 0; i++) {
    if (!un_dots[i].run || strncmp(un_dots[i].name, name, len) != 0) continue;
    un_strbuf_printf(&several, "%s.%s", count++ > 0 ? ", " : "", un_dots[i].name);
  }
  const char *near = un_nearest(name, len, name_at, NULL, (size_t)un_dots_count);
  if (count > 1) {
    code = un_dot_fail(shell, words, 0, UN_EXIT_USAGE, ".%s is not one command only: %s", name, several.text);
  } else if (near) {
    code = un_dot_fail(shell, words, 0, UN_EXIT_USAGE, "unknown dot-command '%s'; did you mean '%s'?", name, near);
  } else {
    code = un_dot_fail(shell, words, 0, UN_EXIT_USAGE, "unknown dot-command '%s'; see .help", name);
  }
  un_strbuf_free(&several);
  return code;
}

/* --- running ------------------------------------------------------------------------ */

/* .report without a file of its own. */
static bool is_report_here(const struct un_dot *dot, const struct un_words *words) {
  bool here = dot->run == un_dot_report;
  for (int i = 1; i < words->count; i++) here = here && strncmp(words->at[i], "-o", 2) != 0 && strncmp(words->at[i], "--output", 8) != 0;
  return here;
}

static int run(struct un_shell *shell, const struct un_words *words, const struct un_dot *dot) {
  int given = words->count - 1;
  if (!dot->run) {
    return un_dot_fail(shell, words, 0, UN_EXIT_USAGE, ".%s is not in unseal: %s", dot->name, dot->help);
  }
  if ((dot->is & UN_DOT_UNSAFE) && shell->safe) {
    return un_dot_fail(shell, words, 0, UN_EXIT_SQL, ".%s is not allowed with --safe", dot->name);
  }
  if (given < dot->min || given > dot->max) return un_dot_usage(dot);
  /* .trace shows what was typed, not what commands ask on their own. */
  struct un_out *trace = shell->trace;
  bool hide = trace && dot->run != un_dot_read && dot->run != un_dot_trace;
  if (hide) shell->trace = NULL;
  bool fresh = shell->base && un_out_is_fresh(shell->out) && dot->run != un_dot_print && dot->run != un_dot_read;
  int code = dot->run(shell, words);
  if (hide) shell->trace = trace;
  /* A report, or what .dump and the like print, is the next result that .once waits for. */
  bool printed = fresh && shell->base && dot->run != un_dot_once && !un_out_is_fresh(shell->out);
  return printed || is_report_here(dot, words) ? un_statement_end_once(shell, code) : code;
}

/* \set NAME VALUE is `.param set`; \set alone lists. */
static int psql_set(struct un_shell *shell, const struct un_words *words) {
  if (words->count == 1) return un_dot(shell, ".param list");
  const char *name = words->count == 3 ? words->at[1] : "";
  if (*name && strchr(":@$", *name)) name++;
  if (!*name) return un_plain("Usage: \\set NAME VALUE"), UN_EXIT_USAGE;
  un_params_set(&shell->params, name, words->at[2]);
  return 0;
}

/* psql's \d NAME shows a table, \timing alone turns over. */
static int run_psql(struct un_shell *shell, struct un_words *words, const char *name) {
  const struct un_dot *dot = un_dot_find('\\', name);
  if (!dot) return unknown(shell, words, name);
  if (strcmp(name, "set") == 0) return psql_set(shell, words);
  if (strcmp(name, "d") == 0 && words->count > 1) dot = un_dot_find('.', "schema");
  if (strcmp(name, "timing") == 0 && words->count == 1) {
    shell->timer = !shell->timer;
    un_note("timing is %s", shell->timer ? "on" : "off");
    return 0;
  }
  return run(shell, words, dot);
}

int un_dot(struct un_shell *shell, const char *line) {
  struct un_words words;
  char sign = line[0];
  int code = 0;
  /* The name may be quoted, ."help" as in sqlite3; a backslash is psql's, no escape. */
  bool closed = un_words_cut(line + 1, &words);
  for (int i = 0; i < words.count; i++) words.offset[i]++;
  words.unclosed++;
  free(words.line);
  words.line = un_strdup(line);
  words.line[strcspn(words.line, "\r\n")] = '\0';
  if (!closed) {
    code = un_dot_fail(shell, &words, words.count, UN_EXIT_USAGE, "a quote is not closed");
  } else if (sign == '\\') {
    code = words.count > 0 ? run_psql(shell, &words, words.at[0]) : 0;
  } else if (words.count > 0) {
    const struct un_dot *dot = un_dot_find(sign, words.at[0]);
    code = dot ? run(shell, &words, dot) : unknown(shell, &words, words.at[0]);
  }
  if (code == 0 && un_interrupted) code = un_interrupted_code();
  un_words_free(&words);
  return code;
}

int un_dot_word(struct un_shell *shell, const struct un_words *words, int word, const char *const *names, size_t count) {
  const char *given = words->at[word];
  for (size_t i = 0; i < count; i++) {
    if (strcmp(names[i], given) != 0) continue;
    const struct un_dot *dot = un_dot_find('.', words->at[0]);
    return un_dot_usage(dot ? dot : un_dot_find('\\', words->at[0]));
  }
  const char *near = un_nearest_name(given, names, count);
  return un_dot_fail(shell, words, word, UN_EXIT_USAGE, "unknown word '%s'%s%s%s", given, near ? "; did you mean '" : "",
                     near ? near : "", near ? "'?" : "");
}
