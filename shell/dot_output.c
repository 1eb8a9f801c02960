/* SPDX-License-Identifier: GPL-3.0-or-later
** Dot-commands about what results look like and where they go. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "dot.h"
#include "message.h"
#include "strbuf.h"

enum { WRAP_MAX = 10000, WIDTH_MAX = 1000 };

static void put_line(struct un_shell *shell, const char *text) {
  un_out_puts(shell->out, text);
  un_out_putc(shell->out, '\n');
}

static void set_text(char **to, const char *text) {
  free(*to);
  *to = text ? un_strdup(text) : NULL;
}

/* --- mode -------------------------------------------------------------------------- */

static void set_format(struct un_shell *shell, const struct un_format *format) {
  shell->style.format = format;
  shell->style.by_mode = true;
  set_text(&shell->style.column_separator, NULL);
  set_text(&shell->style.row_separator, NULL);
  set_text(&shell->style.table, NULL);
}

/* What `.mode --once` changes is put aside; un_statement_end_once brings it back. */
static void put_aside(struct un_shell *shell) {
  struct un_style *style = &shell->style;
  if (shell->after.format) return;
  shell->after.format = style->format;
  shell->after.by_mode = style->by_mode;
  shell->after.wrap = style->wrap;
  shell->after.column_separator = style->column_separator;
  shell->after.row_separator = style->row_separator;
  shell->after.table = style->table;
  style->column_separator = style->row_separator = style->table = NULL;
}

/* A format by its name or, as in sqlite3, by how it begins alone: `.mode col`. */
static int find_format(struct un_shell *shell, const struct un_words *words, int word, const struct un_format **format) {
  struct un_strbuf several = UN_STRBUF_INIT;
  const char *given = words->at[word], *nearest = NULL, *name, *begun = NULL;
  int count = 0, code = 0;
  *format = un_format_find(given, &nearest);
  for (int i = 0; !*format && *given && (name = un_format_at(i, NULL)); i++) {
    if (strncmp(name, given, strlen(given)) != 0) continue;
    un_strbuf_printf(&several, "%s%s", count++ > 0 ? ", " : "", name);
    begun = name;
  }
  if (count == 1) {
    *format = un_format_find(begun, NULL);
  } else if (count > 1) {
    code = un_dot_fail(shell, words, word, UN_EXIT_USAGE, "'%s' is not one format only: %s", given, several.text);
  } else if (!*format) {
    code = un_dot_fail(shell, words, word, UN_EXIT_USAGE, "unknown format '%s'%s%s%s", given,
                       nearest ? "; did you mean '" : "; see .help format", nearest ? nearest : "", nearest ? "'?" : "");
  }
  un_strbuf_free(&several);
  return code;
}

/* `.mode --once json` speaks of the next statement only; `--wrap N` of tables. Options stand
** before the format or behind it, as in sqlite3. */
int un_dot_mode(struct un_shell *shell, const struct un_words *words) {
  bool once = false;
  long long wrap = -1;
  int operands[2] = {0, 0}, count = 0;
  for (int i = 1; i < words->count; i++) {
    const char *word = words->at[i], *option = word + (word[0] == '-' && word[1] == '-');
    if (word[0] != '-') {
      if (count == 2) return un_dot_fail(shell, words, i, UN_EXIT_USAGE, ".mode takes a format and a table");
      operands[count++] = i;
    } else if (strcmp(option, "-once") == 0) {
      once = true;
    } else if (strcmp(option, "-wrap") == 0 && i + 1 < words->count) {
      if (!un_whole(words->at[++i], 0, WRAP_MAX, &wrap)) {
        return un_dot_fail(shell, words, i, UN_EXIT_USAGE, "--wrap '%s' is no width from 1 to %d, or 0 for none", words->at[i], WRAP_MAX);
      }
    } else {
      return un_dot_fail(shell, words, i, UN_EXIT_USAGE, "unknown option '%s': --once and --wrap N are there", word);
    }
  }
  if (count == 0 && wrap < 0) {
    struct un_strbuf text = UN_STRBUF_INIT;
    un_strbuf_printf(&text, "current output mode: %s", shell->style.format->name);
    put_line(shell, text.text);
    un_strbuf_free(&text);
    return 0;
  }
  const struct un_format *format = shell->style.format;
  int code = count > 0 ? find_format(shell, words, operands[0], &format) : 0;
  if (code != 0) return code;
  bool insert = strcmp(format->name, "insert") == 0;
  if (count > 1 && !insert) {
    return un_dot_fail(shell, words, operands[1], UN_EXIT_USAGE, "format %s takes nothing more", format->name);
  }
  if (once) put_aside(shell);
  if (wrap >= 0) shell->style.wrap = (int)wrap;
  if (count > 0) set_format(shell, format);
  if (count > 1) set_text(&shell->style.table, words->at[operands[1]]);
  return 0;
}

int un_dot_expand(struct un_shell *shell, const struct un_words *words) {
  bool line = strcmp(shell->style.format->name, "line") == 0, on = !line;
  int code = words->count > 1 ? un_dot_on_off(shell, words, 1, &on) : 0;
  if (code == 0 && on != line) set_format(shell, un_format_find(on ? "line" : "table", NULL));
  return code;
}

int un_dot_headers(struct un_shell *shell, const struct un_words *words) {
  bool on = false;
  int code = un_dot_on_off(shell, words, 1, &on);
  if (code == 0) shell->style.headers = on ? UN_HEADERS_ON : UN_HEADERS_OFF;
  return code;
}

int un_dot_nullvalue(struct un_shell *shell, const struct un_words *words) {
  set_text(&shell->style.null_text, words->at[1]);
  return 0;
}

