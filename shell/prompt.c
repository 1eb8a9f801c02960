/* SPDX-License-Identifier: GPL-3.0-or-later
** The prompt: GNU readline, statements over several lines, a pasted text line by
** line. Ctrl-C drops what was typed or stops what runs; Ctrl-D leaves. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "ask.h"
#include "complete.h"
#include "dot.h"
#include "history.h"
#include "message.h"
#include "pager.h"
#include "shell.h"
#include "split.h"
#include "statement.h"
#include "strbuf.h"
#include "tempfile.h"
#include "words.h"

struct prompt {
  struct un_shell *shell;
  struct un_strbuf sql;
  struct un_split split;
};

/* A key; a signal gives the line up, as if it were empty. Signals are let in only
** while a key is waited for, so that none falls between the look and the wait. A
** question of readline's own ("Display all 90 possibilities?") takes no newline: asked
** again, it gets what aborts it. */
static int next_key(FILE *in) {
  static bool gave_newline;
  unsigned char c;
  sigset_t ours, before;
  fd_set ready;
  ssize_t n;
  int fd = fileno(in);
  sigemptyset(&ours);
  sigaddset(&ours, SIGINT);
  sigaddset(&ours, SIGTERM);
  sigaddset(&ours, SIGHUP);
  sigprocmask(SIG_BLOCK, &ours, &before);
  do {
    FD_ZERO(&ready);
    FD_SET(fd, &ready);
  } while (!un_interrupted && pselect(fd + 1, &ready, NULL, NULL, NULL, &before) < 0 && errno == EINTR);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (un_interrupted) {
    rl_replace_line("", 0);
    gave_newline = !gave_newline;
    return gave_newline ? '\n' : ABORT_CHAR;
  }
  gave_newline = false;
  do n = read(fd, &c, 1);
  while (n < 0 && errno == EINTR);
  return n == 1 ? c : EOF;
}

static void set_up_readline(struct un_shell *shell) {
  rl_readline_name = "unseal";
  rl_catch_signals = 0; /* main.c's handlers set un_interrupted */
  rl_getc_function = next_key;
  rl_variable_bind("enable-bracketed-paste", "on");
  un_complete_set_up(shell);
}

/* --- what the prompt says --------------------------------------------------------------- */

/* `unseal> `, with the as-of date when one is set and a star in a transaction;
** `   ...> ` with what is open: a quote, a parenthesis. */
static void prompt_text(const struct prompt *prompt, struct un_strbuf *text) {
  const struct un_shell *shell = prompt->shell;
  bool more = prompt->sql.len > 0;
  un_strbuf_clear(text);
  if (shell->prompts[more]) {
    un_strbuf_puts(text, shell->prompts[more]);
  } else if (more) {
    char open = prompt->split.open ? prompt->split.open : prompt->split.parens > 0 ? '(' : ' ';
    un_strbuf_printf(text, "  %c...> ", open);
  } else {
    char *day = shell->as_of ? un_ask(shell->db, "SELECT unseal_asof()", NULL, NULL) : NULL;
    un_strbuf_puts(text, "unseal");
    if (day) un_strbuf_printf(text, " %s", day);
    un_strbuf_puts(text, sqlite3_get_autocommit(shell->db) ? "> " : "*> ");
    free(day);
  }
}

/* --- one line -------------------------------------------------------------------------------- */

static bool is_word(const char *line, const char *word) {
  size_t n = strlen(word);
  return strncasecmp(line, word, n) == 0 && line[n + strspn(line + n, " \t;")] == '\0';
}

static void drop(struct prompt *prompt) {
  un_strbuf_clear(&prompt->sql);
  prompt->split = (struct un_split){0};
}

static bool begin_page(const struct un_shell *shell, bool wanted) {
  bool page = wanted && shell->out == un_out_stdout() && un_out_is_terminal(shell->out);
  if (page) un_pager_begin();
  return page;
}

/* Whether what it shows is paged as a statement's rows are. */
static bool is_paged(const char *line) {
  struct un_words words;
  un_words_cut(line + 1, &words);
  const struct un_dot *dot = words.count > 0 ? un_dot_find(line[0], words.at[0]) : NULL;
  un_words_free(&words);
  return dot && (dot->is & UN_DOT_PAGED);
}

static void run_dot(struct prompt *prompt, const char *line) {
  bool page = begin_page(prompt->shell, is_paged(line));
  prompt->shell->where = "prompt";
  prompt->shell->line = 0;
  un_dot(prompt->shell, line);
  un_history_add(line);
  if (page) un_pager_end();
}

static void run_sql(struct prompt *prompt) {
  struct un_shell *shell = prompt->shell;
  un_history_add(prompt->sql.text);
  un_shell_start_timeout(shell);
  bool page = begin_page(shell, true);
  un_run_sql(shell, prompt->sql.text, "prompt", 1);
  if (page) un_pager_end();
  drop(prompt);
}