int un_dot_separator(struct un_shell *shell, const struct un_words *words) {
  set_text(&shell->style.column_separator, words->at[1]);
  if (words->count > 2) set_text(&shell->style.row_separator, words->at[2]);
  return 0;
}

/* 0 is the column's own width. All are read before any is set. */
int un_dot_width(struct un_shell *shell, const struct un_words *words) {
  struct un_style *style = &shell->style;
  long long n;
  for (int i = 1; i < words->count; i++) {
    if (!un_whole(words->at[i], -WIDTH_MAX, WIDTH_MAX, &n)) {
      return un_dot_fail(shell, words, i, UN_EXIT_USAGE, "'%s' is no width, -%d to %d", words->at[i], WIDTH_MAX, WIDTH_MAX);
    }
  }
  style->width_count = words->count - 1;
  style->widths = un_realloc(style->widths, (size_t)words->count * sizeof *style->widths);
  for (int i = 1; i < words->count; i++) {
    un_whole(words->at[i], -WIDTH_MAX, WIDTH_MAX, &n);
    style->widths[i - 1] = (int)n;
  }
  return 0;
}

/* --- where results go --------------------------------------------------------------- */

static int open_output(struct un_shell *shell, const struct un_words *words, struct un_out **out) {
  const char *path = words->count > 1 ? words->at[1] : "-";
  if (path[0] == '-' && path[1]) {
    return un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "unknown option '%s'; a spreadsheet reads csv, an editor opens a file", path);
  }
  if (words->count > 2 && path[0] != '|') {
    un_plain("ERROR: extra parameter: \"%s\".  Usage:\n.%s %s", words->at[2], words->at[0], "?FILE?   (quote a name with blanks)");
    return UN_EXIT_USAGE;
  }
  if (strcmp(path, "off") == 0) path = "/dev/null";
  if (path[0] != '|') return un_out_open(path, out);
  struct un_strbuf command = UN_STRBUF_INIT;
  un_strbuf_puts(&command, path + 1);
  for (int i = 2; i < words->count; i++) un_strbuf_printf(&command, " %s", words->at[i]);
  int code = un_out_open_pipe(command.text, out);
  un_strbuf_free(&command);
  return code;
}

/* The file is complete when the next .output, or the end, commits it. */
int un_dot_output(struct un_shell *shell, const struct un_words *words) {
  struct un_out *out = NULL;
  int code = open_output(shell, words, &out);
  if (code != 0) return code;
  if (shell->base) {
    un_out_abort(shell->out);
    shell->out = shell->base;
    shell->base = NULL;
  }
  code = un_out_commit(shell->out);
  shell->out = out;
  return code;
}

int un_dot_once(struct un_shell *shell, const struct un_words *words) {
  struct un_out *out = NULL;
  if (words->count < 2) return un_dot_usage(un_dot_find('.', "once"));
  int code = open_output(shell, words, &out);
  if (code != 0) return code;
  if (shell->base) un_out_abort(shell->out);
  else shell->base = shell->out;
  shell->out = out;
  return 0;
}

int un_dot_print(struct un_shell *shell, const struct un_words *words) {
  struct un_strbuf text = UN_STRBUF_INIT;
  for (int i = 1; i < words->count; i++) un_strbuf_printf(&text, "%s%s", i > 1 ? " " : "", words->at[i]);
  put_line(shell, text.text);
  un_strbuf_free(&text);
  return 0;
}

/* --- show ------------------------------------------------------------------------------ */

static void quoted(struct un_strbuf *text, const char *value) {
  un_strbuf_putc(text, '"');
  for (const unsigned char *p = (const unsigned char *)value; *p; p++) {
    if (*p == '\n') un_strbuf_puts(text, "\\n");
    else if (*p == '\t') un_strbuf_puts(text, "\\t");
    else if (*p == '\r') un_strbuf_puts(text, "\\r");
    else if (*p == '"' || *p == '\\') un_strbuf_printf(text, "\\%c", *p);
    else if (*p < ' ' || *p == 127) un_strbuf_printf(text, "\\%03o", *p);
    else un_strbuf_putc(text, (char)*p);
  }
  un_strbuf_putc(text, '"');
}

static const char *on_off(bool on) { return on ? "on" : "off"; }

int un_dot_show(struct un_shell *shell, const struct un_words *words) {
  static const char *const eqp[] = {"off", "on", "full"}, *const explain[] = {"auto", "on", "off"};
  const struct un_style *style = &shell->style;
  struct un_strbuf text = UN_STRBUF_INIT;
  bool headers = un_style_header(style);
  bool csv = strcmp(style->format->name, "csv") == 0;
  (void)words;
  un_strbuf_printf(&text, "        bail: %s\n        echo: %s\n         eqp: %s\n     explain: %s\n     headers: %s\n        mode: %s\n",
                   on_off(shell->bail), on_off(shell->echo), eqp[shell->eqp], explain[shell->explain], on_off(headers),
                   style->format->name);
  un_strbuf_puts(&text, "   nullvalue: ");
  quoted(&text, style->null_text ? style->null_text : "");
  un_strbuf_printf(&text, "\n      output: %s\ncolseparator: ", un_out_name(shell->out));
  quoted(&text, style->column_separator ? style->column_separator : csv ? "," : "|");
  un_strbuf_puts(&text, "\nrowseparator: ");
  quoted(&text, style->row_separator ? style->row_separator : "\n");
  un_strbuf_printf(&text, "\n       stats: %s\n       timer: %s\n       width:", on_off(shell->stats), on_off(shell->timer));
  for (int i = 0; i < style->width_count; i++) un_strbuf_printf(&text, " %d", style->widths[i]);
  un_strbuf_printf(&text, "\n    filename: %s", shell->path);
  put_line(shell, text.text);
  un_strbuf_free(&text);
  return 0;
}