/* The last statement in $VISUAL or $EDITOR, then run as edited. */
static void edit(struct prompt *prompt) {
  const char *editor = getenv("VISUAL"), *last = un_history_last_sql();
  char *path, block[4096];
  struct un_strbuf command = UN_STRBUF_INIT;
  if (prompt->shell->safe) {
    un_fail(UN_EXIT_SQL, ".edit is not allowed with --safe");
    return;
  }
  if (!editor || !*editor) editor = getenv("EDITOR");
  int fd = un_temp_open(".sql", &path);
  FILE *file = fd >= 0 ? fdopen(fd, "w+") : NULL;
  if (file && last) fprintf(file, "%s\n", last);
  if (!file || fflush(file) != 0) {
    un_fail(UN_EXIT_WRITE, ".edit: %s", strerror(errno));
    goto done;
  }
  un_strbuf_printf(&command, "%s %s", editor && *editor ? editor : "vi", path);
  if (system(command.text) == 0) {
    FILE *edited = fopen(path, "re");
    for (size_t n; edited && (n = fread(block, 1, sizeof block, edited)) > 0;) un_strbuf_add(&prompt->sql, block, n);
    if (edited) fclose(edited);
    un_split_feed(&prompt->split, prompt->sql.text, prompt->sql.len);
    printf("%s", prompt->sql.text);
    fflush(stdout);
    if (un_split_complete(&prompt->split, prompt->sql.text)) run_sql(prompt);
  }

done:
  un_strbuf_free(&command);
  if (file) fclose(file);
  un_temp_remove(path);
}

static void take_line(struct prompt *prompt, const char *line) {
  struct un_shell *shell = prompt->shell;
  if (prompt->sql.len == 0) {
    const char *first = line + strspn(line, " \t");
    if (*first == '\0' || *first == '#' || *first == ';') return;
    if (*first == '.' || *first == '\\') {
      if (is_word(first, ".edit") || is_word(first, "\\e")) edit(prompt);
      else run_dot(prompt, first);
      return;
    }
    if (is_word(first, "quit") || is_word(first, "exit")) {
      shell->quit = true;
      return;
    }
    if (is_word(first, "help")) {
      run_dot(prompt, ".help");
      return;
    }
  }
  if (!prompt->split.open && prompt->sql.len > 0 && un_split_is_go(line)) line = ";";
  size_t before = prompt->sql.len;
  un_strbuf_printf(&prompt->sql, "%s%s", before > 0 ? "\n" : "", line);
  un_split_feed(&prompt->split, prompt->sql.text + before, prompt->sql.len - before);
  if (un_split_complete(&prompt->split, prompt->sql.text)) run_sql(prompt);
  else if (!prompt->split.open && *un_split_skip(prompt->sql.text) == '\0') drop(prompt); /* only a comment */
}

/* A pasted text comes as one line with newlines in it. */
static void take_lines(struct prompt *prompt, char *text) {
  for (char *line = text, *next; line && !prompt->shell->quit && !un_interrupted; line = next) {
    next = strpbrk(line, "\r\n");
    if (next) *next++ = '\0';
    if (next || *line || line == text) take_line(prompt, line);
  }
}

int un_prompt(struct un_shell *shell) {
  struct prompt prompt = {.shell = shell, .sql = UN_STRBUF_INIT};
  struct un_strbuf text = UN_STRBUF_INIT;
  int code = 0;
  shell->style.footer = true;
  set_up_readline(shell);
  un_complete_pending(&prompt.sql);
  un_history_open(!shell->safe);
  while (!shell->quit) {
    prompt_text(&prompt, &text);
    char *line = readline(text.text);
    bool typing = un_interrupted != 0; /* the terminal shows a ^C only while something runs */
    if (line && !typing) take_lines(&prompt, line);
    un_out_flush(shell->out);
    bool end = !line;
    free(line);
    if (un_interrupted == SIGINT) {
      un_out_resume(shell->out);
      un_interrupted = 0;
      drop(&prompt);
      fputs(typing ? "^C\n" : shell->timer || shell->changes || shell->stats ? "" : "\n", stdout);
      fflush(stdout);
    } else if (un_interrupted) {
      code = un_interrupted_code();
      break;
    } else if (end) {
      fputc('\n', stdout);
      fflush(stdout);
      if (*un_split_skip(prompt.sql.text)) un_warn("the statement that was begun is dropped");
      break;
    }
  }
  un_history_close();
  un_complete_pending(NULL);
  un_strbuf_free(&prompt.sql);
  un_strbuf_free(&text);
  return code;
}
